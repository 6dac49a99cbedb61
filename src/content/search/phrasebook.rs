//! The lexicon of a pack, ready to be looked up: words and phrases by their stems.
//!
//! Knows what a word may stand for, not what a question says. Begin reading at [`Phrasebook::longest_at`].

use std::collections::{BTreeMap, HashMap, HashSet};

use super::text::{Stems, words};
use crate::content::lexicon::{Facet, Lexicon};

/// How much a hint says of the meaning that it points to.
const HINT: f32 = 0.6;
/// How much a word says of another word of its group.
const SYNONYM: f32 = 0.85;
/// The most fillers that may stand between the words of a phrase.
const GAPS: usize = 2;
/// Stands before a word that is meant as it is written.
const EXACT: char = '=';

/// The lexicon, ready to be looked up.
pub(super) struct Phrasebook {
    stems: Stems,
    /// The stems of words that come again and again.
    known_stems: HashMap<String, String>,
    skipped: HashSet<String>,
    fillers: HashSet<String>,
    negations: HashSet<String>,
    asking: HashSet<String>,
    numbers: BTreeMap<String, u16>,
    short: BTreeMap<String, String>,
    /// Words and phrases, longer ones first.
    entries: Vec<Entry>,
    /// Which of them may begin with a word of that stem.
    by_stem: HashMap<String, Vec<usize>>,
    groups: Vec<GroupInfo>,
    /// Every word that the lexicon has, as it is written.
    vocabulary: HashSet<String>,
}

struct GroupInfo {
    facets: Vec<Facet>,
    topic: f32,
}

/// A word or phrase of the lexicon.
struct Entry {
    stems: Vec<String>,
    senses: Vec<Sense>,
    /// It belongs to another topic.
    is_elsewhere: bool,
    /// Two of its words say something by themselves: they may stand in any order, with fillers between.
    is_loose: bool,
    /// The one word as it must be written, where its stem says too much.
    exact: Option<String>,
}

/// A meaning of a word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sense {
    /// The group's number.
    pub(super) group: usize,
    /// How much the word says of it, 0 to 1.
    pub(super) strength: f32,
    /// The word only points there.
    pub(super) is_hint: bool,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) word: String,
    pub(super) stem: String,
    /// How sure it is that this was meant, where a spelling was mended: 0 to 1.
    pub(super) sure: f32,
    /// It says nothing about the topic by itself.
    pub(super) is_filler: bool,
    /// It stands where the question is asked, not in its story.
    pub(super) is_asked: bool,
}

/// An entry found in a text.
pub(super) struct Match {
    pub(super) senses: Vec<Sense>,
    pub(super) is_elsewhere: bool,
    /// The places of its words, fillers between them left out; at least one.
    pub(super) places: Vec<usize>,
}

impl Phrasebook {
    pub(super) fn new(lexicon: &Lexicon, language: &str) -> Self {
        let all = |list: &[String]| list.iter().flat_map(|text| words(text)).collect();
        let mut book = Self {
            skipped: all(&lexicon.skipped),
            fillers: all(&lexicon.fillers),
            negations: all(&lexicon.negations),
            asking: all(&lexicon.asking),
            numbers: lexicon.numbers.clone(),
            short: lexicon.short.clone(),
            entries: Vec::new(),
            by_stem: HashMap::new(),
            groups: Vec::new(),
            vocabulary: HashSet::new(),
            stems: Stems::of(language),
            known_stems: HashMap::new(),
        };
        let mut learnt = HashMap::new();
        for text in &lexicon.elsewhere {
            book.entry(&mut learnt, text).is_elsewhere = true;
        }
        for (number, group) in lexicon.groups.iter().enumerate() {
            for (list, strength, is_hint) in
                [(&group.words, SYNONYM, false), (&group.hints, HINT, true)]
            {
                let sense = Sense {
                    group: number,
                    strength,
                    is_hint,
                };
                for text in list {
                    book.entry(&mut learnt, text).add(sense);
                }
            }
            book.groups.push(GroupInfo {
                facets: group.facets.clone(),
                topic: group.topic,
            });
        }
        book.sort();
        book
    }

