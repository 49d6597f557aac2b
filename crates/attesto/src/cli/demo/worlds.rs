//! Three worlds: the people of the late sheet get a European credential and a copy for their wallet beside the badge.
//! One record, three copies; each is verified as its reader would, and they stand side by side.

mod page;
mod told;

pub(super) use page::FILE as PAGE;

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
    let reports: Vec<&[Value]> = read.as_array().map(|all| all.chunks(COPIES.len()).collect()).unwrap_or_default();
    tell(stage, people, &reports);
    let shown = people.iter().zip(&reports).map(|(person, reports)| {
        Ok(page::Person::of(&number(person), reports, &payload(&person.join("european.jsonld"))?))
    });
    page::write(layout, &shown.collect::<Result<Vec<_>, Failure>>()?)?;
    stage.print(&format!("\nBeside each other, picture by picture and claim by claim: {}", layout.at(PAGE).display()));
    Ok(())
}

/// The verdicts of all, and what one of them says in each copy.
fn tell(stage: &Stage, people: &[PathBuf], reports: &[&[Value]]) {
    let columns = COPIES.map(|(_, name)| format!("{name:<14}")).concat();
    stage.print(&format!("\n{:<20}{}", "", columns.trim_end()));
    for (person, reports) in people.iter().zip(reports) {
        let verdicts: String = reports.iter().map(|report| format!("{:<14}", told::verdict(report))).collect();
        stage.print(&format!("{:<20}{}", number(person), verdicts.trim_end()));
    }
    let (Some(person), Some(reports)) = (people.first(), reports.first()) else { return };
    stage.print(&format!("\nWhat {} says in each of them", number(person)));
    for row in told::rows(reports) {
        let said = row.in_all().map_or_else(|| row.each().join(" | "), |said| format!("{said}, in all three"));
        stage.print(&format!("  {:<14}{said}", row.label));
    }
    let levels = told::competences(reports);
    let alike = levels.iter().filter(|row| row.in_all().is_some()).count();
    stage.print(&format!("  {:<14}{alike} of {} at the same level, in all three", "competences", levels.len()));
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

/// What a European credential says, out of its seal.
fn payload(file: &Path) -> Result<Value, Failure> {
    let sealed: Value = serde_json::from_str(&files::read_text(file)?).map_err(|fault| bug(&fault.to_string()))?;
    let payload = sealed.get("payload").and_then(Value::as_str).unwrap_or("");
    serde_json::from_str(payload).map_err(|fault| bug(&fault.to_string()))
}

/// The whole name as a European credential has it.
fn name(file: &Path) -> Result<String, Failure> {
    let said = payload(file)?;
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
