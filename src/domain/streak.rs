//! Streaks: how a press is judged and what a day that goes by does.
//!
//! The state is a fold over the log of presses; it never reads the log itself. Begin reading at
//! [`Streak::press`].

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::schedule::{self, Slot};
use super::weekdays::Weekdays;

/// Days that the maps of a streak remember (P-2).
pub const REMEMBERED_DAYS: u32 = 64;
/// Days of the consistency window before today (L-2).
const WINDOW_DAYS: u32 = 30;

/// When a member's day turns and which days count (K-10, K-12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The member's zone.
    pub zone: TimeZone,
    /// The hour at which the day turns, 0 to 6.
    pub day_ends_at: i8,
    /// The weekdays that count.
    pub active_days: Weekdays,
}

/// How many freezes there are and how they are earned (K-30).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreezeRules {
    /// What a member starts with.
    pub start: u32,
    /// The most that is held.
    pub cap: u32,
    /// Every so many credits of a run earn one; 0 means never.
    pub earn_every: u32,
}

impl Default for FreezeRules {
    fn default() -> Self {
        Self {
            start: 1,
            cap: 2,
            earn_every: 10,
        }
    }
}

/// What a press amounts to (K-20), in the order of judging.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// They are not in the guild.
    NotMember,
    /// The member has not opted in to streaks.
    NotOptedIn,
    /// It answers a prompt of an earlier day.
    Expired,
    /// The day has its credit.
    Duplicate,
    /// The day lies in a vacation.
    Paused,
    /// The day does not count for this member.
    RestDay,
    /// The day is credited.
    Credited,
}

impl Outcome {
    /// All of them, in the order of judging.
    pub const ALL: [Self; 7] = [
        Self::NotMember,
        Self::NotOptedIn,
        Self::Expired,
        Self::Duplicate,
        Self::Paused,
        Self::RestDay,
        Self::Credited,
    ];

    /// The word that the log keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotMember => "not_member",
            Self::NotOptedIn => "not_opted_in",
            Self::Expired => "expired",
            Self::Duplicate => "duplicate",
            Self::Paused => "paused",
            Self::RestDay => "rest_day",
            Self::Credited => "credited",
        }
    }

    /// The outcome of a word in the log.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == word)
    }
}

/// Credited days among due days, compared as an exact fraction (L-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Days with a check-in.
    pub credited: u32,
    /// Days that counted.
    pub due: u32,
}

impl Share {
    /// Whole per cent, rounded down; `None` when no day was due.
    pub fn per_cent(self) -> Option<u32> {
        (self.due > 0).then(|| self.credited * 100 / self.due)
    }
}

/// A member's streak in one guild, as of its logical day (P-2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Streak {
    /// The logical day; it never decreases (K-11).
    pub day: Date,
    /// `day` has its credit.
    pub credited_today: bool,
    /// Credits of the present run.
    pub current: u32,
    /// Credits of the longest run.
    pub longest: u32,
    /// Credits in all.
    pub total: u32,
    /// Freezes held.
    pub freezes: u32,
    /// The day of enrolment, neither due nor missed if it is not credited (K-24).
    pub enrol_day: Date,
    /// Bit k: day `day - 1 - k` was credited.
    pub credited_bits: u64,
    /// Bit k: day `day - 1 - k` counted (credited, missed or frozen).
    pub due_bits: u64,
    /// When the run reached its present length (L-3).
    pub current_since: Option<Timestamp>,
}

/// The day at `at` (K-10): it turns at the day end, in a gap at the jump, in an overlap at the first
/// showing, and never turns back.
pub fn day_at(at: Timestamp, calendar: &Calendar) -> Date {
    let reading = schedule::latest_wall_clock(at, &calendar.zone);
    reading
        .checked_sub(i64::from(calendar.day_ends_at).hours())
        .unwrap_or(reading)
        .date()
}

impl Streak {
    /// The state at opting in (K-60).
    pub fn enrol(at: Timestamp, calendar: &Calendar, rules: FreezeRules) -> Self {
        let day = day_at(at, calendar);
        Self {
            day,
            credited_today: false,
            current: 0,
            longest: 0,
            total: 0,
            freezes: rules.start,
            enrol_day: day,
            credited_bits: 0,
            due_bits: 0,
            current_since: None,
        }
    }

