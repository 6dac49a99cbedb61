//! Schedules of prompts that wait for somebody to confirm them (S-5).
//!
//! A proposal becomes a schedule once, however often and by how many its button is pressed.

use std::num::NonZeroU64;

use jiff::{SignedDuration, Timestamp};
use sqlx::{Any, Transaction};

use super::columns::{Columns, ms};
use super::{
    GuildSetting, GuildUpdate, NewDelivery, NewSchedule, Schedule, ScheduleId, ScheduleSettings,
    Store, StoreError, guild, guild_update, planning, schedule, schedule_changes,
};
use crate::domain::ids::{ChannelId, GuildId, InteractionId};

/// An older one is forgotten when the guild makes the next.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A schedule, new or changed, that was said back and is not confirmed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The interaction that asked for it.
    pub id: InteractionId,
    /// The guild.
    pub guild: GuildId,
    /// Where it is to post.
    pub channel: ChannelId,
    /// The zone that is meant.
    pub timezone: String,
    /// When, in its canonical text.
    pub recurrence: String,
    /// The topic of what is posted.
    pub topic: Option<String>,
    /// The one role that it may ping.
    pub role: Option<NonZeroU64>,
    /// The prompt invites the team to do it together.
    pub together: bool,
    /// The schedule that is to be changed into this; `None` for a new one.
    pub edits: Option<ScheduleId>,
    /// The language of what is posted, if it was chosen with it.
    pub language: Option<String>,
    /// When it was asked for.
    pub at: Timestamp,
}

/// A prompt that comes with its schedule, beside the schedule's own times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstPrompt {
    /// The row of the outbox.
    pub delivery: NewDelivery,
    /// Where the rotation stands after it.
    pub rotation: String,
}

/// What became of a confirmation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfirmOutcome {
    /// The schedule stands, by this confirmation or an earlier one.
    Confirmed(Box<Schedule>),
    /// The guild has as many schedules as it may; nothing is done.
    TooMany,
    /// There is no such proposal, or its schedule was removed again; nothing is done.
    Gone,
}

impl Store {
    /// Keeps a proposal; one that is there already stays as it is.
    pub async fn put_proposal(&self, proposal: &Proposal) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM schedule_proposal WHERE guild_id = $1 AND at_ms < $2")
            .bind(proposal.guild.to_db())
            .bind(ms(proposal
                .at
                .saturating_sub(KEPT)
                .unwrap_or(Timestamp::MIN)))
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "INSERT INTO schedule_proposal
                 (id, guild_id, channel_id, timezone, recurrence, at_ms, topic, role_id, together,
                  edits_id, language)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING",
        )
        .bind(proposal.id.to_db())
        .bind(proposal.guild.to_db())
        .bind(proposal.channel.to_db())
        .bind(&proposal.timezone)
        .bind(&proposal.recurrence)
        .bind(ms(proposal.at))
        .bind(proposal.topic.clone())
        .bind(proposal.role.map(|role| role.get().cast_signed()))
        .bind(i64::from(proposal.together))
        .bind(proposal.edits.map(ScheduleId::get))
        .bind(proposal.language.clone())
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// The proposal of that number, if the guild has it.
    pub async fn proposal(
        &self,
        id: InteractionId,
        guild: GuildId,
    ) -> Result<Option<Proposal>, StoreError> {
        let mut tx = self.read().await?;
        let row = sqlx::query("SELECT * FROM schedule_proposal WHERE id = $1 AND guild_id = $2")
            .bind(id.to_db())
            .bind(guild.to_db())
            .fetch_optional(&mut *tx)
            .await?;
        tx.commit().await?;
        row.map(|row| {
            let row = Columns::of("schedule_proposal", &row);
            Ok(Proposal {
                id: row.id("id")?,
                guild: row.id("guild_id")?,
                channel: row.id("channel_id")?,
                timezone: row.text("timezone")?,
                recurrence: row.text("recurrence")?,
                topic: row.maybe_text("topic")?,
                role: row
                    .maybe_int("role_id")?
                    .and_then(|role| NonZeroU64::new(role.cast_unsigned())),
                together: row.flag("together")?,
                edits: row
                    .maybe_int("edits_id")?
                    .map(|_| ScheduleId::read(row, "edits_id"))
                    .transpose()?,
                language: row.maybe_text("language")?,
                at: row.instant("at_ms")?,
            })
        })
        .transpose()
    }

    /// Makes the schedule `new` of a proposal, unless the guild has `most` already. A guild without a
    /// zone gets that of the schedule in the same transaction (T-5).
    pub async fn confirm_proposal(
        &self,
        id: InteractionId,
        new: &NewSchedule,
        most: usize,
    ) -> Result<ConfirmOutcome, StoreError> {
        let nothing = GuildUpdate::default();
        self.confirm_with(id, new, most, &nothing, |_| None).await
    }

    /// The same, and in the same transaction the guild changes and a first prompt is planned (D-1).
    pub async fn confirm_with<F>(
        &self,
        id: InteractionId,
        new: &NewSchedule,
        most: usize,
        update: &GuildUpdate,
        first: F,
    ) -> Result<ConfirmOutcome, StoreError>
    where
        F: FnOnce(&Schedule) -> Option<FirstPrompt> + Send,
    {
        let mut tx = self.write().await?;
        self.dialect
            .lock(&mut tx, &guild::lock_name(new.guild))
            .await?;
        let row = sqlx::query(
            "SELECT proposal.schedule_id, (SELECT COUNT(*) FROM schedule
                 WHERE guild_id = $2 AND kind = 'team' AND purpose = 'prompt' AND deleted_at IS NULL) AS n
             FROM schedule_proposal AS proposal WHERE proposal.id = $1 AND proposal.guild_id = $2",
        )
        .bind(id.to_db())
        .bind(new.guild.to_db())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else {
            return Ok(ConfirmOutcome::Gone);
        };
        let row = Columns::of("schedule_proposal", &row);
        if row.maybe_int("schedule_id")?.is_some() {
            return fetch_made(&mut tx, ScheduleId::read(row, "schedule_id")?).await;
        }
        if usize::try_from(row.int("n")?).unwrap_or(usize::MAX) >= most {
            return Ok(ConfirmOutcome::TooMany);
        }
        guild::ensure(&mut tx, new.guild).await?;
        guild_update::apply(&mut tx, new.guild, update, new.created_by, new.at).await?;
        set_first_timezone(&mut tx, new).await?;
        let schedule = schedule_changes::insert(&mut tx, new).await?;
        if let Some(first) = first(&schedule) {
            plan_first(&mut tx, &schedule, &first).await?;
        }
        sqlx::query("UPDATE schedule_proposal SET schedule_id = $2 WHERE id = $1")
            .bind(id.to_db())
            .bind(schedule.id.get())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(ConfirmOutcome::Confirmed(Box::new(schedule)))
    }

    /// Changes a schedule as its proposal says, once however often it is confirmed; `settings` are all that it has
    /// afterwards (S-56).
    pub async fn confirm_change(
        &self,
        proposal: &Proposal,
        settings: &ScheduleSettings,
        at: Timestamp,
        next_due: Option<Timestamp>,
    ) -> Result<ConfirmOutcome, StoreError> {
        let mut tx = self.write().await?;
        let name = guild::lock_name(proposal.guild);
        self.dialect.lock(&mut tx, &name).await?;
        let row = sqlx::query(
            "SELECT schedule_id, edits_id FROM schedule_proposal WHERE id = $1 AND guild_id = $2",
        )
        .bind(proposal.id.to_db())
        .bind(proposal.guild.to_db())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else {
            return Ok(ConfirmOutcome::Gone);
        };
        let row = Columns::of("schedule_proposal", &row);
        let id = ScheduleId::read(row, "edits_id")?;
        if row.maybe_int("schedule_id")?.is_some() {
            return fetch_made(&mut tx, id).await;
        }
        let changed = schedule_changes::change(&mut tx, id, proposal.guild, settings, at, next_due);
        let Some(schedule) = changed.await? else {
            return Ok(ConfirmOutcome::Gone);
        };
        sqlx::query("UPDATE schedule_proposal SET schedule_id = edits_id WHERE id = $1")
            .bind(proposal.id.to_db())
            .execute(&mut *tx)
            .await?;
        forget_changes(&mut tx, id).await?;
        tx.commit().await?;
        Ok(ConfirmOutcome::Confirmed(Box::new(schedule)))
    }

    /// Forgets a proposal that was not confirmed; `false` if there is none, or a schedule of it.
    pub async fn remove_proposal(
        &self,
        id: InteractionId,
        guild: GuildId,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let removed = sqlx::query(
            "DELETE FROM schedule_proposal
             WHERE id = $1 AND guild_id = $2 AND schedule_id IS NULL",
        )
        .bind(id.to_db())
        .bind(guild.to_db())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(removed.rows_affected() > 0)
    }
}

