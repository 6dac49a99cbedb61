//! How much is meant by a dose in words, such as "Hold for 10 seconds, twice on each side."
//!
//! English only, as the pack is. What cannot be read is left out, so that nothing is said about it. Begin reading at
//! [`spoken`].

use super::times::{MOVE, QUICK, SLOW};

/// How many seconds something takes, at least and at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spoken {
    pub(super) least: u32,
    pub(super) most: u32,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counts {
    Seconds,
    Times,
    /// Days, every so many minutes, a limit: nothing of one go.
    Nothing,
}

/// How long a dose takes; `None` if it says no number.
pub(super) fn spoken(dose: &str) -> Option<Spoken> {
    let lower = dose.to_lowercase();
    // What comes after is on how to stop and on other days.
    let first = lower.split(';').next().unwrap_or_default();
    let first = first.split(". ").next().unwrap_or_default();
    let parts = first.split(" then ").filter_map(part);
    parts.reduce(|a, b| Spoken {
        least: a.least + b.least,
        most: a.most + b.most,
    })
}

fn part(text: &str) -> Option<Spoken> {
    let words: Vec<&str> = words(text).collect();
    let (mut times, mut seconds) = (None, None);
    let mut at = 0;
    while at < words.len() {
        let Some((low, high, end)) = range(&words, at) else {
            at += 1;
            continue;
        };
        let (low, high, what) = counted(&words, at, end, (low, high));
        match what {
            Counts::Seconds => {
                let (least, most) = seconds.unwrap_or((0, 0));
                seconds = Some((least + low, most + high));
            }
            Counts::Times => {
                let (least, most) = times.unwrap_or((1, 1));
                times = Some((least * low, most * high));
            }
            Counts::Nothing => {}
        }
        at = end;
    }
    let [fewest, most_sides] = sides_of(&words);
    let (least, most) = match (times, seconds) {
        (None, None) => return None,
        (None, Some((low, high))) => (low, high),
        (Some((low, high)), None) => (low * QUICK, high * (SLOW + MOVE)),
        (Some((low, high)), Some((short, long))) => (low * short.max(QUICK), high * (long + MOVE)),
    };
    Some(Spoken {
        least: least * fewest,
        most: most * most_sides,
    })
}

/// The number or range that begins at a word, and the place after it.
fn range(words: &[&str], at: usize) -> Option<(u32, u32, usize)> {
    let low = number(words[at])?;
    let joins = words
        .get(at + 1)
        .is_some_and(|word| ["to", "or"].contains(word));
    match words
        .get(at + 2)
        .and_then(|word| number(word))
        .filter(|_| joins)
    {
        Some(high) => Some((low, high.max(low), at + 3)),
        None => Some((low, low, at + 1)),
    }
}

/// What a range counts, by the words around it; minutes are told in seconds.
fn counted(words: &[&str], at: usize, end: usize, (low, high): (u32, u32)) -> (u32, u32, Counts) {
    let before = at.checked_sub(1).map_or("", |before| words[before]);
    let after = words.get(end).copied().unwrap_or_default();
    let low = if before == "to" { 1 } else { low };
    match after {
        _ if ["every", "than", "most"].contains(&before) => (low, high, Counts::Nothing),
        _ if after.starts_with("sec") || after == "s" => (low, high, Counts::Seconds),
        _ if after.starts_with("min") => (low.max(1) * 60, high * 60, Counts::Seconds),
        _ if after.starts_with("day") || after.starts_with("week") => (low, high, Counts::Nothing),
        _ if before == "on" || before == "level" => (low, high, Counts::Nothing),
        _ => (low, high, Counts::Times),
    }
}

/// For how many sides, hands or feet so much is meant, at least and at most; ways may be four.
pub(super) fn sides(dose: &str) -> [u32; 2] {
    let lower = dose.to_lowercase();
    sides_of(&words(&lower).collect::<Vec<_>>())
}

fn sides_of(words: &[&str]) -> [u32; 2] {
    const EACH: [&str; 4] = ["each", "per", "either", "both"];
    const OF_TWO: [&str; 9] = [
        "side", "sides", "arm", "arms", "hand", "hands", "foot", "leg", "legs",
    ];
    const WAYS: [&str; 4] = ["way", "ways", "direction", "directions"];
    let is_of = |names: &[&str]| {
        let mut pairs = words.windows(2);
        pairs.any(|pair| EACH.contains(&pair[0]) && names.contains(&pair[1]))
    };
    match (is_of(&OF_TWO), is_of(&WAYS)) {
        (true, _) => [2, 2],
        (_, true) => [2, 4],
        _ => [1, 1],
    }
}

