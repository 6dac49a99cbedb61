//! The numbers of a streak: what a press and a day that goes by do to them.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::calendar::{Calendar, day_at, day_begins};
use super::outcome::{Outcome, Share};

/// Days that the maps of a streak remember (P-2).
pub const REMEMBERED_DAYS: u32 = 64;
/// Days of the consistency window before today (L-2).
const WINDOW_DAYS: u32 = 30;
/// So many days lie between two excuses (K-52).
const EXCUSE_EVERY_DAYS: i32 = 28;

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
    /// The day of enrolment, neither due nor missed if it is not credited (K-24); `None` while the
    /// member has not opted in, when no day is due.
    pub enrol_day: Option<Date>,
    /// The day of the last excuse (K-52).
    pub last_excuse: Option<Date>,
    /// Bit k: day `day - 1 - k` was credited.
    pub credited_bits: u64,
    /// Bit k: day `day - 1 - k` counted (credited, missed or frozen).
    pub due_bits: u64,
    /// When the run reached its present length (L-3).
    pub current_since: Option<Timestamp>,
}

/// What a credit changes beside its day and the numbers that it raises by one: kept for a minute, so that it can be taken
/// back (K-25).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BeforeCredit {
    /// The longest run.
    pub longest: u32,
    /// Freezes held.
    pub freezes: u32,
    /// When the run reached its length.
    pub current_since: Option<Timestamp>,
}

impl Streak {
    /// The state before opting in (K-1).
    pub fn new(day: Date, rules: FreezeRules) -> Self {
        Self {
            day,
            credited_today: false,
            current: 0,
            longest: 0,
            total: 0,
            freezes: rules.start,
            enrol_day: None,
            last_excuse: None,
            credited_bits: 0,
            due_bits: 0,
            current_since: None,
        }
    }

    /// The state at the first opting in (K-60).
    pub fn enrol(at: Timestamp, calendar: &Calendar, rules: FreezeRules) -> Self {
        let mut streak = Self::new(day_at(at, calendar), rules);
        streak.opt_in();
        streak
    }

    /// Begins a run at 0; the longest run and the freezes are kept, and so is a credit made today (K-60).
    pub fn opt_in(&mut self) {
        self.break_run();
        self.enrol_day = Some(self.day);
    }

    /// Ends the run; no day is due from here on (K-61).
    pub fn opt_out(&mut self) {
        self.break_run();
        self.enrol_day = None;
    }

    /// Forgets everything but the day, which never decreases (K-62).
    pub fn erase(&mut self, rules: FreezeRules) {
        *self = Self::new(self.day, rules);
    }

    /// Lets the days up to `at` go by (K-23, K-31). An earlier instant changes nothing (K-11).
    ///
    /// Only a run has anything to lose: once there is none, what lies further back than the maps
    /// remember is not looked at day by day (P-2).
    pub fn advance(&mut self, at: Timestamp, calendar: &Calendar) {
        self.advance_to(day_at(at, calendar), calendar);
    }

    /// Lets the present day go by, whatever the time.
    pub(super) fn advance_one_day(&mut self, calendar: &Calendar) {
        self.advance_to(self.day.saturating_add(1.day()), calendar);
    }

    /// Whether a day behind was credited, and whether it counted; `None` for a day that is not remembered.
    pub(super) fn was(&self, day: Date) -> Option<(bool, bool)> {
        let ago = u32::try_from((self.day - day).get_days()).ok()?;
        let bit = 1_u64.checked_shl(ago.checked_sub(1)?)?;
        Some((self.credited_bits & bit != 0, self.due_bits & bit != 0))
    }

    pub(super) fn advance_to(&mut self, today: Date, calendar: &Calendar) {
        let remembered = today.saturating_sub(i64::from(REMEMBERED_DAYS).days());
        while self.day < today {
            if self.current == 0 && self.day < remembered {
                self.credited_bits = 0;
                self.due_bits = 0;
                self.credited_today = false;
                self.day = remembered;
            }
            let missed = self.would_be_missed(calendar);
            if missed && self.current > 0 {
                match self.freezes.checked_sub(1) {
                    Some(left) => self.freezes = left,
                    None => self.break_run(),
                }
            }
            self.turn_day(missed);
        }
    }

    /// The days from the present one on and before `today` that would be missed, and are of a kind; no further back than the
    /// maps remember.
    pub fn uncredited_days(
        &self,
        today: Date,
        calendar: &Calendar,
        is_kind: impl Fn(Date) -> bool,
    ) -> Vec<Date> {
        let remembered = today.saturating_sub(i64::from(REMEMBERED_DAYS).days());
        let enrolled = self.enrol_day.filter(|_| self.day < today);
        let Some(enrol_day) = enrolled else {
            return Vec::new();
        };
        let first = self.day.max(remembered);
        first
            .series(1.day())
            .take_while(|day| *day < today)
            .filter(|day| !(self.credited_today && *day == self.day) && *day != enrol_day)
            .filter(|day| calendar.counts(*day) && is_kind(*day))
            .collect()
    }

