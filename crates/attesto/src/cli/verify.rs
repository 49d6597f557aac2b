//! `verify`: files in, a verdict for each: VALID, NOT VALID or CANNOT TELL, and what to do.

mod day;
mod inputs;
mod lists;
mod many;
pub(super) mod policy;
mod text;
mod told;
mod waiting;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use attesto_credential::{Date, Secured, Timestamp, carrier};
use attesto_verifier::{Asked, Case, Day, Material, Policy, Report, ShownTo, Verdict};

use super::Outcome;
use super::args::{Output, World};
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::fetch::{Gate, Reach};
use crate::world::trusting::{Owners, Trusting};
use crate::world::{clock, files, gather, hand_in};

use text::Speaker;
use told::Told;

/// Verify credentials: JSON, PNG or SVG files, or folders of them.
///
/// Exit code: VALID 0, NOT VALID 1, CANNOT TELL 3. Of many files: 65 if any was unreadable, else 1, else 3, else 0.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto verify badge.png --trust trust.toml --name \"Μαρία Παπαδοπούλου\"")]
pub(crate) struct Args {
    /// Files or folders.
    #[arg(required = true, value_name = "FILE|FOLDER")]
    inputs: Vec<PathBuf>,
    /// Trust list: which issuer may issue which certificate; a folder of them, or an address. May be given more than once.
    #[arg(long, value_name = "FILE|FOLDER|URL")]
    trust: Vec<PathBuf>,
    /// Whose sealed trust lists are believed: a DID, or a file with the certificate that signs lists of trusted entities.
    #[arg(long, value_name = "DID|FILE")]
    owner: Vec<String>,
    /// Policy: which findings weigh less or more.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Folder of DID documents and status lists that you fetched yourself, or an issuer's published folder.
    #[arg(long, value_name = "FOLDER")]
    material: Option<PathBuf>,
    /// The body's signed answer about a certificate number (status-of); may be given more than once.
    #[arg(long, value_name = "FILE")]
    statement: Vec<PathBuf>,
    /// Name of the person who handed it in, in any script and order.
    #[arg(long)]
    name: Option<String>,
    /// E-mail address of the person who handed it in.
    #[arg(long)]
    email: Option<String>,
    /// To whom a copy for wallets must have been shown; needs --nonce.
    #[arg(long, value_name = "URL", requires = "nonce")]
    audience: Option<String>,
    /// The question on which it must have been shown; needs --audience.
    #[arg(long, value_name = "TEXT", requires = "audience")]
    nonce: Option<String>,
    /// As of a day: its last second in --zone, or now while it is not over.
    #[arg(long, value_parser = day::day, value_name = "DAY")]
    on: Option<Date>,
    /// IANA time zone of that day; without it that of the installation that stands here, or UTC.
    #[arg(long, value_name = "ZONE", requires = "on")]
    zone: Option<String>,
    /// Ask nobody: what is not given is not known.
    #[arg(long)]
    offline: bool,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let (at, day) = day::asked(args, world)?;
    let shown = args.audience.clone().zip(args.nonce.clone());
    let shown = shown.map(|(audience, nonce)| ShownTo { audience, nonce });
    let asked = Asked { name: args.name.clone(), email: args.email.clone(), shown };
    let reach = if args.offline { Reach::Offline } else { Reach::Online };
    let (gate, now) = (world.gate(reach)?, clock::now()?);
    let trusting = Trusting { sources: &args.trust, owners: Owners::read(&args.owner)?, gate: &gate, now };
    let policy = policy::read(args.policy.as_deref(), &trusting)?.asking(asked);
    let mut material = policy::material(args.material.as_deref(), at)?;
    args.statement.iter().try_for_each(|file| policy::statement(file, &mut material, now))?;
    let bench = Bench { policy, at, day, gate, now };
    let files = inputs::expand(&args.inputs)?;
    let speaker = Speaker { printer, words: world.words() };
    if let [file] = files.as_slice() {
        return one(file, &bench.judge(file, &mut material)?, &speaker);
    }
    let mut told = Told::new(&speaker, files.len());
    many::judge(&bench, material, files, &mut told)?;
    Ok(ExitCode::from(told.end()))
}

/// What every file is judged with.
struct Bench {
    gate: Gate,
    now: Timestamp,
    policy: Policy,
    at: Timestamp,
    day: Day,
}

impl Bench {
    fn judge(&self, file: &Path, material: &mut Material) -> Result<Report, Failure> {
        let limit = u64::try_from(carrier::LIMIT_BYTES).unwrap_or(u64::MAX);
        let bytes = files::read(file, limit)?;
        let unreadable = |why: String| Failure::new(Fault::Input, "unreadable", format!("{}: {why}", file.display()));
        let text = hand_in::text(&bytes, &self.gate, self.now).map_err(|fault| unreadable(fault.to_string()))?;
        let secured = Secured::parse(text.as_bytes()).map_err(|fault| unreadable(fault.to_string()))?;
        let case = Case::new(secured);
        let mut hearing = gather::gather(&case, material, &self.policy, self.at, &self.gate, self.now);
        Ok(hearing.judge(material).about(self.day))
    }
}

fn one(file: &Path, report: &Report, speaker: &Speaker<'_>) -> Outcome {
    match speaker.printer.output() {
        Output::Json => speaker.printer.data(&format!("{:#}", report.to_document().root().to_serde())),
        Output::Text => speaker.printer.data(&speaker.report(file, report)),
    }
    Ok(ExitCode::from(code(report.verdict())))
}

fn code(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Valid => 0,
        Verdict::NotValid => 1,
        Verdict::CannotTell => 3,
    }
}
