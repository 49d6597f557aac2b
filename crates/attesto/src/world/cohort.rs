//! A cohort on disk: the file that describes it, the files it names, and what officers resolved.
//! What they mean is the issuer's; every fault of them is told at once, with its place.

use std::fs::File;
use std::path::{Path, PathBuf};

use attesto_credential::{Secured, Timestamp};
use attesto_issuer::{
    Cohort, CohortFile, Input, InputFile, Intake, IntakeFault, IntakeFaults, IntakeLimits, Officers, Resolutions,
    ResolutionsRefused, Scheme, Setting, intake,
};
use attesto_securing::{Contexts, Digest, Keys, open};

use super::clock::Bundled;
use super::{files, office};
use crate::fault::{Failure, Fault, Place};

/// The name of the file of resolutions, beside the cohort's.
pub(crate) const RESOLUTIONS: &str = "resolutions.toml";

/// A cohort with what officers resolved for it.
pub(crate) struct CohortFolder {
    pub(crate) cohort: Cohort,
    pub(crate) resolutions: Resolutions,
    /// The text of the resolutions; empty if there is no file.
    pub(crate) resolved: String,
    folder: PathBuf,
    own: Vec<Input>,
}

impl CohortFolder {
    /// Reads the cohort's file and its resolutions, and believes these only if every entry is signed.
    pub(crate) fn read(path: &Path, officers: &Officers, at: Timestamp) -> Result<Self, Failure> {
        let (cohort, text) = office::cohort(path)?;
        let folder = path.parent().unwrap_or(Path::new(".")).to_owned();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut own = vec![Input::new(name, Digest::of(text.as_bytes()))];
        let beside = folder.join(RESOLUTIONS);
        let resolved = if beside.exists() { files::read_text(&beside)? } else { String::new() };
        let resolutions = if resolved.is_empty() {
            Resolutions::none()
        } else {
            own.push(Input::new(RESOLUTIONS.to_owned(), Digest::of(resolved.as_bytes())));
            believed(&beside, &resolved, &cohort, officers, at)?
        };
        Ok(Self { cohort, resolutions, resolved, folder, own })
    }

    /// Where its resolutions stand, or will.
    pub(crate) fn resolutions_path(&self) -> PathBuf {
        self.folder.join(RESOLUTIONS)
    }

    /// Takes all its files; the inputs are those, the cohort's own file and the resolutions.
    pub(crate) fn intake(&self, scheme: &Scheme, officers: &Officers) -> Result<Intake, Failure> {
        let mut opened: Vec<(&str, File)> = Vec::new();
        for path in self.cohort.files().iter().map(CohortFile::path) {
            opened.extend(files::open(&self.folder.join(path))?.map(|file| (path, file)));
        }
        let mut given: Vec<InputFile<'_>> = Vec::new();
        for (path, bytes) in &mut opened {
            given.push(InputFile { path, bytes });
        }
        let limits = IntakeLimits::terminal();
        let Self { cohort, resolutions, .. } = self;
        let setting = Setting { scheme, cohort, officers, zones: &Bundled, resolutions, limits: &limits };
        let mut taken = intake(&mut given, &setting).map_err(|faults| not_taken(&faults))?;
        taken.inputs.extend(self.own.iter().cloned());
        Ok(taken)
    }
}

fn believed(
    path: &Path,
    text: &str,
    cohort: &Cohort,
    officers: &Officers,
    at: Timestamp,
) -> Result<Resolutions, Failure> {
    let told = |refused: ResolutionsRefused| match refused {
        ResolutionsRefused::Form(faults) => office::form_faults(path, &faults),
        other => Failure::new(Fault::Forbidden, "resolutions", format!("{}: {other}", path.display())),
    };
    let mut opened = Vec::new();
    for (index, signature) in Resolutions::signatures(text).map_err(told)?.iter().enumerate() {
        let broken = |why: String| {
            let sentence = format!(
                "{}: the signature of entry {} does not hold ({why}); put the file back as `attesto cohort resolve` wrote it",
                path.display(),
                index + 1
            );
            Failure::new(Fault::Forbidden, "resolutions", sentence)
        };
        let secured = Secured::parse(signature.as_bytes()).map_err(|fault| broken(fault.to_string()))?;
        let one = open(&[secured], &Keys::new(), &Contexts::empty(), at).pop();
        opened.extend(one.transpose().map_err(|fault| broken(fault.to_string()))?);
    }
    Resolutions::believe(text, &opened, cohort.id(), officers).map_err(told)
}

/// All faults of all files, in one table.
fn not_taken(faults: &IntakeFaults) -> Failure {
    let place = |fault: &IntakeFault| Place {
        file: if fault.file().is_empty() { "cohort".to_owned() } else { fault.file().to_owned() },
        sheet: fault.sheet().map(str::to_owned),
        row: fault.row().filter(|row| *row > 0).and_then(|row| u64::try_from(row).ok()),
        column: fault.column().map(str::to_owned),
        value: Some(fault.value().to_owned()),
        why: fault.why().to_string(),
        remedy: fault.why().remedy().to_owned(),
        code: Some(fault.why().code()),
    };
    let untold = if faults.untold() > 0 { format!(" and {} more", faults.untold()) } else { String::new() };
    let sentence =
        format!("the files cannot be taken: {} fault(s){untold}; nothing was changed", faults.faults().len());
    Failure::at("intake", sentence, faults.faults().iter().map(place).collect())
}
