//! What many stories begin with or go through: members who count their days, time that goes by, a bot that is not there.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;
use unhunch::clock::{Busy, Clock, PlayedClock, Wake};
use unhunch::domain::ids::{GuildId, UserId};
use unhunch::store::StreakRow;

use super::{GUILD, TestBot};

/// The guild of the stories.
pub(crate) fn guild() -> GuildId {
    GuildId::new(GUILD).unwrap()
}

/// A member of it.
pub(crate) fn member(number: u64) -> UserId {
    UserId::new(number).unwrap()
}

/// The clock of a machine that can be suspended: meanwhile its time goes on and its pace does not.
#[derive(Debug)]
pub(crate) struct Suspendable {
    pub(crate) played: PlayedClock,
    pub(crate) slept_ms: std::sync::Arc<AtomicU64>,
}

#[async_trait]
impl Clock for Suspendable {
    fn now(&self) -> Timestamp {
        self.played.now()
    }

    fn pace(&self) -> Instant {
        self.played.pace() - Duration::from_millis(self.slept_ms.load(Ordering::Relaxed))
    }

    fn busy(&self) -> Busy {
        self.played.busy()
    }

    async fn idle_until(&self, busy: Busy, deadline: Option<Timestamp>, wake: &Wake) -> Busy {
        self.played.idle_until(busy, deadline, wake).await
    }
}

impl TestBot {
    /// A bot with members who count their weekdays in Berlin and can be seen as that says.
    pub(crate) async fn with_streaks(
        members: impl IntoIterator<Item = u64>,
        visibility: &str,
    ) -> Self {
        let mut bot = Self::start().await;
        for member in members {
            let line = format!("/streak join visibility:{visibility} timezone:Europe/Berlin");
            bot.run(member, &line).await;
        }
        bot
    }

    /// All of them take a break.
    pub(crate) async fn all_done(&mut self, members: impl IntoIterator<Item = u64>) {
        for member in members {
            self.run(member, "/done").await;
        }
    }

    /// A member's streak as it is kept.
    pub(crate) async fn streak_of(&self, number: u64) -> StreakRow {
        let found = self.app().store.streak(guild(), member(number)).await;
        found.unwrap().unwrap()
    }

    /// Time goes on, and nothing else.
    pub(crate) async fn wait(&mut self, seconds: i64) {
        let later = self.clock.now() + SignedDuration::from_secs(seconds);
        self.advance_to(&later.to_string()).await;
    }

    /// What was posted is of no matter here; how much it was.
    pub(crate) fn read_all(&mut self) -> usize {
        let mut n_read = 0;
        while self.discord.unread() > 0 {
            self.next_message();
            n_read += 1;
        }
        n_read
    }

    /// The bot is not there from one instant to another.
    pub(crate) async fn away(&mut self, from: &str, to: &str) {
        self.advance_to(from).await;
        self.stop().await;
        self.clock.set(to.parse().unwrap(), false);
        self.restart().await;
        self.read_all();
    }

    /// The machine is suspended until an instant; the bot never stops.
    pub(crate) async fn suspend_until(&mut self, to: &str) {
        let to: Timestamp = to.parse().unwrap();
        let slept = to.duration_since(self.clock.now()).as_millis();
        let slept = u64::try_from(slept).unwrap();
        self.slept_ms.fetch_add(slept, Ordering::Relaxed);
        self.clock.set(to, false);
        self.work().await;
    }
}
