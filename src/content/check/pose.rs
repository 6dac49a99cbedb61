//! Checks of poses: names of joints, things in the picture, everything on the canvas.
//!
//! Begin reading at [`check_pose`].

use super::fields::Checker;
use crate::content::error::At;
use crate::content::raw_pose::{RawEnd, RawKey, RawPoint, RawPose, RawProp};
use crate::domain::pose::{
    End, Face, Hand, JOINTS, Joint, Key, Point, Pose, Prop, Repeat, Shape, Skeleton, View,
};

/// Longest caption of a key pose, in characters.
const CAPTION: usize = 60;
const ON_CANVAS: &str = "a point on the canvas, each number from 0 to 100";

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
    let repeat = match raw.repeat.as_deref() {
        Some("pingpong") => Some(Repeat::PingPong),
        Some("cycle") => Some(Repeat::Cycle),
        _ => checker.wrong(at, "loop", "is missing or not known", "pingpong or cycle"),
    };
    let both_sides = match raw.sides {
        None | Some(1) => Some(false),
        Some(2) => Some(true),
        Some(other) => checker.wrong(at, "sides", format!("{other} is not known"), "1 or 2"),
    };
    let mut props = Some(Vec::new());
    for (index, prop) in raw.props.iter().enumerate() {
        let found = check_prop(checker, &at.inside(&format!("props[{}]", index + 1)), prop);
        props = props.zip(found).map(|(mut props, found)| {
            props.extend(found);
            props
        });
    }
    if !(2..=4).contains(&raw.keys.len()) {
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
        return checker.wrong(at, "base", format!("there is no base \"{name}\""), accepted);
    };
    let within = placed.at.inside(&format!("base.{name}"));
    let view = match placed.raw.view.as_deref() {
        Some("front") => Some(View::Front),
        Some("side") => Some(View::Side),
        _ => checker.wrong(&within, "view", "is missing or not known", "front or side"),
    };
    let mut points = [None; JOINTS];
    for (joint, point) in placed.raw.joints() {
        points[joint as usize] = check_point(checker, &within, joint.name(), point);
    }
    let mut skeleton = Skeleton::new([Point::default(); JOINTS]);
    for (joint, point) in Joint::ALL.iter().zip(points) {
        match point {
            Some(point) => skeleton.set(*joint, point),
            None => return checker.wrong(&within, joint.name(), "is missing", ON_CANVAS),
        }
    }
    Some(Base::Figure(view?, skeleton))
}

