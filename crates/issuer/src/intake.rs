//! Files as offices send them, taken all or not at all; every fault of every file is told at once.
//! It decides nothing and opens no file: bytes in, outcomes out, and a queue of what could not be matched.

mod cell;
mod csv;
mod decode;
mod fault;
mod gather;
mod header;
mod limits;
mod marks;
mod meeting;
mod people;
mod presence;
mod question;
mod row;
mod table;
mod why;
mod workbook;

pub use fault::{IntakeFault, IntakeFaults, Why};
pub use header::FIXED_COLUMNS;
pub use limits::IntakeLimits;
pub use question::Question;

use std::io::Read;

use attesto_securing::Digesting;

use crate::calendar::Zones;
use crate::cohort::{Arrival, Cohort, CohortFile, FileKind};
use crate::officer::{Duty, Officers};
use crate::outcome::Outcome;
use crate::resolution::Resolutions;
use crate::scheme::Scheme;
use crate::sheet::Input;
use cell::Way;
use fault::Faults;
use gather::Gathered;
use header::{Columns, Header};
use meeting::Held;
use row::Row;
use table::{Record, Spot};

/// One file as it came; it is read once, from its begin to its end.
pub struct InputFile<'b> {
    /// Its path, as the cohort names it.
    pub path: &'b str,
    /// Its bytes.
    pub bytes: &'b mut dyn Read,
}

/// Under what the files are read.
#[derive(Clone, Copy)]
pub struct Setting<'s> {
    /// The scheme that the cohort sits.
    pub scheme: &'s Scheme,
    /// Which files there are and how they are written.
    pub cohort: &'s Cohort,
    /// Who may have examined.
    pub officers: &'s Officers,
    /// The clocks of the world.
    pub zones: &'s dyn Zones,
    /// What officers resolved already.
    pub resolutions: &'s Resolutions,
    /// How much is read before it is refused.
    pub limits: &'s IntakeLimits,
}

/// What was taken from all files of a cohort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    /// One for each candidate, in the order of the files and their rows.
    pub outcomes: Vec<Outcome>,
    /// What could not be matched or told for sure.
    pub questions: Vec<Question>,
    /// The files that are awaited and not there yet.
    pub outstanding: Vec<String>,
    /// Every file that was read, with its digest.
    pub inputs: Vec<Input>,
}

