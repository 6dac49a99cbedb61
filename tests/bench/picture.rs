//! What the pictures of movements cost: drawing them, and their bytes.
//!
//! `cargo bench --bench picture` prints, for storyboards and animations of the whole pack, the mean and the worst
//! in milliseconds, and the mean and the largest in bytes; then milliseconds for the calendar of a year.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    reason = "a measurement that goes wrong should stop, prints what it found, and reads the time"
)]

use std::time::Instant;

use jiff::civil::date;
use unhunch::content::Library;
use unhunch::domain::pose::Pose;
use unhunch::domain::year::{Mark, Year};
use unhunch::picture::{self, PictureError};

const ROUNDS: usize = 5;

fn milliseconds(begin: Instant) -> f64 {
    begin.elapsed().as_secs_f64() * 1e3
}

/// The quickest of some rounds, and how many bytes came of it.
fn best(draw: impl Fn() -> Result<Vec<u8>, PictureError>) -> (f64, usize) {
    let rounds = (0..ROUNDS).map(|_| {
        let begin = Instant::now();
        let bytes = draw().unwrap();
        (milliseconds(begin), bytes.len())
    });
    rounds.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap()
}

fn measure(what: &str, library: &Library, draw: fn(&Pose) -> Result<Vec<u8>, PictureError>) {
    let exercises = library.exercises();
    let drawn: Vec<_> = exercises
        .iter()
        .map(|exercise| (best(|| draw(&exercise.pose)), exercise.card.id.as_str()))
        .collect();
    let count = drawn.len() as f64;
    let mean_time = drawn.iter().map(|((time, _), _)| time).sum::<f64>() / count;
    let mean_size = drawn.iter().map(|((_, size), _)| *size).sum::<usize>() / drawn.len();
    let slowest = drawn.iter().max_by(|a, b| a.0.0.total_cmp(&b.0.0)).unwrap();
    let largest = drawn.iter().max_by_key(|((_, size), _)| *size).unwrap();
    println!(
        "{what}: mean {mean_time:.1} ms, {mean_size} bytes; slowest {} {:.1} ms; largest {} {} bytes",
        slowest.1, slowest.0.0, largest.1, largest.0.1
    );
}

fn main() {
    let library = Library::embedded().unwrap();
    measure("storyboard", &library, picture::storyboard);
    measure("animation", &library, picture::animation);
    let kinds = [
        Mark::Credited,
        Mark::Credited,
        Mark::Frozen,
        Mark::Rest,
        Mark::Paused,
    ];
    let year = Year {
        begin: date(2026, 1, 1),
        marks: kinds.into_iter().cycle().take(365).collect(),
        today: date(2026, 12, 31),
    };
    let (time, size) = best(|| picture::calendar(&year));
    println!("calendar: {time:.1} ms, {size} bytes");
}
