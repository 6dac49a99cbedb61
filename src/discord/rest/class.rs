//! The order in which requests leave, where not all can at once.

/// Who may go first (D-52), in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// The answer to an interaction: never held back; Discord counts it apart.
    Callback,
    /// Serves somebody who waits.
    Serving,
    /// Planned for somebody who asked for it just now, such as a snooze; gives way to those who wait for an answer.
    Urgent,
    /// Planned messages; they give way to the others and keep to a share of their own (D-51).
    Scheduled,
    /// What nobody waits for: what is tidied up, edited by and by, or looked for in a channel's history. It takes what is left.
    CleanUp,
}

impl Class {
    /// Nobody waits for it.
    pub const fn is_planned(self) -> bool {
        matches!(self, Self::Scheduled | Self::CleanUp)
    }
}
