//! What the verbs wrote about a person outside the register: badges in the output folder, sheets for people.
//! Files somebody carried elsewhere are not known here.

use std::collections::BTreeSet;

use attesto_credential::{FullName, Line, PersonName};
use attesto_issuer::{Email, Held, Person, Records, Register, Sheet};

use crate::cli::args::World;
use crate::cli::decide::history::History;
use crate::cli::sheets;
use crate::fault::{Failure, Fault};
use crate::sheet::Told;
use crate::world::config::Installation;
use crate::world::{answers, files, ledger, links};

/// What was done about the files.
pub(super) struct Traces {
    /// Overwritten and removed.
    pub(super) removed: Vec<String>,
    /// Written anew without the name.
    pub(super) rewritten: Vec<String>,
    /// Input files that the decisions rest on; they are the offices'.
    pub(super) inputs: BTreeSet<String>,
}

/// Overwrites and removes what the verbs wrote about an erased person, and writes the sheets for people anew.
pub(super) fn clear(
    installation: &Installation,
    world: &World,
    register: &dyn Register,
    held: &Held,
) -> Result<Traces, Failure> {
    let mut traces = Traces { removed: Vec::new(), rewritten: Vec::new(), inputs: BTreeSet::new() };
    let out = installation.path(&installation.written().folders.out);
    for certification in &held.certifications {
        let folder = out.join(certification.number().as_str());
        if folder.is_dir() {
            files::destroy_folder(&folder)?;
            traces.removed.push(folder.display().to_string());
        }
    }
    let public = installation.path(&installation.written().folders.public);
    if links::clear(register, &public)? > 0 {
        traces.removed.push(public.join(links::FOLDER).display().to_string());
    }
    answers::clear(installation, register)?;
    for sitting in &held.sittings {
        traces.inputs.extend(sitting.sheet.inputs().iter().map(|input| input.path().to_owned()));
        for path in sheets::paths(installation, &sitting.sheet) {
            if path.is_file() {
                files::destroy(&path)?;
                rewrite(installation, world, register, &sitting.sheet)?;
                traces.rewritten.push(path.display().to_string());
            }
        }
    }
    Ok(traces)
}

fn rewrite(installation: &Installation, world: &World, register: &dyn Register, sheet: &Sheet) -> Result<(), Failure> {
    let records = Records::of(register);
    let person = |row: &attesto_issuer::SheetRow| {
        let person = records.person(&row.person()).map_err(|fault| ledger::refused(&fault))?;
        person.map_or_else(|| nobody(row.candidate()), Ok)
    };
    let persons = sheet.rows().iter().map(person).collect::<Result<Vec<_>, _>>()?;
    let scheme = ledger::scheme_of(installation, sheet)?;
    let history =
        History::of(&records, sheet.scheme().id(), sheet.cohort()).map_err(|fault| ledger::refused(&fault))?;
    let changes = history.changes(sheet, &scheme);
    let told = Told { sheet, persons: &persons, changes: &changes };
    sheets::write(installation, &scheme, told, world.words()).map(|_| ())
}

/// Who stands where an erased person stood.
fn nobody(candidate: &attesto_issuer::CandidateReference) -> Result<Person, Failure> {
    let bug = |fault: &dyn std::fmt::Display| Failure::new(Fault::Bug, "sheet", fault);
    let word = Line::parse("(erased)").map_err(|fault| bug(&fault))?;
    let email = Email::parse("erased@attesto.invalid").map_err(|fault| bug(&fault))?;
    let name = PersonName::new(FullName::new(word.clone(), word), None);
    Ok(Person::new(candidate.clone(), name, email, [0; 16]))
}
