//! `person`: what the body holds of one person, given to them, or erased.
//! A person is meant by certificate number or candidate reference, never by name: names stay out of command lines.

mod erase;
mod export;
mod traces;

use attesto_credential::CertificateNumber;
use attesto_issuer::{Candidacy, CandidateReference, Code, Held, Records, Register, candidacies, held, same_email};

use super::Outcome;
use super::args::World;
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::ledger;

/// Give a person everything held about them, or erase them.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand, Debug)]
enum Act {
    Erase(erase::Args),
    Export(export::Args),
}

/// Who is meant.
#[derive(clap::Args, Debug)]
struct Whom {
    /// Certificate number, or the cohort's reference of the candidate.
    #[arg(value_name = "NUMBER|CANDIDATE")]
    whom: String,
    /// The cohort, where several have a candidate of that reference.
    #[arg(long, value_name = "ID", value_parser = code)]
    cohort: Option<Code>,
}

fn code(text: &str) -> Result<Code, String> {
    Code::parse(text).map_err(|fault| fault.to_string())
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    match &args.act {
        Act::Erase(args) => erase::run(args, world, printer),
        Act::Export(args) => export::run(args, world, printer),
    }
}

impl Whom {
    /// What is held of the one who is meant.
    fn held(&self, register: &dyn Register) -> Result<Held, Failure> {
        held(register, &self.candidacy(register)?).map_err(|fault| ledger::refused(&fault))
    }

    fn candidacy(&self, register: &dyn Register) -> Result<Candidacy, Failure> {
        if let Ok(number) = CertificateNumber::parse(&self.whom) {
            let certification =
                Records::of(register).certification(&number).map_err(|fault| ledger::refused(&fault))?;
            let certification = certification.ok_or_else(|| self.nobody())?;
            return Ok(Candidacy {
                scheme: certification.scheme().id().clone(),
                cohort: certification.cohort().clone(),
                candidate: certification.candidate().clone(),
            });
        }
        let candidate = CandidateReference::parse(&self.whom).map_err(|_| self.nobody())?;
        let mut found = candidacies(register, &candidate).map_err(|fault| ledger::refused(&fault))?;
        found.retain(|one| self.cohort.as_ref().is_none_or(|cohort| one.cohort == *cohort));
        match found.as_slice() {
            [one] => Ok(one.clone()),
            [] => Err(self.nobody()),
            several => {
                let cohorts: Vec<&str> = several.iter().map(|one| one.cohort.as_str()).collect();
                let sentence = format!(
                    "{} is a candidate of several cohorts ({}); name one with --cohort, or give the certificate number",
                    self.whom,
                    cohorts.join(", ")
                );
                Err(Failure::new(Fault::Conflict, "several-persons", sentence))
            }
        }
    }

    fn nobody(&self) -> Failure {
        let sentence =
            format!("the register has no certificate number or candidate {:?}; see the sheet or the badge", self.whom);
        Failure::new(Fault::NotFound, "no-person", sentence)
    }
}

/// Other candidacies under the same e-mail address, as they are called.
fn elsewhere(register: &dyn Register, held: &Held) -> Result<Vec<String>, Failure> {
    let others = same_email(register, held).map_err(|fault| ledger::refused(&fault))?;
    Ok(others.iter().map(|one| format!("{} of cohort {}", one.candidate, one.cohort)).collect())
}
