//! Notices a gateway connection that has gone silent.
//!
//! serenity can wait for ever for a server that accepts a connection and says nothing more. Each shard's
//! latency changes with each acknowledged heartbeat; one that stays the same for three heartbeats is not alive.
//! Plain data that is told the time. Begin reading at [`Watchdog::look`].

use std::time::Duration;

use tokio::time::Instant;

/// serenity starts one shard every so often.
const BETWEEN_SHARDS: Duration = Duration::from_secs(5);

/// What to do about silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Start this shard anew.
    Restart(u32),
    /// It was started anew and is still silent.
    GiveUp(u32),
}

#[derive(Debug)]
struct Life {
    latency: Option<Duration>,
    /// The last sign of life, or the time from which one is expected.
    since: Instant,
    restarted: bool,
    /// The last sign of life, whatever was done about its silence since; or the beginning. Time that was played in silence
    /// counts.
    heard: Instant,
    /// It was said that it is silent.
    is_deaf: bool,
    /// It was silent for so long, which nobody was told before it was over.
    missed: Option<Duration>,
}

/// A shard that begins or ceases to be silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Nothing has come for so long.
    Deaf(u32, Duration),
    /// It lives.
    Hears(u32),
}

/// Watches all shards.
#[derive(Debug)]
pub struct Watchdog {
    silence: Duration,
    shards: Vec<Life>,
}

impl Watchdog {
    /// Watches so many shards, which are about to be started. A shard may be silent for `silence`; `unheard` is how much time
    /// was played in silence before.
    pub fn new(shards: u32, silence: Duration, now: Instant, unheard: Duration) -> Self {
        let shards = (0..shards).map(|shard| Life {
            latency: None,
            since: now + BETWEEN_SHARDS * shard,
            restarted: false,
            heard: now + unheard,
            is_deaf: false,
            missed: None,
        });
        Self {
            silence,
            shards: shards.collect(),
        }
    }

    /// Takes note of a shard's latency; `unheard` is how much time was played in silence so far.
    pub fn observe(
        &mut self,
        shard: u32,
        latency: Option<Duration>,
        now: Instant,
        unheard: Duration,
    ) {
        let silence = self.silence;
        let Some(life) = self.life(shard) else { return };
        if latency.is_some() && latency != life.latency {
            life.latency = latency;
            life.since = now;
            life.restarted = false;
            let silent_for = (now + unheard).saturating_duration_since(life.heard);
            if silent_for >= silence && !life.is_deaf {
                life.missed = Some(silent_for);
            }
            life.heard = now + unheard;
        }
    }

    /// The shards that have begun or ceased to be silent since this was asked last. Whether anything is done about their
    /// silence, or can be, does not matter. `unheard` is how much time was played in silence so far.
    pub fn changes(&mut self, now: Instant, unheard: Duration) -> Vec<Change> {
        let silence = self.silence;
        let mut changes = Vec::new();
        for (shard, life) in (0..).zip(&mut self.shards) {
            if let Some(silent_for) = life.missed.take() {
                changes.extend([Change::Deaf(shard, silent_for), Change::Hears(shard)]);
            }
            let silent_for = (now + unheard).saturating_duration_since(life.heard);
            let is_deaf = silent_for >= silence;
            if std::mem::replace(&mut life.is_deaf, is_deaf) != is_deaf {
                changes.push(if is_deaf {
                    Change::Deaf(shard, silent_for)
                } else {
                    Change::Hears(shard)
                });
            }
        }
        changes
    }

    /// Whether a shard was silent when [`Self::changes`] was asked last.
    pub fn is_deaf(&self) -> bool {
        self.shards.iter().any(|life| life.is_deaf)
    }

    /// Takes note that a shard has been started anew: from now on a sign of life is expected.
    pub fn started(&mut self, shard: u32, now: Instant) {
        if let Some(life) = self.life(shard) {
            life.since = now;
        }
    }

    /// Excuses a shard's silence so far, because nothing can be reached.
    pub fn excuse(&mut self, shard: u32, now: Instant) {
        if let Some(life) = self.life(shard) {
            life.since = now;
            life.restarted = false;
        }
    }

    /// Finds a shard that is silent for too long; says so once for each span of silence.
    pub fn look(&mut self, now: Instant) -> Option<Verdict> {
        let silent = self
            .shards
            .iter()
            .position(|life| now.saturating_duration_since(life.since) >= self.silence)?;
        let life = self.shards.get_mut(silent)?;
        life.since = now;
        let shard = u32::try_from(silent).ok()?;
        Some(if std::mem::replace(&mut life.restarted, true) {
            Verdict::GiveUp(shard)
        } else {
            Verdict::Restart(shard)
        })
    }

