//! What buttons and menus carry in their `custom_id`.
//!
//! An id names what is meant; who pressed always comes from the interaction. Ids carry a version, and
//! every id that was ever sent decodes or is answered kindly: nothing about a button lives in memory.
//! Begin reading at [`ButtonId`].

use std::fmt;
use std::str::FromStr;

pub use super::along::Along;

use super::WellnessButton;
use super::filter_id::{decode_filter, encode_filter};
use super::reminder_button::ReminderButton;
use super::streak_button::StreakButton;
use crate::command::Where;
use crate::domain::card::{CardId, CardKind};
use crate::domain::delivery::Token;
use crate::domain::exercise::Filter;
use crate::domain::ids::{GuildId, InteractionId, MessageId};
use crate::domain::leaderboard::{Key, Metric, Turn, Visibility};
use crate::domain::rotation::mix;
use crate::domain::streak::Share;
use crate::view::privacy::DataStep;
use crate::view::trail::Trail;

/// First part of every id of this version.
const VERSION: &str = "u1";
/// The ways a board is turned.
const AFTER: &str = "a";
const BEFORE: &str = "b";

/// The guild that a button in a direct message is about; `None` where the message itself stands in it.
pub type Place = Option<GuildId>;

/// A walk through the exercises that a filter admits, in an order of its own, so that none comes twice before all
/// have come. It is the same walk for whoever goes on from a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// The card that it began with.
    pub start: CardId,
    /// How many have come, the first among them; 0 if it is to begin anew.
    pub step: u16,
    /// Makes two walks from the same card differ.
    pub salt: u16,
    /// What is admitted.
    pub filter: Filter,
}

impl Walk {
    /// A walk that has just begun. `seed` may be anything that differs from walk to walk.
    pub fn begin(start: CardId, seed: u64, filter: Filter) -> Self {
        let [low, high, ..] = mix(seed).to_le_bytes();
        Self {
            start,
            step: 1,
            salt: u16::from_le_bytes([low, high]),
            filter,
        }
    }

    /// Where a card stands in this walk, as a number to sort by; the first card comes first.
    pub fn place_of(&self, card: &CardId) -> u64 {
        if *card == self.start {
            return 0;
        }
        let seed = u64::from(self.salt);
        card.as_str()
            .bytes()
            .fold(mix(seed), |place, byte| mix(place ^ u64::from(byte)))
            .max(1)
    }
}

/// What a button or a menu means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ButtonId {
    /// "I did it": a check-in, for the prompt of that token if there is one.
    Did(Option<Token>),
    /// "I did it" of a card that several do together; the number is that of the interaction that asked for it. Below
    /// another message, with the message in which the card stands.
    Together(InteractionId, Option<MessageId>),
    /// The next exercise of a walk through those that fit.
    Next(Walk, Trail),
    /// This exercise hurts.
    Hurts(CardId),
    /// A card is opened by somebody who came this way.
    Open(CardId, Trail),
    /// Back to where one was.
    Back(Trail),
    /// A routine's movement of that number, from 0.
    Step(CardId, u8),
    /// The movement is shown in motion, with its steps on the clock.
    FollowAlong(CardId, Along),
    /// A card is shown to the channel.
    Share(CardId),
    /// A menu of cards that go with this one, to which this way led; what was chosen is a card's id.
    Follow(CardId, Trail),
    /// A menu of cards of a kind; what was chosen is the card's id. Long lists have several pages.
    Choose(CardKind, u8),
    /// A menu of cards that were found; what was chosen is the card's id.
    Found,
    /// A check-in for today, in that guild.
    DidToday(Place),
    /// Streaks are explained, and the member is asked who may see them.
    AskToJoin(Place),
    /// Streaks are joined.
    Join(Visibility, Place),
    /// One's own streak is shown.
    ShowStreak(Place),
    /// Shows the presser's year.
    ShowCalendar(Place),
    /// The board is shown.
    ShowBoard(Metric, Place),
    /// The board is turned to the page beside.
    TurnBoard(Metric, Turn, Place),
    /// That page of the board of this guild is shown to the channel; without a turn, the first.
    ShareBoard(Metric, Option<Turn>),
    /// Something with one's own check-ins.
    Streak(StreakButton),
    /// The schedule of prompts that this interaction proposed is wanted, with a grace of its own in minutes, if it is to
    /// have one.
    ConfirmPrompts(InteractionId, Option<u8>),
    /// It is not.
    CancelPrompts(InteractionId),
    /// A schedule of prompts that was made just now is removed.
    RemoveSchedule(i64),
    /// A schedule of prompts is removed, once that was asked.
    RemoveForGood(i64),
    /// One's desk break is ended.
    LeaveDeskBreak,
    /// Something that keeps the bot going.
    Wellness(WellnessButton),
    /// Something with a single reminder.
    Reminder(ReminderButton),
    /// Something with what is kept about the presser.
    Data(DataStep, Where),
}

