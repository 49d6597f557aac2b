//! What the fast path takes, what it leaves to the general path and for which reason, and that both write the same.
//! The bytes themselves are held against jsonld.js in `tests/canon.rs`.

mod generated;

use std::path::{Path, PathBuf};

use attesto_credential::{Document, Limits};

use super::super::{Canonical, Uncanonical, canonical_generally};
use super::*;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests").join(name)
}

fn read(path: &Path) -> Document {
    Document::parse(&std::fs::read(path).unwrap(), &Limits::default()).unwrap()
}

fn parsed(text: &str) -> Document {
    Document::parse(text.as_bytes(), &Limits::default()).unwrap()
}

fn fast(document: &Document, contexts: &Contexts) -> Result<String, Unusual> {
    canonical(&Wording::of(document), contexts, &Budget::default()).map(|canonical| canonical.text)
}

fn general(document: &Document, contexts: &Contexts) -> Result<String, Uncanonical> {
    canonical_generally(document, contexts, &Budget::default()).map(|canonical| canonical.text)
}

/// Every JSON file below a folder.
fn documents(below: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(documents(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn both_paths_write_the_same_of_every_vector_and_every_case() {
    let contexts = Contexts::pinned();
    let (mut taken, mut left) = (0, 0);
    for path in [folder("vectors"), folder("cases"), folder("bench")].iter().flat_map(|folder| documents(folder)) {
        let bytes = std::fs::read(&path).unwrap();
        let Ok(document) = Document::parse(&bytes, &Limits::default()) else { continue };
        if !document.flaws().is_empty() {
            continue;
        }
        let unsecured = document.clone().without("proof");
        match canonical(&Wording::without(&document, "proof"), &contexts, &Budget::default()) {
            Ok(Canonical { text, .. }) => {
                assert_eq!(Ok(text), general(&unsecured, &contexts), "{}", path.display());
                taken += 1;
            }
            Err(_) => left += 1,
        }
    }
    assert!(taken >= 200, "{taken} taken and {left} left");
}

#[test]
fn what_is_refused_is_never_taken() {
    let contexts = Contexts::pinned();
    for path in documents(&folder("vectors/canon-refused")) {
        let document = read(&path);
        if document.flaws().is_empty() {
            assert!(fast(&document, &contexts).is_err(), "{}", path.display());
        }
    }
}

#[test]
fn what_we_issue_and_what_others_publish_is_taken_with_its_proof() {
    let contexts = Contexts::pinned();
    for file in [
        "bench/cred.json",
        "bench/demo-badge.json",
        "cases/valid-did-key/credential.json",
        "cases/valid-status-good/credential.json",
        "cases/valid-status-good/material/status/1/revocation.json",
    ] {
        both(&read(&folder(file)), &contexts, file);
    }
    let published = read(&folder("vectors/open-badges-3/obv3p0/vector.json"));
    let signed = published.at("/signed").and_then(Json::as_object).unwrap().clone();
    both(&Document::composed(signed), &contexts, "the Open Badges vector");
}

/// The document without its proof, and the proof's options where it has one, are taken and written alike.
fn both(document: &Document, contexts: &Contexts, name: &str) {
    let wording = Wording::without(document, "proof");
    let options = document.root().get("proof").and_then(Json::as_object);
    let options = options.map(|proof| Wording::under(document.root().get("@context"), proof, "proofValue"));
    for wording in [Some(wording), options].into_iter().flatten() {
        let fast = canonical(&wording, contexts, &Budget::default());
        assert_eq!(fast.clone().err(), None, "{name}");
        let fast = fast.ok().map(|canonical| canonical.text);
        assert_eq!(fast, general(&Document::composed(wording.composed()), contexts).ok(), "{name}");
    }
}

#[test]
fn a_vocabulary_is_left_to_the_general_path() {
    let examples = folder("vectors/contexts/credentials-examples-v2.json");
    let examples = std::fs::read_to_string(examples).unwrap();
    let contexts = Contexts::pinned().with("https://www.w3.org/ns/credentials/examples/v2", &examples);
    let document = read(&folder("vectors/vc-di-eddsa/eddsa-rdfc-2022/signedDataInt.json")).without("proof");
    assert_eq!(fast(&document, &contexts), Err(Unusual::Types));
    assert!(general(&document, &contexts).is_ok());
}

/// A small badge with other members in its subject.
fn badge(members: &str) -> String {
    format!(
        r#"{{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id":"urn:uuid:1","type":["VerifiableCredential","OpenBadgeCredential"],"issuer":"did:key:z6MkA",
        "validFrom":"2026-01-15T09:30:00Z","credentialSubject":{{"type":["AchievementSubject"],{members}}}}}"#
    )
}

/// A result of so many alignments that nothing tells apart.
fn result_with_alike(alignments: usize) -> String {
    format!(
        r#"{{"type":"Result","alignment":[{}]}}"#,
        vec![r#"{"type":"Alignment","targetName":"n"}"#; alignments].join(",")
    )
}

#[test]
fn each_reason_to_leave_a_document_to_the_general_path() {
    let contexts = Contexts::pinned();
    let long =
        (0..300).map(|n| format!(r#"{{"type":"IdentityObject","identityHash":"{n}"}}"#)).collect::<Vec<_>>().join(",");
    let cases = [
        (Ok(()), badge(r#""role":"r","creditsEarned":6.0,"licenseNumber":null,"result":[]"#)),
        (Ok(()), badge(r#""result":[{"type":"Result","value":"1"},{"type":"Result","value":"1"}]"#)),
        (Err(Unusual::Alike), badge(&format!(r#""result":[{0},{0}]"#, result_with_alike(7)))),
        (Err(Unusual::Contexts), badge(r#""achievement":{"@context":"https://www.w3.org/ns/credentials/v2"}"#)),
        (Err(Unusual::Contexts), r#"{"@context":[{"id":"@id"}],"id":"urn:uuid:1"}"#.to_owned()),
        (Err(Unusual::Contexts), r#"{"@context":"https://unknown.example","id":"urn:uuid:1"}"#.to_owned()),
        (Err(Unusual::Empty), r#"{"@context":"https://www.w3.org/ns/credentials/v2","id":"urn:uuid:1"}"#.to_owned()),
        (Err(Unusual::Iri), badge(r#""id":"relative""#)),
        (Err(Unusual::Iri), badge(r#""id":"_:b0""#)),
        (Err(Unusual::Iri), badge(r#""id":"urn:a b""#)),
        (Err(Unusual::Iri), badge(r#""id":7"#)),
        (Err(Unusual::Key), badge(r#""undefined":1"#)),
        (Err(Unusual::Key), badge(r#""https://schema.org/name":"n""#)),
        (Err(Unusual::Key), badge(r#""Achievement":{"id":"urn:a"}"#)),
        (Err(Unusual::Key), badge(r#""@index":"n""#)),
        (Err(Unusual::Element), badge(r#""role":[null]"#)),
        (Err(Unusual::Element), badge(r#""role":[["a"]]"#)),
        (Err(Unusual::Number), badge(r#""creditsEarned":1e-7"#)),
        (Err(Unusual::Size), badge(&format!(r#""identifier":[{long}]"#))),
        (Err(Unusual::Split), badge(r#""achievement":{"id":"urn:uuid:1","name":"n"}"#)),
        (Err(Unusual::Types), badge(r#""achievement":{"id":"urn:a","type":["Achievement","https://a.example/Type"]}"#)),
        (Err(Unusual::Types), badge(r#""achievement":{"id":"urn:a","type":["Achievement","Achievement"]}"#)),
        (
            Err(Unusual::Types),
            badge(r#""achievement":{"id":"urn:a","type":["Achievement","Address","Image","Profile","Result"]}"#),
        ),
        (Err(Unusual::Value), badge(r#""role":{"@value":"r"}"#)),
        (Err(Unusual::Value), badge(r#""role":{"@value":"r","@language":"a b"}"#)),
    ];
    for (expected, text) in cases {
        let document = parsed(&text);

        assert_eq!(fast(&document, &contexts).map(|_| ()), expected, "{text}");

        let whole = super::super::canonical(&document, &contexts, &Budget::default());
        assert_eq!(whole.map(|Canonical { text, .. }| text), general(&document, &contexts), "{text}");
    }
}

#[test]
fn a_graph_inside_or_a_json_literal_is_left_to_the_general_path() {
    let contexts = Contexts::pinned();
    let presentation = r#"{"@context":"https://www.w3.org/ns/credentials/v2","type":"VerifiablePresentation",
        "verifiableCredential":[{"type":"VerifiableCredential","issuer":"did:key:z6MkA"}]}"#;
    let schema = r#"{"@context":"https://www.w3.org/ns/credentials/v2","id":"urn:uuid:1","type":"JsonSchema","jsonSchema":{"b":1,"a":2}}"#;
    for text in [presentation, schema] {
        assert_eq!(fast(&parsed(text), &contexts), Err(Unusual::Key), "{text}");
    }
}

#[test]
fn a_frugal_budget_is_judged_by_the_general_path() {
    let contexts = Contexts::pinned();
    let document = parsed(&badge(r#""role":["a","b","c"]"#));
    for budget in [Budget { quads: 3, ..Budget::default() }, Budget { blank_nodes: 0, ..Budget::default() }] {
        assert_eq!(canonical(&Wording::of(&document), &contexts, &budget), Err(Unusual::Size));
    }
}

#[test]
fn contexts_that_were_given_anew_are_compiled_anew() {
    let context = |iri: &str| format!(r#"{{"@context":{{"id":"@id","type":"@type","name":"{iri}"}}}}"#);
    let document = parsed(r#"{"@context":"urn:c","id":"urn:n","name":"n"}"#);

    let contexts = Contexts::empty().with("urn:c", &context("urn:one"));
    assert_eq!(fast(&document, &contexts), Ok("<urn:n> <urn:one> \"n\" .\n".to_owned()));
    let contexts = contexts.with("urn:c", &context("urn:other"));
    assert_eq!(fast(&document, &contexts), Ok("<urn:n> <urn:other> \"n\" .\n".to_owned()));
}

#[test]
fn where_two_places_speak_of_one_node_and_one_is_shared_every_place_is_walked() {
    let contexts = Contexts::pinned();
    let said = "What the body says of itself. ".repeat(12);
    let profile = |name: &str| {
        format!(r#"{{"id":"https://body.example/","type":["Profile"],"name":"{name}","description":"{said}"}}"#)
    };
    let text = |subject: &str, creator: &str| {
        let achievement = format!(
            r#"{{"id":"https://body.example/a","type":["Achievement"],"name":"A","description":"{said}","criteria":{{"narrative":"N"}},"creator":{creator}}}"#
        );
        format!(
            r#"{{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:uuid:a","type":["VerifiableCredential","OpenBadgeCredential"],"issuer":{},"validFrom":"2026-01-01T00:00:00Z","credentialSubject":{{"id":"{subject}","type":["AchievementSubject"],"achievement":{achievement}}}}}"#,
            profile("Body")
        )
    };
    for creator in
        [profile("Body"), profile("Another name"), r#"{"id":"https://other.example/","type":["Profile"]}"#.into()]
    {
        for number in 0..5 {
            let document = parsed(&text(&format!("urn:uuid:{number}"), &creator));
            let issuer = document.root().get("issuer").and_then(Json::as_object).unwrap();
            assert_eq!(issuer.shared().is_some(), number > 0 || !creator.contains("Body"), "{number}");
            assert_eq!(fast(&document, &contexts), Ok(general(&document, &contexts).unwrap()), "{number} {creator}");
        }
    }
}

#[test]
fn badges_of_one_achievement_begin_with_what_is_the_same_in_all() {
    let contexts = Contexts::pinned();
    let text = std::fs::read_to_string(folder("bench").join("cred-named.json")).unwrap();
    let badge = parsed(&text);
    let subject = badge.root().get("credentialSubject").and_then(Json::as_object).unwrap();
    let achievement = subject.get("achievement").and_then(Json::as_object).unwrap().clone().into_shared();
    let mut beginnings = Vec::new();
    for number in 0..4 {
        let mut subject = subject.clone();
        subject.set("achievement", achievement.clone());
        let document = badge.clone().with("id", format!("urn:uuid:{number}")).with("credentialSubject", subject);
        let form = canonical(&Wording::of(&document), &contexts, &Budget::default()).unwrap();
        assert_eq!(Ok(&form.text), general(&document, &contexts).as_ref());
        beginnings.push(form.text[..form.shared].to_owned());
    }
    let [first, _, third, fourth] = beginnings.try_into().unwrap();
    assert!(first.is_empty(), "nothing is known to be shared when it is met first");
    assert!(third.len() > 10_000 && third == fourth, "{}", third.len());
}
