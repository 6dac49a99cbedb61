//! Slash commands as a person's client sends them: only what the registered command allows.

use serde_json::{Map, Value, json};

use super::commands::Command;
use super::interactions::{Act, Happening};
use super::permissions::bit;
use super::{Id, Place, User, World, shape};

/// What a person typed.
#[derive(Debug, Clone)]
pub struct Typed<'a> {
    /// Who.
    pub user: Id,
    /// Where.
    pub channel: Id,
    /// The words of the command: `prompts add`.
    pub name: &'a str,
    /// Values by option.
    pub options: &'a Map<String, Value>,
    /// The option that is being typed into, for an autocompletion.
    pub focused: Option<&'a str>,
}

impl World {
    /// What happens when a person sends this command; `Err` says in a sentence why a client would
    /// not send it.
    pub fn invoke(&self, typed: &Typed<'_>) -> Result<Happening, String> {
        let place = self
            .place(typed.channel)
            .ok_or("There is no such channel.")?;
        let user = self.users.iter().find(|user| user.id == typed.user);
        let user = user.ok_or("There is no such user.")?;
        if let Place::Direct(owner) = place
            && owner.id != user.id
        {
            return Err(format!("These are the direct messages of {}.", owner.name));
        }
        let mut words = typed.name.trim_start_matches('/').split_whitespace();
        let name = words.next().ok_or("Type the name of a command.")?;
        let command = self.find_command(name, place)?;
        self.may_use(command, user, place)?;
        let (groups, leaf) = descend(&command.shape, words.collect())?;
        let mut resolved = json!({});
        let options = self.fill(leaf, typed, place, &mut resolved)?;
        let mut nested = options;
        for (kind, name) in groups.iter().rev() {
            nested = json!([{ "type": kind, "name": name, "options": nested }]);
        }
        let mut data = json!({
            "id": command.id,
            "name": command.name(),
            "type": 1,
            "options": nested,
        });
        if let Some(guild) = command.guild {
            data["guild_id"] = json!(guild);
        }
        if resolved.as_object().is_some_and(|map| !map.is_empty()) {
            data["resolved"] = resolved;
        }
        let act = match typed.focused {
            None => Act::Command(full_name(command.name(), &groups)),
            Some(focused) => Act::Completion(focused_kind(leaf, focused)?),
        };
        Ok(Happening {
            act,
            user: typed.user,
            channel: typed.channel,
            data,
            message: None,
        })
    }

    fn find_command(&self, name: &str, place: Place<'_>) -> Result<&Command, String> {
        let here = |command: &&Command| match place {
            Place::Guild(_) => {
                self.guild.bot_present
                    && (command.guild.is_none() || command.guild == Some(self.guild.id))
            }
            Place::Direct(_) => command.guild.is_none(),
        };
        let named = |command: &&Command| command.kind() == 1 && command.name() == name;
        let mut found = self.commands.iter().filter(named).filter(here);
        found
            .next()
            .ok_or_else(|| format!("There is no command /{name} here."))
    }

    fn may_use(&self, command: &Command, user: &User, place: Place<'_>) -> Result<(), String> {
        let shape = &command.shape;
        let name = command.name();
        let context = match place {
            Place::Guild(_) => 0,
            Place::Direct(_) => 1,
        };
        let contexts = shape["contexts"].as_array();
        let outside = contexts.is_some_and(|contexts| !contexts.contains(&json!(context)))
            || contexts.is_none() && context == 1 && shape["dm_permission"] == json!(false);
        if outside {
            let only = if context == 1 {
                "in a server"
            } else {
                "in direct messages"
            };
            return Err(format!("/{name} can only be used {only}."));
        }
        let Place::Guild(channel) = place else {
            return Ok(());
        };
        if !channel.takes_messages() {
            return Err(format!("#{} takes no messages.", channel.name));
        }
        let needed = shape["default_member_permissions"].as_str();
        let held = self.guild_permissions(user);
        if let Some(needed) = needed.and_then(|bits| bits.parse::<u64>().ok())
            && held & bit::ADMINISTRATOR == 0
            && (needed == 0 || held & needed != needed)
        {
            return Err(format!(
                "{} does not have the permissions for /{name}.",
                user.name
            ));
        }
        Ok(())
    }

