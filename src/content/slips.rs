//! Tells cheaply that two words are too far apart for a slip of the finger.
//!
//! Counting the slips between two words takes long, and a question is compared with thousands of them; which letters
//! they have takes no time. Must not know which words are meant. Begin reading at [`Letters`].

/// Which letters a word has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letters(u32);

impl Letters {
    /// Those of a word in lower case: a bit for each of `a` to `z`; all other characters share six.
    pub(super) fn of(word: &str) -> Self {
        let bits = word.chars().map(|letter| match letter {
            'a'..='z' => 1 << (u32::from(letter) - u32::from('a')),
            other => 1 << (26 + u32::from(other) % 6),
        });
        Self(bits.fold(0, |all, bit: u32| all | bit))
    }

    /// Whether more than `most` slips lie between the two words for sure: each slip brings in one letter and takes one
    /// away at most. Where it is `false`, the slips are still to be counted.
    pub(super) const fn are_further_than(self, most: usize, other: Self) -> bool {
        let (brought, taken) = (self.0 & !other.0, other.0 & !self.0);
        brought.count_ones() as usize > most || taken.count_ones() as usize > most
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn letters_rule_out_no_word_that_is_near_enough(
            one in "[a-e\u{e9}-\u{ee}]{3,9}",
            other in "[a-e\u{e9}-\u{ee}]{3,9}",
        ) {
            let slips = strsim::osa_distance(&one, &other);
            prop_assert!(!Letters::of(&one).are_further_than(slips, Letters::of(&other)));
        }
    }

    #[test]
    fn words_of_other_letters_are_further_apart() {
        let apart = |one, other, most| Letters::of(one).are_further_than(most, Letters::of(other));
        assert!(apart("neck", "desk", 1));
        assert!(!apart("neck", "desk", 2));
        assert!(!apart("chset", "chest", 0));
    }
}
