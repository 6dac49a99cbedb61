//! The key poses of a movement, as points on a canvas.
//!
//! The canvas is 100 by 100, its origin at the top left, x to the right, y down, the floor near 90. A figure
//! seen from the front is a mirror: `l` and `r` are the canvas's sides. Seen from the side it faces right;
//! `r` is the near limb, `l` the far one. Must not know how a figure is drawn. Begin reading at [`Pose`].

use super::names::named;

/// A point on the canvas.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// From the left, 0 to 100.
    pub x: f32,
    /// From the top, 0 to 100.
    pub y: f32,
}

impl Point {
    /// How far the canvas reaches, across and down.
    pub const CANVAS: std::ops::RangeInclusive<f32> = 0.0..=100.0;

    /// It lies on the canvas.
    pub fn is_on_canvas(self) -> bool {
        Self::CANVAS.contains(&self.x) && Self::CANVAS.contains(&self.y)
    }
}

macro_rules! joints {
    ($($joint:ident = $name:literal $doc:literal,)+) => {
        /// A point of a figure.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Joint { $(#[doc = $doc] $joint,)+ }

        impl Joint {
            /// Every joint, in the order of a [`Skeleton`].
            pub const ALL: &'static [Self] = &[$(Self::$joint),+];

            /// The name in a pack.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$joint => $name,)+ }
            }

            /// What it is, in a sentence.
            pub const fn says(self) -> &'static str {
                match self { $(Self::$joint => $doc,)+ }
            }

            /// The joint of that name, if there is one.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$joint),)+ _ => None }
            }
        }
    };
}

joints! {
    Head = "head" "Middle of the head.",
    Nose = "nose" "Where the face points.",
    Neck = "neck" "Base of the neck.",
    Mid = "mid" "Middle of the spine.",
    Pelvis = "pel" "Pelvis.",
    LeftShoulder = "lSho" "Left or far shoulder.",
    LeftElbow = "lElb" "Left or far elbow.",
    LeftHand = "lHan" "Left or far wrist.",
    LeftFingers = "lFin" "Left or far finger tips.",
    RightShoulder = "rSho" "Right or near shoulder.",
    RightElbow = "rElb" "Right or near elbow.",
    RightHand = "rHan" "Right or near wrist.",
    RightFingers = "rFin" "Right or near finger tips.",
    LeftHip = "lHip" "Left or far hip.",
    LeftKnee = "lKne" "Left or far knee.",
    LeftFoot = "lFoo" "Left or far ankle.",
    LeftToes = "lToe" "Left or far toes.",
    RightHip = "rHip" "Right or near hip.",
    RightKnee = "rKne" "Right or near knee.",
    RightFoot = "rFoo" "Right or near ankle.",
    RightToes = "rToe" "Right or near toes.",
}

/// How many joints a figure has.
pub const JOINTS: usize = 21;

/// A bone of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bone {
    /// The end that is nearer to the pelvis.
    pub from: Joint,
    /// The other end.
    pub to: Joint,
    /// How long it may look on the canvas: as it is, and a little more for the drawing hand.
    pub longest: f32,
}

impl Bone {
    /// It is one of those that give a figure its shape; the others are short, or hidden in the trunk.
    pub const fn is_long(&self) -> bool {
        self.longest > 12.0
    }
}

const fn bone(from: Joint, to: Joint, longest: f32) -> Bone {
    Bone { from, to, longest }
}

