//! A face and a hand, large.
//!
//! Begin reading at [`face`].

use super::palette::{EYE, HEAD, INK};
use super::svg::Drawing;
use crate::domain::pose::{Face, Hand, Point};

const MIDDLE: f32 = 50.0;
const RADIUS: f32 = 32.0;
const EYES: [f32; 2] = [37.0, 63.0];
const EYE_LINE: f32 = 44.0;

/// A face that looks at the viewer.
pub(super) fn face(drawing: &mut Drawing, face: &Face) {
    for ear in [MIDDLE - RADIUS, MIDDLE + RADIUS] {
        drawing.outlined_disc(at(ear, 48.0), 4.5, HEAD, INK);
    }
    drawing.outlined_disc(at(MIDDLE, MIDDLE), RADIUS, HEAD, INK);
    for x in EYES {
        eye(drawing, x, face);
    }
    drawing.curve([at(50.5, 47.0), at(53.0, 54.0), at(49.0, 56.0)], INK, 1.4);
    mouth(drawing, face.jaw);
}

fn eye(drawing: &mut Drawing, x: f32, face: &Face) {
    let brow = 34.5 + 2.5 * face.squeeze;
    drawing.curve(
        [
            at(x - 7.0, brow + 1.5),
            at(x, brow),
            at(x + 7.0, brow + 1.5),
        ],
        INK,
        1.6,
    );
    if face.lid < 0.08 {
        let lid = [
            at(x - 7.5, EYE_LINE),
            at(x, EYE_LINE + 2.2),
            at(x + 7.5, EYE_LINE),
        ];
        drawing.curve(lid, INK, 1.8);
        for fold in [-1.0, 0.0, 1.0] {
            let outward = (x - MIDDLE).signum() * (8.5 + 2.0 * face.squeeze);
            let from = at(x + outward, EYE_LINE + fold);
            let to = at(x + outward * 1.25, EYE_LINE + 3.0 * fold);
            if face.squeeze > 0.0 {
                drawing.line(&[from, to], INK, 1.0);
            }
        }
        return;
    }
    let height = 4.8 * face.lid;
    let outline = format!(r#" stroke="{INK}" stroke-width="1.2""#);
    drawing.ellipse(at(x, EYE_LINE), 7.5, height, EYE, &outline);
    let pupil = at(x + face.gaze.x * 4.2, EYE_LINE + face.gaze.y * 2.4);
    drawing.ellipse(pupil, 2.6, height.min(2.6), INK, "");
}

fn mouth(drawing: &mut Drawing, jaw: f32) {
    if jaw < 0.08 {
        drawing.curve([at(43.0, 65.5), at(50.0, 68.5), at(57.0, 65.5)], INK, 1.6);
    } else {
        drawing.ellipse(at(MIDDLE, 66.5 + 2.0 * jaw), 6.5, 1.2 + 6.0 * jaw, INK, "");
    }
}

/// A hand from the side.
pub(super) fn hand(drawing: &mut Drawing, hand: &Hand) {
    let [wrist, knuckle, ..] = hand.finger;
    let palm = at(
        f32::midpoint(wrist.x, knuckle.x),
        f32::midpoint(wrist.y, knuckle.y),
    );
    for (colour, edge) in [(INK, 1.6), (HEAD, 0.0)] {
        drawing.line(&[palm, hand.thumb], colour, 8.0 + edge);
        drawing.line(&[wrist, knuckle], colour, 14.0 + edge);
        drawing.line(&hand.finger[1..], colour, 8.0 + edge);
    }
}

const fn at(x: f32, y: f32) -> Point {
    Point { x, y }
}
