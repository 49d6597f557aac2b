//! `cohort resolve`: an officer says what files cannot, with a reason and a signature; it survives every re-import.

use std::path::PathBuf;
use std::process::ExitCode;

use attesto_credential::Line;
use attesto_issuer::{
    Answer, CandidateReference, Code, Duty, Email, OfficerId, RESOLUTION, Resolution, Resolutions, Stranger,
    resolution_act, signature_line,
};
use serde_json::json;

use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::officer::id;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::cohort::CohortFolder;
use crate::world::files::{self, Audience};
use crate::world::keys::PassphraseSource;
use crate::world::{act, office};

/// Resolve one thing of the queue, with a reason: who somebody is, that two are one person or two, how long one was there.
///
/// The entry is put behind those in `resolutions.toml` beside the cohort, and signed by the officer over all that
/// stands before it. A file that was changed otherwise is refused from then on.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  \
    attesto cohort resolve cohort.toml --email guest@home.example --is GR-007 --officer maria-k --because \"her own address\"\n  \
    attesto cohort resolve cohort.toml --one-person GR-007 GR-019 --officer maria-k --because \"registered twice\"")]
pub(crate) struct Args {
    /// The cohort, a TOML file that names its input files.
    cohort: PathBuf,
    #[command(flatten)]
    matter: Matter,
    #[command(flatten)]
    who: Who,
    /// Why, in one line.
    #[arg(long, value_parser = line)]
    because: Line,
    /// Who resolves it: an officer with the duty to decide.
    #[arg(long, value_parser = id, value_name = "ID")]
    officer: OfficerId,
    /// File with the officer's passphrase; asked for at the terminal without it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// What it is about: one of these.
#[derive(clap::Args, Debug)]
#[group(required = true, multiple = false)]
struct Matter {
    /// Somebody by this e-mail address.
    #[arg(long, value_parser = email)]
    email: Option<Email>,
    /// Somebody by the name that a meeting showed without an e-mail; with --file.
    #[arg(long, requires = "file")]
    name: Option<String>,
    /// Somebody by a reference that no candidate has.
    #[arg(long, value_parser = reference)]
    reference: Option<CandidateReference>,
    /// These two are one person; the first reference is kept.
    #[arg(long, num_args = 2, value_parser = reference, value_names = ["KEPT", "OTHER"])]
    one_person: Option<Vec<CandidateReference>>,
    /// These two, of one name, are two persons.
    #[arg(long, num_args = 2, value_parser = reference, value_names = ["ONE", "OTHER"])]
    two_persons: Option<Vec<CandidateReference>>,
    /// This candidate was present for some minutes; with --unit and --minutes.
    #[arg(long, value_parser = reference, value_name = "CANDIDATE", requires = "unit", requires = "minutes")]
    present: Option<CandidateReference>,
}

/// What is said of it.
#[derive(clap::Args, Debug)]
struct Who {
    /// The file that the name stands in.
    #[arg(long, requires = "name")]
    file: Option<String>,
    /// It is this candidate.
    #[arg(long, value_parser = reference, value_name = "CANDIDATE", conflicts_with = "no_candidate")]
    is: Option<CandidateReference>,
    /// It is no candidate.
    #[arg(long)]
    no_candidate: bool,
    /// The unit.
    #[arg(long, value_parser = code, requires = "present")]
    unit: Option<Code>,
    /// Minutes present.
    #[arg(long, requires = "present")]
    minutes: Option<u32>,
}

fn line(text: &str) -> Result<Line, String> {
    Line::parse(text).map_err(|fault| fault.to_string())
}

fn email(text: &str) -> Result<Email, String> {
    Email::parse(text).map_err(|fault| fault.to_string())
}

fn reference(text: &str) -> Result<CandidateReference, String> {
    CandidateReference::parse(text).map_err(|fault| fault.to_string())
}

fn code(text: &str) -> Result<Code, String> {
    Code::parse(text).map_err(|fault| fault.to_string())
}

pub(super) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let officers = office::officers(&installation)?;
    let officer = act::officer(&officers, &args.officer)?;
    if !officer.may(Duty::Decide) {
        let sentence = format!(
            "officer {} has not the duty to decide and may not resolve; have such an officer do it",
            officer.id()
        );
        return Err(Failure::new(Fault::Forbidden, "not-authorised", sentence));
    }
    let at = world.moment()?;
    let folder = CohortFolder::read(&args.cohort, &officers, at)?;
    let entry = Resolution::new(answer(args)?, args.because.clone(), officer.id().clone(), at);
    let before =
        if folder.resolved.is_empty() { Resolutions::empty_file(folder.cohort.id()) } else { folder.resolved.clone() };
    let text = before + &entry.to_toml();
    let number = folder.resolutions.all().len() + 1;
    let body = resolution_act(folder.cohort.id(), number, &text);
    let passphrase = PassphraseSource::from_option(args.passphrase_file.clone());
    let signed = act::sign(&installation, officer, &passphrase, (RESOLUTION, body, at))?;
    let path = folder.resolutions_path();
    files::write(&path, (text + &signature_line(signed.secured.text())).as_bytes(), Audience::Owner)?;
    // Read again as every later verb will read it: what would be refused then is told now.
    CohortFolder::read(&args.cohort, &officers, at)?;
    let said = format!("entry {number}, signed by {} ({})\n  in {}", officer.name(), officer.id(), path.display());
    printer.answer(&json!({"entry": number, "by": officer.id().as_str(), "file": path}), &said)?;
    Ok(ExitCode::SUCCESS)
}

fn answer(args: &Args) -> Result<Answer, Failure> {
    let Matter { email, name, reference, one_person, two_persons, present } = &args.matter;
    if let Some([kept, other]) = one_person.as_deref() {
        return Ok(Answer::OnePerson(kept.clone(), other.clone()));
    }
    if let Some([one, other]) = two_persons.as_deref() {
        return Ok(Answer::TwoPersons(one.clone(), other.clone()));
    }
    if let (Some(candidate), Some(unit), Some(minutes)) = (present, &args.who.unit, args.who.minutes) {
        return Ok(Answer::Present(candidate.clone(), unit.clone(), minutes));
    }
    let named = name.as_ref().zip(args.who.file.as_ref()).map(|(name, file)| Stranger::name(file, name));
    let stranger =
        email.as_ref().map(Stranger::email).or_else(|| reference.as_ref().map(Stranger::reference)).or(named);
    match (stranger, &args.who.is, args.who.no_candidate) {
        (Some(stranger), Some(candidate), false) => Ok(Answer::IsCandidate(stranger, candidate.clone())),
        (Some(stranger), None, true) => Ok(Answer::NoCandidate(stranger)),
        _ => {
            let sentence = "nothing is said of whom this is; add --is CANDIDATE or --no-candidate";
            Err(Failure::new(Fault::Input, "resolution", sentence))
        }
    }
}
