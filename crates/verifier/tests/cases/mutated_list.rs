//! What can be done to a Token Status List: its claims, its bits and what packs them; the copy stays as it is.
//! Each list is another world, so it is judged here by itself.

use std::io::Write as _;

use attesto_credential::Secured;
use attesto_verifier::{Case, Code, Verdict};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use serde_json::{Value, json};

use crate::claims::{ISSUER, LIST, named};
use crate::disclosing::{INDEX, Parts, coded, jwt, resigned};
use crate::mutated::{Found, Mutation, bad, good};
use crate::mutated_claims;

/// 2026-11-26T06:00:00Z.
const MADE: i64 = 1_795_672_800;

/// How many were rejected and accepted, if each was as it must be.
pub(crate) fn judged() -> (usize, usize) {
    let copy = Secured::parse(Parts::good().text().as_bytes()).unwrap();
    let (mut rejected, mut accepted, mut departures) = (0, 0, Vec::new());
    for list in all() {
        let world = mutated_claims::world(&list.text);
        let report = Case::new(copy.clone()).judge(&world.material, &world.policy, world.at);
        let codes: Vec<Code> = report.lines().iter().map(|line| line.finding().code()).collect();
        let is_as_it_must = match list.found {
            Found::Good => report.verdict() == Verdict::Valid && codes.contains(&Code::StatusGood),
            Found::Bad(code) => report.verdict() != Verdict::Valid && codes.contains(&code),
        };
        let count = if matches!(list.found, Found::Good) { &mut accepted } else { &mut rejected };
        *count += 1;
        if !is_as_it_must {
            departures.push(format!("{}: {:?} expected, {codes:?}", list.name, list.found));
        }
    }
    assert!(departures.is_empty(), "{} depart:\n{}", departures.len(), departures.join("\n"));
    (rejected, accepted)
}

fn all() -> Vec<Mutation> {
    [values(), packed(), said(), headers(), signatures()].into_iter().flatten().collect()
}

#[derive(Clone)]
struct List {
    header: Value,
    payload: Value,
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A list of so many bits each, in which the copy has a value.
fn bytes_with(bits: u64, value: u8) -> Vec<u8> {
    let per_byte = 8 / bits;
    let mut bytes = vec![0; usize::try_from(131_072 / per_byte).unwrap()];
    bytes[usize::try_from(INDEX / per_byte).unwrap()] = value << (INDEX % per_byte * bits);
    bytes
}

impl List {
    fn good() -> Self {
        Self::packing(2, &zlib(&bytes_with(2, 0)))
    }

    fn packing(bits: u64, packed: &[u8]) -> Self {
        let payload = json!({
            "sub": LIST, "iss": ISSUER, "iat": MADE, "exp": MADE + 86_400, "ttl": 300,
            "status_list": {"bits": bits, "lst": coded(packed)},
        });
        Self { header: json!({"alg": "ES256", "typ": "statuslist+jwt", "kid": format!("{ISSUER}#list")}), payload }
    }

    fn saying(mut self, claim: &str, value: Value) -> Self {
        self.payload[claim] = value;
        self
    }

    fn listing(mut self, name: &str, value: Value) -> Self {
        self.payload["status_list"][name] = value;
        self
    }

    fn headed(mut self, name: &str, value: Value) -> Self {
        self.header[name] = value;
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.payload.as_object_mut().unwrap().remove(name);
        self.payload["status_list"].as_object_mut().map(|list| list.remove(name));
        self.header.as_object_mut().unwrap().remove(name);
        self
    }

