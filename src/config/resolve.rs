//! Defaults, file and environment to one checked [`Config`].

use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use unic_langid::LanguageIdentifier;

use super::environment::Environment;
use super::problem::{ConfigError, Origin, Problem};
use super::raw::RawConfig;
use super::{ApiBase, Config};

/// The settings that are part of the program; also their documentation.
pub const EMBEDDED: &str = include_str!("../../config/unhunch.toml");

/// Where the file is, unless `UNHUNCH_CONFIG` says otherwise.
const DEFAULT_FILE: &str = "config/unhunch.toml";

/// Where erasures are noted when the database is no file.
const ERASURES: &str = "unhunch.erased";

impl Config {
    /// Reads the file that `environment` names, or the usual one if it is there, and resolves everything.
    pub fn load(environment: &Environment) -> Result<Self, ConfigError> {
        let named = environment.config_file.as_deref();
        let path = named.unwrap_or(Path::new(DEFAULT_FILE));
        match std::fs::read_to_string(path) {
            Ok(text) => Self::resolve(environment, Some((path, &text))),
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                Self::resolve(environment, None)
            }
            Err(error) => Err(ConfigError {
                problems: vec![Problem {
                    origin: Origin::File(path.to_owned()),
                    key: String::new(),
                    text: format!("cannot be read: {error}"),
                }],
            }),
        }
    }

    /// Merges defaults, the file (its path and its text) and the environment, in this order, and checks
    /// everything.
    pub fn resolve(
        environment: &Environment,
        file: Option<(&Path, &str)>,
    ) -> Result<Self, ConfigError> {
        let (defaults, mut problems) = RawConfig::parse(EMBEDDED, &Origin::Embedded);
        let mut file_origin = Origin::Embedded;
        let mut raw = RawConfig::default();
        if let Some((path, text)) = file {
            file_origin = Origin::File(path.to_owned());
            let (parsed, found) = RawConfig::parse(text, &file_origin);
            raw = parsed;
            problems.extend(found);
        }
        let mut resolver = Resolver {
            environment,
            file: raw,
            file_origin,
            defaults,
            problems,
        };
        let config = resolver.config();
        match config {
            Some(config) if resolver.problems.is_empty() => Ok(config),
            _ => Err(ConfigError {
                problems: resolver.problems,
            }),
        }
    }
}

struct Resolver<'a> {
    environment: &'a Environment,
    file: RawConfig,
    file_origin: Origin,
    defaults: RawConfig,
    problems: Vec<Problem>,
}

