//! The dispatcher: who waits for whom, when a message is claimed, and what comes of a database that fails.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use tokio::sync::Notify;
use unhunch::app::{
    App, Disposition, FetchError, HashKey, Outbound, OutboundMessage, OwnMessages, Parts, Room,
    SendError,
};
use unhunch::clock::{Clock as _, PlayedClock, Zones};
use unhunch::domain::ids::{ChannelId, GuildId, MessageId, UserId};
use unhunch::domain::permissions::GuildSight;
use unhunch::startup::simulation::{self, Options};
use unhunch::store::{
    DeliveryState, NewDelivery, NewSchedule, PlanOutcome, ScheduleSettings, Store, Waiting,
};
use unhunch::text::Catalogue;
use unhunch::view::Message;

use crate::store_fixture::{Database, OneByOne as _, channel, guild, slot, team_prompt};
use crate::support::{ADA, Answer, LIBRARY, Lines, TestBot};

const NINE: &str = "2026-06-01T09:00:00Z";

/// A Discord that keeps some channels waiting, and has only so much room.
struct Stand {
    /// Where messages went, in the order in which they left.
    left: Mutex<Vec<u64>>,
    slow: BTreeSet<u64>,
    release: Notify,
    /// Rung whenever a message leaves.
    leaves: Notify,
    room: Mutex<Room>,
    /// Room for what is urgent.
    urgent_room: Mutex<Room>,
    /// A clock that is set back when it is asked next whether a channel is held.
    set_back: Mutex<Option<PlayedClock>>,
}

impl Stand {
    fn new(slow: &[u64]) -> Arc<Self> {
        Arc::new(Self {
            left: Mutex::default(),
            slow: slow.iter().copied().collect(),
            release: Notify::new(),
            leaves: Notify::new(),
            room: Mutex::new(Room::Open),
            urgent_room: Mutex::new(Room::Open),
            set_back: Mutex::default(),
        })
    }

    async fn until_left(&self, n: usize) {
        while self.left().len() < n {
            self.leaves.notified().await;
        }
    }

    fn left(&self) -> Vec<u64> {
        self.left.lock().unwrap().clone()
    }
}

#[async_trait]
impl Outbound for Stand {
    async fn post(&self, message: &OutboundMessage) -> Result<MessageId, SendError> {
        let channel = message.channel.get();
        self.left.lock().unwrap().push(channel);
        self.leaves.notify_one();
        if self.slow.contains(&channel) {
            self.release.notified().await;
        }
        Ok(MessageId::new(channel).unwrap())
    }

    async fn edit(&self, _: ChannelId, _: MessageId, _: &Message) -> Result<(), SendError> {
        Ok(())
    }

    async fn own_messages_since(
        &self,
        _: ChannelId,
        _: Timestamp,
    ) -> Result<OwnMessages, SendError> {
        Ok(OwnMessages::default())
    }

    async fn open_direct_channel(&self, _: UserId) -> Result<ChannelId, SendError> {
        Ok(ChannelId::new(1).unwrap())
    }

    async fn delete_message(&self, _: ChannelId, _: MessageId) -> Result<(), SendError> {
        Ok(())
    }

    async fn channel_name(&self, _: ChannelId) -> Option<String> {
        None
    }

    async fn is_member(&self, _: GuildId, _: UserId) -> Result<bool, SendError> {
        Ok(true)
    }

    async fn guild_sight(&self, _: GuildId, _: &[ChannelId]) -> Result<GuildSight, SendError> {
        Err(SendError {
            disposition: Disposition::GiveUp,
            code: None,
            text: "nobody looks".to_owned(),
        })
    }

    async fn fetch_attachment(&self, _: &str, _: usize) -> Result<Vec<u8>, FetchError> {
        Err(FetchError::Elsewhere)
    }

    fn clock_skew(&self) -> Option<SignedDuration> {
        Some(SignedDuration::ZERO)
    }

