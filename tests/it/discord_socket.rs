//! A scripted stand-in for Discord's gateway: a WebSocket on loopback.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

/// What happens on a connection.
#[derive(Debug, Clone)]
pub enum Connection {
    /// It is served: READY with these guilds, then these events.
    Serve(Vec<u64>, Vec<(&'static str, Value)>),
    /// It is served, and dropped without a word at once after READY.
    ServeAndDrop,
    /// It is closed with this code when the bot has identified itself.
    Close(u16),
    /// It is accepted, and nothing more ever happens.
    Hang,
}

/// What was seen of the bot.
#[derive(Debug, Clone, PartialEq)]
pub enum Sign {
    Connected,
    Identified(Value),
    Resumed,
    Closed(Option<u16>),
}

/// A listener that treats connections by script; the last entry holds for all that follow.
pub struct FakeGateway {
    pub url: String,
    pub signs: mpsc::UnboundedReceiver<Sign>,
}

impl FakeGateway {
    pub fn start(script: impl IntoIterator<Item = Connection>) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!("ws://{}", listener.local_addr().unwrap());
        let script = Arc::new(Mutex::new(script.into_iter().collect::<VecDeque<_>>()));
        let (sign, signs) = mpsc::unbounded_channel();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                let listener = TcpListener::from_std(listener).unwrap();
                let mut connections = tokio::task::JoinSet::new();
                loop {
                    let (stream, _) = listener.accept().await.unwrap();
                    stream.set_nodelay(true).unwrap();
                    let connection = {
                        let mut script = script.lock().unwrap();
                        let next = script.front().cloned().unwrap();
                        if script.len() > 1 {
                            script.pop_front();
                        }
                        next
                    };
                    connections.spawn(serve(stream, connection, sign.clone()));
                }
            });
        });
        Self { url, signs }
    }

    /// The answer to `GET /gateway/bot` that leads here.
    pub fn look_up(&self) -> String {
        look_up(&self.url)
    }

    pub async fn next(&mut self) -> Sign {
        let next = tokio::time::timeout(Duration::from_secs(20), self.signs.recv());
        next.await.expect("the bot does nothing").unwrap()
    }
}

/// An answer to `GET /gateway/bot`.
pub fn look_up(url: &str) -> String {
    let limit = json!({ "total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1 });
    json!({ "url": url, "shards": 1, "session_start_limit": limit }).to_string()
}

/// Ends when the connection does; a bot that goes away is not an error.
async fn serve(
    stream: TcpStream,
    connection: Connection,
    sign: mpsc::UnboundedSender<Sign>,
) -> Option<()> {
    sign.send(Sign::Connected).ok()?;
    if matches!(connection, Connection::Hang) {
        // `stream` is held open until the test's end.
        std::future::pending::<()>().await;
    }
    let mut socket = tokio_tungstenite::accept_async(stream).await.ok()?;
    send(
        &mut socket,
        &json!({ "op": 10, "d": { "heartbeat_interval": 40 } }),
    )
    .await?;
    loop {
        match socket.next().await?.ok()? {
            Message::Text(text) => {
                let payload: Value = serde_json::from_str(&text).ok()?;
                match payload["op"].as_u64() {
                    Some(1) => send(&mut socket, &json!({ "op": 11 })).await?,
                    Some(2) => {
                        sign.send(Sign::Identified(payload["d"].clone())).ok()?;
                        identified(&mut socket, &connection).await?;
                    }
                    Some(6) => sign.send(Sign::Resumed).ok()?,
                    _ => {}
                }
            }
            Message::Close(frame) => {
                return sign
                    .send(Sign::Closed(frame.map(|frame| frame.code.into())))
                    .ok();
            }
            _ => {}
        }
    }
}

async fn identified(
    socket: &mut WebSocketStream<TcpStream>,
    connection: &Connection,
) -> Option<()> {
    match connection {
        Connection::Close(code) => {
            let frame = CloseFrame {
                code: (*code).into(),
                reason: "".into(),
            };
            socket.close(Some(frame)).await.ok()
        }
        Connection::Serve(guilds, events) => {
            ready(socket, guilds).await?;
            for (n, (name, data)) in events.iter().enumerate() {
                send(
                    socket,
                    &json!({ "op": 0, "t": name, "s": n + 2, "d": data }),
                )
                .await?;
            }
            Some(())
        }
        Connection::ServeAndDrop => {
            ready(socket, &[]).await?;
            None
        }
        Connection::Hang => None,
    }
}

async fn ready(socket: &mut WebSocketStream<TcpStream>, guilds: &[u64]) -> Option<()> {
    let guilds: Vec<Value> = guilds
        .iter()
        .map(|id| json!({ "id": id.to_string(), "unavailable": true }))
        .collect();
    let data = json!({
        "v": 10, "user": { "id": "2", "username": "unhunch" }, "guilds": guilds, "session_id": "s",
        "resume_gateway_url": "", "shard": [0, 1], "application": { "id": "2", "flags": 0 },
    });
    send(socket, &json!({ "op": 0, "t": "READY", "s": 1, "d": data })).await
}

async fn send(socket: &mut WebSocketStream<TcpStream>, payload: &Value) -> Option<()> {
    socket.send(Message::Text(payload.to_string())).await.ok()
}
