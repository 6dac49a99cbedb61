//! Many at once: nobody fails, nobody is granted what another was.

use std::collections::BTreeSet;
use std::task::Poll;

use jiff::ToSpan;
use tokio::task::JoinSet;
use unhunch::domain::streak::Outcome;
use unhunch::store::{
    MemberEvent, MemberHistory, MemberUpdate, NewPress, Plan, PlanOutcome, PressOutcome,
    StepOutcome, Store, StreakRow, Verdict,
};

use crate::store_fixture::{
    Database, Members as _, OneByOne as _, at, choice, day, guild, interaction, on_both, slot,
    team_prompt, user,
};

const TASKS: u64 = 4;
const PRESSES: u64 = 250;
const DAYS: i64 = 20;

/// A thousand transactions that read and then write, by four tasks, about one member.
async fn press_all_at_once(store: Store) {
    store
        .opt_in(guild(1), user(2), &choice(), at(0))
        .await
        .unwrap();
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let store = store.clone();
        tasks.spawn(async move {
            let mut credited = 0_u32;
            for n in 0..PRESSES {
                let number = task * PRESSES + n;
                let press = NewPress {
                    interaction: interaction(1 + number),
                    guild: guild(1),
                    user: user(2),
                    in_guild: true,
                    at: at(i64::try_from(number).unwrap()),
                    prompt_key: None,
                    answered: None,
                    channel: None,
                    message: None,
                };
                let outcome = store.record_press(&press, judge).await.unwrap();
                let PressOutcome::Recorded(kept) = outcome else {
                    panic!("{outcome:?}")
                };
                credited += u32::from(kept.outcome == Outcome::Credited);
            }
            credited
        });
    }
    let credited: u32 = tasks.join_all().await.into_iter().sum();
    assert_eq!(credited, 20);
    let streak = store.streak(guild(1), user(2)).await.unwrap().unwrap();
    assert_eq!(streak.current, 20);
    let presses = store.presses(guild(1), user(2)).await.unwrap();
    assert_eq!(presses.len(), 1000);
    let days: BTreeSet<_> = presses.iter().map(|press| press.day).collect();
    assert_eq!(days.len(), 20);
}

/// Credits one day after another until all are.
fn judge(history: &MemberHistory) -> Verdict {
    let n_days = i64::from(history.total);
    let day = day("2026-01-01").checked_add(n_days.days()).unwrap();
    if n_days == DAYS {
        return Verdict::Record {
            outcome: Outcome::Duplicate,
            day: day.yesterday().unwrap(),
            events: Vec::new(),
            streak: None,
            before: None,
        };
    }
    let current = history.streak.as_ref().map_or(0, |streak| streak.current) + 1;
    Verdict::Record {
        outcome: Outcome::Credited,
        day,
        events: Vec::new(),
        streak: Some(Box::new(StreakRow {
            guild: guild(1),
            user: user(2),
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

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_presses_by_four_tasks_all_succeed_on_sqlite() {
    let database = Database::sqlite();
    press_all_at_once(database.open().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_presses_by_four_tasks_all_succeed_on_postgres() {
    if let Some(database) = Database::postgres().await {
        press_all_at_once(database.open().await).await;
    }
}

/// Polls a future so many times, and then drops it, whether or not it is done.
async fn give_up_after<T>(polls: u32, future: impl Future<Output = T>) {
    let mut future = std::pin::pin!(future);
    for _ in 0..polls {
        let mut is_done = false;
        std::future::poll_fn(|context| {
            is_done = future.as_mut().poll(context).is_ready();
            Poll::Ready(())
        })
        .await;
        if is_done {
            return;
        }
        // The answer of a server takes its time.
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    }
}

on_both! {
    async fn what_is_given_up_in_the_middle_leaves_no_connection_in_a_transaction(database: &Database) {
        let store = database.open().await;
        let change = async || {
            let choice = choice();
            store.opt_in(guild(1), user(2), &choice, at(0)).await
        };
        for polls in 0..60 {
            give_up_after(polls, store.meta("anything")).await;
            give_up_after(polls, change()).await;
            // More at once than there are connections, first without a transaction.
            let looks = (0..12).map(|_| store.news_of(user(2), None, at(0)));
            for look in futures_util::future::join_all(looks).await {
                look.unwrap();
            }
            let looks = (0..12).map(|_| store.meta("anything"));
            for look in futures_util::future::join_all(looks).await {
                assert_eq!(look.unwrap(), None, "given up after {polls} polls");
            }
            change().await.unwrap();
        }
        store.close().await;
    }

    async fn of_many_claims_one_is_granted(database: &Database) {
        let store = database.open().await;
        let schedule = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        store.add_delivery(schedule.id, &slot("a", 0, 60)).await.unwrap();
        let key = store.delivery_by_token("a").await.unwrap().unwrap().key;
        let mut tasks = JoinSet::new();
        for fence in 0..16 {
            let store = store.clone();
            tasks.spawn(async move { store.claim(&key, fence, at(70)).await });
        }
        let granted = tasks.join_all().await;
        let granted = granted.iter().filter(|outcome| **outcome != StepOutcome::Refused);
        assert_eq!(granted.count(), 1);
        assert_eq!(store.delivery(&key).await.unwrap().unwrap().attempt, 1);
    }

    async fn of_many_plans_from_one_watermark_one_is_written(database: &Database) {
        let store = database.open().await;
        let schedule = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        let mut tasks = JoinSet::new();
        for n in 0..8_i8 {
            let store = store.clone();
            let plan = Plan {
                schedule: schedule.id,
                seen_watermark: at(0),
                seen_rotation: String::new(),
                watermark: at(100 + i64::from(n)),
                next_due: None,
                deliveries: vec![slot(&format!("plan{n}"), n, 60)],
                rotation: String::new(),
                asked: None,
                most_a_day: 6,
            };
            tasks.spawn(async move { store.plan(&plan).await.unwrap() });
        }
        let outcomes = tasks.join_all().await;
        let planned = outcomes.iter().filter(|outcome| **outcome == PlanOutcome::Planned);
        assert_eq!(planned.count(), 1);
        assert_eq!(store.last_deliveries(guild(1), 99).await.unwrap().len(), 1);
    }

    async fn many_who_join_at_once_each_join_once(database: &Database) {
        let store = database.open().await;
        let mut tasks = JoinSet::new();
        for n in 0..16 {
            let store = store.clone();
            tasks.spawn(async move {
                let whose = (guild(1), user(2 + n % 4));
                let joins = |history: &MemberHistory| {
                    let events = vec![MemberEvent::OptIn];
                    let update = MemberUpdate { events, ..MemberUpdate::default() };
                    (history.member.is_none().then_some(update), ())
                };
                store.update_member(whose.0, whose.1, at(0), joins).await.unwrap();
            });
        }
        tasks.join_all().await;
        for n in 0..4 {
            assert_eq!(store.member_changes(guild(1), user(2 + n)).await.unwrap().len(), 1);
        }
    }
}
