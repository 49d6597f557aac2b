//! One file of a cohort: what it holds, for whom, and how it is written.
//! It opens nothing; bytes come to `intake` from the roof.

use std::collections::BTreeMap;

use attesto_credential::{Language, Line};

use super::layout::Layout;
use crate::calendar::WallTime;
use crate::code::{Code, Country, OfficerId};
use crate::form::Section;

/// One file, with what all its rows share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortFile {
    path: String,
    kind: FileKind,
    arrival: Arrival,
    layout: Layout,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Marks under the criteria of one assessment, a row per candidate.
    Assessment {
        /// Which assessment of the scheme.
        assessment: Code,
        /// Who examined, if it is one for all rows; else a column says it.
        examiner: Option<OfficerId>,
    },
    /// Who joined a meeting and left it, and when; a row per stay.
    Attendance(Meeting),
    /// Who sits the scheme, a row per candidate.
    Candidates(Group),
    /// Candidates with everything that came out, a row per candidate.
    Outcomes(Group),
}

/// Where candidates come from and the language of their credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Their country.
    pub country: Country,
    /// The language of their credentials.
    pub language: Language,
}

/// A meeting at which a unit of the curriculum was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The unit.
    pub unit: Code,
    /// The country whose candidates it was for; without one, for all.
    pub country: Option<Country>,
    /// The zone of its clock; without one, that of the cohort.
    pub zone: Option<Line>,
    /// When it began and ended, if that is known: nobody is present before or after.
    pub held: Option<(WallTime, WallTime)>,
}

/// Whether a file must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It may come later; until then what it would say is not known.
    Awaited,
    /// It must be there.
    Due,
}

impl CohortFile {
    /// The path beside the cohort file, with `/`, never out of its folder.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What it holds.
    pub fn kind(&self) -> &FileKind {
        &self.kind
    }

    /// Whether it must be there.
    pub fn arrival(&self) -> Arrival {
        self.arrival
    }

    /// How it is written.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Whether it is a workbook (by its name: `.xlsx`) and no text.
    pub fn is_workbook(&self) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("xlsx"))
    }

    /// Its candidates' country and language, if it holds candidates.
    pub fn group(&self) -> Option<&Group> {
        match &self.kind {
            FileKind::Candidates(group) | FileKind::Outcomes(group) => Some(group),
            FileKind::Assessment { .. } | FileKind::Attendance(_) => None,
        }
    }
}

/// Reads one `[[files]]`; a layout stands in it, or is one that it names.
pub(super) fn file(section: &Section<'_>, layouts: &BTreeMap<String, Layout>) -> Option<CohortFile> {
    let path = section.parsed("path", path);
    let word = section.optional("kind", |text| match text {
        "assessment" | "attendance" | "candidates" | "outcomes" => Ok(text.to_owned()),
        _ => Err("is no kind of file; write candidates, attendance, assessment or outcomes"),
    });
    let kind = word.and_then(|word| match word.as_deref() {
        Some("assessment") => assessment(section),
        Some("attendance") => meeting(section).map(FileKind::Attendance),
        Some("candidates") => group(section).map(FileKind::Candidates),
        _ => group(section).map(FileKind::Outcomes),
    });
    let arrival = section.optional("arrival", |text| match text {
        "awaited" => Ok(Arrival::Awaited),
        "due" => Ok(Arrival::Due),
        _ => Err("is no arrival; write due, or awaited if the file may come later"),
    });
    let layout = if section.has("layout") { named(section, layouts) } else { Layout::read(section) };
    Some(CohortFile { path: path?, kind: kind?, arrival: arrival?.unwrap_or(Arrival::Due), layout: layout? })
}

fn named(section: &Section<'_>, layouts: &BTreeMap<String, Layout>) -> Option<Layout> {
    let known = layouts.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    section.parsed("layout", |name| {
        let unknown = || format!("is no layout of this cohort; write one of: {known}");
        layouts.get(name).cloned().ok_or_else(unknown)
    })
}

fn group(section: &Section<'_>) -> Option<Group> {
    let read = (section.parsed("country", Country::parse), section.parsed("language", Language::parse));
    Some(Group { country: read.0?, language: read.1? })
}

fn assessment(section: &Section<'_>) -> Option<FileKind> {
    let read = (section.parsed("assessment", Code::parse), section.optional("examiner", OfficerId::parse));
    Some(FileKind::Assessment { assessment: read.0?, examiner: read.1? })
}

fn meeting(section: &Section<'_>) -> Option<Meeting> {
    let read = (section.parsed("unit", Code::parse), section.optional("country", Country::parse));
    let zone = section.optional("zone", crate::scheme::zone);
    let times = (section.optional("begins", WallTime::parse), section.optional("ends", WallTime::parse));
    let held = match (times.0?, times.1?) {
        (Some(begins), Some(ends)) => Some((begins, ends)),
        (None, None) => None,
        _ => {
            section.fault("begins", "stands without the other of begins and ends", "write both, or neither");
            return None;
        }
    };
    Some(Meeting { unit: read.0?, country: read.1?, zone: zone?, held })
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
