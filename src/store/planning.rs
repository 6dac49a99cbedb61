//! Planning: rows of the outbox and the watermark, in one transaction (D-1).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use super::columns::{Columns, date, ms, time};
use super::{DeliveryState, ScheduleId, ScheduleKind, Store, StoreError};
use crate::domain::ids::{ChannelId, GuildId, UserId};

/// What planning decided for one slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Planned {
    /// It will be sent.
    Pending,
    /// It is too late for it (S-41).
    Missed {
        /// Why, in a word.
        reason: String,
    },
    /// It is left out on purpose (S-45).
    Skipped {
        /// Why, in a word.
        reason: String,
    },
    /// Another slot has its instant (S-34).
    Merged,
}

/// A row to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDelivery {
    /// Nominal local date.
    pub date: Date,
    /// Nominal wall time.
    pub time: Time,
    /// 0 for the slot itself, 1 to 3 for its snoozes, more for what somebody asked for beside.
    pub k: u16,
    /// The channel to send to, or to fall back to.
    pub channel: Option<ChannelId>,
    /// The member to send or speak to.
    pub user: Option<UserId>,
    /// When it is due.
    pub due_at: Timestamp,
    /// Due, and jitter.
    pub dispatch_at: Timestamp,
    /// Due, and grace.
    pub expires_at: Timestamp,
    /// What is to become of it.
    pub planned: Planned,
    /// For Discord, at most 25 characters (D-3).
    pub nonce: String,
    /// For buttons (D-3).
    pub token: String,
    /// The content chosen; `None` where nothing will be sent.
    pub item: Option<String>,
}

/// Everything that one pass decided for one schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The schedule.
    pub schedule: ScheduleId,
    /// The watermark that the pass began from.
    pub seen_watermark: Timestamp,
    /// Where the rotation stood then: a prompt wanted at once may have drawn meanwhile.
    pub seen_rotation: String,
    /// The watermark now; everything due until then is in `deliveries`, or only counted (S-44).
    pub watermark: Timestamp,
    /// The first due instant after it.
    pub next_due: Option<Timestamp>,
    /// The decided slots.
    pub deliveries: Vec<NewDelivery>,
    /// Where the rotation stands after it.
    pub rotation: String,
    /// The member was asked whether they still want to be reminded, by a delivery that is due then (D-64).
    pub asked: Option<Timestamp>,
    /// So many messages unasked at most reach a member on one local date (D-64); what is over that is skipped.
    pub most_a_day: u32,
}

/// Why a member gets no more today.
pub const ENOUGH: &str = "enough for today";

/// What became of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanOutcome {
    /// It is written. Slots that were there before stayed as they were.
    Planned,
    /// The schedule was planned, changed or removed meanwhile; nothing is written.
    Superseded,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AddOutcome {
    /// It is written.
    Added,
    /// There is a row with that key; it stayed as it was.
    Exists,
}

impl Store {
    /// Writes a plan: its rows, the watermark and where the rotation stands. Only if the watermark
    /// is still the one that the plan began from.
    pub async fn plan(&self, plan: &Plan) -> Result<PlanOutcome, StoreError> {
        let outcomes = self.plan_all(std::slice::from_ref(plan)).await?;
        let outcome = outcomes.into_iter().next();
        Ok(outcome.unwrap_or(PlanOutcome::Superseded))
    }

    /// Writes plans as [`Store::plan`] does, all in one transaction; the outcomes in their order.
    pub async fn plan_all(&self, plans: &[Plan]) -> Result<Vec<PlanOutcome>, StoreError> {
        let mut tx = self.write().await?;
        // Before any row is changed, as whoever puts a reminder off does too; in one order for all.
        let users = plans.iter().flat_map(|plan| &plan.deliveries);
        let users: BTreeSet<_> = users.filter_map(|delivery| delivery.user).collect();
        for user in users {
            self.dialect.lock(&mut tx, &member_lock(user)).await?;
        }
        let mut owners = Vec::with_capacity(plans.len());
        for plan in plans {
            owners.push(move_watermark(&mut tx, plan).await?);
        }
        let planned = || plans.iter().zip(&owners);
        let planned = || planned().filter_map(|(plan, owner)| Some((plan, (*owner)?)));
        let n_rows = planned().map(|(plan, _)| plan.deliveries.len()).sum();
        let mut number = take_numbers(&mut tx, n_rows).await?;
        for (plan, owner) in planned() {
            for delivery in &plan.deliveries {
                number += 1;
                let place = (plan.schedule, owner, number);
                let delivery = not_too_many(&mut tx, delivery, plan.most_a_day).await?;
                insert(&mut tx, place, &delivery, plan.watermark).await?;
            }
        }
        tx.commit().await?;
        let outcome = |owner: &Option<Owner>| match owner {
            Some(_) => PlanOutcome::Planned,
            None => PlanOutcome::Superseded,
        };
        Ok(owners.iter().map(outcome).collect())
    }

