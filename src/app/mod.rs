//! The use cases.
//!
//! Begin reading at [`outbound`].

pub mod interaction;
pub mod outbound;

pub use interaction::{Interaction, InteractionKind, OptionValue};
pub use outbound::{
    Disposition, Outbound, OutboundMessage, PostedMessage, Reply, SendError, Visibility,
};
