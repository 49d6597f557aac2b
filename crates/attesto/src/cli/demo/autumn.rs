//! The cohort of the demo from the fourth webinar to the last decision: files come in, officers resolve, sheets follow.

use super::folder::{Arrives, Layout};
use super::stage::{Stage, Words};
use crate::fault::{Failure, Fault};

fn on_cohort(layout: &Layout, words: &[&str]) -> Words {
    layout.words(words).path(&layout.at("cohort.toml"))
}

fn under_scheme(layout: &Layout, words: Words) -> Words {
    words.and(&["--scheme"]).path(&layout.at("scheme.toml"))
}

/// After four webinars: whom nobody knows is resolved, and everyone sees how they stand.
pub(super) fn under_way(stage: &mut Stage, layout: &Layout) -> Result<(), Failure> {
    stage.act("Under way: four webinars are held; the host and a guest are no candidates, an officer says so");
    resolve(stage, layout, &["--email", "host@attesto.example", "--no-candidate"], "hosts every webinar")?;
    resolve(stage, layout, &["--email", "anna.ospite@consulenza.example", "--no-candidate"], "a guest speaker")?;
    stage.run(&under_scheme(layout, on_cohort(layout, &["cohort", "status"])))
}

/// Decides when all but one file are there; gives the first digits of the sheet's digest.
pub(super) fn decide(stage: &mut Stage, layout: &Layout) -> Result<String, Failure> {
    layout.arrive(Arrives::Autumn)?;
    stage.act("Decide: 60 candidates, one reason per rule; five interviews are not there yet and refuse nobody");
    draw_up(stage, layout)
}

/// The late file comes, an officer settles what a clock left open, and a second sheet says what changed.
///
/// Gives the first digits of its digest.
pub(super) fn decide_again(stage: &mut Stage, layout: &Layout) -> Result<String, Failure> {
    layout.arrive(Arrives::Late)?;
    stage.act("The late file is there: decide again on whom is still open; the sheet says what changed");
    let present = ["--present", "IT-008", "--unit", "W6", "--minutes", "110"];
    resolve(stage, layout, &present, "the clock was put back; the minutes list him to the end")?;
    let digest = draw_up(stage, layout)?;
    let by = layout.words(&["approve", &digest, "--officer", "approver-1", "--passphrase-file"]);
    stage.run(&by.path(&layout.passphrase("approver-1")))?;
    stage.run(&layout.words(&["issue", &digest, "--officer", "issuer-1"]))?;
    Ok(digest)
}

fn resolve(stage: &mut Stage, layout: &Layout, matter: &[&str], because: &str) -> Result<(), Failure> {
    let words = on_cohort(layout, &["cohort", "resolve"]).and(matter);
    let words = words.and(&["--because", because, "--officer", "decider-1", "--passphrase-file"]);
    stage.run(&words.path(&layout.passphrase("decider-1")))
}

fn draw_up(stage: &mut Stage, layout: &Layout) -> Result<String, Failure> {
    let words = under_scheme(layout, on_cohort(layout, &["decide"]));
    let words = words.and(&["--officer", "decider-1", "--passphrase-file"]).path(&layout.passphrase("decider-1"));
    let printed = stage.run_and_read(&words)?;
    let digest =
        printed.split_whitespace().find(|word| word.len() == 64 && word.bytes().all(|b| b.is_ascii_hexdigit()));
    let missing = || Failure::new(Fault::Bug, "demo", "`decide` printed no digest of its sheet");
    Ok(digest.and_then(|digest| digest.get(..12)).ok_or_else(missing)?.to_owned())
}
