//! Schedules: kept, changed, found when due, planned once.

use std::num::NonZeroU64;

use unhunch::domain::ids::InteractionId;
use unhunch::store::{
    ChangeOutcome, ConfirmOutcome, DeliveryState, NewDelivery, NewSchedule, Pause, Plan,
    PlanOutcome, Planned, Proposal, Schedule, ScheduleId, Settlement, StoreError,
};

use crate::store_fixture::{
    Database, Members as _, OneByOne as _, at, channel, day, desk_break, guild, on_both, slot,
    team_prompt, user,
};

on_both! {
    async fn a_proposal_becomes_one_schedule_and_the_first_gives_the_guild_its_zone(database: &Database) {
        let store = database.open().await;
        let new = team_prompt(guild(1));
        let proposal = |id: u64| Proposal {
            id: InteractionId::new(id).unwrap(),
            guild: guild(1),
            channel: new.settings.channel.unwrap(),
            timezone: new.settings.timezone.clone(),
            recurrence: new.settings.recurrence.clone(),
            topic: new.settings.topic.clone(),
            role: NonZeroU64::new(1 << 62),
            together: true,
            edits: None,
            language: None,
            at: at(0),
        };
        let (first, second) = (proposal(1), proposal(2));
        store.put_proposal(&first).await.unwrap();
        store.put_proposal(&first).await.unwrap();
        store.put_proposal(&second).await.unwrap();
        assert_eq!(store.proposal(first.id, guild(1)).await.unwrap(), Some(first.clone()));
        assert_eq!(store.proposal(first.id, guild(2)).await.unwrap(), None);
        let once = store.confirm_proposal(first.id, &new, 1).await.unwrap();
        let twice = store.confirm_proposal(first.id, &new, 1).await.unwrap();
        assert!(matches!(&once, ConfirmOutcome::Confirmed(_)), "{once:?}");
        assert_eq!(once, twice);
        let zone = store.guild(guild(1)).await.unwrap().timezone;
        assert_eq!(zone, Some(new.settings.timezone.clone()));
        let full = store.confirm_proposal(second.id, &new, 1).await.unwrap();
        assert_eq!(full, ConfirmOutcome::TooMany);
        assert!(store.remove_proposal(second.id, guild(1)).await.unwrap());
        assert!(!store.remove_proposal(first.id, guild(1)).await.unwrap());
        let gone = store.confirm_proposal(second.id, &new, 9).await.unwrap();
        assert_eq!(gone, ConfirmOutcome::Gone);
        store.close().await;
    }

    async fn a_schedule_comes_back_as_it_went_in(database: &Database) {
        let store = database.open().await;
        let mut new = team_prompt(guild(1));
        new.settings.role = NonZeroU64::new(1 << 62);
        let added = store.add_schedule(&new).await.unwrap();
        assert_eq!(store.schedule(added.id).await.unwrap(), Some(added.clone()));
        assert_eq!(added, Schedule {
            id: added.id,
            is_recap: false,
            kind: new.kind,
            guild: new.guild,
            user: None,
            settings: new.settings,
            watermark: at(0),
            next_due: Some(at(60)),
            pause: None,
            suspended: None,
            heard_at: None,
            asked_at: None,
            skipped_until: None,
            left_at: None,
            bag_seed: u64::MAX - 5,
            rotation: String::new(),
            created_by: Some(user(9)),
            created_at: at(0),
            deleted_at: None,
        });
        assert_eq!(store.schedule(ScheduleId::new(99).unwrap()).await.unwrap(), None);
    }

    async fn a_guild_lists_its_team_prompts_and_no_desk_breaks(database: &Database) {
        let store = database.open().await;
        let first = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        let second = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        store.add_schedule(&team_prompt(guild(2))).await.unwrap();
        store.save_desk_break(&desk_break(guild(1), user(2))).await.unwrap();
        assert_eq!(store.schedules_of_guild(guild(1)).await.unwrap(), [first, second]);
    }

    async fn joining_a_desk_break_again_changes_it_and_keeps_its_number(database: &Database) {
        let store = database.open().await;
        assert_eq!(store.desk_break(guild(1), user(2)).await.unwrap(), None);
        let first = store.save_desk_break(&desk_break(guild(1), user(2))).await.unwrap();
        store.suspend_schedule(first.id, "50007").await.unwrap();
        let mut again = desk_break(guild(1), user(2));
        "11:00".clone_into(&mut again.settings.recurrence);
        again.at = at(100);
        again.next_due = Some(at(200));
        let changed = store.save_desk_break(&again).await.unwrap();
        assert_eq!(changed.id, first.id);
        assert_eq!(changed.settings.recurrence, "11:00");
        assert_eq!((changed.watermark, changed.next_due), (at(100), Some(at(200))));
        assert_eq!((changed.suspended.as_deref(), changed.created_at), (None, at(0)));
        assert_eq!(store.desk_break(guild(1), user(2)).await.unwrap(), Some(changed));
        let elsewhere = store.save_desk_break(&desk_break(guild(2), user(2))).await.unwrap();
        assert_ne!(elsewhere.id, first.id);
    }

    async fn a_second_desk_break_of_one_member_is_impossible(database: &Database) {
        let store = database.open().await;
        store.add_schedule(&desk_break(guild(1), user(2))).await.unwrap();
        let second = store.add_schedule(&desk_break(guild(1), user(2))).await;
        assert!(matches!(second, Err(StoreError::Driver(_))));
    }

    async fn a_prompt_without_a_channel_and_a_desk_break_without_a_member_are_impossible(
        database: &Database
    ) {
        let store = database.open().await;
        let mut homeless = team_prompt(guild(1));
        homeless.settings.channel = None;
        assert!(store.add_schedule(&homeless).await.is_err());
        let ownerless = NewSchedule { user: None, ..desk_break(guild(1), user(2)) };
        assert!(store.add_schedule(&ownerless).await.is_err());
        assert!(store.save_desk_break(&ownerless).await.is_err());
        assert_eq!(store.all_schedules(None, 10).await.unwrap(), []);
    }

    async fn numbers_are_never_given_twice(database: &Database) {
        let store = database.open().await;
        let first = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        store.remove_schedule(first.id, guild(1), at(1)).await.unwrap();
        let second = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        assert!(second.id > first.id);
    }

    async fn a_change_keeps_the_number_and_never_turns_the_watermark_back(database: &Database) {
        let store = database.open().await;
        let new = desk_break(guild(1), user(2));
        let added = store.save_desk_break(&new).await.unwrap();
        let mut settings = added.settings.clone();
        settings.channel = Some(channel(78));
        let other = NewSchedule {
            settings: settings.clone(),
            at: at(-50),
            next_due: Some(at(70)),
            ..new
        };
        let changed = store.save_desk_break(&other).await.unwrap();
        assert_eq!((changed.id, changed.watermark), (added.id, at(0)));
        assert_eq!((changed.settings, changed.next_due), (settings, Some(at(70))));
    }

    async fn a_pause_is_kept_and_ended(database: &Database) {
        let store = database.open().await;
        let added = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        let pause = Pause { from: day("2026-12-01"), until: day("2026-12-24") };
        for pause in [Some(pause), None] {
            store.pause_schedule(added.id, guild(1), pause).await.unwrap();
            assert_eq!(store.schedule(added.id).await.unwrap().unwrap().pause, pause);
        }
        let elsewhere = store.pause_schedule(added.id, guild(2), Some(pause)).await.unwrap();
        assert_eq!(elsewhere, ChangeOutcome::Gone);
    }

    async fn what_is_due_comes_in_order_and_not_when_suspended_or_removed(database: &Database) {
        let store = database.open().await;
        assert_eq!(store.next_due().await.unwrap(), None);
        let mut ids = Vec::new();
        for due in [Some(30), Some(10), Some(20), None, Some(5), Some(1)] {
            let mut new = team_prompt(guild(1));
            new.next_due = due.map(at);
            ids.push(store.add_schedule(&new).await.unwrap().id);
        }
        store.suspend_schedule(ids[4], "50013").await.unwrap();
        store.remove_schedule(ids[5], guild(1), at(0)).await.unwrap();
        let due = async |now, limit| -> Vec<ScheduleId> {
            let due = store.due_schedules(at(now), limit).await.unwrap();
            due.iter().map(|schedule| schedule.id).collect()
        };
        assert_eq!(due(9, 10).await, []);
        assert_eq!(due(20, 10).await, [ids[1], ids[2]]);
        assert_eq!(due(30, 10).await, [ids[1], ids[2], ids[0]]);
        assert_eq!(due(30, 2).await, [ids[1], ids[2]]);
        assert_eq!(store.next_due().await.unwrap(), Some(at(10)));
    }

    async fn all_schedules_come_in_batches_the_nearest_due_first(database: &Database) {
        let store = database.open().await;
        let mut ids = Vec::new();
        for minute in [Some(50), None, Some(10), Some(50), Some(30), None, Some(20), Some(50)] {
            let due = NewSchedule { next_due: minute.map(at), ..team_prompt(guild(1)) };
            ids.push(store.add_schedule(&due).await.unwrap().id);
        }
        store.remove_schedule(ids[4], guild(1), at(0)).await.unwrap();
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let batch = store.all_schedules(after, 2).await.unwrap();
            let Some(last) = batch.last() else { break };
            after = Some(last.place());
            seen.extend(batch.iter().map(|schedule| schedule.id));
        }
        assert_eq!(seen, [ids[2], ids[6], ids[0], ids[3], ids[7], ids[1], ids[5]]);
    }

    async fn a_plan_writes_its_rows_the_watermark_and_the_rotation(database: &Database) {
        let store = database.open().await;
        let added = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        let decided = [
            ("a", Planned::Pending, DeliveryState::Pending, None),
            ("b", Planned::Missed { reason: "late".to_owned() }, DeliveryState::Missed, Some("late")),
            ("c", Planned::Skipped { reason: "quiet".to_owned() }, DeliveryState::Skipped, Some("quiet")),
            ("d", Planned::Merged, DeliveryState::Merged, None),
        ];
        let deliveries = (0..)
            .zip(&decided)
            .map(|(minute, (name, planned, ..))| NewDelivery {
                planned: planned.clone(),
                ..slot(name, minute, 60)
            })
            .collect();
        let plan = Plan { deliveries, ..plan_of(&added, 0, 100) };
        assert_eq!(store.plan(&plan).await.unwrap(), PlanOutcome::Planned);
        let schedule = store.schedule(added.id).await.unwrap().unwrap();
        assert_eq!((schedule.watermark, schedule.next_due), (at(100), Some(at(500))));
        assert_eq!(schedule.rotation, "bag 1");
        for (name, _, state, reason) in decided {
            let row = store.delivery_by_token(name).await.unwrap().unwrap();
            assert_eq!((row.state, row.reason.as_deref()), (state, reason), "{name}");
            let settled = (state != DeliveryState::Pending).then_some(at(100));
            assert_eq!((row.settled_at, row.attempt, row.guild), (settled, 0, guild(1)));
        }
    }

    async fn a_plan_from_an_old_watermark_changes_nothing(database: &Database) {
        let store = database.open().await;
        let added = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        store.plan(&plan_of(&added, 0, 100)).await.unwrap();
        let late = Plan {
            deliveries: vec![slot("late", 5, 60)],
            rotation: "bag 2".to_owned(),
            ..plan_of(&added, 0, 200)
        };
        assert_eq!(store.plan(&late).await.unwrap(), PlanOutcome::Superseded);
        let schedule = store.schedule(added.id).await.unwrap().unwrap();
        assert_eq!((schedule.watermark, schedule.rotation.as_str()), (at(100), "bag 1"));
        assert_eq!(store.delivery_by_token("late").await.unwrap(), None);
    }

    async fn a_slot_planned_twice_stays_as_it_was(database: &Database) {
        let store = database.open().await;
        let added = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        let first = Plan { deliveries: vec![slot("a", 0, 60)], ..plan_of(&added, 0, 100) };
        store.plan(&first).await.unwrap();
        let mut again = slot("other", 0, 60);
        again.item = Some("neck-roll".to_owned());
        let second = Plan {
            deliveries: vec![again, slot("b", 1, 61)],
            ..plan_of(&added, 100, 200)
        };
        assert_eq!(store.plan(&second).await.unwrap(), PlanOutcome::Planned);
        let kept = store.delivery_by_token("a").await.unwrap().unwrap();
        assert_eq!(kept.item.as_deref(), Some("chin-tuck"));
        assert_eq!(store.delivery_by_token("other").await.unwrap(), None);
        assert_eq!(store.last_deliveries(guild(1), 9).await.unwrap().len(), 2);
    }

    async fn a_plan_that_fails_leaves_no_half(database: &Database) {
        let store = database.open().await;
        let added = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        let clash = NewDelivery { nonce: "n-a".to_owned(), ..slot("b", 1, 61) };
        let plan = Plan { deliveries: vec![slot("a", 0, 60), clash], ..plan_of(&added, 0, 100) };
        assert!(matches!(store.plan(&plan).await, Err(StoreError::Driver(_))));
        assert_eq!(store.schedule(added.id).await.unwrap(), Some(added));
        assert_eq!(store.delivery_by_token("a").await.unwrap(), None);
    }

    async fn new_zone_data_moves_the_next_due_instant_only(database: &Database) {
        let store = database.open().await;
        let added = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        let moved = store.replan(added.id, at(0), Some(at(3660))).await.unwrap();
        assert_eq!(moved, PlanOutcome::Planned);
        let expected = Schedule { next_due: Some(at(3660)), ..added.clone() };
        assert_eq!(store.schedule(added.id).await.unwrap(), Some(expected));
        let stale = store.replan(added.id, at(-1), Some(at(9))).await.unwrap();
        assert_eq!(stale, PlanOutcome::Superseded);
    }

    async fn snoozes_are_added_once_each_and_counted(database: &Database) {
        let store = database.open().await;
        let added = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        let snooze = |k: u16, name: &str| NewDelivery { k, ..slot(name, 0, 300) };
        for (k, name) in [(1, "s1"), (1, "s1again"), (2, "s2")] {
            let done = store.add_delivery(added.id, &snooze(k, name)).await.unwrap();
            assert_eq!(done, PlanOutcome::Planned);
        }
        assert!(database.run("UPDATE delivery SET k = 65536").await.is_err());
        assert!(database.run("UPDATE delivery SET k = -1").await.is_err());
        let there: Vec<_> = store.added_after(0, 9).await.unwrap();
        assert_eq!(there.iter().map(|waiting| waiting.key.k).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(store.delivery_by_token("s1again").await.unwrap(), None);
        store.remove_schedule(added.id, guild(1), at(20)).await.unwrap();
        let gone = store.add_delivery(added.id, &snooze(3, "s3")).await.unwrap();
        assert_eq!(gone, PlanOutcome::Superseded);
    }

    async fn removing_skips_what_waits_and_keeps_what_buttons_need(database: &Database) {
        let store = database.open().await;
        let added = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        let deliveries = vec![slot("waits", 0, 60), slot("goes", 1, 60)];
        store.plan(&Plan { deliveries, ..plan_of(&added, 0, 100) }).await.unwrap();
        let goes = store.delivery_by_token("goes").await.unwrap().unwrap();
        store.claim(&goes.key, 0, at(100)).await;

        let elsewhere = store.remove_schedule(added.id, guild(2), at(101)).await.unwrap();
        assert_eq!(elsewhere, ChangeOutcome::Gone);
        let removed = store.remove_schedule(added.id, guild(1), at(101)).await.unwrap();
        assert!(matches!(removed, ChangeOutcome::Changed(old) if old.deleted_at == Some(at(101))));
        let again = store.remove_schedule(added.id, guild(1), at(102)).await.unwrap();
        assert_eq!(again, ChangeOutcome::Gone);

        let waits = store.delivery_by_token("waits").await.unwrap().unwrap();
        assert_eq!((waits.state, waits.reason.as_deref()), (DeliveryState::Skipped, Some("removed")));
        let goes = store.delivery_by_token("goes").await.unwrap().unwrap();
        assert_eq!(goes.state, DeliveryState::Sending);
        assert_eq!(store.schedule(added.id).await.unwrap().unwrap().deleted_at, Some(at(101)));
        assert_eq!(store.schedules_of_guild(guild(1)).await.unwrap(), []);
        let outcome = store.plan(&plan_of(&added, 100, 200)).await.unwrap();
        assert_eq!(outcome, PlanOutcome::Superseded);
    }

    async fn removing_cancels_what_the_rules_say_and_leaves_the_rest_as_it_is(database: &Database) {
        let store = database.open().await;
        let added = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        let reason = || "why".to_owned();
        let with = |name: &str, minute, planned| NewDelivery { planned, ..slot(name, minute, 60) };
        let deliveries = vec![
            slot("pending", 0, 60), slot("sending", 1, 60), slot("sent", 2, 60),
            slot("failed", 3, 60), slot("unknown", 4, 60),
            with("missed", 5, Planned::Missed { reason: reason() }),
            with("skipped", 6, Planned::Skipped { reason: reason() }),
            with("merged", 7, Planned::Merged),
        ];
        store.plan(&Plan { deliveries, ..plan_of(&added, 0, 100) }).await.unwrap();
        let sent = Settlement::Sent { message: None, channel: channel(77) };
        for (name, end) in [
            ("sending", None),
            ("sent", Some(sent)),
            ("failed", Some(Settlement::Failed { reason: reason() })),
            ("unknown", Some(Settlement::Unknown { reason: reason() })),
        ] {
            let key = store.delivery_by_token(name).await.unwrap().unwrap().key;
            store.claim(&key, 0, at(100)).await;
            if let Some(end) = end {
                store.settle(&key, &end, at(100)).await;
            }
        }
        let before = store.last_deliveries(guild(1), 10).await.unwrap();
        store.remove_schedule(added.id, guild(1), at(101)).await.unwrap();
        for old in &before {
            assert_eq!(old.state.as_str(), old.token);
            let new = store.delivery(&old.key).await.unwrap().unwrap();
            let is_cancelled = new.state == DeliveryState::Skipped && new.reason.as_deref() == Some("removed");
            assert_eq!(is_cancelled, old.state.is_cancelled_by_removal(), "{}", old.token);
            assert!(is_cancelled || new == *old, "{}", old.token);
        }
        assert_eq!(before.len(), 8);
    }

    async fn a_removed_desk_break_makes_room_for_a_new_one(database: &Database) {
        let store = database.open().await;
        let old = store.save_desk_break(&desk_break(guild(1), user(2))).await.unwrap();
        store.remove_schedule(old.id, guild(1), at(1)).await.unwrap();
        assert_eq!(store.desk_break(guild(1), user(2)).await.unwrap(), None);
        let new = store.save_desk_break(&desk_break(guild(1), user(2))).await.unwrap();
        assert_ne!(new.id, old.id);
    }

    async fn a_row_that_makes_no_sense_is_named_and_does_not_panic(database: &Database) {
        let store = database.open().await;
        let added = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        database.run("UPDATE schedule SET watermark_ms = 9223372036854775807").await.unwrap();
        let error = store.schedule(added.id).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the database holds a value that makes no sense in schedule.watermark_ms"
        );
    }
}

/// A plan without deliveries, from one watermark to another.
fn plan_of(schedule: &Schedule, seen: i64, watermark: i64) -> Plan {
    Plan {
        schedule: schedule.id,
        seen_watermark: at(seen),
        seen_rotation: if seen == 0 {
            schedule.rotation.clone()
        } else {
            "bag 1".to_owned()
        },
        watermark: at(watermark),
        next_due: Some(at(500)),
        deliveries: Vec::new(),
        rotation: "bag 1".to_owned(),
        asked: None,
        most_a_day: 6,
    }
}
