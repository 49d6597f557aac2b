//! `issue`: approved certifications in, badges and links out; nothing is issued twice.

mod carriers;
mod desk;
mod european;
mod register_only;
mod successors;
mod wallets;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use attesto_credential::Format;
use attesto_issuer::{
    Certification, Copy, CopySecret, Duty, KnownCopy, OfficerId, Records, Register, SheetHead, Standing, State, Wanted,
    copies as issued, issue, known_copies, rehearse,
};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::Outcome;
use super::args::World;
use super::officer::id;
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::config::Installation;
use crate::world::keys::PassphraseSource;
use crate::world::lists::{self, ListSigner};
use crate::world::{act, answers, ledger, links, office, pages};

use carriers::Pictures;
use desk::{Bench, Persons, Seal};
use european::{Abroads, There};

pub(super) use desk::secret;
pub(super) use successors::{Errand, finish_interrupted, for_wallets, successors};
pub(super) use wallets::holder_of;

/// Issue the credentials of an approved sheet: badge.json, badge.png, badge.svg, link.svg, link.png for each person.
///
/// Issuing the same sheet again issues nothing twice; it writes the same files from the register.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto issue 3f9c2a71b0d4 --officer ion-e")]
pub(crate) struct Args {
    /// Digest of the sheet, or its first 8 or more digits.
    sheet: String,
    /// Who issues.
    #[arg(long, value_parser = id, value_name = "ID")]
    officer: OfficerId,
    /// Try everything with a key that nobody trusts, watermarked; the register is not touched.
    #[arg(long)]
    rehearsal: bool,
    /// Issue badges into the register and stop there: no file is written and nothing is published. Issuing the same sheet
    /// again writes the files of the same badges.
    #[arg(long, conflicts_with_all = ["rehearsal", "out", "holder_keys"])]
    register_only: bool,
    /// Folder to write to, one folder in it per certificate number.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Issue copies for wallets too: a folder with the public key of each holder, NUMBER.jwk; writes wallet.sdjwt.
    #[arg(long, value_name = "FOLDER", conflicts_with = "rehearsal")]
    holder_keys: Option<PathBuf>,
    /// File with the passphrase of the credentials key; without it the configured file, or the terminal.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// File with the passphrase of the list key; without it the configured file, or the terminal.
    #[arg(long, value_name = "FILE")]
    list_passphrase_file: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let officers = office::officers(&installation)?;
    if !act::officer(&officers, &args.officer)?.may(Duty::Issue) {
        let sentence = format!("officer {} has not the duty to issue; let an officer with that duty act", args.officer);
        return Err(Failure::new(Fault::Forbidden, "no-duty", sentence));
    }
    let mut register = ledger::open(&installation, &|notice| printer.say(notice))?;
    let sheet = ledger::sheet_head(&Records::of(register.as_ref()), &args.sheet)?;
    must_be_approved(register.as_ref(), &sheet)?;
    let all = (!args.register_only).then(|| everybody(register.as_ref(), &sheet, args)).transpose()?;
    let scheme = ledger::scheme_named(&installation, sheet.scheme(), &sheet.sheet())?;
    let seal =
        if args.rehearsal { Seal::rehearsal()? } else { Seal::of(&installation, &passphrase(args, &installation))? };
    let bench = Bench {
        installation: &installation,
        scheme: &scheme,
        seal: &seal,
        officer: &args.officer,
        at: ledger::moment(register.as_ref(), world.moment()?),
    };
    let Some((certifications, persons)) = all else {
        return register_only::run(&bench, register.as_mut(), (&sheet, args), printer);
    };
    let holders = args.holder_keys.as_deref().map(|folder| wallets::holders(folder, &certifications)).transpose()?;
    let sealing =
        holders.as_ref().map(|_| wallets::seal(&installation, &passphrase(args, &installation))).transpose()?;
    let abroads = Abroads::of(&installation, &scheme, bench.at)?;
    abroads.as_ref().map(|abroads| abroads.holds((&certifications, &persons), bench.at)).transpose()?;
    let copies = copies(&bench, register.as_mut(), (&certifications, &persons), args)?;
    let out = args.out.clone().unwrap_or_else(|| installation.path(&installation.written().folders.out));
    let mut bound = Vec::new();
    if let (Some(holders), Some(seal)) = (&holders, &sealing) {
        let bench = Bench { seal, ..bench };
        bound = wallets::copies(&bench, register.as_mut(), (&certifications, &persons), holders, &out)?;
    }
    let mut abroad = Vec::new();
    if let (Some(abroads), false) = (&abroads, args.rehearsal) {
        let finished = abroads.finish((&args.officer, bench.at), register.as_mut())?;
        let wanted = european::wanted((register.as_ref(), &finished), &secret(&installation)?, &certifications)?;
        abroad = abroads.issue((&args.officer, bench.at), register.as_mut(), (&wanted, &persons), &out)?;
    }
    if !args.rehearsal {
        // A badge names its list and its scheme, and its code a link, so all of them are public before the badge is.
        pages::put_schemes(&installation, &installation.path(&installation.written().folders.public))?;
        let signer = ListSigner::unlock(&installation, args.list_passphrase_file.clone())?;
        lists::publish_due(&installation, register.as_mut(), &signer, world.clock())?;
        links::publish(&installation, register.as_ref())?;
        answers::publish(&installation, register.as_ref(), &signer, world.clock())?;
    }
    write(&bench, &copies, &certifications, &out)?;
    tell(&bench, (&copies, &bound, &abroad), &out, &sheet, printer)
}