impl Resolver<'_> {
    /// The configuration, if everything in it could be read. Every setting is looked at before that is known.
    fn config(&mut self) -> Option<Config> {
        let token = self.token();
        let api_base = self.api_base();
        let scheduled_per_second = self.number(
            "discord.scheduled_per_second",
            |raw| raw.discord.scheduled_per_second,
            1..=40,
        );
        let database_url = self.database_url();
        let erasures = self.place("database.erasures_file", |raw| {
            raw.database.erasures_file.clone()
        });
        let content_dirs = self.setting(
            "content.dirs",
            |raw| raw.content.dirs.clone(),
            |dirs| Ok(dirs.iter().map(PathBuf::from).collect()),
        );
        let locale = self.setting(
            "content.locale",
            |raw| raw.content.locale.clone(),
            |text| locale(&text),
        );
        let emergency_line = self.setting(
            "content.emergency_line",
            |raw| raw.content.emergency_line.clone(),
            |text| emergency_line(&text),
        );
        let grace = self.number(
            "prompts.grace_minutes",
            |raw| raw.prompts.grace_minutes,
            0..=120,
        );
        let picture_cache = self.place("pictures.cache_dir", |raw| raw.pictures.cache_dir.clone());
        let policy_url = self.page("privacy.policy_url", |raw| raw.privacy.policy_url.clone());
        let terms_url = self.page("privacy.terms_url", |raw| raw.privacy.terms_url.clone());
        let log_filter = self.log_filter();
        let database_url = database_url?;
        Some(Config {
            token: token?,
            api_base: api_base?,
            scheduled_per_second: usize::try_from(scheduled_per_second?).ok()?,
            picture_cache: picture_cache?
                .or_else(|| beside(database_url.expose_secret(), "-pictures")),
            erasures: erasures?
                .or_else(|| beside(database_url.expose_secret(), ".erased"))
                .unwrap_or_else(|| PathBuf::from(ERASURES)),
            database_url,
            content_dirs: content_dirs?,
            default_locale: locale?,
            emergency_line: emergency_line?,
            grace: Duration::from_mins(grace?),
            policy_url: policy_url?,
            terms_url: terms_url?,
            log_filter: log_filter?,
        })
    }

    /// The path of a file or folder; an empty text names none.
    #[expect(
        clippy::option_option,
        reason = "nothing named is right, and nothing known is a problem"
    )]
    fn place(
        &mut self,
        key: &str,
        get: impl Fn(&RawConfig) -> Option<String>,
    ) -> Option<Option<PathBuf>> {
        self.setting(key, get, |text| {
            Ok(Some(PathBuf::from(text)).filter(|path| !path.as_os_str().is_empty()))
        })
    }

    /// The address of a page of the operator's own, if there is one.
    #[expect(
        clippy::option_option,
        reason = "nothing named is right, and nothing known is a problem"
    )]
    fn page(
        &mut self,
        key: &str,
        get: impl Fn(&RawConfig) -> Option<String>,
    ) -> Option<Option<String>> {
        self.setting(key, get, |text| page(&text))
    }

    /// A setting of the file, or of the defaults, checked.
    fn setting<R, T>(
        &mut self,
        key: &str,
        get: impl Fn(&RawConfig) -> Option<R>,
        check: impl Fn(R) -> Result<T, String>,
    ) -> Option<T> {
        let (value, origin) = match get(&self.file) {
            Some(value) => (value, self.file_origin.clone()),
            None => (get(&self.defaults)?, Origin::Embedded),
        };
        self.checked(check(value), origin, key)
    }

    fn checked<T>(&mut self, result: Result<T, String>, origin: Origin, key: &str) -> Option<T> {
        let problem = |text| Problem {
            origin,
            key: key.to_owned(),
            text,
        };
        result
            .map_err(|text| self.problems.push(problem(text)))
            .ok()
    }

    fn number(
        &mut self,
        key: &str,
        get: impl Fn(&RawConfig) -> Option<i64>,
        accepted: std::ops::RangeInclusive<i64>,
    ) -> Option<u64> {
        self.setting(key, get, |number| {
            let (least, most) = (accepted.start(), accepted.end());
            u64::try_from(number)
                .ok()
                .filter(|_| accepted.contains(&number))
                .ok_or_else(|| format!("is {number}; accepted are {least} to {most}"))
        })
    }

    #[expect(
        clippy::option_option,
        reason = "the outer one says that it could be read, the inner one that there is a token"
    )]
    fn token(&mut self) -> Option<Option<SecretString>> {
        let Some(secret) = &self.environment.discord_token else {
            return Some(None);
        };
        let token = token(secret.expose_secret());
        self.checked(token, Origin::Environment, "DISCORD_TOKEN")
            .map(Some)
    }

    fn api_base(&mut self) -> Option<ApiBase> {
        let check = |text: String| {
            let base = text.parse::<ApiBase>();
            base.map_err(|error| format!("is no address for Discord: {error}"))
        };
        if let Some(text) = self.environment.discord_api_url.clone() {
            return self.checked(check(text), Origin::Environment, "DISCORD_API_URL");
        }
        self.setting("discord.api_url", |raw| raw.discord.api_url.clone(), check)
    }

    fn database_url(&mut self) -> Option<SecretString> {
        if let Some(url) = self.environment.database_url.clone() {
            let checked = database_url(url.expose_secret()).map(SecretString::from);
            return self.checked(checked, Origin::Environment, "DATABASE_URL");
        }
        self.setting(
            "database.url",
            |raw| raw.database.url.clone(),
            |text| {
                if has_password(&text) {
                    return Err(
                        "holds a password; put it into the environment variable DATABASE_URL"
                            .to_owned(),
                    );
                }
                database_url(&text).map(SecretString::from)
            },
        )
    }

    fn log_filter(&mut self) -> Option<String> {
        if let Some(filter) = self.environment.log_filter.clone() {
            return self.checked(log_filter(filter), Origin::Environment, "RUST_LOG");
        }
        self.setting("log.filter", |raw| raw.log.filter.clone(), log_filter)
    }
}