    fn text(&self) -> String {
        jwt(&self.header.to_string(), &self.payload.to_string(), &named(4, "list"))
    }
}

/// Every value in lists of every width.
fn values() -> Vec<Mutation> {
    let mut all = Vec::new();
    for (bits, values) in [(1, 0..2_u8), (2, 0..4), (4, 0..6), (8, 0..6)] {
        for value in values {
            let text = List::packing(bits, &zlib(&bytes_with(bits, value))).text();
            let name = format!("{value} in {bits} bit(s)");
            all.push(match value {
                0 => good(name, text),
                1 => bad(name, text, Code::StatusRevoked),
                2 => bad(name, text, Code::StatusSuspended),
                3 => bad(name, text, Code::StatusReplaced),
                _ => bad(name, text, Code::StatusUnreachable),
            });
        }
    }
    // The neighbours' values say nothing of the copy; the order within a byte is from the low end.
    for bits in [1_u64, 2, 4] {
        let per_byte = 8 / bits;
        let mut bytes = bytes_with(bits, 0);
        let own = u8::try_from((1_u16 << bits) - 1).unwrap() << (INDEX % per_byte * bits);
        bytes.fill(u8::MAX);
        bytes[usize::try_from(INDEX / per_byte).unwrap()] = !own;
        all.push(good(format!("all others taken back, in {bits} bit(s)"), List::packing(bits, &zlib(&bytes)).text()));
    }
    all
}

fn packed() -> Vec<Mutation> {
    let plain = bytes_with(2, 0);
    let good_stream = zlib(&plain);
    let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
    raw.write_all(&plain).unwrap();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&plain).unwrap();
    let mut dictionary = good_stream.clone();
    dictionary[1] |= 0x20;
    let bytes = |name: &str, packed: &[u8]| {
        bad(format!("a list that is {name}"), List::packing(2, packed).text(), Code::StatusListBroken)
    };
    let mut all = vec![
        bytes("raw deflate", &raw.finish().unwrap()),
        bytes("gzip", &gzip.finish().unwrap()),
        bytes("not packed", &plain[..64]),
        bytes("asking for a dictionary", &dictionary),
        bytes("with a byte behind it", &[&good_stream[..], &[0]].concat()),
        bytes("with another stream behind it", &[&good_stream[..], &good_stream[..]].concat()),
        bytes("a bomb of zeros", &zlib(&vec![0; (8 << 20) + 1])),
        bytes("a larger bomb", &zlib(&vec![7; 9 << 20])),
        bytes("nothing", &[]),
    ];
    for cut in [1, 2, 3, 4, 5, 8, good_stream.len() / 2] {
        all.push(bytes(&format!("cut off by {cut}"), &good_stream[..good_stream.len() - cut]));
    }
    for index in good_stream.len() - 4..good_stream.len() {
        let mut changed = good_stream.clone();
        changed[index] ^= 1;
        all.push(bytes(&format!("with byte {index} of its checksum changed"), &changed));
    }
    let text = |name: &str, lst: Value| {
        bad(format!("lst is {name}"), List::good().listing("lst", lst).text(), Code::StatusListBroken)
    };
    all.push(text("in the other base64", format!("{}=", STANDARD.encode(&good_stream)).into()));
    all.push(text("with padding", format!("{}==", coded(&good_stream)).into()));
    all.push(text("with a space", format!("{} ", coded(&good_stream)).into()));
    all.push(text("a number", json!(7)));
    all.push(text("null", json!(null)));
    all.push(bad("no lst", List::good().without("lst").text(), Code::StatusListBroken));
    for bits in [json!(0), json!(3), json!(5), json!(16), json!("2"), json!(null), json!(-2), json!(2.5)] {
        all.push(bad(format!("bits is {bits}"), List::good().listing("bits", bits).text(), Code::StatusListBroken));
    }
    all.push(bad("no bits", List::good().without("bits").text(), Code::StatusListBroken));
    all.push(bad(
        "a list that ends before the copy",
        List::packing(2, &zlib(&plain[..1_000])).text(),
        Code::StatusMalformed,
    ));
    all.push(bad(
        "a list whose bits end before the copy",
        List::packing(8, &zlib(&plain)).text(),
        Code::StatusMalformed,
    ));
    let mut slow = ZlibEncoder::new(Vec::new(), Compression::best());
    slow.write_all(&plain).unwrap();
    all.push(good("a list packed in another way", List::packing(2, &slow.finish().unwrap()).text()));
    let mut unpacked = ZlibEncoder::new(Vec::new(), Compression::none());
    unpacked.write_all(&plain).unwrap();
    all.push(good("a list packed as it is", List::packing(2, &unpacked.finish().unwrap()).text()));
    all
}

