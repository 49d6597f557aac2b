//! The competences of a scheme for machines: a SKOS concept scheme in JSON-LD (<https://www.w3.org/TR/skos-reference/>).
//! It says what the scheme file says; results of people are elsewhere.

use attesto_credential::LocalText;
use attesto_issuer::{Rubric, Scheme};
use serde_json::{Map, Value, json};

/// The framework of a scheme: one concept per competence, titled in every language, matched to ESCO.
pub(crate) fn framework(scheme: &Scheme) -> String {
    let concepts: Vec<Value> = scheme.rubrics().iter().map(|rubric| concept(scheme, rubric)).collect();
    let tops: Vec<String> = scheme.rubrics().iter().map(|rubric| name(scheme, rubric)).collect();
    let document = json!({
        "@context": {
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "dct": "http://purl.org/dc/terms/",
            "id": "@id",
            "type": "@type",
            "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
            "definition": {"@id": "skos:definition", "@container": "@language"},
            "notation": "skos:notation",
            "closeMatch": {"@id": "skos:closeMatch", "@type": "@id"},
            "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
            "hasTopConcept": {"@id": "skos:hasTopConcept", "@type": "@id"},
            "publisher": {"@id": "dct:publisher", "@type": "@id"},
            "hasVersion": "dct:hasVersion",
            "concepts": {"@reverse": "skos:inScheme"},
        },
        "id": scheme.id().as_str(),
        "type": "skos:ConceptScheme",
        "notation": scheme.code(),
        "prefLabel": by_language(scheme.title()),
        "definition": by_language(scheme.description()),
        "hasVersion": scheme.version().as_str(),
        "publisher": scheme.owner().id().as_str(),
        "hasTopConcept": tops,
        "concepts": concepts,
    });
    format!("{document:#}\n")
}

fn concept(scheme: &Scheme, rubric: &Rubric) -> Value {
    let competence = rubric.competence();
    let esco: Vec<&str> = competence.esco().iter().map(|link| link.iri().as_str()).collect();
    json!({
        "id": name(scheme, rubric),
        "type": "skos:Concept",
        "notation": rubric.code().as_str(),
        "prefLabel": by_language(competence.title()),
        "closeMatch": esco,
    })
}

/// As badges name it: a fragment under the published id of the version.
fn name(scheme: &Scheme, rubric: &Rubric) -> String {
    let joint = if scheme.id().as_str().contains('#') { "-" } else { "#" };
    format!("{}{joint}{}", scheme.id(), rubric.code())
}

fn by_language(text: &LocalText) -> Map<String, Value> {
    text.iter().map(|(language, text)| (language.to_string(), json!(text.as_str()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_competence_is_a_concept_titled_in_four_languages_and_matched_to_esco() {
        let scheme = Scheme::parse(include_str!("../../demo/scheme.toml")).unwrap();

        let read: Value = serde_json::from_str(&framework(&scheme)).unwrap();

        let concepts = read["concepts"].as_array().unwrap();
        assert_eq!(concepts.len(), scheme.rubrics().len());
        for concept in concepts {
            assert_eq!(concept["prefLabel"].as_object().unwrap().len(), 4, "{concept}");
            let esco = concept["closeMatch"].as_array().unwrap();
            assert!(esco.iter().all(|link| link.as_str().unwrap().starts_with("http://data.europa.eu/esco/")));
        }
        assert_eq!(read["hasTopConcept"].as_array().unwrap().len(), concepts.len());
    }
}