    fn life(&mut self, shard: u32) -> Option<&mut Life> {
        self.shards.get_mut(usize::try_from(shard).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SILENCE: Duration = Duration::from_secs(135);

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    #[test]
    fn a_shard_whose_latency_changes_is_left_alone() {
        let start = Instant::now();
        let mut watchdog = Watchdog::new(1, SILENCE, start, Duration::ZERO);
        for beat in 1..20 {
            let now = start + secs(41) * beat;
            let latency = Some(Duration::from_nanos(u64::from(beat)));
            watchdog.observe(0, latency, now, Duration::ZERO);
            assert_eq!(watchdog.look(now + secs(20)), None);
        }
    }

    #[test]
    fn a_silent_shard_is_restarted_and_then_given_up() {
        let start = Instant::now();
        let mut watchdog = Watchdog::new(1, SILENCE, start, Duration::ZERO);
        watchdog.observe(0, Some(secs(1)), start + secs(10), Duration::ZERO);
        watchdog.observe(0, Some(secs(1)), start + secs(100), Duration::ZERO);
        assert_eq!(watchdog.look(start + secs(144)), None);
        assert_eq!(watchdog.look(start + secs(145)), Some(Verdict::Restart(0)));
        watchdog.started(0, start + secs(150));
        assert_eq!(watchdog.look(start + secs(284)), None);
        assert_eq!(watchdog.look(start + secs(285)), Some(Verdict::GiveUp(0)));
    }

    #[test]
    fn a_restart_that_helped_is_forgotten() {
        let start = Instant::now();
        let mut watchdog = Watchdog::new(1, SILENCE, start, Duration::ZERO);
        assert_eq!(watchdog.look(start + secs(135)), Some(Verdict::Restart(0)));
        watchdog.observe(0, Some(secs(1)), start + secs(150), Duration::ZERO);
        assert_eq!(watchdog.look(start + secs(285)), Some(Verdict::Restart(0)));
    }

    #[test]
    fn later_shards_are_expected_later() {
        let start = Instant::now();
        let mut watchdog = Watchdog::new(3, SILENCE, start, Duration::ZERO);
        assert_eq!(watchdog.look(start + secs(135)), Some(Verdict::Restart(0)));
        assert_eq!(watchdog.look(start + secs(139)), None);
        assert_eq!(watchdog.look(start + secs(140)), Some(Verdict::Restart(1)));
    }

    #[test]
    fn a_shard_is_deaf_from_its_last_sign_of_life_to_the_next_whatever_is_done_about_it() {
        let start = Instant::now();
        let mut watchdog = Watchdog::new(2, SILENCE, start, Duration::ZERO);
        for (shard, at) in [(0, 30), (1, 40)] {
            watchdog.observe(shard, Some(secs(1)), start + secs(at), Duration::ZERO);
        }
        assert_eq!(watchdog.changes(start + secs(164), Duration::ZERO), []);
        watchdog.observe(1, Some(secs(2)), start + secs(164), Duration::ZERO);
        let silent = Change::Deaf(0, secs(136));
        assert_eq!(
            watchdog.changes(start + secs(166), Duration::ZERO),
            [silent]
        );
        watchdog.excuse(0, start + secs(170));
        watchdog.started(0, start + secs(180));
        assert_eq!(watchdog.changes(start + secs(200), Duration::ZERO), []);
        watchdog.observe(0, Some(secs(3)), start + secs(220), Duration::ZERO);
        assert_eq!(
            watchdog.changes(start + secs(221), Duration::ZERO),
            [Change::Hears(0)]
        );
    }

    #[test]
    fn days_that_are_played_in_silence_count_whether_it_is_looked_at_before_they_are_over_or_after()
    {
        let start = Instant::now();
        let day = secs(24 * 3_600);
        let beat = |watchdog: &mut Watchdog, at, unheard| {
            watchdog.observe(0, Some(secs(at)), start + secs(at), unheard);
        };
        let mut watchdog = Watchdog::new(1, SILENCE, start, Duration::ZERO);
        beat(&mut watchdog, 1, Duration::ZERO);
        let deaf = Change::Deaf(0, day + secs(1));
        assert_eq!(watchdog.changes(start + secs(2), day), [deaf]);
        assert!(watchdog.is_deaf());
        beat(&mut watchdog, 3, day);
        let hears = Change::Hears(0);
        assert_eq!(watchdog.changes(start + secs(3), day), [hears]);
        assert!(!watchdog.is_deaf());
        // A second day that is over before anybody looks.
        beat(&mut watchdog, 4, day * 2);
        assert_eq!(watchdog.changes(start + secs(4), day * 2), [deaf, hears]);
        assert_eq!(watchdog.look(start + secs(5)), None, "it lives");
    }

    #[test]
    fn what_was_played_in_silence_before_it_watched_counts_for_nothing() {
        let start = Instant::now();
        let day = secs(24 * 3_600);
        let mut watchdog = Watchdog::new(1, SILENCE, start, day);
        assert_eq!(watchdog.changes(start + secs(1), day), []);
        assert!(!watchdog.is_deaf());
        let deaf = Change::Deaf(0, day + secs(1));
        assert_eq!(watchdog.changes(start + secs(1), day * 2), [deaf]);
    }

    #[test]
    fn silence_while_nothing_can_be_reached_does_not_count() {
        let start = Instant::now();
        let mut watchdog = Watchdog::new(1, SILENCE, start, Duration::ZERO);
        for outage in 1..5 {
            let now = start + SILENCE * outage;
            assert_eq!(watchdog.look(now), Some(Verdict::Restart(0)));
            watchdog.excuse(0, now);
        }
    }
}
