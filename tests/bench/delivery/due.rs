//! A bot with many prompts that are due at one instant.

use std::sync::Arc;
use std::time::Duration;

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use unhunch::app::{App, HashKey, Outbound, Parts};
use unhunch::clock::{Clock, PlayedClock, Zones};
use unhunch::content::Library;
use unhunch::store::Store;
use unhunch::text::Catalogue;

use crate::sender::Sender;

/// When they are due.
pub const NINE: &str = "2026-06-01T09:00:00Z";

/// The application, on a database of its own.
pub struct Bot {
    pub app: Arc<App>,
    sender: Arc<Sender>,
    _folder: tempfile::TempDir,
}

impl Bot {
    /// One prompt in each of so many guilds, due at [`NINE`]. The clock stands there.
    pub async fn with_due(n_guilds: u32, sender: Arc<Sender>) -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let url = format!("sqlite://{}", folder.path().join("bench.db").display());
        let store = Store::open(&url).await.unwrap();
        let now = NINE.parse().unwrap();
        seed(
            &url,
            n_guilds,
            now,
            ("9:00 mon,tue,wed,thu,fri,sat,sun", "1000000 + n"),
        )
        .await;
        let clock = Arc::new(PlayedClock::standing(now));
        let app = app(store, clock, Arc::clone(&sender) as Arc<dyn Outbound>);
        Self {
            app: Arc::new(app),
            sender,
            _folder: folder,
        }
    }

    /// Sends for so long, or until all is sent; returns how many that were.
    pub async fn send_for(&self, limit: Duration) -> u32 {
        let app = &self.app;
        let now = app.clock.now();
        let all = async {
            while app
                .deliver(now)
                .await
                .unwrap()
                .is_some_and(|next| next <= now)
            {}
        };
        tokio::time::timeout(limit, all).await.ok();
        self.sender.sent()
    }
}

/// The application with a way out.
pub fn app(store: Store, clock: Arc<dyn Clock>, outbound: Arc<dyn Outbound>) -> App {
    App::new(Parts {
        store,
        library: Library::embedded().unwrap(),
        catalogue: Catalogue::embedded().unwrap(),
        zones: Zones::bundled(),
        clock,
        outbound,
        hash_key: HashKey::new(vec![7; 32]),
        default_locale: "en".to_owned(),
        emergency_line: None,
        grace: Duration::from_mins(30),
        picture_cache: None,
    })
}

/// Puts the guilds and their prompts into the tables, past the store: that is not what is measured. `channel` is an
/// expression of SQL over the number `n` of the guild.
pub async fn seed(
    url: &str,
    n_guilds: u32,
    due: jiff::Timestamp,
    (recurrence, channel): (&str, &str),
) {
    let due = due.as_millisecond();
    let numbers = format!(
        "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {n_guilds})"
    );
    let mut connection = AnyConnection::connect(url).await.unwrap();
    for sql in [
        format!("INSERT INTO guild (guild_id, timezone) {numbers} SELECT n, 'UTC' FROM number"),
        format!(
            "INSERT INTO schedule (
                 id, kind, guild_id, channel_id, timezone, recurrence, deliver, fallback, together,
                 stop_when_done, watermark_ms, next_due_ms, bag_seed, rotation, created_at
             ) {numbers} SELECT n, 'team', n, {channel}, 'UTC', '{recurrence}', 'channel', 0, 1, 0,
                 {due} - 60000, {due}, n, '', {due} - 60000 FROM number"
        ),
        format!("UPDATE counter SET value = {n_guilds} WHERE name = 'schedule'"),
    ] {
        connection.execute(AssertSqlSafe(sql)).await.unwrap();
    }
    connection.close().await.unwrap();
}
