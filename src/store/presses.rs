//! Presses are kept: those that wait at the same time are judged and written in one transaction (K-4).
//!
//! What is durable costs a write that the disk confirms, and a statement costs a call, however much either carries; so what
//! is ready is gathered. Each press is kept with what it did to the streak, or not at all, whatever becomes of the others.
//! Begin reading at [`Store::record_presses`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::SignedDuration;
use sqlx::{Any, AssertSqlSafe, Transaction};

use super::board_tally::Tally;
use super::columns::{date, ms};
use super::history::{self, Asked, Before, Found, Signs};
use super::many::{MOST_ROWS, Whose, parts, places};
use super::progress::fetch_press;
use super::{
    Member, MemberHistory, NewPress, Press, PressOutcome, Store, StoreError, StreakRow, Verdict,
    member, reminder, streak, undo,
};
use crate::domain::ids::{ChannelId, MessageId};
use crate::domain::streak::BeforeCredit;

/// That somebody is there is written down once in so long (D-64, K-63).
pub const HEARD_EVERY: SignedDuration = SignedDuration::from_hours(12);

/// Presses with their places among those that came in together.
type Numbered<'a> = [(usize, &'a NewPress)];
type NumberedVec<'a> = Vec<(usize, &'a NewPress)>;

/// Why presses were not kept.
enum Trouble {
    /// Because of one of them, as far as anybody knows.
    OfOne(StoreError),
    /// Whatever they were: the database did not begin, or did not confirm.
    OfAll(StoreError),
}

/// A press that is kept, with what comes of it.
struct Kept<'a> {
    press: &'a NewPress,
    row: Press,
    member: Option<Member>,
    streak: Option<Box<StreakRow>>,
    before: Option<BeforeCredit>,
}

impl Store {
    /// Judges presses and keeps them, in one transaction in which nobody else writes for their members; the outcomes in
    /// their order. `judge` gets the place of a press among them and everything that is known, and may be asked again about
    /// the same. Presses of one member are judged in their order. An interaction that comes again is not judged again (P-1).
    /// With them is written down that their members are there, and what that means for their reminders (S-55).
    ///
    /// # Errors
    ///
    /// If the judge credits a day that has been credited, the database refuses and nothing is kept of that press; the
    /// others are kept. After an error of the database nobody knows.
    pub async fn record_presses<J>(
        &self,
        presses: &[NewPress],
        mut judge: J,
    ) -> Vec<Result<PressOutcome, StoreError>>
    where
        J: FnMut(usize, &MemberHistory) -> Verdict + Send,
    {
        let all: Vec<_> = presses.iter().enumerate().collect();
        match self.record_together(&all, &mut judge).await {
            Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
            Err(Trouble::OfOne(_)) if all.len() > 1 => self.record_apart(&all, &mut judge).await,
            Err(Trouble::OfOne(error)) => vec![Err(error)],
            Err(Trouble::OfAll(error)) => shared(error, all.len()).collect(),
        }
    }

    /// One of them cannot be kept, so each is tried alone.
    async fn record_apart<J>(
        &self,
        presses: &Numbered<'_>,
        judge: &mut J,
    ) -> Vec<Result<PressOutcome, StoreError>>
    where
        J: FnMut(usize, &MemberHistory) -> Verdict + Send,
    {
        let mut outcomes = Vec::with_capacity(presses.len());
        for one in presses {
            match self.record_together(&[*one], judge).await {
                Ok(alone) => outcomes.extend(alone.into_iter().map(Ok)),
                Err(Trouble::OfOne(error)) => outcomes.push(Err(error)),
                Err(Trouble::OfAll(error)) => {
                    let n_left = presses.len() - outcomes.len();
                    outcomes.extend(shared(error, n_left));
                    break;
                }
            }
        }
        outcomes
    }

    async fn record_together<J>(
        &self,
        presses: &Numbered<'_>,
        judge: &mut J,
    ) -> Result<Vec<PressOutcome>, Trouble>
    where
        J: FnMut(usize, &MemberHistory) -> Verdict + Send,
    {
        if presses.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.write().await.map_err(Trouble::OfAll)?;
        let outcomes = self.record_in(&mut tx, presses, judge).await;
        let outcomes = outcomes.map_err(Trouble::OfOne)?;
        let confirmed = tx.commit().await;
        confirmed.map_err(|error| Trouble::OfAll(error.into()))?;
        Ok(outcomes)
    }

