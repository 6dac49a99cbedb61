//! What was asked for goes to standard output, whole or with a word about it (C-1).

use std::io::{self, ErrorKind, Write as _};

use super::{Exit, report};

/// The output did not reach its end.
#[derive(Debug, thiserror::Error)]
#[error("the output cannot be written")]
struct Unwritten(#[source] io::Error);

/// Prints what was asked for, and ends with that.
pub(super) fn print(text: &str) -> Exit {
    end(writeln!(io::stdout(), "{text}"))
}

/// Prints lines, if there are any.
pub(super) fn lines(lines: &[String]) -> Exit {
    match lines {
        [] => Exit::Done,
        lines => print(&lines.join("\n")),
    }
}

/// How the program ends that has printed something.
pub(super) fn end(printed: io::Result<()>) -> Exit {
    // What has not left the buffer has not been written.
    match printed.and_then(|()| io::stdout().flush()) {
        Ok(()) => Exit::Done,
        // A reader that has seen enough (`| head`) closes the pipe: the rest is not wanted.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Exit::Done,
        Err(error) => {
            report(&Unwritten(error));
            Exit::Failed
        }
    }
}