/// The id is of another version, or was never ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a button of this version")]
pub struct UnknownButton;

impl fmt::Display for ButtonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}:")?;
        match self {
            Self::Did(None) => write!(f, "did"),
            Self::Did(Some(token)) => write!(f, "did:{token}"),
            Self::Together(id, None) => write!(f, "together:{id}"),
            Self::Together(id, Some(message)) => write!(f, "together:{id}:{message}"),
            Self::Next(walk, trail) => write_behind(f, trail, &encode_walk(walk)),
            Self::Follow(card, trail) => write_behind(f, trail, &format!("follow:{card}")),
            Self::Hurts(card) => write!(f, "hurts:{card}"),
            Self::Open(card, trail) => write_behind(f, trail, &format!("open:{card}")),
            Self::Back(trail) => write_behind(f, trail, "back"),
            Self::Step(routine, number) => write!(f, "step:{routine}:{number}"),
            Self::FollowAlong(card, from) => write!(f, "along:{card}{}", from.encode()),
            Self::Share(card) => write!(f, "share:{card}"),
            Self::Choose(kind, 0) => write!(f, "choose:{kind}"),
            Self::Choose(kind, page) => write!(f, "choose:{kind}:{page}"),
            Self::Found => write!(f, "found"),
            Self::DidToday(place) => write!(f, "today{}", suffix(*place)),
            Self::AskToJoin(place) => write!(f, "ask{}", suffix(*place)),
            Self::Join(level, place) => write!(f, "join:{}{}", level.as_str(), suffix(*place)),
            Self::ShowStreak(place) => write!(f, "streak{}", suffix(*place)),
            Self::ShowCalendar(place) => write!(f, "calendar{}", suffix(*place)),
            Self::ShowBoard(metric, place) => {
                write!(f, "board:{}{}", metric.as_str(), suffix(*place))
            }
            Self::TurnBoard(metric, turn, place) => {
                let turn = encode_turn(turn);
                write!(f, "turn:{}:{turn}{}", metric.as_str(), suffix(*place))
            }
            Self::ShareBoard(metric, None) => write!(f, "tell:{}", metric.as_str()),
            Self::ShareBoard(metric, Some(turn)) => {
                write!(f, "tell:{}:{}", metric.as_str(), encode_turn(turn))
            }
            Self::Streak(button) => write!(f, "s:{button}"),
            Self::ConfirmPrompts(id, None) => write!(f, "confirm:{id}"),
            Self::ConfirmPrompts(id, Some(grace)) => write!(f, "confirm:{id}:{grace}"),
            Self::CancelPrompts(id) => write!(f, "cancel:{id}"),
            Self::RemoveSchedule(id) => write!(f, "remove:{id}"),
            Self::RemoveForGood(id) => write!(f, "remove-now:{id}"),
            Self::LeaveDeskBreak => write!(f, "leave-break"),
            Self::Wellness(button) => write!(f, "w:{button}"),
            Self::Reminder(button) => button.fmt(f),
            Self::Data(step, reach) => write!(f, "data:{step}:{reach}"),
        }
    }
}

