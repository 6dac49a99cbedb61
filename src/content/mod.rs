//! The content pack: reading, checking, listing and linting it.
//!
//! Straight line: files (`load`) → what is written (`pack`, `decode`, `raw`) → what it means (`check`) → [`Library`].
//! Everything but `load` is pure. Must not know Discord, nor who asks. Begin reading at [`Library`].

mod check;
mod decode;
mod error;
mod lexicon;
mod library;
mod lint;
mod list;
mod load;
mod pack;
mod raw;
mod raw_pose;
mod raw_span;
pub mod search;
mod text;
mod words;

pub use error::{ContentError, Problem};
pub use library::{CardRef, Library};
pub use lint::{Finding, Severity, lint, lint_loaded};
pub use list::{ListedItem, ListedSource, list};
pub use text::{Part, parts};

#[cfg(test)]
mod tests;
