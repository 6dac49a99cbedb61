//! What pictures promise, whatever the pose: they are drawn, small, and say what they should.

mod golden;
mod marks;
mod sides;

use proptest::prelude::*;
use tiny_skia::Pixmap;

use super::*;
use crate::domain::pose::{
    End, Face, Hand, JOINTS, Joint, Layers, Limb, Point, Prop, Repeat, Shape, Skeleton, View,
};
use crate::domain::year::{Mark, Year};

fn key(shape: Shape) -> Key {
    Key {
        ms: 1500,
        say: "look".to_owned(),
        shape,
        roll: None,
        gaze: None,
        breath_radius: None,
        arrows: None,
        press: Vec::new(),
        layers: Layers::default(),
    }
}

fn face(lid: f32) -> Key {
    key(Shape::Face(Face {
        gaze: at(0.5, 0.0),
        lid,
        jaw: 0.0,
        squeeze: 0.0,
    }))
}

fn pose(view: View, keys: Vec<Key>) -> Pose {
    Pose {
        view,
        repeat: Repeat::PingPong,
        both_sides: false,
        props: Vec::new(),
        keys,
    }
}

/// Someone who stands and faces the viewer.
fn standing() -> Skeleton {
    let points = [
        (50.0, 18.5),
        (50.0, 20.0),
        (50.0, 26.5),
        (50.0, 40.0),
        (50.0, 53.5),
        (42.0, 29.0),
        (40.0, 41.0),
        (39.5, 52.0),
        (39.5, 56.0),
        (58.0, 29.0),
        (60.0, 41.0),
        (60.5, 52.0),
        (60.5, 56.0),
        (46.0, 54.0),
        (45.0, 72.0),
        (45.0, 89.5),
        (42.5, 91.0),
        (54.0, 54.0),
        (55.0, 72.0),
        (55.0, 89.5),
        (57.5, 91.0),
    ];
    Skeleton::new(points.map(|(x, y)| at(x, y)))
}

/// The same, with the right arm held out.
fn arm_out() -> Skeleton {
    let mut skeleton = standing();
    skeleton.set(Joint::RightElbow, at(70.0, 29.0));
    skeleton.set(Joint::RightHand, at(81.0, 29.0));
    skeleton.set(Joint::RightFingers, at(85.0, 29.0));
    skeleton
}

fn raise(share: f32) -> Skeleton {
    let keys = [standing(), arm_out()].map(|skeleton| key(Shape::Figure(skeleton)));
    match blend::between_keys(&keys[0], &keys[1], share).shape {
        Shape::Figure(skeleton) => skeleton,
        other => panic!("{other:?}"),
    }
}

/// Width, height, seconds and number of frames of an animation.
fn film(gif: &[u8]) -> (u16, u16, f32, usize) {
    let mut film = gif::Decoder::new(gif).unwrap();
    let (width, height) = (film.width(), film.height());
    let mut delays = Vec::new();
    while let Some(frame) = film.read_next_frame().unwrap() {
        delays.push(frame.delay);
    }
    let seconds = f32::from(delays.iter().sum::<u16>()) / 100.0;
    (width, height, seconds, delays.len())
}

#[test]
fn a_storyboard_is_never_wider_than_a_message_and_stands_on_nothing() {
    for count in 1..=4 {
        let png = storyboard(&pose(View::Face, vec![face(1.0); count])).unwrap();
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert!(info.width <= 910 && info.height <= 530, "{info:?}");
        assert_eq!(pixels[3], 0, "the corner is transparent");
    }
}

#[test]
fn different_poses_give_different_pictures_and_equal_ones_equal() {
    let open = storyboard(&pose(View::Face, vec![face(1.0); 2])).unwrap();
    let shut = storyboard(&pose(View::Face, vec![face(0.0); 2])).unwrap();
    let again = storyboard(&pose(View::Face, vec![face(1.0); 2])).unwrap();
    assert_ne!(open, shut);
    assert_eq!(open, again);
}

#[test]
fn a_pose_without_keys_is_an_error() {
    let empty = pose(View::Front, Vec::new());
    assert!(matches!(storyboard(&empty), Err(PictureError::Empty)));
    assert!(matches!(animation(&empty), Err(PictureError::Empty)));
}

#[test]
fn a_bone_keeps_its_length_while_it_turns() {
    let long = geometry::distance;
    for percent in 0..=10u8 {
        let skeleton = raise(f32::from(percent) / 10.0);
        let [shoulder, elbow, hand] = [Joint::RightShoulder, Joint::RightElbow, Joint::RightHand]
            .map(|joint| skeleton.at(joint));
        assert!((11.0..=12.5).contains(&long(shoulder, elbow)), "{percent}");
        assert!((10.5..=11.5).contains(&long(elbow, hand)), "{percent}");
    }
}

