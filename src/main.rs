//! The `unhunch` binary.

fn main() {}
