//! What can be done to a copy with disclosures, by its issuer, its holder and anybody on the way (RFC 9901, 7.1).
//! The holder's own proof and the list of statuses have files of their own.

use attesto_credential::{Iri, Timestamp};
use attesto_securing::Contexts;
use attesto_verifier::{Code, Material, Policy, TrustList};
use serde_json::{Value, json};

use crate::claims::{ISSUER, LIST, NOW, metadata, named};
use crate::disclosing::{Parts, coded, disclosures, good_list, jwt, resigned, signer, with_disclosures};
use crate::mutated::{Mutation, World, bad, good};
use crate::mutated_disclosures;
use crate::tree::{Tree, escaped, other_letter};

pub(crate) fn world(list: &str) -> World {
    let at = Timestamp::parse(NOW).unwrap();
    let mut material = Material::new(Contexts::empty());
    material.add_issuer(Iri::parse(ISSUER).unwrap(), metadata().as_bytes(), at).unwrap();
    material.add_listed(Iri::parse(LIST).unwrap(), list.as_bytes(), at);
    let trust =
        format!("format = 1\nname = \"L\"\n[[issuer]]\nid = \"{ISSUER}\"\nname = \"Body\"\ncertificates = [\"*\"]\n");
    World { material, policy: Policy::default().trusting(TrustList::from_toml(&trust).unwrap()), at }
}

pub(crate) fn stage() -> (World, String) {
    (world(&good_list()), Parts::good().text())
}

pub(crate) fn all() -> Vec<Mutation> {
    [mutated_disclosures::all(), headers(), signatures(), moments(), members(), afterwards(), written_otherwise()]
        .into_iter()
        .flatten()
        .collect()
}

fn headers() -> Vec<Mutation> {
    let mut all = Vec::new();
    let mut each = |name: &str, values: &[Value], code: Code| {
        for value in values {
            all.push(bad(format!("{name} is {value}"), Parts::good().headed(name, value.clone()).text(), code));
        }
    };
    let types =
        ["vc+sd-jwt", "JWT", "kb+jwt", "statuslist+jwt", "dc+sd-jwt ", "DC+SD-JWT", "application/dc+sd-jwt", ""];
    let types: Vec<Value> = types.map(Value::from).into_iter().chain([json!(7), json!(null)]).collect();
    each("typ", &types, Code::ProofMalformed);
    each("crit", &[json!([]), json!(["exp"]), json!(["b64"]), json!("x"), json!(null)], Code::ProofMalformed);
    let unknown = ["none", "NONE", "HS256", "HS384", "HS512", "ES256K", "es256", "ES512", "PS384", ""].map(Value::from);
    each("alg", &unknown, Code::ProofMechanismUnsupported);
    each("alg", &[json!(7), json!(null)], Code::ProofMechanismUnsupported);
    each("alg", &["EdDSA", "ES384", "PS256", "RS256"].map(Value::from), Code::ProofSignature);
    let unknown = ["list2", "k9", "seal2", "SEAL"].map(|kid| json!(format!("{ISSUER}#{kid}")));
    each("kid", &unknown, Code::ProofKeyUnknown);
    each(
        "kid",
        &["https://other.example#seal", "did:web:cert.example#seal"].map(Value::from),
        Code::ProofKeyNotAuthorised,
    );
    each("kid", &[json!(7), json!(null)], Code::ProofMalformed);
    each("kid", &[json!(format!("{ISSUER}#list"))], Code::ProofSignature);
    each("x5c", &[json!(["AA"])], Code::ProofMalformed);
    each("x5c", &[json!([]), json!("x")], Code::ChainBroken);
    for name in ["alg", "typ", "kid"] {
        let mut parts = Parts::good();
        parts.header.as_object_mut().unwrap().remove(name);
        let code = if name == "alg" { Code::ProofMechanismUnsupported } else { Code::ProofMalformed };
        all.push(bad(format!("no {name}"), parts.text(), code));
    }
    all.push(good("kid without the issuer", Parts::good().headed("kid", "seal".into()).text()));
    for (name, value) in [
        ("x", json!(1)),
        ("cty", json!("vc")),
        ("jku", json!("https://x.example")),
        ("jwk", json!({})),
        ("vctm", json!(["AA"])),
    ] {
        all.push(good(format!("{name} in the header"), Parts::good().headed(name, value).text()));
    }
    all
}

