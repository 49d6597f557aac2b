//! `approve`: a second officer approves a sheet; what was decided becomes certifications with their numbers.

use std::path::PathBuf;
use std::process::ExitCode;

use attesto_credential::Date;
use attesto_issuer::{
    APPROVAL, Approval, ApprovalRefused, Calendar, Certification, NumbersRefused, OfficerId, RecordRefused, Records,
    Scheme, Sheet, SignedAct, approve, record_approval,
};
use serde_json::json;

use super::Outcome;
use super::args::World;
use super::decide::history::History;
use super::officer::id;
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::clock::Zone;
use crate::world::hands::Second;
use crate::world::keys::PassphraseSource;
use crate::world::{act, ledger, office};

/// Approve a sheet of decisions: refused to whoever decided, examined or trained.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto approve 3f9c2a71b0d4 --officer nikos-p")]
pub(crate) struct Args {
    /// Digest of the sheet, or its first 8 or more digits.
    sheet: String,
    /// Who approves.
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
    let mut register = ledger::open(&installation, &|notice| printer.say(notice))?;
    let records = Records::of(register.as_ref()).with_hands(&Second);
    let sheet = ledger::sheet(&records, &args.sheet)?;
    let digest = sheet.digest();
    if records.approval(&digest).map_err(|fault| ledger::refused(&fault))?.is_some() {
        let sentence = format!("sheet {digest} is approved already; issue it with `attesto issue {}`", args.sheet);
        return Err(Failure::new(Fault::Conflict, "approved-already", sentence));
    }
    must_be_latest(&records, &sheet)?;
    let scheme = ledger::scheme_of(&installation, &sheet)?;
    let at = ledger::moment(register.as_ref(), world.moment()?);
    let approval = approve(&sheet, &scheme, officer.id(), &officers, at, &Second).map_err(refused)?;
    let certifications = certifications(&approval, &scheme, &records, installation.zone())?;
    let numbers: Vec<_> = certifications.iter().map(|one| one.number().clone()).collect();
    let passphrase = PassphraseSource::from_option(args.passphrase_file.clone());
    let signed = act::sign(&installation, officer, &passphrase, (APPROVAL, approval.act(&numbers), at))?;
    let signed_act = SignedAct::new(&signed.secured, &signed.opened);
    let recorded = record_approval(register.as_mut(), &approval, &certifications, officer, &signed_act);
    recorded.map_err(not_recorded)?;
    let refused = approval.refused().count();
    let undecided = sheet.rows().len() - refused - certifications.len();
    let text = format!(
        "{} certified, {refused} refused, {undecided} left undecided, approved by {} ({})\n  numbers  {}\n\nIssue their credentials:\n  attesto --home {} issue {} --officer ID",
        certifications.len(),
        officer.name(),
        officer.id(),
        span(&numbers),
        installation.root().display(),
        digest.to_hex().get(..12).unwrap_or(""),
    );
    let json = json!({"sheet": digest.to_hex(), "approved_by": officer.id().as_str(), "certified": numbers.iter().map(|n| n.as_str()).collect::<Vec<_>>(), "refused": refused, "undecided": undecided});
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}

/// A sheet whose candidates were decided on again is outdated: its figures are no longer those that are known.
fn must_be_latest(records: &Records<'_>, sheet: &Sheet) -> Result<(), Failure> {
    let later = History::later_than(records, sheet).map_err(|fault| ledger::refused(&fault))?;
    let Some(later) = later else { return Ok(()) };
    let later = later.digest().to_hex().get(..12).unwrap_or("").to_owned();
    let sentence = format!(
        "candidates of sheet {} were decided on again on sheet {later}; look at that one and approve it instead",
        sheet.digest()
    );
    Err(Failure::new(Fault::Conflict, "outdated", sentence))
}

fn span(numbers: &[attesto_credential::CertificateNumber]) -> String {
    match (numbers.first(), numbers.last()) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(only), _) => only.to_string(),
        _ => "none".to_owned(),
    }
}

/// The certifications: numbered by the year where the body is, valid by the days of the scheme.
fn certifications(
    approval: &Approval<'_>,
    scheme: &Scheme,
    records: &Records<'_>,
    body: &Zone,
) -> Result<Vec<Certification>, Failure> {
    let zone = Zone::named(scheme.zone().as_str())?;
    let (year, ..) = Date::parts(body.local_date(approval.at()));
    let year = u16::try_from(year).map_err(|error| Failure::new(Fault::Config, "clock", error))?;
    let numbers =
        records.next_numbers(scheme.code(), year, approval.certified().count()).map_err(|refused| match refused {
            NumbersRefused::Register(fault) => ledger::refused(&fault),
            other => Failure::new(Fault::Config, "numbers", other),
        })?;
    approval
        .certifications(scheme, &numbers, &zone)
        .map_err(|fault| Failure::new(Fault::Config, "certification", fault))
}

fn refused(refused: ApprovalRefused) -> Failure {
    match refused {
        ApprovalRefused::NothingDecided => Failure::new(Fault::Conflict, "nothing-decided", refused),
        ApprovalRefused::DoesNotFollow => Failure::new(Fault::Conflict, "does-not-follow", refused),
        ApprovalRefused::BeforeDecision { .. } => Failure::new(Fault::Config, "clock-backwards", refused),
        _ => Failure::new(Fault::Forbidden, "not-impartial", refused),
    }
}

fn not_recorded(refused: RecordRefused) -> Failure {
    match refused {
        RecordRefused::Register(fault) => ledger::refused(&fault),
        other => Failure::new(Fault::Bug, "record", other),
    }
}
