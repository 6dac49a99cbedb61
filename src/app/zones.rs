//! Finding and checking time zones.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::dispatch::Failure;
use super::places::{abbreviated, folded, named, spelled};
use super::setup::ZONES;
use super::{App, Interaction};
use crate::clock::Zones;
use crate::store::StoreError;
use crate::text::Words;
use crate::view::words::and_list;

/// The zone of those who have chosen none (T-5).
pub(super) const DEFAULT_ZONE: &str = "UTC";

/// The most proposals that Discord takes.
const PROPOSALS: usize = 25;
/// How many zones are named to choose from, where several may be meant.
const NAMED: usize = 3;
/// The rank of a name that has what was typed in its middle.
const MIDDLE: u8 = 3;

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
    /// The zone of what somebody gave, under its canonical spelling: one that the list offers, or UTC (T-2). A city counts as
    /// in the list, if just one zone has it; otherwise those that may be meant are named.
    pub(super) fn zone(&self, words: Words<'_>, name: &str) -> Result<(String, TimeZone), Failure> {
        let typed = name.trim();
        let spelled = self.zones.find(typed).and_then(|zone| {
            let spelled = zone.iana_name().unwrap_or_default().to_owned();
            (spelled == DEFAULT_ZONE || is_place(&spelled)).then_some((spelled, zone))
        });
        if let Some(found) = spelled {
            return Ok(found);
        }
        let nearest = self.nearest_zones(typed);
        let mut meant = nearest.iter().filter(|one| one.rank == 0);
        if let Some(first) = meant.next()
            && meant.all(|other| self.are_alike(&first.zone, &other.zone))
        {
            return Ok((first.zone.clone(), self.stored_zone(&first.zone)));
        }
        let named = nearest.iter().take(NAMED);
        let named: Vec<_> = named.map(|one| format!("`{}`", one.zone)).collect();
        let key = if named.is_empty() {
            "zone-unknown"
        } else {
            "zone-several"
        };
        let said = [
            ("zone", name.into()),
            ("zones", and_list(words, &named).into()),
        ];
        Err(Failure::Said(words.with(key, &said)))
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

    /// Zones by city, region or name; only `Area/Location` names, whose meaning is plain (T-2). While nothing is typed, the
    /// server's own comes first, then those that many have.
    pub(super) async fn zone_choices(
        &self,
        interaction: &Interaction,
        typed: &str,
    ) -> Result<Vec<(String, String)>, StoreError> {
        if !folded(typed).is_empty() {
            let found = self.nearest_zones(typed).into_iter().take(PROPOSALS);
            let choice = |one: Found| self.zone_choice(one.place.as_deref(), one.zone);
            return Ok(found.map(choice).collect());
        }
        let own = match interaction.guild {
            Some(guild) => self.store.guild(guild).await?.timezone,
            None => None,
        };
        let usual = ZONES.iter().map(|zone| (*zone).to_owned());
        let usual = usual.filter(|zone| own.as_ref() != Some(zone));
        let zones: Vec<_> = own.iter().cloned().chain(usual).collect();
        let zones = zones.into_iter().take(PROPOSALS);
        Ok(zones.map(|zone| self.zone_choice(None, zone)).collect())
    }

    /// Two names of one zone, as far as the coming year shows.
    fn are_alike(&self, one: &str, other: &str) -> bool {
        let now = self.clock.now();
        let (one, other) = (self.stored_zone(one), self.stored_zone(other));
        let half_a_year = SignedDuration::from_hours(24 * 183);
        [now, now.saturating_add(half_a_year).unwrap_or(now)]
            .into_iter()
            .all(|at| one.to_offset(at) == other.to_offset(at))
    }

    fn zone_choice(&self, place: Option<&str>, zone: String) -> (String, String) {
        let offset = self.stored_zone(&zone).to_offset(self.clock.now());
        let name = zone.replace('_', " ");
        let label = match place {
            Some(place) => format!("{place}: {name} (UTC{offset})"),
            None => format!("{name} (UTC{offset})"),
        };
        (label, zone)
    }

    /// The zones that come nearest to what is typed, the nearest first and each once.
    fn nearest_zones(&self, typed: &str) -> Vec<Found> {
        let typed = folded(typed);
        if typed.is_empty() {
            return Vec::new();
        }
        let meant = abbreviated(&typed);
        let short = meant.iter().enumerate().map(|(order, zone)| Found {
            rank: 1,
            order,
            zone: (*zone).to_owned(),
            place: None,
        });
        let names = self.zones.names();
        let known = names.iter().filter_map(|name| {
            let folded = folded(name);
            let city = folded.rsplit('/').next().unwrap_or_default();
            let is_offered = is_place(name) || name == DEFAULT_ZONE;
            let rank = rank(city, &typed).or(folded.contains(&typed).then_some(MIDDLE))?;
            is_offered.then(|| Found {
                rank,
                order: 0,
                zone: name.clone(),
                place: None,
            })
        });
        let places = named().filter_map(|(name, zone)| {
            Some(Found {
                rank: rank(name, &typed)?,
                order: 1,
                zone: zone.to_owned(),
                place: Some(spelled(name)),
            })
        });
        let mut found: Vec<_> = short.chain(known).chain(places).collect();
        // What merely has the letters of an abbreviation in it is not meant.
        found.retain(|one| meant.is_empty() || one.rank < MIDDLE);
        found.sort();
        let mut seen = BTreeSet::new();
        found.retain(|one| seen.insert(one.zone.clone()));
        found
    }
}

/// A zone that may be meant; the nearest sorts first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    /// 0 is called just so; an abbreviation, a beginning, a part follow.
    rank: u8,
    /// Among those that are as near, the zone's own city comes first.
    order: usize,
    zone: String,
    /// The city or country that was found, if the zone is called otherwise.
    place: Option<String>,
}

/// A name that begins with what was typed comes before one that has it in the middle.
fn rank(name: &str, typed: &str) -> Option<u8> {
    match (name == typed, name.starts_with(typed)) {
        (true, _) => Some(0),
        (false, true) => Some(2),
        // Two letters stand in the middle of almost anything.
        (false, false) => (typed.len() > 2 && name.contains(typed)).then_some(MIDDLE),
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
