//! `keys compromise`: a key was in wrong hands; what a head published before then proves stays valid, the rest must be
//! issued again, under the key that takes its place.

use std::path::PathBuf;
use std::process::ExitCode;

use attesto_credential::Matter;
use attesto_issuer::{
    Again, BodyKey, Duty, GivenUp, KeyChange, KeyUse, OfficerId, OldSecret, Sealed, known_keys, open_intents,
    sealed_by, void,
};
use serde_json::json;

use super::change::{Scene, pinned};
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::edge::{Edge, edge};
use crate::cli::officer::id;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::files::{self, Audience};
use crate::world::lists::{self, ListSigner};
use crate::world::proofs::{self, Proving};
use crate::world::{answers, clock, key_change, ledger, seals, wallets};

/// Tell the public that a key was in wrong hands, and put another in its place at once.
///
/// Copies that a head proves which was published before then stay valid, as their files were issued; for all others
/// nobody can tell any more, and they must be issued again. Two officers answer for it.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Example:\n  attesto --home my-body keys compromise credentials-1 --since 2026-11-20 --officer ion-e --second ana-p --into again.csv"
)]
pub(super) struct Args {
    /// The key: its name, or what stands behind # in it; `attesto keys list` names all of them.
    #[arg(required_unless_present = "certificate", conflicts_with = "certificate")]
    key: Option<String>,
    /// In the place of a name, of a seal that the configuration does not name any more: its certificate, in PEM.
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Since when others may have had it: a day where the body is, from its first second, or a moment.
    #[arg(long, value_parser = edge, value_name = "DAY|MOMENT")]
    since: Edge,
    /// Who answers for it; the duty is `issue`.
    #[arg(long, value_parser = id, value_name = "ID")]
    officer: OfficerId,
    /// The second officer; the duty is `approve`.
    #[arg(long, value_parser = id, value_name = "ID")]
    second: OfficerId,
    /// File to write the copies to that must be issued again: number, copy, recorded. No names.
    #[arg(long, value_name = "FILE")]
    into: Option<PathBuf>,
    /// File with the officer's passphrase; asked for at the terminal without it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// File with the second officer's passphrase; asked for at the terminal without it.
    #[arg(long, value_name = "FILE")]
    second_passphrase_file: Option<PathBuf>,
    /// File with the passphrase for the new key; without it the configured file of that key, or the terminal.
    #[arg(long, value_name = "FILE")]
    key_passphrase_file: Option<PathBuf>,
}

pub(super) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let mut scene = Scene::set(world, printer)?;
    scene.officer(&args.officer, Duty::Issue)?;
    scene.officer(&args.second, Duty::Approve)?;
    let since = since(args, &scene)?;
    let (of, key) = match (&args.certificate, &args.key) {
        (Some(file), _) => (KeyUse::Seal, seals::of_certificate(&scene.installation, file)?),
        (None, key) => found(&scene, key.as_deref().unwrap_or_default())?,
    };
    if of == KeyUse::Seal {
        scene.has_document()?;
    }
    if of.seals_copies() {
        give_up_intents(&mut scene, &key, &args.officer)?;
    }
    let change = change(args, &scene, (of, key), since)?;
    scene.carry_out(&change, [args.passphrase_file.clone(), args.second_passphrase_file.clone()])?;
    if of.matter() == Matter::StatusList {
        let signer = ListSigner::unlock(&scene.installation, args.key_passphrase_file.clone())?;
        lists::publish_due(&scene.installation, scene.register.as_mut(), &signer, world.clock())?;
        answers::publish(&scene.installation, scene.register.as_ref(), &signer, world.clock())?;
    }
    let proving = proofs::proving(&scene.installation, scene.register.as_ref(), since, scene.at)?;
    let proving = proving.filter(|_| of.seals_copies());
    let proven_to = proving.as_ref().map_or(0, |proving| proving.seq);
    let sealed = sealed_by(scene.register.as_ref(), (of, &change.key.id), proven_to);
    let sealed = sealed.map_err(|fault| ledger::refused(&fault))?;
    if let Some(file) = &args.into {
        files::write(file, csv(&sealed.again).as_bytes(), Audience::Owner)?;
    }
    scene.document_is_public(of)?;
    tell(args, &scene, &change, (&sealed, proving.as_ref()), printer)
}

