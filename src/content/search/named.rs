//! What a text names, by the pack's words: for those who compare a card's words with its facts.
//!
//! Begin reading at [`Named`].

use super::reader::Reader;
use crate::content::lexicon::Facet;
use crate::content::library::Library;
use crate::domain::card::Area;

/// Finds what texts name.
pub(in crate::content) struct Named {
    reader: Reader,
}

impl Named {
    pub(in crate::content) fn new(library: &Library) -> Self {
        Self {
            reader: Reader::new(library.lexicon(), &library.meta().language),
        }
    }

    /// The parts of the body that a text names, or whose ways of moving it names.
    pub(in crate::content) fn areas(&self, text: &str) -> Vec<Area> {
        let reading = self.reader.read(text, None);
        let all = reading.facets.into_iter().chain(reading.unwanted);
        let areas = all.filter_map(|facet| match facet {
            Facet::Area(area) => Some(area),
            _ => None,
        });
        areas.collect()
    }
}
