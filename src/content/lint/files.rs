//! What an editor marks in the files as they are written: keys that must be there even where they say "none",
//! words in files that cannot be used, and who has reviewed a pack.
//!
//! Begin reading at [`lint_files`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use super::families::Families;
use super::words::remarks;
use super::{Finding, Severity};
use crate::content::pack::PackFile;

/// The keys that every card in a folder writes; `keys = []` where there is none.
const WRITTEN: [(&str, &[&str]); 6] = [
    (
        "exercises",
        &[
            "equipment",
            "helps_with",
            "sources",
            "links",
            "keywords",
            "asked",
            "amount",
        ],
    ),
    (
        "causes",
        &["order", "helps", "sources", "links", "keywords", "asked"],
    ),
    ("tips", &["sources", "links", "keywords", "asked"]),
    (
        "help",
        &["order", "sources", "evidence", "links", "keywords", "asked"],
    ),
    (
        "prompts",
        &["seated", "sources", "links", "keywords", "asked"],
    ),
    ("routines", &["order", "links", "keywords", "asked"]),
];
/// What stands in quotes and is no text for people.
const NAMES: [&str; 18] = [
    "id",
    "kind",
    "areas",
    "positions",
    "equipment",
    "or_equipment",
    "cautions",
    "helps_with",
    "helps",
    "links",
    "sources",
    "keywords",
    "asked",
    "exercise",
    "or_exercises",
    "base",
    "loop",
    "urgency",
];
/// What says that nobody of the trade has looked.
const NOBODY: [&str; 7] = [
    "no doctor",
    "no clinician",
    "nobody",
    "no one",
    "none has",
    "not been reviewed",
    "not reviewed",
];

/// What is to be marked in the files of some packs, of which `broken` have problems.
pub(super) fn lint_files(
    files: &[PackFile],
    broken: &BTreeSet<String>,
    (families, today): (&Families, Date),
) -> Vec<Finding> {
    let read: Vec<_> = files
        .iter()
        .filter_map(|file| {
            let (table, errors) = DeTable::parse_recoverable(file.text.as_ref().ok()?);
            Some((file, table.into_inner(), errors.is_empty()))
        })
        .collect();
    let mut known = BTreeSet::from(["D".to_owned()]);
    for (_, table, _) in read.iter().filter(|(file, ..)| file.path == "sources.toml") {
        if let Some(DeValue::Table(sources)) = value(table, "source") {
            known.extend(sources.keys().map(|key| key.get_ref().to_string()));
        }
    }
    let mut found = Vec::new();
    let mut orders = BTreeMap::new();
    for (file, table, is_whole) in &read {
        let mut marks = Marks {
            file: &file.shown,
            families,
            found: &mut found,
        };
        match file.path.split_once('/') {
            Some((folder, _)) if *is_whole => {
                marks.keys(folder, table);
                let root = file.shown.strip_suffix(&file.path).unwrap_or_default();
                marks.order((root, folder), table, &mut orders);
            }
            None if file.path == "pack.toml" => marks.meta(table, today),
            None if file.path == "red-flags.toml" => marks.sources(table, &known),
            _ => {}
        }
        if broken.contains(&file.shown) && file.path != "red-flags.toml" {
            marks.words(table, "");
        }
    }
    found
}

/// What has been found in a file so far.
struct Marks<'a> {
    file: &'a str,
    families: &'a Families,
    found: &'a mut Vec<Finding>,
}