fn signatures() -> Vec<Mutation> {
    let (jwt_of, disclosures) = (Parts::good().jwt(), disclosures());
    let of = |change: &dyn Fn(&mut Vec<u8>)| with_disclosures(&resigned(&jwt_of, change), &disclosures);
    let mut all: Vec<Mutation> = (0..64)
        .map(|index| {
            bad(
                format!("byte {index} of the signature"),
                of(&|bytes| bytes[index] ^= 1 << (index % 8)),
                Code::ProofSignature,
            )
        })
        .collect();
    all.push(bad("a signature without its last byte", of(&|bytes| bytes.truncate(63)), Code::ProofSignature));
    all.push(bad("a signature with a byte behind it", of(&|bytes| bytes.push(0)), Code::ProofSignature));
    all.push(bad("a signature of nothing", of(&|bytes| bytes.fill(0)), Code::ProofSignature));
    all.push(bad("a signature with its halves swapped", of(&|bytes| bytes.rotate_left(32)), Code::ProofSignature));
    let parts = Parts::good();
    for (secret, name) in [(3, "seal"), (2, "seal"), (4, "seal")] {
        let by = jwt(&parts.header.to_string(), &parts.payload.to_string(), &named(secret, name));
        all.push(bad(format!("signed by the key {secret}"), with_disclosures(&by, &disclosures), Code::ProofSignature));
    }
    all
}

/// Begin, end and making; all of them whole seconds.
fn moments() -> Vec<Mutation> {
    let now = Timestamp::parse(NOW).unwrap().unix();
    let mut all = Vec::new();
    for (claim, value, code) in [
        ("exp", now - 1, Code::ValidityExpired),
        ("exp", now - 86_400, Code::ValidityExpired),
        ("nbf", now + 1, Code::ValidityNotYet),
        ("nbf", now + 86_400, Code::ValidityNotYet),
        ("iat", now + 3_600, Code::ProofFromFuture),
        ("iat", now + 86_400, Code::ProofFromFuture),
        ("exp", 1_780_000_000, Code::ConformanceUnreadable),
    ] {
        all.push(bad(format!("{claim} is {value}"), Parts::good().saying(claim, json!(value)).text(), code));
    }
    for claim in ["nbf", "exp"] {
        for value in [json!("1790000000"), json!(1.5), json!(null), json!(true), json!([1]), json!({})] {
            all.push(bad(
                format!("{claim} is {value}"),
                Parts::good().saying(claim, value).text(),
                Code::ConformanceUnreadable,
            ));
        }
    }
    for (claim, value) in [("exp", now), ("exp", now + 1), ("nbf", now), ("nbf", now - 1), ("iat", now)] {
        all.push(good(format!("{claim} is {value}"), Parts::good().saying(claim, json!(value)).text()));
    }
    all.push(good("no nbf", Parts::good().without("nbf").text()));
    all.push(good("no exp", Parts::good().without("exp").text()));
    all
}

/// Claims that must be of one kind.
fn members() -> Vec<Mutation> {
    let mut all = Vec::new();
    let mut each = |claim: &str, values: &[Value], code: Code| {
        for value in values {
            all.push(bad(format!("{claim} is {value}"), Parts::good().saying(claim, value.clone()).text(), code));
        }
    };
    each("vct", &[json!(null), json!([]), json!({})], Code::ConformanceUnreadable);
    each("vct", &[json!(7), json!("")], Code::ConformanceClaims);
    each("iss", &[json!(7), json!(null), json!(["x"]), json!("no iri")], Code::ProofMalformed);
    each(
        "cnf",
        &[
            json!(7),
            json!("x"),
            json!([]),
            json!({}),
            json!({"jwk": 7}),
            json!({"kid": "x"}),
            json!({"jwk": {"kty": "oct", "k": "AA"}}),
        ],
        Code::ConformanceUnreadable,
    );
    each(
        "status",
        &[json!(7), json!("x"), json!([]), json!({"status_list": 7}), json!({"status_list": []})],
        Code::ConformanceUnreadable,
    );
    let index = |idx: Value| json!({"status_list": {"idx": idx, "uri": LIST}});
    let no_index = [json!(-1), json!(1.5), json!("48213"), json!(null), json!([48213]), json!(1e30), json!("0x1")];
    each("status", &no_index.map(index), Code::StatusMalformed);
    let beyond = [131_072_u64, 131_073, 1 << 32, 1 << 53].map(|idx| index(json!(idx)));
    each("status", &beyond, Code::StatusMalformed);
    let at = |uri: Value| json!({"status_list": {"idx": 1, "uri": uri}});
    each(
        "status",
        &[
            at(json!(7)),
            at(json!("no uri")),
            at(json!(null)),
            json!({"status_list": {"idx": 1}}),
            json!({"status_list": {}}),
        ],
        Code::StatusMalformed,
    );
    each("status", &[json!({"another_list": {"idx": 1}})], Code::StatusUnreachable);
    each("vct#integrity", &[json!("none"), json!(7), json!(null)], Code::ConformanceClaims);
    all.push(bad("no vct", Parts::good().without("vct").text(), Code::ConformanceUnreadable));
    all.push(bad("no iss", Parts::good().without("iss").text(), Code::ProofMalformed));
    for (index, name) in [(0, "first"), (131_071, "last"), (7, "eighth")] {
        let status = json!({"status_list": {"idx": index, "uri": LIST}});
        all.push(good(format!("the {name} place of the list"), Parts::good().saying("status", status).text()));
    }
    all.push(good("no cnf", Parts::good().without("cnf").text()));
    all.push(good("no status", Parts::good().without("status").text()));
    all.push(good("no _sd_alg", Parts::good().without("_sd_alg").text()));
    all
}

