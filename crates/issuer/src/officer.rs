//! The officers of the body: who may decide, approve, issue, examine and train, and the key each one signs with.
//! It holds no keys, only what they are called (did:key).

use std::collections::BTreeSet;

use attesto_credential::{Did, Line};

use crate::code::OfficerId;
use crate::form::{Form, FormFaults, Section};

/// One officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    id: OfficerId,
    name: Line,
    did: Did,
    duties: BTreeSet<Duty>,
}

/// What an officer may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Duty {
    /// Approve what another decided.
    Approve,
    /// Decide on certification.
    Decide,
    /// Erase persons.
    Erase,
    /// Examine candidates.
    Examine,
    /// Issue credentials.
    Issue,
    /// Train candidates.
    Train,
}

impl Duty {
    /// Every duty.
    pub const ALL: [Self; 6] = [Self::Approve, Self::Decide, Self::Erase, Self::Examine, Self::Issue, Self::Train];

    /// The word of an officers file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Decide => "decide",
            Self::Erase => "erase",
            Self::Examine => "examine",
            Self::Issue => "issue",
            Self::Train => "train",
        }
    }

    /// Reads the word of an officers file.
    ///
    /// # Errors
    /// Not one of the six.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let found = Self::ALL.into_iter().find(|duty| duty.word() == text);
        found.ok_or("is not a duty; write approve, decide, erase, examine, issue or train")
    }
}

impl Officer {
    /// Puts an officer together.
    pub fn new(id: OfficerId, name: Line, did: Did, duties: BTreeSet<Duty>) -> Self {
        Self { id, name, did, duties }
    }

    /// The id, which may stand in the journal.
    pub fn id(&self) -> &OfficerId {
        &self.id
    }

    /// The name.
    pub fn name(&self) -> &Line {
        &self.name
    }

    /// The DID of the officer's signing key.
    pub fn did(&self) -> &Did {
        &self.did
    }

    /// What the officer may do.
    pub fn duties(&self) -> &BTreeSet<Duty> {
        &self.duties
    }

    /// Whether the officer has a duty.
    pub fn may(&self, duty: Duty) -> bool {
        self.duties.contains(&duty)
    }
}

/// The officers of a body; no id and no key stands twice, so that one person cannot be two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Officers {
    all: Vec<Officer>,
}

impl Officers {
    /// Reads an officers file (`format = 1`, `[[officers]]` with id, name, did, duties).
    ///
    /// # Errors
    /// All faults at once: not of their grammar, an id or a key that stands twice.
    pub fn parse(toml_text: &str) -> Result<Self, FormFaults> {
        Form::new("officers", toml_text).read(|form| {
            let all = form.each_or_none("officers", officer)?;
            let mut seen = BTreeSet::new();
            for name in all.iter().flat_map(|officer| [officer.id.as_str(), officer.did.as_str()]) {
                if !seen.insert(name) {
                    form.fault(
                        "officers",
                        format!("{name} stands twice"),
                        "give each officer an id and a key of their own",
                    );
                }
            }
            Some(Self { all })
        })
    }

    /// The same officers and one more.
    ///
    /// # Errors
    /// The id or the key is taken already.
    pub fn with(mut self, officer: Officer) -> Result<Self, OfficerTaken> {
        let taken = self.all.iter().find(|other| other.id == officer.id || other.did == officer.did);
        if let Some(other) = taken {
            return Err(OfficerTaken { new: officer.id, other: other.id.clone() });
        }
        self.all.push(officer);
        Ok(self)
    }

    /// The officers, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Officer> {
        self.all.iter()
    }

    /// An officer by id.
    pub fn find(&self, id: &OfficerId) -> Option<&Officer> {
        self.all.iter().find(|officer| officer.id == *id)
    }

    /// The text of an officers file that reads back to the same.
    pub fn to_toml(&self) -> String {
        let mut text = String::from("format = 1\n");
        for officer in &self.all {
            let duties: Vec<String> = officer.duties.iter().map(|duty| format!("\"{}\"", duty.word())).collect();
            let name = officer.name.as_str().replace('\\', "\\\\").replace('"', "\\\"");
            text.push_str(&format!(
                "\n[[officers]]\nid = \"{}\"\nname = \"{name}\"\ndid = \"{}\"\nduties = [{}]\n",
                officer.id,
                officer.did,
                duties.join(", ")
            ));
        }
        text
    }
}

/// An officer's id or key that another has already.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("officer {new} has the id or the key of {other}; give each officer an id and a key of their own")]
pub struct OfficerTaken {
    /// The one to be added.
    pub new: OfficerId,
    /// The one who is there.
    pub other: OfficerId,
}

fn officer(section: &Section<'_>) -> Option<Officer> {
    let read = (section.parsed("id", OfficerId::parse), section.parsed("name", Line::parse));
    let did = section.parsed("did", Did::parse);
    let duties = section.list("duties", Duty::parse);
    Some(Officer::new(read.0?, read.1?, did?, duties?.into_iter().collect()))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Officers with one duty each, named after it, and `all-round` who has all.
    pub(crate) fn some_officers() -> Officers {
        let duties = Duty::ALL.map(|duty| (format!("{}-1", duty.word()), BTreeSet::from([duty])));
        let mut officers = Officers::default();
        for (id, duties) in duties.into_iter().chain([("all-round".to_owned(), Duty::ALL.into())]) {
            let did = Did::parse(&format!("did:key:z{}", id.replace('-', ""))).unwrap();
            let name = Line::parse("Invented \"Person\" \\ of the demo").unwrap();
            officers = officers.with(Officer::new(OfficerId::parse(&id).unwrap(), name, did, duties)).unwrap();
        }
        officers
    }

    #[test]
    fn an_officers_file_reads_back_as_written() {
        assert_eq!(Officers::parse(&some_officers().to_toml()), Ok(some_officers()));
    }

    #[test]
    fn one_key_cannot_be_two_officers() {
        let twice = some_officers().to_toml().replace("did:key:zissue1", "did:key:zdecide1");
        let faults = Officers::parse(&twice).unwrap_err();
        assert_eq!(faults.faults().len(), 1);
        let again = some_officers().iter().next().unwrap().clone();
        assert!(some_officers().with(again).is_err());
    }
}
