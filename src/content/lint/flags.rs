//! What an editor marks in the table of red flags.

use std::collections::BTreeSet;

use super::{Finding, Findings};
use crate::content::library::CardRef;
use crate::content::text::parts;

impl Findings<'_> {
    /// Every rule finds its examples, leaves its near misses alone, and stands for a point of a help card; and no word
    /// of its own pack's cards is taken for a slip of another.
    pub(super) fn lint_flags(&mut self) {
        // What cannot be read has been said already, and has no rules.
        let table = self.library.red_flags();
        let flags = &table.flags;
        let mut problems = flags.check();
        problems.extend(flags.check_points(|card, point| {
            let card = card.parse().ok().and_then(|id| self.library.card(&id));
            matches!(card, Some(CardRef::Help(help)) if (1..=help.points.len()).contains(&point))
        }));
        problems.extend(flags.check_real_words(&self.vocabulary_beside(&table.file)));
        self.found
            .extend(problems.into_iter().map(|problem| Finding {
                file: table.file.clone(),
                ..Finding::from(problem)
            }));
    }

    /// Every word of the cards in a file's own pack, small.
    fn vocabulary_beside(&self, file: &str) -> BTreeSet<String> {
        let pack = file.trim_end_matches("red-flags.toml");
        let mut words = BTreeSet::new();
        for card in self.library.cards() {
            let head = card.card();
            let place = self.library.place_of(&head.id);
            if !place.is_some_and(|at| at.file.starts_with(pack)) {
                continue;
            }
            let parts = parts(card);
            let said = parts.iter().map(|part| part.text);
            let asked = head.asked.iter().chain(&head.keywords).map(String::as_str);
            for text in said.chain(asked) {
                let between = |c: char| !c.is_alphabetic() && c != '\'' && c != '’';
                let split = text.split(between).filter(|word| !word.is_empty());
                words.extend(split.map(|word| word.to_lowercase().replace(['\'', '’'], "")));
            }
        }
        words
    }
}
