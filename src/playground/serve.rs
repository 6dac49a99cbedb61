//! The listener and its connections, which a fault may break off at any moment.

use std::sync::Arc;
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
#[derive(Debug, Clone)]
pub struct Connection {
    broken: CancellationToken,
}

impl Connection {
    /// Breaks the connection off; an answer on its way is lost.
    pub fn break_off(&self) {
        self.broken.cancel();
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
    // Small frames that wait for acknowledgements would cost 40 ms each.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps its delay");
    }
    let broken = CancellationToken::new();
    let connection = Connection {
        broken: broken.clone(),
    };
    let service = TowerToHyperService::new(routes.layer(Extension(connection)));
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(served);
    tokio::select! {
        // Checked first, so that no byte of an answer leaves after a break.
        biased;
        () = broken.cancelled() => return,
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
