//! The body: a friendly figure of round limbs in shirt, trousers and shoes.
//!
//! Sizes are in the units of a pose. Seen from the side, far limbs are paler and lie behind. Begin reading at
//! [`draw`].

use super::canvas::{Canvas, Knot};
use super::geometry::{between, distance, minus, plus, quarter, unit};
use super::palette::{Colour, FAR, FAR_INK, GROUND, INK, SHIRT, SHOES, SKIN, TROUSERS};
use super::{hands, head};
use crate::domain::pose::{End, Joint, Key, Limb, Point, Pose, Prop, Shape, Skeleton, View};

/// Thickness of outlines.
pub(super) const OUTLINE: f32 = 0.55;
/// How far the trunk reaches beyond shoulders and hips, seen from the front.
const TRUNK_EDGE: f32 = 2.5;
/// Half of the waist, seen from the front.
const WAIST: f32 = 3.5;
/// From shoulder to shoulder of someone who faces the viewer.
const SHOULDERS: f32 = 16.0;
/// A knee is folded if the cosine of its angle is more than this.
const FOLDED: f32 = 0.86;
/// A hand within this distance of the middle of the head is at the head.
const REACH: f32 = 9.0;

/// So far up and down the trunk a breath swells it.
const SWELLING: f32 = 12.0;
/// A hand that is farther than this beyond the middle of the trunk reaches across.
const ACROSS: f32 = 1.5;
/// An arm that is nearer to a shoulder than this lies over it.
const OVER: f32 = 5.5;

/// How near a part is to the viewer; picks its colours.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Depth {
    Near,
    Far,
}

impl Depth {
    pub(super) fn colour(self, colour: Colour) -> Colour {
        match self {
            Self::Near => colour,
            Self::Far => colour.toward(GROUND, FAR),
        }
    }

    pub(super) fn ink(self) -> Colour {
        match self {
            Self::Near => INK,
            Self::Far => INK.toward(GROUND, FAR_INK),
        }
    }
}

/// A figure in a key pose, and what is known of its limbs.
pub(super) struct Figure<'a> {
    pub(super) skeleton: &'a Skeleton,
    view: View,
    key: &'a Key,
    /// Arms whose hand is closed.
    grips: Vec<Limb>,
    /// Where breath swells the trunk, and how far from there.
    breath: Option<Knot>,
}

impl<'a> Figure<'a> {
    /// The figure of a key of this pose, if it is one.
    pub(super) fn of(pose: &Pose, key: &'a Key) -> Option<Self> {
        let Shape::Figure(skeleton) = &key.shape else {
            return None;
        };
        let holds = |prop: &Prop| match *prop {
            Prop::Dumbbell(hand) => vec![hand],
            Prop::Band(from, to) => [from, to].iter().filter_map(End::joint).collect(),
            _ => Vec::new(),
        };
        let held = pose.props.iter().flat_map(holds);
        let held = held.filter_map(Limb::of_hand);
        let mut breaths = pose.props.iter().filter_map(|prop| match *prop {
            Prop::Breath { centre, .. } => Some(centre),
            _ => None,
        });
        Some(Self {
            skeleton,
            view: pose.view,
            key,
            breath: breaths.next().zip(key.breath_radius),
            grips: key.layers.grip.iter().copied().chain(held).collect(),
        })
    }

    fn at(&self, limb: Limb) -> [Point; 4] {
        limb.joints().map(|joint| self.skeleton.at(joint))
    }

    fn depth(&self, limb: Limb) -> Depth {
        let is_far = matches!(limb, Limb::LeftArm | Limb::LeftLeg);
        if self.view == View::Side && is_far && !self.key.layers.front.contains(&limb) {
            Depth::Far
        } else {
            Depth::Near
        }
    }

