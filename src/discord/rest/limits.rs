//! When a request may leave (D-50…D-52).
//!
//! [`Limits`] is the rule, as plain data that is told the time: Discord's buckets, a global pace, a hold after
//! a global 429, and a stop before Discord blocks our address. It knows neither HTTP nor sleeping; the waiting
//! is done by [`super::limiter`]. Begin reading at [`Limits::admit`].
//!
//! It is our own because what we need is one decision over all of these at once, by class. The bucket tracker
//! of the Twilight project queues first come, first served, so that a scheduled post would stand before an
//! answer to a person in the same bucket; it does not hold back others after a global 429, and writes request
//! paths, which can hold interaction tokens, into its spans. The `governor` crate would be asked twice (for
//! all and for scheduled posts) with no way to give the first permit back, and brings six more crates.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

use super::bucket::Bucket;
pub use super::bucket::BucketHeaders;
use super::class::Class;
use super::pace::{Pace, Spacing};

/// What Discord allows a bot, less a margin (D-51).
const PER_SECOND: usize = 45;

const SECOND: Duration = Duration::from_secs(1);

/// By so much requests may come nearer to each other on their way.
const OVERTAKING: Duration = Duration::from_millis(100);

/// So many of these are kept from what nobody waits for.
const KEPT: usize = 3;

/// Who gives way asks again after this.
const GIVES_WAY: Duration = Duration::from_millis(20);

/// The window and the number of refused requests in it at which scheduled posts stop (D-51).
const INVALID_WINDOW: Duration = Duration::from_mins(10);
const INVALID_STOP: u32 = 2_000;

/// Buckets are forgotten, if idle, once there are this many.
const MANY_BUCKETS: usize = 4_096;

/// What requests of one kind have in common for Discord's limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Route {
    /// Method and path, with the ids left out.
    pub name: &'static str,
    /// The id that has buckets of its own, such as the channel's; 0 if there is none.
    pub major: u64,
}

/// May it go?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// Yes, and it has been counted.
    Go,
    /// It is not its turn before this instant; ask again then, or after any answer.
    Wait(Instant),
    /// Its own bucket takes nothing before this instant, whoever gives way; ask again then, or after any answer.
    Full(Instant),
}

/// What an answer means for the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It was served, or refused for a reason that does not count.
    Served,
    /// 401 or 403: counts towards Discord's block.
    Refused,
    /// 429.
    TooMany {
        /// When to ask again.
        retry_after: Duration,
        /// Whom it concerns.
        scope: Scope,
    },
}

/// Whom a 429 concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// This bucket.
    Bucket,
    /// This bucket, shared with other bots: not our fault, and not counted.
    Shared,
    /// Every request of ours.
    Global,
}

/// Everything that decides whether a request may leave.
#[derive(Debug)]
pub struct Limits {
    /// Discord's names of the buckets, by route name.
    names: HashMap<&'static str, String>,
    /// By bucket name (the route's own until Discord's is known) and major id.
    buckets: HashMap<(String, u64), Bucket>,
    all: Pace,
    /// The second one is longer by what requests may overtake each other on their way, so that no second of Discord's
    /// sees more than it allows.
    scheduled: [Pace; 2],
    spacing: Spacing,
    held_until: Option<Instant>,
    /// Refused requests: the start of the window and their number.
    invalid: Option<(Instant, u32)>,
    /// How many of [`Class::Serving`] wait for their turn.
    serving_waits: usize,
    /// How many of [`Class::Urgent`] do.
    urgent_waits: usize,
    /// How many of [`Class::Scheduled`] do.
    scheduled_waits: usize,
}

impl Limits {
    /// No request has been made yet; scheduled posts get `scheduled_per_second` of all.
    pub fn new(scheduled_per_second: usize) -> Self {
        Self {
            names: HashMap::new(),
            buckets: HashMap::new(),
            all: Pace::new(PER_SECOND, SECOND),
            scheduled: [
                Pace::new(scheduled_per_second, SECOND),
                Pace::new(
                    scheduled_per_second + scheduled_per_second.div_ceil(5),
                    SECOND + OVERTAKING,
                ),
            ],
            spacing: Spacing::new(scheduled_per_second),
            held_until: None,
            invalid: None,
            serving_waits: 0,
            urgent_waits: 0,
            scheduled_waits: 0,
        }
    }

