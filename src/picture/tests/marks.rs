//! Marks over the figure: arrows of a key's own, rays, numbers that are counted; and what lies over what.

use super::*;

/// How many pixels a storyboard has of a colour.
fn pixels_of(pose: &Pose, palette::Colour(red, green, blue): palette::Colour) -> usize {
    let pixels = draw_storyboard(pose).unwrap().into_pixels();
    let all = pixels.data().chunks(4);
    all.filter(|pixel| pixel[..3] == [red, green, blue]).count()
}

/// The colour at a place of the first key, in the units of the pose.
fn colour_at(pose: &Pose, place: Point) -> [u8; 3] {
    const SCALE: f32 = 4.0;
    let mut canvas = Canvas::new(400, 400).unwrap();
    canvas.within(at(0.0, 0.0), SCALE, |inside| {
        draw_key(inside, pose, Telling::Motion, &pose.keys[0]);
    });
    let pixels = canvas.into_pixels();
    let pixel = plus(at(0.0, 0.0), place, SCALE);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "on the canvas"
    )]
    let colour = pixels.pixel(pixel.x as u32, pixel.y as u32).unwrap();
    [colour.red(), colour.green(), colour.blue()]
}

fn rgb(palette::Colour(red, green, blue): palette::Colour) -> [u8; 3] {
    [red, green, blue]
}

/// The same, with the right forearm across the belly, its middle at (50, 42).
fn arm_across() -> Skeleton {
    let mut skeleton = standing();
    skeleton.set(Joint::RightElbow, at(55.0, 41.0));
    skeleton.set(Joint::RightHand, at(45.0, 43.0));
    skeleton.set(Joint::RightFingers, at(41.5, 43.5));
    skeleton
}

#[test]
fn an_arm_is_before_the_trunk_unless_it_is_said_to_be_behind() {
    let mut holding = pose(View::Front, vec![key(Shape::Figure(arm_across()))]);
    assert_eq!(colour_at(&holding, at(50.0, 42.0)), rgb(palette::SKIN));
    holding.keys[0].layers.back = vec![Limb::RightArm];
    assert_eq!(colour_at(&holding, at(50.0, 42.0)), rgb(palette::SHIRT));
}

#[test]
fn a_far_arm_is_behind_the_trunk_unless_it_is_said_to_be_in_front() {
    let mut skeleton = arm_across();
    for (left, right) in Limb::LeftArm
        .joints()
        .into_iter()
        .zip(Limb::RightArm.joints())
    {
        skeleton.set(left, arm_across().at(right));
        skeleton.set(right, standing().at(right));
    }
    let mut turned = pose(View::Side, vec![key(Shape::Figure(skeleton))]);
    assert_eq!(colour_at(&turned, at(50.0, 42.0)), rgb(palette::SHIRT));
    turned.keys[0].layers.front = vec![Limb::LeftArm];
    assert_eq!(colour_at(&turned, at(50.0, 42.0)), rgb(palette::SKIN));
}

#[test]
fn an_arm_that_reaches_across_lies_over_the_other_on_either_side() {
    let mut skeleton = standing();
    skeleton.set(Joint::LeftElbow, at(50.0, 37.5));
    skeleton.set(Joint::LeftHand, at(56.0, 29.0));
    skeleton.set(Joint::LeftFingers, at(59.0, 27.0));
    let here = pose(View::Front, vec![key(Shape::Figure(skeleton))]);
    let there = blend::mirrored(&here);
    assert_eq!(colour_at(&here, at(57.0, 28.3)), rgb(palette::SKIN));
    assert_eq!(colour_at(&there, at(43.0, 28.3)), rgb(palette::SKIN));
}

#[test]
fn a_hand_closes_over_the_band_that_it_holds() {
    let mut stretched = pose(View::Front, vec![key(Shape::Figure(arm_out()))]);
    let hand = hands::hold(at(81.0, 29.0), at(85.0, 29.0));
    stretched.props = vec![Prop::Band(
        End::Joint(Joint::RightHand),
        End::Point(at(95.0, 60.0)),
    )];
    assert_eq!(colour_at(&stretched, hand), rgb(palette::SKIN));
    let half = geometry::between(hand, at(95.0, 60.0), 0.5);
    assert_eq!(colour_at(&stretched, half), rgb(palette::BAND));
    let open = pose(View::Front, vec![key(Shape::Figure(arm_out()))]);
    assert_eq!(colour_at(&open, at(85.0, 29.0)), rgb(palette::SKIN));
    assert_ne!(colour_at(&stretched, at(85.0, 29.0)), rgb(palette::SKIN));
}

