//! What the store keeps so that nothing that was promised is forgotten: absences, silences, leavers, erasures that begin.

use unhunch::domain::ids::{InteractionId, UserId};
use unhunch::domain::streak::{BeforeCredit, Outcome};
use unhunch::store::{
    DeliveryState, EraseScope, Fingerprints, JoinOutcome, NewPress, Passed, Settlement, StreakRow,
    Together, UndoOutcome, Verdict,
};

use crate::store_fixture::{
    Database, Members as _, OneByOne as _, at, channel, choice, day, desk_break, guild,
    interaction, message, on_both, slot, team_prompt, user,
};

const DAY: i64 = 24 * 3600;

struct Hashes;

impl Fingerprints for Hashes {
    fn tombstone(&self, user: UserId) -> String {
        format!("hash of {user}")
    }

    fn in_together(&self, card: InteractionId, user: UserId) -> String {
        format!("{user} on {card}")
    }
}

/// A card that a channel does together.
fn card() -> Together {
    Together {
        id: interaction(7),
        guild: guild(1),
        item: "chin-tuck".to_owned(),
        position: None,
        locale: "en".to_owned(),
        began_at: at(0),
    }
}

/// A press of user 2, who was counted on it.
fn press() -> NewPress {
    NewPress {
        interaction: interaction(8),
        guild: guild(1),
        user: user(2),
        in_guild: true,
        at: at(10),
        prompt_key: None,
        answered: None,
        channel: None,
        message: None,
    }
}

/// Their streak without it.
fn row() -> StreakRow {
    StreakRow {
        guild: guild(1),
        user: user(2),
        day: day("2026-11-23"),
        current: 0,
        longest: 0,
        freezes: 1,
        last_excuse: None,
        enrol_day: None,
        credited_bits: 0,
        due_bits: 0,
        current_since: None,
        break_at: None,
        active_until: None,
        line: None,
    }
}

