//! `doctor`: what will go wrong if nobody acts: lists that end, a head that nobody outside has, backups never tried.
//! It changes nothing; each line says what to do.

mod of_keys;
mod of_seal;

use std::process::ExitCode;

use attesto_credential::Timestamp;
use attesto_issuer::{Register, due, known_keys, lists, open_intents};
use serde_json::{Value, json};

use super::Outcome;
use super::args::World;
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::config::Installation;
use crate::world::lists::{latest_of, life_seconds};
use crate::world::{clock, drilled, head, ledger};

use of_keys::key_looks;
use of_seal::seal_look;

/// How old the exported head and the last drill may be, in days.
const DAYS: i64 = 31;
const DAY_SECONDS: i64 = 86_400;

/// Look for what will go wrong if nobody acts.
///
/// Exit 0 if all is well, 78 if something is to be done; each line says what.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto --home my-body doctor")]
pub(crate) struct Args {}

/// One thing that was looked at.
struct Look {
    what: &'static str,
    found: String,
    /// What to do; nothing if it is well.
    remedy: Option<String>,
}

impl Look {
    fn well(what: &'static str, found: impl Into<String>) -> Self {
        Self { what, found: found.into(), remedy: None }
    }

    fn act(what: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what, found: found.into(), remedy: Some(remedy.into()) }
    }
}

pub(crate) fn run(_: &Args, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let register = ledger::open(&installation, &|notice| printer.say(notice))?;
    let now = world.moment()?;
    let known = known_keys(register.as_ref()).map_err(|fault| ledger::refused(&fault))?;
    let mut looks = key_looks(&installation, (register.as_ref(), &known), now)?;
    looks.push(seal_look(&installation, &known, now)?);
    looks.extend(of_lists(&installation, register.as_ref(), now)?);
    looks.push(issuing(register.as_ref())?);
    looks.push(exported(&installation, register.as_ref(), now)?);
    looks.push(drill(&installation, now)?);
    let text: Vec<String> = looks.iter().map(told).collect();
    let json: Vec<Value> = looks
        .iter()
        .map(|look| json!({"what": look.what, "found": look.found, "well": look.remedy.is_none(), "remedy": look.remedy}))
        .collect();
    let well = looks.iter().all(|look| look.remedy.is_none());
    printer.answer(&json!({"well": well, "looked_at": json}), &text.join("\n"))?;
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::from(Fault::Config.exit()) })
}

fn told(look: &Look) -> String {
    match &look.remedy {
        None => format!("well  {:<10}  {}", look.what, look.found),
        Some(remedy) => format!("ACT   {:<10}  {}\n                  {remedy}", look.what, look.found),
    }
}

fn of_lists(installation: &Installation, register: &dyn Register, now: Timestamp) -> Result<Vec<Look>, Failure> {
    let refused = |fault| ledger::refused(&fault);
    let due = due(register, now, life_seconds(installation) / 2).map_err(refused)?;
    let mut looks = Vec::new();
    for list in 1..=lists(register).map_err(refused)? {
        let until = latest_of(register, list)?.map(|edition| edition.until());
        let until = until.map(|until| clock::told(installation.zone(), until)).transpose()?;
        let found = match &until {
            None => format!("list {list} was never published"),
            Some(until) => format!("list {list} counts until {until}"),
        };
        let well = !due.contains(&list);
        let remedy = "run `attesto publish` now, and from a timer: it changed, or half of its life is over";
        looks.push(if well { Look::well("status", found) } else { Look::act("status", found, remedy) });
    }
    Ok(looks)
}

fn issuing(register: &dyn Register) -> Result<Look, Failure> {
    let open = open_intents(register).map_err(|fault| ledger::refused(&fault))?;
    Ok(match open.first() {
        None => Look::well("issuing", "nothing was interrupted"),
        Some(first) => {
            let found = format!("{} act(s) of issuing were interrupted (intent {})", open.len(), first.id());
            Look::act("issuing", found, "run `attesto issue` on its sheet once more: it finishes what was begun")
        }
    })
}

/// Whether somebody outside could hold the body to its journal.
fn exported(installation: &Installation, register: &dyn Register, now: Timestamp) -> Result<Look, Failure> {
    let remedy = "run `attesto ledger head --out PUBLIC/head.jws`, and give a copy to somebody outside the house";
    let path = installation.path(&installation.written().folders.public).join("head.jws");
    if !path.is_file() {
        return Ok(Look::act("head", "no head of the journal was ever exported", remedy));
    }
    let published = head::read(installation, &path, now)?;
    let acts = register.head().seq.saturating_sub(published.seq);
    let days = published.at.map_or(DAYS + 1, |at| days_between(at, now));
    let found = format!("the exported head is {acts} act(s) behind, its last act {days} day(s) old");
    let well = acts == 0 || days <= DAYS;
    Ok(if well { Look::well("head", found) } else { Look::act("head", found, remedy) })
}

/// Whether a backup was ever restored to see that it can be.
fn drill(installation: &Installation, now: Timestamp) -> Result<Look, Failure> {
    let remedy = "run `attesto backup`, then `attesto restore drill` on what it made";
    Ok(match drilled::last(installation)? {
        None => Look::act("backup", "no backup was ever tried", remedy),
        Some(at) => {
            let days = days_between(at, now);
            let found = format!("a backup was restored for trial {days} day(s) ago");
            if days <= DAYS { Look::well("backup", found) } else { Look::act("backup", found, remedy) }
        }
    })
}

fn days_between(from: Timestamp, to: Timestamp) -> i64 {
    to.unix().saturating_sub(from.unix()) / DAY_SECONDS
}
