//! A team's first days, through a crash and a change of clocks.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::process::until;
use super::stand::{
    ADA, BEN, BEN_DM, Bot, CHLOE, DEV, GENERAL, GUILD, Stand, WELLNESS, components, posted_at,
    string, text,
};

/// Posts to this channel came at these instants, each at most so many seconds late, and no others.
async fn came(stand: &Stand, channel: &str, instants: &[&str], late: i64) -> Vec<Value> {
    let posted = stand.posted(channel).await;
    let at: Vec<_> = posted.iter().map(posted_at).collect();
    assert_eq!(at.len(), instants.len(), "{channel}: {at:?}");
    for (at, due) in at.iter().zip(instants) {
        let due: Timestamp = due.parse().unwrap();
        let after = at.duration_since(due);
        let bound = SignedDuration::ZERO..=SignedDuration::from_secs(late);
        assert!(bound.contains(&after), "{channel}: {at} instead of {due}");
    }
    posted
}

/// A member asks for a stretch, and gets a card that is complete with and without its picture.
async fn asks_for_a_stretch(stand: &Stand) {
    let answer = stand
        .command(BEN, WELLNESS, "stretch", json!({ "area": "neck" }))
        .await;
    assert!(!answer.is_private());
    let card = &answer.message;
    assert_eq!(
        card["flags"].as_u64().unwrap() & (1 << 15),
        1 << 15,
        "a V2 message"
    );
    let all = components(card);
    assert_eq!(all[0]["type"], 17, "in a container");
    let gallery = all
        .iter()
        .find(|component| component["type"] == 12)
        .unwrap();
    let alt_text = string(&gallery["items"][0]["description"]);
    assert!(alt_text.len() > 40, "{alt_text}");
    let file = &card["attachments"][0];
    assert_eq!(file["description"], alt_text);
    let picture = reqwest::get(string(&file["url"])).await.unwrap();
    assert!(picture.bytes().await.unwrap().starts_with(b"\x89PNG"));
    assert!(answer.text().contains("## "), "{}", answer.text());
}

/// An admin adds prompts; one member wants reminders by direct message, another in a channel.
async fn set_up(stand: &Stand) {
    let prompts = json!({ "channel": WELLNESS, "times": "9:00", "days": "daily", "timezone": "Europe/Berlin" });
    let added = stand.add_prompts(ADA, GENERAL, prompts).await;
    assert!(added.is_private());
    assert!(added.text().contains("Prompts are set"), "{}", added.text());
    let by_dm = json!({ "times": "10:30", "days": "daily", "timezone": "America/New_York" });
    let joined = stand.command(BEN, WELLNESS, "deskbreak join", by_dm).await;
    assert!(
        joined.text().contains("by direct message"),
        "{}",
        joined.text()
    );
    let here = json!({ "times": "3:00pm", "days": "daily", "timezone": "Asia/Kolkata", "deliver": "channel" });
    let joined = stand.command(CHLOE, GENERAL, "deskbreak join", here).await;
    assert!(
        joined.text().contains("a mention of just you"),
        "{}",
        joined.text()
    );
}

/// The prompt and the reminders have come, once each; returns the prompt.
async fn first_posts(stand: &Stand) -> Value {
    let prompts = came(stand, WELLNESS, &["2027-03-26T08:00:00Z"], 5).await;
    assert_eq!(prompts[0]["pinged"], json!([]), "a prompt pings nobody");
    // Direct messages may come up to two minutes later, so that not all leave at once.
    let direct = ["2027-03-25T14:30:00Z", "2027-03-26T14:30:00Z"];
    came(stand, BEN_DM, &direct, 125).await;
    let mentions = came(stand, GENERAL, &["2027-03-26T09:30:00Z"], 5).await;
    assert_eq!(mentions[0]["pinged"], json!([CHLOE]));
    assert!(text(&mentions[0]).contains(&format!("<@{CHLOE}>")));
    prompts[0].clone()
}

