//! From the files of a pack to its raw cards, file by file, so that a broken one never hides the others.
//!
//! Knows which folder holds which sort of card, but not what a card must have. Begin reading at
//! [`Pack::parse`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::decode::decode;
use super::error::{At, Problem, Problems};
use super::flags::Flags;
use super::raw::{
    RawCause, RawCautionFile, RawExercise, RawGroup, RawHelp, RawMeta, RawPrompt, RawPromptFile,
    RawRoutine, RawSafety, RawSkeletonFile, RawSource, RawSourceFile, RawSynonyms, RawTip,
    RawTipFile,
};
use super::raw_pose::{RawBase, RawPropShape};

/// A file of a pack: its path within the pack, where it was found, and what is in it.
#[derive(Debug, Clone)]
pub(super) struct PackFile {
    /// Such as `exercises/neck-tilts.toml`.
    pub(super) path: String,
    /// What a problem calls it.
    pub(super) shown: String,
    /// What is in it, or why that cannot be known.
    pub(super) text: Result<String, Unreadable>,
}

/// Why the text of a file could not be had, and what would be accepted.
#[derive(Debug, Clone)]
pub(super) struct Unreadable {
    pub(super) wrong: String,
    pub(super) accepted: &'static str,
}

/// Something with its place, and its rank among its like.
#[derive(Debug, Clone)]
pub(super) struct Placed<T> {
    pub(super) at: At,
    /// Cards are listed by this, then by id.
    pub(super) rank: (i64, usize),
    pub(super) raw: T,
}

/// A tip with the title of its family.
#[derive(Debug, Clone)]
pub(super) struct FamilyTip {
    pub(super) family: Option<String>,
    pub(super) tip: RawTip,
}

/// All that is written in the packs, the later ones laid over the earlier.
#[derive(Debug, Clone, Default)]
pub(super) struct Pack {
    /// What problems put before the name of a file that is missing.
    pub(super) root: String,
    /// The names (without folder and ending) of files that could not be read, and the ids that they seem to
    /// hold.
    broken: BTreeSet<String>,
    pub(super) meta: Option<Placed<RawMeta>>,
    pub(super) safety: Option<Placed<RawSafety>>,
    pub(super) cautions: BTreeMap<String, Placed<String>>,
    /// The sources that a caution rests on.
    pub(super) basis: BTreeMap<String, Placed<Vec<String>>>,
    pub(super) sources: BTreeMap<String, Placed<RawSource>>,
    pub(super) bases: BTreeMap<String, Placed<RawBase>>,
    pub(super) shapes: BTreeMap<String, Placed<RawPropShape>>,
    /// What the packs say about words, beside the groups.
    pub(super) synonyms: Vec<Placed<RawSynonyms>>,
    pub(super) groups: BTreeMap<String, Placed<RawGroup>>,
    pub(super) red_flags: Option<Placed<FlagTable>>,
    pub(super) cards: Vec<Placed<RawAny>>,
}

/// The table of red flags. It is large, and so it is read once.
#[derive(Debug, Clone)]
pub(super) struct FlagTable {
    pub(super) text: String,
    pub(super) read: Result<Arc<Flags>, Vec<Problem>>,
}

/// A card of any sort.
#[derive(Debug, Clone)]
pub(super) enum RawAny {
    Cause(RawCause),
    Tip(FamilyTip),
    Exercise(Box<RawExercise>),
    Help(RawHelp),
    Prompt(RawPrompt),
    Routine(RawRoutine),
}

impl RawAny {
    pub(super) fn id(&self) -> Option<&str> {
        match self {
            Self::Cause(raw) => raw.card().id,
            Self::Tip(raw) => raw.tip.card().id,
            Self::Exercise(raw) => raw.card().id,
            Self::Help(raw) => raw.card().id,
            Self::Prompt(raw) => raw.card().id,
            Self::Routine(raw) => raw.card().id,
        }
    }
}

