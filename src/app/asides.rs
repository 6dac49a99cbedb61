//! What somebody has to know although they did not ask: told once, beside the answer to whatever they did next.
//!
//! Begin reading at [`App::say_aside`].

use super::dispatch::Failure;
use super::{App, Interaction, InteractionKind};
use crate::domain::ids::{GuildId, UserId};
use crate::store::{DirectTrouble, Schedule, ScheduleId};
use crate::view::check::{self, OnHold, What};
use crate::view::{Message, direct};

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
            // A check shows the server's own itself.
            let shows_them = is_check(interaction);
            let said = on_hold
                .iter()
                .filter(|one| one.user.is_some() || !shows_them);
            let lines: Vec<_> = said.filter_map(on_hold_line).collect();
            if !lines.is_empty() {
                parts.extend(check::on_hold_beside(words, &lines));
            }
        }
        if let Some(trouble) = self.store.tell_direct_trouble(interaction.user).await? {
            told.push(Told::Direct(interaction.user, trouble));
            parts.extend(direct::trouble(words, trouble.as_str()));
        }
        Ok((!parts.is_empty()).then(|| Aside {
            message: check::aside(parts),
            told,
        }))
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

fn is_check(interaction: &Interaction) -> bool {
    let InteractionKind::Command { path, .. } = &interaction.kind else {
        return false;
    };
    path.iter().map(String::as_str).eq(["wellness", "check"])
}

/// A schedule that is on hold, as it is shown.
pub(super) fn on_hold_line(schedule: &Schedule) -> Option<OnHold> {
    Some(OnHold {
        id: schedule.id.get(),
        channel: schedule.settings.channel?,
        what: what_it_sends(schedule),
    })
}

/// What a schedule sends, as it is told.
pub(super) fn what_it_sends(schedule: &Schedule) -> What {
    match schedule.user {
        Some(_) => What::Reminder,
        None if schedule.is_recap => What::Recap,
        None => What::Prompt(schedule.id.get()),
    }
}
