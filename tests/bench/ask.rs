//! How long the search takes to be made, and how long it takes to answer.
//!
//! `cargo bench --bench ask` prints milliseconds for making the search from the pack inside the binary, and
//! microseconds for a question: the middle and the worst of questions of every length and kind.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement that goes wrong should stop, prints what it found, and reads the time"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use unhunch::content::Library;
use unhunch::content::search::Search;

const BUILDS: usize = 15;
const ROUNDS: usize = 50;

const QUESTIONS: [&str; 8] = [
    "neck",
    "stiff neck after calls",
    "how high should my monitor be",
    "stretch for my lower back from a wheelchair, two minutes, no equipment",
    "sholder blaed excercise with a resistence band",
    "who won the football match in rome yesterday",
    "my neck and shoulders and upper back and lower back ache after sitting at the laptop on the couch \
     all day with the phone between ear and shoulder, what stretches or breaks or exercises help me",
    "qwrtz plkjh mnbvc xswed cderf vfrtg bgthy nhyuj mjuik lokij aqswd ethfn zxvbn wertp poiul jhgfd sapoi \
     uytre nbvcx rtyui fghjk vbnmq dfghj ertyu ghjkl cvbnm",
];

fn main() {
    let library = Library::embedded().unwrap();
    let builds = (0..BUILDS).map(|_| {
        let begin = Instant::now();
        black_box(Search::new(black_box(&library)));
        begin.elapsed()
    });
    let mut builds: Vec<_> = builds.collect();
    builds.sort();
    println!(
        "making the search   {:8.1} ms",
        builds[BUILDS / 2].as_secs_f64() * 1e3
    );
    let search = Search::new(&library);
    for question in QUESTIONS {
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|_| {
                let begin = Instant::now();
                black_box(search.ask(&library, black_box(question)).unwrap());
                begin.elapsed()
            })
            .collect();
        times.sort();
        println!(
            "{:3} characters      {:8.0} µs, worst {:.0}",
            question.chars().count(),
            times[ROUNDS / 2].as_secs_f64() * 1e6,
            times[ROUNDS - 1].as_secs_f64() * 1e6
        );
    }
}
