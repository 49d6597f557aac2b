//! Seals documents as European ones for the clients of `tests/outside`, and puts a time-stamp into such a seal.
//! Not part of the product: its keys lie open in `tests/vectors/jades`.
#![expect(clippy::print_stderr, reason = "a program of the tests")]

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use attesto_credential::{
    AskedAt, CertificateNumber, Credential, CredentialId, DataModel, Document, Format, Iri, Limits, Secured, Statement,
    Timestamp, lint,
};
use attesto_securing::{CertifiedKey, Contexts, Entropy, RsaPadding, SigningTime, seal, stamp, stamp_request};

type Done<T> = Result<T, Box<dyn Error>>;

/// `seal KEY TIME DOCUMENT AT OUT` with TIME `iat`, `sigT` or `rs256`; `ask SEALED QUESTION`; `answer SEALED ANSWER OUT`.
fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["seal", key, time, document, at, out] => sealed(key, time, document, at, out),
        ["ask", sealed, question] => ask(sealed, question),
        ["answer", sealed, answer, out] => answered(sealed, answer, out),
        _ => Err("seal KEY TIME DOCUMENT AT OUT, ask SEALED QUESTION, or answer SEALED ANSWER OUT".into()),
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

fn read(path: &str) -> Done<Secured> {
    Ok(Secured::parse(&std::fs::read(Path::new(path))?)?)
}

/// The same question each time: who answers it is the test itself.
struct Known;

impl Entropy for Known {
    fn fill(&mut self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

fn ask(sealed: &str, question: &str) -> Done<()> {
    Ok(std::fs::write(question, stamp_request(&read(sealed)?, &mut Known)?.to_der()?)?)
}

fn answered(sealed: &str, answer: &str, out: &str) -> Done<()> {
    let sealed = read(sealed)?;
    let request = stamp_request(&sealed, &mut Known)?;
    Ok(std::fs::write(out, stamp(&sealed, &request, &std::fs::read(answer)?)?.text())?)
}
