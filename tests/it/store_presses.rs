//! Presses that are kept together: in order, each with all of what it did or with nothing.

use unhunch::domain::ids::InteractionId;
use unhunch::domain::streak::Outcome;
use unhunch::store::{
    MemberEvent, MemberHistory, NewPress, PressOutcome, Store, StoreError, StreakRow, Verdict,
};

use crate::store_fixture::{
    Database, Members as _, OneByOne as _, at, choice, day, guild, interaction, on_both, user,
};

/// More members than one statement has rows.
const MANY: u64 = 150;

on_both! {
    async fn presses_of_many_are_kept_together_each_with_its_streak(database: &Database) {
        let store = with_members(database, MANY).await;
        let presses: Vec<_> = (1..=MANY).map(|number| press(number, number, 100)).collect();
        let outcomes = store.record_presses(&presses, |n, history| {
            let member = history.member.as_ref().unwrap();
            assert_eq!((member.user, history.total), (presses[n].user, 0));
            credit(history)
        }).await;
        assert_eq!(outcomes.len(), presses.len());
        for (press, outcome) in presses.iter().zip(outcomes) {
            let Ok(PressOutcome::Recorded(kept)) = outcome else { panic!("{outcome:?}") };
            assert_eq!((kept.interaction, kept.outcome), (press.interaction, Outcome::Credited));
            let log = store.presses(press.guild, press.user).await.unwrap();
            assert_eq!(log, [kept]);
            let streak = store.streak(press.guild, press.user).await.unwrap().unwrap();
            assert_eq!((streak.user, streak.current), (press.user, 1));
        }
    }

    async fn presses_of_one_member_are_judged_in_their_order_and_see_each_other(database: &Database) {
        let store = with_members(database, 2).await;
        let of_two = [(1, 1), (2, 2), (3, 1), (3, 1), (4, 2), (5, 1)];
        let presses: Vec<_> = of_two.iter().map(|(id, number)| press(*id, *number, 100)).collect();
        let mut totals = Vec::new();
        let outcomes = store.record_presses(&presses, |n, history| {
            totals.push((n, history.total, history.pressed_lately));
            credit(history)
        }).await;
        // The fourth is the third once more.
        totals.sort_unstable();
        assert_eq!(totals, [(0, 0, 0), (1, 0, 0), (2, 1, 1), (4, 1, 1), (5, 2, 2)]);
        let again = outcomes.iter().map(|outcome| matches!(outcome, Ok(PressOutcome::Redelivered(_))));
        assert_eq!(again.collect::<Vec<_>>(), [false, false, false, true, false, false]);
        for (number, current) in [(1, 3), (2, 2)] {
            let streak = store.streak(guild(1), user(number)).await.unwrap().unwrap();
            assert_eq!(streak.current, current);
        }
    }

    async fn one_that_cannot_be_kept_takes_no_other_with_it(database: &Database) {
        let store = with_members(database, 5).await;
        let first: Vec<_> = (1..=5).map(|number| press(number, number, 100)).collect();
        let mut ok = store.record_presses(&first, |_, history| credit(history)).await;
        assert!(ok.drain(..).all(|outcome| outcome.is_ok()));
        let before = store.history(guild(1), user(3)).await.unwrap();
        let second: Vec<_> = (1..=5).map(|number| press(10 + number, number, 200)).collect();
        let outcomes = store.record_presses(&second, |n, history| match n {
            // A day that has its credit.
            2 => match credit(history) {
                Verdict::Record { streak, .. } => Verdict::Record {
                    outcome: Outcome::Credited, day: day("2026-01-01"), events: vec![MemberEvent::Rejoin], streak, before: None,
                },
                ignored @ Verdict::Ignore(_) => ignored,
            },
            _ => credit(history),
        }).await;
        let kept: Vec<_> = outcomes.iter().map(Result::is_ok).collect();
        assert_eq!(kept, [true, true, false, true, true]);
        assert!(matches!(outcomes[2], Err(StoreError::Driver(_))), "{:?}", outcomes[2]);
        assert_eq!(store.history(guild(1), user(3)).await.unwrap(), before);
        for number in [1, 2, 4, 5] {
            assert_eq!(store.count_presses(guild(1), user(number)).await, 2);
            assert_eq!(store.streak(guild(1), user(number)).await.unwrap().unwrap().current, 2);
        }
    }

    async fn one_whose_log_is_damaged_takes_no_other_with_them(database: &Database) {
        let store = with_members(database, 5).await;
        let damage = "UPDATE member_change SET value = 'late' WHERE user_id = 3 AND kind = 'day_ends_at'";
        database.run(damage).await.unwrap();
        // Twice each, so that what comes after it in the order of its member is tried, too.
        let presses: Vec<_> = (0..10).map(|n| press(1 + n, 1 + n % 5, 100)).collect();
        let outcomes = store.record_presses(&presses, |_, history| credit(history)).await;
        for (press, outcome) in presses.iter().zip(outcomes) {
            if press.user == user(3) {
                assert!(matches!(outcome, Err(StoreError::Inconsistent { .. })), "{outcome:?}");
            } else {
                assert!(matches!(outcome, Ok(PressOutcome::Recorded(_))), "{outcome:?}");
            }
        }
        assert_eq!(store.count_presses(guild(1), user(3)).await, 0);
        assert_eq!(store.streak(guild(1), user(3)).await.unwrap(), None);
        for number in [1, 2, 4, 5] {
            assert_eq!(store.count_presses(guild(1), user(number)).await, 2);
            assert_eq!(store.streak(guild(1), user(number)).await.unwrap().unwrap().current, 2);
        }
    }

    async fn who_presses_in_a_guild_has_been_seen_there(database: &Database) {
        let store = with_members(database, 3).await;
        let in_guild = press(1, 1, 50_000);
        let in_messages = NewPress { in_guild: false, ..press(2, 2, 50_000) };
        let ignored = press(3, 3, 50_000);
        let presses = [in_guild, in_messages, ignored];
        store.record_presses(&presses, |n, history| match n {
            2 => Verdict::Ignore(Outcome::Duplicate),
            _ => credit(history),
        }).await;
        let mut raw = database.raw().await;
        let seen: Vec<i64> = sqlx::query_scalar("SELECT seen_at FROM member ORDER BY user_id")
            .fetch_all(&mut raw)
            .await
            .unwrap();
        // A direct message says nothing of where they are.
        let expected = [50_000, 0, 50_000].map(|seconds| at(seconds).as_millisecond());
        assert_eq!(seen, expected);
    }
}