    /// Draws a limb, unless it has a place of its own in front or behind.
    fn limb(&self, canvas: &mut Canvas, limb: Limb) {
        let layers = &self.key.layers;
        if !layers.front.contains(&limb) && !layers.back.contains(&limb) {
            self.limb_now(canvas, limb);
        }
    }

    fn limb_now(&self, canvas: &mut Canvas, limb: Limb) {
        match limb {
            Limb::LeftArm | Limb::RightArm => arm(canvas, self, limb),
            Limb::LeftLeg | Limb::RightLeg => leg(canvas, self.at(limb), self.depth(limb)),
        }
    }

    /// The hand of this arm is on the other side of the trunk, seen from the front.
    fn reaches_across(&self, limb: Limb) -> bool {
        let middle = self.skeleton.at(Joint::Neck).x;
        let [shoulder, _, hand, _] = self.at(limb).map(|point| point.x - middle);
        hand * shoulder < 0.0 && hand.abs() > ACROSS
    }
}

/// The whole figure; `on_trunk` is drawn over the trunk, under the arms.
pub(super) fn draw(canvas: &mut Canvas, figure: &Figure<'_>, on_trunk: impl FnOnce(&mut Canvas)) {
    let skeleton = figure.skeleton;
    for limb in &figure.key.layers.back {
        figure.limb_now(canvas, *limb);
    }
    if figure.view == View::Side {
        figure.limb(canvas, Limb::LeftArm);
        figure.limb(canvas, Limb::LeftLeg);
        neck(canvas, skeleton);
        side_trunk(canvas, figure);
        figure.limb(canvas, Limb::RightLeg);
        on_trunk(canvas);
        if is_behind_head(skeleton, Joint::RightHand) {
            figure.limb(canvas, Limb::RightArm);
            head::draw(canvas, skeleton);
        } else {
            head::draw(canvas, skeleton);
            figure.limb(canvas, Limb::RightArm);
        }
    } else {
        front_trunk(canvas, skeleton);
        // A leg that is laid over the other is in front of it, and so is an arm that reaches across.
        let foot = |limb: Limb| figure.at(limb)[2].y;
        let mut legs = [Limb::LeftLeg, Limb::RightLeg];
        legs.sort_by(|a, b| foot(*b).total_cmp(&foot(*a)));
        for limb in legs {
            figure.limb(canvas, limb);
        }
        front_shirt(canvas, skeleton);
        on_trunk(canvas);
        head::draw(canvas, skeleton);
        let mut arms = [Limb::LeftArm, Limb::RightArm];
        arms.sort_by_key(|limb| figure.reaches_across(*limb));
        for limb in arms {
            figure.limb(canvas, limb);
        }
    }
    for limb in &figure.key.layers.front {
        figure.limb_now(canvas, *limb);
    }
}

/// The closed hands, over what they hold.
pub(super) fn grips(canvas: &mut Canvas, figure: &Figure<'_>) {
    for limb in &figure.grips {
        let [.., wrist, fingers] = figure.at(*limb);
        // What is said to grip lies before all else, also if its arm is far away.
        let is_said = figure.key.layers.grip.contains(limb);
        let depth = if is_said {
            Depth::Near
        } else {
            figure.depth(*limb)
        };
        hands::fist(canvas, wrist, fingers, depth);
    }
}

/// The hand is near the head, on the side away from the face.
fn is_behind_head(skeleton: &Skeleton, hand: Joint) -> bool {
    let middle = skeleton.at(Joint::Head);
    let facing = minus(skeleton.at(Joint::Nose), middle);
    let hand = minus(skeleton.at(hand), middle);
    hand.x.hypot(hand.y) < REACH && hand.x * facing.x + hand.y * facing.y < 0.0
}

fn outlined(canvas: &mut Canvas, knots: &[Knot], colour: Colour, depth: Depth) {
    canvas.limb_and(knots, OUTLINE, depth.ink());
    canvas.limb(knots, depth.colour(colour));
}

