//! European seals before the judge: what is said of them, and what the verdict is.

use attesto_credential::{Document, Json, Limits, Secured, Timestamp};
use attesto_securing::Contexts;

use crate::{Asked, Case, Code, Material, Policy, Report, TrustList, Verdict};

fn vector(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/jades").join(name);
    std::fs::read_to_string(path).unwrap()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// A list that names the issuer of the vectors, and the authority of their seals as a file beside it.
fn list(anchors: &str) -> TrustList {
    let text = format!(
        "format = 1\nname = \"European list\"\n[[issuer]]\nid = \"ISSUER\"\nname = \"Demo Body\"\ncertificates = [\"*\"]\nanchors = [{anchors}]\n"
    );
    let document = Document::parse(vector("../elm/example.json").as_bytes(), &Limits::default()).unwrap();
    let issuer = document.at("/issuer/id").and_then(Json::as_str).unwrap();
    let file = |name: &str| (name == "anchors.pem").then(|| vector("anchors.pem").into_bytes());
    TrustList::beside(&text.replace("ISSUER", issuer), &file).unwrap()
}

fn judged(text: &str, list: TrustList, at: Timestamp) -> Report {
    let case = Case::new(Secured::parse(text.as_bytes()).unwrap());
    case.judge(&Material::new(Contexts::empty()), &Policy::default().trusting(list), at)
}

fn codes(report: &Report) -> Vec<Code> {
    report.lines().iter().map(|line| line.finding().code()).collect()
}

#[test]
fn a_european_credential_is_judged_with_its_certificates_and_told_in_the_seven_lines() {
    let report = judged(&vector("es256-iat.json"), list("\"anchors.pem\""), at("2026-12-01T12:00:00Z"));

    let found = codes(&report);
    for code in [
        Code::ConformanceEuropean,
        Code::ProofHolds,
        Code::ChainHolds,
        Code::ChainRevocationUnchecked,
        Code::SealLevel,
        Code::SealQualified,
        Code::IssuerTrusted,
    ] {
        assert!(found.contains(&code), "{code}: {found:?}");
    }
    assert_eq!(report.verdict(), Verdict::Valid, "{found:?}");
    let document = report.to_document();
    let viewer = document.at("/viewer").and_then(Json::as_array).unwrap();
    let words: Vec<&str> = viewer.iter().filter_map(|line| line.as_object()?.text("check")).collect();
    assert_eq!(words, ["FORMAT", "SEAL", "OWNER", "REVOCATION", "EXPIRY", "ACCREDITATION", "CUSTOM"]);
    let status = |index: usize| viewer[index].as_object().unwrap().text("status").unwrap().rsplit('/').next().unwrap();
    assert_eq!((status(0), status(1), status(2), status(4)), ("9895008394", "9895008394", "641f0c5e5d", "9895008394"));
}

/// The outcomes of the seven lines, in the viewer's codes.
fn seven(report: &Report) -> Vec<String> {
    let document = report.to_document();
    let viewer = document.at("/viewer").and_then(Json::as_array).unwrap();
    let status = |line: &Json| line.as_object()?.text("status")?.rsplit('/').next().map(str::to_owned);
    viewer.iter().filter_map(status).collect()
}

#[test]
fn each_of_the_seven_lines_tells_what_its_check_found() {
    const OK: &str = "9895008394";
    const ERROR: &str = "9d26eb9a37";
    const SKIPPED: &str = "641f0c5e5d";
    let (text, now) = (vector("es256-iat.json"), at("2026-12-01T12:00:00Z"));
    let by = |text: &str, moment| seven(&judged(text, list("\"anchors.pem\""), moment));
    assert_eq!(by(&text, now), [OK, OK, SKIPPED, SKIPPED, OK, SKIPPED, SKIPPED]);
    assert_eq!(seven(&judged(&text, list(""), now))[1], ERROR, "of no authority");
    let changed = by(&text.replace("Social", "Socia1"), now);
    assert_eq!((changed[1].as_str(), changed[4].as_str()), (ERROR, SKIPPED), "nothing is said of what is not believed");
    let ended = by(&vector("es256-b-t.json"), at("2029-11-23T00:00:00Z"));
    assert_eq!((ended[1].as_str(), ended[4].as_str()), (OK, ERROR), "{ended:?}");
    let case = Case::new(Secured::parse(text.as_bytes()).unwrap());
    let owned = |name: &str| {
        let asked = Asked { name: Some(name.to_owned()), ..Asked::default() };
        let policy = Policy::default().trusting(list("\"anchors.pem\"")).asking(asked);
        seven(&case.judge(&Material::new(Contexts::empty()), &policy, now))[2].clone()
    };
    assert_eq!([owned("Nobody Else"), owned("Maria Rossi")], [ERROR, OK]);
}

#[test]
fn without_an_authority_nobody_can_tell_and_a_changed_payload_is_not_valid() {
    let text = vector("es256-iat.json");
    let other = "-----BEGIN CERTIFICATE-----";
    assert!(text.contains("payload") && !text.contains(other));
    let unknown = judged(&text, list(""), at("2026-12-01T12:00:00Z"));
    assert!(codes(&unknown).contains(&Code::ChainNoAnchor));
    assert_eq!(unknown.verdict(), Verdict::CannotTell);

    let changed = judged(&text.replace("Social", "Socia1"), list("\"anchors.pem\""), at("2026-12-01T12:00:00Z"));
    assert_eq!(changed.verdict(), Verdict::NotValid);
}

#[test]
fn a_time_stamp_keeps_a_seal_in_force_when_its_certificate_has_ended() {
    let later = at("2027-06-01T00:00:00Z");
    let stamped = judged(&vector("es256-b-t.json"), list("\"anchors.pem\""), later);
    assert!(codes(&stamped).contains(&Code::SealStamped), "{:?}", codes(&stamped));
    assert!(codes(&stamped).contains(&Code::ChainHolds));

    let unstamped = vector("es256-b-t.json").replace("\"header\":", "\"other\":");
    let ended = judged(&unstamped, list("\"anchors.pem\""), later);
    assert!(codes(&ended).contains(&Code::ChainExpired));
    assert_eq!(ended.verdict(), Verdict::CannotTell);
}

#[test]
fn what_ages_in_a_seal_is_noted() {
    let now = at("2026-12-01T12:00:00Z");
    let sig_t = judged(&vector("es256-sigt.json"), list("\"anchors.pem\""), now);
    assert!(codes(&sig_t).contains(&Code::SealSigTLate));
    let rs256 = judged(&vector("rs256-iat.json"), list("\"anchors.pem\""), now);
    assert!(codes(&rs256).contains(&Code::SealAlgorithmEnds));
    let ended = judged(&vector("rs256-iat.json"), list("\"anchors.pem\""), at("2029-01-01T00:00:00Z"));
    assert!(codes(&ended).contains(&Code::SealAlgorithmEnded));
    let rooted = judged(&vector("ps256-iat.json"), list("\"anchors.pem\""), now);
    assert!(codes(&rooted).contains(&Code::ChainAnchorInside));
}

#[test]
fn anchors_of_a_list_are_pem_or_files_beside_it_and_every_fault_is_told() {
    let faults = |anchors: &str| {
        let text = format!("format = 1\nname = \"L\"\nanchors = [{anchors}]\n");
        TrustList::beside(&text, &|_| None).map_or_else(|bad| bad.faults().len(), |_| 0)
    };
    assert_eq!(faults(&format!("\"\"\"{}\"\"\"", vector("anchors.pem"))), 0);
    assert_eq!((faults("\"gone.pem\""), faults("\"no pem\""), faults("\"../a.pem\"")), (1, 1, 1));
}
