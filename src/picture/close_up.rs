//! A face and a hand, large, in the style of the figure.
//!
//! Begin reading at [`face`].

use super::canvas::{Canvas, Knot};
use super::geometry::{at, between, minus, plus, quarter, unit};
use super::palette::{Colour, HAIR, INK, MOUTH, SHADE, SHIRT, SKIN, WHITE};
use crate::domain::pose::{Face, Hand, Point};

const OUTLINE: f32 = 1.1;
const MIDDLE: f32 = 50.0;
const EYES: [f32; 2] = [37.5, 62.5];
const EYE_LINE: f32 = 47.0;
/// What is seen of the forearm between wrist and sleeve.
const FOREARM: f32 = 9.0;
/// Palm, the bone next to it, and the finger's end, each from knot to knot.
const BONES: [(usize, usize); 3] = [(0, 1), (1, 2), (2, 4)];
/// Lids that are less open than this are shut.
const SHUT: f32 = 0.08;

fn outlined(canvas: &mut Canvas, knots: &[Knot], colour: Colour) {
    canvas.limb_and(knots, OUTLINE, INK);
    canvas.limb(knots, colour);
}

/// A face that looks at the viewer.
pub(super) fn face(canvas: &mut Canvas, face: &Face) {
    let chin = 60.0 + 4.5 * face.jaw;
    canvas.limb_and(&[(at(MIDDLE, 41.0), 31.0)], OUTLINE, INK);
    canvas.limb(&[(at(MIDDLE, 41.0), 31.0)], HAIR);
    outlined(
        canvas,
        &[(at(28.0, 112.0), 17.0), (at(72.0, 112.0), 17.0)],
        SHIRT,
    );
    outlined(
        canvas,
        &[(at(MIDDLE, 76.0), 9.5), (at(MIDDLE, 92.0), 10.0)],
        SHADE,
    );
    for ear in [22.5, 77.5] {
        outlined(canvas, &[(at(ear, 47.0), 4.5), (at(ear, 51.0), 3.6)], SHADE);
    }
    outlined(
        canvas,
        &[(at(MIDDLE, 45.0), 28.0), (at(MIDDLE, chin), 20.5)],
        SKIN,
    );
    fringe(canvas);
    for x in EYES {
        eye(canvas, x, face);
    }
    canvas.bow([at(51.0, 50.0), at(54.0, 58.5), at(49.5, 60.0)], SHADE, 1.8);
    mouth(canvas, face.jaw);
}

/// Hair over the forehead.
fn fringe(canvas: &mut Canvas) {
    let sweep = [
        (at(24.5, 38.0), 3.0),
        (at(29.0, 29.0), 6.0),
        (at(38.0, 22.5), 7.0),
        (at(MIDDLE, 20.0), 7.0),
        (at(62.0, 22.5), 7.0),
        (at(71.0, 29.0), 6.0),
        (at(75.5, 38.0), 3.0),
    ];
    canvas.limb(&sweep, HAIR);
}

fn eye(canvas: &mut Canvas, x: f32, face: &Face) {
    let brow = 36.5 + 2.0 * face.squeeze;
    canvas.bow(
        [
            at(x - 7.0, brow + 1.0),
            at(x, brow - 1.2),
            at(x + 7.0, brow + 1.0),
        ],
        HAIR,
        2.4,
    );
    if face.lid < SHUT {
        shut_eye(canvas, x, face.squeeze);
        return;
    }
    let height = 5.4 * face.lid;
    let centre = at(x, EYE_LINE);
    canvas.ellipse(centre, 8.2, height + 1.1, INK);
    canvas.ellipse(centre, 7.2, height, WHITE);
    let iris = at(x + face.gaze.x * 4.2, EYE_LINE + face.gaze.y * 2.4);
    canvas.ellipse(iris, 3.5, height.min(3.5), HAIR);
    canvas.ellipse(iris, 1.7, height.min(1.7), INK);
    canvas.disc(plus(iris, at(1.1, -1.2), 1.0), 0.8 * face.lid, WHITE);
}

