//! The body's own files: officers, scheme, cohort with its input files.
//! Reads them and names the file in every fault; what they mean is the issuer's.

use std::path::Path;

use attesto_issuer::{Cohort, FormFaults, Officers, Scheme};

use super::config::Installation;
use super::files;
use crate::fault::{Failure, Place};

/// Reads the officers of the installation.
pub(crate) fn officers(installation: &Installation) -> Result<Officers, Failure> {
    let path = installation.path(&installation.written().folders.officers);
    form(&path, &files::read_text(&path)?, Officers::parse)
}

/// The officers of the installation; none before the first was added.
pub(crate) fn officers_if_any(installation: &Installation) -> Result<Officers, Failure> {
    let path = installation.path(&installation.written().folders.officers);
    if path.exists() { officers(installation) } else { Ok(Officers::default()) }
}

/// A scheme with the text it was read from, whose digest a decision is bound to.
pub(crate) struct SchemeFile {
    pub(crate) text: String,
    pub(crate) scheme: Scheme,
}

/// Reads a scheme.
pub(crate) fn scheme(path: &Path) -> Result<SchemeFile, Failure> {
    let text = files::read_text(path)?;
    let scheme = form(path, &text, Scheme::parse)?;
    Ok(SchemeFile { text, scheme })
}

/// Reads a cohort, with the text it was read from.
pub(crate) fn cohort(path: &Path) -> Result<(Cohort, String), Failure> {
    let text = files::read_text(path)?;
    Ok((form(path, &text, Cohort::parse)?, text))
}

/// Reads a form and tells all its faults with the file's name.
fn form<T>(path: &Path, text: &str, parse: impl Fn(&str) -> Result<T, FormFaults>) -> Result<T, Failure> {
    parse(text).map_err(|faults| form_faults(path, &faults))
}

/// All faults of a form, with the file's name.
pub(crate) fn form_faults(path: &Path, faults: &FormFaults) -> Failure {
    let file = path.display().to_string();
    let sentence = format!("{file} has {} fault(s); nothing was changed", faults.faults().len());
    let places = faults.faults().iter().map(|fault| Place {
        file: file.clone(),
        row: u64::try_from(fault.line()).ok(),
        column: Some(fault.key().to_owned()),
        value: Some(fault.value().to_owned()),
        why: fault.why().to_owned(),
        remedy: fault.remedy().to_owned(),
        ..Place::default()
    });
    Failure::at("form", sentence, places.collect())
}
