//! What goes wrong: kills, every fault of the playground, the lock, the gate, the clock.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::books::WriteLock;
use super::super::gate::Way;
use super::team::MEMBERS;
use super::{Soak, Trouble};
use crate::wire::stand::{BEN, DEV, GENERAL, WELLNESS, components, is_empty, string};

/// Lets so much real time go by.
async fn let_pass(milliseconds: i64) {
    let pause = Duration::from_millis(milliseconds.unsigned_abs().max(1));
    let mut ticks = tokio::time::interval(pause);
    ticks.tick().await;
    ticks.tick().await;
}

fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

impl Soak {
    /// One thing, or a few, go wrong about when something is due.
    pub async fn something_goes_wrong(&mut self, due: Timestamp) {
        match self.dice.between(0, 21) {
            0..=3 => self.killed_at_random(due).await,
            4..=5 => self.killed_in_flight(due).await,
            6 => self.killed_while_it_starts(due).await,
            7 => self.stopped(due).await,
            8..=10 => self.brief_faults(due).await,
            11 => self.long_fault(due).await,
            12 => self.closed(due).await,
            13 => self.forbidden(due).await,
            14 => self.refused(due).await,
            15 => self.unauthorized(due).await,
            16 => self.gateway_fault(due).await,
            17 => self.clock_is_moved(due).await,
            18 => self.clocks_differ(due).await,
            19 => self.locked(due).await,
            20 => self.out_of_reach(due).await,
            _ => self.killed_while_somebody_presses(due).await,
        }
    }

    /// How long the bot is away, or something else lasts: mostly not for long.
    fn a_while(&mut self) -> i64 {
        match self.dice.between(0, 5) {
            0..=1 => self.dice.between(0, 30),
            2..=3 => self.dice.between(30, 600),
            4 => self.dice.between(600, 2_400),
            _ => self.dice.between(2_400, 9_000),
        }
    }

    async fn kill(&mut self) {
        let bot = self.bot.take().unwrap();
        self.stand.kill(bot).await;
        self.record.did("kills");
    }

    /// Plays on while the bot is killed after some real time, and starts it again after some played time.
    async fn killed_after(&mut self, milliseconds: i64, until: Timestamp) {
        let bot = self.bot.take().unwrap();
        let until = until.to_string();
        tokio::join!(self.stand.push_to(&until), async {
            let_pass(milliseconds).await;
            self.stand.kill(bot).await;
        });
        self.record.did("kills");
    }

    /// The bot is away for a while, and comes back.
    async fn back_after_a_while(&mut self) {
        let away = self.a_while();
        self.advance(away).await;
        self.start_bot().await;
    }

    async fn killed_at_random(&mut self, due: Timestamp) {
        let down = self.begin(Trouble::Down).await;
        let milliseconds = self.dice.between(0, 250);
        let until = due + seconds(self.dice.between(0, 125));
        self.killed_after(milliseconds, until).await;
        self.back_after_a_while().await;
        self.end(down).await;
    }

    /// The request is on its way, or its answer; sometimes its channel cannot be read afterwards.
    async fn killed_in_flight(&mut self, due: Timestamp) {
        let down = self.begin(Trouble::Down).await;
        let kind = if self.dice.one_in(3) {
            "delay_before_accept"
        } else {
            "delay"
        };
        self.post_fault(json!({ "kind": kind, "ms": 60_000, "times": 1 }))
            .await;
        let until = (due + seconds(120)).to_string();
        let bot = self.bot.take().unwrap();
        tokio::join!(self.stand.push_to(&until), async {
            for _ in 0..40 {
                if is_empty(&self.stand.state().await["faults"]) {
                    break;
                }
                let_pass(10).await;
            }
            self.stand.kill(bot).await;
        });
        self.record.did("kills");
        self.clear_faults().await;
        let hidden = self.dice.one_in(4);
        if hidden {
            self.hide_history(false).await;
            self.record.did("history hidden");
        }
        let no_history = [WELLNESS, GENERAL].map(Trouble::NoHistory);
        let now = self.now().await;
        let spells = no_history.map(|trouble| hidden.then(|| self.record.begin(trouble, now)));
        self.back_after_a_while().await;
        self.end(down).await;
        if hidden {
            self.advance(90).await;
            self.hide_history(true).await;
            for spell in spells.into_iter().flatten() {
                self.end(spell).await;
            }
        }
    }

    async fn hide_history(&self, shown: bool) {
        for channel in [WELLNESS, GENERAL] {
            let switch = json!({ "permissions": { "channel_id": channel, "history": shown } });
            self.stand.page("POST", "world", switch).await;
        }
    }

