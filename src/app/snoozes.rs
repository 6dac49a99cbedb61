//! What a member does with a single reminder: puts it off, leaves the rest of the day out, did it, or says whether they
//! still want any.
//!
//! The rules of putting off are in [`crate::domain::snooze`]. Begin reading at [`App::press_reminder`].

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::dispatch::{Failure, Pressed};
use super::recurrences::stored;
use super::{App, Interaction};
use crate::command::{DeskBreakChoices, RecurrenceWords};
use crate::domain::attention::MOST_A_DAY;
use crate::domain::delivery::{Deliver, OccurrenceKey, Token};
use crate::domain::ids::MessageId;
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule::Slot;
use crate::domain::skip::{Silences, SkipReason};
use crate::domain::snooze::{
    SnoozeContext, SnoozeLength, SnoozeRefusal, SnoozeRequest, SnoozeWish, SnoozedOccurrence,
    quarters_after, snooze,
};
use crate::domain::streak::{Calendar, day_at, day_begins};
use crate::domain::weekdays::Weekdays;
use crate::store::{
    Delivery, NewDelivery, Planned, ReminderAnswer, Schedule, SnoozeOutcome, SnoozeWanted,
    SnoozesSoFar,
};
use crate::text::Words;
use crate::view::desk_breaks::DeskBreakEvent;
use crate::view::reminder_button::{ReminderButton, Wanted};
use crate::view::{Message, notice, reminders};

/// The hour at which the day of those turns who have no streak (K-10).
const DAY_ENDS_AT: i8 = 3;

/// A reminder, and all that putting it off depends on.
struct Reminder {
    delivery: Delivery,
    schedule: Schedule,
    recurrence: Recurrence,
    /// The next regular one that will really come.
    next: Option<Timestamp>,
    zone: TimeZone,
    silences: Silences,
    calendar: Calendar,
}

impl Reminder {
    fn slot(&self) -> Slot {
        Slot {
            date: self.delivery.key.date,
            time: self.delivery.key.time,
        }
    }

    /// Its message's snowflake says when (D-33); where that is not known it is as if it had been on time.
    fn came_at(&self) -> Timestamp {
        let message = self.delivery.message;
        message.map_or(self.delivery.due_at, MessageId::created_at)
    }

    /// The word for why nothing that is put off at this instant would come: what silences the slot by now silences that, too.
    fn silenced(&self, at: Timestamp) -> Option<&'static str> {
        match self.silences.reason(self.slot(), at, None)? {
            SkipReason::Paused => Some("snooze-paused"),
            SkipReason::Holiday => Some("snooze-holiday"),
            SkipReason::Done => Some("snooze-done-today"),
            // It is not quiet for ever.
            SkipReason::Quiet
            | SkipReason::Removed
            | SkipReason::NotInGuild
            | SkipReason::TooFew => None,
        }
    }

    /// What the rules say to a wish, after so many others.
    fn judge(
        &self,
        request: &SnoozeRequest,
        n_snoozed: u8,
    ) -> Result<SnoozedOccurrence, SnoozeRefusal> {
        snooze(
            request,
            &SnoozeContext {
                slot: self.slot(),
                came_at: self.came_at(),
                n_snoozed,
                next: self.next,
                zone: &self.zone,
                quiet_hours: &self.silences.quiet_hours,
                calendar: &self.calendar,
            },
        )
    }
}

