//! Credentials and declarations that nobody thought of: texts in Greek, Italian and Romanian, members there and absent.
//! `any_credential` is anything the data model can say; `conforming` is what may be sealed.

use attesto_credential::{
    Achievement, Alignment, Beside, CertificateNumber, Credential, CredentialId, Criteria, Declaration, Flag,
    IdentityHash, Iri, Issuer, Json, Object, Outcome, Purpose, Recipient, RecipientIdentity, Related,
    ResultDescription, RubricLevel, Sibling, StatusBits, StatusEntry, StatusList, Timestamp, Validity, urn_uuid,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

/// Text as people write it, and what JSON, XML and N-Quads must escape.
pub(super) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[Α-ΡΣ-Ωα-ωάέήίόύώϊϋΐΰ ’·]{1,24}",
        4 => "[A-Za-zȘșȚțĂăÂâÎî -]{1,24}",
        4 => "[A-Za-zàèéìòù' ]{1,24}",
        2 => r#"([\]>&<!"'\\/\t\n a-z{}]|\]\]>|\x{85}|\x{2028}|\x{1F600}){1,24}"#,
        1 => Just("x".repeat(3_000)),
    ]
}

pub(super) fn iri() -> impl Strategy<Value = Iri> {
    let web = "https://[a-z]{1,8}\\.example/[a-zα-ω0-9/]{1,12}(#[a-z0-9-]{1,8})?";
    let text = prop_oneof![web.boxed(), "urn:uuid:[0-9a-f]{8}-0000-4000-8000-000000000000".boxed()];
    text.prop_map(|text| Iri::parse(&text).unwrap())
}

fn moment() -> impl Strategy<Value = Timestamp> {
    (0_i64..4_102_444_800).prop_map(|seconds| Timestamp::from_unix(seconds).unwrap())
}

fn validity() -> impl Strategy<Value = Validity> {
    (moment(), of(1_i64..1_000_000_000)).prop_map(|(from, length)| {
        let until = length.map(|length| Timestamp::from_unix(from.unix() + length).unwrap());
        Validity::new(from, until).unwrap()
    })
}

/// Any JSON, three levels deep.
pub(super) fn json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        text().prop_map(Json::from),
        any::<bool>().prop_map(Json::from),
        (-1_000_000_i64..1_000_000).prop_map(|number| Json::Number(number.to_string().parse().unwrap())),
        "-?(0|[1-9][0-9]{0,3})\\.[0-9]{1,3}".prop_map(|number| Json::Number(number.parse().unwrap())),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| prop_oneof![vec(inner.clone(), 0..4).prop_map(Json::from), members(inner)])
}

fn members(value: impl Strategy<Value = Json>) -> impl Strategy<Value = Json> {
    proptest::collection::btree_map("[a-z]{1,6}|κλειδί|]]>", value, 0..4)
        .prop_map(|members| members.into_iter().collect::<Object>().into())
}

/// Members that no struct models.
fn others() -> impl Strategy<Value = Object> {
    proptest::collection::btree_map("x-[a-z]{1,6}|creditsAvailable|evidence|tag", json(), 0..3)
        .prop_map(|members| members.into_iter().collect())
}

fn alignment() -> impl Strategy<Value = Alignment> {
    (of(iri()), text(), iri(), of(text()), of(text()), of(text()), others()).prop_map(
        |(id, target_name, target_url, target_code, target_framework, target_type, others)| Alignment {
            id,
            target_name,
            target_url: target_url.to_string(),
            target_code,
            target_framework,
            target_type,
            others,
        },
    )
}

fn level() -> impl Strategy<Value = RubricLevel> {
    (iri(), text(), of(text()), others()).prop_map(|(id, name, level, others)| RubricLevel { id, name, level, others })
}

fn description() -> impl Strategy<Value = ResultDescription> {
    let values = (vec(text(), 0..3), of(text()), of(text()), of(text()), of(iri()));
    (iri(), text(), text(), values, vec(level(), 0..3), vec(alignment(), 0..2), others()).prop_map(
        |(id, name, kind, values, levels, alignments, others)| {
            let (allowed_values, value_min, value_max, required_value, required_level) = values;
            ResultDescription {
                id,
                name,
                kind,
                allowed_values,
                value_min,
                value_max,
                required_value,
                required_level,
                levels,
                alignments,
                others,
            }
        },
    )
}

