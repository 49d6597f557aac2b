//! `person erase`: an officer erases a person (GDPR article 17): the key goes, and with it all that named them.
//! What stays is what the body must be able to prove: numbers, states, decisions by reference, digests.

use std::path::PathBuf;
use std::process::ExitCode;

use attesto_issuer::{
    Duty, ERASURE, ErasureReason, Held, OfficerId, RecordRefused, Register, SignedAct, open_intents, record_erasure,
};
use serde_json::json;

use super::traces::{self, Traces};
use super::{Whom, elsewhere};
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::officer::id;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::config::Installation;
use crate::world::keys::PassphraseSource;
use crate::world::{act, ledger, office};

/// Erase a person: what named them can no longer be read, in the register and in its backups.
///
/// Badges already given out stay with their holders and go on verifying. Erasing somebody again clears what files
/// an interrupted erasure left.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Example:\n  attesto --home my-body person erase SIM-2026-000001-X --officer maria-k --reason request"
)]
pub(crate) struct Args {
    #[command(flatten)]
    whom: Whom,
    /// Who erases; needs the duty to.
    #[arg(long, value_parser = id, value_name = "ID")]
    officer: OfficerId,
    /// Why; a word, so that no sentence with a name stands in the journal.
    #[arg(long, value_parser = reason, value_name = "order|request|retention|unlawful")]
    reason: ErasureReason,
    /// File with the officer's passphrase; asked for at the terminal without it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

fn reason(text: &str) -> Result<ErasureReason, String> {
    ErasureReason::parse(text).map_err(|why| format!("{text} {why}"))
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let officers = office::officers(&installation)?;
    if !act::officer(&officers, &args.officer)?.may(Duty::Erase) {
        let sentence = format!("officer {} has not the duty to erase; let an officer with that duty act", args.officer);
        return Err(Failure::new(Fault::Forbidden, "no-duty", sentence));
    }
    let mut register = ledger::open(&installation, &|notice| printer.say(notice))?;
    let held = args.whom.held(register.as_ref())?;
    let others = elsewhere(register.as_ref(), &held)?;
    if !held.is_erased() {
        commit(args, world, &installation, register.as_mut(), &held)?;
    }
    let traces = traces::clear(&installation, world, register.as_ref(), &held)?;
    tell(&held, &traces, &others, printer)
}

fn commit(
    args: &Args,
    world: &World,
    installation: &Installation,
    register: &mut dyn Register,
    held: &Held,
) -> Result<(), Failure> {
    if let Some(open) = open_intents(register).map_err(|fault| ledger::refused(&fault))?.first() {
        let sentence = format!(
            "issuing was interrupted (intent {}); run `attesto issue` on its sheet once more, then erase",
            open.id()
        );
        return Err(Failure::new(Fault::Conflict, "intent-open", sentence));
    }
    let officers = office::officers(installation)?;
    let officer = act::officer(&officers, &args.officer)?;
    let at = ledger::moment(register, world.moment()?);
    let erasure = held.erasure(args.reason, args.officer.clone(), at);
    let passphrase = PassphraseSource::from_option(args.passphrase_file.clone());
    let signed = act::sign(installation, officer, &passphrase, (ERASURE, erasure.body(), at))?;
    let recorded = record_erasure(register, &erasure, officer, &SignedAct::new(&signed.secured, &signed.opened));
    recorded.map(|_| ()).map_err(|refused| match refused {
        RecordRefused::Register(fault) => ledger::refused(&fault),
        other => Failure::new(Fault::Bug, "record", other),
    })
}

fn tell(held: &Held, traces: &Traces, others: &[String], printer: &Printer) -> Outcome {
    let numbers: Vec<String> = held.certifications.iter().map(|one| one.number().to_string()).collect();
    let list = |what: &str, items: &[String]| match items {
        [] => String::new(),
        items => format!("\n  {what}\n    {}", items.join("\n    ")),
    };
    let inputs: Vec<String> = traces.inputs.iter().map(|input| input.to_string()).collect();
    let text = format!(
        "erased: {} of cohort {}{}{}{}{}{}",
        held.candidacy.candidate,
        held.candidacy.cohort,
        list("stays, without a name: certificate number", &numbers),
        list("overwritten and removed", &traces.removed),
        list("written anew without the name", &traces.rewritten),
        list("yours to clear: the input files they stood in, and what was issued to other folders", &inputs),
        list("the same e-mail address stands at; erase that too if it is the same person", others),
    );
    let json = json!({
        "candidate": held.candidacy.candidate.as_str(), "cohort": held.candidacy.cohort.as_str(), "numbers": numbers,
        "removed": traces.removed, "rewritten": traces.rewritten, "inputs": inputs, "same_email_elsewhere": others,
    });
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}
