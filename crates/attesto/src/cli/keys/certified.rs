//! `keys certified`: a key as an authority handed it out (PKCS #12 or PEM), tried before anything is sealed by it.
//! Nothing is written and nobody is asked whether the authority is trusted.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use attesto_securing::{CertifiedKey, NotCertified, RsaPadding, Signer};
use serde_json::json;

use crate::cli::Outcome;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::handed_out;
use crate::world::keys::PassphraseSource;

/// Open a key with its certificates, as .p12, .pfx or .pem, and tell whose it is and until when.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto keys certified seal.p12 --passphrase-file secret.txt")]
pub(crate) struct Args {
    /// The file, as the authority sent it.
    file: PathBuf,
    /// File with the passphrase of a PKCS #12 file; asked for at the terminal without it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, printer: &Printer) -> Outcome {
    let key = read(&args.file, &PassphraseSource::from_option(args.passphrase_file.clone()))?;
    let bug = || Failure::new(Fault::Bug, "certificate", "the key has lost its certificates");
    let leaf = key.certified().ok_or_else(bug)?.chain().peek_unbelieved().clone();
    let (subject, body) = (leaf.subject().told(), leaf.subject().organization_identifier().unwrap_or("-").to_owned());
    let qualified = leaf.qualified().is_compliant() && leaf.qualified().is_for_seals();
    let text = format!(
        "{subject} opens\n  body       {body}\n  by         {}\n  algorithm  {}\n  counts     {} to {}\n  qualified  {}\n  commits    {}",
        leaf.issuer().told(),
        key.algorithm().name(),
        leaf.from(),
        leaf.until(),
        told(qualified),
        told(leaf.commits()),
    );
    let json = json!({
        "subject": subject, "body": body, "by": leaf.issuer().told(), "algorithm": key.algorithm().name(),
        "from": leaf.from().to_string(), "until": leaf.until().to_string(), "qualified": qualified,
        "commits": leaf.commits(),
    });
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}

fn told(says: bool) -> &'static str {
    if says { "the certificate says so" } else { "the certificate does not say so" }
}

fn read(file: &Path, passphrase: &PassphraseSource) -> Result<CertifiedKey, Failure> {
    let passphrase = || passphrase.ask_as_it_is(&file.display().to_string());
    handed_out::read(file, passphrase, RsaPadding::default())?.map_err(|bad| match bad {
        NotCertified::Passphrase => Failure::new(Fault::Forbidden, "key-locked", format!("{}: {bad}", file.display())),
        bad => Failure::new(Fault::Input, "certificate", format!("{}: {bad}", file.display())),
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn tried(name: &str, passphrase: &str) -> Result<CertifiedKey, Failure> {
        let folder = tempfile::tempdir().unwrap();
        let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
        let (file, secret) = (folder.path().join("seal"), folder.path().join("secret.txt"));
        std::fs::copy(vectors.join(name), &file).unwrap();
        std::fs::write(&secret, passphrase).unwrap();
        for path in [&file, &secret] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        read(&file, &PassphraseSource::File(secret))
    }

    #[test]
    fn a_key_as_an_authority_sends_it_opens_or_says_why_not() {
        assert!(tried("pkcs12/modern.p12", "correct-horse-battery\n").is_ok());
        assert!(tried("jades/p256.pem", "").is_ok());
        let refused = |name, passphrase| tried(name, passphrase).err().unwrap();
        let locked = refused("pkcs12/modern.p12", "short");
        assert!(locked.is("key-locked") && locked.fault().exit() == 77, "{locked}");
        let old = refused("pkcs12/old-3des.p12", "correct-horse-battery");
        assert!(old.is("certificate") && old.sentence().contains("openssl pkcs12 -legacy"), "{old}");
        assert!(refused("pkcs12/no-key.p12", "correct-horse-battery").sentence().contains("no private key"));
        assert!(refused("SOURCES.md", "x").is("certificate"));
    }
}
