//! CPU time of ssi for the acts that `tests/bench/worlds.rs` measures of ours, by the same clock.
//! `peers BADGE CONTEXTS`: a badge that ours sealed under a did:key, and the folder of pinned contexts. It stops where ssi
//! does not hold our seal, for then it canonicalises the badge otherwise and its figures say nothing.

#[path = "../../clock.rs"]
mod clock;

use std::collections::HashMap;
use std::future::Future;
use std::hint::black_box;
use std::path::Path;

use clock::row;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ssi::claims::data_integrity::{AnySuite, CryptographicSuite, DataIntegrity, ProofOptions, from_json_str};
use ssi::claims::sd_jwt::{ConcealJwtClaims, JsonPointerBuf, SdAlg};
use ssi::claims::vc::v2::syntax::JsonCredential;
use ssi::claims::{JWTClaims, SignatureEnvironment, ValidateClaims, VerificationParameters, jwt::ClaimSet};
use ssi::dids::{DIDKey, DIDResolver};
use ssi::json_ld::{ContextLoader, iref::IriBuf};
use ssi::jwk::JWK;
use ssi::verification_methods::{AnyMethod, SingleSecretSigner};

fn main() {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
    let (Some(badge), Some(contexts)) = (words.next(), words.next()) else {
        return println!("peers BADGE CONTEXTS; tests/bench/worlds calls it");
    };
    wallets();
    badges(&std::fs::read_to_string(badge).expect("a badge"), Path::new(&contexts));
}

/// Nothing here waits for anything, so one poll after the other ends it.
fn now<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(future)
}

// ── Copies for wallets: ten claims that may be held back, ES256 ──

#[derive(Clone, Serialize, Deserialize)]
struct Copy {
    #[serde(flatten)]
    claims: serde_json::Map<String, Value>,
}

impl ClaimSet for Copy {}
impl<E, P> ValidateClaims<E, P> for Copy {}

fn wallets() {
    let (key, holder) = (JWK::generate_p256(), JWK::generate_p256().to_public());
    let body = "https://body.example/b";
    let outcome = |n| json!({"id": format!("https://s.example/1#c{n}"), "title": format!("Competence {n}"), "type": "RubricCriterionLevel"});
    let claims = json!({
        "vct": format!("{body}/vct/sim/1"), "vct#integrity": "sha256-AA", "iss": body,
        "jti": "urn:uuid:0f0e0d0c-0b0a-4908-8706-050403020100", "iat": 1_795_694_400, "nbf": 1_790_000_000,
        "exp": 1_890_000_000, "issuing_authority": "Body", "certificate_number": "SIM-2026-000007-7",
        "certification_scheme": {"id": "https://s.example/1"}, "achievement_title": "Manager", "cnf": {"jwk": holder},
        "given_name": "Μαρία", "family_name": "Παπαδοπούλου",
        "learning_outcomes": (1..=8).map(outcome).collect::<Vec<_>>(),
    });
    let claims: JWTClaims<Copy> = serde_json::from_value(claims).expect("claims");
    let names = ["/given_name".to_owned(), "/family_name".to_owned()];
    let pointers = names.into_iter().chain((0..8).map(|n| format!("/learning_outcomes/{n}")));
    let pointers: Vec<JsonPointerBuf> = pointers.map(|one| JsonPointerBuf::new(one).expect("a pointer")).collect();
    let issue = || now(claims.conceal_and_sign(SdAlg::Sha256, &pointers, &key)).expect("it is sealed");
    let sealed = issue();
    let parameters = VerificationParameters::from_resolver(key.to_public());
    println!("| SD-JWT VC, bytes | {} |", sealed.as_str().len());
    row("SD-JWT VC: issue (lint, seal)", || drop(black_box(issue())));
    row("SD-JWT VC: verify (parse, open)", || {
        let text = ssi::claims::sd_jwt::SdJwt::new(sealed.as_str()).expect("it parses");
        let (revealed, held) = now(text.decode_reveal_verify::<Copy, _>(&parameters)).expect("it reveals");
        held.expect("it holds");
        black_box(&revealed);
    });
}

// ── Badges: eddsa-rdfc-2022 ──

fn badges(text: &str, contexts: &Path) {
    let loader = || {
        let read = |name: &str| std::fs::read_to_string(contexts.join(name)).expect("a pinned context");
        let pinned = HashMap::from([
            ("https://www.w3.org/ns/credentials/v2".to_owned(), read("credentials-v2.json")),
            (
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json".to_owned(),
                read("ob-v3p0-context-3.0.3.json"),
            ),
            ("https://w3id.org/security/data-integrity/v2".to_owned(), read("security-data-integrity-v2.json")),
        ]);
        ContextLoader::empty().with_context_map_from(pinned).expect("contexts")
    };
    let resolver = || DIDKey.into_vm_resolver::<AnyMethod>();
    let parameters = VerificationParameters::from_resolver(resolver()).with_json_ld_loader(loader());
    let verify = |text: &str| {
        let read: DataIntegrity<JsonCredential, AnySuite> = from_json_str(text).expect("it parses");
        now(read.verify(&parameters)).expect("it is judged").expect("the seal holds");
    };
    verify(text);
    row("Open Badge: verify (parse, open)", || verify(text));

    let key = JWK::generate_ed25519().expect("a key");
    let did = DIDKey::generate(&key).expect("a did:key");
    let method = format!("{did}#{}", did.as_str().trim_start_matches("did:key:"));
    let mut unsecured: Value = serde_json::from_str(text).expect("JSON");
    unsecured.as_object_mut().expect("an object").remove("proof");
    unsecured["issuer"]["id"] = did.as_str().into();
    let unsecured: JsonCredential = serde_json::from_value(unsecured).expect("a credential");
    let signer = SingleSecretSigner::new(key).into_local();
    let environment = SignatureEnvironment { json_ld_loader: loader(), eip712_loader: () };
    let method: IriBuf = method.parse().expect("an IRI");
    let issue = || {
        let options = ProofOptions::from_method(method.clone().into());
        now(AnySuite::EdDsaRdfc2022.sign_with(
            &environment,
            unsecured.clone(),
            resolver(),
            &signer,
            options,
            Default::default(),
        ))
        .expect("it is sealed")
    };
    drop(issue());
    row("Open Badge: issue (lint, seal)", || drop(black_box(issue())));
}
