//! Messages as a person reads them.

use unhunch::app::{Reply, Visibility};
use unhunch::view::message::Select;
use unhunch::view::{Component, Mentions, Message};

/// A reply, with a line that says who sees it.
pub(crate) fn read_reply(reply: &Reply) -> String {
    match reply {
        Reply::Message(message, Visibility::Ephemeral) => format!("(only you)\n{}", read(message)),
        Reply::Message(message, Visibility::Public) => format!("(everybody)\n{}", read(message)),
        Reply::Update(message) => format!("(changed)\n{}", read(message)),
        Reply::Form(form) => format!(
            "(form) {}\n{}: {}",
            form.title, form.label, form.placeholder
        ),
        Reply::Choices(choices) => choices
            .iter()
            .map(|(label, value)| format!("{label} = {value}"))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

/// A message: its texts, its pictures by their alt text, its buttons in brackets.
pub(crate) fn read(message: &Message) -> String {
    let mut lines = Vec::new();
    match message.mentions {
        Mentions::Nobody => {}
        Mentions::User(user) => lines.push(format!("(pings {user})")),
        Mentions::Role(role) => lines.push(format!("(pings role {role})")),
    }
    read_all(&message.components, &mut lines);
    lines.join("\n")
}

fn read_all(components: &[Component], lines: &mut Vec<String>) {
    for component in components {
        match component {
            Component::Container { children, .. } => read_all(children, lines),
            Component::Text(text) => lines.push(text.clone()),
            Component::Separator => lines.push("---".to_owned()),
            Component::Media(media) => lines.push(format!("({})", media.description)),
            Component::File(name) => lines.push(format!("(file {name})")),
            Component::Buttons(buttons) => {
                let labels: Vec<_> = buttons
                    .iter()
                    .map(|button| format!("[{}]", button.label))
                    .collect();
                lines.push(labels.join(" "));
            }
            Component::Select(select) => lines.push(format!("<{}>", select.placeholder)),
            Component::ChannelSelect(select) => lines.push(format!("<#{}>", select.placeholder)),
        }
    }
}

/// The id of a button by its label.
pub(crate) fn button(message: &Message, label: &str) -> Option<String> {
    buttons(&message.components)
        .find(|(own, _)| own == label)
        .map(|(_, custom_id)| custom_id)
}

pub(crate) fn buttons(components: &[Component]) -> Box<dyn Iterator<Item = (String, String)> + '_> {
    Box::new(components.iter().flat_map(|component| {
        match component {
            Component::Container { children, .. } => buttons(children),
            Component::Buttons(all) => Box::new(
                all.iter()
                    .map(|button| (button.label.clone(), button.custom_id.clone())),
            ),
            _ => Box::new(std::iter::empty()),
        }
    }))
}

/// The menus, from top to bottom.
pub(crate) fn menus(components: &[Component]) -> Vec<Select> {
    let menus = components.iter().flat_map(|component| match component {
        Component::Container { children, .. } => menus(children),
        Component::Select(select) => vec![select.clone()],
        _ => Vec::new(),
    });
    menus.collect()
}

/// The id of a menu with an entry of that label, and the entry's value.
pub(crate) fn entry(message: &Message, label: &str) -> Option<(String, String)> {
    fn find(components: &[Component], label: &str) -> Option<(String, String)> {
        components.iter().find_map(|component| match component {
            Component::Container { children, .. } => find(children, label),
            Component::Select(select) => {
                let mut options = select.options.iter();
                let chosen = options.find(|option| option.label == label)?;
                Some((select.custom_id.clone(), chosen.value.clone()))
            }
            // A channel is named by its number.
            Component::ChannelSelect(select) => {
                let id = label.strip_prefix('#')?;
                Some((select.custom_id.clone(), id.to_owned()))
            }
            _ => None,
        })
    }
    find(&message.components, label)
}
