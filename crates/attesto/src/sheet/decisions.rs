//! A decision sheet laid out for people: a page to read or print, and a table for spreadsheets.
//! It decides nothing and shows every figure that was decided on; what it says is the sheet's.

mod rows;
mod table;

use std::io::Write;

use askama::Template;
use attesto_credential::Language;
use attesto_issuer::{Change, Hands, Person, Proposal, Reason, Scheme, Sheet, SheetRow};

use crate::locale::{Phrases, Words};

use rows::Rows;
pub(crate) use table::table;

/// A sheet with what it does not say itself, in the order of its rows.
#[derive(Clone, Copy)]
pub(crate) struct Told<'t> {
    /// The sheet.
    pub(crate) sheet: &'t Sheet,
    /// Who its candidates are.
    pub(crate) persons: &'t [Person],
    /// What changed for each since the last sheet; nothing for those who are on their first.
    pub(crate) changes: &'t [Option<Vec<Change>>],
}

impl<'t> Told<'t> {
    /// Every row with its person and what changed.
    pub(crate) fn rows(self) -> impl Iterator<Item = (&'t SheetRow, &'t Person, Option<&'t [Change]>)> {
        let rows = self.sheet.rows().iter().zip(self.persons).zip(self.changes);
        rows.map(|((row, person), changes)| (row, person, changes.as_deref()))
    }

    /// Whether any candidate was on a sheet before.
    pub(crate) fn follows_another(self) -> bool {
        self.changes.iter().any(Option::is_some)
    }
}

/// A page that could not be laid out.
#[derive(Debug, thiserror::Error)]
#[error("the page could not be laid out: {0}; please report it")]
pub(crate) struct NotLaidOut(#[from] askama::Error);

/// Lays a sheet out as one self-contained page in one language; it needs no network and runs no script. Rows are laid
/// out some at a time, for there may be a hundred thousand, on the hands that are lent.
///
/// # Errors
/// What it is written to takes no more.
pub(crate) fn page(
    to: &mut dyn Write,
    body: &str,
    scheme: &Scheme,
    told: Told<'_>,
    (words, hands): (&Words, &dyn Hands),
) -> std::io::Result<()> {
    let phrases = Phrases::of(words);
    DecisionsPage::of(body, scheme, (told, Rows::of(told, &phrases, hands)), words).write_into(to)
}

#[derive(Template)]
#[template(path = "decisions.html")]
struct DecisionsPage<'s> {
    tag: &'static str,
    heading: String,
    title: String,
    body: &'s str,
    cohort: String,
    version: String,
    decided: String,
    sum: String,
    total: usize,
    certify: usize,
    refuse: usize,
    undecided: usize,
    digest_label: String,
    digest: String,
    reasons_heading: String,
    nothing_against: String,
    figures_heading: String,
    figures_note: String,
    inputs_heading: String,
    candidate_column: String,
    name_column: String,
    decision_column: String,
    why_column: String,
    changed_column: Option<String>,
    columns: Vec<String>,
    rows: Rows<'s>,
    inputs: Vec<(String, String)>,
}

impl<'s> DecisionsPage<'s> {
    fn of(body: &'s str, scheme: &Scheme, (told, rows): (Told<'s>, Rows<'s>), words: &Words) -> Self {
        let sheet = told.sheet;
        let count = |proposal| sheet.count(proposal);
        let counts = [Proposal::Certify, Proposal::Refuse, Proposal::Undecided].map(count);
        let [certify, refuse, undecided] = counts;
        let facts = [("certify", certify), ("refuse", refuse), ("undecided", undecided)];
        let decided = [("officer", sheet.decided_by().to_string()), ("moment", sheet.decided_at().to_string())];
        Self {
            tag: words.tongue().tag(),
            heading: words.label("page-decisions"),
            title: best(scheme, words),
            body,
            cohort: sheet.cohort().to_string(),
            version: words.label_with("scheme-version", &[("version", scheme.version().to_string())]),
            decided: words.label_with("page-decided", &decided),
            sum: words.label_with("page-sum", &facts.map(|(name, count)| (name, count.to_string()))),
            total: sheet.rows().len().max(1),
            certify,
            refuse,
            undecided,
            digest_label: words.label("page-digest"),
            digest: sheet.digest().to_hex(),
            reasons_heading: words.label("page-reasons"),
            nothing_against: words.label("page-nothing-against"),
            figures_heading: words.label("page-figures"),
            figures_note: words.label("page-figures-note"),
            inputs_heading: words.label("page-inputs"),
            candidate_column: words.label("column-candidate"),
            name_column: words.label("column-name"),
            decision_column: words.label("column-decision"),
            why_column: words.label("column-why"),
            changed_column: told.follows_another().then(|| words.label("column-changed")),
            columns: columns(scheme, words),
            rows,
            inputs: sheet.inputs().iter().map(|i| (i.path().to_owned(), i.digest().to_hex())).collect(),
        }
    }
}

/// The figure of a reason against the best one, if it is known.
fn figure(reason: &Reason) -> String {
    reason.found().map(|found| format!("{found}/{}", reason.out_of())).unwrap_or_default()
}

/// The title in the page's language.
fn best(scheme: &Scheme, words: &Words) -> String {
    let tag = words.tongue().tag();
    Language::parse(tag).map_or_else(|_| scheme.code().to_owned(), |language| scheme.title().best(&language).to_owned())
}

/// A column per rule, then one per competence.
fn columns(scheme: &Scheme, words: &Words) -> Vec<String> {
    let rules =
        scheme.rules().iter().map(|rule| format!("{} ({} {})", rule.id(), words.label("column-clause"), rule.clause()));
    let competences = scheme.rubrics().iter().map(|rubric| rubric.code().to_string());
    rules.chain(competences).collect()
}

#[cfg(test)]
mod tests;