impl Pack {
    /// Reads the files of one pack.
    pub(super) fn parse(root: &str, files: &[PackFile], problems: &mut Problems) -> Self {
        let mut pack = Self {
            root: root.to_owned(),
            ..Self::default()
        };
        for file in files {
            pack.read(file, problems);
        }
        pack.report_twins(problems);
        pack
    }

    fn read(&mut self, file: &PackFile, problems: &mut Problems) {
        let at = At::file(&file.shown);
        match file.path.split_once('/') {
            None => self.read_shared(file, at, problems),
            Some(("causes", _)) => self.read_card(file, at, problems, |raw: RawCause| {
                (raw.order, RawAny::Cause(raw))
            }),
            Some(("exercises", _)) => self.read_card(file, at, problems, |raw: RawExercise| {
                (None, RawAny::Exercise(Box::new(raw)))
            }),
            Some(("help", _)) => self.read_card(file, at, problems, |raw: RawHelp| {
                (raw.order, RawAny::Help(raw))
            }),
            Some(("routines", _)) => self.read_card(file, at, problems, |raw: RawRoutine| {
                (raw.order, RawAny::Routine(raw))
            }),
            Some(("tips", _)) => self.read_tips(file, &at, problems),
            Some(("prompts", _)) => self.read_prompts(file, &at, problems),
            Some(_) => problems.push(&at, "", "is in a folder that no pack has", FOLDERS),
        }
    }

    fn read_shared(&mut self, file: &PackFile, at: At, problems: &mut Problems) {
        match file.path.as_str() {
            "pack.toml" => self.meta = self.decode(file, problems).map(|raw| placed(at, raw)),
            "safety.toml" => self.safety = self.decode(file, problems).map(|raw| placed(at, raw)),
            "cautions.toml" => {
                let raw: RawCautionFile = self.decode(file, problems).unwrap_or_default();
                self.cautions = each_placed(&at, raw.caution);
                self.basis = each_placed(&at, raw.basis);
            }
            "sources.toml" => {
                let raw: RawSourceFile = self.decode(file, problems).unwrap_or_default();
                self.sources = each_placed(&at, raw.source);
            }
            "skeletons.toml" => {
                let raw: RawSkeletonFile = self.decode(file, problems).unwrap_or_default();
                self.bases = each_placed(&at, raw.base);
                self.shapes = each_placed(&at, raw.prop);
            }
            "synonyms.toml" => {
                let mut raw: RawSynonyms = self.decode(file, problems).unwrap_or_default();
                self.groups = each_placed(&at, std::mem::take(&mut raw.group));
                self.synonyms = vec![placed(at, raw)];
            }
            "red-flags.toml" => match &file.text {
                Ok(text) => {
                    let read = Flags::read(text).map(Arc::new);
                    let text = text.clone();
                    self.red_flags = Some(placed(at, FlagTable { text, read }));
                }
                Err(Unreadable { wrong, accepted }) => problems.unread(&at, "", wrong, *accepted),
            },
            _ => problems.push(&at, "", "is a file that no pack has", FOLDERS),
        }
    }

    fn read_card<T: DeserializeOwned>(
        &mut self,
        file: &PackFile,
        at: At,
        problems: &mut Problems,
        into_card: impl FnOnce(T) -> (Option<i64>, RawAny),
    ) {
        if let Some(raw) = self.decode(file, problems) {
            let (order, raw) = into_card(raw);
            let rank = (order.unwrap_or(UNRANKED), 0);
            self.cards.push(Placed { at, rank, raw });
        }
    }