    /// Decides on a request at `now`, and counts it if it may go.
    pub fn admit(&mut self, route: Route, class: Class, now: Instant) -> Admission {
        if class == Class::Callback {
            return Admission::Go;
        }
        let bucket = self.bucket(route);
        bucket.refresh(now);
        if let Some(until) = bucket.full_until(now) {
            return Admission::Full(until);
        }
        if let Some(until) = self.turn_of(class, now) {
            return Admission::Wait(until);
        }
        self.bucket(route).take(now);
        self.all.take(now);
        if class == Class::Scheduled {
            for pace in &mut self.scheduled {
                pace.take(now);
            }
            self.spacing.take(now);
        }
        Admission::Go
    }

    /// How many scheduled posts to channels with room may leave within a moment from `now`; if none, `Err` with when
    /// to ask again.
    pub fn scheduled_room(&self, now: Instant, within: Duration) -> Result<usize, Instant> {
        match self.turn_of(Class::Scheduled, now) {
            Some(until) if until > now + within => Err(until),
            _ => {
                let room = self.spacing.room(now, now + within);
                Ok(room.saturating_sub(self.scheduled_waits))
            }
        }
    }

    /// The same for what somebody asked for just now: it needs no part of the share of scheduled posts.
    pub fn urgent_room(&self, now: Instant, within: Duration) -> Result<usize, Instant> {
        match self.turn_of(Class::Urgent, now) {
            Some(until) if until > now + within => Err(until),
            _ => {
                let room = self.all.room(now + within);
                Ok(room.saturating_sub(self.urgent_waits))
            }
        }
    }

    /// Until when a route's bucket takes nothing more; `None` if it does now.
    pub fn bucket_until(&self, route: Route, now: Instant) -> Option<Instant> {
        let bucket = self.buckets.get(&self.key(route))?;
        bucket
            .full_until(now)
            .filter(|until| *until > now && bucket.in_flight == 0)
    }

    /// Takes note of an answer to an admitted request.
    pub fn answered(&mut self, route: Route, headers: &BucketHeaders, heard: Heard, now: Instant) {
        if let Some(name) = &headers.bucket
            && self.names.get(route.name) != Some(name)
        {
            let before = self.buckets.remove(&self.key(route));
            self.names.insert(route.name, name.clone());
            let key = self.key(route);
            if let Some(before) = before {
                let bucket = self.buckets.entry(key).or_insert_with(Bucket::assumed);
                bucket.in_flight += before.in_flight;
                bucket.remaining = bucket.remaining.min(before.remaining);
            }
        }
        let bucket = self.bucket(route);
        bucket.in_flight = bucket.in_flight.saturating_sub(1);
        bucket.learn(headers, now);
        if let Heard::TooMany { retry_after, scope } = heard
            && scope != Scope::Global
        {
            let bucket = self.bucket(route);
            bucket.remaining = 0;
            bucket.resets_at = Some(now + retry_after);
        }
        self.heard(heard, now);
        if self.buckets.len() > MANY_BUCKETS {
            self.buckets.retain(|_, bucket| !bucket.is_idle(now));
        }
    }

    /// Takes note that an admitted request got no answer.
    pub fn unanswered(&mut self, route: Route) {
        let bucket = self.bucket(route);
        bucket.in_flight = bucket.in_flight.saturating_sub(1);
    }

    /// One more (or, with `false`, one less) of a class waits for its turn, with room in its bucket.
    pub fn waits(&mut self, class: Class, waits: bool) {
        let waiting = match class {
            Class::Serving => &mut self.serving_waits,
            Class::Urgent => &mut self.urgent_waits,
            Class::Scheduled => &mut self.scheduled_waits,
            Class::Callback | Class::CleanUp => return,
        };
        *waiting = if waits {
            *waiting + 1
        } else {
            waiting.saturating_sub(1)
        };
    }