fn neck(canvas: &mut Canvas, skeleton: &Skeleton) {
    let knots = [
        (skeleton.at(Joint::Neck), 2.3),
        (skeleton.at(Joint::Head), 2.1),
    ];
    outlined(canvas, &knots, SKIN, Depth::Near);
}

/// An arm with a short sleeve, and a hand.
fn arm(canvas: &mut Canvas, figure: &Figure<'_>, limb: Limb) {
    let depth = figure.depth(limb);
    let [shoulder, elbow, wrist, fingers] = figure.at(limb);
    let hem = between(shoulder, elbow, 0.62);
    let skin = [(shoulder, 2.3), (elbow, 2.0), (wrist, 1.5)];
    let (palm, tips) = hands::open(wrist, fingers);
    let sleeve = [(shoulder, 2.7), (hem, 2.45)];
    // A closed hand is drawn over what it holds.
    let open = [&tips[..], &palm[..]];
    let hand = if figure.grips.contains(&limb) {
        &[]
    } else {
        &open[..]
    };
    for knots in hand.iter().copied().chain([&skin[..], &sleeve[..]]) {
        canvas.limb_and(knots, OUTLINE, depth.ink());
    }
    for knots in hand.iter().copied().chain([&skin[..]]) {
        canvas.limb(knots, depth.colour(SKIN));
    }
    // A thin edge tells the sleeve from the arm.
    let edge = plus(hem, unit(minus(elbow, shoulder)), 0.35);
    canvas.limb(&[(shoulder, 2.5), (edge, 2.3)], depth.ink());
    canvas.limb(&sleeve, depth.colour(SHIRT));
    // The sleeve belongs to the shirt: no edge between them at the top, where nothing lies over it.
    let [_, elbow, wrist, fingers] = figure.at(limb.opposite());
    let is_free = [elbow, wrist, fingers, between(elbow, wrist, 0.5)]
        .iter()
        .all(|point| distance(*point, shoulder) > OVER);
    if depth == Depth::Near
        && !figure.key.layers.back.contains(&limb)
        && (is_free || figure.view == View::Side)
    {
        let seam = between(shoulder, figure.skeleton.at(Joint::Neck), 0.32);
        canvas.limb(&[(shoulder, 2.5), (seam, 2.1)], SHIRT);
    }
}

fn leg(canvas: &mut Canvas, [hip, knee, ankle, toes]: [Point; 4], depth: Depth) {
    let leg = [(hip, 3.7), (knee, 2.9), (between(knee, ankle, 0.94), 2.0)];
    let along = unit(minus(toes, ankle));
    let heel = plus(ankle, along, -0.6);
    let shoe = [(heel, 2.0), (toes, 1.5)];
    canvas.limb_and(&leg, OUTLINE, depth.ink());
    canvas.limb_and(&shoe, OUTLINE, depth.ink());
    canvas.limb(&shoe, depth.colour(SHOES));
    canvas.limb(&leg, depth.colour(TROUSERS));
    // A shin that lies over its thigh is told from it by its edge.
    let [thigh, shin] = [minus(hip, knee), minus(ankle, knee)].map(unit);
    if thigh.x.mul_add(shin.x, thigh.y * shin.y) > FOLDED {
        canvas.limb_and(&leg[1..], OUTLINE, depth.ink());
        canvas.limb(&leg[1..], depth.colour(TROUSERS));
        canvas.limb(
            &[(knee, 2.9), (between(knee, ankle, 0.2), 2.7)],
            depth.colour(TROUSERS),
        );
        canvas.limb(
            &[(knee, 2.9), (between(knee, hip, 0.3), 3.1)],
            depth.colour(TROUSERS),
        );
    }
}

