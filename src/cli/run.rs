//! `unhunch run`: the bot.

use clap::Args;
use tokio_util::sync::CancellationToken;

use super::{Exit, report, runtime, set_up, to_the_end};
use crate::clock::Zones;
use crate::config::Environment;
use crate::discord::GatewayError;
use crate::startup::{self, Setup, StartError};
use crate::store::OpenErrorKind;

/// Connect to Discord.
#[derive(Debug, Args, Default)]
pub(super) struct Run {
    /// For tests: live on the clock of the playground at this address
    #[arg(long, value_name = "URL", hide = true)]
    follow_clock: Option<String>,
}

impl Run {
    pub(super) fn run(self, environment: &Environment, zones: Zones) -> Exit {
        let Some(config) = set_up(environment) else {
            return Exit::BadInput;
        };
        let setup = Setup {
            config,
            zones,
            follow: self.follow_clock,
        };
        match runtime() {
            Ok(runtime) => to_the_end(runtime, until_stopped(setup)),
            Err(error) => {
                report(&error);
                Exit::Failed
            }
        }
    }
}

async fn until_stopped(setup: Setup) -> Exit {
    let cancel = CancellationToken::new();
    let bot = startup::run(setup, cancel.clone());
    tokio::pin!(bot);
    let outcome = tokio::select! {
        outcome = &mut bot => outcome,
        signal = startup::asked_to_stop() => {
            if let Err(error) = signal {
                report(&error);
            }
            tracing::info!("stopping");
            cancel.cancel();
            bot.await
        }
    };
    match outcome {
        Ok(()) => Exit::Done,
        Err(error) => {
            report(&error);
            exit_of(&error)
        }
    }
}

/// Set-up that a person has to mend is 2, a watchdog that gave up 70, everything else 1.
pub(super) fn exit_of(error: &StartError) -> Exit {
    match error {
        StartError::NoToken
        | StartError::FollowsElsewhere
        | StartError::Locale { .. }
        | StartError::Content(_)
        | StartError::Gateway(GatewayError::TokenInvalid | GatewayError::Untrusted { .. }) => {
            Exit::BadInput
        }
        StartError::Open(error) if error.kind() == OpenErrorKind::SetUp => Exit::BadInput,
        StartError::Gateway(GatewayError::WatchdogGaveUp { .. }) => Exit::Watchdog,
        _ => Exit::Failed,
    }
}
