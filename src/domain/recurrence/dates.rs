//! Sets of dates: weekdays, days of the month, months and years, looked through a month at a time.
//!
//! Knows no times of day. Begin reading at [`Dates`].

use jiff::civil::{Date, Weekday};

use crate::domain::weekdays::Weekdays;

/// Bits 1 to 31.
const EVERY_DAY: u32 = 0xffff_fffe;
/// Bits 1 to 12.
const EVERY_MONTH: u16 = 0x1ffe;

/// The dates on which something recurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    weekdays: Weekdays,
    /// Bit `d` is day `d` of the month.
    days: u32,
    /// Bit `m` is month `m`.
    months: u16,
    /// Ascending; `None` is every year.
    years: Option<Vec<i16>>,
    /// A date is in if its weekday or its day of the month is, rather than both (S-15).
    either: bool,
}

impl Dates {
    /// Certain weekdays of every week.
    pub fn on(weekdays: Weekdays) -> Self {
        Self {
            weekdays,
            days: EVERY_DAY,
            months: EVERY_MONTH,
            years: None,
            either: false,
        }
    }

    /// Only these days of the month (1 to 31); other days are left out.
    pub(super) fn on_days(mut self, days: impl IntoIterator<Item = u32>) -> Self {
        self.days = days.into_iter().fold(0, |bits, day| bits | 1 << day);
        self
    }

    /// Only these months (1 to 12).
    pub(super) fn in_months(mut self, months: impl IntoIterator<Item = u32>) -> Self {
        self.months = months.into_iter().fold(0, |bits, month| bits | 1 << month);
        self
    }

    /// Only these years.
    pub(super) fn in_years(mut self, years: impl IntoIterator<Item = u32>) -> Self {
        let years = years
            .into_iter()
            .filter_map(|year| i16::try_from(year).ok());
        self.years = Some(years.collect());
        self
    }

    /// Either the weekday or the day of the month is enough (S-15).
    pub(super) fn either(mut self) -> Self {
        self.either = true;
        self
    }

    /// The weekdays; all seven if they do not matter.
    pub fn weekdays(&self) -> Weekdays {
        self.weekdays
    }

    /// Says whether a weekday or a day of the month is enough.
    pub fn is_either(&self) -> bool {
        self.either
    }

    /// The days of the month; `None` if they do not matter.
    pub fn days_of_month(&self) -> Option<Vec<u32>> {
        let days = (1..=31).filter(|day| self.days >> day & 1 == 1);
        (self.days != EVERY_DAY).then(|| days.collect())
    }

    /// The months; `None` if they do not matter.
    pub fn months(&self) -> Option<Vec<u32>> {
        let months = (1..=12).filter(|month| self.months >> month & 1 == 1);
        (self.months != EVERY_MONTH).then(|| months.collect())
    }

    /// The years; `None` if they do not matter.
    pub fn years(&self) -> Option<&[i16]> {
        self.years.as_deref()
    }

    /// The first of them that is `date` or later, and not after `last`.
    pub fn at_or_after(&self, date: Date, last: Date) -> Option<Date> {
        let mut month = date.first_of_month();
        let mut bits = self.in_month(month) >> date.day() << date.day();
        loop {
            if bits != 0 {
                let day = i8::try_from(bits.trailing_zeros()).ok()?;
                let found = Date::new(month.year(), month.month(), day).ok()?;
                return (found <= last).then_some(found);
            }
            month = self.next_month(month)?;
            if month > last {
                return None;
            }
            bits = self.in_month(month);
        }
    }

    /// How many of them are `from` or later, and before `until`.
    pub fn count(&self, from: Date, until: Date) -> u32 {
        let mut n = 0;
        let mut month = from.first_of_month();
        while month < until {
            let mut bits = self.in_month(month);
            if month < from {
                bits = bits >> from.day() << from.day();
            }
            if until.first_of_month() == month {
                bits &= (1 << until.day()) - 1;
            }
            n += bits.count_ones();
            let Some(next) = following_month(month) else {
                break;
            };
            month = next;
        }
        n
    }

    /// The days of a month that are in, as bits 1 to 31.
    fn in_month(&self, first: Date) -> u32 {
        let is_year_in = |years: &Vec<i16>| years.binary_search(&first.year()).is_ok();
        let is_in =
            self.months >> first.month() & 1 == 1 && self.years.as_ref().is_none_or(is_year_in);
        if !is_in {
            return 0;
        }
        let existing = (1_u64 << (first.days_in_month() + 1)) - 2;
        let weekdays = self.weekday_bits(first.weekday());
        let days = u64::from(self.days);
        let chosen = if self.either {
            weekdays | days
        } else {
            weekdays & days
        };
        u32::try_from(chosen & existing).unwrap_or_default()
    }

