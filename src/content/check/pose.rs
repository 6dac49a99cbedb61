//! Checks of poses: names of joints, and everything on the canvas.
//!
//! Begin reading at [`check_pose`].

use super::fields::Checker;
use super::layers::check_layers;
use super::prop::{check_points, check_props};
use crate::content::error::At;
use crate::content::limits::{CAPTION, GAZE, KEYS, MARKS, MS, OPEN, RADIUS};
use crate::content::pack::Placed;
use crate::content::raw_pose::{RawBase, RawKey, RawPoint, RawPose};
use crate::domain::pose::{
    Face, Hand, JOINTS, Joint, Key, Point, Pose, Repeat, Shape, Skeleton, View,
};

pub(super) const ON_CANVAS: &str = "a point on the canvas, each number from 0 to 100";

/// What the keys of a pose start from.
#[derive(Debug, Clone, Copy)]
enum Base {
    Figure(View, Skeleton),
    Face,
    Hand,
}

/// The pose, if nothing is wrong with it.
pub(super) fn check_pose(checker: &mut Checker<'_>, at: &At, raw: &RawPose) -> Option<Pose> {
    let base = check_base(checker, at, raw.base.as_deref());
    let repeats = (Repeat::ALL, Repeat::name as fn(_) -> _);
    let repeat = checker.named(at, "loop", raw.repeat.as_deref(), repeats);
    let both_sides = match raw.sides {
        None | Some(1) => Some(false),
        Some(2) => Some(true),
        Some(other) => checker.wrong(at, "sides", format!("{other} is not known"), "1 or 2"),
    };
    let props = check_props(checker, at, raw);
    if !KEYS.contains(&raw.keys.len()) {
        let wrong = format!("is a list of {}", raw.keys.len());
        checker.wrong::<()>(at, "keys", wrong, "two to four key poses");
    }
    let base = base?;
    let keys: Vec<_> = raw
        .keys
        .iter()
        .enumerate()
        .map(|(index, key)| {
            check_key(
                checker,
                &at.inside(&format!("keys[{}]", index + 1)),
                key,
                base,
            )
        })
        .collect();
    Some(Pose {
        view: match base {
            Base::Figure(view, _) => view,
            Base::Face => View::Face,
            Base::Hand => View::Hand,
        },
        repeat: repeat?,
        both_sides: both_sides?,
        props: props?,
        keys: keys.into_iter().collect::<Option<_>>()?,
    })
}

fn check_base(checker: &mut Checker<'_>, at: &At, name: Option<&str>) -> Option<Base> {
    let accepted = "face, hand or a base from skeletons.toml";
    let Some(name) = name else {
        return checker.wrong(at, "base", "is missing", accepted);
    };
    match name {
        "face" => return Some(Base::Face),
        "hand" => return Some(Base::Hand),
        _ => {}
    }
    let Some(placed) = checker.pack.bases.get(name) else {
        if checker.pack.is_broken("skeletons") {
            return None;
        }
        return checker.wrong(at, "base", format!("there is no base \"{name}\""), accepted);
    };
    check_skeleton(checker, name, placed).map(|(view, skeleton)| Base::Figure(view, skeleton))
}

/// A figure that poses start from: every joint is there.
pub(super) fn check_skeleton(
    checker: &mut Checker<'_>,
    name: &str,
    placed: &Placed<RawBase>,
) -> Option<(View, Skeleton)> {
    let within = placed.at.inside(&format!("base.{name}"));
    let views = (View::OF_FIGURES, View::name as fn(_) -> _);
    let view = checker.named(&within, "view", placed.raw.view.as_deref(), views);
    let mut points = [None; JOINTS];
    for (joint, point) in placed.raw.joints() {
        points[joint as usize] = Some(check_point(checker, &within, joint.name(), point));
    }
    let mut skeleton = Some(Skeleton::new([Point::default(); JOINTS]));
    for (joint, point) in Joint::ALL.iter().zip(points) {
        let point = match point {
            Some(point) => point,
            None => checker.wrong(&within, joint.name(), "is missing", ON_CANVAS),
        };
        skeleton = skeleton.zip(point).map(|(mut skeleton, point)| {
            skeleton.set(*joint, point);
            skeleton
        });
    }
    view.zip(skeleton)
}

