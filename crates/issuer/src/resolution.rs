//! What officers say about what files cannot: these two are one person, this address is nobody's; each with a reason.
//! It matches nothing itself; `intake` asks it. An entry counts only with the signature of its officer.

mod believe;

pub use believe::{RESOLUTION, ResolutionsRefused, resolution_act, signature_line};

use std::fmt;

use attesto_credential::{Line, Timestamp};

use crate::code::{CandidateReference, Code, OfficerId};
use crate::cohort::folded;
use crate::form::{Form, FormFaults, Section};
use crate::person::Email;

/// Somebody in a file whom nobody knows yet: by e-mail, by reference, or by a name in one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stranger {
    /// By e-mail, in small letters; the same in every file.
    Email(String),
    /// By the name that a meeting showed, where it showed no e-mail.
    Name {
        /// The file.
        file: String,
        /// The name.
        name: String,
    },
    /// By the reference that a file gives.
    Reference(String),
}

impl Stranger {
    /// By an e-mail address.
    pub fn email(email: &Email) -> Self {
        Self::Email(email.folded())
    }

    /// By a name in a file.
    pub fn name(file: &str, name: &str) -> Self {
        Self::Name { file: file.to_owned(), name: folded(name) }
    }

    /// By a reference.
    pub fn reference(reference: &CandidateReference) -> Self {
        Self::Reference(reference.as_str().to_ascii_lowercase())
    }
}

impl fmt::Display for Stranger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Email(text) | Self::Reference(text) => f.write_str(text),
            Self::Name { file, name } => write!(f, "{name} in {file}"),
        }
    }
}

/// What one entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Somebody is this candidate.
    IsCandidate(Stranger, CandidateReference),
    /// Somebody is no candidate at all.
    NoCandidate(Stranger),
    /// Two references are one person; the first is kept.
    OnePerson(CandidateReference, CandidateReference),
    /// A candidate was present in a unit for so many minutes.
    Present(CandidateReference, Code, u32),
    /// Two candidates of one name and birth date are two persons.
    TwoPersons(CandidateReference, CandidateReference),
}

/// One entry: what it says, why, by whom, when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    answer: Answer,
    because: Line,
    by: OfficerId,
    at: Timestamp,
}

impl Resolution {
    /// Puts an entry together.
    pub fn new(answer: Answer, because: Line, by: OfficerId, at: Timestamp) -> Self {
        Self { answer, because, by, at }
    }

    /// What it says.
    pub fn answer(&self) -> &Answer {
        &self.answer
    }

    /// Why.
    pub fn because(&self) -> &Line {
        &self.because
    }

    /// Who says so.
    pub fn by(&self) -> &OfficerId {
        &self.by
    }

    /// When it was said.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The text of the entry, to be put behind those that are there; its signature comes behind it.
    pub fn to_toml(&self) -> String {
        let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let stranger = |stranger: &Stranger| match stranger {
            Stranger::Email(email) => format!("email = {}\n", quoted(email)),
            Stranger::Name { file, name } => format!("file = {}\nname = {}\n", quoted(file), quoted(name)),
            Stranger::Reference(reference) => format!("reference = {}\n", quoted(reference)),
        };
        let said = match &self.answer {
            Answer::IsCandidate(who, candidate) => {
                format!("says = \"is-candidate\"\n{}candidate = {}\n", stranger(who), quoted(candidate.as_str()))
            }
            Answer::NoCandidate(who) => format!("says = \"no-candidate\"\n{}", stranger(who)),
            Answer::OnePerson(kept, other) => {
                format!("says = \"one-person\"\ncandidates = [\"{kept}\", \"{other}\"]\n")
            }
            Answer::Present(candidate, unit, minutes) => {
                format!("says = \"present\"\ncandidate = \"{candidate}\"\nunit = \"{unit}\"\nminutes = {minutes}\n")
            }
            Answer::TwoPersons(one, other) => {
                format!("says = \"two-persons\"\ncandidates = [\"{one}\", \"{other}\"]\n")
            }
        };
        let Self { because, by, at, .. } = self;
        format!("\n[[resolutions]]\n{said}because = {}\nby = \"{by}\"\nat = \"{at}\"\n", quoted(because.as_str()))
    }
}

/// The entries that count for one cohort, in the order they were made; a later one on the same matter wins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolutions {
    all: Vec<Resolution>,
}

impl Resolutions {
    /// None at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// For tests, where no officer signs.
    #[cfg(test)]
    pub(crate) fn of(all: Vec<Resolution>) -> Self {
        Self { all }
    }

    /// The first lines of a file that has no entry yet.
    pub fn empty_file(cohort: &Code) -> String {
        format!(
            "# What officers resolved for this cohort. Written and signed by `attesto cohort resolve`; a change by hand is \
             refused.\nformat = 1\ncohort = \"{cohort}\"\n"
        )
    }

    /// The entries.
    pub fn all(&self) -> &[Resolution] {
        &self.all
    }