/// A member does it, hears of streaks, joins with their name, and is counted once.
async fn joins_a_streak(stand: &Stand, prompt: &Value) {
    let offer = stand.press(BEN, prompt, "I did it").await;
    assert!(offer.is_private());
    assert!(
        offer.text().contains("Nothing is kept until you join"),
        "{}",
        offer.text()
    );
    let asked = stand.press(BEN, &offer.message, "What are streaks?").await;
    assert_eq!(
        asked.message["id"], offer.message["id"],
        "it turns over in place"
    );
    let joined = stand.press(BEN, &asked.message, "Join with my name").await;
    assert!(
        joined.text().contains("On the board you are named"),
        "{}",
        joined.text()
    );
    let counted = stand.press(BEN, prompt, "I did it").await;
    assert!(
        counted.text().contains("1 of 3 days this week"),
        "{}",
        counted.text()
    );
    assert!(counted.text().contains("Nice"), "{}", counted.text());
    counted_already(stand, prompt).await;
}

async fn counted_already(stand: &Stand, prompt: &Value) {
    let again = stand.press(BEN, prompt, "I did it").await;
    assert!(
        again.text().contains("You have today already: 1 of 3 days"),
        "{}",
        again.text()
    );
}

async fn sees_their_line(stand: &Stand, share: &str) {
    let board = stand.command(BEN, WELLNESS, "leaderboard", json!({})).await;
    assert!(board.is_private());
    let line = format!("<@{BEN}> (you), seen by you alone just now · {share} ");
    assert!(board.text().contains(&line), "{}", board.text());
    let streak = stand.command(BEN, WELLNESS, "streak show", json!({})).await;
    assert!(streak.text().contains("Total: 1"), "{}", streak.text());
}

/// How often the commands were registered.
async fn registrations(stand: &Stand) -> usize {
    stand.count("PUT", "/commands").await
}

/// Stopped in good order; back twenty minutes after Saturday's prompt was due, before the clocks change.
async fn over_the_weekend(stand: &Stand, bot: Bot, prompt: &Value) -> Bot {
    let ended = stand.stop(bot, "TERM").await;
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    stand.play_to("2027-03-27T08:20:00Z").await;
    let bot = stand.bot().await;
    stand.play_to("2027-03-28T16:00:00Z").await;
    let prompts = [
        "2027-03-26T08:00:00Z",
        "2027-03-27T08:20:00Z",
        "2027-03-28T07:00:00Z",
    ];
    came(stand, WELLNESS, &prompts, 5).await;
    let direct = ["25", "26", "27", "28"].map(|day| format!("2027-03-{day}T14:30:00Z"));
    came(stand, BEN_DM, &direct.each_ref().map(String::as_str), 125).await;
    let mentions = ["26", "27", "28"].map(|day| format!("2027-03-{day}T09:30:00Z"));
    came(stand, GENERAL, &mentions.each_ref().map(String::as_str), 5).await;
    let late = stand.press(BEN, prompt, "I did it").await;
    assert!(
        late.text().contains("from an earlier day"),
        "{}",
        late.text()
    );
    sees_their_line(stand, "50 %").await;
    bot
}

#[tokio::test]
async fn a_team_lives_with_the_bot_through_crashes_and_a_change_of_clocks() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    asks_for_a_stretch(&stand).await;
    set_up(&stand).await;
    stand
        .page(
            "POST",
            "clock/play",
            json!({ "to": "tomorrow", "zone": "Europe/Berlin" }),
        )
        .await;
    assert_eq!(
        stand.posted(WELLNESS).await.len(),
        1,
        "it is eleven in the morning, as it was yesterday"
    );
    stand.play_to("2027-03-26T16:00:00Z").await;
    let prompt = first_posts(&stand).await;
    joins_a_streak(&stand, &prompt).await;
    sees_their_line(&stand, "100 %").await;

    // Killed while it has nothing to do, and started again an hour later.
    stand.kill(bot).await;
    stand.play_to("2027-03-26T17:00:00Z").await;
    let bot = stand.bot().await;
    first_posts(&stand).await;
    counted_already(&stand, &prompt).await;
    sees_their_line(&stand, "100 %").await;
    let other = stand.press(DEV, &prompt, "I did it").await;
    assert!(
        other.text().contains("Nothing is kept until you join"),
        "{}",
        other.text()
    );
    assert_eq!(registrations(&stand).await, 1);

    let bot = over_the_weekend(&stand, bot, &prompt).await;
    assert_eq!(registrations(&stand).await, 1);
    assert_eq!(
        stand.count("POST", "/users/@me/channels").await,
        1,
        "asked for once, and kept"
    );
    let ended = stand.stop(bot, "INT").await;
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("connected to Discord"),
        "{}",
        ended.stderr
    );
    assert!(
        !ended.stderr.contains('\u{1b}'),
        "a log that is no terminal has no colours"
    );
    stand.finish().await;
}