fn said() -> Vec<Mutation> {
    let mut all = Vec::new();
    let mut each = |claim: &str, values: &[Value], code: Code| {
        for value in values {
            all.push(bad(format!("{claim} is {value}"), List::good().saying(claim, value.clone()).text(), code));
        }
    };
    each(
        "sub",
        &[
            json!("https://cert.example/demo/status/2/token.jwt"),
            json!(format!("{LIST}/")),
            json!(7),
            json!(null),
            json!("no uri"),
        ],
        Code::StatusListBroken,
    );
    each("iss", &[json!("https://other.example"), json!(7)], Code::StatusListBroken);
    each("iat", &[json!("x"), json!(null), json!(1.5)], Code::StatusListBroken);
    each("exp", &[json!(MADE - 1), json!("x"), json!(null)], Code::StatusListBroken);
    each("exp", &[json!(MADE + 1), json!(MADE + 3_600)], Code::StatusStale);
    each("ttl", &[json!(0), json!(-1), json!("300"), json!(null), json!(1.5)], Code::StatusListBroken);
    each("status_list", &[json!(7), json!([]), json!(null)], Code::StatusListBroken);
    for claim in ["sub", "iat", "status_list"] {
        let parts = match claim {
            "status_list" => List::good().saying(claim, json!({})),
            _ => List::good().without(claim),
        };
        all.push(bad(format!("no {claim}"), parts.text(), Code::StatusListBroken));
    }
    for (claim, value) in [
        ("x", json!(1)),
        ("aud", json!("any")),
        ("jti", json!("1")),
        ("ttl", json!(1)),
        ("ttl", json!(86_400)),
        ("exp", json!(MADE + 21_600)),
    ] {
        all.push(good(format!("{claim} is {value}, which is as good"), List::good().saying(claim, value).text()));
    }
    all.push(good("no exp", List::good().without("exp").text()));
    all.push(good("no ttl", List::good().without("ttl").text()));
    let elsewhere = List::good().listing("aggregation_uri", json!("https://cert.example/demo/lists"));
    all.push(good("with an address of lists", elsewhere.text()));
    all
}

fn headers() -> Vec<Mutation> {
    let mut all = Vec::new();
    for (name, value) in [
        ("typ", json!("JWT")),
        ("typ", json!("dc+sd-jwt")),
        ("typ", json!("statuslist+cwt")),
        ("typ", json!(7)),
        ("alg", json!("none")),
        ("alg", json!("HS256")),
        ("alg", json!("ES384")),
        ("alg", json!("EdDSA")),
        ("kid", json!(format!("{ISSUER}#k9"))),
        ("kid", json!(format!("{ISSUER}#seal"))),
        ("kid", json!("https://other.example#list")),
        ("crit", json!(["exp"])),
        ("x5c", json!(["AA"])),
    ] {
        all.push(bad(
            format!("{name} of the list is {value}"),
            List::good().headed(name, value).text(),
            Code::StatusListBroken,
        ));
    }
    for (name, value) in [("x", json!(1)), ("cty", json!("x")), ("kid", json!("list"))] {
        all.push(good(format!("{name} of the list is {value}"), List::good().headed(name, value).text()));
    }
    all
}

fn signatures() -> Vec<Mutation> {
    let text = List::good().text();
    let flipped = |index: usize| {
        let text = resigned(&text, |bytes| bytes[index] ^= 1);
        bad(format!("byte {index} of the list's signature"), text, Code::StatusListBroken)
    };
    (0..64).step_by(8).map(flipped).collect()
}