#[test]
fn what_both_keys_hold_in_place_stays_in_between() {
    let mut crouched = standing();
    for joint in [
        Joint::Head,
        Joint::Nose,
        Joint::Neck,
        Joint::Mid,
        Joint::Pelvis,
        Joint::LeftHip,
        Joint::RightHip,
    ] {
        crouched.set(joint, plus(standing().at(joint), at(0.0, 12.0), 1.0));
    }
    crouched.set(Joint::LeftKnee, at(38.0, 77.0));
    crouched.set(Joint::RightKnee, at(62.0, 77.0));
    let keys = [standing(), crouched].map(|skeleton| key(Shape::Figure(skeleton)));
    let half = blend::between_keys(&keys[0], &keys[1], 0.5);
    let Shape::Figure(half) = half.shape else {
        panic!("{half:?}")
    };
    for foot in [Joint::LeftFoot, Joint::RightFoot] {
        assert!(geometry::distance(half.at(foot), standing().at(foot)) < 0.01);
    }
    assert!(half.at(Joint::LeftKnee).x < 44.0, "the knees go out");
}

#[test]
fn a_movement_for_each_side_shows_both_and_lasts_a_few_seconds() {
    let keys: Vec<_> = [standing(), arm_out()]
        .map(|skeleton| key(Shape::Figure(skeleton)))
        .into();
    let one = pose(View::Front, keys);
    let both = Pose {
        both_sides: true,
        ..one.clone()
    };
    let (width, height, seconds, frames) = film(&animation(&one).unwrap());
    assert!(width.max(height) <= 360);
    assert!((2.9..=8.1).contains(&seconds), "{seconds}");
    let (.., more_seconds, more_frames) = film(&animation(&both).unwrap());
    assert!((2.9..=8.1).contains(&more_seconds), "{more_seconds}");
    assert!(more_frames > frames);
}

#[test]
fn the_other_side_of_the_other_side_is_the_first() {
    let mut there = pose(View::Front, vec![key(Shape::Figure(arm_out()))]);
    there.keys[0].layers = Layers {
        front: vec![Limb::LeftArm],
        back: vec![Limb::RightLeg],
        grip: vec![Limb::RightArm],
    };
    let back = blend::mirrored(&blend::mirrored(&there));
    assert_eq!(back, there);
    let Shape::Figure(mirror) = blend::mirrored(&there).keys[0].shape else {
        panic!("a figure stays one")
    };
    assert_eq!(mirror.at(Joint::LeftHand), at(19.0, 29.0));
    let layers = &blend::mirrored(&there).keys[0].layers;
    assert_eq!(layers.front, [Limb::RightArm]);
    assert_eq!(layers.back, [Limb::LeftLeg]);
    assert_eq!(layers.grip, [Limb::LeftArm]);
}