impl FromStr for ButtonId {
    type Err = UnknownButton;

    fn from_str(text: &str) -> Result<Self, UnknownButton> {
        decode(text).ok_or(UnknownButton)
    }
}

fn decode(text: &str) -> Option<ButtonId> {
    let rest = text.strip_prefix(VERSION)?.strip_prefix(':')?;
    let (verb, argument) = word_and_rest(rest);
    Some(match (verb, argument) {
        ("did", None) => ButtonId::Did(None),
        ("did", Some(token)) => ButtonId::Did(Some(token.parse().ok()?)),
        ("together", Some(argument)) => {
            let (id, message) = word_and_rest(argument);
            let message = message.map(str::parse).transpose().ok()?;
            ButtonId::Together(id.parse().ok()?, message)
        }
        ("today", place) => ButtonId::DidToday(decode_place(place)?),
        ("ask", place) => ButtonId::AskToJoin(decode_place(place)?),
        ("join", Some(argument)) => {
            let (level, place) = word_and_place(argument)?;
            ButtonId::Join(Visibility::parse(level)?, place)
        }
        ("streak", place) => ButtonId::ShowStreak(decode_place(place)?),
        ("calendar", place) => ButtonId::ShowCalendar(decode_place(place)?),
        ("board", Some(argument)) => {
            let (metric, place) = word_and_place(argument)?;
            ButtonId::ShowBoard(Metric::parse(metric)?, place)
        }
        ("turn", Some(argument)) => {
            let (metric, turn) = argument.split_once(':')?;
            let (turn, place) = decode_turn(turn)?;
            ButtonId::TurnBoard(Metric::parse(metric)?, turn, place)
        }
        ("tell", Some(argument)) => decode_share(argument)?,
        ("s", Some(button)) => ButtonId::Streak(StreakButton::decode(button)?),
        ("confirm", Some(argument)) => {
            let (id, grace) = word_and_rest(argument);
            let grace = grace.map(str::parse).transpose().ok()?;
            ButtonId::ConfirmPrompts(id.parse().ok()?, grace)
        }
        ("cancel", Some(id)) => ButtonId::CancelPrompts(id.parse().ok()?),
        ("remove", Some(id)) => ButtonId::RemoveSchedule(id.parse().ok()?),
        ("remove-now", Some(id)) => ButtonId::RemoveForGood(id.parse().ok()?),
        ("leave-break", None) => ButtonId::LeaveDeskBreak,
        ("w", Some(button)) => ButtonId::Wellness(button.parse().ok()?),
        ("data", Some(argument)) => decode_data(argument)?,
        _ => return decode_card(verb, argument),
    })
}

/// Buttons on cards, and those that lead from card to card.
fn decode_card(verb: &str, argument: Option<&str>) -> Option<ButtonId> {
    let card = || argument?.parse::<CardId>().ok();
    let card_and_trail = || {
        let (card, trail) = word_and_rest(argument?);
        Some((card.parse::<CardId>().ok()?, Trail::decode(trail)?))
    };
    Some(match (verb, argument) {
        ("next", Some(argument)) => decode_next(argument)?,
        // The first form of the same button.
        ("another", Some(argument)) => {
            let (card, filter) = argument.split_once(':')?;
            let walk = Walk::begin(card.parse().ok()?, 0, decode_filter(filter)?);
            ButtonId::Next(walk, Trail::default())
        }
        ("follow", _) => card_and_trail().map(|(card, trail)| ButtonId::Follow(card, trail))?,
        ("hurts", _) => ButtonId::Hurts(card()?),
        ("open", _) => card_and_trail().map(|(card, trail)| ButtonId::Open(card, trail))?,
        ("back", Some(trail)) => ButtonId::Back(Trail::decode(Some(trail))?),
        ("step", Some(argument)) => {
            let (routine, number) = argument.split_once(':')?;
            ButtonId::Step(routine.parse().ok()?, number.parse().ok()?)
        }
        ("along", Some(argument)) => {
            let (card, from) = word_and_rest(argument);
            ButtonId::FollowAlong(card.parse().ok()?, Along::decode(from)?)
        }
        ("share", _) => ButtonId::Share(card()?),
        ("choose", Some(kind)) => {
            let (kind, page) = kind.split_once(':').unwrap_or((kind, "0"));
            ButtonId::Choose(CardKind::from_name(kind)?, page.parse().ok()?)
        }
        ("found", None) => ButtonId::Found,
        (verb, argument) => ButtonId::Reminder(ReminderButton::decode(verb, argument?)?),
    })
}

