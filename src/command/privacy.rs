//! Wishes about what is kept of a member.

use crate::domain::names::named;

/// What somebody wants of what is kept about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// To be told.
    Show,
    /// All of it as a file.
    Export(Option<Where>),
    /// That it goes.
    Erase(Option<Where>),
}

named! {
    /// How far such a wish reaches.
    pub enum Where {
        /// This guild.
        Here = "here",
        /// Every guild.
        Everywhere = "everywhere",
    }
}
