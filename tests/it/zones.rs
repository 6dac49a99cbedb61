//! Time zones are found by what people call the place where they are.

use crate::support::{ADA, BEN, TestBot};

/// The zones that are offered, the first first.
async fn offered(bot: &mut TestBot, typed: &str) -> Vec<String> {
    let offered = bot.propose(BEN, "deskbreak join", "timezone", typed).await;
    let zones = offered.lines().filter_map(|line| line.rsplit_once(" = "));
    zones.map(|(_, zone)| zone.to_owned()).collect()
}

#[tokio::test]
async fn a_city_is_found_with_or_without_accents_and_taken_as_it_was_typed() {
    let mut bot = TestBot::start().await;
    for (typed, zone) in [
        ("são paulo", "America/Sao_Paulo"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("zürich", "Europe/Zurich"),
        ("munich", "Europe/Berlin"),
        ("München", "Europe/Berlin"),
        ("mumbai", "Asia/Kolkata"),
        ("san francisco", "America/Los_Angeles"),
        ("seattle", "America/Los_Angeles"),
        ("beijing", "Asia/Shanghai"),
        ("berlin", "Europe/Berlin"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("new york", "America/New_York"),
        ("europe/berlin", "Europe/Berlin"),
    ] {
        let offered = offered(&mut bot, typed).await;
        assert_eq!(offered.first().map(String::as_str), Some(zone), "{typed}");
        let line = format!("/deskbreak join times:9:00 timezone:{typed}");
        let joined = bot.run(BEN, &line).await;
        assert!(joined.contains(&format!("({zone})")), "{typed}: {joined}");
    }
}

#[tokio::test]
async fn an_abbreviation_is_offered_what_it_may_mean_and_never_taken_as_it_is() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(bot.propose(BEN, "deskbreak join", "timezone", "EST").await, @"
    America/New York (UTC-04) = America/New_York
    America/Toronto (UTC-04) = America/Toronto
    America/Panama (UTC-05) = America/Panama
    ");
    insta::assert_snapshot!(bot.run(BEN, "/deskbreak join times:9:00 timezone:EST").await, @r#"
    (only you)
    "EST" does not say which time zone is meant. Pick one from the list that comes up while you type; the nearest: `America/New_York`, `America/Toronto` and `America/Panama`.
    "#);
    insta::assert_snapshot!(bot.propose(BEN, "deskbreak join", "timezone", "munic").await, @"Munich: Europe/Berlin (UTC+02) = Europe/Berlin");
    insta::assert_snapshot!(bot.run(BEN, "/deskbreak join times:9:00 timezone:munic").await, @r#"
    (only you)
    "munic" does not say which time zone is meant. Pick one from the list that comes up while you type; the nearest: `Europe/Berlin`.
    "#);
    insta::assert_snapshot!(bot.run(BEN, "/deskbreak join times:9:00 timezone:Atlantis").await, @r#"
    (only you)
    I don't know the time zone "Atlantis". Type a city, such as Berlin, and pick a name like `Europe/Berlin` from the list.
    "#);
}

#[tokio::test]
async fn while_nothing_is_typed_the_servers_own_zone_comes_first_and_usual_ones_follow() {
    let mut bot = TestBot::start().await;
    let offered_before = offered(&mut bot, "").await;
    assert!(offered_before.contains(&"Europe/Berlin".to_owned()));
    assert!(!offered_before.contains(&"Africa/Abidjan".to_owned()));
    bot.run(ADA, "/wellness settings timezone:Asia/Kathmandu")
        .await;
    let offered = offered(&mut bot, " ").await;
    assert_eq!(offered[0], "Asia/Kathmandu");
    assert_eq!(offered.len(), 25);
}
