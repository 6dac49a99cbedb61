use super::*;
use crate::domain::pose::{Face, Point, Repeat, View};

fn face(lid: f32) -> Key {
    Key {
        ms: 500,
        say: "look".to_owned(),
        shape: Shape::Face(Face {
            gaze: Point { x: 0.5, y: 0.0 },
            lid,
            jaw: 0.0,
            squeeze: 0.0,
        }),
        roll: None,
        gaze: None,
        breath_radius: None,
    }
}

fn pose(keys: Vec<Key>) -> Pose {
    Pose {
        view: View::Face,
        repeat: Repeat::PingPong,
        both_sides: false,
        props: Vec::new(),
        keys,
    }
}

#[test]
fn each_panel_is_numbered_with_dots() {
    let pose = pose(vec![face(1.0), face(0.0), face(1.0)]);
    let svg = draw(&pose, &Layout::of(&pose));
    let dots = svg.matches(palette::ACCENT).count();
    assert_eq!(dots, 1 + 2 + 3);
}

#[test]
fn a_storyboard_is_as_high_as_a_panel_and_never_wider_than_a_message() {
    for count in 1..=4 {
        let png = storyboard(&pose(vec![face(1.0); count])).unwrap();
        let pixels = Pixmap::decode_png(&png).unwrap();
        assert_eq!(pixels.height(), 320);
        assert!(pixels.width() <= 900, "{}", pixels.width());
    }
}

#[test]
fn different_poses_give_different_pictures() {
    let open = storyboard(&pose(vec![face(1.0); 2])).unwrap();
    let shut = storyboard(&pose(vec![face(0.0); 2])).unwrap();
    assert_ne!(open, shut);
}

#[test]
fn a_pose_without_keys_is_an_error() {
    let result = storyboard(&pose(Vec::new()));
    assert!(matches!(result, Err(PictureError::Empty)), "{result:?}");
}
