//! What a press amounts to, and shares of days.

/// What a press amounts to (K-20), in the order of judging.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// They are not in the guild.
    NotMember,
    /// The member has not opted in to streaks.
    NotOptedIn,
    /// It answers a prompt of an earlier day.
    Expired,
    /// The day has its credit.
    Duplicate,
    /// The day lies in a vacation.
    Paused,
    /// The day does not count for this member.
    RestDay,
    /// The day is credited.
    Credited,
}

impl Outcome {
    /// All of them, in the order of judging.
    pub const ALL: [Self; 7] = [
        Self::NotMember,
        Self::NotOptedIn,
        Self::Expired,
        Self::Duplicate,
        Self::Paused,
        Self::RestDay,
        Self::Credited,
    ];

    /// The word that the log keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotMember => "not_member",
            Self::NotOptedIn => "not_opted_in",
            Self::Expired => "expired",
            Self::Duplicate => "duplicate",
            Self::Paused => "paused",
            Self::RestDay => "rest_day",
            Self::Credited => "credited",
        }
    }

    /// The outcome of a word in the log.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == word)
    }
}

/// Credited days among due days, compared as an exact fraction (L-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Days with a check-in.
    pub credited: u32,
    /// Days that counted.
    pub due: u32,
}

impl Share {
    /// Whole per cent, rounded down; `None` when no day was due.
    pub fn per_cent(self) -> Option<u32> {
        (self.due > 0).then(|| self.credited * 100 / self.due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_keeps_a_word_for_each_outcome_and_reads_it_back() {
        let words = Outcome::ALL.map(Outcome::as_str);
        assert_eq!(
            words,
            [
                "not_member",
                "not_opted_in",
                "expired",
                "duplicate",
                "paused",
                "rest_day",
                "credited"
            ]
        );
        assert_eq!(words.map(Outcome::parse), Outcome::ALL.map(Some));
        for stray in ["", "Credited", "credited ", "missed"] {
            assert_eq!(Outcome::parse(stray), None, "{stray}");
        }
    }

    #[test]
    fn per_cents_are_rounded_down_and_there_are_none_of_nothing() {
        let per_cent = |credited, due| Share { credited, due }.per_cent();
        assert_eq!(per_cent(0, 0), None);
        assert_eq!(per_cent(0, 1), Some(0));
        assert_eq!(per_cent(2, 3), Some(66));
        assert_eq!(per_cent(29, 30), Some(96));
        assert_eq!(per_cent(22, 22), Some(100));
    }
}
