//! The gateway connection: real serenity against a scripted gateway.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use unhunch::app::{
    Aside, Handler, Interaction, InteractionKind, Reply, Roster, Shard, Visibility,
};
use unhunch::clock::PlayedClock;
use unhunch::discord::{Gateway, GatewayError, GatewayOptions, Rest, RestOptions};
use unhunch::domain::ids::{GuildId, MessageId};
use unhunch::view::{Component, Message};

use crate::discord_fake::{FakeDiscord, Log, Script, answer, answer_with, is_alone};
use crate::discord_socket::{Connection, FakeGateway, Sign, look_up};

const TOKEN: &str = "MTIzNDU2.s3cr3t.bot-token";

/// What the handler was told.
#[derive(Debug, PartialEq)]
enum Told {
    Interaction(Interaction),
    Ready(Vec<u64>),
    Gone(u64),
    Here(u64),
    Deaf(Shard),
    Hears(Shard),
    Posted(u64),
}

/// Reports what it is told, and answers by the `custom_id` of the press.
struct Reporter(mpsc::UnboundedSender<Told>);

fn reply(text: &str) -> Reply {
    let message = Message {
        components: vec![Component::Text(text.to_owned())],
        ..Message::default()
    };
    Reply::Message(message, Visibility::Ephemeral)
}

#[async_trait]
impl Handler for Reporter {
    async fn interaction(&self, interaction: Interaction) -> Reply {
        self.0.send(Told::Interaction(interaction.clone())).unwrap();
        let InteractionKind::Component { custom_id, .. } = interaction.kind else {
            return reply("a command");
        };
        match custom_id.as_str() {
            "panic" => panic!("a bug"),
            "slow" => std::future::pending().await,
            "unpresentable" => reply(""),
            "public" => match reply("for all") {
                Reply::Message(message, _) => Reply::Message(message, Visibility::Public),
                other => other,
            },
            other => reply(other),
        }
    }

    fn apology(&self, _: &Interaction) -> Reply {
        reply("sorry")
    }

    async fn ready(&self, roster: Arc<Roster>) {
        let guilds = roster.ids().into_iter().map(GuildId::get).collect();
        self.0.send(Told::Ready(guilds)).unwrap_or_default();
    }

    async fn posted(&self, _: &Interaction, message: MessageId) {
        self.0.send(Told::Posted(message.get())).unwrap();
    }

    async fn aside(&self, _: &Interaction) -> Option<Aside> {
        None
    }

    async fn aside_lost(&self, _: Aside) {}

    async fn deaf(&self, shard: Shard, silent_for: Duration) {
        assert!(silent_for >= Duration::from_millis(100), "{silent_for:?}");
        self.0.send(Told::Deaf(shard)).unwrap_or_default();
    }

    async fn hears(&self, shard: Shard) {
        self.0.send(Told::Hears(shard)).unwrap_or_default();
    }

    async fn guild_gone(&self, guild: GuildId) {
        self.0.send(Told::Gone(guild.get())).unwrap();
    }

    async fn guild_here(&self, guild: GuildId) {
        self.0.send(Told::Here(guild.get())).unwrap();
    }
}

/// A gateway connection that runs beside the test.
struct Bot {
    told: mpsc::UnboundedReceiver<Told>,
    cancel: CancellationToken,
    clock: PlayedClock,
    run: tokio::task::JoinHandle<Result<(), GatewayError>>,
}

fn gateway(
    fake: &FakeDiscord,
    options: GatewayOptions,
) -> (Gateway, PlayedClock, mpsc::UnboundedReceiver<Told>) {
    let mut rest = RestOptions::new(fake.base(), SecretString::from(TOKEN));
    rest.backoff = Duration::from_millis(1);
    let clock = PlayedClock::standing(Timestamp::UNIX_EPOCH);
    let rest = Rest::new(rest, Arc::new(clock.clone())).unwrap();
    let (sender, told) = mpsc::unbounded_channel();
    let gateway = Gateway::new(
        Arc::new(rest),
        Arc::new(Reporter(sender)),
        Arc::new(clock.clone()),
    );
    (gateway.with_options(options), clock, told)
}

impl Bot {
    fn start(fake: &FakeDiscord, options: GatewayOptions) -> Self {
        let (gateway, clock, told) = gateway(fake, options);
        let cancel = CancellationToken::new();
        #[expect(clippy::disallowed_methods, reason = "it runs beside the test")]
        let run = tokio::spawn(gateway.run(cancel.clone()));
        Self {
            told,
            cancel,
            clock,
            run,
        }
    }

