//! The demo as a stranger runs it: in a folder of its own, to its end, and every command that it prints is one.
//! What its verbs say is held by the transcripts.
#![cfg(test)]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use attesto_securing::Digest;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_attesto");

fn attesto(folder: &Path, args: &[&str]) -> Output {
    Command::new(PROGRAM).args(args).current_dir(folder).env("LC_ALL", "C.UTF-8").output().unwrap()
}

/// Runs a line as a person would, in a shell that finds `attesto`.
fn typed(folder: &Path, line: &str) -> Output {
    let path = format!("{}:{}", folder.join("bin").display(), std::env::var("PATH").unwrap());
    Command::new("sh").args(["-c", line]).current_dir(folder).env("PATH", path).output().unwrap()
}

fn badges(folder: &Path) -> usize {
    let out = fs::read_dir(folder.join("attesto-demo/out")).unwrap();
    out.filter(|entry| entry.as_ref().unwrap().path().join("badge.png").is_file()).count()
}

#[test]
fn the_demo_certifies_issues_verifies_and_catches_every_forgery() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("bin")).unwrap();
    symlink(PROGRAM, folder.path().join("bin/attesto")).unwrap();

    let output = attesto(folder.path(), &["demo"]);

    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(badges(folder.path()), 48 + 1, "one certification is renewed under a number of its own");
    assert!(text.contains("144 files: 144 VALID, 0 NOT VALID, 0 CANNOT TELL, 0 unreadable"), "{text}");
    assert_eq!(text.matches("\nNOT VALID   ").count(), 5 + 2, "{text}");
    let told = ["proof.signature", "conformance.rekeyed", "proof.key-unknown"];
    let lived = ["status.suspended", "status.revoked", "status.replaced", "status.unreachable", "status.good"];
    for code in told.into_iter().chain(lived) {
        assert!(text.contains(code), "{code}");
    }
    assert!(text.contains("transport.insecure"), "{text}");
    let wrong = ["was seen before   status.stale", "it counted until", "status.list-broken"];
    for why in wrong {
        assert!(text.contains(why), "{why}: {text}");
    }
    assert_eq!(text.matches("\nVALID on that day (at ").count(), 1, "{text}");
    assert_eq!(text.matches("\nNOT VALID (at ").count(), 1, "{text}");

    let (_, worlds) = text.split_once("one truth, one verdict").unwrap();
    let rows: Vec<&str> = worlds.lines().filter(|line| line.starts_with("SIM-")).collect();
    assert!(rows.len() >= 3, "{worlds}");
    assert!(rows.iter().all(|row| row.matches(" VALID").count() == 3 && !row.contains("NOT")), "{rows:?}");
    let page = fs::read_to_string(folder.path().join("attesto-demo/three-worlds.html")).unwrap();
    assert_eq!(page.matches("<td class=\"word met\">VALID</td>").count(), 3 * rows.len());
    assert_eq!(page.matches("src=\"data:image/png;base64,iVBOR").count(), rows.len(), "a rendered page of each");
    assert_eq!(page.matches("level ").count(), 6 * rows.len(), "each competence at one level, in all three");

    type_is_published(&folder.path().join("attesto-demo"), rows[0].split(' ').next().unwrap());

    let commands: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
    assert!(commands.len() > 20, "{commands:?}");
    for command in commands {
        let help = typed(folder.path(), &format!("{command} --help"));
        assert!(help.status.success(), "{command}: {}", String::from_utf8_lossy(&help.stderr));
    }

    let (_, next) = text.split_once("\nTry next\n").unwrap();
    let next: Vec<&str> = next.lines().map(str::trim).filter(|line| line.starts_with("attesto ")).collect();
    let codes: Vec<Option<i32>> = next.iter().map(|line| typed(folder.path(), line).status.code()).collect();
    assert_eq!(codes, [Some(0), Some(1)], "{next:?}: nothing is issued twice; somebody else's badge is not theirs");

    on_stage(folder.path());
}

