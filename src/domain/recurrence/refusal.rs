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

/// A cron expression that is not accepted: which part, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CronRefusal {
    /// Its kind.
    pub code: CronCode,
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
            field,
            part: part.to_owned(),
            hint: hint.to_owned(),
            instead: None,
        }
    }

    /// With what may stand in place of the part.
    pub(super) fn or_write(self, instead: impl Into<String>) -> Self {
        Self {
            instead: Some(instead.into()),
            ..self
        }
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
        write!(f, "\"{}\": {}", self.part, self.hint)
    }
}

impl std::error::Error for CronRefusal {}
