//! `unhunch playground`: a Discord stand-in with a page, and the bot connected to it.

use std::path::PathBuf;

use clap::Args;
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use super::run::exit_of;
use super::{Exit, report, runtime, set_up, to_the_end};
use crate::clock::{Clock as _, SystemClock, Zones};
use crate::config::{Config, Environment};
use crate::playground::{self, Options, PlaygroundError};
use crate::startup::{self, Setup, StartError};

/// The port that is meant when none is named.
const DEFAULT_PORT: u16 = 8620;

/// Try everything here, without a token.
#[derive(Debug, Args)]
pub(super) struct Playground {
    /// The port on 127.0.0.1; 0 takes any
    #[arg(long, value_name = "PORT", default_value_t = DEFAULT_PORT)]
    port: u16,
    /// Keep everything in this folder, so that it is there at the next start
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Only the stand-in, for a bot in another process
    #[arg(long)]
    no_bot: bool,
    /// The bot is in this many guilds; those beyond the first are only there to be many
    #[arg(long, value_name = "N", default_value_t = 1, hide = true, value_parser = clap::value_parser!(u32).range(1..=2_500))]
    guilds: u32,
    /// The guild has this many channels more
    #[arg(long, value_name = "N", default_value_t = 0, hide = true, value_parser = clap::value_parser!(u32).range(0..=5_000))]
    channels: u32,
}

impl Default for Playground {
    fn default() -> Self {
        Self {
            port: DEFAULT_PORT,
            keep: None,
            no_bot: false,
            guilds: 1,
            channels: 0,
        }
    }
}

/// Why a playground did not start, or stopped.
#[derive(Debug, thiserror::Error)]
enum PlayError {
    #[error(transparent)]
    Playground(#[from] PlaygroundError),
    #[error(transparent)]
    Bot(#[from] StartError),
    #[error("{}: cannot be made or written to", folder.display())]
    Folder {
        folder: PathBuf,
        source: std::io::Error,
    },
    #[error("this playground's own settings are not valid")]
    Config(#[from] crate::config::ConfigError),
    #[error(transparent)]
    Signal(#[from] std::io::Error),
}

impl Playground {
    pub(super) fn run(self, environment: &Environment, zones: Zones) -> Exit {
        if set_up(environment).is_none() {
            return Exit::BadInput;
        }
        let outcome = match runtime() {
            Ok(runtime) => to_the_end(runtime, self.play(environment, zones)),
            Err(error) => Err(PlayError::Signal(error)),
        };
        match outcome {
            Ok(()) => Exit::Done,
            Err(error) => {
                report(&error);
                match error {
                    PlayError::Bot(error) => exit_of(&error),
                    PlayError::Signal(_) => Exit::Failed,
                    _ => Exit::BadInput,
                }
            }
        }
    }

    async fn play(self, environment: &Environment, zones: Zones) -> Result<(), PlayError> {
        let (folder, _throw_away) = self.folder()?;
        let options = Options {
            port: self.port,
            start: SystemClock.now(),
            state_dir: self.keep.clone(),
        };
        let playground =
            playground::Playground::start_large(options, self.guilds - 1, self.channels).await?;
        say!("The playground is at {}", playground.url());
        match &self.keep {
            Some(folder) => say!(
                "Everything is kept in {}: start it again like this and go on. Stop with Ctrl-C.",
                folder.display()
            ),
            None => say!(
                "Each start is a new one, and nothing is kept. `unhunch playground --keep DIR` keeps everything in DIR \
                 (with cargo: `cargo run -- playground --keep DIR`). Stop with Ctrl-C."
            ),
        }
        let cancel = CancellationToken::new();
        let outcome = if self.no_bot {
            say!(
                "No bot is running here. Start one with DISCORD_API_URL={} and DISCORD_TOKEN={}",
                playground.url(),
                playground.bot_token()
            );
            startup::asked_to_stop().await.map_err(PlayError::from)
        } else {
            let config = own_config(environment, &playground, &folder)?;
            let setup = Setup {
                config,
                zones,
                follow: Some(playground.url()),
            };
            with_bot(setup, cancel).await
        };
        playground.stop().await;
        outcome
    }

    /// Where the bot's database is, and what removes it at the end unless it is kept.
    fn folder(&self) -> Result<(PathBuf, Option<tempfile::TempDir>), PlayError> {
        if let Some(folder) = &self.keep {
            let problem = |source| PlayError::Folder {
                folder: folder.clone(),
                source,
            };
            std::fs::create_dir_all(folder).map_err(problem)?;
            return Ok((folder.clone(), None));
        }
        let problem = |source| PlayError::Folder {
            folder: std::env::temp_dir(),
            source,
        };
        let throw_away = tempfile::Builder::new()
            .prefix("unhunch-playground-")
            .tempdir();
        let throw_away = throw_away.map_err(problem)?;
        Ok((throw_away.path().to_owned(), Some(throw_away)))
    }
}

/// The person's own settings, but never their token, their Discord, or their database.
fn own_config(
    environment: &Environment,
    playground: &playground::Playground,
    folder: &std::path::Path,
) -> Result<Config, PlayError> {
    let database = format!("sqlite://{}", folder.join("unhunch.db").display());
    let environment = Environment {
        discord_token: Some(SecretString::from(playground.bot_token().to_owned())),
        discord_api_url: Some(playground.url()),
        database_url: Some(SecretString::from(database)),
        ..environment.clone()
    };
    Ok(Config::load(&environment)?)
}

async fn with_bot(setup: Setup, cancel: CancellationToken) -> Result<(), PlayError> {
    let bot = startup::run(setup, cancel.clone());
    tokio::pin!(bot);
    tokio::select! {
        outcome = &mut bot => Ok(outcome?),
        signal = startup::asked_to_stop() => {
            cancel.cancel();
            let stopped = bot.await;
            signal?;
            Ok(stopped?)
        }
    }
}
