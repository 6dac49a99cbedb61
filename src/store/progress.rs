//! Presses of `I did it`: judged with everything known at that instant, and written with what they
//! did to the streak, in one transaction (K-4).

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use super::columns::{Columns, date, ms};
use super::{
    Failures, Guild, GuildChange, Holiday, Member, MemberChange, MemberEvent, Store, StoreError,
    StreakRow, guild, holiday, member, member_log, outage, streak, undo,
};
use crate::domain::ids::{ChannelId, GuildId, InteractionId, MessageId, UserId};
use crate::domain::streak::{BeforeCredit, Outcome};

/// The span in which presses are counted (K-65).
const MINUTE_MS: i64 = 60_000;

/// A press to be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPress {
    /// The interaction; Discord may bring it twice.
    pub interaction: InteractionId,
    /// The guild.
    pub guild: GuildId,
    /// Who pressed.
    pub user: UserId,
    /// When, by the interaction's snowflake (D-33).
    pub at: Timestamp,
    /// The token of the prompt that it answers.
    pub prompt_key: Option<String>,
    /// Where the button was.
    pub channel: Option<ChannelId>,
    /// The message that it was on.
    pub message: Option<MessageId>,
}

/// A press as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// The interaction.
    pub interaction: InteractionId,
    /// When.
    pub at: Timestamp,
    /// The member's day, as it was judged.
    pub day: Date,
    /// How it was judged.
    pub outcome: Outcome,
    /// The token of the prompt that it answers.
    pub prompt_key: Option<String>,
    /// Where the button was.
    pub channel: Option<ChannelId>,
    /// The message that it was on.
    pub message: Option<MessageId>,
    /// The newest line of the member's log when it was judged.
    pub settings_rev: i64,
    /// The newest line of the guild's log then; `None` for a press of a time when it was not noted.
    pub guild_seq: Option<i64>,
}

/// Everything that judging a press, or folding a streak, can depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberHistory {
    /// The guild's settings now.
    pub guild: Guild,
    /// The guild's log, in order.
    pub guild_changes: Vec<GuildChange>,
    /// The guild's holidays, by day.
    pub holidays: Vec<Holiday>,
    /// The member's settings now; `None` if they never joined.
    pub member: Option<Member>,
    /// The member's log, in order.
    pub changes: Vec<MemberChange>,
    /// How many days have been credited; other presses change no streak (K-22).
    pub total: u32,
    /// The streak as last kept.
    pub streak: Option<StreakRow>,
    /// The day of that streak has its credit.
    pub credited_today: bool,
    /// What is known of the bot's own failures since the day of that streak (K-42).
    pub failures: Failures,
    /// How many presses are in the log of the minute up to the one that is judged (K-65); 0 when none is.
    pub pressed_lately: u32,
}

/// What the judge says of a press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Keep it.
    Record {
        /// How it was judged.
        outcome: Outcome,
        /// The member's day.
        day: Date,
        /// What the press tells of its member beside itself (K-63).
        events: Vec<MemberEvent>,
        /// The streak after it, if it is to be kept.
        streak: Option<Box<StreakRow>>,
        /// What a credit changes beside the day, so that it can be taken back (K-25).
        before: Option<BeforeCredit>,
    },
    /// Keep nothing: who has not joined is not recorded (K-61).
    Ignore(Outcome),
}

/// What became of a press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PressOutcome {
    /// It is in the log, with what it did to the streak.
    Recorded(Press),
    /// It was in the log already; as it was judged then.
    Redelivered(Press),
    /// Nothing is kept.
    Ignored(Outcome),
    /// It was in the log, and has been taken back.
    TakenBack,
}

impl Store {
    /// The day of the member's last credit.
    pub async fn last_credit(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<Date>, StoreError> {
        let mut tx = self.read().await?;
        let row = sqlx::query(
            "SELECT MAX(day) AS day FROM (
                 SELECT MAX(day) AS day FROM press
                 WHERE guild_id = $1 AND user_id = $2 AND outcome = 'credited'
                 UNION ALL
                 SELECT last_credit FROM streak_checkpoint WHERE guild_id = $1 AND user_id = $2
             ) AS days",
        )
        .bind(guild.to_db())
        .bind(user.to_db())
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        Columns::of("press", &row).maybe_date("day")
    }

