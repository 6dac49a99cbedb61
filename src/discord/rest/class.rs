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
    /// Planned work; gives way to the others.
    Scheduled,
    /// What is tidied up behind it.
    CleanUp,
}

impl Class {
    /// Nobody waits for it, and it keeps to the share of planned work.
    pub const fn is_planned(self) -> bool {
        matches!(self, Self::Scheduled | Self::CleanUp)
    }
}
