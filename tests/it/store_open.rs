//! Opening the database: what is created, what is refused and in which words.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use unhunch::store::{OpenError, OpenErrorKind, Store};

use crate::store_fixture::{Database, OneByOne as _, at, guild, on_both, team_prompt, user, zone};

/// The environment variable that makes a test process hold a database.
const HOLD: &str = "UNHUNCH_TEST_HOLD";

fn url(path: &Path) -> String {
    format!("sqlite://{}", path.display())
}

/// Every file of a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap_or_default();
            (path.file_name().unwrap().into(), bytes)
        })
        .collect()
}

/// Nothing in the folder was added, removed or changed.
fn assert_untouched(folder: &Path, before: &BTreeMap<PathBuf, Vec<u8>>) {
    let after = contents(folder);
    assert!(after.keys().eq(before.keys()), "{:?}", after.keys());
    for (name, bytes) in before {
        assert!(after[name] == *bytes, "{} was changed", name.display());
    }
}

async fn refused(url: &str) -> OpenError {
    Store::open(url).await.expect_err("it is refused")
}

/// The sentence without the folder that differs from run to run, and whose turn it is.
fn said(error: &OpenError, folder: &Path) -> String {
    let sentence = error.to_string().replace(folder.to_str().unwrap(), "DIR");
    format!("{:?}: {sentence}", error.kind())
}

/// A database with enough in it to fill several pages, closed.
async fn filled(path: &Path) {
    let store = Store::open(&url(path)).await.unwrap();
    for _ in 0..50 {
        store.add_schedule(&team_prompt(guild(1))).await.unwrap();
    }
    store.close().await;
}

#[tokio::test]
async fn the_first_opening_makes_the_file_and_the_next_finds_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a b%20ü?.db");
    let name = path.display().to_string();
    let name = name.replace('%', "%25").replace('?', "%3F");
    for address in [
        format!("sqlite:{name}"),
        format!("sqlite://{name}?mode=rwc"),
    ] {
        let store = Store::open(&address).await.unwrap();
        store.put_meta(&address, "here").await.unwrap();
        store.close().await;
    }
    let store = Store::open(&format!("sqlite://{name}?mode=rw"))
        .await
        .unwrap();
    let first = store.meta(&format!("sqlite:{name}")).await.unwrap();
    assert_eq!(first.as_deref(), Some("here"));
    assert!(path.is_file());
}

#[tokio::test]
async fn an_empty_file_becomes_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    std::fs::write(&path, "").unwrap();
    Store::open(&url(&path)).await.unwrap();
}

#[tokio::test]
async fn addresses_that_make_no_sense_are_refused_with_what_would() {
    let mut sentences = Vec::new();
    for address in [
        "unhunch.db",
        "mysql://localhost/x",
        "sqlite:",
        "sqlite::memory:",
        "sqlite://x.db?mode=ro",
        "postgres:localhost",
        "postgres://ana:secret@localhost:99999/x",
        "postgres://ana:secret@localhost/x?sslmode=perhaps",
    ] {
        sentences.push(said(&refused(address).await, Path::new("/nowhere")));
    }
    insta::assert_snapshot!(sentences.join("\n"), @r#"
    SetUp: DATABASE_URL cannot be used, it has no scheme: write sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE
    SetUp: DATABASE_URL begins with "mysql", and only sqlite: and postgres: are supported
    SetUp: DATABASE_URL cannot be used, it names no file: write sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE
    SetUp: DATABASE_URL cannot be used, it names no file: write sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE
    SetUp: DATABASE_URL cannot be used, "mode=ro" is not supported: write sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE
    SetUp: DATABASE_URL cannot be used, `//` is missing after the scheme: write sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE
    SetUp: DATABASE_URL cannot be used, invalid port number: write sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE
    SetUp: DATABASE_URL cannot be used, unknown value "perhaps" for `ssl_mode`: write sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE
    "#);
}

#[tokio::test]
async fn a_missing_folder_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing").join("test.db");
    let error = refused(&url(&path)).await;
    insta::assert_snapshot!(said(&error, folder.path()), @"SetUp: the folder DIR/missing does not exist: create it, or let DATABASE_URL name another file");
    assert!(contents(folder.path()).is_empty());
}

/// Rights do not bind the superuser, who often runs tests; `/proc` takes no files from anybody.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_that_takes_no_files_is_named() {
    let error = refused("sqlite:///proc/unhunch.db").await;
    insta::assert_snapshot!(said(&error, Path::new("/nowhere")), @"SetUp: /proc cannot be written: give this user the right to, or let DATABASE_URL name another file");
}

