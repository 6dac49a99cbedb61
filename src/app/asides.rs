//! What somebody has to know although they did not ask: told once, beside the answer to whatever they did next.
//!
//! Begin reading at [`App::say_aside`].

use super::dispatch::Failure;
use super::{App, Interaction, InteractionKind};
use crate::domain::delivery::Deliver;
use crate::domain::ids::{GuildId, UserId};
use crate::store::{DirectTrouble, Schedule, ScheduleId};
use crate::view::check::{self, OnHold, What};
use crate::view::{Message, direct};

/// Shows its reader all that keeps their reminders away.
const SHOW_BREAK: &[&str] = &["deskbreak", "show"];

/// Something to know beside an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// What is said, to its reader alone.
    pub message: Message,
    /// What counts as told with it.
    pub(super) told: Vec<Told>,
}

/// What counts as told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// That a schedule is on hold.
    OnHold(ScheduleId),
    /// How direct messages fare.
    Direct(UserId, DirectTrouble),
}

impl App {
    /// What the one who acted has to know. It counts as told from now on.
    pub(super) async fn say_aside(&self, interaction: &Interaction) -> Option<Aside> {
        if matches!(interaction.kind, InteractionKind::Autocomplete { .. }) {
            return None;
        }
        match self.find_aside(interaction).await {
            Ok(aside) => aside,
            Err(failure) => {
                tracing::warn!(%failure, "what there is to tell beside an answer could not be read");
                None
            }
        }
    }

    /// It did not arrive: it is told another time.
    pub(super) async fn take_back(&self, aside: Aside) {
        for told in aside.told {
            let taken_back = match told {
                Told::OnHold(id) => self.store.untell_suspended(id).await,
                Told::Direct(user, trouble) => {
                    self.store.put_direct_trouble(user, Some(trouble)).await
                }
            };
            if let Err(error) = taken_back {
                tracing::error!(%error, "somebody was not told what they have to know");
            }
        }
    }

    async fn find_aside(&self, interaction: &Interaction) -> Result<Option<Aside>, Failure> {
        let words = self.words(&interaction.locale);
        let (mut parts, mut told) = (Vec::new(), Vec::new());
        if let Some(guild) = interaction.guild {
            let on_hold = self.newly_on_hold(interaction, guild).await?;
            told.extend(on_hold.iter().map(|schedule| Told::OnHold(schedule.id)));
            // A check shows the server's own itself, and who asks for their desk break sees that.
            let shows_servers = is_command(interaction, &["wellness", "check"]);
            let shows_own = is_command(interaction, SHOW_BREAK);
            let said = on_hold.iter().filter(|one| match one.user {
                Some(_) => !shows_own,
                None => !shows_servers,
            });
            let lines: Vec<_> = said.filter_map(on_hold_line).collect();
            if !lines.is_empty() {
                parts.extend(check::on_hold_beside(words, &lines));
            }
        }
        if let Some(trouble) = self.store.tell_direct_trouble(interaction.user).await? {
            told.push(Told::Direct(interaction.user, trouble));
            if !self.shows_direct_trouble(interaction, trouble).await? {
                parts.extend(direct::trouble(words, trouble.as_str()));
            }
        }
        Ok((!parts.is_empty()).then(|| Aside {
            message: check::aside(parts),
            told,
        }))
    }

    /// Says whether the answer tells of it already: it shows a desk break that comes by direct message.
    async fn shows_direct_trouble(
        &self,
        interaction: &Interaction,
        trouble: DirectTrouble,
    ) -> Result<bool, Failure> {
        let (Some(guild), true) = (interaction.guild, is_command(interaction, SHOW_BREAK)) else {
            return Ok(false);
        };
        let shown = self.store.desk_break(guild, interaction.user).await?;
        let by_dm = shown.is_some_and(|one| one.settings.deliver == Deliver::DirectMessage);
        Ok(by_dm && trouble != DirectTrouble::Later)
    }

    /// Schedules on hold that the one who acted can do something about, and has not been told of.
    async fn newly_on_hold(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Vec<Schedule>, Failure> {
        let at = interaction.at();
        let mut found = Vec::new();
        if interaction.may_manage_guild {
            found.extend(self.store.tell_suspended(guild, at).await?);
        }
        let own = self
            .store
            .tell_suspended_break(guild, interaction.user, at)
            .await?;
        found.extend(own);
        Ok(found)
    }
}

fn is_command(interaction: &Interaction, asked: &[&str]) -> bool {
    let InteractionKind::Command { path, .. } = &interaction.kind else {
        return false;
    };
    path.iter().map(String::as_str).eq(asked.iter().copied())
}

/// A schedule that is on hold, as it is shown.
pub(super) fn on_hold_line(schedule: &Schedule) -> Option<OnHold> {
    Some(OnHold {
        id: schedule.id.get(),
        channel: schedule.settings.channel?,
        what: what_it_sends(schedule),
        is_thread: is_thread_closed(schedule),
    })
}

/// It is on hold since the thread that it posts in was closed.
pub(super) fn is_thread_closed(schedule: &Schedule) -> bool {
    schedule.suspended.as_deref() == Some("thread closed")
}

/// What a schedule sends, as it is told.
pub(super) fn what_it_sends(schedule: &Schedule) -> What {
    match schedule.user {
        Some(_) => What::Reminder,
        None if schedule.is_recap => What::Recap,
        None => What::Prompt(schedule.id.get()),
    }
}
