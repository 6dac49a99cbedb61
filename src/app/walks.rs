//! How far each member has come on a walk through the movements, so that none comes twice before all have come.
//!
//! A button knows the step at which it was made, and one on a public card is pressed again and again. So what was shown
//! last is remembered here, for a while: after a restart, or behind many others, a walk goes on from its button. Must
//! not know which movements there are. Begin reading at [`Walks::resume`].

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::ids::UserId;
use crate::view::button::Walk;

/// So many walks are remembered; the one that rests longest is forgotten first.
const MOST: usize = 512;

/// The walks that were gone on lately, the latest last, each with its last step.
#[derive(Debug, Default)]
pub(super) struct Walks(Mutex<VecDeque<(UserId, Walk)>>);

impl Walks {
    /// The walk of a button as far as its member has come.
    pub(super) fn resume(&self, user: UserId, walk: Walk) -> Walk {
        let walks = self.walks();
        let known = walks
            .iter()
            .find(|(of, known)| is_one(*of, known, user, &walk));
        known.map_or(walk, |(_, known)| known.clone())
    }

    /// The member has come to that step of the walk.
    pub(super) fn come(&self, user: UserId, walk: &Walk) {
        let mut walks = self.walks();
        walks.retain(|(of, known)| !is_one(*of, known, user, walk));
        walks.push_back((user, walk.clone()));
        while walks.len() > MOST {
            walks.pop_front();
        }
    }

    fn walks(&self) -> MutexGuard<'_, VecDeque<(UserId, Walk)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// It is the same walk of the same member, at whatever step.
fn is_one(of: UserId, known: &Walk, user: UserId, walk: &Walk) -> bool {
    of == user
        && known.start == walk.start
        && known.salt == walk.salt
        && known.filter == walk.filter
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::exercise::Filter;

    fn walk(seed: u64, step: u16) -> Walk {
        let start = "neck-tilts".parse().unwrap();
        Walk {
            step,
            ..Walk::begin(start, seed, Filter::default())
        }
    }

    #[test]
    fn a_member_goes_on_from_the_last_step_and_others_from_their_own() {
        let walks = Walks::default();
        let [ann, ben] = [1, 2].map(|id| UserId::new(id).unwrap());
        walks.come(ann, &walk(7, 3));
        assert_eq!(walks.resume(ann, walk(7, 1)).step, 3);
        assert_eq!(walks.resume(ben, walk(7, 1)).step, 1);
        assert_eq!(walks.resume(ann, walk(8, 1)).step, 1, "another walk");
        walks.come(ann, &walk(7, 1));
        assert_eq!(walks.resume(ann, walk(7, 3)).step, 1, "it begins anew");
    }

    #[test]
    fn only_so_many_walks_are_remembered() {
        let walks = Walks::default();
        for number in 0..=u64::try_from(MOST).unwrap() {
            walks.come(UserId::new(number + 1).unwrap(), &walk(7, 2));
        }
        assert_eq!(walks.walks().len(), MOST);
        assert_eq!(
            walks.resume(UserId::new(1).unwrap(), walk(7, 1)).step,
            1,
            "the oldest is forgotten"
        );
    }
}
