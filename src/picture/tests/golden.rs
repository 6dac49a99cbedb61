//! Pictures as letters: what is drawn most in each cell of a coarse grid, so that a change of the figure is seen in a
//! review, and a pixel's rounding is not.

use super::*;
use crate::picture::palette::{self, Colour};

/// Width and height of a cell, in pixels.
const CELL: (usize, usize) = (10, 20);
/// So many cells of a hundred may differ: another machine may round differently.
const TOLERANCE: usize = 2;

const LETTERS: [(Colour, char); 12] = [
    (palette::GROUND, ' '),
    (palette::FLOOR, '_'),
    (palette::SHADOWS[0], '_'),
    (palette::SHADOWS[1], '_'),
    (palette::SHIRT, 'S'),
    (palette::TROUSERS, 'T'),
    (palette::SKIN, 'o'),
    (palette::HAIR, 'H'),
    (palette::SHOES, 'f'),
    (palette::GHOST, '.'),
    (palette::ARROW, '>'),
    (palette::INK, 'i'),
];

fn letter(pixel: &[u8]) -> Option<char> {
    if pixel[3] < 128 {
        return Some(' ');
    }
    LETTERS
        .iter()
        .find_map(|(Colour(red, green, blue), letter)| {
            ([*red, *green, *blue] == pixel[..3]).then_some(*letter)
        })
}

/// The letter of the most pixels of each cell.
fn letters(pixels: &Pixmap) -> String {
    let width = usize::try_from(pixels.width()).unwrap();
    let rows: Vec<&[u8]> = pixels.data().chunks(width * 4).collect();
    let cell = |band: &[&[u8]], x: usize| {
        let inside = band
            .iter()
            .flat_map(|row| row.chunks(4).skip(x).take(CELL.0));
        let mut counts = std::collections::BTreeMap::new();
        for letter in inside.filter_map(letter) {
            *counts.entry(letter).or_insert(0) += 1;
        }
        counts
            .into_iter()
            .max_by_key(|(_, count)| *count)
            .map_or('?', |(letter, _)| letter)
    };
    let lines = rows.chunks(CELL.1).map(|band| {
        let line: String = (0..width).step_by(CELL.0).map(|x| cell(band, x)).collect();
        line.trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn check(pose: &Pose, golden: &str) {
    let drawn = letters(&draw_storyboard(pose).unwrap().into_pixels());
    let [drawn_lines, golden_lines] =
        [drawn.as_str(), golden].map(|text| text.trim_matches('\n').lines().collect::<Vec<_>>());
    let cells = drawn.len();
    let different: usize = drawn_lines
        .iter()
        .zip(&golden_lines)
        .map(|(a, b)| {
            let length = a.len().max(b.len());
            let pad = |line: &str| format!("{line:length$}").chars().collect::<Vec<_>>();
            pad(a).iter().zip(pad(b)).filter(|(a, b)| **a != *b).count()
        })
        .sum();
    assert!(
        drawn_lines.len() == golden_lines.len() && different * 100 <= cells * TOLERANCE,
        "{different} of {cells} cells differ; it is now:\n{drawn}"
    );
}

#[test]
fn an_arm_that_is_raised() {
    let keys = [standing(), arm_out()].map(|skeleton| key(Shape::Figure(skeleton)));
    check(&pose(View::Front, keys.into()), ARM);
}

#[test]
fn eyes_that_shut() {
    check(&pose(View::Face, vec![face(1.0), face(0.0)]), EYES);
}

const ARM: &str = "
  ii                                iii
        HHHHHH                            HHHHHH
       ioooooH                           ioooooo
         oooo                              oooo
      SSSoooSSS                         SSSSooSSSSS
     SSSSSoSSSSSS                      SSSSSSSSSSSSSSSSoooooooooo
    SSSSSSSSSSSSS                      SSSSSSSSSSi.            >>
    SSSSSSSSSSSSS                     SSSSSSSSSSS...           >
    oooSSSSSSS ooo                    oooSSSSSSS ...          >
    oo SSSSSSS ooo                    ooo SSSSSS ...         >
    oo SSSSSSS ooo                    oo SSSSSSSS...       >>
    ooiSSSSSSSSioo                    ooiSSSSSSSS...     >
    ooiSSSSSSSSio                     ooiSSSSSSSS... >>
      TTTTTTTTT                         TTTTTTTTT
       TTT  TTT                          TTT  TTT
";

const EYES: &str = "
  ii                             iii
          HHHHHHHHHHHH                   HHHHHHHHHHHHH
       HHHHHHHHHHHHHHHHHH              HHHHHHHHHHHHHHHHH
      HHHHHHHHHHHHHHHHHHHH           HHHHHHHHHHHHHHHHHHHH
     HHHHHHooooooooooHHHHHH         HHHHHHooooooooooHHHHHH
     HHHHHooooooooooooHHHHH         HHHHHooooooooooooHHHHH
     iooooiHHooooooiHHooooi         iooooooooooooooooooooii
     ioooi?HiHooooi?HHHoooii        ioooiiiiiooooiiiiioooii
      iooooooooooooooooooi           ioooooooooooooooooooi
       iooooooooooooooooo             iooooooooooooooooo
         ooooooooooooooo                ooooooooooooooo
          oooooooooooo                   oooooooooooo
            ooooooooo                      ooooooooo
            iiiiiiii                       iiiiiiii
";