/// How much lighter one colour is than another, as the accessibility guidelines count it.
fn contrast(one: palette::Colour, other: palette::Colour) -> f32 {
    let light = |palette::Colour(red, green, blue)| {
        let linear = |part: u8| {
            let part = f32::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    };
    let (one, other) = (light(one), light(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn what_has_to_be_seen_stands_out_from_the_ground() {
    let seen = [
        palette::INK,
        palette::INK.toward(palette::GROUND, palette::FAR_INK),
        palette::SHIRT,
        palette::ARROW,
        palette::BAND,
        palette::FURNITURE_INK,
    ];
    for colour in seen {
        for ground in [palette::GROUND, palette::FLOOR] {
            let contrast = contrast(colour, ground);
            assert!(contrast >= 3.0, "{colour:?} on {ground:?}: {contrast}");
        }
    }
    assert!(contrast(palette::WHITE, palette::INK) >= 4.5, "digits");
}

#[test]
fn every_colour_has_a_number_with_room_for_the_corners() {
    let colours = palette::all().len();
    assert!(colours <= 240, "{colours}");
}

#[test]
fn a_calendar_has_room_for_a_year_wherever_it_begins() {
    for begin in 1..=7 {
        let year = Year {
            begin: jiff::civil::date(2024, 1, begin),
            marks: Mark::ALL.iter().copied().cycle().take(366).collect(),
            today: jiff::civil::date(2024, 6, 1),
        };
        let png = calendar(&year).unwrap();
        assert!(png.len() < 20_000, "{}", png.len());
    }
    let empty = Year {
        begin: jiff::civil::date(2024, 1, 1),
        marks: Vec::new(),
        today: jiff::civil::date(2024, 1, 1),
    };
    assert!(matches!(calendar(&empty), Err(PictureError::Empty)));
}

#[test]
fn a_goal_is_drawn_however_much_was_done() {
    let drawn = |done, wanted| goal(crate::domain::year::Goal { done, wanted }).unwrap();
    assert_ne!(drawn(0, 100), drawn(50, 100));
    assert!(drawn(u32::MAX, 0).starts_with(b"\x89PNG"));
}

fn any_point() -> impl Strategy<Value = Point> {
    (0.0..=100.0f32, 0.0..=100.0f32).prop_map(|(x, y)| at(x, y))
}

fn any_points<T: std::fmt::Debug>(of: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    proptest::collection::vec(of, 0..3)
}

fn any_shape(view: View) -> BoxedStrategy<Shape> {
    match view {
        View::Face => (-1.0..=1.0f32, -1.0..=1.0f32, 0.0..=1.0f32, 0.0..=1.0f32)
            .prop_map(|(x, y, lid, jaw)| {
                Shape::Face(Face {
                    gaze: at(x, y),
                    lid,
                    jaw,
                    squeeze: 1.0 - lid,
                })
            })
            .boxed(),
        View::Hand => (proptest::array::uniform5(any_point()), any_point())
            .prop_map(|(finger, thumb)| Shape::Hand(Hand { finger, thumb }))
            .boxed(),
        View::Front | View::Side => proptest::collection::vec(any_point(), JOINTS)
            .prop_map(|points| {
                let mut skeleton = standing();
                for (joint, point) in Joint::ALL.iter().zip(points) {
                    skeleton.set(*joint, point);
                }
                Shape::Figure(skeleton)
            })
            .boxed(),
    }
}

fn any_prop() -> impl Strategy<Value = Prop> {
    let end = prop_oneof![
        any_point().prop_map(End::Point),
        Just(End::Joint(Joint::LeftHand)),
    ];
    prop_oneof![
        proptest::collection::vec(any_point(), 1..5).prop_map(Prop::Line),
        proptest::collection::vec(any_point(), 1..5).prop_map(Prop::Mat),
        (any_point(), any_point()).prop_map(|(a, b)| Prop::Wall(a, b)),
        (end.clone(), end).prop_map(|(from, to)| Prop::Band(from, to)),
        Just(Prop::Dumbbell(Joint::RightHand)),
        (any_point(), 0.0..=20.0f32, any::<bool>()).prop_map(|(centre, radius, is_ball)| {
            Prop::Round {
                centre,
                radius,
                is_ball,
            }
        }),
        Just(Prop::Gaze),
        (any_point(), 0..=9u8).prop_map(|(centre, counts)| Prop::Breath { centre, counts }),
    ]
}

fn any_limbs() -> impl Strategy<Value = Vec<Limb>> {
    proptest::sample::subsequence(Limb::ALL.to_vec(), 0..=2)
}

prop_compose! {
    fn any_key(view: View)(
        shape in any_shape(view),
        ms in 0..20_000u32,
        roll in proptest::option::of(any_point()),
        gaze in proptest::option::of(any_point()),
        breath_radius in proptest::option::of(0.0..=30.0f32),
        arrows in proptest::option::of(any_points(proptest::collection::vec(any_point(), 0..6))),
        press in any_points(any_point()),
        (front, back, grip) in (any_limbs(), any_limbs(), any_limbs()),
    ) -> Key {
        let layers = Layers { front, back, grip };
        Key { ms, roll, gaze, breath_radius, arrows, press, layers, ..key(shape) }
    }
}

fn any_pose() -> impl Strategy<Value = Pose> {
    let view = prop_oneof![
        4 => Just(View::Front),
        4 => Just(View::Side),
        1 => Just(View::Face),
        1 => Just(View::Hand),
    ];
    view.prop_flat_map(|view| {
        let keys = proptest::collection::vec(any_key(view), 1..=4);
        let props = proptest::collection::vec(any_prop(), 0..4);
        (keys, props, any::<(bool, bool)>()).prop_map(move |(keys, props, (cycle, both_sides))| {
            Pose {
                repeat: if cycle {
                    Repeat::Cycle
                } else {
                    Repeat::PingPong
                },
                both_sides,
                props,
                ..pose(view, keys)
            }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_pose_draws(pose in any_pose()) {
        let png = storyboard(&pose).unwrap();
        prop_assert!(png.starts_with(b"\x89PNG"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn any_pose_moves(pose in any_pose()) {
        let (width, height, ..) = film(&animation(&pose).unwrap());
        prop_assert!(width.max(height) <= 360);
    }
}
