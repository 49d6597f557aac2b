//! The canonical form of badges that were poured: what those of one pattern say alike is walked, sorted and hashed once.
//! Made of the canonical form of the marked document and held against that of the badge it is first asked for; where it
//! cannot be made, or labels cannot be told, nothing is said, and the document is walked like any other.

mod form;
mod labels;
mod line;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use attesto_credential::{Casting, Json, Pattern};

use super::context::Program;
use super::{Budget, Contexts, LabelHash, Wording};
use crate::digest::Digest;
use form::Form;

/// Patterns that a thread keeps forms of; what comes later takes the place of the oldest.
const PLACES: usize = 64;

thread_local! {
    static KEPT: RefCell<Kept> = const { RefCell::new(Kept { forms: Vec::new(), text: String::new() }) };
}

struct Kept {
    forms: Vec<Known>,
    /// Where forms are written, one after the other.
    text: String,
}

/// A pattern, the contexts that it stands under, and its form if there is one.
struct Known {
    pattern: Arc<Pattern>,
    program: Arc<Program>,
    form: Option<Rc<Form>>,
}

/// The digest of the canonical form of a badge that was poured; `None` if its document is to be walked.
pub(crate) fn digest(casting: &Casting, contexts: &Contexts, budget: &Budget) -> Option<Digest> {
    let urls = casting.pattern().marked().root().get("@context").map(Json::as_set).unwrap_or_default();
    let program = contexts.program(urls)?;
    KEPT.with(|kept| {
        let Kept { forms, text } = &mut *kept.try_borrow_mut().ok()?;
        let is_known =
            |one: &&Known| Arc::ptr_eq(&one.pattern, casting.pattern()) && Arc::ptr_eq(&one.program, &program);
        if let Some(known) = forms.iter().rev().find(is_known) {
            return known.form.as_ref()?.digest(casting.fillings(), budget, text);
        }
        let form = made(casting, contexts, budget, text).map(Rc::new);
        if forms.len() >= PLACES {
            forms.remove(0);
        }
        // Walking may have taught the program something, and the next badge stands under what it has become.
        let program = contexts.program(urls)?;
        forms.push(Known { pattern: casting.pattern().clone(), program, form: form.clone() });
        form?.digest(casting.fillings(), budget, text)
    })
}

/// The form, if it gives what a walk over the badge gives.
fn made(casting: &Casting, contexts: &Contexts, budget: &Budget, text: &mut String) -> Option<Form> {
    let walked = |document| Wording::of(document).canonical(contexts, budget, LabelHash::Sha256).ok();
    let pattern = casting.pattern();
    let form = Form::of(walked(pattern.marked())?.as_str(), pattern.marks())?;
    let expected = walked(&casting.document())?.digest();
    (form.digest(casting.fillings(), budget, text) == Some(expected)).then_some(form)
}

#[cfg(test)]
mod tests;