fn decode_data(text: &str) -> Option<ButtonId> {
    let (step, reach) = text.split_once(':')?;
    let step = DataStep::from_name(step)?;
    Some(ButtonId::Data(step, Where::from_name(reach)?))
}

/// The first word, and what stands behind it.
fn word_and_rest(text: &str) -> (&str, Option<&str>) {
    match text.split_once(':') {
        Some((word, rest)) => (word, Some(rest)),
        None => (text, None),
    }
}

/// As much of a trail as fits behind an id.
fn write_behind(f: &mut fmt::Formatter<'_>, trail: &Trail, id: &str) -> fmt::Result {
    let whole = trail.behind(&format!("{VERSION}:{id}"));
    f.write_str(whole.get(VERSION.len() + 1..).unwrap_or_default())
}

fn encode_walk(walk: &Walk) -> String {
    let Walk {
        start,
        step,
        salt,
        filter,
    } = walk;
    format!("next:{start}:{step}:{salt:x}:{}", encode_filter(filter))
}

/// The walk, and behind its four wishes the way to its first card.
fn decode_next(text: &str) -> Option<ButtonId> {
    let mut parts = text.splitn(4, ':');
    let (start, step, salt) = (parts.next()?, parts.next()?, parts.next()?);
    let rest = parts.next()?;
    let (filter, trail) = match rest.match_indices(':').nth(3) {
        Some((at, _)) => (rest.get(..at)?, rest.get(at + 1..)),
        None => (rest, None),
    };
    let walk = Walk {
        start: start.parse().ok()?,
        step: step.parse().ok()?,
        salt: u16::from_str_radix(salt, 16).ok()?,
        filter: decode_filter(filter)?,
    };
    Some(ButtonId::Next(walk, Trail::decode(trail)?))
}

/// `:guild`, or nothing.
fn suffix(place: Place) -> String {
    place.map(|guild| format!(":{guild}")).unwrap_or_default()
}

/// No place is fine; a place that is no id is not.
fn decode_place(text: Option<&str>) -> Option<Place> {
    text.map(str::parse).transpose().ok()
}

fn word_and_place(text: &str) -> Option<(&str, Place)> {
    match text.split_once(':') {
        Some((word, place)) => Some((word, decode_place(Some(place))?)),
        None => Some((text, None)),
    }
}

/// `a:KEY` or `b:KEY`, the key in hexadecimal: figures, a day and a shuffled number, and nobody's id.
fn encode_turn(turn: &Turn) -> String {
    let (word, key) = match turn {
        Turn::After(key) => (AFTER, key),
        Turn::Before(key) => (BEFORE, key),
    };
    let Share { credited, due } = key.value;
    format!(
        "{word}:{credited:x}-{due:x}-{:x}-{:x}-{:x}",
        key.longest, key.reached, key.shuffle
    )
}

/// Shares carry no place: they are for the channel that they are pressed in.
fn decode_share(text: &str) -> Option<ButtonId> {
    let Some((metric, turn)) = text.split_once(':') else {
        return Some(ButtonId::ShareBoard(Metric::parse(text)?, None));
    };
    let (turn, place) = decode_turn(turn)?;
    let share = ButtonId::ShareBoard(Metric::parse(metric)?, Some(turn));
    place.is_none().then_some(share)
}