    /// The entry of a word or phrase, made if there is none.
    fn entry(&mut self, learnt: &mut HashMap<String, usize>, text: &str) -> &mut Entry {
        let written = words(text);
        self.vocabulary.extend(written.iter().cloned());
        let kept = written.iter().filter(|word| !self.skipped.contains(*word));
        let stems: Vec<_> = kept.clone().map(|word| self.stems.stem(word)).collect();
        // Phrases made of fillers mean something only as they stand.
        let is_loose = kept.filter(|word| !self.fillers.contains(*word)).count() > 1;
        let exact = text.strip_prefix(EXACT).map(str::to_owned);
        let key = exact
            .as_ref()
            .map_or_else(|| stems.join(" "), |_| text.to_owned());
        let at = *learnt.entry(key).or_insert(self.entries.len());
        if at == self.entries.len() {
            self.entries.push(Entry {
                stems,
                senses: Vec::new(),
                is_elsewhere: false,
                is_loose,
                exact,
            });
        }
        &mut self.entries[at]
    }

    fn sort(&mut self) {
        self.entries.retain(|entry| !entry.stems.is_empty());
        self.entries
            .sort_by_key(|entry| std::cmp::Reverse(entry.stems.len()));
        for (number, entry) in self.entries.iter().enumerate() {
            let may_begin = if entry.is_loose {
                &entry.stems[..]
            } else {
                &entry.stems[..1]
            };
            for stem in may_begin.iter().collect::<HashSet<_>>() {
                self.by_stem.entry(stem.clone()).or_default().push(number);
            }
        }
    }

    /// The stem of a word.
    pub(super) fn stem(&self, word: &str) -> String {
        let known = self.known_stems.get(word);
        known.map_or_else(|| self.stems.stem(word), String::clone)
    }

