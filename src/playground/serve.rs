//! The listener and its connections, which a fault may break off at any moment.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::middleware::from_fn_with_state;
use axum::{Extension, Router};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::lab::Lab;
use super::tasks;
use super::{control, gateway, rest};

/// Connections get this long to end by themselves when the playground stops.
const FAREWELL: Duration = Duration::from_secs(2);

/// The TCP connection of a request.
#[derive(Debug, Clone, Default)]
pub struct Connection {
    broken: CancellationToken,
    /// Followers of the clock that said here that they work, with the ticket of the last time.
    followers: Arc<Mutex<BTreeMap<String, u64>>>,
}

impl Connection {
    /// Breaks the connection off; it takes the task that waits for this with it.
    pub async fn break_off(&self) -> ! {
        self.broken.cancel();
        // An answer would be written before the connection is next looked at, so there is none.
        std::future::pending().await
    }

    /// A follower of the clock said here that it works: it dies with the connection, unless it is heard of on
    /// another one.
    pub fn heard_of(&self, follower: String, ticket: u64) {
        self.followers().insert(follower, ticket);
    }

    fn followers(&self) -> MutexGuard<'_, BTreeMap<String, u64>> {
        self.followers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves until the lab is stopped.
pub async fn serve(listener: TcpListener, lab: Arc<Lab>) {
    let routes = Router::new()
        .route("/api/{*path}", axum::routing::any(rest::handle))
        .merge(control::routes())
        .merge(gateway::routes())
        .layer(from_fn_with_state(Arc::clone(&lab), control::guard))
        .with_state(Arc::clone(&lab));
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = lab.stop.cancelled() => break,
        };
        match accepted {
            Ok((stream, _)) => {
                connections.spawn(connection(stream, routes.clone(), Arc::clone(&lab)));
            }
            // The system is out of sockets for a moment.
            Err(_) => tasks::pause(Duration::from_millis(10)).await,
        }
    }
    connections.close();
    tokio::select! {
        () = connections.wait() => {}
        () = tasks::pause(FAREWELL) => {}
    }
}

async fn connection(stream: TcpStream, routes: Router, lab: Arc<Lab>) {
    let connection = Connection::default();
    until_ended(stream, routes, &lab, &connection).await;
    for (follower, ticket) in std::mem::take(&mut *connection.followers()) {
        lab.hub.lost(follower, ticket);
    }
}

async fn until_ended(stream: TcpStream, routes: Router, lab: &Lab, connection: &Connection) {
    // Small frames that wait for acknowledgements would cost 40 ms each.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps its delay");
    }
    let service = TowerToHyperService::new(routes.layer(Extension(connection.clone())));
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(served);
    tokio::select! {
        // Checked first, so that no byte of an answer leaves after a break.
        biased;
        () = connection.broken.cancelled() => return,
        // A client that goes away in the middle of a request is no failure of ours.
        _ = &mut served => return,
        () = lab.stop.cancelled() => {}
    }
    served.as_mut().graceful_shutdown();
    tokio::select! {
        _ = &mut served => {}
        () = tasks::pause(FAREWELL) => {}
    }
}
