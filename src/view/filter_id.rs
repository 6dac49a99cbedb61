//! A filter of exercises as part of a button's id: `area:position:minutes:equipment`.

use crate::domain::card::Area;
use crate::domain::exercise::{AtHand, Equipment, Filter, Position};

/// Stands for "anything" in a filter.
const ANY: &str = "-";
/// Stands for [`AtHand::Nothing`] in a filter.
const NOTHING: &str = "nothing";

/// `area:position:minutes:equipment`, as `/stretch` takes them.
pub(super) fn encode_filter(filter: &Filter) -> String {
    let minutes = filter.max_minutes.map(|minutes| minutes.to_string());
    let equipment = filter.equipment.map(|at_hand| match at_hand {
        AtHand::Nothing => NOTHING,
        AtHand::Item(item) => item.name(),
    });
    [
        filter.area.map_or(ANY, Area::name),
        filter.position.map_or(ANY, Position::name),
        minutes.as_deref().unwrap_or(ANY),
        equipment.unwrap_or(ANY),
    ]
    .join(":")
}

pub(super) fn decode_filter(text: &str) -> Option<Filter> {
    let mut parts = text.split(':');
    let mut part = || parts.next().map(|part| (part != ANY).then_some(part));
    let (area, position, minutes, equipment) = (part()?, part()?, part()?, part()?);
    Some(Filter {
        area: area
            .map(|area| Area::from_name(area).ok_or(()))
            .transpose()
            .ok()?,
        position: position
            .map(|name| Position::from_name(name).ok_or(()))
            .transpose()
            .ok()?,
        max_minutes: minutes.map(str::parse).transpose().ok()?,
        equipment: match equipment {
            None => None,
            Some(NOTHING) => Some(AtHand::Nothing),
            Some(item) => Some(AtHand::Item(Equipment::from_name(item)?)),
        },
        ..Filter::default()
    })
}