/// The token without what is often copied along with it.
fn token(text: &str) -> Result<SecretString, String> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let token = match words[..] {
        ["Bot", token] => token,
        [token] if token != "Bot" => token,
        _ => "",
    };
    if token.is_empty() || !token.chars().all(|c| c.is_ascii_graphic()) {
        return Err(
            "holds blanks, line breaks or other characters that no token has; \
             copy it anew from the Bot page of your application"
                .to_owned(),
        );
    }
    Ok(SecretString::from(token))
}

fn database_url(text: &str) -> Result<String, String> {
    let text = text.trim();
    let file = text
        .strip_prefix("sqlite:")
        .map(|rest| rest.trim_start_matches('/'));
    let server = text
        .strip_prefix("postgres://")
        .or_else(|| text.strip_prefix("postgresql://"));
    match file.or(server) {
        Some(rest) if !rest.is_empty() => Ok(text.to_owned()),
        _ => Err("is no address of a database; accepted are sqlite://FILE and postgres://USER:PASSWORD@HOST/NAME"
            .to_owned()),
    }
}

/// What stands beside a database that is a file, by the ending of its name.
fn beside(database_url: &str, ending: &str) -> Option<PathBuf> {
    let file = database_url.trim().strip_prefix("sqlite:")?;
    let file = file.strip_prefix("//").unwrap_or(file);
    let (file, _) = file.split_once('?').unwrap_or((file, ""));
    (!file.contains(":memory:")).then(|| PathBuf::from(format!("{file}{ending}")))
}

/// `scheme://user:password@host`.
fn has_password(url: &str) -> bool {
    let credentials = url
        .split_once("://")
        .and_then(|(_, rest)| rest.split_once('@'));
    credentials.is_some_and(|(credentials, _)| credentials.contains(':'))
        || url.contains("password=")
}

fn locale(text: &str) -> Result<LanguageIdentifier, String> {
    text.parse().map_err(|_| {
        format!("is {text:?}; accepted are languages such as \"en\", \"de\" or \"pt-BR\"")
    })
}

/// The address of a page that people can open; it stands in messages.
fn page(text: &str) -> Result<Option<String>, String> {
    let text = text.trim();
    let is_page = url::Url::parse(text).is_ok_and(|url| url.scheme() == "https");
    let is_short = text.len() <= 200 && !text.contains(['<', '>', ' ', '\n', ')']);
    match text {
        "" => Ok(None),
        _ if is_page && is_short => Ok(Some(text.to_owned())),
        _ => Err(format!(
            "is {text:?}; accepted is the address of a page that begins with https://, of at most 200 characters"
        )),
    }
}

fn emergency_line(text: &str) -> Result<Option<String>, String> {
    let text = text.trim();
    if text.chars().count() > 200 || text.contains('\n') {
        return Err("is too long; accepted is one line of at most 200 characters".to_owned());
    }
    Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
}

fn log_filter(text: String) -> Result<String, String> {
    match tracing_subscriber::EnvFilter::try_new(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(format!(
            "is {text:?}: {error}; accepted are filters such as \"unhunch=info,serenity=warn\""
        )),
    }
}

#[cfg(test)]
#[path = "resolve_tests.rs"]
mod tests;
