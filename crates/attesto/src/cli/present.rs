//! `present`: shows a copy for wallets as its holder would, with the claims chosen; for trials, in place of a wallet.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use attesto_credential::{Document, Limits, Secured, carrier};
use attesto_securing::{Algorithm, Chosen, PublicKey, Signer, SigningKey, present};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use zeroize::Zeroizing;

use super::Outcome;
use super::args::World;
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::files::{self, Audience};

/// Show a copy for wallets to somebody who asked: the claims that you choose, and a proof under the holder's key.
///
/// A wallet does this; the verb is for trials. The issuer is not asked and does not learn of it.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Example:\n  attesto present wallet.sdjwt --disclose given_name,family_name,learning_outcomes/0 --audience https://office.example --nonce n-0S6 --holder-key maria.jwk --out shown.sdjwt"
)]
pub(crate) struct Args {
    /// The copy, as the issuer gave it.
    copy: PathBuf,
    /// Claims to disclose, by name; of an array one element by its place, as in learning_outcomes/0. Nothing else is
    /// shown.
    #[arg(long, value_delimiter = ',', value_name = "CLAIM,…")]
    disclose: Vec<String>,
    /// Who asked.
    #[arg(long, value_name = "URL")]
    audience: String,
    /// What was asked with; never used before.
    #[arg(long, value_name = "TEXT")]
    nonce: String,
    /// The holder's secret key, a JWK in a file of mode 0600.
    #[arg(long, value_name = "FILE")]
    holder_key: PathBuf,
    /// File to write; without it the text goes to stdout.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let limit = u64::try_from(carrier::LIMIT_BYTES).unwrap_or(u64::MAX);
    let wrong = |why: String| Failure::new(Fault::Input, "copy", format!("{}: {why}", args.copy.display()));
    let copy = Secured::parse(&files::read(&args.copy, limit)?).map_err(|fault| wrong(fault.to_string()))?;
    let holder = holder(&args.holder_key)?;
    let chosen = Chosen::of(args.disclose.iter().cloned());
    let shown = present(&copy, &chosen, (&args.audience, &args.nonce), &holder, world.moment()?);
    let shown = shown.map_err(|fault| wrong(fault.to_string()))?;
    match &args.out {
        None => printer.answer(&json!({"presentation": shown.text()}), shown.text())?,
        Some(path) => {
            files::write_derived(path, shown.text().as_bytes(), Audience::Owner)?;
            let said = format!("{} shows {} to {}", path.display(), told(&args.disclose), args.audience);
            printer.answer(&json!({"file": path, "disclosed": args.disclose}), &said)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn told(claims: &[String]) -> String {
    if claims.is_empty() { "no claim that could be held back".to_owned() } else { claims.join(", ") }
}

/// Reads a secret JWK of P-256.
fn holder(path: &Path) -> Result<SigningKey, Failure> {
    let wrong = |why: &str| Failure::new(Fault::Input, "holder-key", format!("{}: {why}", path.display()));
    files::must_be_private(path)?;
    let bytes = Zeroizing::new(files::read(path, 16 << 10)?);
    let document = Document::parse(&bytes, &Limits::default()).map_err(|fault| wrong(&fault.to_string()))?;
    let secret = document.root().text("d").and_then(|d| URL_SAFE_NO_PAD.decode(d).ok()).map(Zeroizing::new);
    let secret = secret.ok_or_else(|| wrong("it has no secret part (d); give the holder's own key"))?;
    let key = SigningKey::from_secret(Algorithm::Es256, &secret).map_err(|fault| wrong(&fault.to_string()))?;
    let mut public = document.root().clone();
    public.remove("d");
    match PublicKey::from_jwk(&public.to_serde()) {
        Ok(public) if public == *key.public() => Ok(key),
        _ => Err(wrong("its public part is not that of its secret; a P-256 key is needed")),
    }
}

/// A secret key for trials, as a JWK, and its public half.
pub(super) fn new_holder() -> Result<(Zeroizing<String>, String), Failure> {
    let bug = |fault: attesto_securing::BadKey| Failure::new(Fault::Bug, "key", fault);
    let secret = Zeroizing::new(attesto_securing::draw::<32>(&mut crate::world::entropy::System));
    let key = SigningKey::from_secret(Algorithm::Es256, secret.as_slice()).map_err(bug)?;
    let public = key.public().to_jwk();
    let whole = public.clone().with("d", URL_SAFE_NO_PAD.encode(secret.as_slice()));
    Ok((Zeroizing::new(Document::composed(whole).to_text()), Document::composed(public).to_text()))
}
