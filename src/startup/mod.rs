//! The composition root: puts the application together, runs it, and stops it.
//!
//! Every task of the bot is spawned here and waited for here. Begin reading at [`run`].

mod follow;
mod registration;
pub mod simulation;
mod workers;

use std::sync::Arc;
use std::time::Duration;

use secrecy::ExposeSecret as _;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use follow::FollowError;

use crate::app::{App, Handler, HashKey, Pages, Parts};
use crate::clock::{Clock, SystemClock, Zones};
use crate::config::{ApiBase, Config};
use crate::content::{ContentError, Library};
use crate::discord::{DiscordOutbound, Gateway, GatewayError, Rest, RestError, RestOptions};
use crate::store::{OpenError, Store, StoreError};
use crate::text::{Catalogue, CatalogueError};

/// The workers are waited for no longer than this, whatever hangs. The gateway has its own limit, the same;
/// with a second for the rest, stopping takes 8 s at most.
const STOP: Duration = Duration::from_secs(7);
/// The database is waited for so long: it has nothing left to do, unless a worker hangs.
const CLOSE: Duration = Duration::from_millis(500);

/// What a bot is started with.
#[derive(Debug)]
pub struct Setup {
    /// The settings.
    pub config: Config,
    /// The zone data.
    pub zones: Zones,
    /// The playground whose clock is followed, instead of the machine's.
    pub follow: Option<String>,
}