/// A store where so many take part in guild 1.
async fn with_members(database: &Database, n: u64) -> Store {
    let store = database.open().await;
    for number in 1..=n {
        store
            .opt_in(guild(1), user(number), &choice(), at(0))
            .await
            .unwrap();
    }
    store
}

fn press(id: u64, number: u64, seconds: i64) -> NewPress {
    let interaction: InteractionId = interaction(id);
    NewPress {
        interaction,
        guild: guild(1),
        user: user(number),
        in_guild: true,
        at: at(seconds),
        prompt_key: None,
        answered: None,
        channel: None,
        message: None,
    }
}

/// Credits one day after another.
fn credit(history: &MemberHistory) -> Verdict {
    let member = history.member.as_ref().unwrap();
    let n_days = jiff::ToSpan::days(i64::from(history.total));
    let day = day("2026-01-01").checked_add(n_days).unwrap();
    let current = history.total + 1;
    Verdict::Record {
        outcome: Outcome::Credited,
        day,
        events: Vec::new(),
        streak: Some(Box::new(StreakRow {
            guild: member.guild,
            user: member.user,
            day,
            current,
            longest: current,
            freezes: 0,
            last_excuse: None,
            enrol_day: None,
            credited_bits: 0,
            due_bits: 0,
            current_since: None,
            break_at: None,
            active_until: None,
            line: None,
        })),
        before: None,
    }
}
