//! A back-up that was restored is cleaned of those who were erased since it was made (K-62).
//!
//! What the file of erasures knows and the database does not was erased after the back-up. Begin reading at
//! [`Store::clean_restored`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use sqlx::{Any, Transaction};

use super::columns::{Columns, ms};
use super::erasures::{ErasureFile, Noted, Said};
use super::privacy::{erase_outside_guilds, put_tombstone};
use super::{EraseScope, Fingerprints, Store, StoreError, Tombstone};
use crate::domain::ids::{GuildId, UserId};

/// Everybody whose id stands anywhere.
const EVERYBODY: &str = "SELECT user_id FROM member
     UNION SELECT user_id FROM schedule WHERE user_id IS NOT NULL
     UNION SELECT created_by FROM schedule WHERE created_by IS NOT NULL
     UNION SELECT user_id FROM delivery WHERE user_id IS NOT NULL
     UNION SELECT user_id FROM dm_channel
     UNION SELECT user_id FROM dm_member
     UNION SELECT by_user FROM guild_change WHERE by_user IS NOT NULL
     UNION SELECT user_id FROM manager";

/// The guilds in which a user has left a trace.
const GUILDS_OF: &str = "SELECT guild_id FROM member WHERE user_id = $1
     UNION SELECT guild_id FROM schedule WHERE user_id = $1 OR created_by = $1
     UNION SELECT guild_id FROM delivery WHERE user_id = $1
     UNION SELECT guild_id FROM guild_change WHERE by_user = $1
     UNION SELECT guild_id FROM manager WHERE user_id = $1";

/// The first that is known of a member in a guild.
const FIRST_TRACE: &str = "SELECT MIN(at_ms) AS first FROM (
         SELECT MIN(at_ms) AS at_ms FROM member_change WHERE guild_id = $1 AND user_id = $2
         UNION ALL
         SELECT MIN(created_at) FROM schedule
         WHERE guild_id = $1 AND (user_id = $2 OR created_by = $2)
         UNION ALL
         SELECT MIN(at_ms) FROM guild_change WHERE guild_id = $1 AND by_user = $2
         UNION ALL
         SELECT since_ms FROM manager WHERE guild_id = $1 AND user_id = $2
     ) AS traces";

impl Store {
    /// Notes erasures in this file, in the place of the one beside a database that is a file.
    #[must_use]
    pub fn noting_erasures_in(mut self, path: PathBuf) -> Self {
        self.erasures = Some(Arc::new(ErasureFile::new(path)));
        self
    }

    /// Erases again who was erased after the back-up that this database was restored from, if it was: nothing may be read or
    /// sent before. Returns how many members were. It also notes in the file what only the database knows yet.
    ///
    /// Of an erasure that had begun when the program was stopped, the database knows the end. Has it the tombstone, it
    /// was committed; has it only the beginning, it was not, and nothing is erased. Has it neither, it is an older database:
    /// then nobody knows, and what its member wanted is done.
    ///
    /// # Errors
    /// When the database does not answer, or the file is there and cannot be read: then nobody knows whom to erase.
    pub async fn clean_restored(
        &self,
        fingerprints: &impl Fingerprints,
    ) -> Result<usize, StoreError> {
        let Some(mut noted) = self.noted_erasures()? else {
            return Ok(0);
        };
        let tombstones = self.tombstones().await?;
        let kept: BTreeMap<_, _> = tombstones.iter().map(by_place).collect();
        let here = self.begun_erasures().await?;
        let in_file = std::mem::take(&mut noted.begun);
        for begun in &here {
            if kept.get(&by_place(begun).0) < Some(&begun.at) {
                self.give_up_erasure(begun).await;
            }
        }
        let elsewhere = in_file.into_iter().filter(|begun| !here.contains(begun));
        let mut unknown: Vec<_> = noted.done.iter().cloned().chain(elsewhere).collect();
        unknown.retain(|one| kept.get(&by_place(one).0) < Some(&one.at));
        self.note_unwritten(&noted, &kept);
        if unknown.is_empty() {
            return Ok(0);
        }
        let erased = self.erase_again(&unknown, fingerprints).await?;
        let mut tx = self.write().await?;
        for tombstone in &unknown {
            put_tombstone(&mut tx, tombstone).await?;
        }
        tx.commit().await?;
        unknown.retain(|one| !noted.done.contains(one));
        self.note_erasures(Said::Done, &unknown);
        Ok(erased)
    }

