//! Checks of what lies over what in a key pose, and of closed hands.
//!
//! Begin reading at [`check_layers`].

use super::fields::Checker;
use crate::content::error::At;
use crate::content::raw_pose::RawKey;
use crate::domain::pose::{Joint, Layers, Limb};

/// The limbs in front and behind, and the hands that are closed.
pub(super) fn check_layers(checker: &mut Checker<'_>, at: &At, raw: &RawKey) -> Option<Layers> {
    let limbs = "lArm, rArm, lLeg or rLeg, each once";
    let front = check_limbs(checker, at, ("front", limbs), &raw.front, Limb::from_name);
    let back = check_limbs(checker, at, ("back", limbs), &raw.back, Limb::from_name);
    let hand = |name: &str| Joint::from_name(name).and_then(Limb::of_hand);
    let grip = check_limbs(
        checker,
        at,
        ("grip", "lHan or rHan, each once"),
        &raw.grip,
        hand,
    );
    let (front, back) = (front?, back?);
    if let Some(both) = front.iter().find(|limb| back.contains(limb)) {
        let wrong = format!("{both} is in front, too");
        return checker.wrong(at, "back", wrong, "limbs that are not in front");
    }
    Some(Layers {
        front,
        back,
        grip: grip?,
    })
}

/// The limbs of these names, each of them once.
fn check_limbs(
    checker: &mut Checker<'_>,
    at: &At,
    (key, accepted): (&str, &str),
    names: &[String],
    limb: impl Fn(&str) -> Option<Limb>,
) -> Option<Vec<Limb>> {
    let mut limbs = Vec::new();
    for name in names {
        match limb(name) {
            Some(limb) if !limbs.contains(&limb) => limbs.push(limb),
            Some(_) => return checker.wrong(at, key, format!("{name} is there twice"), accepted),
            None => return checker.wrong(at, key, format!("\"{name}\" is not known"), accepted),
        }
    }
    Some(limbs)
}
