//! Settings, from where they come and what is refused.

use super::*;

fn resolve(file: &str) -> Result<Config, ConfigError> {
    let path = Path::new("config/unhunch.toml");
    Config::resolve(&Environment::default(), Some((path, file)))
}

fn with_token(token: &str) -> Result<Config, ConfigError> {
    let environment = Environment {
        discord_token: Some(SecretString::from(token)),
        ..Environment::default()
    };
    Config::resolve(&environment, None)
}

#[test]
fn without_a_file_the_built_in_settings_hold() {
    let config = Config::resolve(&Environment::default(), None).unwrap();
    insta::assert_debug_snapshot!(config, @r#"
    Config {
        token: None,
        api_base: ApiBase(https://discord.com),
        scheduled_per_second: 40,
        database_url: SecretBox<str>([REDACTED]),
        erasures: "unhunch.db.erased",
        content_dirs: [],
        default_locale: LanguageIdentifier {
            language: Language(
                Some(
                    "en",
                ),
            ),
            script: None,
            region: None,
            variants: None,
        },
        emergency_line: None,
        grace: 1800s,
        picture_cache: Some(
            "unhunch.db-pictures",
        ),
        policy_url: None,
        terms_url: None,
        log_filter: "unhunch=info,serenity=warn",
    }
    "#);
}

#[test]
fn the_built_in_settings_document_every_key_and_no_other() {
    let (raw, problems) = RawConfig::parse(EMBEDDED, &Origin::Embedded);
    assert_eq!(problems, []);
    let missing = format!("{raw:?}").matches("None").count();
    assert_eq!(missing, 0, "a key is not documented: {raw:?}");
    for line in EMBEDDED.lines().filter(|line| line.contains(" = ")) {
        let before = EMBEDDED.split_once(line).unwrap().0;
        assert!(
            before.trim_end().lines().last().unwrap().starts_with('#'),
            "no comment above {line}"
        );
    }
}

#[test]
fn a_file_changes_only_what_it_names() {
    let config =
        resolve("[prompts]\ngrace_minutes = 5\n[content]\ndirs = [\"packs/ours\"]\n").unwrap();
    assert_eq!(config.grace, Duration::from_mins(5));
    assert_eq!(config.content_dirs, [PathBuf::from("packs/ours")]);
    assert_eq!(config.scheduled_per_second, 40);
}

#[test]
fn the_environment_goes_before_the_file() {
    let environment = Environment {
        discord_api_url: Some("http://127.0.0.1:8620".to_owned()),
        database_url: Some(SecretString::from("postgres://me:pw@db/unhunch")),
        log_filter: Some("debug".to_owned()),
        ..Environment::default()
    };
    let file =
        "[discord]\napi_url = \"https://elsewhere.example\"\n[database]\nurl = \"sqlite://a.db\"\n";
    let config = Config::resolve(&environment, Some((Path::new("a.toml"), file))).unwrap();
    assert_eq!(config.api_base.to_string(), "http://127.0.0.1:8620");
    assert_eq!(
        config.database_url.expose_secret(),
        "postgres://me:pw@db/unhunch"
    );
    assert_eq!(config.log_filter, "debug");
}

#[test]
fn every_problem_is_told_with_its_key_and_what_is_accepted() {
    let environment = Environment {
        discord_token: Some(SecretString::from("two words")),
        log_filter: Some("unhunch=loud".to_owned()),
        ..Environment::default()
    };
    let file = r#"
        colour = "blue"
        log = 7

        [discord]
        api_url = "http://discord.com"
        scheduled_per_second = 60
        token = "secret"

        [database]
        url = "postgres://me:pw@db/unhunch"

        [content]
        dirs = "packs"
        locale = "english, please"
        emergency_line = "Call\nsomebody."

        [prompts]
        grace_minutes = "long"
    "#;
    let error = Config::resolve(&environment, Some((Path::new("unhunch.toml"), file))).unwrap_err();
    insta::assert_snapshot!(error, @r#"
    the configuration cannot be used:
      unhunch.toml: colour is not a setting; accepted are discord, database, content, prompts, pictures, privacy, log
      unhunch.toml: content.dirs is string "packs"; accepted is a list of texts
      unhunch.toml: discord.token is not a setting; accepted are api_url or scheduled_per_second
      unhunch.toml: log is integer 7; accepted is a section
      unhunch.toml: prompts.grace_minutes is string "long"; accepted is a whole number
      environment: DISCORD_TOKEN holds blanks, line breaks or other characters that no token has; copy it anew from the Bot page of your application
      unhunch.toml: discord.api_url is no address for Discord: plain http:// would show the bot's token to the network; use https://, or a loopback address
      unhunch.toml: discord.scheduled_per_second is 60; accepted are 1 to 40
      unhunch.toml: database.url holds a password; put it into the environment variable DATABASE_URL
      unhunch.toml: content.locale is "english, please"; accepted are languages such as "en", "de" or "pt-BR"
      unhunch.toml: content.emergency_line is too long; accepted is one line of at most 200 characters
      environment: RUST_LOG is "unhunch=loud": error parsing level filter: expected one of "off", "error", "warn", "info", "debug", "trace", or a number 0-5; accepted are filters such as "unhunch=info,serenity=warn"
    "#);
}

#[test]
fn a_file_that_is_no_toml_is_told_with_its_line() {
    insta::assert_snapshot!(resolve("[log]\nfilter = \n").unwrap_err(), @"the configuration cannot be used: config/unhunch.toml: line 2: string values must be quoted, expected literal string");
}

#[test]
fn a_file_that_was_named_has_to_be_there() {
    let environment = Environment {
        config_file: Some(PathBuf::from("/nowhere/unhunch.toml")),
        ..Environment::default()
    };
    insta::assert_snapshot!(Config::load(&environment).unwrap_err(), @"the configuration cannot be used: /nowhere/unhunch.toml: cannot be read: No such file or directory (os error 2)");
}

#[test]
fn what_is_copied_along_with_a_token_is_left_out() {
    for text in ["abc.def", " abc.def\n", "Bot abc.def", "Bot  abc.def\r\n"] {
        let token = with_token(text).unwrap().token.unwrap();
        assert_eq!(token.expose_secret(), "abc.def", "{text:?}");
    }
    for text in [
        "abc def",
        "abc\ndef",
        "Bot",
        "Bot ",
        "Bot abc def",
        "abc\u{a0}def",
    ] {
        assert!(with_token(text).is_err(), "{text:?}");
    }
}

#[test]
fn debug_hides_the_secrets() {
    let environment = Environment {
        discord_token: Some(SecretString::from("abc.s3cr3t.def")),
        database_url: Some(SecretString::from("postgres://me:s3cr3t@db/unhunch")),
        ..Environment::default()
    };
    let config = Config::resolve(&environment, None).unwrap();
    assert!(!format!("{environment:?} {config:?}").contains("s3cr3t"));
}

#[test]
fn a_database_is_a_file_or_a_server() {
    for url in [
        "sqlite://unhunch.db",
        "sqlite:unhunch.db?mode=rwc",
        "sqlite:///var/lib/u.db",
        "postgresql://db/u",
    ] {
        assert!(database_url(url).is_ok(), "{url}");
    }
    for url in ["", "unhunch.db", "mysql://db", "sqlite://", "postgres://"] {
        assert!(database_url(url).is_err(), "{url}");
    }
}

#[test]
fn pictures_are_kept_beside_a_database_file_unless_a_folder_is_named() {
    let kept = |database: &str, file: &str| {
        let environment = Environment {
            database_url: Some(SecretString::from(database)),
            ..Environment::default()
        };
        let config = Config::resolve(&environment, Some((Path::new("u.toml"), file))).unwrap();
        config.picture_cache
    };
    let folder = |name: &str| Some(PathBuf::from(name));
    assert_eq!(
        kept("sqlite:///var/lib/u.db?mode=rwc", ""),
        folder("/var/lib/u.db-pictures")
    );
    assert_eq!(kept("sqlite:u.db", ""), folder("u.db-pictures"));
    assert_eq!(kept("postgres://me@db/unhunch", ""), None);
    let named = "[pictures]\ncache_dir = \"/tmp/drawn\"\n";
    assert_eq!(
        kept("postgres://me@db/unhunch", named),
        folder("/tmp/drawn")
    );
}

#[test]
fn pages_that_people_are_sent_to_are_addresses_that_they_can_open() {
    let with = |url: &str| {
        let text = format!("[privacy]\npolicy_url = {url:?}\n");
        let path = Path::new("unhunch.toml");
        Config::resolve(&Environment::default(), Some((path, &text)))
    };
    let policy = with("https://example.org/privacy").unwrap().policy_url;
    assert_eq!(policy.as_deref(), Some("https://example.org/privacy"));
    for wrong in [
        "example.org",
        "http://example.org",
        "https://a b",
        "https://x/)",
    ] {
        let error = with(wrong).unwrap_err().to_string();
        assert!(error.contains("privacy.policy_url is"), "{error}");
    }
}
