//! The pack in the binary, and what is said of broken ones.

use super::*;

#[test]
fn the_embedded_pack_has_nothing_wrong_with_it() {
    if let Err(error) = Library::embedded() {
        panic!("{error}");
    }
}
