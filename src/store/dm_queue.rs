//! The queue of members who are to be written to directly, and how it goes (D-62, D-63). Begin reading at
//! [`Store::ask_for_direct`].

use jiff::{SignedDuration, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use super::columns::{Columns, ms, words};
use super::{Store, StoreError};
use crate::domain::dm_pace::{A_DAY, OpeningPace};
use crate::domain::ids::{ChannelId, UserId};

/// Under these keys of `meta` lies until when nothing is opened, and how often in a row Discord refused.
const HELD_UNTIL: &str = "dm_held_until";
const HOLDS: &str = "dm_holds";
/// So many failures in a row, and nothing more is tried (D-6).
const MOST_FAILURES: i64 = 3;
/// What was claimed and not finished is taken up again after this.
const CLAIM: SignedDuration = SignedDuration::from_mins(1);

/// How it stands with direct messages to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DirectStanding {
    /// The open channel.
    pub channel: Option<ChannelId>,
    /// Failures in a row.
    pub failures: u32,
    /// Nothing is sent to them any more.
    pub is_suspended: bool,
    /// A test message is on its way.
    pub is_waiting: bool,
}

/// A member who waits for their test message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectRequest {
    /// Who.
    pub user: UserId,
    /// Their language.
    pub locale: String,
    /// When they asked.
    pub asked_at: Timestamp,
    /// How often it was tried.
    pub attempt: u32,
}

/// What a member has to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectTrouble {
    /// A message did not reach them.
    Closed,
    /// Three in a row did not, and nothing more is sent.
    Stopped,
    /// Discord lets us open no channels for a while.
    Later,
}

words!(DirectTrouble { Closed = "closed", Stopped = "stopped", Later = "later" });

impl Store {
    /// The member wants to be written to directly: a test message follows. Whoever waits already keeps their place.
    pub async fn ask_for_direct(
        &self,
        user: UserId,
        locale: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO dm_member (user_id, locale, asked_at, next_try_at, attempt, failures)
             VALUES ($1, $2, $3, $3, 0, 0)
             ON CONFLICT (user_id) DO UPDATE SET
                 locale = excluded.locale,
                 attempt = CASE WHEN dm_member.next_try_at IS NULL
                     THEN 0 ELSE dm_member.attempt END,
                 asked_at = CASE WHEN dm_member.next_try_at IS NULL
                     THEN excluded.asked_at ELSE dm_member.asked_at END,
                 next_try_at = COALESCE(dm_member.next_try_at, excluded.next_try_at),
                 trouble = NULL",
        )
        .bind(user.to_db())
        .bind(locale)
        .bind(ms(at))
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// How it stands with direct messages to a member.
    pub async fn direct_standing(&self, user: UserId) -> Result<DirectStanding, StoreError> {
        let row = sqlx::query(
            "SELECT (SELECT channel_id FROM dm_channel WHERE user_id = $1) AS channel_id,
                    (SELECT failures FROM dm_member WHERE user_id = $1) AS failures,
                    (SELECT suspended_at FROM dm_member WHERE user_id = $1) AS suspended_at,
                    (SELECT next_try_at FROM dm_member WHERE user_id = $1) AS next_try_at",
        )
        .bind(user.to_db())
        .fetch_one(&self.readers)
        .await?;
        let row = Columns::of("dm_member", &row);
        Ok(DirectStanding {
            channel: row.maybe_id("channel_id")?,
            failures: row.maybe_small("failures")?.unwrap_or_default(),
            is_suspended: row.maybe_int("suspended_at")?.is_some(),
            is_waiting: row.maybe_int("next_try_at")?.is_some(),
        })
    }

