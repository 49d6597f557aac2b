//! The rows of a sheet for people, laid out share by share on the hands that are lent; the shares come in their order.
//! What every row says again is put in words once.

use std::borrow::Cow;

use askama::Template;
use attesto_issuer::{Change, Hands, Holding, Person, Proposal, Reason, SheetRow, Showing, each_share};

use super::{Told, figure};
use crate::locale::Phrases;

/// So many rows are laid out before the first of them is written: memory does not grow with the sheet.
const BATCH: usize = 8_192;

/// A row, its person, and what changed since the last sheet.
pub(super) type TheRow<'t> = (&'t SheetRow, &'t Person, Option<&'t [Change]>);

/// Rows that are laid out when it is their turn.
pub(super) struct Rows<'s> {
    rows: Vec<TheRow<'s>>,
    phrases: &'s Phrases<'s>,
    tells_changes: bool,
    hands: &'s dyn Hands,
}

/// A row of the table of reasons.
#[derive(Template)]
#[template(path = "decisions-against.html")]
struct Against<'r> {
    candidate: &'r str,
    native: String,
    latin: Option<String>,
    language: &'r str,
    class: &'static str,
    decision: &'r str,
    reasons: Vec<String>,
}

/// A row of the table of figures.
#[derive(Template)]
#[template(path = "decisions-figures.html")]
struct Figures<'r> {
    candidate: &'r str,
    native: String,
    latin: Option<String>,
    language: &'r str,
    class: &'static str,
    decision: &'r str,
    cells: Vec<Cell<'r>>,
    changed: Cow<'r, [String]>,
    tells_changes: bool,
}

struct Cell<'r> {
    class: &'static str,
    sign: char,
    text: Cow<'r, str>,
}

impl<'s> Rows<'s> {
    pub(super) fn of(told: Told<'s>, phrases: &'s Phrases<'s>, hands: &'s dyn Hands) -> Self {
        Self { rows: told.rows().collect(), phrases, tells_changes: told.follows_another(), hands }
    }

    /// What comes of every share of the rows, in their order.
    pub(super) fn shares<R: Send + Sync>(&self, work: impl Fn(&[TheRow<'s>]) -> R + Sync) -> impl Iterator<Item = R> {
        self.rows.chunks(BATCH).flat_map(move |batch| each_share(batch, self.hands, &work))
    }

    /// Those who are not certified.
    pub(super) fn against(&self) -> impl Iterator<Item = askama::Result<String>> {
        let phrases = self.phrases;
        self.laid_out(move |row| {
            let is_against = row.0.decision().proposal() != Proposal::Certify;
            is_against.then(|| Against::of(row, phrases))
        })
    }

    /// Everybody, with every figure.
    pub(super) fn figures(&self) -> impl Iterator<Item = askama::Result<String>> {
        let (phrases, tells_changes) = (self.phrases, self.tells_changes);
        self.laid_out(move |row| Some(Figures::of(row, phrases, tells_changes)))
    }

    pub(super) fn has_none_against(&self) -> bool {
        self.rows.iter().all(|(row, ..)| row.decision().proposal() == Proposal::Certify)
    }

    fn laid_out<T: Template>(
        &self,
        lay_out: impl Fn(&TheRow<'s>) -> Option<T> + Sync,
    ) -> impl Iterator<Item = askama::Result<String>> {
        self.shares(move |share| {
            let mut text = String::new();
            for row in share.iter().filter_map(&lay_out) {
                text.push('\n');
                row.render_into(&mut text)?;
            }
            Ok(text)
        })
    }
}

impl<'r> Against<'r> {
    fn of(&(row, person, _): &TheRow<'r>, phrases: &'r Phrases<'r>) -> Self {
        let decision = row.decision();
        Self {
            candidate: row.candidate().as_str(),
            native: person.name().native().to_string(),
            latin: person.name().latin().map(ToString::to_string),
            language: row.language().as_str(),
            class: class(decision.proposal()),
            decision: phrases.proposal(decision.proposal()),
            reasons: phrases.against(decision),
        }
    }
}

impl<'r> Figures<'r> {
    fn of(&(row, person, changes): &TheRow<'r>, phrases: &'r Phrases<'r>, tells_changes: bool) -> Self {
        let decision = row.decision();
        let competences = decision.competences().iter().map(|result| Cell::of_showing(result.showing(), phrases));
        Self {
            candidate: row.candidate().as_str(),
            native: person.name().native().to_string(),
            latin: person.name().latin().map(ToString::to_string),
            language: row.language().as_str(),
            class: class(decision.proposal()),
            decision: phrases.proposal(decision.proposal()),
            cells: decision.reasons().iter().map(Cell::of_reason).chain(competences).collect(),
            changed: phrases.changes(changes),
            tells_changes,
        }
    }
}

impl<'r> Cell<'r> {
    fn of_reason(reason: &Reason) -> Self {
        let (class, sign) = match reason.holding() {
            Holding::Met => ("met", '✓'),
            Holding::Missing => ("missing", '?'),
            Holding::NotMet => ("not-met", '✗'),
        };
        Self { class, sign, text: figure(reason).into() }
    }

    fn of_showing(showing: Showing, phrases: &'r Phrases<'r>) -> Self {
        let (class, sign) = match showing {
            Showing::Missing => ("missing", '?'),
            Showing::NotShown => ("not-met", '✗'),
            Showing::Shown { .. } => ("met", '✓'),
        };
        Self { class, sign, text: phrases.showing(showing) }
    }
}

fn class(proposal: Proposal) -> &'static str {
    match proposal {
        Proposal::Certify => "certify",
        Proposal::Refuse => "refuse",
        Proposal::Undecided => "undecided",
    }
}