/// Forgets the changes of a schedule that were proposed and not confirmed: each says all that it would have, so that it would
/// take back in silence what was changed meanwhile.
pub(super) async fn forget_changes(
    tx: &mut Transaction<'static, Any>,
    schedule: ScheduleId,
) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM schedule_proposal
         WHERE guild_id = (SELECT guild_id FROM schedule WHERE id = $1)
           AND edits_id = $1 AND schedule_id IS NULL",
    )
    .bind(schedule.get())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The schedule that a proposal became, unless it was removed since.
async fn fetch_made(
    tx: &mut Transaction<'static, Any>,
    id: ScheduleId,
) -> Result<ConfirmOutcome, StoreError> {
    let row = sqlx::query("SELECT * FROM schedule WHERE id = $1 AND deleted_at IS NULL")
        .bind(id.get())
        .fetch_optional(&mut **tx)
        .await?;
    match row {
        Some(row) => Ok(ConfirmOutcome::Confirmed(Box::new(schedule::decode(&row)?))),
        None => Ok(ConfirmOutcome::Gone),
    }
}

async fn plan_first(
    tx: &mut Transaction<'static, Any>,
    schedule: &Schedule,
    first: &FirstPrompt,
) -> Result<(), StoreError> {
    let owner = planning::Owner {
        guild: schedule.guild,
        kind: schedule.kind,
    };
    let at = schedule.created_at;
    let number = planning::take_numbers(tx, 1).await? + 1;
    let place = (schedule.id, owner, number);
    planning::insert(tx, place, &first.delivery, at).await?;
    sqlx::query("UPDATE schedule SET rotation = $2 WHERE id = $1")
        .bind(schedule.id.get())
        .bind(first.rotation.clone())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Gives a guild that has no zone that of its first schedule. The caller holds the guild's lock.
async fn set_first_timezone(
    tx: &mut Transaction<'static, Any>,
    new: &NewSchedule,
) -> Result<(), StoreError> {
    guild::ensure(tx, new.guild).await?;
    if guild::fetch(&mut **tx, new.guild).await?.timezone.is_some() {
        return Ok(());
    }
    let setting = GuildSetting::Timezone(Some(new.settings.timezone.clone()));
    guild::update(tx, new.guild, &setting).await?;
    let by = Some(new.created_by);
    guild::log(tx, new.guild, by, new.at, setting.name(), setting.value()).await
}
