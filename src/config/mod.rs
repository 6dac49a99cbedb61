//! File and environment to a checked configuration.

mod api_base;

pub use api_base::{ApiBase, InvalidApiBase};
