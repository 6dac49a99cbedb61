//! One field of a cron expression: its shape, its names and its bounds (S-11…S-17).
//!
//! Knows nothing of the other fields. Begin reading at [`check`].

use super::instead;
use super::refusal::{CronCode, CronRefusal, Foreign};

/// A field's place in an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Second,
    Minute,
    Hour,
    DayOfMonth,
    Month,
    DayOfWeek,
    Year,
}

/// What an item of a list allows: `from-to/step`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) step: u32,
}

/// A field that has passed every check but those that look at two fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Checked {
    pub(super) field: Field,
    pub(super) text: String,
    /// Empty for a bare `*` or `?`.
    pub(super) items: Vec<Item>,
}

/// A number or a name, as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value<'a> {
    /// Too large a number is the largest there is, which no field allows.
    Number(u32),
    Name(&'a str),
}

/// The forms of S-11.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape<'a> {
    /// `*` or `?`
    All,
    /// `*/step`
    AllStep(u32),
    /// `value`
    One(Value<'a>),
    /// `value/step`
    OneStep(Value<'a>, u32),
    /// `value-value`, with `/step`
    Range(Value<'a>, Value<'a>, u32),
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const DAYS: [&str; 7] = [
    "sunday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
];

impl Field {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::DayOfMonth => "day-of-month",
            Self::Month => "month",
            Self::DayOfWeek => "day-of-week",
            Self::Year => "year",
        }
    }

    /// The smallest and the largest number (S-12).
    pub(super) fn bounds(self) -> (u32, u32) {
        match self {
            Self::Second | Self::Minute => (0, 59),
            Self::Hour => (0, 23),
            Self::DayOfMonth => (1, 31),
            Self::Month => (1, 12),
            Self::DayOfWeek => (0, 7),
            Self::Year => (1970, 2099),
        }
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Month => &MONTHS,
            Self::DayOfWeek => &DAYS,
            _ => &[],
        }
    }

    /// The number of a name, whole or its first three letters, in any letter case (S-13).
    fn number_of(self, name: &str) -> Option<u32> {
        let position = self.names().iter().position(|known| is_name(known, name))?;
        Some(u32::try_from(position).ok()? + self.bounds().0)
    }
}

/// `MON`.
pub(super) fn day_name(number: u32) -> String {
    let day = usize::try_from(number % 7).unwrap_or_default();
    DAYS[day][..3].to_ascii_uppercase()
}

fn is_name(known: &str, name: &str) -> bool {
    name.eq_ignore_ascii_case(known) || name.eq_ignore_ascii_case(&known[..3])
}

/// Checks a field; `has_seconds` tells the two dialects apart. Each kind of mistake is looked for in the
/// whole field before the next kind (S-19).
pub(super) fn check(field: Field, text: &str, has_seconds: bool) -> Result<Checked, CronRefusal> {
    check_characters(field, text, has_seconds)?;
    let shapes = text
        .split(',')
        .map(|item| shape(item).ok_or_else(|| not_an_item(field, item, text)))
        .collect::<Result<Vec<_>, _>>()?;
    if shapes.len() > 1 && shapes.contains(&Shape::All) {
        let hint = "a bare * already means every one: leave out the rest of the list";
        return Err(CronRefusal::new(CronCode::Syntax, field.name(), text, hint));
    }
    for (shape, item) in shapes.iter().zip(text.split(',')) {
        check_step_form(field, *shape, item, has_seconds)?;
    }
    let items = shapes
        .iter()
        .zip(text.split(','))
        .filter(|(shape, _)| **shape != Shape::All)
        .map(|(shape, item)| resolve(field, *shape, item, has_seconds))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Checked {
        field,
        text: text.to_owned(),
        items,
    })
}

/// Characters and letters that some crons give a meaning of their own (S-16, S-17).
fn check_characters(field: Field, text: &str, has_seconds: bool) -> Result<(), CronRefusal> {
    let refuse = |foreign| Err(CronRefusal::foreign(foreign, field.name(), text));
    let may_be_any = has_seconds && matches!(field, Field::DayOfMonth | Field::DayOfWeek);
    for symbol in text.chars() {
        return refuse(match symbol {
            '?' if !may_be_any => Foreign::Question,
            '#' => Foreign::Nth,
            '~' => Foreign::Random,
            '%' => Foreign::Percent,
            '+' => Foreign::Sign,
            '@' => Foreign::WordAmongFields,
            _ => continue,
        });
    }
    let words = text.split(|symbol: char| !symbol.is_ascii_alphabetic());
    for word in words.filter(|word| !word.is_empty()) {
        let is_known = MONTHS.iter().chain(&DAYS).any(|known| is_name(known, word));
        if is_known {
            continue;
        }
        let letters = word.to_ascii_uppercase();
        let stem = letters.strip_suffix('L').unwrap_or(&letters);
        let is_last_day = stem.len() < letters.len() && DAYS.iter().any(|day| is_name(day, stem));
        if is_last_day || letters.bytes().all(|letter| b"LWH".contains(&letter)) {
            return refuse(match letters.as_bytes() {
                [b'H', ..] => Foreign::Hash,
                [b'W', ..] => Foreign::NearestWeekday,
                _ => Foreign::Last,
            });
        }
    }
    Ok(())
}