/// A turn, and the place after it.
fn decode_turn(text: &str) -> Option<(Turn, Place)> {
    let (word, rest) = text.split_once(':')?;
    let (key, place) = word_and_place(rest)?;
    let mut parts = key.split('-');
    let mut small = || u32::from_str_radix(parts.next()?, 16).ok();
    let (credited, due, longest) = (small()?, small()?, small()?);
    let key = Key {
        value: Share { credited, due },
        longest,
        reached: u16::from_str_radix(parts.next()?, 16).ok()?,
        shuffle: u64::from_str_radix(parts.next()?, 16).ok()?,
    };
    let turn = match word {
        AFTER => Turn::After(key),
        BEFORE => Turn::Before(key),
        _ => return None,
    };
    parts.next().is_none().then_some((turn, place))
}

#[cfg(test)]
mod tests {
    use super::super::reminder_button::Wanted;
    use super::*;
    use crate::domain::card::Area;
    use crate::domain::exercise::{AtHand, Equipment, Position};
    use crate::domain::ids::ChannelId;
    use crate::domain::snooze::SnoozeLength;
    use crate::domain::streak::Milestone;
    use crate::view::setup::{SetupDraft, SetupHours, SetupStep};
    use crate::view::trail::Stop;

    fn longest_card() -> CardId {
        "a".repeat(CardId::MAX_LENGTH).parse().unwrap()
    }

    fn widest_key() -> Key {
        Key {
            value: Share {
                credited: u32::MAX,
                due: u32::MAX,
            },
            longest: u32::MAX,
            reached: u16::MAX,
            shuffle: u64::MAX,
        }
    }

    fn every_other_button() -> Vec<ButtonId> {
        vec![
            ButtonId::Streak(StreakButton::Undo(
                "175928847299117063".parse().unwrap(),
                GuildId::new(u64::MAX >> 1),
            )),
            ButtonId::Streak(StreakButton::Undo(
                "175928847299117063".parse().unwrap(),
                None,
            )),
            ButtonId::Streak(StreakButton::ShareMilestone(Milestone::Run(10))),
            ButtonId::Streak(StreakButton::ShareMilestone(Milestone::Total(u32::MAX))),
            ButtonId::Streak(StreakButton::ShareTeam),
            ButtonId::Data(DataStep::Export, Where::Here),
            ButtonId::Data(DataStep::Ask, Where::Everywhere),
            ButtonId::Data(DataStep::Erase, Where::Everywhere),
            ButtonId::Data(DataStep::Keep, Where::Here),
            ButtonId::LeaveDeskBreak,
            ButtonId::RemoveSchedule(i64::MAX),
            ButtonId::RemoveForGood(i64::MAX),
            ButtonId::Wellness(WellnessButton::ConfirmHolidays(
                "175928847299117063".parse().unwrap(),
            )),
            ButtonId::Wellness(WellnessButton::Resume(i64::MAX)),
            ButtonId::Wellness(WellnessButton::BeginSetup),
            ButtonId::Wellness(WellnessButton::ConfirmSetup(
                "175928847299117063".parse().unwrap(),
            )),
            ButtonId::Wellness(WellnessButton::Setup(
                SetupStep::Channel,
                SetupDraft {
                    zone: Some("America/Argentina/ComodRivadavia".to_owned()),
                    channel: ChannelId::new(u64::MAX >> 1),
                    hours: Some(SetupHours::Listed(4)),
                    days: Some(3),
                    language: None,
                },
            )),
            ButtonId::Wellness(WellnessButton::Setup(
                SetupStep::TypedHours,
                SetupDraft {
                    hours: Some(SetupHours::Typed(vec![jiff::civil::time(9, 45, 0, 0)])),
                    language: Some("es-419".to_owned()),
                    ..SetupDraft::default()
                },
            )),
            ButtonId::Wellness(WellnessButton::Setup(
                SetupStep::Zone,
                SetupDraft::default(),
            )),
            ButtonId::Wellness(WellnessButton::SeeDirect),
            ButtonId::Wellness(WellnessButton::TestDirect),
            ButtonId::Wellness(WellnessButton::CancelHolidays(
                "175928847299117063".parse().unwrap(),
            )),
        ]
    }

