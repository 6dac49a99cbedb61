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
    work(
        clock,
        (Sleep::Work, &app.planning),
        &cancel,
        "planner",
        tick,
    )
    .await;
}

/// Sends what is planned, for as long as the program runs; then what is under way ends.
pub(super) async fn deliverer(app: Arc<App>, cancel: CancellationToken) {
    let tick = |busy| app.deliver_while(busy, app.clock.now());
    let clock = app.clock.as_ref();
    let work = work(
        clock,
        (Sleep::Work, &app.delivering),
        &cancel,
        "deliverer",
        tick,
    );
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
    work(
        app.clock.as_ref(),
        (Sleep::Work, &nobody),
        &cancel,
        "lease",
        tick,
    )
    .await;
    if let Err(error) = app.give_back_lease(&holder, app.clock.now()).await {
        tracing::warn!(%error, "the lease was not given back; it ends by itself");
    }
}

/// Opens direct channels for those who asked, for as long as the program runs.
pub(super) async fn opener(app: Arc<App>, cancel: CancellationToken) {
    let tick = async |busy| (app.open_direct_channels(app.clock.now()).await, busy);
    work(
        app.clock.as_ref(),
        (Sleep::Work, &app.opening),
        &cancel,
        "opener",
        tick,
    )
    .await;
}

/// Takes down prompts that others have taken the place of, for as long as the program runs.
pub(super) async fn tidier(app: Arc<App>, cancel: CancellationToken) {
    let tick = async |busy| (app.take_down(app.clock.now()).await, busy);
    work(
        app.clock.as_ref(),
        (Sleep::Work, &app.tidying),
        &cancel,
        "tidier",
        tick,
    )
    .await;
}

/// Edits and forgets what is done together, for as long as the program runs.
pub(super) async fn counter(app: Arc<App>, cancel: CancellationToken) {
    let tick = async |busy| (app.count_together(app.clock.now()).await, busy);
    work(
        app.clock.as_ref(),
        (Sleep::Work, &app.counting),
        &cancel,
        "counter",
        tick,
    )
    .await;
}

/// Keeps the house once a day, for as long as the program runs.
pub(super) async fn sweeper(app: Arc<App>, cancel: CancellationToken) {
    let tick = async |busy| (app.sweep(app.clock.now()).await, busy);
    work(
        app.clock.as_ref(),
        (Sleep::House, &app.sweeping),
        &cancel,
        "sweeper",
        tick,
    )
    .await;
}

/// Works out the lines of boards as days turn, for as long as the program runs.
pub(super) async fn ranker(app: Arc<App>, cancel: CancellationToken) {
    let tick = async |busy| (app.refresh_boards(app.clock.now()).await, busy);
    work(
        app.clock.as_ref(),
        (Sleep::House, &app.ranking),
        &cancel,
        "ranker",
        tick,
    )
    .await;
}

/// Looks after what comes up now and then, for as long as the program runs; at the end it is noted until when that was.
pub(super) async fn minder(app: Arc<App>, cancel: CancellationToken) {
    let tick = async |busy| (app.mind(app.clock.now()).await, busy);
    work(
        app.clock.as_ref(),
        (Sleep::House, &app.minding),
        &cancel,
        "minder",
        tick,
    )
    .await;
    if let Err(error) = app.note_end().await {
        tracing::warn!(%error, "until when this process ran was not noted");
    }
}

/// Keeps the log of the database short, for as long as the program runs. It is about the disk, and knows no time.
pub(super) async fn log_keeper(app: Arc<App>, cancel: CancellationToken) {
    tokio::select! {
        () = cancel.cancelled() => {}
        () = app.store.keep_log_short() => {}
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

/// How a worker sleeps.
#[derive(Clone, Copy)]
enum Sleep {
    /// A clock that is played stops when it wants to be called.
    Work,
    /// Nobody waits to see its chores done.
    House,
}

/// Calls `tick` whenever it asked to be called, or `wake` is rung. With it goes the proof that somebody works.
async fn work<F>(
    clock: &dyn Clock,
    (sleep, wake): (Sleep, &Wake),
    cancel: &CancellationToken,
    name: &str,
    mut tick: impl FnMut(Busy) -> F,
) where
    F: Future<Output = (Result<Option<Timestamp>, StoreError>, Busy)>,
{
    let mut busy = clock.busy();
    while !cancel.is_cancelled() {
        let (ticked, worked) = tick(busy).await;
        let next = ticked.unwrap_or_else(|error| {
            tracing::error!(worker = name, error = %anyhow::Error::from(error).root_cause(), "a pass failed; again soon");
            clock.now().checked_add(AFTER_TROUBLE_SECONDS.seconds()).ok()
        });
        let asleep = match sleep {
            Sleep::Work => clock.idle_until(worked, next, wake),
            Sleep::House => clock.keep_house_until(worked, next, wake),
        };
        tokio::select! {
            () = cancel.cancelled() => return,
            woken = asleep => busy = woken,
        }
    }
}