#[test]
fn a_number_stands_where_nobody_is() {
    let mut reaching = standing();
    for (joint, place) in Limb::LeftArm.joints().into_iter().zip([
        at(42.0, 29.0),
        at(34.0, 20.0),
        at(26.0, 12.0),
        at(23.0, 9.0),
    ]) {
        reaching.set(joint, place);
    }
    let here = pose(View::Front, vec![key(Shape::Figure(reaching))]);
    let there = blend::mirrored(&here);
    let from_left = |pose: &Pose| {
        let layout = Layout::of(pose);
        let size = layout.panel_size();
        let badge = Badge::beside(&[Cow::Borrowed(pose)], &layout, size);
        badge.middle.x / layout.panel_extent().x
    };
    assert!(from_left(&here) > 0.5 && from_left(&there) < 0.5);
}

#[test]
fn arrows_of_its_own_take_the_place_of_those_that_joints_draw() {
    let keys = [standing(), arm_out()].map(|skeleton| key(Shape::Figure(skeleton)));
    let mut raised = pose(View::Front, keys.into());
    let by_itself = pixels_of(&raised, palette::ARROW);
    assert!(by_itself > 100, "{by_itself}");
    raised.keys[1].arrows = Some(Vec::new());
    assert_eq!(pixels_of(&raised, palette::ARROW), 0);
    raised.keys[0].arrows = Some(vec![vec![at(20.0, 20.0), at(20.0, 40.0)]]);
    assert!(
        pixels_of(&raised, palette::ARROW) > 100,
        "even in the first"
    );
}

#[test]
fn a_pressed_place_has_rays_and_none_on_the_way_there() {
    let keys = [standing(), standing()].map(|skeleton| key(Shape::Figure(skeleton)));
    let mut pressing = pose(View::Front, keys.into());
    assert_eq!(pixels_of(&pressing, palette::ARROW), 0);
    pressing.keys[1].press = vec![at(42.0, 29.0)];
    assert!(pixels_of(&pressing, palette::ARROW) > 100);
    let half = blend::between_keys(&pressing.keys[0], &pressing.keys[1], 0.5);
    assert!(half.press.is_empty());
    let there = blend::between_keys(&pressing.keys[1], &pressing.keys[1], 0.0);
    assert_eq!(there.press, [at(42.0, 29.0)]);
}

#[test]
fn an_arrow_that_all_keys_share_is_in_the_animation_too() {
    let keys = [standing(), arm_out()].map(|skeleton| key(Shape::Figure(skeleton)));
    let mut round = pose(View::Front, keys.into());
    let still = animation(&round).unwrap();
    let arrow = vec![vec![at(20.0, 20.0), at(24.0, 30.0), at(20.0, 40.0)]];
    round.keys[1].arrows = Some(arrow.clone());
    let one_has_it = animation(&round).unwrap();
    round.keys[0].arrows = Some(arrow);
    let both_have_it = animation(&round).unwrap();
    let has_arrow = |gif: &[u8]| {
        let mut film = gif::DecodeOptions::new();
        film.set_color_output(gif::ColorOutput::RGBA);
        let mut film = film.read_info(gif).unwrap();
        let first = film.read_next_frame().unwrap().unwrap();
        let palette::Colour(red, green, blue) = palette::ARROW;
        let mut pixels = first.buffer.chunks(4);
        pixels.any(|pixel| pixel[..3] == [red, green, blue])
    };
    assert!(!has_arrow(&still) && !has_arrow(&one_has_it) && has_arrow(&both_have_it));
}

#[test]
fn a_breath_counts_up_as_it_fills() {
    // Dark pixels, when the last of three breaths is so wide. It hardly widens, so that only the numbers tell.
    let dark = |last: f32, counts| {
        let keys = [2.0, 2.04, last].map(|radius| Key {
            breath_radius: Some(radius),
            ..key(Shape::Figure(standing()))
        });
        let breathing = Pose {
            props: vec![Prop::Breath {
                centre: at(50.0, 38.0),
                counts,
            }],
            ..pose(View::Side, keys.into())
        };
        pixels_of(&breathing, palette::INK)
    };
    let [empty, half, full] = [2.0, 2.02, 2.04].map(|last| dark(last, 5));
    let (two, three) = (half - empty, full - half);
    assert!(
        two > 100 && three > two,
        "{two} for two and {three} for three"
    );
    assert!(dark(2.04, 0).abs_diff(dark(2.0, 0)) < 20);
}

