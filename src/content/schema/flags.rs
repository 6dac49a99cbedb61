//! The schema of the table of red flags.

use serde_json::{Value, json};

use super::shape::{list, may, named, need, set, table};
use crate::domain::advice::Urgency;

/// `red-flags.toml`
pub(super) fn red_flags() -> Value {
    let name = json!({ "type": "string", "pattern": "\\S" });
    table([
        may(
            "spelling",
            "What is written, and how it is read, before anything else.",
            named(&name, &name),
        ),
        may(
            "typos",
            "Words that are never taken for a slip of another.",
            table([may(
                "real_words",
                "The words, parted by blanks.",
                json!({ "type": "string" }),
            )]),
        ),
        may(
            "words",
            "Words that are the same in another form, and words that add nothing.",
            table([
                may(
                    "families",
                    "One after the other, parted by blanks.",
                    phrases(0),
                ),
                may(
                    "fillers",
                    "Words that may stand within a phrase.",
                    phrases(0),
                ),
            ]),
        ),
        may("negation", "Words that deny a sign.", negation()),
        may(
            "general",
            "Questions about warning signs as such.",
            table([
                may("asks", "How they are asked.", phrases(0)),
                may("someone", "Words that make them personal.", phrases(0)),
            ]),
        ),
        may("alarm", "What deserves a second look.", alarm()),
        may(
            "idiom",
            "Figures of speech, whose words mean nothing.",
            list(&idiom(), 0),
        ),
        may("tales", "What tells of nobody here.", tales()),
        may(
            "concept",
            "Ways to say one thing, under its name.",
            named(&name, &concept()),
        ),
        may("rule", "The red flags.", list(&rule(), 0)),
    ])
}

fn phrases(least: usize) -> Value {
    list(&json!({ "type": "string", "pattern": "\\S" }), least)
}

fn idiom() -> Value {
    table([
        need("why", "What they have in common.", name()),
        may(
            "aside",
            "They tell nothing of the topic either.",
            json!({ "type": "boolean" }),
        ),
        may(
            "not_after",
            "Words after which they are meant as they stand.",
            phrases(0),
        ),
        need("say", "The phrases.", phrases(1)),
    ])
}

fn tales() -> Value {
    table([
        may("say", "What begins a tale.", phrases(0)),
        may("ends", "Words at which it ends.", phrases(0)),
        may("lists", "The concept that it may list.", name()),
    ])
}

fn negation() -> Value {
    table([
        may("nouns", "Words whose reach is far.", phrases(0)),
        may("verbs", "Words whose reach is short.", phrases(0)),
        may("after", "Words that deny what went before.", phrases(0)),
        may("ends", "Words after which it stops.", phrases(0)),
        may("carries", "Words that carry it on.", phrases(0)),
        may(
            "cleared",
            "Phrases that deny what stands just before them.",
            phrases(0),
        ),
        may(
            "settled",
            "Phrases that say that it is long over.",
            phrases(0),
        ),
        may(
            "unsettles",
            "Words that say that it is there all the same.",
            phrases(0),
        ),
        may(
            "takes_back",
            "Phrases that put right what was said before them.",
            phrases(0),
        ),
        may("not_these", "Phrases that deny nothing.", phrases(0)),
    ])
}

fn alarm() -> Value {
    table([
        need("sign", "The concept of words of alarm.", name()),
        need("place", "The concept of parts of the body.", name()),
        need("near", "The most words between them.", count()),
    ])
}

fn concept() -> Value {
    table([
        need("about", "What it stands for.", name()),
        may(
            "steady",
            "A \"no\" before it does not take it away.",
            json!({ "type": "boolean" }),
        ),
        may(
            "settles",
            "That it is long over takes it away.",
            json!({ "type": "boolean" }),
        ),
        need("say", "Ways to say it.", phrases(1)),
    ])
}

fn rule() -> Value {
    let urgencies = [Urgency::Soon, Urgency::Emergency, Urgency::Crisis].map(Urgency::name);
    let when = table([
        need("all", "Concepts that must all be there.", phrases(1)),
        may("near", "The most words from the first one.", count()),
        may("unless", "Concepts that explain it away.", phrases(0)),
        may("unless_near", "How near those must stand.", count()),
    ]);
    table([
        need("id", "A short name, such as saddle-numb.", name()),
        need(
            "urgency",
            "How soon help is needed.",
            json!({ "type": "string", "enum": urgencies }),
        ),
        need(
            "point",
            "The help card and the number of its point.",
            json!({ "type": "string", "pattern": "^[a-z0-9-]+/\\d{1,3}$" }),
        ),
        need("why", "A sentence for its readers.", name()),
        need("sources", "Keys of sources.toml, or D.", set(&name(), 1)),
        need("when", "The ways in which it holds.", list(&when, 1)),
        may("unless", "Concepts that explain it away.", phrases(0)),
        need("examples", "Phrases that it must find.", phrases(1)),
        need("not", "Phrases that it must leave alone.", phrases(1)),
    ])
}

fn name() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}
