//! The demo after its end: it stays up, for one person at a desk or for a room with phones.
//! It speaks http, which protects nothing on the way, and says so.

mod keys;
mod page;

use std::net::SocketAddr;
use std::time::Instant;

use serde_json::json;

use super::folder::Layout;
use super::server::Server;
use super::stage::Stage;
use crate::cli::args::Output;
use crate::cli::print::{Printer, Tone};
use crate::fault::{Failure, Fault};
use crate::serving::Serve;
use crate::sheet::{LinkCode, scanned};
use crate::world::files;
use keys::Heard;

/// What the base URL of the demo's body has after its host.
const PATH: &str = "/demo-body";

const HONEST: &str =
    "This is http and for showing only: nothing protects it on the way, and nobody may rely on what it says.";

/// A server that goes on when the demo is over.
pub(super) struct Room {
    server: Server,
    base: String,
}

/// What the room looks at: one person's badge, behind the link of its printed code.
struct Shown {
    number: String,
    link: String,
    code: LinkCode,
}

/// Where the certification on show stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    InForce,
    Suspended,
}

impl Room {
    /// Opens the server before the demo begins, so that a taken address is told at once.
    pub(super) fn open(layout: &Layout, listen: SocketAddr, web: Serve) -> Result<Self, Failure> {
        if listen.ip().is_unspecified() {
            let sentence =
                format!("{listen} is no address that a phone can ask; name that of this machine in the room");
            return Err(Failure::new(Fault::Input, "serve", sentence));
        }
        let server = Server::open(layout, listen, web)?;
        let base = format!("http://{}{PATH}", server.address());
        Ok(Self { server, base })
    }

    /// Says what there is to scan and to try, and stays until told to stop.
    pub(super) fn stay(self, layout: &Layout, printer: &Printer) -> Result<(), Failure> {
        let shown = self.shown(layout)?;
        let json = json!({"base": self.base, "link": shown.link, "verify": format!("{}/verify", self.base)});
        printer.answer(&json, &self.desk(&shown, layout, printer))?;
        self.server.wait()
    }

    /// Shows one big code, and suspends and lifts at a key, until told to stop.
    pub(super) fn perform(self, stage: &mut Stage, layout: &Layout, printer: &Printer) -> Result<(), Failure> {
        let shown = self.shown(layout)?;
        page::write(layout, &shown.code, &shown.link)?;
        let json = json!({"base": self.base, "link": shown.link, "stage": format!("{}/stage", self.base)});
        printer.answer(&json, &self.hall(&shown, printer))?;
        let mut standing = Standing::InForce;
        for heard in keys::listen(self.server) {
            let next = match (heard, standing) {
                (Heard::Key('s'), Standing::InForce) => Standing::Suspended,
                (Heard::Key('l'), Standing::Suspended) => Standing::InForce,
                (Heard::Key('q') | Heard::Stopped, _) => return Ok(()),
                (Heard::Key(_), _) => continue,
            };
            turn(stage, layout, &shown, next, printer)?;
            standing = next;
        }
        Ok(())
    }

    /// The first badge; its link is read off its printed code.
    fn shown(&self, layout: &Layout) -> Result<Shown, Failure> {
        let folder = layout.first_badge()?;
        let printed = scanned(&files::read(&folder.join("link.png"), 1 << 20)?).map_err(bug)?;
        let (_, capability) = printed.rsplit_once('/').ok_or_else(|| bug("a printed link without a path"))?;
        let link = format!("{}/c/{capability}", self.base);
        let code = LinkCode::of_link(&link).map_err(bug)?;
        let number = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Shown { number, link, code })
    }

    fn desk(&self, shown: &Shown, layout: &Layout, printer: &Printer) -> String {
        let (base, link, root) = (&self.base, &shown.link, layout.root().display());
        let act = |act: &str, cause: &str| layout.status(&[act, &shown.number, "--cause", cause], None).typed();
        format!(
            "\nThe demo stays up; stop it with Ctrl-C.\n{HONEST}\n\n{code}\n\nScan the code, or open\n  the badge of {number}\n    {link}\n  the page that verifies: give it {root}/out/{number}/badge.png\n    {base}/verify\n  the scheme\n    {base}/schemes/social-innovation-manager/1.0\n  the status list, and the body's keys\n    {base}/status/1/revocation.json\n    {base}/did.json\n\nTry in another terminal\n  curl -H \"Accept: application/json\" {link}\n  curl -H \"Content-Type: application/vc\" --data-binary @{root}/out/{number}/badge.json {base}/verify\n  {suspend}\n  {lift}\n\nThe codes printed on the badges name https://attesto.example, as a body's name its own address; the one above names this machine.",
            code = printer.tone_lines(Tone::Paper, &shown.code.blocks()),
            number = shown.number,
            suspend = act("suspend", "complaint"),
            lift = act("lift", "cleared"),
        )
    }

    fn hall(&self, shown: &Shown, printer: &Printer) -> String {
        format!(
            "\nThe stage is open.\n{HONEST}\n\n{code}\n\n  for the screen of the room: {base}/stage\n  behind the code:            {link}\n\n  s  suspend {number}: whoever loads the page again sees it\n  l  lift the suspension\n  q  end",
            code = printer.tone_lines(Tone::Paper, &shown.code.blocks()),
            base = self.base,
            link = shown.link,
            number = shown.number,
        )
    }
}

fn turn(stage: &mut Stage, layout: &Layout, shown: &Shown, to: Standing, printer: &Printer) -> Result<(), Failure> {
    let (act, cause, said) = match to {
        Standing::InForce => ("lift", "cleared", "in force"),
        Standing::Suspended => ("suspend", "complaint", "suspended"),
    };
    let begun = Instant::now();
    stage.run(&layout.status(&[act, &shown.number, "--cause", cause], None))?;
    let seconds = begun.elapsed().as_secs_f64();
    match printer.output() {
        Output::Json => printer.data(&json!({"standing": said, "seconds": seconds}).to_string()),
        Output::Text => printer.data(&format!("{said} for everybody, {seconds:.1} s after the key")),
    }
    Ok(())
}

fn bug(why: impl std::fmt::Display) -> Failure {
    Failure::new(Fault::Bug, "demo", why)
}
