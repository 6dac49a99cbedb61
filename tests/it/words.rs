//! No line of the log has a member's words, whatever level it is written at.

use crate::support::{ADA, BEN, CLEO, Lines, TestBot};

/// Words that stand nowhere in the program, its content or its database's own names.
const WORDS: [&str; 4] = ["zanzibarneck", "quokkaholiday", "wombatspine", "axolotl"];

/// A story in which members say everything that can be said, some of it wrong.
async fn everything_is_said(bot: &mut TestBot) {
    let [neck, holiday, spine, other] = WORDS;
    for line in [
        format!("/ask question:my {neck} hurts at night"),
        format!("/ask question:chest pain and {spine}"),
        format!("/streak join visibility:named timezone:{other}"),
        format!("/streak join visibility:named days:{other}"),
        "/streak join visibility:named timezone:Europe/Berlin".to_owned(),
        format!("/streak pause from:{other} to:{spine}"),
        "/done".to_owned(),
        format!("/deskbreak join times:{other}"),
        format!("/deskbreak join times:9:30 days:{spine} timezone:Europe/Berlin"),
        "/deskbreak join times:9:30 timezone:Europe/Berlin deliver:channel".to_owned(),
        format!("/causes cause:{neck}"),
        format!("/tips topic:{spine}"),
        format!("/help command:{other}"),
        "/privacy show".to_owned(),
        "/privacy export".to_owned(),
    ] {
        bot.run(BEN, &line).await;
    }
    bot.propose(BEN, "streak join", "timezone", other).await;
    bot.propose(BEN, "causes", "cause", neck).await;
    for line in [
        format!("/wellness holidays add date:2026-06-20 name:{holiday}"),
        format!("/wellness holidays remove date:{other}"),
        format!("/wellness settings timezone:{other}"),
        format!("/wellness settings quiet:{spine}"),
        format!("/prompts add channel:200 times:{other} timezone:Europe/Berlin"),
        format!("/prompts add channel:200 cron:{spine} timezone:Europe/Berlin"),
    ] {
        bot.run(ADA, &line).await;
    }
    bot.run_in_dm(CLEO, &format!("/ask question:{neck}")).await;
    bot.press_earlier(CLEO, &format!("u1:{other}:{spine}"))
        .await;
    bot.run(BEN, "/privacy erase").await;
    bot.press(BEN, "Erase it all").await;
    bot.advance_to("2026-06-02T10:00:00Z").await;
}

#[tokio::test]
async fn no_line_of_the_log_has_a_members_words_at_any_level() {
    // The story runs on this thread alone, so that all it logs comes here.
    let (lines, guard) = Lines::from("trace");
    let mut bot = TestBot::start().await;
    everything_is_said(&mut bot).await;
    tracing::error!("the log is written");
    drop(guard);
    let written = lines.written();
    assert!(written.contains("the log is written"));
    assert!(
        written.contains("a member had their data erased"),
        "{written}"
    );
    for word in WORDS {
        let told: Vec<_> = written
            .lines()
            .filter(|line| line.to_lowercase().contains(word))
            .collect();
        assert!(told.is_empty(), "{told:#?}");
    }
    for id in [BEN, CLEO] {
        let told: Vec<_> = written
            .lines()
            .filter(|line| line.contains(&format!("user={id}")))
            .collect();
        assert!(told.is_empty(), "{told:#?}");
    }
}