    async fn record_in<J>(
        &self,
        tx: &mut Transaction<'static, Any>,
        presses: &Numbered<'_>,
        judge: &mut J,
    ) -> Result<Vec<PressOutcome>, StoreError>
    where
        J: FnMut(usize, &MemberHistory) -> Verdict + Send,
    {
        let whose: BTreeSet<_> = presses.iter().map(|(_, press)| of(press)).collect();
        self.lock_lines(tx, &whose).await?;
        let mut outcomes = BTreeMap::new();
        let mut tally = Tally::default();
        let mut waiting = presses.to_vec();
        while !waiting.is_empty() {
            let (round, later) = one_of_each(waiting);
            outcomes.extend(record_round(tx, &round, judge, &mut tally).await?);
            waiting = later;
        }
        tally.save(tx).await?;
        Ok(outcomes.into_values().collect())
    }
}

fn of(press: &NewPress) -> Whose {
    (press.guild, press.user)
}

/// So many failures, all of them this one.
fn shared<T>(error: StoreError, n: usize) -> impl Iterator<Item = Result<T, StoreError>> {
    let error = Arc::new(error);
    (0..n).map(move |_| Err(StoreError::Shared(Arc::clone(&error))))
}

/// The first press of each member, up to as many as a statement carries, and those that come after them.
fn one_of_each(presses: NumberedVec<'_>) -> (NumberedVec<'_>, NumberedVec<'_>) {
    let mut members = BTreeSet::new();
    let is_first =
        |(_, press): &(usize, &NewPress)| members.len() < MOST_ROWS && members.insert(of(press));
    presses.into_iter().partition(is_first)
}

/// Presses of different members.
async fn record_round<J>(
    tx: &mut Transaction<'static, Any>,
    round: &Numbered<'_>,
    judge: &mut J,
    tally: &mut Tally,
) -> Result<Vec<(usize, PressOutcome)>, StoreError>
where
    J: FnMut(usize, &MemberHistory) -> Verdict + Send,
{
    let mut outcomes = Vec::with_capacity(round.len());
    let mut kept = Vec::new();
    let mut news = News::default();
    let mut done = Vec::new();
    let asked: Vec<_> = round.iter().map(|(_, press)| asked(press)).collect();
    let found = history::fetch_all(tx, &asked).await?;
    for (&(n, press), found) in round.iter().zip(found) {
        let Found {
            history,
            before,
            signs,
        } = found;
        if before != Before::Never {
            outcomes.push((n, again(tx, press, before).await?));
            continue;
        }
        news.note(press, signs);
        let answers_own = press.answered.is_some_and(|answered| answered.is_own);
        let verdict = judge(n, &history);
        let counts = !verdict.is_expired();
        let concerns = answers_own || (counts && signs.has_put_off);
        done.extend(concerns.then_some((press, counts)));
        let outcome = match prepare(tx, press, history, verdict).await? {
            Ok(one) => {
                let outcome = PressOutcome::Recorded(one.row.clone());
                kept.push(one);
                outcome
            }
            Err(outcome) => outcome,
        };
        outcomes.push((n, outcome));
    }
    keep(tx, &kept, tally).await?;
    news.write_down(tx).await?;
    for (press, counts) in done {
        match press.answered.as_ref().map(|answered| &answered.key) {
            // Neither what came on an earlier day nor what waits today is done by it; but its member is there.
            Some(key) if !counts => reminder::hear(tx, key.schedule, press.at).await?,
            answered => reminder::done(tx, of(press), answered, press.at).await?,
        }
    }
    Ok(outcomes)
}

fn asked(press: &NewPress) -> Asked {
    Asked {
        whose: of(press),
        at: press.at,
        long_ago: press.at.saturating_sub(HEARD_EVERY).unwrap_or(press.at),
        everywhere: !press.in_guild,
        interaction: Some(press.interaction),
    }
}

/// An interaction that has come before is not judged again (P-1).
async fn again(
    tx: &mut Transaction<'static, Any>,
    press: &NewPress,
    before: Before,
) -> Result<PressOutcome, StoreError> {
    let kept = match before {
        Before::Kept => fetch_press(tx, press.interaction).await?,
        Before::Never | Before::TakenBack => None,
    };
    Ok(kept.map_or(PressOutcome::TakenBack, PressOutcome::Redelivered))
}

/// What the press tells of its member is in their log; how it is kept itself comes back.
async fn prepare<'a>(
    tx: &mut Transaction<'static, Any>,
    press: &'a NewPress,
    history: MemberHistory,
    verdict: Verdict,
) -> Result<Result<Kept<'a>, PressOutcome>, StoreError> {
    let (outcome, day, events, streak, before) = match verdict {
        Verdict::Ignore(outcome) => return Ok(Err(PressOutcome::Ignored(outcome))),
        Verdict::Record {
            outcome,
            day,
            events,
            streak,
            before,
        } => (outcome, day, events, streak, before),
    };
    let guild_seq = history.guild_seq();
    let judged_by = (history.member, guild_seq);
    let member = member::append_all(tx, of(press), judged_by, &events, press.at).await?;
    let row = Press {
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
    Ok(Ok(Kept {
        press,
        row,
        member,
        streak,
        before,
    }))
}

