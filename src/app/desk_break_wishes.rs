//! What members wish of their own reminders beside times and places: hours of quiet (S-51), holidays (S-52), and peace once it
//! is done (S-54).
//!
//! Begin reading at [`with_wishes`].

use super::dispatch::Failure;
use super::settings::quiet_hours;
use crate::command::DeskBreakChoices;
use crate::domain::quiet_hours::QuietHours;
use crate::domain::recurrence::Recurrence;
use crate::store::ScheduleSettings;
use crate::text::Words;

/// Settings with what was wished for; what was not named stays. Quiet hours in which every time lies are refused.
pub(super) fn with_wishes(
    words: Words<'_>,
    asked: &DeskBreakChoices,
    recurrence: &Recurrence,
    settings: ScheduleSettings,
) -> Result<ScheduleSettings, Failure> {
    let quiet = match asked.quiet.as_deref() {
        Some(text) => quiet_hours(words, text)?,
        None => settings.quiet_hours,
    };
    let hours = own_quiet_hours(quiet);
    if let Some(hours) = hours.filter(|hours| is_always_quiet(recurrence, *hours)) {
        let hours = [("hours", hours.to_string().into())];
        return Err(Failure::Said(words.with("deskbreak-always-quiet", &hours)));
    }
    Ok(ScheduleSettings {
        quiet_hours: quiet,
        stop_when_done: asked.stop_when_done.unwrap_or(settings.stop_when_done),
        on_holidays: asked.holidays.unwrap_or(settings.on_holidays),
        ..settings
    })
}

/// Hours as they are kept, as the rules know them.
pub(super) fn own_quiet_hours(
    kept: Option<(jiff::civil::Time, jiff::civil::Time)>,
) -> Option<QuietHours> {
    kept.and_then(|(from, to)| QuietHours::new(from, to))
}

fn is_always_quiet(recurrence: &Recurrence, hours: QuietHours) -> bool {
    recurrence.times().all().all(|time| hours.contain(time))
}
