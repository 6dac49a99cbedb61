//! What was wrong, when, and for whom: the soak's own record, which excuses are held against.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};

use super::ledger::Case;

/// After a trouble has ended the bot may take so long to notice: it tries again after at most 20 s, looks at Discord's
/// clock every 30 s, and is told to wait for at most 30 s.
const RECOVERY: SignedDuration = SignedDuration::from_secs(65);
/// This much time without trouble, in one piece, is a chance.
const CHANCE: SignedDuration = SignedDuration::from_secs(5);

/// Something that keeps messages from coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The bot does not run, or is about to be killed.
    Down,
    /// Nobody can write to the database.
    Locked,
    /// Posts do not get through, or their answers do not.
    Unreachable,
    /// Discord's clock and ours differ.
    Skewed,
    /// Discord refused the token; nothing is sent until a restart.
    Halted,
    /// The clock was moved past these instants, or back over them.
    Jumped,
    /// The schedule was put on hold, as nobody may post there.
    OnHold(usize),
    /// Nobody may post there; that ends what is due.
    Forbidden(&'static str),
    /// A member takes no direct messages; that ends what is due for them.
    Closed(&'static str),
    /// Discord refuses single posts; that ends them.
    Refused,
    /// What is in a channel cannot be read; that ends what is in doubt.
    NoHistory(&'static str),
}

impl Trouble {
    /// While it lasts, this case has no chance.
    fn blocks(self, case: &Case<'_>) -> bool {
        match self {
            Self::Down
            | Self::Locked
            | Self::Unreachable
            | Self::Skewed
            | Self::Halted
            | Self::Jumped => true,
            Self::OnHold(number) => number == case.number,
            Self::Forbidden(channel) | Self::NoHistory(channel) => case.channel == channel,
            Self::Closed(_) | Self::Refused => self.ends(case, None),
        }
    }

    /// It may end this case for good, for `reason`, or (`None`) for whatever reason.
    fn ends(self, case: &Case<'_>, reason: Option<&str>) -> bool {
        let because = |reasons: &[&str]| reason.is_none_or(|reason| reasons.contains(&reason));
        match self {
            Self::Forbidden(channel) => {
                (case.channel == channel && because(&["channel unusable"]))
                    || (case.is_looked_for_in(channel) && because(&["history unreadable"]))
            }
            Self::Closed(user) => {
                case.user == Some(user)
                    && case.falls_back_to.is_none()
                    && because(&["member unreachable"])
            }
            Self::Refused => because(&["refused", "opening too fast", "member unreachable"]),
            Self::Unreachable => reason == Some("not looked for in time"),
            Self::NoHistory(channel) => {
                case.is_looked_for_in(channel) && because(&["history unreadable"])
            }
            _ => false,
        }
    }
}

/// A trouble, for as long as it lasted.
#[derive(Debug)]
struct Spell {
    trouble: Trouble,
    from: Timestamp,
    until: Option<Timestamp>,
}

impl Spell {
    /// From its beginning to when its last traces are gone.
    fn span(&self) -> (Timestamp, Timestamp) {
        let until = self.until.unwrap_or(Timestamp::MAX - RECOVERY);
        (self.from, until + RECOVERY)
    }
}

/// Everything that was wrong.
#[derive(Debug, Default)]
pub struct Record {
    spells: Vec<Spell>,
    /// The faults as they were asked for, for whoever has to find out what happened.
    faults: Vec<(Timestamp, String)>,
    deeds: BTreeMap<String, usize>,
}

impl Record {
    /// Something is wrong from `now` on; returns its number.
    pub fn begin(&mut self, trouble: Trouble, now: Timestamp) -> usize {
        self.spells.push(Spell {
            trouble,
            from: now,
            until: None,
        });
        self.spells.len() - 1
    }

    /// That is over.
    pub fn end(&mut self, spell: usize, now: Timestamp) {
        self.spells[spell].until = Some(now);
    }

    /// Something was wrong in a time that is over.
    pub fn was(&mut self, trouble: Trouble, from: Timestamp, until: Timestamp) {
        let spell = self.begin(trouble, from);
        self.end(spell, until);
    }

    /// Something was done.
    pub fn did(&mut self, deed: impl Into<String>) {
        *self.deeds.entry(deed.into()).or_default() += 1;
    }

    /// How much was done.
    pub fn n_deeds(&self) -> usize {
        self.deeds.values().sum()
    }

    /// Whether the case had a chance between `from` and `until`: enough time in one piece in which nothing was wrong.
    pub fn had_a_chance(&self, case: &Case<'_>, from: Timestamp, until: Timestamp) -> bool {
        let spells = self
            .spells
            .iter()
            .filter(|spell| spell.trouble.blocks(case));
        let mut spans: Vec<_> = spells.map(Spell::span).collect();
        spans.sort();
        let mut well_since = from;
        for (begin, end) in spans {
            if begin.min(until).duration_since(well_since) >= CHANCE {
                return true;
            }
            well_since = well_since.max(end);
        }
        until.duration_since(well_since) >= CHANCE
    }

    /// Whether something that was wrong between `from` and `until` can have ended the case for this reason.
    pub fn explains(
        &self,
        case: &Case<'_>,
        reason: &str,
        from: Timestamp,
        until: Timestamp,
    ) -> bool {
        self.spells.iter().any(|spell| {
            let (begin, end) = spell.span();
            begin <= until && end >= from && spell.trouble.ends(case, Some(reason))
        })
    }

    /// A fault was asked for.
    pub fn asked_for(&mut self, fault: String, now: Timestamp) {
        self.faults.push((now, fault));
    }

    /// All that was wrong between `from` and `until`, one thing a line.
    pub fn around(&self, from: Timestamp, until: Timestamp) -> String {
        let meets = |spell: &&Spell| spell.from <= until && spell.span().1 >= from;
        let spells = self.spells.iter().filter(meets);
        let mut lines: Vec<_> = spells
            .map(|spell| format!("  {} to {:?}: {:?}", spell.from, spell.until, spell.trouble))
            .collect();
        let near = (from - SignedDuration::from_hours(1))..=until;
        let faults = self.faults.iter().filter(|(at, _)| near.contains(at));
        lines.extend(faults.map(|(at, fault)| format!("  {at}: {fault}")));
        lines.join("\n")
    }

    /// What was done, in words.
    pub fn summary(&self) -> String {
        let mut summary = String::new();
        for (deed, times) in &self.deeds {
            writeln!(summary, "{times:>6} {deed}").unwrap();
        }
        summary
    }
}
