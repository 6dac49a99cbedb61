//! What is said, and how the process ends, when the bot cannot start.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;
use unhunch::store::Store;

use super::process::{Ended, PATIENCE, Process, folder};
use super::stand::{FAREWELL, Stand, TOKEN};
use crate::discord_fake::{FakeDiscord, Script, answer};

/// `unhunch run` in this folder with this environment, to its end.
async fn run(folder: &Path, environment: &[(&str, &str)]) -> Ended {
    Process::start(&["run"], folder, environment)
        .ended(PATIENCE)
        .await
}

/// The one line that was said, without the folder, which differs from run to run.
fn said(ended: &Ended, folder: &Path) -> String {
    assert_eq!(ended.stdout, "");
    let lines: Vec<_> = ended.stderr.lines().collect();
    assert_eq!(lines.len(), 1, "{}", ended.stderr);
    let line = lines[0].replace(folder.to_str().unwrap(), "DIR");
    format!("{:?} {line}", ended.code.unwrap())
}

/// What is in a folder.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                std::fs::read(&path).unwrap_or_default(),
            )
        })
        .collect()
}

/// A database that a bot of this version has made, closed.
async fn database(folder: &Path) -> String {
    let path = folder.join("bot.db");
    let url = format!("sqlite://{}", path.display());
    Store::open(&url).await.unwrap().close().await;
    url
}

#[tokio::test]
async fn without_a_token_it_says_what_is_missing_and_makes_nothing() {
    let folder = folder();
    for environment in [vec![], vec![("DISCORD_TOKEN", " ")]] {
        let ended = run(folder.path(), &environment).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said(&ended, folder.path()), @"2 error: DISCORD_TOKEN is not set: put the bot's token into the environment variable DISCORD_TOKEN, or try `unhunch playground`, which needs none");
        }
    }
    assert!(contents(folder.path()).is_empty());
}

