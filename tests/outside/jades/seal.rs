//! Seals documents as European ones for the clients of `tests/outside`.
//! Not part of the product: its keys lie open in `tests/vectors/jades`.
#![expect(clippy::print_stderr, reason = "a program of the tests")]

use std::error::Error;
use std::process::ExitCode;

use attesto_credential::{
    AskedAt, CertificateNumber, Credential, CredentialId, DataModel, Document, Format, Iri, Limits, Statement,
    Timestamp, lint,
};
use attesto_securing::{CertifiedKey, Contexts, RsaPadding, SigningTime, seal};

type Done<T> = Result<T, Box<dyn Error>>;

/// `seal KEY TIME DOCUMENT AT OUT` with TIME `iat`, `sigT` or `rs256`.
fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["seal", key, time, document, at, out] => sealed(key, time, document, at, out),
        _ => Err("seal KEY TIME DOCUMENT AT OUT".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn sealed(key: &str, time: &str, document: &str, at: &str, out: &str) -> Done<()> {
    let padding = if time == "rs256" { RsaPadding::Pkcs1 } else { RsaPadding::Pss };
    let time = if time == "sigT" { SigningTime::SigT } else { SigningTime::Iat };
    let key = CertifiedKey::from_pem(&std::fs::read(key)?, padding)?.saying(time);
    let document = Document::parse(&std::fs::read(document)?, &Limits::default())?;
    let linted = lint(ours(Credential::read(&document, DataModel::Elm)?)?, Format::EUROPEAN)?;
    let sealed = seal(vec![linted], &key, &Contexts::empty(), Timestamp::parse(at)?)?;
    Ok(std::fs::write(out, sealed.first().ok_or("nothing was sealed")?.text())?)
}

/// The example of the profile as one of ours: with our kind of id, a number, and where its status is asked.
fn ours(mut said: Credential) -> Done<Credential> {
    said.id = CredentialId::from_random([7; 16]);
    said.number = Some(CertificateNumber::new("SIM", 2026, 1)?.to_string());
    let learning = said.learning.as_mut().ok_or("no European credential")?;
    let title = learning.title.clone().ok_or("no title")?;
    learning.asked_at = Some(AskedAt { url: Iri::parse("https://cert.example/demo/status-of")?, title });
    learning.specification.as_mut().ok_or("no specification")?.languages.clear();
    Ok(said)
}