    fn every_kind_of_button() -> Vec<ButtonId> {
        let mut all = every_kind_on_a_card();
        all.extend(every_kind_about_streaks_and_prompts());
        all
    }

    fn every_kind_on_a_card() -> Vec<ButtonId> {
        let filter = Filter {
            area: Some(Area::WholeBody),
            position: Some(Position::Standing),
            max_minutes: Some(u16::MAX),
            equipment: Some(AtHand::Item(Equipment::Doorway)),
            ..Filter::default()
        };
        let trail = Trail::only(Stop::List(CardKind::Cause));
        let trail = trail.from(Stop::Hurts("neck-tilts".parse().unwrap()));
        vec![
            ButtonId::Did(None),
            ButtonId::Did("abcdefgh234567zz".parse().ok()),
            ButtonId::Next(
                Walk {
                    start: longest_card(),
                    step: 999,
                    salt: u16::MAX,
                    filter,
                },
                Trail::default(),
            ),
            ButtonId::Next(
                Walk::begin(longest_card(), 7, Filter::default()),
                trail.clone(),
            ),
            ButtonId::Together("175928847299117063".parse().unwrap(), None),
            ButtonId::Together(
                "175928847299117063".parse().unwrap(),
                MessageId::new(u64::MAX >> 1),
            ),
            ButtonId::Follow(longest_card(), Trail::default()),
            ButtonId::Follow(longest_card(), trail.clone()),
            ButtonId::Hurts(longest_card()),
            ButtonId::Open(longest_card(), trail.clone()),
            ButtonId::Back(trail),
            ButtonId::Step(longest_card(), u8::MAX),
            ButtonId::FollowAlong(longest_card(), Along::Card),
            ButtonId::FollowAlong(
                longest_card(),
                Along::Delivery("abcdefgh234567zz".parse().unwrap()),
            ),
            ButtonId::FollowAlong(
                longest_card(),
                Along::Together("9223372036854775807".parse().unwrap()),
            ),
            ButtonId::FollowAlong(longest_card(), Along::Step(longest_card(), u8::MAX)),
            ButtonId::Share(longest_card()),
            ButtonId::Choose(CardKind::Cause, 0),
            ButtonId::Choose(CardKind::Tip, 1),
            ButtonId::Found,
        ]
    }

    fn every_kind_about_streaks_and_prompts() -> Vec<ButtonId> {
        vec![
            ButtonId::DidToday(None),
            ButtonId::DidToday(GuildId::new(u64::MAX >> 1)),
            ButtonId::AskToJoin(None),
            ButtonId::AskToJoin(GuildId::new(1)),
            ButtonId::Join(Visibility::Anonymous, None),
            ButtonId::Join(Visibility::Anonymous, GuildId::new(1)),
            ButtonId::ShowStreak(GuildId::new(1)),
            ButtonId::ShowCalendar(GuildId::new(1)),
            ButtonId::ShowBoard(Metric::Consistency, None),
            ButtonId::ShowBoard(Metric::Consistency, GuildId::new(1)),
            ButtonId::TurnBoard(Metric::Consistency, Turn::After(widest_key()), None),
            ButtonId::TurnBoard(
                Metric::Consistency,
                Turn::Before(widest_key()),
                GuildId::new(u64::MAX >> 1),
            ),
            ButtonId::ShareBoard(Metric::Week, None),
            ButtonId::ShareBoard(Metric::Consistency, Some(Turn::Before(widest_key()))),
            ButtonId::ConfirmPrompts("175928847299117063".parse().unwrap(), None),
            ButtonId::ConfirmPrompts("175928847299117063".parse().unwrap(), Some(u8::MAX)),
            ButtonId::CancelPrompts("175928847299117063".parse().unwrap()),
        ]
    }

