//! What an admin sets up over the wire: times of one's own in a form, and prompts that take each other's place.

use serde_json::{Value, json};

use super::process::until;
use super::stand::{ADA, GENERAL, Stand, WELLNESS, components, posted_at, string};

/// The id of the menu in a message.
fn menu(message: &Value) -> String {
    let all = components(message);
    let kinds = [3, 8];
    let is_menu = |component: &&&Value| kinds.iter().any(|kind| component["type"] == *kind);
    let menu = all.iter().find(is_menu);
    string(&menu.expect("a menu")["custom_id"]).to_owned()
}

#[tokio::test]
async fn an_admin_types_times_of_their_own_into_the_form_of_the_set_up() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let zone = json!({ "timezone": "Europe/Berlin" });
    let place = stand.command(ADA, GENERAL, "wellness setup", zone).await;
    let message = &place.message;
    let hours = stand
        .press_id(ADA, message, &menu(message), Some(GENERAL))
        .await;
    let message = &hours.message;
    let typing = async |line| {
        let other = (&*menu(message), "other");
        stand.fill_in(ADA, message, other, line).await
    };
    let wrong = typing("a quarter to ten").await;
    assert!(
        wrong.text().contains("\"a quarter to ten\" is not a time"),
        "{}",
        wrong.text()
    );
    let days = typing("9:45, 2:05pm").await;
    assert!(days.text().contains("on which days"), "{}", days.text());
    let message = &days.message;
    let summary = stand
        .press_id(ADA, message, &menu(message), Some("3"))
        .await;
    assert!(
        summary.text().contains("at 09:45 and 14:05 every day"),
        "{}",
        summary.text()
    );
    stand.press(ADA, &summary.message, "Confirm").await;
    stand.play_to("2027-03-25T14:00:00Z").await;
    let at: Vec<_> = stand.posted(GENERAL).await.iter().map(posted_at).collect();
    let last = at.last().unwrap();
    let late = last.duration_since("2027-03-25T13:05:00Z".parse().unwrap());
    assert!((0..=5).contains(&late.as_secs()), "{at:?}");
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

#[tokio::test]
async fn a_prompt_takes_the_place_of_the_one_before_where_an_admin_chose_so() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let prompts = json!({ "channel": GENERAL, "times": "11:00, 12:00, 13:00, 14:00", "days": "daily", "timezone": "UTC" });
    stand.add_prompts(ADA, WELLNESS, prompts).await;
    stand.play_to("2027-03-25T12:01:00Z").await;
    assert_eq!(stand.posted(GENERAL).await.len(), 2);
    let replace = async |yes: bool| {
        let wish = json!({ "replace": yes });
        stand
            .command(ADA, WELLNESS, "wellness settings", wish)
            .await
    };
    let panel = replace(true).await;
    assert!(panel.text().contains("Settings saved"), "{}", panel.text());
    stand.play_to("2027-03-25T13:01:00Z").await;
    let left = until("the one before is taken down", async || {
        let left = stand.posted(GENERAL).await;
        (left.len() == 2).then_some(left)
    });
    let left = left.await;
    let hours: Vec<_> = left
        .iter()
        .map(|one| posted_at(one).to_string()[11..13].to_owned())
        .collect();
    // What came before the choice stays, but for the last one.
    assert_eq!(hours, ["11", "13"]);
    // The buttons of what is there work.
    let pressed = stand.press(ADA, &left[1], "I did it").await;
    assert!(pressed.is_private(), "{}", pressed.text());
    replace(false).await;
    stand.play_to("2027-03-25T14:01:00Z").await;
    assert_eq!(stand.posted(GENERAL).await.len(), 3);
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}