/// Every bone, from the pelvis outward.
pub const BONES: &[Bone] = &[
    bone(Joint::Pelvis, Joint::Mid, 15.0),
    bone(Joint::Mid, Joint::Neck, 15.5),
    bone(Joint::Neck, Joint::Head, 9.0),
    bone(Joint::Head, Joint::Nose, 7.5),
    bone(Joint::Neck, Joint::LeftShoulder, 10.0),
    bone(Joint::LeftShoulder, Joint::LeftElbow, 13.5),
    bone(Joint::LeftElbow, Joint::LeftHand, 13.0),
    bone(Joint::LeftHand, Joint::LeftFingers, 4.6),
    bone(Joint::Neck, Joint::RightShoulder, 10.0),
    bone(Joint::RightShoulder, Joint::RightElbow, 13.5),
    bone(Joint::RightElbow, Joint::RightHand, 13.0),
    bone(Joint::RightHand, Joint::RightFingers, 4.6),
    bone(Joint::Pelvis, Joint::LeftHip, 5.0),
    bone(Joint::LeftHip, Joint::LeftKnee, 19.5),
    bone(Joint::LeftKnee, Joint::LeftFoot, 21.0),
    bone(Joint::LeftFoot, Joint::LeftToes, 5.8),
    bone(Joint::Pelvis, Joint::RightHip, 5.0),
    bone(Joint::RightHip, Joint::RightKnee, 19.5),
    bone(Joint::RightKnee, Joint::RightFoot, 21.0),
    bone(Joint::RightFoot, Joint::RightToes, 5.8),
];

named! {
    /// An arm or a leg.
    pub enum Limb {
        /// The left or far arm.
        LeftArm = "lArm",
        /// The right or near arm.
        RightArm = "rArm",
        /// The left or far leg.
        LeftLeg = "lLeg",
        /// The right or near leg.
        RightLeg = "rLeg",
    }
}

impl Limb {
    /// Its joints, from the trunk outward.
    pub const fn joints(self) -> [Joint; 4] {
        use Joint::{
            LeftElbow, LeftFingers, LeftFoot, LeftHand, LeftHip, LeftKnee, LeftShoulder, LeftToes,
            RightElbow, RightFingers, RightFoot, RightHand, RightHip, RightKnee, RightShoulder,
            RightToes,
        };
        match self {
            Self::LeftArm => [LeftShoulder, LeftElbow, LeftHand, LeftFingers],
            Self::RightArm => [RightShoulder, RightElbow, RightHand, RightFingers],
            Self::LeftLeg => [LeftHip, LeftKnee, LeftFoot, LeftToes],
            Self::RightLeg => [RightHip, RightKnee, RightFoot, RightToes],
        }
    }

    /// The arm whose hand a joint is.
    pub const fn of_hand(joint: Joint) -> Option<Self> {
        match joint {
            Joint::LeftHand => Some(Self::LeftArm),
            Joint::RightHand => Some(Self::RightArm),
            _ => None,
        }
    }

    /// The same limb of the other side.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::LeftArm => Self::RightArm,
            Self::RightArm => Self::LeftArm,
            Self::LeftLeg => Self::RightLeg,
            Self::RightLeg => Self::LeftLeg,
        }
    }
}

/// Which limbs of a key pose lie over which, where it is not as usual, and which hands are closed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layers {
    /// Limbs before all others, the last one foremost.
    pub front: Vec<Limb>,
    /// Limbs behind the trunk.
    pub back: Vec<Limb>,
    /// Arms whose hand is closed round something, which it covers.
    pub grip: Vec<Limb>,
}

/// Where every joint of a figure is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Skeleton([Point; JOINTS]);

impl Skeleton {
    /// A figure with these points, in the order of [`Joint::ALL`].
    pub const fn new(points: [Point; JOINTS]) -> Self {
        Self(points)
    }

    /// Where `joint` is.
    pub const fn at(&self, joint: Joint) -> Point {
        self.0[joint as usize]
    }

    /// Puts `joint` elsewhere.
    pub const fn set(&mut self, joint: Joint, point: Point) {
        self.0[joint as usize] = point;
    }
}

named! {
    /// From where a figure is seen, or what is shown instead of one.
    pub enum View {
        /// A figure that faces the viewer.
        Front = "front",
        /// A figure that faces right.
        Side = "side",
        /// A face.
        Face = "face",
        /// A hand from the side.
        Hand = "hand",
    }
}