    /// How many wait before this member.
    pub async fn direct_ahead(&self, user: UserId) -> Result<usize, StoreError> {
        let mut tx = self.read().await?;
        let n: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM dm_member
             WHERE next_try_at IS NOT NULL AND user_id <> $1
               AND asked_at <= (SELECT asked_at FROM dm_member WHERE user_id = $1)",
        )
        .bind(user.to_db())
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(usize::try_from(n).unwrap_or_default())
    }

    /// What the whole bot has opened in the last day, and until when it must not.
    pub async fn opening_pace(&self, now: Timestamp) -> Result<OpeningPace, StoreError> {
        let since = now.saturating_sub(A_DAY).unwrap_or(Timestamp::MIN);
        let mut tx = self.read().await?;
        let rows = sqlx::query("SELECT at_ms FROM dm_opening WHERE at_ms > $1 ORDER BY at_ms")
            .bind(ms(since))
            .fetch_all(&mut *tx)
            .await?;
        tx.commit().await?;
        let opening = |row: &AnyRow| Columns::of("dm_opening", row).instant("at_ms");
        let held = self.meta(HELD_UNTIL).await?;
        let held = held.and_then(|held| held.parse::<Timestamp>().ok());
        Ok(OpeningPace {
            openings: rows.iter().map(opening).collect::<Result<_, _>>()?,
            held_until: held,
        })
    }

    /// Whose turn it is, and when it is the turn of the next if it is nobody's.
    pub async fn next_direct(
        &self,
        now: Timestamp,
    ) -> Result<(Option<DirectRequest>, Option<Timestamp>), StoreError> {
        let mut tx = self.read().await?;
        let row = sqlx::query(
            "SELECT * FROM dm_member WHERE next_try_at <= $1
             ORDER BY asked_at, user_id LIMIT 1",
        )
        .bind(ms(now))
        .fetch_optional(&mut *tx)
        .await?;
        let next = sqlx::query("SELECT MIN(next_try_at) AS next_try_at FROM dm_member")
            .fetch_one(&mut *tx)
            .await?;
        tx.commit().await?;
        let request = row.map(|row| {
            let row = Columns::of("dm_member", &row);
            Ok::<_, StoreError>(DirectRequest {
                user: row.id("user_id")?,
                locale: row.text("locale")?,
                asked_at: row.instant("asked_at")?,
                attempt: row.small("attempt")?,
            })
        });
        let next = Columns::of("dm_member", &next).maybe_instant("next_try_at")?;
        Ok((request.transpose()?, next))
    }

    /// Notes an attempt before it is made; with `opens`, one that counts towards the pace. Should nothing more be heard
    /// of it, it is made again a little later.
    pub async fn try_direct(
        &self,
        user: UserId,
        opens: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "UPDATE dm_member SET attempt = attempt + 1, next_try_at = $2
             WHERE user_id = $1 AND next_try_at IS NOT NULL",
        )
        .bind(user.to_db())
        .bind(ms(now.saturating_add(CLAIM).unwrap_or(now)))
        .execute(&mut *tx)
        .await?;
        if opens {
            let past = now.saturating_sub(A_DAY).unwrap_or(Timestamp::MIN);
            sqlx::query("DELETE FROM dm_opening WHERE at_ms <= $1")
                .bind(ms(past))
                .execute(&mut *tx)
                .await?;
            sqlx::query("INSERT INTO dm_opening (at_ms) VALUES ($1)")
                .bind(ms(now))
                .execute(&mut *tx)
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// The attempt is made again at an instant.
    pub async fn retry_direct(&self, user: UserId, at: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "UPDATE dm_member SET next_try_at = $2 WHERE user_id = $1 AND next_try_at IS NOT NULL",
        )
        .bind(user.to_db())
        .bind(ms(at))
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// A message reached the member: nothing is wrong any more.
    pub async fn direct_reached(&self, user: UserId) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "UPDATE dm_member SET next_try_at = NULL, failures = 0, suspended_at = NULL,
                 trouble = NULL WHERE user_id = $1",
        )
        .bind(user.to_db())
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// A message did not reach the member; the third time in a row nothing more is sent (D-6). They are told.
    pub async fn direct_failed(&self, user: UserId, at: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO dm_member (user_id, locale, asked_at, attempt, failures, trouble)
             VALUES ($1, '', $2, 0, 1, 'closed')
             ON CONFLICT (user_id) DO UPDATE SET
                 next_try_at = NULL, failures = dm_member.failures + 1,
                 trouble = CASE WHEN dm_member.suspended_at IS NULL THEN 'closed'
                     ELSE dm_member.trouble END",
        )
        .bind(user.to_db())
        .bind(ms(at))
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "UPDATE dm_member SET suspended_at = $2, trouble = 'stopped'
             WHERE user_id = $1 AND failures >= $3 AND suspended_at IS NULL",
        )
        .bind(user.to_db())
        .bind(ms(at))
        .bind(MOST_FAILURES)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// Discord refuses to open channels: none is opened until then, and whoever waits is told (D-63).
    pub async fn hold_openings(&self, until: Timestamp, holds: u32) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        for (key, value) in [(HELD_UNTIL, until.to_string()), (HOLDS, holds.to_string())] {
            put(&mut tx, key, &value).await?;
        }
        sqlx::query(
            "UPDATE dm_member SET next_try_at = $1, trouble = 'later'
             WHERE next_try_at IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM dm_channel
                   WHERE dm_channel.user_id = dm_member.user_id)",
        )
        .bind(ms(until))
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// How often in a row Discord refused to open a channel.
    pub async fn opening_holds(&self) -> Result<u32, StoreError> {
        let holds = self.meta(HOLDS).await?;
        Ok(holds
            .and_then(|holds| holds.parse().ok())
            .unwrap_or_default())
    }

    /// Discord opens channels again.
    pub async fn end_holds(&self) -> Result<(), StoreError> {
        if self.opening_holds().await? > 0 {
            self.put_meta(HOLDS, "0").await?;
        }
        Ok(())
    }

    /// What the member has to be told; it counts as told from now on.
    pub async fn tell_direct_trouble(
        &self,
        user: UserId,
    ) -> Result<Option<DirectTrouble>, StoreError> {
        let mut tx = self.read().await?;
        let row =
            sqlx::query("SELECT trouble FROM dm_member WHERE user_id = $1 AND trouble IS NOT NULL")
                .bind(user.to_db())
                .fetch_optional(&mut *tx)
                .await?;
        tx.commit().await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let trouble = Columns::of("dm_member", &row).parsed("trouble")?;
        self.put_direct_trouble(user, None).await?;
        Ok(Some(trouble))
    }

    /// Something is to be told, or (`None`) nothing any more.
    pub async fn put_direct_trouble(
        &self,
        user: UserId,
        trouble: Option<DirectTrouble>,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("UPDATE dm_member SET trouble = $2 WHERE user_id = $1")
            .bind(user.to_db())
            .bind(trouble.map(DirectTrouble::as_str))
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

async fn put(tx: &mut Transaction<'static, Any>, key: &str, value: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO meta (key, value) VALUES ($1, $2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .bind(key.to_owned())
    .bind(value.to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
