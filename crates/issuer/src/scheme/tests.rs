use super::*;

/// The demo's scheme, which is the specimen of the tests.
pub(crate) const TEXT: &str = include_str!("../../../attesto/demo/scheme.toml");

fn keys_at_fault(text: &str) -> Vec<String> {
    let faults = Scheme::parse(text).unwrap_err();
    faults.faults().iter().map(|fault| fault.key().to_owned()).collect()
}

#[test]
fn the_demo_scheme_is_read_whole() {
    let scheme = Scheme::parse(TEXT).unwrap_or_else(|faults| panic!("{:#?}", faults.faults()));
    assert_eq!((scheme.curriculum().len(), scheme.rubrics().len(), scheme.rules().len()), (8, 6, 6));
    assert_eq!(scheme.all_criteria().count(), 9);
    for rubric in scheme.rubrics() {
        assert_eq!(rubric.competence().title().iter().count(), 4, "{}", rubric.code());
    }
}

#[test]
fn every_member_nobody_knows_is_refused() {
    assert_eq!(keys_at_fault(&TEXT.replace("minutes = 120", "minutes = 120\nhours = 2")).len(), 5);
    assert_eq!(keys_at_fault(&TEXT.replace("version = \"1.0\"", "version = \"1.0\"\nstatus = \"x\"")), ["status"]);
}

#[test]
fn all_faults_are_told_at_once() {
    let text = TEXT
        .replace("months = 36", "months = 0")
        .replace("minimum = 6\n", "minimum = 9\n")
        .replace("code = \"W8\"", "code = \"W7\"")
        .replace("topic = \"appeal\"", "topic = \"apeal\"")
        .replace("id = \"interview\"", "id = \"attendance\"");
    let keys = keys_at_fault(&text);
    for key in ["validity.months", "rules[1].minimum", "assessments", "terms[7].topic"] {
        assert!(keys.contains(&key.to_owned()), "{key} not in {keys:?}");
    }
}

#[test]
fn a_minimum_that_nobody_can_reach_is_refused() {
    assert_eq!(keys_at_fault(&TEXT.replace("minimum = 55", "minimum = 101")), ["rules[4].minimum"]);
    assert_eq!(keys_at_fault(&TEXT.replace("minimum = 60\n", "minimum = 100.01\n")), ["rules[2].minimum"]);
    let asked = "{ criterion = \"P2\", minimum = 3 }";
    assert_eq!(
        keys_at_fault(&TEXT.replace(asked, "{ criterion = \"P2\", minimum = 5.5 }")),
        ["competences[2].levels[1].by[1].minimum"]
    );
    assert_eq!(
        keys_at_fault(&TEXT.replace(asked, "{ criterion = \"P2\", minimum = \"shown\" }")),
        ["competences[2].levels[1].by[1].minimum"]
    );
    assert_eq!(
        keys_at_fault(&TEXT.replace(asked, "{ criterion = \"P9\", minimum = 3 }")),
        ["competences[2].levels[1].by[1].criterion"]
    );
}

#[test]
fn a_rule_measures_only_what_the_scheme_has() {
    assert_eq!(keys_at_fault(&TEXT.replace("of = [\"test\"]", "of = [\"W1\"]")), ["rules[2].of"]);
    assert_eq!(keys_at_fault(&TEXT.replace("of = [\"test\"]", "of = []")), ["rules[2].of"]);
}

#[test]
fn a_criterion_cannot_take_the_name_of_another_column() {
    let text = TEXT.replace("code = \"leads\"", "code = \"email\"").replace("\"leads\"", "\"email\"");
    assert_eq!(keys_at_fault(&text), ["assessments"]);
}

#[test]
fn a_title_needs_its_english() {
    let text = TEXT.replacen("en = \"Social Innovation Manager\"\n", "", 1);
    assert_eq!(keys_at_fault(&text), ["title.en"]);
}

#[test]
fn a_link_is_to_esco_or_to_nothing() {
    let text = TEXT.replacen("http://data.europa.eu/esco/skill/149", "https://data.europa.eu/esco/skill/149", 1);
    assert_eq!(keys_at_fault(&text), ["competences[1].esco[1].iri"]);
}

#[test]
fn a_word_that_its_vocabulary_does_not_have_is_told_with_those_there_are() {
    let text = TEXT
        .replace("setting = \"non-formal\"", "setting = \"informal\"")
        .replace("thematic_areas = [\"0413\"]", "thematic_areas = [\"9999\"]")
        .replacen("supervision = \"supervised-with-id\"", "supervision = \"watched\"", 1)
        .replace("kind = \"occupation\"", "kind = \"job\"")
        .replace("workload_hours = 60", "workload_hours = 0");
    let faults = Scheme::parse(&text).unwrap_err();
    let told: Vec<(&str, &str)> = faults.faults().iter().map(|fault| (fault.key(), fault.remedy())).collect();
    let remedy = |key: &str| told.iter().find(|(found, _)| *found == key).unwrap_or_else(|| panic!("{told:?}")).1;
    assert_eq!(remedy("learning.setting"), "write one of: formal, non-formal");
    assert!(remedy("learning.thematic_areas").contains("0413"));
    assert_eq!(remedy("assessments[1].supervision"), "write one of: supervised-with-id");
    assert_eq!(remedy("entitlements[1].kind"), "write one of: membership, occupation, opportunity");
    assert!(remedy("learning.workload_hours").starts_with("write the hours"));
}

#[test]
fn a_scheme_may_leave_out_all_that_only_the_european_credential_tells() {
    let bare: Vec<&str> = TEXT
        .split("\n\n")
        .filter(|part| !["[learning]", "[[accreditations]]", "[[entitlements]]"].iter().any(|head| part.contains(head)))
        .collect();
    let text = bare.join("\n\n").replace("supervision = \"supervised-with-id\"\n", "");
    let scheme = Scheme::parse(&text).unwrap_or_else(|faults| panic!("{:#?}", faults.faults()));
    assert_eq!(scheme.learning(), &Learning::default());
    assert_eq!((scheme.accreditations().len(), scheme.entitlements().len()), (0, 0));
}