#[tokio::test]
async fn a_token_that_discord_does_not_know_is_said_to_be_wrong() {
    let folder = folder();
    let refusal = answer(401, r#"{"message": "401: Unauthorized", "code": 0}"#);
    let discord = FakeDiscord::start(std::iter::repeat_n(refusal, 9));
    let (base, database) = (discord.base().to_string(), database(folder.path()).await);
    let environment = [
        ("DISCORD_TOKEN", "no-such-token"),
        ("DISCORD_API_URL", &base),
        ("DATABASE_URL", &database),
        ("RUST_LOG", "error"),
    ];
    let ended = run(folder.path(), &environment).await;
    insta::assert_snapshot!(said(&ended, folder.path()), @"2 error: Discord does not know this token; copy the present one from the Bot page of your application at https://discord.com/developers/applications into DISCORD_TOKEN");
}

#[tokio::test]
async fn what_is_set_up_wrongly_is_named_and_nothing_is_made() {
    let folder = folder();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let below_a_file = format!("sqlite://{}/file/bot.db", folder.path().display());
    let missing = format!("sqlite://{}/missing/bot.db", folder.path().display());
    let before = contents(folder.path());
    let mut sentences = Vec::new();
    for (name, value) in [
        ("DATABASE_URL", "mysql://ana:s3cret@localhost/x"),
        ("DATABASE_URL", "sqlite:"),
        ("DATABASE_URL", "sqlite::memory:"),
        ("DATABASE_URL", "postgres://ana:s3cret@localhost:99999/x"),
        ("DATABASE_URL", "postgres://ana:s3cret@127.0.0.1:1/x"),
        ("DATABASE_URL", &below_a_file),
        ("DATABASE_URL", &missing),
        ("DISCORD_API_URL", "http://discord.com"),
        ("DISCORD_API_URL", "discord"),
        ("DISCORD_TOKEN", "two words"),
        ("RUST_LOG", "unhunch=loud"),
        ("UNHUNCH_CONFIG", "none.toml"),
    ] {
        let environment = [
            ("DISCORD_TOKEN", TOKEN),
            ("DISCORD_API_URL", "http://127.0.0.1:1"),
            (name, value),
        ];
        let ended = run(folder.path(), &environment).await;
        assert!(!ended.stderr.contains("s3cret"), "{}", ended.stderr);
        sentences.push(said(&ended, folder.path()));
    }
    insta::assert_snapshot!(sentences.join("\n"), @r#"
    2 error: the configuration cannot be used: environment: DATABASE_URL is no address of a database; accepted are sqlite://FILE and postgres://USER:PASSWORD@HOST/NAME
    2 error: the configuration cannot be used: environment: DATABASE_URL is no address of a database; accepted are sqlite://FILE and postgres://USER:PASSWORD@HOST/NAME
    2 error: DATABASE_URL cannot be used, it names no file: write sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE
    2 error: DATABASE_URL cannot be used, invalid port number: write sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE
    1 error: PostgreSQL at 127.0.0.1:1/x cannot be reached: see that it runs and that DATABASE_URL is right: error communicating with database: Connection refused (os error 111)
    2 error: the folder DIR/file does not exist: create it, or let DATABASE_URL name another file
    2 error: the folder DIR/missing does not exist: create it, or let DATABASE_URL name another file
    2 error: the configuration cannot be used: environment: DISCORD_API_URL is no address for Discord: plain http:// would show the bot's token to the network; use https://, or a loopback address
    2 error: the configuration cannot be used: environment: DISCORD_API_URL is no address for Discord: not an address; expected one like "https://discord.com"
    2 error: the configuration cannot be used: environment: DISCORD_TOKEN holds blanks, line breaks or other characters that no token has; copy it anew from the Bot page of your application
    2 error: the configuration cannot be used: environment: RUST_LOG is "unhunch=loud": error parsing level filter: expected one of "off", "error", "warn", "info", "debug", "trace", or a number 0-5; accepted are filters such as "unhunch=info,serenity=warn"
    2 error: the configuration cannot be used: none.toml: cannot be read: No such file or directory (os error 2)
    "#);
    assert_eq!(contents(folder.path()), before);
}

/// Rights do not bind the superuser, who often runs tests; `/proc` takes no files from anybody.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_that_takes_no_files_is_named() {
    let folder = folder();
    let environment = [
        ("DISCORD_TOKEN", TOKEN),
        ("DATABASE_URL", "sqlite:///proc/bot.db"),
    ];
    let ended = run(folder.path(), &environment).await;
    insta::assert_snapshot!(said(&ended, folder.path()), @"2 error: /proc cannot be written: give this user the right to, or let DATABASE_URL name another file: No such file or directory (os error 2)");
}

#[tokio::test]
async fn databases_that_are_damaged_newer_or_others_are_left_as_they_are() {
    let folder = folder();
    let url = database(folder.path()).await;
    std::fs::remove_file(folder.path().join("bot.db.lock")).unwrap();
    let path = folder.path().join("bot.db");
    let whole = std::fs::read(&path).unwrap();
    let mut scribbled = whole.clone();
    scribbled[whole.len() / 2..].fill(0xA5);
    let newer = changed(&path, "INSERT INTO _sqlx_migrations SELECT 9999, 'from the future', installed_on, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1").await;
    std::fs::remove_file(&path).unwrap();
    let foreign = changed(&path, "CREATE TABLE invoice (id BIGINT PRIMARY KEY)").await;
    let mut sentences = Vec::new();
    for bytes in [
        b"Dear diary".repeat(100),
        whole[..whole.len() / 2].to_vec(),
        scribbled,
        newer,
        foreign,
    ] {
        std::fs::write(&path, &bytes).unwrap();
        let before = contents(folder.path());
        let environment = [
            ("DISCORD_TOKEN", TOKEN),
            ("DISCORD_API_URL", "http://127.0.0.1:1"),
            ("DATABASE_URL", &url),
        ];
        let ended = run(folder.path(), &environment).await;
        sentences.push(said(&ended, folder.path()));
        assert!(
            contents(folder.path()) == before,
            "the folder was changed: {:?}",
            sentences.last()
        );
    }
    insta::assert_snapshot!(sentences.join("\n"), @"
    1 error: DIR/bot.db is damaged or not a database and was not touched: restore a back-up, or move it away to begin anew: error returned from database: (code: 26) file is not a database
    1 error: DIR/bot.db is damaged or not a database and was not touched: restore a back-up, or move it away to begin anew: error returned from database: (code: 11) database disk image is malformed
    1 error: DIR/bot.db is damaged or not a database and was not touched: restore a back-up, or move it away to begin anew: error returned from database: (code: 11) database disk image is malformed
    1 error: DIR/bot.db was written by a newer unhunch (schema 9999, this one knows 15): run the newer one, or restore an older back-up
    1 error: DIR/bot.db is a database of another program and was not touched: let DATABASE_URL name another file
    ");
}

/// The bytes of a database after a change.
async fn changed(path: &Path, sql: &'static str) -> Vec<u8> {
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true);
    let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::query(sql).execute(&mut connection).await.unwrap();
    sqlx::Connection::close(connection).await.unwrap();
    std::fs::read(path).unwrap()
}

#[tokio::test]
async fn a_second_bot_on_the_same_file_is_refused_and_the_first_lives_on() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let database = stand.database();
    let environment = [
        ("DISCORD_TOKEN", TOKEN),
        ("DISCORD_API_URL", stand.url.as_str()),
        ("DATABASE_URL", &database),
    ];
    let before = std::fs::read(stand.home().join("bot.db")).unwrap();
    let ended = run(stand.home(), &environment).await;
    insta::assert_snapshot!(said(&ended, stand.home()), @"1 error: another process is using DIR/bot.db: stop it, or let DATABASE_URL name another file");
    assert!(std::fs::read(stand.home().join("bot.db")).unwrap() == before);
    let help = stand
        .command(super::stand::BEN, super::stand::WELLNESS, "help", json!({}))
        .await;
    assert!(help.text().contains("Hello"));
    stand.stop(bot, "TERM").await;
    let again = stand.bot().await;
    stand.stop(again, "TERM").await;
    stand.finish().await;
}

