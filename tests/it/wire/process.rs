//! The shipped binary as a child process, in an environment that holds nothing but what a test gives it.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tempfile::TempDir;

/// Nothing that is waited for takes longer, however busy the machine is.
pub const PATIENCE: Duration = Duration::from_secs(90);
/// How often a condition is looked at.
const GLANCE: Duration = Duration::from_millis(8);

/// A process that is killed when it is dropped.
pub struct Process {
    child: Child,
    stdout: Captured,
    stderr: Captured,
}

/// How a process ended, and what it said.
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// What comes out of a pipe, read by a thread of its own.
struct Captured {
    text: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Captured {
    fn new(pipe: impl Read + Send + 'static) -> Self {
        let text = Arc::<Mutex<String>>::default();
        let heard = Arc::clone(&text);
        let reader = thread::spawn(move || {
            let mut pipe = BufReader::new(pipe);
            let mut line = Vec::new();
            while pipe.read_until(b'\n', &mut line).unwrap_or(0) > 0 {
                heard
                    .lock()
                    .unwrap()
                    .push_str(&String::from_utf8_lossy(&line));
                line.clear();
            }
        });
        Self {
            text,
            reader: Some(reader),
        }
    }

    fn text(&self) -> String {
        self.text.lock().unwrap().clone()
    }

    /// Everything, once the process has ended.
    fn all(&mut self) -> String {
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        self.text()
    }
}

impl Process {
    /// Starts `unhunch` in a folder.
    pub fn start(arguments: &[&str], folder: &Path, environment: &[(&str, &str)]) -> Self {
        let command = Command::new(env!("CARGO_BIN_EXE_unhunch"));
        Self::spawn(command, arguments, folder, environment)
    }

    /// The same, but a file that may not grow any more is an error that it hears of, as on a full disk, and does not
    /// end it.
    pub fn start_on_small_disk(
        arguments: &[&str],
        folder: &Path,
        environment: &[(&str, &str)],
    ) -> Self {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
        command.arg(env!("CARGO_BIN_EXE_unhunch"));
        Self::spawn(command, arguments, folder, environment)
    }

    fn spawn(
        mut command: Command,
        arguments: &[&str],
        folder: &Path,
        environment: &[(&str, &str)],
    ) -> Self {
        let mut child = command
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = Captured::new(child.stdout.take().unwrap());
        let stderr = Captured::new(child.stderr.take().unwrap());
        Self {
            child,
            stdout,
            stderr,
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn stdout(&self) -> String {
        self.stdout.text()
    }

    pub fn stderr(&self) -> String {
        self.stderr.text()
    }

    /// Sends a signal by its name, as a shell does.
    pub fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        let sent = Command::new("/bin/sh")
            .args(["-c", &kill])
            .status()
            .unwrap();
        assert!(sent.success(), "{kill}");
    }

    /// SIGKILL: no farewell of any kind.
    pub fn kill(mut self) -> Ended {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        self.end(status)
    }

    /// Waits until it has ended by itself.
    pub async fn ended(self, within: Duration) -> Ended {
        let mut process = self;
        let mut ticks = tokio::time::interval(GLANCE);
        let waited = tokio::time::timeout(within, async {
            loop {
                ticks.tick().await;
                if let Some(status) = process.child.try_wait().unwrap() {
                    break status;
                }
            }
        });
        let status = waited.await;
        let status = status
            .unwrap_or_else(|_| panic!("still running after {within:?}: {}", process.stderr()));
        process.end(status)
    }

    fn end(&mut self, status: ExitStatus) -> Ended {
        Ended {
            code: status.code(),
            stdout: self.stdout.all(),
            stderr: self.stderr.all(),
        }
    }
}

#[expect(
    clippy::print_stdout,
    reason = "the harness shows it beside what failed"
)]
impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended before; either way nothing is left running.
        drop(self.child.kill());
        drop(self.child.wait());
        if thread::panicking() {
            println!(
                "--- process {} said:\n{}",
                self.child.id(),
                self.stderr.all()
            );
        }
    }
}

/// A folder for files that are written synchronously by the hundred: in memory where that is possible, so that
/// a busy disk does not make a test slow. What is killed there leaves behind what it would leave on a disk.
pub fn folder() -> TempDir {
    let in_memory = tempfile::tempdir_in("/dev/shm");
    in_memory.or_else(|_| tempfile::tempdir()).unwrap()
}

/// Waits until `look` finds something; what is waited for is said when it never does.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let mut ticks = tokio::time::interval(GLANCE);
    let found = tokio::time::timeout(PATIENCE, async {
        loop {
            ticks.tick().await;
            if let Some(found) = look().await {
                break found;
            }
        }
    });
    found
        .await
        .unwrap_or_else(|_| panic!("waited in vain until {what}"))
}
