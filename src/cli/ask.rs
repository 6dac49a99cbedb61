//! `unhunch ask`: the search behind `/ask`, on the command line.
//!
//! Begin reading at [`Ask::run`].

use clap::Args;

use super::{Exit, output, report};
use crate::config::{Config, Environment};
use crate::content::search::{Answer, Found, Search};
use crate::content::{CardRef, Library};
use crate::domain::advice::{Help, Urgency};

/// A question to the content pack.
#[derive(Debug, Args)]
pub(super) struct Ask {
    /// As JSON: `{"urgent", "results": [{"id", "kind", "title", "score"}]}`
    #[arg(long)]
    json: bool,
    /// Say which words the rules on red flags found in it, and which rules hold, instead of answering
    #[arg(long, conflicts_with = "json")]
    why: bool,
    /// What you would like to know, in your own words; at most 200 characters
    #[arg(required = true)]
    question: Vec<String>,
}

impl Ask {
    pub(super) fn run(&self, environment: &Environment) -> Exit {
        let config = match Config::load(environment) {
            Ok(config) => config,
            Err(error) => {
                report(&error);
                return Exit::BadInput;
            }
        };
        let library = match Library::load(&config.content_dirs) {
            Ok(library) => library,
            Err(error) => {
                report(&error);
                return Exit::BadInput;
            }
        };
        let search = Search::new(&library);
        let question = self.question.join(" ");
        match search.ask(&library, &question) {
            Err(refusal) => {
                report(&refusal);
                Exit::BadInput
            }
            Ok(_) if self.why => output::lines(&search.why(&question)),
            Ok(answer) if self.json => as_json(&answer),
            Ok(answer) if answer.results.is_empty() && search.is_greeting(&question) => {
                output::lines(&hello())
            }
            Ok(answer) => {
                let emergency_line = config.emergency_line.as_deref();
                output::lines(&in_words(&library, &answer, emergency_line))
            }
        }
    }
}

fn as_json(answer: &Answer) -> Exit {
    match serde_json::to_string_pretty(answer) {
        Ok(text) => output::print(&text),
        Err(error) => {
            report(&error);
            Exit::Failed
        }
    }
}

/// What to try, for who has not asked anything yet.
fn hello() -> [String; 2] {
    [
        "Hello! Tell me in a few words what aches, or what you would like to know:".to_owned(),
        "such as \"stiff neck after calls\" or \"how high should my screen be\".".to_owned(),
    ]
}

/// The answer for people. What is urgent stands first and in full.
fn in_words(library: &Library, answer: &Answer, emergency_line: Option<&str>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut results = answer.results.as_slice();
    if let (Some(urgency), [first, rest @ ..]) = (answer.urgent, results)
        && let Some(CardRef::Help(help)) = library.card(&first.id)
    {
        lines.extend(emergency_line.map(str::to_owned));
        lines.extend(in_full(help));
        results = rest;
        // A crisis and an emergency may both be there: neither can wait for the other.
        if let [second, rest @ ..] = results
            && urgency != Urgency::Soon
            && let Some(CardRef::Help(help)) = library.card(&second.id)
            && matches!(help.urgency, Urgency::Crisis | Urgency::Emergency)
        {
            lines.push(String::new());
            lines.extend(in_full(help));
            results = rest;
        }
        if !results.is_empty() {
            lines.extend([String::new(), "To read when that is settled:".to_owned()]);
        }
    } else if results.is_empty() {
        lines.push(
            "Nothing in the pack fits that. It covers aches, posture, desks, stretches, breaks and \
             sleep; try other words, or `unhunch content list`."
                .to_owned(),
        );
    }
    for (found, number) in results.iter().zip(1..) {
        lines.extend(entry(library, found, number));
    }
    if answer.urgent.is_none() && !results.is_empty() {
        lines.extend([String::new(), library.safety().help.clone()]);
    }
    lines
}

fn in_full(help: &Help) -> Vec<String> {
    let points = help.points.iter().map(|point| format!("  - {point}"));
    let mut lines = vec![help.card.title.clone(), help.body.clone()];
    lines.extend(points);
    lines.push(help.action.clone());
    lines
}

fn entry(library: &Library, found: &Found, number: usize) -> [String; 2] {
    let summary = library
        .card(&found.id)
        .map_or("", |card| &card.card().summary);
    [
        format!("{number}. {} ({}: {})", found.title, found.kind, found.id),
        format!("   {summary}"),
    ]
}
