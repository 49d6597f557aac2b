//! `scheme`: whether a scheme holds, and how it reads.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use attesto_credential::{Language, LocalText};
use attesto_issuer::{Ask, Measure, Rubric, Rule, Scheme};
use attesto_securing::Digest;
use serde_json::{Value, json};

use super::Outcome;
use super::args::World;
use super::print::{Printer, table};
use crate::fault::{Failure, Fault};
use crate::locale::Words;
use crate::sheet;
use crate::world::files::{self, Audience};
use crate::world::office::{self, SchemeFile};

/// Check a certification scheme, or lay it out as a page.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand, Debug)]
enum Act {
    /// Check a scheme: every fault at once, or what it asks of a candidate.
    #[command(after_help = "Example:\n  attesto scheme check scheme.toml")]
    Check {
        /// The scheme, a TOML file.
        file: PathBuf,
    },
    /// Lay a scheme out as a page that a person can read, in every language.
    #[command(after_help = "Example:\n  attesto scheme page scheme.toml --out scheme.html --language el")]
    Page {
        /// The scheme, a TOML file.
        file: PathBuf,
        /// File to write; without it the page goes to stdout.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    match &args.act {
        Act::Check { file } => check(&office::scheme(file)?, printer),
        Act::Page { file, out } => page(&office::scheme(file)?, out.as_deref(), world.words(), printer),
    }
}

fn page(file: &SchemeFile, out: Option<&Path>, words: &Words, printer: &Printer) -> Outcome {
    let laid_out = sheet::scheme_page(&file.scheme, words.tongue());
    let page = laid_out.map_err(|fault| Failure::new(Fault::Bug, "page", fault))?;
    match out {
        Some(out) => {
            files::write(out, page.as_bytes(), Audience::All)?;
            printer.answer(&json!({"page": out}), &format!("to read {}", out.display()))?;
        }
        None => printer.data(page.trim_end()),
    }
    Ok(ExitCode::SUCCESS)
}

fn check(file: &SchemeFile, printer: &Printer) -> Outcome {
    let scheme = &file.scheme;
    let digest = Digest::of(file.text.as_bytes()).to_hex();
    let english = Language::parse("en").map_err(|fault| Failure::new(Fault::Bug, "language", fault))?;
    let minutes: u32 = scheme.curriculum().iter().map(|unit| unit.minutes()).sum();
    let head = format!(
        "{} · {} {}\n{}\n  id          {}\n  digest      {digest}\n  valid for   {} months, days of {}\n  curriculum  {} {}, {minutes} minutes\n",
        scheme.title().best(&english),
        scheme.code(),
        scheme.version(),
        titles(scheme.title()),
        scheme.id(),
        scheme.validity_months(),
        scheme.zone(),
        scheme.curriculum().len(),
        scheme.unit_kind().plural(),
    );
    let rules = table(
        &["rule", "clause", "asks"],
        scheme.rules().iter().map(|rule| [rule.id().to_string(), rule.clause().to_string(), asks(rule)]),
    );
    let competences = table(
        &["competence", "level", "shown by", "ESCO"],
        scheme.rubrics().iter().flat_map(|rubric| shown(rubric, &english)),
    );
    let text = format!("{head}\n{rules}\n\n{competences}\n\nThe scheme holds.");
    printer.answer(&summary(scheme, &digest), &text)?;
    Ok(ExitCode::SUCCESS)
}

fn titles(title: &LocalText) -> String {
    let lines: Vec<String> = title.iter().map(|(language, text)| format!("  {language}          {text}")).collect();
    lines.join("\n")
}

fn asks(rule: &Rule) -> String {
    let of: Vec<&str> = rule.of().iter().map(|code| code.as_str()).collect();
    let minimum = rule.minimum();
    match rule.measure() {
        Measure::Attended => format!("at least {minimum} of {} attended", list(&of)),
        Measure::Competences => format!("at least {minimum} of {} shown", list(&of)),
        Measure::LowestMark => format!("at least {minimum} in each of {}", list(&of)),
        Measure::Shown => format!("{} shown", list(&of)),
        Measure::Total => format!("at least {minimum} in all over {}", list(&of)),
    }
}

fn list(codes: &[&str]) -> String {
    codes.join(" ")
}

/// A row per level of a competence.
fn shown(rubric: &Rubric, language: &Language) -> Vec<[String; 4]> {
    let competence = rubric.competence();
    let esco: Vec<&str> = competence.esco().iter().map(|link| link.label()).collect();
    let row = |(index, level): (usize, &attesto_issuer::RubricLevel)| {
        let demands = level.demands().iter().map(|demand| match demand.ask() {
            Ask::AtLeast(mark) => format!("{} ≥ {mark}", demand.criterion()),
            Ask::Shown => format!("{} shown", demand.criterion()),
        });
        let demands: Vec<String> = demands.collect();
        let first = index == 0;
        let name =
            if first { format!("{} {}", rubric.code(), competence.title().best(language)) } else { String::new() };
        [
            name,
            level.level().number().to_string(),
            demands.join(", "),
            if first { esco.join(", ") } else { String::new() },
        ]
    };
    rubric.levels().iter().enumerate().map(row).collect()
}

fn summary(scheme: &Scheme, digest: &str) -> Value {
    let titles: serde_json::Map<String, Value> =
        scheme.title().iter().map(|(language, text)| (language.to_string(), json!(text.as_str()))).collect();
    let rules: Vec<Value> = scheme
        .rules()
        .iter()
        .map(|rule| json!({"id": rule.id().as_str(), "clause": rule.clause().as_str(), "asks": asks(rule)}))
        .collect();
    json!({"id": scheme.id().as_str(), "version": scheme.version().as_str(), "title": titles, "digest": digest, "rules": rules, "holds": true})
}
