//! `status replace --list`: every copy of a list replaced, each in an act of its own; what was done is not done twice.
//! Which copies are on the list is the list's; a copy for a wallet follows once its holder gave a key.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use attesto_credential::{CertificateNumber, CredentialId, Format};
use attesto_issuer::{Certification, CopyStatus, KnownCopy, Particulars, Scheme, Wanted, known_copies, promised};
use attesto_securing::Digest;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::carry_out::Scene;
use super::{Follow, How, follow, number, replace, turn};
use crate::cli::args::World;
use crate::cli::print::Printer;
use crate::cli::{Outcome, issue, publish};
use crate::fault::{Failure, Fault, Place};
use crate::world::{files, ledger};

/// The most that is read of a list.
const LIST_BYTES: u64 = 64 << 20;

/// One line of a list.
struct Line {
    number: CertificateNumber,
    copy: CredentialId,
}

/// What came of the lines of a list.
#[derive(Default)]
struct Done {
    replaced: usize,
    before: usize,
    /// Number, and what stood in the way.
    refused: Vec<(String, String)>,
}

pub(super) fn run(file: &Path, (how, follow): (&How, &Follow), world: &World, printer: &Printer) -> Outcome {
    let lines = lines(file)?;
    let mut scene = Scene::set(world, printer)?;
    finish(&mut scene, &lines, (how, follow))?;
    let mut done = Done::default();
    let bar = bar(lines.len());
    for line in &lines {
        replaced(&mut scene, line, how, &mut done)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    let (new, waiting) = issued(&mut scene, &lines, (how, follow))?;
    let visible = scene.show_public(how, world)?;
    let refused: String =
        done.refused.iter().map(|(number, why)| format!("\n  not replaced      {number}: {why}")).collect();
    let text = format!(
        "{} copies replaced, {} had been replaced before\n  new copies        {new}{}{refused}\n  {}",
        done.replaced,
        done.before,
        follow::waiting(waiting, "NUMBER"),
        turn::seen(&scene.installation, &visible)?.replace('\n', "\n  "),
    );
    let refused: Vec<_> = done.refused.iter().map(|(number, why)| json!({"number": number, "why": why})).collect();
    let json = json!({
        "replaced": done.replaced, "replaced_before": done.before, "issued": new, "for_wallets": waiting,
        "not_replaced": refused, "published": visible.iter().map(publish::to_json).collect::<Vec<_>>(),
    });
    printer.answer(&json, &text)?;
    Ok(if done.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(Fault::Conflict.exit()) })
}

fn bar(lines: usize) -> ProgressBar {
    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(u64::try_from(lines).unwrap_or(u64::MAX)).with_style(style).with_message("copies")
}

/// Reads a list; every fault of it at once.
fn lines(file: &Path) -> Result<Vec<Line>, Failure> {
    let bytes = files::read(file, LIST_BYTES)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut rows = (1_u64..).zip(text.lines());
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    let mut fault = |row, why: String| {
        faults.push(Place { file: file.display().to_string(), row: Some(row), why, ..Place::default() });
    };
    if !rows.next().is_some_and(|(_, header)| header.starts_with("number,copy")) {
        fault(1, "a list begins with the line number,copy,recorded".to_owned());
    }
    for (row, text) in rows.filter(|(_, text)| !text.is_empty()) {
        match line(text) {
            Ok(line) => lines.push(line),
            Err(why) => fault(row, why),
        }
    }
    if faults.is_empty() {
        return Ok(lines);
    }
    Err(Failure::at("copy-list", format!("{} is no list of copies; nothing was replaced", file.display()), faults))
}

fn line(text: &str) -> Result<Line, String> {
    let mut fields = text.split(',');
    let (number_of, copy) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
    Ok(Line { number: number(number_of)?, copy: replace::copy(copy)? })
}

/// Finishes what an interrupted run was issuing, or no status could change.
fn finish(scene: &mut Scene, lines: &[Line], (how, follow): (&How, &Follow)) -> Result<(), Failure> {
    let Some(first) = lines.first() else { return Ok(()) };
    let (_, scheme) = scene.certification(&first.number)?;
    let at = ledger::moment(scene.register.as_ref(), scene.at);
    let errand = follow::errand((&scene.installation, at), &scheme, (&how.officer, follow));
    issue::finish_interrupted(&errand, scene.register.as_mut())
}