impl App {
    /// Buttons and menus about a single reminder. They work in direct messages too, as the token says what they are about.
    pub(super) async fn press_reminder(
        &self,
        interaction: &Interaction,
        button: ReminderButton,
        pressed: &Pressed<'_>,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        match button {
            ReminderButton::Snooze(token) => self.ask_how_long(interaction, &token).await,
            ReminderButton::SnoozeFor(token, length) => {
                self.put_off(interaction, &token, SnoozeWish::For(length))
                    .await
            }
            ReminderButton::SnoozeUntil(token) => {
                let end = pressed.chosen().and_then(|seconds| seconds.parse().ok());
                let end = end.and_then(|seconds| Timestamp::from_second(seconds).ok());
                match end {
                    Some(end) => {
                        self.put_off(interaction, &token, SnoozeWish::Until(end))
                            .await
                    }
                    None => Ok(notice::outdated(words)),
                }
            }
            ReminderButton::SkipToday(token) => self.skip_today(interaction, &token).await,
            ReminderButton::StillWanted(token, wanted) => {
                self.still_wanted(interaction, &token, wanted).await
            }
        }
    }

    /// `Snooze`: for how long?
    async fn ask_how_long(
        &self,
        interaction: &Interaction,
        token: &Token,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let reminder = self.reminder(interaction, token).await?;
        self.check_wanted(words, interaction, &reminder).await?;
        let at = interaction.at();
        let key = &reminder.delivery.key;
        let so_far = self.store.put_off_so_far(key, interaction.user).await?;
        let refusal = |wish| {
            let request = SnoozeRequest {
                pressed_at: at,
                wish,
            };
            reminder.judge(&request, so_far.n_snoozed).err()
        };
        let fits = |wish| refusal(wish).is_none();
        let lengths = SnoozeLength::ALL.into_iter();
        let lengths: Vec<_> = lengths
            .filter(|length| fits(SnoozeWish::For(*length)))
            .collect();
        let zone = &reminder.calendar.zone;
        let ends: Vec<_> = quarters_after(at)
            .filter(|end| fits(SnoozeWish::Until(*end)))
            .map(|end| end.to_zoned(zone.clone()))
            .collect();
        // Of the ends some are always too late; that is worth a word if there is none to choose.
        let all = SnoozeLength::ALL.into_iter().map(SnoozeWish::For);
        let no_end = quarters_after(at).filter(|_| ends.is_empty());
        let asked = all.chain(no_end.map(SnoozeWish::Until));
        let refusals = asked.filter_map(&refusal);
        let left_out = refusals.fold(Vec::new(), |mut all, refusal| {
            if !all.contains(&refusal) {
                all.push(refusal);
            }
            all
        });
        let nothing_fits = lengths.is_empty() && ends.is_empty();
        if let Some(refusal) = left_out.first().filter(|_| nothing_fits) {
            return Err(Failure::Said(reminders::snooze_refused(words, refusal)));
        }
        if so_far.n_that_day >= MOST_A_DAY {
            return Err(Failure::Said(enough(words)));
        }
        let menu = reminders::snooze_menu(words, token, &lengths, &ends, &left_out);
        Ok(menu)
    }

    /// Puts a reminder off (S-55). What goes to a channel is put off for the presser alone, by direct message.
    async fn put_off(
        &self,
        interaction: &Interaction,
        token: &Token,
        wish: SnoozeWish,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let reminder = self.reminder(interaction, token).await?;
        self.check_wanted(words, interaction, &reminder).await?;
        let at = interaction.at();
        let request = SnoozeRequest {
            pressed_at: at,
            wish,
        };
        let due = match wish {
            SnoozeWish::Until(end) => end,
            SnoozeWish::For(length) => {
                let wait = SignedDuration::from_mins(length.minutes());
                at.saturating_add(wait).unwrap_or(at)
            }
        };
        let wanted = SnoozeWanted {
            answered: reminder.delivery.key,
            user: interaction.user,
            personal: reminder.schedule.user.is_none(),
            due,
            at,
            most_a_day: MOST_A_DAY,
        };
        let judge = |so_far: SnoozesSoFar| {
            let snoozed = reminder.judge(&request, so_far.n_snoozed)?;
            Ok(self.put_off_row(&reminder, &wanted, &snoozed, so_far.k))
        };
        match self.store.add_snooze(&wanted, judge).await? {
            SnoozeOutcome::Added | SnoozeOutcome::Exists => {
                self.delivering.notify_one();
                Ok(reminders::snoozed(words, due))
            }
            SnoozeOutcome::Refused(refusal) => {
                let sentence = reminders::snooze_refused(words, &refusal);
                Err(Failure::Said(sentence))
            }
            SnoozeOutcome::Enough => Err(Failure::Said(enough(words))),
            SnoozeOutcome::Gone => Err(Failure::Said(words.get("snooze-gone"))),
        }
    }

    /// The row of what was put off: the same card.
    fn put_off_row(
        &self,
        reminder: &Reminder,
        wanted: &SnoozeWanted,
        snoozed: &SnoozedOccurrence,
        k: u16,
    ) -> NewDelivery {
        let slot = reminder.slot();
        let key = OccurrenceKey {
            schedule: wanted.answered.schedule.get(),
            slot,
            k,
        };
        let token = self.hash_key.token(&key);
        NewDelivery {
            date: slot.date,
            time: slot.time,
            k,
            channel: reminder.schedule.settings.channel,
            user: Some(wanted.user),
            due_at: snoozed.due,
            dispatch_at: snoozed.due,
            expires_at: snoozed.expires_at,
            planned: Planned::Pending,
            nonce: token.as_ref().map(Token::nonce).unwrap_or_default(),
            token: token.map(|token| token.to_string()).unwrap_or_default(),
            item: reminder.delivery.item.clone(),
        }
    }

    /// `Skip today`: this one and what else comes on the member's day are left out, which is neither done nor no answer.
    async fn skip_today(
        &self,
        interaction: &Interaction,
        token: &Token,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let reminder = self.reminder(interaction, token).await?;
        if reminder.schedule.user.is_none() {
            return Ok(notice::outdated(words));
        }
        let at = interaction.at();
        let calendar = &reminder.calendar;
        let tomorrow = day_at(at, calendar).tomorrow().ok();
        let until = tomorrow.and_then(|day| day_begins(day, calendar));
        let until = until.unwrap_or(at);
        let key = &reminder.delivery.key;
        self.store
            .skip_until(key, interaction.user, until, at)
            .await?;
        let schedule = self.store.schedule(key.schedule).await?;
        let schedule = schedule.unwrap_or(reminder.schedule);
        let next = self.next_heard(&schedule, &reminder.recurrence, at).await?;
        Ok(reminders::skipped(words, next))
    }

    /// The answer to the question whether reminders are still wanted (D-64). It counts once; who presses later sees how
    /// things stand.
    async fn still_wanted(
        &self,
        interaction: &Interaction,
        token: &Token,
        wanted: Wanted,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let reminder = self.reminder(interaction, token).await?;
        let (schedule, guild) = (&reminder.schedule, reminder.schedule.guild);
        let is_open = schedule.asked_at == Some(reminder.delivery.due_at);
        match wanted {
            Wanted::Stop => self.leave_desk_break(interaction, guild).await,
            _ if !is_open => self.show_desk_break(interaction, guild).await,
            Wanted::Resume => {
                self.take_up(words, schedule).await?;
                self.desk_break_as_it_is(interaction, guild, DeskBreakEvent::Resumed)
                    .await
            }
            Wanted::Fewer => {
                let Some(fewer) = reminder.recurrence.fewer() else {
                    return Err(Failure::Said(words.get("still-fewer-none")));
                };
                let written = fewer.written();
                let asked = DeskBreakChoices {
                    recurrence: RecurrenceWords {
                        times: written.times,
                        days: written.days,
                        ..RecurrenceWords::default()
                    },
                    ..DeskBreakChoices::default()
                };
                self.set_desk_break(interaction, guild, &asked).await
            }
        }
    }

    /// The reminder of a token, for its member; what goes to a channel is everybody's.
    async fn reminder(
        &self,
        interaction: &Interaction,
        token: &Token,
    ) -> Result<Reminder, Failure> {
        let words = self.words(&interaction.locale);
        let gone = || Failure::Said(words.get("snooze-gone"));
        let delivery = self.store.delivery_by_token(token.as_str()).await?;
        let delivery = delivery.ok_or_else(gone)?;
        if delivery.user.is_some_and(|user| user != interaction.user) {
            return Err(Failure::Said(words.get("snooze-foreign")));
        }
        let schedule = self.store.schedule(delivery.key.schedule).await?;
        let schedule = schedule.filter(|schedule| schedule.deleted_at.is_none());
        let schedule = schedule.ok_or_else(gone)?;
        let recurrence = stored(&schedule).ok_or_else(gone)?;
        let zone = self.stored_zone(&schedule.settings.timezone);
        let next = self
            .next_heard(&schedule, &recurrence, interaction.at())
            .await?;
        let guild = self.store.guild(schedule.guild).await?;
        let silences = self.silences(&schedule, &guild).await?;
        let history = self.store.history(schedule.guild, interaction.user).await?;
        let calendar = match self.participation(&history) {
            Some(member) => member.calendar().clone(),
            None => Calendar::new(zone.clone(), DAY_ENDS_AT, Weekdays::DAILY),
        };
        Ok(Reminder {
            delivery,
            schedule,
            recurrence,
            next,
            zone,
            silences,
            calendar,
        })
    }

    /// What is done, would be left out, or can reach nobody, is not put off. Of what goes to a channel a member gets their own copy by direct message, or
    /// none: nobody is pinged for it, and no channel is opened for it (D-61).
    async fn check_wanted(
        &self,
        words: Words<'_>,
        interaction: &Interaction,
        reminder: &Reminder,
    ) -> Result<(), Failure> {
        if reminder.delivery.answer == Some(ReminderAnswer::Done) {
            return Err(Failure::Said(words.get("snooze-done-already")));
        }
        if let Some(key) = reminder.silenced(interaction.at()) {
            return Err(Failure::Said(words.get(key)));
        }
        let is_personal = reminder.schedule.user.is_none();
        let settings = &reminder.schedule.settings;
        let needs_direct = settings.deliver == Deliver::DirectMessage && !settings.fallback;
        if !is_personal && !needs_direct {
            return Ok(());
        }
        let direct = self.store.direct_standing(interaction.user).await?;
        let key = match direct.channel {
            Some(_) if !direct.is_suspended => return Ok(()),
            Some(_) => "snooze-dm-stopped",
            None => "snooze-no-dm",
        };
        Err(Failure::Said(words.get(key)))
    }
}

/// Nobody is sent more than so many messages a day (D-64).
fn enough(words: Words<'_>) -> String {
    let most = [("count", i64::from(MOST_A_DAY).into())];
    words.with("snooze-enough", &most)
}
