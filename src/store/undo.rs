//! A check-in is taken back, within a minute (K-25).
//!
//! For that minute what it changed is kept beside the log. Taken back, it leaves the log, so that a replay knows nothing of
//! it; its number stays for the rest of the minute, lest the same interaction come again. Begin reading at
//! [`Store::undo_press`].

use jiff::{SignedDuration, Timestamp};
use sqlx::{Any, AssertSqlSafe, Transaction};

use super::columns::{Columns, ms};
use super::history::fetch_history;
use super::many::{parts, places};
use super::{
    Fingerprints, MemberHistory, NewPress, Press, Store, StoreError, StreakRow, member, planning,
    progress, streak, together,
};
use crate::domain::ids::{GuildId, InteractionId, UserId};
use crate::domain::streak::BeforeCredit;

/// So long can a check-in be taken back.
pub const UNDO_WITHIN: SignedDuration = SignedDuration::from_mins(1);

/// What became of the wish to take a check-in back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoOutcome {
    /// It has never been.
    Undone,
    /// It was taken back already.
    Again,
    /// It stays: its minute is over, it is somebody else's, or something has changed since.
    Stays,
}

impl Store {
    /// Takes a member's check-in back, if it is no older than a minute at `at` and nothing of theirs has changed since.
    /// `judge` gets everything that is known, and what the credit changed; from it comes the streak as it was, or `None`
    /// if it cannot be. The reminder that it answered has no answer any more, what it kept from coming comes or is planned anew, and
    /// a card that a channel does together does not count it.
    pub async fn undo_press<J>(
        &self,
        (guild, user): (GuildId, UserId),
        interaction: InteractionId,
        at: Timestamp,
        fingerprints: &impl Fingerprints,
        judge: J,
    ) -> Result<UndoOutcome, StoreError>
    where
        J: FnOnce(&MemberHistory, &Press, BeforeCredit) -> Option<StreakRow> + Send,
    {
        let mut tx = self.write().await?;
        let name = member::lock_name(guild, user);
        self.dialect.lock(&mut tx, &name).await?;
        let found = fetch(&mut tx, interaction).await?;
        let theirs = |kept: &Kept| {
            let age = at.duration_since(kept.at);
            (kept.guild, kept.user) == (guild, user) && age <= UNDO_WITHIN && !age.is_negative()
        };
        let Some(kept) = found.filter(theirs) else {
            return Ok(UndoOutcome::Stays);
        };
        if kept.is_undone {
            return Ok(UndoOutcome::Again);
        }
        let Some(press) = progress::fetch_press(&mut tx, interaction).await? else {
            return Ok(UndoOutcome::Stays);
        };
        let history = fetch_history(&mut tx, guild, user).await?;
        let rev = history.member.as_ref().map_or(0, |member| member.rev);
        if rev != press.settings_rev {
            return Ok(UndoOutcome::Stays);
        }
        let Some(row) = judge(&history, &press, kept.before) else {
            return Ok(UndoOutcome::Stays);
        };
        take_out(&mut tx, &press, user).await?;
        bring_back(&mut tx, &kept, at).await?;
        forget_planned(&mut tx, &kept, at).await?;
        if let Some(card) = kept.counted_on {
            together::leave(&mut tx, card, fingerprints.in_together(card, user), at).await?;
        }
        streak::save(&mut tx, &row, history.member.as_ref()).await?;
        tx.commit().await?;
        Ok(UndoOutcome::Undone)
    }

