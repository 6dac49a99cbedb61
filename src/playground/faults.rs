//! Faults that the page or a test asked for: lost answers, rate limits, a frozen gateway.
//!
//! Pure: it keeps the list and says which fault meets a request; `rest` and `gateway` carry it out.

use serde::{Deserialize, Serialize};

use super::rest::buckets::Scope;
use super::snowflake::Id;

/// Which requests a fault meets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matcher {
    /// Such as `POST`; all if absent.
    #[serde(default)]
    pub method: Option<String>,
    /// The beginning of the path, with or without `/api/v10`; all if absent.
    #[serde(default)]
    pub path_prefix: Option<String>,
}

impl Matcher {
    fn matches(&self, method: &str, path: &str) -> bool {
        let same = |wanted: &String| wanted.eq_ignore_ascii_case(method);
        // `/api/v10/channels` is also known as `/channels`.
        let short = path
            .splitn(4, '/')
            .nth(3)
            .map_or(String::new(), |rest| format!("/{rest}"));
        let begins = |prefix: &String| path.starts_with(prefix) || short.starts_with(prefix);
        self.method.as_ref().is_none_or(same) && self.path_prefix.as_ref().is_none_or(begins)
    }
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// An error of the server; nothing happens.
    ErrorBefore {
        /// 5xx.
        #[serde(default = "server_error")]
        status: u16,
    },
    /// It happens, but the answer is an error of the server.
    ErrorAfter {
        /// 5xx.
        #[serde(default = "server_error")]
        status: u16,
    },
    /// The connection breaks; nothing happens.
    DropBefore,
    /// It happens, but the connection breaks before the answer.
    DropAfter,
    /// It happens, and the answer takes this long.
    Delay {
        /// Real milliseconds.
        ms: u64,
    },
    /// It takes this long until it happens.
    DelayBeforeAccept {
        /// Real milliseconds.
        ms: u64,
    },
    /// It happens, but only half of the answer arrives.
    Truncate,
    /// 429; nothing happens.
    RateLimit {
        /// Who is limited.
        scope: Scope,
        /// Seconds.
        retry_after_s: f64,
    },
    /// Discord refuses it in these words; nothing happens.
    Refuse {
        /// HTTP status.
        status: u16,
        /// Discord's code, such as 40003.
        code: u32,
        /// Discord's words.
        message: String,
    },
    /// This user's direct messages are closed.
    ClosedDms {
        /// Whose.
        user: Id,
    },
    /// The bot may not do anything in this channel.
    MissingPermission {
        /// Where.
        channel: Id,
        /// 50001 or 50013.
        code: u32,
    },
    /// The token is refused.
    Unauthorized,
    /// The gateway's connection breaks without a close frame.
    GatewayDrop,
    /// The gateway asks for a reconnect (op 7).
    GatewayReconnect,
    /// The gateway calls the session invalid (op 9).
    GatewayInvalidSession {
        /// It may be resumed.
        #[serde(default)]
        resumable: bool,
    },
    /// The gateway is silent: no events, no heartbeat acknowledgements.
    GatewayFreeze,
    /// The clock is another one at once; nothing is played.
    ClockJump {
        /// Forwards, or backwards if negative.
        seconds: i64,
        /// Only the `Date` header is off, for as long as the fault is active.
        #[serde(default)]
        date_only: bool,
    },
}

const fn server_error() -> u16 {
    500
}

impl Kind {
    /// Whether it happens once, when it is asked for, unless told otherwise.
    fn is_single(&self) -> bool {
        matches!(
            self,
            Self::GatewayDrop | Self::GatewayReconnect | Self::GatewayInvalidSession { .. }
        )
    }

    fn meets_requests(&self) -> bool {
        !self.is_single() && !matches!(self, Self::GatewayFreeze | Self::ClockJump { .. })
    }

    /// Delays are added to whatever else goes wrong.
    fn is_delay(&self) -> bool {
        matches!(self, Self::Delay { .. } | Self::DelayBeforeAccept { .. })
    }
}

/// An active fault.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fault {
    /// Its number.
    pub id: u64,
    /// What goes wrong.
    #[serde(flatten)]
    pub kind: Kind,
    /// Which requests it meets.
    pub matcher: Matcher,
    /// How often it happens yet; for ever if `None`.
    pub times: Option<u32>,
}

/// A fault as it is asked for.
#[derive(Debug, Clone, Deserialize)]
pub struct Wanted {
    /// What goes wrong.
    #[serde(flatten)]
    pub kind: Kind,
    /// Which requests it meets.
    #[serde(default)]
    pub matcher: Matcher,
    /// How often.
    #[serde(default)]
    pub times: Times,
}

/// How often a fault is to happen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Option<u32>")]
pub enum Times {
    /// It was not said: once for what the gateway does at once, else for ever.
    #[default]
    AsUsual,
    /// So often; for ever if `None`.
    Given(Option<u32>),
}

impl From<Option<u32>> for Times {
    fn from(times: Option<u32>) -> Self {
        Self::Given(times)
    }
}

/// The request that a fault may meet.
#[derive(Debug, Clone, Copy)]
pub struct Met<'a> {
    /// Its method.
    pub method: &'a str,
    /// Its path.
    pub path: &'a str,
    /// The channel that it works on.
    pub channel: Option<Id>,
    /// Whose direct messages that channel holds.
    pub direct_with: Option<Id>,
}

