//! Presses and streaks: judged once, kept together, credited once a day.

use unhunch::domain::leaderboard::Visibility;
use unhunch::domain::streak::Outcome;
use unhunch::domain::weekdays::Weekdays;
use unhunch::store::{
    MemberEvent, MemberHistory, NewPress, PressOutcome, Store, StoreError, StreakRow, Verdict,
};

use crate::store_fixture::{
    Database, Members as _, OneByOne as _, at, channel, choice, day, guild, interaction, message,
    on_both, user, zone,
};

on_both! {
    async fn a_press_is_kept_with_what_it_did_to_the_streak(database: &Database) {
        let store = joined(database).await;
        let done = store.record_press(&press(100), credit("2026-11-23")).await.unwrap();
        let PressOutcome::Recorded(kept) = done else { panic!("{done:?}") };
        assert_eq!((kept.outcome, kept.day), (Outcome::Credited, day("2026-11-23")));
        assert_eq!((kept.at, kept.settings_rev), (at(100), 5));
        assert_eq!(kept.prompt_key.as_deref(), Some("token"));
        assert_eq!((kept.channel, kept.message), (Some(channel(77)), Some(message(500))));
        assert_eq!(store.presses(guild(1), user(2)).await.unwrap(), std::slice::from_ref(&kept));
        let streak = store.streak(guild(1), user(2)).await.unwrap().unwrap();
        assert_eq!((streak.current, streak.day), (1, day("2026-11-23")));
        let history = store.history(guild(1), user(2)).await.unwrap();
        assert_eq!((history.total, history.credited_today, history.streak), (1, true, Some(streak)));
    }

    async fn a_press_that_comes_twice_is_judged_once(database: &Database) {
        let store = joined(database).await;
        store.record_press(&press(100), credit("2026-11-23")).await.unwrap();
        let again = store
            .record_press(&press(100), |_| panic!("it was judged before"))
            .await
            .unwrap();
        assert!(matches!(again, PressOutcome::Redelivered(kept) if kept.outcome == Outcome::Credited));
        assert_eq!(store.count_presses(guild(1), user(2)).await, 1);
    }

    async fn an_ignored_press_leaves_nothing(database: &Database) {
        let store = database.open().await;
        let done = store
            .record_press(&press(100), |history| {
                assert_eq!(history.member, None);
                Verdict::Ignore(Outcome::NotOptedIn)
            })
            .await
            .unwrap();
        assert_eq!(done, PressOutcome::Ignored(Outcome::NotOptedIn));
        assert_eq!(store.presses(guild(1), user(2)).await.unwrap(), []);
        assert_eq!(store.present_guilds(None, 9).await.unwrap(), []);
    }

    async fn a_second_credit_for_one_day_is_impossible(database: &Database) {
        let store = joined(database).await;
        store.record_press(&press(100), credit("2026-11-23")).await.unwrap();
        let before = store.history(guild(1), user(2)).await.unwrap();
        let forced = store.record_press(&press(200), credit("2026-11-23")).await;
        assert!(matches!(forced, Err(StoreError::Driver(_))));
        assert_eq!(store.history(guild(1), user(2)).await.unwrap(), before);
        assert_eq!(store.count_presses(guild(1), user(2)).await, 1);
        store.record_press(&press(300), credit("2026-11-24")).await.unwrap();
        assert_eq!(store.streak(guild(1), user(2)).await.unwrap().unwrap().current, 2);
    }

    async fn the_last_credit_is_the_latest_day_that_has_one(database: &Database) {
        let store = joined(database).await;
        let last = async |number| store.last_credit(guild(number), user(2)).await.unwrap();
        assert_eq!(last(1).await, None);
        for (seconds, date) in [(100, "2026-11-23"), (200, "2026-11-25"), (300, "2026-11-24")] {
            store.record_press(&press(seconds), credit(date)).await.unwrap();
        }
        let outcome = Outcome::RestDay;
        let verdict = Verdict::Record { outcome, day: day("2026-11-28"), events: Vec::new(), streak: None, before: None };
        store.record_press(&press(400), |_| verdict).await.unwrap();
        assert_eq!(last(1).await, Some(day("2026-11-25")));
        assert_eq!(last(2).await, None);
    }

    async fn other_presses_of_a_day_are_kept_without_credit(database: &Database) {
        let store = joined(database).await;
        store.record_press(&press(100), credit("2026-11-23")).await.unwrap();
        let outcomes = [
            Outcome::Duplicate, Outcome::RestDay, Outcome::Paused, Outcome::Expired,
            Outcome::NotMember, Outcome::NotOptedIn,
        ];
        for (n, outcome) in (0..).zip(outcomes) {
            let verdict = Verdict::Record { outcome, day: day("2026-11-23"), events: Vec::new(), streak: None, before: None };
            store.record_press(&press(50 - n), |_| verdict).await.unwrap();
        }
        let log = store.presses(guild(1), user(2)).await.unwrap();
        assert_eq!(log.len(), 7);
        assert!(log.is_sorted_by_key(|press| press.at));
        assert_eq!(log.last().unwrap().outcome, Outcome::Credited);
        assert_eq!(store.history(guild(1), user(2)).await.unwrap().total, 1);
    }

    async fn the_judge_sees_everything_that_a_streak_depends_on(database: &Database) {
        let store = joined(database).await;
        store.set_guild(guild(1), &zone("Europe/Berlin"), user(9), at(1)).await.unwrap();
        store.add_holiday(guild(1), day("2026-12-25"), "Christmas", at(2)).await.unwrap();
        store.record_press(&press(100), credit("2026-11-23")).await.unwrap();
        let expected = store.history(guild(1), user(2)).await.unwrap();
        store
            .record_press(&press(200), move |history| {
                assert_eq!(*history, expected);
                assert_eq!(history.guild.timezone.as_deref(), Some("Europe/Berlin"));
                assert_eq!((history.guild_changes.len(), history.holidays.len()), (1, 1));
                assert_eq!((history.changes.len(), history.total), (5, 1));
                assert!(history.member.is_some() && history.streak.is_some());
                Verdict::Ignore(Outcome::Duplicate)
            })
            .await
            .unwrap();
    }

    async fn every_field_of_a_streak_comes_back(database: &Database) {
        let store = joined(database).await;
        let full = StreakRow {
            last_excuse: Some(day("2026-01-31")),
            enrol_day: Some(day("2025-12-31")),
            credited_bits: u64::MAX,
            due_bits: 1 << 63,
            current_since: Some(at(7)),
            break_at: Some(at(99)),
            active_until: Some(at(1000)),
            ..row(2, 5, 8)
        };
        for kept in [full.clone(), row(2, 0, 8), full] {
            store.put_streak(kept.clone()).await.unwrap();
            assert_eq!(store.streak(guild(1), user(2)).await.unwrap(), Some(kept));
        }
    }

    async fn a_run_longer_than_the_longest_is_impossible(database: &Database) {
        let store = joined(database).await;
        let kept = store.put_streak(row(2, 9, 8)).await;
        assert!(matches!(kept, Err(StoreError::Driver(_))));
    }

    async fn a_streak_needs_a_member(database: &Database) {
        let store = joined(database).await;
        let kept = store.put_streak(row(3, 1, 1)).await;
        assert!(matches!(kept, Err(StoreError::Driver(_))));
        let verdict = Verdict::Record { outcome: Outcome::RestDay, day: day("2026-11-23"), events: Vec::new(), streak: None, before: None };
        let stranger = NewPress { user: user(3), ..press(100) };
        assert!(store.record_press(&stranger, |_| verdict).await.is_err());
    }

    async fn a_board_has_those_who_take_part_in_the_order_of_their_runs(database: &Database) {
        let store = database.open().await;
        for (number, current, longest) in [(2, 3, 3), (3, 5, 5), (4, 3, 9), (5, 9, 9), (6, 8, 8)] {
            store.opt_in(guild(1), user(number), &choice(), at(0)).await.unwrap();
            store.put_streak(row(number, current, longest)).await.unwrap();
        }
        store.opt_in(guild(1), user(7), &choice(), at(0)).await.unwrap();
        store.opt_in(guild(2), user(3), &choice(), at(0)).await.unwrap();
        store.change_member(guild(1), user(5), &MemberEvent::OptOut, at(1)).await.unwrap();
        store.change_member(guild(1), user(6), &MemberEvent::Leave, at(1)).await.unwrap();
        let board = store.streaks_of_guild(guild(1)).await.unwrap();
        assert!(board.iter().all(|one| one.member.user == one.streak.user));
        let order: Vec<u64> = board.iter().map(|one| one.member.user.get()).collect();
        assert_eq!(order, [3, 4, 2]);
    }

    async fn a_board_has_the_logs_of_those_whose_days_were_not_always_the_same(database: &Database) {
        let store = database.open().await;
        let pause = MemberEvent::Pause { from: day("2026-12-01"), to: day("2026-12-02") };
        let other_days = MemberEvent::ActiveDays(Weekdays::WEEKENDS);
        let seen = MemberEvent::Visibility(Visibility::Hidden);
        for (number, event) in [(2, pause), (3, other_days), (4, seen)] {
            store.opt_in(guild(1), user(number), &choice(), at(0)).await.unwrap();
            let whose = (guild(1), user(number));
            store.append(whose, vec![event], Some(row(number, 1, 1)), at(1)).await.unwrap();
        }
        let board = store.streaks_of_guild(guild(1)).await.unwrap();
        let logged = board.iter().map(|one| (one.member.user.get(), one.changes.len()));
        assert_eq!(logged.collect::<Vec<_>>(), [(2, 6), (3, 6), (4, 0)]);
    }

    async fn a_streak_is_shown_as_its_member_wishes_and_knows_their_settings(database: &Database) {
        let store = joined(database).await;
        let shown = async || -> (i64, i64) {
            let mut raw = database.raw().await;
            let row = sqlx::query_as("SELECT visible, settings_rev FROM streak_state");
            row.fetch_one(&mut raw).await.unwrap()
        };
        store.put_streak(row(2, 5, 8)).await.unwrap();
        assert_eq!(shown().await, (2, 5));
        for (event, visible, rev) in [
            (MemberEvent::Visibility(Visibility::Anonymous), 1, 6),
            (MemberEvent::Leave, 0, 7),
            (MemberEvent::Rejoin, 1, 8),
            (MemberEvent::OptOut, 0, 9),
            (MemberEvent::OptIn, 1, 10),
        ] {
            let whose = (guild(1), user(2));
            store.append(whose, vec![event], Some(row(2, 0, 8)), at(1)).await.unwrap();
            assert_eq!(shown().await, (visible, rev));
        }
    }

    async fn streaks_that_break_are_found_by_their_instant(database: &Database) {
        let store = database.open().await;
        for (number, break_at) in [(2, Some(30)), (3, Some(10)), (4, None), (5, Some(20))] {
            store.opt_in(guild(1), user(number), &choice(), at(0)).await.unwrap();
            let streak = StreakRow { break_at: break_at.map(at), ..row(number, 1, 1) };
            store.put_streak(streak).await.unwrap();
        }
        let breaking = async |now, limit| -> Vec<u64> {
            let rows = store.streaks_breaking(at(now), limit).await.unwrap();
            rows.iter().map(|row| row.user.get()).collect()
        };
        assert_eq!(breaking(9, 9).await, Vec::<u64>::new());
        assert_eq!(breaking(20, 9).await, [3, 5]);
        assert_eq!(breaking(30, 1).await, [3]);
    }
}

