//! The catalogue agrees with itself and with its documentation.

use std::collections::HashSet;

use super::*;

fn page() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/reference/findings.md");
    std::fs::read_to_string(path).unwrap()
}

fn places(template: &str) -> Vec<&str> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn each_code_stands_once_under_its_check() {
    let texts: HashSet<&str> = Code::ALL.iter().map(|code| code.text()).collect();
    assert_eq!(texts.len(), Code::ALL.len());
    for code in Code::ALL.iter().copied() {
        let check = match code.text().split_once('.').unwrap().0 {
            "transport" | "chain" | "sd" | "seal" => "proof",
            name => name,
        };
        assert_eq!(check, code.check().name(), "{}", code.text());
        assert_eq!(Code::named(code.text()), Some(code));
    }
    assert_eq!(Code::named("proof.none.such"), None);
}

#[test]
fn each_sentence_uses_only_facts_that_its_code_has() {
    for code in Code::ALL.iter().copied() {
        for place in places(code.sentence()).into_iter().chain(places(code.remedy())) {
            assert!(code.fact_names().contains(&place), "{}: {place}", code.text());
        }
        assert!(!code.sentence().is_empty(), "{}", code.text());
        let bad = matches!(code.ruling(), Ruling::Fail | Ruling::Unknown);
        assert!(!bad || !code.remedy().is_empty(), "{} says nothing to do", code.text());
    }
}

#[test]
fn each_code_has_a_section_in_the_documentation_with_its_default_ruling() {
    let page = page();
    for code in Code::ALL.iter().copied() {
        let heading = format!("### `{}`", code.text());
        let section = page.split(&heading).nth(1).unwrap_or_else(|| panic!("{heading} is missing"));
        let section = section.split("\n##").next().unwrap();
        let ruling = format!("**{}**", code.ruling().name());
        assert!(section.contains(&ruling), "{} is ruled {ruling}", code.text());
        assert_eq!(section.contains("may be softened"), code.may_be_softened(), "{}", code.text());
        for fact in code.fact_names() {
            assert!(section.contains(&format!("`{fact}`")), "{} does not tell of {fact}", code.text());
        }
    }
}

#[test]
fn a_fact_that_looks_like_a_place_is_not_filled_again() {
    let finding = Finding::of(Code::ProofKeyUnknown).with("key", "{issuer}").with("issuer", "x");
    assert!(finding.sentence().contains("{issuer}"), "{}", finding.sentence());
}

#[test]
fn the_policy_and_the_trust_list_of_the_documentation_can_be_used() {
    let page = page();
    let examples: Vec<&str> = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let &[policy, list] = examples.as_slice() else { panic!("{} examples", examples.len()) };
    crate::Policy::from_toml(policy).unwrap();
    crate::TrustList::from_toml(list).unwrap();
}
