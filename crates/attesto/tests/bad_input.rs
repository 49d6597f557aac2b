//! Files that are no credential, given to `verify` as a person would: an answer or a clear fault, never a panic.
//! The kernel bounds each run (512 MB of address space, 30 s of CPU); a run that wants more is killed and fails here.
#![cfg(test)]

use std::path::Path;
use std::process::{Command, Output};

use attesto_credential::carrier;
use serde_json::Value;

const BADGE: &str = include_str!("../../../tests/cases/valid-did-key/credential.json");
const DRAWING: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>"#;
const MIB: usize = 1 << 20;

fn verify(file: &Path) -> Output {
    let program = "ulimit -v 524288; ulimit -t 30; exec \"$0\" verify \"$1\" --offline --json";
    Command::new("sh").args(["-c", program, env!("CARGO_BIN_EXE_attesto")]).arg(file).output().unwrap()
}

/// A chunk of a PNG with its checksum (PNG, third edition, 5.3 and annex D).
fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let body = [kind.as_slice(), content].concat();
    let mut sum = u32::MAX;
    for byte in &body {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], &body, &(!sum).to_be_bytes()[..]].concat()
}

/// One grey pixel with chunks behind its header.
fn png(inserted: &[Vec<u8>]) -> Vec<u8> {
    let header = chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    let pixel = chunk(b"IDAT", &[0x78, 0x9C, 0x63, 0x68, 0, 0, 0, 0x82, 0, 0x81]);
    [b"\x89PNG\r\n\x1a\n".to_vec(), header, inserted.concat(), pixel, chunk(b"IEND", b"")].concat()
}

fn itxt(flag: u8, text: &[u8]) -> Vec<u8> {
    chunk(b"iTXt", &[b"openbadgecredential\0".as_slice(), &[flag, 0, 0, 0], text].concat())
}

fn svg(inserted: &str) -> String {
    let open = DRAWING.replace("viewBox", r#"xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" viewBox"#);
    open.replace("<path", &format!("{inserted}<path"))
}

/// JSON that is a credential but for one member.
fn with_member(value: &str) -> Vec<u8> {
    format!("{},\"extra\":{value}}}", BADGE.trim_end().strip_suffix('}').unwrap()).into_bytes()
}

/// No credential can be taken out of these: exit 65, and a sentence that says why.
fn faults() -> Vec<(&'static str, Vec<u8>)> {
    let element = format!("<openbadges:credential><![CDATA[{BADGE}]]></openbadges:credential>");
    let laughs = (1..10).map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)));
    let laughs = format!("<!DOCTYPE svg [<!ENTITY a0 \"ha\">{}]>", laughs.collect::<String>());
    let wrapped = carrier::png::wrap(&png(&[]), BADGE).unwrap();
    vec![
        ("empty.json", Vec::new()),
        ("only-space.json", b" \n ".to_vec()),
        ("none.json", b"{\"hello\": \"world\"}".to_vec()),
        ("a-list.json", b"[1, 2, 3]".to_vec()),
        ("a-letter.txt", b"Dear Sir or Madam".to_vec()),
        ("a-pdf.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec()),
        ("truncated.json", BADGE.as_bytes()[..BADGE.len() / 2].to_vec()),
        ("20-megabytes.json", with_member(&format!("\"{}\"", "x".repeat(20 * MIB)))),
        ("10-megabytes-of-members.json", with_member(&format!("[{}1]", "1,".repeat(4 * MIB)))),
        ("10-thousand-objects-deep.json", with_member(&format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000)))),
        ("10-thousand-lists-deep.json", with_member(&format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)))),
        ("never-closed.json", "[{\"a\":".repeat(100_000).into_bytes()),
        ("not-utf8.json", BADGE.as_bytes().iter().map(|byte| if *byte == 0xce { 0xff } else { *byte }).collect()),
        ("utf16.json", BADGE.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("nul-bytes.json", vec![0; MIB]),
        ("number-too-large.json", with_member("1e999")),
        ("half-a-pair.json", with_member("\"\\ud800\"")),
        ("no-chunk.png", png(&[])),
        ("two-chunks.png", png(&[itxt(0, BADGE.as_bytes()), itxt(0, BADGE.as_bytes())])),
        ("compressed.png", png(&[itxt(1, b"x\x9c\x03\0\0\0\0\x01")])),
        ("not-text.png", png(&[itxt(0, b"\xff\xfe")])),
        ("other-chunk.png", png(&[chunk(b"tEXt", &[b"openbadgecredential\0", BADGE.as_bytes()].concat())])),
        ("truncated.png", wrapped[..wrapped.len() / 2].to_vec()),
        ("no-header.png", b"\x89PNG\r\n\x1a\n".to_vec()),
        ("20-megabytes.png", png(&[chunk(b"teSt", &vec![0; 20 * MIB])])),
        ("no-element.svg", DRAWING.into()),
        ("two-elements.svg", svg(&element.repeat(2)).into()),
        ("dtd.svg", format!("<!DOCTYPE svg>{}", svg(&element)).into()),
        (
            "billion-laughs.svg",
            format!("{laughs}{}", svg("<openbadges:credential>&a9;</openbadges:credential>")).into(),
        ),
        (
            "outer-entity.svg",
            format!(
                "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>{}",
                svg("<openbadges:credential>&x;</openbadges:credential>")
            )
            .into(),
        ),
        ("entity.svg", svg("<openbadges:credential>&x;</openbadges:credential>").into()),
        ("deep.svg", svg(&"<g>".repeat(10_000)).into()),
        ("truncated.svg", svg(&element)[..2_000].into()),
        ("20-megabytes.svg", svg(&" ".repeat(20 * MIB)).into()),
        ("a-page.html", b"<html><body>404 Not Found</body></html>".to_vec()),
    ]
}

