//! A scripted stand-in for Discord's REST side: answers what it is told, and remembers what it was asked.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tokio::time::Instant;
use tracing::subscriber::DefaultGuard;
use unhunch::config::ApiBase;

/// A request as it came in.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
    pub at: Instant,
}

impl Seen {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// What happens to a request.
#[derive(Debug, Clone)]
pub enum Script {
    /// An answer.
    Answer(u16, Vec<(&'static str, String)>, String),
    /// The connection is closed without one.
    Reset,
    /// Nothing, for longer than a test takes.
    Silence,
}

/// An answer with a body.
pub fn answer(status: u16, body: &str) -> Script {
    Script::Answer(status, Vec::new(), body.to_owned())
}

/// An answer with headers.
pub fn answer_with(status: u16, headers: &[(&'static str, &str)], body: &str) -> Script {
    let headers = headers
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()));
    Script::Answer(status, headers.collect(), body.to_owned())
}

/// A listener that answers by script; `{"id":"99"}` when the script has ended.
#[derive(Debug, Clone)]
pub struct FakeDiscord {
    pub address: String,
    script: Arc<Mutex<VecDeque<Script>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl FakeDiscord {
    pub fn start(script: impl IntoIterator<Item = Script>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let fake = Self {
            address: listener.local_addr().unwrap().to_string(),
            script: Arc::new(Mutex::new(script.into_iter().collect())),
            seen: Arc::default(),
        };
        let serving = fake.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (fake, stream) = (serving.clone(), stream.unwrap());
                thread::spawn(move || fake.serve(&stream));
            }
        });
        fake
    }

    pub fn base(&self) -> ApiBase {
        format!("http://{}", self.address).parse().unwrap()
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub fn paths(&self) -> Vec<String> {
        let seen = self.seen();
        seen.iter()
            .map(|seen| format!("{} {}", seen.method, seen.path))
            .collect()
    }

    fn serve(&self, stream: &TcpStream) {
        let Some(seen) = read_request(stream) else {
            return;
        };
        // What comes in and what answers it belong together.
        let script = {
            let mut all = self.seen.lock().unwrap();
            all.push(seen);
            self.script.lock().unwrap().pop_front()
        };
        match script.unwrap_or_else(|| answer(200, r#"{"id":"99"}"#)) {
            Script::Answer(status, headers, body) => write_answer(stream, status, &headers, &body),
            Script::Reset => stream.shutdown(Shutdown::Both).unwrap_or_default(),
            Script::Silence => thread::sleep(Duration::from_mins(1)),
        }
    }
}

fn read_request(stream: &TcpStream) -> Option<Seen> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = headers
        .get("content-length")
        .map_or(0, |n| n.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Seen {
        method,
        path,
        headers,
        body,
        at: Instant::now(),
    })
}

fn write_answer(
    mut stream: &TcpStream,
    status: u16,
    headers: &[(&'static str, String)],
    body: &str,
) {
    let mut lines = vec![
        format!("HTTP/1.1 {status} X"),
        "connection: close".to_owned(),
    ];
    lines.extend(
        headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}")),
    );
    let body = if status == 204 {
        ""
    } else {
        lines.push(format!("content-length: {}", body.len()));
        body
    };
    let text = format!("{}\r\n\r\n{body}", lines.join("\r\n"));
    stream.write_all(text.as_bytes()).unwrap_or_default();
}

/// What is logged on this thread.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

/// Has a test that listens to the log run alone, in a process of its own. Whether anybody listens is remembered for the
/// whole process by each place that logs, so that other tests at the same moment could make it deaf.
///
/// Says whether this is that process; elsewhere it waits for it, and the test there is done.
#[expect(
    clippy::disallowed_methods,
    reason = "one test speaks to itself in another process"
)]
pub fn is_alone(test: &str) -> bool {
    const ALONE: &str = "UNHUNCH_TEST_ALONE";
    if std::env::var(ALONE).is_ok_and(|name| name == test) {
        return true;
    }
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test])
        .env(ALONE, test)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && told.contains("1 passed"),
        "{told}"
    );
    false
}

impl Log {
    /// Listens until the guard is dropped.
    pub fn listen(level: tracing::Level) -> (Self, DefaultGuard) {
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(level)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
