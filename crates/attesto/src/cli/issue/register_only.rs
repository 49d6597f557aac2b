//! `issue --register-only`: many badges into the register, each forgotten here once it is recorded.
//! Files, links and lists come with the next `issue` of the sheet, or with `publish`.

use std::process::ExitCode;

use attesto_issuer::{Certification, Copy, Register, Sheet, Standing, Wanted, issue_each};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::desk::{self, Bench, Persons};
use super::{Outcome, living, secret};
use crate::cli::print::Printer;
use crate::fault::Failure;

pub(super) fn run(
    bench: &Bench<'_>,
    register: &mut dyn Register,
    (certifications, persons): (&[Certification], &Persons),
    sheet: &Sheet,
    printer: &Printer,
) -> Outcome {
    let secret = secret(bench.installation)?;
    let mut project = desk::projection(bench, persons);
    let mut entropy = crate::world::entropy::System;
    desk::finish_open(&mut bench.desk(register, &mut entropy, &secret))?;
    let one = |certification| living(register, &secret, certification);
    let wanted = certifications.iter().map(one).collect::<Result<Vec<Wanted<'_>>, Failure>>()?;
    let bar = bar(wanted.len());
    let (mut issued, mut there) = (0_usize, 0_usize);
    let mut given = |_, copy: Copy| {
        match copy.standing {
            Standing::Issued => issued += 1,
            Standing::AlreadyIssued | Standing::Rehearsed => there += 1,
        }
        bar.inc(1);
    };
    let mut desk = bench.desk(register, &mut entropy, &secret);
    let done = issue_each(&mut desk, &wanted, &mut project, &mut given).map_err(desk::failure);
    bar.finish_and_clear();
    done?;
    tell((issued, there), sheet, printer)
}

fn bar(count: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(u64::try_from(count).unwrap_or(u64::MAX)).with_style(style).with_message("badges")
}

fn tell((issued, there): (usize, usize), sheet: &Sheet, printer: &Printer) -> Outcome {
    let digest = sheet.digest().to_hex();
    let again = match there {
        0 => String::new(),
        _ => format!(", {there} had been issued before"),
    };
    let text = format!(
        "{issued} issued into the register{again}; no file was written and nothing was published\n\nWrite their files, and publish their list and links:\n  attesto issue {} --officer ID",
        digest.get(..12).unwrap_or(""),
    );
    printer.answer(&json!({"sheet": digest, "issued": issued, "already_issued": there}), &text)?;
    Ok(ExitCode::SUCCESS)
}
