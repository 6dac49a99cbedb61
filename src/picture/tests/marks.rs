//! Marks over the figure: arrows of a key's own, rays, numbers that are counted; and what lies over what.

use super::*;

/// How many pixels a storyboard has of a colour.
fn pixels_of(pose: &Pose, palette::Colour(red, green, blue): palette::Colour) -> usize {
    let pixels = draw_storyboard(pose).unwrap().into_pixels();
    let all = pixels.data().chunks(4);
    all.filter(|pixel| pixel[..3] == [red, green, blue]).count()
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
