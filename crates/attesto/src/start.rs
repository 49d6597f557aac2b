//! Where the process begins: joins the command line and the web, which know nothing of each other.

use std::process::ExitCode;

use crate::{cli, http};

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    cli::run(http::serve)
}
