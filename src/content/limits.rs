//! How long, how many, how large: what the checks of a pack hold it to, and its schema tells editors.
//!
//! Each number stands here once. Lists of names (parts of the body, kinds of exercises) are the domain's own.

use std::ops::RangeInclusive;

/// The version of the format that is read here.
pub(super) const FORMAT: i64 = 1;
/// Longest title, in characters; buttons take 80, and some carry a word before the title.
pub(super) const TITLE: usize = 60;
/// Longest summary; the second line of a menu entry takes 100.
pub(super) const SUMMARY: usize = 100;
/// Longest line: a step, a sign.
pub(super) const LINE: usize = 240;
/// Longest paragraph.
pub(super) const PARAGRAPH: usize = 600;
/// Longest fact or action of a prompt; together they are to stay near 200 characters.
pub(super) const PROMPT: usize = 120;
/// Longest alt text that Discord takes.
pub(super) const ALT: usize = 1024;
/// Longest caption of a key pose.
pub(super) const CAPTION: usize = 60;
/// Longest foot of a card.
pub(super) const FOOT: usize = 90;
/// Longest name of a language.
pub(super) const LANGUAGE: usize = 20;
/// Longest title of a source.
pub(super) const SOURCE: usize = 300;
/// Longest address.
pub(super) const URL: usize = 500;
/// Most characters of a whole card. Discord takes 4,000 in a message; buttons, headings and what a view
/// says itself need the rest.
pub(super) const WHOLE: usize = 3400;

/// Most cards that a card leads to; a menu takes no more.
pub(super) const LINKS: usize = 25;

/// Fewest steps of an exercise.
pub(super) const STEPS: usize = 2;
/// Shortest and longest time of an exercise, in seconds.
pub(super) const SECONDS: RangeInclusive<i64> = 5..=300;
/// How often in a round.
pub(super) const TIMES: RangeInclusive<i64> = 1..=100;
/// Seconds of holding, resting, moving.
pub(super) const HOLD: RangeInclusive<i64> = 1..=120;
/// Seconds of a whole part.
pub(super) const LASTS: RangeInclusive<i64> = 5..=600;
/// How many rounds.
pub(super) const ROUNDS: RangeInclusive<i64> = 1..=10;
/// Days of a week.
pub(super) const DAYS: RangeInclusive<i64> = 1..=7;

/// How many key poses a pose has.
pub(super) const KEYS: RangeInclusive<usize> = 2..=4;
/// How long a key pose is shown, in milliseconds.
pub(super) const MS: RangeInclusive<i64> = 100..=60_000;
/// Up to how much is counted while one breathes in or out.
pub(super) const COUNTS: RangeInclusive<i64> = 1..=9;
/// How many arrows a key pose has, and how many places that are pressed.
pub(super) const MARKS: usize = 4;
/// How large a roller, a ball or a breath is on the canvas.
pub(super) const RADIUS: RangeInclusive<f32> = 0.5..=20.0;
/// How far a lid or a jaw is open.
pub(super) const OPEN: RangeInclusive<f32> = 0.0..=1.0;
/// Where the eyes of a face look.
pub(super) const GAZE: RangeInclusive<f32> = -1.0..=1.0;
/// The longest word or phrase of `synonyms.toml`.
pub(super) const PHRASE: usize = 60;
