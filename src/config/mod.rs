//! File and environment to a checked configuration.
//!
//! `config/unhunch.toml` is the list of settings, their documentation and their defaults in one, and part of
//! the program. A file changes some of them, the environment goes before both; only secrets and paths can come
//! from there. Everything is checked here, once, and every problem is told at once; nobody downstream parses a
//! setting again. Must not know what the settings are for.
//!
//! Begin reading at [`Config::load`].

mod api_base;
mod environment;
mod problem;
mod raw;
mod resolve;

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use unic_langid::LanguageIdentifier;

pub use api_base::{ApiBase, InvalidApiBase};
pub use environment::Environment;
pub use problem::{ConfigError, Origin, Problem};
pub use resolve::EMBEDDED;

/// The settings, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The bot's token; without it there is no Discord, only the playground.
    pub token: Option<SecretString>,
    /// Where Discord is.
    pub api_base: ApiBase,
    /// How many scheduled messages may leave in a second (D-51); 1 to 40.
    pub scheduled_per_second: usize,
    /// The database; may hold a password.
    pub database_url: SecretString,
    /// The file in which erasures are noted, where restoring a back-up does not reach (K-62).
    pub erasures: PathBuf,
    /// Folders with packs that add to the built-in one, or replace parts of it.
    pub content_dirs: Vec<PathBuf>,
    /// The language of a guild that has not chosen one.
    pub default_locale: LanguageIdentifier,
    /// What to say first where something is urgent, if the operator gave a line for that.
    pub emergency_line: Option<String>,
    /// The grace of a guild that has not chosen one (S-40); 0 to 2 hours.
    pub grace: Duration,
    /// Where drawn pictures are kept between starts, if anywhere.
    pub picture_cache: Option<PathBuf>,
    /// Where the operator's privacy policy is, if anywhere.
    pub policy_url: Option<String>,
    /// Where the operator's terms of service are, if anywhere.
    pub terms_url: Option<String>,
    /// What is logged.
    pub log_filter: String,
}
