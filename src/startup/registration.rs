//! Registering the commands: once for each change of the table, not at each start.

use std::sync::Arc;
use std::time::Duration;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::command::registration::registration;
use crate::discord::{Rest, RestError};
use crate::domain::ids::ApplicationId;
use crate::store::StoreError;

/// Where the database keeps what was registered last.
const META_KEY: &str = "registered_commands";
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

#[derive(Debug, thiserror::Error)]
enum RegistrationError {
    #[error(transparent)]
    Rest(#[from] RestError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Registers the commands if the table has changed since; tries until that succeeds.
pub(super) async fn register(app: Arc<App>, rest: Arc<Rest>, cancel: CancellationToken) {
    let mut pause = FIRST_PAUSE;
    loop {
        let attempt = tokio::select! {
            () = cancel.cancelled() => return,
            attempt = register_once(&app, &rest) => attempt,
        };
        let Err(error) = attempt else { return };
        tracing::warn!(%error, again_in_seconds = pause.as_secs(), "commands are not registered yet");
        #[expect(
            clippy::disallowed_methods,
            reason = "waits for Discord, so in real time"
        )]
        let napping = tokio::time::sleep(pause);
        tokio::select! {
            () = cancel.cancelled() => return,
            () = napping => pause = (pause * 2).min(LONGEST_PAUSE),
        }
    }
}

async fn register_once(app: &App, rest: &Rest) -> Result<(), RegistrationError> {
    let application = rest.application().await?;
    let commands = registration(app.catalogue.words(crate::text::BASE_LOCALE));
    let mark = mark(application, &commands);
    if app.store.meta(META_KEY).await?.as_ref() == Some(&mark) {
        return Ok(());
    }
    rest.put_commands(application, &commands).await?;
    app.store.put_meta(META_KEY, &mark).await?;
    tracing::info!(commands = commands.len(), "commands are registered");
    Ok(())
}

/// Different for every application and every table.
fn mark(application: ApplicationId, commands: &[serde_json::Value]) -> String {
    let table = commands.iter().fold(Sha256::new(), |hash, command| {
        hash.chain_update(command.to_string())
    });
    format!("{application} {}", HEXLOWER.encode(&table.finalize()))
}