    /// Lets the days up to `at` go by (K-23, K-31). An earlier instant changes nothing (K-11).
    pub fn advance(&mut self, at: Timestamp, calendar: &Calendar) {
        let today = day_at(at, calendar);
        while self.day < today {
            let due = self.credited_today || (self.is_due(calendar) && self.day != self.enrol_day);
            if due && !self.credited_today && self.current > 0 {
                if self.freezes > 0 {
                    self.freezes -= 1;
                } else {
                    self.break_run();
                }
            }
            self.credited_bits = self.credited_bits << 1 | u64::from(self.credited_today);
            self.due_bits = self.due_bits << 1 | u64::from(due);
            self.credited_today = false;
            self.day = self.day.saturating_add(1.day());
        }
    }

    /// Judges a press at `at` that answers a prompt sent at `prompted_at`, and credits it if it
    /// counts (K-20). The outcome is kept with the press and never judged again (K-4).
    pub fn press(
        &mut self,
        at: Timestamp,
        prompted_at: Option<Timestamp>,
        calendar: &Calendar,
        rules: FreezeRules,
    ) -> Outcome {
        self.advance(at, calendar);
        let today = day_at(at, calendar);
        if prompted_at.is_some_and(|prompted_at| day_at(prompted_at, calendar) < today) {
            return Outcome::Expired;
        }
        if self.credited_today {
            return Outcome::Duplicate;
        }
        if !self.is_due(calendar) {
            return Outcome::RestDay;
        }
        self.credit(at, rules);
        Outcome::Credited
    }

    fn credit(&mut self, at: Timestamp, rules: FreezeRules) {
        self.credited_today = true;
        self.current += 1;
        self.total += 1;
        self.longest = self.longest.max(self.current);
        self.current_since = Some(at);
        if rules.earn_every > 0 && self.current.is_multiple_of(rules.earn_every) {
            self.freezes = (self.freezes + 1).min(rules.cap.max(self.freezes));
        }
    }

    /// Begins anew after a time without streaks: the longest run and the freezes are kept, and so is a credit
    /// made today (K-60, K-61).
    pub fn rejoin(&mut self) {
        self.break_run();
        self.enrol_day = self.day;
    }

    /// Ends the present run: a missed day without a freeze, or opting out (K-23, K-61).
    pub fn break_run(&mut self) {
        self.current = 0;
        self.current_since = None;
    }

    /// The last credited day, as far back as a streak remembers.
    pub fn last_credit(&self) -> Option<Date> {
        if self.credited_today {
            return Some(self.day);
        }
        let days_ago = i64::from(self.credited_bits.trailing_zeros()) + 1;
        (self.credited_bits != 0).then(|| self.day.saturating_sub(days_ago.days()))
    }

    /// Says whether the present day counts for this member (K-12).
    pub fn is_due(&self, calendar: &Calendar) -> bool {
        counts(self.day, calendar)
    }

    /// Credits among due days of the 30 days before today, and today if credited (L-2).
    pub fn window(&self) -> Share {
        self.share(WINDOW_DAYS)
    }

    /// Credits of this ISO week, among the days of the week that count: those that were due, and those
    /// still to come (L-2 d).
    pub fn week(&self, calendar: &Calendar) -> Share {
        let gone = u32::try_from(self.day.weekday().to_monday_zero_offset()).unwrap_or_default();
        let past = self.share(gone);
        let coming = (0..7 - gone)
            .filter(|k| counts(self.day.saturating_add(i64::from(*k).days()), calendar))
            .count();
        let today_counts_already = u32::from(self.credited_today);
        let coming = u32::try_from(coming).unwrap_or_default();
        let today_is_active = u32::from(self.is_due(calendar));
        Share {
            credited: past.credited,
            due: past.due + coming - today_counts_already.min(today_is_active),
        }
    }

