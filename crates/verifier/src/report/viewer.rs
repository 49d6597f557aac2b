//! The seven lines in which the Union's own viewer tells of a European Digital Credential.
//! Says nothing new: each line is what a check found, under the viewer's names.

use attesto_credential::Members;

use super::Line;
use crate::finding::{Check, Code, Ruling};

/// Where the viewer's names for its checks and for their outcomes begin.
const VERIFICATION: &str = "http://data.europa.eu/snb/verification/";
const STATUS: &str = "http://data.europa.eu/snb/verification-status/";

const OK: &str = "9895008394";
const ERROR: &str = "9d26eb9a37";
const SKIPPED: &str = "641f0c5e5d";

/// The viewer's name, its word for the check, and the check of ours that answers it.
///
/// Accreditation is asked of a register of the Union, and custom checks of whoever runs the viewer: nobody does here.
const LINES: [(&str, &str, Option<Check>); 7] = [
    ("2f5b89b96f", "FORMAT", Some(Check::Conformance)),
    ("f9c2016fe9", "SEAL", Some(Check::Proof)),
    ("1faf8d450f", "OWNER", Some(Check::Recipient)),
    ("271aef9eb4", "REVOCATION", Some(Check::Status)),
    ("94d828f160", "EXPIRY", Some(Check::Validity)),
    ("e2bbc86a28", "ACCREDITATION", None),
    ("c_50990fe3", "CUSTOM", None),
];

/// The seven lines, in the viewer's order.
pub(super) fn say(found: &[Line], into: &mut impl Members) {
    into.objects("viewer", &LINES, |(name, word, check), into| line(name, word, *check, found, into));
}

fn line(name: &str, word: &str, check: Option<Check>, found: &[Line], into: &mut impl Members) {
    let of_check = found.iter().filter(|line| Some(line.check()) == check);
    let gravest = of_check.max_by_key(|line| line.ruling().gravity());
    let remedy = gravest.map(|line| line.finding().remedy()).filter(|text| !text.is_empty());
    let sentence = gravest.map(|line| line.finding().sentence());
    into.text("type", &format!("{VERIFICATION}{name}"));
    into.text("check", word);
    into.text("status", &format!("{STATUS}{}", gravest.map_or(SKIPPED, outcome)));
    into.text("description", sentence.as_deref().unwrap_or("not asked here"));
    into.some_text("longDescription", remedy.as_deref());
}

/// What could not be told is an error to the viewer, which has no third word; what names no status is skipped.
fn outcome(gravest: &Line) -> &'static str {
    match gravest.ruling() {
        Ruling::Fail | Ruling::Unknown => ERROR,
        Ruling::Skipped => SKIPPED,
        Ruling::Note if gravest.finding().code() == Code::StatusNone => SKIPPED,
        Ruling::Note | Ruling::Pass => OK,
    }
}