fn since(args: &Args, scene: &Scene) -> Result<attesto_credential::Timestamp, Failure> {
    if args.officer == args.second {
        let sentence = "two officers answer for a key that was compromised; name another with --second";
        return Err(Failure::new(Fault::Forbidden, "not-impartial", sentence));
    }
    let since = args.since.first(scene.installation.zone());
    if since <= scene.at {
        return Ok(since);
    }
    let sentence =
        format!("--since {since} is still to come; name the first moment at which others may have had the key");
    Err(Failure::new(Fault::Input, "effective-later", sentence))
}

/// The key that is meant, in use or given up before.
fn found(scene: &Scene, name: &str) -> Result<(KeyUse, BodyKey), Failure> {
    let named = |key: &BodyKey| key.id.as_str() == name || key.fragment() == name;
    let installation = &scene.installation;
    let known = known_keys(scene.register.as_ref()).map_err(|fault| ledger::refused(&fault))?;
    if let Some(known) = known.into_iter().find(|known| named(&known.key)) {
        return Ok((known.of, known.key));
    }
    let for_wallets = [KeyUse::Wallet, KeyUse::WalletList].into_iter().filter(|_| wallets::are_there(installation));
    let seal = installation.european().map(|_| KeyUse::Seal);
    for of in for_wallets.chain(seal).chain(KeyUse::IN_DOCUMENT) {
        // A seal's file that cannot be read holds up no other key.
        match (of, scene.in_use(of)) {
            (of, Ok(key)) if named(&key) => return Ok((of, key)),
            (_, Ok(_)) | (KeyUse::Seal, Err(_)) => {}
            (_, Err(why)) => return Err(why),
        }
    }
    let sentence = format!("the body has no key {name}, and had none; `attesto keys list` names them, and did.json");
    Err(Failure::new(Fault::NotFound, "no-key", sentence))
}

/// What is in the middle of being issued under the key never left, and must not be finished with it.
fn give_up_intents(scene: &mut Scene, key: &BodyKey, officer: &OfficerId) -> Result<(), Failure> {
    let open = open_intents(scene.register.as_ref()).map_err(|fault| ledger::refused(&fault))?;
    for intent in open.iter().filter(|intent| intent.key() == key.id.as_str()) {
        let voided = void(scene.register.as_mut(), intent.id(), officer, scene.at);
        voided.map_err(|fault| Failure::new(Fault::Unavailable, "register-disk", fault))?;
    }
    Ok(())
}

fn change(
    args: &Args,
    scene: &Scene,
    (of, key): (KeyUse, BodyKey),
    since: attesto_credential::Timestamp,
) -> Result<KeyChange, Failure> {
    // Who certifies a seal's key makes the next one, and the configuration names it.
    let is_drawn_here = of != KeyUse::Seal && key_change::in_use(&scene.installation, of)? == key;
    let successor = is_drawn_here.then(|| scene.drawn(&key, of, args.key_passphrase_file.clone(), None)).transpose()?;
    let secret = if of == KeyUse::Seal { OldSecret::Kept } else { OldSecret::Destroyed };
    Ok(KeyChange {
        of,
        key,
        given_up: GivenUp::Compromised { since, second: args.second.clone() },
        expires: scene.last_moment(of)?,
        successor,
        secret,
        by: args.officer.clone(),
        at: scene.at,
    })
}

fn csv(again: &[Again]) -> String {
    let line = |one: &Again| format!("{},{},{}\r\n", one.number.as_str(), one.copy.as_str(), one.recorded);
    std::iter::once("number,copy,recorded\r\n".to_owned()).chain(again.iter().map(line)).collect()
}

