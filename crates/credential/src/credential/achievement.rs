//! What was achieved and by which outcomes it is shown.

use super::Unmodelled;
use crate::id::Iri;

/// What the credential is about: of our own, one version of a certification scheme in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Achievement {
    /// The published id; trust lists speak of it.
    pub id: Iri,
    /// Name to display.
    pub name: String,
    /// What it is.
    pub description: String,
    /// How it is earned.
    pub criteria: Criteria,
    /// `Certification`, `MicroCredential`, … (Open Badges 3.0 `AchievementType`).
    pub kind: Option<String>,
    /// Version of the scheme.
    pub version: Option<String>,
    /// Code of the scheme for people.
    pub human_code: Option<String>,
    /// BCP 47 tag of the texts.
    pub language: Option<String>,
    /// What it corresponds to elsewhere.
    pub alignments: Vec<Alignment>,
    /// What was measured, and on which scale.
    pub result_descriptions: Vec<ResultDescription>,
    /// The same in other languages or versions.
    pub related: Vec<Related>,
    /// Other members.
    pub others: Unmodelled,
}

/// How an achievement is earned; at least one of the two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Criteria {
    /// A page that says it.
    pub id: Option<Iri>,
    /// Markdown that says it.
    pub narrative: Option<String>,
}

/// A link to a node of a framework (ESCO, EQF, …).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alignment {
    /// Names this link, never the node it leads to.
    pub id: Option<Iri>,
    /// Name of the node.
    pub target_name: String,
    /// Its IRI, opaque.
    pub target_url: String,
    /// Its code.
    pub target_code: Option<String>,
    /// Its framework, with the version.
    pub target_framework: Option<String>,
    /// Its type (Open Badges 3.0 `AlignmentTargetType`, or `ext:…`).
    pub target_type: Option<String>,
    /// Other members.
    pub others: Unmodelled,
}

/// One thing that is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultDescription {
    /// What outcomes point at.
    pub id: Iri,
    /// Name to display.
    pub name: String,
    /// `RawScore`, `RubricCriterionLevel`, … (Open Badges 3.0 `ResultType`).
    pub kind: String,
    /// Values from low to high, if they are listed.
    pub allowed_values: Vec<String>,
    /// Lowest value.
    pub value_min: Option<String>,
    /// Highest value.
    pub value_max: Option<String>,
    /// Value that is asked for.
    pub required_value: Option<String>,
    /// Rubric level that is asked for.
    pub required_level: Option<Iri>,
    /// Levels of the rubric, from low to high.
    pub levels: Vec<RubricLevel>,
    /// What it corresponds to elsewhere.
    pub alignments: Vec<Alignment>,
    /// Other members.
    pub others: Unmodelled,
}

/// One level of a rubric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RubricLevel {
    /// What outcomes point at.
    pub id: Iri,
    /// Name to display.
    pub name: String,
    /// The level in the rubric's own counting.
    pub level: Option<String>,
    /// Other members.
    pub others: Unmodelled,
}

/// What came out for one result description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Names this outcome of this copy.
    pub id: Option<Iri>,
    /// The result description, in the same achievement.
    pub description: Option<Iri>,
    /// The value, as text.
    pub value: Option<String>,
    /// `Completed`, `Failed`, … (Open Badges 3.0 `ResultStatusType`).
    pub status: Option<String>,
    /// The rubric level that was reached.
    pub achieved_level: Option<Iri>,
    /// What it corresponds to elsewhere.
    pub alignments: Vec<Alignment>,
    /// Other members.
    pub others: Unmodelled,
}

/// A related achievement (another language, another version).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Its id.
    pub id: Iri,
    /// Its language.
    pub language: Option<String>,
    /// Its version.
    pub version: Option<String>,
}
