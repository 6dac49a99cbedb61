//! Slash commands that the bot registered.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::components::without_nulls;
use super::{Id, World};

/// A registered command.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Command {
    /// Its id.
    pub id: Id,
    /// The guild that it belongs to; `None` for a global one.
    pub guild: Option<Id>,
    /// As Discord shows it, localizations included.
    pub shape: Value,
}

impl Command {
    /// Its name.
    pub fn name(&self) -> &str {
        self.shape["name"].as_str().unwrap_or_default()
    }

    /// 1 for a slash command.
    pub fn kind(&self) -> i64 {
        self.shape["type"].as_i64().unwrap_or(1)
    }

    /// As lists show it, unless they are asked for localizations.
    pub fn without_localizations(&self) -> Value {
        fn strip(value: &mut Value) {
            if let Some(map) = value.as_object_mut() {
                map.retain(|key, _| !key.ends_with("_localizations"));
                map.values_mut().for_each(strip);
            } else if let Some(list) = value.as_array_mut() {
                list.iter_mut().for_each(strip);
            }
        }
        let mut shape = self.shape.clone();
        strip(&mut shape);
        shape
    }
}

impl World {
    /// The commands of the guild, or the global ones.
    pub fn commands_of(&self, guild: Option<Id>) -> impl Iterator<Item = &Command> {
        self.commands
            .iter()
            .filter(move |command| command.guild == guild)
    }

    /// A command by id.
    pub fn command(&self, guild: Option<Id>, id: Id) -> Option<&Command> {
        self.commands_of(guild).find(|command| command.id == id)
    }

    /// Registers a checked command; one of the same name and type is replaced and keeps its id.
    /// Says whether it is new.
    pub fn register(&mut self, guild: Option<Id>, body: &Value, now: Timestamp) -> (Id, bool) {
        let kind = body["type"].as_i64().unwrap_or(1);
        let name = body["name"].as_str().unwrap_or_default();
        let same =
            |known: &Command| known.guild == guild && known.kind() == kind && known.name() == name;
        let existing = self.commands.iter().position(same);
        let id = existing.map_or_else(|| self.ids.next(now), |index| self.commands[index].id);
        let version = self.ids.next(now);
        let mut command = Command {
            id,
            guild,
            shape: self.command_shape(id, version, guild, body),
        };
        match existing {
            Some(index) => {
                let known = &mut self.commands[index];
                let mut unchanged = command.shape.clone();
                unchanged["version"] = known.shape["version"].clone();
                if unchanged == known.shape {
                    std::mem::swap(&mut command.shape, &mut unchanged);
                }
                *known = command;
            }
            None => self.commands.push(command),
        }
        self.changed("commands", None);
        (id, existing.is_none())
    }

    /// Replaces all commands of the guild, or all global ones; returns them as shown.
    pub fn register_all(
        &mut self,
        guild: Option<Id>,
        bodies: &[Value],
        now: Timestamp,
    ) -> Vec<Value> {
        let ids: Vec<Id> = bodies
            .iter()
            .map(|body| self.register(guild, body, now).0)
            .collect();
        self.commands
            .retain(|known| known.guild != guild || ids.contains(&known.id));
        self.changed("commands", None);
        let shape = |id: &Id| {
            self.command(guild, *id)
                .map(|command| command.shape.clone())
        };
        ids.iter().filter_map(shape).collect()
    }

    /// Changes a command by a checked, merged body.
    pub fn change_command(&mut self, id: Id, body: &Value, now: Timestamp) -> Option<Value> {
        let index = self.commands.iter().position(|command| command.id == id)?;
        let guild = self.commands[index].guild;
        let version = self.ids.next(now);
        self.commands[index].shape = self.command_shape(id, version, guild, body);
        self.changed("commands", None);
        Some(self.commands[index].shape.clone())
    }

    /// Forgets a command; `false` if there is none.
    pub fn forget_command(&mut self, guild: Option<Id>, id: Id) -> bool {
        let before = self.commands.len();
        self.commands
            .retain(|command| command.guild != guild || command.id != id);
        self.changed("commands", None);
        before != self.commands.len()
    }

    fn command_shape(&self, id: Id, version: Id, guild: Option<Id>, body: &Value) -> Value {
        let permissions = match &body["default_member_permissions"] {
            Value::Number(number) => json!(number.to_string()),
            other => other.clone(),
        };
        let or = |key: &str, default: Value| match &body[key] {
            Value::Null => default,
            value => value.clone(),
        };
        let mut shape = json!({
            "id": id,
            "application_id": self.bot.id,
            "version": version,
            "default_member_permissions": permissions,
            "type": or("type", json!(1)),
            "name": body["name"],
            "name_localizations": body["name_localizations"],
            "description": or("description", json!("")),
            "description_localizations": body["description_localizations"],
            "nsfw": or("nsfw", json!(false)),
        });
        match guild {
            Some(guild) => shape["guild_id"] = json!(guild),
            None => {
                shape["dm_permission"] = or("dm_permission", json!(true));
                shape["contexts"] = body["contexts"].clone();
                shape["integration_types"] = or("integration_types", json!([0]));
            }
        }
        if body["options"]
            .as_array()
            .is_some_and(|list| !list.is_empty())
        {
            shape["options"] = options_shape(&body["options"]);
        }
        shape
    }
}

/// Options as shown: nulls and `false` flags are left out.
fn options_shape(options: &Value) -> Value {
    let mut shape = without_nulls(options);
    fn tidy(options: &mut Value) {
        for option in options.as_array_mut().into_iter().flatten() {
            if let Some(map) = option.as_object_mut() {
                let off = |key: &str, value: &Value| {
                    matches!(key, "required" | "autocomplete") && value == &Value::Bool(false)
                };
                map.retain(|key, value| !off(key, value));
            }
            tidy(&mut option["options"]);
            if option["options"].is_null()
                && let Some(map) = option.as_object_mut()
            {
                map.remove("options");
            }
        }
    }
    tidy(&mut shape);
    shape
}
