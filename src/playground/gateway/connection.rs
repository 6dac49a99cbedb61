//! One WebSocket, from HELLO to its end.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use super::greet;
use super::protocol::{Close, op};
use super::sessions::Order;
use crate::playground::lab::Lab;
use crate::playground::tasks;

/// Discord's rhythm.
pub(super) const RHYTHM: Rhythm = Rhythm {
    interval: Duration::from_millis(41_250),
    slack: Duration::from_secs(20),
};
/// The most bytes in a frame from the bot.
const MOST_FRAME: usize = 4_096;
/// The most frames from the bot in [`PACE`].
const MOST_FRAMES: usize = 120;
/// See [`MOST_FRAMES`].
const PACE: Duration = Duration::from_mins(1);

/// How a connection ends.
enum End {
    /// With a close frame.
    Close(Close),
    /// By itself, or broken off.
    Gone,
    /// The bot said goodbye with this code; 1000 and 1001 end the session too.
    Goodbye(u16),
}

/// What a connection knows about its bot.
struct Line<'a> {
    lab: &'a Arc<Lab>,
    orders: mpsc::UnboundedSender<Order>,
    session: Option<String>,
    pulse: Pulse,
    frames: VecDeque<Instant>,
}

/// How often a bot has to show that it lives.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rhythm {
    interval: Duration,
    /// A heartbeat may be late by this much.
    slack: Duration,
}

/// Watches over heartbeats.
struct Pulse {
    rhythm: Rhythm,
    last: Instant,
}

impl Pulse {
    fn deadline(&self) -> Instant {
        self.last + self.rhythm.interval + self.rhythm.slack
    }
}

/// Speaks with a bot until one of the two hangs up.
pub(super) async fn serve<S>(
    lab: &Arc<Lab>,
    mut socket: WebSocketStream<S>,
    version: Option<&str>,
    rhythm: Rhythm,
) where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (orders, received) = mpsc::unbounded_channel();
    let mut line = Line {
        lab,
        orders,
        session: None,
        pulse: Pulse {
            rhythm,
            last: Instant::now(),
        },
        frames: VecDeque::new(),
    };
    let end = if version.is_none_or(|version| matches!(version, "9" | "10")) {
        talk(&mut line, &mut socket, received).await
    } else {
        End::Close(Close::INVALID_VERSION)
    };
    line.end(&end);
    // The bot may be gone already; then there is nobody to tell.
    match end {
        End::Close(close) => {
            let frame = CloseFrame {
                code: close.code.into(),
                reason: close.reason.into(),
            };
            drop(socket.close(Some(frame)).await);
        }
        // A goodbye is answered: the answer waits to be written.
        End::Goodbye(_) => drop(socket.flush().await),
        End::Gone => {}
    }
}

async fn talk<S>(
    line: &mut Line<'_>,
    socket: &mut WebSocketStream<S>,
    mut orders: mpsc::UnboundedReceiver<Order>,
) -> End
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let interval = u64::try_from(line.pulse.rhythm.interval.as_millis()).unwrap_or(u64::MAX);
    line.send(json!({ "op": op::HELLO, "d": { "heartbeat_interval": interval, "_trace": [] } }));
    let stop = line.lab.stop.clone();
    let mut changes = line.lab.last_seq();
    let mut was_frozen = false;
    loop {
        changes.mark_unchanged();
        let frozen = line.lab.faults().is_frozen();
        if was_frozen && !frozen && line.session.is_some() {
            line.ask_for_a_beat();
        }
        was_frozen = frozen;
        if frozen {
            // A frozen gateway does not miss heartbeats either: it is silent, not dead.
            line.pulse.last = Instant::now();
        }
        let late = line
            .pulse
            .deadline()
            .saturating_duration_since(Instant::now());
        tokio::select! {
            biased;
            () = stop.cancelled() => return End::Close(Close::GOING_AWAY),
            // While the gateway is frozen, orders wait; the change that ends it wakes this loop.
            order = orders.recv(), if !frozen => match order {
                Some(Order::Send(frame)) => {
                    if socket.send(Message::Text(frame.to_string())).await.is_err() {
                        return End::Gone;
                    }
                }
                Some(Order::Drop) | None => return End::Gone,
            },
            frame = socket.next() => {
                let Some(Ok(frame)) = frame else { return End::Gone };
                if let Err(end) = line.hear(frame, frozen) {
                    return end;
                }
            }
            _ = changes.changed() => {}
            () = tasks::pause(late), if !frozen => return End::Close(Close::TIMED_OUT),
        }
    }
}

