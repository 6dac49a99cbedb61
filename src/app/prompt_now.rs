//! A prompt before its time: shown to an admin, or posted at once.
//!
//! Begin reading at [`App::preview_prompts`].

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::asides::is_thread_closed;
use super::compose::Purpose;
use super::dispatch::Failure;
use super::planning::bag;
use super::prompts::topic;
use super::selection::candidates_for;
use super::{App, Interaction};
use crate::domain::delivery::{OccurrenceKey, WANTED_NOW};
use crate::domain::ids::GuildId;
use crate::domain::schedule::Slot;
use crate::domain::snooze::GRACE;
use crate::store::{NewDelivery, Planned, Schedule, StoreError, WantedNow, WantedOutcome};
use crate::text::Words;
use crate::view::schedules::in_the_way;
use crate::view::words::{channel, relative, timestamp};
use crate::view::{Mentions, Message, notice};

/// Two prompts of one schedule are at least so far apart (S-5).
const APART: SignedDuration = SignedDuration::from_mins(15);
/// So often the rotation may move under our hands before something is wrong.
const TRIES: usize = 8;

impl App {
    /// `/prompts preview`: the card that comes next, for the eyes of who asked; nothing is drawn (D-3).
    pub(super) async fn preview_prompts(
        &self,
        words: Words<'_>,
        guild: GuildId,
        id: &str,
    ) -> Result<Message, Failure> {
        let schedule = self.find_prompts(words, guild, id).await?;
        let line = self.line(words, &schedule).await?;
        let next = line.next.times.first().map(jiff::Zoned::timestamp);
        let selection = self.selection(Some(guild)).await?;
        let candidates = candidates_for(&selection, topic(&schedule.settings));
        let item = bag(&schedule)
            .draw(&candidates)
            .map(|item| item.id.to_owned());
        let due = next.unwrap_or(self.clock.now());
        let purpose = Purpose::Preview(&schedule.settings);
        let spoken = self.guild_words(guild).await?;
        let card = self.card_for(spoken, &selection, item.as_deref(), due, &purpose);
        let Some(mut message) = card.await else {
            return Err(Failure::Said(words.get("prompts-nothing-to-post")));
        };
        message.mentions = Mentions::Nobody;
        let place = ("channel", channel(line.channel).into());
        let said = match next {
            _ if line.is_thread_closed => words.with("prompts-preview-thread-closed", &[place]),
            _ if line.suspended => words.with("prompts-preview-suspended", &[place]),
            Some(next) => words.with(
                "prompts-preview",
                &[place, ("when", timestamp(next).into())],
            ),
            None => words.with("prompts-preview-never", &[place]),
        };
        Ok(super::cards::with_line(said, message))
    }

    /// `/prompts now`: one prompt beside the slots, in its channel. The same wish told twice posts once.
    pub(super) async fn prompt_now(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        id: &str,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        for _ in 0..TRIES {
            let schedule = self.find_prompts(words, guild, id).await?;
            let place = schedule.settings.channel.map(channel).unwrap_or_default();
            let place = ("channel", place.into());
            if schedule.suspended.is_some() {
                let key = if is_thread_closed(&schedule) {
                    "prompts-now-thread-closed"
                } else {
                    "prompts-now-suspended"
                };
                return Err(Failure::Said(words.with(key, &[place])));
            }
            if let Some(paused) = self.paused_now(&schedule) {
                let until = ("until", timestamp(paused).into());
                return Err(Failure::Said(words.with("prompts-now-paused", &[until])));
            }
            if let Some(why) = self.cannot_post_now(words, guild, &schedule).await {
                return Err(Failure::Said(why));
            }
            let Some(wanted) = self.wanted_now(&schedule, interaction.at()).await? else {
                return Err(Failure::Said(words.get("prompts-nothing-to-post")));
            };
            match self.store.add_wanted_now(&wanted).await? {
                WantedOutcome::Comes => {
                    self.delivering.notify_one();
                    return Ok(notice::plain(words.with("prompts-now", &[place])));
                }
                WantedOutcome::TooSoon(came) => {
                    let again = came.saturating_add(APART).unwrap_or(came);
                    let when = [
                        ("came", relative(came).into()),
                        ("again", relative(again).into()),
                    ];
                    return Err(Failure::Said(words.with("prompts-now-too-soon", &when)));
                }
                WantedOutcome::Superseded => {}
            }
        }
        Err(Failure::Said(words.get("prompts-now-again")))
    }

    /// What is known to keep a prompt from being posted now, with the fix.
    async fn cannot_post_now(
        &self,
        words: Words<'_>,
        guild: GuildId,
        schedule: &Schedule,
    ) -> Option<String> {
        if self.is_halted() {
            return Some(words.get("check-halted"));
        }
        let problem = self.in_the_way(guild, schedule.settings.channel?, None);
        let problem = problem.await.filter(|it| it.missing.forbids_posting())?;
        in_the_way(words, Some(&problem))
    }

    /// When the pause ends in which a schedule is silent today.
    fn paused_now(&self, schedule: &Schedule) -> Option<Timestamp> {
        let zone = self.stored_zone(&schedule.settings.timezone);
        let today = zone.to_datetime(self.clock.now()).date();
        let pause = schedule.pause.filter(|pause| pause.covers(today))?;
        pause.ends_at(&zone)
    }

    /// What is posted at once; `None` if there is no card.
    async fn wanted_now(
        &self,
        schedule: &Schedule,
        at: Timestamp,
    ) -> Result<Option<WantedNow>, StoreError> {
        let selection = self.selection(Some(schedule.guild)).await?;
        let candidates = candidates_for(&selection, topic(&schedule.settings));
        let mut bag = bag(schedule);
        let Some(item) = bag.draw(&candidates).map(|item| item.id.to_owned()) else {
            return Ok(None);
        };
        let zone = self.stored_zone(&schedule.settings.timezone);
        let Some(delivery) = self.beside_slots(schedule, &zone, at, item) else {
            return Ok(None);
        };
        Ok(Some(WantedNow {
            schedule: schedule.id,
            seen_rotation: schedule.rotation.clone(),
            rotation: serde_json::to_string(&bag).unwrap_or_default(),
            delivery,
            apart: APART,
        }))
    }

    /// The row of a prompt at an instant that is no slot.
    fn beside_slots(
        &self,
        schedule: &Schedule,
        zone: &TimeZone,
        at: Timestamp,
        item: String,
    ) -> Option<NewDelivery> {
        let wall = zone.to_datetime(at);
        let time = jiff::civil::Time::new(wall.hour(), wall.minute(), wall.second(), 0).ok()?;
        let slot = Slot {
            date: wall.date(),
            time,
        };
        let key = OccurrenceKey {
            schedule: schedule.id.get(),
            slot,
            k: WANTED_NOW,
        };
        let token = self.hash_key.token(&key)?;
        Some(NewDelivery {
            date: slot.date,
            time: slot.time,
            k: key.k,
            channel: schedule.settings.channel,
            user: None,
            due_at: at,
            dispatch_at: at,
            expires_at: at.saturating_add(GRACE).unwrap_or(at),
            planned: Planned::Pending,
            nonce: token.nonce(),
            token: token.to_string(),
            item: Some(item),
        })
    }
}
