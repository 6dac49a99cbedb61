//! What an admin does over the wire: holidays of a file, and looking after the bot.

use serde_json::{Value, json};

use super::process::until;
use super::stand::{ADA, BEN, BEN_DM, GENERAL, Stand, WELLNESS, components, string, text};

/// The thread of `#general`.
const THREAD: &str = "1090000000000000206";

/// Waits for a message in a channel that has a button of this label.
async fn with_button(stand: &Stand, channel: &str, viewer: &str, label: &str) -> Value {
    let found = until("the message is there", async || {
        let seen = stand.seen(channel, viewer).await;
        seen.into_iter().rev().find(|message| {
            let all = components(message);
            all.iter().any(|component| component["label"] == label)
        })
    });
    found.await
}

#[tokio::test]
async fn a_calendar_file_that_an_admin_sends_along_becomes_holidays() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20271225\r\nSUMMARY:Quartz Day\r\n\
                END:VEVENT\r\nEND:VCALENDAR\r\n";
    let file = |bytes: &[u8]| {
        let base64 = data_encoding::BASE64.encode(bytes);
        json!({ "file": { "filename": "days off.ics", "content_type": "text/calendar", "base64": base64 } })
    };
    let import = "wellness holidays import";
    let found = stand
        .command(ADA, WELLNESS, import, file(text.as_bytes()))
        .await;
    assert!(found.is_private());
    assert!(found.text().contains("Quartz Day"), "{}", found.text());
    let entered = stand.press(ADA, &found.message, "Confirm").await;
    assert!(
        entered.text().contains("One holiday is entered"),
        "{}",
        entered.text()
    );
    let list = stand
        .command(ADA, WELLNESS, "wellness holidays list", json!({}))
        .await;
    assert!(
        list.text()
            .contains("Saturday, 25 December 2027: Quartz Day"),
        "{}",
        list.text()
    );
    let large = vec![b' '; 256 * 1024 + 1];
    let refused = stand.command(ADA, WELLNESS, import, file(&large)).await;
    assert!(refused.text().contains("too large"), "{}", refused.text());
    assert!(
        !bot.stderr().contains("Quartz"),
        "words of the file are logged"
    );
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

#[tokio::test]
async fn an_admin_is_told_of_a_schedule_on_hold_sees_what_is_missing_and_takes_it_up_again() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let prompts =
        json!({ "channel": THREAD, "times": "11:00, 12:00", "days": "daily", "timezone": "UTC" });
    stand.add_prompts(ADA, WELLNESS, prompts).await;
    // Who may not see a channel sees nothing of its threads.
    let view = |on: bool| json!({ "permissions": { "channel_id": GENERAL, "view": on } });
    stand.page("POST", "world", view(false)).await;
    stand.play_to("2027-03-25T11:01:00Z").await;
    stand.command(ADA, WELLNESS, "help", json!({})).await;
    let told = with_button(&stand, WELLNESS, ADA, "Resume #1").await;
    assert_eq!(told["ephemeral_for"], ADA);
    assert!(text(&told).contains("is on hold"), "{}", text(&told));
    let not_yet = stand.press(ADA, &told, "Resume #1").await;
    assert!(not_yet.text().contains("Not yet"), "{}", not_yet.text());
    let check = stand
        .command(ADA, WELLNESS, "wellness check", json!({}))
        .await;
    assert!(
        check
            .text()
            .contains(&format!("<#{THREAD}>: I cannot find it")),
        "{}",
        check.text()
    );
    assert!(
        check.text().contains("I may not post in the channel"),
        "{}",
        check.text()
    );
    stand.page("POST", "world", view(true)).await;
    let check = stand
        .command(ADA, WELLNESS, "wellness check", json!({}))
        .await;
    assert!(
        check.text().contains(&format!("<#{THREAD}>: all is well")),
        "{}",
        check.text()
    );
    let resumed = stand.press(ADA, &check.message, "Resume #1").await;
    assert!(resumed.text().contains("It goes on"), "{}", resumed.text());
    stand.play_to("2027-03-25T12:01:00Z").await;
    assert_eq!(stand.posted(THREAD).await.len(), 1);
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

#[tokio::test]
async fn a_thread_that_was_closed_is_named_as_such_and_goes_on_once_it_is_unlocked() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let prompts =
        json!({ "channel": THREAD, "times": "11:00, 12:00", "days": "daily", "timezone": "UTC" });
    stand.add_prompts(ADA, WELLNESS, prompts).await;
    let close = |archived: bool, locked: bool| json!({ "thread": { "channel_id": THREAD, "archived": archived, "locked": locked } });
    stand.page("POST", "world", close(true, true)).await;
    stand.play_to("2027-03-25T11:01:00Z").await;
    let check = async || {
        let check = stand.command(ADA, WELLNESS, "wellness check", json!({}));
        check.await
    };
    let closed = check().await;
    for said in [
        format!("<#{THREAD}>: **the thread is locked**"),
        format!("Prompt #1 in <#{THREAD}> is on hold: that thread was closed."),
        "Mend what is missing there".to_owned(),
    ] {
        assert!(closed.text().contains(&said), "{}", closed.text());
    }
    let not_yet = stand.press(ADA, &closed.message, "Resume #1").await;
    assert!(
        not_yet.text().contains("the thread is locked"),
        "{}",
        not_yet.text()
    );
    // Archived alone it comes back by being written in.
    stand.page("POST", "world", close(true, false)).await;
    let open = check().await;
    assert!(
        open.text().contains(&format!("<#{THREAD}>: all is well")),
        "{}",
        open.text()
    );
    let resumed = stand.press(ADA, &open.message, "Resume #1").await;
    assert!(resumed.text().contains("It goes on"), "{}", resumed.text());
    stand.play_to("2027-03-25T12:01:00Z").await;
    assert_eq!(stand.posted(THREAD).await.len(), 1);
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

#[tokio::test]
async fn a_member_tries_out_direct_messages() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let closed = |closed: bool| json!({ "dms": { "user_id": BEN, "closed": closed } });
    stand.page("POST", "world", closed(true)).await;
    let wish = json!({ "times": "11:00", "days": "daily", "timezone": "UTC" });
    let joined = stand.command(BEN, WELLNESS, "deskbreak join", wish).await;
    assert!(
        joined.text().contains("I'm sending you a test message now"),
        "{}",
        joined.text()
    );
    let told = until("Ben is told", async || {
        stand.command(BEN, WELLNESS, "help", json!({})).await;
        let seen = stand.seen(WELLNESS, BEN).await;
        seen.into_iter()
            .find(|message| text(message).contains("did not reach you"))
    });
    let told = told.await;
    stand.page("POST", "world", closed(false)).await;
    stand.press(BEN, &told, "Send me a test message").await;
    let test = with_button(&stand, BEN_DM, BEN, "I see it").await;
    let seen = stand.press(BEN, &test, "I see it").await;
    assert!(seen.text().contains("it works"), "{}", seen.text());
    assert_eq!(stand.count("POST", "/users/@me/channels").await, 1);
    stand.play_to("2027-03-25T11:03:00Z").await;
    assert_eq!(stand.posted(string(&test["channel_id"])).await.len(), 1);
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}
