//! How fast the disk is, where it matters.

use std::io::Write as _;
use std::time::{Duration, Instant};

/// How many times a second a small write to the end of a file can be made durable.
pub fn syncs_per_second() -> f64 {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut file = std::fs::File::create(folder.path().join("sync")).unwrap();
    let (begin, mut n) = (Instant::now(), 0_u32);
    while begin.elapsed() < Duration::from_secs(2) {
        file.write_all(&[7; 4096]).unwrap();
        file.sync_data().unwrap();
        n += 1;
    }
    f64::from(n) / begin.elapsed().as_secs_f64()
}
