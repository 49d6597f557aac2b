//! `issue --register-only`: many badges into the register, each forgotten here once it is recorded.
//! Files, links and lists come with the next `issue` of the sheet, or with `publish`.

use std::process::ExitCode;

use attesto_issuer::{
    CHUNK, Certification, Copy, CopySecret, Records, Register, SheetHead, Standing, Wanted, each_share, issue_each,
};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::desk::{self, Bench};
use super::{Args, Outcome, Reached, badge_of, ordinal, secret};
use crate::cli::print::Printer;
use crate::fault::Failure;
use crate::world::hands::Second;
use crate::world::ledger;

/// So many certifications are read and issued before the next are read: memory does not grow with the sheet.
const STEP: usize = 16 * CHUNK;

pub(super) fn run(
    bench: &Bench<'_>,
    register: &mut dyn Register,
    (sheet, args): (&SheetHead, &Args),
    printer: &Printer,
) -> Outcome {
    let secret = secret(bench.installation)?;
    let mut entropy = crate::world::entropy::System;
    desk::finish_open(&mut bench.desk(register, &mut entropy, &secret))?;
    let bar = bar();
    let (mut after, mut reached, mut sums) = (None, Reached::default(), [0_usize; 2]);
    loop {
        let page = Records::of(register).with_hands(&Second).certifications_after(&sheet.sheet(), after.as_ref(), STEP);
        let page = page.map_err(|fault| ledger::refused(&fault))?;
        let Some(last) = page.last() else { break };
        after = Some(last.number().clone());
        let (certifications, persons) = reached.narrow(register, page, args)?;
        let wanted = wanted(register, &secret, &certifications)?;
        let mut given = |_, copy: Copy| {
            let [issued, there] = &mut sums;
            match copy.standing {
                Standing::Issued => *issued += 1,
                Standing::AlreadyIssued | Standing::Rehearsed => *there += 1,
            }
            bar.inc(1);
        };
        let mut project = desk::projection(bench, &persons);
        let mut desk = bench.desk(register, &mut entropy, &secret);
        issue_each(&mut desk, &wanted, &mut project, &mut given)
            .map_err(desk::failure)
            .inspect_err(|_| bar.finish_and_clear())?;
    }
    bar.finish_and_clear();
    reached.somebody(sheet)?;
    tell(sums, sheet, printer)
}

/// The copies that holders should have now, looked up on every core.
fn wanted<'c>(
    register: &dyn Register,
    secret: &CopySecret,
    certifications: &'c [Certification],
) -> Result<Vec<Wanted<'c>>, Failure> {
    let ordinals = |share: &[Certification]| share.iter().map(|one| ordinal(register, secret, one)).collect();
    let ordinals: Vec<Result<Vec<u32>, Failure>> = each_share(certifications, &Second, ordinals);
    let ordinals = ordinals.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
    Ok(certifications.iter().zip(ordinals).map(|(one, ordinal)| badge_of(one, ordinal)).collect())
}

/// Without an end: how many there are is known when the last are read.
fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {pos} {msg}");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_spinner());
    ProgressBar::new_spinner().with_style(style).with_message("badges")
}

fn tell([issued, there]: [usize; 2], sheet: &SheetHead, printer: &Printer) -> Outcome {
    let digest = sheet.sheet().to_hex();
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
