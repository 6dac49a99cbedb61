//! Colours. The panels have a light ground of their own, so that a picture looks the same in Discord's
//! dark and light themes.

/// Ground of a panel.
pub(super) const GROUND: &str = "#f7f3ea";
/// Edge of a panel.
pub(super) const EDGE: &str = "#ddd3bf";
/// The floor.
pub(super) const FLOOR: &str = "#e3dac8";
/// Trunk.
pub(super) const TRUNK: &str = "#2a9d8f";
/// Outlines and features.
pub(super) const INK: &str = "#264653";
/// Near and far arms.
pub(super) const ARMS: [&str; 2] = ["#1d6f66", "#9ccfc8"];
/// Near and far legs.
pub(super) const LEGS: [&str; 2] = ["#33415c", "#aab4c6"];
/// Near and far hands.
pub(super) const HANDS: [&str; 2] = ["#f0c078", "#f6e0bd"];
/// Head and hands of a close-up.
pub(super) const HEAD: &str = "#f0c078";
/// White of an eye.
pub(super) const EYE: &str = "#ffffff";
/// Furniture and walls.
pub(super) const FURNITURE: &str = "#9a948a";
/// A wall behind the figure.
pub(super) const WALL: &str = "#ebe4d5";
/// A mat.
pub(super) const MAT: &str = "#7fb685";
/// Bands, lines of sight and the numbers of panels.
pub(super) const ACCENT: &str = "#e4572e";
/// A weight.
pub(super) const WEIGHT: &str = "#4a4e57";
/// A roller or a ball.
pub(super) const ROUND: &str = "#f4d06f";
/// Breath.
pub(super) const BREATH: &str = "#8ecae6";
