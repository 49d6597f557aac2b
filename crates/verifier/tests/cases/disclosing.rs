//! A copy with disclosures made from its parts, so that any part can be written wrong.
//! What the product would seal itself is `claims`' business.

use attesto_credential::TokenStatus;
use attesto_securing::{Digest, Signer};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::claims::{ISSUER, LIST, key, list, named, sealed_list};
use crate::repeating::Repeating;

/// The index of the copy in its list.
pub(crate) const INDEX: u64 = 48_213;

/// The names that may be held back at the top.
pub(crate) const NAMES: [&str; 6] =
    ["given_name", "family_name", "given_name_latin", "family_name_latin", "email", "nationality"];

/// A copy in its parts: six members, two elements and two members of a member can be held back.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) header: Value,
    pub(crate) payload: Value,
    pub(crate) disclosures: Vec<String>,
}

pub(crate) fn coded(text: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// The digest of a disclosure, given as JSON.
pub(crate) fn digest(disclosure: &str) -> String {
    coded(Digest::of(coded(disclosure).as_bytes()).as_bytes())
}

pub(crate) fn disclosures() -> Vec<String> {
    let values = ["Ευαγγελία", "Δοκιμίδου", "Evangelia", "Dokimidou", "evangelia@people.example", "GR"];
    let members =
        NAMES.iter().zip(values).map(|(name, value)| json!([format!("salt of {name}"), name, value]).to_string());
    let elements = (1..=2).map(|n| {
        let outcome = json!({"id": format!("https://s.example/1#c{n}"), "title": format!("Outcome {n}"),
            "type": "RubricCriterionLevel", "level": {"id": format!("https://s.example/1#c{n}-6"), "title": "EQF 6", "number": "6"}});
        json!([format!("salt of element {n}"), outcome]).to_string()
    });
    let inner = ["kind", "mark"].map(|name| json!([format!("salt of {name}"), name, format!("a {name}")]).to_string());
    members.chain(elements).chain(inner).collect()
}

impl Parts {
    pub(crate) fn good() -> Self {
        Self::of(disclosures())
    }

    /// With these in the places of the ten disclosures, signed so.
    pub(crate) fn of(disclosures: Vec<String>) -> Self {
        let digests: Vec<String> = disclosures.iter().map(|one| digest(one)).collect();
        let payload = json!({
            "vct": "urn:x:1", "iss": ISSUER, "iat": 1_790_000_000, "nbf": 1_790_000_000, "exp": 1_890_000_000,
            "jti": "urn:uuid:0b0e7a5c-8f0e-4a43-9c1e-2d3a6f1b9c01", "issuing_authority": "Demo Certification Body",
            "certification_scheme": {"id": "https://s.example/1", "version": "1"},
            "achievement_title": "Social Innovation Manager",
            "cnf": {"jwk": key(2).public().to_jwk().to_serde()},
            "status": {"status_list": {"idx": INDEX, "uri": LIST}},
            "_sd_alg": "sha-256", "_sd": digests[..6],
            "learning_outcomes": [{"...": digests[6]}, {"...": digests[7]}],
            "evidence": {"place": "Athens", "_sd": digests[8..]},
        });
        let header = json!({"alg": "ES256", "typ": "dc+sd-jwt", "kid": signer().id().as_str()});
        Self { header, payload, disclosures }
    }

    pub(crate) fn saying(mut self, claim: &str, value: Value) -> Self {
        self.payload[claim] = value;
        self
    }

    pub(crate) fn without(mut self, claim: &str) -> Self {
        self.payload.as_object_mut().unwrap().remove(claim);
        self
    }

    pub(crate) fn headed(mut self, name: &str, value: Value) -> Self {
        self.header[name] = value;
        self
    }

    pub(crate) fn and_disclosed(mut self, disclosure: &str) -> Self {
        self.disclosures.push(disclosure.to_owned());
        self
    }

    /// Whole, with every disclosure.
    pub(crate) fn text(&self) -> String {
        with_disclosures(&jwt(&self.header.to_string(), &self.payload.to_string(), &signer()), &self.disclosures)
    }

    /// The issuer's JWT alone.
    pub(crate) fn jwt(&self) -> String {
        jwt(&self.header.to_string(), &self.payload.to_string(), &signer())
    }
}

pub(crate) fn signer() -> Repeating {
    named(1, "seal")
}

pub(crate) fn jwt(header: &str, payload: &str, signer: &Repeating) -> String {
    let input = format!("{}.{}", coded(header), coded(payload));
    let signature = signer.sign(&[input.as_bytes()]).unwrap().remove(0);
    format!("{input}.{}", coded(signature.as_bytes()))
}

pub(crate) fn with_disclosures(jwt: &str, disclosures: &[String]) -> String {
    let disclosures: String = disclosures.iter().map(|one| format!("{}~", coded(one))).collect();
    format!("{jwt}~{disclosures}")
}

/// A JWT whose signature is another one.
pub(crate) fn resigned(jwt: &str, change: impl FnOnce(&mut Vec<u8>)) -> String {
    let (input, signature) = jwt.rsplit_once('.').unwrap();
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
    change(&mut bytes);
    format!("{input}.{}", coded(bytes))
}

/// The list in which the copy is in force.
pub(crate) fn good_list() -> String {
    sealed_list(list(TokenStatus::Valid)).text().to_owned()
}
