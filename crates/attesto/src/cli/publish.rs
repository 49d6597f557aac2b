//! `publish`: signs anew what changed or will be due, and puts it where the public reads it; made for a timer.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::Outcome;
use super::args::World;
use super::print::Printer;
use crate::fault::Failure;
use crate::world::config::Installation;
use crate::world::lists::{self, ListSigner, Visible};
use crate::world::{answers, clock, key_change, ledger, links};

/// Publish the status lists that changed or have less than half of their life left.
///
/// Nothing is signed that is not due, so a timer may run it as often as it likes. It needs the list key only.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto --home my-body publish")]
pub(crate) struct Args {
    /// File with the passphrase of the list key; without it the configured file, or the terminal.
    #[arg(long, value_name = "FILE")]
    list_passphrase_file: Option<PathBuf>,
    /// For how many seconds to wait while another process has the register.
    #[arg(long, default_value_t = 30, value_name = "SECONDS")]
    wait: u64,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let mut register = ledger::open_within(&installation, args.wait, &|notice| printer.say(notice))?;
    if key_change::publish(&installation, register.as_ref(), world.moment()?)? {
        printer.say("a published document did not say what every key is for, or not all that the register says; it was written anew");
    }
    let signer = ListSigner::unlock(&installation, args.list_passphrase_file.clone())?;
    let visible = lists::publish_due(&installation, register.as_mut(), &signer, world.clock())?;
    let copies = links::publish(&installation, register.as_ref())?;
    answers::publish(&installation, register.as_ref(), &signer, world.clock())?;
    let until = lists::latest_of(register.as_ref(), 1)?.map(|edition| edition.until().to_string());
    let text = match visible.as_slice() {
        [] => format!("nothing is due; the lists count until {}", until.as_deref().unwrap_or("?")),
        visible => told(&installation, visible)?,
    };
    let text = match copies {
        0 => text,
        copies => format!("{text}\nput behind their links: {copies} copies"),
    };
    let json = json!({"copies": copies, "published": visible.iter().map(to_json).collect::<Vec<_>>(), "until": until});
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}

/// The lists that became visible, each with its address and times, as the body's days are.
pub(super) fn told(installation: &Installation, visible: &[Visible]) -> Result<String, Failure> {
    let line = |one: &Visible| {
        let (seen, until) = (one.seen, one.edition.until());
        let local = |moment| clock::told(installation.zone(), moment);
        Ok(format!("visible since {} at {}\n  counts until {}", local(seen)?, one.url, local(until)?))
    };
    visible.iter().map(line).collect::<Result<Vec<String>, Failure>>().map(|lines| lines.join("\n"))
}

pub(super) fn to_json(one: &Visible) -> Value {
    json!({
        "list": one.edition.list(), "url": one.url.as_str(), "from": one.edition.from().to_string(),
        "until": one.edition.until().to_string(), "visible_since": one.seen.to_string(),
    })
}
