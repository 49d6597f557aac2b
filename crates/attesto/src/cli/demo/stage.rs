//! Runs a verb as its own process, just as it was printed, and stops where its exit code surprises.

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::folder::{BASE_URL, Layout};
use super::server::Server;
use crate::cli::args::Output;
use crate::fault::{Failure, Fault};
use crate::serving::Serve;

/// The words of a command line after `attesto`.
#[derive(Clone, Debug, Default)]
pub(super) struct Words(Vec<String>);

impl Words {
    pub(super) fn and(mut self, words: &[&str]) -> Self {
        self.0.extend(words.iter().map(|word| (*word).to_owned()));
        self
    }

    pub(super) fn path(self, path: &Path) -> Self {
        self.and(&[&path.to_string_lossy()])
    }

    /// As a person would type it.
    pub(super) fn typed(&self) -> String {
        let plain = |word: &str| word.chars().all(|c| c.is_alphanumeric() || "-_./:".contains(c));
        let quoted = self.0.iter().map(|word| if plain(word) { word.clone() } else { format!("\"{word}\"") });
        quoted.fold("attesto".to_owned(), |line, word| format!("{line} {word}"))
    }
}

/// Where the verbs are run; in JSON output their words are kept from stdout.
pub(super) struct Stage {
    program: PathBuf,
    output: Output,
    server: Option<Server>,
}

impl Stage {
    pub(super) fn new(output: Output) -> Result<Self, Failure> {
        let program = std::env::current_exe().map_err(|error| Failure::new(Fault::Config, "demo", error))?;
        Ok(Self { program, output, server: None })
    }

    /// Opens the server that answers for the body's address while the demo runs, and the administration that asks it.
    pub(super) fn serve(&mut self, layout: &Layout, web: Serve) -> Result<(), Failure> {
        let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
        let words = layout.words(&["serve", "--listen", &loopback.to_string(), "--trust"]);
        self.print(&format!("\n$ {}", words.path(&layout.at("trust.toml")).typed()));
        let server = Server::open(layout, loopback, web)?;
        layout.write_administration(server.address())?;
        self.print(&format!(
            "listening on http://{}, in this process and only while the demo runs; whoever verifies below asks it, over http, in the place of {BASE_URL}",
            server.address()
        ));
        self.server = Some(server);
        Ok(())
    }

    pub(super) fn words(words: &[&str]) -> Words {
        Words::default().and(words)
    }

    /// Says what comes next.
    pub(super) fn act(&mut self, title: &str) {
        self.print(&format!("\n── {title} ──"));
    }

    /// Runs a verb that must succeed.
    pub(super) fn run(&mut self, words: &Words) -> Result<(), Failure> {
        self.expect(words, 0)
    }

    /// Runs a verb that must end with an exit code.
    pub(super) fn expect(&mut self, words: &Words, code: i32) -> Result<(), Failure> {
        self.server.as_ref().map_or(Ok(()), Server::must_be_up)?;
        self.print(&format!("\n$ {}", words.typed()));
        let mut command = self.command(words);
        if self.output == Output::Json {
            command.stdout(Stdio::null()).stderr(Stdio::null());
        }
        let status = command.status().map_err(|error| Failure::new(Fault::Config, "demo", error))?;
        match status.code() {
            Some(found) if found == code => {
                if code != 0 {
                    self.print(&format!("(exit {code})"));
                }
                Ok(())
            }
            found => Err(surprise(words, code, found)),
        }
    }

    /// Runs a verb that must succeed, prints what it said, and gives it.
    pub(super) fn run_and_read(&mut self, words: &Words) -> Result<String, Failure> {
        self.server.as_ref().map_or(Ok(()), Server::must_be_up)?;
        self.print(&format!("\n$ {}", words.typed()));
        let output = self.command(words).stderr(Stdio::inherit()).output();
        let output = output.map_err(|error| Failure::new(Fault::Config, "demo", error))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        self.print(text.trim_end());
        if output.status.success() { Ok(text) } else { Err(surprise(words, 0, output.status.code())) }
    }

    /// Runs a verb that must end with an exit code, and gives what it said without printing it.
    pub(super) fn ask(&mut self, words: &Words, code: i32) -> Result<String, Failure> {
        self.server.as_ref().map_or(Ok(()), Server::must_be_up)?;
        self.print(&format!("\n$ {}", words.typed()));
        let output = self.command(words).stderr(Stdio::inherit()).output();
        let output = output.map_err(|error| Failure::new(Fault::Config, "demo", error))?;
        match output.status.code() {
            Some(found) if found == code => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
            found => Err(surprise(words, code, found)),
        }
    }

    fn command(&self, words: &Words) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&words.0).stdin(Stdio::null());
        command
    }

    /// A line of the demo's own; nothing in JSON output.
    pub(super) fn print(&self, text: &str) {
        if self.output == Output::Text {
            drop(writeln!(std::io::stdout().lock(), "{text}"));
        }
    }
}

fn surprise(words: &Words, expected: i32, found: Option<i32>) -> Failure {
    let found = found.map_or("a signal".to_owned(), |code| code.to_string());
    let sentence =
        format!("`{}` ended with {found} where {expected} was expected; its own words stand above", words.typed());
    Failure::new(Fault::Bug, "demo", sentence)
}
