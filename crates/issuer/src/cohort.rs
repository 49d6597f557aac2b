//! A cohort: which files of outcomes belong together, under which scheme, and who trained.
//! It reads no outcome; `intake` does.

use std::collections::BTreeSet;

use attesto_credential::{Iri, Language, Line};

use crate::code::{Code, Country, OfficerId};
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

/// One file of outcomes, with what all its rows share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortFile {
    path: String,
    country: Country,
    language: Language,
    separator: Separator,
}

/// What stands between the cells of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
}

impl CohortFile {
    /// The path beside the cohort file, with `/`, never out of its folder.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The country of its candidates.
    pub fn country(&self) -> &Country {
        &self.country
    }

    /// The language of their credentials.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// What stands between its cells.
    pub fn separator(&self) -> Separator {
        self.separator
    }
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
            let files = form.each("files", file);
            let mut seen = BTreeSet::new();
            for path in files.iter().flatten().map(|file| &file.path) {
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

fn file(section: &Section<'_>) -> Option<CohortFile> {
    let path = section.parsed("path", path);
    let read = (section.parsed("country", Country::parse), section.parsed("language", Language::parse));
    let separator = section.optional("separator", |text| match text {
        "comma" => Ok(Separator::Comma),
        "semicolon" => Ok(Separator::Semicolon),
        _ => Err("is not a separator; write comma or semicolon"),
    });
    Some(CohortFile {
        path: path?,
        country: read.0?,
        language: read.1?,
        separator: separator?.unwrap_or(Separator::Comma),
    })
}

fn path(text: &str) -> Result<String, &'static str> {
    let holds = text.len() <= 255
        && !text.contains(['\\', ':'])
        && !text.chars().any(char::is_control)
        && text.split('/').all(|step| !step.is_empty() && step != "." && step != "..");
    if holds {
        Ok(text.to_owned())
    } else {
        Err("leads out of the folder; write a path beside this file, as in italy.csv")
    }
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
        let files: Vec<(&str, Separator)> = cohort.files().iter().map(|file| (file.path(), file.separator())).collect();
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