    /// Whom the officers say a stranger is: `Some(None)` for no candidate.
    #[expect(clippy::option_option, reason = "nothing said, nobody, and a candidate are three things")]
    pub(crate) fn whois(&self, stranger: &Stranger) -> Option<Option<&CandidateReference>> {
        self.last(|answer| match answer {
            Answer::IsCandidate(who, candidate) if who == stranger => Some(Some(candidate)),
            Answer::NoCandidate(who) if who == stranger => Some(None),
            _ => None,
        })
    }

    /// The reference that is kept of the person who bears this one too.
    pub(crate) fn kept(&self, reference: &str) -> Option<&CandidateReference> {
        let same = |one: &CandidateReference| one.as_str().eq_ignore_ascii_case(reference);
        self.last(|answer| match answer {
            Answer::OnePerson(kept, other) if same(other) => Some(Some(kept)),
            Answer::TwoPersons(one, other) if same(one) || same(other) => Some(None),
            _ => None,
        })?
    }

    /// Whether two references are said to be two persons.
    pub(crate) fn are_two(&self, one: &str, other: &str) -> bool {
        let are = |a: &CandidateReference, b: &CandidateReference| {
            a.as_str().eq_ignore_ascii_case(one) && b.as_str().eq_ignore_ascii_case(other)
        };
        let said = self.last(|answer| match answer {
            Answer::TwoPersons(a, b) if are(a, b) || are(b, a) => Some(true),
            Answer::OnePerson(a, b) if are(a, b) || are(b, a) => Some(false),
            _ => None,
        });
        said == Some(true)
    }

    /// The minutes that a candidate is said to have been present in a unit.
    pub(crate) fn present(&self, candidate: &CandidateReference, unit: &Code) -> Option<u32> {
        self.last(|answer| match answer {
            Answer::Present(who, what, minutes) if who == candidate && what == unit => Some(*minutes),
            _ => None,
        })
    }

    fn last<'r, T>(&'r self, find: impl Fn(&'r Answer) -> Option<T>) -> Option<T> {
        self.all.iter().rev().find_map(|resolution| find(&resolution.answer))
    }
}

/// A file of entries as it is written, believed by nobody yet.
struct Written {
    cohort: Code,
    all: Vec<Entry>,
}

/// One entry with the signature that stands behind it.
struct Entry {
    said: Resolution,
    signature: Option<String>,
}

fn parse(toml_text: &str) -> Result<Written, FormFaults> {
    Form::new("resolutions", toml_text).read(|form| {
        let cohort = form.parsed("cohort", Code::parse);
        let all = form.each_or_none("resolutions", entry);
        Some(Written { cohort: cohort?, all: all? })
    })
}

fn entry(section: &Section<'_>) -> Option<Entry> {
    let says = section.text("says")?;
    let answer = match says {
        "is-candidate" => {
            let read = (stranger(section), section.parsed("candidate", CandidateReference::parse));
            Some(Answer::IsCandidate(read.0?, read.1?))
        }
        "no-candidate" => stranger(section).map(Answer::NoCandidate),
        "one-person" => pair(section).map(|(kept, other)| Answer::OnePerson(kept, other)),
        "present" => {
            let read = (section.parsed("candidate", CandidateReference::parse), section.parsed("unit", Code::parse));
            Some(Answer::Present(read.0?, read.1?, section.number("minutes")?))
        }
        "two-persons" => pair(section).map(|(one, other)| Answer::TwoPersons(one, other)),
        _ => {
            let remedy = "write is-candidate, no-candidate, one-person, two-persons or present";
            section.fault("says", "is nothing that can be resolved", remedy);
            None
        }
    };
    let read = (section.parsed("because", Line::parse), section.parsed("by", OfficerId::parse));
    let at = section.parsed("at", Timestamp::parse);
    let signature = section.optional("signature", |text| Ok::<_, &str>(text.to_owned()));
    let said = Resolution { answer: answer?, because: read.0?, by: read.1?, at: at? };
    Some(Entry { said, signature: signature? })
}

fn stranger(section: &Section<'_>) -> Option<Stranger> {
    if section.has("email") {
        return section.parsed("email", Email::parse).map(|email| Stranger::email(&email));
    }
    if section.has("reference") {
        return section.parsed("reference", CandidateReference::parse).map(|one| Stranger::reference(&one));
    }
    let read = (section.text("file"), section.parsed("name", Line::parse));
    Some(Stranger::name(read.0?, read.1?.as_str()))
}

fn pair(section: &Section<'_>) -> Option<(CandidateReference, CandidateReference)> {
    let both = section.list("candidates", CandidateReference::parse)?;
    match both.as_slice() {
        [one, other] if !one.as_str().eq_ignore_ascii_case(other.as_str()) => Some((one.clone(), other.clone())),
        _ => {
            section.fault("candidates", "are not two references", "write two, as in [\"GR-001\", \"GR-002\"]");
            None
        }
    }
}

#[cfg(test)]
mod tests;
