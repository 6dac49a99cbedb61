//! What is wrong with a table, in words that its author can act on.

use crate::content::error::Problem;

/// Something is wrong with the value of a key.
pub(super) fn problem(
    key: impl Into<String>,
    wrong: impl Into<String>,
    accepted: impl Into<String>,
) -> Problem {
    Problem {
        file: "red-flags.toml".to_owned(),
        key: key.into(),
        wrong: wrong.into(),
        accepted: accepted.into(),
    }
}
