//! A playground process, the hands of its people, and the bot processes that live on its clock.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::openapi::description;
use super::process::{Ended, Process, folder, until};
use crate::support::pictures::lay_out;

pub const TOKEN: &str = "playground.token";
pub const BOT: &str = "1090000000000000001";
pub const GUILD: &str = "1090000000000000010";
pub const ADA: &str = "1090000000000000101";
pub const BEN: &str = "1090000000000000102";
pub const CHLOE: &str = "1090000000000000103";
pub const DEV: &str = "1090000000000000104";
pub const WELLNESS: &str = "1090000000000000201";
pub const GENERAL: &str = "1090000000000000202";
pub const NEWS: &str = "1090000000000000203";
pub const BEN_DM: &str = "1090000000000001102";

/// Every token of an interaction begins so.
const INTERACTION_TOKEN: &str = "aW50ZXJhY3Rpb246";
/// A Thursday, three days before summer time begins in Europe.
pub const START: &str = "2027-03-25T10:00:00Z";
/// A bot that is asked to stop has stopped by then.
pub const FAREWELL: Duration = Duration::from_secs(8);

/// `unhunch playground --no-bot`, and everyone in it.
pub struct Stand {
    process: Process,
    pub url: String,
    http: Client,
    folder: TempDir,
    /// What people did: words of commands, and ids of what they pressed.
    pub invoked: Mutex<BTreeSet<String>>,
    pub pressed: Mutex<BTreeSet<String>>,
}

/// `unhunch run`, connected.
pub struct Bot {
    process: Process,
}

/// What somebody got for what they did.
pub struct Answer {
    /// The message, new or changed; as the one who acted sees it.
    pub message: Value,
}

impl Answer {
    pub fn text(&self) -> String {
        text(&self.message)
    }

    /// The message is for one pair of eyes.
    pub fn is_private(&self) -> bool {
        !self.message["ephemeral_for"].is_null()
    }
}

impl Stand {
    /// A playground whose clock says [`START`].
    pub async fn start() -> Self {
        let folder = folder();
        lay_out(&folder.path().join("bot.db-pictures")).await;
        let arguments = ["playground", "--no-bot", "--port", "0"];
        let process = Process::start(&arguments, folder.path(), &[]);
        let url = until("the playground says where it is", async || {
            let said = process.stdout();
            let line = said
                .lines()
                .find_map(|line| line.split_once("playground is at "));
            line.map(|(_, url)| url.to_owned())
        });
        let url = url.await;
        let stand = Self {
            process,
            url,
            http: Client::builder().no_proxy().build().unwrap(),
            folder,
            invoked: Mutex::default(),
            pressed: Mutex::default(),
        };
        let start: Timestamp = START.parse().unwrap();
        let off = start.as_second() - stand.now().await.as_second();
        stand
            .fault(json!({ "kind": "clock_jump", "seconds": off }))
            .await;
        stand
    }

    /// A folder for a bot of this playground; what is in it outlives the process.
    pub fn home(&self) -> &Path {
        self.folder.path()
    }

    /// The address of the bot's database.
    pub fn database(&self) -> String {
        format!("sqlite://{}", self.home().join("bot.db").display())
    }

    /// Starts a bot, and waits until it is connected, has registered its commands and follows the clock.
    pub async fn bot(&self) -> Bot {
        self.bot_with(&[]).await
    }

    /// The same in an environment that holds more.
    pub async fn bot_with(&self, environment: &[(&str, &str)]) -> Bot {
        self.started(Process::start, environment).await
    }

    /// The same for a bot that lives on when its files may not grow any more.
    pub async fn bot_on_small_disk(&self) -> Bot {
        self.started(Process::start_on_small_disk, &[]).await
    }

    /// Starts a bot and does not wait for anything.
    pub fn bot_unready(&self, environment: &[(&str, &str)]) -> Bot {
        self.starting(Process::start, environment)
    }