/// Claims that were changed on the way.
fn afterwards() -> Vec<Mutation> {
    let parts = Parts::good();
    let (header, signature) = (coded(parts.header.to_string()), parts.jwt().rsplit_once('.').unwrap().1.to_owned());
    let tree = Tree::of(&parts.payload);
    let mut all = Vec::new();
    let mut put = |name: String, payload: &Tree| {
        let text = format!("{header}.{}.{signature}", coded(payload.to_string()));
        all.push(bad(name, with_disclosures(&text, &parts.disclosures), Code::ProofSignature));
    };
    for place in tree.places() {
        let is_iss = place.pointer == "/iss";
        if let Some(other) = tree.at(&place.path).as_text().and_then(|text| other_letter(&text)).filter(|_| !is_iss) {
            put(
                format!("{} changed on the way", place.pointer),
                &tree.changed(&place.path, |leaf| *leaf = Tree::text(&other)),
            );
        }
        if let Some(without) =
            tree.around(&place.path, |members, index| drop(members.remove(index))).filter(|_| !is_iss)
        {
            put(format!("{} left out on the way", place.pointer), &without);
        }
    }
    put("with spaces on the way".to_owned(), &Tree::Leaf(tree.spaced(" ")));
    all
}

/// The same in other letters, digests that stand for nothing, claims that nobody knows.
fn written_otherwise() -> Vec<Mutation> {
    let parts = Parts::good();
    let tree = Tree::of(&parts.payload);
    let signed =
        |payload: &str| with_disclosures(&jwt(&parts.header.to_string(), payload, &signer()), &parts.disclosures);
    let mut all = Vec::new();
    for place in tree.places() {
        let last = place.pointer.rsplit('/').next().unwrap_or_default().to_owned();
        let named = tree.around(&place.path, |members, index| members[index].0 = escaped(&last));
        all.extend(
            named.map(|named| good(format!("the name of {} escaped", place.pointer), signed(&named.to_string()))),
        );
    }
    for (name, between) in [("spaces", " "), ("tabs", "\t"), ("line feeds", "\n"), ("carriage returns", "\r\n")] {
        all.push(good(format!("a payload with {name} between"), signed(&tree.spaced(between))));
        let header = Tree::of(&parts.header).spaced(between);
        let text = with_disclosures(&jwt(&header, &parts.payload.to_string(), &signer()), &parts.disclosures);
        all.push(good(format!("a header with {name} between"), text));
    }
    for (index, one) in disclosures().into_iter().enumerate() {
        let mut spaced = disclosures();
        spaced[index] = Tree::of(&serde_json::from_str(&one).unwrap()).spaced(" ");
        all.push(good(format!("disclosure {index} with spaces, signed so"), Parts::of(spaced).text()));
    }
    for (name, claim) in [
        ("a number", json!(1)),
        ("an object", json!({"a": {"b": []}})),
        ("null", json!(null)),
        ("an empty _sd", json!({"_sd": []})),
        ("a decoy", json!({"_sd": [coded([7; 32])]})),
        ("a decoy in a list", json!([{"...": coded([8; 32])}])),
    ] {
        all.push(good(format!("a claim that nobody knows: {name}"), Parts::good().saying("more", claim).text()));
    }
    all
}
