//! Makes badges with a status list of ours for the clients of `tests/outside`, and reads lists that they made.
//! Not part of the product: its key is one that everybody knows.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program of the tests")]

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use attesto_credential::{
    Credential, CredentialId, DataModel, Document, Flag, Format, Iri, Limits, Purpose, Statement, StatusBits,
    StatusEntry, StatusList, StatusPlace, Timestamp, lint,
};
use attesto_securing::{Contexts, Signer, SigningKey, seal};

const LIST: &str = "https://cert.example/outside/status/1/revocation.json";

type Done<T> = Result<T, Box<dyn Error>>;

/// `make BADGE FOLDER AT SET INDEX…` seals, for each index, a badge like the one in BADGE, and a list in which the
/// indices of the file SET are set. `read FILE` prints the set indices of an `encodedList`.
fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["make", badge, folder, at, set, indices @ ..] => make(badge, Path::new(folder), at, set, indices),
        ["read", file] => read(file),
        _ => Err("make BADGE FOLDER AT SET INDEX…, or read FILE".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn make(badge: &str, folder: &Path, at: &str, set: &str, indices: &[&str]) -> Done<()> {
    let key = SigningKey::from_seed(&[7; 32])?;
    let (issuer, at) = (Iri::parse(key.id().owner())?, Timestamp::parse(at)?);
    let like = Credential::read(&Document::parse(&std::fs::read(badge)?, &Limits::default())?, DataModel::OpenBadges)?;
    for index in indices {
        let place = StatusPlace { list: Iri::parse(LIST)?, index: index.parse()? };
        let mut badge = Credential {
            id: CredentialId::from_random(u128::from(place.index).to_be_bytes()),
            status: vec![StatusEntry::bitstring(&place, &Purpose::Revocation)],
            ..like.clone()
        };
        badge.issuer.id = issuer.clone();
        write(&folder.join(format!("badge-{index}.json")), &sealed(badge, Format::OPEN_BADGE, &key, at)?)?;
    }
    let list = StatusList {
        id: Iri::parse(LIST)?,
        issuer,
        purposes: vec![Purpose::Revocation],
        from: Some(at),
        until: Some(Timestamp::from_unix(at.unix() + 86_400)?),
        ttl_seconds: Some(300),
        bits: bits(set)?,
        siblings: Vec::new(),
    };
    let text = sealed(list, Format::STATUS_LIST, &key, at)?;
    write(&folder.join("public/status/1/revocation.json"), &text)
}

fn bits(file: &str) -> Done<StatusBits> {
    let mut bits = StatusBits::clear();
    for index in std::fs::read_to_string(file)?.lines() {
        bits.set(index.parse()?, Flag::Set)?;
    }
    Ok(bits)
}

fn sealed<T: Statement>(said: T, format: Format, key: &SigningKey, at: Timestamp) -> Done<String> {
    let sealed = seal(vec![lint(said, format)?], key, &Contexts::pinned(), at)?;
    Ok(sealed.first().ok_or("nothing was sealed")?.text().to_owned())
}

fn write(path: &Path, text: &str) -> Done<()> {
    std::fs::create_dir_all(path.parent().ok_or("no folder")?)?;
    Ok(std::fs::write(path, text)?)
}

fn read(file: &str) -> Done<()> {
    let bits = StatusBits::from_encoded(std::fs::read_to_string(file)?.trim())?;
    let set: Vec<u64> = bits.iter_set().collect();
    println!("{}", serde_json::json!({"length": bits.length(), "set": set}));
    Ok(())
}
