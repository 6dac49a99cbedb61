//! A real serenity client on the stand-in: it must understand every payload.

use std::sync::Arc;

use serde_json::json;
use serenity::all::{
    Command, Context, CreateCommand, CreateCommandOption, CreateInteractionResponse,
    CreateInteractionResponseMessage, EventHandler, GatewayIntents, Guild, HttpBuilder,
    Interaction, Message, RawEventHandler, Ready,
};
use serenity::async_trait;
use serenity::model::event::Event;
use tokio::sync::mpsc;

use super::support::{BEN, Lab, WELLNESS};

/// Says what it hears, and answers every interaction.
struct Bot(mpsc::UnboundedSender<String>);

impl Bot {
    fn say(&self, what: String) {
        self.0.send(what).unwrap();
    }
}

#[async_trait]
impl EventHandler for Bot {
    async fn ready(&self, context: Context, ready: Ready) {
        let option =
            CreateCommandOption::new(serenity::all::CommandOptionType::User, "who", "Whom");
        let command = CreateCommand::new("stretch")
            .description("A stretch")
            .add_option(option);
        let commands = Command::set_global_commands(&context.http, vec![command])
            .await
            .unwrap();
        self.say(format!("ready {} {}", ready.user.name, commands[0].name));
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        self.say(format!("guild {} {}", guild.name, guild.channels.len()));
    }

    async fn message(&self, _: Context, message: Message) {
        self.say(format!("message {}", message.content));
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let answer = |text: &str| {
            CreateInteractionResponse::Message(
                CreateInteractionResponseMessage::new().content(text),
            )
        };
        match interaction {
            Interaction::Command(command) => {
                let users = command.data.resolved.users.len();
                command
                    .create_response(&context.http, answer("command"))
                    .await
                    .unwrap();
                let response = command.get_response(&context.http).await.unwrap();
                self.say(format!(
                    "command {} {users} {}",
                    command.data.name, response.content
                ));
            }
            Interaction::Component(component) => {
                component
                    .create_response(&context.http, answer("component"))
                    .await
                    .unwrap();
                self.say(format!("component {}", component.data.custom_id));
            }
            _ => self.say("other".to_owned()),
        }
    }
}

/// Events that serenity could not read.
struct Lost(mpsc::UnboundedSender<String>);

#[async_trait]
impl RawEventHandler for Lost {
    async fn raw_event(&self, _: Context, event: Event) {
        if let Event::Unknown(unknown) = event {
            self.0.send(format!("lost {unknown:?}")).unwrap();
        }
    }
}

#[tokio::test]
async fn serenity_connects_and_understands_everything() {
    let lab = Lab::start().await;
    let (said, mut heard) = mpsc::unbounded_channel();
    let http = HttpBuilder::new(lab.playground.bot_token())
        .proxy(lab.playground.url())
        .ratelimiter_disabled(true)
        .build();
    let intents =
        GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    let mut client = serenity::client::ClientBuilder::new_with_http(http, intents)
        .event_handler_arc(Arc::new(Bot(said.clone())))
        .raw_event_handler(Lost(said))
        .await
        .unwrap();
    let running = async { client.start().await.unwrap() };
    let story = async {
        let mut both = [heard.recv().await.unwrap(), heard.recv().await.unwrap()];
        both.sort();
        assert_eq!(both, ["guild Wellness Lab 5", "ready unhunch stretch"]);
        let sent = json!({ "user_id": BEN, "channel_id": WELLNESS, "name": "stretch", "options": { "who": BEN } });
        lab.page("POST", "/command", sent).await.ok();
        let mut both = [heard.recv().await.unwrap(), heard.recv().await.unwrap()];
        both.sort();
        assert_eq!(both, ["command stretch 1 command", "message command"]);
        let button = json!({ "type": 2, "style": 1, "label": "Press", "custom_id": "deep" });
        let row = json!({ "type": 1, "components": [button] });
        let card = json!({ "flags": 1 << 15, "components": [{ "type": 17, "components": [{ "type": 10, "content": "card" }, row] }] });
        let message = lab.post(WELLNESS, card).await.ok();
        assert_eq!(heard.recv().await.unwrap(), "message ");
        let press = json!({ "user_id": BEN, "channel_id": WELLNESS, "message_id": message["id"], "custom_id": "deep" });
        lab.page("POST", "/press", press).await.ok();
        let mut both = [heard.recv().await.unwrap(), heard.recv().await.unwrap()];
        both.sort();
        assert_eq!(both, ["component deep", "message component"]);
        lab.page("POST", "/world", json!({ "bot": "removed" }))
            .await
            .ok();
        lab.page("POST", "/world", json!({ "bot": "added" }))
            .await
            .ok();
        assert_eq!(heard.recv().await.unwrap(), "guild Wellness Lab 5");
    };
    tokio::select! {
        () = running => unreachable!("a client runs until it is stopped"),
        () = story => {}
    }
}
