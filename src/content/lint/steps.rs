//! One action in each step: a second one that comes after the first is a step of its own.
//!
//! What is done at the same time stays together ("Hold for 10 seconds and breathe."). English only, as the pack is.
//! Begin reading at [`next_action`].

use super::meaning::words;
use super::reading::sentences;

/// What begins a second action after "and" or a comma, or in a sentence of its own.
const NEXT: [&str; 17] = [
    "swap", "switch", "change", "repeat", "rest", "return", "do", "come", "put", "take", "lay",
    "set", "step", "slip", "make", "hook", "close",
];
/// What begins a second action in a sentence of its own only: beside another it is done at the same time.
const NEXT_SENTENCE: [&str; 43] = [
    "hold",
    "lift",
    "lower",
    "bring",
    "bend",
    "turn",
    "lean",
    "press",
    "push",
    "pull",
    "slide",
    "raise",
    "roll",
    "stand",
    "sit",
    "walk",
    "reach",
    "open",
    "stretch",
    "tilt",
    "straighten",
    "draw",
    "lie",
    "rub",
    "spread",
    "fold",
    "clench",
    "squeeze",
    "shake",
    "circle",
    "nod",
    "twist",
    "kneel",
    "point",
    "curl",
    "tuck",
    "place",
    "tap",
    "swing",
    "drop",
    "rotate",
    "clasp",
    "shrug",
];
/// What a clause begins with that tells when or how, and is no action.
const LEADS: [&str; 8] = ["after", "when", "once", "if", "as", "with", "on", "for"];
/// What makes a second "do" or "come" none: "and do not pull".
const NOT: [&str; 3] = ["not", "nothing", "so"];

/// The words with which a second action begins in a step, if there is one.
pub(super) fn next_action(step: &str) -> Option<String> {
    let mut is_first = true;
    sentences(step).find_map(|sentence| {
        let words = words(sentence);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let begins = words.first().is_some_and(|word| {
            !is_first && (*word == "then" || NEXT.contains(word) || NEXT_SENTENCE.contains(word))
        });
        // A question is no action: "Too strong? Bring your feet nearer."
        is_first = is_first && sentence.ends_with('?');
        if begins {
            return Some(shown(&words, 0));
        }
        (1..words.len()).find_map(|at| {
            let word = words.get(at)?;
            let is_led = words.first().is_some_and(|word| LEADS.contains(word));
            let before = *words.get(at - 1)?;
            let is_joined = before == "and" || (before == "," && !is_led);
            let is_denied = words.get(at + 1).is_some_and(|word| NOT.contains(word));
            let is_then = *word == "then" && !words.get(..at)?.ends_with(&["now", "and"]);
            let is_next = is_then || (is_joined && NEXT.contains(word) && !is_denied);
            is_next.then(|| shown(&words, at))
        })
    })
}

/// A few words from one on.
fn shown(words: &[&str], at: usize) -> String {
    let words = words.get(at..).unwrap_or_default();
    words.iter().take(3).copied().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_action_is_found_and_what_is_done_meanwhile_is_none() {
        for step in [
            "Let go and change hands.",
            "Repeat 8 to 12 times, then rest.",
            "Lower slowly. Do 8 to 12 lifts.",
            "Come back to the middle, then turn to the other side.",
            "Stand on the band and take one end in each hand.",
            "Sit, slip off one shoe and put a small ball under the arch.",
            "Feel the back of your neck grow long. Hold for 3 seconds.",
            "Use a chair without wheels. Sit near the front.",
            "Spread your fingers wide. Rub your palms together.",
            "Spread your fingers wide. Then rub your palms together.",
        ] {
            assert!(next_action(step).is_some(), "{step}");
        }
        for step in [
            "Hold for 10 to 20 seconds and keep breathing.",
            "Breathe in and raise both arms in a wide arc until they point up.",
            "Rest your free hand on the crown of your head. Let it be heavy, and do not pull.",
            "Change sides. One or two rounds on each side are enough.",
            "Hold on to a desk, or rest a hand on the wall.",
            "Then lift the other foot.",
            "After 10 circles, change direction for 10 more.",
            "Slide a little up or down now and then.",
            "Too strong? Bring your feet nearer to the wall.",
            "Stand up with the power of your legs. Use your hands if you need them.",
        ] {
            assert_eq!(next_action(step), None, "{step}");
        }
    }
}
