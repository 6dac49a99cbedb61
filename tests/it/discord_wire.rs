//! The wire against a playground, which is as strict as Discord: real serenity, real requests.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use unhunch::app::{
    Aside, Disposition, Handler, Interaction, InteractionKind, Outbound, OutboundMessage, Reply,
    Roster, Shard, Visibility,
};
use unhunch::clock::{Clock, SystemClock};
use unhunch::discord::{DiscordOutbound, Gateway, GatewayError, Rest, RestOptions};
use unhunch::domain::ids::GuildId;
use unhunch::playground::{Options, Playground};
use unhunch::view::{
    Button, ButtonStyle, Component, Media, Message, Picture, Select, SelectOption,
};

const ADA: &str = "1090000000000000101";
const WELLNESS: &str = "1090000000000000201";

fn card(text: &str) -> Message {
    let option = |label: &str| SelectOption {
        label: label.to_owned(),
        value: label.to_lowercase(),
        description: None,
    };
    let button = Button {
        custom_id: "v1:done".to_owned(),
        label: "I did it".to_owned(),
        style: ButtonStyle::Success,
    };
    Message {
        components: vec![
            Component::Container {
                accent: 0x2E_86_AB,
                children: vec![
                    Component::Text(text.to_owned()),
                    Component::Media(Media {
                        attachment: "neck.png".to_owned(),
                        description: "A neck.".to_owned(),
                    }),
                    Component::Separator,
                    Component::Buttons(vec![button]),
                ],
            },
            Component::Select(Select {
                custom_id: "v1:topic".to_owned(),
                placeholder: "Another topic".to_owned(),
                options: vec![option("Neck"), option("Eyes")],
            }),
        ],
        pictures: vec![Picture {
            file_name: "neck.png".to_owned(),
            description: "A neck.".to_owned(),
            bytes: b"\x89PNG\r\n\x1a\n".to_vec().into(),
        }],
        ..Message::default()
    }
}

/// Answers commands with a card, presses by changing it, and typing with what was typed.
struct Echo(mpsc::UnboundedSender<Vec<GuildId>>);

#[async_trait]
impl Handler for Echo {
    async fn interaction(&self, interaction: Interaction) -> Reply {
        match interaction.kind {
            InteractionKind::Command { path, options } => {
                let text = format!(
                    "{} {options:?} {}",
                    path.join(" "),
                    interaction.may_manage_guild
                );
                Reply::Message(card(&text), Visibility::Public)
            }
            InteractionKind::Autocomplete { typed, .. } => {
                Reply::Choices(vec![(typed.clone(), typed)])
            }
            InteractionKind::Component {
                custom_id, values, ..
            } => Reply::Update(card(&format!("{custom_id} {values:?}"))),
        }
    }

    fn apology(&self, _: &Interaction) -> Reply {
        Reply::Message(card("sorry"), Visibility::Ephemeral)
    }

    async fn ready(&self, roster: Arc<Roster>) {
        self.0.send(roster.ids()).unwrap_or_default();
    }

    async fn aside(&self, _: &Interaction) -> Option<Aside> {
        None
    }

    async fn aside_lost(&self, _: Aside) {}

    async fn deaf(&self, _: Shard, _: Duration) {}

    async fn hears(&self, _: Shard) {}

    async fn guild_gone(&self, _: GuildId) {}

    async fn guild_here(&self, _: GuildId) {}
}

/// A person's hands on the playground.
struct Page {
    url: String,
    http: reqwest::Client,
}

impl Page {
    async fn post(&self, what: &str, body: &Value) -> Value {
        let url = format!("{}/playground/api/{what}", self.url);
        let answer = self.http.post(url).json(body).send().await.unwrap();
        let status = answer.status();
        let body = answer.json().await.unwrap();
        assert!(status.is_success(), "{what}: {body}");
        body
    }