    async fn started(
        &self,
        start: impl Fn(&[&str], &Path, &[(&str, &str)]) -> Process,
        environment: &[(&str, &str)],
    ) -> Bot {
        let bot = self.starting(start, environment);
        let connected = until("the bot is ready", async || {
            let state = self.state().await;
            let clock = self.page("GET", "clock", Value::Null).await;
            let ready = state["bot"]["connected"] == true
                && !is_empty(&state["commands"])
                && !is_empty(&clock["followers"]);
            ready.then_some(())
        });
        connected.await;
        bot
    }

    fn starting(
        &self,
        start: impl Fn(&[&str], &Path, &[(&str, &str)]) -> Process,
        environment: &[(&str, &str)],
    ) -> Bot {
        let database = self.database();
        let mut all = vec![
            ("RUST_LOG", "unhunch=debug,serenity=warn"),
            ("DISCORD_API_URL", self.url.as_str()),
            ("DISCORD_TOKEN", TOKEN),
            ("DATABASE_URL", &database),
        ];
        all.extend(environment);
        let process = start(&["run", "--follow-clock", &self.url], self.home(), &all);
        Bot { process }
    }

    /// Kills a bot, and waits until the playground has noticed.
    pub async fn kill(&self, bot: Bot) {
        let ended = bot.process.kill();
        assert_eq!(ended.code, None, "it was killed: {}", ended.stderr);
        keeps_secrets(&ended.stderr);
        self.forgotten().await;
    }

    /// Kills a bot beside which another one runs.
    pub async fn kill_beside_another(&self, bot: Bot) {
        let ended = bot.process.kill();
        assert_eq!(ended.code, None, "it was killed: {}", ended.stderr);
        until("the playground has noticed that one is gone", async || {
            let clock = self.page("GET", "clock", Value::Null).await;
            (list(&clock["followers"]).len() == 1).then_some(())
        })
        .await;
    }

    /// Asks a bot to stop with a signal, and returns how it ended, in time.
    pub async fn stop(&self, bot: Bot, signal: &str) -> Ended {
        bot.process.signal(signal);
        let ended = bot.process.ended(FAREWELL).await;
        keeps_secrets(&ended.stderr);
        self.forgotten().await;
        ended
    }

    async fn forgotten(&self) {
        until(
            "the playground has noticed that the bot is gone",
            async || {
                let connected = self.state().await["bot"]["connected"] == true;
                let clock = self.page("GET", "clock", Value::Null).await;
                (!connected && is_empty(&clock["followers"])).then_some(())
            },
        )
        .await;
    }

    /// Stops the playground and looks at all that was asked of it.
    pub async fn finish(self) {
        if let Some(discord) = description() {
            let requests = self.requests().await;
            let violations: Vec<_> = requests
                .iter()
                .flat_map(|request| discord.violations(request))
                .collect();
            assert!(violations.is_empty(), "{}", violations.join("\n"));
        }
        self.process.signal("TERM");
        let ended = self.process.ended(FAREWELL).await;
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    }