    /// When it is the turn of a class, whatever bucket its request needs; `None` if it is now (D-52).
    fn turn_of(&self, class: Class, now: Instant) -> Option<Instant> {
        let held = self.held_until.filter(|until| *until > now);
        let gives_way = |waiting: usize| (waiting > 0).then(|| now + GIVES_WAY);
        let people = self.serving_waits;
        let own = match class {
            Class::Callback => return None,
            Class::Serving => self.all.full_until(now),
            Class::Urgent => {
                let pace = self.all.full_until(now).max(gives_way(people));
                pace.max(self.stopped_until(now))
            }
            Class::Scheduled => {
                let pace = self.all.full_until(now).max(self.share_until(now));
                let better = gives_way(people + self.urgent_waits);
                pace.max(better).max(self.stopped_until(now))
            }
            Class::CleanUp => {
                // Those who wait for their share of the pace lose nothing.
                let scheduled = match self.share_until(now) {
                    Some(_) => 0,
                    None => self.scheduled_waits,
                };
                let better = gives_way(people + self.urgent_waits + scheduled);
                let pace = self.all.full_but_for(KEPT, now).max(better);
                pace.max(self.stopped_until(now))
            }
        };
        held.max(own)
    }

    /// Until when scheduled posts have used up their share.
    fn share_until(&self, now: Instant) -> Option<Instant> {
        let [exact, longer] = &self.scheduled;
        let pace = exact.full_until(now).max(longer.full_until(now));
        pace.max(self.spacing.full_until(now))
    }

    fn stopped_until(&self, now: Instant) -> Option<Instant> {
        self.invalid.and_then(|(start, count)| {
            let end = start + INVALID_WINDOW;
            (count >= INVALID_STOP && end > now).then_some(end)
        })
    }

    /// Takes note of what an answer means for all requests: a hold, or a step towards Discord's block. For
    /// callbacks, which have no bucket, this is all.
    pub fn heard(&mut self, heard: Heard, now: Instant) {
        if let Heard::TooMany { retry_after, scope } = heard {
            if scope == Scope::Global {
                self.held_until = self.held_until.max(Some(now + retry_after));
            }
            if scope == Scope::Shared {
                return;
            }
        }
        if heard != Heard::Served {
            self.count_invalid(now);
        }
    }

    fn count_invalid(&mut self, now: Instant) {
        let (start, count) = match self.invalid {
            Some((start, count)) if now < start + INVALID_WINDOW => (start, count + 1),
            _ => (now, 1),
        };
        self.invalid = Some((start, count));
        if count == INVALID_STOP {
            tracing::error!(
                refused = count,
                "Discord refused so many requests that it may block this address; scheduled posts rest for up to 10 minutes"
            );
        }
    }

    fn key(&self, route: Route) -> (String, u64) {
        let name = self
            .names
            .get(route.name)
            .map_or(route.name, String::as_str);
        (name.to_owned(), route.major)
    }

