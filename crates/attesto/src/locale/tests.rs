//! Each language says everything, with the same facts, and in its own letters.

use std::collections::BTreeSet;

use attesto_verifier::Code;
use unicode_normalization::is_nfc;

use super::*;

const OTHERS: [Tongue; 3] = [Tongue::El, Tongue::It, Tongue::Ro];

/// Reasons, whose English is the issuer's own.
const REASONS: [&str; 7] = [
    "reason",
    "reason-attended",
    "reason-competences",
    "reason-lowest-mark",
    "reason-missing",
    "reason-shown",
    "reason-total",
];

/// The ids of the messages of a language.
fn ids(tongue: Tongue) -> BTreeSet<&'static str> {
    let begins = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase());
    tongue.text().lines().filter(begins).filter_map(|line| line.split_once(" =")).map(|(id, _)| id).collect()
}

#[test]
fn every_file_reads_without_a_fault() {
    for tongue in OTHERS.into_iter().chain([Tongue::En]) {
        assert!(FluentResource::try_new(tongue.text().to_owned()).is_ok(), "{tongue:?}");
        assert!(is_nfc(tongue.text()), "{tongue:?}");
        assert!(!tongue.text().contains(['ş', 'ţ', 'Ş', 'Ţ']), "{tongue:?}: cedilla for comma below");
    }
}

#[test]
fn every_language_has_every_label_and_every_code_and_nothing_else() {
    let labels = ids(Tongue::En);
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.text().replace('.', "-")).collect();
    for tongue in OTHERS {
        let found = ids(tongue);
        let wanted: BTreeSet<&str> =
            labels.iter().copied().chain(codes.iter().map(String::as_str)).chain(REASONS).collect();
        assert_eq!(found, wanted, "{tongue:?}");
    }
}

#[test]
fn every_sentence_and_remedy_fills_from_the_facts_of_its_code() {
    for tongue in OTHERS {
        let words = Words::of(tongue);
        for code in Code::ALL {
            let facts: Vec<(&'static str, String)> =
                code.fact_names().iter().map(|name| (*name, "ⓕ".to_owned())).collect();
            let id = code.text().replace('.', "-");
            assert!(words.filled(&id, None, &facts).is_some(), "{tongue:?} {code}: a fact that it has not");
            let remedy = words.filled(&id, Some("remedy"), &facts);
            assert_eq!(remedy.is_none(), code.remedy().is_empty(), "{tongue:?} {code}: remedy");
        }
    }
}

#[test]
fn a_fact_stands_in_the_sentence_as_it_is() {
    let words = Words::of(Tongue::Ro);
    let text = words.label_with("issued-by", &[("issuer", "Corp { $x } ș".to_owned())]);
    assert_eq!(text, "emis de Corp { $x } ș");
}

#[test]
fn an_environment_asks_for_its_language_and_english_is_for_the_rest() {
    for (locale, tongue) in
        [("el_GR.UTF-8", Tongue::El), ("it", Tongue::It), ("ro-RO", Tongue::Ro), ("C", Tongue::En), ("", Tongue::En)]
    {
        assert_eq!(Tongue::of_environment(locale), tongue, "{locale}");
    }
}
