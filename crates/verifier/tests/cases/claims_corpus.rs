//! The cases of flat claims: one for each thing that can be found of a copy with disclosures.
//! Seals that `seal` would refuse to make are made from their parts.

use attesto_credential::{Secured, TokenStatus};
use attesto_securing::{Chosen, Digest, Signer, present};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rcgen::{KeyUsagePurpose, SanType};

use crate::certificates::{der, leaf, named as certificate, pem, root, seal_key};
use crate::claims::{ISSUER, LIST, NOW, at, copy, key, list, metadata, named, sealed_list, shown};
use crate::made::Made;

const ASKED: &str = "audience https://office.example\nnonce n-1\n";

fn trust() -> String {
    format!(
        "format = 1\nname = \"Test list\"\n\n[[issuer]]\nid = \"{ISSUER}\"\nname = \"Demo Certification Body\"\ncertificates = [\"*\"]\n"
    )
}

fn case(name: &'static str, text: impl ToString) -> Made {
    let served = [(LIST.to_owned(), sealed_list(list(TokenStatus::Valid)).text().to_owned())];
    let keys = ("issuer.json".to_owned(), format!("{}\n", metadata()));
    let made = Made::of(name, text.to_string()).without_material().and_material(vec![keys]);
    made.with_listed(&served).with_trust(Some(trust())).at(NOW)
}

fn text(secured: &Secured) -> String {
    secured.text().to_owned()
}

fn coded(text: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

fn digest(disclosure: &str) -> String {
    coded(Digest::of(coded(disclosure).as_bytes()).as_bytes())
}

/// A copy that anybody might have made under the issuer's key, with more members and disclosures.
fn made(members: &str, disclosures: &[String]) -> String {
    let signer = named(1, "seal");
    let header = format!(r#"{{"alg":"ES256","typ":"dc+sd-jwt","kid":"{}"}}"#, signer.id());
    let payload = format!(r#"{{"vct":"urn:x:1","iss":"{ISSUER}","iat":1790000000,"exp":1890000000{members}}}"#);
    let input = format!("{}.{}", coded(header), coded(payload));
    let signature = signer.sign(&[input.as_bytes()]).unwrap().pop().unwrap();
    let disclosures: String = disclosures.iter().map(|one| format!("{}~", coded(one))).collect();
    format!("{input}.{}~{disclosures}", coded(signature.as_bytes()))
}

fn of_one(name: &'static str, disclosure: &str) -> Made {
    case(name, made(&format!(r#","_sd":["{}"]"#, digest(disclosure)), &[disclosure.to_owned()]))
}

/// Claims inside claims, deeper than anybody looks.
fn deep() -> String {
    let mut disclosures = vec![r#"["s","a",1]"#.to_owned()];
    for _ in 0..66 {
        let inner = disclosures.last().map_or_else(String::new, |last| digest(last));
        disclosures.push(format!(r#"["s","a",{{"_sd":["{inner}"]}}]"#));
    }
    made(&format!(r#","_sd":["{}"]"#, digest(disclosures.last().unwrap())), &disclosures)
}

pub(crate) fn all() -> Vec<Made> {
    let one = shown(&["given_name", "family_name"]);
    let (before, proof) = (one.text().rsplit_once('~').unwrap().0, text(&shown(&[])));
    let mixed = format!("{before}~{}", proof.rsplit_once('~').unwrap().1);
    let asked = ("https://office.example", "n-1");
    let old = present(&copy(), &Chosen::default(), asked, &key(2), at("2026-11-26T11:00:00Z")).unwrap();
    let first = copy().text().split('~').nth(1).unwrap().to_owned();
    vec![
        case("valid-sd-shown-here-and-now", text(&one)).asking(ASKED),
        case("valid-sd-the-file-alone", text(&copy())),
        case("valid-sd-shown-and-nobody-asked", text(&one)),
        case("sd-shown-to-another", text(&one)).asking("audience https://other.example\nnonce n-1\n"),
        case("sd-on-another-question", text(&one)).asking("audience https://office.example\nnonce n-2\n"),
        case("sd-proof-of-another-presentation", mixed).asking(ASKED),
        case("sd-without-the-holders-proof", text(&copy())).asking(ASKED),
        case("sd-proof-of-an-hour-ago", text(&old)).asking(ASKED),
        case("sd-disclosed-twice", format!("{}{first}~", copy().text())),
        case("sd-disclosure-that-nobody-signed", format!("{}{}~", copy().text(), coded(r#"["s","a",1]"#))),
        case("sd-digests-by-another-hash", made(r#","_sd_alg":"sha-1""#, &[])),
        of_one("sd-disclosure-without-a-salt", r#"[7,"a",1]"#),
        of_one("sd-name-that-nobody-may-hold-back", r#"["s","status",{}]"#),
        case("sd-digests-where-they-may-not-stand", made(r#","a":{"...":"AA"}"#, &[])),
        case("sd-claims-too-deep", deep()),
        case("sd-not-by-the-standard", made(r#","vct#integrity":"none""#, &[])),
        by_anothers_certificate(),
    ]
}

/// A seal that holds, under a certificate that names another host than the issuer's.
fn by_anothers_certificate() -> Made {
    let mut of_another = certificate("Another body");
    of_another.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    of_another.subject_alt_names = vec![SanType::DnsName("other.example".try_into().unwrap())];
    let x5c = STANDARD.encode(leaf(&of_another, &root()));
    let header = format!(r#"{{"alg":"ES256","typ":"dc+sd-jwt","kid":"{ISSUER}#seal","x5c":["{x5c}"]}}"#);
    let payload = format!(r#"{{"vct":"urn:x:1","iss":"{ISSUER}","iat":1790000000,"exp":1890000000}}"#);
    let input = format!("{}.{}", coded(header), coded(payload));
    let text = format!("{input}.{}~", coded(seal_key().signature(input.as_bytes())));
    let trust = format!("{}anchors = [\"\"\"\n{}\"\"\"]\n", trust(), pem(&der(&root())));
    case("sd-by-the-certificate-of-another", text).with_trust(Some(trust))
}
