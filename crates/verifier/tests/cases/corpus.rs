//! The corpus as it is made: one entry per folder of `tests/cases`, each a small change to one good badge.

use attesto_securing::Digest;
use serde_json::{Value, json};

use crate::bench::*;
use crate::made::Made;
use crate::of_status;
use crate::stolen;

pub(crate) fn trust(certificates: &str, rest: &str) -> String {
    trust_in(ISSUER, certificates, rest)
}

fn trust_in(issuer: &str, certificates: &str, rest: &str) -> String {
    format!(
        "format = 1\nname = \"Test list\"\n\n[[issuer]]\nid = \"{issuer}\"\nname = \"Demo Certification Body\"\ncertificates = {certificates}\n{rest}"
    )
}

/// A list in its seventh edition.
fn trust_until(next: &str) -> String {
    let edition = format!("sequence = 7\nissued = 2026-06-15T00:00:00Z\nnext_update = {next}\n\n");
    trust("[\"*\"]", "").replacen("\n\n", &format!("\n{edition}"), 1)
}

fn pinned() -> String {
    use attesto_securing::Signer;
    format!("\n[[issuer.key]]\nid = \"{ISSUER}#k1\"\nmultikey = \"{}\"\n", key(1).public().to_multikey())
}

pub(crate) fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut badge = badge();
    change(&mut badge);
    badge
}

fn changed_after(change: impl FnOnce(&mut Value)) -> Value {
    let mut sealed = sealed(&badge());
    change(&mut sealed);
    sealed
}

fn with_options(change: impl FnOnce(&mut Value)) -> Value {
    let key = issuer_key();
    let mut options = options(&key);
    change(&mut options);
    sealed_by(&badge(), options, &key)
}