    async fn get(&self, what: &str) -> Value {
        let url = format!("{}/playground/api/{what}", self.url);
        self.http
            .get(url)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    /// Does something, waits until the bot has answered, and returns the channel's last message.
    async fn answered(&self, what: &str, body: &Value) -> Value {
        let id = self.post(what, body).await["interaction_id"].clone();
        let id = id.as_str().unwrap();
        while self.get(&format!("interactions/{id}")).await["state"] == "pending" {
            tokio::task::yield_now().await;
        }
        let messages = self
            .get(&format!("messages?channel_id={WELLNESS}&viewer_id={ADA}"))
            .await;
        let messages = messages
            .as_array()
            .unwrap_or_else(|| messages["messages"].as_array().unwrap());
        messages.last().unwrap().clone()
    }
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(fields) => {
            let own = fields.get("content").and_then(Value::as_str);
            own.into_iter()
                .chain(fields.values().flat_map(texts))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// A playground, and what reaches it.
struct Wire {
    playground: Playground,
    rest: Arc<Rest>,
    page: Page,
}

impl Wire {
    async fn start() -> Self {
        let options = Options {
            port: 0,
            start: SystemClock.now(),
            state_dir: None,
        };
        let playground = Playground::start(options).await.unwrap();
        let token = SecretString::from(playground.bot_token());
        let mut options = RestOptions::new(playground.url().parse().unwrap(), token);
        options.timeout = Duration::from_secs(5);
        let page = Page {
            url: playground.url(),
            http: reqwest::Client::new(),
        };
        Self {
            playground,
            rest: Arc::new(Rest::new(options, Arc::new(SystemClock)).unwrap()),
            page,
        }
    }

    /// Registers a command with an option that is completed while it is typed.
    async fn register(&self) {
        let application = self.rest.application().await.unwrap();
        let query =
            json!({ "type": 3, "name": "query", "description": "What", "autocomplete": true });
        let command =
            json!({ "name": "stretch", "description": "A stretch", "type": 1, "options": [query] });
        self.rest
            .put_commands(application, &[command])
            .await
            .unwrap();
    }

    /// Connects the bot; returns when it is ready.
    async fn connect(&self) -> Bot {
        let (sender, mut ready) = mpsc::unbounded_channel();
        let cancel = CancellationToken::new();
        let gateway = Gateway::new(
            Arc::clone(&self.rest),
            Arc::new(Echo(sender)),
            Arc::new(SystemClock),
        );
        #[expect(clippy::disallowed_methods, reason = "it runs beside the test")]
        let run = tokio::spawn(gateway.run(cancel.clone()));
        let guilds = tokio::time::timeout(Duration::from_secs(20), ready.recv()).await;
        assert_eq!(guilds.unwrap().unwrap().len(), 1);
        Bot { cancel, run }
    }
}

struct Bot {
    cancel: CancellationToken,
    run: tokio::task::JoinHandle<Result<(), GatewayError>>,
}

impl Bot {
    async fn stop(self) {
        self.cancel.cancel();
        self.run.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn the_whole_wire_works_against_a_playground() {
    let wire = Wire::start().await;
    wire.register().await;
    let bot = wire.connect().await;
    talk(&wire.page).await;
    deliver(&DiscordOutbound::new(Arc::clone(&wire.rest))).await;
    bot.stop().await;
    wire.playground.stop().await;
}

#[tokio::test]
async fn a_lost_connection_comes_back_and_answers() {
    let wire = Wire::start().await;
    wire.register().await;
    let bot = wire.connect().await;
    for kind in ["gateway_reconnect", "gateway_drop"] {
        wire.page.post("faults", &json!({ "kind": kind })).await;
        while wire.page.get("state").await["bot"]["connected"] != true {
            tokio::task::yield_now().await;
        }
        let body = json!({ "user_id": ADA, "channel_id": WELLNESS, "name": "stretch", "options": { "query": kind } });
        let message = wire.page.answered("command", &body).await;
        assert!(texts(&message["components"])[0].contains(kind), "{message}");
    }
    bot.stop().await;
    wire.playground.stop().await;
}

#[tokio::test]
async fn whatever_goes_wrong_a_prompt_is_posted_once() {
    let wire = Wire::start().await;
    let outbound = DiscordOutbound::new(Arc::clone(&wire.rest));
    let kinds = [
        "error_before",
        "error_after",
        "drop_before",
        "drop_after",
        "truncate",
    ];
    for (n, kind) in kinds.into_iter().enumerate() {
        let fault = json!({ "kind": kind, "times": 1, "matcher": { "method": "POST", "path_prefix": "/channels" } });
        wire.page.post("faults", &fault).await;
        let post = OutboundMessage {
            // A direct channel for each, because a channel takes five posts in five seconds.
            channel: format!("109000000000000110{}", n % 4 + 1).parse().unwrap(),
            message: card(kind),
            nonce: format!("1NONCE{n}"),
            urgent: false,
            leaves_by: None,
        };
        let error = outbound.post(&post).await.unwrap_err();
        assert_eq!(
            error.disposition,
            Disposition::OutcomeUnknown,
            "{kind}: {error}"
        );
        let id = outbound.post(&post).await.unwrap();
        let all = outbound
            .own_messages_since(post.channel, Timestamp::UNIX_EPOCH)
            .await;
        let all = all.unwrap();
        assert!(!all.is_cut);
        let posted = all.found.iter().filter(|message| message.id >= id).count();
        assert_eq!(posted, 1, "{kind}");
    }
    wire.playground.stop().await;
}

#[tokio::test]
async fn refusals_of_the_playground_say_what_follows() {
    let wire = Wire::start().await;
    let outbound = DiscordOutbound::new(Arc::clone(&wire.rest));
    let refusals = [
        (
            json!({ "kind": "missing_permission", "channel": WELLNESS, "code": 50001 }),
            WELLNESS,
            Disposition::ChannelUnusable,
        ),
        (
            json!({ "kind": "missing_permission", "channel": WELLNESS, "code": 50013 }),
            WELLNESS,
            Disposition::ChannelUnusable,
        ),
        (
            json!({ "kind": "closed_dms", "user": ADA }),
            "1090000000000001101",
            Disposition::UserUnreachable,
        ),
        (
            json!({ "kind": "unauthorized" }),
            WELLNESS,
            Disposition::Unauthorized,
        ),
        (
            json!({ "kind": "nothing" }),
            "4",
            Disposition::ChannelUnusable,
        ),
    ];
    for (n, (fault, channel, disposition)) in refusals.into_iter().enumerate() {
        if fault["kind"] != "nothing" {
            wire.page.post("faults", &fault).await;
        }
        let post = OutboundMessage {
            channel: channel.parse().unwrap(),
            message: card("A prompt"),
            nonce: format!("1NONCE{n}"),
            urgent: false,
            leaves_by: None,
        };
        let error = outbound.post(&post).await.unwrap_err();
        assert_eq!(error.disposition, disposition, "{fault}: {error}");
        let all = format!("{}/playground/api/faults", wire.page.url);
        wire.page.http.delete(all).send().await.unwrap();
    }
    wire.playground.stop().await;
}

/// A command, an option being typed, a press and a choice are answered.
async fn talk(page: &Page) {
    let body = json!({ "user_id": ADA, "channel_id": WELLNESS, "name": "stretch", "options": { "query": "neck" } });
    let message = page.answered("command", &body).await;
    assert_eq!(
        texts(&message["components"]),
        [r#"stretch [("query", Text("neck"))] true"#]
    );

    let mut typing = body.clone();
    typing["focused"] = json!("query");
    let choices = page.post("autocomplete", &typing).await;
    assert_eq!(
        choices["choices"],
        json!([{ "name": "neck", "value": "neck" }])
    );

    let id = &message["id"];
    let press =
        json!({ "user_id": ADA, "channel_id": WELLNESS, "message_id": id, "custom_id": "v1:done" });
    let message = page.answered("press", &press).await;
    assert_eq!(texts(&message["components"]), ["v1:done []"]);

    let mut choice = press.clone();
    choice["custom_id"] = json!("v1:topic");
    choice["values"] = json!(["eyes"]);
    let message = page.answered("press", &choice).await;
    assert_eq!(texts(&message["components"]), [r#"v1:topic ["eyes"]"#]);
    assert_eq!(
        message["attachments"].as_array().unwrap().len(),
        1,
        "pictures are replaced"
    );
}

/// A post is posted once however often it is sent, and can be found.
async fn deliver(outbound: &DiscordOutbound) {
    let before = SystemClock.now();
    let post = OutboundMessage {
        channel: WELLNESS.parse().unwrap(),
        message: card("A prompt"),
        nonce: "1ABCDEFGHIJKLMNOP".to_owned(),
        urgent: false,
        leaves_by: None,
    };
    let first = outbound.post(&post).await.unwrap();
    assert_eq!(outbound.post(&post).await.unwrap(), first);
    let since: Timestamp = before - jiff::SignedDuration::from_secs(1);
    let found = outbound
        .own_messages_since(post.channel, since)
        .await
        .unwrap()
        .found;
    let posted = found.iter().find(|message| message.id == first).unwrap();
    assert_eq!(posted.custom_ids, ["v1:done", "v1:topic"]);
    let direct = outbound
        .open_direct_channel(ADA.parse().unwrap())
        .await
        .unwrap();
    outbound
        .post(&OutboundMessage {
            channel: direct,
            nonce: "2".to_owned(),
            urgent: false,
            leaves_by: None,
            ..post
        })
        .await
        .unwrap();
    let skew = outbound.clock_skew().unwrap();
    assert!(skew.abs() < jiff::SignedDuration::from_secs(2), "{skew:?}");
}
