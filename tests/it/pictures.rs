//! Every movement of the pack as pictures: drawn, and small enough for everybody's connection.

use std::fs;

use unhunch::content::Library;
use unhunch::picture;

use crate::content::{stdout, unhunch};

/// Movements of each kind: figures from the front and the side, both sides, a face, a hand, things that move.
const VARIED: [&str; 6] = [
    "bird-dog",
    "full-blinks",
    "levator-stretch",
    "near-far-focus",
    "sit-to-stand",
    "tendon-glides",
];

#[test]
fn every_movement_has_a_still_picture_of_few_bytes() {
    let library = Library::embedded().unwrap();
    for exercise in library.exercises() {
        let png = picture::storyboard(&exercise.pose).unwrap();
        assert!(
            png.len() <= 60_000,
            "{}: {} bytes",
            exercise.card.id,
            png.len()
        );
    }
}

#[test]
fn movements_of_every_kind_are_animated_in_few_bytes() {
    let library = Library::embedded().unwrap();
    let varied = library
        .exercises()
        .iter()
        .filter(|exercise| VARIED.contains(&exercise.card.id.as_str()));
    let mut n_drawn = 0;
    for exercise in varied {
        let gif = picture::animation(&exercise.pose).unwrap();
        assert!(gif.starts_with(b"GIF89a"));
        assert!(
            gif.len() <= 500_000,
            "{}: {} bytes",
            exercise.card.id,
            gif.len()
        );
        n_drawn += 1;
    }
    assert_eq!(n_drawn, VARIED.len());
}

#[test]
fn the_program_draws_one_movement_or_all_of_them() {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    for (name, begin) in [("one.png", &b"\x89PNG"[..]), ("one.gif", b"GIF89a")] {
        let drawn = unhunch(&["picture", "neck-tilts", "--out", &path(name)], &[]);
        assert_eq!(drawn.status.code(), Some(0), "{drawn:?}");
        assert!(fs::read(path(name)).unwrap().starts_with(begin));
    }
    let drawn = unhunch(&["picture", "--all", "--sheet", &path("all.png")], &[]);
    assert_eq!(drawn.status.code(), Some(0), "{drawn:?}");
    let listed = stdout(&drawn);
    assert_eq!(
        listed.lines().count(),
        Library::embedded().unwrap().exercises().len()
    );
    assert!(fs::read(path("all.png")).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn a_movement_or_a_format_that_there_is_not_is_refused_in_one_sentence() {
    let refusal = |arguments: &[&str]| {
        let refused = unhunch(arguments, &[]);
        assert_eq!(refused.status.code(), Some(2), "{refused:?}");
        String::from_utf8(refused.stderr).unwrap().trim().to_owned()
    };
    insta::assert_snapshot!(
        refusal(&["picture", "neck", "--out", "a.png"]),
        @"error: there is no exercise `neck`; `unhunch content list` names them all (did you mean `neck-half-circles`?)"
    );
    insta::assert_snapshot!(
        refusal(&["picture", "neck-tilts", "--out", "a.jpeg"]),
        @"error: a.jpeg should end in .png or .gif"
    );
    insta::assert_snapshot!(
        refusal(&["picture", "--all", "--sheet", "a.gif"]),
        @"error: a.gif should end in .png"
    );
}
