//! The outbox: claimed before it is sent, settled once, never changed after.

use unhunch::store::{
    ClaimOutcome, Delivery, DeliveryKey, DeliveryState, NewDelivery, Plan, RetryOutcome, Schedule,
    SettleOutcome, Settlement, Store,
};

use crate::store_fixture::{Database, at, channel, guild, message, on_both, slot, team_prompt};

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

    async fn what_somebody_asked_for_goes_before_what_is_planned(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("early", 0, 60), slot("later", 1, 61)]).await;
        let snooze = NewDelivery { k: 1, ..slot("snooze", 5, 90) };
        let wanted_now = NewDelivery { k: 4, ..slot("now", 6, 95) };
        planned(&store, 2, vec![slot("other", 2, 70), snooze, wanted_now]).await;
        let waiting = store.dispatchable(at(100), 10).await.unwrap();
        let tokens: Vec<_> = waiting.iter().map(|one| one.token.as_str()).collect();
        assert_eq!(tokens, ["snooze", "now", "early", "other", "later"]);
    }

    async fn a_claim_is_given_once(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60)]).await;
        let key = find(&store, "a").await.key;
        let ClaimOutcome::Claimed(claimed) = store.claim(&key, 4, at(70)).await.unwrap() else {
            panic!("the first claim is granted")
        };
        assert_eq!((claimed.state, claimed.attempt), (DeliveryState::Sending, 1));
        assert_eq!((claimed.first_try_at, claimed.fence), (Some(at(70)), 4));
        assert_eq!(find(&store, "a").await, *claimed);
        assert_eq!(store.claim(&key, 4, at(71)).await.unwrap(), ClaimOutcome::Gone);
        assert_eq!(store.claim(&DeliveryKey { k: 3, ..key }, 4, at(71)).await.unwrap(), ClaimOutcome::Gone);
    }

    async fn an_expired_delivery_cannot_be_claimed(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60), slot("b", 1, 60)]).await;
        let on_time = find(&store, "a").await.key;
        let late = find(&store, "b").await.key;
        assert!(matches!(store.claim(&on_time, 0, at(660)).await.unwrap(), ClaimOutcome::Claimed(_)));
        assert_eq!(store.claim(&late, 0, at(661)).await.unwrap(), ClaimOutcome::Gone);
    }

    async fn a_claim_under_a_lost_lease_is_refused(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60)]).await;
        let key = find(&store, "a").await.key;
        store.take_dispatch_lease("old", at(0), at(30)).await.unwrap();
        store.take_dispatch_lease("new", at(60), at(90)).await.unwrap();
        assert_eq!(store.claim(&key, 1, at(70)).await.unwrap(), ClaimOutcome::Gone);
        assert!(matches!(store.claim(&key, 2, at(70)).await.unwrap(), ClaimOutcome::Claimed(_)));
    }

    async fn a_retry_waits_for_its_instant_and_keeps_the_first(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60)]).await;
        let key = find(&store, "a").await.key;
        assert_eq!(store.retry_later(&key, at(80)).await.unwrap(), RetryOutcome::Refused);
        store.claim(&key, 0, at(70)).await.unwrap();
        assert_eq!(store.next_dispatch().await.unwrap(), None);
        assert_eq!(store.retry_later(&key, at(80)).await.unwrap(), RetryOutcome::Waiting);
        assert_eq!(store.next_dispatch().await.unwrap(), Some(at(80)));
        assert_eq!(store.claim(&key, 0, at(79)).await.unwrap(), ClaimOutcome::Gone);
        let ClaimOutcome::Claimed(again) = store.claim(&key, 0, at(80)).await.unwrap() else {
            panic!("the retry is granted")
        };
        assert_eq!((again.attempt, again.first_try_at, again.next_try_at), (2, Some(at(70)), None));
        assert_eq!(store.claim(&key, 0, at(81)).await.unwrap(), ClaimOutcome::Gone);
    }

    async fn a_sent_delivery_knows_its_message(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60), slot("b", 1, 60)]).await;
        for (token, message) in [("a", Some(message(500))), ("b", None)] {
            let key = find(&store, token).await.key;
            store.claim(&key, 0, at(70)).await.unwrap();
            let sent = Settlement::Sent { message, channel: channel(78) };
            assert_eq!(store.settle(&key, &sent, at(71)).await.unwrap(), SettleOutcome::Settled);
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
            store.claim(&goes, 0, at(70)).await.unwrap();
            let ended = async |key| {
                store.settle(key, &ending, at(71)).await.unwrap() == SettleOutcome::Settled
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
                store.claim(&key, 0, at(70)).await.unwrap();
            }
            store.settle(&key, &ending, at(71)).await.unwrap();
            let ended = find(&store, &name).await;
            for (other, _) in endings() {
                let done = store.settle(&key, &other, at(80)).await.unwrap();
                assert_eq!(done, SettleOutcome::Refused, "{ending:?} then {other:?}");
            }
            assert_eq!(store.claim(&key, 9, at(80)).await.unwrap(), ClaimOutcome::Gone);
            assert_eq!(store.retry_later(&key, at(80)).await.unwrap(), RetryOutcome::Refused);
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
        store.claim(&key, 0, at(65)).await.unwrap();
        assert_eq!(store.next_dispatch().await.unwrap(), Some(at(105)));
        store.retry_later(&key, at(90)).await.unwrap();
        assert_eq!(store.next_dispatch().await.unwrap(), Some(at(90)));
    }

    async fn what_can_be_dispatched_is_due_in_time_and_not_in_hand(database: &Database) {
        let store = database.open().await;
        let expired = NewDelivery { expires_at: at(99), ..slot("expired", 0, 60) };
        let rows = vec![expired, slot("due", 1, 60), slot("inhand", 2, 60), slot("later", 3, 200)];
        planned(&store, 1, rows).await;
        store.claim(&find(&store, "inhand").await.key, 0, at(70)).await.unwrap();
        assert_eq!(dispatchable(&store, 100, 9).await, ["due"]);
        assert_eq!(dispatchable(&store, 204, 9).await, ["due"]);
        assert_eq!(dispatchable(&store, 205, 9).await, ["due", "later"]);
    }

    async fn guilds_take_turns_and_retries_go_first(database: &Database) {
        let store = database.open().await;
        let many = (0..5).map(|minute| slot(&format!("big{minute}"), minute, 60)).collect();
        planned(&store, 1, many).await;
        planned(&store, 2, vec![slot("small", 0, 90)]).await;
        let urgent = NewDelivery { expires_at: at(400), ..slot("urgent", 9, 91) };
        planned(&store, 3, vec![slot("calm", 0, 90), urgent]).await;
        let retried = find(&store, "big4").await.key;
        store.claim(&retried, 0, at(66)).await.unwrap();
        store.retry_later(&retried, at(99)).await.unwrap();
        let order = dispatchable(&store, 100, 99).await;
        assert_eq!(order, ["big4", "urgent", "big0", "small", "big1", "calm", "big2", "big3"]);
        assert_eq!(dispatchable(&store, 100, 3).await, order[..3]);
    }

    async fn what_expires_unclaimed_is_missed(database: &Database) {
        let store = database.open().await;
        planned(&store, 1, vec![slot("a", 0, 60), slot("b", 1, 60), slot("c", 2, 100)]).await;
        store.claim(&find(&store, "b").await.key, 0, at(70)).await.unwrap();
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
            store.claim(&find(&store, token).await.key, 0, at(now)).await.unwrap();
        }
        store.close().await;
        let store = database.open().await;
        let left: Vec<String> = store.unfinished().await.unwrap().into_iter().map(|d| d.token).collect();
        assert_eq!(left, ["b", "a"]);
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
            assert!(store.add_delivery(schedule, &bad, at(0)).await.is_err(), "{bad:?}");
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

/// The tokens of what can be dispatched.
async fn dispatchable(store: &Store, now: i64, limit: u32) -> Vec<String> {
    let rows = store.dispatchable(at(now), limit).await.unwrap();
    rows.into_iter().map(|row| row.token).collect()
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