on_both! {
    async fn absences_and_lost_connections_are_kept_for_those_whom_they_concern(database: &Database) {
        let store = database.open().await;
        store.note_start(at(0)).await.unwrap();
        store.note_alive(at(600), None).await.unwrap();
        store.note_start(at(700)).await.unwrap();
        store.note_alive(at(2_000), Some(at(1_000))).await.unwrap();
        for until in [4_000, 5_000] {
            store.note_deaf((0, 2), at(3_000), at(until)).await.unwrap();
        }
        let since = day("2026-11-01");
        let own = store.failures(guild(1), None, since).await.unwrap();
        assert_eq!(own.away, [(at(1_000), at(2_000))], "a minute and a half is no absence");
        assert_eq!(own.deaf, [(at(3_000), at(5_000))]);
        // A guild of the other connection.
        let other = store.failures(guild(1 << 22), Some(user(1)), since).await.unwrap();
        assert_eq!((other.away.len(), other.deaf.len()), (1, 0));
        store.note_start(at(80 * DAY)).await.unwrap();
        let later = store.failures(guild(1), None, since).await.unwrap();
        assert_eq!(later.deaf, []);
    }

    async fn days_without_an_answer_outlive_their_reminders(database: &Database) {
        let store = database.open().await;
        let reminder = store.save_desk_break(&desk_break(guild(1), user(2))).await.unwrap();
        for (n, date) in (0..).zip(["2026-11-23", "2026-11-23", "2026-11-24", "2026-11-25"]) {
            let mut new = slot(&format!("t{n}"), i8::try_from(n).unwrap(), n);
            (new.user, new.date) = (Some(user(2)), day(date));
            store.add_delivery(reminder.id, &new).await.unwrap();
            let delivery = store.delivery_by_token(&new.token).await.unwrap().unwrap();
            store.claim(&delivery.key, 0, at(n)).await;
            let sent = Settlement::Sent { message: None, channel: new.channel.unwrap() };
            store.settle(&delivery.key, &sent, at(100 + n)).await;
        }
        let days = || store.days_reminded(reminder.id, reminder.created_at);
        assert_eq!(days().await.unwrap(), 3);
        // One at a time, so that the first day goes in two steps.
        for _ in 0..3 {
            assert_eq!(store.delete_old_deliveries(at(103), 1).await.unwrap(), 1);
            assert_eq!(days().await.unwrap(), 3);
        }
        assert_eq!(store.delete_old_deliveries(at(103), 1).await.unwrap(), 0);
        // Since a sign of life there was one.
        store.want_again(reminder.id, at(102)).await.unwrap();
        assert_eq!(store.days_reminded(reminder.id, at(102)).await.unwrap(), 1);
        assert_eq!(store.last_given(reminder.id).await.unwrap(), Some(day("2026-11-25")));
    }

    async fn who_has_only_a_desk_break_is_looked_for_found_and_missed(database: &Database) {
        let store = database.open().await;
        for number in [2, 3] {
            store.save_desk_break(&desk_break(guild(1), user(number))).await.unwrap();
        }
        store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        assert_eq!(store.unseen(at(60), 5, &Passed::default()).await.unwrap(), [], "they were there just now");
        let mut unseen = store.unseen(at(8 * DAY), 5, &Passed::default()).await.unwrap();
        unseen.sort_unstable();
        assert_eq!(unseen, [(guild(1), user(2)), (guild(1), user(3))]);
        store.seen(guild(1), user(2), at(8 * DAY)).await.unwrap();
        store.reminded_left(guild(1), user(3), at(8 * DAY)).await.unwrap();
        // Then whoever has only set up the prompts.
        let unseen = store.unseen(at(8 * DAY), 5, &Passed::default()).await.unwrap();
        assert_eq!(unseen, [(guild(1), user(9))]);
        store.seen(guild(1), user(9), at(8 * DAY)).await.unwrap();
        assert_eq!(store.unseen(at(8 * DAY), 5, &Passed::default()).await.unwrap(), []);
        let gone = store.members_gone_before(at(9 * DAY), 5).await.unwrap();
        assert_eq!(gone, [(guild(1), user(3))]);
        for (number, is_purged) in [(2, false), (3, true)] {
            let whose = (guild(1), user(number));
            let purged = store.purge_member(whose, at(9 * DAY), &Hashes, at(50 * DAY)).await;
            assert_eq!(purged.unwrap(), is_purged);
        }
        let everywhere = EraseScope::Everywhere;
        assert_eq!(store.export(user(3), everywhere).await.unwrap(), []);
        assert!(!store.export(user(2), everywhere).await.unwrap().is_empty());
    }

    async fn what_a_press_did_elsewhere_is_taken_back_with_it(database: &Database) {
        let store = database.open().await;
        store.opt_in(guild(1), user(2), &choice(), at(0)).await.unwrap();
        let before = store.streak(guild(1), user(2)).await.unwrap();
        let reminder = store.save_desk_break(&desk_break(guild(1), user(2))).await.unwrap();
        let mut snoozed = slot("snoozed", 0, 60);
        (snoozed.user, snoozed.k) = (Some(user(2)), 1);
        store.add_delivery(reminder.id, &snoozed).await.unwrap();
        let (card, press, row) = (card(), press(), row());
        store.begin_together(&card).await.unwrap();
        let hash = Hashes.in_together(card.id, user(2));
        let place = (channel(77), message(500));
        let joined = store.join_together(card.id, &hash, place, at(10)).await.unwrap();
        assert_eq!(joined, JoinOutcome::Joined(1));
        let verdict = Verdict::Record {
            outcome: Outcome::Credited,
            day: row.day,
            events: Vec::new(),
            streak: None,
            before: Some(BeforeCredit { longest: 0, freezes: 1, current_since: None }),
        };
        store.record_press(&press, |_| verdict).await.unwrap();
        store.note_counted(press.interaction, card.id).await.unwrap();
        let state = async || {
            let found = store.delivery_by_token("snoozed").await.unwrap();
            found.unwrap().state
        };
        assert_eq!(state().await, DeliveryState::Skipped);
        let whose = (guild(1), user(2));
        let undone = store.undo_press(whose, press.interaction, at(30), &Hashes, |_, _, _| {
            Some(before.unwrap_or(row))
        });
        assert_eq!(undone.await.unwrap(), UndoOutcome::Undone);
        assert_eq!(state().await, DeliveryState::Pending);
        let again = store.join_together(card.id, &hash, place, at(40)).await.unwrap();
        assert_eq!(again, JoinOutcome::Joined(1));
        let holiday = day("2026-11-30");
        store.add_holiday(guild(1), holiday, "feast", at(0)).await.unwrap();
        assert!(store.remove_holiday(guild(1), holiday).await.unwrap().is_some());
    }
}
