//! Sets of times of day, as bits, so that a schedule of every second costs no more than one of noon.
//!
//! Knows no dates. Begin reading at [`TimesOfDay`].

use jiff::civil::Time;

/// Seconds of a day.
pub const DAY: i64 = 86_400;

/// Nominal times of day: minutes of each hour, and the seconds at which each of them is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimesOfDay {
    /// For each hour, bit `m` is minute `m`.
    minutes: [u64; 24],
    /// Bit `s` is second `s`, the same in every minute.
    seconds: u64,
}

impl TimesOfDay {
    /// Full minutes, in any order.
    pub fn of_minutes(times: impl IntoIterator<Item = Time>) -> Self {
        let mut minutes = [0; 24];
        for time in times {
            minutes[index(time.hour())] |= 1 << time.minute();
        }
        Self {
            minutes,
            seconds: 1,
        }
    }

    /// Each of these seconds in each of these minutes of each of these hours.
    pub fn of_sets(
        hours: impl IntoIterator<Item = u32>,
        minutes: impl IntoIterator<Item = u32>,
        seconds: impl IntoIterator<Item = u32>,
    ) -> Self {
        let bits = |set: &mut dyn Iterator<Item = u32>| set.fold(0, |bits, k| bits | 1_u64 << k);
        let in_hour = bits(&mut minutes.into_iter());
        let hours = bits(&mut hours.into_iter());
        Self {
            minutes: std::array::from_fn(|hour| if hours >> hour & 1 == 1 { in_hour } else { 0 }),
            seconds: bits(&mut seconds.into_iter()),
        }
    }

    /// How many there are.
    pub fn len(&self) -> u32 {
        let minutes: u32 = self
            .minutes
            .iter()
            .map(|minutes| minutes.count_ones())
            .sum();
        minutes * self.seconds.count_ones()
    }

    /// Says whether there is none, which no parsed set is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of them, ascending.
    pub fn all(&self) -> impl Iterator<Item = Time> + '_ {
        let mut from = Some(0);
        std::iter::from_fn(move || {
            let at = self.at_or_after(from?)?;
            from = Some(at + 1);
            Some(time(at))
        })
    }

    /// The first at `second` of the day or later, as a second of the day.
    pub fn at_or_after(&self, second: i64) -> Option<i64> {
        let (hour, minute, in_minute) = split(second)?;
        let later_seconds = self.seconds >> in_minute;
        if self.minutes[hour] >> minute & 1 == 1 && later_seconds != 0 {
            return Some(second + i64::from(later_seconds.trailing_zeros()));
        }
        let later_minutes = self.minutes[hour] & above(minute);
        let (hour, minutes) = (hour..24)
            .zip(std::iter::once(&later_minutes).chain(&self.minutes[hour + 1..]))
            .find(|(_, minutes)| **minutes != 0)?;
        let minute = i64::from(minutes.trailing_zeros());
        let hour = i64::try_from(hour).ok()?;
        Some((hour * 60 + minute) * 60 + i64::from(self.seconds.trailing_zeros()))
    }

    /// How many there are before `second` of the day.
    pub fn count_before(&self, second: i64) -> u32 {
        let Some((hour, minute, in_minute)) = split(second) else {
            return self.len();
        };
        let hours: u32 = self.minutes[..hour]
            .iter()
            .map(|minutes| minutes.count_ones())
            .sum();
        let minutes = (self.minutes[hour] & below(minute)).count_ones();
        let is_in = u32::try_from(self.minutes[hour] >> minute & 1).unwrap_or_default();
        let seconds = (self.seconds & below(in_minute)).count_ones();
        (hours + minutes) * self.seconds.count_ones() + is_in * seconds
    }
}

/// Hour, minute and second; `None` at the end of the day.
fn split(second: i64) -> Option<(usize, u32, u32)> {
    let second = u32::try_from(second).ok().filter(|_| second < DAY)?;
    let hour = usize::try_from(second / 3600).ok()?;
    Some((hour, second / 60 % 60, second % 60))
}

fn index(hour: i8) -> usize {
    usize::try_from(hour).unwrap_or_default()
}

/// The bits below bit `k`.
fn below(k: u32) -> u64 {
    (1 << k) - 1
}

/// The bits above bit `k`.
fn above(k: u32) -> u64 {
    !(below(k) | 1 << k)
}

/// A second of the day as a time.
pub fn time(second: i64) -> Time {
    let part = |value: i64| i8::try_from(value).unwrap_or_default();
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Time::new(part(hour), part(minute), part(second), 0).unwrap_or(Time::midnight())
}