    /// The last local date on which something of a schedule was to be sent, whatever became of it.
    pub async fn last_given(&self, schedule: ScheduleId) -> Result<Option<Date>, StoreError> {
        let row = sqlx::query(
            "SELECT MAX(local_date) AS day FROM delivery
             WHERE schedule_id = $1 AND state NOT IN ('skipped', 'merged')",
        )
        .bind(schedule.get())
        .fetch_one(&self.readers)
        .await?;
        Columns::of("delivery", &row).maybe_date("day")
    }

    /// How many messages unasked a member gets, or has got, on each local date since `day`, in whatever guild (D-64).
    pub async fn unasked_since(
        &self,
        user: UserId,
        day: Date,
    ) -> Result<BTreeMap<Date, u32>, StoreError> {
        let rows = sqlx::query(
            "SELECT local_date, COUNT(*) AS n FROM delivery WHERE user_id = $1 AND local_date >= $2
             AND state IN ('pending', 'sending', 'sent', 'unknown') GROUP BY local_date",
        )
        .bind(user.to_db())
        .bind(date(day))
        .fetch_all(&self.readers)
        .await?;
        let counted = |row: &AnyRow| {
            let row = Columns::of("delivery", row);
            Ok((row.date("local_date")?, row.small("n")?))
        };
        rows.iter().map(counted).collect()
    }

    /// Puts a schedule's next due instant right, for new zone data (T-4). Only if its watermark is
    /// still `seen_watermark`.
    pub async fn replan(
        &self,
        schedule: ScheduleId,
        seen_watermark: Timestamp,
        next_due: Option<Timestamp>,
    ) -> Result<PlanOutcome, StoreError> {
        let mut tx = self.write().await?;
        let done = sqlx::query(
            "UPDATE schedule SET next_due_ms = $3
             WHERE id = $1 AND watermark_ms = $2 AND deleted_at IS NULL",
        )
        .bind(schedule.get())
        .bind(ms(seen_watermark))
        .bind(next_due.map(ms))
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(match done.rows_affected() {
            0 => PlanOutcome::Superseded,
            _ => PlanOutcome::Planned,
        })
    }
}

/// What adding to a schedule and removing it wait on.
pub(super) fn lock_name(schedule: ScheduleId) -> String {
    format!("schedule:{schedule}")
}

/// What counting the messages to a member waits on.
pub(super) fn member_lock(user: UserId) -> String {
    format!("messages:{user}")
}

/// How many messages reach a member on a local date, or have, in whatever guild (D-64).
pub(super) async fn n_unasked(
    tx: &mut Transaction<'static, Any>,
    user: UserId,
    day: Date,
) -> Result<u32, StoreError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS n FROM delivery WHERE user_id = $1 AND local_date = $2
         AND state IN ('pending', 'sending', 'sent', 'unknown')",
    )
    .bind(user.to_db())
    .bind(date(day))
    .fetch_one(&mut **tx)
    .await?;
    Columns::of("delivery", &row).small("n")
}

/// A delivery as it is planned; one too many for its member is left out.
async fn not_too_many(
    tx: &mut Transaction<'static, Any>,
    delivery: &NewDelivery,
    most_a_day: u32,
) -> Result<NewDelivery, StoreError> {
    let mut delivery = delivery.clone();
    if let (Some(user), Planned::Pending) = (delivery.user, &delivery.planned)
        && n_unasked(tx, user, delivery.date).await? >= most_a_day
    {
        let reason = ENOUGH.to_owned();
        delivery.planned = Planned::Skipped { reason };
    }
    Ok(delivery)
}

