//! `verify`: files in, a verdict for each: VALID, NOT VALID or CANNOT TELL, and what to do.

mod day;
mod inputs;
mod lists;
pub(super) mod policy;
mod text;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use attesto_credential::{Date, Secured, Timestamp, carrier};
use attesto_verifier::{Asked, Case, Code, Day, Material, Policy, Report, ShownTo, Verdict};
use serde_json::{Value, json};

use super::Outcome;
use super::args::{Output, World};
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::fetch::{Gate, Reach};
use crate::world::{clock, files, gather, hand_in};

use text::Speaker;

/// Verify credentials: JSON, PNG or SVG files, or folders of them.
///
/// Exit code: VALID 0, NOT VALID 1, CANNOT TELL 3. Of many files: 65 if any was unreadable, else 1, else 3, else 0.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto verify badge.png --trust trust.toml --name \"Μαρία Παπαδοπούλου\"")]
pub(crate) struct Args {
    /// Files or folders.
    #[arg(required = true, value_name = "FILE|FOLDER")]
    inputs: Vec<PathBuf>,
    /// Trust list: which issuer may issue which certificate. May be given more than once.
    #[arg(long, value_name = "FILE")]
    trust: Vec<PathBuf>,
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

/// What one file comes to.
struct Answer {
    file: PathBuf,
    report: Result<Report, Failure>,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let (at, day) = day::asked(args, world)?;
    let shown = args.audience.clone().zip(args.nonce.clone());
    let shown = shown.map(|(audience, nonce)| ShownTo { audience, nonce });
    let asked = Asked { name: args.name.clone(), email: args.email.clone(), shown };
    let policy = policy::read(args.policy.as_deref(), &args.trust)?.asking(asked);
    let reach = if args.offline { Reach::Offline } else { Reach::Online };
    let mut material = policy::material(args.material.as_deref(), at)?;
    let now = clock::now()?;
    args.statement.iter().try_for_each(|file| policy::statement(file, &mut material, now))?;
    let mut bench = Bench { material, policy, at, day, gate: world.gate(reach)?, now };
    let files = inputs::expand(&args.inputs)?;
    let speaker = Speaker { printer, words: world.words() };
    if let [file] = files.as_slice() {
        return one(file, &bench.judge(file)?, &speaker);
    }
    many(&bench.judge_all(files), &speaker)
}

impl Answer {
    fn is_replaced(&self) -> bool {
        let replaced =
            |report: &Report| report.lines().iter().any(|line| line.finding().code() == Code::StatusReplaced);
        self.report.as_ref().is_ok_and(replaced)
    }
}

/// What every file is judged with.
struct Bench {
    gate: Gate,
    now: Timestamp,
    material: Material,
    policy: Policy,
    at: Timestamp,
    day: Day,
}

impl Bench {
    /// Judges all; a copy that was replaced is judged again while what follows it turns out to be here and valid.
    fn judge_all(&mut self, files: Vec<PathBuf>) -> Vec<Answer> {
        let mut answers: Vec<Answer> =
            files.into_iter().map(|file| Answer { report: self.judge(&file), file }).collect();
        let mut valid = None;
        loop {
            let reports = || answers.iter().filter_map(|answer| answer.report.as_ref().ok());
            let count = reports().filter(|report| report.verdict() == Verdict::Valid).count();
            if valid.replace(count) == Some(count) {
                return answers;
            }
            reports().for_each(|report| self.material.shows(report));
            for answer in answers.iter_mut().filter(|answer| answer.is_replaced()) {
                answer.report = self.judge(&answer.file);
            }
        }
    }

    fn judge(&mut self, file: &Path) -> Result<Report, Failure> {
        let limit = u64::try_from(carrier::LIMIT_BYTES).unwrap_or(u64::MAX);
        let bytes = files::read(file, limit)?;
        let unreadable = |why: String| Failure::new(Fault::Input, "unreadable", format!("{}: {why}", file.display()));
        let text = hand_in::text(&bytes, &self.gate, self.now).map_err(|fault| unreadable(fault.to_string()))?;
        let secured = Secured::parse(text.as_bytes()).map_err(|fault| unreadable(fault.to_string()))?;
        let case = Case::new(secured);
        let mut hearing = gather::gather(&case, &mut self.material, &self.policy, self.at, &self.gate, self.now);
        Ok(hearing.judge(&self.material).about(self.day))
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

fn many(answers: &[Answer], speaker: &Speaker<'_>) -> Outcome {
    let printer = speaker.printer;
    match printer.output() {
        Output::Json => {
            let all: Vec<Value> = answers.iter().map(to_json).collect();
            printer.data(&format!("{:#}", Value::Array(all)));
        }
        Output::Text => printer.data(&text::overview(answers.iter().map(|a| (a.file.as_path(), &a.report)), speaker)),
    }
    Ok(ExitCode::from(worst(answers)))
}

fn to_json(answer: &Answer) -> Value {
    match &answer.report {
        Ok(report) => json!({"file": answer.file, "report": report.to_document().root().to_serde()}),
        Err(failure) => json!({"file": answer.file, "fault": failure.to_problem()}),
    }
}

/// 65 if any was unreadable, else 1 if any was not valid, else 3 if any could not be told, else 0.
fn worst(answers: &[Answer]) -> u8 {
    let codes: Vec<u8> =
        answers.iter().map(|a| a.report.as_ref().map_or(65, |report| code(report.verdict()))).collect();
    [65, 1, 3].into_iter().find(|worst| codes.contains(worst)).unwrap_or(0)
}