#[tokio::test]
async fn a_folder_is_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inner");
    std::fs::create_dir(&path).unwrap();
    let error = refused(&url(&path)).await;
    insta::assert_snapshot!(said(&error, folder.path()), @"SetUp: DATABASE_URL cannot be used, DIR/inner is a folder: write sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE");
    assert_eq!(contents(folder.path()).len(), 1);
}

#[tokio::test]
async fn a_first_opening_that_fails_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    // SQLite cannot begin its log where a folder lies.
    std::fs::create_dir(folder.path().join("test.db-wal")).unwrap();
    let error = refused(&url(&path)).await;
    insta::assert_snapshot!(said(&error, folder.path()), @"Failure: the disk does not do what the database needs at DIR/test.db: see that it is neither full nor failing");
    let left: Vec<_> = contents(folder.path()).into_keys().collect();
    assert_eq!(left, [PathBuf::from("test.db-wal")]);
    std::fs::remove_dir(folder.path().join("test.db-wal")).unwrap();
    Store::open(&url(&path)).await.unwrap();
}

#[tokio::test]
async fn a_second_store_on_one_file_is_refused_while_the_first_lives() {
    let database = Database::sqlite();
    let first = database.open().await;
    let clone = first.clone();
    let error = refused(database.url()).await;
    let folder = database.url().trim_start_matches("sqlite://").to_owned();
    let folder = Path::new(&folder).parent().unwrap();
    insta::assert_snapshot!(said(&error, folder), @"Failure: another process is using DIR/test.db: stop it, or let DATABASE_URL name another file");
    drop(first);
    assert!(matches!(refused(database.url()).await, OpenError::InUse(_)));
    clone.close().await;
    Store::open(database.url()).await.unwrap();
}

#[tokio::test]
async fn a_second_process_is_refused_until_the_first_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "--nocapture",
            "store_open::a_process_holds_what_it_is_told_to",
        ])
        .env(HOLD, url(&path))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("holding")));
    assert!(matches!(refused(&url(&path)).await, OpenError::InUse(_)));
    child.kill().unwrap();
    child.wait().unwrap();
    let store = Store::open(&url(&path)).await.unwrap();
    assert_eq!(
        store.meta("by").await.unwrap().as_deref(),
        Some("the other process")
    );
}

/// The other process of the test above; without that it only opens a database of its own.
#[tokio::test]
async fn a_process_holds_what_it_is_told_to() {
    let own = Database::sqlite();
    let told = std::env::var_os(HOLD).map(|url| url.into_string().unwrap());
    let store = Store::open(told.as_deref().unwrap_or(own.url()))
        .await
        .unwrap();
    store.put_meta("by", "the other process").await.unwrap();
    if told.is_some() {
        writeln!(std::io::stdout(), "holding").unwrap();
        std::io::stdin().read_line(&mut String::new()).unwrap();
    }
}

#[tokio::test]
async fn files_that_are_no_databases_are_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    std::fs::write(
        &path,
        "Dear diary, today I sat for nine hours.\n".repeat(40),
    )
    .unwrap();
    let before = contents(folder.path());
    let error = refused(&url(&path)).await;
    insta::assert_snapshot!(said(&error, folder.path()), @"Failure: DIR/test.db is damaged or not a database and was not touched: restore a back-up, or move it away to begin anew");
    assert_untouched(folder.path(), &before);
}

#[tokio::test]
async fn damaged_databases_are_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    filled(&path).await;
    std::fs::remove_file(folder.path().join("test.db.lock")).unwrap();
    let whole = std::fs::read(&path).unwrap();
    assert_eq!(contents(folder.path()).len(), 1, "the log is folded in");

    let half = whole[..whole.len() / 2].to_vec();
    let mut scribbled = whole.clone();
    let middle = whole.len() / 2;
    scribbled[middle..].fill(0xA5);
    for damaged in [half, scribbled] {
        std::fs::write(&path, &damaged).unwrap();
        let error = refused(&url(&path)).await;
        assert!(matches!(error, OpenError::Damaged { .. }), "{error:?}");
        assert_eq!(error.kind(), OpenErrorKind::Failure);
        assert!(std::fs::read(&path).unwrap() == damaged);
        assert_eq!(contents(folder.path()).len(), 1);
    }
    std::fs::write(&path, &whole).unwrap();
    let store = Store::open(&url(&path)).await.unwrap();
    assert_eq!(store.all_schedules(None, 99).await.unwrap().len(), 50);
}