    /// The weekdays as bits of a month that begins on `first`, from bit 1.
    fn weekday_bits(&self, first: Weekday) -> u64 {
        let week = u64::try_from(self.weekdays.bits()).unwrap_or_default();
        let first = first.to_monday_zero_offset();
        let week = (week >> first | week << (7 - first)) & 0x7f;
        let five_weeks = week | week << 7 | week << 14 | week << 21 | week << 28;
        five_weeks << 1
    }

    /// The first of the next month in which there may be any.
    fn next_month(&self, month: Date) -> Option<Date> {
        let next = following_month(month)?;
        let later = self.months >> next.month();
        if later == 0 {
            return self.next_month(Date::new(next.year(), 12, 1).ok()?);
        }
        let ahead = i8::try_from(later.trailing_zeros()).ok()?;
        Date::new(next.year(), next.month() + ahead, 1).ok()
    }
}

fn following_month(month: Date) -> Option<Date> {
    match month.month() {
        12 => Date::new(month.year().checked_add(1)?, 1, 1).ok(),
        number => Date::new(month.year(), number + 1, 1).ok(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;

    const LAST: Date = Date::constant(2100, 1, 1);

    #[test]
    fn a_leap_day_is_found_across_the_years() {
        let leap = Dates::on(Weekdays::DAILY).on_days([29]).in_months([2]);
        assert_eq!(
            leap.at_or_after(date(2026, 3, 1), LAST),
            Some(date(2028, 2, 29))
        );
        assert_eq!(leap.at_or_after(date(2096, 3, 1), LAST), None);
        assert_eq!(leap.count(date(1970, 1, 1), LAST), 32);
    }

    #[test]
    fn a_date_that_no_year_has_is_not_found() {
        let never = Dates::on(Weekdays::DAILY).on_days([30, 31]).in_months([2]);
        assert_eq!(never.at_or_after(date(1970, 1, 1), LAST), None);
        assert_eq!(never.count(date(1970, 1, 1), LAST), 0);
    }

    #[test]
    fn a_search_reaches_its_last_day_even_if_a_month_begins_with_it() {
        let first_days = Dates::on(Weekdays::DAILY).on_days([1]);
        let (june, july) = (date(2026, 6, 15), date(2026, 7, 1));
        assert_eq!(first_days.at_or_after(june, july), Some(july));
        assert_eq!(first_days.at_or_after(july, july), Some(july));
        assert_eq!(first_days.at_or_after(june, date(2026, 6, 30)), None);
        assert_eq!(first_days.count(june, july), 0);
        assert_eq!(first_days.count(june, date(2026, 7, 2)), 1);
    }

    proptest::proptest! {
        /// Months of bits say what a walk through the calendar says.
        #[test]
        fn months_of_bits_agree_with_a_walk_through_the_calendar(
            weekdays in 1_i64..128,
            days in proptest::collection::btree_set(1_u32..32, 1..31),
            months in proptest::collection::btree_set(1_u32..13, 1..12),
            years in proptest::option::of(proptest::collection::btree_set(2024_u32..2032, 1..4)),
            is_either: bool,
            start in 0_i32..1500,
            length in 0_i32..1500,
        ) {
            let weekdays = Weekdays::from_bits(weekdays).unwrap();
            let mut dates = Dates::on(weekdays).on_days(days.clone()).in_months(months.clone());
            if let Some(years) = &years {
                dates = dates.in_years(years.clone());
            }
            if is_either {
                dates = dates.either();
            }
            let number = |value: i8| u32::try_from(value).unwrap();
            let is_in = |date: Date| {
                let by_week = weekdays.contains(date.weekday());
                let by_month = days.contains(&number(date.day()));
                months.contains(&number(date.month()))
                    && years.as_ref().is_none_or(|years| years.contains(&u32::try_from(date.year()).unwrap()))
                    && if is_either { by_week || by_month } else { by_week && by_month }
            };
            let from = date(2024, 1, 1) + start.days();
            let until = from + length.days();
            let all: Vec<_> = (0..length).map(|k| from + k.days()).filter(|date| is_in(*date)).collect();
            proptest::prop_assert_eq!(usize::try_from(dates.count(from, until)), Ok(all.len()));
            let last = until - 1.day();
            proptest::prop_assert_eq!(dates.at_or_after(from, last), all.first().copied());
        }
    }
}
