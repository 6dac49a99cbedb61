//! Who wants what, and when that is due: worked out here, and not by the program.

use jiff::civil::{Date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde_json::json;
use sqlx::Row as _;

use super::super::books;
use super::Soak;
use crate::wire::stand::{ADA, BEN, BEN_DM, CHLOE, DEV, GENERAL, WELLNESS};

pub const DEV_DM: &str = "1090000000000001104";
/// Who presses, and where their own messages are.
pub const MEMBERS: [(&str, &str); 3] = [(BEN, BEN_DM), (DEV, DEV_DM), (CHLOE, GENERAL)];
/// The longest that a message may be late (S-40).
const GRACE: SignedDuration = SignedDuration::from_mins(30);

/// A schedule that somebody wants.
#[derive(Debug)]
pub struct Plan {
    pub name: &'static str,
    /// Whose desk break it is.
    pub user: Option<&'static str>,
    /// Where it goes, or falls back to.
    pub channel: &'static str,
    pub directly: bool,
    pub fallback: bool,
    zone: &'static str,
    times: &'static [&'static str],
}

/// Five ways of wanting messages; Berlin's clocks change on the third day.
pub const PLANS: [Plan; 5] = [
    Plan {
        name: "prompts by the hour",
        user: None,
        channel: WELLNESS,
        directly: false,
        fallback: false,
        zone: "UTC",
        times: &[
            "06:00", "07:00", "08:00", "09:00", "10:00", "11:00", "12:00", "13:00", "14:00",
            "15:00", "16:00", "17:00", "18:00", "19:00", "20:00",
        ],
    },
    Plan {
        name: "prompts in Berlin",
        user: None,
        channel: GENERAL,
        directly: false,
        fallback: false,
        zone: "Europe/Berlin",
        times: &[
            "00:30", "02:30", "05:30", "08:30", "11:30", "14:30", "17:30", "20:30", "22:30",
        ],
    },
    Plan {
        name: "Ben by direct message",
        user: Some(BEN),
        channel: GENERAL,
        directly: true,
        fallback: false,
        zone: "UTC",
        times: &["08:05", "10:05", "12:05", "14:05", "16:05"],
    },
    Plan {
        name: "Dev by direct message, else in the channel",
        user: Some(DEV),
        channel: GENERAL,
        directly: true,
        fallback: true,
        zone: "America/New_York",
        times: &["08:50", "10:50", "12:50", "14:50", "16:50"],
    },
    Plan {
        name: "Chloé in the channel",
        user: Some(CHLOE),
        channel: GENERAL,
        directly: false,
        fallback: false,
        zone: "Asia/Kolkata",
        times: &["08:40", "10:40", "12:40", "14:40", "16:40"],
    },
];

/// A slot that is due.
#[derive(Debug, Clone)]
pub struct Occurrence {
    /// Its nominal date and time, as the database has them.
    pub slot: String,
    pub due: Timestamp,
    /// The last instant at which it may be sent for the first time.
    pub expires: Timestamp,
}

impl Plan {
    /// What is due after an instant, in order; a few days of it.
    pub fn due_after(&self, from: Timestamp) -> impl Iterator<Item = Occurrence> {
        self.due_between(from, from + SignedDuration::from_hours(72))
    }

    /// What is due after one instant, up to another.
    pub fn due_between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = Occurrence> {
        let zone = TimeZone::get(self.zone).unwrap();
        let date_of = |at: Timestamp| at.to_zoned(zone.clone()).date();
        let mut date = date_of(from).yesterday().unwrap();
        let last = date_of(until).checked_add(2.days()).unwrap();
        let mut slots = Vec::new();
        while date <= last {
            slots.extend(self.times.iter().map(|text| slot(&zone, date, text)));
            date = date.tomorrow().unwrap();
        }
        let pairs: Vec<_> = slots
            .windows(2)
            .map(|pair| (pair[0].clone(), pair[1].1))
            .collect();
        let occurrences = pairs.into_iter().map(|((slot, due), next)| {
            let half = SignedDuration::from_secs(next.duration_since(due).as_secs() / 2);
            let expires = due + GRACE.min(half);
            Occurrence { slot, due, expires }
        });
        occurrences.filter(move |occurrence| occurrence.due > from && occurrence.due <= until)
    }
}

/// A time that a change of clocks leaves out comes later by as much as was left out (S-32).
fn slot(zone: &TimeZone, date: Date, text: &str) -> (String, Timestamp) {
    let number = |part: &str| part.parse().unwrap();
    let at = date.to_datetime(time(number(&text[..2]), number(&text[3..]), 0, 0));
    let due = zone.to_ambiguous_timestamp(at).compatible().unwrap();
    (format!("{date} {text}:00"), due)
}

/// A schedule in the database, for as long as it was there.
#[derive(Debug, Clone)]
pub struct Life {
    /// The place in [`PLANS`].
    pub number: usize,
    pub id: i64,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
}

impl Life {
    pub fn plan(&self) -> &'static Plan {
        &PLANS[self.number]
    }
}

impl Soak {
    /// Everyone says what they want.
    pub async fn found_team(&mut self) {
        for number in 0..PLANS.len() {
            self.set_up(number).await;
        }
        for (member, _) in MEMBERS {
            let hidden = json!({ "visibility": "hidden" });
            self.stand
                .command(member, WELLNESS, "streak join", hidden)
                .await;
        }
    }

    async fn set_up(&mut self, number: usize) {
        let plan = &PLANS[number];
        let times = plan.times.join(", ");
        let mut wish = json!({ "times": times, "days": "daily", "timezone": plan.zone });
        match plan.user {
            None => {
                wish["channel"] = json!(plan.channel);
                self.stand.add_prompts(ADA, plan.channel, wish).await;
            }
            Some(user) => {
                let deliver = if plan.directly { "dm" } else { "channel" };
                wish["deliver"] = json!(deliver);
                wish["fallback"] = json!(plan.fallback);
                let joined = self
                    .stand
                    .command(user, plan.channel, "deskbreak join", wish);
                joined.await;
            }
        }
        let user = plan.user.unwrap_or("NULL");
        let question =
            format!("SELECT MAX(id) FROM schedule WHERE deleted_at IS NULL AND user_id IS {user}");
        let id = books::ask(&self.stand, &question).await[0].get(0);
        let from = self.now().await;
        self.lives.push(Life {
            number,
            id,
            from,
            until: None,
        });
    }

    /// Whatever was put on hold is set up again by whom it concerns; returns which plans that were.
    pub async fn revive(&mut self) -> Vec<usize> {
        self.connected().await;
        let question =
            "SELECT id FROM schedule WHERE deleted_at IS NULL AND suspended_reason IS NOT NULL";
        let on_hold = books::ask(&self.stand, question).await;
        let on_hold: Vec<i64> = on_hold.iter().map(|row| row.get(0)).collect();
        let mut revived = Vec::new();
        for id in on_hold {
            let now = self.now().await;
            let mut alive = self.lives.iter_mut().filter(|life| life.until.is_none());
            let life = alive.find(|life| life.id == id).unwrap();
            life.until = Some(now);
            let number = life.number;
            if PLANS[number].user.is_none() {
                let remove = json!({ "id": id.to_string() });
                let asked = self.stand.command(ADA, WELLNESS, "prompts remove", remove);
                let asked = asked.await;
                self.stand.press(ADA, &asked.message, "Remove it").await;
            }
            self.set_up(number).await;
            revived.push(number);
        }
        revived
    }
}