#[test]
fn a_curve_passes_through_all_of_its_points() {
    let points = [at(0.0, 0.0), at(10.0, 5.0), at(20.0, 0.0), at(30.0, 9.0)];
    let curve = canvas::smooth(&points);
    for point in points {
        let nearest = curve.iter().map(|other| geometry::distance(*other, point));
        assert!(nearest.fold(f32::INFINITY, f32::min) < 1e-3, "{point:?}");
    }
    assert_eq!(canvas::smooth(&points[..2]), points[..2]);
}

#[test]
fn a_leg_that_lies_over_the_other_is_in_front_on_either_side() {
    let mut crossed = standing();
    crossed.set(Joint::RightKnee, at(66.0, 62.0));
    crossed.set(Joint::RightFoot, at(46.0, 64.0));
    crossed.set(Joint::RightToes, at(43.0, 64.5));
    let here = pose(View::Front, vec![key(Shape::Figure(crossed))]);
    let there = blend::mirrored(&here);
    let [here, there] = [here, there].map(|pose| pixels_of(&pose, palette::SHOES));
    assert!(here.abs_diff(there) * 20 < here, "{here} and {there}");
}

#[test]
fn breath_swells_the_trunk_of_somebody_seen_from_the_side() {
    let mut skeleton = standing();
    for joint in Joint::ALL.iter().filter(|joint| joint.name() != "nose") {
        // All limbs hang in the middle.
        let place = skeleton.at(*joint);
        skeleton.set(*joint, at(50.0, place.y));
    }
    let breathing = |view, radius| Pose {
        props: vec![Prop::Breath {
            centre: at(51.0, 44.0),
            counts: 0,
        }],
        ..pose(
            view,
            vec![Key {
                breath_radius: Some(radius),
                ..key(Shape::Figure(skeleton))
            }],
        )
    };
    let before_the_belly = at(56.0, 44.0);
    let full = colour_at(&breathing(View::Side, 7.0), before_the_belly);
    let empty = colour_at(&breathing(View::Side, 2.0), before_the_belly);
    assert_eq!(full, rgb(palette::SHIRT));
    assert_ne!(empty, full);
    let from_the_front = breathing(View::Front, 7.0);
    assert_eq!(
        colour_at(&from_the_front, at(54.5, 44.0)),
        rgb(palette::BREATH)
    );
}

#[test]
fn a_finger_that_is_bent_over_the_palm_has_an_edge_there() {
    let fist = Hand {
        finger: [
            (14.0, 50.0),
            (46.0, 48.0),
            (47.0, 66.0),
            (34.0, 68.0),
            (34.0, 57.0),
        ]
        .map(|(x, y)| at(x, y)),
        thumb: at(44.0, 28.0),
    };
    let straight = Hand {
        finger: [14.0, 46.0, 64.0, 77.0, 88.0].map(|x| at(x, 48.0)),
        ..fist
    };
    let [bent, flat] = [fist, straight].map(|hand| pose(View::Hand, vec![key(Shape::Hand(hand))]));
    let edge_of_the_tip = at(34.0, 52.0);
    assert_eq!(colour_at(&bent, edge_of_the_tip), rgb(palette::INK));
    assert_eq!(colour_at(&flat, edge_of_the_tip), rgb(palette::SKIN));
    assert_eq!(colour_at(&bent, at(34.0, 57.0)), rgb(palette::SKIN));
}

#[test]
fn a_door_is_a_board_and_a_window_is_not() {
    let frame = |bottom: f32| {
        let [top_left, bottom_right] = [at(10.0, 10.0), at(30.0, bottom)];
        let corners = vec![
            top_left,
            at(30.0, 10.0),
            bottom_right,
            at(10.0, bottom),
            top_left,
        ];
        Pose {
            props: vec![Prop::Line(corners)],
            ..pose(View::Side, vec![key(Shape::Figure(standing()))])
        }
    };
    assert_eq!(colour_at(&frame(88.0), at(20.0, 40.0)), rgb(palette::WALL));
    assert_ne!(colour_at(&frame(50.0), at(20.0, 40.0)), rgb(palette::WALL));
}

#[test]
fn the_numbers_of_a_sheet_stand_beside_the_widest_storyboard() {
    let wide = pose(View::Face, vec![face(1.0); 4]);
    let (width, _) = Layout::of(&wide).size();
    assert!(width + sheet::NUMBER <= sheet::CELL, "{width}");
    let [one, three] = [1, 3].map(|count| {
        let png = sheet(&vec![&wide; count]).unwrap();
        let reader = png::Decoder::new(std::io::Cursor::new(png))
            .read_info()
            .unwrap();
        (reader.info().width, reader.info().height)
    });
    assert_eq!(three, (one.0, 2 * one.1), "two beside each other");
}
