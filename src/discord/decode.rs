//! Interactions as the wire has them to our own.
//!
//! Knows shapes, not meaning: which commands there are, and what a `custom_id` says, is for others. Begin
//! reading at [`interaction`].

use std::collections::HashMap;

use serenity::model::Permissions;
use serenity::model::application::{
    ActionRowComponent, CommandDataOption, CommandDataOptionValue, CommandInteraction,
    ComponentInteraction, ComponentInteractionDataKind, Interaction as Wire, ModalInteraction,
};
use serenity::model::channel::{Attachment as WireAttachment, MessageFlags};
use serenity::model::guild::Member;
use serenity::model::id::AttachmentId;

use crate::app::{Attachment, Interaction, InteractionKind, OptionValue};
use crate::domain::ids::{ChannelId, GuildId, InteractionId, MessageId, UserId};

/// A command, an option being typed, a press, a choice or a filled-in form; `None` for what we never asked for, such as
/// pings.
pub fn interaction(wire: &Wire) -> Option<Interaction> {
    match wire {
        Wire::Command(command) => {
            let (path, options) = path_and_options(command);
            let files = &command.data.resolved.attachments;
            let options = options.iter().filter_map(|given| option(given, files));
            let options = options.collect();
            from_command(command, InteractionKind::Command { path, options })
        }
        Wire::Autocomplete(command) => from_command(command, autocomplete(command)?),
        Wire::Component(component) => from_component(component),
        Wire::Modal(modal) => from_form(modal),
        _ => None,
    }
}

fn from_command(command: &CommandInteraction, kind: InteractionKind) -> Option<Interaction> {
    Some(Interaction {
        id: InteractionId::new(command.id.get())?,
        guild: guild(command.guild_id)?,
        channel: ChannelId::new(command.channel_id.get())?,
        user: UserId::new(command.user.id.get())?,
        may_manage_guild: may_manage_guild(command.member.as_deref()),
        locale: command.locale.clone(),
        kind,
    })
}

fn from_component(component: &ComponentInteraction) -> Option<Interaction> {
    let flags = component.message.flags.unwrap_or_default();
    Some(Interaction {
        id: InteractionId::new(component.id.get())?,
        guild: guild(component.guild_id)?,
        channel: ChannelId::new(component.channel_id.get())?,
        user: UserId::new(component.user.id.get())?,
        may_manage_guild: may_manage_guild(component.member.as_ref()),
        locale: component.locale.clone(),
        kind: InteractionKind::Component {
            custom_id: component.data.custom_id.clone(),
            values: values(&component.data.kind),
            message: MessageId::new(component.message.id.get())?,
            message_is_ephemeral: flags.contains(MessageFlags::EPHEMERAL),
        },
    })
}

/// A form, which one of our messages opened. It is a choice like others: one that was typed.
fn from_form(form: &ModalInteraction) -> Option<Interaction> {
    let message = form.message.as_ref()?;
    let flags = message.flags.unwrap_or_default();
    let components = form.data.components.iter().flat_map(|row| &row.components);
    let lines = components.filter_map(|component| match component {
        ActionRowComponent::InputText(line) => line.value.clone(),
        _ => None,
    });
    Some(Interaction {
        id: InteractionId::new(form.id.get())?,
        guild: guild(form.guild_id)?,
        channel: ChannelId::new(form.channel_id.get())?,
        user: UserId::new(form.user.id.get())?,
        may_manage_guild: may_manage_guild(form.member.as_ref()),
        locale: form.locale.clone(),
        kind: InteractionKind::Component {
            custom_id: form.data.custom_id.clone(),
            values: lines.collect(),
            message: MessageId::new(message.id.get())?,
            message_is_ephemeral: flags.contains(MessageFlags::EPHEMERAL),
        },
    })
}

/// `Some(None)` outside of guilds, `None` if the id cannot be one.
#[expect(
    clippy::option_option,
    reason = "the outer one is for `?`: an id out of range makes the whole interaction unreadable"
)]
fn guild(id: Option<serenity::model::id::GuildId>) -> Option<Option<GuildId>> {
    match id {
        None => Some(None),
        Some(id) => GuildId::new(id.get()).map(Some),
    }
}

fn may_manage_guild(member: Option<&Member>) -> bool {
    member
        .and_then(|member| member.permissions)
        .is_some_and(|permissions| {
            permissions.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR)
        })
}

/// The words of the command's name, through groups and subcommands, and the options after them.
fn path_and_options(command: &CommandInteraction) -> (Vec<String>, &[CommandDataOption]) {
    let mut path = vec![command.data.name.clone()];
    let mut options = command.data.options.as_slice();
    while let [inner] = options
        && let CommandDataOptionValue::SubCommand(below)
        | CommandDataOptionValue::SubCommandGroup(below) = &inner.value
    {
        path.push(inner.name.clone());
        options = below;
    }
    (path, options)
}

