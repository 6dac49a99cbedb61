//! The proof of exactly-once delivery: the shipped binary is killed at every point of the table D-20.
//!
//! The bot is a process of its own and dies by SIGKILL; another process, the playground, holds the truth. Each point
//! is reached from outside, without a hook in the program: by holding SQLite's write lock, by a gate on the way to
//! Discord that turns requests away or holds answers back, by the playground's faults, by a limit on the size of
//! files. Afterwards the bot is started on the same database and the clock goes on; then the playground is asked how
//! many messages carry the token, and the file how the row ended.
//!
//! | line of D-20 | story in |
//! |---|---|
//! | before planning commits; after planning, before the claim | `planned.rs` |
//! | after the claim, before the request leaves; request sent, answer not read | `request.rs` |
//! | answer read, before `sent` commits; after `sent` commits | `settled.rs` |
//! | press: before the check-in commits; committed, reply not sent | `presses.rs` |
//! | disk full, database locked | `storage.rs` |
//!
//! `restored.rs` is about a back-up, `soak` throws everything together at random. That each story can fail is shown by
//! `.ci/negative-controls/run`, which takes one safeguard after the other out of the program.

mod books;
mod gate;
mod planned;
mod presses;
mod request;
mod restored;
mod settled;
mod soak;
mod storage;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::wire::process::until;
use crate::wire::stand::{
    ADA, BEN, BEN_DM, Bot, GENERAL, Stand, WELLNESS, components, posted_at, string,
};
use books::{Row, WriteLock, rows};

/// Prompts come every day at nine.
const NINE: &str = "2027-03-26T09:00:00Z";
/// In time, but beyond what the nonce is relied on for.
const LATER: &str = "2027-03-26T09:10:00Z";
/// Beyond the grace.
const TOO_LATE: &str = "2027-03-26T09:45:00Z";
/// The next prompt has come.
const NEXT_DAY: &str = "2027-03-27T09:02:00Z";
/// With so many schedules before it, a member's reminder by direct message waits for half a minute.
const HALF_A_MINUTE: usize = 5;
/// Without any it waits for longer than a minute.
const LONGER: usize = 0;

/// Everywhere the bot may have posted.
const PLACES: [&str; 3] = [WELLNESS, GENERAL, BEN_DM];

/// An admin adds prompts at nine, for every day.
async fn prompts_at_nine(stand: &Stand) {
    let wish = json!({ "channel": WELLNESS, "times": "9:00", "days": "daily", "timezone": "UTC" });
    stand.add_prompts(ADA, WELLNESS, wish).await;
}

/// A member wants a desk break by direct message at nine, every day; it is planned, and not claimed yet. There are so
/// many other schedules: the number of a schedule says how long its messages wait, so that not all are sent at once.
async fn planned_break_at_nine(stand: &Stand, after: usize) -> Row {
    for _ in 0..after {
        let wish = json!({ "channel": GENERAL, "times": "9:00", "days": "sun", "timezone": "UTC" });
        stand.add_prompts(ADA, GENERAL, wish).await;
    }
    let wish = json!({ "times": "9:00", "days": "daily", "timezone": "UTC" });
    stand.command(BEN, GENERAL, "deskbreak join", wish).await;
    stand.play_to("2027-03-26T09:00:01Z").await;
    let row = only_row(stand).await;
    assert_eq!(row.state, "pending");
    let waits = row.dispatch_at.duration_since(row.due_at).as_secs();
    assert_eq!(waits > 60, after == LONGER, "{waits} s");
    row
}

/// The posts of messages, as the playground noted them. That direct messages arrive was tried out before, by one of its
/// own that is none of these.
async fn posts(stand: &Stand) -> Vec<Value> {
    let mut requests = stand.requests().await;
    let is_test = |nonce: &str| nonce.starts_with("u1t") && nonce.len() == 19;
    requests.retain(|request| {
        let is_post = request["method"] == "POST";
        let tries_out = request["body"]["nonce"].as_str().is_some_and(is_test);
        is_post && !tries_out && string(&request["path"]).ends_with("/messages")
    });
    requests
}