    /// A press that can be taken back was counted on a card that a channel does together.
    pub async fn note_counted(
        &self,
        interaction: InteractionId,
        card: InteractionId,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("UPDATE press_undo SET together_id = $2 WHERE interaction_id = $1")
            .bind(interaction.to_db())
            .bind(card.to_db())
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Forgets what cannot be taken back any more; returns when the oldest of what still can was pressed.
    pub async fn forget_undo(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let oldest = self.oldest_undo().await?;
        let is_over = |at: &Timestamp| now.duration_since(*at) > UNDO_WITHIN;
        if !oldest.as_ref().is_some_and(is_over) {
            return Ok(oldest);
        }
        let mut tx = self.write().await?;
        forget(&mut tx, now).await?;
        tx.commit().await?;
        self.oldest_undo().await
    }

    async fn oldest_undo(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query("SELECT MIN(at_ms) AS at_ms FROM press_undo")
            .fetch_one(&self.readers)
            .await?;
        Columns::of("press_undo", &row).maybe_instant("at_ms")
    }
}

/// What is kept of a credit.
struct Kept {
    guild: GuildId,
    user: UserId,
    at: Timestamp,
    before: BeforeCredit,
    is_undone: bool,
    /// The card that a channel does together on which it was counted.
    counted_on: Option<InteractionId>,
}

/// What waited for its member when they pressed, and was left out since then because they had done it, waits again: what they
/// had put off, and reminders that stop when it is done. It gets a new number, as whoever sends has seen its old one. This is
/// the one way out of a final state, and nothing of it was ever on its way.
async fn bring_back(
    tx: &mut Transaction<'static, Any>,
    kept: &Kept,
    at: Timestamp,
) -> Result<(), StoreError> {
    let rows = sqlx::query(
        "SELECT token FROM delivery
         WHERE guild_id = $1 AND user_id = $2 AND state = 'skipped' AND reason = 'done'
           AND settled_at >= $3 AND settled_at <= $4 AND expires_at > $4
           AND attempt = 0 AND item_id IS NOT NULL ORDER BY added",
    )
    .bind(kept.guild.to_db())
    .bind(kept.user.to_db())
    .bind(ms(kept.at))
    .bind(ms(at))
    .fetch_all(&mut **tx)
    .await?;
    let mut number = planning::take_numbers(tx, rows.len()).await?;
    for row in &rows {
        number += 1;
        sqlx::query(
            "UPDATE delivery SET state = 'pending', reason = NULL, settled_at = NULL, added = $2
             WHERE token = $1",
        )
        .bind(Columns::of("delivery", row).text("token")?)
        .bind(number)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// What came due for its member since they pressed, and was planned to be left out because they had done it, is as if it had not
/// been planned: its schedule is planned anew from there on, and its card drawn then. What else was due since then has its rows, and stays.
async fn forget_planned(
    tx: &mut Transaction<'static, Any>,
    kept: &Kept,
    at: Timestamp,
) -> Result<(), StoreError> {
    let rows = sqlx::query(
        "DELETE FROM delivery
         WHERE guild_id = $1 AND user_id = $2 AND state = 'skipped' AND reason = 'done'
           AND settled_at >= $3 AND settled_at <= $4 AND k = 0 AND item_id IS NULL
         RETURNING schedule_id, due_at",
    )
    .bind(kept.guild.to_db())
    .bind(kept.user.to_db())
    .bind(ms(kept.at))
    .bind(ms(at))
    .fetch_all(&mut **tx)
    .await?;
    for row in &rows {
        let row = Columns::of("delivery", row);
        let due = row.instant("due_at")?;
        sqlx::query(
            "UPDATE schedule SET
                 watermark_ms = CASE WHEN watermark_ms < $2 THEN watermark_ms ELSE $2 - 1 END,
                 next_due_ms = CASE WHEN next_due_ms < $2 THEN next_due_ms ELSE $2 END
             WHERE id = $1 AND deleted_at IS NULL",
        )
        .bind(row.int("schedule_id")?)
        .bind(ms(due))
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// The press leaves the log, and its reminder has no answer but that it was put off, if it was.
async fn take_out(
    tx: &mut Transaction<'static, Any>,
    press: &Press,
    user: UserId,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM press WHERE interaction_id = $1")
        .bind(press.interaction.to_db())
        .execute(&mut **tx)
        .await?;
    sqlx::query("UPDATE press_undo SET undone = 1 WHERE interaction_id = $1")
        .bind(press.interaction.to_db())
        .execute(&mut **tx)
        .await?;
    if let Some(token) = &press.prompt_key {
        sqlx::query(
            "UPDATE delivery SET
                 answer = CASE WHEN EXISTS (
                     SELECT 1 FROM delivery AS later
                     WHERE later.schedule_id = delivery.schedule_id
                       AND later.local_date = delivery.local_date
                       AND later.wall_time = delivery.wall_time
                       AND later.user_id = delivery.user_id AND later.k > delivery.k
                 ) THEN 'snoozed' END,
                 answered_at = CASE WHEN EXISTS (
                     SELECT 1 FROM delivery AS later
                     WHERE later.schedule_id = delivery.schedule_id
                       AND later.local_date = delivery.local_date
                       AND later.wall_time = delivery.wall_time
                       AND later.user_id = delivery.user_id AND later.k > delivery.k
                 ) THEN answered_at END
             WHERE token = $1 AND user_id = $2 AND answer = 'done'",
        )
        .bind(token.clone())
        .bind(user.to_db())
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Keeps what credits change, for a minute; what is older goes.
pub(super) async fn keep(
    tx: &mut Transaction<'static, Any>,
    credits: &[(&NewPress, BeforeCredit)],
) -> Result<(), StoreError> {
    let Some(earliest) = credits.iter().map(|(press, _)| press.at).min() else {
        return Ok(());
    };
    forget(tx, earliest).await?;
    for part in parts(credits) {
        // Only numbers of parameters are put into the text.
        let sql = format!(
            "INSERT INTO press_undo (
                 interaction_id, guild_id, user_id, at_ms, longest, freezes, current_since, undone
             ) VALUES {}",
            places(tx, part.len(), 8)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (press, before) in part {
            query = query
                .bind(press.interaction.to_db())
                .bind(press.guild.to_db())
                .bind(press.user.to_db())
                .bind(ms(press.at))
                .bind(i64::from(before.longest))
                .bind(i64::from(before.freezes))
                .bind(before.current_since.map(ms))
                .bind(0_i64);
        }
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

async fn forget(tx: &mut Transaction<'static, Any>, now: Timestamp) -> Result<(), StoreError> {
    let since = now.saturating_sub(UNDO_WITHIN).unwrap_or(now);
    sqlx::query("DELETE FROM press_undo WHERE at_ms < $1")
        .bind(ms(since))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn fetch(
    tx: &mut Transaction<'static, Any>,
    interaction: InteractionId,
) -> Result<Option<Kept>, StoreError> {
    let row = sqlx::query("SELECT * FROM press_undo WHERE interaction_id = $1")
        .bind(interaction.to_db())
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let row = Columns::of("press_undo", &row);
    Ok(Some(Kept {
        guild: row.id("guild_id")?,
        user: row.id("user_id")?,
        at: row.instant("at_ms")?,
        before: before_credit(row)?,
        is_undone: row.flag("undone")?,
        counted_on: row.maybe_id("together_id")?,
    }))
}

/// What a credit changes beside the day, in whatever table it stands.
pub(super) fn before_credit(row: Columns<'_>) -> Result<BeforeCredit, StoreError> {
    Ok(BeforeCredit {
        longest: row.small("longest")?,
        freezes: row.small("freezes")?,
        current_since: row.maybe_instant("current_since")?,
    })
}