/// The type that a copy for a wallet names lies at its address, to the byte whose digest the copy has, in four languages.
fn type_is_published(demo: &Path, number: &str) {
    let copy = fs::read_to_string(demo.join("out").join(number).join("wallet.sdjwt")).unwrap();
    let payload = URL_SAFE_NO_PAD.decode(copy.split('.').nth(1).unwrap()).unwrap();
    let payload: Value = serde_json::from_slice(&payload).unwrap();
    let address = payload["vct"].as_str().unwrap().strip_prefix("https://attesto.example/demo-body/").unwrap();
    let published = fs::read(demo.join("public").join(address)).unwrap();
    let digest = STANDARD.encode(Digest::of(&published).as_bytes());
    assert_eq!(payload["vct#integrity"], format!("sha256-{digest}"));
    let metadata: Value = serde_json::from_slice(&published).unwrap();
    assert_eq!(metadata["vct"], payload["vct"]);
    assert_eq!(metadata["display"].as_array().unwrap().len(), 4, "{metadata}");
}

/// What the public reads of the certification on show.
fn verdict(verify: &str, badge: &[u8]) -> String {
    let (host, path) = verify.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let (length, kind) = (badge.len(), "Content-Type: application/vc\r\nConnection: close");
    write!(stream, "POST /{path} HTTP/1.1\r\nHost: {host}\r\n{kind}\r\nContent-Length: {length}\r\n\r\n").unwrap();
    stream.write_all(badge).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let report: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
    report["verdict"].as_str().unwrap().to_owned()
}

/// What the body answers to whoever asks by certificate number and name.
fn answered(base: &str, number: &str, name: &str) -> (String, Value) {
    let (host, path) = base.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let body = serde_json::json!({"number": number, "name": name}).to_string();
    let mut stream = TcpStream::connect(host).unwrap();
    let (length, kind) = (body.len(), "Content-Type: application/json\r\nConnection: close");
    write!(
        stream,
        "POST /{path}/status-of HTTP/1.1\r\nHost: {host}\r\n{kind}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().to_owned(), serde_json::from_str(body).unwrap())
}

/// The names that a badge is made out to.
fn names(badge: &[u8]) -> Vec<String> {
    let badge: Value = serde_json::from_slice(badge).unwrap();
    let identities = badge["credentialSubject"]["identifier"].as_array().unwrap().iter();
    let names = identities.filter(|identity| identity["identityType"] == "name");
    names.map(|identity| identity["identityHash"].as_str().unwrap().to_owned()).collect()
}

/// The demo made anew, for a room: a key suspends and lifts, and the public hears it.
fn on_stage(folder: &Path) {
    let mut demo = Command::new(PROGRAM)
        .args(["--json", "demo", "--stage", "--listen", "127.0.0.1:0"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = serde_json::Deserializer::from_reader(demo.stdout.take().unwrap()).into_iter::<Value>();
    let mut next = || said.next().unwrap().unwrap();
    let answer = next();
    assert_eq!((&answer["badges"], &answer["forgeries"]), (&48.into(), &5.into()));
    let stage = next();
    let verify = format!("{}/verify", stage["base"].as_str().unwrap());
    let badge = fs::read(folder.join("attesto-demo/out/SIM-2026-000001-4/badge.json")).unwrap();
    assert_eq!(verdict(&verify, &badge), "valid");
    let (base, number) = (stage["base"].as_str().unwrap(), "SIM-2026-000001-4");
    let state = |name: &str| answered(base, number, name).1["state"].clone();
    let [native, latin] = names(&badge).try_into().unwrap();
    assert_eq!([state(&native), state(&latin.to_uppercase())], ["in-force", "in-force"]);
    let wrong = answered(base, number, "Somebody Else");
    assert_eq!(wrong.0, "404");
    assert_eq!(wrong, answered(base, "SIM-2026-000099-Z", &native), "which of the two is wrong is not told");
    let mut keys = demo.stdin.take().unwrap();
    for (key, standing, expected) in [("s", "suspended", "not-valid"), ("l", "in force", "valid")] {
        writeln!(keys, "{key}").unwrap();
        assert_eq!(next()["standing"], standing);
        assert_eq!(verdict(&verify, &badge), expected);
        assert_eq!(state(&native), standing.replace(' ', "-"));
    }
    writeln!(keys, "q").unwrap();
    assert!(demo.wait().unwrap().success());
}
