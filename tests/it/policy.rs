//! The privacy policy names whatever is kept of a member: no table and no column comes without a word there.

use std::collections::BTreeSet;

use unhunch::app::export_document;
use unhunch::store::EraseScope;
use unhunch::text::Catalogue;

use crate::store_fixture::{Database, at, user};
use crate::store_privacy::{ANA, live};

const POLICY: &str = include_str!("../../config/policies/privacy.md");

/// What the policy says, of which table, and of which of its columns.
const SAID: [(&str, &str, &str); 31] = [
    ("your Discord user id", "member", "user_id guild_id rev"),
    ("your settings there: time zone", "member", "timezone"),
    ("the hour at which your day ends", "member", "day_ends_at"),
    ("days that count", "member", "active_days"),
    ("who may see you", "member", "visibility"),
    ("since when you take part", "member", "opted_in joined_streaks_at"),
    ("that you have left the server", "member", "left_at"),
    ("when it last saw you there", "member", "seen_at"),
    ("with the instant of each change", "member_change", "user_id guild_id rev at_ms kind value guild_seq"),
    ("each press of *I did it*: when", "press", "user_id guild_id interaction_id at_ms"),
    ("in which channel and below which message", "press", "channel_id message_id prompt_key"),
    ("which day it belongs to and how it was judged", "press", "day outcome settings_rev guild_seq"),
    (
        "what the last press changed",
        "press_undo",
        "interaction_id guild_id user_id at_ms longest freezes current_since undone together_id",
    ),
    ("what your presses come to", "streak_state", "user_id guild_id settings_rev day"),
    (
        "run, longest run, freezes",
        "streak_state",
        "current longest freezes last_excuse enrol_day current_since break_at active_until visible",
    ),
    ("the last 64 days", "streak_state", "credited_bits due_bits"),
    (
        "then only how many there were and what your streak was",
        "streak_checkpoint",
        "user_id guild_id settings_rev presses last_credit day credited_today current longest total freezes last_excuse enrol_day
         credited_bits due_bits current_since left_at",
    ),
    (
        "your place on boards",
        "board_line",
        "user_id guild_id ahead from_ms until_ms renew_at stale_at consistency week current longest team",
    ),
    (
        "which milestones you shared, when, in which channel and as which message",
        "milestone_shared",
        "user_id guild_id channel_id milestone days interaction_id at_ms message_id",
    ),
    (
        "your desk break: times, days",
        "schedule",
        "id kind guild_id user_id timezone recurrence topic role_id together stop_when_done grace_minutes watermark_ms next_due_ms
         paused_from paused_until bag_seed rotation created_by created_at deleted_at skipped_until_at quiet_from quiet_to
         on_holidays purpose",
    ),
    ("where it reaches you", "schedule", "channel_id deliver fallback suspended_reason suspended_told_at"),
    ("when you last did anything with the bot", "schedule", "heard_at asked_at"),
    ("on how many days your reminders had no answer", "schedule", "silent_days silent_until silent_since_ms"),
    ("that you have left the server", "schedule", "left_at seen_at"),
    (
        "each reminder that was due, and what became of it",
        "delivery",
        "schedule_id local_date wall_time k guild_id kind user_id due_at dispatch_at expires_at state attempt first_try_at
         next_try_at fence nonce token item_id reason settled_at removal added judged",
    ),
    ("as which message it came", "delivery", "message_id channel_id sent_channel_id"),
    ("how you answered it", "delivery", "answer answered_at"),
    ("which direct-message channel is yours", "dm_channel", "user_id channel_id opened_at"),
    (
        "whether direct messages of the bot reach you, since when you want them and in which language",
        "dm_member",
        "user_id locale asked_at next_try_at attempt failures suspended_at trouble",
    ),
    ("changed a setting of a server", "guild_change", "guild_id seq at_ms by_user setting value"),
    ("when the bot last saw you there", "manager", "guild_id user_id since_ms seen_at left_at"),
];

#[tokio::test]
async fn the_policy_names_whatever_is_kept_of_a_member() {
    let database = Database::sqlite();
    let store = database.open().await;
    live(&store, ANA, 1).await;
    let policy = POLICY.split_whitespace().collect::<Vec<_>>().join(" ");
    for (said, table, _) in SAID {
        assert!(
            policy.contains(said),
            "{table}: the policy does not say {said:?}"
        );
    }
    let sections = store
        .export(user(ANA), EraseScope::Everywhere)
        .await
        .unwrap();
    for section in &sections {
        let told = SAID.iter().filter(|(_, table, _)| *table == section.table);
        let told: BTreeSet<_> = told
            .flat_map(|(.., columns)| columns.split_whitespace())
            .collect();
        let kept: BTreeSet<_> = section
            .rows
            .iter()
            .flat_map(|row| row.keys().map(String::as_str))
            .collect();
        assert_eq!(kept, told, "{}", section.table);
    }
    let tables: BTreeSet<_> = sections.iter().map(|section| section.table).collect();
    assert_eq!(tables, SAID.iter().map(|(_, table, _)| *table).collect());
}

#[tokio::test]
async fn whatever_is_exported_says_what_it_is_for() {
    let database = Database::sqlite();
    let store = database.open().await;
    live(&store, ANA, 1).await;
    let scope = EraseScope::Everywhere;
    let sections = store.export(user(ANA), scope).await.unwrap();
    let catalogue = Catalogue::embedded().unwrap();
    let document = export_document(catalogue.words("en"), user(ANA), scope, &sections, at(0));
    let parts = document["data"].as_object().unwrap();
    assert_eq!(parts.len(), sections.len());
    for (name, part) in parts {
        let about = part["about"].as_str().unwrap();
        assert!(
            about.contains(' ') && about.ends_with('.'),
            "{name}: {about}"
        );
    }
}
