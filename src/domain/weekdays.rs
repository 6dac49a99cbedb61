//! Sets of weekdays, as people write them (S-22).

use std::fmt;

use jiff::civil::Weekday;

/// Short names, Monday first; also what the database keeps.
const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const FULL_NAMES: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// A set of weekdays; bit 0 is Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Weekdays(u8);

/// The text names no weekdays.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{item}\" is not a day: write days such as \"mon, wed\", \"mon-fri\", \"weekdays\", \"weekends\" or \"daily\""
)]
pub struct DaysError {
    /// The part that was not understood.
    pub item: String,
}

impl Weekdays {
    /// Every day.
    pub const DAILY: Self = Self(0b111_1111);
    /// Monday to Friday.
    pub const WEEKDAYS: Self = Self(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKENDS: Self = Self(0b110_0000);

    /// Reads `mon`, `monday`, ranges that may wrap (`fri-mon`), `weekdays`, `weekends`, `daily`, in lists
    /// (S-22). Numbers are refused: people number weekdays in different ways.
    ///
    /// ```
    /// use unhunch::domain::weekdays::Weekdays;
    /// assert_eq!(Weekdays::parse("Fri-Mon").unwrap().to_string(), "mon,fri,sat,sun");
    /// assert!(Weekdays::parse("1-5").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, DaysError> {
        text.split(',')
            .map(str::trim)
            .try_fold(Self(0), |days, item| {
                Self::parse_item(item)
                    .map(|more| Self(days.0 | more.0))
                    .ok_or_else(|| DaysError {
                        item: item.to_owned(),
                    })
            })
    }

    fn parse_item(item: &str) -> Option<Self> {
        let item = item.to_ascii_lowercase();
        match item.as_str() {
            "daily" | "everyday" => return Some(Self::DAILY),
            "weekdays" => return Some(Self::WEEKDAYS),
            "weekends" => return Some(Self::WEEKENDS),
            _ => {}
        }
        let (first, last) = item.split_once('-').unwrap_or((&item, &item));
        let (first, last) = (day_number(first.trim())?, day_number(last.trim())?);
        let length = (last + 7 - first) % 7;
        Some((0..=length).fold(Self(0), |days, k| Self(days.0 | 1 << ((first + k) % 7))))
    }

    /// The set in a database column; `None` for the empty set or stray bits.
    pub fn from_bits(bits: i64) -> Option<Self> {
        u8::try_from(bits)
            .ok()
            .filter(|bits| (1..=Self::DAILY.0).contains(bits))
            .map(Self)
    }

    /// The set as the database keeps it; bit 0 is Monday.
    pub fn bits(self) -> i64 {
        self.0.into()
    }

    /// Says whether `day` is in the set.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 >> day.to_monday_zero_offset() & 1 == 1
    }

    /// How many days there are.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Says whether there is no day at all, which no parsed set is.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Weekdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = (0..7).filter(|k| self.0 >> k & 1 == 1).map(|k| NAMES[k]);
        f.write_str(&names.collect::<Vec<_>>().join(","))
    }
}

fn day_number(name: &str) -> Option<usize> {
    let position = |names: &[&str; 7]| names.iter().position(|known| *known == name);
    position(&NAMES).or_else(|| position(&FULL_NAMES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_ranges_and_words_are_read() {
        let read = |text| Weekdays::parse(text).map(|days| days.to_string());
        assert_eq!(read("weekdays"), Ok("mon,tue,wed,thu,fri".to_owned()));
        assert_eq!(read(" Monday , sat-SUN "), Ok("mon,sat,sun".to_owned()));
        assert_eq!(read("thu-tue"), Ok("mon,tue,thu,fri,sat,sun".to_owned()));
        assert_eq!(read("wed-wed"), Ok("wed".to_owned()));
    }

    #[test]
    fn what_is_not_a_day_is_named() {
        for (text, item) in [("1-5", "1-5"), ("mon,,fri", ""), ("", ""), ("mo", "mo")] {
            assert_eq!(
                Weekdays::parse(text),
                Err(DaysError {
                    item: item.to_owned()
                }),
                "{text}"
            );
        }
    }

    #[test]
    fn every_day_has_two_names_and_a_bit_of_its_own() {
        use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
        let week = [
            Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday,
        ];
        for (k, day) in week.into_iter().enumerate() {
            let alone = Weekdays::parse(NAMES[k]).unwrap();
            assert_eq!(Weekdays::parse(FULL_NAMES[k]), Ok(alone));
            assert_eq!(alone.bits(), 1 << k);
            assert_eq!((alone.len(), alone.is_empty()), (1, false));
            let inside: Vec<_> = week
                .into_iter()
                .filter(|day| alone.contains(*day))
                .collect();
            assert_eq!(inside, [day]);
        }
        assert_eq!(Weekdays::parse("everyday"), Ok(Weekdays::DAILY));
        assert_eq!(Weekdays::parse("daily"), Ok(Weekdays::DAILY));
        assert_eq!(Weekdays::parse("weekends"), Ok(Weekdays::WEEKENDS));
        assert_eq!(
            Weekdays::parse("weekdays, mon, SAT").map(Weekdays::len),
            Ok(6)
        );
    }

    #[test]
    fn the_database_keeps_sets_of_one_to_seven_days_and_nothing_else() {
        let read: Vec<_> = (-130..=300).filter_map(Weekdays::from_bits).collect();
        assert!(read.iter().map(|days| days.bits()).eq(1..=127));
        assert!(read.iter().all(|days| !days.is_empty()));
        assert_eq!(Weekdays::from_bits(127), Some(Weekdays::DAILY));
        assert!(Weekdays(0).is_empty());
    }
}
