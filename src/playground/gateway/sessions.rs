//! Sessions: what each has been told, so that it can be resumed where it was left.

use std::collections::VecDeque;

use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::protocol::{intent, op};
use crate::playground::faults::Kind;
use crate::playground::world::Needs;

/// This many events can be repeated after a break.
const MOST_BACKLOG: usize = 2_000;
/// This many sessions are remembered after their connection ended.
const MOST_SESSIONS: usize = 16;

/// What a connection is to do.
#[derive(Debug, Clone)]
pub(super) enum Order {
    /// Send this.
    Send(Value),
    /// Break off without a close frame.
    Drop,
}

/// How resuming went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resumed {
    /// The session goes on.
    Done,
    /// There is no such session, or it missed too much.
    Unknown,
    /// The bot says that it heard what was not said yet.
    FromTheFuture,
}

/// A bot's session.
#[derive(Debug)]
struct Session {
    id: String,
    intents: u64,
    seq: u64,
    backlog: VecDeque<Value>,
    connection: Option<mpsc::UnboundedSender<Order>>,
}

/// All sessions, oldest first.
#[derive(Debug, Default)]
pub struct Sessions {
    list: Vec<Session>,
    opened: u64,
}

impl Sessions {
    /// Whether a bot is connected and identified.
    pub fn is_connected(&self) -> bool {
        self.list.iter().any(|session| session.connection.is_some())
    }

    /// Tells every session whose intents let it through.
    pub fn dispatch(&mut self, event: &'static str, data: &Value, needs: Needs) {
        for session in &mut self.list {
            if let Some(data) = admitted(session.intents, data, needs) {
                session.tell(event, &data);
            }
        }
    }

    /// Does this to every connection that is identified.
    pub fn strike_all(&mut self, kind: &Kind) {
        let resumable = match kind {
            Kind::GatewayInvalidSession { resumable } => *resumable,
            _ => true,
        };
        for session in &self.list {
            session.strike(kind);
        }
        if !resumable {
            self.list.clear();
        }
    }

    /// Opens a session and returns its id.
    pub(super) fn open(
        &mut self,
        intents: u64,
        connection: mpsc::UnboundedSender<Order>,
    ) -> String {
        self.opened += 1;
        let id = format!("{:032x}", self.opened);
        self.list.push(Session {
            id: id.clone(),
            intents,
            seq: 0,
            backlog: VecDeque::new(),
            connection: Some(connection),
        });
        if self.list.len() > MOST_SESSIONS
            && let Some(oldest) = self
                .list
                .iter()
                .position(|known| known.connection.is_none())
        {
            self.list.remove(oldest);
        }
        id
    }

    /// Tells one session.
    pub(super) fn tell(&mut self, id: &str, event: &'static str, data: &Value) {
        if let Some(session) = self.list.iter_mut().find(|session| session.id == id) {
            session.tell(event, data);
        }
    }

    /// Takes a session up again after event `seq`: what was missed is repeated.
    pub(super) fn resume(
        &mut self,
        id: &str,
        seq: u64,
        connection: mpsc::UnboundedSender<Order>,
    ) -> Resumed {
        let Some(session) = self.list.iter_mut().find(|session| session.id == id) else {
            return Resumed::Unknown;
        };
        if seq > session.seq {
            return Resumed::FromTheFuture;
        }
        let first_kept = session.seq + 1 - session.backlog.len() as u64;
        if seq + 1 < first_kept {
            return Resumed::Unknown;
        }
        for event in &session.backlog {
            if event["s"].as_u64() > Some(seq) {
                // The receiver is the caller's own; it cannot be gone.
                drop(connection.send(Order::Send(event.clone())));
            }
        }
        session.connection = Some(connection);
        session.tell("RESUMED", &json!({ "_trace": [] }));
        Resumed::Done
    }

    /// The connection of a session ended, if it is still this one.
    pub(super) fn detach(&mut self, id: &str, connection: &mpsc::UnboundedSender<Order>) {
        for session in &mut self.list {
            let same = |known: &mpsc::UnboundedSender<Order>| known.same_channel(connection);
            if session.id == id && session.connection.as_ref().is_some_and(same) {
                session.connection = None;
            }
        }
    }

    /// Ends a session for good.
    pub(super) fn remove(&mut self, id: &str) {
        self.list.retain(|session| session.id != id);
    }

