//! The `unhunch` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    unhunch::cli::main()
}