fn outcome() -> impl Strategy<Value = Outcome> {
    (of(iri()), of(iri()), of(text()), of(text()), of(iri()), vec(alignment(), 0..2), others()).prop_map(
        |(id, description, value, status, achieved_level, alignments, others)| Outcome {
            id,
            description,
            value,
            status,
            achieved_level,
            alignments,
            others,
        },
    )
}

fn related() -> impl Strategy<Value = Related> {
    (iri(), of(text()), of(text())).prop_map(|(id, language, version)| Related { id, language, version })
}

fn achievement() -> impl Strategy<Value = Achievement> {
    let criteria = (of(iri()), of(text())).prop_map(|(id, narrative)| Criteria { id, narrative });
    let texts = (text(), text(), of(text()), of(text()), of(text()), of(text()));
    let parts = (vec(alignment(), 0..3), vec(description(), 0..3), vec(related(), 0..3));
    (iri(), texts, criteria, parts, others()).prop_map(|(id, texts, criteria, parts, others)| {
        let (name, description, kind, version, human_code, language) = texts;
        let (alignments, result_descriptions, related) = parts;
        Achievement {
            id,
            name,
            description,
            criteria,
            kind,
            version,
            human_code,
            language,
            alignments,
            result_descriptions,
            related,
            others,
        }
    })
}

fn identity() -> impl Strategy<Value = RecipientIdentity> {
    let hash = prop_oneof![
        text().prop_map(IdentityHash::Plain),
        ("sha256\\$[0-9a-f]{64}", of(text())).prop_map(|(hash, salt)| IdentityHash::Hashed { hash, salt }),
    ];
    ("name|emailAddress|ext:[a-z]{1,6}", hash, others()).prop_map(|(kind, value, others)| RecipientIdentity {
        kind,
        value,
        others,
    })
}

fn status() -> impl Strategy<Value = StatusEntry> {
    ("[A-Z][A-Za-z]{1,9}", iri(), others()).prop_map(|(kind, id, others)| {
        let members = Object::new().with("id", id.as_str()).with("type", kind.as_str());
        let members = others.iter().fold(members, |members, (key, value)| members.with(key, value.clone()));
        StatusEntry { kind, members }
    })
}

/// Anything the data model can say of anybody.
pub(super) fn any_credential() -> impl Strategy<Value = Credential> {
    let issuer =
        (iri(), of(text()), of(text()), others()).prop_map(|(id, name, url, others)| Issuer { id, name, url, others });
    let recipient = (of(iri()), vec(identity(), 0..3)).prop_map(|(id, identities)| Recipient { id, identities });
    let times = (validity(), of(moment()));
    let texts = (of(text()), of(text()));
    let parts = (of(achievement()), vec(outcome(), 0..3), vec(status(), 0..2));
    ((iri(), issuer, recipient), texts, times, parts, (others(), others())).prop_map(
        |((id, issuer, recipient), (name, number), (validity, awarded), parts, (others, subject_others))| {
            let (achievement, outcomes, status) = parts;
            Credential {
                id: CredentialId::from_iri(id),
                name,
                issuer,
                recipient,
                achievement: achievement.map(Into::into),
                outcomes,
                number,
                validity,
                awarded,
                status,
                learning: None,
                others,
                subject_others,
                terms: None,
            }
        },
    )
}

/// A credential that may be sealed, by the one who is named.
pub(super) fn conforming(issuer: Iri) -> impl Strategy<Value = Credential> {
    let measured = (text(), text(), of(text()));
    let titles = (text(), text(), text(), of(text()));
    let drawn = (any::<[u8; 16]>(), any::<[u8; 16]>(), 1_u32..999_999);
    let times = (moment(), 1_i64..1_000_000_000);
    (drawn, titles, times, vec(measured, 0..4), vec(text(), 1..3), of(alignment())).prop_map(
        move |((id, subject, counter), titles, (from, length), measured, names, aligned)| {
            let scheme = "https://body.example/schemes/1";
            let (title, about, narrative, code) = titles;
            let (result_descriptions, outcomes) = measured
                .into_iter()
                .enumerate()
                .map(|(place, (name, value, maximum))| score(scheme, place, name, value, maximum))
                .unzip();
            let until = Timestamp::from_unix(from.unix() + length).unwrap();
            Credential {
                id: CredentialId::from_random(id),
                name: Some(title.clone()),
                issuer: Issuer { id: issuer.clone(), name: Some(about.clone()), url: None, others: Object::new() },
                recipient: Recipient {
                    id: Some(urn_uuid(subject)),
                    identities: names.into_iter().map(named).collect(),
                },
                achievement: Some(
                    Achievement {
                        id: Iri::parse(scheme).unwrap(),
                        name: title,
                        description: about,
                        criteria: Criteria { id: Some(Iri::parse(scheme).unwrap()), narrative: Some(narrative) },
                        kind: Some("Certification".to_owned()),
                        version: None,
                        human_code: code,
                        language: Some("el".to_owned()),
                        alignments: aligned
                            .map(|one| Alignment { target_type: None, others: Object::new(), ..one })
                            .into_iter()
                            .collect(),
                        result_descriptions,
                        related: Vec::new(),
                        others: Object::new(),
                    }
                    .into(),
                ),
                outcomes,
                number: Some(CertificateNumber::new("LAW", 2026, counter).unwrap().to_string()),
                validity: Validity::new(from, Some(until)).unwrap(),
                awarded: Some(from),
                status: Vec::new(),
                learning: None,
                others: Object::new(),
                subject_others: Object::new(),
                terms: None,
            }
        },
    )
}

