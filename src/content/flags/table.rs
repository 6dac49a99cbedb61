//! What the table means: checked, with every name resolved.
//!
//! Must not know any text that is judged. Begin reading at [`read`], then [`Rule`].

use std::collections::{HashMap, HashSet};

use super::order::order;
use super::phrase::{self, ConceptId, Phrase};
use super::problem::problem;
use super::raw::{RawRule, RawTable, RawWhen};
use super::words::Lexicon;
use crate::content::error::Problem;
use crate::domain::advice::Urgency;

/// How near what explains a sign away must stand, where the table does not say.
const UNLESS_NEAR: usize = 5;

/// The id of a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub String);

/// The table, ready for use.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) spelling: HashMap<String, Vec<String>>,
    pub(super) lexicon: Lexicon,
    /// Words that add nothing to a phrase that they stand in.
    pub(super) fillers: HashSet<String>,
    pub(super) concepts: Vec<Concept>,
    /// The concepts, those first that others are made of.
    pub(super) order: Vec<ConceptId>,
    pub(super) idioms: Vec<Idiom>,
    pub(super) tales: Tales,
    /// Those idioms that tell nothing of the topic either.
    pub(super) asides: Vec<Phrase>,
    pub(super) negation: Negation,
    pub(super) asks: Vec<Phrase>,
    pub(super) someone: Vec<Phrase>,
    pub(super) alarm: Option<Alarm>,
    pub(super) rules: Vec<Rule>,
}

/// A named group of phrases that say the same.
#[derive(Debug)]
pub(super) struct Concept {
    pub(super) name: String,
    /// A “no” before it does not take it away: parts of the body, circumstances.
    pub(super) steady: bool,
    /// That it is long over takes it away.
    pub(super) settles: bool,
    pub(super) phrases: Vec<Phrase>,
}

/// Figures of speech, which are none after some words: “the desk collapsed” after “the man at”.
#[derive(Debug)]
pub(super) struct Idiom {
    pub(super) say: Vec<Phrase>,
    pub(super) not_after: HashSet<String>,
}

/// What tells of nobody here: films, lessons, crosswords.
#[derive(Debug, Default)]
pub(super) struct Tales {
    /// What begins a tale.
    pub(super) say: Vec<Phrase>,
    /// Words at which it ends: “my”, “but”.
    pub(super) ends: HashSet<String>,
    /// What it may list after a comma.
    pub(super) lists: Option<ConceptId>,
}

/// The words of denial.
#[derive(Debug, Default)]
pub(super) struct Negation {
    pub(super) nouns: HashSet<String>,
    pub(super) verbs: HashSet<String>,
    pub(super) after: HashSet<String>,
    pub(super) ends: HashSet<String>,
    pub(super) carries: HashSet<String>,
    /// Phrases that deny what stands just before them: “was ruled out”.
    pub(super) cleared: Vec<Phrase>,
    /// Phrases that say that what stands before them is long over: “all fine since”.
    pub(super) settled: Vec<Phrase>,
    /// Words beside them that say that it is there all the same: “again”.
    pub(super) unsettles: HashSet<String>,
    /// Phrases that put right what was said before them: “the meeting, I mean”.
    pub(super) takes_back: Vec<Phrase>,
    /// Phrases whose “no” denies nothing: “no idea why”.
    pub(super) not_these: Vec<Phrase>,
}

/// What deserves a second look when no rule holds.
#[derive(Debug)]
pub(super) struct Alarm {
    pub(super) sign: ConceptId,
    pub(super) place: ConceptId,
    pub(super) near: usize,
}

/// A red flag.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) id: RuleId,
    pub(super) urgency: Urgency,
    /// The help card and the number of its point that it stands for.
    pub(super) point: String,
    pub(super) when: Vec<When>,
    pub(super) unless: Vec<ConceptId>,
    pub(super) examples: Vec<String>,
    pub(super) not: Vec<String>,
}

/// One of the ways in which a rule holds.
#[derive(Debug)]
pub(super) struct When {
    /// Each must be there; of those inside one, any.
    pub(super) all: Vec<Vec<ConceptId>>,
    /// The most words between the first and each other one.
    pub(super) near: Option<usize>,
    pub(super) unless: Vec<ConceptId>,
    /// How near to a sign what explains it away must stand, in words.
    pub(super) unless_near: usize,
}