impl Line<'_> {
    fn send(&self, frame: Value) {
        // The receiver is in the same task and outlives this.
        drop(self.orders.send(Order::Send(frame)));
    }

    fn hear(&mut self, frame: Message, frozen: bool) -> Result<(), End> {
        let text = match frame {
            Message::Text(text) => text,
            Message::Binary(bytes) => {
                String::from_utf8(bytes).map_err(|_| End::Close(Close::DECODE_ERROR))?
            }
            Message::Close(frame) => {
                return Err(End::Goodbye(frame.map_or(1005, |frame| frame.code.into())));
            }
            _ => return Ok(()),
        };
        if frozen {
            return Ok(());
        }
        self.handle(&text).map_err(End::Close)
    }

    fn handle(&mut self, text: &str) -> Result<(), Close> {
        let now = Instant::now();
        self.frames
            .retain(|at| now.saturating_duration_since(*at) < PACE);
        self.frames.push_back(now);
        if self.frames.len() > MOST_FRAMES {
            return Err(Close::RATE_LIMITED);
        }
        if text.len() > MOST_FRAME {
            return Err(Close::DECODE_ERROR);
        }
        let frame: Value = serde_json::from_str(text).map_err(|_| Close::DECODE_ERROR)?;
        let code = frame["op"].as_u64().ok_or(Close::DECODE_ERROR)?;
        let data = &frame["d"];
        match code {
            op::HEARTBEAT => {
                self.pulse.last = now;
                self.send(json!({ "op": op::ACK }));
            }
            op::IDENTIFY | op::RESUME if self.session.is_some() => {
                return Err(Close::ALREADY_AUTHENTICATED);
            }
            op::IDENTIFY => {
                let session = greet::identify(self.lab, data, &self.orders)?;
                self.greeted(session);
            }
            op::RESUME => match greet::resume(self.lab, data, &self.orders)? {
                Some(session) => self.greeted(session),
                None => self.send(json!({ "op": op::INVALID_SESSION, "d": false })),
            },
            op::PRESENCE | op::VOICE_STATE | op::REQUEST_MEMBERS | op::SOUNDBOARD => {
                if self.session.is_none() {
                    return Err(Close::NOT_AUTHENTICATED);
                }
                if code == op::REQUEST_MEMBERS {
                    self.send_members(data)?;
                }
            }
            _ => return Err(Close::UNKNOWN_OP),
        }
        Ok(())
    }

    /// A session began or goes on: faults that wait for one strike now.
    fn greeted(&mut self, session: String) {
        let fault = self.lab.faults().meet_gateway();
        if let Some(kind) = fault {
            self.lab.sessions().strike(&session, &kind);
            self.lab.changed("faults", None);
        }
        self.session = Some(session);
        if self.lab.hub.present().spell > 0 {
            self.ask_for_a_beat();
        }
    }

    /// After a silence, whoever lives answers at once, and hears that the gateway does too.
    fn ask_for_a_beat(&self) {
        self.send(json!({ "op": op::HEARTBEAT, "d": null }));
    }

    /// Members by id; asking for more needs an intent that is not switched on.
    fn send_members(&self, data: &Value) -> Result<(), Close> {
        let wanted = match &data["user_ids"] {
            Value::Array(ids) => ids.clone(),
            id @ Value::String(_) => vec![id.clone()],
            _ => return Err(Close::DISALLOWED_INTENTS),
        };
        let Some(session) = &self.session else {
            return Err(Close::NOT_AUTHENTICATED);
        };
        let chunk = self
            .lab
            .read(|world| super::members::chunk(world, &wanted, &data["nonce"]));
        self.lab
            .sessions()
            .tell(session, "GUILD_MEMBERS_CHUNK", &chunk);
        Ok(())
    }

    fn end(&self, end: &End) {
        let Some(session) = &self.session else {
            return;
        };
        let over = match end {
            End::Goodbye(code) => matches!(code, 1000 | 1001),
            End::Close(close) => *close != Close::GOING_AWAY && close.code != 4000,
            End::Gone => false,
        };
        if over {
            self.lab.sessions().remove(session);
        } else {
            self.lab.sessions().detach(session, &self.orders);
        }
        self.lab.changed("bot", None);
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use tokio_tungstenite::tungstenite::protocol::Role;

    use super::*;
    use crate::playground::world::World;

    /// Beats so often, then waits for the end; says how the gateway hung up and after how long.
    async fn hung_up_after(beats: usize, rhythm: Rhythm) -> (u16, Duration) {
        let url = "http://127.0.0.1:1".to_owned();
        let lab = Arc::new(Lab::new(
            World::first(),
            0,
            Timestamp::UNIX_EPOCH,
            url,
            false,
        ));
        let (near, far) = tokio::io::duplex(1 << 16);
        let gateway = async {
            let socket = WebSocketStream::from_raw_socket(near, Role::Server, None).await;
            serve(&lab, socket, Some("10"), rhythm).await;
        };
        let bot = async {
            let mut socket = WebSocketStream::from_raw_socket(far, Role::Client, None).await;
            let begun = Instant::now();
            let beat = json!({ "op": op::HEARTBEAT, "d": null }).to_string();
            for _ in 0..beats {
                tasks::pause(rhythm.interval).await;
                socket.send(Message::Text(beat.clone())).await.unwrap();
            }
            while let Some(Ok(frame)) = socket.next().await {
                if let Message::Close(Some(frame)) = frame {
                    return (frame.code.into(), begun.elapsed());
                }
            }
            panic!("it went away without a word");
        };
        tokio::join!(gateway, bot).1
    }

    #[tokio::test]
    async fn a_bot_that_does_not_beat_is_hung_up_on() {
        let rhythm = Rhythm {
            interval: Duration::from_millis(40),
            slack: Duration::from_millis(40),
        };
        let (code, after) = hung_up_after(0, rhythm).await;
        assert_eq!(code, 4009);
        assert!(after >= rhythm.interval + rhythm.slack, "{after:?}");
    }

    #[tokio::test]
    async fn a_bot_lives_as_long_as_it_beats() {
        let rhythm = Rhythm {
            interval: Duration::from_millis(20),
            slack: Duration::from_secs(1),
        };
        let (code, after) = hung_up_after(3, rhythm).await;
        assert_eq!(code, 4009);
        assert!(after >= rhythm.interval * 4 + rhythm.slack, "{after:?}");
    }

    #[test]
    fn the_rhythm_is_discords() {
        assert_eq!(RHYTHM.interval, Duration::from_millis(41_250));
        assert_eq!(RHYTHM.slack, Duration::from_secs(20));
    }
}
