//! A copy of flat claims may be sealed, says what the badge says, and lets its holder hold back what is a person's.

use attesto_credential::{Disclosure, Format, Json, lint};

use super::*;
use crate::calendar::tests::Utc;
use crate::certification::tests::a_certification;
use crate::decide::tests::the_scheme;
use crate::project::tests::{the_issuer, the_person};

fn jwk() -> Object {
    Object::new().with("kty", "EC").with("crv", "P-256").with("x", "AA").with("y", "BB")
}

fn projected() -> Credential {
    let drawn = DrawnClaims {
        id: CredentialId::from_random([1; 16]),
        seed: SaltSeed::from_random([2; 32]),
        status: StatusPlace::parse("https://attesto.example/demo-body/status/1/token.jwt#417").unwrap(),
        kind: ("https://attesto.example/demo-body/vct/sim/1/vct.json".to_owned(), "sha256-AA".to_owned()),
        holder: HolderKey::of(&jwk()).unwrap(),
    };
    let issuer =
        Issuer { id: attesto_credential::Iri::parse("https://attesto.example/demo-body").unwrap(), ..the_issuer() };
    project_claims(&a_certification(), &the_scheme(), &the_person(), (&issuer, &Utc), drawn).unwrap()
}

#[test]
fn what_is_projected_may_be_sealed() {
    lint(projected(), Format::SD_JWT_VC).unwrap();
}

#[test]
fn it_says_what_the_badge_of_the_same_certification_says() {
    let (claims, badge) = (projected(), crate::project::tests::projected());
    assert_eq!((claims.number, claims.validity, claims.name), (badge.number, badge.validity, badge.name));
    let told = |credential: &Vec<Outcome>| {
        let mut told: Vec<_> = credential
            .iter()
            .map(|one| (one.description.clone(), one.value.clone(), one.achieved_level.clone()))
            .collect();
        told.sort();
        told
    };
    assert_eq!(told(&claims.outcomes), told(&badge.outcomes));
}

#[test]
fn nothing_that_names_the_person_or_tells_how_they_did_is_in_the_clear() {
    let linted = lint(projected(), Format::SD_JWT_VC).unwrap();
    let document = linted.document();
    let clear: Vec<&str> = document
        .root()
        .iter()
        .filter(|(claim, _)| Disclosure::of(claim) == Disclosure::Never)
        .map(|(claim, _)| claim)
        .collect();
    let expected = [
        "vct",
        "vct#integrity",
        "jti",
        "iss",
        "nbf",
        "exp",
        "issuing_authority",
        "certificate_number",
        "certification_scheme",
        "achievement_title",
        "achievement_description",
        "language_of_classes",
        "cnf",
        "status",
        "date_of_issuance",
        "date_of_expiry",
        "_salts_from",
    ];
    assert_eq!(clear, expected);
    let document = linted.document();
    let outcomes = document.root().get("learning_outcomes").and_then(Json::as_array).unwrap();
    assert_eq!(outcomes.len(), a_certification().competences().len());
}