    /// The options that were typed, as the payload carries them.
    fn fill(
        &self,
        leaf: &Value,
        typed: &Typed<'_>,
        place: Place<'_>,
        resolved: &mut Value,
    ) -> Result<Value, String> {
        let declared = leaf["options"].as_array().map_or(&[][..], Vec::as_slice);
        for name in typed.options.keys() {
            if !declared.iter().any(|option| option["name"] == json!(name)) {
                return Err(format!("The command has no option {name}."));
            }
        }
        let mut filled = Vec::new();
        for option in declared {
            let name = option["name"].as_str().unwrap_or_default();
            let focused = typed.focused == Some(name);
            let value = typed.options.get(name).filter(|value| !value.is_null());
            match value {
                None if focused => {
                    filled.push(json!({ "type": option["type"], "name": name, "value": "", "focused": true }));
                }
                None if option["required"] == json!(true) && typed.focused.is_none() => {
                    return Err(format!("The option {name} is required."));
                }
                None => {}
                Some(value) => {
                    // While someone types, a client sends what there is, checked or not.
                    let value = if focused {
                        value.clone()
                    } else {
                        self.check_value(option, value, place, resolved)?
                    };
                    let mut entry = json!({ "type": option["type"], "name": name, "value": value });
                    if focused {
                        entry["focused"] = json!(true);
                    }
                    filled.push(entry);
                }
            }
        }
        Ok(Value::Array(filled))
    }

    fn check_value(
        &self,
        option: &Value,
        value: &Value,
        place: Place<'_>,
        resolved: &mut Value,
    ) -> Result<Value, String> {
        let name = option["name"].as_str().unwrap_or_default();
        let kind = option["type"].as_i64().unwrap_or(3);
        let wrong = |what: &str| format!("The option {name} {what}.");
        match kind {
            3 => {
                let text = value.as_str().ok_or_else(|| wrong("takes a text"))?;
                check_length(option, text).map_err(|what| wrong(&what))?;
            }
            4 | 10 => {
                let number = value.as_f64().ok_or_else(|| wrong("takes a number"))?;
                if kind == 4 && value.as_i64().is_none() {
                    return Err(wrong("takes a whole number"));
                }
                check_range(option, number).map_err(|what| wrong(&what))?;
            }
            5 => {
                value
                    .as_bool()
                    .ok_or_else(|| wrong("takes true or false"))?;
            }
            6..=9 => {
                let id = value.as_str().and_then(Id::parse);
                let id = id.ok_or_else(|| wrong("takes an id"))?;
                self.resolve(kind, id, option, place, resolved)
                    .map_err(|what| wrong(&what))?;
                return Ok(json!(id));
            }
            11 => {
                let id = value.as_str().and_then(Id::parse);
                let file = id.and_then(|id| Some((id, self.resolved_upload(id)?)));
                let (id, file) = file.ok_or_else(|| wrong("takes a file"))?;
                resolved["attachments"][id.to_string()] = file;
                return Ok(json!(id));
            }
            _ => return Err(wrong("cannot be used here")),
        }
        let choices = option["choices"]
            .as_array()
            .filter(|choices| !choices.is_empty());
        if let Some(choices) = choices
            && !choices.iter().any(|choice| choice["value"] == *value)
        {
            return Err(wrong("takes one of its choices"));
        }
        Ok(value.clone())
    }