    async fn refresh_clock_skew(&self) {}

    fn held(&self, _: ChannelId) -> Duration {
        if let Some(clock) = self.set_back.lock().unwrap().take() {
            clock.set(clock.now() - SignedDuration::from_secs(1), false);
        }
        Duration::ZERO
    }

    fn room(&self, urgent: bool) -> Room {
        let room = if urgent {
            &self.urgent_room
        } else {
            &self.room
        };
        *room.lock().unwrap()
    }
}

/// A bot with prompts that are due now: a guild's number and a channel each.
async fn bot_with_due(database: &Database, stand: &Arc<Stand>, prompts: &[(u64, u64)]) -> App {
    bot_on_clock(database, stand, prompts).await.0
}

/// The same, and its clock.
async fn bot_on_clock(
    database: &Database,
    stand: &Arc<Stand>,
    prompts: &[(u64, u64)],
) -> (App, PlayedClock) {
    let now: Timestamp = NINE.parse().unwrap();
    let clock = PlayedClock::standing(now);
    let store = Store::open(database.url()).await.unwrap();
    for (guild_number, channel_number) in prompts {
        let like = team_prompt(guild(*guild_number));
        let prompt = NewSchedule {
            settings: ScheduleSettings {
                timezone: "UTC".to_owned(),
                recurrence: "9:00 daily".to_owned(),
                channel: Some(channel(*channel_number)),
                ..like.settings
            },
            at: now - SignedDuration::from_secs(60),
            next_due: Some(now),
            ..like
        };
        store.add_schedule(&prompt).await.unwrap();
    }
    let app = App::new(Parts {
        store,
        library: LIBRARY.clone(),
        catalogue: Catalogue::embedded().unwrap(),
        zones: Zones::bundled(),
        clock: Arc::new(clock.clone()),
        outbound: Arc::clone(stand) as Arc<dyn Outbound>,
        hash_key: HashKey::new(vec![7; 32]),
        default_locale: "en".to_owned(),
        emergency_line: None,
        grace: Duration::from_mins(30),
        picture_cache: None,
    });
    app.plan(now).await.unwrap();
    (app, clock)
}

#[tokio::test]
async fn a_hanging_answer_holds_up_nobody_but_its_own_channel() {
    let database = Database::sqlite();
    let stand = Stand::new(&[7]);
    let prompts = [(1, 7), (1, 7), (1, 8), (2, 9), (3, 10), (3, 11)];
    let app = bot_with_due(&database, &stand, &prompts).await;
    let others = async {
        stand.until_left(5).await;
        assert_eq!(
            stand.left().iter().filter(|channel| **channel == 7).count(),
            1
        );
        stand.release.notify_one();
        stand.until_left(6).await;
        stand.release.notify_one();
        std::future::pending::<()>().await;
    };
    let now = app.clock.now();
    let sent = tokio::select! {
        sent = app.deliver(now) => sent.unwrap(),
        () = others => unreachable!("it waits for the end"),
    };
    assert_eq!(sent, None);
    let mut left = stand.left();
    left.sort_unstable();
    assert_eq!(left, [7, 7, 8, 9, 10, 11]);
}

#[tokio::test]
async fn nothing_is_claimed_before_there_is_room_for_its_request() {
    let database = Database::sqlite();
    let stand = Stand::new(&[]);
    let app = bot_with_due(&database, &stand, &[(1, 7), (2, 8), (3, 9)]).await;
    let now = app.clock.now();
    let pending = async || {
        let waiting = app.store.added_after(0, 99).await.unwrap();
        waiting.len()
    };
    *stand.room.lock().unwrap() = Room::Wait(Duration::from_secs(2));
    let again = app.deliver(now).await.unwrap();
    assert_eq!(again, Some(now + SignedDuration::from_secs(2)));
    assert_eq!((pending().await, stand.left().len()), (3, 0));
    *stand.room.lock().unwrap() = Room::Messages(1);
    assert_eq!(app.deliver(now).await.unwrap(), None);
    assert_eq!((pending().await, stand.left().len()), (0, 3));
}