/// A store where user 2 takes part in guild 1.
async fn joined(database: &Database) -> Store {
    let store = database.open().await;
    store
        .opt_in(guild(1), user(2), &choice(), at(0))
        .await
        .unwrap();
    store
}

/// A press by user 2 at so many seconds; that makes its interaction, too.
fn press(seconds: i64) -> NewPress {
    NewPress {
        interaction: interaction(1000 + seconds.unsigned_abs()),
        guild: guild(1),
        user: user(2),
        in_guild: true,
        at: at(seconds),
        prompt_key: Some("token".to_owned()),
        answered: None,
        channel: Some(channel(77)),
        message: Some(message(500)),
    }
}

/// A judge that credits a day whatever was before.
fn credit(date: &'static str) -> impl FnOnce(&MemberHistory) -> Verdict + Send {
    move |history| {
        let current = history.streak.as_ref().map_or(0, |streak| streak.current) + 1;
        Verdict::Record {
            outcome: Outcome::Credited,
            day: day(date),
            events: Vec::new(),
            streak: Some(Box::new(StreakRow {
                day: day(date),
                ..row(2, current, current)
            })),
            before: None,
        }
    }
}

fn row(number: u64, current: u32, longest: u32) -> StreakRow {
    StreakRow {
        guild: guild(1),
        user: user(number),
        day: day("2026-11-23"),
        current,
        longest,
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
