//! `unhunch streak rebuild`: the streaks of the database, folded anew from their logs (K-2, I-6).
//!
//! Works beside the running bot (D-39).

use clap::Args;
use secrecy::ExposeSecret as _;

use crate::app::{Difference, rebuilt};
use crate::cli::{Exit, output, report, runtime, set_up};
use crate::clock::{Clock as _, SystemClock, Zones};
use crate::config::{Config, Environment};
use crate::domain::ids::{GuildId, UserId};
use crate::domain::streak::Streak;
use crate::store::{OpenError, Store, StoreError};

/// So many members are listed at a time.
const BATCH: u32 = 500;

/// `unhunch streak rebuild`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Rebuild {
    /// Change nothing: say which streaks are not as their logs say, and end with status 1 if there are any
    #[arg(long)]
    check: bool,
}

#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("the database cannot be opened")]
    Open(#[source] OpenError),
    #[error("the database does not answer")]
    Store(#[from] StoreError),
}

impl Rebuild {
    pub(super) fn run(&self, environment: &Environment, zones: &Zones) -> Exit {
        let Some(config) = set_up(environment) else {
            return Exit::BadInput;
        };
        let done = runtime().map(|runtime| runtime.block_on(self.rebuild(&config, zones)));
        match done {
            Ok(Ok(exit)) => exit,
            Ok(Err(trouble)) => {
                report(&trouble);
                match trouble {
                    Trouble::Open(_) => Exit::BadInput,
                    Trouble::Store(_) => Exit::Failed,
                }
            }
            Err(error) => {
                report(&error);
                Exit::Failed
            }
        }
    }

    async fn rebuild(&self, config: &Config, zones: &Zones) -> Result<Exit, Trouble> {
        let url = config.database_url.expose_secret();
        let store = if self.check {
            Store::open_to_read(url).await
        } else {
            Store::open_beside(url).await
        };
        let store = store.map_err(Trouble::Open)?;
        let mut lines = Vec::new();
        let (mut last, mut n_members) = (None, 0_usize);
        loop {
            let members = store.members_after(last, BATCH).await?;
            let Some(end) = members.last() else { break };
            last = Some(*end);
            for whose in members {
                n_members += 1;
                let difference = self.member(&store, zones, whose).await?;
                lines.extend(difference.map(|it| described(whose, &it)));
            }
        }
        store.close().await;
        let n_different = lines.len();
        let members = match n_members {
            1 => "1 member".to_owned(),
            n => format!("{n} members"),
        };
        lines.push(match (n_different, self.check) {
            (0, _) => format!("{members}: every streak is as its log says"),
            (n, true) => format!(
                "{members}, streaks that are not as their logs say: {n}; without --check they are rebuilt"
            ),
            (n, false) => format!("{members}, streaks that were rebuilt: {n}"),
        });
        let exit = output::lines(&lines);
        if exit == Exit::Done && self.check && n_different > 0 {
            return Ok(Exit::Failed);
        }
        Ok(exit)
    }

    async fn member(
        &self,
        store: &Store,
        zones: &Zones,
        (guild, user): (GuildId, UserId),
    ) -> Result<Option<Difference>, StoreError> {
        let now = SystemClock.now();
        if self.check {
            let log = store.member_log(guild, user).await?;
            let rebuilt = rebuilt(zones, &log, (guild, user), now);
            return Ok(rebuilt.and_then(|(_, difference)| difference));
        }
        let rebuild = store.rebuild_streak((guild, user), now, |log| {
            match rebuilt(zones, log, (guild, user), now) {
                Some((row, Some(difference))) => {
                    let spared = difference.spared.clone();
                    (Some((row, spared)), Some(difference))
                }
                _ => (None, None),
            }
        });
        rebuild.await
    }
}

fn described((guild, user): (GuildId, UserId), difference: &Difference) -> String {
    let kept = difference
        .kept
        .as_ref()
        .map_or("nothing".to_owned(), figures);
    let rebuilt = figures(&difference.rebuilt);
    format!("server {guild}, member {user}: kept {kept}; the log says {rebuilt}")
}

fn figures(streak: &Streak) -> String {
    let Streak {
        day,
        current,
        longest,
        total,
        freezes,
        ..
    } = streak;
    format!("{day} run {current}, best {longest}, total {total}, freezes {freezes}")
}
