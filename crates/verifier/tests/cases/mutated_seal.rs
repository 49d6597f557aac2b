//! What can be done to a European seal: its header, its signature, and the certificates behind it.
//! What it seals is `mutated_european`'s.

use attesto_credential::Timestamp;
use attesto_securing::Contexts;
use attesto_verifier::{Code, Material, Policy, TrustList};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rcgen::{CertificateParams, ExtendedKeyUsagePurpose as Extended, KeyUsagePurpose as Usage};
use serde_json::{Value, json};

use crate::certificates::{authority, der, leaf, root, seal, under, unknown, unknown_and_critical};
use crate::mutated::{Mutation, World, bad, good};
use crate::seals::{NOW, NOW_SECONDS, Parts, signature_of, trust_of};
use crate::tree::{Tree, escaped};

pub(crate) fn stage() -> (World, String) {
    let policy = Policy::default().trusting(TrustList::from_toml(&trust_of(&der(&root()))).unwrap());
    let world = World { material: Material::new(Contexts::empty()), policy, at: Timestamp::parse(NOW).unwrap() };
    (world, Parts::good().sealed().to_string())
}

pub(crate) fn all() -> Vec<Mutation> {
    [algorithms(), critical(), times(), certificates_named(), headers_written(), signatures(), usages(), beside()]
        .into_iter()
        .flatten()
        .collect()
}

fn set(name: &str, value: Value) -> Value {
    Parts::good().with(name, value).sealed()
}

fn without(name: &str) -> Value {
    let mut parts = Parts::good();
    parts.header.as_object_mut().unwrap().remove(name);
    parts.sealed()
}

fn each(member: &str, values: impl IntoIterator<Item = Value>, code: Code) -> Vec<Mutation> {
    let one = |value: Value| bad(format!("{member} is {value}"), set(member, value), code);
    values.into_iter().map(one).collect()
}

fn algorithms() -> Vec<Mutation> {
    let none = [json!("none"), json!("HS256"), json!("HS384"), json!("HS512"), json!(""), json!(7), json!(null)];
    let of_another_key = [json!("ES384"), json!("PS256"), json!("RS256")];
    let unknown = ["ES256K", "EdDSA", "ES512", "PS384", "PS512", "RS384", "RS512", "es256", "ES256 ", "NONE"];
    let mut all = each("alg", none, Code::ProofMalformed);
    all.extend(each("alg", of_another_key, Code::ProofMalformed));
    all.extend(each("alg", unknown.map(Value::from), Code::ProofMechanismUnsupported));
    all.push(bad("no alg", without("alg"), Code::ProofMalformed));
    all.extend(each("b64", [json!(true), json!("false"), json!(0), json!(null)], Code::ProofMalformed));
    all.push(bad("no b64", without("b64"), Code::ProofMalformed));
    all.extend(each("typ", [json!("JWT"), json!("jose"), json!(""), json!(7), json!(null)], Code::ProofMalformed));
    for typ in ["JOSE+JSON", "Jose+Json", "jose+JSON"] {
        all.push(good(format!("typ is {typ}"), set("typ", typ.into())));
    }
    all.push(good("no typ", without("typ")));
    all.push(good("no cty", without("cty")));
    all
}

fn critical() -> Vec<Mutation> {
    let wrong = [
        json!([]),
        json!("b64"),
        json!(7),
        json!(null),
        json!({}),
        json!(["iat"]),
        json!(["b64", "b64"]),
        json!(["b64", 7]),
        json!(["b64", "alg"]),
        json!(["b64", "x5c"]),
        json!(["b64", "typ"]),
        json!(["b64", "x"]),
        json!(["b64", "exp"]),
        json!(["b64", "sigT"]),
        json!(["b64", "sigD"]),
        json!(["B64"]),
        json!(["b64", ""]),
        json!(["b64", "crit"]),
        json!([["b64"]]),
    ];
    let mut all = each("crit", wrong, Code::ProofMalformed);
    all.push(bad("no crit", without("crit"), Code::ProofMalformed));
    for name in ["sigPl", "srCms", "srAts", "sigPId", "exp"] {
        let parts = Parts::good().with("crit", json!(["b64", name])).with(name, json!({}));
        all.push(bad(format!("{name} is critical"), parts.sealed(), Code::ProofMechanismUnsupported));
    }
    let parts = Parts::good().with("sigD", json!({}));
    all.push(bad("sigD stands in it", parts.sealed(), Code::ProofMalformed));
    all.push(good("iat is critical too", set("crit", json!(["b64", "iat"]))));
    all.push(good("iat is critical first", set("crit", json!(["iat", "b64"]))));
    for (name, value) in [
        ("x", json!(1)),
        ("nonce", json!("7")),
        ("jku", json!("https://elsewhere.example/keys")),
        ("jwk", json!({"kty": "EC"})),
        ("kid", json!("any")),
        ("x5u", json!("https://elsewhere.example/chain")),
        ("sigPl", json!({"addressCountry": "IT"})),
        ("srCms", json!([])),
        ("Alg", json!("none")),
        ("cty", json!("application/vc")),
    ] {
        all.push(good(format!("{name} stands in it and is not critical"), set(name, value)));
    }
    all
}