fn check_key(checker: &mut Checker<'_>, at: &At, raw: &RawKey, base: Base) -> Option<Key> {
    let ms = match raw.ms {
        Some(ms) if MS.contains(&ms) => u32::try_from(ms).ok(),
        _ => checker.wrong(
            at,
            "ms",
            "is missing or out of range",
            format!("a whole number from {} to {}", MS.start(), MS.end()),
        ),
    };
    let say = checker.text(at, "say", raw.say.as_deref(), CAPTION);
    let shape = match base {
        Base::Figure(_, skeleton) => check_figure(checker, at, raw, skeleton).map(Shape::Figure),
        Base::Face => check_face(checker, at, raw).map(Shape::Face),
        Base::Hand => check_hand(checker, at, raw).map(Shape::Hand),
    };
    check_foreign(checker, at, raw, base);
    let roll = ("roller", raw.roller);
    let roll = if roll.1.is_some() {
        roll
    } else {
        ("ball", raw.ball)
    };
    let roll = roll
        .1
        .and_then(|point| check_point(checker, at, roll.0, point));
    let gaze = match base {
        Base::Figure(..) => raw
            .gaze
            .and_then(|point| check_point(checker, at, "gaze", point)),
        Base::Face | Base::Hand => None,
    };
    let own_arrows = raw.arrows.as_deref();
    let arrows = own_arrows.map(|arrows| check_arrows(checker, at, arrows).ok_or(()));
    let arrows = arrows.transpose().ok();
    let press = check_press(checker, at, raw);
    let layers = check_layers(checker, at, raw);
    let breath = raw.breath_r;
    if breath.is_some_and(|radius| !RADIUS.contains(&radius)) {
        let accepted = "a number from 0.5 to 20";
        return checker.wrong(at, "breath_r", "is out of range", accepted);
    }
    Some(Key {
        ms: ms?,
        say: say?,
        shape: shape?,
        roll,
        gaze,
        breath_radius: breath,
        arrows: arrows?,
        press: press?,
        layers: layers?,
    })
}

/// The arrows of a key that has its own.
fn check_arrows(
    checker: &mut Checker<'_>,
    at: &At,
    arrows: &[Vec<RawPoint>],
) -> Option<Vec<Vec<Point>>> {
    if arrows.len() > MARKS {
        let wrong = format!("is a list of {}", arrows.len());
        return checker.wrong(at, "arrows", wrong, format!("at most {MARKS} arrows"));
    }
    let arrows: Vec<_> = arrows
        .iter()
        .map(|arrow| check_points(checker, at, "arrows", arrow))
        .collect();
    arrows.into_iter().collect()
}

fn check_press(checker: &mut Checker<'_>, at: &At, raw: &RawKey) -> Option<Vec<Point>> {
    if raw.press.len() > MARKS {
        let wrong = format!("is a list of {}", raw.press.len());
        return checker.wrong(at, "press", wrong, format!("at most {MARKS} points"));
    }
    let points: Vec<_> = raw
        .press
        .iter()
        .map(|point| check_point(checker, at, "press", *point))
        .collect();
    points.into_iter().collect()
}

