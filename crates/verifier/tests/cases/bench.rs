//! A test issuer: fixed keys, one badge of an invented person, and seals made from the parts of the standard.
//! Makes seals that `seal` would refuse to make, which is what a verifier must be shown.

use attesto_credential::{Document, Limits};
use attesto_securing::{Budget, Contexts, Digest, KeyId, Signer, SigningKey, canonical};
use serde_json::{Value, json};

pub(crate) const ISSUER: &str = "did:web:cert.example:demo";
pub(crate) const SCHEME: &str = "https://cert.example/demo/schemes/sim/1/el";
pub(crate) const SEALED: &str = "2026-06-01T09:00:00Z";

/// A key that everybody knows: never use it.
pub(crate) fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

pub(crate) fn issuer_key() -> SigningKey {
    key(1).named(KeyId::parse(&format!("{ISSUER}#k1")).unwrap())
}

/// A badge that conforms, of nobody who exists.
pub(crate) fn badge() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:0b0e7a5c-8f0e-4a43-9c1e-2d3a6f1b9c01",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Υπεύθυνη Κοινωνικής Καινοτομίας",
        "issuer": {"id": ISSUER, "type": ["Profile"], "name": "Demo Certification Body (fictitious)", "url": "https://cert.example/demo"},
        "validFrom": "2026-06-01T00:00:00Z",
        "validUntil": "2029-05-31T20:59:59Z",
        "credentialSubject": subject(),
    })
}

fn subject() -> Value {
    let result = |n: u32| format!("urn:uuid:0b0e7a5c-8f0e-4a43-9c1e-2d3a6f1b9d0{n}");
    json!({
        "id": "urn:uuid:0b0e7a5c-8f0e-4a43-9c1e-2d3a6f1b9c02",
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "identityType": "name", "hashed": false, "identityHash": "Ευαγγελία Δοκιμίδου"},
            {"type": "IdentityObject", "identityType": "name", "hashed": false, "identityHash": "Evangelia Dokimidou"},
            {"type": "IdentityObject", "identityType": "emailAddress", "hashed": true, "salt": "d3m0",
             "identityHash": format!("sha256${}", Digest::of(b"evangelia@people.exampled3m0"))},
        ],
        "licenseNumber": "SIM-2026-000417-A",
        "achievement": {
            "id": SCHEME,
            "type": ["Achievement"],
            "achievementType": "Certification",
            "name": "Υπεύθυνος/η Κοινωνικής Καινοτομίας",
            "description": "Σχεδιάζει και οδηγεί έργα κοινωνικής καινοτομίας.",
            "criteria": {"id": "https://cert.example/demo/schemes/sim/1", "narrative": "Γραπτή δοκιμασία, έργο, συνέντευξη."},
            "creditsAvailable": 3.5,
            "inLanguage": "el",
            "resultDescription": [
                {"id": result(1), "type": ["ResultDescription"], "name": "Γραπτή δοκιμασία", "resultType": "RawScore",
                 "valueMin": "0", "valueMax": "100", "requiredValue": "60"},
                {"id": result(2), "type": ["ResultDescription"], "name": "Συνέντευξη", "resultType": "PerformanceLevel",
                 "allowedValue": ["ανεπαρκώς", "επαρκώς", "πολύ καλά"]},
            ],
        },
        "result": [
            {"type": ["Result"], "resultDescription": result(1), "value": "78"},
            {"type": ["Result"], "resultDescription": result(2), "value": "πολύ καλά"},
        ],
    })
}

/// The proof's options as the suite has them.
pub(crate) fn options(key: &SigningKey) -> Value {
    json!({
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": SEALED,
        "verificationMethod": key.id().as_str(),
        "proofPurpose": "assertionMethod",
    })
}

/// Seals by the options given, whatever they are (vc-di-eddsa, hashing of eddsa-rdfc-2022).
pub(crate) fn sealed_by(badge: &Value, options: Value, key: &SigningKey) -> Value {
    let mut configured = options.clone();
    configured["@context"] = badge["@context"].clone();
    let mut message = digest(&configured).to_vec();
    message.extend(digest(badge));
    let signature = key.sign(&[&message]).unwrap().remove(0);
    with_signature(badge, options, signature.as_bytes())
}

pub(crate) fn with_signature(badge: &Value, options: Value, signature: &[u8]) -> Value {
    let mut proof = options;
    proof["proofValue"] = format!("z{}", base58(signature)).into();
    let mut sealed = badge.clone();
    sealed["proof"] = proof;
    sealed
}

pub(crate) fn sealed(badge: &Value) -> Value {
    let key = issuer_key();
    sealed_by(badge, options(&key), &key)
}

/// The same badge issued and sealed by the did:key of a seed.
pub(crate) fn sealed_by_did_key(badge: &Value, seed: u8) -> Value {
    let key = key(seed);
    let mut badge = badge.clone();
    badge["issuer"]["id"] = key.id().owner().into();
    sealed_by(&badge, options(&key), &key)
}

fn digest(value: &Value) -> [u8; 32] {
    let document = Document::parse(value.to_string().as_bytes(), &Limits::status_list()).unwrap();
    let canonical = canonical(&document, &Contexts::pinned(), &Budget::default()).unwrap();
    *Digest::of(canonical.as_str().as_bytes()).as_bytes()
}

/// The issuer's own document; `members` go into its one key.
pub(crate) fn did_document(members: &Value) -> Value {
    let mut method = json!({
        "id": format!("{ISSUER}#k1"),
        "type": "Multikey",
        "controller": ISSUER,
        "publicKeyMultibase": key(1).public().to_multikey(),
    });
    for (name, value) in members.as_object().unwrap() {
        method[name] = value.clone();
    }
    json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": ISSUER,
        "verificationMethod": [method],
        "assertionMethod": [format!("{ISSUER}#k1")],
    })
}

pub(crate) fn base58(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut digits: Vec<u32> = Vec::new();
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += *digit * 256;
            *digit = carry % 58;
            carry /= 58;
        }
        while carry > 0 {
            digits.push(carry % 58);
            carry /= 58;
        }
    }
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let letter = |digit: u32| char::from(ALPHABET[usize::try_from(digit).unwrap()]);
    std::iter::repeat_n('1', zeros).chain(digits.into_iter().rev().map(letter)).collect()
}

pub(crate) fn unbase58(text: &str) -> Vec<u8> {
    const ALPHABET: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut bytes: Vec<u32> = Vec::new();
    for letter in text.chars() {
        let mut carry = u32::try_from(ALPHABET.find(letter).unwrap()).unwrap();
        for byte in &mut bytes {
            carry += *byte * 58;
            *byte = carry % 256;
            carry /= 256;
        }
        if carry > 0 {
            bytes.push(carry);
        }
    }
    bytes.into_iter().rev().map(|byte| u8::try_from(byte).unwrap()).collect()
}

/// The same signature with `S + L` for `S`: it fits the equation and is refused by the strict rules (RFC 8032, 5.1.7).
pub(crate) fn malleated(signature: &[u8]) -> Vec<u8> {
    const L: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut other = signature.to_vec();
    let mut carry = 0;
    for (byte, add) in other[32..].iter_mut().zip(L) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = u8::try_from(sum & 0xff).unwrap();
        carry = sum >> 8;
    }
    other
}