pub(crate) fn all() -> Vec<Made> {
    [
        good(),
        tampered(),
        impostors(),
        mechanisms(),
        form(),
        days(),
        trusted(),
        keys(),
        recipients(),
        policies(),
        of_status::all(),
        stolen::all(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn good() -> Vec<Made> {
    let did_key = sealed_by_did_key(&badge(), 2);
    let issuer = did_key["issuer"]["id"].as_str().unwrap().to_owned();
    vec![
        Made::of("valid-did-web", sealed(&badge())),
        Made::of("valid-did-key", did_key).without_material().with_trust(Some(trust_in(&issuer, "[\"*\"]", ""))),
        Made::of("valid-pinned-key", sealed(&badge())).without_material().with_trust(Some(trust("[\"*\"]", &pinned()))),
        Made::of("valid-members-in-another-order", reordered()),
        Made::of("valid-with-a-second-proof", second_proof()),
    ]
}

/// `serde_json` sorts members, so this text has them the other way round.
fn reordered() -> String {
    let sealed = sealed(&badge());
    let members: Vec<String> =
        sealed.as_object().unwrap().iter().rev().map(|(key, value)| format!("{}:{value}", json!(key))).collect();
    format!("{{{}}}", members.join(","))
}

fn second_proof() -> Value {
    changed_after(|sealed| {
        let first = sealed["proof"].clone();
        let mut other = first.clone();
        other["cryptosuite"] = "bbs-2023".into();
        sealed["proof"] = json!([other, first]);
    })
}

fn tampered() -> Vec<Made> {
    let another = changed(|badge| badge["credentialSubject"]["result"][0]["value"] = "91".into());
    vec![
        Made::of("changed-mark", changed_after(|s| s["credentialSubject"]["result"][0]["value"] = "98".into())),
        Made::of(
            "changed-list-entry",
            changed_after(|s| {
                s["credentialSubject"]["achievement"]["resultDescription"][1]["allowedValue"][2] = "άριστα".into();
            }),
        ),
        Made::of(
            "changed-order-of-a-list",
            changed_after(|s| {
                s["credentialSubject"]["achievement"]["resultDescription"][1]["allowedValue"]
                    .as_array_mut()
                    .unwrap()
                    .reverse();
            }),
        ),
        Made::of(
            "changed-name",
            changed_after(|s| {
                s["credentialSubject"]["identifier"][0]["identityHash"] = "Ευαγγελία Άλλου".into();
            }),
        ),
        Made::of("until-left-out", changed_after(|s| drop(s.as_object_mut().unwrap().remove("validUntil")))),
        Made::of(
            "until-renamed-to-its-iri",
            changed_after(|s| {
                let until = s.as_object_mut().unwrap().remove("validUntil").unwrap();
                // The same RDF as before: the seal of the document still fits, and only the reader misses the end.
                s["https://www.w3.org/2018/credentials#validUntil"] =
                    json!({"@type": "http://www.w3.org/2001/XMLSchema#dateTime", "@value": until});
            }),
        ),
        Made::of("proof-from-another-badge", changed_after(|s| s["proof"] = sealed(&another)["proof"].clone())),
        Made::of("proof-date-changed", changed_after(|s| s["proof"]["created"] = "2026-06-02T09:00:00Z".into())),
        Made::of("malleated-signature", malleated_signature()),
        Made::of("zero-signature", with_signature(&badge(), options(&issuer_key()), &[0; 64])),
    ]
}

fn malleated_signature() -> Value {
    changed_after(|sealed| {
        let signature = unbase58(&sealed["proof"]["proofValue"].as_str().unwrap()[1..]);
        sealed["proof"]["proofValue"] = format!("z{}", base58(&malleated(&signature))).into();
    })
}

fn impostors() -> Vec<Made> {
    let attacker = key(66);
    let named_k1 = sealed_by(&badge(), options(&issuer_key()), &attacker);
    let by_did_key = sealed_by(&badge(), options(&attacker), &attacker);
    // A point of order 1: every signature would fit a lax reader.
    let mut small = vec![0xed, 0x01, 1];
    small.resize(34, 0);
    let small = format!("z{}", base58(&small));
    let small_key = changed(|badge| badge["issuer"]["id"] = format!("did:key:{small}").into());
    let mut small_options = options(&attacker);
    small_options["verificationMethod"] = format!("did:key:{small}#{small}").into();
    let mut forged = vec![1];
    forged.resize(64, 0);
    vec![
        Made::of("another-key-under-the-issuers-name", named_k1),
        Made::of("another-issuers-key", by_did_key).without_material(),
        Made::of("key-of-small-order", with_signature(&small_key, small_options, &forged)),
    ]
}

fn mechanisms() -> Vec<Made> {
    let status = changed(|badge| {
        badge["credentialStatus"] = json!({
            "id": "https://cert.example/demo/status/1#94567", "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation", "statusListIndex": "94567",
            "statusListCredential": "https://cert.example/demo/status/1",
        });
    });
    vec![
        Made::of("no-proof", badge()),
        Made::of("unknown-mechanism", changed_after(|s| s["proof"]["cryptosuite"] = "bbs-2023".into())),
        Made::of("older-data-model", older()),
        Made::of("compact-jws", "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.AAAA"),
        Made::of("proof-for-another-purpose", with_options(|o| o["proofPurpose"] = "authentication".into())),
        Made::of("proof-ended", with_options(|o| o["expires"] = "2026-06-30T00:00:00Z".into())),
        Made::of("proof-from-the-future", with_options(|o| o["created"] = "2026-07-02T00:00:00Z".into())),
        Made::of("proof-value-in-another-base", changed_after(|s| s["proof"]["proofValue"] = "uAAAA".into())),
        Made::of("status-that-cannot-be-asked", sealed(&status)),
    ]
}

fn older() -> Value {
    json!({
        "@context": ["https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": ISSUER,
        "issuanceDate": "2026-06-01T00:00:00Z",
        "credentialSubject": {"id": "urn:uuid:0b0e7a5c-8f0e-4a43-9c1e-2d3a6f1b9c02"},
        "proof": {"type": "Ed25519Signature2020"},
    })
}

fn form() -> Vec<Made> {
    let text = sealed(&badge()).to_string();
    let twice = text.replacen("\"value\":\"78\"", "\"value\":\"98\",\"value\":\"78\"", 1);
    let inexact = text.replacen("\"creditsAvailable\":3.5", "\"creditsAvailable\":3.50000000000000000001", 1);
    let entangled = changed(|badge| {
        let results = (0..300).map(|mark| json!({"type": ["Result"], "value": mark.to_string()}));
        badge["credentialSubject"]["result"] = results.collect();
    });
    let beginless = changed(|badge| drop(badge.as_object_mut().unwrap().remove("validFrom")));
    let careless =
        changed(|badge| drop(badge["credentialSubject"]["achievement"].as_object_mut().unwrap().remove("criteria")));
    vec![
        Made::of("duplicate-key", twice),
        Made::of("inexact-number", inexact),
        Made::of(
            "unknown-context",
            changed_after(|s| {
                s["@context"].as_array_mut().unwrap().push("https://vocabulary.example/v1".into());
            }),
        ),
        Made::of(
            "inline-context",
            changed_after(|s| {
                s["@context"].as_array_mut().unwrap().push(json!({"validUntil": "https://vocabulary.example/other"}));
            }),
        ),
        Made::of("relative-id", changed_after(|s| s["credentialSubject"]["id"] = "person/1".into())),
        Made::of("undefined-term", changed_after(|s| s["honours"] = "summa cum laude".into())),
        Made::of("too-complex", with_signature(&entangled, options(&issuer_key()), &[7; 64])),
        Made::of("begin-left-out", sealed(&beginless)),
        Made::of(
            "value-that-no-seal-covers",
            changed_after(|s| {
                s["credentialSubject"]["identifier"].as_array_mut().unwrap().push(Value::Null);
            }),
        ),
        Made::of(
            "vocabularies-that-do-not-go-together",
            changed_after(|s| {
                s["@context"].as_array_mut().unwrap().push("https://www.w3.org/2018/credentials/v1".into());
            }),
        ),
        Made::of("not-by-the-schema", sealed(&careless)),
        Made::of("not-by-the-schema-but-tolerated", sealed(&careless))
            .with_policy("format = 1\n\n[soften]\n\"conformance.schema\" = \"note\"\n"),
    ]
}

fn days() -> Vec<Made> {
    let unbounded = changed(|badge| drop(badge.as_object_mut().unwrap().remove("validUntil")));
    let later = changed(|badge| badge["validFrom"] = "2026-09-01T00:00:00Z".into());
    vec![
        Made::of("valid-in-its-last-second", sealed(&badge())).at("2029-05-31T20:59:59Z"),
        Made::of("expired-a-second-ago", sealed(&badge())).at("2029-05-31T21:00:00Z"),
        Made::of("not-yet", sealed(&later)),
        Made::of("without-end", sealed(&unbounded)),
    ]
}

fn trusted() -> Vec<Made> {
    let window = |from: &str, until: &str| trust("[\"*\"]", &format!("from = {from}\nuntil = {until}\n"));
    vec![
        Made::of("no-trust-list", sealed(&badge())).with_trust(None),
        Made::of("unlisted", sealed(&badge())).with_trust(Some(trust_in("did:web:other.example", "[\"*\"]", ""))),
        Made::of("listed-for-this-certificate", sealed(&badge()))
            .with_trust(Some(trust(&format!("[\"{SCHEME}\"]"), ""))),
        Made::of("listed-for-another-certificate", sealed(&badge()))
            .with_trust(Some(trust("[\"https://cert.example/demo/schemes/other\"]", ""))),
        Made::of("valid-by-a-list-that-says-its-edition", sealed(&badge()))
            .with_trust(Some(trust_until("2026-12-31T00:00:00Z"))),
        Made::of("by-a-list-that-is-out-of-date", sealed(&badge()))
            .with_trust(Some(trust_until("2026-07-01T11:59:59Z"))),
        Made::of("sealed-before-the-issuer-was-accepted", sealed(&badge()))
            .with_trust(Some(window("2026-06-02T00:00:00Z", "2030-01-01T00:00:00Z"))),
        Made::of("sealed-after-the-issuer-was-dropped", sealed(&badge()))
            .with_trust(Some(window("2020-01-01T00:00:00Z", "2026-05-31T00:00:00Z"))),
    ]
}

fn keys() -> Vec<Made> {
    let unnamed = with_options(|o| o["verificationMethod"] = format!("{ISSUER}#k9").into());
    let mut elsewhere = did_document(&json!({}));
    elsewhere["assertionMethod"] = json!([]);
    elsewhere["authentication"] = json!([format!("{ISSUER}#k1")]);
    let good = || sealed(&badge());
    let with_key = |name, members: Value| Made::of(name, good()).with_document(&did_document(&members));
    vec![
        Made::of("key-that-the-issuer-does-not-have", unnamed),
        Made::of("key-for-another-use", good()).with_document(&elsewhere),
        with_key("key-kept-for-lists", json!({"urn:attesto:use": ["status-list"]})),
        with_key("valid-key-kept-for-credentials", json!({"urn:attesto:use": ["credential"]})),
        with_key("key-retired-before", json!({"expires": "2026-05-31T00:00:00Z"})),
        with_key("valid-key-retired-since", json!({"expires": "2026-06-15T00:00:00Z"})),
        with_key("key-compromised", json!({"revoked": "2026-06-15T00:00:00Z"})),
        with_key("pinned-key-given-up-by-the-issuer", json!({"revoked": "2026-06-15T00:00:00Z"}))
            .with_trust(Some(trust("[\"*\"]", &pinned()))),
        Made {
            material: vec![("absent.txt".to_owned(), format!("{ISSUER} the server did not answer\n"))],
            ..Made::of("keys-unreachable", good())
        },
        Made {
            ..Made::of("valid-but-fetched-without-protection", good())
                .and_material(vec![("insecure.txt".to_owned(), format!("{ISSUER}\n"))])
        },
    ]
}

fn recipients() -> Vec<Made> {
    let of_nobody_named =
        changed(|badge| drop(badge["credentialSubject"].as_object_mut().unwrap().remove("identifier")));
    let hashed = changed(|badge| {
        let name = &mut badge["credentialSubject"]["identifier"];
        let digest = Digest::of("Ευαγγελία Δοκιμίδουd3m0".as_bytes());
        *name = json!([{"type": "IdentityObject", "identityType": "name", "hashed": true, "salt": "d3m0",
            "identityHash": format!("sha256${digest}")}]);
    });
    let of_nobody = changed(|badge| {
        let subject = badge["credentialSubject"].as_object_mut().unwrap();
        subject.retain(|member, _| member != "id" && member != "identifier");
    });
    let asking = |name, asked| Made::of(name, sealed(&badge())).asking(asked);
    vec![
        asking("asked-by-name", "name Ευαγγελία Δοκιμίδου\n"),
        asking("asked-by-name-in-capitals-and-latin", "name DOKIMIDOU EVANGELIA\n"),
        asking("asked-by-familiar-name", "name Βαγγελιώ Δοκιμίδου\n"),
        asking("asked-for-somebody-else", "name Ευανθία Δοκιμίδου\n"),
        asking("asked-by-e-mail", "name Evangelia Dokimidou\nemail Evangelia@people.example\n"),
        asking("asked-by-another-e-mail", "name Evangelia Dokimidou\nemail dokimidou@people.example\n"),
        Made::of("asked-by-hashed-name", sealed(&hashed)).asking("name Ευαγγελία Δοκιμίδου\n"),
        Made::of("asked-by-hashed-name-in-latin", sealed(&hashed)).asking("name Evangelia Dokimidou\n"),
        Made::of("of-nobody-in-particular", sealed(&of_nobody))
            .with_policy("format = 1\n\n[soften]\n\"conformance.schema\" = \"note\"\n"),
        Made::of("asked-and-nobody-named", sealed(&of_nobody_named)).asking("name Ευαγγελία Δοκιμίδου\n"),
    ]
}

fn policies() -> Vec<Made> {
    let good = || sealed(&badge());
    vec![
        Made::of("recipient-required-and-not-asked", good()).with_policy("format = 1\nrequire = [\"recipient\"]\n"),
        Made::of("status-required", good()).with_policy("format = 1\n\n[harden]\n\"status.none\" = \"unknown\"\n"),
    ]
}
