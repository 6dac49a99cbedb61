//! The content pack: reading, checking, listing and linting it.
//!
//! Straight line: files (`load`) → what is written (`pack`, `decode`, `raw`) → what it means (`check`) → [`Library`].
//! Everything but `load` and `create` is pure. Must not know Discord, nor who asks. Begin reading at [`Library`].

mod check;
mod create;
mod decode;
mod error;
mod flags;
mod letters;
mod lexicon;
mod library;
mod limits;
mod lint;
mod list;
mod load;
mod pack;
mod raw;
mod raw_pose;
mod raw_span;
mod schema;
pub mod search;
mod selection;
mod slips;
mod text;

pub use create::{CreateError, create_pack, write_schemas};
pub use error::{ContentError, Problem};
pub use library::{CardRef, Library};
pub use lint::{Finding, Linted, Severity, lint, lint_packs};
pub use list::{ListedItem, ListedSource, list};
pub use schema::{FileKind, schema, schema_of_all};
pub use selection::{Selection, Step};
pub use text::{Part, parts};

#[cfg(test)]
mod tests;