fn autocomplete(command: &CommandInteraction) -> Option<InteractionKind> {
    let (path, options) = path_and_options(command);
    let (focused, typed) = options.iter().find_map(|option| match &option.value {
        CommandDataOptionValue::Autocomplete { value, .. } => {
            Some((option.name.clone(), value.clone()))
        }
        _ => None,
    })?;
    Some(InteractionKind::Autocomplete {
        path,
        focused,
        typed,
        options: options
            .iter()
            .filter_map(|given| option(given, &command.data.resolved.attachments))
            .collect(),
    })
}

fn option(
    option: &CommandDataOption,
    files: &HashMap<AttachmentId, WireAttachment>,
) -> Option<(String, OptionValue)> {
    let value = match &option.value {
        CommandDataOptionValue::String(text) => OptionValue::Text(text.clone()),
        CommandDataOptionValue::Integer(number) => OptionValue::Integer(*number),
        CommandDataOptionValue::Boolean(yes) => OptionValue::Boolean(*yes),
        CommandDataOptionValue::Channel(id) => OptionValue::Channel(ChannelId::new(id.get())?),
        CommandDataOptionValue::Role(id) => OptionValue::Id(id.get()),
        CommandDataOptionValue::User(id) => OptionValue::Id(id.get()),
        CommandDataOptionValue::Mentionable(id) => OptionValue::Id(id.get()),
        CommandDataOptionValue::Attachment(id) => {
            let file = files.get(id)?;
            OptionValue::Attachment(Attachment {
                name: file.filename.clone(),
                url: file.url.clone(),
                size: file.size.into(),
            })
        }
        _ => return None,
    };
    Some((option.name.clone(), value))
}