impl View {
    /// The views of whole figures.
    pub const OF_FIGURES: &'static [Self] = &[Self::Front, Self::Side];
}

/// A face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Face {
    /// Where the eyes look: −1 to 1 to the right and down.
    pub gaze: Point,
    /// How far the lids are open, 0 to 1.
    pub lid: f32,
    /// How far the jaw is open, 0 to 1.
    pub jaw: f32,
    /// How tightly the eyes are shut, 0 to 1.
    pub squeeze: f32,
}

/// A hand from the side, wrist to finger tip.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hand {
    /// Wrist, knuckle, middle joint, end joint, finger tip.
    pub finger: [Point; 5],
    /// Tip of the thumb.
    pub thumb: Point,
}

/// What a key pose shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// A whole figure.
    Figure(Skeleton),
    /// A face.
    Face(Face),
    /// A hand.
    Hand(Hand),
}

/// A key pose.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// How long it is shown: moving there and holding it, in milliseconds.
    pub ms: u32,
    /// What is done, in a few words.
    pub say: String,
    /// What is shown.
    pub shape: Shape,
    /// Where a roller or ball has moved to.
    pub roll: Option<Point>,
    /// Where the eyes look, for a whole figure.
    pub gaze: Option<Point>,
    /// How wide the breath is, for [`Prop::Breath`].
    pub breath_radius: Option<f32>,
    /// Arrows that tell what is done, each through its points; `None` if the ways of the joints tell it.
    pub arrows: Option<Vec<Vec<Point>>>,
    /// Where something is pressed or tensed.
    pub press: Vec<Point>,
    /// Which limbs lie over which, and which hands are closed.
    pub layers: Layers,
}

/// An end of a band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum End {
    /// Held by a joint.
    Joint(Joint),
    /// Fixed to something.
    Point(Point),
}

impl End {
    /// The joint that holds it, if one does.
    pub const fn joint(&self) -> Option<Joint> {
        match *self {
            Self::Joint(joint) => Some(joint),
            Self::Point(_) => None,
        }
    }
}

/// A thing in the picture.
#[derive(Debug, Clone, PartialEq)]
pub enum Prop {
    /// Furniture: a line through these points.
    Line(Vec<Point>),
    /// A mat: a soft line through these points.
    Mat(Vec<Point>),
    /// A wall behind the figure, from one corner to the other.
    Wall(Point, Point),
    /// An elastic band.
    Band(End, End),
    /// A weight in this hand.
    Dumbbell(Joint),
    /// A roller or a ball.
    Round {
        /// Its middle, unless a key moves it.
        centre: Point,
        /// Its radius.
        radius: f32,
        /// A ball, not a roller.
        is_ball: bool,
    },
    /// A line of sight from the nose to each key's `gaze`.
    Gaze,
    /// The trunk swells with the breath: a circle that widens.
    Breath {
        /// Its middle.
        centre: Point,
        /// Up to how much is counted on each way; 0 if nothing is.
        counts: u8,
    },
}

named! {
    /// How the key poses follow each other.
    pub enum Repeat {
        /// First to last and back the same way.
        PingPong = "pingpong",
        /// First to last, then the first again.
        Cycle = "cycle",
    }
}

/// The key poses of a movement.
#[derive(Debug, Clone, PartialEq)]
pub struct Pose {
    /// From where it is seen.
    pub view: View,
    /// How the keys follow each other.
    pub repeat: Repeat,
    /// The movement is done once for each side; the other side is its mirror image.
    pub both_sides: bool,
    /// Things in the picture.
    pub props: Vec<Prop>,
    /// Two to four key poses.
    pub keys: Vec<Key>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skeleton_has_a_place_for_every_joint() {
        assert_eq!(Joint::ALL.len(), JOINTS);
        for (index, joint) in Joint::ALL.iter().enumerate() {
            assert_eq!(*joint as usize, index);
            assert_eq!(Joint::from_name(joint.name()), Some(*joint));
        }
    }
}