fn named(name: String) -> RecipientIdentity {
    RecipientIdentity { kind: "name".to_owned(), value: IdentityHash::Plain(name), others: Object::new() }
}

fn score(
    scheme: &str,
    place: usize,
    name: String,
    value: String,
    maximum: Option<String>,
) -> (ResultDescription, Outcome) {
    let id = Iri::parse(&format!("{scheme}#result-{place}")).unwrap();
    let description = ResultDescription {
        id: id.clone(),
        name,
        kind: "RawScore".to_owned(),
        allowed_values: Vec::new(),
        value_min: None,
        value_max: maximum,
        required_value: None,
        required_level: None,
        levels: Vec::new(),
        alignments: Vec::new(),
        others: Object::new(),
    };
    let outcome = Outcome {
        id: None,
        description: Some(id),
        value: Some(value),
        status: None,
        achieved_level: None,
        alignments: Vec::new(),
        others: Object::new(),
    };
    (description, outcome)
}

/// A notice of any kind with any body, by the one who is named.
pub(super) fn declaration(by: Iri) -> impl Strategy<Value = Declaration> {
    ("[a-z-]{1,12}", moment(), json())
        .prop_map(move |(kind, at, body)| Declaration::new(&kind, by.clone(), at, Object::new().with("says", body)))
}

pub(super) fn list_url() -> Iri {
    Iri::parse("https://cert.example/demo/status/1/revocation.json").unwrap()
}

pub(super) fn purpose() -> impl Strategy<Value = Purpose> {
    let known = ["message", "refresh", "revocation", "suspension", "retired"];
    (0..known.len()).prop_map(move |index| Purpose::named(known[index]))
}

/// Any list that the data model can say.
pub(super) fn status_list() -> impl Strategy<Value = StatusList> {
    let set = vec(0..StatusBits::LENGTH, 0..50);
    let kinds = proptest::sample::subsequence(Beside::ALL.to_vec(), 0..=3);
    let times = (moment(), of(1_i64..10_000_000), of(0_u64..100_000));
    (set, kinds, any::<[u8; 32]>(), purpose(), times).prop_map(|(set, kinds, sha256, purpose, (from, life, ttl))| {
        let mut bits = StatusBits::clear();
        set.into_iter().for_each(|index| bits.set(index, Flag::Set).unwrap());
        let sibling =
            |kind: Beside| Sibling { id: kind.of(&list_url()), sha256, media_type: "application/vc".to_owned() };
        StatusList {
            id: list_url(),
            issuer: Iri::parse("did:web:cert.example:demo").unwrap(),
            purposes: vec![purpose],
            from: Some(from),
            until: life.map(|life| Timestamp::from_unix(from.unix() + life).unwrap()),
            ttl_seconds: ttl,
            bits,
            siblings: kinds.into_iter().map(sibling).collect(),
        }
    })
}

/// A list that may be sealed.
pub(super) fn sealable_list(issuer: Iri) -> impl Strategy<Value = StatusList> {
    (status_list(), any::<bool>()).prop_map(move |(list, suspends)| StatusList {
        issuer: issuer.clone(),
        purposes: vec![if suspends { Purpose::Suspension } else { Purpose::Revocation }],
        until: Some(Timestamp::from_unix(list.from.unwrap().unix() + 100_000).unwrap()),
        ..list
    })
}