    /// The route's bucket. One that was assumed before Discord's name was learnt is taken over.
    fn bucket(&mut self, route: Route) -> &mut Bucket {
        let key = self.key(route);
        let assumed = if key.0 == route.name || self.buckets.contains_key(&key) {
            None
        } else {
            self.buckets.remove(&(route.name.to_owned(), route.major))
        };
        self.buckets
            .entry(key)
            .or_insert_with(|| assumed.unwrap_or_else(Bucket::assumed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POST: &str = "POST channel messages";

    fn channel(major: u64) -> Route {
        Route { name: POST, major }
    }

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    fn headers(limit: u32, remaining: u32, reset_after: Duration) -> BucketHeaders {
        BucketHeaders {
            bucket: Some("abcd".to_owned()),
            limit: Some(limit),
            remaining: Some(remaining),
            reset_after: Some(reset_after),
        }
    }

    /// Admits as many as may go at `now`.
    fn burst(limits: &mut Limits, route: Route, class: Class, now: Instant) -> usize {
        (0..100)
            .take_while(|_| limits.admit(route, class, now) == Admission::Go)
            .count()
    }

    #[test]
    fn an_unknown_bucket_takes_five_in_five_seconds() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        assert_eq!(burst(&mut limits, channel(1), Class::Scheduled, start), 5);
        assert_eq!(burst(&mut limits, channel(2), Class::Serving, start), 5);
        assert_eq!(
            limits.admit(channel(1), Class::Scheduled, start + ms(4_999)),
            Admission::Full(start + ms(5_000))
        );
        for _ in 0..5 {
            limits.unanswered(channel(1));
        }
        assert_eq!(
            burst(&mut limits, channel(1), Class::Scheduled, start + ms(5_000)),
            5
        );
    }

    #[test]
    fn requests_that_get_no_answer_do_not_use_up_a_bucket_for_good() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        let (route, class) = (channel(1), Class::Scheduled);
        assert_eq!(limits.admit(route, class, start), Admission::Go);
        limits.answered(route, &headers(5, 4, ms(2_000)), Heard::Served, start);
        let later = start + Duration::from_mins(1);
        assert_eq!(burst(&mut limits, route, class, later), 5);
        for _ in 0..5 {
            limits.unanswered(route);
        }
        let silent = BucketHeaders::default();
        let even_later = later + Duration::from_mins(1);
        assert_eq!(burst(&mut limits, route, class, even_later), 5);
        for _ in 0..5 {
            limits.answered(route, &silent, Heard::Served, even_later);
        }
        let at_last = even_later + Duration::from_mins(1);
        assert_eq!(burst(&mut limits, route, class, at_last), 5);
    }

    #[test]
    fn a_bucket_is_learnt_from_its_answers() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        assert_eq!(
            limits.admit(channel(1), Class::Serving, start),
            Admission::Go
        );
        limits.answered(
            channel(1),
            &headers(10, 9, ms(2_000)),
            Heard::Served,
            start + ms(10),
        );
        assert_eq!(
            burst(&mut limits, channel(1), Class::Serving, start + ms(20)),
            9
        );
        assert_eq!(
            limits.admit(channel(1), Class::Serving, start + ms(20)),
            Admission::Full(start + ms(2_010))
        );
        // Another channel has a bucket of its own under the same name, still to be learnt.
        assert_eq!(
            burst(&mut limits, channel(2), Class::Serving, start + ms(20)),
            5
        );
    }