/// Replaces one copy, unless it was replaced before; what stands in the way of one does not hold up the others.
fn replaced(scene: &mut Scene, line: &Line, how: &How, done: &mut Done) -> Result<(), Failure> {
    let act = scene.certification(&line.number).and_then(|(certification, scheme)| {
        if was_replaced(scene, &certification, &line.copy)? {
            return Ok(false);
        }
        let particulars = Particulars::Replace(line.copy.clone());
        scene.carry_out((&line.number, how), particulars, &scheme).map(|_| true)
    });
    match act {
        Ok(true) => done.replaced += 1,
        Ok(false) => done.before += 1,
        Err(why) if is_of_this_line(&why) => done.refused.push((line.number.to_string(), why.sentence().to_owned())),
        Err(why) => return Err(why),
    }
    Ok(())
}

/// Whether the next line may go better.
fn is_of_this_line(why: &Failure) -> bool {
    ["no-certification", "no-copy", "no-such-turn", "person-erased"].iter().any(|code| why.is(code))
}

fn was_replaced(scene: &Scene, certification: &Certification, copy: &CredentialId) -> Result<bool, Failure> {
    let known = known_copies(scene.register.as_ref(), &scene.secret, certification);
    let known = known.map_err(|fault| ledger::refused(&fault))?;
    let found = known.iter().find(|known| known.id() == Some(copy)).and_then(KnownCopy::status);
    Ok(matches!(found, Some(CopyStatus::Replaced { .. })))
}

/// Issues what was promised for the certifications of a list, and writes the files of each; also of those that were
/// issued before, for a run may have ended in between. Gives how many are new, and how many wait for a holder's key.
fn issued(scene: &mut Scene, lines: &[Line], (how, follow): (&How, &Follow)) -> Result<(usize, usize), Failure> {
    let (mut new, mut waiting) = (0, 0);
    let out = follow::out(scene, follow);
    for (scheme, certifications) in by_scheme(scene, lines)?.into_values() {
        let mut wanted = Vec::with_capacity(certifications.len());
        for certification in &certifications {
            let next = Next::of(scene, certification)?;
            new += next.promised;
            waiting += next.for_wallets;
            wanted.extend(next.wanted);
        }
        if wanted.is_empty() {
            continue;
        }
        let at = ledger::moment(scene.register.as_ref(), scene.at);
        let errand = follow::errand((&scene.installation, at), &scheme, (&how.officer, follow));
        issue::successors(&errand, scene.register.as_mut(), &wanted, &out)?;
    }
    Ok((new, waiting))
}

type ByScheme = BTreeMap<Digest, (Scheme, Vec<Certification>)>;

/// The certifications of a list whose persons are there, each once, by the scheme that they were decided on.
fn by_scheme(scene: &Scene, lines: &[Line]) -> Result<ByScheme, Failure> {
    let numbers: std::collections::BTreeSet<&CertificateNumber> = lines.iter().map(|line| &line.number).collect();
    let mut schemes = ByScheme::new();
    for number in numbers {
        let (certification, scheme) = match scene.certification(number) {
            Err(why) if is_of_this_line(&why) => continue,
            other => other?,
        };
        let person = attesto_issuer::Records::of(scene.register.as_ref()).person(&certification.person());
        if person.map_err(|fault| ledger::refused(&fault))?.is_some() {
            let known = schemes.entry(certification.scheme().digest()).or_insert_with(|| (scheme, Vec::new()));
            known.1.push(certification);
        }
    }
    Ok(schemes)
}

/// What is issued and written of a certification next.
struct Next<'c> {
    wanted: Vec<Wanted<'c>>,
    promised: usize,
    for_wallets: usize,
}

impl<'c> Next<'c> {
    /// What was promised, but for wallets; of badges else the one that was issued last.
    fn of(scene: &Scene, certification: &'c Certification) -> Result<Self, Failure> {
        let refused = |fault| ledger::refused(&fault);
        let register = scene.register.as_ref();
        let promised = promised(register, &scene.secret, certification).map_err(refused)?;
        let for_wallets = promised.iter().filter(|one| one.format == Format::SD_JWT_VC).count();
        let mut wanted = promised;
        wanted.retain(|one| follow::is_issued_here(&scene.installation, one.format));
        let promised = wanted.len();
        if !wanted.iter().any(|one| one.format == Format::OPEN_BADGE) {
            let known = known_copies(register, &scene.secret, certification).map_err(refused)?;
            let last = known.iter().rev().find(|copy| copy.format() == Format::OPEN_BADGE);
            wanted.extend(last.map(|copy| Wanted { certification, format: copy.format(), ordinal: copy.ordinal() }));
        }
        Ok(Self { wanted, promised, for_wallets })
    }
}