/// Notes what the key says about a body part that this base does not show.
fn check_foreign(checker: &mut Checker<'_>, at: &At, raw: &RawKey, base: Base) {
    let of_a_figure = raw.joints().map(|(joint, _)| joint.name()).chain(given(&[
        ("roller", raw.roller.is_some()),
        ("ball", raw.ball.is_some()),
        ("breath_r", raw.breath_r.is_some()),
        ("front", !raw.front.is_empty()),
        ("back", !raw.back.is_empty()),
        ("grip", !raw.grip.is_empty()),
    ]));
    let of_a_face = given(&[
        ("lid", raw.lid.is_some()),
        ("jaw", raw.jaw.is_some()),
        ("squeeze", raw.squeeze.is_some()),
    ]);
    let of_a_hand = given(&[
        ("wri", raw.wri.is_some()),
        ("mcp", raw.mcp.is_some()),
        ("pip", raw.pip.is_some()),
        ("dip", raw.dip.is_some()),
        ("tip", raw.tip.is_some()),
        ("thb", raw.thb.is_some()),
    ]);
    let (foreign, accepted): (Vec<_>, _) = match base {
        Base::Figure(..) => (
            of_a_face.into_iter().chain(of_a_hand).collect(),
            "joints, gaze, breath_r, roller, ball, front, back or grip",
        ),
        Base::Face => (
            of_a_figure.chain(of_a_hand).collect(),
            "gaze, lid, jaw or squeeze",
        ),
        Base::Hand => (
            of_a_figure
                .chain(of_a_face)
                .chain(given(&[("gaze", raw.gaze.is_some())]))
                .collect(),
            "wri, mcp, pip, dip, tip and thb",
        ),
    };
    for key in foreign {
        checker.wrong::<()>(at, key, "does not belong to this base", accepted);
    }
}

fn given(keys: &[(&'static str, bool)]) -> Vec<&'static str> {
    keys.iter()
        .filter(|(_, is_given)| *is_given)
        .map(|(key, _)| *key)
        .collect()
}

fn check_figure(
    checker: &mut Checker<'_>,
    at: &At,
    raw: &RawKey,
    base: Skeleton,
) -> Option<Skeleton> {
    let mut skeleton = Some(base);
    for (joint, point) in raw.joints() {
        let point = check_point(checker, at, joint.name(), point);
        skeleton = skeleton.zip(point).map(|(mut skeleton, point)| {
            skeleton.set(joint, point);
            skeleton
        });
    }
    skeleton
}

fn check_face(checker: &mut Checker<'_>, at: &At, raw: &RawKey) -> Option<Face> {
    let mut part = |key: &str, value: Option<f32>| match value {
        Some(value) if OPEN.contains(&value) => Some(value),
        _ => checker.wrong(
            at,
            key,
            "is missing or out of range",
            "a number from 0 to 1",
        ),
    };
    let lid = part("lid", raw.lid);
    let jaw = part("jaw", raw.jaw);
    let squeeze = part("squeeze", Some(raw.squeeze.unwrap_or(0.0)));
    let gaze = match raw.gaze {
        Some([x, y]) if GAZE.contains(&x) && GAZE.contains(&y) => Some(Point { x, y }),
        _ => checker.wrong(
            at,
            "gaze",
            "is missing or out of range",
            "two numbers from -1 to 1",
        ),
    };
    Some(Face {
        gaze: gaze?,
        lid: lid?,
        jaw: jaw?,
        squeeze: squeeze?,
    })
}

fn check_hand(checker: &mut Checker<'_>, at: &At, raw: &RawKey) -> Option<Hand> {
    let mut point = |key: &str, value: Option<RawPoint>| match value {
        Some(point) => check_point(checker, at, key, point),
        None => checker.wrong(at, key, "is missing", ON_CANVAS),
    };
    let wrist = point("wri", raw.wri);
    let knuckle = point("mcp", raw.mcp);
    let middle = point("pip", raw.pip);
    let end = point("dip", raw.dip);
    let tip = point("tip", raw.tip);
    let thumb = point("thb", raw.thb);
    Some(Hand {
        finger: [wrist?, knuckle?, middle?, end?, tip?],
        thumb: thumb?,
    })
}

/// A point on the canvas.
pub(super) fn check_point(
    checker: &mut Checker<'_>,
    at: &At,
    key: &str,
    [x, y]: RawPoint,
) -> Option<Point> {
    let point = Point { x, y };
    if point.is_on_canvas() {
        Some(point)
    } else {
        checker.wrong(at, key, format!("[{x}, {y}] is off the canvas"), ON_CANVAS)
    }
}

/// A joint of that name.
pub(super) fn check_joint(
    checker: &mut Checker<'_>,
    at: &At,
    key: &str,
    name: &str,
) -> Option<Joint> {
    match Joint::from_name(name) {
        Some(joint) => Some(joint),
        None => checker.wrong(
            at,
            key,
            format!("there is no joint \"{name}\""),
            "a joint such as rHan",
        ),
    }
}
