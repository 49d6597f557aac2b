//! A cohort: which files belong together, under which scheme, how each office writes them, and who trained.
//! It reads no outcome; `intake` does.

mod file;
mod layout;

pub use file::{Arrival, CohortFile, FileKind, Group, Meeting};
pub(crate) use layout::folded;
pub use layout::{DateOrder, Decimal, Encoding, Layout, Separator};

use std::collections::{BTreeMap, BTreeSet};

use attesto_credential::{Iri, Line};

use crate::code::{Code, OfficerId};
use crate::form::{Form, FormFaults, Section};

/// A group of candidates who are decided on together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort {
    id: Code,
    scheme: Iri,
    title: Line,
    zone: Line,
    trainers: Vec<OfficerId>,
    files: Vec<CohortFile>,
}

impl Cohort {
    /// Reads a cohort file (`format = 1`).
    ///
    /// # Errors
    /// All faults at once, each with line, key, value and remedy.
    pub fn parse(toml_text: &str) -> Result<Self, FormFaults> {
        Form::new("cohort", toml_text).read(|form| {
            let names = (form.parsed("id", Code::parse), form.parsed("scheme", Iri::parse));
            let texts = (form.parsed("title", Line::parse), form.parsed("zone", crate::scheme::zone));
            let trainers = form.list("trainers", OfficerId::parse);
            let layouts = layouts(form);
            let files = form.each("files", |section| file::file(section, &layouts));
            let mut seen = BTreeSet::new();
            for path in files.iter().flatten().map(CohortFile::path) {
                if !seen.insert(path) {
                    form.fault("files", format!("{path} stands twice"), "name each file once");
                }
            }
            Some(Self {
                id: names.0?,
                scheme: names.1?,
                title: texts.0?,
                zone: texts.1?,
                trainers: trainers?,
                files: files?,
            })
        })
    }

    /// The cohort's own name.
    pub fn id(&self) -> &Code {
        &self.id
    }

    /// The version of the scheme it is decided by.
    pub fn scheme(&self) -> &Iri {
        &self.scheme
    }

    /// The title for people.
    pub fn title(&self) -> &Line {
        &self.title
    }

    /// The IANA time zone of its days.
    pub fn zone(&self) -> &Line {
        &self.zone
    }

    /// Who trained its candidates.
    pub fn trainers(&self) -> &[OfficerId] {
        &self.trainers
    }

    /// Its files.
    pub fn files(&self) -> &[CohortFile] {
        &self.files
    }
}

/// The layouts that files may name; those at fault are told and left out.
fn layouts(form: &Section<'_>) -> BTreeMap<String, Layout> {
    let mut layouts = BTreeMap::new();
    let read = |section: &Section<'_>| {
        let read = (section.parsed("name", Code::parse), Layout::read(section));
        Some((read.0?.to_string(), read.1?))
    };
    for (name, layout) in form.each_or_none("layouts", read).unwrap_or_default() {
        if layouts.insert(name.clone(), layout).is_some() {
            form.fault("layouts", format!("{name} stands twice"), "give each layout a name of its own");
        }
    }
    layouts
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const TEXT: &str = r#"
format = 1
id = "pilot"
scheme = "https://attesto.example/demo-body/schemes/social-innovation-manager/1.0"
title = "Pilot cohort"
zone = "Europe/Brussels"
trainers = ["train-1"]
[[files]]
path = "greece.csv"
country = "GR"
language = "el"
[[files]]
path = "italy.csv"
country = "IT"
language = "it"
separator = "semicolon"
"#;

    #[test]
    fn a_cohort_names_its_files() {
        let cohort = Cohort::parse(TEXT).unwrap();
        let files: Vec<(&str, Separator)> =
            cohort.files().iter().map(|file| (file.path(), file.layout().separator())).collect();
        assert_eq!(files, [("greece.csv", Separator::Comma), ("italy.csv", Separator::Semicolon)]);
    }

    #[test]
    fn a_path_cannot_lead_out_of_the_folder() {
        for bad in ["../x.csv", "/etc/passwd", "a/../b", "", "a//b", "C:\\\\x", "./a"] {
            let text = TEXT.replace("greece.csv", bad);
            let faults = Cohort::parse(&text).unwrap_err();
            assert_eq!(faults.faults().iter().map(|fault| fault.key()).collect::<Vec<_>>(), ["files[1].path"], "{bad}");
        }
    }
}
