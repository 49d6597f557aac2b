//! The register of the installation, opened for one verb, with what opening it mended told.

use std::io::Write as _;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use attesto_credential::Timestamp;
use attesto_issuer::{
    Audit, Eye, JournalLine, Records, Register, RegisterFault, Scheme, SchemeRef, Sheet, SheetHead, audit,
};
use attesto_securing::{Contexts, Digest};

use super::config::Installation;
use super::files::{self, Audience};
use super::hands::Second;
use super::store::{self, Kept, OpenFault};
use super::{did_document, key_change, office};
use crate::fault::{Failure, Fault};

/// Opens the register, making it at the first use; notices go to `tell`.
pub(crate) fn open(installation: &Installation, tell: &dyn Fn(&str)) -> Result<Box<dyn Kept>, Failure> {
    let folder = installation.path(&installation.written().folders.register);
    files::private_folder(&folder)?;
    let opened = store::open(&folder, keys_copy(installation).as_deref(), alarm).map_err(|fault| unopened(&fault))?;
    for notice in &opened.notices {
        tell(&notice.to_string());
    }
    for settled in key_change::settle(installation, opened.register.as_ref())? {
        tell(&settled);
    }
    Ok(opened.register)
}

/// Where the second file of persons' keys is, if the installation has one.
pub(crate) fn keys_copy(installation: &Installation) -> Option<PathBuf> {
    installation.written().keys.persons_copy.as_deref().map(|path| installation.path(path))
}

/// Opens the register, waiting so many seconds while somebody else has it.
pub(crate) fn open_within(
    installation: &Installation,
    seconds: u64,
    tell: &dyn Fn(&str),
) -> Result<Box<dyn Kept>, Failure> {
    let until = Instant::now() + Duration::from_secs(seconds);
    loop {
        match open(installation, tell) {
            Err(busy) if busy.is("register-busy") && Instant::now() < until => sleep(Duration::from_millis(100)),
            other => return other,
        }
    }
}

/// The last words before the process ends itself; nobody else will say them, and nothing can be done if they are lost.
pub(crate) fn alarm(words: &str) {
    drop(writeln!(std::io::stderr().lock(), "attesto: {words}"));
}

pub(crate) fn unopened(fault: &OpenFault) -> Failure {
    let (class, code) = match fault {
        OpenFault::Lock(_) => (Fault::Unavailable, "register-busy"),
        OpenFault::Disk { .. } => (Fault::Unavailable, "register-disk"),
        OpenFault::Newer { .. } => (Fault::Config, "register-newer"),
        OpenFault::Damaged { .. } | OpenFault::Journal(_) | OpenFault::Replay(_) => (Fault::Config, "register-damaged"),
    };
    Failure::new(class, code, fault)
}

/// Says who must act when an open register did not take an act.
pub(crate) fn refused(fault: &RegisterFault) -> Failure {
    let (class, code) = match fault {
        RegisterFault::Damaged { .. } => (Fault::Config, "register-damaged"),
        RegisterFault::Erased { .. } => (Fault::Conflict, "person-erased"),
        RegisterFault::Missing { .. } | RegisterFault::Taken { .. } => (Fault::Conflict, "register-taken"),
        RegisterFault::ClockBackwards { .. } => (Fault::Unavailable, "clock-backwards"),
        RegisterFault::Unindexed { .. } | RegisterFault::Unreachable { .. } => (Fault::Unavailable, "register-disk"),
        // What our own code composed too large, twice or illegibly; later faults too, until they are placed.
        _ => (Fault::Bug, "register-act"),
    };
    Failure::new(class, code, fault)
}

/// Holds the whole register against itself, on every core.
pub(crate) fn audited(installation: &Installation, register: &dyn Register, at: Timestamp) -> Result<Audit, Failure> {
    let (keys, officers) = (did_document::keys(installation)?, office::officers_if_any(installation)?);
    let eye = Eye { keys: &keys, contexts: &Contexts::pinned(), officers: &officers, at };
    audit(register, &eye, &Second).map_err(|fault| refused(&fault))
}