    /// Killed, and killed again before it has come up.
    async fn killed_while_it_starts(&mut self, due: Timestamp) {
        let down = self.begin(Trouble::Down).await;
        self.kill().await;
        let away = self.dice.between(0, 100);
        self.advance_to(due + seconds(away)).await;
        for _ in 0..self.dice.between(1, 2) {
            let environment = [("DISCORD_API_URL", self.gate.url.as_str())];
            let bot = self.stand.bot_unready(&environment);
            let_pass(self.dice.between(20, 700)).await;
            self.stand.kill(bot).await;
            self.record.did("kills in a start");
        }
        self.back_after_a_while().await;
        self.end(down).await;
    }

    /// In good order, while it has work to do.
    async fn stopped(&mut self, due: Timestamp) {
        let down = self.begin(Trouble::Down).await;
        let bot = self.bot.take().unwrap();
        let until = (due + seconds(60)).to_string();
        let milliseconds = self.dice.between(0, 150);
        tokio::join!(self.stand.push_to(&until), async {
            let_pass(milliseconds).await;
            self.stand.stop(bot, "TERM").await;
        });
        self.record.did("stops");
        self.back_after_a_while().await;
        self.end(down).await;
    }

    async fn fault(&mut self, fault: Value) {
        self.record
            .did(format!("faults: {}", string(&fault["kind"])));
        let now = self.now().await;
        self.record.asked_for(fault.to_string(), now);
        self.stand.fault(fault).await;
    }

    /// A fault that meets posts of messages.
    async fn post_fault(&mut self, fault: Value) {
        let mut fault = fault;
        fault["matcher"] = json!({ "method": "POST", "path_prefix": "/channels/" });
        self.fault(fault).await;
    }

    /// A fault after which the same is tried again.
    fn passing_fault(&mut self) -> Value {
        let status = self.dice.between(500, 504);
        let scope = ["user", "global", "shared"][usize::try_from(self.dice.between(0, 2)).unwrap()];
        let ms = self.dice.between(5, 300);
        match self.dice.between(0, 7) {
            0 => json!({ "kind": "error_before", "status": status }),
            1 => json!({ "kind": "error_after", "status": status }),
            2 => json!({ "kind": "drop_before" }),
            3 => json!({ "kind": "drop_after" }),
            4 => json!({ "kind": "truncate" }),
            5 => json!({ "kind": "rate_limit", "scope": scope, "retry_after_s": ms / 10 }),
            6 => json!({ "kind": "delay", "ms": ms }),
            _ => json!({ "kind": "delay_before_accept", "ms": ms }),
        }
    }

    /// A few at a time, each a few times, sometimes for every request.
    async fn brief_faults(&mut self, due: Timestamp) {
        let spell = self.begin(Trouble::Unreachable).await;
        for _ in 0..self.dice.between(1, 3) {
            let mut fault = self.passing_fault();
            fault["times"] = json!(self.dice.between(1, 4));
            if self.dice.one_in(3) {
                self.fault(fault).await;
            } else {
                self.post_fault(fault).await;
            }
        }
        let lasting = self.dice.between(0, 400);
        self.advance_to(due + seconds(lasting)).await;
        self.clear_faults().await;
        self.end(spell).await;
    }

    async fn long_fault(&mut self, due: Timestamp) {
        let spell = self.begin(Trouble::Unreachable).await;
        let fault = self.passing_fault();
        self.post_fault(fault).await;
        let lasting = self.dice.between(30, 2_400);
        self.advance_to(due + seconds(lasting)).await;
        self.clear_faults().await;
        self.end(spell).await;
    }

    /// Somebody takes no direct messages for a while.
    async fn closed(&mut self, due: Timestamp) {
        let user = if self.dice.one_in(2) { BEN } else { DEV };
        let spell = self.begin(Trouble::Closed(user)).await;
        self.fault(json!({ "kind": "closed_dms", "user": user }))
            .await;
        let lasting = self.a_while();
        self.advance_to(due + seconds(lasting)).await;
        self.clear_faults().await;
        self.end(spell).await;
    }

    /// The bot may not post in a channel for a while; then everything that is on hold is set up again.
    async fn forbidden(&mut self, due: Timestamp) {
        let channel = if self.dice.one_in(2) {
            WELLNESS
        } else {
            GENERAL
        };
        let code = if self.dice.one_in(2) { 50_001 } else { 50_013 };
        let begun = self.now().await;
        let spell = self.begin(Trouble::Forbidden(channel)).await;
        self.fault(json!({ "kind": "missing_permission", "channel": channel, "code": code }))
            .await;
        let lasting = self.a_while();
        self.advance_to(due + seconds(lasting)).await;
        self.clear_faults().await;
        for number in self.revive().await {
            let now = self.now().await;
            self.record.was(Trouble::OnHold(number), begun, now);
        }
        self.end(spell).await;
    }