/// The trunk from the side: a spine with a back and a belly, and the breath in it.
fn side_trunk(canvas: &mut Canvas, figure: &Figure<'_>) {
    let joint = |joint| figure.skeleton.at(joint);
    let (pelvis, middle) = (joint(Joint::Pelvis), joint(Joint::Mid));
    let shoulders = between(joint(Joint::LeftShoulder), joint(Joint::RightShoulder), 0.5);
    let top = between(joint(Joint::Neck), shoulders, 0.6);
    let spine = super::canvas::bow([pelvis, middle, top]);
    let radius = [
        3.9, 4.0, 4.0, 4.0, 4.1, 4.2, 4.3, 4.4, 4.5, 4.5, 4.3, 3.9, 3.3,
    ];
    let knots: Vec<Knot> = spine.into_iter().zip(radius).collect();
    let swollen = figure.breath.map(|breath| swollen(breath, &knots));
    let swollen = swollen.as_deref().unwrap_or_default();
    canvas.limb_and(&knots, OUTLINE, INK);
    canvas.limb_and(swollen, OUTLINE, INK);
    canvas.limb(&knots[..5], TROUSERS);
    canvas.limb(&knots[2..], SHIRT);
    canvas.limb(swollen, SHIRT);
}

/// The trunk as it swells with the breath, from hip to neck: most where the breath is, and less away from there.
fn swollen((middle, radius): Knot, trunk: &[Knot]) -> Vec<Knot> {
    let away = |knot: &Knot| distance(knot.0, middle);
    let nearest = trunk.iter().min_by(|a, b| away(a).total_cmp(&away(b)));
    let Some((spine, thickness)) = nearest.copied() else {
        return Vec::new();
    };
    let ahead = minus(middle, spine);
    let swells = (distance(middle, spine) + radius - thickness).max(0.0);
    let swell = |knot: &Knot| {
        let share = (distance(knot.0, spine) / SWELLING).min(1.0);
        let share = 1.0 - share * share * (3.0 - 2.0 * share);
        (plus(knot.0, unit(ahead), swells * share), knot.1)
    };
    trunk[2..].iter().map(swell).collect()
}

/// Hips, from the front.
fn front_trunk(canvas: &mut Canvas, skeleton: &Skeleton) {
    let [left, right] = [Joint::LeftHip, Joint::RightHip].map(|joint| skeleton.at(joint));
    outlined(canvas, &[(left, 3.7), (right, 3.7)], TROUSERS, Depth::Near);
}

/// The shirt from the front: shoulders, waist, hem; and the neck in its collar.
fn front_shirt(canvas: &mut Canvas, skeleton: &Skeleton) {
    let joint = |joint| skeleton.at(joint);
    let (base, middle, pelvis) = (joint(Joint::Neck), joint(Joint::Mid), joint(Joint::Pelvis));
    let across = quarter(unit(minus(base, pelvis)));
    let [left, right] = [Joint::LeftShoulder, Joint::RightShoulder].map(joint);
    let [left_hip, right_hip] = [Joint::LeftHip, Joint::RightHip].map(joint);
    let hips = between(left_hip, right_hip, 0.5);
    let hem = |hip: Point| plus(between(hip, hips, -0.28), unit(minus(hips, middle)), -0.4);
    // Someone who turns is as narrow at the waist as at the shoulders.
    let waist = WAIST * (distance(left, right) / SHOULDERS).min(1.0);
    let side = |edge: f32, top: Point, bottom: Point| {
        super::canvas::bow([top, plus(middle, across, edge), bottom])
    };
    let mut outline = side(-waist, left, hem(left_hip));
    outline.extend(side(waist, right, hem(right_hip)).into_iter().rev());
    outline.push(between(right, base, 0.75));
    outline.push(between(left, base, 0.75));
    canvas.area(&outline, TRUNK_EDGE + OUTLINE, INK);
    canvas.area(&outline, TRUNK_EDGE, SHIRT);
    let down = unit(minus(base, joint(Joint::Head)));
    let collar = [(plus(base, down, 0.9), 2.2), (plus(base, down, -4.0), 2.0)];
    outlined(canvas, &collar, SKIN, Depth::Near);
}