/// A snooze of a prompt that was due now.
async fn add_snooze(app: &App, prompt: &Waiting) {
    let snooze = NewDelivery {
        date: prompt.key.date,
        time: prompt.key.time,
        k: 1,
        due_at: app.clock.now(),
        dispatch_at: app.clock.now(),
        expires_at: prompt.expires_at,
        channel: Some(channel(501)),
        ..slot("snoozedsnoozed22", 0, 0)
    };
    let added = app.store.add_delivery(prompt.key.schedule, &snooze).await;
    assert_eq!(added.unwrap(), PlanOutcome::Planned);
}

#[tokio::test]
async fn a_snooze_does_not_wait_for_the_share_of_what_is_planned() {
    let database = Database::sqlite();
    let stand = Stand::new(&[]);
    let app = bot_with_due(&database, &stand, &[(1, 7), (2, 8)]).await;
    let now = app.clock.now();
    let planned = app.store.added_after(0, 9).await.unwrap();
    add_snooze(&app, &planned[0]).await;
    let wait = |seconds| Room::Wait(Duration::from_secs(seconds));
    *stand.room.lock().unwrap() = wait(20);
    *stand.urgent_room.lock().unwrap() = wait(3);
    // Whichever has room first is waited for.
    let again = app.deliver(now).await.unwrap();
    assert_eq!(again, Some(now + SignedDuration::from_secs(3)));
    assert!(stand.left().is_empty());
    *stand.urgent_room.lock().unwrap() = Room::Messages(1);
    let again = app.deliver(now).await.unwrap();
    assert_eq!(again, Some(now + SignedDuration::from_secs(20)));
    let waiting = app.store.added_after(0, 9).await.unwrap();
    assert_eq!(
        waiting.iter().map(|one| one.key).collect::<Vec<_>>(),
        planned.iter().map(|one| one.key).collect::<Vec<_>>()
    );
    *stand.room.lock().unwrap() = Room::Open;
    app.deliver(now).await.unwrap();
    assert_eq!(stand.left().len(), 3);
}

#[tokio::test]
async fn a_snooze_does_not_wait_for_slow_answers_to_others() {
    let database = Database::sqlite();
    let prompts: Vec<_> = (1..=64).map(|number| (number, number)).collect();
    let slow: Vec<_> = prompts.iter().map(|(_, channel)| *channel).collect();
    let stand = Stand::new(&slow);
    let mut more = prompts.clone();
    more.push((65, 100));
    let app = bot_with_due(&database, &stand, &more).await;
    let planned = app.store.added_after(0, 99).await.unwrap();
    let now = app.clock.now();
    let meanwhile = async {
        stand.until_left(64).await;
        add_snooze(&app, &planned[0]).await;
        app.delivering.notify_one();
        stand.until_left(65).await;
    };
    tokio::select! {
        _ = app.deliver(now) => unreachable!("64 hang"),
        () = meanwhile => {}
    }
    assert_eq!(stand.left()[64], 501);
}

#[tokio::test]
async fn a_clock_that_is_set_back_as_a_retry_begins_leaves_it_to_nobody() {
    let database = Database::sqlite();
    let stand = Stand::new(&[]);
    let (app, clock) = bot_on_clock(&database, &stand, &[(1, 7)]).await;
    let now = clock.now();
    let prompt = app.store.added_after(0, 9).await.unwrap()[0];
    app.store.claim(&prompt.key, 0, now).await;
    app.store.retry_later(&prompt.key, now).await;
    *stand.set_back.lock().unwrap() = Some(clock.clone());
    app.deliver(now).await.unwrap();
    assert!(clock.now() < now, "it was set back");
    clock.set(now + SignedDuration::from_secs(5), false);
    app.deliver(clock.now()).await.unwrap();
    assert_eq!(stand.left(), [7]);
}