    fn read_tips(&mut self, file: &PackFile, at: &At, problems: &mut Problems) {
        let Some(raw) = self.decode::<RawTipFile>(file, problems) else {
            return;
        };
        if raw.tip.is_empty() {
            problems.push(at, "tip", "is missing", "at least one [[tip]]");
        }
        for (index, tip) in raw.tip.into_iter().enumerate() {
            self.cards.push(Placed {
                at: at.inside(&format!("tip[{}]", index + 1)),
                rank: (raw.order.unwrap_or(UNRANKED), index),
                raw: RawAny::Tip(FamilyTip {
                    family: raw.family.clone(),
                    tip,
                }),
            });
        }
    }

    fn read_prompts(&mut self, file: &PackFile, at: &At, problems: &mut Problems) {
        let Some(raw) = self.decode::<RawPromptFile>(file, problems) else {
            return;
        };
        if raw.prompt.is_empty() {
            problems.push(at, "prompt", "is missing", "at least one [[prompt]]");
        }
        for (index, prompt) in raw.prompt.into_iter().enumerate() {
            self.cards.push(Placed {
                at: at.inside(&format!("prompt[{}]", index + 1)),
                rank: (UNRANKED, index),
                raw: RawAny::Prompt(prompt),
            });
        }
    }

    /// A file of that name could not be read; what others expect of it is not their mistake.
    pub(super) fn is_broken(&self, stem: &str) -> bool {
        self.broken.contains(stem)
    }

    /// Reads one file; all that it cannot be read as is noted.
    fn decode<T: DeserializeOwned>(
        &mut self,
        file: &PackFile,
        problems: &mut Problems,
    ) -> Option<T> {
        let at = At::file(&file.shown);
        let broken = match &file.text {
            Ok(text) => match decode(text, &at, problems) {
                Ok(raw) => return Some(raw),
                Err(broken) => broken.ids,
            },
            Err(Unreadable { wrong, accepted }) => {
                problems.unread(&at, "", wrong, *accepted);
                Vec::new()
            }
        };
        self.broken.insert(at.stem().to_owned());
        self.broken.extend(broken);
        None
    }

    /// Within one pack, an id belongs to one card.
    fn report_twins(&self, problems: &mut Problems) {
        let mut seen: BTreeMap<&str, &At> = BTreeMap::new();
        for card in &self.cards {
            let Some(id) = card.raw.id() else { continue };
            if let Some(first) = seen.insert(id, &card.at) {
                let wrong = format!(
                    "\"{id}\" is the id of two cards, the other in {}",
                    first.file
                );
                problems.push(&card.at, "id", wrong, "an id of its own");
            }
        }
    }

    /// Lays `upper` over this pack: what has the same name is replaced, everything else stays.
    pub(super) fn overlay(&mut self, upper: Self) {
        self.broken.extend(upper.broken);
        self.safety = upper.safety.or_else(|| self.safety.take());
        self.cautions.extend(upper.cautions);
        self.basis.extend(upper.basis);
        self.sources.extend(upper.sources);
        self.bases.extend(upper.bases);
        self.shapes.extend(upper.shapes);
        self.synonyms.extend(upper.synonyms);
        self.groups.extend(upper.groups);
        self.red_flags = upper.red_flags.or_else(|| self.red_flags.take());
        self.cards.retain(|card| {
            let id = card.raw.id();
            id.is_none() || upper.cards.iter().all(|other| other.raw.id() != id)
        });
        self.cards.extend(upper.cards);
    }
}

/// Cards that give no `order` come after those that do.
const UNRANKED: i64 = i64::MAX;

const FOLDERS: &str = "pack.toml, safety.toml, cautions.toml, sources.toml, skeletons.toml, synonyms.toml, \
     red-flags.toml, or \
     a file in causes, tips, exercises, help, prompts or routines";

fn placed<T>(at: At, raw: T) -> Placed<T> {
    Placed {
        at,
        rank: (UNRANKED, 0),
        raw,
    }
}

fn each_placed<T>(at: &At, table: BTreeMap<String, T>) -> BTreeMap<String, Placed<T>> {
    table
        .into_iter()
        .map(|(name, raw)| (name, placed(at.clone(), raw)))
        .collect()
}
