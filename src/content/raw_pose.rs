//! The poses of a pack as they are written: a mirror for serde, nothing checked.
//!
//! Begin reading at [`RawPose`].

use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::domain::pose::Joint;

/// A point as it is written: `[x, y]`.
pub(super) type RawPoint = [f32; 2];

/// Declares a mirror with a key for each joint, and its own.
macro_rules! with_joints {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty,)* } $($joint:ident as $key:literal = $variant:ident,)+) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(super) struct $name {
            $(pub(super) $field: $type,)*
            $(#[serde(rename = $key)] $joint: Option<RawPoint>,)+
        }

        impl $name {
            /// Every joint that is given, in the order of [`Joint::ALL`].
            pub(super) fn joints(&self) -> impl Iterator<Item = (Joint, RawPoint)> + use<> {
                [$((Joint::$variant, self.$joint)),+]
                    .into_iter()
                    .filter_map(|(joint, point)| Some((joint, point?)))
            }
        }
    };
}

macro_rules! all_joints {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty,)* }) => {
        with_joints! {
            $(#[$doc])* $name { $($field: $type,)* }
            head as "head" = Head, nose as "nose" = Nose, neck as "neck" = Neck, mid as "mid" = Mid,
            pel as "pel" = Pelvis,
            l_sho as "lSho" = LeftShoulder, l_elb as "lElb" = LeftElbow,
            l_han as "lHan" = LeftHand, l_fin as "lFin" = LeftFingers,
            r_sho as "rSho" = RightShoulder, r_elb as "rElb" = RightElbow,
            r_han as "rHan" = RightHand, r_fin as "rFin" = RightFingers,
            l_hip as "lHip" = LeftHip, l_kne as "lKne" = LeftKnee,
            l_foo as "lFoo" = LeftFoot, l_toe as "lToe" = LeftToes,
            r_hip as "rHip" = RightHip, r_kne as "rKne" = RightKnee,
            r_foo as "rFoo" = RightFoot, r_toe as "rToe" = RightToes,
        }
    };
}

all_joints! {
    /// `[base.*]` in `skeletons.toml`
    RawBase {
        view: Option<String>,
    }
}

all_joints! {
    /// An entry of `keys` in a pose
    RawKey {
        ms: Option<i64>,
        say: Option<String>,
        gaze: Option<RawPoint>,
        breath_r: Option<f32>,
        arrows: Option<Vec<Vec<RawPoint>>>,
        press: Vec<RawPoint>,
        front: Vec<String>,
        back: Vec<String>,
        grip: Vec<String>,
        roller: Option<RawPoint>,
        ball: Option<RawPoint>,
        lid: Option<f32>,
        jaw: Option<f32>,
        squeeze: Option<f32>,
        wri: Option<RawPoint>,
        mcp: Option<RawPoint>,
        pip: Option<RawPoint>,
        dip: Option<RawPoint>,
        tip: Option<RawPoint>,
        thb: Option<RawPoint>,
    }
}

/// `[pose]` in an exercise
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawPose {
    pub(super) base: Option<String>,
    #[serde(rename = "loop")]
    pub(super) repeat: Option<String>,
    pub(super) sides: Option<i64>,
    pub(super) props: Vec<RawProp>,
    pub(super) keys: Vec<RawKey>,
}

/// An entry of `props` in a pose: exactly one thing; `r` for what is round, `counts` for a breath
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawProp {
    #[serde(rename = "use")]
    pub(super) shared: Option<String>,
    pub(super) line: Option<Vec<RawPoint>>,
    pub(super) band: Option<[RawEnd; 2]>,
    pub(super) dumbbell: Option<String>,
    pub(super) roller: Option<RawPoint>,
    pub(super) ball: Option<RawPoint>,
    pub(super) r: Option<f32>,
    pub(super) gaze: Option<String>,
    pub(super) breath: Option<RawPoint>,
    pub(super) counts: Option<i64>,
}

/// `[prop.*]` in `skeletons.toml`: lines (soft ones for a mat), or the corners of a wall
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawPropShape {
    pub(super) lines: Option<Vec<Vec<RawPoint>>>,
    pub(super) soft: bool,
    pub(super) rect: Option<[RawPoint; 2]>,
}

/// An end of a band: the name of a joint, or a point.
///
/// Written out rather than `untagged`, so that a wrong one is told what is expected.
#[derive(Debug, Clone)]
pub(super) enum RawEnd {
    /// A joint's name.
    Joint(String),
    /// A point.
    Point(RawPoint),
}

impl<'de> Deserialize<'de> for RawEnd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EndVisitor)
    }
}

struct EndVisitor;

impl<'de> Visitor<'de> for EndVisitor {
    type Value = RawEnd;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a joint, or a point such as [50, 20]")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<RawEnd, E> {
        Ok(RawEnd::Joint(name.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<RawEnd, A::Error> {
        RawPoint::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(RawEnd::Point)
    }
}