    fn every_kind_about_a_reminder() -> Vec<ButtonId> {
        let token = || "abcdefgh234567zz".parse().unwrap();
        let all = [
            ReminderButton::Snooze(token()),
            ReminderButton::SnoozeFor(token(), SnoozeLength::Thirty),
            ReminderButton::SnoozeUntil(token()),
            ReminderButton::SkipToday(token()),
            ReminderButton::StillWanted(token(), Wanted::Fewer),
        ];
        all.map(ButtonId::Reminder).into()
    }

    #[test]
    fn every_button_comes_back_as_it_went_and_fits_discords_limit() {
        let reminders = every_kind_about_a_reminder();
        for button in every_kind_of_button()
            .into_iter()
            .chain(every_other_button())
            .chain(reminders)
        {
            let text = button.to_string();
            assert!(text.len() <= 100, "{text} has {} characters", text.len());
            assert_eq!(text.parse(), Ok(button), "{text}");
        }
    }

    #[test]
    fn what_turns_a_board_says_figures_and_nobodys_id() {
        let key = Key {
            value: Share {
                credited: 11,
                due: 22,
            },
            longest: 17,
            reached: 20_605,
            shuffle: 0xfe_dcba,
        };
        let next = ButtonId::TurnBoard(Metric::Consistency, Turn::After(key), None);
        assert_eq!(
            next.to_string(),
            "u1:turn:consistency:a:b-16-11-507d-fedcba"
        );
        for text in [
            "u1:turn:consistency",
            "u1:turn:consistency:c:b-16-11-507d-fedcba",
            "u1:turn:consistency:a:b-16-11-507d",
            "u1:turn:consistency:a:b-16-11-507d-fedcba-1",
            "u1:turn:fame:a:b-16-11-507d-fedcba",
            "u1:tell:week:a:b-16-11-507d-fedcba:1",
        ] {
            assert_eq!(text.parse::<ButtonId>(), Err(UnknownButton), "{text}");
        }
    }

    #[test]
    fn buttons_of_the_first_version_still_mean_what_they_meant() {
        let text = "u1:another:neck-tilts:neck:-:2:nothing";
        let Ok(ButtonId::Next(walk, _)) = text.parse() else {
            panic!("{text}")
        };
        assert_eq!((walk.start.as_str(), walk.step), ("neck-tilts", 1));
        assert_eq!(walk.filter.max_minutes, Some(2));
        let card = || "neck-tilts".parse().unwrap();
        for (text, button) in [
            (
                "u1:open:neck-tilts",
                ButtonId::Open(card(), Trail::default()),
            ),
            (
                "u1:follow:neck-tilts",
                ButtonId::Follow(card(), Trail::default()),
            ),
            (
                "u1:along:neck-tilts",
                ButtonId::FollowAlong(card(), Along::Card),
            ),
            (
                "u1:along:neck-tilts:abcdefgh234567zz",
                ButtonId::FollowAlong(card(), Along::Delivery("abcdefgh234567zz".parse().unwrap())),
            ),
            (
                "u1:together:175928847299117063",
                ButtonId::Together("175928847299117063".parse().unwrap(), None),
            ),
        ] {
            assert_eq!(text.parse(), Ok(button), "{text}");
        }
    }

    #[test]
    fn a_way_that_is_too_long_for_an_id_loses_its_oldest_stops() {
        let far = (0..4).fold(Trail::default(), |trail, _| {
            trail.from(Stop::Card(longest_card()))
        });
        for button in [
            ButtonId::Open(longest_card(), far.clone()),
            ButtonId::Back(far.clone()),
            ButtonId::Next(Walk::begin(longest_card(), 1, Filter::default()), far),
        ] {
            let text = button.to_string();
            assert!(text.len() <= 100, "{text}");
            assert!(text.parse::<ButtonId>().is_ok(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_id_however_strange_does_more_than_fail(text in "(u1:)?[a-z:0-9-]{0,100}|\\PC{0,100}") {
            let read = text.parse::<ButtonId>();
            if let Ok(button) = read {
                proptest::prop_assert!(button.to_string().len() <= 110);
            }
        }
    }
}
