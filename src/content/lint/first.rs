//! Help first: which cards must open with a line on getting help, above any tip.
//!
//! Some are known by name, others by what they are about or where they lead. Begin reading at [`Findings::lint_first`].

use super::meaning::words;
use super::reading::sentences;
use super::{Findings, Severity};
use crate::content::library::CardRef;
use crate::domain::advice::{Cause, Tip, Urgency};
use crate::domain::card::{CardId, CardKind};
use crate::domain::exercise::ExerciseKind;

/// Causes where help comes before anything else, in any pack.
const EMERGENCIES: [&str; 4] = [
    "injury-trauma",
    "organ-referral",
    "rib-joint",
    "thoracic-disc",
];
/// Causes for which nothing is to be done before somebody has looked, in any pack.
const SEEN_FIRST: [&str; 3] = ["injury-trauma", "organ-referral", "thoracic-disc"];
/// Words of doing or waiting: none stands before the words on help, unless "before" does.
const PUT_OFF: [&str; 19] = [
    "try", "stretch", "exercise", "roll", "massage", "move", "walk", "press", "wait", "rest",
    "heat", "cold", "ice", "weeks", "days", "months", "tomorrow", "later", "better",
];
/// Words that put an emergency off, wherever they stand in its sentence.
const LATER: [&str; 8] = [
    "weeks",
    "days",
    "months",
    "tomorrow",
    "later",
    "better",
    "wait",
    "eventually",
];
/// What takes help back.
const DENIED: [&str; 7] = [
    "not", "never", "don't", "no", "without", "needn't", "nobody",
];
/// Cards on medicines.
const MEDICINES: [&str; 3] = ["ask-pharmacist", "pain-medicine-caution", "topical-caution"];
/// Words in the title or the first line of a card that is about what must be looked at first.
const GRAVE: [&str; 17] = [
    "accident",
    "crash",
    "collision",
    "trauma",
    "whiplash",
    "fracture",
    "broken bone",
    "broken rib",
    "heart attack",
    "aorta",
    "embolism",
    "blood clot",
    "stroke",
    "cauda equina",
    "chest pain",
    "meningitis",
    "cancer",
];
/// Words in the title or the first line of a card on medicines.
const OF_MEDICINES: [&str; 12] = [
    "painkiller",
    "medicine",
    "medication",
    "ibuprofen",
    "paracetamol",
    "acetaminophen",
    "aspirin",
    "anti-inflammator",
    "tablets",
    "pills",
    "ointment",
    "creams",
];
/// New pain here gets advice before it is stretched.
const BETWEEN_BLADES: [&str; 3] = [
    "between the shoulder blades",
    "between your shoulder blades",
    "between the blades",
];

/// Cards that are known to be read by people with such a pain.
const NEW_PAIN: [&str; 4] = [
    "about-upper-back-pain",
    "poor-posture",
    "upper-back-five",
    "upper-back-hug",
];

/// What a first line must tell.
#[derive(Clone, Copy)]
enum Need {
    Emergency,
    Pharmacist,
    Advice,
}

impl Need {
    /// Beginnings of words, one of which does.
    const fn told_by(self) -> &'static [&'static str] {
        match self {
            Self::Emergency => &["emergency number"],
            Self::Pharmacist => &["pharmacist", "doctor"],
            Self::Advice => &[
                "advice",
                "checked",
                "a check",
                "doctor",
                "clinician",
                "physiotherapist",
                "emergency number",
                "seen",
            ],
        }
    }

    /// A text sends people to help, with nothing to do or to wait for before it.
    fn is_told_first(self, text: &str) -> bool {
        let mut all = sentences(text);
        let mut before = String::new();
        all.any(|sentence| {
            let told = self
                .told_by()
                .iter()
                .filter_map(|words| sentence.find(words));
            let is_told = told.min().is_some_and(|at| {
                let lead = format!("{before} {}", sentence.get(..at).unwrap_or_default());
                let is_denied = words(&lead)
                    .iter()
                    .rev()
                    .take(7)
                    .any(|word| DENIED.contains(&word.as_str()));
                let is_late = matches!(self, Self::Emergency)
                    && words(sentence)
                        .iter()
                        .any(|word| LATER.contains(&word.as_str()));
                !is_denied && !is_late && !puts_off(&lead)
            });
            before.push_str(sentence);
            is_told
        })
    }

    const fn in_words(self) -> &'static str {
        match self {
            Self::Emergency => "a line with \"call your local emergency number\" and when",
            Self::Pharmacist => "a line that sends people to a pharmacist or doctor",
            Self::Advice => "a line that says when to get advice or be checked",
        }
    }
}

