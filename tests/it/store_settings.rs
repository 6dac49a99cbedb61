//! Guilds, members, what the bot remembers, and open direct messages.

use jiff::civil::Time;
use unhunch::domain::leaderboard::Visibility;
use unhunch::domain::streak::FreezeRules;
use unhunch::domain::weekdays::Weekdays;
use unhunch::store::{
    Guild, GuildSetting, LeaseOutcome, MemberEvent, MemberHistory, MemberUpdate, Presence,
    StoreError,
};

use crate::store_fixture::{
    Database, Members as _, OneByOne as _, OptIn, at, channel, choice, day, desk_break, guild,
    on_both, user, zone,
};

on_both! {
    async fn what_is_put_under_a_key_is_found_there(database: &Database) {
        let store = database.open().await;
        assert_eq!(store.meta("tzdb").await.unwrap(), None);
        store.put_meta("tzdb", "2026d").await.unwrap();
        store.put_meta("tzdb", "2026e").await.unwrap();
        assert_eq!(store.meta("tzdb").await.unwrap().as_deref(), Some("2026e"));
    }

    async fn the_first_secret_stays(database: &Database) {
        let store = database.open().await;
        assert_eq!(store.secret([7; 32]).await.unwrap(), [7; 32]);
        assert_eq!(store.secret([8; 32]).await.unwrap(), [7; 32]);
        store.close().await;
        assert_eq!(database.open().await.secret([9; 32]).await.unwrap(), [7; 32]);
    }

    async fn a_secret_that_is_no_secret_is_inconsistent(database: &Database) {
        let store = database.open().await;
        store.put_meta("secret", "c0ffee").await.unwrap();
        let error = store.secret([7; 32]).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the database holds a value that makes no sense in meta.value"
        );
    }

    async fn a_guild_that_chose_nothing_follows_the_defaults(database: &Database) {
        let store = database.open().await;
        assert_eq!(store.guild(guild(1)).await.unwrap(), Guild::new(guild(1)));
        assert_eq!(store.present_guilds(None, 9).await.unwrap(), []);
        store.set_item(guild(1), "x", true).await;
        assert_eq!(store.guild(guild(1)).await.unwrap(), Guild::new(guild(1)));
        assert_eq!(store.present_guilds(None, 9).await.unwrap(), [guild(1)]);
    }

    async fn every_guild_setting_is_kept_and_logged(database: &Database) {
        let store = database.open().await;
        let freezes = FreezeRules { start: 1, cap: 3, earn_every: 5 };
        let hours = (Time::constant(22, 0, 0, 0), Time::constant(7, 30, 0, 0));
        let settings = [
            GuildSetting::Locale(Some("es".to_owned())),
            GuildSetting::WellnessChannel(Some(channel(5))),
            GuildSetting::QuietHours(Some(hours)),
            GuildSetting::GraceMinutes(Some(45)),
            GuildSetting::Freezes(Some(freezes)),
            GuildSetting::ReplacePrevious(true),
            GuildSetting::EmergencyLine(Some("112".to_owned())),
        ];
        store.set_guild(guild(1), &zone("Asia/Calcutta"), user(9), at(0)).await.unwrap();
        for setting in &settings {
            store.set_guild(guild(1), setting, user(9), at(1)).await.unwrap();
        }
        let mut expected = Guild {
            timezone: Some("Asia/Calcutta".to_owned()),
            locale: Some("es".to_owned()),
            wellness_channel: Some(channel(5)),
            quiet_hours: Some(hours),
            grace_minutes: Some(45),
            freezes: Some(freezes),
            replace_previous: true,
            emergency_line: Some("112".to_owned()),
            ..Guild::new(guild(1))
        };
        assert_eq!(store.guild(guild(1)).await.unwrap(), expected);

        let back = GuildSetting::Freezes(None);
        expected.freezes = None;
        assert_eq!(store.set_guild(guild(1), &back, user(9), at(2)).await.unwrap(), expected);
        let log: Vec<_> = store.guild_changes(guild(1)).await.unwrap();
        let lines: Vec<String> = log
            .iter()
            .map(|line| format!("{} {} {:?}", line.seq, line.setting, line.value))
            .collect();
        insta::allow_duplicates!(insta::assert_snapshot!(lines.join("\n"), @r#"
        1 timezone Some("Asia/Calcutta")
        2 locale Some("es")
        3 wellness_channel Some("5")
        4 quiet_hours Some("22:00:00 07:30:00")
        5 grace_minutes Some("45")
        6 freezes Some("1 3 5")
        7 replace_previous Some("1")
        8 emergency_line Some("112")
        9 freezes None
        "#));
        assert!(log.iter().all(|line| line.by == Some(user(9))));
        assert_eq!(store.guild(guild(2)).await.unwrap(), Guild::new(guild(2)));
    }

    async fn more_freezes_at_the_start_than_can_be_held_are_refused(database: &Database) {
        let store = database.open().await;
        let freezes = GuildSetting::Freezes(Some(FreezeRules { start: 3, cap: 2, earn_every: 10 }));
        let refused = store.set_guild(guild(1), &freezes, user(9), at(0)).await;
        assert!(matches!(refused, Err(StoreError::Driver(_))));
        assert_eq!(store.guild_changes(guild(1)).await.unwrap(), []);
    }

    async fn a_removal_is_noted_once(database: &Database) {
        let store = database.open().await;
        for (presence, when) in [
            (Presence::Present, 0),
            (Presence::Removed, 10),
            (Presence::Removed, 20),
        ] {
            store.set_guild_presence(guild(1), presence, at(when)).await.unwrap();
        }
        assert_eq!(store.guild(guild(1)).await.unwrap().removed_at, Some(at(10)));
        assert_eq!(store.guild_changes(guild(1)).await.unwrap().len(), 1);
        store.set_guild_presence(guild(1), Presence::Present, at(30)).await.unwrap();
        assert_eq!(store.guild(guild(1)).await.unwrap().removed_at, None);
    }

    async fn many_removals_are_noted_together_each_once(database: &Database) {
        let store = database.open().await;
        for number in 1..=5 {
            store.set_item(guild(number), "x", false).await;
        }
        store.set_guild_presence(guild(2), Presence::Removed, at(5)).await.unwrap();
        assert_eq!(
            store.present_guilds(Some(guild(1)), 2).await.unwrap(),
            [guild(3), guild(4)]
        );
        let gone = [guild(4), guild(2), guild(1), guild(99)];
        store.set_guilds_removed(&gone, at(10)).await.unwrap();
        store.set_guilds_removed(&gone, at(20)).await.unwrap();
        store.set_guilds_removed(&[], at(20)).await.unwrap();
        assert_eq!(store.present_guilds(None, 9).await.unwrap(), [guild(3), guild(5)]);
        for (number, when) in [(1, 10), (2, 5), (4, 10)] {
            assert_eq!(store.guild(guild(number)).await.unwrap().removed_at, Some(at(when)));
            let changes = store.guild_changes(guild(number)).await.unwrap();
            let [change] = changes.as_slice() else { panic!("{changes:?}") };
            assert_eq!((change.seq, change.at, change.by), (1, at(when), None));
            assert_eq!((change.setting.as_str(), change.value.as_deref()), ("present", Some("0")));
        }
        store.set_guild_presence(guild(4), Presence::Present, at(30)).await.unwrap();
        store.set_guilds_removed(&[guild(4)], at(40)).await.unwrap();
        let changes = store.guild_changes(guild(4)).await.unwrap();
        assert_eq!(changes.iter().map(|change| change.seq).collect::<Vec<_>>(), [1, 2, 3]);
        // Where nothing was chosen there is nothing to note.
        store.set_guild_presence(guild(77), Presence::Present, at(50)).await.unwrap();
        assert_eq!(store.present_guilds(None, 9).await.unwrap(), [guild(3), guild(5)]);
    }

    async fn holidays_keep_when_they_were_entered(database: &Database) {
        let store = database.open().await;
        let (later, sooner) = (day("2026-12-26"), day("2026-12-25"));
        store.add_holiday(guild(1), later, "Boxing Day", at(0)).await.unwrap();
        store.add_holiday(guild(1), sooner, "Xmas", at(1)).await.unwrap();
        store.add_holiday(guild(1), sooner, "Christmas", at(2)).await.unwrap();
        let holidays = store.holidays(guild(1)).await.unwrap();
        assert_eq!(holidays.iter().map(|h| h.day).collect::<Vec<_>>(), [sooner, later]);
        assert_eq!((holidays[0].name.as_str(), holidays[0].entered_at), ("Christmas", at(1)));
        let removed = store.remove_holiday(guild(1), later).await.unwrap();
        assert_eq!(removed.unwrap().name, "Boxing Day");
        assert_eq!(store.remove_holiday(guild(1), later).await.unwrap(), None);
    }

    async fn items_are_switched_off_and_on_per_guild(database: &Database) {
        let store = database.open().await;
        store.set_item(guild(1), "b", false).await;
        store.set_item(guild(1), "a", false).await;
        store.set_item(guild(1), "b", true).await;
        assert_eq!(store.disabled_items(guild(1)).await.unwrap(), ["a"]);
        assert_eq!(store.disabled_items(guild(2)).await.unwrap(), Vec::<String>::new());
    }

    async fn joining_logs_each_choice_and_then_the_joining(database: &Database) {
        let store = database.open().await;
        assert_eq!(store.member(guild(1), user(2)).await.unwrap(), None);
        store.opt_in(guild(1), user(2), &choice(), at(0)).await.unwrap();
        let member = store.member(guild(1), user(2)).await.unwrap().unwrap();
        assert!(member.opted_in);
        assert_eq!(member.timezone.as_deref(), Some("Europe/Berlin"));
        assert_eq!((member.rev, member.joined_streaks_at), (5, Some(at(0))));
        assert_eq!(events(&store, 1, 2).await, [
            MemberEvent::Timezone("Europe/Berlin".to_owned()),
            MemberEvent::DayEndsAt(3),
            MemberEvent::ActiveDays(Weekdays::WEEKDAYS),
            MemberEvent::Visibility(Visibility::Named),
            MemberEvent::OptIn,
        ]);
    }

    async fn every_event_comes_back_from_the_log_as_it_went_in(database: &Database) {
        let store = database.open().await;
        store.opt_in(guild(1), user(2), &choice(), at(0)).await.unwrap();
        let written = [
            MemberEvent::Timezone("America/Nuuk".to_owned()),
            MemberEvent::DayEndsAt(0),
            MemberEvent::ActiveDays(Weekdays::DAILY),
            MemberEvent::Visibility(Visibility::Anonymous),
            MemberEvent::Pause { from: day("2026-12-01"), to: day("2026-12-24") },
            MemberEvent::Resume,
            MemberEvent::Leave,
            MemberEvent::Rejoin,
            MemberEvent::OptOut,
            MemberEvent::OptIn,
        ];
        for event in &written {
            store.change_member(guild(1), user(2), event, at(5)).await.unwrap();
        }
        assert_eq!(events(&store, 1, 2).await[5..], written);
        let member = store.member(guild(1), user(2)).await.unwrap().unwrap();
        assert_eq!(member.rev, 15);
        assert_eq!(member.left_at, None);
        assert_eq!((member.day_ends_at, member.active_days), (0, Weekdays::DAILY));
        assert_eq!(member.visibility, Visibility::Anonymous);
    }

    async fn nothing_is_kept_when_the_judge_says_so(database: &Database) {
        let store = database.open().await;
        let judge = |history: &MemberHistory| (None, history.member.is_none());
        assert!(store.update_member(guild(1), user(2), at(0), judge).await.unwrap());
        assert_eq!(events(&store, 1, 2).await, []);
        assert_eq!(store.present_guilds(None, 9).await.unwrap(), []);
    }

    async fn a_desk_break_alone_makes_nobody_a_member(database: &Database) {
        let store = database.open().await;
        store.save_desk_break(&desk_break(guild(1), user(2))).await.unwrap();
        assert_eq!(store.member(guild(1), user(2)).await.unwrap(), None);
    }

    async fn a_log_and_a_desk_break_are_kept_together_or_not_at_all(database: &Database) {
        let store = database.open().await;
        let new = desk_break(guild(1), user(2));
        for (hour, is_kept) in [(7, false), (6, true)] {
            let update = MemberUpdate {
                events: vec![MemberEvent::DayEndsAt(hour)],
                desk_break: Some(new.clone()),
                streak: None,
            };
            let judge = |_: &MemberHistory| (Some(update), ());
            let done = store.update_member(guild(1), user(2), at(0), judge).await;
            assert_eq!(done.is_ok(), is_kept);
            assert_eq!(store.desk_break(guild(1), user(2)).await.unwrap().is_some(), is_kept);
        }
    }

    async fn impossible_settings_are_refused_whole(database: &Database) {
        let store = database.open().await;
        let never = OptIn { day_ends_at: 7, ..choice() };
        let refused = store.opt_in(guild(1), user(2), &never, at(0)).await;
        assert!(matches!(refused, Err(StoreError::Driver(_))));
        assert_eq!(store.member(guild(1), user(2)).await.unwrap(), None);
    }

    async fn a_log_line_that_makes_no_sense_is_named_and_does_not_panic(database: &Database) {
        let store = database.open().await;
        store.opt_in(guild(1), user(2), &choice(), at(0)).await.unwrap();
        database.run("UPDATE member_change SET value = 'noon' WHERE kind = 'day_ends_at'").await.unwrap();
        let error = store.member_changes(guild(1), user(2)).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the database holds a value that makes no sense in member_change.value"
        );
    }

    async fn an_open_channel_is_found_and_counted(database: &Database) {
        let store = database.open().await;
        assert_eq!(store.dm_channel(user(2)).await.unwrap(), None);
        store.put_dm_channel(user(2), channel(20), at(0)).await.unwrap();
        store.put_dm_channel(user(3), channel(30), at(10)).await.unwrap();
        store.put_dm_channel(user(2), channel(21), at(20)).await.unwrap();
        assert_eq!(store.dm_channel(user(2)).await.unwrap(), Some(channel(21)));
    }

    async fn a_lease_is_held_by_one_and_its_fence_grows_with_each_holder(database: &Database) {
        let store = database.open().await;
        let take = async |holder, now, until| {
            let outcome = store.take_dispatch_lease(holder, at(now), at(until)).await.unwrap();
            match outcome {
                LeaseOutcome::Held(lease) => (true, lease.holder, lease.fence),
                LeaseOutcome::Taken(lease) => (false, lease.holder, lease.fence),
            }
        };
        assert_eq!(take("a", 0, 30).await, (true, "a".to_owned(), 1));
        assert_eq!(take("b", 10, 40).await, (false, "a".to_owned(), 1));
        assert_eq!(take("a", 10, 40).await, (true, "a".to_owned(), 1));
        assert_eq!(take("b", 40, 70).await, (true, "b".to_owned(), 2));
        assert_eq!(take("a", 41, 71).await, (false, "b".to_owned(), 2));
    }
}

async fn events(store: &unhunch::store::Store, guild_id: u64, user_id: u64) -> Vec<MemberEvent> {
    let changes = store
        .member_changes(guild(guild_id), user(user_id))
        .await
        .unwrap();
    let revs: Vec<i64> = changes.iter().map(|change| change.rev).collect();
    assert!(revs.iter().copied().eq(1..=revs.len().try_into().unwrap()));
    changes.into_iter().map(|change| change.event).collect()
}
