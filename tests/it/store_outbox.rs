//! The outbox: claimed before it is sent, settled once, never changed after.

use std::collections::BTreeSet;

use unhunch::store::{
    Delivery, DeliveryKey, DeliveryState, NewDelivery, Plan, Schedule, Settlement, Step,
    StepOutcome, Store, Waiting,
};

use crate::store_fixture::{
    Database, OneByOne as _, at, channel, desk_break, guild, message, on_both, slot, team_prompt,
    user,
};

on_both! {
    async fn a_delivery_comes_back_as_it_was_planned(database: &Database) {
        let store = database.open().await;
        let schedule = planned(&store, 1, vec![slot("a", 7, 60)]).await;
        let row = find(&store, "a").await;
        let new = slot("a", 7, 60);
        assert_eq!(row, Delivery {
            key: DeliveryKey { schedule: schedule.id, date: new.date, time: new.time, k: 0 },
            guild: guild(1),
            kind: schedule.kind,
            channel: Some(channel(77)),
            user: None,
            due_at: at(60),
            dispatch_at: at(65),
            expires_at: at(660),
            state: DeliveryState::Pending,
            attempt: 0,
            first_try_at: None,
            next_try_at: None,
            fence: 0,
            nonce: "n-a".to_owned(),
            token: "a".to_owned(),
            item: Some("chin-tuck".to_owned()),
            message: None,
            sent_channel: None,
            reason: None,
            settled_at: None,
            answer: None,
        });
        assert_eq!(store.delivery(&row.key).await.unwrap(), Some(row.clone()));
        assert_eq!(store.delivery(&DeliveryKey { k: 1, ..row.key }).await.unwrap(), None);
        assert_eq!(store.delivery_by_token("b").await.unwrap(), None);
    }

    async fn a_claim_is_given_once(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60)]).await;
        let key = find(&store, "a").await.key;
        let StepOutcome::Claimed(claimed) = store.claim(&key, 4, at(70)).await else {
            panic!("the first claim is granted")
        };
        assert_eq!((claimed.state, claimed.attempt), (DeliveryState::Sending, 1));
        assert_eq!((claimed.first_try_at, claimed.fence), (Some(at(70)), 4));
        assert_eq!(find(&store, "a").await, *claimed);
        assert_eq!(store.claim(&key, 4, at(71)).await, StepOutcome::Refused);
        assert_eq!(store.claim(&DeliveryKey { k: 3, ..key }, 4, at(71)).await, StepOutcome::Refused);
    }

    async fn an_expired_delivery_cannot_be_claimed(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60), slot("b", 1, 60)]).await;
        let on_time = find(&store, "a").await.key;
        let late = find(&store, "b").await.key;
        assert!(matches!(store.claim(&on_time, 0, at(660)).await, StepOutcome::Claimed(_)));
        assert_eq!(store.claim(&late, 0, at(661)).await, StepOutcome::Refused);
    }

    async fn a_claim_under_a_lost_lease_is_refused(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60)]).await;
        let key = find(&store, "a").await.key;
        store.take_dispatch_lease("old", at(0), at(30)).await.unwrap();
        store.take_dispatch_lease("new", at(60), at(90)).await.unwrap();
        assert_eq!(store.claim(&key, 1, at(70)).await, StepOutcome::Refused);
        assert!(matches!(store.claim(&key, 2, at(70)).await, StepOutcome::Claimed(_)));
    }

    async fn a_retry_is_claimed_once_whatever_the_clock_says_and_keeps_the_first(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60)]).await;
        let key = find(&store, "a").await.key;
        assert_eq!(store.retry_later(&key, at(80)).await, StepOutcome::Refused);
        store.claim(&key, 0, at(70)).await;
        assert_eq!(store.claim(&key, 0, at(99)).await, StepOutcome::Refused);
        assert_eq!(store.retry_later(&key, at(80)).await, StepOutcome::Written);
        // The clock was set back after its time had come.
        let StepOutcome::Claimed(again) = store.claim(&key, 0, at(79)).await else {
            panic!("the retry is granted")
        };
        assert_eq!((again.attempt, again.first_try_at, again.next_try_at), (2, Some(at(70)), None));
        assert_eq!(store.claim(&key, 0, at(81)).await, StepOutcome::Refused);
    }

    async fn a_sent_delivery_knows_its_message(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60), slot("b", 1, 60)]).await;
        for (token, message) in [("a", Some(message(500))), ("b", None)] {
            let key = find(&store, token).await.key;
            store.claim(&key, 0, at(70)).await;
            let sent = Settlement::Sent { message, channel: channel(78) };
            assert_eq!(store.settle(&key, &sent, at(71)).await, StepOutcome::Written);
            let row = find(&store, token).await;
            assert_eq!((row.state, row.message), (DeliveryState::Sent, message));
            assert_eq!((row.sent_channel, row.settled_at), (Some(channel(78)), Some(at(71))));
        }
    }

    async fn each_ending_leaves_only_the_state_that_it_may(database: &Database) {
        let store = database.open().await;
        for (minute, (ending, from_sending)) in (0..).zip(endings()) {
            let (waits, goes) = (format!("waits{minute}"), format!("goes{minute}"));
            planned(&store, 1, vec![slot(&waits, minute, 60), slot(&goes, minute + 30, 60)]).await;
            let (waits, goes) = (find(&store, &waits).await.key, find(&store, &goes).await.key);
            store.claim(&goes, 0, at(70)).await;
            let ended = async |key| {
                store.settle(key, &ending, at(71)).await == StepOutcome::Written
            };
            assert_eq!(ended(&waits).await, !from_sending, "{ending:?} while pending");
            assert_eq!(ended(&goes).await, from_sending, "{ending:?} while sending");
        }
    }

    async fn what_has_ended_never_changes(database: &Database) {
        let store = database.open().await;
        for (minute, (ending, from_sending)) in (0..).zip(endings()) {
            let name = format!("d{minute}");
            planned(&store, 1, vec![slot(&name, minute, 60)]).await;
            let key = find(&store, &name).await.key;
            if from_sending {
                store.claim(&key, 0, at(70)).await;
            }
            store.settle(&key, &ending, at(71)).await;
            let ended = find(&store, &name).await;
            for (other, _) in endings() {
                let done = store.settle(&key, &other, at(80)).await;
                assert_eq!(done, StepOutcome::Refused, "{ending:?} then {other:?}");
            }
            assert_eq!(store.claim(&key, 9, at(80)).await, StepOutcome::Refused);
            assert_eq!(store.retry_later(&key, at(80)).await, StepOutcome::Refused);
            assert_eq!(store.expire_pending(at(9999), "backlog").await.unwrap(), []);
            store.remove_schedule(key.schedule, guild(1), at(90)).await.unwrap();
            assert_eq!(find(&store, &name).await, ended, "{ending:?}");
        }
    }

    async fn the_next_dispatch_is_the_earliest_of_both_kinds(database: &Database) {
        let store = database.open().await;
        assert_eq!(store.next_dispatch().await.unwrap(), None);
        planned(&store, 1, vec![slot("a", 0, 60), slot("b", 1, 100)]).await;
        assert_eq!(store.next_dispatch().await.unwrap(), Some(at(65)));
        let key = find(&store, "a").await.key;
        store.claim(&key, 0, at(65)).await;
        assert_eq!(store.next_dispatch().await.unwrap(), Some(at(105)));
        store.retry_later(&key, at(90)).await;
        assert_eq!(store.next_dispatch().await.unwrap(), Some(at(90)));
    }

    async fn what_was_added_since_is_read_once_and_in_order(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60), slot("b", 1, 100)]).await;
        planned(&store, 2, vec![slot("c", 0, 90)]).await;
        let all = store.added_after(0, 99).await.unwrap();
        let keys = [find(&store, "a").await.key, find(&store, "b").await.key, find(&store, "c").await.key];
        assert_eq!(all.iter().map(|waiting| waiting.key).collect::<Vec<_>>(), keys);
        assert_eq!(all[0], Waiting {
            key: keys[0],
            added: all[0].added,
            guild: guild(1),
            channel: Some(channel(77)),
            is_retry: false,
            from: at(65),
            due_at: at(60),
            expires_at: at(660),
        });
        assert_eq!(store.added_after(0, 2).await.unwrap(), all[..2]);
        assert_eq!(store.added_after(all[1].added, 9).await.unwrap(), all[2..]);
        let schedule = keys[2].schedule;
        store.add_delivery(schedule, &slot("d", 5, 400)).await.unwrap();
        store.claim(&keys[2], 0, at(100)).await;
        let new = store.added_after(all[1].added, 9).await.unwrap();
        assert_eq!(new.iter().map(|waiting| waiting.key).collect::<Vec<_>>(), [find(&store, "d").await.key]);
    }

    async fn what_waits_to_be_tried_again_is_not_what_somebody_is_at(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60), slot("b", 1, 60), slot("c", 2, 60)]).await;
        for token in ["a", "b"] {
            store.claim(&find(&store, token).await.key, 0, at(70)).await;
        }
        let retried = find(&store, "a").await.key;
        store.retry_later(&retried, at(99)).await;
        let waiting = store.to_be_retried().await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!((waiting[0].key, waiting[0].from, waiting[0].is_retry), (retried, at(99), true));
        // A process that finds them knows that nobody is.
        assert_eq!(store.take_up_unfinished(at(200)).await.unwrap(), 2);
        let waiting = store.to_be_retried().await.unwrap();
        assert!(waiting.iter().all(|waiting| waiting.from == at(200)));
        assert_eq!(waiting.len(), 2);
    }

    async fn who_waits_goes_to_the_members_own_channel_if_there_is_one(database: &Database) {
        let store = database.open().await;
        let reminder = store.add_schedule(&desk_break(guild(1), user(5))).await.unwrap();
        let delivery = NewDelivery { user: Some(user(5)), ..slot("a", 0, 60) };
        store.add_delivery(reminder.id, &delivery).await.unwrap();
        let channel_of = async || store.added_after(0, 9).await.unwrap()[0].channel;
        assert_eq!(channel_of().await, delivery.channel);
        store.put_dm_channel(user(5), channel(900), at(0)).await.unwrap();
        assert_eq!(channel_of().await, Some(channel(900)));
    }

    async fn steps_of_one_group_are_each_taken_or_refused(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60), slot("b", 1, 60), slot("c", 2, 60)]).await;
        let [a, b, c] = [find(&store, "a").await.key, find(&store, "b").await.key, find(&store, "c").await.key];
        store.claim(&a, 0, at(70)).await;
        let failed = Settlement::Failed { reason: "because".to_owned() };
        let steps = [
            (a, Step::Settle(failed.clone())),
            (b, Step::Claim),
            (b, Step::Claim),
            (b, Step::Retry(at(90))),
            (c, Step::Settle(failed)),
        ];
        let outcomes = store.take_steps(&steps, 3, at(80)).await.unwrap();
        let StepOutcome::Claimed(claimed) = &outcomes[1] else {
            panic!("the first claim is granted")
        };
        assert_eq!((claimed.fence, claimed.first_try_at), (3, Some(at(80))));
        assert_eq!([&outcomes[0], &outcomes[3]], [&StepOutcome::Written; 2]);
        assert_eq!([&outcomes[2], &outcomes[4]], [&StepOutcome::Refused; 2]);
        assert_eq!(find(&store, "a").await.state, DeliveryState::Failed);
        assert_eq!(find(&store, "b").await.next_try_at, Some(at(90)));
        assert_eq!(find(&store, "c").await.state, DeliveryState::Pending);
    }

    async fn a_wait_takes_one_attempt_back_and_no_other(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60)]).await;
        let key = find(&store, "a").await.key;
        store.claim(&key, 0, at(70)).await;
        let wait = Step::Wait { until: at(80), attempt: 1 };
        for _ in 0..2 {
            let outcome = store.take_step(&key, wait.clone(), 0, at(75)).await;
            assert_eq!(outcome, StepOutcome::Written);
            assert_eq!(find(&store, "a").await.attempt, 0);
        }
        store.claim(&key, 0, at(80)).await;
        assert_eq!(find(&store, "a").await.first_try_at, Some(at(80)), "the first one that counts");
        store.retry_later(&key, at(81)).await;
        store.claim(&key, 0, at(81)).await;
        let wait = Step::Wait { until: at(90), attempt: 2 };
        store.take_step(&key, wait, 0, at(85)).await;
        let found = find(&store, "a").await;
        assert_eq!((found.attempt, found.first_try_at), (1, Some(at(80))));
    }

    async fn who_lost_the_lease_gives_back_nothing_that_another_has_claimed(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60)]).await;
        let key = find(&store, "a").await.key;
        store.claim(&key, 1, at(70)).await;
        store.take_up_unfinished(at(100)).await.unwrap();
        store.claim(&key, 2, at(101)).await;
        let outcomes = store.take_steps(&[(key, Step::Retry(at(102)))], 1, at(101)).await.unwrap();
        assert_eq!(outcomes, [StepOutcome::Refused]);
        assert_eq!(find(&store, "a").await.next_try_at, None);
    }

    async fn what_expires_unclaimed_is_missed(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60), slot("b", 1, 60), slot("c", 2, 100)]).await;
        store.claim(&find(&store, "b").await.key, 0, at(70)).await;
        assert_eq!(store.expire_pending(at(660), "backlog").await.unwrap(), []);
        let missed = store.expire_pending(at(661), "backlog").await.unwrap();
        assert_eq!(missed, [find(&store, "a").await]);
        assert_eq!(missed[0].state, DeliveryState::Missed);
        assert_eq!(missed[0].reason.as_deref(), Some("backlog"));
        assert_eq!(find(&store, "b").await.state, DeliveryState::Sending);
        assert_eq!(find(&store, "c").await.state, DeliveryState::Pending);
    }

    async fn a_claim_outlives_the_store_that_made_it(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60), slot("b", 1, 60)]).await;
        for (token, now) in [("b", 70), ("a", 71)] {
            store.claim(&find(&store, token).await.key, 0, at(now)).await;
        }
        store.close().await;
        let store = database.open().await;
        assert_eq!(store.to_be_retried().await.unwrap(), [], "somebody may be at it");
        assert_eq!(store.take_up_unfinished(at(72)).await.unwrap(), 2);
        let left: BTreeSet<_> = store.to_be_retried().await.unwrap().iter().map(|left| left.key).collect();
        assert_eq!(left, BTreeSet::from([find(&store, "a").await.key, find(&store, "b").await.key]));
    }

    async fn the_last_deliveries_of_a_guild_come_latest_first(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60), slot("b", 1, 120), slot("c", 2, 180)]).await;
        planned(&store, 2, vec![slot("d", 0, 60)]).await;
        let last = store.last_deliveries(guild(1), 2).await.unwrap();
        assert_eq!(last.iter().map(|d| d.token.as_str()).collect::<Vec<_>>(), ["c", "b"]);
    }

    async fn tokens_and_nonces_are_unique_and_nonces_short(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60)]).await;
        let schedule = find(&store, "a").await.key.schedule;
        let with_nonce = |name, nonce: &str| NewDelivery {
            nonce: nonce.to_owned(),
            ..slot(name, 1, 60)
        };
        let same_token = with_nonce("a", "n-other");
        let same_nonce = with_nonce("b", "n-a");
        let long = with_nonce("c", &"n".repeat(26));
        for bad in [same_token, same_nonce, long] {
            assert!(store.add_delivery(schedule, &bad).await.is_err(), "{bad:?}");
        }
    }

    async fn the_tables_themselves_refuse_states_that_cannot_be(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60)]).await;
        for impossible in [
            "state = 'done'",
            "state = 'sent'",
            "state = 'sending'",
            "state = 'missed'",
            "settled_at = 1",
            "attempt = 1",
            "k = 65536",
            "k = -1",
            "answer = 'done'",
            "answer = 'perhaps', answered_at = 1, user_id = 1",
            "removal = 'perhaps'",
            "schedule_id = 999",
            "local_date = '23.11.2026'",
            "wall_time = '9:00'",
        ] {
            let refused = database.run(&format!("UPDATE delivery SET {impossible}")).await;
            assert!(refused.is_err(), "{impossible}");
        }
        assert!(database.run("DELETE FROM schedule").await.is_err(), "deliveries point at it");
        assert_eq!(find(&store, "a").await.state, DeliveryState::Pending);
    }
}

/// Adds a team prompt of a guild with these deliveries.
async fn planned(store: &Store, guild_number: u64, deliveries: Vec<NewDelivery>) -> Schedule {
    let schedule = store
        .add_schedule(&team_prompt(guild(guild_number)))
        .await
        .unwrap();
    let plan = Plan {
        schedule: schedule.id,
        seen_watermark: at(0),
        seen_rotation: String::new(),
        watermark: at(50),
        next_due: None,
        deliveries,
        rotation: String::new(),
        asked: None,
        most_a_day: 6,
    };
    store.plan(&plan).await.unwrap();
    schedule
}

async fn find(store: &Store, token: &str) -> Delivery {
    store.delivery_by_token(token).await.unwrap().unwrap()
}

/// Every ending, and whether it is one of a delivery that was being sent.
fn endings() -> [(Settlement, bool); 5] {
    let reason = || "because".to_owned();
    [
        (
            Settlement::Sent {
                message: Some(message(1)),
                channel: channel(2),
            },
            true,
        ),
        (Settlement::Failed { reason: reason() }, true),
        (Settlement::Unknown { reason: reason() }, true),
        (Settlement::Missed { reason: reason() }, false),
        (Settlement::Skipped { reason: reason() }, false),
    ]
}