    async fn told(&mut self) -> Told {
        let told = tokio::time::timeout(Duration::from_secs(20), self.told.recv());
        told.await.expect("nothing is told").unwrap()
    }

    async fn stop(self) -> Result<(), GatewayError> {
        self.cancel.cancel();
        self.run.await.unwrap()
    }
}

async fn outcome(
    script: impl IntoIterator<Item = Script>,
) -> (Result<(), GatewayError>, FakeDiscord) {
    let fake = FakeDiscord::start(script);
    let (gateway, ..) = gateway(&fake, GatewayOptions::default());
    (gateway.run(CancellationToken::new()).await, fake)
}

fn press(custom_id: &str) -> Value {
    json!({
        "id": "1310000000000000001", "application_id": "2", "type": 3, "token": "press-token", "version": 1,
        "guild_id": "3", "channel_id": "4", "locale": "en-US", "entitlements": [], "attachment_size_limit": 1,
        "authorizing_integration_owners": {}, "data": { "custom_id": custom_id, "component_type": 2 },
        "member": {
            "user": { "id": "5", "username": "ada" }, "roles": [], "deaf": false, "mute": false, "flags": 0,
            "permissions": "0", "joined_at": "2026-01-01T00:00:00Z",
        },
        "message": {
            "id": "6", "channel_id": "4", "author": { "id": "2", "username": "unhunch" }, "content": "",
            "embeds": [], "attachments": [], "mention_everyone": false, "mention_roles": [], "mentions": [],
            "pinned": false, "timestamp": "2026-11-22T10:00:00Z", "tts": false, "type": 0, "flags": 32768,
            "components": [],
        },
    })
}

