//! The soak: kills and faults at random on the played clock, for weeks, and a ledger at the end.
//!
//! A team lives with the bot: prompts in two channels, reminders by direct message with and without a fallback, a
//! reminder in a channel, presses. Meanwhile the bot is killed, the database locked, the clock moved, Discord out of
//! reach, and every fault of the playground happens. In the end each occurrence of the schedules, walked here without
//! the program, is one message, or ended without one for a reason that the record of what was wrong bears out (S-46).
//!
//! A short form with a fixed seed runs with the other tests. The long one, which takes about 25 minutes:
//!
//! ```text
//! UNHUNCH_SOAK=1000 cargo test --test it crash::soak -- --nocapture
//! ```
//!
//! It prints its seed; `UNHUNCH_SOAK_SEED` repeats it. Two runs of a seed do the same things, but a kill comes after a
//! real delay, so it need not meet the same instruction.

mod deeds;
mod ledger;
mod record;
mod team;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::books;
use super::gate::Gate;
use crate::oracle::random::Random;
use crate::wire::process::until;
use crate::wire::stand::{BEN, Bot, CHLOE, DEV, Stand, WELLNESS, list};
use ledger::Ledger;
use record::{Record, Trouble};
use team::{Life, MEMBERS};

/// Kills and faults of the short form.
const SHORT: usize = 24;
/// Its seed.
const SEED: u64 = 20_270_325;
/// How often the messages are counted: the page shows the newest 200 of a channel.
const ROUNDS_BETWEEN_COUNTS: usize = 6;

/// Everything that a soak keeps in its hands.
struct Soak {
    stand: Stand,
    gate: Gate,
    bot: Option<Bot>,
    dice: Random,
    record: Record,
    ledger: Ledger,
    lives: Vec<Life>,
}

/// A number from the environment.
fn setting(name: &str) -> Option<u64> {
    let text = std::env::var_os(name)?.into_string().unwrap();
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is a number, not {text:?}")),
    )
}

/// A seed that nobody chose.
fn any_seed() -> u64 {
    let random = std::hash::RandomState::new();
    std::hash::BuildHasher::hash_one(&random, "soak") % 1_000_000
}

#[expect(
    clippy::print_stdout,
    reason = "the seed and the ledger are for people"
)]
#[tokio::test]
async fn whatever_is_killed_or_fails_every_occurrence_is_one_message_or_accounted_for() {
    let wanted = setting("UNHUNCH_SOAK");
    let n_deeds = wanted.map_or(SHORT, |wanted| usize::try_from(wanted).unwrap());
    let seed = setting("UNHUNCH_SOAK_SEED");
    let seed = seed.unwrap_or_else(|| wanted.map_or(SEED, |_| any_seed()));
    println!("soak: {n_deeds} kills and faults, UNHUNCH_SOAK_SEED={seed}");
    let mut soak = Soak::start(seed).await;
    let mut n_rounds = 0;
    while soak.record.n_deeds() < n_deeds {
        soak.round().await;
        n_rounds += 1;
        if n_rounds % ROUNDS_BETWEEN_COUNTS == 0 {
            soak.ledger.count(&soak.stand).await;
            if wanted.is_some() {
                println!(
                    "{} done, it is {}",
                    soak.record.n_deeds(),
                    soak.stand.now().await
                );
            }
        }
    }
    println!("{}", soak.finish(seed).await);
}

impl Soak {
    async fn start(seed: u64) -> Self {
        let stand = Stand::start().await;
        let gate = Gate::start(&stand).await;
        let mut soak = Self {
            stand,
            gate,
            bot: None,
            dice: Random(seed),
            record: Record::default(),
            ledger: Ledger::default(),
            lives: Vec::new(),
        };
        soak.start_bot().await;
        soak.found_team().await;
        soak
    }

    async fn start_bot(&mut self) {
        let environment = [("DISCORD_API_URL", self.gate.url.as_str())];
        self.bot = Some(self.stand.bot_with(&environment).await);
    }

    async fn now(&self) -> Timestamp {
        self.stand.now().await
    }

