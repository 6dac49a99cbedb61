//! `unhunch check`: the doctor. Tells every problem with its fix, and ends with 1 if there is any.

use std::sync::Arc;

use secrecy::ExposeSecret as _;

use super::{Exit, chain, report, runtime};
use crate::clock::{SystemClock, ZoneSource, Zones};
use crate::config::{Config, Environment};
use crate::content::{self, Finding, Linted, Severity};
use crate::discord::{Rest, RestOptions};
use crate::startup;
use crate::store::{OpenError, Store};
use crate::text::Catalogue;

/// What has been found so far.
#[derive(Default)]
struct Report {
    n_problems: usize,
}

impl Report {
    #[expect(clippy::unused_self, reason = "reads better beside its sibling")]
    fn fine(&self, what: &str, found: &str) {
        say!("ok       {what}: {found}");
    }

    fn problem(&mut self, what: &str, text: &str) {
        self.n_problems += 1;
        say!("problem  {what}: {text}");
    }
}

pub(super) fn run(environment: &Environment, zones: &Zones) -> Exit {
    let mut found = Report::default();
    let source = match zones.source() {
        ZoneSource::System => "the system's",
        ZoneSource::Bundled => "bundled, since the system's is older or missing",
    };
    found.fine("time zones", &format!("{} ({source})", zones.release()));
    let config = match Config::load(environment) {
        Ok(config) => config,
        Err(error) => {
            for problem in &error.problems {
                found.problem("configuration", &problem.to_string());
            }
            return end(&found);
        }
    };
    found.fine("configuration", "every setting is understood");
    check_content(&mut found, &config);
    match runtime() {
        Ok(runtime) => runtime.block_on(async {
            check_database(&mut found, &config).await;
            check_token(&mut found, &config).await;
        }),
        Err(error) => {
            report(&error);
            return Exit::Failed;
        }
    }
    end(&found)
}

fn end(found: &Report) -> Exit {
    match found.n_problems {
        0 => Exit::Done,
        1 => {
            say!("1 problem");
            Exit::Failed
        }
        n => {
            say!("{n} problems");
            Exit::Failed
        }
    }
}

fn check_content(found: &mut Report, config: &Config) {
    match Catalogue::embedded() {
        Ok(catalogue) => {
            match startup::check_locale(&catalogue, &config.default_locale.to_string()) {
                Ok(()) => {
                    let locales: Vec<_> = catalogue.locales().collect();
                    found.fine("words", &locales.join(", "));
                }
                Err(error) => found.problem("words", &chain(&error)),
            }
        }
        Err(error) => found.problem("words", &chain(&error)),
    }
    let Linted {
        findings, n_cards, ..
    } = content::lint_packs(&config.content_dirs, super::content::today());
    let (errors, weak): (Vec<_>, Vec<_>) = findings
        .iter()
        .partition(|finding| finding.severity == Severity::Error);
    for Finding {
        file, key, text, ..
    } in &errors
    {
        let key = if key.is_empty() {
            String::new()
        } else {
            format!("{key}: ")
        };
        found.problem("content", &format!("{file}: {key}{text}"));
    }
    if errors.is_empty() {
        found.fine(
            "content",
            &format!("{n_cards} cards, {} remarks of the linter", weak.len()),
        );
    }
}

async fn check_database(found: &mut Report, config: &Config) {
    match Store::open_beside(config.database_url.expose_secret()).await {
        Ok(store) => {
            found.fine("database", "opens, and has the present schema");
            store.close().await;
        }
        Err(OpenError::FileMissing(path)) => {
            found.fine(
                "database",
                &format!("{} will be made at the first run", path.display()),
            );
        }
        Err(error) => found.problem("database", &chain(&error)),
    }
}

async fn check_token(found: &mut Report, config: &Config) {
    let Some(token) = config.token.clone() else {
        found.fine(
            "token",
            "none is set (DISCORD_TOKEN), so only the playground runs",
        );
        return;
    };
    let options = RestOptions::new(config.api_base.clone(), token);
    let identity = match Rest::new(options, Arc::new(SystemClock)) {
        Ok(rest) => rest
            .identity()
            .await
            .map(|identity| format!("Discord knows it as {} ({})", identity.name, identity.user)),
        Err(error) => Err(error),
    };
    match identity {
        Ok(identity) => found.fine("token", &identity),
        Err(error) => found.problem("token", &chain(&error)),
    }
}
