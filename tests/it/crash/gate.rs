//! A gate on the bot's way to Discord: it lets through, turns away, or holds answers back.
//!
//! It knows nothing of what goes through it. The gateway's socket does not go this way.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::wire::stand::Stand;

/// How the gate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Everything goes through.
    Open,
    /// Requests go through, answers wait.
    AnswersWait,
    /// Every connection breaks before anything has gone through it.
    Shut,
}

/// A listener in front of the playground.
pub struct Gate {
    /// What the bot takes for Discord.
    pub url: String,
    way: Arc<watch::Sender<Way>>,
}

impl Gate {
    /// An open gate to the stand's playground.
    pub async fn start(stand: &Stand) -> Self {
        let beyond: SocketAddr = stand.url.trim_start_matches("http://").parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let way = Arc::new(watch::channel(Way::Open).0);
        spawn(serve(listener, beyond, Arc::clone(&way)));
        Self { url, way }
    }

    /// Turns the gate.
    pub fn turn(&self, way: Way) {
        self.way.send_replace(way);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the other side of a socket of this test"
)]
fn spawn(task: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(task);
}

async fn serve(listener: TcpListener, beyond: SocketAddr, way: Arc<watch::Sender<Way>>) {
    while let Ok((near, _)) = listener.accept().await {
        let way = way.subscribe();
        spawn(pass(near, beyond, way));
    }
}

/// One connection, until either side ends it or the gate is shut.
async fn pass(near: TcpStream, beyond: SocketAddr, mut way: watch::Receiver<Way>) {
    if *way.borrow() == Way::Shut {
        return;
    }
    let Ok(far) = TcpStream::connect(beyond).await else {
        return;
    };
    let answers = way.clone();
    let (from_near, to_near) = near.into_split();
    let (from_far, to_far) = far.into_split();
    tokio::select! {
        _ = way.wait_for(|way| *way == Way::Shut) => {}
        () = pump(from_near, to_far, None) => {}
        () = pump(from_far, to_near, Some(answers)) => {}
    }
}

/// Carries bytes to the other side; where the gate has a say in it, only while it is open.
async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut way: Option<watch::Receiver<Way>>,
) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(n_read @ 1..) = from.read(&mut bytes).await {
        if let Some(way) = &mut way
            && way.wait_for(|way| *way != Way::AnswersWait).await.is_err()
        {
            return;
        }
        if to.write_all(&bytes[..n_read]).await.is_err() {
            return;
        }
    }
}