#[tokio::test]
async fn a_ring_that_comes_with_the_instant_that_was_waited_for_is_not_missed() {
    // Who sleeps for both is woken by one of them, by chance.
    for _ in 0..12 {
        let database = Database::sqlite();
        let stand = Stand::new(&[7]);
        let (app, clock) = bot_on_clock(&database, &stand, &[(1, 7), (2, 8)]).await;
        let now = clock.now();
        let planned = app.store.added_after(0, 9).await.unwrap();
        let (wait, short) = (Duration::from_millis(100), SignedDuration::from_millis(200));
        *stand.room.lock().unwrap() = Room::Messages(1);
        let meanwhile = async {
            stand.until_left(1).await;
            *stand.room.lock().unwrap() = Room::Wait(wait);
            while clock.idle().borrow().next.is_none() {
                tokio::task::yield_now().await;
            }
            add_snooze(&app, &planned[0]).await;
            app.delivering.notify_one();
            *stand.room.lock().unwrap() = Room::Open;
            clock.set(now + short, false);
            stand.until_left(2).await;
            stand.release.notify_one();
            stand.release.notify_one();
            std::future::pending::<()>().await;
        };
        tokio::select! {
            sent = app.deliver(now) => assert_eq!(sent.unwrap(), None),
            () = meanwhile => unreachable!("it waits for the end"),
        }
        let mut left = stand.left();
        left.sort_unstable();
        assert_eq!(left, [7, 8, 501]);
    }
}

#[tokio::test]
async fn the_operator_is_told_how_late_what_was_due_was_and_what_was_not_sent() {
    let many: Vec<_> = (1..=100).map(|number| (number, number)).collect();
    for (prompts, late, told) in [
        (
            &many[..],
            30,
            Some(
                "sent=100 p50_seconds=30.0 p99_seconds=30.0 asked_for_p99_seconds=0.0 took_seconds=30 not_sent={}",
            ),
        ),
        (&many[..1], 30, None),
        (
            &many[..1],
            1_801,
            Some(
                "sent=0 p50_seconds=0.0 p99_seconds=0.0 asked_for_p99_seconds=0.0 took_seconds=0 not_sent={\"backlog\": 1}",
            ),
        ),
    ] {
        let database = Database::sqlite();
        let stand = Stand::new(&[]);
        let (app, clock) = bot_on_clock(&database, &stand, prompts).await;
        let (lines, guard) = Lines::from("unhunch=info");
        clock.set(clock.now() + SignedDuration::from_secs(late), false);
        app.deliver(clock.now()).await.unwrap();
        drop(guard);
        let written = lines.written();
        let found = written
            .lines()
            .find(|line| line.contains("what was due has gone"));
        match (found, told) {
            (Some(found), Some(told)) => assert!(found.contains(told), "{found}"),
            (found, told) => assert_eq!(found, told, "{written}"),
        }
    }
}

/// Makes the database refuse that a delivery gets a state, until the sentence is taken back.
async fn refuse(database: &str, state: &str) {
    past_the_store(
        database,
        &format!(
            "CREATE TRIGGER refuse BEFORE UPDATE OF state ON delivery WHEN NEW.state = '{state}'
             BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        ),
    )
    .await;
}

async fn past_the_store(database: &str, sql: &str) {
    let mut connection = AnyConnection::connect(database).await.unwrap();
    connection
        .execute(AssertSqlSafe(sql.to_owned()))
        .await
        .unwrap();
    connection.close().await.unwrap();
}

async fn bot_with_a_prompt_before_nine() -> TestBot {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:9:00 days:daily timezone:UTC")
        .await;
    bot.advance_to("2026-06-01T08:59:00Z").await;
    bot.clock.set(NINE.parse().unwrap(), false);
    bot.app().plan(bot.clock.now()).await.unwrap();
    bot
}

