//! Checks of single fields, and of the keys that all cards have.
//!
//! Knows how long a text may be and what a link may lead to; not what a sort of card must have. Begin
//! reading at [`Checker`].

use std::collections::BTreeMap;

use super::cards::Any;
use crate::content::error::{At, Problems};
use crate::content::limits::{LINE, PARAGRAPH, SOURCE, TITLE, URL};
use crate::content::pack::{Pack, Placed};
use crate::content::raw::{RawCard, RawSource};
use crate::domain::advice::Safety;
use crate::domain::card::{Area, Card, CardId, CardKind, CautionCode, Source, SourceTier};

/// Checks fields against all that the packs hold.
pub(in crate::content) struct Checker<'a> {
    pub(super) pack: &'a Pack,
    problems: &'a mut Problems,
    kinds: BTreeMap<&'a str, CardKind>,
}

impl<'a> Checker<'a> {
    pub(in crate::content) fn new(pack: &'a Pack, problems: &'a mut Problems) -> Self {
        let kinds = pack
            .cards
            .iter()
            .filter_map(|card| Some((card.raw.id()?, Any::kind_of(&card.raw))))
            .collect();
        Self {
            pack,
            problems,
            kinds,
        }
    }

    /// Notes a problem; `None`, so that it can stand where a value would.
    pub(super) fn wrong<T>(
        &mut self,
        at: &At,
        key: &str,
        wrong: impl Into<String>,
        accepted: impl Into<String>,
    ) -> Option<T> {
        self.problems.push(at, key, wrong, accepted);
        None
    }

    /// A text that must be there, of at most `max` characters.
    pub(super) fn text(
        &mut self,
        at: &At,
        key: &str,
        value: Option<&str>,
        max: usize,
    ) -> Option<String> {
        let accepted = format!("a text of at most {max} characters");
        let Some(text) = value.map(str::trim) else {
            return self.wrong(at, key, "is missing", accepted);
        };
        match text.chars().count() {
            0 => self.wrong(at, key, "is empty", accepted),
            n if n > max => self.wrong(at, key, format!("has {n} characters"), accepted),
            _ => Some(text.to_owned()),
        }
    }

    /// A text that may be missing; `None` also if it is wrong, which has been noted then.
    pub(super) fn optional(
        &mut self,
        at: &At,
        key: &str,
        value: Option<&str>,
        max: usize,
    ) -> Option<String> {
        value.and_then(|text| self.text(at, key, Some(text), max))
    }

    /// At least `least` lines.
    pub(super) fn lines(
        &mut self,
        at: &At,
        key: &str,
        values: &[String],
        least: usize,
    ) -> Option<Vec<String>> {
        if values.len() < least {
            let wrong = format!("is a list of {}", values.len());
            return self.wrong(at, key, wrong, format!("at least {least}"));
        }
        all(values
            .iter()
            .enumerate()
            .map(|(index, line)| self.text(at, &format!("{key}[{}]", index + 1), Some(line), LINE)))
    }

