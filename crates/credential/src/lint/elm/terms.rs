//! The terms of the two contexts, and what people write instead of them: an unknown key is dropped without a word.
//! Which class a term belongs to stands in `shapes`.

use std::collections::HashSet;
use std::sync::OnceLock;

use serde_json::Value;

const OWN: &str = include_str!("../../../../../contexts/edc-ap.json");
const BASE: &str = include_str!("../../../../../contexts/credentials-v1.json");

/// Names of the ontology, of the standard's own sample, and of habit, with the term to write.
const INSTEAD: [(&str, &str); 12] = [
    ("EQFLevel", "eqfLevel"),
    ("ISCEDFCode", "thematicArea"),
    ("NQFLevel", "nqfLevel"),
    ("contentUrl", "contentURL"),
    ("eidasIdentifier", "eIDASIdentifier"),
    ("eidasLegalIdentifier", "eIDASIdentifier"),
    ("eIDASLegalIdentifier", "eIDASIdentifier"),
    ("maxScore", "maximumScore"),
    ("minScore", "minimumScore"),
    ("nationalId", "nationalID"),
    ("resultDistribution", "resultDestribution"),
    ("name", "title"),
];

/// Whether a key is a term of one of the two contexts.
pub(super) fn is_known(key: &str) -> bool {
    static TERMS: OnceLock<HashSet<String>> = OnceLock::new();
    TERMS.get_or_init(read).contains(key)
}

/// What to do about a key that is none.
pub(super) fn remedy(key: &str) -> String {
    if key.contains('Ι') && key.replace('Ι', "I") == "eIDASIdentifier" {
        return "it has the Greek letter iota (U+0399) in it; write eIDASIdentifier with a Latin I".to_owned();
    }
    match INSTEAD.iter().find(|(wrong, _)| *wrong == key) {
        Some((_, right)) => format!("write {right}"),
        None => "write a term of the context, or leave it out: nobody reads it".to_owned(),
    }
}

fn read() -> HashSet<String> {
    let own: Value = serde_json::from_str(OWN).unwrap_or_default();
    let base: Value = serde_json::from_str(BASE).unwrap_or_default();
    let tables = [own.pointer("/@context"), base.pointer("/@context/VerifiableCredential/@context")];
    let members = tables.into_iter().flatten().filter_map(Value::as_object).flatten();
    members.filter(|(_, definition)| definition.is_object()).map(|(term, _)| term.clone()).collect()
}