fn passphrase(args: &Args, installation: &Installation) -> PassphraseSource {
    let configured = installation.written().keys.credentials_passphrase.as_deref();
    PassphraseSource::configured(args.passphrase_file.clone(), configured, installation)
}

fn must_be_approved(register: &dyn Register, sheet: &SheetHead) -> Result<(), Failure> {
    let digest = sheet.sheet();
    if Records::of(register).approval(&digest).map_err(|fault| ledger::refused(&fault))?.is_some() {
        return Ok(());
    }
    let sentence = format!("sheet {digest} is not approved; a second officer does that with `attesto approve`");
    Err(Failure::new(Fault::Conflict, "not-approved", sentence))
}

/// The certifications of an approved sheet that copies are made of, with their persons.
fn everybody(
    register: &dyn Register,
    sheet: &SheetHead,
    args: &Args,
) -> Result<(Vec<Certification>, Persons), Failure> {
    let mut reached = Reached::default();
    let granted = Records::of(register).certifications(&sheet.sheet()).map_err(|fault| ledger::refused(&fault))?;
    let everybody = reached.narrow(register, granted, args)?;
    reached.somebody(sheet)?;
    Ok(everybody)
}

/// How far those on a sheet came.
#[derive(Default)]
struct Reached {
    granted: usize,
    in_force: usize,
    there: usize,
}

impl Reached {
    /// Those who get a copy, with their persons: in force, or with a copy from when they were, and not erased.
    fn narrow(
        &mut self,
        register: &dyn Register,
        granted: Vec<Certification>,
        args: &Args,
    ) -> Result<(Vec<Certification>, Persons), Failure> {
        self.granted += granted.len();
        let mut kept = in_force(register, granted, args)?;
        self.in_force += kept.len();
        let persons = desk::persons(register, &kept)?;
        kept.retain(|certification| persons.contains_key(&certification.person()));
        self.there += kept.len();
        Ok((kept, persons))
    }

    fn somebody(&self, sheet: &SheetHead) -> Result<(), Failure> {
        let (code, sentence) = match self {
            Self { granted: 0, .. } => (
                "nobody-certified",
                format!("nobody is certified on sheet {}; there is nothing to issue", sheet.sheet()),
            ),
            Self { in_force: 0, .. } => {
                ("nobody-certified", "no certification of this sheet is in force; there is nothing to issue".to_owned())
            }
            Self { there: 0, .. } => {
                ("person-erased", "everybody certified on this sheet was erased; there is nothing to issue".to_owned())
            }
            _ => return Ok(()),
        };
        Err(Failure::new(Fault::Conflict, code, sentence))
    }
}

/// Those that are in force, and those that have a copy from when they were: one that is suspended or withdrawn does
/// not hold the others up. A rehearsal makes every copy anew, so it takes only what is in force.
fn in_force(register: &dyn Register, granted: Vec<Certification>, args: &Args) -> Result<Vec<Certification>, Failure> {
    let mut kept = Vec::with_capacity(granted.len());
    for one in granted {
        let is_badge = |copy: &Copy| copy.secured.format() == Format::OPEN_BADGE;
        let has_copy = || issued(register, one.number()).map(|copies| copies.iter().any(is_badge));
        if one.state() == State::Certified
            || (!args.rehearsal && has_copy().map_err(|fault| ledger::refused(&fault))?)
        {
            kept.push(one);
        }
    }
    Ok(kept)
}

fn copies(
    bench: &Bench<'_>,
    register: &mut dyn Register,
    (certifications, persons): (&[Certification], &Persons),
    args: &Args,
) -> Result<Vec<Copy>, Failure> {
    let secret = secret(bench.installation)?;
    let mut project = desk::projection(bench, persons);
    let mut entropy = crate::world::entropy::System;
    if !args.rehearsal {
        // First, for what is open may be the copy that its holder should have now.
        desk::finish_open(&mut bench.desk(register, &mut entropy, &secret))?;
    }
    let one = |one| ordinal(register, &secret, one).map(|ordinal| badge_of(one, ordinal));
    let wanted = certifications.iter().map(one).collect::<Result<Vec<Wanted<'_>>, Failure>>()?;
    let mut desk = bench.desk(register, &mut entropy, &secret);
    if args.rehearsal {
        return rehearse(&mut desk, &wanted, &mut project).map_err(desk::failure);
    }
    issue(&mut desk, &wanted, &mut project).map_err(desk::failure)
}