/// Spans of time that go from little to so much that a digit is too many: "10 to 150 minutes".
pub(super) fn wide_spans(text: &str) -> Vec<String> {
    const UNITS: [&str; 4] = ["second", "minute", "hour", "times"];
    const WIDEST: u32 = 5;
    let lower = text.to_lowercase();
    let words: Vec<&str> = words(&lower).collect();
    let spans = words.windows(4).filter_map(|four| {
        let is_time = UNITS.iter().any(|unit| four[3].starts_with(unit));
        let (low, high) = (number(four[0])?, number(four[2])?);
        let is_span = ["to", "or"].contains(&four[1]) && is_time;
        (is_span && (high > low * WIDEST || high < low)).then(|| four.join(" "))
    });
    let spans =
        spans.map(|span| format!("says \"{span}\", a span too wide or the wrong way round"));
    spans.collect()
}

/// Every number that a text says; minutes are told in seconds too.
pub(super) fn numbers(text: &str) -> Vec<u32> {
    let lower = text.to_lowercase();
    let said: Vec<u32> = words(&lower).filter_map(number).collect();
    let in_minutes = said.iter().map(|number| number * 60).collect::<Vec<_>>();
    if lower.contains("minute") {
        said.into_iter().chain(in_minutes).collect()
    } else {
        said
    }
}

/// Every number of seconds that a text says.
pub(super) fn seconds_named(text: &str) -> Vec<u32> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = words(&lower).collect();
    let pairs = words.windows(2);
    let seconds = pairs.filter(|pair| pair[1].starts_with("second"));
    seconds.filter_map(|pair| number(pair[0])).collect()
}

/// The minutes that a name tells: "Two minutes at the desk", `five-minute-reset`, "Upper back in five".
pub(super) fn minutes_named(name: &str) -> Option<u32> {
    let lower = name.to_lowercase();
    let words: Vec<&str> = words(&lower).collect();
    let counted = words
        .windows(2)
        .find_map(|pair| number(pair[0]).filter(|_| pair[1].starts_with("min")));
    let at_the_end = match words.as_slice() {
        [.., "in", last] => number(last),
        _ => None,
    };
    counted.or(at_the_end).filter(|minutes| *minutes > 0)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

fn number(word: &str) -> Option<u32> {
    const WORDS: [(&str, u32); 17] = [
        ("once", 1),
        ("one", 1),
        ("twice", 2),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("twelve", 12),
        ("fifteen", 15),
        ("twenty", 20),
        ("thirty", 30),
        ("sixty", 60),
    ];
    let in_words = WORDS
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, number)| *number);
    in_words.or_else(|| word.parse().ok().filter(|number| *number <= 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(dose: &str) -> Option<(u32, u32)> {
        spoken(dose).map(|Spoken { least, most }| (least, most))
    }

    #[test]
    fn holds_sides_and_repetitions_are_read_from_words() {
        for (dose, least, most) in [
            ("Hold for 10 seconds, twice on each side.", 40, 60),
            (
                "Hold for 15 to 20 seconds, once or twice on each side.",
                30,
                100,
            ),
            ("8 to 10 circles backward, then 5 forward.", 13, 195),
            ("3 turns to each side, with a pause of 3 seconds.", 18, 48),
            ("30 seconds for each foot.", 60, 60),
            (
                "8 to 12 pulls in one to three rounds, on 2 or 3 days a week.",
                8,
                468,
            ),
            (
                "20 seconds, every 20 minutes or whenever you think of it.",
                20,
                20,
            ),
            (
                "Up to 2 minutes on five days a week; stop while 1 or 2 are left.",
                60,
                120,
            ),
            ("3 minutes, or until it is your turn.", 180, 180),
            ("Twice.", 2, 26),
        ] {
            assert_eq!(takes(dose), Some((least, most)), "{dose}");
        }
        assert_eq!(takes("As long as it feels good."), None);
    }

    #[test]
    fn names_tell_minutes() {
        assert_eq!(minutes_named("two-minute-desk"), Some(2));
        assert_eq!(minutes_named("Upper back in five"), Some(5));
        assert_eq!(minutes_named("Strength in 2 min"), Some(2));
        assert_eq!(minutes_named("Five moves for the neck"), None);
    }
}