/// Reads the table.
///
/// # Errors
///
/// Everything that is wrong with it.
pub(super) fn read(toml: &str) -> Result<Table, Vec<Problem>> {
    let raw: RawTable = toml::from_str(toml).map_err(|error| {
        let before = error.span().and_then(|span| toml.get(..span.start));
        let line = before.map_or(1, |before| before.matches('\n').count() + 1);
        vec![problem(
            format!("line {line}"),
            error.message().replace('\n', " "),
            "TOML with the keys that the head of the file describes",
        )]
    })?;
    let mut reader = Reader {
        names: raw.concept.keys().map(String::as_str).zip(0..).collect(),
        table: Table::default(),
        problems: Vec::new(),
    };
    reader.words(&raw);
    reader.not_meant(&raw);
    reader.concepts(&raw);
    reader.alarm(&raw);
    for (n, rule) in raw.rule.iter().enumerate() {
        reader.rule(n, rule);
    }
    reader.table.lexicon.finish();
    if reader.problems.is_empty() {
        Ok(reader.table)
    } else {
        reader.problems.sort();
        Err(reader.problems)
    }
}

struct Reader<'a> {
    names: HashMap<&'a str, ConceptId>,
    table: Table,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn words(&mut self, raw: &RawTable) {
        let split = |text: &String| text.split_whitespace().map(str::to_owned).collect();
        let spelling = raw.spelling.iter();
        self.table.spelling = spelling.map(|(k, v)| (k.clone(), split(v))).collect();
        self.table.lexicon.add_real_words(&raw.typos.real_words);
        for family in &raw.words.families {
            self.table.lexicon.add_family(family);
        }
        let set = |words: &[String]| words.iter().cloned().collect();
        self.table.fillers = set(&raw.words.fillers);
        for words in [&raw.negation.nouns, &raw.negation.verbs, &raw.negation.ends] {
            self.table.lexicon.add_real_words(&words.join(" "));
        }
        let not_these = self.phrases("negation.not_these", &raw.negation.not_these);
        let cleared = self.phrases("negation.cleared", &raw.negation.cleared);
        let settled = self.phrases("negation.settled", &raw.negation.settled);
        let takes_back = self.phrases("negation.takes_back", &raw.negation.takes_back);
        self.table.negation = Negation {
            nouns: set(&raw.negation.nouns),
            verbs: set(&raw.negation.verbs),
            after: set(&raw.negation.after),
            ends: set(&raw.negation.ends),
            carries: set(&raw.negation.carries),
            cleared,
            settled,
            unsettles: set(&raw.negation.unsettles),
            takes_back,
            not_these,
        };
        self.table.asks = self.phrases("general.asks", &raw.general.asks);
        self.table.someone = self.phrases("general.someone", &raw.general.someone);
    }

    fn not_meant(&mut self, raw: &RawTable) {
        let set = |words: &[String]| words.iter().cloned().collect();
        for (n, idiom) in raw.idiom.iter().enumerate() {
            if idiom.why.is_empty() {
                self.wrong(format!("idiom[{n}].why"), "is missing", "a short reason");
            }
            let phrases = self.phrases(&format!("idiom[{n}].say"), &idiom.say);
            if idiom.aside {
                self.table.asides.extend(phrases.iter().cloned());
            }
            self.table.idioms.push(Idiom {
                say: phrases,
                not_after: set(&idiom.not_after),
            });
        }
        self.table.tales = Tales {
            say: self.phrases("tales.say", &raw.tales.say),
            ends: set(&raw.tales.ends),
            lists: match raw.tales.lists.as_str() {
                "" => None,
                name => self.concept("tales.lists", name),
            },
        };
    }

    fn concepts(&mut self, raw: &RawTable) {
        for (name, concept) in &raw.concept {
            let key = format!("concept.{name}");
            if concept.about.is_empty() {
                self.wrong(format!("{key}.about"), "is missing", "what it stands for");
            }
            if concept.say.is_empty() {
                self.wrong(format!("{key}.say"), "is empty", "words or phrases");
            }
            let phrases = self.phrases(&format!("{key}.say"), &concept.say);
            self.table.concepts.push(Concept {
                name: name.clone(),
                steady: concept.steady,
                settles: concept.settles,
                phrases,
            });
        }
        match order(&self.table.concepts) {
            Ok(order) => self.table.order = order,
            Err(id) => {
                let key = format!("concept.{}", self.table.concepts[id].name);
                let accepted = "concepts that are not made of themselves";
                self.wrong(key, "is made of itself, by way of others", accepted);
            }
        }
    }

    fn alarm(&mut self, raw: &RawTable) {
        let sign = self.concept("alarm.sign", &raw.alarm.sign);
        let place = self.concept("alarm.place", &raw.alarm.place);
        self.table.alarm = sign.zip(place).map(|(sign, place)| Alarm {
            sign,
            place,
            near: raw.alarm.near,
        });
    }

    fn rule(&mut self, n: usize, raw: &RawRule) {
        let key = match raw.id.as_str() {
            "" => format!("rule[{n}]"),
            id => format!("rule[{n}] ({id})"),
        };
        self.rule_head(&key, raw);
        let urgency = Urgency::from_name(&raw.urgency).filter(|named| *named != Urgency::Routine);
        let Some(urgency) = urgency else {
            let wrong = format!("“{}” is no urgency", raw.urgency);
            self.wrong(format!("{key}.urgency"), wrong, "soon, emergency or crisis");
            return;
        };
        let whens = raw.when.iter().enumerate();
        let when = whens
            .map(|(i, when)| self.when(&format!("{key}.when[{i}]"), when))
            .collect();
        let unless = self.list(&format!("{key}.unless"), &raw.unless);
        self.table.rules.push(Rule {
            id: RuleId(raw.id.clone()),
            urgency,
            point: raw.point.clone(),
            when,
            unless,
            examples: raw.examples.clone(),
            not: raw.not.clone(),
        });
    }

    fn rule_head(&mut self, key: &str, raw: &RawRule) {
        let missing = [
            ("id", raw.id.is_empty(), "a short name such as saddle-numb"),
            ("why", raw.why.is_empty(), "a sentence for its readers"),
            (
                "sources",
                raw.sources.is_empty(),
                "keys of sources.toml, or D",
            ),
            ("when", raw.when.is_empty(), "at least one { all = […] }"),
            (
                "examples",
                raw.examples.is_empty(),
                "phrases that it must find",
            ),
            ("not", raw.not.is_empty(), "phrases that it must not find"),
        ];
        for (name, is_missing, accepted) in missing {
            if is_missing {
                self.wrong(format!("{key}.{name}"), "is missing", accepted);
            }
        }
        let point = raw.point.rsplit_once('/');
        let is_point = point.is_some_and(|(card, n)| !card.is_empty() && n.parse::<u8>().is_ok());
        if !is_point {
            let wrong = format!("“{}” names no point", raw.point);
            let accepted = "a help card and the number of its point, such as help-soon/3";
            self.wrong(format!("{key}.point"), wrong, accepted);
        }
        if self.table.rules.iter().any(|rule| rule.id.0 == raw.id) {
            self.wrong(format!("{key}.id"), "is there twice", "an id of its own");
        }
    }

    fn when(&mut self, key: &str, raw: &RawWhen) -> When {
        if raw.all.is_empty() {
            self.wrong(format!("{key}.all"), "is empty", "names of concepts");
        }
        let mut all = Vec::new();
        for (n, item) in raw.all.iter().enumerate() {
            let names: Vec<String> = item.split('|').map(|name| name.trim().to_owned()).collect();
            all.push(self.list(&format!("{key}.all[{n}]"), &names));
        }
        When {
            all,
            near: raw.near,
            unless_near: raw.unless_near.unwrap_or(UNLESS_NEAR),
            unless: self.list(&format!("{key}.unless"), &raw.unless),
        }
    }

    fn list(&mut self, key: &str, names: &[String]) -> Vec<ConceptId> {
        names
            .iter()
            .filter_map(|name| self.concept(key, name))
            .collect()
    }

    fn concept(&mut self, key: &str, name: &str) -> Option<ConceptId> {
        let id = self.names.get(name).copied();
        if id.is_none() {
            let wrong = format!("there is no concept “{name}”");
            self.wrong(key, wrong, "the name of a [concept.…]");
        }
        id
    }

    fn phrases(&mut self, key: &str, texts: &[String]) -> Vec<Phrase> {
        let mut phrases = Vec::new();
        for (n, text) in texts.iter().enumerate() {
            match phrase::parse(text, &self.names, &mut self.table.lexicon) {
                Ok(phrase) => phrases.push(phrase),
                Err((wrong, accepted)) => self.wrong(format!("{key}[{n}]"), wrong, accepted),
            }
        }
        phrases
    }

    fn wrong(
        &mut self,
        key: impl Into<String>,
        wrong: impl Into<String>,
        accepted: impl Into<String>,
    ) {
        self.problems.push(problem(key, wrong, accepted));
    }
}