fn tell(
    args: &Args,
    scene: &Scene,
    change: &KeyChange,
    (sealed, proving): (&Sealed, Option<&Proving>),
    printer: &Printer,
) -> Outcome {
    let zone = scene.installation.zone();
    let local = |moment| clock::told(zone, moment);
    let since = match &change.given_up {
        GivenUp::Compromised { since, .. } => *since,
        GivenUp::Retired => change.at,
    };
    let next = change.successor.as_ref().map_or_else(String::new, |key| format!("\n  in its place     {}", key.id));
    let pin = change.successor.as_ref().map_or_else(String::new, |key| {
        format!("\n\nWhoever pins your keys in a trust list must add:\n  {}", pinned(key, change.of))
    });
    let what = match change.of {
        KeyUse::Credential | KeyUse::Seal | KeyUse::Wallet => copies(sealed, proving.map(|proving| local(proving.at)).transpose()?.as_deref(), args),
        KeyUse::Journal => "\n\nHeads sealed by it prove nothing any more, but to whoever held them before. Export the head anew:\n  attesto ledger head --out public/head.jws".to_owned(),
        KeyUse::List | KeyUse::WalletList => "\n\nThe lists were sealed and published anew. Of days before today nobody can tell the status any more.".to_owned(),
    };
    let then = match (change.of, wallets::is_certified(&key_change::aside(&scene.installation, &change.key))) {
        (KeyUse::Seal, _) => NEXT_SEAL,
        (KeyUse::Wallet | KeyUse::WalletList, true) => NEXT_CERTIFIED,
        _ => "",
    };
    let text = format!(
        "{} was in wrong hands since {}, and everybody can read it now{next}{what}{then}{pin}",
        change.key.id,
        local(since)?
    );
    let again: Vec<_> = sealed
        .again
        .iter()
        .map(|one| json!({"number": one.number.as_str(), "copy": one.copy.as_str(), "recorded": one.recorded.to_string()}))
        .collect();
    let json = json!({
        "key": change.key.id.as_str(), "use": change.of.word(), "since": since.to_string(),
        "successor": change.successor.as_ref().map(|key| key.id.as_str()),
        "head": proving.map(|proving| json!({"seq": proving.seq, "at": proving.at.to_string()})),
        "proven": sealed.proven, "over": sealed.over, "erased": sealed.erased, "again": again, "file": args.into,
    });
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}

/// What else is to be done about the key of seals.
const NEXT_SEAL: &str = "\n\nHave the authority revoke the certificate, and make and certify another key; name its file as [european] key. Nothing is sealed by the old one any more; destroy its file.";

/// What else is to be done about a key for wallets that an authority certified.
const NEXT_CERTIFIED: &str = "\n\nHave the authority revoke the certificate and certify another key: the one in its place has no certificates. Then\n  attesto keys rotate --use USE --certified FILE --authority FILE --officer ID";

fn copies(sealed: &Sealed, head: Option<&str>, args: &Args) -> String {
    let head = match head {
        Some(head) => format!("proven by the head of {head}"),
        None => "no head was published before then, so nothing is proven".to_owned(),
    };
    let list = match &args.into {
        Some(file) => format!("  listed in {}", file.display()),
        None => {
            sealed.again.iter().map(|one| format!("\n    {}  {}", one.number.as_str(), one.copy.as_str())).collect()
        }
    };
    let again = match &args.into {
        Some(file) => format!("Issue all of them again:\n  attesto status replace --list {}", file.display()),
        None => "Issue each of them again:\n  attesto status replace NUMBER --copy COPY".to_owned(),
    };
    format!(
        "\n  stay valid       {} copies, {head}\n  issue again      {} copies{list}\n  over before      {} copies\n  of the erased    {} copies, which nobody can issue again\n\n{again} --cause key-compromised --officer ID",
        sealed.proven,
        sealed.again.len(),
        sealed.over,
        sealed.erased,
    )
}