fn values(kind: &ComponentInteractionDataKind) -> Vec<String> {
    use ComponentInteractionDataKind as Kind;
    match kind {
        Kind::StringSelect { values } => values.clone(),
        Kind::UserSelect { values } => values.iter().map(ToString::to_string).collect(),
        Kind::RoleSelect { values } => values.iter().map(ToString::to_string).collect(),
        Kind::MentionableSelect { values } => values.iter().map(ToString::to_string).collect(),
        Kind::ChannelSelect { values } => values.iter().map(ToString::to_string).collect(),
        Kind::Button | Kind::Unknown(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn decoded(kind: u8, data: &Value, more: &Value) -> Option<Interaction> {
        let mut wire = json!({
            "id": "1310000000000000001", "application_id": "2", "type": kind, "token": "secret", "version": 1,
            "guild_id": "3", "channel_id": "4", "locale": "de", "entitlements": [], "attachment_size_limit": 1,
            "authorizing_integration_owners": {}, "data": data,
            "member": {
                "user": { "id": "5", "username": "ada", "discriminator": "0" }, "roles": [], "deaf": false,
                "mute": false, "flags": 0, "permissions": "32", "joined_at": "2026-01-01T00:00:00Z",
            },
        });
        for (field, value) in more.as_object().unwrap() {
            wire[field] = value.clone();
        }
        interaction(&serde_json::from_value(wire).unwrap())
    }

    fn command(options: &Value) -> Value {
        json!({ "id": "9", "name": "wellness", "type": 1, "options": options })
    }

    fn message() -> Value {
        json!({
            "id": "6", "channel_id": "4", "author": { "id": "2", "username": "unhunch", "discriminator": "0" },
            "content": "", "embeds": [], "attachments": [], "mention_everyone": false, "mention_roles": [],
            "mentions": [], "pinned": false, "timestamp": "2026-11-22T10:00:00Z", "tts": false, "type": 0,
            "flags": 64 | 32768, "components": [{ "type": 17, "components": [
                { "type": 10, "content": "Hello" },
                { "type": 1, "components": [{ "type": 2, "style": 1, "label": "Done", "custom_id": "done" }] },
            ] }],
        })
    }

    #[test]
    fn a_command_has_its_path_and_its_options() {
        let options = json!([{ "name": "holidays", "type": 2, "options": [
            { "name": "add", "type": 1, "options": [
                { "name": "name", "type": 3, "value": "New Year" },
                { "name": "minutes", "type": 4, "value": 5 },
                { "name": "together", "type": 5, "value": true },
                { "name": "channel", "type": 7, "value": "77" },
                { "name": "role", "type": 8, "value": "88" },
            ] },
        ] }]);
        let decoded = decoded(2, &command(&options), &json!({})).unwrap();
        assert_eq!(decoded.id.get(), 1_310_000_000_000_000_001);
        let ids = (
            decoded.guild.unwrap().get(),
            decoded.channel.get(),
            decoded.user.get(),
        );
        assert_eq!(ids, (3, 4, 5));
        assert_eq!(decoded.locale, "de");
        assert!(decoded.may_manage_guild);
        let InteractionKind::Command { path, options } = decoded.kind else {
            panic!("a command is a command");
        };
        assert_eq!(path, ["wellness", "holidays", "add"]);
        let expected = [
            ("name", OptionValue::Text("New Year".to_owned())),
            ("minutes", OptionValue::Integer(5)),
            ("together", OptionValue::Boolean(true)),
            ("channel", OptionValue::Channel(ChannelId::new(77).unwrap())),
            ("role", OptionValue::Id(88)),
        ];
        assert_eq!(
            options,
            expected.map(|(name, value)| (name.to_owned(), value))
        );
    }

    #[test]
    fn a_file_comes_with_its_name_and_where_it_lies() {
        let options = json!([{ "name": "file", "type": 11, "value": "99" }]);
        let mut data = command(&options);
        data["resolved"] = json!({ "attachments": { "99": {
            "id": "99", "filename": "holidays.ics", "size": 1234, "content_type": "text/calendar", "ephemeral": true,
            "url": "https://cdn.discordapp.com/ephemeral-attachments/1/99/holidays.ics?ex=1",
            "proxy_url": "https://media.discordapp.net/ephemeral-attachments/1/99/holidays.ics",
        } } });
        let decoded = decoded(2, &data, &json!({})).unwrap();
        let InteractionKind::Command { options, .. } = decoded.kind else {
            panic!("a command is a command");
        };
        let file = Attachment {
            name: "holidays.ics".to_owned(),
            url: "https://cdn.discordapp.com/ephemeral-attachments/1/99/holidays.ics?ex=1"
                .to_owned(),
            size: 1234,
        };
        assert_eq!(
            options,
            [("file".to_owned(), OptionValue::Attachment(file))]
        );
    }

    #[test]
    fn a_direct_message_has_no_guild_and_no_rights() {
        let user = json!({ "id": "5", "username": "ada", "discriminator": "0" });
        let more = json!({ "guild_id": null, "member": null, "user": user });
        let decoded = decoded(2, &command(&json!([])), &more).unwrap();
        assert_eq!(decoded.guild, None);
        assert_eq!(decoded.user.get(), 5);
        assert!(!decoded.may_manage_guild);
    }

    #[test]
    fn only_manage_guild_and_administrator_may_manage_a_guild() {
        for (permissions, may) in [
            ("32", true),
            ("8", true),
            ("40", true),
            ("2147483648", false),
            ("0", false),
        ] {
            let member = json!({
                "user": { "id": "5", "username": "ada", "discriminator": "0" }, "roles": [], "deaf": false,
                "mute": false, "flags": 0, "permissions": permissions, "joined_at": "2026-01-01T00:00:00Z",
            });
            let decoded = decoded(2, &command(&json!([])), &json!({ "member": member })).unwrap();
            assert_eq!(decoded.may_manage_guild, may, "{permissions}");
        }
    }

    #[test]
    fn typing_tells_the_option_with_the_cursor_and_the_others() {
        let options = json!([{ "name": "settings", "type": 1, "options": [
            { "name": "language", "type": 3, "value": "de" },
            { "name": "timezone", "type": 3, "value": "Eur", "focused": true },
        ] }]);
        let decoded = decoded(4, &command(&options), &json!({})).unwrap();
        insta::assert_debug_snapshot!(decoded.kind, @r#"
        Autocomplete {
            path: [
                "wellness",
                "settings",
            ],
            focused: "timezone",
            typed: "Eur",
            options: [
                (
                    "language",
                    Text(
                        "de",
                    ),
                ),
            ],
        }
        "#);
    }

    #[test]
    fn a_press_inside_a_container_has_its_custom_id_and_message() {
        let data = json!({ "custom_id": "done", "component_type": 2 });
        let decoded = decoded(3, &data, &json!({ "message": message() })).unwrap();
        insta::assert_debug_snapshot!(decoded.kind, @r#"
        Component {
            custom_id: "done",
            values: [],
            message: MessageId(
                6,
            ),
            message_is_ephemeral: true,
        }
        "#);
    }

    #[test]
    fn a_choice_has_its_values() {
        let data = json!({ "custom_id": "topic", "component_type": 3, "values": ["neck"] });
        let decoded = decoded(3, &data, &json!({ "message": message() })).unwrap();
        let InteractionKind::Component { values, .. } = decoded.kind else {
            panic!("a menu is a component");
        };
        assert_eq!(values, ["neck"]);
    }

    #[test]
    fn a_form_has_what_was_typed_and_the_message_that_opened_it() {
        let line = json!({ "type": 4, "id": 2, "custom_id": "line", "value": "9:45, 14:30" });
        let data = json!({
            "custom_id": "times", "components": [{ "type": 1, "id": 1, "components": [line] }],
        });
        let form = decoded(5, &data, &json!({ "message": message() })).unwrap();
        assert!(form.may_manage_guild);
        let expected = InteractionKind::Component {
            custom_id: "times".to_owned(),
            values: vec!["9:45, 14:30".to_owned()],
            message: MessageId::new(6).unwrap(),
            message_is_ephemeral: true,
        };
        assert_eq!(form.kind, expected);
    }

    #[test]
    fn what_we_never_asked_for_is_nothing_to_us() {
        assert_eq!(decoded(1, &json!(null), &json!({})), None);
        let modal = json!({ "custom_id": "form", "components": [] });
        assert_eq!(decoded(5, &modal, &json!({})), None);
    }
}