    /// A value that has a written name.
    pub(super) fn named<T: Copy>(
        &mut self,
        at: &At,
        key: &str,
        value: Option<&str>,
        (every, name): (&[T], fn(T) -> &'static str),
    ) -> Option<T> {
        let accepted = || {
            let names: Vec<_> = every.iter().map(|item| name(*item)).collect();
            format!("one of {}", names.join(", "))
        };
        match value {
            None => self.wrong(at, key, "is missing", accepted()),
            Some(text) => match every.iter().find(|item| name(**item) == text) {
                Some(item) => Some(*item),
                None => self.wrong(at, key, format!("\"{text}\" is not known"), accepted()),
            },
        }
    }

    /// Notes each entry that stands in a list a second time.
    fn twice(&mut self, at: &At, key: &str, values: &[String]) {
        for (index, value) in values.iter().enumerate() {
            if values[..index].contains(value) {
                let wrong = format!("\"{value}\" stands there twice");
                self.wrong::<()>(at, &format!("{key}[{}]", index + 1), wrong, "each once");
            }
        }
    }

    /// Values that have written names.
    pub(super) fn each_named<T: Copy>(
        &mut self,
        at: &At,
        key: &str,
        values: &[String],
        names: (&[T], fn(T) -> &'static str),
    ) -> Option<Vec<T>> {
        self.twice(at, key, values);
        all(values.iter().enumerate().map(|(index, value)| {
            self.named(at, &format!("{key}[{}]", index + 1), Some(value), names)
        }))
    }

    /// A card of the library, of a certain kind if one is given.
    pub(super) fn link(
        &mut self,
        at: &At,
        key: &str,
        id: &str,
        kind: Option<CardKind>,
    ) -> Option<CardId> {
        let accepted = match kind {
            None => "the id of a card in the pack".to_owned(),
            Some(kind) => format!("the id of a card of kind {kind} in the pack"),
        };
        match self.kinds.get(id) {
            None if self.pack.is_broken(id) => None,
            None => self.wrong(at, key, format!("there is no card \"{id}\""), accepted),
            Some(found) if kind.is_some_and(|kind| kind != *found) => self.wrong(
                at,
                key,
                format!("\"{id}\" is a card of kind {found}"),
                accepted,
            ),
            Some(_) => id.parse().ok(),
        }
    }

    /// Cards of the library.
    pub(super) fn links(
        &mut self,
        at: &At,
        key: &str,
        ids: &[String],
        kind: Option<CardKind>,
    ) -> Option<Vec<CardId>> {
        self.twice(at, key, ids);
        all(ids
            .iter()
            .enumerate()
            .map(|(index, id)| self.link(at, &format!("{key}[{}]", index + 1), id, kind)))
    }

    /// The keys that all cards have. The help card is always among the links.
    pub(super) fn card(
        &mut self,
        at: &At,
        raw: RawCard<'_>,
        summary_max: usize,
        safety: Option<&Safety>,
    ) -> Option<Card> {
        let id = self.id(at, raw.id);
        let title = self.text(at, "title", raw.title, TITLE);
        let summary = self.text(at, "summary", raw.summary, summary_max);
        let areas = self.each_named(at, "areas", raw.areas, (Area::ALL, Area::name));
        if raw.areas.is_empty() {
            self.wrong::<()>(at, "areas", "is empty", "at least one part of the body");
        }
        let first = self.optional(at, "first", raw.first, LINE);
        let cautions = self.caution_codes(at, raw.cautions);
        let see_someone = self.optional(at, "see_someone", raw.see_someone, PARAGRAPH);
        let evidence = self.optional(at, "evidence", raw.evidence, PARAGRAPH);
        let sources = self.sources(at, "sources", raw.sources);
        let links = self.links(at, "links", raw.links, None);
        if let Some(index) = raw.links.iter().position(|id| Some(id.as_str()) == raw.id) {
            let key = format!("links[{}]", index + 1);
            self.wrong::<()>(at, &key, "is the card itself", "the id of another card");
        }
        let keywords = self.lines(at, "keywords", raw.keywords, 0);
        let asked = self.lines(at, "asked", raw.asked, 0);
        let mut card = Card {
            id: id?,
            title: title?,
            summary: summary?,
            areas: areas?,
            first,
            cautions: cautions?,
            see_someone,
            evidence,
            sources: sources?,
            links: links?,
            keywords: keywords?,
            asked: asked?,
        };
        if let Some(safety) = safety {
            link_to(&mut card, &safety.help_card);
        }
        Some(card)
    }

    /// A file that every pack has; if it is there but broken, that has been said.
    pub(super) fn given<'p, T>(
        &mut self,
        placed: Option<&'p Placed<T>>,
        file: &str,
    ) -> Option<&'p Placed<T>> {
        let stem = file.trim_end_matches(".toml");
        if placed.is_none() && !self.pack.is_broken(stem) {
            let at = At::file(format!("{}{file}", self.pack.root));
            return self.wrong(
                &at,
                "",
                "is missing",
                "a file as content/README.md describes",
            );
        }
        placed
    }