    /// Goes on to the next day; `due` says whether today counted though it is not credited.
    fn turn_day(&mut self, due: bool) {
        let credited = u64::from(self.credited_today);
        self.credited_bits = self.credited_bits << 1 | credited;
        self.due_bits = self.due_bits << 1 | credited | u64::from(due);
        self.credited_today = false;
        self.day = self.day.saturating_add(1.day());
    }

    /// Says whether today, were it over, would be missed or frozen (K-23, K-24).
    fn would_be_missed(&self, calendar: &Calendar) -> bool {
        self.enrol_day
            .is_some_and(|enrol_day| enrol_day != self.day)
            && !self.credited_today
            && calendar.counts(self.day)
    }

    /// Takes a new zone or day end at `at` (K-50). A day that the new clock has not reached again stays
    /// (K-51). Days that it has cut short are excused once in a while, so that nobody loses a run by
    /// travelling; they are never credited (K-52).
    pub fn change_clock(&mut self, at: Timestamp, before: &Calendar, after: &Calendar) {
        self.advance(at, before);
        let today = day_at(at, after);
        if self.may_be_excused() {
            let mut excused = self.clone();
            let mut any_missed = false;
            while excused.day < today {
                any_missed |= excused.would_be_missed(after);
                excused.turn_day(false);
            }
            if any_missed {
                excused.last_excuse = Some(self.day);
                *self = excused;
            }
        }
        self.advance_to(today, after);
    }

    fn may_be_excused(&self) -> bool {
        let long_ago = |last: Date| (self.day - last).get_days() >= EXCUSE_EVERY_DAYS;
        self.current > 0 && self.last_excuse.is_none_or(long_ago)
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
        if self.enrol_day.is_none() {
            return Outcome::NotOptedIn;
        }
        let today = day_at(at, calendar);
        if prompted_at.is_some_and(|prompted_at| day_at(prompted_at, calendar) < today) {
            return Outcome::Expired;
        }
        if self.credited_today {
            return Outcome::Duplicate;
        }
        if calendar.is_paused(self.day) {
            return Outcome::Paused;
        }
        if !calendar.counts(self.day) {
            return Outcome::RestDay;
        }
        self.credit(at, rules);
        Outcome::Credited
    }