impl Findings<'_> {
    /// A card that must open with help does, and an exercise goes with no cause for which there is none.
    pub(super) fn lint_first(&mut self, card: CardRef<'_>) {
        let head = card.card();
        if let CardRef::Help(help) = card {
            let all = [
                head.first.as_deref().unwrap_or_default(),
                &help.body,
                &help.action,
            ]
            .join(" ");
            if help.urgency == Urgency::Emergency
                && !all.to_lowercase().contains("emergency number")
            {
                let text = "is for emergencies and does not say to call the local emergency number";
                self.push(&head.id, "action", Severity::Error, text);
            }
            return;
        }
        if let Some((need, why)) = self.need(card) {
            let first = head.first.as_deref().unwrap_or_default().to_lowercase();
            if !need.is_told_first(&first) {
                let wrong = if first.is_empty() {
                    "is missing"
                } else {
                    "does not send people to help before all else"
                };
                let text = format!("{wrong}, and {why}; help comes first: {}", need.in_words());
                self.push(&head.id, "first", Severity::Error, text);
            }
        }
        if let CardRef::Exercise(exercise) = card {
            for (cause, number) in exercise.helps_with.iter().zip(1..) {
                if self
                    .library
                    .cause(cause)
                    .is_some_and(|cause| self.is_seen_first(cause))
                {
                    let text = format!(
                        "nothing is to be done about {cause} before somebody has looked at it; leave it out"
                    );
                    self.push(
                        &head.id,
                        &format!("helps_with[{number}]"),
                        Severity::Error,
                        text,
                    );
                }
            }
        }
    }

    /// What has to be looked at first leads to help and to nothing to do.
    pub(super) fn lint_helps(&mut self, cause: &Cause) {
        let nothing = cause.may_help.to_lowercase().starts_with("nothing");
        if !SEEN_FIRST.contains(&cause.card.id.as_str()) && !nothing {
            return;
        }
        for (id, number) in cause.helps.iter().zip(1..) {
            if !self.is_help(id) {
                let text = format!(
                    "nothing is to be done about this before somebody has looked at it, and {id} is no help card; leave it out"
                );
                let key = format!("helps[{number}]");
                self.push(&cause.card.id, &key, Severity::Error, text);
            }
        }
        let moves = |id: &&CardId| {
            let kind = self.library.card(id).map(CardRef::kind);
            !cause.helps.contains(id)
                && matches!(kind, Some(CardKind::Exercise | CardKind::Routine))
        };
        let links: Vec<_> = cause.card.links.iter().filter(moves).collect();
        for id in links {
            let text = format!(
                "nothing is to be done about this before somebody has looked at it; leave {id} out"
            );
            self.push(&cause.card.id, "links", Severity::Error, text);
        }
    }

    fn need(&self, card: CardRef<'_>) -> Option<(Need, &'static str)> {
        let head = card.card();
        let id = head.id.as_str();
        let opening = format!("{} {}", head.title, head.summary).to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| opening.contains(word));
        match card {
            CardRef::Cause(_) if EMERGENCIES.contains(&id) => {
                Some((Need::Emergency, "this cause can be an emergency"))
            }
            CardRef::Cause(cause)
                if self.is_for_others(cause) && self.leads_to_emergency(cause) =>
            {
                Some((
                    Need::Emergency,
                    "it leads to emergency help and to nothing to do",
                ))
            }
            CardRef::Tip(tip) if MEDICINES.contains(&id) || is_on_medicines(tip, &says) => {
                Some((Need::Pharmacist, "it is about medicines"))
            }
            CardRef::Cause(_) | CardRef::Exercise(_) | CardRef::Tip(_) if says(&GRAVE) => {
                Some((Need::Advice, "it is about what must be looked at first"))
            }
            _ if NEW_PAIN.contains(&id) || (stretches(card) && says(&BETWEEN_BLADES)) => Some((
                Need::Advice,
                "pain between the shoulder blades that is new gets advice before a stretch",
            )),
            _ => None,
        }
    }

    /// Nothing is to be done about it before somebody has looked.
    fn is_seen_first(&self, cause: &Cause) -> bool {
        SEEN_FIRST.contains(&cause.card.id.as_str())
            || cause.may_help.to_lowercase().starts_with("nothing")
            || self.is_for_others(cause)
    }

    /// All that may help with it is to get help.
    fn is_for_others(&self, cause: &Cause) -> bool {
        !cause.helps.is_empty() && cause.helps.iter().all(|id| self.is_help(id))
    }

    fn leads_to_emergency(&self, cause: &Cause) -> bool {
        cause
            .card
            .links
            .iter()
            .any(|id| match self.library.card(id) {
                Some(CardRef::Help(help)) => help.urgency == Urgency::Emergency,
                _ => false,
            })
    }

    fn is_help(&self, id: &CardId) -> bool {
        self.library
            .card(id)
            .is_some_and(|card| card.kind() == CardKind::Help)
    }
}

/// A text tells of something to do, or to wait for, other than what help comes before.
fn puts_off(lead: &str) -> bool {
    let mut clauses = lead.split([',', ';', ':', '.', '?', '!']);
    clauses.any(|clause| {
        let words = words(clause);
        let at = words
            .iter()
            .position(|word| PUT_OFF.iter().any(|start| word.starts_with(start)));
        at.and_then(|at| words.get(..at))
            .is_some_and(|before| !before.iter().any(|word| word == "before"))
    })
}

/// A card is one of those on medicines.
pub(super) fn is_medicine(id: &str) -> bool {
    MEDICINES.contains(&id)
}

/// It is about an ache, or stretches where it aches.
fn stretches(card: CardRef<'_>) -> bool {
    match card {
        CardRef::Exercise(exercise) => exercise.kind == ExerciseKind::Stretch,
        CardRef::Cause(_) | CardRef::Routine(_) => true,
        CardRef::Tip(_) | CardRef::Help(_) | CardRef::Prompt(_) => false,
    }
}

fn is_on_medicines(tip: &Tip, says: &impl Fn(&[&str]) -> bool) -> bool {
    says(&OF_MEDICINES) || tip.family.to_lowercase().contains("medicine")
}