fn check_key(checker: &mut Checker<'_>, at: &At, raw: &RawKey, base: Base) -> Option<Key> {
    let ms = match raw.ms.map(u32::try_from) {
        Some(Ok(ms)) if (100..=60_000).contains(&ms) => Some(ms),
        _ => checker.wrong(
            at,
            "ms",
            "is missing or out of range",
            "a whole number from 100 to 60000",
        ),
    };
    let say = checker.text(at, "say", raw.say.as_deref(), CAPTION);
    let shape = match base {
        Base::Figure(_, skeleton) => check_figure(checker, at, raw, skeleton).map(Shape::Figure),
        Base::Face => check_face(checker, at, raw).map(Shape::Face),
        Base::Hand => check_hand(checker, at, raw).map(Shape::Hand),
    };
    let moved = raw.roller.or(raw.ball);
    let roll = moved.and_then(|point| check_point(checker, at, "roller", point));
    let gaze = match base {
        Base::Figure(..) => raw
            .gaze
            .and_then(|point| check_point(checker, at, "gaze", point)),
        Base::Face | Base::Hand => None,
    };
    Some(Key {
        ms: ms?,
        say: say?,
        shape: shape?,
        roll,
        gaze,
        breath_radius: raw.breath_r,
    })
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
        Some(value) if (0.0..=1.0).contains(&value) => Some(value),
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
        Some([x, y]) if x.abs() <= 1.0 && y.abs() <= 1.0 => Some(Point { x, y }),
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

fn check_point(checker: &mut Checker<'_>, at: &At, key: &str, [x, y]: RawPoint) -> Option<Point> {
    let point = Point { x, y };
    if point.is_on_canvas() {
        Some(point)
    } else {
        checker.wrong(at, key, format!("[{x}, {y}] is off the canvas"), ON_CANVAS)
    }
}

fn check_points(
    checker: &mut Checker<'_>,
    at: &At,
    key: &str,
    points: &[RawPoint],
) -> Option<Vec<Point>> {
    let points: Vec<_> = points
        .iter()
        .map(|point| check_point(checker, at, key, *point))
        .collect();
    points.into_iter().collect()
}

/// What an entry of `props` puts into the picture; a shared thing may be several lines.
fn check_prop(checker: &mut Checker<'_>, at: &At, raw: &RawProp) -> Option<Vec<Prop>> {
    let one = |prop: Option<Prop>| prop.map(|prop| vec![prop]);
    match raw {
        RawProp {
            shared: Some(name), ..
        } => check_shared(checker, at, name),
        RawProp {
            line: Some(line), ..
        } => one(check_points(checker, at, "line", line).map(Prop::Line)),
        RawProp {
            band: Some([from, to]),
            ..
        } => {
            let from = check_end(checker, at, from);
            let to = check_end(checker, at, to);
            one(from.zip(to).map(|(from, to)| Prop::Band(from, to)))
        }
        RawProp {
            dumbbell: Some(name),
            ..
        } => one(check_joint(checker, at, "dumbbell", name).map(Prop::Dumbbell)),
        RawProp {
            roller: Some(centre),
            r,
            ..
        }
        | RawProp {
            ball: Some(centre),
            r,
            ..
        } => one(check_round(checker, at, *centre, *r)),
        RawProp {
            gaze: Some(name), ..
        } => one(check_joint(checker, at, "gaze", name).map(|_| Prop::Gaze)),
        RawProp {
            breath: Some(point),
            ..
        } => one(check_point(checker, at, "breath", *point).map(Prop::Breath)),
        _ => checker.wrong(
            at,
            "",
            "names no thing",
            "use, line, band, dumbbell, roller, ball, gaze or breath",
        ),
    }
}

fn check_shared(checker: &mut Checker<'_>, at: &At, name: &str) -> Option<Vec<Prop>> {
    let Some(placed) = checker.pack.shapes.get(name) else {
        let wrong = format!("there is no prop \"{name}\"");
        return checker.wrong(at, "use", wrong, "a prop from skeletons.toml");
    };
    let within = placed.at.inside(&format!("prop.{name}"));
    match (&placed.raw.lines, placed.raw.rect) {
        (Some(lines), None) => lines
            .iter()
            .map(|line| {
                let points = check_points(checker, &within, "lines", line)?;
                Some(if placed.raw.soft {
                    Prop::Mat(points)
                } else {
                    Prop::Line(points)
                })
            })
            .collect(),
        (None, Some([a, b])) => {
            let corners = check_points(checker, &within, "rect", &[a, b])?;
            Some(vec![Prop::Wall(corners[0], corners[1])])
        }
        _ => checker.wrong(&within, "", "has neither or both", "either lines or rect"),
    }
}

fn check_round(
    checker: &mut Checker<'_>,
    at: &At,
    centre: RawPoint,
    radius: Option<f32>,
) -> Option<Prop> {
    let centre = check_point(checker, at, "roller", centre);
    let radius = match radius {
        Some(radius) if (0.5..=20.0).contains(&radius) => Some(radius),
        _ => checker.wrong(
            at,
            "r",
            "is missing or out of range",
            "a number from 0.5 to 20",
        ),
    };
    Some(Prop::Round {
        centre: centre?,
        radius: radius?,
    })
}

fn check_end(checker: &mut Checker<'_>, at: &At, end: &RawEnd) -> Option<End> {
    match end {
        RawEnd::Joint(name) => check_joint(checker, at, "band", name).map(End::Joint),
        RawEnd::Point(point) => check_point(checker, at, "band", *point).map(End::Point),
    }
}

fn check_joint(checker: &mut Checker<'_>, at: &At, key: &str, name: &str) -> Option<Joint> {
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