    /// Judges a press and keeps it, in one transaction in which nobody else writes for that member.
    /// An interaction that comes again is not judged again (P-1).
    ///
    /// # Errors
    ///
    /// If the judge credits a day that has been credited, the database refuses and nothing is kept.
    pub async fn record_press<J>(
        &self,
        press: &NewPress,
        judge: J,
    ) -> Result<PressOutcome, StoreError>
    where
        J: FnOnce(&MemberHistory) -> Verdict + Send,
    {
        let mut tx = self.write().await?;
        let name = member::lock_name(press.guild, press.user);
        self.dialect.lock(&mut tx, &name).await?;
        if let Some(kept) = fetch_press(&mut tx, press.interaction).await? {
            return Ok(PressOutcome::Redelivered(kept));
        }
        if undo::was_undone(&mut tx, press.interaction).await? {
            return Ok(PressOutcome::TakenBack);
        }
        let mut history = fetch_history(&mut tx, press.guild, press.user).await?;
        history.pressed_lately = count_lately(&mut tx, press).await?;
        let (outcome, day, events, streak, before_credit) = match judge(&history) {
            Verdict::Ignore(outcome) => return Ok(PressOutcome::Ignored(outcome)),
            Verdict::Record {
                outcome,
                day,
                events,
                streak,
                before,
            } => (outcome, day, events, streak, before),
        };
        let (whose, guild_seq) = ((press.guild, press.user), history.guild_seq());
        let before = (history.member, guild_seq);
        let member = member::append_all(&mut tx, whose, before, &events, press.at).await?;
        let kept = Press {
            interaction: press.interaction,
            at: press.at,
            day,
            outcome,
            prompt_key: press.prompt_key.clone(),
            channel: press.channel,
            message: press.message,
            settings_rev: member.as_ref().map_or(0, |member| member.rev),
            guild_seq: Some(guild_seq),
        };
        insert(&mut tx, press, &kept).await?;
        if let Some(before) = before_credit {
            undo::keep(&mut tx, press, before).await?;
        }
        if let Some(row) = streak {
            streak::save(&mut tx, &row, member.as_ref()).await?;
        }
        tx.commit().await?;
        Ok(PressOutcome::Recorded(kept))
    }

    /// The member's presses that are listed, in order (K-2, P-5).
    pub async fn presses(&self, guild: GuildId, user: UserId) -> Result<Vec<Press>, StoreError> {
        let mut tx = self.read().await?;
        let presses = fetch_presses(&mut tx, guild, user).await?;
        tx.commit().await?;
        Ok(presses)
    }

    /// Everything that the member's streak depends on, as it is now.
    pub async fn history(&self, guild: GuildId, user: UserId) -> Result<MemberHistory, StoreError> {
        let mut tx = self.read().await?;
        let history = fetch_history(&mut tx, guild, user).await?;
        tx.commit().await?;
        Ok(history)
    }
}