async fn keep(
    tx: &mut Transaction<'static, Any>,
    kept: &[Kept<'_>],
    tally: &mut Tally,
) -> Result<(), StoreError> {
    for part in parts(kept) {
        insert(tx, part).await?;
    }
    let credits = kept.iter().filter_map(|one| Some((one.press, one.before?)));
    undo::keep(tx, &credits.collect::<Vec<_>>()).await?;
    let rows = kept.iter().filter_map(|one| {
        let row = one.streak.as_deref()?;
        Some((row, one.member.as_ref()))
    });
    streak::save_all(tx, &rows.collect::<Vec<_>>(), tally).await
}

async fn insert(tx: &mut Transaction<'static, Any>, kept: &[Kept<'_>]) -> Result<(), StoreError> {
    // Only numbers of parameters are put into the text.
    let sql = format!(
        "INSERT INTO press (
             interaction_id, guild_id, user_id, at_ms, day, outcome, prompt_key, channel_id,
             message_id, settings_rev, guild_seq
         ) VALUES {}",
        places(tx, kept.len(), 11)
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for Kept { press, row, .. } in kept {
        query = query
            .bind(row.interaction.to_db())
            .bind(press.guild.to_db())
            .bind(press.user.to_db())
            .bind(ms(row.at))
            .bind(date(row.day))
            .bind(row.outcome.as_str())
            .bind(row.prompt_key.clone())
            .bind(row.channel.map(ChannelId::to_db))
            .bind(row.message.map(MessageId::to_db))
            .bind(row.settings_rev)
            .bind(row.guild_seq);
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

const SEEN: &str = "UPDATE member SET seen_at = asked.at_ms FROM asked
     WHERE member.guild_id = asked.guild AND member.user_id = asked.person
       AND member.seen_at <= asked.at_ms";
/// They may have been found to have left, as far as only a desk break says so (K-63).
const SEEN_AGAIN: &str = "UPDATE schedule SET seen_at = asked.at_ms, left_at = NULL FROM asked
     WHERE schedule.guild_id = asked.guild AND schedule.user_id = asked.person";
const HEARD: &str = "UPDATE schedule SET heard_at = asked.at_ms FROM asked
     WHERE schedule.user_id = asked.person AND schedule.deleted_at IS NULL
       AND (asked.everywhere = 1 OR schedule.guild_id = asked.guild)
       AND COALESCE(schedule.heard_at, schedule.created_at) < asked.long_ago";

/// Who is to be noted as being there.
#[derive(Default)]
struct News<'a> {
    /// Those who were not seen in their guild for long.
    seen: Vec<&'a NewPress>,
    /// Those whose reminders there did not see them for long.
    seen_by_reminder: Vec<&'a NewPress>,
    /// Those whose reminders did not hear of them for long.
    heard: Vec<&'a NewPress>,
}

impl<'a> News<'a> {
    fn note(&mut self, press: &'a NewPress, signs: Signs) {
        let is_seen = signs.unseen.by_member && press.in_guild;
        self.seen.extend(is_seen.then_some(press));
        let is_seen = signs.unseen.by_reminder && press.in_guild;
        self.seen_by_reminder.extend(is_seen.then_some(press));
        self.heard.extend(signs.is_unheard.then_some(press));
    }

    async fn write_down(&self, tx: &mut Transaction<'static, Any>) -> Result<(), StoreError> {
        let updates = [
            (SEEN, &self.seen),
            (SEEN_AGAIN, &self.seen_by_reminder),
            (HEARD, &self.heard),
        ];
        for (update, presses) in updates {
            for part in parts(presses) {
                // Only numbers of parameters are put into the text.
                let sql = format!(
                    "WITH asked (guild, person, at_ms, long_ago, everywhere) AS (VALUES {}) {update}",
                    places(tx, part.len(), 5)
                );
                let mut query = sqlx::query(AssertSqlSafe(sql));
                for press in part {
                    let asked = asked(press);
                    query = query
                        .bind(press.guild.to_db())
                        .bind(press.user.to_db())
                        .bind(ms(press.at))
                        .bind(ms(asked.long_ago))
                        .bind(i64::from(asked.everywhere));
                }
                query.execute(&mut **tx).await?;
            }
        }
        Ok(())
    }
}