#[tokio::test]
async fn a_large_database_is_read_through_only_if_it_was_not_closed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    let store = Store::open(&url(&path)).await.unwrap();
    for number in 0..36 {
        let filler = "x".repeat(1 << 20);
        store
            .put_meta(&format!("filler {number}"), &filler)
            .await
            .unwrap();
    }
    store.close().await;
    let log = folder.path().join("test.db-wal");
    assert!(!log.exists(), "who leaves folds the log in");
    let mut damaged = std::fs::read(&path).unwrap();
    assert!(damaged.len() > 32 << 20);
    let middle = damaged.len() / 2;
    damaged[middle..middle + 8192].fill(0xA5);
    std::fs::write(&path, &damaged).unwrap();
    // Closed well, it opens at once; whoever wants to know has it looked at.
    let store = Store::open(&url(&path)).await.unwrap();
    assert!(store.meta("filler 0").await.unwrap().is_some());
    store.close().await;
    let error = Store::open_beside(&url(&path)).await.unwrap_err();
    assert!(matches!(error, OpenError::Damaged { .. }), "{error:?}");
    // A crash leaves the log behind.
    std::fs::write(&log, "").unwrap();
    let error = refused(&url(&path)).await;
    assert!(matches!(error, OpenError::Damaged { .. }), "{error:?}");
}

#[tokio::test]
async fn a_database_that_lost_a_table_is_damaged() {
    let database = Database::sqlite();
    database.open().await.close().await;
    database.run("DROP TABLE press").await.unwrap();
    let error = refused(database.url()).await;
    assert!(matches!(error, OpenError::Damaged { .. }), "{error:?}");
    assert!(
        std::error::Error::source(&error)
            .unwrap()
            .to_string()
            .contains("table press is missing")
    );
    let error = Store::open_beside(database.url()).await.unwrap_err();
    assert!(matches!(error, OpenError::Damaged { .. }), "{error:?}");
}

