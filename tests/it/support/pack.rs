//! The pack, which every test reads and none changes.

#![expect(
    clippy::disallowed_types,
    reason = "it stands in the binary, so it is the same for all, and reading it takes long in a build for tests"
)]

use std::sync::LazyLock;

use unhunch::content::Library;
use unhunch::content::search::Search;

/// What is in it, read once.
pub(crate) static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::embedded().unwrap());
/// The search of it, made once.
pub(crate) static SEARCH: LazyLock<Search> = LazyLock::new(|| Search::new(&LIBRARY));