/// These can be read, so they get a verdict: not valid, or cannot tell; never valid.
fn answers() -> Vec<(&'static str, Vec<u8>)> {
    let doubled = BADGE.replacen("\"validUntil\":", "\"validUntil\":\"2099-01-01T00:00:00Z\",\"validUntil\":", 1);
    vec![
        ("duplicate-key.json", doubled.into()),
        ("bare.json", b"{\"@context\": []}".to_vec()),
        (
            "null-everywhere.json",
            b"{\"@context\": null, \"issuer\": null, \"proof\": null, \"credentialSubject\": null}".to_vec(),
        ),
        ("a-thousand-proofs.json", format!("{{\"@context\":[],\"proof\":[{}{{}}]}}", "{},".repeat(1_000)).into()),
        ("60-deep.json", with_member(&format!("{}{}", "[".repeat(60), "]".repeat(60)))),
        ("9-thousand-members.json", with_member(&format!("[{}1]", "1,".repeat(9_000)))),
        ("9-thousand-nodes.json", with_member(&format!("[{}{{}}]", "{},".repeat(9_000)))),
        ("exact-to-no-one.json", with_member("0.10000000000000000555")),
        ("a-token.jwt", b"eyJhbGciOiJub25lIn0.e30.AAAA".to_vec()),
    ]
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> Output {
    let file = folder.join(name);
    std::fs::write(&file, bytes).unwrap();
    let output = verify(&file);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!told.contains("panicked"), "{name}: {told}");
    output
}

#[test]
fn what_carries_no_credential_is_a_fault_with_a_sentence_and_exit_65() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in faults() {
        let output = written(folder.path(), name, &bytes);
        let told = [output.stdout.as_slice(), &output.stderr].concat();
        assert_eq!(output.status.code(), Some(65), "{name}: {}", String::from_utf8_lossy(&told));
        let told = String::from_utf8(told).unwrap();
        assert!(told.contains(name) && told.len() < 2_000, "{name}: {told}");
        assert!(!told.contains("root:"), "{name}: {told}");
    }
}

#[test]
fn what_can_be_read_gets_a_verdict_that_is_never_valid() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in answers() {
        let output = written(folder.path(), name, &bytes);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(1 | 3)), "{name}: {:?} {told}", output.status);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|bad| panic!("{name}: {bad}"));
        assert!(matches!(report["verdict"].as_str(), Some("not-valid" | "cannot-tell")), "{name}: {report}");
    }
}

#[test]
fn of_many_files_each_is_told_for_itself_and_the_unreadable_decide_the_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("good.json"), BADGE).unwrap();
    std::fs::write(folder.path().join("bad.json"), "{").unwrap();

    let output = verify(folder.path());

    assert_eq!(output.status.code(), Some(65));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told.as_array().unwrap().len(), 2, "{told}");
    assert!(told[0]["fault"].is_object() && told[1]["report"]["verdict"].is_string(), "{told}");
}
