//! Where a delivery goes.
//!
//! Begin reading at [`App::target`].

use super::App;
use crate::domain::delivery::Deliver;
use crate::domain::ids::ChannelId;
use crate::store::{Delivery, Schedule, ScheduleKind, StoreError};

/// Where a delivery goes, and as what.
pub(super) struct Target {
    pub(super) channel: ChannelId,
    /// It stands in a channel, so its one member is mentioned.
    pub(super) mention: bool,
    /// Where to go instead if the member cannot be reached.
    pub(super) fallback: Option<ChannelId>,
    /// It is such a fallback itself: that it cannot be used says nothing about the schedule.
    pub(super) instead: bool,
    /// So many direct messages in a row have failed to reach the member; 0 in a channel.
    pub(super) failures: u32,
}

impl App {
    /// Where a delivery goes; `None` if there is no way to the member.
    pub(super) async fn target(
        &self,
        delivery: &Delivery,
        schedule: &Schedule,
    ) -> Result<Option<Target>, StoreError> {
        let is_break = delivery.kind == ScheduleKind::DeskBreak;
        // What a member put off of a channel's prompt is between them and us.
        let is_personal = !is_break && delivery.user.is_some();
        let is_dm = is_personal || schedule.settings.deliver == Deliver::DirectMessage;
        let in_channel = |channel| Target {
            channel,
            mention: is_break,
            fallback: None,
            instead: is_dm,
            failures: 0,
        };
        if !is_dm {
            return Ok(delivery.channel.map(in_channel));
        }
        let Some(user) = delivery.user else {
            return Ok(None);
        };
        let falls_back = schedule.settings.fallback && !is_personal;
        let fallback = delivery.channel.filter(|_| falls_back);
        // The scheduler never opens a direct channel (D-61).
        let direct = self.store.direct_standing(user).await?;
        Ok(match direct.channel.filter(|_| !direct.is_suspended) {
            Some(channel) => Some(Target {
                channel,
                mention: false,
                fallback,
                instead: false,
                failures: direct.failures,
            }),
            None => fallback.map(in_channel),
        })
    }
}
