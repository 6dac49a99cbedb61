use super::*;
use crate::content::Library;

#[test]
fn every_exercise_of_the_pack_can_be_drawn_small() {
    let library = Library::embedded().unwrap();
    for exercise in library.exercises() {
        let png = storyboard(&exercise.pose).unwrap();
        let id = &exercise.card.id;
        assert!(png.starts_with(b"\x89PNG"), "{id}");
        assert!(png.len() <= 40_000, "{id} has {} bytes", png.len());
        let pixels = Pixmap::decode_png(&png).unwrap();
        assert!(pixels.width() <= 900 && pixels.height() == 320, "{id}");
    }
}
