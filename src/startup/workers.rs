//! The loops of the workers: look, work, sleep until there is more.

use std::sync::Arc;
use std::time::Duration;

use jiff::{Timestamp, ToSpan};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::clock::{Busy, Clock, Wake};
use crate::store::StoreError;

/// How long to wait when the database does not answer.
const AFTER_TROUBLE_SECONDS: i64 = 5;
/// How long to rest after a picture was drawn in the background.
const REST: Duration = Duration::from_millis(150);

/// Plans what is due, for as long as the program runs.
pub(super) async fn planner(app: Arc<App>, cancel: CancellationToken) {
    let tick = async |busy| (app.plan(app.clock.now()).await, busy);
    let clock = app.clock.as_ref();
    work(clock, &app.planning, &cancel, "planner", tick).await;
}

/// Sends what is planned, for as long as the program runs; then what is under way ends.
pub(super) async fn deliverer(app: Arc<App>, cancel: CancellationToken) {
    let tick = |busy| app.deliver_while(busy, app.clock.now());
    let clock = app.clock.as_ref();
    let work = work(clock, &app.delivering, &cancel, "deliverer", tick);
    let finish = async {
        cancel.cancelled().await;
        app.finish_sending();
    };
    tokio::join!(work, finish);
}

/// Keeps the lease under a name that no other process has, and gives it back at the end. Where another process has taken
/// it, this one ends.
pub(super) async fn lease_keeper(app: Arc<App>, holder: String, cancel: CancellationToken) {
    let tick = async |busy| {
        let next = app.keep_lease(&holder, app.clock.now()).await;
        if app.is_superseded() {
            cancel.cancel();
        }
        (next, busy)
    };
    let nobody = Wake::default();
    work(app.clock.as_ref(), &nobody, &cancel, "lease", tick).await;
    if let Err(error) = app.give_back_lease(&holder, app.clock.now()).await {
        tracing::warn!(%error, "the lease was not given back; it ends by itself");
    }
}

/// Opens direct channels for those who asked, for as long as the program runs.
pub(super) async fn opener(app: Arc<App>, cancel: CancellationToken) {
    let tick = async |busy| (app.open_direct_channels(app.clock.now()).await, busy);
    work(app.clock.as_ref(), &app.opening, &cancel, "opener", tick).await;
}

/// Takes down prompts that others have taken the place of, for as long as the program runs.
pub(super) async fn tidier(app: Arc<App>, cancel: CancellationToken) {
    let tick = async |busy| (app.take_down(app.clock.now()).await, busy);
    work(app.clock.as_ref(), &app.tidying, &cancel, "tidier", tick).await;
}

/// Edits and forgets what is done together, for as long as the program runs.
pub(super) async fn counter(app: Arc<App>, cancel: CancellationToken) {
    let tick = async |busy| (app.count_together(app.clock.now()).await, busy);
    work(app.clock.as_ref(), &app.counting, &cancel, "counter", tick).await;
}

/// Keeps the house once a day, for as long as the program runs.
pub(super) async fn sweeper(app: Arc<App>, cancel: CancellationToken) {
    let tick = async |busy| (app.sweep(app.clock.now()).await, busy);
    keep_house(app.clock.as_ref(), &app.sweeping, &cancel, "sweeper", tick).await;
}

/// Works out the lines of boards as days turn, for as long as the program runs.
pub(super) async fn ranker(app: Arc<App>, cancel: CancellationToken) {
    let tick = async |busy| (app.refresh_boards(app.clock.now()).await, busy);
    keep_house(app.clock.as_ref(), &app.ranking, &cancel, "ranker", tick).await;
}

/// Looks after what comes up now and then, for as long as the program runs; at the end it is noted until when that was.
pub(super) async fn minder(app: Arc<App>, cancel: CancellationToken) {
    let tick = async |busy| (app.mind(app.clock.now()).await, busy);
    keep_house(app.clock.as_ref(), &app.minding, &cancel, "minder", tick).await;
    if let Err(error) = app.note_end().await {
        tracing::warn!(%error, "until when this process ran was not noted");
    }
}

/// Looks once whether the zone data is new; start-up does not wait for it (T-4).
pub(super) async fn replan_for_new_zones(app: Arc<App>, cancel: CancellationToken) {
    let outcome = tokio::select! {
        () = cancel.cancelled() => return,
        outcome = app.replan_for_new_zones() => outcome,
    };
    if let Err(error) = outcome {
        tracing::error!(error = %anyhow::Error::from(error).root_cause(), "new zone data was not taken in; the next start does it");
    }
}

/// Deletes old pictures and draws those of the pack that are not there yet, then whatever an answer had to go without.
/// The stills are a matter of a second; after an animation there is a rest, so that whatever else there is to do goes
/// first. Nothing waits for it.
#[expect(
    clippy::disallowed_methods,
    reason = "the rest is for the machine, whatever the time that is played"
)]
pub(super) async fn prepare_pictures(app: Arc<App>, cancel: CancellationToken) {
    let prepare = async {
        app.forget_old_pictures().await;
        loop {
            while let Some(cost_much) = app.prepare_next_picture().await {
                if cost_much {
                    tokio::time::sleep(REST).await;
                }
            }
            tracing::debug!("all pictures are there");
            app.picture_is_wanted().await;
        }
    };
    tokio::select! {
        () = cancel.cancelled() => {}
        () = prepare => {}
    }
}

/// Calls `tick` whenever it asked to be called, or `wake` is rung. With it goes the proof that somebody works.
async fn work<F>(
    clock: &dyn Clock,
    wake: &Wake,
    cancel: &CancellationToken,
    name: &str,
    tick: impl FnMut(Busy) -> F,
) where
    F: Future<Output = (Result<Option<Timestamp>, StoreError>, Busy)>,
{
    let sleep = |busy, until| clock.idle_until(busy, until, wake);
    in_turns(clock, sleep, cancel, name, tick).await;
}

/// The same for chores that nobody waits to see done.
async fn keep_house<F>(
    clock: &dyn Clock,
    wake: &Wake,
    cancel: &CancellationToken,
    name: &str,
    tick: impl FnMut(Busy) -> F,
) where
    F: Future<Output = (Result<Option<Timestamp>, StoreError>, Busy)>,
{
    let sleep = |busy, until| clock.keep_house_until(busy, until, wake);
    in_turns(clock, sleep, cancel, name, tick).await;
}

/// Works and sleeps in turns.
async fn in_turns<F, S>(
    clock: &dyn Clock,
    mut sleep: impl FnMut(Busy, Option<Timestamp>) -> S,
    cancel: &CancellationToken,
    name: &str,
    mut tick: impl FnMut(Busy) -> F,
) where
    F: Future<Output = (Result<Option<Timestamp>, StoreError>, Busy)>,
    S: Future<Output = Busy>,
{
    let mut busy = clock.busy();
    while !cancel.is_cancelled() {
        let (ticked, worked) = tick(busy).await;
        let next = ticked.unwrap_or_else(|error| {
            tracing::error!(worker = name, error = %anyhow::Error::from(error).root_cause(), "a pass failed; again soon");
            clock.now().checked_add(AFTER_TROUBLE_SECONDS.seconds()).ok()
        });
        tokio::select! {
            () = cancel.cancelled() => return,
            woken = sleep(worked, next) => busy = woken,
        }
    }
}