/// `HH:MM`, or `HH:MM:SS` where seconds matter.
pub fn short(time: Time) -> String {
    if time.second() == 0 {
        format!("{:02}:{:02}", time.hour(), time.minute())
    } else {
        format!(
            "{:02}:{:02}:{:02}",
            time.hour(),
            time.minute(),
            time.second()
        )
    }
}

/// One time of day (S-20): `H:MM`, `HH:MM`, `1..12[:MM]am|pm`, `noon`, `midnight`.
pub(in crate::domain) fn parse_time(item: &str) -> Option<Time> {
    let item = item.to_ascii_lowercase();
    match item.as_str() {
        "noon" => return Time::new(12, 0, 0, 0).ok(),
        "midnight" => return Time::new(0, 0, 0, 0).ok(),
        _ => {}
    }
    let half_day = [("am", 0), ("pm", 12)]
        .into_iter()
        .find_map(|(suffix, shift)| Some((item.strip_suffix(suffix)?, shift)));
    match half_day {
        Some((clock, shift)) => {
            let (hour, minute) = clock.split_once(':').unwrap_or((clock, "00"));
            // Nobody writes `09am`.
            let hour = digits(hour, 1..=2).filter(|_| !hour.starts_with('0'))?;
            let hour = Some(hour).filter(|hour| (1..=12).contains(hour))?;
            Time::new(hour % 12 + shift, digits(minute, 2..=2)?, 0, 0).ok()
        }
        None => {
            let (hour, minute) = item.split_once(':')?;
            Time::new(digits(hour, 1..=2)?, digits(minute, 2..=2)?, 0, 0).ok()
        }
    }
}

/// A number of so many ASCII digits and nothing else.
fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<i8> {
    let plain = length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_without_hours_minutes_or_seconds_has_no_times() {
        let noon = TimesOfDay::of_sets([12], [0], [0]);
        assert_eq!((noon.len(), noon.is_empty()), (1, false));
        assert_eq!(noon, TimesOfDay::of_minutes([time(12 * 3600)]));
        for none in [
            TimesOfDay::of_sets([], [0], [0]),
            TimesOfDay::of_sets([12], [], [0]),
            TimesOfDay::of_minutes([]),
        ] {
            assert_eq!((none.len(), none.is_empty()), (0, true));
            assert_eq!(none.all().next(), None);
        }
        assert!(TimesOfDay::of_sets([12], [0], []).is_empty());
    }

    #[test]
    fn finding_and_counting_are_exact_to_the_second_and_at_the_end_of_the_day() {
        let times = TimesOfDay::of_sets([9, 23], [0, 30, 59], [0, 15, 59]);
        let mut all = Vec::new();
        for hour in [9, 23] {
            for minute in [0, 30, 59] {
                all.extend([0, 15, 59].map(|second| (hour * 60 + minute) * 60 + second));
            }
        }
        let half_past_nine = (9 * 60 + 30) * 60;
        let around = (half_past_nine - 60..half_past_nine + 120).chain(DAY - 120..=DAY);
        for from in around {
            let before = all.iter().filter(|at| **at < from).count();
            assert_eq!(times.at_or_after(from), all.get(before).copied(), "{from}");
            assert_eq!(
                usize::try_from(times.count_before(from)),
                Ok(before),
                "{from}"
            );
        }
    }

    proptest::proptest! {
        /// The bits say what a walk through every second of the day says.
        #[test]
        fn bits_agree_with_a_walk_through_the_day(
            hours in proptest::collection::btree_set(0_u32..24, 1..4),
            minutes in proptest::collection::btree_set(0_u32..60, 1..4),
            seconds in proptest::collection::btree_set(0_u32..60, 1..4),
            from in 0_i64..=DAY,
        ) {
            let times = TimesOfDay::of_sets(hours.clone(), minutes.clone(), seconds.clone());
            let is_in = |at: i64| {
                let at = u32::try_from(at).unwrap();
                hours.contains(&(at / 3600))
                    && minutes.contains(&(at / 60 % 60))
                    && seconds.contains(&(at % 60))
            };
            let all: Vec<i64> = (0..DAY).filter(|at| is_in(*at)).collect();
            let before = all.iter().filter(|at| **at < from).count();
            proptest::prop_assert_eq!(times.at_or_after(from), all.get(before).copied());
            proptest::prop_assert_eq!(usize::try_from(times.count_before(from)), Ok(before));
            proptest::prop_assert_eq!(usize::try_from(times.len()), Ok(all.len()));
            proptest::prop_assert!(times.all().eq(all.iter().map(|at| time(*at))));
        }
    }
}
