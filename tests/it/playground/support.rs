//! A started playground with a client, and a bot's end of the gateway.

use futures_util::{SinkExt, StreamExt};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use unhunch::playground::{Options, Playground};

pub const BOT: &str = "1090000000000000001";
pub const GUILD: &str = "1090000000000000010";
pub const ADA: &str = "1090000000000000101";
pub const BEN: &str = "1090000000000000102";
pub const WELLNESS: &str = "1090000000000000201";
pub const GENERAL: &str = "1090000000000000202";
pub const FORUM: &str = "1090000000000000204";
pub const THREAD: &str = "1090000000000000206";
pub const ADA_DM: &str = "1090000000000001101";
pub const BEN_DM: &str = "1090000000000001102";

/// What an answer was.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The body of an answer that must have gone well.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(
            (200..300).contains(&self.status),
            "{} {}",
            self.status,
            self.body
        );
        self.body
    }
}

/// A playground and whoever talks to it.
pub struct Lab {
    pub playground: Playground,
    pub client: Client,
}

pub fn start_time() -> jiff::Timestamp {
    "2026-11-23T08:00:00Z".parse().unwrap()
}

impl Lab {
    pub async fn start() -> Self {
        Self::start_with(None).await
    }

    pub async fn start_with(state_dir: Option<std::path::PathBuf>) -> Self {
        let options = Options {
            port: 0,
            start: start_time(),
            state_dir,
        };
        Self {
            playground: Playground::start(options).await.unwrap(),
            client: Client::builder().no_proxy().build().unwrap(),
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.playground.url())
    }

    /// A request of the bot; `path` is below `/api/v10`.
    pub async fn bot(&self, method: &str, path: &str, body: Value) -> Answer {
        self.try_bot(method, path, body).await.unwrap()
    }

    /// The same, which may fail on the way.
    pub async fn try_bot(&self, method: &str, path: &str, body: Value) -> reqwest::Result<Answer> {
        let method: Method = method.parse().unwrap();
        let mut request = self
            .client
            .request(method, self.url(&format!("/api/v10{path}")));
        request = request.header(
            "authorization",
            format!("Bot {}", self.playground.bot_token()),
        );
        if !body.is_null() {
            request = request.json(&body);
        }
        answer(request).await
    }

    /// A request of the page; `path` is below `/playground/api`.
    pub async fn page(&self, method: &str, path: &str, body: Value) -> Answer {
        let method: Method = method.parse().unwrap();
        let mut request = self
            .client
            .request(method, self.url(&format!("/playground/api{path}")));
        if !body.is_null() {
            request = request.json(&body);
        }
        answer(request).await.unwrap()
    }

    pub async fn post(&self, channel: &str, body: Value) -> Answer {
        self.bot("POST", &format!("/channels/{channel}/messages"), body)
            .await
    }

    /// What this user sees in a channel.
    pub async fn seen(&self, channel: &str, viewer: &str) -> Vec<Value> {
        let path = format!("/messages?channel_id={channel}&viewer_id={viewer}");
        self.page("GET", &path, Value::Null)
            .await
            .ok()
            .as_array()
            .unwrap()
            .clone()
    }

    pub async fn play(&self, seconds: i64) -> Value {
        self.page("POST", "/clock/play", json!({ "seconds": seconds }))
            .await
            .ok()
    }

    pub async fn register(&self, commands: Value) -> Value {
        self.bot("PUT", &format!("/applications/{BOT}/commands"), commands)
            .await
            .ok()
    }

    /// Sends a command as this user, and returns what the bot hears of it.
    pub async fn invoke(&self, bot: &mut Gateway, user: &str, name: &str, options: Value) -> Value {
        let sent =
            json!({ "user_id": user, "channel_id": WELLNESS, "name": name, "options": options });
        self.page("POST", "/command", sent).await.ok();
        bot.event("INTERACTION_CREATE").await
    }

