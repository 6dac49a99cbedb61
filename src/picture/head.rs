//! The head: a ball with a face, ears and hair that turns with the nose.
//!
//! Where the nose is says how far the head is turned: six units from the middle is a profile, in the middle
//! the face looks at the viewer. Begin reading at [`draw`].

use super::body::OUTLINE;
use super::canvas::Canvas;
use super::geometry::{at, minus, plus, unit};
use super::palette::{HAIR, INK, SHADE, SKIN};
use crate::domain::pose::{Joint, Point, Skeleton};

/// Radius of the head.
pub(super) const RADIUS: f32 = 5.4;
/// The nose of a profile is this far from the middle.
const PROFILE: f32 = 6.0;

type Space = [f32; 3];

/// The head's own directions: to its side, to its crown, to its nose; the last number is toward the viewer.
struct Frame {
    middle: Point,
    side: Space,
    crown: Space,
    nose: Space,
}

impl Frame {
    fn of(skeleton: &Skeleton) -> Self {
        let middle = skeleton.at(Joint::Head);
        let toward = minus(skeleton.at(Joint::Nose), middle);
        let turned = (toward.x.hypot(toward.y) / PROFILE).min(1.0);
        let flat = unit(toward);
        let nose = [
            flat.x * turned,
            flat.y * turned,
            (1.0 - turned * turned).max(0.0).sqrt(),
        ];
        let up = unit(minus(middle, skeleton.at(Joint::Neck)));
        let share = up.x * nose[0] + up.y * nose[1];
        let crown = normal([
            up.x - share * nose[0],
            up.y - share * nose[1],
            -share * nose[2],
        ]);
        Self {
            middle,
            side: cross(crown, nose),
            crown,
            nose,
        }
    }

    /// A place on the head, in shares of its radius, and how near to the viewer it is.
    fn spot(&self, side: f32, crown: f32, nose: f32) -> (Point, f32) {
        let along = |axis: usize| {
            side * self.side[axis] + crown * self.crown[axis] + nose * self.nose[axis]
        };
        let offset = at(along(0), along(1));
        (plus(self.middle, offset, RADIUS), along(2))
    }
}

/// The head with everything on it.
pub(super) fn draw(canvas: &mut Canvas, skeleton: &Skeleton) {
    let frame = Frame::of(skeleton);
    let middle = frame.middle;
    let (tip, _) = frame.spot(0.0, -0.08, 1.12);
    let bulge = frame.spot(0.0, 0.16, -0.14).0;
    ears(canvas, &frame, false);
    // The hair stands off a little, the nose sticks out: one outline round all.
    canvas.limb_and(&[(bulge, RADIUS + 0.25)], OUTLINE, INK);
    canvas.limb_and(&[(middle, RADIUS)], OUTLINE, INK);
    canvas.limb_and(
        &[(between_nose(middle, tip), 1.3), (tip, 0.75)],
        OUTLINE,
        INK,
    );
    canvas.disc(bulge, RADIUS + 0.25, HAIR);
    if canvas.is_silhouette() {
        return;
    }
    face_ground(canvas, &frame);
    canvas.limb(&[(between_nose(middle, tip), 1.3), (tip, 0.75)], SKIN);
    ears(canvas, &frame, true);
    features(canvas, &frame);
}

fn between_nose(middle: Point, tip: Point) -> Point {
    super::geometry::between(middle, tip, 0.72)
}

/// Skin where the face is: the part of the ball that is neither crown nor back.
fn face_ground(canvas: &mut Canvas, frame: &Frame) {
    const STEPS: u8 = 28;
    // A circle on the ball round a point below the nose; what is on the far side is brought to the rim.
    let (tilt, reach) = (-0.34_f32, 1.16_f32);
    let axis = (tilt.sin(), tilt.cos());
    let rim: Vec<_> = (0..STEPS)
        .map(|step| {
            let turn = f32::from(step) / f32::from(STEPS) * std::f32::consts::TAU;
            let (out, in_) = (reach.sin(), reach.cos());
            let side = out * turn.cos();
            let up = out * turn.sin();
            let crown = in_ * axis.0 + up * axis.1;
            let nose = in_ * axis.1 - up * axis.0;
            let (point, near) = frame.spot(side, crown, nose);
            if near >= 0.0 {
                point
            } else {
                plus(frame.middle, unit(minus(point, frame.middle)), RADIUS)
            }
        })
        .collect();
    canvas.area(&rim, 0.0, SKIN);
}

fn ears(canvas: &mut Canvas, frame: &Frame, near: bool) {
    for side in [-1.0, 1.0] {
        let (ear, depth) = frame.spot(side, -0.05, -0.12);
        if (depth > 0.12) == near {
            canvas.limb_and(&[(ear, 1.2)], OUTLINE * 0.8, INK);
            canvas.disc(ear, 1.2, SHADE);
        }
    }
}

fn features(canvas: &mut Canvas, frame: &Frame) {
    for side in [-0.36, 0.36] {
        let (eye, near) = frame.spot(side, 0.16, 0.9);
        if near > 0.0 {
            canvas.disc(eye, 0.72, INK);
        }
    }
    let mouth: Vec<_> = (-4..=4i8)
        .map(|step| f32::from(step) * 0.08)
        .map(|side| frame.spot(side, -0.56 + side * side * 1.7, 0.8 - side * side * 0.5))
        .filter(|(_, near)| *near > 0.02)
        .map(|(point, _)| point)
        .collect();
    canvas.line(&mouth, INK, 0.6);
}

fn cross(a: Space, b: Space) -> Space {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}

/// Of length one; up, if it has no direction.
fn normal(a: Space) -> Space {
    let length = (a[0] * a[0] + a[1] * a[1] + a[2] * a[2]).sqrt();
    if length < 1e-3 {
        [0.0, -1.0, 0.0]
    } else {
        a.map(|part| part / length)
    }
}
