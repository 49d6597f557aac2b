//! Work that could not be done, by who must act (DESIGN section 15). A bad credential is not in here: it is an answer.

use std::fmt;

use serde_json::{Value, json};

/// Who must act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Us.
    Bug,
    /// The operator.
    Config,
    /// Whoever asked, for something else stands in the way.
    Conflict,
    /// Whoever asked, for they may not.
    Forbidden,
    /// Whoever sent it.
    Input,
    /// Whoever asked, for there is no such thing.
    NotFound,
    /// Nobody: wait.
    Unavailable,
}

impl Fault {
    /// The process's exit code.
    pub(crate) fn exit(self) -> u8 {
        match self {
            Self::Input => 65,
            Self::NotFound => 66,
            Self::Unavailable => 69,
            Self::Bug => 70,
            Self::Conflict => 73,
            Self::Forbidden => 77,
            Self::Config => 78,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Bug => "a fault of the program",
            Self::Config => "the installation needs attention",
            Self::Conflict => "something stands in the way",
            Self::Forbidden => "not allowed",
            Self::Input => "the input cannot be taken",
            Self::NotFound => "there is no such thing",
            Self::Unavailable => "not available now",
        }
    }
}

/// One place of an input that cannot be taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// File.
    pub(crate) file: String,
    /// Sheet of a workbook.
    pub(crate) sheet: Option<String>,
    /// Row, counted from 1 with the header.
    pub(crate) row: Option<u64>,
    /// Column by its header, or key.
    pub(crate) column: Option<String>,
    /// As found, shortened.
    pub(crate) value: Option<String>,
    /// What is wrong.
    pub(crate) why: String,
    /// What to do.
    pub(crate) remedy: String,
    /// The name of the fault, where it has one that never changes.
    pub(crate) code: Option<&'static str>,
}

/// Why a verb did not do its work: one sentence that says what happened, to which thing, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    fault: Fault,
    code: &'static str,
    sentence: String,
    places: Vec<Place>,
}

impl Failure {
    /// Classifies a sentence under a code that never changes (`urn:attesto:fault:<code>`).
    pub(crate) fn new(fault: Fault, code: &'static str, sentence: impl fmt::Display) -> Self {
        Self { fault, code, sentence: sentence.to_string(), places: Vec::new() }
    }

    /// Every place of an input that cannot be taken, at once.
    pub(crate) fn at(code: &'static str, sentence: impl fmt::Display, places: Vec<Place>) -> Self {
        Self { fault: Fault::Input, code, sentence: sentence.to_string(), places }
    }

    /// Who must act.
    pub(crate) fn fault(&self) -> Fault {
        self.fault
    }

    /// The code.
    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    /// Whether it is the one with this code.
    pub(crate) fn is(&self, code: &str) -> bool {
        self.code == code
    }

    /// The sentence.
    pub(crate) fn sentence(&self) -> &str {
        &self.sentence
    }

    /// The places.
    pub(crate) fn places(&self) -> &[Place] {
        &self.places
    }

    /// A problem document (RFC 9457).
    pub(crate) fn to_problem(&self) -> Value {
        let errors: Vec<Value> = self.places.iter().map(error).collect();
        let mut problem = json!({
            "type": format!("urn:attesto:fault:{}", self.code),
            "title": self.fault.title(),
            "detail": self.sentence,
        });
        if let (Some(members), false) = (problem.as_object_mut(), errors.is_empty()) {
            members.insert("errors".to_owned(), Value::Array(errors));
        }
        problem
    }
}

fn error(place: &Place) -> Value {
    json!({
        "code": place.code, "detail": place.why, "file": place.file, "sheet": place.sheet, "row": place.row,
        "column": place.column, "value": place.value, "remedy": place.remedy,
    })
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}