fn times() -> Vec<Mutation> {
    let no_seconds = [json!("1796126400"), json!(1.5), json!(null), json!([1]), json!(true)];
    let mut all = each("iat", no_seconds, Code::ProofMalformed);
    all.push(bad("neither iat nor sigT", without("iat"), Code::ProofMalformed));
    let both = Parts::good().with("sigT", json!(NOW)).with("crit", json!(["b64", "sigT"]));
    all.push(bad("iat and sigT", both.sealed(), Code::ProofMalformed));
    let by_text = |text: Value| {
        let mut parts = Parts::good().with("sigT", text).with("crit", json!(["b64", "sigT"]));
        parts.header.as_object_mut().unwrap().remove("iat");
        parts
    };
    for text in [json!("yesterday"), json!("2026-12-01"), json!(""), json!(NOW_SECONDS), json!("2026-13-01T00:00:00Z")]
    {
        all.push(bad(format!("sigT is {text}"), by_text(text).sealed(), Code::ProofMalformed));
    }
    let not_critical = by_text(json!(NOW)).with("crit", json!(["b64"]));
    all.push(bad("sigT is not critical", not_critical.sealed(), Code::ProofMalformed));
    all.push(good("sigT instead of iat", by_text(json!(NOW)).sealed()));
    for ahead in [301, 3_600, 86_400 * 365] {
        let parts = Parts::good().with("iat", json!(NOW_SECONDS + ahead));
        all.push(bad(format!("sealed {ahead} seconds from now"), parts.sealed(), Code::ProofFromFuture));
    }
    // 2026-01-01T00:00:00Z, when the certificate begins.
    let begin = 1_767_225_600_i64;
    for before in [1, 60, 86_400] {
        let parts = Parts::good().with("iat", json!(begin - before));
        all.push(bad(format!("sealed {before} seconds before its certificate"), parts.sealed(), Code::SealTimeOutside));
    }
    for (name, moment) in [("in its certificate's first second", begin), ("five minutes from now", NOW_SECONDS + 300)] {
        all.push(good(format!("sealed {name}"), set("iat", json!(moment))));
    }
    all
}

fn certificates_named() -> Vec<Mutation> {
    let good_leaf = leaf(&seal(), &root());
    let coded = STANDARD.encode(&good_leaf);
    let no_certificates = [
        json!("text"),
        json!([7]),
        json!(["@@"]),
        json!(null),
        json!({}),
        json!([[]]),
        json!([coded.replace('A', "\n")]),
    ];
    let mut all = each("x5c", no_certificates, Code::ProofMalformed);
    all.push(bad("no x5c", without("x5c"), Code::ProofMalformed));
    all.push(bad("x5c is empty", set("x5c", json!([])), Code::ChainBroken));
    all.push(bad(
        "a byte behind the certificate",
        Parts::by(&[[&good_leaf[..], &[0]].concat()]).sealed(),
        Code::ChainBroken,
    ));
    all.push(bad("a certificate cut off", Parts::by(&[good_leaf[..200].to_vec()]).sealed(), Code::ChainBroken));
    let digest = Parts::good().header["x5t#S256"].as_str().unwrap().to_owned();
    for (name, other) in [
        ("with padding", format!("{digest}=")),
        ("cut off", digest[..40].to_owned()),
        ("in lower case", digest.to_lowercase()),
        ("of nothing", String::new()),
    ] {
        all.push(bad(format!("x5t#S256 {name}"), set("x5t#S256", other.into()), Code::SealCertificateDigest));
    }
    all.push(bad("no x5t#S256", without("x5t#S256"), Code::ProofMalformed));
    for name in ["x5t#o", "sigX5ts"] {
        all.push(bad(format!("{name} beside x5t#S256"), set(name, json!({})), Code::ProofMalformed));
        let mut parts = Parts::good().with(name, json!({}));
        parts.header.as_object_mut().unwrap().remove("x5t#S256");
        all.push(bad(format!("{name} instead of x5t#S256"), parts.sealed(), Code::ProofMechanismUnsupported));
    }
    let (middle, stranger) = (under(authority("Middle"), 43, &root()), under(authority("Stranger"), 46, &root()));
    let below = leaf(&seal(), &middle);
    for (name, chain) in [
        ("over an authority", vec![below.clone(), der(&middle)]),
        ("over an authority, with another one beside", vec![below.clone(), der(&stranger), der(&middle)]),
        ("over an authority that stands twice", vec![below.clone(), der(&middle), der(&middle)]),
        ("with a certificate that nobody needs", vec![good_leaf.clone(), der(&stranger)]),
        ("with its certificate twice", vec![good_leaf.clone(), good_leaf.clone()]),
    ] {
        all.push(good(name, Parts::by(&chain).sealed()));
    }
    all.push(bad("the authority left out", Parts::by(std::slice::from_ref(&below)).sealed(), Code::ChainNoAnchor));
    all.push(bad("another authority instead", Parts::by(&[below, der(&stranger)]).sealed(), Code::ChainNoAnchor));
    all
}