    async fn send(&self, method: &str, path: &str, token: bool, body: Value) -> (u16, Value) {
        let method: Method = method.parse().unwrap();
        let mut request = self.http.request(method, format!("{}{path}", self.url));
        if token {
            request = request.header("authorization", format!("Bot {TOKEN}"));
        }
        if !body.is_null() {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        (
            status,
            serde_json::from_str(&text).unwrap_or(Value::String(text)),
        )
    }

    /// Something that a person does on the page, and that must go well.
    pub async fn page(&self, method: &str, path: &str, body: Value) -> Value {
        let path = format!("/playground/api/{path}");
        let (status, answer) = self.send(method, &path, false, body.clone()).await;
        assert_eq!(status, 200, "{path} {body}: {answer}");
        answer
    }

    /// The same, if it can be done.
    pub async fn try_page(&self, method: &str, path: &str) {
        let path = format!("/playground/api/{path}");
        self.send(method, &path, false, Value::Null).await;
    }

    /// What an earlier version of the bot may have done: messages and commands that are still there.
    pub async fn earlier(&self, method: &str, path: &str, body: Value) -> Value {
        let path = format!("/api/v10{path}");
        let (status, answer) = self.send(method, &path, true, body.clone()).await;
        assert!((200..300).contains(&status), "{path} {body}: {answer}");
        answer
    }

    pub async fn state(&self) -> Value {
        self.page("GET", "state", Value::Null).await
    }

    pub async fn now(&self) -> Timestamp {
        instant_ms(&self.page("GET", "clock", Value::Null).await["now_ms"])
    }

    pub async fn fault(&self, fault: Value) -> Value {
        self.page("POST", "faults", fault).await
    }

    /// Plays the clock to an instant.
    pub async fn play_to(&self, instant: &str) {
        let instant: Timestamp = instant.parse().unwrap();
        let played = json!({ "to_ms": instant.as_millisecond() });
        self.page("POST", "clock/play", played).await;
    }

    /// Plays the clock to an instant; the bot may be kept from coming to rest there.
    pub async fn push_to(&self, instant: &str) -> bool {
        let instant: Timestamp = instant.parse().unwrap();
        let played = json!({ "to_ms": instant.as_millisecond() });
        let path = "/playground/api/clock/play";
        self.send("POST", path, false, played).await.0 == 200
    }

    /// The requests of the bot, oldest first.
    pub async fn requests(&self) -> Vec<Value> {
        list(&self.page("GET", "requests", Value::Null).await)
    }

    /// How many requests of a method went to paths with this end.
    pub async fn count(&self, method: &str, end: &str) -> usize {
        let requests = self.requests().await;
        let meant = |request: &&Value| {
            request["method"] == method && string(&request["path"]).ends_with(end)
        };
        requests.iter().filter(meant).count()
    }

    /// What a person sees in a channel.
    pub async fn seen(&self, channel: &str, viewer: &str) -> Vec<Value> {
        let path = format!("messages?channel_id={channel}&viewer_id={viewer}");
        list(&self.page("GET", &path, Value::Null).await)
    }

    /// One message, as a person sees it.
    pub async fn one(&self, channel: &str, viewer: &str, id: &str) -> Option<Value> {
        let path = format!("messages?channel_id={channel}&viewer_id={viewer}&message_id={id}");
        list(&self.page("GET", &path, Value::Null).await).pop()
    }

    /// What the bot posted in a channel of its own accord, but for messages that try out the channel.
    pub async fn posted(&self, channel: &str) -> Vec<Value> {
        let mut seen = self.seen(channel, ADA).await;
        let is_test = |message: &Value| {
            let all = components(message);
            all.iter().any(|component| component["label"] == "I see it")
        };
        seen.retain(|message| {
            let is_own = message["author"]["id"] == BOT && message["interaction"].is_null();
            is_own && !is_test(message)
        });
        seen
    }

    /// Sends a slash command.
    pub async fn command(&self, user: &str, channel: &str, words: &str, options: Value) -> Answer {
        self.invoked.lock().unwrap().insert(words.to_owned());
        let body =
            json!({ "user_id": user, "channel_id": channel, "name": words, "options": options });
        self.answered("command", body).await
    }

    /// Types into an option, and returns what is proposed.
    pub async fn typing(
        &self,
        user: &str,
        words: &str,
        focused: &str,
        options: Value,
    ) -> Vec<Value> {
        let body = json!({ "user_id": user, "channel_id": WELLNESS, "name": words, "options": options, "focused": focused });
        list(&self.page("POST", "autocomplete", body).await["choices"])
    }

    /// An admin adds prompts and confirms what is said back.
    pub async fn add_prompts(&self, user: &str, channel: &str, wish: Value) -> Answer {
        let asked = self.command(user, channel, "prompts add", wish).await;
        self.press(user, &asked.message, "Confirm").await
    }

    /// Presses the button with this label.
    pub async fn press(&self, user: &str, message: &Value, label: &str) -> Answer {
        let all = components(message);
        let button = all.iter().find(|component| component["label"] == label);
        let button =
            button.unwrap_or_else(|| panic!("no button {label:?} below {}", text(message)));
        self.press_id(user, message, string(&button["custom_id"]), None)
            .await
    }

    /// Presses a button, or chooses from a menu.
    pub async fn press_id(
        &self,
        user: &str,
        message: &Value,
        custom_id: &str,
        value: Option<&str>,
    ) -> Answer {
        self.pressed.lock().unwrap().insert(custom_id.to_owned());
        let mut body = json!({
            "user_id": user, "channel_id": message["channel_id"], "message_id": message["id"], "custom_id": custom_id,
        });
        if let Some(value) = value {
            body["values"] = json!([value]);
        }
        self.answered("press", body).await
    }

    /// Chooses from a menu what opens a form, and fills in its one line.
    pub async fn fill_in(
        &self,
        user: &str,
        message: &Value,
        (custom_id, value): (&str, &str),
        line: &str,
    ) -> Answer {
        let channel = string(&message["channel_id"]);
        let press = json!({
            "user_id": user, "channel_id": channel, "message_id": message["id"],
            "custom_id": custom_id, "values": [value],
        });
        let (id, opened) = self.progress("press", press).await;
        let input = &opened["modal"]["components"][0]["components"][0];
        let name = string(&input["custom_id"]);
        let submit = json!({ "interaction_id": id, "values": { name: line } });
        let (_, progress) = self.progress("submit", submit).await;
        self.answer(&progress, channel, user).await
    }

    /// Does something, and waits for the bot's answer to it.
    async fn answered(&self, what: &str, body: Value) -> Answer {
        let (channel, user) = (body["channel_id"].clone(), body["user_id"].clone());
        let (_, progress) = self.progress(what, body).await;
        self.answer(&progress, string(&channel), string(&user))
            .await
    }

    /// Does something, and waits until the bot has answered; returns what was done, and how that went.
    async fn progress(&self, what: &str, body: Value) -> (String, Value) {
        let id = self.page("POST", what, body.clone()).await["interaction_id"].clone();
        let path = format!("interactions/{}", string(&id));
        let progress = until("the bot answers", async || {
            let progress = self.page("GET", &path, Value::Null).await;
            (progress["state"] != "pending").then_some(progress)
        });
        let progress = progress.await;
        assert_eq!(progress["state"], "answered", "{what} {body}");
        (string(&id).to_owned(), progress)
    }

    /// What the bot answered.
    async fn answer(&self, progress: &Value, channel: &str, user: &str) -> Answer {
        let message = self
            .one(channel, user, string(&progress["message_id"]))
            .await;
        Answer {
            message: message.unwrap_or_else(|| panic!("{progress} has no answer to read")),
        }
    }
}

impl Bot {
    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    pub fn stderr(&self) -> String {
        self.process.stderr()
    }
}

/// Neither the bot's token nor that of an interaction is in what was printed.
pub fn keeps_secrets(printed: &str) {
    for secret in [TOKEN, INTERACTION_TOKEN] {
        let line = printed.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} is printed");
    }
}

/// The words of a message, one component after the other.
pub fn text(message: &Value) -> String {
    let all = components(message);
    let texts = all
        .iter()
        .filter_map(|component| component["content"].as_str());
    texts.collect::<Vec<_>>().join("\n")
}

/// All components of a message, wherever they are nested.
pub fn components(message: &Value) -> Vec<&Value> {
    fn walk<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
        for component in value.as_array().into_iter().flatten() {
            found.push(component);
            walk(&component["components"], found);
        }
    }
    let mut found = Vec::new();
    walk(&message["components"], &mut found);
    found
}

/// The instant of a message.
pub fn posted_at(message: &Value) -> Timestamp {
    string(&message["timestamp"]).parse().unwrap()
}

pub fn string(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
}

pub fn list(value: &Value) -> Vec<Value> {
    value
        .as_array()
        .unwrap_or_else(|| panic!("{value} is no list"))
        .clone()
}

pub fn is_empty(value: &Value) -> bool {
    list(value).is_empty()
}

fn instant_ms(value: &Value) -> Timestamp {
    Timestamp::from_millisecond(value.as_i64().unwrap()).unwrap()
}
