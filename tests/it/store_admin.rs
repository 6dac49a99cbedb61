//! What the database keeps for those who look after the bot: holidays of a file, schedules on hold, direct messages to
//! be tried out.

use unhunch::domain::ids::UserId;
use unhunch::store::{
    ChangeOutcome, ConfirmOutcome, DirectTrouble, FirstPrompt, GuildSetting, GuildUpdate,
    HolidayImport, ImportOutcome, MovedSchedule, Proposal,
};

use crate::store_fixture::{
    Database, Members as _, at, channel, day, desk_break, guild, interaction, on_both, slot,
    team_prompt, user,
};

on_both! {
    async fn holidays_of_a_file_are_entered_once_and_those_there_keep_their_names(database: &Database) {
        let store = database.open().await;
        let import = |number| HolidayImport {
            id: interaction(number),
            guild: guild(1),
            days: "[]".to_owned(),
            at: at(0),
        };
        store.add_holiday(guild(1), day("2026-12-25"), "Christmas", at(0)).await.unwrap();
        store.put_holiday_import(&import(7)).await.unwrap();
        assert_eq!(store.holiday_import(interaction(7), guild(1)).await.unwrap().as_deref(), Some("[]"));
        assert_eq!(store.holiday_import(interaction(7), guild(2)).await.unwrap(), None);
        let days = [(day("2026-12-25"), "Noel".to_owned()), (day("2026-12-26"), "Boxing Day".to_owned())];
        for _ in 0..2 {
            let entered = store.confirm_holiday_import(interaction(7), guild(1), &days, at(5));
            assert_eq!(entered.await.unwrap(), ImportOutcome::Entered(1));
        }
        let names: Vec<_> = store.holidays(guild(1)).await.unwrap().into_iter().map(|day| day.name).collect();
        assert_eq!(names, ["Christmas", "Boxing Day"]);
        assert!(!store.remove_holiday_import(interaction(7), guild(1)).await.unwrap());
        store.put_holiday_import(&import(8)).await.unwrap();
        assert!(store.remove_holiday_import(interaction(8), guild(1)).await.unwrap());
        let gone = store.confirm_holiday_import(interaction(8), guild(1), &days, at(5));
        assert_eq!(gone.await.unwrap(), ImportOutcome::Gone);
    }

    async fn what_is_on_hold_is_told_once_and_taken_up_from_an_instant_on(database: &Database) {
        let store = database.open().await;
        let prompts = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        let reminder = store.save_desk_break(&desk_break(guild(1), user(2))).await.unwrap();
        assert_eq!(store.tell_suspended(guild(1), at(1)).await.unwrap(), []);
        for id in [prompts.id, reminder.id] {
            store.suspend_schedule(id, "channel unusable").await.unwrap();
        }
        let ids = |told: Vec<unhunch::store::Schedule>| told.into_iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(ids(store.tell_suspended(guild(2), at(1)).await.unwrap()), []);
        assert_eq!(ids(store.tell_suspended(guild(1), at(1)).await.unwrap()), [prompts.id]);
        store.suspend_schedule(prompts.id, "channel unusable").await.unwrap();
        assert_eq!(ids(store.tell_suspended(guild(1), at(2)).await.unwrap()), []);
        assert_eq!(ids(store.tell_suspended_break(guild(1), user(3), at(2)).await.unwrap()), []);
        assert_eq!(ids(store.tell_suspended_break(guild(1), user(2), at(2)).await.unwrap()), [reminder.id]);
        store.untell_suspended(prompts.id).await.unwrap();
        assert_eq!(ids(store.tell_suspended(guild(1), at(3)).await.unwrap()), [prompts.id]);
        let resumed = store.take_off_hold(prompts.id, guild(1), at(900), Some(at(960))).await.unwrap();
        let ChangeOutcome::Changed(resumed) = resumed else { panic!("it was on hold") };
        assert_eq!((resumed.watermark, resumed.next_due, resumed.suspended), (at(900), Some(at(960)), None));
        let again = store.take_off_hold(prompts.id, guild(1), at(901), None).await.unwrap();
        assert_eq!(again, ChangeOutcome::Gone);
        let channels = store.posting_channels(guild(1)).await.unwrap();
        assert!(channels.contains(&prompts.settings.channel.unwrap()), "{channels:?}");
    }

    async fn who_asks_for_direct_messages_waits_in_order_and_three_failures_end_them(database: &Database) {
        let store = database.open().await;
        let who: [UserId; 2] = [user(20), user(10)];
        for (user, seconds) in who.into_iter().zip(0..) {
            store.ask_for_direct(user, "en", at(seconds)).await.unwrap();
        }
        store.ask_for_direct(who[0], "de", at(9)).await.unwrap();
        let (first, _) = store.next_direct(at(10)).await.unwrap();
        let first = first.unwrap();
        assert_eq!((first.user, first.locale.as_str(), first.asked_at), (who[0], "de", at(0)));
        assert_eq!((store.direct_ahead(who[0]).await.unwrap(), store.direct_ahead(who[1]).await.unwrap()), (0, 1));
        store.try_direct(who[0], true, at(10)).await.unwrap();
        assert_eq!(store.opening_pace(at(11)).await.unwrap().openings, [at(10)]);
        assert_eq!(store.opening_pace(at(10 + 86_400)).await.unwrap().openings, []);
        assert_eq!(store.next_direct(at(11)).await.unwrap().0.unwrap().user, who[1]);
        store.hold_openings(at(3_600), 1).await.unwrap();
        assert_eq!(store.next_direct(at(11)).await.unwrap(), (None, Some(at(3_600))));
        assert_eq!(store.opening_pace(at(11)).await.unwrap().held_until, Some(at(3_600)));
        assert_eq!(store.tell_direct_trouble(who[1]).await.unwrap(), Some(DirectTrouble::Later));
        assert_eq!(store.tell_direct_trouble(who[1]).await.unwrap(), None);
        store.end_holds().await.unwrap();
        assert_eq!(store.opening_holds().await.unwrap(), 0);

        store.put_dm_channel(who[0], channel(5), at(12)).await.unwrap();
        store.direct_reached(who[0]).await.unwrap();
        for n in 1..=4 {
            store.direct_failed(who[0], at(20 + n)).await.unwrap();
            let standing = store.direct_standing(who[0]).await.unwrap();
            assert_eq!((i64::from(standing.failures), standing.is_suspended), (n, n >= 3));
            let expected = match n {
                1 | 2 => Some(DirectTrouble::Closed),
                3 => Some(DirectTrouble::Stopped),
                _ => None,
            };
            assert_eq!(store.tell_direct_trouble(who[0]).await.unwrap(), expected);
        }
        store.direct_reached(who[0]).await.unwrap();
        let standing = store.direct_standing(who[0]).await.unwrap();
        assert_eq!((standing.failures, standing.is_suspended, standing.channel), (0, false, Some(channel(5))));
        store.direct_failed(user(77), at(30)).await.unwrap();
        assert_eq!(store.direct_standing(user(77)).await.unwrap().failures, 1);
    }

    async fn a_guild_changes_as_a_whole_and_a_first_prompt_comes_with_its_schedule(database: &Database) {
        let store = database.open().await;
        let old = store.add_schedule(&team_prompt(guild(1))).await.unwrap();
        let moved = |recurrence: &str| MovedSchedule {
            id: old.id,
            recurrence: recurrence.to_owned(),
            timezone: "Asia/Tokyo".to_owned(),
            at: at(5),
            next_due: Some(at(700)),
        };
        let update = |recurrence: &str| GuildUpdate {
            settings: vec![GuildSetting::Timezone(Some("Asia/Tokyo".to_owned())), GuildSetting::GraceMinutes(Some(5))],
            item: Some(("x".to_owned(), false)),
            moved: vec![moved(recurrence)], recap: None,
        };
        // One that was changed meanwhile stays where it is.
        store.update_guild(guild(1), &update("another"), user(9), at(5)).await.unwrap();
        assert_eq!(store.schedule(old.id).await.unwrap().unwrap().settings.timezone, old.settings.timezone);
        let changed = store.update_guild(guild(1), &update(&old.settings.recurrence), user(9), at(6)).await.unwrap();
        assert_eq!((changed.timezone.as_deref(), changed.grace_minutes), (Some("Asia/Tokyo"), Some(5)));
        assert_eq!(store.disabled_items(guild(1)).await.unwrap(), ["x"]);
        let found = store.schedule(old.id).await.unwrap().unwrap();
        assert_eq!((found.settings.timezone.as_str(), found.next_due), ("Asia/Tokyo", Some(at(700))));
        // None of it, if one cannot be.
        let wrong = GuildUpdate {
            settings: vec![GuildSetting::GraceMinutes(Some(6)), GuildSetting::GraceMinutes(Some(121))],
            ..GuildUpdate::default()
        };
        assert!(store.update_guild(guild(1), &wrong, user(9), at(7)).await.is_err());
        assert_eq!(store.guild(guild(1)).await.unwrap().grace_minutes, Some(5));

        let proposal = Proposal {
            id: interaction(3),
            guild: guild(1),
            channel: channel(5),
            timezone: "UTC".to_owned(),
            recurrence: old.settings.recurrence.clone(),
            at: at(8),
            topic: None,
            role: None,
            together: false,
            edits: None,
            language: Some("en".to_owned()),
        };
        store.put_proposal(&proposal).await.unwrap();
        let setup = GuildUpdate {
            settings: vec![GuildSetting::WellnessChannel(Some(channel(5)))],
            ..GuildUpdate::default()
        };
        for _ in 0..2 {
            let first = |_: &unhunch::store::Schedule| Some(FirstPrompt {
                delivery: slot("first", 0, 60),
                rotation: "turned".to_owned(),
            });
            let confirmed = store.confirm_with(interaction(3), &team_prompt(guild(1)), 9, &setup, first).await.unwrap();
            assert!(matches!(confirmed, ConfirmOutcome::Confirmed(_)));
        }
        let all = store.schedules_of_guild(guild(1)).await.unwrap();
        assert_eq!((all.len(), all[1].rotation.as_str()), (2, "turned"));
        let planned = store.last_deliveries(guild(1), 5).await.unwrap();
        assert_eq!(planned.iter().map(|row| row.key.schedule).collect::<Vec<_>>(), [all[1].id]);
        assert_eq!(store.guild(guild(1)).await.unwrap().wellness_channel, Some(channel(5)));
    }
}