    fn id(&mut self, at: &At, id: Option<&str>) -> Option<CardId> {
        let accepted = "small letters and digits joined by hyphens, at most 40 characters";
        match id.map(str::parse::<CardId>) {
            Some(Ok(id)) if at.prefix.is_empty() && at.stem() != id.as_str() => {
                let accepted = format!("\"{}\", the name of the file", at.stem());
                self.wrong(at, "id", format!("is \"{id}\""), accepted)
            }
            Some(Ok(id)) => Some(id),
            Some(Err(_)) => {
                let wrong = format!("\"{}\" is not an id", id.unwrap_or_default());
                self.wrong(at, "id", wrong, accepted)
            }
            None => self.wrong(at, "id", "is missing", accepted),
        }
    }

    fn caution_codes(&mut self, at: &At, codes: &[String]) -> Option<Vec<CautionCode>> {
        self.twice(at, "cautions", codes);
        all(codes.iter().enumerate().map(|(index, code)| {
            match CautionCode::new(code).filter(|_| self.pack.cautions.contains_key(code)) {
                Some(code) => Some(code),
                None if self.pack.is_broken("cautions") => None,
                None => {
                    let wrong = format!("there is no caution \"{code}\"");
                    let accepted = "a code from cautions.toml";
                    self.wrong(at, &format!("cautions[{}]", index + 1), wrong, accepted)
                }
            }
        }))
    }

    /// Sources that a card, or a caution, names.
    pub(super) fn sources(&mut self, at: &At, key: &str, names: &[String]) -> Option<Vec<Source>> {
        self.twice(at, key, names);
        all(names.iter().enumerate().map(|(index, name)| {
            let Some(placed) = self.pack.sources.get(name) else {
                if self.pack.is_broken("sources") {
                    return None;
                }
                let wrong = format!("there is no source \"{name}\"");
                let accepted = "a key from sources.toml";
                return self.wrong(at, &format!("{key}[{}]", index + 1), wrong, accepted);
            };
            self.source(name, placed)
        }))
    }

    /// A source, and that its addresses can be followed.
    pub(super) fn source(&mut self, name: &str, placed: &Placed<RawSource>) -> Option<Source> {
        let at = placed.at.inside(&format!("source.{name}"));
        let raw = &placed.raw;
        let title = self.text(&at, "title", raw.title.as_deref(), SOURCE);
        let mut valid = true;
        if let Some(url) = &raw.url {
            valid &= self.address(&at, "url", url).is_some();
        }
        for (index, url) in raw.also.iter().enumerate() {
            valid &= self
                .address(&at, &format!("also[{}]", index + 1), url)
                .is_some();
        }
        if let Some(tier) = &raw.tier {
            let tiers = (SourceTier::ALL, SourceTier::name as fn(_) -> _);
            valid &= self.named(&at, "tier", Some(tier), tiers).is_some();
        }
        if raw.read.is_some() {
            valid &= self
                .text(&at, "read", raw.read.as_deref(), PARAGRAPH)
                .is_some();
        }
        Some(Source {
            title: title.filter(|_| valid)?,
            url: raw.url.clone(),
        })
    }

    /// An address that stands in a message as `[title](<address>)`.
    fn address(&mut self, at: &At, key: &str, url: &str) -> Option<()> {
        let rest = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"));
        let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
        let is_clean =
            !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>".contains(c));
        if host.is_some_and(|host| host.contains('.')) && is_clean && url.chars().count() <= URL {
            return Some(());
        }
        let accepted =
            format!("an address such as https://example.org/page, at most {URL} characters");
        self.wrong(at, key, "is not an address that can be followed", accepted)
    }
}

/// All of them, or none; looks at every one before it says none.
pub(super) fn all<T>(items: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let items: Vec<_> = items.collect();
    items.into_iter().collect()
}

/// Adds `id` to the card's links, unless it is there or is the card itself.
pub(super) fn link_to(card: &mut Card, id: &CardId) {
    if card.id != *id && !card.links.contains(id) {
        card.links.push(id.clone());
    }
}
