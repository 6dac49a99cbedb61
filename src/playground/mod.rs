//! A stand-in for Discord on 127.0.0.1, as strict as Discord, with a page to act as its people.
//!
//! It is a Discord of its own: it shares no types with the bot, which reaches it over HTTP and a
//! WebSocket like the real one. Only [`crate::clock`] is borrowed, because its time can be played.
//!
//! | room | what lives there |
//! |---|---|
//! | [`world`] | pure state: guild, people, channels, messages, commands, interactions |
//! | [`limits`] | what Discord refuses, in its words |
//! | [`faults`] | what goes wrong because somebody asked for it |
//! | [`rest`] | Discord's REST API with its rate limits |
//! | [`gateway`] | the WebSocket: sessions, intents, resuming, heartbeats |
//! | [`time`] | the clock hub, which plays time for every bot that follows it |
//! | [`control`] | what the page and tests do |
//! | [`lab`] | the shared state; the only way to change the world |
//!
//! Two clocks matter. Ids, `Date`, nonces and tokens live on the playground's clock, which can be
//! played. Heartbeats and the three seconds of an interaction (as far as nobody plays) live in real
//! time; rate limits count both.
//!
//! `unhunch playground --no-bot --guilds 1000` puts the bot into 999 guilds more, which are introduced
//! when a session begins and then do nothing: what a bot costs in many guilds is measured with it.
//!
//! Begin reading at [`Playground::start`], then [`rest::handle`] and [`lab::Lab::change`].

pub mod control;
pub mod faults;
pub mod gateway;
pub mod journal;
pub mod keep;
pub mod lab;
pub mod limits;
pub mod rest;
pub mod serve;
pub mod snowflake;
mod tasks;
pub mod time;
pub mod world;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

use keep::Keep;
use lab::{BOT_TOKEN, Lab};
use world::World;

/// The world is written at most this often.
const SAVE_EVERY: Duration = Duration::from_millis(500);
/// Stopping takes at most this long.
const FAREWELL: Duration = Duration::from_secs(4);

/// How to start a playground.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes any that is free.
    pub port: u16,
    /// What the clock says at first. A kept world goes on at its own time if that is later.
    pub start: Timestamp,
    /// Where the world is kept between runs; without it, it ends with the process.
    pub state_dir: Option<PathBuf>,
}

/// Why a playground could not start.
#[derive(Debug, thiserror::Error)]
pub enum PlaygroundError {
    /// Somebody else listens there.
    #[error(
        "port {0} is taken; choose another one with `--port N`, or any free one with `--port 0`"
    )]
    PortTaken(u16),
    /// The port could not be opened.
    #[error("cannot listen on port {port}; choose another one with `--port N`")]
    Listen {
        /// The port.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// Another playground keeps its world there.
    #[error(
        "another playground is using {}; stop it, or start with another folder",
        .0.display()
    )]
    FolderInUse(PathBuf),
    /// The kept world could not be read or written.
    #[error("cannot use the world kept in {folder}; repair it, or start with another folder")]
    Keep {
        /// The folder.
        folder: PathBuf,
        /// What was wrong.
        source: io::Error,
    },
}

/// A running playground.
#[derive(Debug)]
pub struct Playground {
    lab: Arc<Lab>,
    running: TaskTracker,
    keep: Option<Keep>,
}

impl Playground {
    /// Starts on 127.0.0.1; ready when this returns.
    pub async fn start(options: Options) -> Result<Self, PlaygroundError> {
        Self::start_in_crowd(options, 0).await
    }

    /// The same, with the bot in so many guilds more, which do nothing but be there.
    pub async fn start_in_crowd(options: Options, crowd: u32) -> Result<Self, PlaygroundError> {
        Self::start_large(options, crowd, 0).await
    }

    /// The same, with so many channels more in the guild in which everything happens, if it is a new one.
    pub async fn start_large(
        options: Options,
        crowd: u32,
        channels: u32,
    ) -> Result<Self, PlaygroundError> {
        let (keep, kept) = open(options.state_dir)?;
        let listener = listen(options.port).await?;
        let port = listener
            .local_addr()
            .map_or(options.port, |address| address.port());
        let (world, now) = match kept {
            Some((world, then)) => (world, then.max(options.start)),
            None => (World::first_with(channels), options.start),
        };
        let url = format!("http://127.0.0.1:{port}");
        let lab = Arc::new(Lab::new(world, crowd, now, url, keep.is_some()));
        let running = TaskTracker::new();
        running.spawn(serve::serve(listener, Arc::clone(&lab)));
        if let Some(keep) = keep.clone() {
            running.spawn(save_changes(keep, Arc::clone(&lab)));
        }
        running.close();
        Ok(Self { lab, running, keep })
    }

    /// `http://127.0.0.1:PORT`: the page, and the base of Discord's API.
    pub fn url(&self) -> String {
        self.lab.url.clone()
    }

    /// The token that the stand-in takes. It opens nothing but a playground.
    pub fn bot_token(&self) -> &str {
        BOT_TOKEN
    }

    /// Says goodbye to everyone, writes the world if it is kept, and ends within a few seconds.
    pub async fn stop(self) {
        self.lab.stop.cancel();
        tokio::select! {
            () = self.running.wait() => {}
            () = tasks::pause(FAREWELL) => {}
        }
        if let Some(keep) = &self.keep {
            save(keep, &self.lab);
        }
    }
}

impl Drop for Playground {
    fn drop(&mut self) {
        self.lab.stop.cancel();
    }
}

type Kept = Option<(World, Timestamp)>;

fn open(folder: Option<PathBuf>) -> Result<(Option<Keep>, Kept), PlaygroundError> {
    let Some(folder) = folder else {
        return Ok((None, None));
    };
    let wrong = |source| PlaygroundError::Keep {
        folder: folder.clone(),
        source,
    };
    let keep = Keep::new(&folder).map_err(|source| match source.kind() {
        io::ErrorKind::ResourceBusy => PlaygroundError::FolderInUse(folder.clone()),
        _ => wrong(source),
    })?;
    let kept = keep.load().map_err(wrong)?;
    Ok((Some(keep), kept))
}

async fn listen(port: u16) -> Result<TcpListener, PlaygroundError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address)
        .await
        .map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => PlaygroundError::PortTaken(port),
            _ => PlaygroundError::Listen { port, source },
        })
}

/// Writes the world after changes, until the lab stops.
async fn save_changes(keep: Keep, lab: Arc<Lab>) {
    let mut changes = lab.last_seq();
    loop {
        tokio::select! {
            seen = changes.changed() => if seen.is_err() { return },
            () = lab.stop.cancelled() => return,
        }
        save(&keep, &lab);
        tokio::select! {
            () = tasks::pause(SAVE_EVERY) => {}
            () = lab.stop.cancelled() => return,
        }
    }
}

fn save(keep: &Keep, lab: &Lab) {
    let now = lab.now();
    if let Err(error) = lab.read(|world| keep.save(world, now)) {
        tracing::warn!(%error, "the playground's world could not be written");
    }
}