impl Marks<'_> {
    fn wrong(&mut self, key: String, text: impl Into<String>) {
        self.found.push(Finding {
            file: self.file.to_owned(),
            key,
            severity: Severity::Error,
            text: text.into(),
        });
    }

    /// The keys of each card that stands in a file.
    fn keys(&mut self, folder: &str, table: &DeTable<'_>) {
        let Some((_, keys)) = WRITTEN.iter().find(|(name, _)| *name == folder) else {
            return;
        };
        let many = match folder {
            "tips" => "tip",
            "prompts" => "prompt",
            _ => return self.card("", table, keys),
        };
        let Some(DeValue::Array(cards)) = value(table, many) else {
            return;
        };
        for (card, number) in cards.iter().zip(1..) {
            if let DeValue::Table(card) = card.get_ref() {
                self.card(&format!("{many}[{number}]."), card, keys);
            }
        }
    }

    fn card(&mut self, prefix: &str, card: &DeTable<'_>, keys: &[&str]) {
        for key in keys.iter().filter(|key| value(card, key).is_none()) {
            let better = match *key {
                "order" => "a whole number, which says where it is listed".to_owned(),
                "evidence" => {
                    "what it rests on, such as \"Common practice; no study is claimed.\"".to_owned()
                }
                "seated" => {
                    "another way from a chair, or seated = \"same\" if the action is done seated"
                        .to_owned()
                }
                key => format!("{key} = [] if there is none"),
            };
            self.wrong(
                format!("{prefix}{key}"),
                format!("is missing; write {better}"),
            );
        }
    }

    /// No two files of a folder are listed at one place.
    fn order<'f>(
        &mut self,
        (root, folder): (&'f str, &'f str),
        table: &DeTable<'_>,
        orders: &mut BTreeMap<(&'f str, &'f str, String), String>,
    ) {
        let Some(DeValue::Integer(order)) = value(table, "order") else {
            return;
        };
        let first = orders
            .entry((root, folder, order.as_str().to_owned()))
            .or_insert_with(|| self.file.to_owned());
        if first != self.file {
            let text = format!("{order} is that of {first} too; write a number of its own");
            self.wrong("order".to_owned(), text);
        }
    }

    /// Who has reviewed a pack, and when.
    fn meta(&mut self, table: &DeTable<'_>, today: Date) {
        let text = |key: &str| match value(table, key) {
            Some(DeValue::String(text)) => text.trim().to_lowercase(),
            _ => String::new(),
        };
        let note = text("review_note");
        if text("clinician").is_empty()
            && !note.is_empty()
            && !NOBODY.iter().any(|words| note.contains(words))
        {
            let better = "say that no clinician has, or name the one who did in clinician";
            self.wrong(
                "review_note".to_owned(),
                format!("tells of a review, and clinician is empty; {better}"),
            );
        }
        if !note.is_empty() && !note.contains("examined") {
            let text = "does not say that no clinician has examined the reader";
            self.wrong("review_note".to_owned(), text);
        }
        // Somewhere it is tomorrow already.
        let latest = today.tomorrow().unwrap_or(today);
        if let Some(date) = text("reviewed")
            .parse::<Date>()
            .ok()
            .filter(|date| *date > latest)
        {
            self.wrong(
                "reviewed".to_owned(),
                format!("{date} is yet to come; write the day of the last review"),
            );
        }
    }

    /// The sources of red flags are there.
    fn sources(&mut self, table: &DeTable<'_>, known: &BTreeSet<String>) {
        let Some(DeValue::Array(rules)) = value(table, "rule") else {
            return;
        };
        for (rule, number) in rules.iter().zip(1..) {
            let sources = rule
                .get_ref()
                .as_table()
                .and_then(|rule| value(rule, "sources"));
            let Some(DeValue::Array(sources)) = sources else {
                continue;
            };
            for (source, index) in sources.iter().zip(1..) {
                if let DeValue::String(name) = source.get_ref()
                    && !known.contains(name.as_ref())
                {
                    let text = format!(
                        "there is no source \"{name}\"; expected a key from sources.toml, or D"
                    );
                    self.wrong(format!("rule[{number}].sources[{index}]"), text);
                }
            }
        }
    }

    /// The words of a file that cannot be used are looked at all the same.
    fn words(&mut self, table: &DeTable<'_>, prefix: &str) {
        for (key, value) in table {
            let name: &str = key.get_ref();
            if !NAMES.contains(&name) {
                self.words_of(value.get_ref(), &format!("{prefix}{name}"));
            }
        }
    }

    fn words_of(&mut self, value: &DeValue<'_>, key: &str) {
        match value {
            DeValue::String(text) => {
                for remark in remarks(self.families, text) {
                    self.wrong(key.to_owned(), remark);
                }
            }
            DeValue::Table(table) => self.words(table, &format!("{key}.")),
            DeValue::Array(items) => {
                for (item, number) in items.iter().zip(1..) {
                    self.words_of(item.get_ref(), &format!("{key}[{number}]"));
                }
            }
            _ => {}
        }
    }
}

fn value<'a, 'i>(table: &'a DeTable<'i>, name: &str) -> Option<&'a DeValue<'i>> {
    let mut entries = table.iter();
    entries
        .find(|(key, _)| key.get_ref() == name)
        .map(|(_, value)| value.get_ref())
}
