//! How long the search takes to be made, and how long it takes to answer.
//!
//! `cargo bench --bench ask` prints milliseconds for making the search from the pack inside the binary, and
//! microseconds for a question: the middle and the worst of questions of every length and kind. Then microseconds for
//! whole answers of the application, with its database: what is proposed while somebody types, and the cards themselves,
//! without what Discord and the network take.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement that goes wrong should stop, prints what it found, and reads the time"
)]

#[path = "delivery/sender.rs"]
#[expect(dead_code, reason = "here nobody counts what was sent")]
mod sender;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use unhunch::app::{App, HashKey, Interaction, InteractionKind, OptionValue, Parts, Reply};
use unhunch::clock::{PlayedClock, Zones};
use unhunch::content::Library;
use unhunch::content::search::Search;
use unhunch::domain::ids::{ChannelId, GuildId, InteractionId, UserId};
use unhunch::store::Store;
use unhunch::text::Catalogue;

use sender::Sender;

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

/// What is typed into an option that proposes.
const TYPED: [(&str, &str, &str); 7] = [
    ("causes", "cause", ""),
    ("causes", "cause", "s"),
    ("causes", "cause", "shoulderblade knot"),
    ("tips", "topic", ""),
    ("tips", "topic", "moniter"),
    (
        "tips",
        "topic",
        "qwrtz plkjh mnbvc xswed cderf vfrtg bgthy nhyuj mjuik lokij aqswd ethfn zxvbn",
    ),
    ("wellness settings", "item", "sholder rols"),
];

/// Commands as they are sent.
const SENT: [(&str, &[(&str, &str)]); 5] = [
    ("stretch", &[]),
    (
        "stretch",
        &[
            ("area", "neck"),
            ("position", "seated"),
            ("equipment", "nothing"),
        ],
    ),
    (
        "stretch",
        &[
            ("area", "eyes"),
            ("position", "floor"),
            ("equipment", "roller"),
        ],
    ),
    ("causes", &[("cause", "poor-posture")]),
    ("ask", &[("question", "stretch for a stiff neck")]),
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
        let times = (0..ROUNDS).map(|_| {
            let begin = Instant::now();
            black_box(search.ask(&library, black_box(question)).unwrap());
            begin.elapsed()
        });
        print_times(
            &format!("{:3} characters", question.chars().count()),
            times.collect(),
        );
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(time_answers(library));
}

fn print_times(name: &str, mut times: Vec<Duration>) {
    times.sort();
    println!(
        "{name:18}  {:8.0} µs, worst {:.0}",
        times[times.len() / 2].as_secs_f64() * 1e6,
        times[times.len() - 1].as_secs_f64() * 1e6
    );
}

async fn time_answers(library: Library) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let url = format!("sqlite://{}", folder.path().join("bench.db").display());
    let now = "2026-06-01T09:00:00Z".parse().unwrap();
    let app = App::new(Parts {
        store: Store::open(&url).await.unwrap(),
        library,
        catalogue: Catalogue::embedded().unwrap(),
        zones: Zones::bundled(),
        clock: Arc::new(PlayedClock::standing(now)),
        outbound: Arc::new(Sender::new(Duration::ZERO)),
        hash_key: HashKey::new(vec![7; 32]),
        default_locale: "en".to_owned(),
        emergency_line: None,
        grace: Duration::from_mins(30),
        picture_cache: None,
    });
    app.prepare_search();
    // Pictures are drawn in the background after a start.
    while app.prepare_next_picture().await.is_some() {}
    println!("\nwhile somebody types");
    for (command, option, typed) in TYPED {
        let kind = InteractionKind::Autocomplete {
            path: words(command),
            focused: option.to_owned(),
            typed: typed.to_owned(),
            options: Vec::new(),
        };
        let name = format!("/{command} {:2}", typed.chars().count());
        print_times(&name, times(&app, &kind).await);
    }
    println!("\nwhole answers");
    for (command, options) in SENT {
        let text = |text: &&str| OptionValue::Text((*text).to_owned());
        let options = options.iter();
        let options: Vec<_> = options
            .map(|(name, value)| ((*name).to_owned(), text(value)))
            .collect();
        let name = format!("/{command} +{}", options.len());
        let path = words(command);
        let kind = InteractionKind::Command { path, options };
        print_times(&name, times(&app, &kind).await);
    }
}

fn words(command: &str) -> Vec<String> {
    command.split(' ').map(str::to_owned).collect()
}

/// How long the same takes again and again, each time as an interaction of its own.
async fn times(app: &App, kind: &InteractionKind) -> Vec<Duration> {
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let id = (1 << 60) + u64::try_from(round).unwrap();
        let interaction = Interaction {
            id: InteractionId::new(id).unwrap(),
            guild: GuildId::new(100),
            channel: ChannelId::new(200).unwrap(),
            user: UserId::new(1).unwrap(),
            may_manage_guild: true,
            locale: "en-GB".to_owned(),
            kind: kind.clone(),
        };
        let begin = Instant::now();
        let reply = black_box(app.answer(black_box(&interaction)).await);
        times.push(begin.elapsed());
        assert!(!matches!(reply, Reply::Choices(choices) if choices.len() > 25));
    }
    times
}