    /// Plays to an instant, however often the bot keeps the clock from getting there.
    async fn advance_to(&self, at: Timestamp) {
        for _ in 0..30 {
            if self.now().await >= at {
                return;
            }
            self.stand.push_to(&at.to_string()).await;
        }
        panic!("the clock does not get to {at}");
    }

    async fn advance(&self, seconds: i64) {
        self.advance_to(self.now().await + SignedDuration::from_secs(seconds))
            .await;
    }

    /// The next instant at which something is due.
    async fn next_due(&self) -> Timestamp {
        let now = self.now().await;
        let alive = self.lives.iter().filter(|life| life.until.is_none());
        let next = alive.filter_map(|life| life.plan().due_after(now).next());
        next.map(|occurrence| occurrence.due).min().unwrap()
    }

    /// Something goes wrong about when something is due; then all is well for a while.
    async fn round(&mut self) {
        let due = self.next_due().await;
        let before = self.dice.between(1, 60);
        self.advance_to(due - SignedDuration::from_secs(before))
            .await;
        self.something_goes_wrong(due).await;
        assert_eq!(self.stand.state().await["faults"], json!([]));
        // Long enough for whatever waits to be planned and tried again.
        let calm = self.dice.between(70, 1_200);
        self.advance(calm).await;
        if self.dice.one_in(2) {
            self.somebody_presses().await;
        }
    }

    /// Waits until the bot hears of what people do.
    async fn connected(&self) {
        until("the bot is connected", async || {
            let state = self.stand.state().await;
            (state["bot"]["connected"] == true).then_some(())
        })
        .await;
    }

    async fn somebody_presses(&mut self) {
        self.connected().await;
        let chosen = usize::try_from(self.dice.between(0, 2)).unwrap();
        let (member, place) = MEMBERS[chosen];
        let place = if self.dice.one_in(2) { WELLNESS } else { place };
        let Some(message) = self.stand.posted(place).await.pop() else {
            return;
        };
        let said = self.stand.press(member, &message, "I did it").await.text();
        assert!(!said.contains("went wrong"), "{said}");
    }

    /// What it all came to.
    async fn finish(mut self, seed: u64) -> String {
        self.advance(4 * 3_600).await;
        self.ledger.count(&self.stand).await;
        let mut summary = self.record.summary();
        summary += &self.ledger.balance(&self.record, &self.lives, seed);
        self.check_presses().await;
        let opened = self.stand.count("POST", "/users/@me/channels").await;
        assert_eq!(opened, 2, "no sending opens a direct channel (I-10)");
        let bot = self.bot.take().unwrap();
        self.stand.stop(bot, "TERM").await;
        self.stand.finish().await;
        summary
    }

    /// Nobody has two credits for a day, and what they are told is what they have.
    async fn check_presses(&self) {
        let question = "SELECT user_id, COUNT(*), COUNT(DISTINCT day) FROM press
            WHERE outcome = 'credited' GROUP BY user_id";
        for row in books::ask(&self.stand, question).await {
            use sqlx::Row as _;
            let (user, credits, days): (i64, i64, i64) = (row.get(0), row.get(1), row.get(2));
            assert_eq!(credits, days, "{user} has days with two credits");
            let member = user.to_string();
            assert!([BEN, CHLOE, DEV].contains(&member.as_str()));
            let said = self
                .stand
                .command(&member, WELLNESS, "streak show", json!({}))
                .await;
            let total = format!("Total: {days}");
            // Chloé reads other words, but the same numbers.
            assert!(
                said.text().contains(&total) || member == CHLOE,
                "{}",
                said.text()
            );
        }
    }

    /// Takes every fault away.
    async fn clear_faults(&self) {
        let faults = list(&self.stand.state().await["faults"]);
        for fault in faults {
            let path = format!("faults/{}", fault["id"]);
            // It may have happened for the last time meanwhile.
            self.stand.try_page("DELETE", &path).await;
        }
    }

    /// While something is wrong, from now until [`Record::end`].
    async fn begin(&mut self, trouble: Trouble) -> usize {
        let now = self.now().await;
        self.record.begin(trouble, now)
    }

    async fn end(&mut self, spell: usize) {
        let now = self.now().await;
        self.record.end(spell, now);
    }
}
