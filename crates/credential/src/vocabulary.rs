//! Concepts of controlled vocabularies, and the vocabularies of the European Learning Model by words people write.
//! The IRIs are opaque, http, and compared as text; nothing is looked up.

mod fields;
mod places;
mod tables;

use crate::competence::{EscoLink, Level};
use crate::id::Iri;
use crate::text::{Language, Line, LocalText};

/// A node of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// Its name in the web.
    pub iri: Iri,
    /// The vocabulary it is in.
    pub scheme: Option<Iri>,
    /// What it is called, by language.
    pub label: Option<LocalText>,
    /// Its code.
    pub notation: Option<String>,
}

/// A vocabulary that a scheme or an installation chooses words from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Vocabulary {
    /// What an accreditation is of.
    AccreditationType,
    /// What an assessment is.
    AssessmentType,
    /// Countries, by ISO 3166-1 alpha-2.
    Country,
    /// How media are written.
    Encoding,
    /// What an entitlement is.
    EntitlementType,
    /// Whether an entitlement is already one.
    EntitlementStatus,
    /// What media are.
    FileType,
    /// Languages, by ISO 639-1.
    Language,
    /// Formal or not.
    LearningSetting,
    /// How one takes part.
    Mode,
    /// The profile of a European Digital Credential.
    Profile,
    /// How widely an outcome is of use.
    Reuse,
    /// Knowledge or skill.
    SkillType,
    /// How an assessment was supervised and identity checked.
    Supervision,
    /// Fields of study (ISCED-F 2013), by their four digits.
    ThematicArea,
}

/// A word that its vocabulary does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is no {what} this release knows; write one of: {known}")]
pub struct UnknownWord {
    what: &'static str,
    known: String,
}

/// One row of a table: the word people write, the code in the IRI, labels in English, Greek, Italian, Romanian.
type Row = (&'static str, &'static str, [&'static str; 4]);

impl Vocabulary {
    /// What one of its words is called.
    fn what(self) -> &'static str {
        match self {
            Self::AccreditationType => "kind of accreditation",
            Self::AssessmentType => "kind of assessment",
            Self::Country => "country",
            Self::Encoding => "encoding",
            Self::EntitlementType => "kind of entitlement",
            Self::EntitlementStatus => "status of an entitlement",
            Self::FileType => "file type",
            Self::Language => "language",
            Self::LearningSetting => "learning setting",
            Self::Mode => "mode",
            Self::Profile => "profile",
            Self::Reuse => "reuse level",
            Self::SkillType => "kind of outcome",
            Self::Supervision => "supervision",
            Self::ThematicArea => "thematic area",
        }
    }

    /// Where its concepts begin, and what is behind that in the name of the vocabulary itself.
    fn stem(self) -> (&'static str, &'static str) {
        const OWN: &str = "/25831c2";
        match self {
            Self::AccreditationType => ("http://data.europa.eu/snb/accreditation", OWN),
            Self::AssessmentType => ("http://data.europa.eu/snb/assessment", OWN),
            Self::Country => ("http://publications.europa.eu/resource/authority/country", ""),
            Self::Encoding => ("http://data.europa.eu/snb/encoding", OWN),
            Self::EntitlementType => ("http://data.europa.eu/snb/entitlement", OWN),
            Self::EntitlementStatus => ("http://data.europa.eu/snb/entitlement-status", OWN),
            Self::FileType => ("http://publications.europa.eu/resource/authority/file-type", ""),
            Self::Language => ("http://publications.europa.eu/resource/authority/language", ""),
            Self::LearningSetting => ("http://data.europa.eu/snb/learning-setting", OWN),
            Self::Mode => ("http://data.europa.eu/snb/learning-assessment", OWN),
            Self::Profile => ("http://data.europa.eu/snb/credential", OWN),
            Self::Reuse => ("http://data.europa.eu/snb/skill-reuse-level", OWN),
            Self::SkillType => ("http://data.europa.eu/snb/skill-type", OWN),
            Self::Supervision => ("http://data.europa.eu/snb/supervision-verification", OWN),
            Self::ThematicArea => ("http://data.europa.eu/snb/isced-f", OWN),
        }
    }

    fn rows(self) -> &'static [Row] {
        match self {
            Self::AccreditationType => &tables::ACCREDITATION,
            Self::AssessmentType => &tables::ASSESSMENT,
            Self::Country => &places::COUNTRY,
            Self::Encoding => &tables::ENCODING,
            Self::EntitlementType => &tables::ENTITLEMENT,
            Self::EntitlementStatus => &tables::ENTITLEMENT_STATUS,
            Self::FileType => &tables::FILE_TYPE,
            Self::Language => &places::LANGUAGE,
            Self::LearningSetting => &tables::SETTING,
            Self::Mode => &tables::MODE,
            Self::Profile => &tables::PROFILE,
            Self::Reuse => &tables::REUSE,
            Self::SkillType => &tables::SKILL_TYPE,
            Self::Supervision => &tables::SUPERVISION,
            Self::ThematicArea => &fields::ISCED_F,
        }
    }

    /// The words it has.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.rows().iter().map(|(word, ..)| *word)
    }

    /// The concept of a word.
    ///
    /// # Errors
    /// No word of this vocabulary; the error lists those there are.
    pub fn named(self, word: &str) -> Result<Concept, UnknownWord> {
        let row = self.rows().iter().find(|(known, ..)| *known == word);
        let unknown = || UnknownWord { what: self.what(), known: self.words().collect::<Vec<_>>().join(", ") };
        row.map(|row| self.concept(row)).ok_or_else(unknown)
    }

    fn concept(self, (word, code, labels): &Row) -> Concept {
        let (stem, behind) = self.stem();
        let notation = matches!(self, Self::ThematicArea).then(|| (*word).to_owned());
        let (iri, scheme) = (Iri::composed(format!("{stem}/{code}")), Iri::composed(format!("{stem}{behind}")));
        Concept { iri, scheme: Some(scheme), label: labelled(labels), notation }
    }

    /// The word of one of its concepts.
    pub fn word(self, concept: &Concept) -> Option<&'static str> {
        let (stem, _) = self.stem();
        let code = concept.iri.as_str().strip_prefix(stem)?.strip_prefix('/')?;
        self.rows().iter().find(|(_, known, _)| *known == code).map(|(word, ..)| *word)
    }
}