/// Which copy a holder should have now: the last that was issued, or the first if there is none.
fn ordinal(register: &dyn Register, secret: &CopySecret, certification: &Certification) -> Result<u32, Failure> {
    let known = known_copies(register, secret, certification).map_err(|fault| ledger::refused(&fault))?;
    let badges = known.iter().rev().find(|copy| copy.format() == Format::OPEN_BADGE);
    Ok(badges.map_or(0, KnownCopy::ordinal))
}

fn badge_of(certification: &Certification, ordinal: u32) -> Wanted<'_> {
    Wanted { certification, format: Format::OPEN_BADGE, ordinal }
}

fn write(bench: &Bench<'_>, copies: &[Copy], certifications: &[Certification], out: &Path) -> Result<(), Failure> {
    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar =
        ProgressBar::new(u64::try_from(copies.len()).unwrap_or(u64::MAX)).with_style(style).with_message("badges");
    let standing = copies.first().map_or(Standing::Issued, |copy| copy.standing);
    let pictures = Pictures::draw(bench, certifications, standing)?;
    let pairs: Vec<(&Copy, &Certification)> = copies.iter().zip(certifications).collect();
    let written = pictures.write_all(&pairs, out, &|| bar.inc(1));
    bar.finish_and_clear();
    written
}

fn tell(
    bench: &Bench<'_>,
    (copies, bound, abroad): (&[Copy], &[Copy], &[There]),
    out: &Path,
    sheet: &SheetHead,
    printer: &Printer,
) -> Outcome {
    let count = |standing| copies.iter().filter(|copy| copy.standing == standing).count();
    let (issued, there, rehearsed) =
        (count(Standing::Issued), count(Standing::AlreadyIssued), count(Standing::Rehearsed));
    let again = match there {
        0 => String::new(),
        _ => format!(", {there} had been issued before and are the same to the byte"),
    };
    let wallets = match bound.len() {
        0 => String::new(),
        count => {
            format!("\n  {count} of them for wallets too, bound to their holders' keys, as wallet.sdjwt beside them")
        }
    };
    let unlinked = match copies.iter().filter(|copy| copy.link.is_none()).count() {
        0 => String::new(),
        count => format!("\n  {count} of them without link.svg and link.png: their holders had the link withdrawn"),
    };
    let abroads = match abroad.len() {
        0 => String::new(),
        count => format!("\n  {count} of them as European Digital Credentials too, as european.jsonld beside them"),
    };
    let text = match rehearsed {
        0 => format!(
            "{issued} issued{again}\n  each as badge.json, badge.png, badge.svg, link.svg, link.png in {}/NUMBER{unlinked}{wallets}{abroads}\n\nCheck them:\n  attesto verify {} --material {}",
            out.display(),
            out.display(),
            bench.installation.path(&bench.installation.written().folders.public).display(),
        ),
        _ => format!(
            "{rehearsed} rehearsed with a key that nobody trusts, watermarked; nothing was recorded\n  each as badge.json, badge.png, badge.svg in {}/NUMBER",
            out.display()
        ),
    };
    let credentials: Vec<Value> = copies.iter().map(|copy| in_json(bench, copy, out)).collect();
    let mut json = json!({
        "sheet": sheet.sheet().to_hex(), "issued": issued, "already_issued": there, "rehearsed": rehearsed,
        "folder": out, "credentials": credentials,
    });
    if let Some(members) = json.as_object_mut().filter(|_| !bound.is_empty()) {
        let wallets: Vec<Value> =
            bound.iter().map(|copy| json!({"number": copy.number.as_str(), "id": copy.id.as_str()})).collect();
        members.insert("wallets".to_owned(), wallets.into());
    }
    if let Some(members) = json.as_object_mut().filter(|_| !abroad.is_empty()) {
        let abroad: Vec<Value> =
            abroad.iter().map(|there| json!({"number": there.number, "id": there.id.as_str()})).collect();
        members.insert("european".to_owned(), abroad.into());
    }
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}

/// One copy for programs that hand it on: its number, id, files and link, and nothing of the person.
fn in_json(bench: &Bench<'_>, copy: &Copy, out: &Path) -> Value {
    json!({
        "number": copy.number.as_str(), "id": copy.id.as_str(), "folder": out.join(copy.number.as_str()),
        "link": bench.link(copy),
    })
}
