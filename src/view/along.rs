//! What a movement is followed along from, as its button carries it.
//!
//! Begin reading at [`Along`].

use crate::domain::card::CardId;
use crate::domain::delivery::Token;
use crate::domain::ids::InteractionId;

/// Marks a card that several do together.
const TOGETHER: &str = "t";
/// Marks a movement of a routine.
const STEP: &str = "s";

/// What a movement is followed along from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Along {
    /// Its own card.
    Card,
    /// The prompt or reminder of that token.
    Delivery(Token),
    /// A card that several do together; the number is that of the interaction that asked for it.
    Together(InteractionId),
    /// A routine, of which it is the movement of that number, from 0.
    Step(CardId, u8),
}

impl Along {
    /// Nothing, `:token`, `:t:interaction` or `:s:routine:number`.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::Card => String::new(),
            Self::Delivery(token) => format!(":{token}"),
            Self::Together(id) => format!(":{TOGETHER}:{id}"),
            Self::Step(routine, number) => format!(":{STEP}:{routine}:{number}"),
        }
    }

    /// Reads what stands behind the card, without the first colon.
    pub(super) fn decode(text: Option<&str>) -> Option<Self> {
        let Some(text) = text else {
            return Some(Self::Card);
        };
        Some(match text.split_once(':') {
            None => Self::Delivery(text.parse().ok()?),
            Some((TOGETHER, id)) => Self::Together(id.parse().ok()?),
            Some((STEP, step)) => {
                let (routine, number) = step.split_once(':')?;
                Self::Step(routine.parse().ok()?, number.parse().ok()?)
            }
            Some(_) => return None,
        })
    }
}
