//! The use cases.
//!
//! Begin reading at [`outbound`].

pub mod handler;
pub mod interaction;
pub mod outbound;

pub use handler::Handler;
pub use interaction::{Interaction, InteractionKind, OptionValue};
pub use outbound::{
    Disposition, Outbound, OutboundMessage, PostedMessage, Reply, SendError, Visibility,
};
