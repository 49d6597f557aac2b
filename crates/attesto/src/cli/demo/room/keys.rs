//! What the person at the terminal does: a key by itself, or where there is no terminal, the first letter of a line.
//! Knows no key's meaning.

use std::io::{BufRead as _, IsTerminal as _};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use console::Term;

use crate::cli::demo::server::Server;

/// Something that was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// A key, as a small letter.
    Key(char),
    /// The process was told to stop.
    Stopped,
}

/// What is heard from now on, until the server has ended.
pub(super) fn listen(server: Server) -> impl Iterator<Item = Heard> {
    let (tell, heard): (Sender<Heard>, Receiver<Heard>) = mpsc::channel();
    let of_keys = tell.clone();
    thread::spawn(move || keys(&of_keys));
    thread::spawn(move || {
        // However it ended, there is nothing to look at any more.
        drop(server.wait());
        let _ = tell.send(Heard::Stopped);
    });
    heard.into_iter()
}

/// Ends when nobody listens, nobody types, or the last key was the one that ends.
fn keys(tell: &Sender<Heard>) {
    let told = |key: char| tell.send(Heard::Key(key.to_ascii_lowercase())).is_ok() && !key.eq_ignore_ascii_case(&'q');
    if std::io::stdin().is_terminal() {
        let terminal = Term::stderr();
        while terminal.read_char().is_ok_and(told) {}
    } else {
        let lines = std::io::stdin().lock().lines().map_while(Result::ok);
        // Whoever wrote the lines and has gone ends the show.
        let _ = lines.filter_map(|line| line.trim().chars().next()).chain(['q']).all(told);
    }
}