    /// Notes in the file what only the database knows yet, as it could not be written before.
    ///
    /// # Errors
    /// When the database does not answer, or the file is there and cannot be read.
    pub async fn note_unwritten_erasures(&self) -> Result<(), StoreError> {
        if let Some(noted) = self.noted_erasures()? {
            let tombstones = self.tombstones().await?;
            self.note_unwritten(&noted, &tombstones.iter().map(by_place).collect());
        }
        Ok(())
    }

    fn noted_erasures(&self) -> Result<Option<Noted>, StoreError> {
        let Some(file) = &self.erasures else {
            return Ok(None);
        };
        let noted = file.read().map_err(|source| StoreError::Erasures {
            file: file.path().to_owned(),
            source,
        })?;
        Ok(Some(noted))
    }

    fn note_unwritten(&self, noted: &Noted, kept: &BTreeMap<(&str, &str), Timestamp>) {
        let noted: BTreeMap<_, _> = noted.done.iter().map(by_place).collect();
        let unwritten = kept
            .iter()
            .filter(|(place, at)| noted.get(*place) < Some(*at));
        let unwritten = unwritten.map(|((hash, scope), at)| Tombstone {
            hash: (*hash).to_owned(),
            scope: (*scope).to_owned(),
            at: *at,
        });
        self.note_erasures(Said::Done, &unwritten.collect::<Vec<_>>());
    }

    async fn erase_again(
        &self,
        tombstones: &[Tombstone],
        fingerprints: &impl Fingerprints,
    ) -> Result<usize, StoreError> {
        let mut by_hash: BTreeMap<&str, Vec<&Tombstone>> = BTreeMap::new();
        for tombstone in tombstones {
            by_hash.entry(&tombstone.hash).or_default().push(tombstone);
        }
        let rows = sqlx::query(EVERYBODY).fetch_all(&self.readers).await?;
        let mut erased = 0;
        for row in &rows {
            let user: UserId = Columns::of("member", row).id("user_id")?;
            let Some(tombstones) = by_hash.get(&*fingerprints.tombstone(user)) else {
                continue;
            };
            let mut tx = self.write().await?;
            self.lock_memberships(&mut tx, user).await?;
            let mut any = false;
            for (guild, at) in places(&mut tx, user, tombstones).await? {
                any = true;
                let scope = EraseScope::Guild(guild);
                self.erase_in(&mut tx, user, scope, fingerprints, at)
                    .await?;
            }
            erase_outside_guilds(&mut tx, user).await?;
            tx.commit().await?;
            erased += usize::from(any);
        }
        Ok(erased)
    }
}

fn by_place(tombstone: &Tombstone) -> ((&str, &str), Timestamp) {
    ((&tombstone.hash, &tombstone.scope), tombstone.at)
}

/// The guilds in which a user was erased and of which the database knows more than began after that, with the instant.
async fn places(
    tx: &mut Transaction<'static, Any>,
    user: UserId,
    tombstones: &[&Tombstone],
) -> Result<Vec<(GuildId, Timestamp)>, StoreError> {
    let rows = sqlx::query(GUILDS_OF)
        .bind(user.to_db())
        .fetch_all(&mut **tx)
        .await?;
    let guilds = rows
        .iter()
        .map(|row| Columns::of("member", row).id("guild_id"));
    let guilds = guilds.collect::<Result<BTreeSet<GuildId>, _>>()?;
    let mut places = Vec::new();
    for guild in guilds {
        let holds = |tombstone: &&&Tombstone| {
            let scope = EraseScope::parse(&tombstone.scope);
            scope.is_some_and(|scope| scope.guild().is_none_or(|erased_in| erased_in == guild))
        };
        let Some(at) = tombstones.iter().filter(holds).map(|it| it.at).max() else {
            continue;
        };
        let row = sqlx::query(FIRST_TRACE)
            .bind(guild.to_db())
            .bind(user.to_db())
            .fetch_one(&mut **tx)
            .await?;
        let first = Columns::of("member_change", &row).maybe_int("first")?;
        // Who came back after they were erased has begun anew.
        if first.is_none_or(|first| first <= ms(at)) {
            places.push((guild, at));
        }
    }
    Ok(places)
}
