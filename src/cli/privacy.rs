//! `unhunch privacy`: for whoever runs the bot and is asked for a member's data, or to erase it (K-62).
//!
//! Works beside the running bot (D-39).

use std::fs;
use std::io;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use secrecy::ExposeSecret as _;

use super::{Exit, output, report, runtime, set_up};
use crate::app::{HashKey, export_document};
use crate::clock::{Clock as _, SystemClock};
use crate::config::{Config, Environment};
use crate::domain::ids::{GuildId, UserId};
use crate::startup;
use crate::store::{EraseScope, OpenError, Section, Store, StoreError};
use crate::text::{Catalogue, CatalogueError};

/// Texts that an operator adapts: Discord asks for both with verified bots.
const POLICY: &str = include_str!("../../config/policies/privacy.md");
const TERMS: &str = include_str!("../../config/policies/terms.md");

/// What can be done with a member's data.
#[derive(Debug, Subcommand)]
pub(super) enum PrivacyCommand {
    /// Print everything that is kept about a member, as JSON
    Export(Export),
    /// Erase everything that is kept about a member
    Erase(Erase),
    /// Print a privacy policy to adapt, for people who use your bot
    Policy,
    /// Print terms of service to adapt
    Terms,
}

/// Whose data, and where.
#[derive(Debug, Args)]
struct Whose {
    /// The member's id in Discord (with developer mode: right click on the name, "Copy User ID")
    #[arg(value_name = "USER_ID")]
    user: UserId,
    /// Only in the server of this id; else everywhere
    #[arg(long, value_name = "GUILD_ID")]
    guild: Option<GuildId>,
}

/// `unhunch privacy export`.
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    whose: Whose,
    /// Write to this file, which must not exist yet, rather than to standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// `unhunch privacy erase`.
#[derive(Debug, Args)]
pub(super) struct Erase {
    #[command(flatten)]
    whose: Whose,
    /// Do it; without this it only says what would be erased
    #[arg(long)]
    yes: bool,
}

impl Whose {
    fn scope(&self) -> EraseScope {
        self.guild.map_or(EraseScope::Everywhere, EraseScope::Guild)
    }
}

#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("the database cannot be opened")]
    Open(#[source] OpenError),
    #[error("the database does not answer")]
    Store(#[source] StoreError),
    #[error("the words cannot be read")]
    Words(#[source] CatalogueError),
    #[error("the database's secret cannot be made")]
    Secret(#[source] startup::StartError),
    #[error("{file}: cannot be written")]
    File { file: String, source: io::Error },
}

pub(super) fn run(command: &PrivacyCommand, environment: &Environment) -> Exit {
    match command {
        PrivacyCommand::Policy => return output::print(POLICY.trim_end()),
        PrivacyCommand::Terms => return output::print(TERMS.trim_end()),
        PrivacyCommand::Export(_) | PrivacyCommand::Erase(_) => {}
    }
    let Some(config) = set_up(environment) else {
        return Exit::BadInput;
    };
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => {
            report(&error);
            return Exit::Failed;
        }
    };
    let done = runtime.block_on(async {
        match command {
            PrivacyCommand::Export(export) => self::export(export, &config).await,
            PrivacyCommand::Erase(erase) => self::erase(erase, &config).await,
            PrivacyCommand::Policy | PrivacyCommand::Terms => Ok(Exit::Done),
        }
    });
    done.unwrap_or_else(|trouble| {
        report(&trouble);
        match trouble {
            Trouble::Open(_) => Exit::BadInput,
            _ => Exit::Failed,
        }
    })
}

/// To change something.
async fn open(config: &Config) -> Result<Store, Trouble> {
    let url = config.database_url.expose_secret();
    let store = Store::open_beside(url).await.map_err(Trouble::Open)?;
    Ok(store.noting_erasures_in(config.erasures.clone()))
}

/// The database's secret, by which hashes of a member are found and made.
async fn key(store: &Store) -> Result<HashKey, Trouble> {
    let fresh = startup::random_bytes().map_err(Trouble::Secret)?;
    let secret = store.secret(fresh).await.map_err(Trouble::Store)?;
    Ok(HashKey::new(secret.to_vec()))
}

/// To look, and nothing else.
async fn open_to_read(config: &Config) -> Result<Store, Trouble> {
    let url = config.database_url.expose_secret();
    Store::open_to_read(url).await.map_err(Trouble::Open)
}

/// Everything about a member.
async fn kept(store: &Store, whose: &Whose) -> Result<Vec<Section>, Trouble> {
    let (user, scope) = (whose.user, whose.scope());
    let sections = match store.known_secret().await.map_err(Trouble::Store)? {
        Some(secret) => {
            let key = HashKey::new(secret.to_vec());
            store.export_all(user, scope, &key).await
        }
        // Without one no hash was ever made.
        None => store.export(user, scope).await,
    };
    sections.map_err(Trouble::Store)
}

async fn export(wish: &Export, config: &Config) -> Result<Exit, Trouble> {
    let store = open_to_read(config).await?;
    let catalogue = Catalogue::embedded().map_err(Trouble::Words)?;
    let words = catalogue.words(&config.default_locale.to_string());
    let (user, scope) = (wish.whose.user, wish.whose.scope());
    let sections = kept(&store, &wish.whose).await?;
    store.close().await;
    let document = export_document(words, user, scope, &sections, SystemClock.now());
    let text = format!("{document:#}");
    let Some(file) = &wish.out else {
        return Ok(output::print(&text));
    };
    let written = fs::File::create_new(file)
        .and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()));
    written.map_err(|source| Trouble::File {
        file: file.display().to_string(),
        source,
    })?;
    Ok(Exit::Done)
}

async fn erase(wish: &Erase, config: &Config) -> Result<Exit, Trouble> {
    let store = if wish.yes {
        open(config).await?
    } else {
        open_to_read(config).await?
    };
    let (user, scope) = (wish.whose.user, wish.whose.scope());
    let sections = kept(&store, &wish.whose).await?;
    let rows: usize = sections.iter().map(|section| section.rows.len()).sum();
    let exit = if rows == 0 {
        output::print("nothing is kept about this member")
    } else if wish.yes {
        let key = key(&store).await?;
        let erased = store.erase(user, scope, &key, SystemClock.now()).await;
        erased.map_err(Trouble::Store)?;
        output::print(&format!("erased: {}", counted(rows)))
    } else {
        let lines = sections.iter().map(|section| {
            let (table, column) = (section.table, section.column);
            format!("{table} ({column}): {}", section.rows.len())
        });
        let mut lines: Vec<_> = lines.collect();
        lines.push(format!(
            "{} would be erased; add --yes to do it. It cannot be undone.",
            counted(rows)
        ));
        output::lines(&lines)
    };
    store.close().await;
    Ok(exit)
}

/// "1 row", "2 rows".
fn counted(rows: usize) -> String {
    format!("{rows} row{}", if rows == 1 { "" } else { "s" })
}