/// All active faults.
#[derive(Debug, Default)]
pub struct Faults {
    list: Vec<Fault>,
    last_id: u64,
}

impl Faults {
    /// Adds a fault and returns it.
    pub fn add(&mut self, wanted: Wanted) -> Fault {
        self.last_id += 1;
        let times = match wanted.times {
            Times::AsUsual => wanted.kind.is_single().then_some(1),
            Times::Given(times) => times,
        };
        let fault = Fault {
            id: self.last_id,
            kind: wanted.kind,
            matcher: wanted.matcher,
            times,
        };
        self.list.push(fault.clone());
        fault
    }

    /// All active faults.
    pub fn list(&self) -> &[Fault] {
        &self.list
    }

    /// Ends a fault; `false` if there is none with this number.
    pub fn remove(&mut self, id: u64) -> bool {
        let before = self.list.len();
        self.list.retain(|fault| fault.id != id);
        before != self.list.len()
    }

    /// Ends all faults.
    pub fn clear(&mut self) {
        self.list.clear();
    }

    /// What meets this request: delays, and at most one other fault; each counts as happened.
    pub fn meet(&mut self, met: &Met<'_>) -> Vec<Kind> {
        let mut happening = Vec::new();
        for fault in &mut self.list {
            let aimed = match &fault.kind {
                Kind::ClosedDms { user } => met.method == "POST" && met.direct_with == Some(*user),
                Kind::MissingPermission { channel, .. } => met.channel == Some(*channel),
                kind => kind.meets_requests(),
            };
            if !aimed || !fault.matcher.matches(met.method, met.path) {
                continue;
            }
            fault.times = fault.times.map(|times| times.saturating_sub(1));
            happening.push(fault.kind.clone());
            if !fault.kind.is_delay() {
                break;
            }
        }
        self.forget_spent();
        happening
    }

    /// What the gateway does to a connection that is ready, once; it counts as happened.
    pub fn meet_gateway(&mut self) -> Option<Kind> {
        let fault = self.list.iter_mut().find(|fault| fault.kind.is_single())?;
        fault.times = fault.times.map(|times| times.saturating_sub(1));
        let kind = fault.kind.clone();
        self.forget_spent();
        Some(kind)
    }

    /// Whether the gateway is silent.
    pub fn is_frozen(&self) -> bool {
        self.list
            .iter()
            .any(|fault| fault.kind == Kind::GatewayFreeze)
    }

    /// By how many seconds the `Date` header is off.
    pub fn date_skew(&self) -> i64 {
        let skew = |fault: &Fault| match fault.kind {
            Kind::ClockJump {
                seconds,
                date_only: true,
            } => seconds,
            _ => 0,
        };
        self.list.iter().map(skew).sum()
    }

    fn forget_spent(&mut self) {
        self.list.retain(|fault| fault.times != Some(0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(json: &str) -> Wanted {
        serde_json::from_str(json).unwrap()
    }

    const POST: Met<'static> = Met {
        method: "POST",
        path: "/api/v10/channels/7/messages",
        channel: Some(Id::new(7)),
        direct_with: None,
    };

    #[test]
    fn a_fault_meets_the_requests_it_is_meant_for_as_often_as_it_says() {
        let mut faults = Faults::default();
        faults.add(wanted(
            r#"{"kind": "error_after", "times": 2, "matcher": {"method": "post", "path_prefix": "/channels/7"}}"#,
        ));
        let other = Met {
            path: "/api/v10/channels/8/messages",
            ..POST
        };
        assert!(faults.meet(&other).is_empty());
        for _ in 0..2 {
            assert_eq!(faults.meet(&POST), [Kind::ErrorAfter { status: 500 }]);
        }
        assert!(faults.meet(&POST).is_empty());
        assert!(faults.list().is_empty());
    }

    #[test]
    fn delays_add_up_with_one_other_fault() {
        let mut faults = Faults::default();
        for json in [
            r#"{"kind": "delay", "ms": 5}"#,
            r#"{"kind": "drop_after"}"#,
            r#"{"kind": "truncate"}"#,
        ] {
            faults.add(wanted(json));
        }
        assert_eq!(faults.meet(&POST), [Kind::Delay { ms: 5 }, Kind::DropAfter]);
    }

    #[test]
    fn gateway_faults_happen_once_unless_told_otherwise() {
        let mut faults = Faults::default();
        assert_eq!(
            faults.add(wanted(r#"{"kind": "gateway_drop"}"#)).times,
            Some(1)
        );
        assert_eq!(faults.meet_gateway(), Some(Kind::GatewayDrop));
        assert_eq!(faults.meet_gateway(), None);
        assert_eq!(
            faults
                .add(wanted(r#"{"kind": "gateway_drop", "times": null}"#))
                .times,
            None
        );
    }

    #[test]
    fn every_kind_can_be_chosen_on_the_page() {
        let page = include_str!("page/faultkinds.js");
        let unknown = serde_json::from_str::<Kind>(r#"{"kind": "?"}"#).unwrap_err();
        // What was not known is named with all that would have been.
        let said = unknown.to_string();
        let kinds: Vec<_> = said.split('`').skip(3).step_by(2).collect();
        assert_eq!(
            (kinds.first(), kinds.len()),
            (Some(&"error_before"), 17),
            "{said}"
        );
        for kind in kinds {
            assert!(page.contains(&format!("{{ kind: \"{kind}\",")), "{kind}");
        }
    }
}