    /// Credits a day that was judged before, unless it has its credit (K-4).
    pub(super) fn credit_on(
        &mut self,
        day: Date,
        at: Timestamp,
        calendar: &Calendar,
        rules: FreezeRules,
    ) {
        self.advance_to(day, calendar);
        if !self.credited_today {
            self.credit(at, rules);
        }
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

    /// What a credit now would change.
    pub fn before_credit(&self) -> BeforeCredit {
        BeforeCredit {
            longest: self.longest,
            freezes: self.freezes,
            current_since: self.current_since,
        }
    }

    /// Takes the credit of the present day back, as if it had never been (K-25). `false`, and nothing is done, if the day
    /// has none.
    pub fn take_back(&mut self, before: BeforeCredit) -> bool {
        if !self.credited_today {
            return false;
        }
        self.credited_today = false;
        self.current = self.current.saturating_sub(1);
        self.total = self.total.saturating_sub(1);
        self.longest = before.longest;
        self.freezes = before.freezes;
        self.current_since = before.current_since;
        true
    }

    /// Ends the present run (K-23).
    fn break_run(&mut self) {
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
        calendar.counts(self.day)
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
            .filter(|k| calendar.counts(self.day.saturating_add(i64::from(*k).days())))
            .count();
        let today_counts_already = u32::from(self.credited_today);
        let coming = u32::try_from(coming).unwrap_or_default();
        let today_is_active = u32::from(self.is_due(calendar));
        Share {
            credited: past.credited,
            due: past.due + coming - today_counts_already.min(today_is_active),
        }
    }

    /// Credits of seven days from a day on, among those that counted, as far back as is remembered. The present day counts
    /// once it is credited; no day to come does.
    pub fn week_from(&self, monday: Date) -> Share {
        let days = monday.series(1.day()).take(7);
        days.fold(Share::default(), |sum, day| {
            let (credited, due) = if day == self.day {
                (self.credited_today, self.credited_today)
            } else {
                self.was(day).unwrap_or_default()
            };
            Share {
                credited: sum.credited + u32::from(credited),
                due: sum.due + u32::from(due),
            }
        })
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

    /// The next days that count and have no credit yet, today among them, in order; as many as are taken.
    pub fn due_days(&self, calendar: &Calendar) -> impl Iterator<Item = Date> {
        let first = self
            .day
            .saturating_add(i64::from(self.credited_today).days());
        first.series(1.day()).filter(|day| calendar.counts(*day))
    }

    /// The instant at which the run ends if nothing more is pressed (P-3), or `None` if there is
    /// no run.
    pub fn break_at(&self, calendar: &Calendar) -> Option<Timestamp> {
        if self.current == 0 {
            return None;
        }
        let mut future = self.clone();
        // Each freeze outlasts one active day, and there is an active day each week once the pauses
        // and the neutral days that are known are over.
        let clear = calendar.last_exception().max(Some(self.day))?;
        let last = clear.saturating_add((7 * (i64::from(self.freezes) + 2)).days());
        while future.current > 0 {
            if future.day >= last {
                return None;
            }
            future.advance_to(future.day.saturating_add(1.day()), calendar);
        }
        day_begins(future.day, calendar)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::weekdays::Weekdays;

    fn berlin() -> Calendar {
        let zone = jiff::tz::TimeZoneDatabase::bundled().get("Europe/Berlin");
        Calendar::new(zone.unwrap(), 3, Weekdays::WEEKDAYS)
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
    fn a_gap_of_thousands_of_years_is_not_looked_at_day_by_day() {
        let (streak, _) = press_all(&["2026-06-01T10:00"]);
        let calendar = berlin();
        let (last, far) = ("9998-03-05T12:00:00Z", "9998-03-02T12:00:00Z");
        for _ in 0..500 {
            let mut later = streak.clone();
            later.advance(last.parse().unwrap(), &calendar);
            let mut in_two_steps = streak.clone();
            in_two_steps.advance(far.parse().unwrap(), &calendar);
            in_two_steps.advance(last.parse().unwrap(), &calendar);
            assert_eq!(later, in_two_steps);
            assert_eq!((later.current, later.freezes), (0, 0));
            assert_eq!((later.credited_bits, later.window().due), (0, 22));
        }
    }

    #[test]
    fn a_new_clock_settles_by_the_old_one_what_is_over_already() {
        let (mut streak, _) = press_all(&["2026-06-01T10:00"]);
        let earlier = Calendar::new(berlin().zone, 0, Weekdays::WEEKDAYS);
        // Tuesday is over: it costs the freeze. Wednesday is cut short by the new day end, and excused.
        let at = "2026-06-04T00:30:00Z".parse().unwrap();
        streak.change_clock(at, &berlin(), &earlier);
        assert_eq!((streak.current, streak.freezes), (1, 0));
        assert_eq!(streak.day.to_string(), "2026-06-04");
        assert_eq!(streak.last_excuse, Some(jiff::civil::date(2026, 6, 3)));
    }

    #[test]
    fn a_run_outlasts_its_pauses() {
        let (streak, _) = press_all(&["2026-06-01T10:00"]);
        let mut calendar = berlin();
        let date = |month, day| jiff::civil::date(2026, month, day);
        assert_eq!(calendar.pause(date(6, 1), date(6, 3), date(7, 31)), Ok(()));
        // Tuesday is frozen; the Monday after the pause is over at three on Tuesday morning.
        let break_at = streak.break_at(&calendar).unwrap();
        assert_eq!(break_at.to_string(), "2026-08-04T01:00:00Z");
    }

    #[test]
    fn a_run_of_one_day_a_week_lasts_another_week_for_each_freeze() {
        let mondays = Weekdays::parse("mon").unwrap();
        let calendar = Calendar::new(berlin().zone, 3, mondays);
        for (freezes, ends) in [(0, 9), (1, 16), (2, 23), (3, 30)] {
            let (mut streak, _) = press_all(&["2026-06-01T10:00"]);
            streak.freezes = freezes;
            // At three on the Tuesday after the first Monday that no freeze is left for.
            let break_at = streak.break_at(&calendar).unwrap();
            assert_eq!(break_at.to_string(), format!("2026-06-{ends:02}T01:00:00Z"));
        }
    }

    #[test]
    fn no_day_is_due_between_opting_out_and_opting_in() {
        let (mut streak, _) = press_all(&["2026-06-01T10:00", "2026-06-02T10:00"]);
        let calendar = berlin();
        streak.opt_out();
        streak.advance("2026-06-11T10:00:00Z".parse().unwrap(), &calendar);
        streak.opt_in();
        assert_eq!((streak.current, streak.longest, streak.freezes), (0, 2, 1));
        assert_eq!(
            streak.window(),
            Share {
                credited: 2,
                due: 2
            }
        );
    }

    #[test]
    fn the_last_credit_is_remembered_for_sixty_four_days() {
        let (streak, _) = press_all(&["2026-06-01T10:00", "2026-06-02T10:00"]);
        let mut left = streak.clone();
        left.opt_out();
        let second = Some(jiff::civil::date(2026, 6, 2));
        // Whether the run was lost on the way or given up at once.
        for streak in [streak, left] {
            let last_credit = |day: &str| {
                let mut later = streak.clone();
                later.advance(format!("{day}T10:00:00Z").parse().unwrap(), &berlin());
                later.last_credit()
            };
            for day in ["2026-06-02", "2026-06-03", "2026-06-04", "2026-08-05"] {
                assert_eq!(last_credit(day), second, "{day}");
            }
            assert_eq!(last_credit("2026-08-06"), None);
        }
        assert_eq!(
            Streak::new(Date::MIN, FreezeRules::default()).last_credit(),
            None
        );
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
    fn the_week_has_as_many_days_whenever_one_looks_and_begins_anew_on_monday() {
        let (streak, _) = press_all(&["2026-06-01T10:00"]);
        for (day, credited) in [
            (1, 1),
            (2, 1),
            (3, 1),
            (4, 1),
            (5, 1),
            (6, 1),
            (7, 1),
            (8, 0),
        ] {
            let mut later = streak.clone();
            let at = format!("2026-06-{day:02}T10:00:00Z");
            later.advance(at.parse().unwrap(), &berlin());
            assert_eq!(later.week(&berlin()), Share { credited, due: 5 }, "{at}");
        }
    }

    #[test]
    fn a_week_that_is_over_is_remembered_day_by_day() {
        let (streak, _) = press_all(&["2026-06-01T10:00", "2026-06-02T10:00", "2026-06-08T10:00"]);
        let week = |day| streak.week_from(jiff::civil::date(2026, 6, day));
        assert_eq!((week(1).credited, week(1).due), (2, 5));
        assert_eq!((week(8).credited, week(8).due), (1, 1));
        assert_eq!(week(15), Share::default());
    }

    #[test]
    fn a_credit_of_a_day_that_became_a_holiday_afterwards_stays_in_the_week() {
        let (streak, _) = press_all(&["2026-06-01T10:00"]);
        let five = Share {
            credited: 1,
            due: 5,
        };
        assert!(streak.is_due(&berlin()));
        assert_eq!(streak.week(&berlin()), five);
        let with_holiday = berlin().with_neutral_days([jiff::civil::date(2026, 6, 1)]);
        assert!(!streak.is_due(&with_holiday));
        assert_eq!(streak.week(&with_holiday), five);
    }

    #[test]
    fn a_part_timer_is_measured_by_their_own_days() {
        let days = Weekdays::parse("tue,thu").unwrap();
        let calendar = Calendar::new(berlin().zone, 3, days);
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
            streak.due_days(&calendar).next().unwrap().to_string(),
            "2026-06-09"
        );
    }

    proptest::proptest! {
        /// K-25: whatever came before, what was taken back has never been.
        #[test]
        fn a_credit_taken_back_leaves_no_trace(
            mut hours in proptest::collection::vec(0_i64..1_500, 1..60),
            earn_every in 0_u32..4,
        ) {
            hours.sort_unstable();
            let calendar = berlin();
            let rules = FreezeRules { earn_every, ..FreezeRules::default() };
            let start = Timestamp::from_second(1_767_225_600).unwrap();
            let mut streak = Streak::enrol(start, &calendar, rules);
            for hour in hours {
                let at = start + hour.hours();
                streak.advance(at, &calendar);
                let untouched = streak.clone();
                let before = streak.before_credit();
                let outcome = streak.press(at, None, &calendar, rules);
                let mut taken_back = streak.clone();
                let was_credited = outcome == Outcome::Credited;
                if was_credited {
                    proptest::prop_assert!(taken_back.take_back(before));
                    proptest::prop_assert_eq!(&taken_back, &untouched);
                    proptest::prop_assert!(!taken_back.take_back(before));
                }
            }
        }

        /// I-4 and I-5 for random presses over two months.
        #[test]
        fn only_a_credit_raises_a_run_and_by_one(
            mut hours in proptest::collection::vec(0_i64..1_500, 1..80),
            day_ends_at in 0_i8..=6,
        ) {
            hours.sort_unstable();
            let calendar = Calendar::new(berlin().zone, day_ends_at, Weekdays::WEEKDAYS);
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