/// The header as it is written, signed so.
fn headers_written() -> Vec<Mutation> {
    let parts = Parts::good();
    let sealed = |header: &str| json!({"payload": parts.payload, "signatures": [signature_of(header, &parts.payload)]});
    let text = parts.header.to_string();
    let header = Tree::of(&parts.header);
    let wrong = [
        ("a duplicate name", text.replacen('{', "{\"alg\":\"none\",", 1)),
        ("a duplicate name at its end", format!("{},\"iat\":1}}", &text[..text.len() - 1])),
        ("something behind it", format!("{text}x")),
        ("a second object behind it", format!("{text}{text}")),
        ("no object", "[]".to_owned()),
        ("nothing", String::new()),
        ("a comma too many", text.replacen('}', ",}", 1)),
        ("an inexact number", text.replacen('{', "{\"n\":1.00000000000000000000001,", 1)),
    ];
    let mut all: Vec<Mutation> = wrong
        .iter()
        .map(|(name, header)| bad(format!("a header with {name}"), sealed(header), Code::ProofMalformed))
        .collect();
    for (name, between) in [("spaces", " "), ("tabs", "\t"), ("line feeds", "\n"), ("carriage returns", "\r\n")] {
        all.push(good(format!("a header with {name} between"), sealed(&header.spaced(between))));
    }
    if let Tree::Members(members) = &header {
        for turn in 1..members.len() {
            let mut turned = members.clone();
            turned.rotate_left(turn);
            all.push(good(format!("a header turned by {turn}"), sealed(&Tree::Members(turned).to_string())));
            let mut named = members.clone();
            let name = named[turn].0.trim_matches('"').to_owned();
            named[turn].0 = escaped(&name);
            all.push(good(format!("a header with {name} escaped"), sealed(&Tree::Members(named).to_string())));
        }
    }
    all
}

fn signatures() -> Vec<Mutation> {
    let parts = Parts::good();
    let signature = parts.signature();
    let bytes = URL_SAFE_NO_PAD.decode(signature["signature"].as_str().unwrap()).unwrap();
    let of = |text: String| {
        let mut sealed = parts.sealed();
        sealed["signatures"][0]["signature"] = text.into();
        sealed
    };
    let coded = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let flipped = |index: usize| {
        let mut bytes = bytes.clone();
        bytes[index] ^= 1 << (index % 8);
        bad(format!("byte {index} of the signature"), of(coded(&bytes)), Code::ProofSignature)
    };
    let mut all: Vec<Mutation> = (0..64).map(flipped).collect();
    let zero_half =
        |first: bool| if first { [&[0; 32], &bytes[32..]].concat() } else { [&bytes[..32], &[0; 32]].concat() };
    for (name, text) in [
        ("without its last byte", coded(&bytes[..63])),
        ("with a byte behind it", coded(&[&bytes[..], &[0]].concat())),
        ("with its halves swapped", coded(&[&bytes[32..], &bytes[..32]].concat())),
        ("with a first half of nothing", coded(&zero_half(true))),
        ("with a second half of nothing", coded(&zero_half(false))),
        ("of nothing", coded(&[0; 64])),
        ("that is empty", String::new()),
        ("with padding", format!("{}==", coded(&bytes))),
        ("in the other base64", format!("{}==", STANDARD.encode(&bytes))),
    ] {
        all.push(bad(format!("a signature {name}"), of(text), Code::ProofSignature));
    }
    let with = |signatures: Value| json!({"payload": parts.payload, "signatures": signatures});
    let mut broken = signature.clone();
    broken["signature"] = coded(&[1; 64]).into();
    let without_it = json!({"protected": signature["protected"]});
    all.push(bad("no signature at all", with(json!([])), Code::ProofNone));
    all.push(bad("a part without its signature", with(json!([without_it])), Code::ProofNone));
    all.push(bad("two signatures that do not hold", with(json!([broken, broken])), Code::ProofSignature));
    all.push(good("a signature that does not hold before one that does", with(json!([broken, signature]))));
    all.push(good("a signature that does not hold behind one that does", with(json!([signature, broken]))));
    all.push(good("the same signature twice", with(json!([signature, signature]))));
    all.push(good("a part that is none beside", with(json!([7, signature, {}]))));
    all
}

