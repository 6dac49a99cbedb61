//! Where there are freezes, and what they kept.
//!
//! How they are spent and earned is in [`super::state`]. Begin reading at [`Streak::frozen_days`].

use jiff::ToSpan;
use jiff::civil::Date;

use super::state::{FreezeRules, REMEMBERED_DAYS, Streak};

impl FreezeRules {
    /// Says whether anybody gets a freeze by these rules.
    pub const fn give_any(self) -> bool {
        self.cap > 0 && (self.start > 0 || self.earn_every > 0)
    }
}

impl Streak {
    /// The days of the present run that a freeze kept, in order, as far back as a streak remembers (K-31).
    pub fn frozen_days(&self) -> Vec<Date> {
        let mut to_come = self.current - u32::from(self.credited_today).min(self.current);
        let mut frozen = Vec::new();
        for ago in 1..=i64::from(REMEMBERED_DAYS) {
            if to_come == 0 {
                break;
            }
            let day = self.day.saturating_sub(ago.days());
            match self.was(day) {
                Some((true, _)) => to_come -= 1,
                Some((false, true)) => frozen.push(day),
                _ => {}
            }
        }
        frozen.reverse();
        frozen
    }

    /// Those of them since the last credit before the present day.
    pub fn frozen_lately(&self) -> Vec<Date> {
        let days_since = self.credited_bits.trailing_zeros();
        let last = self.day.saturating_sub((i64::from(days_since) + 1).days());
        let mut frozen = self.frozen_days();
        frozen.retain(|day| *day > last);
        frozen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::streak::Calendar;
    use crate::domain::weekdays::Weekdays;

    fn june(day: i8) -> Date {
        jiff::civil::date(2026, 6, day)
    }

    /// Presses at noon on these days of June, from opting in on the first; as of noon on `today`.
    fn pressed_on(days: &[i8], today: i8) -> Streak {
        let calendar = Calendar::new(jiff::tz::TimeZone::UTC, 3, Weekdays::DAILY);
        let rules = FreezeRules {
            start: 2,
            ..FreezeRules::default()
        };
        let noon = |day: i8| {
            let noon = june(day).at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
            noon.unwrap().timestamp()
        };
        let mut streak = Streak::enrol(noon(1), &calendar, rules);
        for day in days {
            streak.press(noon(*day), None, &calendar, rules);
        }
        streak.advance(noon(today), &calendar);
        streak
    }

    #[test]
    fn days_that_a_freeze_kept_are_those_of_the_present_run() {
        let kept = |days: &[i8], today| pressed_on(days, today).frozen_days();
        assert_eq!(kept(&[1], 2), []);
        assert_eq!(kept(&[1], 3), [june(2)]);
        assert_eq!(kept(&[1, 3], 5), [june(2), june(4)]);
        assert_eq!(kept(&[1, 3, 5], 5), [june(2), june(4)]);
        // The run is over, and with it what freezes did for it.
        assert_eq!(kept(&[1], 5), []);
        assert_eq!(kept(&[1, 5], 5), []);
        assert_eq!(kept(&[], 5), []);
    }

    #[test]
    fn since_the_last_credit_are_those_before_the_present_day() {
        let lately = |days: &[i8], today| pressed_on(days, today).frozen_lately();
        assert_eq!(lately(&[1, 3], 4), []);
        assert_eq!(lately(&[1, 3], 5), [june(4)]);
        assert_eq!(lately(&[1, 3, 5], 5), [june(4)]);
        assert_eq!(lately(&[1, 3, 5, 6], 6), []);
    }

    #[test]
    fn rules_that_give_nobody_a_freeze_are_told_from_those_that_do() {
        let usual = FreezeRules::default();
        assert!(usual.give_any());
        assert!(FreezeRules { start: 0, ..usual }.give_any());
        let (start, cap, earn_every) = (0, 0, 0);
        let none = FreezeRules {
            start,
            cap,
            earn_every,
        };
        assert!(!none.give_any());
    }
}