/// Labels in the four languages; where only the English one is known, in English.
fn labelled(labels: &[&str; 4]) -> Option<LocalText> {
    let texts = ["en", "el", "it", "ro"].into_iter().zip(labels);
    let texts = texts.filter_map(|(tag, text)| Some((Language::parse(tag).ok()?, Line::parse(text).ok()?)));
    LocalText::new(texts.collect()).ok()
}

impl Concept {
    /// A level of the European Qualifications Framework.
    pub fn eqf(level: Level) -> Self {
        let number = level.number();
        let label = [
            format!("Level {number}"),
            format!("Επίπεδο {number}"),
            format!("Livello {number}"),
            format!("Nivelul {number}"),
        ];
        let scheme = Iri::composed("http://data.europa.eu/snb/eqf/25831c2".to_owned());
        Self {
            iri: Iri::composed(level.iri()),
            scheme: Some(scheme),
            label: labelled(&label.each_ref().map(String::as_str)),
            notation: Some(number.to_string()),
        }
    }

    /// A skill of ESCO.
    pub fn esco_skill(link: &EscoLink) -> Self {
        Self::esco(link, "http://data.europa.eu/esco/concept-scheme/skills")
    }

    /// An occupation of ESCO.
    pub fn esco_occupation(link: &EscoLink) -> Self {
        Self::esco(link, "http://data.europa.eu/esco/concept-scheme/occupations")
    }

    fn esco(link: &EscoLink, scheme: &str) -> Self {
        Self {
            iri: link.iri().clone(),
            scheme: Some(Iri::composed(scheme.to_owned())),
            label: labelled(&[link.label(), "", "", ""]),
            notation: None,
        }
    }

    /// Its label in a language, else in another it has, else its code or its name in the web.
    pub fn label_in(&self, language: &Language) -> String {
        let label = self.label.as_ref().map(|label| label.best(language).to_owned());
        label.or_else(|| self.notation.clone()).unwrap_or_else(|| self.iri.as_str().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_concept_has_the_iri_and_the_scheme_of_its_vocabulary() {
        let told = |vocabulary: Vocabulary, word| {
            let concept = vocabulary.named(word).unwrap();
            (concept.iri.to_string(), concept.scheme.unwrap().to_string())
        };
        let pair = |iri: &str, scheme: &str| (iri.to_owned(), scheme.to_owned());
        let country = "http://publications.europa.eu/resource/authority/country";
        assert_eq!(told(Vocabulary::Country, "GR"), pair(&format!("{country}/GRC"), country));
        let mode = "http://data.europa.eu/snb/learning-assessment";
        assert_eq!(told(Vocabulary::Mode, "blended"), pair(&format!("{mode}/e92d221e4d"), &format!("{mode}/25831c2")));
        let eqf = Concept::eqf(Level::new(6).unwrap());
        assert_eq!(eqf.iri.as_str(), "http://data.europa.eu/snb/eqf/6");
    }

    #[test]
    fn an_unknown_word_is_told_with_those_there_are() {
        let told = Vocabulary::LearningSetting.named("informal").unwrap_err().to_string();
        assert_eq!(told, "is no learning setting this release knows; write one of: formal, non-formal");
    }

    #[test]
    fn no_word_and_no_code_stands_twice_and_every_concept_has_its_word_and_an_english_label() {
        use Vocabulary::*;
        let all = [
            AccreditationType,
            AssessmentType,
            Country,
            Encoding,
            EntitlementType,
            EntitlementStatus,
            FileType,
            Language,
            LearningSetting,
            Mode,
            Profile,
            Reuse,
            SkillType,
            Supervision,
            ThematicArea,
        ];
        for vocabulary in all {
            let mut seen = std::collections::BTreeSet::new();
            for (word, code, _) in vocabulary.rows() {
                assert!(seen.insert(*word) && (word == code || seen.insert(*code)), "{vocabulary:?} {word}");
                let concept = vocabulary.named(word).unwrap();
                assert_eq!(vocabulary.word(&concept), Some(*word));
                assert!(concept.label.is_some(), "{word}");
            }
        }
    }
}