#[tokio::test]
async fn looking_beside_says_what_a_first_run_would_say() {
    let folder = tempfile::tempdir().unwrap();
    let beside = async |path: &str| {
        let url = format!("sqlite://{}/{path}", folder.path().display());
        Store::open_beside(&url).await.unwrap_err()
    };
    let missing = beside("nowhere/test.db").await;
    assert!(
        matches!(missing, OpenError::FolderMissing(_)),
        "{missing:?}"
    );
    std::fs::create_dir(folder.path().join("folder")).unwrap();
    let is_folder = beside("folder").await;
    assert!(
        matches!(is_folder, OpenError::BadUrl { .. }),
        "{is_folder:?}"
    );
    let fine = beside("test.db").await;
    assert!(matches!(fine, OpenError::FileMissing(_)), "{fine:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_database_of_another_program_is_not_touched() {
    let database = Database::sqlite();
    let folder = database.url().trim_start_matches("sqlite://").to_owned();
    let path = Path::new(&folder);
    std::fs::write(path, "").unwrap();
    database
        .run("CREATE TABLE invoice (id BIGINT PRIMARY KEY)")
        .await
        .unwrap();
    let before = contents(path.parent().unwrap());
    let error = refused(database.url()).await;
    insta::assert_snapshot!(said(&error, path.parent().unwrap()), @"Failure: DIR/test.db is a database of another program and was not touched: let DATABASE_URL name another file");
    assert_untouched(path.parent().unwrap(), &before);
}

#[tokio::test]
async fn a_newer_file_is_not_touched() {
    let database = Database::sqlite();
    let folder = database.url().trim_start_matches("sqlite://").to_owned();
    let path = Path::new(&folder);
    database.open().await.close().await;
    database.run(FROM_THE_FUTURE).await.unwrap();
    let before = contents(path.parent().unwrap());
    let error = refused(database.url()).await;
    insta::assert_snapshot!(said(&error, path.parent().unwrap()), @"Failure: DIR/test.db was written by a newer unhunch (schema 9999, this one knows 15): run the newer one, or restore an older back-up");
    assert_untouched(path.parent().unwrap(), &before);
}

#[tokio::test]
async fn tools_work_beside_the_bot_and_make_nothing() {
    let database = Database::sqlite();
    let path = database.url().trim_start_matches("sqlite://").to_owned();
    let folder = Path::new(&path).parent().unwrap();
    let missing = Store::open_beside(database.url()).await.unwrap_err();
    insta::assert_snapshot!(said(&missing, folder), @"SetUp: there is no database at DIR/test.db: start unhunch once, or let DATABASE_URL name another file");
    assert!(contents(folder).is_empty());

    let bot = database.open().await;
    let tool = Store::open_beside(database.url()).await.unwrap();
    tool.put_meta("from", "the tool").await.unwrap();
    assert_eq!(bot.meta("from").await.unwrap().as_deref(), Some("the tool"));
    bot.close().await;
}

#[tokio::test]
async fn tools_leave_an_older_schema_as_it_is() {
    let database = Database::sqlite();
    let path = database.url().trim_start_matches("sqlite://").to_owned();
    std::fs::write(&path, "").unwrap();
    let mut connection = database.raw().await;
    sqlx::migrate!().run_to(1, &mut connection).await.unwrap();
    sqlx::Connection::close(connection).await.unwrap();
    let folder = Path::new(&path).parent().unwrap();
    let before = contents(folder);
    let older = Store::open_beside(database.url()).await.unwrap_err();
    insta::assert_snapshot!(said(&older, folder), @"Failure: DIR/test.db has an older schema (1, this unhunch needs 15): start this unhunch once to bring it up to date");
    assert_untouched(folder, &before);
}

#[tokio::test]
async fn a_writer_waits_for_a_tool_that_writes() {
    let database = Database::sqlite();
    let bot = database.open().await;
    let mut tool = database.raw().await;
    let mut writing = sqlx::Connection::begin_with(&mut tool, "BEGIN IMMEDIATE")
        .await
        .unwrap();
    sqlx::query("INSERT INTO meta (key, value) VALUES ('a', 'tool')")
        .execute(&mut *writing)
        .await
        .unwrap();
    let (waited, done) = tokio::join!(bot.put_meta("a", "bot"), async {
        tokio::task::yield_now().await;
        writing.commit().await
    });
    waited.unwrap();
    done.unwrap();
    assert_eq!(bot.meta("a").await.unwrap().as_deref(), Some("bot"));
}

const FROM_THE_FUTURE: &str = "INSERT INTO _sqlx_migrations
    SELECT 9999, 'from the future', installed_on, success, checksum, execution_time
    FROM _sqlx_migrations WHERE version = 1";

on_both! {
    async fn a_newer_database_is_refused(database: &Database) {
        database.open().await.close().await;
        database.run(FROM_THE_FUTURE).await.unwrap();
        let newest = sqlx::migrate!().iter().map(|migration| migration.version).max().unwrap();
        let error = refused(database.url()).await;
        let is_told = matches!(error, OpenError::Newer { found: 9999, known, .. } if known == newest);
        assert!(is_told, "{error:?}");
        let beside = Store::open_beside(database.url()).await.unwrap_err();
        assert!(matches!(beside, OpenError::Newer { .. }), "{beside:?}");
    }

    async fn a_migration_that_is_not_as_it_was_is_refused(database: &Database) {
        database.open().await.close().await;
        database
            .run("UPDATE _sqlx_migrations SET checksum =
                  (SELECT checksum FROM _sqlx_migrations WHERE version = 2) WHERE version = 1")
            .await
            .unwrap();
        let error = refused(database.url()).await;
        assert!(matches!(error, OpenError::Migrate { .. }), "{error:?}");
    }

    async fn what_was_kept_is_there_after_a_restart(database: &Database) {
        let store = database.open().await;
        let kept = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        store.set_guild(guild(1), &zone("UTC"), user(9), at(0)).await.unwrap();
        // Dropped without being closed, as when the process dies.
        drop(store);
        let mut reopened = Store::open(database.url()).await;
        while matches!(reopened, Err(OpenError::InUse(_))) {
            tokio::task::yield_now().await;
            reopened = Store::open(database.url()).await;
        }
        assert_eq!(reopened.unwrap().schedule(kept.id).await.unwrap(), Some(kept));
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named_without_its_password() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let error = refused(&format!("postgres://ana:hunter2@127.0.0.1:{port}/team")).await;
    let everything = format!("{error} {error:?}");
    assert!(!everything.contains("hunter2"), "{everything}");
    let sentence = said(&error, Path::new("/nowhere")).replace(&port.to_string(), "PORT");
    insta::assert_snapshot!(sentence, @"Failure: PostgreSQL at 127.0.0.1:PORT/team cannot be reached: see that it runs and that DATABASE_URL is right");
}

#[tokio::test]
async fn a_server_that_refuses_is_named() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let (server, rest) = database.url().rsplit_once("/postgres").unwrap();
    let error = refused(&format!("{server}/no_such_database{rest}")).await;
    let place = server.rsplit('@').next().unwrap();
    let sentence = said(&error, Path::new("/nowhere")).replace(place, "HOST:PORT");
    insta::assert_snapshot!(sentence, @"SetUp: PostgreSQL at HOST:PORT/no_such_database refuses: see that user, password and database in DATABASE_URL are right");
}
