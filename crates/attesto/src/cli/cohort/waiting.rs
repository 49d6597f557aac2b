//! What a cohort waits for: files that are to come, and the queue of what could not be matched.

use attesto_issuer::{Intake, Question};
use serde_json::{Map, Value, json};

use crate::cli::print::visible;

/// For people; nothing if nothing waits.
pub(crate) fn text(taken: &Intake) -> String {
    let mut text = String::new();
    if !taken.outstanding.is_empty() {
        text.push_str(&format!("\nawaited, not there yet: {}\n", taken.outstanding.join(", ")));
    }
    if !taken.questions.is_empty() {
        text.push_str(&format!("\nin the queue: {}, each with the words to answer it\n", taken.questions.len()));
    }
    for question in &taken.questions {
        let place = question.place().map(|(file, row)| format!(" [{file}, row {row}]")).unwrap_or_default();
        let line = format!("  {question}{place}\n    attesto cohort resolve COHORT {}\n", question.answers());
        text.push_str(&visible(&line));
    }
    text
}

/// For programs.
pub(crate) fn json(taken: &Intake) -> Map<String, Value> {
    let question = |question: &Question| {
        let place = question.place();
        json!({
            "code": question.code(),
            "file": place.map(|(file, _)| file),
            "row": place.map(|(_, row)| row),
            "detail": question.to_string(),
            "answers": question.answers(),
        })
    };
    let mut members = Map::new();
    members.insert("awaited".to_owned(), json!(taken.outstanding));
    members.insert("queue".to_owned(), taken.questions.iter().map(question).collect());
    members
}
