//! What is kept beside the logs is what the logs come to.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use unhunch::app::{App, rebuilt};
use unhunch::clock::Clock as _;
use unhunch::domain::ids::{GuildId, UserId};
use unhunch::domain::leaderboard::Metric;
use unhunch::store::{Excerpt, Outdated, Store, Wanted};

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
        assert_lines_hold(app, guild, now).await;
    }
}

/// The lines on the boards of a guild, and how many have each value, are what comes out when all are worked out anew: those
/// that were worked out ahead of their day, and those of the day.
pub(crate) async fn assert_lines_hold(app: &App, guild: GuildId, now: Timestamp) {
    let ahead = if relies_on_what_was_ahead(&app.store, guild, now).await {
        Some(tallies(&app.store, guild, now).await)
    } else {
        None
    };
    app.refresh_boards(now).await.unwrap();
    let kept = tallies(&app.store, guild, now).await;
    if let Some(ahead) = ahead {
        assert_eq!(ahead, kept, "what was worked out ahead, at {now}");
    }
    // All lines of the guild are forgotten, though no day of theirs changes.
    let far = jiff::civil::date(2080, 1, 1);
    app.store.add_holiday(guild, far, "far", now).await.unwrap();
    app.store.remove_holiday(guild, far).await.unwrap();
    app.refresh_boards(now).await.unwrap();
    assert_eq!(tallies(&app.store, guild, now).await, kept, "at {now}");
}

/// Boards show lines that nobody has worked out anew since their day turned.
async fn relies_on_what_was_ahead(store: &Store, guild: GuildId, now: Timestamp) -> bool {
    let lately = now.to_zoned(TimeZone::UTC).date() - 3.days();
    let stale = store.outdated_lines(guild, Outdated::Stale, now, 1).await;
    stale.unwrap().is_empty() && !store.may_have_failed(guild, lately).await.unwrap()
}

/// The lines of each board, and how many have each value.
async fn tallies(store: &Store, guild: GuildId, now: Timestamp) -> Vec<Excerpt> {
    let mut all = Vec::new();
    for metric in Metric::ALL {
        let first = [Wanted::First(99)];
        let mut reader = store.board_reader().await.unwrap();
        let excerpt = reader.excerpt((guild, metric), &first, None, now);
        all.push(excerpt.await.unwrap());
    }
    all
}
