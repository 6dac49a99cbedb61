//! The only place of the playground that starts tasks and sleeps in real time.
//!
//! A stand-in for Discord owns its sockets, and Discord's own limits (three seconds for an
//! answer, heartbeats) live in real time, which is never played.

use std::future::Future;
use std::time::Duration;

/// Runs `task` beside the others until it ends by itself.
#[expect(
    clippy::disallowed_methods,
    reason = "the playground owns its sockets and the tasks that serve them"
)]
pub(super) fn spawn(task: impl Future<Output = ()> + Send + 'static) {
    // Tasks end with their socket or with the playground's stop signal, so nobody joins them.
    drop(tokio::spawn(task));
}

/// Waits in real time.
#[expect(
    clippy::disallowed_methods,
    reason = "delays, heartbeats and time limits of Discord are real time"
)]
pub(super) async fn pause(duration: Duration) {
    tokio::time::sleep(duration).await;
}