/// What the certificate says that its key is for.
fn usages() -> Vec<Mutation> {
    let by = |change: &dyn Fn(&mut CertificateParams)| {
        let mut params = seal();
        change(&mut params);
        Parts::by(&[leaf(&params, &root())]).sealed()
    };
    let mut all = Vec::new();
    let others = [
        Usage::KeyEncipherment,
        Usage::DataEncipherment,
        Usage::KeyAgreement,
        Usage::CrlSign,
        Usage::EncipherOnly,
        Usage::DecipherOnly,
    ];
    for usage in others {
        let name = format!("a certificate for {usage:?}");
        all.push(bad(name, by(&|params| params.key_usages = vec![usage]), Code::ChainWrongUsage));
    }
    for extended in [
        Extended::ServerAuth,
        Extended::TimeStamping,
        Extended::OcspSigning,
        Extended::CodeSigning,
        Extended::Other(vec![1, 3, 6, 1, 4, 1, 32473, 9]),
    ] {
        let name = format!("a certificate whose key is used for {extended:?}");
        all.push(bad(name, by(&|params| params.extended_key_usages = vec![extended.clone()]), Code::ChainWrongUsage));
    }
    for usages in [
        vec![Usage::ContentCommitment],
        vec![Usage::DigitalSignature, Usage::KeyEncipherment],
        vec![Usage::ContentCommitment, Usage::CrlSign],
        vec![],
    ] {
        all.push(good(format!("a certificate for {usages:?}"), by(&|params| params.key_usages = usages.clone())));
    }
    for extended in [
        Extended::Any,
        Extended::ClientAuth,
        Extended::EmailProtection,
        Extended::Other(vec![1, 3, 6, 1, 4, 1, 311, 10, 3, 12]),
        Extended::Other(vec![1, 2, 840, 113583, 1, 1, 5]),
        Extended::Other(vec![1, 3, 6, 1, 5, 5, 7, 3, 36]),
    ] {
        let name = format!("a certificate whose key is used for {extended:?}");
        all.push(good(name, by(&|params| params.extended_key_usages = vec![extended.clone()])));
    }
    let several = vec![Extended::ServerAuth, Extended::EmailProtection];
    all.push(good("a certificate of several uses", by(&|params| params.extended_key_usages = several.clone())));
    all.push(good("an extension that need not be known", by(&|params| params.custom_extensions.push(unknown()))));
    all.push(bad(
        "an extension that must be known",
        by(&|params| params.custom_extensions.push(unknown_and_critical())),
        Code::ChainCriticalExtension,
    ));
    all
}

/// What stands beside the signature and is not signed.
fn beside() -> Vec<Mutation> {
    let with = |header: Value| {
        let mut sealed = Parts::good().sealed();
        sealed["signatures"][0]["header"] = header;
        sealed
    };
    let all = [
        ("an unknown member", json!({"x": 1})),
        ("an algorithm", json!({"alg": "none"})),
        ("certificates", json!({"x5c": ["AA"]})),
        ("an empty list of parts", json!({"etsiU": []})),
        ("a part that is unknown", json!({"etsiU": [{"x": 1}]})),
        ("a part that cannot be read", json!({"etsiU": ["@@", 7]})),
        ("values of a later level", json!({"etsiU": [{"xVals": []}, {"rVals": {}}]})),
        ("a time-stamp that is none", json!({"etsiU": [{"sigTst": {"tstTokens": [{"val": "AAAA"}]}}]})),
    ];
    all.into_iter().map(|(name, header)| good(format!("{name} beside the signature"), with(header))).collect()
}