    async fn refused(&mut self, due: Timestamp) {
        let spell = self.begin(Trouble::Refused).await;
        let answers = [(400, 50_035), (403, 40_003), (403, 50_278)];
        let (status, code) = answers[usize::try_from(self.dice.between(0, 2)).unwrap()];
        let times = self.dice.between(1, 2);
        self.post_fault(json!({
            "kind": "refuse", "status": status, "code": code, "message": "no", "times": times,
        }))
        .await;
        let lasting = self.dice.between(0, 600);
        self.advance_to(due + seconds(lasting)).await;
        self.clear_faults().await;
        self.end(spell).await;
    }

    /// Nothing is sent until a restart.
    async fn unauthorized(&mut self, due: Timestamp) {
        let spell = self.begin(Trouble::Halted).await;
        self.post_fault(json!({ "kind": "unauthorized", "times": 1 }))
            .await;
        let lasting = self.dice.between(0, 1_500);
        self.advance_to(due + seconds(lasting)).await;
        self.clear_faults().await;
        self.kill().await;
        self.back_after_a_while().await;
        self.end(spell).await;
    }

    /// The live connection has nothing to do with what is sent.
    async fn gateway_fault(&mut self, due: Timestamp) {
        let fault = match self.dice.between(0, 4) {
            0 => json!({ "kind": "gateway_drop" }),
            1 => json!({ "kind": "gateway_reconnect" }),
            2 => json!({ "kind": "gateway_invalid_session", "resumable": true }),
            3 => json!({ "kind": "gateway_invalid_session", "resumable": false }),
            _ => json!({ "kind": "gateway_freeze" }),
        };
        self.fault(fault).await;
        let lasting = self.dice.between(10, 900);
        self.advance_to(due + seconds(lasting)).await;
        self.clear_faults().await;
    }

    async fn clock_is_moved(&mut self, due: Timestamp) {
        if self.dice.one_in(2) {
            self.advance_to(due + seconds(1)).await;
        }
        let now = self.now().await;
        let by = if self.dice.one_in(2) {
            self.dice.between(10, 14_000)
        } else {
            -self.dice.between(10, 1_500)
        };
        let there = now + seconds(by);
        self.record
            .was(Trouble::Jumped, now.min(there), now.max(there));
        self.fault(json!({ "kind": "clock_jump", "seconds": by }))
            .await;
        let lasting = self.dice.between(0, 300);
        self.advance(lasting).await;
    }

    async fn clocks_differ(&mut self, due: Timestamp) {
        let spell = self.begin(Trouble::Skewed).await;
        let by = self.dice.between(90, 90_000) * if self.dice.one_in(2) { 1 } else { -1 };
        self.fault(json!({ "kind": "clock_jump", "seconds": by, "date_only": true }))
            .await;
        let lasting = self.a_while();
        self.advance_to(due + seconds(lasting)).await;
        self.clear_faults().await;
        self.end(spell).await;
    }

    /// For a moment, for longer than the bot waits for the lock, or until it is killed.
    async fn locked(&mut self, due: Timestamp) {
        let killed = self.dice.one_in(3);
        let down = self.begin(Trouble::Locked).await;
        self.record.did("locks");
        let lock = WriteLock::take(&self.stand).await;
        let held = if self.dice.one_in(4) {
            5_500
        } else {
            self.dice.between(10, 900)
        };
        let until = due + seconds(self.dice.between(0, 125));
        if killed {
            self.killed_after(held.min(900), until).await;
            lock.release().await;
            self.back_after_a_while().await;
        } else {
            let until = until.to_string();
            tokio::join!(self.stand.push_to(&until), async {
                let_pass(held).await;
                lock.release().await;
            });
        }
        self.end(down).await;
    }

    /// Every connection breaks.
    async fn out_of_reach(&mut self, due: Timestamp) {
        let spell = self.begin(Trouble::Unreachable).await;
        self.record.did("gate shut");
        self.gate.turn(Way::Shut);
        let lasting = self.dice.between(0, 45);
        self.advance_to(due + seconds(lasting)).await;
        self.gate.turn(Way::Open);
        self.end(spell).await;
    }

    async fn killed_while_somebody_presses(&mut self, due: Timestamp) {
        self.connected().await;
        let (member, place) = MEMBERS[usize::try_from(self.dice.between(0, 2)).unwrap()];
        let message = self.stand.posted(place).await.pop();
        let down = self.begin(Trouble::Down).await;
        if let Some(message) = message {
            let all = components(&message);
            let did = |component: &&&Value| component["label"] == "I did it";
            let button = all.iter().find(did).unwrap();
            let press = json!({
                "user_id": member, "channel_id": place, "message_id": message["id"],
                "custom_id": button["custom_id"],
            });
            self.stand.page("POST", "press", press).await;
            self.record.did("presses interrupted");
        }
        let milliseconds = self.dice.between(0, 30);
        self.killed_after(milliseconds, due).await;
        self.back_after_a_while().await;
        self.end(down).await;
    }
}
