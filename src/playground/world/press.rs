//! Buttons and menus as a person's client sends them: only what the message really shows.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::interactions::{Act, Happening, State};
use super::{Id, Place, World};

/// What a person pressed or chose.
#[derive(Debug, Clone)]
pub struct Pressed<'a> {
    /// Who.
    pub user: Id,
    /// Where.
    pub channel: Id,
    /// The message with the component.
    pub message: Id,
    /// The component.
    pub custom_id: &'a str,
    /// What was chosen in a menu.
    pub values: Vec<String>,
}

impl World {
    /// What happens when a person uses this component; `Err` says in a sentence why they cannot.
    pub fn press(&self, pressed: &Pressed<'_>) -> Result<Happening, String> {
        let place = self
            .place(pressed.channel)
            .ok_or("There is no such channel.")?;
        if !self.users.iter().any(|user| user.id == pressed.user) {
            return Err("There is no such user.".to_owned());
        }
        if matches!(place, Place::Direct(owner) if owner.id != pressed.user) {
            return Err("These are somebody else's direct messages.".to_owned());
        }
        let visible = self
            .message(pressed.channel, pressed.message)
            .filter(|message| {
                message
                    .ephemeral_for
                    .is_none_or(|viewer| viewer == pressed.user)
            });
        let message = visible.ok_or("There is no such message, or this user cannot see it.")?;
        let component = find(&message.components, pressed.custom_id)
            .ok_or("This message has no such button or menu.")?;
        if component["disabled"] == json!(true) {
            return Err("It is disabled.".to_owned());
        }
        let kind = component["type"].as_i64().unwrap_or(2);
        let mut data = json!({
            "id": component["id"],
            "custom_id": pressed.custom_id,
            "component_type": kind,
        });
        if kind == 2 {
            if !pressed.values.is_empty() {
                return Err("A button has no values.".to_owned());
            }
        } else {
            data["values"] = json!(pressed.values);
            let resolved = self.check_values(component, kind, &pressed.values, place)?;
            if resolved.as_object().is_some_and(|map| !map.is_empty()) {
                data["resolved"] = resolved;
            }
        }
        Ok(Happening {
            act: Act::Component(pressed.message),
            user: pressed.user,
            channel: pressed.channel,
            data,
            message: Some(pressed.message),
        })
    }

    fn check_values(
        &self,
        menu: &Value,
        kind: i64,
        values: &[String],
        place: Place<'_>,
    ) -> Result<Value, String> {
        let distinct: BTreeSet<&String> = values.iter().collect();
        let bound = |key: &str| {
            menu[key]
                .as_u64()
                .and_then(|bound| usize::try_from(bound).ok())
        };
        let (least, most) = (
            bound("min_values").unwrap_or(1),
            bound("max_values").unwrap_or(1),
        );
        if distinct.len() != values.len() || !(least..=most).contains(&values.len()) {
            return Err(format!("Choose {least} to {most} different values."));
        }
        let mut resolved = json!({});
        for value in values {
            if kind == 3 {
                let mut options = menu["options"].as_array().into_iter().flatten();
                if !options.any(|option| option["value"] == json!(value)) {
                    return Err(format!("The menu has no value {value}."));
                }
                continue;
            }
            // Menus of users, roles, both and channels are options of types 6, 8, 9 and 7.
            let as_option = match kind {
                5 => 6,
                6 => 8,
                7 => 9,
                _ => 7,
            };
            let id = Id::parse(value).ok_or_else(|| format!("{value} is not an id."))?;
            self.resolve(as_option, id, menu, place, &mut resolved)
                .map_err(|what| format!("{value} {what}."))?;
        }
        Ok(resolved)
    }

    /// What happens when a person submits the modal that answered `interaction`.
    pub fn submit(
        &self,
        interaction: Id,
        values: &Map<String, Value>,
    ) -> Result<Happening, String> {
        let opened = self
            .interactions
            .get(&interaction)
            .ok_or("There is no such interaction.")?;
        let modal = opened
            .modal
            .as_ref()
            .ok_or("It was not answered with a modal.")?;
        let mut ids = 0;
        let components = fill_all(&modal["components"], values, &mut ids)?;
        let source = match (&opened.act, &opened.state) {
            (Act::Component(message), State::Answered(_)) => Some(*message),
            _ => None,
        };
        Ok(Happening {
            act: Act::Modal(source),
            user: opened.user,
            channel: opened.channel,
            data: json!({ "custom_id": modal["custom_id"], "components": components }),
            message: source,
        })
    }
}

fn fill_all(
    components: &Value,
    values: &Map<String, Value>,
    ids: &mut i64,
) -> Result<Value, String> {
    let list = components.as_array().into_iter().flatten();
    list.map(|component| fill(component, values, ids)).collect()
}

/// Turns a component of a modal into what is submitted of it: type, id, `custom_id` and value.
fn fill(component: &Value, values: &Map<String, Value>, ids: &mut i64) -> Result<Value, String> {
    *ids += 1;
    let id = component["id"]
        .as_i64()
        .filter(|id| *id != 0)
        .unwrap_or(*ids);
    let kind = &component["type"];
    match kind.as_i64() {
        Some(1) => {
            let inner = fill_all(&component["components"], values, ids)?;
            Ok(json!({ "type": kind, "id": id, "components": inner }))
        }
        Some(18) => {
            let inner = fill(&component["component"], values, ids)?;
            Ok(json!({ "type": kind, "id": id, "component": inner }))
        }
        Some(4) => {
            let custom_id = component["custom_id"].as_str().unwrap_or_default();
            let value = values.get(custom_id).and_then(Value::as_str);
            let value = value.unwrap_or_default();
            check_input(component, custom_id, value)?;
            Ok(json!({ "type": kind, "id": id, "custom_id": custom_id, "value": value }))
        }
        Some(10) | None => Ok(json!({ "type": kind, "id": id })),
        Some(_) => {
            let custom_id = component["custom_id"].as_str().unwrap_or_default();
            let chosen = match values.get(custom_id) {
                Some(Value::Array(list)) => list.clone(),
                Some(one) => vec![one.clone()],
                None => Vec::new(),
            };
            Ok(json!({ "type": kind, "id": id, "custom_id": custom_id, "values": chosen }))
        }
    }
}

fn check_input(input: &Value, custom_id: &str, value: &str) -> Result<(), String> {
    let length = value.chars().count() as u64;
    if value.is_empty() && input["required"] != json!(false) {
        return Err(format!("The input {custom_id} is required."));
    }
    if length > input["max_length"].as_u64().unwrap_or(4000)
        || (length > 0 && length < input["min_length"].as_u64().unwrap_or(0))
    {
        return Err(format!("The input {custom_id} is too long or too short."));
    }
    Ok(())
}

/// The component with this `custom_id`, wherever it is nested.
fn find<'a>(components: &'a Value, custom_id: &str) -> Option<&'a Value> {
    components
        .as_array()
        .into_iter()
        .flatten()
        .find_map(|component| {
            let accessory = &component["accessory"];
            if component["custom_id"] == json!(custom_id) {
                Some(component)
            } else if accessory["custom_id"] == json!(custom_id) {
                Some(accessory)
            } else {
                find(&component["components"], custom_id)
            }
        })
}
