//! How often a member may be reminded, and when they are asked whether they still want it (D-64).
//!
//! Begin reading at [`attention`].

/// So many messages unasked reach a member on one local date at most: reminders, and what they put off.
pub const MOST_A_DAY: u32 = 6;
/// After so many days with reminders, and without anything from their member, they are asked.
pub const UNANSWERED_DAYS: u32 = 14;

/// What is done with the next reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    /// It comes.
    Remind,
    /// In its place comes the question whether reminders are still wanted.
    Ask,
    /// Nothing comes until the question is answered.
    Rest,
}

/// What becomes of the next reminder of a member from whom nothing was heard on `days_reminded` days on which a reminder
/// came. Whether they were asked since then is `was_asked`.
pub fn attention(days_reminded: u32, was_asked: bool) -> Attention {
    if was_asked {
        Attention::Rest
    } else if days_reminded >= UNANSWERED_DAYS {
        Attention::Ask
    } else {
        Attention::Remind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_fourteen_days_without_an_answer_one_question_comes_and_then_nothing() {
        assert_eq!(attention(0, false), Attention::Remind);
        assert_eq!(attention(13, false), Attention::Remind);
        assert_eq!(attention(14, false), Attention::Ask);
        assert_eq!(attention(40, false), Attention::Ask);
        for days in [0, 13, 14, 40] {
            assert_eq!(attention(days, true), Attention::Rest);
        }
    }
}