    #[test]
    fn answers_that_overtake_each_other_do_not_free_a_bucket() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        assert_eq!(
            limits.admit(channel(1), Class::Serving, start),
            Admission::Go
        );
        limits.answered(channel(1), &headers(5, 4, ms(5_000)), Heard::Served, start);
        assert_eq!(burst(&mut limits, channel(1), Class::Serving, start), 4);
        for remaining in [0, 3, 1, 2] {
            limits.answered(
                channel(1),
                &headers(5, remaining, ms(4_950)),
                Heard::Served,
                start + ms(50),
            );
        }
        assert_eq!(
            burst(&mut limits, channel(1), Class::Serving, start + ms(60)),
            0
        );
        assert_eq!(
            burst(&mut limits, channel(1), Class::Serving, start + ms(5_000)),
            5
        );
    }

    #[test]
    fn two_routes_with_one_name_share_a_bucket() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        let other = Route {
            name: "PATCH channel messages",
            major: 1,
        };
        for route in [channel(1), other] {
            assert_eq!(limits.admit(route, Class::Serving, start), Admission::Go);
            limits.answered(route, &headers(2, 1, ms(1_000)), Heard::Served, start);
        }
        assert_eq!(
            limits.admit(channel(1), Class::Serving, start),
            Admission::Go
        );
        assert_eq!(
            limits.admit(other, Class::Serving, start),
            Admission::Full(start + ms(1_000))
        );
    }

    /// How many of so many channels may be posted to at `now`.
    fn posts(
        limits: &mut Limits,
        class: Class,
        channels: std::ops::Range<u64>,
        now: Instant,
    ) -> usize {
        channels
            .filter(|n| limits.admit(channel(*n), class, now) == Admission::Go)
            .count()
    }

    /// Forty scheduled posts, spread over the second from `start`.
    fn forty_scheduled(limits: &mut Limits, start: Instant) {
        for n in 0..40 {
            let now = start + ms(25) * u32::try_from(n).unwrap();
            let admission = limits.admit(channel(n), Class::Scheduled, now);
            assert_eq!(admission, Admission::Go);
        }
    }

    #[test]
    fn a_snooze_goes_where_planned_work_has_to_wait_and_gives_way_to_people() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        forty_scheduled(&mut limits, start);
        let now = start + ms(980);
        let second = start + ms(1_000);
        assert_eq!(
            limits.admit(channel(50), Class::Scheduled, now),
            Admission::Wait(second)
        );
        assert_eq!(limits.scheduled_room(now, ms(10)), Err(second));
        assert_eq!(limits.urgent_room(now, ms(10)), Ok(5));
        let urgent = limits.admit(channel(50), Class::Urgent, now);
        assert_eq!(urgent, Admission::Go);
        assert_eq!(limits.urgent_room(now, ms(10)), Ok(4));
        limits.waits(Class::Serving, true);
        let soon = Admission::Wait(now + ms(20));
        assert_eq!(limits.admit(channel(51), Class::Urgent, now), soon);
        assert_eq!(limits.urgent_room(now, ms(10)), Err(now + ms(20)));
    }

    #[test]
    fn planned_work_gives_way_to_a_snooze_that_waits() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        limits.waits(Class::Urgent, true);
        let soon = Admission::Wait(start + ms(20));
        for class in [Class::Scheduled, Class::CleanUp] {
            assert_eq!(limits.admit(channel(1), class, start), soon);
        }
        assert_eq!(
            limits.admit(channel(1), Class::Urgent, start),
            Admission::Go
        );
        limits.waits(Class::Urgent, false);
        assert_eq!(
            limits.admit(channel(1), Class::Scheduled, start),
            Admission::Go
        );
    }

    #[test]
    fn what_is_tidied_up_takes_what_is_left_and_nothing_of_the_share_of_planned_posts() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        forty_scheduled(&mut limits, start);
        let now = start + ms(980);
        assert_eq!(posts(&mut limits, Class::CleanUp, 100..160, now), 2);
        // Three are kept for people, of whom nobody waits for it.
        assert_eq!(posts(&mut limits, Class::Serving, 200..260, now), 3);
        let second = start + ms(1_000);
        assert_eq!(
            limits.admit(channel(50), Class::Scheduled, second),
            Admission::Go
        );
        // Alone it has almost all there is, and leaves their share to those that come.
        let later = start + Duration::from_mins(1);
        assert_eq!(posts(&mut limits, Class::CleanUp, 300..360, later), 42);
        assert_eq!(limits.scheduled_room(later, ms(50)), Ok(13));
        limits.waits(Class::Scheduled, true);
        let now = later + ms(1_000);
        let soon = Admission::Wait(now + ms(20));
        assert_eq!(limits.admit(channel(400), Class::CleanUp, now), soon);
    }

    #[test]
    fn nobody_gives_way_to_who_waits_for_their_own_channel() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        let route = channel(1);
        assert_eq!(burst(&mut limits, route, Class::Serving, start), 5);
        assert_eq!(
            limits.admit(route, Class::Serving, start),
            Admission::Full(start + ms(5_000))
        );
    }

    #[test]
    fn scheduled_posts_get_forty_a_second_and_all_together_forty_five() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        let mut scheduled = 0;
        for n in 0..1_000 {
            let channels = n * 100..n * 100 + 60;
            scheduled += posts(&mut limits, Class::Scheduled, channels, start + ms(n));
        }
        let serving = posts(
            &mut limits,
            Class::Serving,
            200_000..200_060,
            start + ms(999),
        );
        assert_eq!((scheduled, serving), (40, 5));
        assert_eq!(
            limits.admit(channel(200), Class::Scheduled, start + ms(999)),
            Admission::Wait(start + ms(1_000))
        );
        assert_eq!(
            limits.admit(channel(200), Class::Scheduled, start + ms(1_000)),
            Admission::Go
        );
        assert_eq!(
            limits.admit(channel(300), Class::Callback, start),
            Admission::Go
        );
    }

    #[test]
    fn scheduled_posts_leave_evenly_after_a_few_at_once() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        assert_eq!(limits.scheduled_room(start, ms(50)), Ok(13));
        assert_eq!(posts(&mut limits, Class::Scheduled, 0..60, start), 11);
        assert_eq!(
            limits.admit(channel(100), Class::Scheduled, start),
            Admission::Wait(start + ms(25))
        );
        assert_eq!(limits.scheduled_room(start, ms(20)), Err(start + ms(25)));
        assert_eq!(limits.scheduled_room(start, ms(50)), Ok(2));
        assert_eq!(
            posts(&mut limits, Class::Scheduled, 100..160, start + ms(50)),
            2
        );
    }

    #[test]
    fn a_backlog_drains_at_its_pace_however_late_each_look_is() {
        for late in [7, 60, 200] {
            let (mut limits, start) = (Limits::new(40), Instant::now());
            let looks = (0..20_000 / late).map(|look| start + ms(look * late));
            let mut sent = 0;
            for (n, at) in (0..).zip(looks) {
                let channels = n * 100..n * 100 + 60;
                sent += posts(&mut limits, Class::Scheduled, channels, at);
            }
            assert!(
                (784..=804).contains(&sent),
                "{sent} in 20 s, a look every {late} ms"
            );
        }
    }

    #[test]
    fn a_channel_that_takes_no_more_says_until_when() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        assert_eq!(limits.bucket_until(channel(1), start), None);
        assert_eq!(
            limits.admit(channel(1), Class::Serving, start),
            Admission::Go
        );
        limits.answered(channel(1), &headers(5, 0, ms(4_000)), Heard::Served, start);
        assert_eq!(
            limits.bucket_until(channel(1), start),
            Some(start + ms(4_000))
        );
        assert_eq!(limits.bucket_until(channel(1), start + ms(4_000)), None);
        assert_eq!(limits.bucket_until(channel(2), start), None);
    }

    #[test]
    fn scheduled_posts_give_way_to_those_who_serve_a_person() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        limits.waits(Class::Serving, true);
        assert!(matches!(
            limits.admit(channel(1), Class::Scheduled, start),
            Admission::Wait(_)
        ));
        assert_eq!(
            limits.admit(channel(1), Class::Serving, start),
            Admission::Go
        );
        limits.waits(Class::Serving, false);
        assert_eq!(
            limits.admit(channel(1), Class::Scheduled, start),
            Admission::Go
        );
    }

    #[test]
    fn a_global_refusal_holds_back_everything_but_callbacks() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        assert_eq!(
            limits.admit(channel(1), Class::Serving, start),
            Admission::Go
        );
        let heard = Heard::TooMany {
            retry_after: ms(700),
            scope: Scope::Global,
        };
        limits.answered(channel(1), &BucketHeaders::default(), heard, start);
        for class in [Class::Serving, Class::Scheduled] {
            assert_eq!(
                limits.admit(channel(2), class, start),
                Admission::Wait(start + ms(700))
            );
        }
        assert_eq!(
            limits.admit(channel(2), Class::Callback, start),
            Admission::Go
        );
        assert_eq!(
            limits.admit(channel(2), Class::Scheduled, start + ms(700)),
            Admission::Go
        );
    }

    #[test]
    fn a_refusal_of_one_bucket_leaves_the_others_alone() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        assert_eq!(
            limits.admit(channel(1), Class::Scheduled, start),
            Admission::Go
        );
        let heard = Heard::TooMany {
            retry_after: ms(900),
            scope: Scope::Bucket,
        };
        limits.answered(channel(1), &BucketHeaders::default(), heard, start);
        assert_eq!(
            limits.admit(channel(1), Class::Scheduled, start),
            Admission::Full(start + ms(900))
        );
        assert_eq!(
            limits.admit(channel(2), Class::Scheduled, start),
            Admission::Go
        );
    }

    #[test]
    fn scheduled_posts_stop_long_before_discord_blocks_the_address() {
        let (mut limits, start) = (Limits::new(40), Instant::now());
        let shared = Heard::TooMany {
            retry_after: ms(0),
            scope: Scope::Shared,
        };
        for _ in 0..INVALID_STOP {
            limits.answered(channel(9), &BucketHeaders::default(), shared, start);
        }
        assert_eq!(
            limits.admit(channel(1), Class::Scheduled, start),
            Admission::Go
        );
        for _ in 0..INVALID_STOP {
            limits.answered(channel(9), &BucketHeaders::default(), Heard::Refused, start);
        }
        let end = start + INVALID_WINDOW;
        assert_eq!(
            limits.admit(channel(1), Class::Scheduled, start),
            Admission::Wait(end)
        );
        assert_eq!(
            limits.admit(channel(1), Class::Serving, start),
            Admission::Go
        );
        assert_eq!(
            limits.admit(channel(1), Class::Scheduled, end),
            Admission::Go
        );
    }
}