/// How many messages carry this token, as the playground has it.
async fn carrying(stand: &Stand, token: &str) -> usize {
    let mut n_messages = 0;
    for place in PLACES {
        let posted = stand.posted(place).await;
        n_messages += posted
            .iter()
            .filter(|message| carries(message, token))
            .count();
    }
    n_messages
}

/// One of the buttons below a message names the delivery.
fn carries(message: &Value, token: &str) -> bool {
    let all = components(message);
    let mut ids = all
        .iter()
        .filter_map(|component| component["custom_id"].as_str());
    ids.any(|id| id.contains(token))
}

/// Waits until the bot works at this instant, and cannot go on because of what a test holds.
async fn stuck_at(stand: &Stand, instant: &str) {
    let instant: Timestamp = instant.parse().unwrap();
    until("the bot works at that instant", async || {
        let clock = stand.page("GET", "clock", Value::Null).await;
        let works = clock["followers"][0]["state"] == "busy";
        (works && clock["now_ms"].as_i64().unwrap() >= instant.as_millisecond()).then_some(())
    })
    .await;
}

/// Plays to an instant at which the bot wants to write, and kills it while it waits for the lock.
async fn killed_at_the_lock(stand: &Stand, bot: Bot, instant: &str) {
    let lock = WriteLock::take(stand).await;
    tokio::join!(stand.push_to(instant), async {
        stuck_at(stand, instant).await;
        stand.kill(bot).await;
    });
    lock.release().await;
}

/// The only row there is.
async fn only_row(stand: &Stand) -> Row {
    let mut rows = rows(stand).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

/// Waits until the first row has come to its end, and returns it; its message is not doubled.
async fn ended(stand: &Stand) -> Row {
    let row = until("the row has come to its end", async || {
        let first = rows(stand).await.into_iter().next();
        first.filter(|row| !["pending", "sending"].contains(&row.state.as_str()))
    })
    .await;
    assert!(carrying(stand, &row.token).await <= 1, "doubled: {row:?}");
    row
}

/// The first occurrence ended as one message, which came at `at` or within a minute; the next day's comes, too, and the
/// bot ends in good order.
async fn one_message(stand: Stand, bot: Bot, at: &str) {
    let row = ended(&stand).await;
    assert_eq!((row.state.as_str(), row.reason.as_deref()), ("sent", None));
    assert_eq!(carrying(&stand, &row.token).await, 1);
    let mut posted = Vec::new();
    for place in PLACES {
        posted.extend(stand.posted(place).await);
    }
    assert_eq!(posted.len(), 1, "nothing else is there");
    assert_eq!(
        string(&posted[0]["id"]),
        row.message_id.unwrap().to_string()
    );
    let at: Timestamp = at.parse().unwrap();
    let late = posted_at(&posted[0]).duration_since(at).as_secs();
    assert!((0..90).contains(&late), "{late} s");
    life_goes_on(stand, bot, 2).await;
}

/// The first occurrence ended without a message, and for this reason; the next day's comes.
async fn no_message(stand: Stand, bot: Bot, state: &str, reason: &str) {
    let row = ended(&stand).await;
    assert_eq!(
        (row.state.as_str(), row.reason.as_deref()),
        (state, Some(reason))
    );
    assert_eq!(carrying(&stand, &row.token).await, 0);
    life_goes_on(stand, bot, 1).await;
}

/// By the next day there are so many messages, and no token twice.
async fn life_goes_on(stand: Stand, bot: Bot, n_messages: usize) {
    stand.play_to(NEXT_DAY).await;
    let mut n_posted = 0;
    for place in PLACES {
        n_posted += stand.posted(place).await.len();
    }
    let rows = rows(&stand).await;
    assert_eq!(n_posted, n_messages, "{rows:?}");
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1].state, "sent");
    assert_eq!(carrying(&stand, &rows[1].token).await, 1);
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}