/// Reads all files of a cohort into outcomes.
///
/// An empty cell of attendance, assessment or examiner is *not known*, never a fault; names, e-mail and reference are
/// needed. Reference and e-mail stand once in the whole cohort, without regard to letter case. An examiner must be an
/// officer with the duty to examine, else impartiality could not be checked. Who is at a meeting is told by e-mail
/// alone; whom nobody knows goes into the queue, and absences that this person could explain are not known.
///
/// # Errors
/// All faults of all files, each with file, sheet, row, column, value, why and remedy; then nothing is taken.
pub fn intake(files: &mut [InputFile<'_>], setting: &Setting<'_>) -> Result<Intake, IntakeFaults> {
    let mut faults = Faults::new(setting.limits.faults);
    let order: Vec<&str> = setting.cohort.files().iter().map(CohortFile::path).collect();
    check(setting, &mut faults);
    for file in files.iter().filter(|file| !order.contains(&file.path)) {
        faults.file(&Spot::of(file.path), Why::NotDeclared);
    }
    let mut gathered = Gathered::of(&order);
    let mut taken = Intake::default();
    // People first, for everything else is about them.
    for declared in setting.cohort.files().iter().filter(|file| file.group().is_some()) {
        file(declared, files, setting, (&mut gathered, &mut taken), &mut faults);
    }
    gathered.unite(&mut faults);
    for declared in setting.cohort.files().iter().filter(|file| file.group().is_none()) {
        file(declared, files, setting, (&mut gathered, &mut taken), &mut faults);
    }
    gathered.settle(setting, &mut faults);
    let intake = Intake { outcomes: gathered.outcomes, questions: gathered.questions, ..taken };
    faults.into_result(intake, &order)
}

/// What cohort, scheme and officers must be to one another.
fn check(setting: &Setting<'_>, faults: &mut Faults) {
    let Setting { scheme, cohort, officers, .. } = setting;
    if cohort.scheme() != scheme.id() {
        faults.cohort(Why::OtherScheme { cohort: cohort.scheme().to_string(), scheme: scheme.id().to_string() });
    }
    for trainer in cohort.trainers().iter().filter(|trainer| officers.find(trainer).is_none()) {
        faults.cohort(Why::UnknownOfficer { found: trainer.to_string() });
    }
    let known = |column: &str| {
        FIXED_COLUMNS.contains(&column)
            || scheme.curriculum().iter().any(|unit| unit.code().as_str() == column)
            || scheme.all_criteria().any(|criterion| criterion.code().as_str() == column)
    };
    for file in cohort.files() {
        let spot = Spot::of(file.path());
        for column in file.layout().mapped().filter(|column| !known(column)) {
            faults.cell(&spot, 0, column, "", Why::UnknownMapping);
        }
        if let FileKind::Assessment { examiner, .. } = file.kind() {
            let may_examine = |id| officers.find(id).is_some_and(|officer| officer.may(Duty::Examine));
            if examiner.as_ref().is_some_and(|id| !may_examine(id)) {
                faults.file(&spot, Why::UnknownExaminer);
            }
        }
    }
}

/// Reads one file, if it is there.
fn file(
    declared: &CohortFile,
    files: &mut [InputFile<'_>],
    setting: &Setting<'_>,
    (gathered, taken): (&mut Gathered, &mut Intake),
    faults: &mut Faults,
) {
    let path = declared.path();
    let Some(file) = files.iter_mut().find(|file| file.path == path) else {
        match declared.arrival() {
            Arrival::Awaited => taken.outstanding.push(path.to_owned()),
            Arrival::Due => faults.file(&Spot::of(path), Why::NotGiven),
        }
        return;
    };
    let held = match declared.kind() {
        FileKind::Attendance(meeting) => match Held::of(meeting, setting) {
            Ok(held) => Some(held),
            Err(why) => return faults.file(&Spot::of(path), why),
        },
        FileKind::Assessment { assessment, .. } => {
            if setting.scheme.assessments().iter().all(|one| one.code() != assessment) {
                return faults.file(&Spot::of(path), Why::UnknownAssessment);
            }
            None
        }
        FileKind::Candidates(_) | FileKind::Outcomes(_) => None,
    };
    let mut read = Digested { bytes: &mut *file.bytes, digesting: Digesting::default() };
    rows_of(&mut read, declared, held.as_ref(), setting, gathered, faults);
    if let Some(held) = &held {
        gathered.was_held(held);
    }
    taken.inputs.push(Input::new(path.to_owned(), read.digesting.finish()));
}

/// Reads the rows of one file, the header first.
fn rows_of(
    bytes: &mut dyn Read,
    declared: &CohortFile,
    held: Option<&Held<'_>>,
    setting: &Setting<'_>,
    gathered: &mut Gathered,
    faults: &mut Faults,
) {
    let spot = Spot::of(declared.path());
    let columns = Columns::of(declared, setting.scheme);
    let way = Way::of(declared);
    let mut header: Option<Option<Header>> = None;
    let mut rows = 0_usize;
    let before = faults.count();
    let mut take = |mut record: Record, spot: &Spot, faults: &mut Faults| {
        let Some(header) = &header else {
            header = Some(Header::read(&record, declared.layout(), &columns, spot, faults));
            return;
        };
        rows += 1;
        let Some(header) = header else { return };
        if declared.is_workbook() && record.width < header.width() {
            // A workbook leaves out the empty cells at the end of a row.
            record.width = header.width();
        }
        if record.width != header.width() {
            let (found, expected) = (record.width, header.width());
            return faults.row(spot, record.number, Why::UnevenRow { found, expected });
        }
        let row = Row { spot, record: &record, header, setting, declared, way };
        match (declared.kind(), held) {
            (FileKind::Outcomes(group) | FileKind::Candidates(group), _) => people::take(&row, group, gathered, faults),
            (FileKind::Assessment { assessment, examiner }, _) => {
                marks::take(&row, (assessment, examiner.as_ref()), gathered, faults);
            }
            (FileKind::Attendance(_), Some(held)) => meeting::take(&row, held, gathered, faults),
            (FileKind::Attendance(_), None) => {}
        }
    };
    let read = if declared.is_workbook() {
        workbook::rows(bytes, declared, setting.limits, faults, &mut take)
    } else {
        let mut of_text = |record: Record, faults: &mut Faults| take(record, &spot, faults);
        csv::rows(bytes, declared, (&spot, setting.limits), faults, &mut of_text).map_err(|why| (None, why))
    };
    match (read, header) {
        (Err((sheet, why)), _) => faults.file(&Spot { sheet, ..spot }, why),
        (Ok(()), None) if faults.count() == before => faults.file(&spot, Why::Empty),
        (Ok(()), Some(Some(_))) if rows == 0 && faults.count() == before => faults.file(&spot, Why::NoRows),
        (Ok(()), _) => {}
    }
}

/// A file that is digested as it is read.
struct Digested<'b> {
    bytes: &'b mut dyn Read,
    digesting: Digesting,
}

impl Read for Digested<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.digesting.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

#[cfg(test)]
pub(crate) mod tests;
