//! What can be done to the holder's own proof, and to what it was made for (RFC 9901, 7.3).
//! The copy itself is `mutated_claims`'.

use attesto_credential::Timestamp;
use attesto_securing::Digest;
use attesto_verifier::{Asked, Code, ShownTo};
use serde_json::{Value, json};

use crate::claims::{NOW, key};
use crate::disclosing::{Parts, coded, disclosures, good_list, jwt, resigned, with_disclosures};
use crate::mutated::{Mutation, World, bad, good};
use crate::mutated_claims;
use crate::repeating::Repeating;
use crate::tree::{Tree, escaped};

const AUDIENCE: &str = "https://office.example";
const NONCE: &str = "n-1";

pub(crate) fn stage() -> (World, String) {
    let world = mutated_claims::world(&good_list());
    let shown = Some(ShownTo { audience: AUDIENCE.to_owned(), nonce: NONCE.to_owned() });
    let policy = world.policy.clone().asking(Asked { name: None, email: None, shown });
    (World { policy, ..world }, Proof::good().text())
}

pub(crate) fn all() -> Vec<Mutation> {
    [said(), headers(), signatures(), of_another(), otherwise()].into_iter().flatten().collect()
}

fn now() -> i64 {
    Timestamp::parse(NOW).unwrap().unix()
}

/// The holder's proof in its parts, over what is shown.
#[derive(Clone)]
struct Proof {
    shown: String,
    header: Value,
    payload: Value,
}

impl Proof {
    fn good() -> Self {
        Self::over(&[0, 1, 6, 8])
    }

    /// Over some of the disclosures.
    fn over(chosen: &[usize]) -> Self {
        let disclosures = disclosures();
        let shown: Vec<String> = chosen.iter().map(|index| disclosures[*index].clone()).collect();
        let shown = with_disclosures(&Parts::good().jwt(), &shown);
        let payload = json!({"iat": now(), "aud": AUDIENCE, "nonce": NONCE, "sd_hash": hash(&shown)});
        Self { shown, header: json!({"alg": "ES256", "typ": "kb+jwt"}), payload }
    }

    fn saying(mut self, claim: &str, value: Value) -> Self {
        self.payload[claim] = value;
        self
    }

    fn headed(mut self, name: &str, value: Value) -> Self {
        self.header[name] = value;
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.payload.as_object_mut().unwrap().remove(name);
        self.header.as_object_mut().unwrap().remove(name);
        self
    }

    fn jwt(&self, key: &Repeating) -> String {
        jwt(&self.header.to_string(), &self.payload.to_string(), key)
    }

    fn text(&self) -> String {
        format!("{}{}", self.shown, self.jwt(&key(2)))
    }
}

fn hash(shown: &str) -> String {
    coded(Digest::of(shown.as_bytes()).as_bytes())
}

fn said() -> Vec<Mutation> {
    let mut all = Vec::new();
    let mut each = |claim: &str, values: &[Value], code: Code| {
        for value in values {
            all.push(bad(format!("{claim} is {value}"), Proof::good().saying(claim, value.clone()).text(), code));
        }
    };
    let others = [
        "https://office.example/",
        "https://OFFICE.example",
        "http://office.example",
        "https://office.example:443",
        "https://office.example.evil.example",
        "office.example",
        "https://office.example ",
        "https://оffice.example",
        "https://other.example",
        "",
    ];
    each("aud", &others.map(Value::from), Code::SdAudience);
    each("aud", &[json!(7), json!(null), json!([AUDIENCE]), json!({})], Code::SdBindingBroken);
    each("nonce", &["n-2", "N-1", "n-1 ", "n-10", "n1", ""].map(Value::from), Code::SdNonce);
    each("nonce", &[json!(1), json!(null), json!(["n-1"])], Code::SdBindingBroken);
    each("iat", &[-301, -3_600, -86_400, 301, 3_600, 86_400].map(|apart| json!(now() + apart)), Code::SdBindingOld);
    each("iat", &[json!("now"), json!(1.5), json!(null), json!([now()])], Code::SdBindingBroken);
    let shown = Proof::good().shown;
    let hex = Digest::of(shown.as_bytes()).to_string();
    let hashes = [
        hash(&shown[..shown.len() - 1]),
        format!("{}=", hash(&shown)),
        hash(&format!("{shown}~")),
        hex,
        String::new(),
        hash(""),
    ];
    each("sd_hash", &hashes.map(Value::from), Code::SdBindingBroken);
    each("sd_hash", &[json!(7), json!(null)], Code::SdBindingBroken);
    for claim in ["aud", "nonce", "iat", "sd_hash"] {
        all.push(bad(format!("no {claim}"), Proof::good().without(claim).text(), Code::SdBindingBroken));
    }
    all
}