#[tokio::test]
async fn the_clock_of_a_playground_is_not_followed_elsewhere() {
    let folder = folder();
    let arguments = ["run", "--follow-clock", "http://127.0.0.1:1"];
    let ended = Process::start(&arguments, folder.path(), &[("DISCORD_TOKEN", TOKEN)])
        .ended(PATIENCE)
        .await;
    insta::assert_snapshot!(said(&ended, folder.path()), @"2 error: --follow-clock is for tests: it and DISCORD_API_URL need an address on this machine, such as http://127.0.0.1:8620");
    let environment = [
        ("DISCORD_TOKEN", TOKEN),
        ("DISCORD_API_URL", "http://127.0.0.1:1"),
    ];
    let ended = Process::start(&arguments, folder.path(), &environment)
        .ended(PATIENCE)
        .await;
    assert_eq!(ended.code, Some(1));
    assert!(
        said(&ended, folder.path()).contains("cannot follow the clock"),
        "{}",
        ended.stderr
    );
    assert!(contents(folder.path()).is_empty());
}

#[tokio::test]
async fn a_bot_stops_when_it_is_asked_to_even_if_discord_never_answers() {
    let folder = folder();
    let discord = FakeDiscord::start(std::iter::repeat_n(Script::Silence, 9));
    let (base, database) = (discord.base().to_string(), database(folder.path()).await);
    let environment = [
        ("DISCORD_TOKEN", TOKEN),
        ("DISCORD_API_URL", &base),
        ("DATABASE_URL", &database),
    ];
    for signal in ["TERM", "INT"] {
        let asked = discord.seen().len();
        let bot = Process::start(&["run"], folder.path(), &environment);
        super::process::until("Discord is asked", async || {
            (discord.seen().len() > asked).then_some(())
        })
        .await;
        bot.signal(signal);
        assert_eq!(bot.ended(FAREWELL).await.code, Some(0));
    }
}
