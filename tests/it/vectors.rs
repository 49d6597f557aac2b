//! Published vectors over the public face of the crates: each step to its published hash, and the signature anew.
//! Inside `securing` the same documents are opened below the binding of key to issuer; here they are refused by it.

mod token_status_list;

use std::path::Path;

use attesto_credential::{Credential, Document, Limits, Object, Secured};
use attesto_securing::{Broken, Budget, Contexts, Digest, Keys, PublicKey, Signer, SigningKey, canonical, open};
use serde_json::Value;

use crate::office::at;

/// One chapter of a standard: what is signed, by which seed, and what comes out on the way.
struct Vector {
    signed: Document,
    canon: String,
    proof_canon: String,
    hashes: [String; 2],
    seed: [u8; 32],
    public: PublicKey,
}

fn text(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    std::fs::read_to_string(root.join(path)).unwrap()
}

fn json(path: &str) -> Value {
    serde_json::from_str(&text(path)).unwrap()
}

fn document(text: &str) -> Document {
    Document::parse(text.as_bytes(), &Limits::default()).unwrap()
}

fn contexts() -> Contexts {
    Contexts::pinned()
        .with("https://www.w3.org/ns/credentials/examples/v2", &text("contexts/credentials-examples-v2.json"))
        .with("https://w3id.org/citizenship/v4rc1", &text("contexts/citizenship-v4rc1.json"))
}

/// The key pair of vc-di-eddsa; its private half is a multikey of codec `ed25519-priv` (0x1300).
fn w3c(folder: &str) -> Vector {
    let pair = json("vc-di-eddsa/keyPair.json");
    let private = pair["privateKeyMultibase"].as_str().unwrap();
    let bytes = bs58::decode(private.strip_prefix('z').unwrap()).into_vec().unwrap();
    assert_eq!(bytes[..2], [0x80, 0x26]);
    let at = |file: &str| text(&format!("vc-di-eddsa/eddsa-rdfc-2022/{folder}{file}"));
    Vector {
        signed: document(&at("signedDataInt.json")),
        canon: at("canonDocDataInt.txt"),
        proof_canon: at("proofCanonDataInt.txt"),
        hashes: [at("docHashDataInt.txt"), at("proofHashDataInt.txt")],
        seed: bytes[2..].try_into().unwrap(),
        public: PublicKey::from_multikey(pair["publicKeyMultibase"].as_str().unwrap()).unwrap(),
    }
}

fn open_badges() -> Vector {
    let whole = json("open-badges-3/obv3p0/vector.json");
    let at = |member: &str| whole[member].as_str().unwrap();
    Vector {
        signed: document(&whole["signed"].to_string()),
        canon: text("open-badges-3/obv3p0/document-canon.txt"),
        proof_canon: text("open-badges-3/obv3p0/proof-canon.txt"),
        hashes: [at("documentHashHex").to_owned(), at("proofHashHex").to_owned()],
        seed: bytes_of(at("privateSeedHex")),
        public: PublicKey::from_bytes(&bytes_of(at("publicKeyHex"))).unwrap(),
    }
}

fn bytes_of(hex: &str) -> [u8; 32] {
    *Digest::parse_hex(hex).unwrap().as_bytes()
}

fn vectors() -> [Vector; 3] {
    [w3c(""), w3c("employ/"), open_badges()]
}

/// The proof's options under the contexts of the document, as the suite has them.
fn options(signed: &Document) -> Document {
    let proof = signed.root().get("proof").unwrap().as_object().unwrap().clone();
    let mut options = Object::new().with("@context", signed.root().get("@context").unwrap().clone());
    for (key, value) in proof.iter().filter(|(key, _)| !["proofValue", "@context"].contains(key)) {
        options.set(key, value.clone());
    }
    Document::composed(options)
}

fn canon(document: &Document) -> String {
    canonical(document, &contexts(), &Budget::default()).unwrap().as_str().to_owned()
}

#[test]
fn every_step_comes_to_its_published_bytes_and_the_published_seed_signs_to_the_published_proof() {
    for vector in vectors() {
        let (document, options) = (canon(&vector.signed.clone().without("proof")), canon(&options(&vector.signed)));
        assert_eq!((document.as_str(), options.as_str()), (vector.canon.as_str(), vector.proof_canon.as_str()));
        let hashes = [Digest::of(document.as_bytes()), Digest::of(options.as_bytes())];
        assert_eq!(hashes.map(|hash| hash.to_hex()), vector.hashes.map(|hash| hash.trim().to_owned()));

        let key = SigningKey::from_seed(&vector.seed).unwrap();
        let message = [hashes[1].as_bytes().as_slice(), hashes[0].as_bytes()].concat();
        let signature = key.sign(&[&message]).unwrap().remove(0);

        assert_eq!(*key.public(), vector.public);
        let published = vector.signed.at("/proof/proofValue").unwrap().as_str().unwrap();
        assert_eq!(format!("z{}", bs58::encode(signature.as_bytes()).into_string()), published);
    }
}

#[test]
fn a_published_badge_whose_issuer_names_no_such_key_is_not_believed() {
    for vector in vectors() {
        let secured = Secured::parse(vector.signed.to_text().as_bytes()).unwrap();
        let opened = open::<Credential>(&[secured], &Keys::new(), &contexts(), at("2027-01-01T00:00:00Z"));
        assert!(
            matches!(
                opened[0],
                Err(Broken::KeyUnreachable { .. } | Broken::KeyNotAuthorised { .. } | Broken::Misread(_))
            ),
            "{:?}",
            opened[0]
        );
    }
}