    /// The last `days` days before today, and today if credited.
    fn share(&self, days: u32) -> Share {
        let mask = 1_u64.checked_shl(days).map_or(u64::MAX, |bit| bit - 1);
        let today = u32::from(self.credited_today);
        Share {
            credited: (self.credited_bits & mask).count_ones() + today,
            due: (self.due_bits & mask).count_ones() + today,
        }
    }

    /// The next day that counts and has no credit yet: today or later.
    pub fn next_due_day(&self, calendar: &Calendar) -> Option<Date> {
        (i64::from(self.credited_today)..=14)
            .map(|k| self.day.saturating_add(k.days()))
            .find(|day| counts(*day, calendar))
    }

    /// The instant at which the run ends if nothing more is pressed (P-3), or `None` if there is
    /// no run.
    pub fn break_at(&self, calendar: &Calendar) -> Option<Timestamp> {
        let mut future = self.clone();
        // Each freeze outlasts one active day, and there is an active day each week.
        for _ in 0..=7 * (self.freezes + 2) {
            if future.current == 0 {
                return (self.current > 0)
                    .then(|| day_begins(future.day, calendar))
                    .flatten();
            }
            let tomorrow = future.day.saturating_add(1.day());
            future.advance(day_begins(tomorrow, calendar)?, calendar);
        }
        None
    }
}

/// Says whether a day counts: its weekday is active and its date exists in the zone (K-12).
fn counts(day: Date, calendar: &Calendar) -> bool {
    calendar.active_days.contains(day.weekday()) && schedule::date_exists(day, &calendar.zone)
}