    /// Adds a user, channel or role to `resolved`, as types 6 to 9 of options and 5 to 8 of menus
    /// need it.
    pub(super) fn resolve(
        &self,
        kind: i64,
        id: Id,
        declared: &Value,
        place: Place<'_>,
        resolved: &mut Value,
    ) -> Result<(), String> {
        let key = id.to_string();
        if matches!(kind, 6 | 9)
            && let Some(user) = self.user(id)
        {
            resolved["users"][&key] = shape::user(self, user);
            if matches!(place, Place::Guild(_)) {
                resolved["members"][&key] = shape::resolved_member(self, user, place);
            }
            return Ok(());
        }
        if matches!(kind, 8 | 9)
            && let Some(role) = self.role(id)
        {
            resolved["roles"][&key] = shape::role(role);
            return Ok(());
        }
        let channel = self
            .channels
            .iter()
            .find(|channel| kind == 7 && channel.id == id);
        let Some(channel) = channel else {
            return Err("names nothing that exists here".to_owned());
        };
        let types = declared["channel_types"]
            .as_array()
            .filter(|types| !types.is_empty());
        if types.is_some_and(|types| !types.contains(&json!(channel.kind))) {
            return Err(format!(
                "does not take #{}, which is of another type",
                channel.name
            ));
        }
        let user_permissions = self.guild_permissions(&self.bot);
        resolved["channels"][&key] = json!({
            "id": channel.id,
            "name": channel.name,
            "type": channel.kind,
            "parent_id": channel.parent,
            "guild_id": self.guild.id,
            "permissions": user_permissions.to_string(),
            "flags": 0,
            "position": 0,
            "nsfw": false,
            "topic": null,
            "last_message_id": null,
            "rate_limit_per_user": 0,
        });
        if channel.is_thread() {
            resolved["channels"][&key]["thread_metadata"] =
                shape::channel(self, channel)["thread_metadata"].clone();
        }
        Ok(())
    }
}

/// The groups and subcommand that lead to a definition: their types and names.
type Way = Vec<(i64, String)>;

/// Follows the words down to the subcommand; returns the way and the definition reached.
fn descend<'a>(command: &'a Value, words: Vec<&str>) -> Result<(Way, &'a Value), String> {
    let (mut way, mut at) = (Vec::new(), command);
    for word in words {
        let options = at["options"].as_array().into_iter().flatten();
        let mut nested = options.filter(|option| option["type"].as_i64() <= Some(2));
        let next = nested.find(|option| option["name"] == json!(word));
        at = next.ok_or_else(|| format!("There is no subcommand {word}."))?;
        way.push((at["type"].as_i64().unwrap_or(1), word.to_owned()));
    }
    let mut options = at["options"].as_array().into_iter().flatten();
    if options.any(|option| option["type"].as_i64() <= Some(2)) {
        return Err("Choose a subcommand.".to_owned());
    }
    Ok((way, at))
}

fn full_name(name: &str, way: &[(i64, String)]) -> String {
    let mut full = name.to_owned();
    for (_, word) in way {
        full.push(' ');
        full.push_str(word);
    }
    full
}

fn focused_kind(leaf: &Value, focused: &str) -> Result<i64, String> {
    let mut options = leaf["options"].as_array().into_iter().flatten();
    let option = options.find(|option| option["name"] == json!(focused));
    let option = option.ok_or_else(|| format!("The command has no option {focused}."))?;
    if option["autocomplete"] != json!(true) {
        return Err(format!("The option {focused} does not complete."));
    }
    Ok(option["type"].as_i64().unwrap_or(3))
}

fn check_length(option: &Value, text: &str) -> Result<(), String> {
    let length = text.chars().count() as u64;
    let most = option["max_length"].as_u64().unwrap_or(6000);
    let least = option["min_length"].as_u64().unwrap_or(1);
    if length > most {
        return Err(format!("takes at most {most} characters"));
    }
    if length < least {
        return Err(format!("takes at least {least} characters"));
    }
    Ok(())
}

fn check_range(option: &Value, number: f64) -> Result<(), String> {
    if option["min_value"]
        .as_f64()
        .is_some_and(|least| number < least)
    {
        return Err(format!("must be at least {}", option["min_value"]));
    }
    if option["max_value"]
        .as_f64()
        .is_some_and(|most| number > most)
    {
        return Err(format!("must be at most {}", option["max_value"]));
    }
    Ok(())
}
