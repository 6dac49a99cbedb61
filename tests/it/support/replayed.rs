//! What is kept beside the logs is what the logs come to.

use unhunch::app::rebuilt;
use unhunch::clock::Clock as _;
use unhunch::domain::ids::{GuildId, UserId};
use unhunch::domain::leaderboard::Metric;
use unhunch::store::{Excerpt, Wanted};

use super::{GUILD, TestBot};

impl TestBot {
    /// The streaks of these members are what their logs come to, and the lines on boards and how many have each value are
    /// what comes out when all are worked out anew.
    pub(crate) async fn assert_kept_as_replayed(&self, members: &[u64]) {
        let (app, now) = (self.app(), self.clock.now());
        let guild = GuildId::new(GUILD).unwrap();
        for member in members {
            let user = UserId::new(*member).unwrap();
            let log = app.store.member_log(guild, user).await.unwrap();
            let found = rebuilt(&app.zones, &log, (guild, user), now);
            let (row, difference) = found.expect("they have joined");
            assert_eq!(difference, None, "member {member} at {now}");
            let kept = app.store.streak(guild, user).await.unwrap().unwrap();
            if kept.day == row.day {
                assert_eq!(kept, row, "member {member} at {now}");
            }
        }
        app.refresh_boards(now).await.unwrap();
        let kept = self.tallies().await;
        // All lines of the guild are forgotten, though no day of theirs changes.
        let far = jiff::civil::date(2080, 1, 1);
        app.store.add_holiday(guild, far, "far", now).await.unwrap();
        app.store.remove_holiday(guild, far).await.unwrap();
        app.refresh_boards(now).await.unwrap();
        assert_eq!(self.tallies().await, kept, "at {now}");
    }

    /// How many lines of each board have each value.
    async fn tallies(&self) -> Vec<Excerpt> {
        let guild = GuildId::new(GUILD).unwrap();
        let mut all = Vec::new();
        for metric in Metric::ALL {
            let first = [Wanted::First(99)];
            let store = &self.app().store;
            let excerpt = store.board_excerpt(guild, metric, &first, None).await;
            all.push(excerpt.unwrap());
        }
        all
    }
}
