//! Specimens: what drafts and sealed copies look like under a scheme, of a person who does not exist.
//! An engine keeps copies by what is different. Only members that name nobody are taken over, each by its name.

use attesto_credential::{Document, Json, Limits, Object, urn_uuid};

/// So many achievements are shown at most; those of an act are few: a scheme, in some languages.
const MOST: usize = 4;
const MOMENT: &str = "2000-01-01T00:00:00Z";
const NUMBER: &str = "SPECIMEN-2000-000000-";

/// Words a specimen for every achievement among some documents, sealed or not; nothing if none has one.
pub fn specimen<'d>(documents: impl IntoIterator<Item = &'d str>) -> Option<Vec<u8>> {
    let (mut known, mut specimen) = (Vec::<String>::new(), String::new());
    for document in documents {
        // What is written by one hand is written alike, so that each document need not be read.
        let written = document.split_once("\"achievement\":").map_or("", |(_, written)| written);
        if known.len() == MOST || known.iter().any(|achievement| written.starts_with(achievement.as_str())) {
            continue;
        }
        let Ok(document) = Document::parse(document.as_bytes(), &Limits::default()) else { continue };
        let Some(achievement) = document.at("/credentialSubject/achievement").and_then(Json::as_object) else {
            continue;
        };
        known.push(Document::composed(achievement.clone()).to_text());
        specimen.push_str(&shown(&document, achievement));
    }
    (!specimen.is_empty()).then(|| specimen.into_bytes())
}

/// The draft of an invented copy as an intent keeps it, and that copy sealed, one behind the other.
fn shown(document: &Document, achievement: &Object) -> String {
    let worded = worded(document, achievement);
    let draft = Object::new()
        .with("format", 1_u64)
        .with("copy", "")
        .with("person", "")
        .with("number", NUMBER)
        .with("credential", urn_uuid([0; 16]).as_str())
        .with("link", "")
        .with("place", "1/000000")
        .with("secured_as", "open-badge")
        .with("document", Document::composed(worded.clone()).to_text());
    let sealed = Document::composed(worded.with("proof", proof(document)));
    Document::composed(draft).to_text() + &sealed.to_text()
}

fn worded(document: &Document, achievement: &Object) -> Object {
    let taken = |key: &str| document.root().get(key).cloned();
    Object::new()
        .with_some("@context", taken("@context"))
        .with("id", urn_uuid([0; 16]).as_str())
        .with_some("type", taken("type"))
        .with_some("name", taken("name"))
        .with_some("issuer", taken("issuer"))
        .with("validFrom", MOMENT)
        .with("validUntil", MOMENT)
        .with("awardedDate", MOMENT)
        .with("credentialSubject", subject(achievement))
        .with_some("credentialStatus", document.at("/credentialStatus").map(status))
}

/// An entry without its index, in a list that thousands share; one entry stands without brackets.
fn status(written: &Json) -> Object {
    let entry = written.as_array().and_then(<[Json]>::first).unwrap_or(written).as_object();
    let taken = |key: &str| entry.and_then(|entry| entry.get(key)).cloned();
    Object::new()
        .with_some("id", taken("statusListCredential"))
        .with_some("type", taken("type"))
        .with_some("statusPurpose", taken("statusPurpose"))
        .with("statusListIndex", "")
        .with_some("statusListCredential", taken("statusListCredential"))
}

fn subject(achievement: &Object) -> Object {
    let identity = |hashed: bool, hash: &str| {
        Object::new().with("type", "IdentityObject").with("hashed", hashed).with("identityHash", hash)
    };
    let name = identity(false, "Specimen Specimeni").with("identityType", "name");
    let email = identity(true, "sha256$").with("salt", "").with("identityType", "emailAddress");
    let results = achievement.get("resultDescription").and_then(Json::as_array).unwrap_or(&[]);
    let results: Vec<Json> = results.iter().filter_map(Json::as_object).map(|one| result(one).into()).collect();
    Object::new()
        .with("id", urn_uuid([0; 16]).as_str())
        .with("type", vec![Json::from("AchievementSubject")])
        .with("identifier", vec![Json::from(name), Json::from(email)])
        .with("licenseNumber", NUMBER)
        .with("achievement", achievement.clone())
        .with("result", results)
}

/// A result that nobody achieved: none, or the lowest level.
fn result(description: &Object) -> Object {
    let lowest = description.get("rubricCriterionLevel").and_then(Json::as_array).and_then(<[Json]>::first);
    let result = Object::new()
        .with("type", vec![Json::from("Result")])
        .with_some("resultDescription", description.get("id").cloned());
    match lowest.and_then(Json::as_object) {
        Some(level) => result.with_some("achievedLevel", level.get("id").cloned()),
        None => result.with("value", "0"),
    }
}

/// What stands in every proof of one issuer; not its value, which is over a person's credential.
fn proof(document: &Document) -> Object {
    let issuer = document.at("/issuer/id").and_then(Json::as_str).unwrap_or("");
    Object::new()
        .with("type", "DataIntegrityProof")
        .with("cryptosuite", "eddsa-rdfc-2022")
        .with("created", MOMENT)
        .with("verificationMethod", format!("{issuer}#credentials-1"))
        .with("proofPurpose", "assertionMethod")
        .with("proofValue", "z")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BADGE: &str = r#"{"@context":["c"],"id":"urn:uuid:1","type":["OpenBadgeCredential"],"name":"Manager","issuer":{"id":"did:web:body.example"},"validFrom":"2026-11-26T09:05:51Z","credentialSubject":{"id":"urn:uuid:2","identifier":[{"identityHash":"Eleni Dokimaki"}],"licenseNumber":"SIM-2026-000001-4","achievement":{"id":"https://body.example/s","resultDescription":[{"id":"https://body.example/s#r1"},{"id":"https://body.example/s#r2","rubricCriterionLevel":[{"id":"https://body.example/s#l5"},{"id":"https://body.example/s#l6"}]}]},"result":[{"resultDescription":"https://body.example/s#r1","value":"78.25"}]},"credentialStatus":{"id":"https://body.example/status/1#417","type":"BitstringStatusListEntry","statusListIndex":"417","statusListCredential":"https://body.example/status/1"},"proof":{"proofValue":"z2K3gdfJ3"}}"#;

    #[test]
    fn a_specimen_has_the_wording_of_the_scheme_and_nothing_of_the_person() {
        let specimen = String::from_utf8(specimen([BADGE]).unwrap()).unwrap();
        for word in
            ["OpenBadgeCredential", "did:web:body.example", "https://body.example/s#r1", "achievedLevel", "/status/1"]
        {
            assert!(specimen.contains(word), "{word}");
        }
        for word in ["Eleni", "Dokimaki", "SIM-2026", "78.25", "2026-11-26", "urn:uuid:1", "urn:uuid:2", "z2K3g", "417"]
        {
            assert!(!specimen.contains(word), "{word}");
        }
    }

    #[test]
    fn people_under_one_achievement_share_a_specimen_and_each_achievement_is_shown_once() {
        let (other_person, other_scheme) = (BADGE.replace("Eleni", "Maria"), BADGE.replace("example/s", "example/t"));
        let one = specimen([BADGE]).unwrap();

        assert_eq!(specimen([BADGE, &other_person]), Some(one.clone()));
        assert_eq!(specimen([&*other_person]), Some(one.clone()));
        assert!(specimen([BADGE, &other_scheme]).unwrap().len() > one.len());
        assert_eq!(specimen(["", "{}", "{\"proof\":1}"]), None);
    }
}