    /// Presses a button as this user, and returns what the bot hears of it.
    pub async fn press(
        &self,
        bot: &mut Gateway,
        user: &str,
        message: &str,
        custom_id: &str,
    ) -> Value {
        let sent = json!({ "user_id": user, "channel_id": WELLNESS, "message_id": message, "custom_id": custom_id });
        self.page("POST", "/press", sent).await.ok();
        bot.event("INTERACTION_CREATE").await
    }

    /// Answers an interaction.
    pub async fn answer(&self, heard: &Value, body: Value) -> Answer {
        self.bot("POST", &callback_path(heard), body).await
    }

    /// Does something with the messages of an interaction's token.
    pub async fn webhook(&self, method: &str, heard: &Value, rest: &str, body: Value) -> Answer {
        let token = heard["token"].as_str().unwrap();
        self.bot(method, &format!("/webhooks/{BOT}/{token}{rest}"), body)
            .await
    }

    pub async fn fault(&self, fault: Value) -> Value {
        self.page("POST", "/faults", fault).await.ok()
    }

    pub async fn gateway(&self) -> Gateway {
        Gateway::open(&self.playground.url().replace("http", "ws")).await
    }

    /// A bot that is connected and has heard READY.
    pub async fn connected(&self) -> Gateway {
        let mut gateway = self.gateway().await;
        gateway
            .identify(self.playground.bot_token(), 1 | 1 << 9 | 1 << 12)
            .await;
        assert_eq!(gateway.event("READY").await["user"]["id"], BOT);
        gateway.event("GUILD_CREATE").await;
        gateway
    }
}

fn callback_path(heard: &Value) -> String {
    let text = |key: &str| heard[key].as_str().unwrap().to_owned();
    format!("/interactions/{}/{}/callback", text("id"), text("token"))
}

async fn answer(request: reqwest::RequestBuilder) -> reqwest::Result<Answer> {
    let response = request.send().await?;
    let status: StatusCode = response.status();
    let headers = response.headers().clone();
    let text = response.text().await?;
    let body = if text.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&text).unwrap_or(Value::String(text))
    };
    Ok(Answer {
        status: status.as_u16(),
        headers,
        body,
    })
}

/// A bot's end of the gateway.
pub struct Gateway {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub last_seq: u64,
}

impl Gateway {
    pub async fn open_raw(url: &str) -> Self {
        let (socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
        Self {
            socket,
            last_seq: 0,
        }
    }

    pub async fn open(url: &str) -> Self {
        let mut gateway = Self::open_raw(&format!("{url}/?v=10&encoding=json")).await;
        let hello = gateway.next().await.unwrap();
        assert_eq!(hello["op"], 10);
        assert!(hello["d"]["heartbeat_interval"].as_u64() > Some(1000));
        gateway
    }

    pub async fn send(&mut self, frame: Value) {
        self.socket
            .send(Message::Text(frame.to_string()))
            .await
            .unwrap();
    }

    pub async fn send_text(&mut self, text: &str) {
        self.socket
            .send(Message::Text(text.to_owned()))
            .await
            .unwrap();
    }

    pub async fn identify(&mut self, token: &str, intents: u64) {
        let properties = json!({ "os": "linux", "browser": "test", "device": "test" });
        let data = json!({ "token": token, "intents": intents, "properties": properties });
        self.send(json!({ "op": 2, "d": data })).await;
    }

    /// The next frame, or the close code (0 for none).
    pub async fn next(&mut self) -> Result<Value, u16> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => {
                    let frame: Value = serde_json::from_str(&text).unwrap();
                    self.last_seq = frame["s"].as_u64().unwrap_or(self.last_seq);
                    return Ok(frame);
                }
                Some(Ok(Message::Close(frame))) => {
                    return Err(frame.map_or(0, |frame| frame.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(0),
            }
        }
    }

    /// The payload of the next event of this name; others are passed over.
    pub async fn event(&mut self, name: &str) -> Value {
        loop {
            let frame = self.next().await.unwrap();
            if frame["t"] == name {
                return frame["d"].clone();
            }
        }
    }

    /// The close code that ends the connection.
    pub async fn closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }
}