/// A member leaves the guild's channel without permission: the doctor of the story, in one place.
#[tokio::test]
async fn a_reminder_finds_the_channel_when_direct_messages_are_closed() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let wish = json!({ "times": "12:00", "days": "daily", "timezone": "UTC", "fallback": true });
    stand.command(BEN, GENERAL, "deskbreak join", wish).await;
    stand
        .page(
            "POST",
            "world",
            json!({ "dms": { "user_id": BEN, "closed": true } }),
        )
        .await;
    stand.play_to("2027-03-25T12:05:00Z").await;
    let instead = came(&stand, GENERAL, &["2027-03-25T12:00:00Z"], 125).await;
    assert_eq!(instead[0]["pinged"], json!([BEN]));
    assert_eq!(stand.posted(BEN_DM).await.len(), 0);

    stand
        .page(
            "POST",
            "world",
            json!({ "dms": { "user_id": BEN, "closed": false } }),
        )
        .await;
    stand.play_to("2027-03-26T12:05:00Z").await;
    let direct = came(&stand, BEN_DM, &["2027-03-26T12:00:00Z"], 125).await;
    let did = stand.press(BEN, &direct[0], "I did it").await;
    let asked = stand.press(BEN, &did.message, "What are streaks?").await;
    stand.press(BEN, &asked.message, "Join, hidden").await;
    let counted = stand.press(BEN, &direct[0], "I did it").await;
    assert!(counted.text().contains("1 of 3 days"), "{}", counted.text());
    let pressed = stand.pressed.lock().unwrap().clone();
    assert!(pressed.iter().any(|id| id.ends_with(GUILD)), "{pressed:?}");
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

/// Posts of days lie a second apart here: neither side's rate limits may mistake them for a flood.
#[tokio::test]
async fn a_week_is_played_in_one_go_and_every_prompt_is_on_time() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let wish = json!({ "channel": WELLNESS, "times": "9:00, 11:00, 14:00, 16:00", "days": "daily", "timezone": "UTC" });
    stand.add_prompts(ADA, GENERAL, wish).await;
    stand.play_to("2027-04-01T10:30:00Z").await;
    let start: Timestamp = super::stand::START.parse().unwrap();
    let hours = (0..7 * 24).map(|hour| start + SignedDuration::from_hours(hour));
    let due =
        hours.filter(|at| ["09", "11", "14", "16"].contains(&&*at.strftime("%H").to_string()));
    let due: Vec<_> = due.map(|at| at.to_string()).collect();
    assert_eq!(due.len(), 28);
    came(
        &stand,
        WELLNESS,
        &due.iter().map(String::as_str).collect::<Vec<_>>(),
        2,
    )
    .await;
    let refused = stand
        .requests()
        .await
        .into_iter()
        .filter(|request| request["status"] == 429);
    assert_eq!(refused.count(), 0);
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

/// Whoever could not press since nothing came over the gateway loses nothing, though the day went by in a second.
#[tokio::test]
async fn a_day_that_was_played_through_a_silent_gateway_counts_for_nobody() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let wish =
        json!({ "times": "11:00", "days": "daily", "timezone": "UTC", "deliver": "channel" });
    stand.command(BEN, WELLNESS, "deskbreak join", wish).await;
    let days = json!({ "days": "daily", "timezone": "UTC", "visibility": "hidden" });
    stand.command(BEN, WELLNESS, "streak join", days).await;
    stand.command(BEN, WELLNESS, "done", json!({})).await;
    stand.play_to("2027-03-26T10:00:00Z").await;
    stand.fault(json!({ "kind": "gateway_freeze" })).await;
    stand.play_to("2027-03-27T10:00:00Z").await;
    stand.page("DELETE", "faults", Value::Null).await;
    stand.play_to("2027-03-27T10:01:00Z").await;
    stand.command(BEN, WELLNESS, "done", json!({})).await;
    let shown = stand.command(BEN, WELLNESS, "streak show", json!({})).await;
    for said in ["I was down", "Run: 2", "Freezes: 1"] {
        assert!(shown.text().contains(said), "{}", shown.text());
    }
    // What is played as soon as the gateway speaks again are days like any other: the third without anything ends the run.
    stand.play_to("2027-03-31T10:01:00Z").await;
    let later = stand.command(BEN, WELLNESS, "streak show", json!({})).await;
    assert!(!later.text().contains("Run: 2"), "{}", later.text());
    // A bot that was started after the silence has missed nothing of it, and nothing waits for it.
    stand.kill(bot).await;
    let bot = stand.bot().await;
    stand.play_to("2027-03-31T12:01:00Z").await;
    stand.command(BEN, WELLNESS, "done", json!({})).await;
    stand.play_to("2027-04-03T10:01:00Z").await;
    let later = stand.command(BEN, WELLNESS, "streak show", json!({})).await;
    assert!(later.text().contains("Run: 0"), "{}", later.text());
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

