//! Finding and checking time zones.

use jiff::tz::TimeZone;

use super::{App, dispatch::Failure};
use crate::clock::Zones;
use crate::text::Words;

/// The zone of those who have chosen none (T-5).
pub(super) const DEFAULT_ZONE: &str = "UTC";

/// The zone of a stored name. A name that the zone data has lost since counts as UTC, and says so in the log.
pub(super) fn stored_zone(zones: &Zones, name: &str) -> TimeZone {
    zones.find(name).unwrap_or_else(|| {
        tracing::error!(
            zone = name,
            "a stored time zone is not in the zone data; using UTC"
        );
        TimeZone::UTC
    })
}

impl App {
    /// The zone of a name that somebody gave, under its canonical spelling: one that the list offers, or UTC (T-2).
    pub(super) fn zone(&self, words: Words<'_>, name: &str) -> Result<(String, TimeZone), Failure> {
        let unknown = || Failure::Said(words.with("zone-unknown", &[("zone", name.into())]));
        let zone = self.zones.find(name.trim()).ok_or_else(unknown)?;
        let spelled = zone.iana_name().unwrap_or_default().to_owned();
        if spelled == DEFAULT_ZONE || is_place(&spelled) {
            Ok((spelled, zone))
        } else {
            Err(unknown())
        }
    }

    /// The zone that somebody asked for, else the one that is stored already, by whatever name.
    pub(super) fn asked_or_stored(
        &self,
        words: Words<'_>,
        asked: Option<&str>,
        stored: Option<String>,
    ) -> Result<Option<(String, TimeZone)>, Failure> {
        match asked {
            Some(name) => self.zone(words, name).map(Some),
            None => Ok(stored.map(|name| {
                let zone = self.stored_zone(&name);
                (name, zone)
            })),
        }
    }

    /// The zone of a stored name.
    pub(super) fn stored_zone(&self, name: &str) -> TimeZone {
        stored_zone(&self.zones, name)
    }

    /// Zones by city, region or name; only `Area/Location` names, whose meaning is plain (T-2).
    pub(super) fn zone_choices(&self, typed: &str) -> Vec<(String, String)> {
        let typed = typed.trim().to_lowercase().replace(' ', "_");
        let mut found: Vec<_> = self
            .zones
            .names()
            .into_iter()
            .filter(|name| is_place(name) && name.to_lowercase().contains(&typed))
            .map(|name| (rank(&name, &typed), name))
            .collect();
        found.sort();
        let now = self.clock.now();
        let choice = |name: String| {
            let offset = self.stored_zone(&name).to_offset(now);
            (format!("{} (UTC{offset})", name.replace('_', " ")), name)
        };
        found
            .into_iter()
            .take(25)
            .map(|(_, name)| choice(name))
            .collect()
    }
}

/// A city that begins with what was typed comes before one that has it in the middle.
fn rank(name: &str, typed: &str) -> u8 {
    let city = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    match (city == typed, city.starts_with(typed)) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    }
}

fn is_place(name: &str) -> bool {
    let area = name.split('/').next().unwrap_or_default();
    let areas = [
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ];
    name.contains('/') && areas.contains(&area)
}
