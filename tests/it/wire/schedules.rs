//! Schedules are changed, hurried, put off and paused by people on the page.

use jiff::SignedDuration;
use serde_json::json;

use super::stand::{ADA, BEN, BEN_DM, CHLOE, GENERAL, Stand, WELLNESS, posted_at, string, text};

const STRETCHERS: &str = "1090000000000000302";

#[tokio::test]
async fn prompts_are_changed_hurried_and_paused_and_ping_one_role() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let prompts = json!({ "channel": GENERAL, "times": "9:00", "timezone": "Europe/Berlin" });
    stand.add_prompts(ADA, GENERAL, prompts).await;
    let found = stand
        .typing(
            ADA,
            "prompts edit",
            "id",
            json!({ "id": "weekdays 9:00 in #gen" }),
        )
        .await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        string(&found[0]["name"]).ends_with("in #general"),
        "{found:?}"
    );
    let id = string(&found[0]["value"]);
    let change = json!({
        "id": id, "channel": WELLNESS, "days": "daily", "role": STRETCHERS, "topic": "neck",
        "together": true,
    });
    let asked = stand.command(ADA, GENERAL, "prompts edit", change).await;
    assert!(asked.text().contains("**Then:**"), "{}", asked.text());
    let saved = stand.press(ADA, &asked.message, "Confirm").await;
    assert!(
        saved.text().contains("Prompts are changed"),
        "{}",
        saved.text()
    );

    let preview = stand
        .command(ADA, GENERAL, "prompts preview", json!({ "id": id }))
        .await;
    assert!(preview.is_private() && preview.text().contains("This comes next"));
    let now = stand
        .command(ADA, GENERAL, "prompts now", json!({ "id": id }))
        .await;
    assert!(
        now.is_private() && now.text().contains("on its way"),
        "{}",
        now.text()
    );
    stand.play_to("2027-03-25T10:01:00Z").await;
    let posted = stand.posted(WELLNESS).await;
    assert_eq!(posted.len(), 1);
    assert_eq!(posted[0]["pinged"], json!([BEN, CHLOE]));
    let title = |text: &str| {
        text.lines()
            .find(|line| line.starts_with("## "))
            .map(str::to_owned)
    };
    assert_eq!(title(&text(&posted[0])), title(&preview.text()));

    let until = json!({ "id": id, "until": "2027-03-26" });
    let paused = stand.command(ADA, GENERAL, "prompts pause", until).await;
    assert!(
        paused.text().contains("Friday, 26 March 2027"),
        "{}",
        paused.text()
    );
    stand.play_to("2027-03-27T12:00:00Z").await;
    let at: Vec<_> = stand.posted(WELLNESS).await.iter().map(posted_at).collect();
    assert_eq!(at.len(), 2, "{at:?}");
    let late = at[1].duration_since("2027-03-27T08:00:00Z".parse().unwrap());
    assert!((0..=5).contains(&late.as_secs()), "{at:?}");
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

#[tokio::test]
async fn a_reminder_is_put_off_by_its_buttons_through_a_crash_and_skipped_for_a_day() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let wish = json!({ "times": "11:00, 15:00", "days": "daily", "timezone": "UTC" });
    stand.command(BEN, WELLNESS, "deskbreak join", wish).await;
    stand.play_to("2027-03-25T11:03:00Z").await;
    let first = stand.posted(BEN_DM).await.pop().unwrap();
    let menu = stand.press(BEN, &first, "Snooze").await;
    assert!(
        menu.text().contains("When shall it come again?"),
        "{}",
        menu.text()
    );
    let said = stand.press(BEN, &menu.message, "15 min").await;
    assert!(said.text().contains("It comes again"), "{}", said.text());
    let pressed = stand.now().await;
    stand.kill(bot).await;
    let bot = stand.bot().await;
    stand.play_to("2027-03-25T12:00:00Z").await;
    let second = stand.posted(BEN_DM).await.pop().unwrap();
    assert!(
        text(&second).contains("the break that you put off"),
        "{}",
        text(&second)
    );
    let after = posted_at(&second).duration_since(pressed);
    let fifteen = SignedDuration::from_mins(15);
    assert!(
        (after - fifteen).abs() < SignedDuration::from_secs(10),
        "{after}"
    );
    let skipped = stand.press(BEN, &second, "Skip today").await;
    assert!(
        skipped.text().contains("No more reminders today"),
        "{}",
        skipped.text()
    );
    let n_before = stand.posted(BEN_DM).await.len();
    stand.play_to("2027-03-26T10:59:00Z").await;
    assert_eq!(stand.posted(BEN_DM).await.len(), n_before);
    let until = json!({ "until": "2027-03-26" });
    let paused = stand.command(BEN, WELLNESS, "deskbreak pause", until).await;
    assert!(
        paused.text().contains("Your desk break is paused"),
        "{}",
        paused.text()
    );
    stand.play_to("2027-03-27T10:59:00Z").await;
    assert_eq!(stand.posted(BEN_DM).await.len(), n_before);
    stand.play_to("2027-03-27T11:03:00Z").await;
    assert_eq!(stand.posted(BEN_DM).await.len(), n_before + 1);
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}
