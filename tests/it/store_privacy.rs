//! Erasing: nothing of a member is left, and nothing of anybody else is lost.

use sqlx::{AssertSqlSafe, Connection, Row};
use unhunch::domain::ids::{GuildId, InteractionId, UserId};
use unhunch::domain::streak::{FreezeRules, Milestone, Outcome, Streak};
use unhunch::store::{
    CardSharing, Checkpoint, EraseScope, Fingerprints, MemberLog, NewPress, PlanOutcome,
    ShareOutcome, Sharing, Store, StreakRow, Tombstone, Verdict,
};

use crate::store_fixture::{
    Database, Members as _, OneByOne as _, at, channel, choice, day, desk_break, guild,
    interaction, message, on_both, slot, team_prompt, user, zone,
};

/// An id that is nothing else's.
pub(crate) const ANA: u64 = 424_242;
const BEN: u64 = 535_353;

on_both! {
    async fn whoever_is_erased_everywhere_is_in_no_table(database: &Database) {
        let store = database.open().await;
        for (number, guild_number) in [(ANA, 1), (ANA, 2), (BEN, 1)] {
            live(&store, number, guild_number).await;
        }
        let before = places_of(database, ANA).await;
        for table in [
            "board_line", "delivery", "dm_channel", "dm_member", "guild_change", "manager", "member",
            "member_change", "milestone_shared", "press", "press_undo", "schedule", "streak_checkpoint", "streak_state",
        ] {
            let beginning = format!("{table}.");
            assert!(before.iter().any(|place| place.starts_with(&beginning)), "{table}: {before:?}");
        }
        // Nor can a column be forgotten that comes later: it is known to hold nobody's id, or is among those places.
        for place in columns(database, Of::Numbers).await {
            let (_, column) = place.split_once('.').unwrap();
            let holds = before.iter().any(|found| found.starts_with(&format!("{place}:")));
            let is_nobodys = NOBODYS.split_whitespace().any(|name| name == column);
            assert!(holds != is_nobodys, "{place} holds ids of members: {holds}, and may not: {is_nobodys}");
        }
        let ben = places_of(database, BEN).await;
        store.erase(user(ANA), EraseScope::Everywhere, &Hashes, at(99)).await.unwrap();
        assert_eq!(places_of(database, ANA).await, Vec::<String>::new());
        assert_eq!(texts_with(database, ANA).await, Vec::<String>::new());
        assert_eq!(places_of(database, BEN).await, ben);
        assert_eq!(store.guild_changes(guild(1)).await.unwrap()[0].by, None);
        assert_eq!(store.schedules_of_guild(guild(1)).await.unwrap().len(), 2);
        assert_eq!(store.tombstones().await.unwrap(), [Tombstone {
            hash: format!("hash of {ANA}"),
            scope: "everywhere".to_owned(),
            at: at(99),
        }]);
    }

    async fn a_channel_is_told_of_a_milestone_once_whoever_presses_at_the_same_time(database: &Database) {
        let store = database.open().await;
        store.opt_in(guild(1), user(ANA), &choice(), at(0)).await.unwrap();
        let first = sharing(ANA, 1, 71);
        let second = Sharing { interaction: interaction(72), at: at(30), ..first };
        let (one, other) = tokio::join!(store.share_milestone(&first), store.share_milestone(&second));
        let outcomes = [one.unwrap(), other.unwrap()];
        let n_first = outcomes.iter().filter(|outcome| **outcome == ShareOutcome::First).count();
        assert_eq!(n_first, 1, "{outcomes:?}");
        let told_by = if outcomes[0] == ShareOutcome::First { first } else { second };
        store.close().await;
        let store = database.open().await;
        // Discord brings the same press again; it is no second one.
        assert_eq!(store.share_milestone(&told_by).await.unwrap(), ShareOutcome::First);
        let again = Sharing { interaction: interaction(73), ..told_by };
        let before = |message| ShareOutcome::Before { at: told_by.at, message };
        assert_eq!(store.share_milestone(&again).await.unwrap(), before(None));
        // Where it stands is kept once that is known.
        store.milestone_stands(guild(1), user(ANA), told_by.interaction, message(900)).await.unwrap();
        assert_eq!(store.share_milestone(&again).await.unwrap(), before(Some(message(900))));
        let elsewhere = Sharing { channel: channel(6), ..again };
        assert_eq!(store.share_milestone(&elsewhere).await.unwrap(), ShareOutcome::First);
        let another = Sharing { milestone: Milestone::Total(10), ..again };
        assert_eq!(store.share_milestone(&another).await.unwrap(), ShareOutcome::First);
        // What did not arrive has not been.
        store.unshare_milestone(guild(1), user(ANA), told_by.interaction).await.unwrap();
        assert_eq!(store.share_milestone(&again).await.unwrap(), ShareOutcome::First);
        store.erase(user(ANA), EraseScope::Everywhere, &Hashes, at(99)).await.unwrap();
        assert_eq!(store.share_milestone(&again).await.unwrap(), ShareOutcome::Gone);
    }

    async fn a_card_is_shared_once_from_a_message_and_nobody_knows_by_whom(database: &Database) {
        let store = database.open().await;
        let first = CardSharing {
            interaction: interaction(71),
            guild: guild(1),
            source: message(5),
            button: "u1:share:walk".to_owned(),
            at: at(20),
        };
        let second = CardSharing { interaction: interaction(72), ..first.clone() };
        let (one, other) = tokio::join!(store.share_card(&first), store.share_card(&second));
        let outcomes = [one.unwrap(), other.unwrap()];
        let n_first = outcomes.iter().filter(|outcome| **outcome == ShareOutcome::First).count();
        assert_eq!(n_first, 1, "{outcomes:?}");
        let told_by = if outcomes[0] == ShareOutcome::First { first } else { second };
        assert_eq!(store.share_card(&told_by).await.unwrap(), ShareOutcome::First);
        let again = CardSharing { interaction: interaction(73), ..told_by.clone() };
        let before = |message| ShareOutcome::Before { at: at(20), message };
        assert_eq!(store.share_card(&again).await.unwrap(), before(None));
        store.card_stands((message(5), told_by.interaction), message(900)).await.unwrap();
        assert_eq!(store.share_card(&again).await.unwrap(), before(Some(message(900))));
        let other_card = CardSharing { button: "u1:share:water".to_owned(), ..again.clone() };
        assert_eq!(store.share_card(&other_card).await.unwrap(), ShareOutcome::First);
        let other_message = CardSharing { source: message(6), ..again.clone() };
        assert_eq!(store.share_card(&other_message).await.unwrap(), ShareOutcome::First);
        // What did not arrive has not been, and all is forgotten in time.
        store.unshare_card((message(5), told_by.interaction)).await.unwrap();
        assert_eq!(store.share_card(&again).await.unwrap(), ShareOutcome::First);
        store.delete_shared(at(20)).await.unwrap();
        assert_eq!(store.share_card(&told_by).await.unwrap(), before(None));
        store.delete_shared(at(21)).await.unwrap();
        assert_eq!(store.share_card(&told_by).await.unwrap(), ShareOutcome::First);
    }

    async fn whatever_holds_a_member_is_in_what_they_can_export(database: &Database) {
        let store = database.open().await;
        for (number, guild_number) in [(ANA, 1), (ANA, 2), (BEN, 1)] {
            live(&store, number, guild_number).await;
        }
        for (scope, place) in [
            (EraseScope::Everywhere, None),
            (EraseScope::Guild(guild(1)), Some(guild(1))),
        ] {
            let sections = store.export(user(ANA), scope).await.unwrap();
            let rows = |table: &str, column: &str| {
                let found = sections.iter().find(|it| it.table == table && it.column == column);
                found.map_or(0, |section| section.rows.len())
            };
            for place in places_of(database, ANA).await {
                let (place, found) = place.split_once(": ").unwrap();
                let (table, column) = place.split_once('.').unwrap();
                let found: usize = found.parse().unwrap();
                let expected = match scope {
                    EraseScope::Everywhere => found,
                    // What direct messages need is of all guilds, and goes with the last.
                    EraseScope::Guild(_) if table.starts_with("dm_") => 0,
                    EraseScope::Guild(_) => found / 2,
                };
                assert_eq!(rows(table, column), expected, "{place}");
            }
            let text = serde_json::to_string(&sections.iter().map(|it| &it.rows).collect::<Vec<_>>()).unwrap();
            assert!(!text.contains(&BEN.to_string()), "{text}");
            assert_eq!(place.is_none(), text.contains(r#""guild_id":"2""#), "{text}");
        }
        let press = &store.export(user(ANA), EraseScope::Guild(guild(2))).await.unwrap();
        let press = press.iter().find(|section| section.table == "press").unwrap();
        let shown = |column: &str| press.rows[0][column].to_string();
        assert_eq!(shown("at_ms"), format!("{:?}", at(10).to_string()));
        assert_eq!(shown("user_id"), format!("{:?}", ANA.to_string()));
        assert_eq!(shown("day"), r#""2026-11-23""#);
        assert_eq!(shown("channel_id"), "null");
        assert_eq!(store.export(user(777), EraseScope::Everywhere).await.unwrap(), []);
    }

    async fn whoever_is_erased_in_one_guild_lives_on_in_the_other(database: &Database) {
        let store = database.open().await;
        live(&store, ANA, 1).await;
        live(&store, ANA, 2).await;
        let elsewhere = store.history(guild(2), user(ANA)).await.unwrap();
        store.erase(user(ANA), EraseScope::Guild(guild(1)), &Hashes, at(99)).await.unwrap();
        assert_eq!(store.member(guild(1), user(ANA)).await.unwrap(), None);
        assert_eq!(store.presses(guild(1), user(ANA)).await.unwrap(), []);
        assert_eq!(store.desk_break(guild(1), user(ANA)).await.unwrap(), None);
        assert_eq!(store.history(guild(2), user(ANA)).await.unwrap(), elsewhere);
        assert!(store.desk_break(guild(2), user(ANA)).await.unwrap().is_some());
        assert!(store.dm_channel(user(ANA)).await.unwrap().is_some());
        // Where they were erased nothing is told to be kept.
        assert_eq!(store.export(user(ANA), EraseScope::Guild(guild(1))).await.unwrap(), []);
        let last = store.export(user(ANA), EraseScope::Guild(guild(2))).await.unwrap();
        assert!(last.iter().any(|section| section.table == "dm_channel"));
        store.erase(user(ANA), EraseScope::Guild(guild(2)), &Hashes, at(100)).await.unwrap();
        assert_eq!(store.dm_channel(user(ANA)).await.unwrap(), None);
        assert_eq!(places_of(database, ANA).await, Vec::<String>::new());
    }

    async fn whoever_was_erased_can_begin_anew(database: &Database) {
        let store = database.open().await;
        live(&store, ANA, 1).await;
        store.erase(user(ANA), EraseScope::Everywhere, &Hashes, at(99)).await.unwrap();
        store.opt_in(guild(1), user(ANA), &choice(), at(100)).await.unwrap();
        let history = store.history(guild(1), user(ANA)).await.unwrap();
        assert_eq!((history.changes.len(), history.total, history.streak), (5, 0, None));
    }
}

/// Fingerprints that a test can read.
struct Hashes;

impl Fingerprints for Hashes {
    fn tombstone(&self, user: UserId) -> String {
        format!("hash of {user}")
    }

    fn in_together(&self, card: InteractionId, user: UserId) -> String {
        format!("{user} on {card}")
    }
}

/// Leaves a trace of the member wherever there can be one.
pub(crate) async fn live(store: &Store, number: u64, guild_number: u64) {
    let (who, where_) = (user(number), guild(guild_number));
    store
        .set_guild(where_, &zone("UTC"), who, at(0))
        .await
        .unwrap();
    store.opt_in(where_, who, &choice(), at(0)).await.unwrap();
    let mut prompt = team_prompt(where_);
    prompt.created_by = who;
    store.add_schedule(&prompt).await.unwrap();
    let reminder = store
        .save_desk_break(&desk_break(where_, who))
        .await
        .unwrap();
    let mut delivery = slot(&format!("t{number}-{guild_number}"), 0, 60);
    delivery.user = Some(who);
    let added = store.add_delivery(reminder.id, &delivery).await;
    assert_eq!(added.unwrap(), PlanOutcome::Planned);
    store.put_dm_channel(who, channel(5), at(0)).await.unwrap();
    store.ask_for_direct(who, "en", at(0)).await.unwrap();
    old_press(store, number, guild_number).await;
    let shared = sharing(number, guild_number, number * 1_000 + guild_number);
    store.share_milestone(&shared).await.unwrap();
    let id = number * 10 + guild_number;
    let press = press(id, (who, where_), 10);
    let streak = StreakRow {
        guild: where_,
        user: who,
        day: day("2026-11-23"),
        current: 1,
        longest: 1,
        freezes: 1,
        last_excuse: None,
        enrol_day: None,
        credited_bits: 0,
        due_bits: 0,
        current_since: None,
        break_at: None,
        active_until: None,
        line: None,
    };
    let verdict = Verdict::Record {
        outcome: Outcome::Credited,
        day: day("2026-11-23"),
        events: Vec::new(),
        streak: Some(Box::new(streak)),
        before: Some(unhunch::domain::streak::BeforeCredit {
            longest: 0,
            freezes: 1,
            current_since: None,
        }),
    };
    store.record_press(&press, |_| verdict).await.unwrap();
}

fn sharing(number: u64, guild_number: u64, id: u64) -> Sharing {
    Sharing {
        interaction: interaction(id),
        guild: guild(guild_number),
        user: user(number),
        channel: channel(5),
        milestone: Milestone::Run(5),
        at: at(20),
    }
}

fn press(id: u64, (user, guild): (UserId, GuildId), seconds: i64) -> NewPress {
    NewPress {
        interaction: interaction(id),
        guild,
        user,
        in_guild: true,
        at: at(seconds),
        prompt_key: None,
        answered: None,
        channel: None,
        message: None,
    }
}

/// A press of the day before, which is not listed any more.
async fn old_press(store: &Store, number: u64, guild_number: u64) {
    let (who, where_) = (user(number), guild(guild_number));
    let id = number * 100 + guild_number;
    let press = press(id, (who, where_), 5);
    let verdict = Verdict::Record {
        outcome: Outcome::Credited,
        day: day("2026-11-22"),
        events: Vec::new(),
        streak: None,
        before: None,
    };
    store.record_press(&press, |_| verdict).await.unwrap();
    let fold = |_: &MemberLog| {
        Some(Checkpoint {
            settings_rev: 5,
            presses: 1,
            last_credit: Some(day("2026-11-22")),
            streak: Streak::new(day("2026-11-22"), FreezeRules::default()),
            left_at: None,
        })
    };
    let first_kept = day("2026-11-23");
    let compacted = store.compact_presses(where_, who, first_kept, fold).await;
    assert_eq!(compacted.unwrap(), 1);
}

/// Names of columns of numbers that hold nobody's id, in whatever table.
const NOBODYS: &str = "
    active_days active_until added ahead answered_at asked_at at_ms attempt bag_seed began_at
    break_at channel_id created_at credited_bits credited_today current current_since
    day_ends_at days deleted_at dispatch_at due_at due_bits edit_at edited_at edits_id enabled
    entered_at expires_at failures fallback fence first_try_at freezes freezes_cap
    freezes_earn_every freezes_start from_ms goal_per_week grace_minutes guild_id guild_seq
    heard_at id interaction_id joined_streaks_at judged k left_at longest message_id n n_added
    next_due_ms next_try_at on_holidays opened_at opted_in present presses removed_at renew_at
    replace_previous rev role_id schedule_id seen_at sent_channel_id seq settings_rev settled_at
    shard shards silent_days silent_since_ms since_ms source_id skipped_until_at stale_at stop_when_done
    suspended_at suspended_told_at to_ms together together_id total undone until_ms value
    visibility visible watermark_ms wellness_channel_id
";

/// Which columns are asked for.
#[derive(Clone, Copy)]
enum Of {
    Numbers,
    Texts,
}

/// Every `table.column` of a kind.
async fn columns(database: &Database, of: Of) -> Vec<String> {
    let mut connection = database.raw().await;
    let columns = match (database.url().starts_with("sqlite"), of) {
        (true, Of::Numbers) => {
            "SELECT m.name || '.' || c.name FROM sqlite_master AS m
             JOIN pragma_table_info(m.name) AS c
             WHERE m.type = 'table' AND c.type = 'BIGINT' AND m.name NOT LIKE '%sqlx%' ORDER BY 1"
        }
        (true, Of::Texts) => {
            "SELECT m.name || '.' || c.name FROM sqlite_master AS m
             JOIN pragma_table_info(m.name) AS c
             WHERE m.type = 'table' AND c.type = 'TEXT' AND m.name NOT LIKE '%sqlx%' ORDER BY 1"
        }
        (false, Of::Numbers) => {
            "SELECT table_name || '.' || column_name FROM information_schema.columns
             WHERE table_schema = current_schema() AND data_type = 'bigint'
               AND table_name NOT LIKE '%sqlx%' ORDER BY 1"
        }
        (false, Of::Texts) => {
            "SELECT table_name || '.' || column_name FROM information_schema.columns
             WHERE table_schema = current_schema() AND data_type = 'text'
               AND table_name NOT LIKE '%sqlx%' ORDER BY 1"
        }
    };
    let rows = sqlx::query(columns)
        .fetch_all(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

/// Every `table.column` of numbers that holds the id somewhere.
async fn places_of(database: &Database, id: u64) -> Vec<String> {
    places(database, Of::Numbers, &format!("= {id}")).await
}

/// Every `table.column` of texts with the id in it. The test's own tombstones name whom they are of.
async fn texts_with(database: &Database, id: u64) -> Vec<String> {
    let mut places = places(database, Of::Texts, &format!("LIKE '%{id}%'")).await;
    places.retain(|place| !place.starts_with("tombstone.hash"));
    places
}

async fn places(database: &Database, of: Of, condition: &str) -> Vec<String> {
    let names = columns(database, of).await;
    let mut connection = database.raw().await;
    let mut places = Vec::new();
    for place in names {
        let (table, column) = place.split_once('.').unwrap();
        let count = format!("SELECT COUNT(*) FROM {table} WHERE {column} {condition}");
        let found: i64 = sqlx::query_scalar(AssertSqlSafe(count))
            .fetch_one(&mut connection)
            .await
            .unwrap();
        if found > 0 {
            places.push(format!("{place}: {found}"));
        }
    }
    connection.close().await.unwrap();
    places
}
