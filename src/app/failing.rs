//! What somebody hears when what they asked for failed.
//!
//! Begin reading at [`explain`].

use super::dispatch::Failure;
use super::{Interaction, InteractionKind, Reply, Visibility};
use crate::text::Words;
use crate::view::button::ButtonId;
use crate::view::notice;
use crate::view::privacy::DataStep;

/// Commands that change nothing of what people set up or count.
const SHOWING: [&[&str]; 16] = [
    &["stretch"],
    &["causes"],
    &["tips"],
    &["ask"],
    &["get-help"],
    &["help"],
    &["leaderboard"],
    &["streak", "show"],
    &["streak", "calendar"],
    &["deskbreak", "show"],
    &["privacy", "show"],
    &["privacy", "export"],
    &["prompts", "list"],
    &["prompts", "preview"],
    &["wellness", "check"],
    &["wellness", "holidays", "list"],
];

/// What a person hears of a failure; what is ours is logged once, with the number that they are told.
pub(super) fn explain(interaction: &Interaction, words: Words<'_>, failure: &Failure) -> Reply {
    if matches!(interaction.kind, InteractionKind::Autocomplete { .. }) {
        // What is said may repeat what was typed.
        match failure {
            Failure::Said(_) => tracing::debug!("no proposals for what was typed"),
            Failure::Store(error) => tracing::warn!(%error, "no proposals"),
        }
        return Reply::Choices(Vec::new());
    }
    match failure {
        Failure::Said(sentence) => {
            Reply::Message(notice::plain(sentence.clone()), Visibility::Ephemeral)
        }
        Failure::Store(error) => {
            let incident = interaction.id.to_string();
            let chain = anyhow::Chain::new(error)
                .map(ToString::to_string)
                .collect::<Vec<_>>();
            tracing::error!(incident, error = chain.join(": "), "an interaction failed");
            apology(interaction, words)
        }
    }
}

/// Something went wrong on our side. Work may have been cut off at any step, also after what was asked for was done: nobody is told
/// that it was not.
pub(super) fn apology(interaction: &Interaction, words: Words<'_>) -> Reply {
    let incident = interaction.id.to_string();
    let message = notice::failed(words, shows_only(&interaction.kind), &incident);
    Reply::Message(message, Visibility::Ephemeral)
}

/// Says whether it was to show something and do nothing.
fn shows_only(kind: &InteractionKind) -> bool {
    match kind {
        InteractionKind::Command { path, .. } => {
            let path = || path.iter().map(String::as_str);
            SHOWING.iter().any(|shown| path().eq(shown.iter().copied()))
        }
        InteractionKind::Autocomplete { .. } => true,
        InteractionKind::Component { custom_id, .. } => match custom_id.parse() {
            Ok(button) => opens_only(&button),
            Err(_) => true,
        },
    }
}

fn opens_only(button: &ButtonId) -> bool {
    matches!(
        button,
        ButtonId::Hurts(_)
            | ButtonId::FollowAlong(..)
            | ButtonId::Next(..)
            | ButtonId::Open(..)
            | ButtonId::Back(_)
            | ButtonId::Step(..)
            | ButtonId::Follow(..)
            | ButtonId::Found
            | ButtonId::Choose(..)
            | ButtonId::AskToJoin(_)
            | ButtonId::ShowStreak(_)
            | ButtonId::ShowCalendar(_)
            | ButtonId::ShowBoard(..)
            | ButtonId::TurnBoard(..)
            | ButtonId::Data(DataStep::Export | DataStep::Ask | DataStep::Keep, _)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::spec::{Body, COMMANDS};

    fn command(words: &str) -> InteractionKind {
        InteractionKind::Command {
            path: words.split(' ').map(str::to_owned).collect(),
            options: Vec::new(),
        }
    }

    #[test]
    fn who_only_wanted_to_see_something_is_told_of_no_change() {
        let names = COMMANDS.iter().flat_map(|spec| match &spec.body {
            Body::Options(_) => vec![spec.name.to_owned()],
            Body::Subcommands(all) => {
                let name = |one: &crate::command::spec::SubcommandSpec| {
                    format!("{} {}", spec.name, one.name)
                };
                all.iter().map(name).collect()
            }
        });
        let (shown, done): (Vec<_>, Vec<_>) = names.partition(|name| shows_only(&command(name)));
        assert_eq!(shown.len(), SHOWING.len(), "{shown:?}");
        for name in [
            "done",
            "streak join",
            "streak pause",
            "privacy erase",
            "wellness settings",
            "prompts now",
        ] {
            assert!(
                done.iter().any(|one| one == name),
                "{name} is not among {done:?}"
            );
        }
    }

    #[test]
    fn whoever_pressed_a_button_that_does_something_has_to_look_whether_it_was_done() {
        let press = |custom_id: &str| InteractionKind::Component {
            custom_id: custom_id.to_owned(),
            values: Vec::new(),
            message: "1".parse().unwrap(),
            message_is_ephemeral: true,
        };
        for id in [ButtonId::DidToday(None), ButtonId::LeaveDeskBreak] {
            assert!(!shows_only(&press(&id.to_string())), "{id}");
        }
        for id in [ButtonId::ShowStreak(None), ButtonId::AskToJoin(None)] {
            assert!(shows_only(&press(&id.to_string())), "{id}");
        }
    }
}