/// What a delivery takes from its schedule.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owner {
    pub(super) guild: GuildId,
    pub(super) kind: ScheduleKind,
}

impl Owner {
    pub(super) fn decode(row: &AnyRow) -> Result<Self, StoreError> {
        let row = Columns::of("schedule", row);
        Ok(Self {
            guild: row.id("guild_id")?,
            kind: row.parsed("kind")?,
        })
    }
}

/// Moves the watermark of a plan's schedule; `None`, and nothing is done, where it is another by now.
async fn move_watermark(
    tx: &mut Transaction<'static, Any>,
    plan: &Plan,
) -> Result<Option<Owner>, StoreError> {
    let row = sqlx::query(
        "UPDATE schedule SET watermark_ms = $3, next_due_ms = $4, rotation = $5,
             asked_at = COALESCE($7, asked_at)
         WHERE id = $1 AND watermark_ms = $2 AND rotation = $6 AND deleted_at IS NULL
         RETURNING guild_id, kind",
    )
    .bind(plan.schedule.get())
    .bind(ms(plan.seen_watermark))
    .bind(ms(plan.watermark))
    .bind(plan.next_due.map(ms))
    .bind(plan.rotation.clone())
    .bind(plan.seen_rotation.clone())
    .bind(plan.asked.map(ms))
    .fetch_optional(&mut **tx)
    .await?;
    row.as_ref().map(Owner::decode).transpose()
}

/// Takes so many numbers for new rows; returns the one before the first. Whoever else wants some waits until `tx` ends,
/// so that rows are seen in the order of their numbers.
pub(super) async fn take_numbers(
    tx: &mut Transaction<'static, Any>,
    n: usize,
) -> Result<i64, StoreError> {
    if n == 0 {
        return Ok(0);
    }
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    let row = sqlx::query(
        "UPDATE counter SET value = value + $1 WHERE name = 'delivery' RETURNING value",
    )
    .bind(n)
    .fetch_one(&mut **tx)
    .await?;
    Ok(Columns::of("counter", &row).int("value")? - n)
}

pub(super) async fn insert(
    tx: &mut Transaction<'static, Any>,
    (schedule, owner, number): (ScheduleId, Owner, i64),
    new: &NewDelivery,
    now: Timestamp,
) -> Result<AddOutcome, StoreError> {
    let (state, reason) = match &new.planned {
        Planned::Pending => (DeliveryState::Pending, None),
        Planned::Missed { reason } => (DeliveryState::Missed, Some(reason.clone())),
        Planned::Skipped { reason } => (DeliveryState::Skipped, Some(reason.clone())),
        Planned::Merged => (DeliveryState::Merged, None),
    };
    let done = sqlx::query(
        "INSERT INTO delivery (
             schedule_id, local_date, wall_time, k, guild_id, kind, channel_id, user_id, due_at,
             dispatch_at, expires_at, state, attempt, fence, nonce, token, item_id, reason,
             settled_at, added
         ) VALUES (
             $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0, $13, $14, $15, $16, $17, $18
         ) ON CONFLICT (schedule_id, local_date, wall_time, k) DO NOTHING",
    )
    .bind(schedule.get())
    .bind(date(new.date))
    .bind(time(new.time))
    .bind(i64::from(new.k))
    .bind(owner.guild.to_db())
    .bind(owner.kind.as_str())
    .bind(new.channel.map(ChannelId::to_db))
    .bind(new.user.map(UserId::to_db))
    .bind(ms(new.due_at))
    .bind(ms(new.dispatch_at))
    .bind(ms(new.expires_at))
    .bind(state.as_str())
    .bind(new.nonce.clone())
    .bind(new.token.clone())
    .bind(new.item.clone())
    .bind(reason)
    .bind((state != DeliveryState::Pending).then(|| ms(now)))
    .bind(number)
    .execute(&mut **tx)
    .await?;
    Ok(match done.rows_affected() {
        0 => AddOutcome::Exists,
        _ => AddOutcome::Added,
    })
}
