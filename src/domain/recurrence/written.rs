//! A recurrence as the words that it could have been written in, so that a part of it can be changed; and half of
//! one, for who has too much of it.
//!
//! Begin reading at [`Recurrence::written`].

use super::{Dates, Form, Recurrence, TimesOfDay, short};
use crate::domain::weekdays::Weekdays;

/// The parts of a recurrence (S-10, S-20, S-21); those of another form are `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// A list of times.
    pub times: Option<String>,
    /// An interval.
    pub every: Option<String>,
    /// The span of the day that goes with it.
    pub between: Option<String>,
    /// A cron expression.
    pub cron: Option<String>,
    /// Weekdays, which a cron expression names itself.
    pub days: Option<String>,
}

impl Recurrence {
    /// Its parts in words, which [`Recurrence::parse`], [`Recurrence::every`] and [`Recurrence::cron`] read back.
    ///
    /// ```
    /// use unhunch::domain::recurrence::Recurrence;
    /// let written = Recurrence::every("90m", "9am-5pm", Some("weekdays")).unwrap().written();
    /// assert_eq!(written.between.as_deref(), Some("09:00-17:00"));
    /// ```
    pub fn written(&self) -> Written {
        let days = Some(self.dates.weekdays().to_string());
        match &self.form {
            Form::Times => Written {
                times: Some(self.times.all().map(short).collect::<Vec<_>>().join(",")),
                days,
                ..Written::default()
            },
            Form::Every {
                minutes,
                from,
                until,
            } => Written {
                every: Some(format!("{minutes}m")),
                between: Some(format!("{}-{}", short(*from), short(*until))),
                days,
                ..Written::default()
            },
            Form::Cron(text) => Written {
                cron: Some(text.clone()),
                ..Written::default()
            },
        }
    }

    /// Half of it: every other time of the day, beginning with the first; where there is one time only, every other
    /// of its weekdays. `None` if it comes once a week, or is an expression.
    pub fn fewer(&self) -> Option<Self> {
        let mut fewer = Self {
            times: self.times.clone(),
            dates: self.dates.clone(),
            form: Form::Times,
        };
        if matches!(self.form, Form::Cron(_)) {
            return None;
        }
        if self.times.len() > 1 {
            fewer.times = TimesOfDay::of_minutes(self.times.all().step_by(2));
            return Some(fewer);
        }
        let days = self.dates.weekdays();
        if days.len() < 2 {
            return None;
        }
        let kept = (0..7).filter(|day| days.bits() >> day & 1 == 1).step_by(2);
        let kept = Weekdays::from_bits(kept.map(|day| 1 << day).sum())?;
        fewer.dates = Dates::on(kept);
        Some(fewer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fewer(times: &str, days: &str) -> Option<String> {
        let recurrence = Recurrence::parse(times, Some(days)).unwrap();
        recurrence.fewer().map(|fewer| fewer.to_string())
    }

    #[test]
    fn half_of_the_times_is_every_other_one_and_then_half_of_the_days() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            fewer("9:00,11:00,14:00,16:00", "mon-fri"),
            some("09:00,14:00 mon,tue,wed,thu,fri")
        );
        assert_eq!(fewer("9:00,14:00", "mon"), some("09:00 mon"));
        assert_eq!(fewer("9:00", "mon-fri"), some("09:00 mon,wed,fri"));
        assert_eq!(fewer("9:00", "mon,wed,fri"), some("09:00 mon,fri"));
        assert_eq!(fewer("9:00", "sat,sun"), some("09:00 sat"));
        assert_eq!(fewer("9:00", "sun"), None);
        let every = Recurrence::every("2h", "9:00-17:00", None).unwrap();
        assert_eq!(
            every.fewer().unwrap().to_string(),
            "09:00,13:00,17:00 mon,tue,wed,thu,fri,sat,sun"
        );
        assert_eq!(Recurrence::cron("0 9 * * *").unwrap().fewer(), None);
    }

    proptest::proptest! {
        /// Whoever takes fewer again and again ends with one time a week, and each has about half of the one before.
        #[test]
        fn half_and_half_again_comes_to_an_end(
            times in proptest::collection::btree_set(0_u32..24, 1..8),
            days in 1_i64..128,
        ) {
            let times: Vec<_> = times.iter().map(|hour| format!("{hour}:00")).collect();
            let days = Weekdays::from_bits(days).unwrap().to_string();
            let mut recurrence = Recurrence::parse(&times.join(","), Some(&days)).unwrap();
            let a_week = |one: &Recurrence| one.times().len() * one.dates().weekdays().len();
            while let Some(fewer) = recurrence.fewer() {
                proptest::prop_assert!(a_week(&fewer) < a_week(&recurrence));
                proptest::prop_assert!(a_week(&fewer) * 2 >= a_week(&recurrence));
                recurrence = fewer;
            }
            proptest::prop_assert_eq!(a_week(&recurrence), 1);
        }

        /// What is written is what was meant.
        #[test]
        fn what_is_written_is_read_back(
            hours in proptest::collection::btree_set(0_u32..24, 1..5), days in 1_i64..128,
        ) {
            let times: Vec<_> = hours.iter().map(|hour| format!("{hour}:30")).collect();
            let days = Weekdays::from_bits(days).unwrap().to_string();
            let recurrence = Recurrence::parse(&times.join(","), Some(&days)).unwrap();
            let written = recurrence.written();
            let again = Recurrence::parse(&written.times.unwrap(), written.days.as_deref());
            proptest::prop_assert_eq!(again, Ok(recurrence));
        }
    }
}
