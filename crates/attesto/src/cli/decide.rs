//! `decide`: outcomes in, a sheet of decisions out, signed by the officer who decides.

pub(super) mod history;

use std::path::PathBuf;
use std::process::ExitCode;

use attesto_issuer::{
    Cohort, DECISION, Intake, OfficerId, Officers, Outcome as Sat, Person, Proposal, RecordRefused, Records, Scheme,
    Sheet, SheetRefused, SignedAct, Sitting, record_decision,
};
use attesto_securing::{Digest, draw};

use super::Outcome;
use super::args::{Output, World};
use super::cohort::waiting;
use super::officer::id;
use super::print::Printer;
use super::sheets;
use crate::fault::{Failure, Fault};
use crate::locale::Words;
use crate::sheet::Told;
use crate::world::cohort::CohortFolder;
use crate::world::config::Installation;
use crate::world::entropy::System;
use crate::world::hands::Second;
use crate::world::keys::PassphraseSource;
use crate::world::{act, ledger, office};
use history::{History, Standing};

/// Decide on a cohort: certify, refuse, or undecided with what is missing.
///
/// Reads every file of the cohort; with one fault in any of them all faults are told and nothing is changed.
/// Candidates whom an approved sheet certified or refused already are left out. What cannot be matched goes into a
/// queue and refuses nobody.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto decide cohort.toml --scheme scheme.toml --officer maria-k")]
pub(crate) struct Args {
    /// The cohort, a TOML file that names its input files.
    cohort: PathBuf,
    /// The certification scheme.
    #[arg(long, value_name = "FILE")]
    scheme: PathBuf,
    /// Who decides.
    #[arg(long, value_parser = id, value_name = "ID")]
    officer: OfficerId,
    /// File with the officer's passphrase; asked for at the terminal without it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let officers = office::officers(&installation)?;
    let officer = act::officer(&officers, &args.officer)?;
    let scheme = office::scheme(&args.scheme)?;
    let now = world.moment()?;
    let folder = CohortFolder::read(&args.cohort, &officers, now)?;
    let cohort = &folder.cohort;
    let mut taken = folder.intake(&scheme.scheme, &officers)?;
    let mut register = ledger::open(&installation, &|notice| printer.say(notice))?;
    let history = History::of(&Records::of(register.as_ref()).with_hands(&Second), scheme.scheme.id(), cohort.id());
    let history = history.map_err(|fault| ledger::refused(&fault))?;
    let outcomes = open_cases(&mut taken, &history, cohort)?;
    let sitting = Sitting {
        scheme: Digest::of(scheme.text.as_bytes()),
        inputs: taken.inputs.clone(),
        officer: officer.id(),
        at: ledger::moment(register.as_ref(), now),
        hands: &Second,
    };
    let (sheet, persons) = draw_up(&scheme.scheme, cohort, outcomes, &officers, sitting)?;
    something_new(&history, &sheet, &persons, &Records::of(register.as_ref()))?;
    ledger::keep_scheme(&installation, &scheme.text)?;
    let passphrase = PassphraseSource::from_option(args.passphrase_file.clone());
    let signed = act::sign(&installation, officer, &passphrase, (DECISION, sheet.act(), sheet.decided_at()))?;
    let signed_act = SignedAct::new(&signed.secured, &signed.opened);
    record_decision(register.as_mut(), &sheet, &persons, officer, &signed_act).map_err(refused)?;
    let changes = history.changes(&sheet, &scheme.scheme);
    let told = Told { sheet: &sheet, persons: &persons, changes: &changes };
    tell(&installation, &scheme.scheme, (told, &taken), world.words(), printer)
}

/// Leaves out whom an approved sheet certified or refused; only what is still open is decided on.
fn open_cases(taken: &mut Intake, history: &History, cohort: &Cohort) -> Result<Vec<Sat>, Failure> {
    let settled = history.settled();
    let mut open = std::mem::take(&mut taken.outcomes);
    open.retain(|outcome| !settled.contains(outcome.candidate()));
    if open.is_empty() {
        let sentence = format!(
            "every candidate of cohort {} is certified or refused already; there is nothing to decide",
            cohort.id()
        );
        return Err(Failure::new(Fault::Conflict, "nothing-open", sentence));
    }
    Ok(open)
}

/// Refuses a sheet that would say what the last one says already.
fn something_new(history: &History, sheet: &Sheet, persons: &[Person], records: &Records<'_>) -> Result<(), Failure> {
    let last = history.says_already(sheet, persons, records).map_err(|fault| ledger::refused(&fault))?;
    let Some((last, standing)) = last else { return Ok(()) };
    let name = last.digest().to_hex().get(..12).unwrap_or("").to_owned();
    let next = match standing {
        Standing::Approved => {
            "its undecided candidates still lack what it says; decide again when that has come".to_owned()
        }
        Standing::Open => format!("have it approved with `attesto approve {name}`"),
    };
    let sentence = format!("nothing changed since sheet {name}, and nothing was written: {next}");
    Err(Failure::new(Fault::Conflict, "nothing-changed", sentence))
}

fn draw_up(
    scheme: &Scheme,
    cohort: &Cohort,
    outcomes: Vec<Sat>,
    officers: &Officers,
    sitting: Sitting<'_>,
) -> Result<(Sheet, Vec<Person>), Failure> {
    Sheet::draw_up(scheme, cohort, outcomes, officers, sitting, &mut || draw::<16>(&mut System)).map_err(|refused| {
        match refused {
            SheetRefused::NotImpartial(why) => Failure::new(Fault::Forbidden, "not-impartial", why),
            other => Failure::new(Fault::Input, "sheet", other),
        }
    })
}

fn refused(refused: RecordRefused) -> Failure {
    match refused {
        RecordRefused::Register(fault) => ledger::refused(&fault),
        other => Failure::new(Fault::Bug, "record", other),
    }
}

fn tell(
    installation: &Installation,
    scheme: &Scheme,
    (told, taken): (Told<'_>, &Intake),
    words: &Words,
    printer: &Printer,
) -> Outcome {
    let sheet = told.sheet;
    let written = sheets::write(installation, scheme, told, words)?;
    let counts = [
        ("certify", sheet.count(Proposal::Certify)),
        ("refuse", sheet.count(Proposal::Refuse)),
        ("undecided", sheet.count(Proposal::Undecided)),
    ];
    let sum = words.label_with("page-sum", &counts.map(|(name, count)| (name, count.to_string())));
    match printer.output() {
        Output::Json => {
            let mut json = sheets::to_json(told, &written);
            if let Some(members) = json.as_object_mut() {
                members.extend(waiting::json(taken));
            }
            printer.answer(&json, "")?;
        }
        Output::Text => {
            let text = format!(
                "{}\n{}\n{sum}\nsheet   {}\nto read {}\n        {}\n\nA second officer approves it:\n  attesto --home {} approve {} --officer ID",
                sheets::table_of(told, words),
                waiting::text(taken),
                sheet.digest(),
                written.html.display(),
                written.csv.display(),
                installation.root().display(),
                sheet.digest().to_hex().get(..12).unwrap_or(""),
            );
            printer.data(text.trim_end());
        }
    }
    Ok(ExitCode::SUCCESS)
}
