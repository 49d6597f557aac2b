//! Three worlds: the people of the late sheet get a European credential and a copy for their wallet beside the badge.
//! One record, three copies; each is verified as its reader would, and they stand side by side.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::folder::{BASE_URL, COUNTRY, IDENTIFIER, Layout, NAME};
use super::stage::{Stage, Words};
use crate::cli::args::World;
use crate::cli::present;
use crate::fault::{Failure, Fault};
use crate::world::fetch::{Reach, Sent, Target};
use crate::world::files::{self, Audience};

/// What a person has of one certification: the file, and what it is called for people.
const COPIES: [(&str, &str); 3] =
    [("badge.json", "Open Badge"), ("european.jsonld", "European"), ("wallet.sdjwt", "wallet")];

/// Gets seal and wallet keys, issues the sheet once more, and shows what each person has now.
pub(super) fn run(stage: &mut Stage, layout: &Layout, digest: &str, people: &[PathBuf]) -> Result<(), Failure> {
    stage.act(
        "Three worlds: the body gets a seal certificate (of an authority that nobody trusts) and keys for wallets",
    );
    let trial = layout.words(&["keys", "trial", "--name", NAME, "--identifier", IDENTIFIER, "--country", COUNTRY]);
    stage.run(&trial.and(&["--host", super::folder::HOST, "--into"]).path(&layout.at("keys")))?;
    layout.write_european()?;
    stage.print("\nattesto.toml has a section [european] now: country, identifier, name, seal, authority");
    let passphrase = layout.passphrase("credentials");
    let wallet = layout.words(&["keys", "wallet", "--passphrase-file"]).path(&passphrase);
    stage.run(&wallet.and(&["--list-passphrase-file"]).path(&passphrase))?;
    layout.write_trust_list()?;
    let keys = holders(layout, people)?;
    stage.print(&format!("\neach of the {} people of the late sheet gave the public key of a wallet", people.len()));
    let words = layout.words(&["issue", digest, "--officer", "issuer-1", "--holder-keys"]).path(&keys);
    stage.run(&words)?;
    side_by_side(stage, layout, people)
}

/// A key for the wallet of each; the secret stays with its holder.
fn holders(layout: &Layout, people: &[PathBuf]) -> Result<PathBuf, Failure> {
    let folder = layout.at("wallet-keys");
    for person in people {
        let number = number(person);
        let (secret, public) = present::new_holder()?;
        files::write(&layout.at("holders").join(&number).join("wallet.jwk"), secret.as_bytes(), Audience::Owner)?;
        files::write(&folder.join(format!("{number}.jwk")), public.as_bytes(), Audience::All)?;
    }
    Ok(folder)
}

fn side_by_side(stage: &mut Stage, layout: &Layout, people: &[PathBuf]) -> Result<(), Failure> {
    stage.act("The same record in three worlds, each copy verified: one truth, one verdict");
    let files: Vec<PathBuf> =
        people.iter().flat_map(|person| COPIES.iter().map(|(name, _)| person.join(name))).collect();
    let words = files.iter().fold(layout.verifying().and(&["--json", "verify"]), |words, file| words.path(file));
    let words: Words = words.and(&["--trust"]).path(&layout.at("trust.toml"));
    let words = people.iter().try_fold(words, |words, person| {
        Ok::<_, Failure>(words.and(&["--statement"]).path(&statement(layout, person)?))
    })?;
    stage.print("\nA European credential carries no status: each was asked at status-of by number and name, and the body's signed answer kept beside it");
    let read: Value = serde_json::from_str(&stage.ask(&words, 0)?).map_err(|fault| bug(&fault.to_string()))?;
    let verdict = |place: usize| {
        let report = read.get(place).and_then(|one| one.get("report")?.get("verdict")?.as_str());
        report.unwrap_or("?").to_uppercase().replace('-', " ")
    };
    let columns = COPIES.map(|(_, name)| format!("{name:<14}")).concat();
    stage.print(&format!("\n{:<20}{}", "", columns.trim_end()));
    for (row, person) in people.iter().enumerate() {
        let number = number(person);
        let verdicts: String =
            (0..COPIES.len()).map(|at| format!("{:<14}", verdict(row * COPIES.len() + at))).collect();
        stage.print(&format!("{number:<20}{}", verdicts.trim_end()));
    }
    if let (Some(person), Some(reports)) = (people.first(), read.as_array().and_then(|all| all.get(..COPIES.len()))) {
        stage.print(&format!("\nWhat {} says in each of them", number(person)));
        for (label, said) in SAID {
            stage.print(&format!("  {label:<14}{}", told(reports, said)));
        }
    }
    Ok(())
}

