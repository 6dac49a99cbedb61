//! Schedules from which nothing comes, named with what to change. Begin reading at [`silent`].

use super::check::What;
use super::words::{Coming, and_list, channel, hours};
use crate::domain::ids::ChannelId;
use crate::domain::skip::SkipReason;
use crate::text::Words;

/// A schedule from which nothing comes, as quiet hours or holidays leave out all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silent {
    /// What it sends.
    pub what: What,
    /// Where.
    pub channel: ChannelId,
    /// What leaves it out.
    pub coming: Coming,
}

/// So many of those that are left out altogether are named.
const NAMED: usize = 3;

/// Schedules that are left out altogether, and what to change; `of_members` says that reminders of members are among them.
/// `None` if there are none.
pub fn silent(words: Words<'_>, lines: &[Silent], of_members: bool) -> Option<String> {
    let whys = [
        (SkipReason::Quiet, "silent-quiet"),
        (SkipReason::Holiday, "silent-holidays"),
    ];
    let sentence = |(why, key): (SkipReason, &str)| {
        let by_this = |line: &&Silent| line.coming.silenced_by() == Some(why);
        let silent: Vec<_> = lines.iter().filter(by_this).collect();
        let first = silent.first()?;
        let named = silent.iter().take(NAMED);
        let named: Vec<_> = named.map(|line| name(words, line)).collect();
        let more = silent.len() - named.len();
        let list = if more > 0 {
            named.join(", ")
        } else {
            and_list(words, &named)
        };
        let said = [("names", list.into()), ("more", more.into())];
        let which = words.with("silent-which", &said);
        let is_prompt = |line: &&Silent| matches!(line.what, What::Prompt(_));
        let advice = if silent.iter().copied().any(|line| is_prompt(&line)) {
            words.get(&format!("{key}-advice"))
        } else {
            words.get(&format!("{key}-advice-recap"))
        };
        let said = [
            ("count", silent.len().into()),
            ("which", which.into()),
            ("hours", hours(words, &first.coming).into()),
            ("advice", advice.into()),
        ];
        Some(words.with(key, &said))
    };
    let of_members = of_members.then(|| words.get("silent-members"));
    let sentences: Vec<_> = whys
        .into_iter()
        .filter_map(sentence)
        .chain(of_members)
        .collect();
    (!sentences.is_empty()).then(|| sentences.join("\n"))
}

fn name(words: Words<'_>, line: &Silent) -> String {
    let place = ("channel", channel(line.channel).into());
    match line.what {
        What::Prompt(id) => words.with("check-prompt-in", &[("id", id.to_string().into()), place]),
        What::Recap | What::Reminder => words.with("check-recap-in", &[place]),
    }
}