/// The lines of the journal that are asked for, oldest first.
pub(crate) fn lines(
    register: &dyn Register,
    asked: impl Fn(&JournalLine) -> bool,
) -> Result<Vec<JournalLine>, Failure> {
    let mut kept = Vec::new();
    let mut next = 1;
    loop {
        let page = register.journal(next, 1_000).map_err(|fault| refused(&fault))?;
        let Some(last) = page.last() else { return Ok(kept) };
        next = last.seq() + 1;
        kept.extend(page.into_iter().filter(&asked));
    }
}

/// Finds a sheet by its digest or the first eight or more digits of it.
pub(crate) fn sheet(records: &Records<'_>, typed: &str) -> Result<Sheet, Failure> {
    let digest = sheet_named(records, typed)?;
    records.sheet(&digest).map_err(|fault| refused(&fault))?.ok_or_else(|| no_sheet(NO_SHEET, typed))
}

/// Finds the same, and reads none of its rows.
pub(crate) fn sheet_head(records: &Records<'_>, typed: &str) -> Result<SheetHead, Failure> {
    let digest = sheet_named(records, typed)?;
    records.sheet_head(&digest).map_err(|fault| refused(&fault))?.ok_or_else(|| no_sheet(NO_SHEET, typed))
}

const NO_SHEET: &str = "the register has no sheet";

fn sheet_named(records: &Records<'_>, typed: &str) -> Result<Digest, Failure> {
    let lower = typed.to_lowercase();
    let digests = records.latest_sheets(usize::MAX).map_err(|fault| refused(&fault))?;
    let mut fits = digests.into_iter().filter(|digest| lower.len() >= 8 && digest.to_hex().starts_with(&lower));
    match (fits.next(), fits.next()) {
        (Some(digest), None) => Ok(digest),
        (None, _) => Err(no_sheet(NO_SHEET, &lower)),
        (Some(_), Some(_)) => Err(no_sheet("more than one sheet begins with", &lower)),
    }
}

fn no_sheet(why: &str, typed: &str) -> Failure {
    let typed = typed.to_lowercase();
    let sentence =
        format!("{why} {typed:?}; `attesto decide` printed the digest of its sheet, give 8 or more of its digits");
    Failure::new(Fault::NotFound, "no-sheet", sentence)
}

/// Keeps the scheme that a decision rests on, under its digest.
pub(crate) fn keep_scheme(installation: &Installation, text: &str) -> Result<(), Failure> {
    let path = scheme_path(installation, &Digest::of(text.as_bytes()));
    if path.exists() { Ok(()) } else { files::write(&path, text.as_bytes(), Audience::All) }
}

/// The scheme that a sheet rests on, just as it was when it was decided on.
pub(crate) fn scheme_of(installation: &Installation, sheet: &Sheet) -> Result<Scheme, Failure> {
    scheme_named(installation, sheet.scheme(), &sheet.digest())
}

/// The same, where only the name of the scheme and the digest of the sheet are at hand.
pub(crate) fn scheme_named(installation: &Installation, scheme: &SchemeRef, sheet: &Digest) -> Result<Scheme, Failure> {
    let digest = scheme.digest();
    let path = scheme_path(installation, &digest);
    let text = files::read_text(&path)?;
    if Digest::of(text.as_bytes()) != digest {
        let sentence =
            format!("{} was changed since sheet {sheet} was decided on it; put the original back", path.display(),);
        return Err(Failure::new(Fault::Config, "scheme-changed", sentence));
    }
    office::scheme(&path).map(|file| file.scheme)
}

fn scheme_path(installation: &Installation, digest: &Digest) -> PathBuf {
    installation.path(&installation.written().folders.schemes).join(format!("{}.toml", digest.to_hex()))
}

/// The moment to act at: never before the last act, so that a chain of acts reads in order.
pub(crate) fn moment(register: &dyn Register, now: Timestamp) -> Timestamp {
    register.head().at.map_or(now, |last| if last.unix() - now.unix() <= 5 { last.max(now) } else { now })
}
