//! How much of a movement is meant, in numbers, so that it can be counted along.
//!
//! The words for it are the card's `dose`; these numbers never replace them. Begin reading at [`Amount`].

/// A number, or a range of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The smallest that is meant.
    pub least: u16,
    /// The largest that is meant; the same as `least` for a single number.
    pub most: u16,
}

/// One part of a movement: most have one, "ten backward, then five forward" has two.
///
/// Has `times`, `hold` or `lasts`; a hold without `times` is held once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Amount {
    /// Which part it is, such as "Backward"; `None` for the whole movement.
    pub what: Option<String>,
    /// How often in one round.
    pub times: Option<Span>,
    /// How long each is held, in seconds.
    pub hold: Option<Span>,
    /// How long the way out takes, in seconds.
    pub out: Option<Span>,
    /// How long the way back takes, in seconds.
    pub back: Option<Span>,
    /// How long to rest between two, in seconds.
    pub rest: Option<Span>,
    /// How long the part takes in all, in seconds.
    pub lasts: Option<Span>,
    /// How many rounds.
    pub rounds: Option<Span>,
    /// On how many days of a week.
    pub days: Option<Span>,
    /// So much for each side.
    pub per_side: bool,
}