/// A line for the lashes; when the lids are pressed together, short folds beside it.
fn shut_eye(canvas: &mut Canvas, x: f32, squeeze: f32) {
    canvas.ellipse(at(x, EYE_LINE - 0.5), 8.0, 4.2, SHADE);
    let drop = 3.4 - 2.4 * squeeze;
    let lid = [
        at(x - 8.0, EYE_LINE),
        at(x, EYE_LINE + drop),
        at(x + 8.0, EYE_LINE),
    ];
    canvas.bow(lid, INK, 2.0);
    if squeeze > 0.05 {
        let outward = (x - MIDDLE).signum();
        for fold in [-1.0, 0.0, 1.0] {
            let from = at(x + outward * 10.5, EYE_LINE + 2.0 * fold);
            let to = at(x + outward * (10.5 + 4.0 * squeeze), EYE_LINE + 3.6 * fold);
            canvas.line(&[from, to], INK, 1.3);
        }
    }
}

fn mouth(canvas: &mut Canvas, jaw: f32) {
    if jaw < SHUT {
        canvas.bow(
            [at(42.5, 68.5), at(MIDDLE, 71.5), at(57.5, 68.5)],
            MOUTH,
            2.2,
        );
    } else {
        let centre = at(MIDDLE, 70.0 + 2.5 * jaw);
        canvas.ellipse(centre, 7.5, 2.2 + 6.5 * jaw, INK);
        canvas.ellipse(centre, 6.5, 1.2 + 6.5 * jaw, MOUTH);
        canvas.ellipse(
            plus(centre, at(0.0, 3.6 * jaw), 1.0),
            4.2,
            1.0 + 2.4 * jaw,
            SHADE,
        );
    }
}

/// A hand from the side, with a cuff; the fingers behind the first are in shade.
pub(super) fn hand(canvas: &mut Canvas, hand: &Hand) {
    let [wrist, knuckle, ..] = hand.finger;
    let along = unit(minus(knuckle, wrist));
    let forearm = [(at(wrist.x - FOREARM, wrist.y), 8.0), (wrist, 8.0)];
    outlined(canvas, &forearm, SKIN);
    // Towards the back of the hand.
    let behind = plus(plus(at(0.0, 0.0), along, 2.0), quarter(along), -3.2);
    let further = knots(hand).map(|(point, radius)| (plus(point, behind, 1.0), radius));
    bones(canvas, &further, &BONES[1..], SHADE);
    bones(canvas, &knots(hand), &BONES, SKIN);
    canvas.limb(&[(at(wrist.x - FOREARM, wrist.y), 7.4), (wrist, 7.4)], SKIN);
    let root = between(wrist, knuckle, 0.42);
    let bend = plus(between(root, hand.thumb, 0.55), along, 3.0);
    outlined(canvas, &[(root, 5.0), (bend, 4.6), (hand.thumb, 3.6)], SKIN);
    outlined(canvas, &sleeve(wrist), SHIRT);
}

/// A finger with its palm, from the wrist to the tip; it is rounder the more it is bent.
fn knots(hand: &Hand) -> [Knot; 5] {
    let [wrist, knuckle, middle, end, tip] = hand.finger;
    let [bone, next] = [minus(middle, knuckle), minus(end, middle)].map(unit);
    let bent = (1.0 - bone.x.mul_add(next.x, bone.y * next.y)).clamp(0.0, 1.0);
    let round = |radius: f32, more: f32| more.mul_add(bent, radius);
    [
        (wrist, 8.0),
        (knuckle, 7.6),
        (middle, round(5.0, 1.4)),
        (end, round(4.5, 1.3)),
        (tip, round(3.9, 0.6)),
    ]
}

/// Palm and finger, part by part from the wrist outward: what is bent over is told by its edge from what it lies on.
fn bones(canvas: &mut Canvas, knots: &[Knot; 5], parts: &[(usize, usize)], colour: Colour) {
    for (first, last) in parts.iter().copied() {
        let part = &knots[first..=last];
        canvas.limb_and(part, OUTLINE, INK);
        canvas.limb(part, colour);
        // No edge where it goes on from the one before.
        if first > parts[0].0 {
            let (joint, radius) = knots[first];
            let inner = between(knots[first - 1].0, joint, 0.6);
            canvas.limb(&[(inner, radius), (joint, radius)], colour);
        }
    }
}

/// The forearm lies level, however the hand is tipped.
fn sleeve(wrist: Point) -> [Knot; 2] {
    let end = wrist.x - FOREARM;
    [(at(end - 60.0, wrist.y), 10.0), (at(end, wrist.y), 9.4)]
}
