//! Rate limits. They are counted by real time and what was played beside it: a day that is played in a second
//! has a day's room, as a bot's own limiter sees it that lives on the same clock.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use super::route::Bucket;

/// All requests of a bot together, but for interactions.
const GLOBAL_LIMIT: u32 = 50;
/// The window of the global limit.
const GLOBAL_WINDOW: Duration = Duration::from_secs(1);
/// Invalid requests are counted over this time (D-50).
const INVALID_WINDOW: Duration = Duration::from_mins(10);

/// Who is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// This bot, on this route.
    User,
    /// This bot, everywhere.
    Global,
    /// Everyone, on this resource; not the bot's fault.
    Shared,
}

impl Scope {
    /// As the header says it.
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Global => "global",
            Self::Shared => "shared",
        }
    }
}

/// What a request finds in its bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The size of the bucket.
    pub limit: u32,
    /// What is left after this request.
    pub remaining: u32,
    /// Until the bucket is full again.
    pub reset_after: Duration,
    /// What Discord calls it.
    pub name: &'static str,
}

/// Whether a request may go on.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Yes.
    Go(Standing),
    /// Not before this time.
    Wait {
        /// Who is limited.
        scope: Scope,
        /// How long.
        retry_after: Duration,
        /// The bucket, unless it is the global limit.
        standing: Option<Standing>,
    },
}

#[derive(Debug, Clone, Copy)]
struct Window {
    used: u32,
    ends: Instant,
}

impl Window {
    fn fresh(self, now: Instant, length: Duration) -> Self {
        if now < self.ends {
            return self;
        }
        Self {
            used: 0,
            ends: now + length,
        }
    }
}

/// All buckets.
#[derive(Debug, Default)]
pub struct Buckets {
    by_key: BTreeMap<String, Window>,
    global: Option<Window>,
    invalid: VecDeque<Instant>,
}

impl Buckets {
    /// Counts a request.
    pub fn take(&mut self, bucket: &Bucket, counts_globally: bool, now: Instant) -> Verdict {
        self.by_key.retain(|_, window| now < window.ends);
        if counts_globally {
            let window = self.global.unwrap_or(Window { used: 0, ends: now });
            let mut window = window.fresh(now, GLOBAL_WINDOW);
            window.used += 1;
            self.global = Some(window);
            if window.used > GLOBAL_LIMIT {
                return Verdict::Wait {
                    scope: Scope::Global,
                    retry_after: window.ends - now,
                    standing: None,
                };
            }
        }
        let length = Duration::from_secs(bucket.seconds.into());
        let window = self.by_key.entry(bucket.key.clone());
        let window = window.or_insert(Window {
            used: 0,
            ends: now + length,
        });
        let allowed = window.used < bucket.limit;
        window.used += u32::from(allowed);
        let standing = Standing {
            limit: bucket.limit,
            remaining: bucket.limit - window.used,
            reset_after: window.ends - now,
            name: bucket.name,
        };
        if allowed {
            return Verdict::Go(standing);
        }
        Verdict::Wait {
            scope: Scope::User,
            retry_after: standing.reset_after,
            standing: Some(standing),
        }
    }

    /// Notes an answer that Discord counts as invalid: 401, 403, 429 (not of scope `shared`).
    pub fn note_invalid(&mut self, now: Instant) {
        self.invalid.push_back(now);
    }

    /// Invalid requests of the last ten minutes.
    pub fn invalid(&mut self, now: Instant) -> usize {
        self.invalid
            .retain(|at| now.saturating_duration_since(*at) < INVALID_WINDOW);
        self.invalid.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(key: &str) -> Bucket {
        Bucket {
            key: key.to_owned(),
            name: "test",
            limit: 5,
            seconds: 5,
        }
    }

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let (mut buckets, now) = (Buckets::default(), Instant::now());
        for left in [4, 3, 2, 1, 0] {
            let Verdict::Go(standing) = buckets.take(&bucket("a"), true, now) else {
                panic!("refused too early");
            };
            assert_eq!(standing.remaining, left);
        }
        let later = now + Duration::from_secs(2);
        let Verdict::Wait {
            scope, retry_after, ..
        } = buckets.take(&bucket("a"), true, later)
        else {
            panic!("the sixth went through");
        };
        assert_eq!((scope, retry_after), (Scope::User, Duration::from_secs(3)));
        assert!(matches!(
            buckets.take(&bucket("b"), true, later),
            Verdict::Go(_)
        ));
        let full = now + Duration::from_secs(5);
        assert!(matches!(
            buckets.take(&bucket("a"), true, full),
            Verdict::Go(_)
        ));
    }

    #[test]
    fn the_fifty_first_request_of_a_second_is_refused_but_interactions_are_not() {
        let (mut buckets, now) = (Buckets::default(), Instant::now());
        for number in 0..50 {
            let verdict = buckets.take(&bucket(&number.to_string()), true, now);
            assert!(matches!(verdict, Verdict::Go(_)));
        }
        let verdict = buckets.take(&bucket("x"), true, now);
        assert!(matches!(
            verdict,
            Verdict::Wait {
                scope: Scope::Global,
                ..
            }
        ));
        assert!(matches!(
            buckets.take(&bucket("x"), false, now),
            Verdict::Go(_)
        ));
        let next = now + GLOBAL_WINDOW;
        assert!(matches!(
            buckets.take(&bucket("y"), true, next),
            Verdict::Go(_)
        ));
    }

    #[test]
    fn invalid_requests_are_forgotten_after_ten_minutes() {
        let (mut buckets, now) = (Buckets::default(), Instant::now());
        buckets.note_invalid(now);
        assert_eq!(buckets.invalid(now), 1);
        assert_eq!(buckets.invalid(now + INVALID_WINDOW), 0);
    }
}
