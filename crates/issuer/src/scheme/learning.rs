//! What a scheme says of learning beyond its rules: field, workload, mode, quality, entitlement, national level.
//! All of it may be left out; the European credential asks for some of it, by name, when it is issued.

use attesto_credential::{Concept, Date, EscoLink, Iri, Level, LocalText, Vocabulary};

/// What the certification is, in words of the Union's vocabularies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learning {
    pub(super) thematic_areas: Vec<Concept>,
    pub(super) languages: Vec<Concept>,
    pub(super) setting: Option<Concept>,
    pub(super) workload_hours: Option<u32>,
    pub(super) modes: Vec<Concept>,
    pub(super) levelled: Option<Levelled>,
}

impl Learning {
    /// Fields of study (ISCED-F 2013).
    pub fn thematic_areas(&self) -> &[Concept] {
        &self.thematic_areas
    }

    /// Languages of instruction and assessment.
    pub fn languages(&self) -> &[Concept] {
        &self.languages
    }

    /// Formal or non-formal.
    pub fn setting(&self) -> Option<&Concept> {
        self.setting.as_ref()
    }

    /// The notional workload in hours, work of one's own included.
    pub fn workload_hours(&self) -> Option<u32> {
        self.workload_hours
    }

    /// How one takes part.
    pub fn modes(&self) -> &[Concept] {
        &self.modes
    }

    /// The level of the whole, where a national framework gave one.
    pub fn levelled(&self) -> Option<&Levelled> {
        self.levelled.as_ref()
    }
}

/// A level that a national qualifications framework gave to the whole, and the European level it is referenced to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levelled {
    pub(super) eqf: Level,
    pub(super) national: Iri,
    pub(super) title: LocalText,
}

impl Levelled {
    /// The level of the European Qualifications Framework.
    pub fn eqf(&self) -> Concept {
        Concept::eqf(self.eqf)
    }

    /// The level of the national framework.
    pub fn national(&self) -> Concept {
        let scheme = Iri::parse("http://data.europa.eu/snb/qdr/25831c2").ok();
        Concept { iri: self.national.clone(), scheme, label: Some(self.title.clone()), notation: None }
    }
}

/// Who assured the quality of the scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accreditation {
    pub(super) title: LocalText,
    pub(super) kind: Concept,
    pub(super) agent: Agent,
    pub(super) from: Option<Date>,
    pub(super) until: Option<Date>,
}

impl Accreditation {
    /// What it is, by language.
    pub fn title(&self) -> &LocalText {
        &self.title
    }

    /// Of which kind.
    pub fn kind(&self) -> &Concept {
        &self.kind
    }

    /// Who accredits.
    pub fn agent(&self) -> &Agent {
        &self.agent
    }

    /// From which day, in UTC.
    pub fn from(&self) -> Option<Date> {
        self.from
    }

    /// Until which day, in UTC.
    pub fn until(&self) -> Option<Date> {
        self.until
    }
}

/// A body that accredits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    pub(super) id: Iri,
    pub(super) name: LocalText,
    pub(super) country: Concept,
}

impl Agent {
    /// Its name in the web.
    pub fn id(&self) -> &Iri {
        &self.id
    }

    /// Its legal name, by language.
    pub fn name(&self) -> &LocalText {
        &self.name
    }

    /// The country it sits in.
    pub fn country(&self) -> &Concept {
        &self.country
    }
}

/// What a certified person may do by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entitlement {
    pub(super) title: LocalText,
    pub(super) kind: Concept,
    pub(super) status: Concept,
    pub(super) occupations: Vec<EscoLink>,
}

impl Entitlement {
    /// What it is, by language.
    pub fn title(&self) -> &LocalText {
        &self.title
    }

    /// Of which kind.
    pub fn kind(&self) -> &Concept {
        &self.kind
    }

    /// Whether it is already one.
    pub fn status(&self) -> &Concept {
        &self.status
    }

    /// Occupations of ESCO it is for.
    pub fn occupations(&self) -> &[EscoLink] {
        &self.occupations
    }
}

/// Reads a word of a vocabulary; an unknown one is told with those there are.
pub(super) fn word(vocabulary: Vocabulary) -> impl Fn(&str) -> Result<Concept, String> {
    move |word| vocabulary.named(word).map_err(|unknown| unknown.to_string())
}

/// Reads the name of a level in the Union's register of national frameworks.
pub(super) fn national(text: &str) -> Result<Iri, &'static str> {
    let wrong = "is no level of a national framework; write its IRI, http://data.europa.eu/snb/qdr/… with http";
    let holds = text.strip_prefix("http://data.europa.eu/snb/qdr/").is_some_and(|rest| !rest.is_empty());
    if holds { Iri::parse(text).map_err(|_| wrong) } else { Err(wrong) }
}