    /// Takes the endings off words that will come again and again, once for all times.
    pub(super) fn learn<'a>(&mut self, words: impl Iterator<Item = &'a String>) {
        for word in words {
            let stem = self.stems.stem(word);
            self.known_stems.insert(word.clone(), stem);
        }
    }

    /// What a word is written short for.
    pub(super) fn in_full(&self, word: &str) -> Option<&str> {
        self.short.get(word).map(String::as_str)
    }

    /// How many groups there are.
    pub(super) fn n_groups(&self) -> usize {
        self.groups.len()
    }

    /// How much a meaning shows that a question belongs here, 0 to 1.
    pub(super) fn topic(&self, sense: &Sense) -> f32 {
        let topic = self.groups.get(sense.group).map_or(0.0, |info| info.topic);
        if sense.is_hint { topic * HINT } else { topic }
    }

    /// What a meaning asks for besides; hints ask for nothing.
    pub(super) fn facets(&self, sense: &Sense) -> &[Facet] {
        match self.groups.get(sense.group) {
            Some(info) if !sense.is_hint => &info.facets,
            _ => &[],
        }
    }

    /// What the word of a token asks for by itself.
    pub(super) fn facets_of(&self, token: &Token) -> impl Iterator<Item = &Facet> {
        let entries = self
            .entries_at(token)
            .filter(|entry| entry.stems.len() == 1);
        entries
            .flat_map(|entry| &entry.senses)
            .flat_map(|sense| self.facets(sense))
    }

    /// Every word of the lexicon.
    pub(super) fn vocabulary(&self) -> impl Iterator<Item = &String> {
        self.vocabulary.iter()
    }

    /// The words by themselves that name a part of the body; short as they are, they are asked for most.
    pub(super) fn body_words(&self) -> HashSet<String> {
        let is_body = |sense: &Sense| {
            let facets = self.facets(sense);
            facets.iter().any(|facet| matches!(facet, Facet::Area(_)))
        };
        let single = self.entries.iter().filter(|entry| entry.stems.len() == 1);
        single
            .filter(|entry| entry.senses.iter().any(is_body))
            .map(|entry| entry.stems[0].clone())
            .collect()
    }

    /// Whether a spelling is none that needs mending.
    pub(super) fn is_known(&self, word: &str) -> bool {
        self.skipped.contains(word)
            || self.fillers.contains(word)
            || self.vocabulary.contains(word)
            || self.numbers.contains_key(word)
            || word.starts_with(|symbol: char| symbol.is_ascii_digit())
    }

    /// Whether a word says nothing about the topic.
    pub(super) fn is_filler(&self, word: &str) -> bool {
        self.fillers.contains(word)
    }

    /// A word as a token; `None` if it is passed over.
    pub(super) fn token(&self, word: String, sure: f32) -> Option<Token> {
        if self.skipped.contains(&word) {
            return None;
        }
        let is_filler = self.is_filler(&word) || self.numbers.contains_key(&word);
        let stem = self.stem(&word);
        Some(Token {
            word,
            stem,
            sure,
            is_filler,
            is_asked: false,
        })
    }

    /// Whether a token turns what follows round.
    pub(super) fn negates(&self, token: &Token) -> bool {
        self.negations.contains(&token.word)
    }

    /// Whether a word asks.
    pub(super) fn asks(&self, word: &str) -> bool {
        self.asking.contains(word)
    }

    /// The number that a token is.
    pub(super) fn number(&self, token: &Token) -> Option<u16> {
        let number = self.numbers.get(&token.word).copied();
        number.or_else(|| token.word.parse().ok())
    }

    /// The longest entry that begins at a token; of none, the token by itself. Hints count in questions only.
    pub(super) fn longest_at(&self, tokens: &[Token], at: usize, is_question: bool) -> Match {
        for entry in self.entries_at(&tokens[at]) {
            let senses = entry
                .senses
                .iter()
                .filter(|sense| is_question || !sense.is_hint);
            let senses: Vec<_> = senses.copied().collect();
            if senses.is_empty() && !entry.is_elsewhere {
                continue;
            }
            if let Some(places) = entry.places(tokens, at) {
                let is_elsewhere = entry.is_elsewhere && entry.senses.is_empty();
                return Match {
                    senses,
                    is_elsewhere,
                    places,
                };
            }
        }
        Match {
            senses: Vec::new(),
            is_elsewhere: false,
            places: vec![at],
        }
    }

    /// The entries that may begin with a token, longer ones first.
    fn entries_at(&self, token: &Token) -> impl Iterator<Item = &Entry> {
        let numbers = self.by_stem.get(&token.stem).into_iter().flatten();
        numbers.map(|number| &self.entries[*number])
    }
}

impl Entry {
    /// Adds a meaning, or makes a known one stronger.
    fn add(&mut self, sense: Sense) {
        match self
            .senses
            .iter_mut()
            .find(|known| known.group == sense.group)
        {
            Some(known) if known.strength < sense.strength => *known = sense,
            Some(_) => {}
            None => self.senses.push(sense),
        }
    }

    /// Where its words stand from a token on, if all do.
    fn places(&self, tokens: &[Token], at: usize) -> Option<Vec<usize>> {
        if let Some(exact) = &self.exact {
            return (tokens[at].word == *exact).then(|| vec![at]);
        }
        if !self.is_loose {
            let end = at + self.stems.len();
            let mut pairs = self.stems.iter().zip(tokens.get(at..end)?);
            return pairs
                .all(|(stem, token)| *stem == token.stem)
                .then(|| (at..end).collect());
        }
        let reach = tokens.len().min(at + self.stems.len() + GAPS);
        let window = &tokens[at..reach];
        let is_near = |stem: &String| window.iter().any(|token| token.stem == *stem);
        if !self.stems.iter().all(is_near) {
            return None;
        }
        let mut missing: Vec<_> = self.stems.iter().collect();
        let mut places = Vec::with_capacity(missing.len());
        let mut gaps = 0;
        for (token, place) in tokens[at..].iter().zip(at..) {
            if let Some(found) = missing.iter().position(|stem| **stem == token.stem) {
                missing.swap_remove(found);
                places.push(place);
            } else if places.is_empty() || gaps == GAPS || !token.is_filler {
                return None;
            } else {
                gaps += 1;
            }
            if missing.is_empty() {
                return Some(places);
            }
        }
        None
    }
}
