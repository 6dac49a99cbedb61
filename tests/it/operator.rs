//! The operator's tools on the database, by the shipped binary.

use std::collections::BTreeMap;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;
use unhunch::store::Store;

use crate::store_fixture::{Members as _, at, choice, guild, user};

/// A database in which Ana (7) takes part in two guilds, and Ben (8) in one.
async fn database() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("unhunch.db");
    let store = Store::open(&format!("sqlite://{}", file.display()))
        .await
        .unwrap();
    for (member, place) in [(7, 1), (7, 2), (8, 1)] {
        store
            .opt_in(guild(place), user(member), &choice(), at(0))
            .await
            .unwrap();
    }
    store.close().await;
    folder
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_unhunch"))
        .env_remove("DISCORD_TOKEN")
        .env_remove("DATABASE_URL")
        .current_dir(folder.path())
        .args(arguments)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn export(folder: &TempDir, arguments: &[&str]) -> Value {
    let arguments: Vec<_> = ["privacy", "export"]
        .iter()
        .chain(arguments)
        .copied()
        .collect();
    serde_json::from_str(&said(&run(folder, &arguments))).unwrap()
}

#[tokio::test]
async fn an_operator_hands_over_what_is_kept_about_a_member() {
    let folder = database().await;
    let all = export(&folder, &["7"]);
    assert_eq!(all["user_id"], "7");
    assert_eq!(all["data"]["member"]["rows"].as_array().unwrap().len(), 2);
    let here = export(&folder, &["7", "--guild", "2"]);
    assert_eq!(here["data"]["member"]["rows"][0]["guild_id"], "2");
    assert_eq!(export(&folder, &["99"])["data"], serde_json::json!({}));
    said(&run(
        &folder,
        &["privacy", "export", "7", "--out", "seven.json"],
    ));
    let again = run(&folder, &["privacy", "export", "7", "--out", "seven.json"]);
    assert_eq!(again.status.code(), Some(1));
    let written = std::fs::read_to_string(folder.path().join("seven.json")).unwrap();
    assert!(written.contains("unhunch-export-1"));
}

/// Every file of a folder with what is in it, but for the index of the log: every reader notes in it how far it reads.
fn contents(folder: &TempDir) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(folder.path()).unwrap();
    let files = files.map(|file| {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        (name, std::fs::read(file.path()).unwrap())
    });
    files.filter(|(name, _)| !name.ends_with("-shm")).collect()
}

#[tokio::test]
async fn what_only_reads_leaves_a_back_up_and_the_database_of_a_running_bot_as_they_are() {
    let folder = database().await;
    let tools: [&[&str]; 3] = [
        &["privacy", "export", "7"],
        &["privacy", "erase", "7"],
        &["streak", "rebuild", "--check"],
    ];
    let unchanged = |tool: &[&str]| {
        let before = contents(&folder);
        let said = said(&run(&folder, tool));
        let after = contents(&folder);
        let names: Vec<_> = after.keys().collect();
        assert!(before == after, "{tool:?} changed one of {names:?}");
        said
    };
    for tool in tools {
        unchanged(tool);
    }
    // A bot runs, and what it wrote last stands in the log beside the file.
    let file = folder.path().join("unhunch.db");
    let url = format!("sqlite://{}", file.display());
    let store = Store::open(&url).await.unwrap();
    store
        .opt_in(guild(3), user(7), &choice(), at(0))
        .await
        .unwrap();
    for tool in tools {
        let said = unchanged(tool);
        assert!(
            [r#""guild_id": "3""#, "member (user_id): 3", "4 members"]
                .iter()
                .any(|told| said.contains(told)),
            "{said}"
        );
    }
    // A copy with its log, where the operator can write.
    let copy = tempfile::tempdir().unwrap();
    for name in ["unhunch.db", "unhunch.db-wal"] {
        std::fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
    }
    let copied = export(&copy, &["7"]);
    assert_eq!(
        copied["data"]["member"]["rows"].as_array().unwrap().len(),
        3
    );
    store.close().await;
}

#[tokio::test]
async fn an_operator_erases_a_member_and_is_asked_to_mean_it() {
    let folder = database().await;
    insta::assert_snapshot!(said(&run(&folder, &["privacy", "erase", "7", "--guild", "1"])), @"
    member (user_id): 1
    member_change (user_id): 5
    board_line (user_id): 1
    7 rows would be erased; add --yes to do it. It cannot be undone.
    ");
    insta::assert_snapshot!(said(&run(&folder, &["privacy", "erase", "7", "--guild", "1", "--yes"])), @"erased: 7 rows");
    assert_eq!(
        export(&folder, &["7"])["data"]["member"]["rows"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    said(&run(&folder, &["privacy", "erase", "7", "--yes"]));
    insta::assert_snapshot!(said(&run(&folder, &["privacy", "erase", "7", "--yes"])), @"nothing is kept about this member");
    assert_eq!(
        export(&folder, &["8"])["data"]["member"]["rows"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn an_id_that_is_none_and_a_database_that_is_not_there_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&folder, &["privacy", "export", "ana"]);
    assert_eq!(output.status.code(), Some(2));
    let output = run(&folder, &["privacy", "export", "7"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none());
}

#[test]
fn texts_about_privacy_and_terms_can_be_printed_without_a_database_and_name_every_table() {
    let folder = tempfile::tempdir().unwrap();
    let policy = said(&run(&folder, &["privacy", "policy"]));
    let terms = said(&run(&folder, &["privacy", "terms"]));
    assert!(policy.starts_with("# Privacy policy of") && terms.starts_with("# Terms of"));
    assert!(
        policy.contains("may say something about your health"),
        "{policy}"
    );
    for days in ["30 days", "400 days", "64 days"] {
        assert!(policy.contains(days), "{days}");
    }
    for command in ["show", "export", "erase"] {
        assert!(policy.contains(&format!("/privacy {command}")), "{command}");
    }
    assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none());
}

#[tokio::test]
async fn an_operator_checks_the_streaks_and_rebuilds_one_that_is_not_as_its_log_says() {
    let folder = database().await;
    let shown = said(&run(&folder, &["streak", "rebuild", "--check"]));
    assert_eq!(shown.trim(), "3 members: every streak is as its log says");
    let file = folder.path().join("unhunch.db");
    let store = Store::open(&format!("sqlite://{}", file.display()))
        .await
        .unwrap();
    let wrong = unhunch::store::StreakRow {
        guild: guild(1),
        user: user(8),
        day: "2026-11-24".parse().unwrap(),
        current: 40,
        longest: 41,
        freezes: 1,
        last_excuse: None,
        enrol_day: "2026-11-23".parse().ok(),
        credited_bits: 0,
        due_bits: 0,
        current_since: None,
        break_at: None,
        active_until: None,
        line: None,
    };
    store.put_streak(wrong).await.unwrap();
    store.close().await;
    let output = run(&folder, &["streak", "rebuild", "--check"]);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{shown}");
    assert!(shown.starts_with("server 1, member 8: kept "), "{shown}");
    assert!(
        shown.contains("3 members, streaks that are not as their logs say: 1"),
        "{shown}"
    );
    let shown = said(&run(&folder, &["streak", "rebuild"]));
    assert!(
        shown.contains("3 members, streaks that were rebuilt: 1"),
        "{shown}"
    );
    let shown = said(&run(&folder, &["streak", "rebuild", "--check"]));
    assert_eq!(shown.trim(), "3 members: every streak is as its log says");
}