pub(super) async fn fetch_history(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    user: UserId,
) -> Result<MemberHistory, StoreError> {
    let streak = streak::fetch(tx, guild, user).await?;
    let credits = sqlx::query(
        "SELECT COUNT(*) + COALESCE((
             SELECT total FROM streak_checkpoint WHERE guild_id = $1 AND user_id = $2
         ), 0) AS total, COUNT(CASE WHEN day = $3 THEN 1 END) + (
             SELECT COUNT(*) FROM streak_checkpoint
             WHERE guild_id = $1 AND user_id = $2 AND last_credit = $3
         ) AS today
         FROM press WHERE guild_id = $1 AND user_id = $2 AND outcome = 'credited'",
    )
    .bind(guild.to_db())
    .bind(user.to_db())
    .bind(streak.as_ref().map(|streak| date(streak.day)))
    .fetch_one(&mut **tx)
    .await?;
    let credits = Columns::of("press", &credits);
    let failures = match &streak {
        Some(streak) => outage::fetch(tx, guild, Some(user), streak.day).await?,
        None => Failures::default(),
    };
    Ok(MemberHistory {
        failures,
        guild: guild::fetch(&mut **tx, guild).await?,
        guild_changes: guild::fetch_changes(tx, guild).await?,
        holidays: holiday::fetch_holidays(&mut **tx, guild).await?,
        member: member::fetch(tx, guild, user).await?,
        changes: member_log::fetch_changes(tx, guild, user).await?,
        total: credits.small("total")?,
        streak,
        credited_today: credits.flag("today")?,
        pressed_lately: 0,
    })
}

impl MemberHistory {
    /// The number of the newest line of the guild's log.
    pub fn guild_seq(&self) -> i64 {
        self.guild_changes.last().map_or(0, |change| change.seq)
    }
}

pub(super) async fn fetch_presses(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    user: UserId,
) -> Result<Vec<Press>, StoreError> {
    let rows = sqlx::query(
        "SELECT * FROM press WHERE guild_id = $1 AND user_id = $2 ORDER BY at_ms, interaction_id",
    )
    .bind(guild.to_db())
    .bind(user.to_db())
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(decode).collect()
}

/// The presses of the minute up to this one, those taken back among them.
async fn count_lately(
    tx: &mut Transaction<'static, Any>,
    press: &NewPress,
) -> Result<u32, StoreError> {
    let row = sqlx::query(
        "SELECT (
             SELECT COUNT(*) FROM press
             WHERE guild_id = $1 AND user_id = $2 AND at_ms > $3 AND at_ms <= $4
         ) + (
             SELECT COUNT(*) FROM press_undo
             WHERE guild_id = $1 AND user_id = $2 AND at_ms > $3 AND at_ms <= $4 AND undone = 1
         ) AS n",
    )
    .bind(press.guild.to_db())
    .bind(press.user.to_db())
    .bind(ms(press.at) - MINUTE_MS)
    .bind(ms(press.at))
    .fetch_one(&mut **tx)
    .await?;
    Columns::of("press", &row).small("n")
}

pub(super) async fn fetch_press(
    tx: &mut Transaction<'static, Any>,
    interaction: InteractionId,
) -> Result<Option<Press>, StoreError> {
    let row = sqlx::query("SELECT * FROM press WHERE interaction_id = $1")
        .bind(interaction.to_db())
        .fetch_optional(&mut **tx)
        .await?;
    row.as_ref().map(decode).transpose()
}

async fn insert(
    tx: &mut Transaction<'static, Any>,
    press: &NewPress,
    kept: &Press,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO press (
             interaction_id, guild_id, user_id, at_ms, day, outcome, prompt_key, channel_id,
             message_id, settings_rev, guild_seq
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(kept.interaction.to_db())
    .bind(press.guild.to_db())
    .bind(press.user.to_db())
    .bind(ms(kept.at))
    .bind(date(kept.day))
    .bind(kept.outcome.as_str())
    .bind(kept.prompt_key.clone())
    .bind(kept.channel.map(ChannelId::to_db))
    .bind(kept.message.map(MessageId::to_db))
    .bind(kept.settings_rev)
    .bind(kept.guild_seq)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn decode(row: &AnyRow) -> Result<Press, StoreError> {
    let row = Columns::of("press", row);
    Ok(Press {
        interaction: row.id("interaction_id")?,
        at: row.instant("at_ms")?,
        day: row.date("day")?,
        outcome: row.word("outcome", Outcome::parse)?,
        prompt_key: row.maybe_text("prompt_key")?,
        channel: row.maybe_id("channel_id")?,
        message: row.maybe_id("message_id")?,
        settings_rev: row.int("settings_rev")?,
        guild_seq: row.maybe_int("guild_seq")?,
    })
}