/// The first instant of a day.
pub fn day_begins(day: Date, calendar: &Calendar) -> Option<Timestamp> {
    let time = jiff::civil::Time::new(calendar.day_ends_at, 0, 0, 0).ok()?;
    let due = schedule::due(Slot { date: day, time }, &calendar.zone);
    // A date that the zone left out turns with the date after it.
    due.or_else(|| {
        calendar
            .zone
            .to_ambiguous_timestamp(day.to_datetime(time))
            .later()
            .ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> Calendar {
        Calendar {
            zone: jiff::tz::TimeZoneDatabase::bundled()
                .get("Europe/Berlin")
                .unwrap(),
            day_ends_at: 3,
            active_days: Weekdays::WEEKDAYS,
        }
    }

    /// Presses at local times of Berlin, starting from opting in at the first of them.
    fn press_all(times: &[&str]) -> (Streak, Vec<Outcome>) {
        let calendar = berlin();
        let rules = FreezeRules::default();
        let at = |time: &&str| {
            let local: jiff::civil::DateTime = time.parse().unwrap();
            local.to_zoned(calendar.zone.clone()).unwrap().timestamp()
        };
        let mut streak = Streak::enrol(at(&times[0]), &calendar, rules);
        let outcomes = times
            .iter()
            .map(|time| streak.press(at(time), None, &calendar, rules))
            .collect();
        (streak, outcomes)
    }

    #[test]
    fn one_credit_a_day_however_many_presses() {
        let (streak, outcomes) = press_all(&["2026-06-01T10:00", "2026-06-01T15:00"]);
        assert_eq!(outcomes, [Outcome::Credited, Outcome::Duplicate]);
        assert_eq!((streak.current, streak.total), (1, 1));
    }

    #[test]
    fn half_past_midnight_belongs_to_the_evening_before() {
        let (_, outcomes) =
            press_all(&["2026-06-02T00:30", "2026-06-02T02:59", "2026-06-02T03:00"]);
        assert_eq!(
            outcomes,
            [Outcome::Credited, Outcome::Duplicate, Outcome::Credited]
        );
    }

    #[test]
    fn weekends_neither_count_nor_break() {
        let (streak, outcomes) =
            press_all(&["2026-06-05T10:00", "2026-06-06T10:00", "2026-06-08T10:00"]);
        assert_eq!(
            outcomes,
            [Outcome::Credited, Outcome::RestDay, Outcome::Credited]
        );
        assert_eq!(streak.current, 2);
    }

    #[test]
    fn a_freeze_covers_the_first_missed_day_and_the_second_ends_the_run() {
        let (streak, _) = press_all(&["2026-06-01T10:00", "2026-06-03T10:00"]);
        assert_eq!((streak.current, streak.freezes), (2, 0));
        let (streak, _) = press_all(&["2026-06-01T10:00", "2026-06-04T10:00"]);
        assert_eq!((streak.current, streak.longest, streak.freezes), (1, 1, 0));
    }

    #[test]
    fn the_run_ends_when_the_day_after_the_last_freeze_is_over() {
        let (streak, _) = press_all(&["2026-06-01T10:00"]);
        let calendar = berlin();
        // Tuesday is frozen; Wednesday ends at three on Thursday morning, Berlin time.
        let break_at = streak.break_at(&calendar).unwrap();
        assert_eq!(break_at.to_string(), "2026-06-04T01:00:00Z");
        let mut later = streak.clone();
        later.advance(break_at.saturating_sub(1.second()).unwrap(), &calendar);
        assert_eq!(later.current, 1);
        later.advance(break_at, &calendar);
        assert_eq!(later.current, 0);
    }

    #[test]
    fn a_press_on_an_earlier_days_prompt_is_expired() {
        let (mut streak, _) = press_all(&["2026-06-01T10:00"]);
        let outcome = streak.press(
            "2026-06-02T08:00:00Z".parse().unwrap(),
            "2026-06-01T08:00:00Z".parse().ok(),
            &berlin(),
            FreezeRules::default(),
        );
        assert_eq!((outcome, streak.current), (Outcome::Expired, 1));
    }

    #[test]
    fn the_week_counts_what_was_due_and_what_is_to_come() {
        let (streak, _) = press_all(&["2026-06-01T10:00", "2026-06-02T10:00", "2026-06-04T10:00"]);
        assert_eq!(
            streak.week(&berlin()),
            Share {
                credited: 3,
                due: 5
            }
        );
        assert_eq!(
            streak.window(),
            Share {
                credited: 3,
                due: 4
            }
        );
    }

    #[test]
    fn a_part_timer_is_measured_by_their_own_days() {
        let calendar = Calendar {
            active_days: Weekdays::parse("tue,thu").unwrap(),
            ..berlin()
        };
        let rules = FreezeRules::default();
        let mut streak = Streak::enrol("2026-06-02T08:00:00Z".parse().unwrap(), &calendar, rules);
        streak.press(
            "2026-06-02T08:00:00Z".parse().unwrap(),
            None,
            &calendar,
            rules,
        );
        streak.press(
            "2026-06-04T08:00:00Z".parse().unwrap(),
            None,
            &calendar,
            rules,
        );
        assert_eq!(
            streak.week(&calendar),
            Share {
                credited: 2,
                due: 2
            }
        );
        assert_eq!(
            streak.next_due_day(&calendar).unwrap().to_string(),
            "2026-06-09"
        );
    }

    proptest::proptest! {
        /// I-4 and I-5 for random presses over two months.
        #[test]
        fn only_a_credit_raises_a_run_and_by_one(
            mut hours in proptest::collection::vec(0_i64..1_500, 1..80),
            day_ends_at in 0_i8..=6,
        ) {
            hours.sort_unstable();
            let calendar = Calendar { day_ends_at, ..berlin() };
            let rules = FreezeRules::default();
            let start = Timestamp::from_second(1_767_225_600).unwrap();
            let mut streak = Streak::enrol(start, &calendar, rules);
            let mut days = std::collections::BTreeSet::new();
            for hour in hours {
                let before = streak.clone();
                let outcome = streak.press(start + hour.hours(), None, &calendar, rules);
                proptest::prop_assert!(streak.day >= before.day);
                proptest::prop_assert!(streak.current <= streak.longest && streak.freezes <= rules.cap);
                if outcome == Outcome::Credited {
                    proptest::prop_assert!(days.insert(streak.day));
                    proptest::prop_assert!(streak.current <= before.current + 1);
                } else {
                    proptest::prop_assert!(streak.current <= before.current);
                }
            }
            proptest::prop_assert_eq!(usize::try_from(streak.total).unwrap(), days.len());
        }
    }
}
