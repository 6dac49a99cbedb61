//! Whom a message mentions, and who is pinged by it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::messages::Message;
use super::permissions::bit;
use super::{Id, Place, World};
use crate::playground::limits::message::flags;

/// The mentions of a message that its `allowed_mentions` let through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mentions {
    /// Users by name.
    pub users: Vec<Id>,
    /// Roles.
    pub roles: Vec<Id>,
    /// `@everyone` or `@here`.
    pub everyone: bool,
    /// Everyone who heard a ping when it was sent.
    pub pinged: Vec<Id>,
}

/// What `allowed_mentions` lets through.
struct Allowed {
    parse: Option<BTreeSet<String>>,
    users: BTreeSet<Id>,
    roles: BTreeSet<Id>,
}

impl Allowed {
    fn read(value: &Value) -> Self {
        let list = |key: &str| value[key].as_array().into_iter().flatten();
        let ids = |key: &str| {
            list(key)
                .filter_map(|id| id.as_str().and_then(Id::parse))
                .collect()
        };
        let names = || list("parse").filter_map(|name| name.as_str().map(str::to_owned));
        Self {
            // Without `allowed_mentions` everything that looks like a mention is one.
            parse: value.is_object().then(|| names().collect()),
            users: ids("users"),
            roles: ids("roles"),
        }
    }

    fn parses(&self, kind: &str) -> bool {
        self.parse.as_ref().is_none_or(|parse| parse.contains(kind))
    }
}

impl World {
    /// Reads the mentions in a message's content and text displays.
    pub(super) fn mentions(&self, message: &Message, allowed: &Value) -> Mentions {
        let allowed = Allowed::read(allowed);
        let mut text = message.content.clone();
        collect_text(&message.components, &mut text);
        let Some(place) = self.place(message.channel) else {
            return Mentions::default();
        };
        let may_ping_all = self
            .user(message.author)
            .is_some_and(|author| self.permissions_in(author, place) & bit::MENTION_EVERYONE != 0);
        let named = |id: &Id| self.user(*id).is_some();
        let users = ids(&text, &["<@", "<@!"]).into_iter().filter(named);
        let users = users.filter(|id| allowed.parses("users") || allowed.users.contains(id));
        let roles = ids(&text, &["<@&"]).into_iter().filter(|id| {
            let known = self
                .role(*id)
                .is_some_and(|role| role.mentionable || may_ping_all);
            known && (allowed.parses("roles") || allowed.roles.contains(id))
        });
        let everyone = matches!(place, Place::Guild(_))
            && may_ping_all
            && allowed.parses("everyone")
            && (text.contains("@everyone") || text.contains("@here"));
        let mut mentions = Mentions {
            users: users.collect(),
            roles: roles.collect(),
            everyone,
            pinged: Vec::new(),
        };
        mentions.pinged = self.pinged(&mentions, message, place);
        mentions
    }

    /// Whoever hears the message: not its author, nobody if it is silent, only who can see it.
    fn pinged(&self, mentions: &Mentions, message: &Message, place: Place<'_>) -> Vec<Id> {
        if message.flags & flags::SUPPRESS_NOTIFICATIONS != 0 {
            return Vec::new();
        }
        let meant = |user: &&super::User| {
            mentions.everyone
                || mentions.users.contains(&user.id)
                || user.roles.iter().any(|role| mentions.roles.contains(role))
        };
        let sees = |user: &&super::User| match (place, message.ephemeral_for) {
            (_, Some(viewer)) => viewer == user.id,
            (Place::Direct(owner), None) => owner.id == user.id,
            (Place::Guild(_), None) => true,
        };
        let heard = self.users.iter().filter(meant).filter(sees);
        heard
            .map(|user| user.id)
            .filter(|id| *id != message.author)
            .collect()
    }
}

/// Adds the text of every text display below `components`.
fn collect_text(components: &Value, text: &mut String) {
    for component in components.as_array().into_iter().flatten() {
        if component["type"] == 10 {
            text.push('\n');
            text.push_str(component["content"].as_str().unwrap_or_default());
        }
        collect_text(&component["components"], text);
    }
}

/// The ids in mentions that open with one of `openings`, in order, each once.
fn ids(text: &str, openings: &[&str]) -> Vec<Id> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices("<@") {
        let Some((mention, _)) = text[start..].split_once('>') else {
            break;
        };
        let id = openings
            .iter()
            .find_map(|opening| Id::parse(mention.strip_prefix(opening)?));
        if let Some(id) = id.filter(|id| !found.contains(id)) {
            found.push(id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_of_users_and_roles_are_told_apart() {
        let text = "<@1> and <@!2>, <@&3> and <@1> again, <@x>, <@4";
        assert_eq!(ids(text, &["<@", "<@!"]), [Id::new(1), Id::new(2)]);
        assert_eq!(ids(text, &["<@&"]), [Id::new(3)]);
    }
}