fn headers() -> Vec<Mutation> {
    let mut all = Vec::new();
    let mut each = |name: &str, values: &[Value]| {
        for value in values {
            let text = Proof::good().headed(name, value.clone()).text();
            all.push(bad(format!("{name} of the proof is {value}"), text, Code::SdBindingBroken));
        }
    };
    each("typ", &["JWT", "dc+sd-jwt", "kb+jwt ", "KB+JWT", "application/kb+jwt", ""].map(Value::from));
    each("typ", &[json!(7), json!(null)]);
    each("alg", &["none", "HS256", "EdDSA", "ES384", "PS256", "es256", ""].map(Value::from));
    each("alg", &[json!(7), json!(null)]);
    each("crit", &[json!([]), json!(["exp"]), json!("b64")]);
    for name in ["alg", "typ"] {
        all.push(bad(format!("no {name} of the proof"), Proof::good().without(name).text(), Code::SdBindingBroken));
    }
    all
}

fn signatures() -> Vec<Mutation> {
    let proof = Proof::good();
    let of = |change: &dyn Fn(&mut Vec<u8>)| format!("{}{}", proof.shown, resigned(&proof.jwt(&key(2)), change));
    let flipped = |index: usize| {
        bad(
            format!("byte {index} of the proof's signature"),
            of(&|bytes| bytes[index] ^= 1 << (index % 8)),
            Code::SdBindingBroken,
        )
    };
    let mut all: Vec<Mutation> = (0..64).map(flipped).collect();
    all.push(bad("a proof whose signature is cut off", of(&|bytes| bytes.truncate(63)), Code::SdBindingBroken));
    all.push(bad("a proof with a byte behind it", of(&|bytes| bytes.push(0)), Code::SdBindingBroken));
    all.push(bad("a proof signed with nothing", of(&|bytes| bytes.fill(0)), Code::SdBindingBroken));
    for secret in [1, 3, 4] {
        let text = format!("{}{}", proof.shown, proof.jwt(&key(secret)));
        all.push(bad(format!("a proof by the key {secret}"), text, Code::SdBindingBroken));
    }
    all
}

/// A proof over other claims than those that are shown.
fn of_another() -> Vec<Mutation> {
    let (jwt, disclosures) = (Parts::good().jwt(), disclosures());
    let shown = |chosen: &[usize]| {
        with_disclosures(&jwt, &chosen.iter().map(|index| disclosures[*index].clone()).collect::<Vec<_>>())
    };
    let whole: Vec<usize> = (0..disclosures.len()).collect();
    let of_all = Proof::over(&whole).jwt(&key(2));
    let of_none = Proof::over(&[]).jwt(&key(2));
    let mut all = Vec::new();
    for one in 0..disclosures.len() {
        let others: Vec<usize> = whole.iter().copied().filter(|other| *other != one).collect();
        let mut turned = whole.clone();
        turned.swap(one, (one + 1) % 10);
        let hidden = format!("{}{of_all}", shown(&others));
        all.push(bad(format!("disclosure {one} taken out afterwards"), hidden, Code::SdBindingBroken));
        let added = format!("{}{of_none}", shown(&[one]));
        all.push(bad(format!("disclosure {one} put in afterwards"), added, Code::SdBindingBroken));
        let moved = format!("{}{of_all}", shown(&turned));
        all.push(bad(format!("disclosures moved afterwards, {one}"), moved, Code::SdBindingBroken));
    }
    all.push(bad("no proof", shown(&[0, 1]), Code::SdBindingMissing));
    all.push(bad("no proof and nothing shown", shown(&[]), Code::SdBindingMissing));
    all
}

/// Proofs that are as good: at the edges of their time, with more in them, over any choice.
fn otherwise() -> Vec<Mutation> {
    let mut all = Vec::new();
    for apart in [-300, -299, -1, 1, 299, 300] {
        let text = Proof::good().saying("iat", json!(now() + apart)).text();
        all.push(good(format!("made {apart} seconds from now"), text));
    }
    for (claim, value) in
        [("exp", json!(now() + 60)), ("jti", json!("1")), ("iss", json!("me")), ("transaction_data_hashes", json!([]))]
    {
        all.push(good(format!("{claim} in the proof"), Proof::good().saying(claim, value).text()));
    }
    for (name, value) in [("kid", json!("any")), ("jwk", json!({})), ("x", json!(1)), ("cty", json!("x"))] {
        all.push(good(format!("{name} in the proof's header"), Proof::good().headed(name, value).text()));
    }
    for one in 0..10 {
        all.push(good(format!("a proof over disclosure {one}"), Proof::over(&[one]).text()));
    }
    let proof = Proof::good();
    let tree = Tree::of(&proof.payload);
    for (name, between) in [("spaces", " "), ("line feeds", "\n")] {
        let text = format!("{}{}", proof.shown, jwt(&proof.header.to_string(), &tree.spaced(between), &key(2)));
        all.push(good(format!("a proof with {name} between"), text));
    }
    let text = tree.to_string().replace("\"n-1\"", &escaped(NONCE));
    all.push(good(
        "a proof with its nonce escaped",
        format!("{}{}", proof.shown, jwt(&proof.header.to_string(), &text, &key(2))),
    ));
    all
}