/// Waits until the callback of the press has come, and returns its text.
async fn answered(fake: &FakeDiscord, requests: usize) -> String {
    while fake.seen().len() < requests {
        tokio::task::yield_now().await;
    }
    let seen = fake.seen().pop().unwrap();
    assert_eq!(
        seen.path,
        "/api/v10/interactions/1310000000000000001/press-token/callback"
    );
    seen.json()["data"]["components"][0]["content"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn answer_to(press_of: &str, options: GatewayOptions) -> String {
    let events = vec![("INTERACTION_CREATE", press(press_of))];
    let socket = FakeGateway::start([Connection::Serve(vec![], events)]);
    let fake = FakeDiscord::start([answer(200, &socket.look_up()), answer(204, "")]);
    let bot = Bot::start(&fake, options);
    let text = answered(&fake, 2).await;
    bot.clock.settled().await;
    bot.stop().await.unwrap();
    text
}

#[tokio::test]
async fn the_bot_identifies_itself_and_hears_of_its_guilds() {
    let events = vec![
        ("GUILD_CREATE", json!({ "id": "31", "unavailable": true })),
        ("GUILD_CREATE", json!({ "id": "32", "something": "new" })),
        ("GUILD_DELETE", json!({ "id": "33" })),
        ("GUILD_DELETE", json!({ "id": "34", "unavailable": true })),
    ];
    let mut socket = FakeGateway::start([Connection::Serve(vec![31, 33], events)]);
    let fake = FakeDiscord::start([answer(200, &socket.look_up())]);
    let mut bot = Bot::start(&fake, GatewayOptions::default());
    let mut told = vec![bot.told().await, bot.told().await, bot.told().await];
    told.sort_by_key(|told| format!("{told:?}"));
    assert_eq!(
        told,
        [Told::Gone(33), Told::Here(32), Told::Ready(vec![31, 33])]
    );
    assert_eq!(socket.next().await, Sign::Connected);
    let Sign::Identified(identity) = socket.next().await else {
        panic!("no IDENTIFY")
    };
    assert_eq!(identity["token"], format!("Bot {TOKEN}"));
    assert_eq!(identity["intents"], 1);
    bot.stop().await.unwrap();
    assert_eq!(socket.next().await, Sign::Closed(Some(1000)));
    assert_eq!(
        fake.paths(),
        ["GET /api/v10/gateway/bot"],
        "nothing else is asked"
    );
}

#[tokio::test]
async fn a_press_is_answered() {
    assert_eq!(answer_to("hello", GatewayOptions::default()).await, "hello");
}

#[tokio::test]
async fn where_the_answer_for_everybody_stands_is_told() {
    let events = vec![("INTERACTION_CREATE", press("public"))];
    let socket = FakeGateway::start([Connection::Serve(vec![], events)]);
    let known = r#"{"interaction": {"id": "1"}, "resource": {"type": 4, "message": {"id": "77"}}}"#;
    let fake = FakeDiscord::start([answer(200, &socket.look_up()), answer(200, known)]);
    let mut bot = Bot::start(&fake, GatewayOptions::default());
    while bot.told().await != Told::Posted(77) {}
    bot.clock.settled().await;
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_press_is_answered_whatever_happens() {
    assert_eq!(answer_to("panic", GatewayOptions::default()).await, "sorry");
    assert_eq!(
        answer_to("unpresentable", GatewayOptions::default()).await,
        "sorry"
    );
    let brief = GatewayOptions {
        time_to_answer: Duration::from_millis(20),
        ..GatewayOptions::default()
    };
    assert_eq!(answer_to("slow", brief).await, "sorry");
}

#[tokio::test]
async fn what_cannot_be_read_is_told_and_counted() {
    if !is_alone("discord_gateway::what_cannot_be_read_is_told_and_counted") {
        return;
    }
    let mut unreadable = press("hello");
    unreadable["channel_id"] = json!("not a channel");
    let events = vec![
        ("INTERACTION_CREATE", unreadable),
        ("INTERACTION_CREATE", press("hello")),
    ];
    let socket = FakeGateway::start([Connection::Serve(vec![], events)]);
    let fake = FakeDiscord::start([answer(200, &socket.look_up()), answer(204, "")]);
    let (log, guard) = Log::listen(tracing::Level::WARN);
    let bot = Bot::start(&fake, GatewayOptions::default());
    answered(&fake, 2).await;
    bot.stop().await.unwrap();
    drop(guard);
    let log = log.text();
    assert!(
        log.contains("could not be read kind=\"INTERACTION_CREATE\" count=1"),
        "{log}"
    );
}

#[tokio::test]
async fn the_log_of_a_connection_holds_no_token() {
    if !is_alone("discord_gateway::the_log_of_a_connection_holds_no_token") {
        return;
    }
    let events = vec![("INTERACTION_CREATE", press("hello"))];
    let socket = FakeGateway::start([Connection::Serve(vec![], events)]);
    let fake = FakeDiscord::start([answer(200, &socket.look_up()), answer(500, "")]);
    let (log, guard) = Log::listen(tracing::Level::TRACE);
    let bot = Bot::start(&fake, GatewayOptions::default());
    answered(&fake, 2).await;
    bot.stop().await.unwrap();
    drop(guard);
    let log = log.text();
    assert!(log.contains("connected to Discord"), "{log}");
    assert!(
        log.contains("ShardRunner"),
        "serenity is listened to: {log}"
    );
    for token in ["s3cr3t", "press-token"] {
        assert!(!log.contains(token), "{log}");
    }
}

#[tokio::test]
async fn a_refused_token_ends_the_bot_with_what_to_do() {
    let mut socket = FakeGateway::start([Connection::Close(4004)]);
    let (closed, _) = outcome([answer(200, &socket.look_up())]).await;
    assert!(
        matches!(closed, Err(GatewayError::TokenInvalid)),
        "{closed:?}"
    );
    assert_eq!(socket.next().await, Sign::Connected);
    let (refused, _) = outcome([answer(
        401,
        r#"{"message": "401: Unauthorized", "code": 0}"#,
    )])
    .await;
    insta::assert_snapshot!(refused.unwrap_err(), @"Discord does not know this token; copy the present one from the Bot page of your application at https://discord.com/developers/applications into DISCORD_TOKEN");
}

#[tokio::test]
async fn refused_intents_end_the_bot() {
    for code in [4013, 4014] {
        let socket = FakeGateway::start([Connection::Close(code)]);
        let (closed, _) = outcome([answer(200, &socket.look_up())]).await;
        assert!(
            matches!(closed, Err(GatewayError::IntentsRefused)),
            "{closed:?}"
        );
    }
}

#[tokio::test]
async fn a_failed_look_up_leads_nowhere_else() {
    let (failed, fake) = outcome([answer(500, ""), answer(503, ""), answer(500, "")]).await;
    assert!(matches!(failed, Err(GatewayError::LookUp(_))), "{failed:?}");
    assert_eq!(fake.paths(), ["GET /api/v10/gateway/bot"; 3]);

    let elsewhere = FakeDiscord::start([]);
    let location = format!("http://{}/api/v10/gateway/bot", elsewhere.address);
    let (redirected, _) = outcome([answer_with(302, &[("location", &location)], "")]).await;
    assert!(
        matches!(redirected, Err(GatewayError::LookUp(_))),
        "{redirected:?}"
    );
    assert_eq!(elsewhere.seen().len(), 0);

    let mut options = RestOptions::new(
        "http://127.0.0.1:1".parse().unwrap(),
        SecretString::from(TOKEN),
    );
    options.backoff = Duration::from_millis(1);
    let clock = Arc::new(PlayedClock::standing(Timestamp::UNIX_EPOCH));
    let rest = Arc::new(Rest::new(options, clock.clone()).unwrap());
    let (sender, _told) = mpsc::unbounded_channel();
    let gateway = Gateway::new(rest, Arc::new(Reporter(sender)), clock);
    let closed = gateway.run(CancellationToken::new()).await;
    assert!(matches!(closed, Err(GatewayError::LookUp(_))), "{closed:?}");
}

#[tokio::test]
async fn a_gateway_elsewhere_does_not_get_the_token() {
    for url in [
        "wss://gateway.discord.gg",
        "ws://192.0.2.1:8620",
        "wss://discord.gg.example",
        "nonsense",
    ] {
        let (refused, fake) = outcome([answer(200, &look_up(url))]).await;
        assert!(
            matches!(refused, Err(GatewayError::Untrusted { .. })),
            "{url}: {refused:?}"
        );
        assert_eq!(fake.seen().len(), 1);
    }
}

#[tokio::test]
async fn the_last_session_of_the_day_is_not_spent_twice() {
    let limit =
        json!({ "total": 1000, "remaining": 0, "reset_after": 5_400_000, "max_concurrency": 1 });
    let look_up = json!({ "url": "ws://127.0.0.1:1", "shards": 1, "session_start_limit": limit });
    let (refused, _) = outcome([answer(200, &look_up.to_string())]).await;
    insta::assert_snapshot!(refused.unwrap_err(), @"Discord allows no more connections of this bot for 90 minutes; start it again then");
}

#[tokio::test]
async fn a_bot_that_is_asked_to_stop_stops_even_before_it_is_connected() {
    let mut socket = FakeGateway::start([Connection::Hang]);
    let fake = FakeDiscord::start([answer(200, &socket.look_up())]);
    let bot = Bot::start(&fake, GatewayOptions::default());
    assert_eq!(socket.next().await, Sign::Connected);
    bot.stop().await.unwrap();
    let silent = FakeDiscord::start([Script::Silence]);
    Bot::start(&silent, GatewayOptions::default())
        .stop()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_connection_that_never_comes_up_is_given_up() {
    let socket = FakeGateway::start([Connection::Hang]);
    let fake = FakeDiscord::start(std::iter::repeat_n(answer(200, &socket.look_up()), 9));
    let options = GatewayOptions {
        silence: Duration::from_millis(100),
        ..GatewayOptions::default()
    };
    let bot = Bot::start(&fake, options);
    let gave_up = bot.run.await.unwrap();
    assert!(
        matches!(gave_up, Err(GatewayError::WatchdogGaveUp { shard: 0 })),
        "{gave_up:?}"
    );
}

/// Takes 5 s: so long serenity waits for the connection that is stuck.
#[tokio::test]
async fn a_connection_that_is_stuck_while_it_comes_back_is_started_anew() {
    let script = [
        Connection::ServeAndDrop,
        Connection::Hang,
        Connection::Serve(vec![31], vec![]),
    ];
    let mut socket = FakeGateway::start(script);
    let fake = FakeDiscord::start(std::iter::repeat_n(answer(200, &socket.look_up()), 99));
    let options = GatewayOptions {
        silence: Duration::from_millis(1_500),
        ..GatewayOptions::default()
    };
    let mut bot = Bot::start(&fake, options);
    let only = Shard { number: 0, of: 1 };
    assert_eq!(bot.told().await, Told::Ready(vec![]));
    assert_eq!(bot.told().await, Told::Deaf(only));
    assert_eq!(bot.told().await, Told::Ready(vec![31]));
    assert_eq!(bot.told().await, Told::Hears(only));
    let mut signs = Vec::new();
    while signs.len() < 5 {
        signs.push(socket.next().await);
    }
    let identified = signs
        .iter()
        .filter(|sign| matches!(sign, Sign::Identified(_)));
    assert_eq!(identified.count(), 2, "{signs:?}");
    bot.stop().await.unwrap();
}
