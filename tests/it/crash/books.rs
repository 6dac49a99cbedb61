//! The bot's database as another process sees it: its rows, and its lock.

use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection};

use crate::wire::stand::Stand;

/// A row of the outbox.
#[derive(Debug, Clone)]
pub struct Row {
    pub schedule: i64,
    /// Its nominal date and time.
    pub slot: String,
    pub due_at: Timestamp,
    pub dispatch_at: Timestamp,
    pub state: String,
    pub reason: Option<String>,
    pub attempt: i64,
    pub token: String,
    pub nonce: String,
    pub message_id: Option<i64>,
}

async fn connect(stand: &Stand) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(stand.home().join("bot.db"));
    SqliteConnection::connect_with(&options).await.unwrap()
}

/// Asks the file something.
pub async fn ask(stand: &Stand, question: &str) -> Vec<SqliteRow> {
    let mut connection = connect(stand).await;
    let question = sqlx::query(AssertSqlSafe(question.to_owned()));
    let rows = question.fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows
}

/// The outbox, in the order in which it is due.
pub async fn rows(stand: &Stand) -> Vec<Row> {
    let rows = ask(stand, "SELECT * FROM delivery ORDER BY due_at, schedule_id").await;
    rows.iter().map(read).collect()
}

fn read(row: &SqliteRow) -> Row {
    let instant = |at: i64| Timestamp::from_millisecond(at).unwrap();
    let (date, time): (String, String) = (row.get("local_date"), row.get("wall_time"));
    Row {
        schedule: row.get("schedule_id"),
        slot: format!("{date} {time}"),
        due_at: instant(row.get("due_at")),
        dispatch_at: instant(row.get("dispatch_at")),
        state: row.get("state"),
        reason: row.get("reason"),
        attempt: row.get("attempt"),
        token: row.get("token"),
        nonce: row.get("nonce"),
        message_id: row.get("message_id"),
    }
}

/// Copies the database, as a back-up does.
pub async fn back_up(stand: &Stand, name: &str) {
    let path = stand.home().join(name);
    ask(stand, &format!("VACUUM INTO '{}'", path.display())).await;
}

/// Puts a back-up in the place of the database of a bot that does not run.
pub fn restore(stand: &Stand, name: &str) {
    for trace in ["bot.db-wal", "bot.db-shm"] {
        let trace = stand.home().join(trace);
        if trace.exists() {
            std::fs::remove_file(trace).unwrap();
        }
    }
    std::fs::rename(stand.home().join(name), stand.home().join("bot.db")).unwrap();
}

/// The lock that whoever writes to the file needs.
pub struct WriteLock(SqliteConnection);

impl WriteLock {
    /// Takes it; nobody else can write until it is released.
    pub async fn take(stand: &Stand) -> Self {
        let mut connection = connect(stand).await;
        let begin = sqlx::query("BEGIN IMMEDIATE");
        begin.execute(&mut connection).await.unwrap();
        Self(connection)
    }

    /// Gives it back; nothing is changed.
    pub async fn release(mut self) {
        let end = sqlx::query("ROLLBACK").execute(&mut self.0);
        end.await.unwrap();
        self.0.close().await.unwrap();
    }
}
