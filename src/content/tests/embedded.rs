use super::*;
use crate::domain::advice::Urgency;
use crate::domain::card::{Area, CardId, CardKind};
use crate::domain::exercise::{AtHand, Equipment, Filter, Position};
use crate::picture;

use CardKind::{Cause, Exercise, Help, Prompt, Tip};

/// What the pack must at least speak of.
const SEED: [(&str, CardKind); 50] = [
    ("about-upper-back-pain", Cause),
    ("poor-posture", Cause),
    ("prolonged-sitting", Cause),
    ("forward-head-screen", Cause),
    ("muscle-strain", Cause),
    ("joint-dysfunction", Cause),
    ("injury-trauma", Cause),
    ("underlying-conditions", Cause),
    ("thoracic-disc", Cause),
    ("osteoporosis-fracture", Cause),
    ("fibromyalgia", Cause),
    ("stay-active", Tip),
    ("lifting", Tip),
    ("improve-posture", Tip),
    ("change-position", Tip),
    ("workspace-ergonomics", Tip),
    ("regular-stretching", Tip),
    ("roller-use", Tip),
    ("strengthen-upper-back", Tip),
    ("two-minutes-a-day", Tip),
    ("heat", Tip),
    ("cold", Tip),
    ("heat-or-cold", Tip),
    ("pain-medicine-caution", Tip),
    ("topical-caution", Tip),
    ("ask-pharmacist", Tip),
    ("build-the-habit", Tip),
    ("cue-sit-tall", Prompt),
    ("cue-shoulders-soft-back", Prompt),
    ("cue-unslouch", Prompt),
    ("shoulder-rolls", Exercise),
    ("neck-tilts", Exercise),
    ("chest-opener", Exercise),
    ("doorway-stretch", Exercise),
    ("roller-upper-back", Exercise),
    ("band-rows", Exercise),
    ("one-arm-row", Exercise),
    ("shoulder-blade-squeezes", Exercise),
    ("band-lat-pulldowns", Exercise),
    ("look-far", Exercise),
    ("paced-breathing", Exercise),
    ("seated-thoracic-rotation", Exercise),
    ("help-after-trauma", Help),
    ("root-causes-first", Help),
    ("when-to-get-help", Help),
    ("what-a-visit-offers", Help),
    ("imaging-not-first", Help),
    ("individuals-differ", Help),
    ("help-emergency", Help),
    ("help-crisis", Help),
];

fn id(text: &str) -> CardId {
    text.parse().unwrap()
}

#[test]
fn the_pack_in_the_binary_has_nothing_wrong_with_it() {
    assert_eq!(lint(embedded()), []);
}

#[test]
fn nothing_that_the_pack_must_speak_of_is_missing() {
    let library = embedded();
    for (name, kind) in SEED {
        let card = library
            .card(&id(name))
            .unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!(card.kind(), kind, "{name}");
    }
}

#[test]
fn the_pack_is_whole() {
    let library = embedded();
    let count = |kind| library.cards().filter(|card| card.kind() == kind).count();
    for (kind, n_cards) in [
        (Exercise, 63),
        // Twenty-two, three forms of one of them, and what they have in common.
        (Cause, 26),
        (Tip, 46),
        (Help, 9),
        (Prompt, 30),
        (CardKind::Routine, 7),
    ] {
        assert_eq!(count(kind), n_cards, "{kind:?}");
    }
}

#[test]
fn help_comes_first_where_it_must() {
    let library = embedded();
    for name in ["injury-trauma", "thoracic-disc"] {
        let first = library
            .cause(&id(name))
            .unwrap()
            .card
            .first
            .as_deref()
            .unwrap();
        assert!(
            first.contains("your local emergency number"),
            "{name}: {first}"
        );
    }
    for name in ["pain-medicine-caution", "topical-caution", "ask-pharmacist"] {
        let first = library
            .tip(&id(name))
            .unwrap()
            .card
            .first
            .as_deref()
            .unwrap();
        assert!(first.contains("pharmacist"), "{name}: {first}");
    }
    for urgency in Urgency::ALL {
        assert!(
            library
                .help_cards()
                .iter()
                .any(|help| help.urgency == *urgency),
            "{urgency}"
        );
    }
}

#[test]
fn every_card_leads_to_help() {
    let library = embedded();
    let help = &library.safety().help_card;
    for card in library.cards() {
        let head = card.card();
        assert!(head.id == *help || head.links.contains(help), "{}", head.id);
    }
}

#[test]
fn lists_come_as_the_pack_ranks_them() {
    let library = embedded();
    let causes: Vec<_> = library
        .causes()
        .iter()
        .take(3)
        .map(|c| c.card.id.as_str())
        .collect();
    assert_eq!(
        causes,
        ["about-upper-back-pain", "poor-posture", "muscle-strain"]
    );
    let tips: Vec<_> = library
        .tips()
        .iter()
        .take(2)
        .map(|t| t.card.id.as_str())
        .collect();
    assert_eq!(tips, ["improve-posture", "change-position"]);
    assert_eq!(library.help_cards()[0].card.id.as_str(), "help-emergency");
}

#[test]
fn every_exercise_draws_small_enough_to_send() {
    for exercise in embedded().exercises() {
        let id = &exercise.card.id;
        let png = picture::storyboard(&exercise.pose).unwrap();
        assert!(png.starts_with(b"\x89PNG"), "{id}");
        assert!(png.len() <= 40_000, "{id} has {} bytes", png.len());
    }
}

#[test]
fn exercises_are_found_by_place_time_and_things_at_hand() {
    let library = embedded();
    let find = |filter: Filter| -> Vec<String> {
        let found = library.find_exercises(&filter);
        found
            .into_iter()
            .map(|exercise| exercise.card.id.to_string())
            .collect()
    };
    assert_eq!(find(Filter::default()).len(), library.exercises().len());
    let necks = find(Filter {
        area: Some(Area::Neck),
        ..Filter::default()
    });
    assert!(necks.contains(&"neck-tilts".to_owned()), "{necks:?}");
    assert!(!necks.contains(&"calf-raises".to_owned()), "{necks:?}");
    let floor = find(Filter {
        position: Some(Position::Floor),
        ..Filter::default()
    });
    assert!(floor.contains(&"roller-upper-back".to_owned()), "{floor:?}");
    assert!(!floor.contains(&"band-rows".to_owned()), "{floor:?}");
    let bands = find(Filter {
        equipment: Some(AtHand::Item(Equipment::Band)),
        ..Filter::default()
    });
    assert!(bands.iter().all(|id| id.starts_with("band-")), "{bands:?}");
    assert_eq!(bands.len(), 5);
    let quiet = find(Filter {
        max_minutes: Some(1),
        equipment: Some(AtHand::Nothing),
        discreet: true,
        seated: true,
        ..Filter::default()
    });
    assert!(quiet.contains(&"neck-tilts".to_owned()), "{quiet:?}");
    assert!(
        !quiet.contains(&"shoulder-blade-squeezes".to_owned()),
        "75 seconds are 2 minutes"
    );
}

#[test]
fn a_brand_is_named_once_as_an_example() {
    let library = embedded();
    let naming: Vec<_> = listed(library)
        .into_iter()
        .filter(|item| item.text.to_lowercase().contains("thorex"))
        .map(|item| item.id)
        .collect();
    assert_eq!(naming, ["roller-upper-back"]);
}
