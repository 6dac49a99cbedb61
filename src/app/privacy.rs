//! What is kept about a member: shown to them, handed to them, erased by them.
//!
//! It is always about the one who asks. Begin reading at [`App::privacy`].

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::dispatch::Failure;
use super::{App, Interaction};
use crate::command::{Privacy, Where};
use crate::domain::ids::UserId;
use crate::store::{EraseScope, Section, StoreError};
use crate::text::Words;
use crate::view::privacy::{self, DataStep, Kept};
use crate::view::{File, Message};

/// The form of the file; it changes when something in it is called or meant otherwise.
const FORMAT: &str = "unhunch-export-1";

impl App {
    /// `/privacy`.
    pub(super) async fn privacy(
        &self,
        interaction: &Interaction,
        wish: Privacy,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        match wish {
            Privacy::Show => {
                let scope = scope(words, interaction, None)?;
                let sections = self.kept_of(interaction.user, scope).await?;
                Ok(privacy::show(
                    words,
                    reach_of(scope),
                    &kept(&sections),
                    &self.pages,
                ))
            }
            Privacy::Export(reach) => {
                let scope = scope(words, interaction, reach)?;
                Ok(self.export(words, interaction.user, scope).await?)
            }
            Privacy::Erase(reach) => {
                let scope = scope(words, interaction, reach)?;
                let sections = self.kept_of(interaction.user, scope).await?;
                Ok(privacy::ask_to_erase(
                    words,
                    reach_of(scope),
                    &kept(&sections),
                ))
            }
        }
    }

    /// A button below what `/privacy` told.
    pub(super) async fn press_data(
        &self,
        interaction: &Interaction,
        step: DataStep,
        reach: Where,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        match step {
            DataStep::Export => {
                self.privacy(interaction, Privacy::Export(Some(reach)))
                    .await
            }
            DataStep::Ask => self.privacy(interaction, Privacy::Erase(Some(reach))).await,
            DataStep::Keep => Ok(privacy::still_there(words)),
            DataStep::Erase => {
                let scope = scope(words, interaction, Some(reach))?;
                let user = interaction.user;
                self.store
                    .erase(user, scope, &self.hash_key, interaction.at())
                    .await?;
                tracing::info!("a member had their data erased");
                Ok(privacy::erased(words, reach))
            }
        }
    }

    async fn kept_of(&self, user: UserId, scope: EraseScope) -> Result<Vec<Section>, StoreError> {
        let key = &self.hash_key;
        self.store.export_all(user, scope, key).await
    }

    async fn export(
        &self,
        words: Words<'_>,
        user: UserId,
        scope: EraseScope,
    ) -> Result<Message, StoreError> {
        let sections = self.kept_of(user, scope).await?;
        let document = export_document(words, user, scope, &sections, self.clock.now());
        let text = serde_json::to_string_pretty(&document).unwrap_or_default();
        let file = File {
            file_name: format!("unhunch-{user}.json"),
            bytes: text.into_bytes().into(),
        };
        let is_nothing = sections.is_empty();
        Ok(privacy::exported(words, reach_of(scope), is_nothing, file))
    }
}

/// The document that a member gets: for each table what it is for, and its rows.
pub fn export_document(
    words: Words<'_>,
    user: UserId,
    scope: EraseScope,
    sections: &[Section],
    now: Timestamp,
) -> Value {
    let about = sections.iter().map(|section| {
        let name = name(section);
        let about = words.get(&format!("privacy-about-{}", name.replace('_', "-")));
        (name, json!({ "about": about, "rows": section.rows }))
    });
    let about: Map<String, Value> = about.collect();
    let scope = match scope {
        EraseScope::Guild(guild) => guild.to_string(),
        EraseScope::Everywhere => "everywhere".to_owned(),
    };
    json!({
        "format": FORMAT,
        "user_id": user.to_string(),
        "guild_id": scope,
        "written_at": now.to_string(),
        "data": about,
    })
}

/// A table has two sections if it names its members in two ways.
fn name(section: &Section) -> String {
    match section.column {
        "created_by" => format!("{}_set_up", section.table),
        _ => section.table.to_owned(),
    }
}

fn kept(sections: &[Section]) -> Vec<Kept> {
    let rows = |section: &Section| Kept {
        name: name(section).replace('_', "-"),
        rows: section.rows.len(),
    };
    sections.iter().map(rows).collect()
}

/// Where a wish holds: where it was said, unless it says otherwise; in a direct message that is everywhere.
fn scope(
    words: Words<'_>,
    interaction: &Interaction,
    wish: Option<Where>,
) -> Result<EraseScope, Failure> {
    match (wish, interaction.guild) {
        (Some(Where::Here), None) => Err(Failure::Said(words.get("privacy-no-here"))),
        (Some(Where::Here) | None, Some(guild)) => Ok(EraseScope::Guild(guild)),
        (Some(Where::Everywhere), _) | (None, None) => Ok(EraseScope::Everywhere),
    }
}

fn reach_of(scope: EraseScope) -> Where {
    match scope {
        EraseScope::Guild(_) => Where::Here,
        EraseScope::Everywhere => Where::Everywhere,
    }
}
