//! Colours. Panels have a light ground of their own, so that a picture looks the same in Discord's dark and
//! light themes. What has to be seen has a contrast of at least 3 to 1 to the ground, by its ink if not by
//! itself, and nothing is told by red against green.

/// An opaque colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

impl Colour {
    /// This colour with `share` hundredths of another.
    pub(super) const fn toward(self, other: Self, share: u16) -> Self {
        const fn mix(a: u8, b: u8, share: u16) -> u8 {
            ((a as u16 * (100 - share) + b as u16 * share) / 100).to_le_bytes()[0]
        }
        Self(
            mix(self.0, other.0, share),
            mix(self.1, other.1, share),
            mix(self.2, other.2, share),
        )
    }
}

/// Ground of a panel.
pub(super) const GROUND: Colour = Colour(0xfb, 0xf6, 0xec);
/// Edge of a panel.
pub(super) const EDGE: Colour = Colour(0xd9, 0xcf, 0xbd);
/// The floor.
pub(super) const FLOOR: Colour = Colour(0xee, 0xe5, 0xd5);
/// Shadows on the floor, outer and inner.
pub(super) const SHADOWS: [Colour; 2] = [Colour(0xe1, 0xd6, 0xc3), Colour(0xd2, 0xc5, 0xaf)];
/// Outlines and features.
pub(super) const INK: Colour = Colour(0x24, 0x2f, 0x49);
/// Shirt: the accent.
pub(super) const SHIRT: Colour = Colour(0x13, 0x8f, 0x8c);
/// Trousers.
pub(super) const TROUSERS: Colour = Colour(0x4a, 0x58, 0x8f);
/// Shoes.
pub(super) const SHOES: Colour = Colour(0xf0, 0xb4, 0x4c);
/// Skin.
pub(super) const SKIN: Colour = Colour(0xdf, 0xa6, 0x7c);
/// Skin in shade: ears, lids, fingers behind.
pub(super) const SHADE: Colour = Colour(0xc6, 0x89, 0x60);
/// Hair.
pub(super) const HAIR: Colour = Colour(0x4a, 0x33, 0x3f);
/// Lips, and the mouth inside.
pub(super) const MOUTH: Colour = Colour(0x8c, 0x3f, 0x3f);
/// White of an eye, and of digits.
pub(super) const WHITE: Colour = Colour(0xff, 0xff, 0xff);
/// Furniture, and its outline.
pub(super) const FURNITURE: Colour = Colour(0xc9, 0xb8, 0x9c);
/// Outline of furniture.
pub(super) const FURNITURE_INK: Colour = Colour(0x84, 0x75, 0x5f);
/// A wall.
pub(super) const WALL: Colour = Colour(0xf0, 0xe8, 0xd9);
/// A mat.
pub(super) const MAT: Colour = Colour(0x9d, 0xb4, 0xd8);
/// Bands and lines of sight.
pub(super) const BAND: Colour = Colour(0x8b, 0x4f, 0xb8);
/// A weight.
pub(super) const WEIGHT: Colour = Colour(0x5b, 0x63, 0x73);
/// A ball.
pub(super) const BALL: Colour = Colour(0xb9, 0xcc, 0x3f);
/// A roller.
pub(super) const ROUND: Colour = Colour(0xb7, 0x9a, 0xdd);
/// Breath.
pub(super) const BREATH: Colour = Colour(0xb5, 0xe0, 0xf2);
/// The former pose.
pub(super) const GHOST: Colour = Colour(0xdc, 0xd8, 0xd3);
/// Arrows.
pub(super) const ARROW: Colour = Colour(0xd1, 0x49, 0x0c);

/// What a far limb's colours have of the ground.
pub(super) const FAR: u16 = 48;
/// What a far limb's ink has of the ground.
pub(super) const FAR_INK: u16 = 38;

/// A colour of `solid` drawn far away.
const fn far(solid: Colour) -> Colour {
    solid.toward(GROUND, FAR)
}

/// Ink of a far limb.
const INK_FAR: Colour = INK.toward(GROUND, FAR_INK);

/// What is drawn in one colour.
const SOLIDS: [Colour; 30] = [
    GROUND,
    EDGE,
    FLOOR,
    SHADOWS[0],
    SHADOWS[1],
    INK,
    SHIRT,
    TROUSERS,
    SHOES,
    SKIN,
    SHADE,
    HAIR,
    MOUTH,
    WHITE,
    FURNITURE,
    FURNITURE_INK,
    WALL,
    MAT,
    BAND,
    WEIGHT,
    ROUND,
    BALL,
    BREATH,
    GHOST,
    ARROW,
    INK_FAR,
    far(SHIRT),
    far(TROUSERS),
    far(SHOES),
    far(SKIN),
];

/// Colours that meet along smooth edges: one, and those beside it.
const EDGES: [(Colour, &[Colour]); 6] = [
    (
        INK,
        &[
            GROUND, FLOOR, SHIRT, TROUSERS, SHOES, SKIN, SHADE, HAIR, WHITE, FURNITURE, BAND,
            ROUND, BALL, BREATH, GHOST, WALL, MAT, WEIGHT, SHADOWS[1],
        ],
    ),
    (
        INK_FAR,
        &[
            GROUND,
            FLOOR,
            far(SHIRT),
            far(TROUSERS),
            far(SHOES),
            far(SKIN),
        ],
    ),
    (FURNITURE_INK, &[GROUND, FLOOR, FURNITURE, WALL, MAT]),
    (
        WHITE,
        &[
            ARROW, GROUND, SHIRT, TROUSERS, SKIN, GHOST, FLOOR, EDGE, FURNITURE, BALL,
        ],
    ),
    (SKIN, &[SHIRT, HAIR, SHADE, MOUTH]),
    (GROUND, &[EDGE, GHOST, FLOOR]),
];

/// Every colour that a picture may have, so that pictures of few bytes need no search for a palette.
pub(super) fn all() -> Vec<Colour> {
    let edges = EDGES.iter().flat_map(|(one, others)| {
        others
            .iter()
            .flat_map(|other| [25, 50, 75].map(|share| one.toward(*other, share)))
    });
    SOLIDS.into_iter().chain(edges).collect()
}