/// How the one prompt stands.
async fn state(bot: &TestBot) -> DeliveryState {
    let standings = bot.app().store.standings_after(0, 9).await.unwrap();
    assert_eq!(standings.len(), 1);
    standings[0].state
}

#[tokio::test]
async fn what_cannot_be_claimed_is_not_sent_until_it_can() {
    let mut bot = bot_with_a_prompt_before_nine().await;
    let now = bot.clock.now();
    refuse(&bot.database(), "sending").await;
    bot.app().deliver(now).await.unwrap_err();
    assert_eq!(bot.discord.unread(), 0);
    past_the_store(&bot.database(), "DROP TRIGGER refuse").await;
    bot.app().deliver(now).await.unwrap();
    bot.next_message();
    assert_eq!(state(&bot).await, DeliveryState::Sent);
}

#[tokio::test]
async fn an_end_that_could_not_be_written_is_written_later_and_nothing_is_posted_twice() {
    let mut bot = bot_with_a_prompt_before_nine().await;
    let now = bot.clock.now();
    refuse(&bot.database(), "sent").await;
    bot.app().deliver(now).await.unwrap_err();
    bot.next_message();
    assert_eq!(state(&bot).await, DeliveryState::Sending);
    bot.app().deliver(now).await.unwrap_err();
    past_the_store(&bot.database(), "DROP TRIGGER refuse").await;
    bot.advance_to("2026-06-01T10:00:00Z").await;
    assert_eq!(state(&bot).await, DeliveryState::Sent);
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn what_could_not_be_written_is_written_while_the_token_is_refused_too() {
    let mut bot = bot_with_a_prompt_before_nine().await;
    let refuse_retries = "CREATE TRIGGER refuse BEFORE UPDATE OF next_try_at ON delivery
         WHEN NEW.next_try_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'disk full'); END";
    past_the_store(&bot.database(), refuse_retries).await;
    bot.discord
        .answer(Answer::Refused(Disposition::Unauthorized));
    let now = bot.clock.now();
    bot.app().deliver(now).await.unwrap_err();
    // The token was refused, and the database took no note of it; nor does it yet.
    bot.app().deliver(now).await.unwrap_err();
    assert_eq!(state(&bot).await, DeliveryState::Sending);
    past_the_store(&bot.database(), "DROP TRIGGER refuse").await;
    bot.advance_to("2026-06-01T10:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    // Nothing was posted, and that is not forgotten.
    let last = bot
        .app()
        .store
        .last_deliveries(crate::support::guild(), 1)
        .await
        .unwrap();
    assert_eq!(last[0].state, DeliveryState::Failed);
    assert_eq!(last[0].reason.as_deref(), Some("token refused"));
}

#[tokio::test]
async fn a_simulated_week_sends_everything_once_through_all_faults() {
    let options = Options {
        guilds: 30,
        days: 7,
        seed: 5,
        reminders: 1,
        per_second: 40,
        latency: Duration::from_millis(100),
        faults: 0.2,
        at_once: false,
    };
    let report = simulation::simulate(&options, Zones::bundled())
        .await
        .unwrap();
    assert_eq!(report.doubled, 0);
    assert_eq!(report.too_many_requests, 0);
    assert!(report.faults > 30, "{report}");
    let not_sent: u64 = report.not_sent.values().sum();
    assert_eq!((report.sent, not_sent), (300, 0), "{report}");
}

#[tokio::test]
async fn what_is_under_way_when_a_simulation_ends_comes_to_its_end() {
    // It ends on a Tuesday at noon, when prompts in some zones are due.
    let options = Options {
        guilds: 300,
        days: 2,
        seed: 5,
        reminders: 0,
        per_second: 40,
        latency: Duration::from_secs(2),
        faults: 0.2,
        at_once: false,
    };
    let report = simulation::simulate(&options, Zones::bundled())
        .await
        .unwrap();
    assert!(report.not_sent.is_empty(), "{report}");
}