#[tokio::test]
async fn a_bot_that_is_started_in_a_silence_hears_as_soon_as_it_is_over() {
    let stand = Stand::start().await;
    stand.fault(json!({ "kind": "gateway_freeze" })).await;
    let bot = stand.bot_unready(&[]);
    until("the bot waits for the gateway", async || {
        let asked = stand.count("GET", "/gateway/bot").await;
        let clock = stand.page("GET", "clock", Value::Null).await;
        (asked > 0 && clock["followers"][0]["state"] == "idle").then_some(())
    })
    .await;
    stand.play_to("2027-03-26T10:00:00Z").await;
    stand.page("DELETE", "faults", Value::Null).await;
    stand.play_to("2027-03-27T10:00:00Z").await;
    let answer = stand.command(BEN, WELLNESS, "help", json!({})).await;
    assert!(answer.is_private());
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

#[tokio::test]
async fn what_is_shared_stands_in_the_channel_once_and_who_presses_again_is_led_there() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let topic = json!({ "topic": "regular-stretching" });
    // The answer is heard; or it is taken, and that is not heard, be it once or however often the bot asks.
    for (fault, times) in [
        (None, 0),
        (Some("error_after"), 1),
        (Some("drop_after"), 1),
        (Some("truncate"), 1),
        (Some("error_after"), 3),
    ] {
        let card = stand.command(BEN, WELLNESS, "tips", topic.clone()).await;
        if let Some(fault) = fault {
            lose_answers(&stand, fault, times).await;
        }
        let shared = stand.press(BEN, &card.message, "Share with channel").await;
        assert!(!shared.is_private());
        // The bot finds out where it stands.
        let later = stand.now().await + SignedDuration::from_secs(1);
        stand.play_to(&later.to_string()).await;
        let again = stand.press(BEN, &card.message, "Share with channel").await;
        assert!(again.is_private());
        let id = string(&shared.message["id"]);
        let link = format!("https://discord.com/channels/{GUILD}/{WELLNESS}/{id}");
        assert!(again.text().contains(&link), "{fault:?}: {}", again.text());
    }
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

/// The next answers to interactions, and what the bot hears of them, go wrong like this.
async fn lose_answers(stand: &Stand, kind: &str, times: u32) {
    let matcher = json!({ "method": "POST", "path_prefix": "/interactions/" });
    let fault = json!({ "kind": kind, "times": times, "matcher": matcher });
    stand.fault(fault).await;
}

#[tokio::test]
async fn what_never_reached_the_channel_can_be_shared_again() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let topic = json!({ "topic": "regular-stretching" });
    let card = stand.command(BEN, WELLNESS, "tips", topic).await;
    let all = components(&card.message);
    let share = all
        .iter()
        .find(|component| component["label"] == "Share with channel")
        .unwrap();
    lose_answers(&stand, "drop_before", 3).await;
    let press = json!({
        "user_id": BEN, "channel_id": WELLNESS, "message_id": card.message["id"], "custom_id": share["custom_id"],
    });
    stand.page("POST", "press", press).await;
    until("the bot has looked twice", async || {
        let n_looks = stand.count("GET", "original").await;
        (n_looks == 2).then_some(())
    })
    .await;
    let later = stand.now().await + SignedDuration::from_secs(1);
    stand.play_to(&later.to_string()).await;
    let shared = stand.press(BEN, &card.message, "Share with channel").await;
    assert!(!shared.is_private(), "{}", shared.text());
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}