/// What stands in a report of a copy, and what that is called for people.
const SAID: [(&str, &str); 7] = [
    ("holder", "/report/subject/names"),
    ("certificate", "/report/subject/title"),
    ("issued by", "/report/subject/issuer/name"),
    ("valid until", "/report/subject/until"),
    ("status", "status"),
    ("issuer's id", "/report/subject/issuer/id"),
    ("sealed as", "suite"),
];

/// What all of them say, once; where they differ, what each says, in the order of the columns.
fn told(reports: &[Value], said: &str) -> String {
    let one = |report: &Value| match said {
        "status" => line(report, "status").and_then(|line| line.get("code")).map_or_else(String::new, text),
        "suite" => line(report, "proof").and_then(|line| line.pointer("/facts/suite")).map_or_else(String::new, text),
        pointer => report.pointer(pointer).map_or_else(String::new, text),
    };
    let all: Vec<String> = reports.iter().map(one).collect();
    match all.split_first() {
        Some((first, others)) if others.iter().all(|other| other == first) => format!("{first}, in all three"),
        _ => all.join(" | "),
    }
}

fn line<'r>(report: &'r Value, check: &str) -> Option<&'r Value> {
    let lines = report.pointer("/report/checks").and_then(Value::as_array)?;
    lines.iter().find(|line| line.get("check").and_then(Value::as_str) == Some(check))
}

/// A text, or several of them.
fn text(value: &Value) -> String {
    let all = value.as_array().map_or_else(|| vec![value], |all| all.iter().collect());
    all.into_iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
}

/// What the body answers about a certificate, asked as a stranger would: the name goes in the body of a request, never
/// in an address.
fn statement(layout: &Layout, person: &Path) -> Result<PathBuf, Failure> {
    let number = number(person);
    let world = World { home: layout.administration(), ..layout.world() };
    let question = json!({"number": number, "name": name(&person.join("european.jsonld"))?}).to_string();
    let sent = Sent { kind: "application/json", accept: "application/jose", body: question.as_bytes() };
    let gate = world.gate(Reach::Online)?;
    let answer = Target::parse(&format!("{BASE_URL}/status-of")).and_then(|target| gate.send(&target, &sent));
    let answer = answer.map_err(|why| bug(&format!("status-of did not answer: {why}")))?;
    let path = layout.at("statements").join(format!("{number}.jws"));
    files::write(&path, &answer, Audience::Owner)?;
    Ok(path)
}

/// The whole name as a European credential has it.
fn name(file: &Path) -> Result<String, Failure> {
    let sealed: Value = serde_json::from_str(&files::read_text(file)?).map_err(|fault| bug(&fault.to_string()))?;
    let payload = sealed.get("payload").and_then(Value::as_str).unwrap_or("");
    let said: Value = serde_json::from_str(payload).map_err(|fault| bug(&fault.to_string()))?;
    let names = said.pointer("/credentialSubject/fullName").and_then(Value::as_object);
    let name = names.and_then(|names| names.values().next()).and_then(Value::as_str);
    name.map(str::to_owned).ok_or_else(|| bug("a European credential without a name"))
}

fn number(person: &Path) -> String {
    person.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn bug(why: &str) -> Failure {
    Failure::new(Fault::Bug, "demo", why)
}
