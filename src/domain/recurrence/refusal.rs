//! Why a cron expression is refused, with a code that does not change (C-2).

use std::fmt;

/// The kinds of refusal; their names on the command line never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CronCode {
    /// Not 5, 6 or 7 fields.
    Fields,
    /// Not of the form of an item.
    Syntax,
    /// Out of bounds, backwards, or a step that is none.
    Range,
    /// Not a name of a month or a day, or a name where none may stand.
    Name,
    /// What some cron knows and this one does not.
    Unsupported,
    /// A weekday by number beside seconds.
    DowNumber,
    /// Day of month and day of week together, where crons differ.
    Ambiguous,
}

impl CronCode {
    /// Such as `E_CRON_RANGE`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fields => "E_CRON_FIELDS",
            Self::Syntax => "E_CRON_SYNTAX",
            Self::Range => "E_CRON_RANGE",
            Self::Name => "E_CRON_NAME",
            Self::Unsupported => "E_CRON_UNSUPPORTED",
            Self::DowNumber => "E_CRON_DOW_NUMBER",
            Self::Ambiguous => "E_CRON_AMBIGUOUS",
        }
    }
}

/// What some cron knows and this one does not (S-15…S-17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A `?` where none may stand.
    Question,
    /// `FRI#2`, the second Friday.
    Nth,
    /// `5~10`, any minute of those.
    Random,
    /// `%`, which parts a command from its input.
    Percent,
    /// `+5`.
    Sign,
    /// `@daily` beside fields.
    WordAmongFields,
    /// An `@` word that is not known.
    Word,
    /// `TZ=`, a zone within the expression.
    Zone,
    /// `H`, a number made from a name.
    Hash,
    /// `15W`, the weekday next to a date.
    NearestWeekday,
    /// `L`, the last day.
    Last,
    /// `5/15`, which crons read differently.
    StepFromNumber,
    /// `MON/2`.
    StepFromName,
}

impl Foreign {
    /// Its name in the catalogue of words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Nth => "nth",
            Self::Random => "random",
            Self::Percent => "percent",
            Self::Sign => "sign",
            Self::WordAmongFields => "word-among-fields",
            Self::Word => "word",
            Self::Zone => "zone",
            Self::Hash => "hash",
            Self::NearestWeekday => "nearest-weekday",
            Self::Last => "last",
            Self::StepFromNumber => "step-from-number",
            Self::StepFromName => "step-from-name",
        }
    }

    /// What to write instead, for the command line.
    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::Question => "? is not supported here: write *",
            Self::Nth => "# is not supported: write a weekday, or days of the month, such as 8-14",
            Self::Random => "random times are not supported: write a number",
            Self::Percent => "% is not supported: write the five fields alone, without a command",
            Self::Sign => {
                "+ is not supported: write numbers without a sign, and steps with /, such as */5"
            }
            Self::WordAmongFields => {
                "an @ word stands alone: write @daily and no fields, or fields and no @ word"
            }
            Self::Word => {
                "not supported: write @hourly, @daily, @weekly, @monthly or @yearly, alone and in lower case, or five fields"
            }
            Self::Zone => {
                "the zone is not part of the expression: name it as the schedule's time zone"
            }
            Self::Hash => "H is not supported: write a number",
            Self::NearestWeekday => {
                "W is not supported: write a day of the month, or MON-FRI as day-of-week"
            }
            Self::Last => "L is not supported: write a day, such as 28, or a weekday, such as FRI",
            Self::StepFromNumber => "crons differ on a step from a single number",
            Self::StepFromName => "a step needs a range",
        }
    }
}

/// A cron expression that is not accepted: which part, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CronRefusal {
    /// Its kind.
    pub code: CronCode,
    /// What it asks for, if that is what some other cron knows.
    pub foreign: Option<Foreign>,
    /// The field, such as `day-of-week`; empty if it is about the whole.
    pub field: &'static str,
    /// The offending part, as it was written.
    pub part: String,
    /// What is wrong, and what to write instead.
    pub hint: String,
    /// What may stand in place of the part as it is, such as `5-59/15`, where that is known.
    pub instead: Option<String>,
}

impl CronRefusal {
    pub(super) fn new(code: CronCode, field: &'static str, part: &str, hint: &str) -> Self {
        Self {
            code,
            foreign: None,
            field,
            part: part.to_owned(),
            hint: hint.to_owned(),
            instead: None,
        }
    }

    /// What some other cron knows.
    pub(super) fn foreign(foreign: Foreign, field: &'static str, part: &str) -> Self {
        Self {
            foreign: Some(foreign),
            ..Self::new(CronCode::Unsupported, field, part, foreign.hint())
        }
    }

    /// With what may stand in place of the part, where that is known.
    pub(super) fn or_write(self, instead: Option<String>) -> Self {
        Self { instead, ..self }
    }

    /// About the expression as a whole.
    pub(super) fn whole(code: CronCode, part: &str, hint: &str) -> Self {
        Self::new(code, "", part, hint)
    }
}

impl fmt::Display for CronRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.field.is_empty() {
            write!(f, "{} ", self.field)?;
        }
        write!(f, "\"{}\": {}", self.part, self.hint)?;
        match (self.foreign, &self.instead) {
            (Some(_), Some(instead)) => write!(f, ": write {instead}"),
            (Some(Foreign::StepFromNumber | Foreign::StepFromName), None) => {
                f.write_str(": write a range and a step, or list the values")
            }
            _ => Ok(()),
        }
    }
}

impl std::error::Error for CronRefusal {}
