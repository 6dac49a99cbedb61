//! Checks of the things in a picture.
//!
//! Begin reading at [`check_props`].

use super::fields::Checker;
use super::pose::{check_joint, check_point};
use crate::content::error::At;
use crate::content::limits::{COUNTS, RADIUS};
use crate::content::pack::Placed;
use crate::content::raw_pose::{RawEnd, RawKey, RawPoint, RawPose, RawProp, RawPropShape};
use crate::domain::pose::{End, Joint, Point, Prop};

/// The things in a pose, and that its keys speak of those and no others.
pub(super) fn check_props(checker: &mut Checker<'_>, at: &At, raw: &RawPose) -> Option<Vec<Prop>> {
    let mut props = Some(Vec::new());
    for (index, prop) in raw.props.iter().enumerate() {
        let found = check_prop(checker, &at.inside(&format!("props[{}]", index + 1)), prop);
        props = props.zip(found).map(|(mut props, found)| {
            props.extend(found);
            props
        });
    }
    let is_round = |prop: &RawProp| prop.roller.is_some() || prop.ball.is_some();
    if raw.props.iter().filter(|prop| is_round(prop)).count() > 1 {
        checker.wrong::<()>(
            at,
            "props",
            "has two round things",
            "one roller or one ball",
        );
    }
    for (index, key) in raw.keys.iter().enumerate() {
        check_use(
            checker,
            &at.inside(&format!("keys[{}]", index + 1)),
            raw,
            key,
        );
    }
    props
}

/// A key moves, widens or looks at only what is there; and says so where it must.
fn check_use(checker: &mut Checker<'_>, at: &At, raw: &RawPose, key: &RawKey) {
    if matches!(raw.base.as_deref(), Some("face" | "hand")) {
        return;
    }
    let has = |thing: fn(&RawProp) -> bool| raw.props.iter().any(thing);
    let (roller, ball) = (
        has(|prop| prop.roller.is_some()),
        has(|prop| prop.ball.is_some()),
    );
    let (gaze, breath) = (
        has(|prop| prop.gaze.is_some()),
        has(|prop| prop.breath.is_some()),
    );
    for (name, is_given, is_there) in [
        ("roller", key.roller.is_some(), roller),
        ("ball", key.ball.is_some(), ball),
        ("gaze", key.gaze.is_some(), gaze),
        ("breath_r", key.breath_r.is_some(), breath),
    ] {
        if is_given && !is_there {
            let accepted = "a thing in props that it belongs to";
            checker.wrong::<()>(at, name, "belongs to nothing in the picture", accepted);
        }
    }
    if gaze && key.gaze.is_none() {
        checker.wrong::<()>(
            at,
            "gaze",
            "is missing",
            "where the eyes look, as props has a gaze",
        );
    }
    if breath && key.breath_r.is_none() {
        checker.wrong::<()>(
            at,
            "breath_r",
            "is missing",
            "how wide the breath is, as props has one",
        );
    }
}

/// An entry of `props` is one thing, and only what is round has a radius.
fn check_single(checker: &mut Checker<'_>, at: &At, raw: &RawProp) {
    let is_round = raw.roller.is_some() || raw.ball.is_some();
    let things = [
        raw.shared.is_some(),
        raw.line.is_some(),
        raw.band.is_some(),
        raw.dumbbell.is_some(),
        raw.roller.is_some(),
        raw.ball.is_some(),
        raw.gaze.is_some(),
        raw.breath.is_some(),
    ];
    let n_things = things.into_iter().filter(|is_given| *is_given).count();
    if n_things > 1 {
        let wrong = format!("names {n_things} things");
        checker.wrong::<()>(at, "", wrong, "one thing to each entry");
    }
    if raw.r.is_some() && !is_round {
        checker.wrong::<()>(
            at,
            "r",
            "belongs to nothing round",
            "r beside roller or ball",
        );
    }
    if raw.counts.is_some() && raw.breath.is_none() {
        let accepted = "counts beside breath";
        checker.wrong::<()>(at, "counts", "belongs to no breath", accepted);
    }
}

/// The points of a line.
pub(super) fn check_points(
    checker: &mut Checker<'_>,
    at: &At,
    key: &str,
    points: &[RawPoint],
) -> Option<Vec<Point>> {
    if points.len() < 2 {
        let wrong = format!("is a line of {}", points.len());
        return checker.wrong(at, key, wrong, "at least two points");
    }
    let points: Vec<_> = points
        .iter()
        .map(|point| check_point(checker, at, key, *point))
        .collect();
    points.into_iter().collect()
}

/// What an entry of `props` puts into the picture; a shared thing may be several lines.
fn check_prop(checker: &mut Checker<'_>, at: &At, raw: &RawProp) -> Option<Vec<Prop>> {
    let one = |prop: Option<Prop>| prop.map(|prop| vec![prop]);
    check_single(checker, at, raw);
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
        } => one(check_round(checker, at, "roller", *centre, *r)),
        RawProp {
            ball: Some(centre),
            r,
            ..
        } => one(check_round(checker, at, "ball", *centre, *r)),
        RawProp {
            gaze: Some(name), ..
        } if name == Joint::Nose.name() => Some(vec![Prop::Gaze]),
        RawProp { gaze: Some(_), .. } => {
            checker.wrong(at, "gaze", "does not begin at the nose", "gaze = \"nose\"")
        }
        RawProp {
            breath: Some(point),
            counts,
            ..
        } => one(check_breath(checker, at, *point, *counts)),
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
        if checker.pack.is_broken("skeletons") {
            return None;
        }
        let wrong = format!("there is no prop \"{name}\"");
        return checker.wrong(at, "use", wrong, "a prop from skeletons.toml");
    };
    check_shape(checker, name, placed)
}

/// A thing that poses share.
pub(super) fn check_shape(
    checker: &mut Checker<'_>,
    name: &str,
    placed: &Placed<RawPropShape>,
) -> Option<Vec<Prop>> {
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
        (None, Some(_)) if placed.raw.soft => {
            checker.wrong(&within, "soft", "is for lines only", "lines, or no soft")
        }
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
    key: &str,
    centre: RawPoint,
    radius: Option<f32>,
) -> Option<Prop> {
    let centre = check_point(checker, at, key, centre);
    let radius = match radius {
        Some(radius) if RADIUS.contains(&radius) => Some(radius),
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
        is_ball: key == "ball",
    })
}

fn check_breath(
    checker: &mut Checker<'_>,
    at: &At,
    centre: RawPoint,
    counts: Option<i64>,
) -> Option<Prop> {
    let centre = check_point(checker, at, "breath", centre);
    let counts = match counts {
        None => Some(0),
        Some(counts) if COUNTS.contains(&counts) => u8::try_from(counts).ok(),
        Some(counts) => {
            let accepted = format!("a whole number from {} to {}", COUNTS.start(), COUNTS.end());
            checker.wrong(at, "counts", format!("{counts} is out of range"), accepted)
        }
    };
    Some(Prop::Breath {
        centre: centre?,
        counts: counts?,
    })
}

fn check_end(checker: &mut Checker<'_>, at: &At, end: &RawEnd) -> Option<End> {
    match end {
        RawEnd::Joint(name) => check_joint(checker, at, "band", name).map(End::Joint),
        RawEnd::Point(point) => check_point(checker, at, "band", *point).map(End::Point),
    }
}