/// Why a bot did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is no token.
    #[error(
        "DISCORD_TOKEN is not set: put the bot's token into the environment variable DISCORD_TOKEN, or try `unhunch playground`, which needs none"
    )]
    NoToken,
    /// A playground's clock with the real Discord.
    #[error(
        "--follow-clock is for tests: it and DISCORD_API_URL need an address on this machine, such as http://127.0.0.1:8620"
    )]
    FollowsElsewhere,
    /// There are no words in that language.
    #[error("content.locale: there are no words in {locale:?}; expected one of {known}")]
    Locale {
        /// What was asked for.
        locale: String,
        /// What there is.
        known: String,
    },
    /// The content pack.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// The words.
    #[error("the catalogue of words is damaged")]
    Catalogue(#[from] CatalogueError),
    /// The database at start.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database later.
    #[error("the database failed")]
    Store(#[from] StoreError),
    /// The way to Discord could not be set up.
    #[error("requests to Discord cannot be set up")]
    Rest(#[from] RestError),
    /// The machine gives no random numbers.
    #[error("no random numbers from this machine: {0}")]
    Random(String),
    /// The playground's clock.
    #[error(transparent)]
    Follow(#[from] FollowError),
    /// Another process on the same database goes on.
    #[error(
        "another process on the same database has taken over, as this one had not renewed its lease in time"
    )]
    Superseded,
    /// The gateway.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
}

/// Runs the bot until `cancel` is cancelled, or until it cannot go on.
///
/// # Errors
/// What kept it from starting, or ended it.
pub async fn run(setup: Setup, cancel: CancellationToken) -> Result<(), StartError> {
    let tasks = TaskTracker::new();
    let stop = cancel.child_token();
    let (app, rest) = assemble(setup, &tasks, &stop).await?;
    let own = || Arc::clone(&app);
    app.clean_restored().await?;
    if app.store.needs_lease() {
        let holder = data_encoding::HEXLOWER.encode(&random_bytes()?);
        tasks.spawn(workers::lease_keeper(own(), holder, stop.clone()));
    } else {
        app.recover(app.clock.now()).await?;
    }
    tasks.spawn(registration::register(
        own(),
        Arc::clone(&rest),
        stop.clone(),
    ));
    tasks.spawn(workers::replan_for_new_zones(own(), stop.clone()));
    tasks.spawn(workers::log_keeper(own(), stop.clone()));
    tasks.spawn(workers::planner(own(), stop.clone()));
    tasks.spawn(workers::deliverer(own(), stop.clone()));
    tasks.spawn(workers::opener(own(), stop.clone()));
    tasks.spawn(workers::tidier(own(), stop.clone()));
    tasks.spawn(workers::counter(own(), stop.clone()));
    tasks.spawn(workers::sweeper(own(), stop.clone()));
    tasks.spawn(workers::ranker(own(), stop.clone()));
    tasks.spawn(workers::minder(own(), stop.clone()));
    // The first question does not wait for it, nor does the connection.
    let asked = own();
    tasks.spawn_blocking(move || asked.prepare_search());
    tasks.spawn(workers::prepare_pictures(own(), stop.clone()));
    let handler = Arc::clone(&app) as Arc<dyn Handler>;
    let gateway = Gateway::new(rest, handler, Arc::clone(&app.clock));
    let connected = async {
        // Of two processes only one answers people.
        let its_turn = tokio::select! {
            () = stop.cancelled() => false,
            () = app.has_its_turn() => true,
        };
        let outcome = if its_turn {
            gateway.run(stop.clone()).await
        } else {
            Ok(())
        };
        stop.cancel();
        outcome
    };
    // Connections and workers end side by side, so that stopping takes as long as the slower of them.
    let (outcome, ()) = tokio::join!(connected, workers_ended(&tasks, &stop));
    if tokio::time::timeout(CLOSE, app.store.clone().close())
        .await
        .is_err()
    {
        tracing::warn!("the database did not close in time; the next start opens it as it is");
    }
    if app.is_superseded() {
        return Err(StartError::Superseded);
    }
    Ok(outcome?)
}

/// Puts the application together: everything that may be wrong with the set-up shows here.
async fn assemble(
    setup: Setup,
    tasks: &TaskTracker,
    stop: &CancellationToken,
) -> Result<(Arc<App>, Arc<Rest>), StartError> {
    let Setup {
        config,
        zones,
        follow,
    } = setup;
    let token = config.token.clone().ok_or(StartError::NoToken)?;
    let library = Library::load(&config.content_dirs)?;
    let catalogue = Catalogue::embedded()?;
    check_locale(&catalogue, &config.default_locale.to_string())?;
    let clock = match follow {
        Some(base) if !(config.api_base.is_loopback() && is_loopback(&base)) => {
            return Err(StartError::FollowsElsewhere);
        }
        Some(base) => follow_clock(&base, tasks, stop).await?,
        None => Arc::new(SystemClock),
    };
    let store = Store::open(config.database_url.expose_secret()).await?;
    let store = store.noting_erasures_in(config.erasures);
    let hash_key = HashKey::new(store.secret(random_bytes()?).await?.to_vec());
    let options = RestOptions {
        scheduled_per_second: config.scheduled_per_second,
        ..RestOptions::new(config.api_base.clone(), token)
    };
    let rest = Arc::new(Rest::new(options, Arc::clone(&clock))?);
    let app = App::new(Parts {
        store,
        library,
        catalogue,
        zones,
        clock,
        outbound: Arc::new(DiscordOutbound::new(Arc::clone(&rest))),
        hash_key,
        default_locale: config.default_locale.to_string(),
        emergency_line: config.emergency_line,
        grace: config.grace,
        picture_cache: config.picture_cache,
    });
    let app = Arc::new(app.with_pages(Pages {
        policy: config.policy_url,
        terms: config.terms_url,
    }));
    Ok((app, rest))
}

/// Waits for the workers once they have been asked to stop, but no longer than [`STOP`].
async fn workers_ended(tasks: &TaskTracker, stop: &CancellationToken) {
    stop.cancelled().await;
    tasks.close();
    if tokio::time::timeout(STOP, tasks.wait()).await.is_err() {
        tracing::warn!("some work did not end in time; the outbox takes it up at the next start");
    }
}

fn is_loopback(url: &str) -> bool {
    url.parse::<ApiBase>().is_ok_and(|base| base.is_loopback())
}

/// Fails if there are no words in the language that is spoken by default.
///
/// # Errors
/// [`StartError::Locale`], with what there is.
pub fn check_locale(catalogue: &Catalogue, locale: &str) -> Result<(), StartError> {
    if catalogue.locales().any(|known| known == locale) {
        return Ok(());
    }
    Err(StartError::Locale {
        locale: locale.to_owned(),
        known: catalogue.locales().collect::<Vec<_>>().join(", "),
    })
}

/// The playground's clock, kept in step by a task of its own.
async fn follow_clock(
    base: &str,
    tasks: &TaskTracker,
    stop: &CancellationToken,
) -> Result<Arc<dyn Clock>, StartError> {
    let name = data_encoding::HEXLOWER.encode(&random_bytes()?);
    let follower = follow::Follower::connect(base, name).await?;
    let clock = follower.clock();
    tasks.spawn(follower.follow(stop.clone()));
    Ok(Arc::new(clock))
}

pub(crate) fn random_bytes() -> Result<[u8; 32], StartError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| StartError::Random(error.to_string()))?;
    Ok(bytes)
}

/// Returns when the process is asked to stop: SIGINT (Ctrl-C) or SIGTERM.
///
/// # Errors
/// When the machine refuses to tell.
pub async fn asked_to_stop() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
