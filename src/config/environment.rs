//! The environment: the one place that reads it.

use std::path::PathBuf;

use secrecy::SecretString;

use super::problem::{Origin, Problem};

/// What the environment says. An empty variable is one that is not set.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// `DISCORD_TOKEN`.
    pub discord_token: Option<SecretString>,
    /// `DISCORD_API_URL`.
    pub discord_api_url: Option<String>,
    /// `DATABASE_URL`, which may hold a password.
    pub database_url: Option<SecretString>,
    /// `UNHUNCH_CONFIG`.
    pub config_file: Option<PathBuf>,
    /// `RUST_LOG`.
    pub log_filter: Option<String>,
}

impl Environment {
    /// Reads this process's environment; problems are variables that are not text.
    pub fn read() -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut text = |name: &'static str| match variable(name) {
            Ok(value) => value,
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        let environment = Self {
            discord_token: text("DISCORD_TOKEN").map(SecretString::from),
            discord_api_url: text("DISCORD_API_URL"),
            database_url: text("DATABASE_URL").map(SecretString::from),
            config_file: text("UNHUNCH_CONFIG").map(PathBuf::from),
            log_filter: text("RUST_LOG"),
        };
        if problems.is_empty() {
            Ok(environment)
        } else {
            Err(problems)
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the environment"
)]
fn variable(name: &'static str) -> Result<Option<String>, Problem> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.trim().is_empty())),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(Problem {
            origin: Origin::Environment,
            key: name.to_owned(),
            text: "is not text (UTF-8)".to_owned(),
        }),
    }
}