    /// Does this to the connection of one session.
    pub(super) fn strike(&mut self, id: &str, kind: &Kind) {
        if let Some(session) = self.list.iter().find(|session| session.id == id) {
            session.strike(kind);
        }
        if *kind == (Kind::GatewayInvalidSession { resumable: false }) {
            self.remove(id);
        }
    }
}

impl Session {
    fn tell(&mut self, event: &'static str, data: &Value) {
        self.seq += 1;
        let event = json!({ "op": op::DISPATCH, "t": event, "s": self.seq, "d": data });
        self.backlog.push_back(event.clone());
        if self.backlog.len() > MOST_BACKLOG {
            self.backlog.pop_front();
        }
        self.order(Order::Send(event));
    }

    fn strike(&self, kind: &Kind) {
        self.order(match kind {
            Kind::GatewayReconnect => Order::Send(json!({ "op": op::RECONNECT, "d": null })),
            Kind::GatewayInvalidSession { resumable } => {
                Order::Send(json!({ "op": op::INVALID_SESSION, "d": resumable }))
            }
            _ => Order::Drop,
        });
    }

    fn order(&self, order: Order) {
        if let Some(connection) = &self.connection {
            // A connection that is just ending misses it; a resumed one gets it from the backlog.
            drop(connection.send(order));
        }
    }
}

/// The payload as a session with these intents gets it; `None` if it does not.
fn admitted(intents: u64, data: &Value, needs: Needs) -> Option<Value> {
    let has = |intent: u64| intents & intent != 0;
    match needs {
        Needs::Nothing => Some(data.clone()),
        Needs::Guilds => has(intent::GUILDS).then(|| data.clone()),
        Needs::Messages { direct, own } => {
            let wanted = if direct {
                intent::DIRECT_MESSAGES
            } else {
                intent::GUILD_MESSAGES
            };
            if !has(wanted) {
                return None;
            }
            let mut data = data.clone();
            let readable = direct || own || has(intent::MESSAGE_CONTENT);
            if !readable && data.get("content").is_some() {
                data["content"] = json!("");
                for key in ["embeds", "attachments", "components"] {
                    data[key] = json!([]);
                }
            }
            Some(data)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(orders: &mut mpsc::UnboundedReceiver<Order>) -> Vec<String> {
        let mut names = Vec::new();
        while let Ok(Order::Send(event)) = orders.try_recv() {
            names.push(event["t"].as_str().unwrap_or("op").to_owned());
        }
        names
    }

    #[test]
    fn a_resumed_session_hears_what_it_missed_and_nothing_twice() {
        let mut sessions = Sessions::default();
        let (sender, mut first) = mpsc::unbounded_channel();
        let id = sessions.open(intent::GUILDS, sender.clone());
        sessions.dispatch("ONE", &json!({}), Needs::Guilds);
        sessions.detach(&id, &sender);
        sessions.dispatch("TWO", &json!({}), Needs::Nothing);
        sessions.dispatch(
            "NOT_WANTED",
            &json!({}),
            Needs::Messages {
                direct: true,
                own: true,
            },
        );
        assert_eq!(received(&mut first), ["ONE"]);
        let (sender, mut second) = mpsc::unbounded_channel();
        assert_eq!(sessions.resume(&id, 1, sender.clone()), Resumed::Done);
        assert_eq!(received(&mut second), ["TWO", "RESUMED"]);
        assert_eq!(
            sessions.resume(&id, 99, sender.clone()),
            Resumed::FromTheFuture
        );
        assert_eq!(sessions.resume("other", 0, sender), Resumed::Unknown);
    }

    #[test]
    fn content_of_others_is_stripped_without_the_privileged_intent() {
        let message = json!({ "content": "hello", "embeds": [1], "author": 1 });
        let seen = |intents, direct, own| {
            let needs = Needs::Messages { direct, own };
            admitted(intents, &message, needs).map(|data| data["content"] == "hello")
        };
        assert_eq!(seen(intent::GUILD_MESSAGES, false, false), Some(false));
        assert_eq!(seen(intent::GUILD_MESSAGES, false, true), Some(true));
        assert_eq!(seen(intent::GUILD_MESSAGES, true, true), None);
        assert_eq!(seen(intent::DIRECT_MESSAGES, true, false), Some(true));
        assert_eq!(
            seen(
                intent::GUILD_MESSAGES | intent::MESSAGE_CONTENT,
                false,
                false
            ),
            Some(true)
        );
    }
}