/// Of an item that is empty, the whole field is named.
fn not_an_item(field: Field, item: &str, text: &str) -> CronRefusal {
    let item = if item.is_empty() { text } else { item };
    let hint =
        "write *, */5, a value, a range such as 1-5, or 1-5/2, and lists of these with commas";
    CronRefusal::new(CronCode::Syntax, field.name(), item, hint)
}

/// The form of an item, whatever its values.
fn shape(item: &str) -> Option<Shape<'_>> {
    let (values, step) = match item.split_once('/') {
        Some((values, step)) => (values, Some(number(step)?)),
        None => (item, None),
    };
    match (values, step) {
        ("*" | "?", None) => Some(Shape::All),
        ("*", Some(step)) => Some(Shape::AllStep(step)),
        _ => match (values.split_once('-'), step) {
            (Some((from, to)), step) => {
                Some(Shape::Range(value(from)?, value(to)?, step.unwrap_or(1)))
            }
            (None, Some(step)) => Some(Shape::OneStep(value(values)?, step)),
            (None, None) => Some(Shape::One(value(values)?)),
        },
    }
}

fn value(text: &str) -> Option<Value<'_>> {
    let is_name = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_name {
        Some(Value::Name(text))
    } else {
        number(text).map(Value::Number)
    }
}

/// Digits, leading zeros allowed.
fn number(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u32::MAX))
}

/// `5/15` means two things in two crons, and `MON/2` none (S-17).
fn check_step_form(
    field: Field,
    shape: Shape<'_>,
    item: &str,
    has_seconds: bool,
) -> Result<(), CronRefusal> {
    let (foreign, from, step) = match shape {
        Shape::OneStep(Value::Number(from), step) if !has_seconds => {
            (Foreign::StepFromNumber, Some(from), step)
        }
        Shape::OneStep(Value::Name(name), step) => {
            (Foreign::StepFromName, field.number_of(name), step)
        }
        _ => return Ok(()),
    };
    let written = item.split('/').next().unwrap_or_default();
    let instead = from.and_then(|from| instead::from_value(field, from, written, step));
    let refusal = CronRefusal::foreign(foreign, field.name(), item);
    Err(refusal.or_write(instead))
}

/// Names to numbers, within bounds (S-12…S-14).
fn resolve(
    field: Field,
    shape: Shape<'_>,
    item: &str,
    has_seconds: bool,
) -> Result<Item, CronRefusal> {
    let (least, most) = field.bounds();
    let value = |value| resolve_value(field, value, item, has_seconds);
    let (from, to, step) = match shape {
        Shape::All => (least, most, 1),
        Shape::AllStep(step) => (least, most, step),
        Shape::One(only) => {
            let only = value(only)?;
            (only, only, 1)
        }
        Shape::OneStep(from, step) => (value(from)?, most, step),
        Shape::Range(start, end, step) => {
            let (from, to) = (value(start)?, value(end)?);
            let ends_on_sunday =
                field == Field::DayOfWeek && matches!(end, Value::Name(_)) && to == 0;
            let to = if ends_on_sunday && from > 0 { 7 } else { to };
            (from, to, step)
        }
    };
    if from > to {
        let instead = instead::forward(field, from, to, step);
        let hint = match &instead {
            Some(instead) => format!("a range runs forward: write {instead}"),
            None if instead::is_everything(from, to, step) => {
                "a range runs forward: write * alone for all of them".to_owned()
            }
            None => "a range runs forward: list the values, with commas".to_owned(),
        };
        let refusal = CronRefusal::new(CronCode::Range, field.name(), item, &hint);
        return Err(refusal.or_write(instead));
    }
    if !(1..=most).contains(&step) {
        let hint = format!("a step is a number from 1 to {most}");
        return Err(CronRefusal::new(CronCode::Range, field.name(), item, &hint));
    }
    Ok(Item { from, to, step })
}

fn resolve_value(
    field: Field,
    value: Value<'_>,
    item: &str,
    has_seconds: bool,
) -> Result<u32, CronRefusal> {
    let (least, most) = field.bounds();
    match value {
        Value::Number(number) if field == Field::DayOfWeek && has_seconds => {
            let hint = if number <= 7 {
                format!(
                    "with seconds, crons number weekdays in different ways: write names ({} is {} where Sunday is 0, {} where it is 1)",
                    number,
                    day_name(number),
                    day_name(number + 6)
                )
            } else {
                "write names, such as MON-FRI".to_owned()
            };
            Err(CronRefusal::new(
                CronCode::DowNumber,
                field.name(),
                item,
                &hint,
            ))
        }
        Value::Number(number) if (least..=most).contains(&number) => Ok(number),
        Value::Number(_) => {
            let hint = format!("numbers go from {least} to {most} here");
            Err(CronRefusal::new(CronCode::Range, field.name(), item, &hint))
        }
        Value::Name(name) => field.number_of(name).ok_or_else(|| {
            let hint = match field {
                Field::Month => "months are JAN to DEC, or their full names",
                Field::DayOfWeek => "days are SUN to SAT, or their full names",
                _ => "names are for months and days of the week: write a number",
            };
            CronRefusal::new(CronCode::Name, field.name(), item, hint)
        }),
    }
}
