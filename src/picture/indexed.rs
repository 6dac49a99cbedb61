//! Pixels as numbers of palette entries, which makes small files quickly.
//!
//! Begin reading at [`Indexer`].

use std::borrow::Cow;

use tiny_skia::Pixmap;

use super::PictureError;
use super::palette::{self, Colour, EDGE};

/// How many recent colours are remembered; a power of two.
const REMEMBERED: usize = 4096;
/// Pixels that are compared at once.
pub(super) const BLOCK: usize = 24;
/// How hard the pixels of a PNG are packed, 1 to 9; beyond this it takes much longer and gains little.
const EFFORT: u8 = 4;
/// Steps from transparent to opaque at the corners of panels.
const STEPS: u8 = 12;

/// Finds the palette entry for each colour.
pub(super) struct Indexer {
    colours: Vec<Colour>,
    recent: Vec<(u32, u8)>,
}

impl Indexer {
    /// Nothing remembered yet.
    pub(super) fn new() -> Self {
        let colours = palette::all();
        // A pixel that nothing was drawn on is all zeros, and transparent.
        let clear = (0, u8::try_from(colours.len()).unwrap_or(u8::MAX));
        Self {
            colours,
            recent: vec![clear; REMEMBERED],
        }
    }

    /// How many opaque entries there are; the next is transparent.
    pub(super) fn len(&self) -> u8 {
        u8::try_from(self.colours.len()).unwrap_or(u8::MAX)
    }

    /// The opaque entries as bytes.
    pub(super) fn palette(&self) -> Vec<u8> {
        let colours = self.colours.iter();
        colours
            .flat_map(|Colour(red, green, blue)| [*red, *green, *blue])
            .collect()
    }

    /// A picture's entries, row by row. What is not opaque is one of the entries after the opaque ones.
    pub(super) fn indices(&mut self, pixels: &Pixmap) -> Vec<u8> {
        let mut indices = vec![self.len(); pixels.data().len() / 4];
        self.fill(pixels.data(), &mut indices);
        indices
    }

    /// The same for a picture that is much like another, whose entries are known.
    pub(super) fn indices_like(&mut self, like: &Pixmap, known: &[u8], pixels: &Pixmap) -> Vec<u8> {
        let mut indices = known.to_vec();
        let blocks = pixels
            .data()
            .chunks(4 * BLOCK)
            .zip(like.data().chunks(4 * BLOCK));
        for ((block, former), into) in blocks.zip(indices.chunks_mut(BLOCK)) {
            if block != former {
                self.fill(block, into);
            }
        }
        indices
    }

    fn fill(&mut self, pixels: &[u8], indices: &mut [u8]) {
        let mut last = (0, self.len());
        for (quad, index) in pixels.chunks_exact(4).zip(indices) {
            let colour = u32::from_le_bytes([quad[0], quad[1], quad[2], quad[3]]);
            if colour != last.0 {
                last = (colour, self.index(colour));
            }
            *index = last.1;
        }
    }

    fn index(&mut self, colour: u32) -> u8 {
        let slot = colour.wrapping_mul(0x9e37_79b1) >> 20;
        let slot = usize::try_from(slot).unwrap_or(0) % REMEMBERED;
        let (known, index) = self.recent[slot];
        if known == colour {
            return index;
        }
        let [red, green, blue, alpha] = colour.to_le_bytes();
        let index = if alpha == u8::MAX {
            self.nearest([red, green, blue])
        } else {
            let step = u16::from(alpha) * u16::from(STEPS) / 255;
            self.len() + step.to_le_bytes()[0]
        };
        self.recent[slot] = (colour, index);
        index
    }

    fn nearest(&self, wanted: [u8; 3]) -> u8 {
        let apart = |Colour(red, green, blue): &Colour| -> u32 {
            let parts = [*red, *green, *blue].into_iter().zip(wanted);
            parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
        };
        let nearest = (0..=u8::MAX)
            .zip(&self.colours)
            .min_by_key(|(_, colour)| apart(colour));
        nearest.map_or(0, |(index, _)| index)
    }
}

/// A picture as a PNG with a palette.
pub(super) fn png(pixels: &Pixmap) -> Result<Vec<u8>, PictureError> {
    let mut indexer = Indexer::new();
    let indices = indexer.indices(pixels);
    let mut palette = indexer.palette();
    let opaque = usize::from(indexer.len());
    let mut alphas = vec![u8::MAX; opaque];
    for step in 0..=STEPS {
        palette.extend([EDGE.0, EDGE.1, EDGE.2]);
        let alpha = u16::from(step) * 255 / u16::from(STEPS);
        alphas.push(alpha.to_le_bytes()[0]);
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(Cow::Owned(palette));
    encoder.set_trns(Cow::Owned(alphas));
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_deflate_compression(png::DeflateCompression::Level(EFFORT));
    let failed = |error: png::EncodingError| PictureError::Encode(error.to_string());
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&indices).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}
