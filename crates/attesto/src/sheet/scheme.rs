//! A certification scheme laid out as a page that a person can read, in all four languages.
//! It says what the scheme file says, and nothing of any candidate.

use askama::Template;
use attesto_credential::{Language, LocalText};
use attesto_issuer::Scheme;

use super::decisions::NotLaidOut;
use crate::locale::{Tongue, Words};

/// Lays a scheme out as one self-contained page; the language asked for comes first.
///
/// # Errors
/// The template did not take what it was given.
pub(crate) fn scheme_page(scheme: &Scheme, first: Tongue) -> Result<String, NotLaidOut> {
    let others = Tongue::ALL.into_iter().filter(|tongue| *tongue != first);
    let parts: Vec<Part> = [first].into_iter().chain(others).map(|tongue| Part::of(scheme, tongue)).collect();
    let parts = parts.into_iter().enumerate().map(|(place, part)| if place == 0 { part } else { part.unanchored() });
    let page = SchemePage {
        tag: first.tag(),
        title: in_tongue(scheme.title(), first),
        version: scheme.version().to_string(),
        code: scheme.code(),
        id: scheme.id().as_str(),
        owner: scheme.owner().name().as_str(),
        parts: parts.collect(),
    };
    Ok(page.render()?)
}

#[derive(Template)]
#[template(path = "scheme.html")]
struct SchemePage<'s> {
    tag: &'static str,
    title: String,
    version: String,
    code: &'s str,
    id: &'s str,
    owner: &'s str,
    parts: Vec<Part>,
}

/// The scheme in one language.
struct Part {
    tag: &'static str,
    own_name: &'static str,
    title: String,
    version: String,
    description: String,
    owner_label: String,
    months: String,
    criteria_heading: String,
    criteria_anchor: &'static str,
    criteria: String,
    tables: Vec<Table>,
    terms_heading: String,
    appeal: String,
    terms: Vec<(String, String, String)>,
}

struct Table {
    heading: String,
    columns: Vec<String>,
    rows: Vec<Row>,
}

/// A row, and the fragments under which badges name what stands in it.
struct Row {
    anchors: Vec<String>,
    cells: Vec<String>,
}

impl Part {
    fn of(scheme: &Scheme, tongue: Tongue) -> Self {
        let words = Words::of(tongue);
        let text = |local: &LocalText| in_tongue(local, tongue);
        let months = [("months", scheme.validity_months().to_string()), ("zone", scheme.zone().to_string())];
        let appeal = [("days", scheme.appeal_days().to_string()), ("clause", scheme.approval_clause().to_string())];
        let term = |term: &attesto_issuer::Term| {
            let topic = words.label(&format!("topic-{}", term.topic().word()));
            (topic, term.clause().to_string(), text(term.text()))
        };
        Self {
            tag: tongue.tag(),
            own_name: tongue.own_name(),
            title: text(scheme.title()),
            version: words.label_with("scheme-version", &[("version", scheme.version().to_string())]),
            description: text(scheme.description()),
            owner_label: words.label("scheme-owner"),
            months: words.label_with("scheme-months", &months),
            criteria_heading: words.label("scheme-criteria"),
            criteria_anchor: "criteria",
            criteria: text(scheme.criteria()),
            tables: vec![
                rules(scheme, words),
                competences(scheme, words),
                assessments(scheme, words),
                curriculum(scheme, words),
            ],
            terms_heading: words.label("scheme-terms"),
            appeal: words.label_with("scheme-appeal", &appeal),
            terms: scheme.terms().iter().map(term).collect(),
        }
    }

    /// The same without the names that only one place of a page may have.
    fn unanchored(mut self) -> Self {
        self.criteria_anchor = "";
        for row in self.tables.iter_mut().flat_map(|table| &mut table.rows) {
            row.anchors.clear();
        }
        self
    }
}

impl Table {
    fn new(words: &Words, heading: &str, columns: &[&str], rows: Vec<Row>) -> Self {
        Self { heading: words.label(heading), columns: columns.iter().map(|id| words.label(id)).collect(), rows }
    }
}

fn rules(scheme: &Scheme, words: &Words) -> Table {
    let row = |rule: &attesto_issuer::Rule| {
        let cells = vec![in_tongue(rule.title(), words.tongue()), words.asks(rule), rule.clause().to_string()];
        Row { anchors: vec![format!("result-rule-{}", rule.id())], cells }
    };
    let rows = scheme.rules().iter().map(row).collect();
    Table::new(words, "scheme-rules", &["column-rule", "column-asks", "column-clause"], rows)
}

fn competences(scheme: &Scheme, words: &Words) -> Table {
    let mut rows = Vec::new();
    for rubric in scheme.rubrics() {
        let name = format!("{} {}", rubric.code(), in_tongue(rubric.competence().title(), words.tongue()));
        let esco: Vec<&str> = rubric.competence().esco().iter().map(|link| link.label()).collect();
        let mut anchors = vec![rubric.code().to_string(), format!("result-competence-{}", rubric.code())];
        for level in rubric.levels() {
            let demands: Vec<String> = level.demands().iter().map(|demand| words.demand(demand)).collect();
            let number = level.level().number().to_string();
            anchors.push(format!("competence-{}-level-{number}", rubric.code()));
            let cells = vec![name.clone(), number, demands.join(", "), esco.join(", ")];
            rows.push(Row { anchors: std::mem::take(&mut anchors), cells });
        }
    }
    let mut table =
        Table::new(words, "scheme-competences", &["column-competence", "column-level", "column-shown-by"], rows);
    table.columns.push("ESCO".to_owned());
    table
}

fn assessments(scheme: &Scheme, words: &Words) -> Table {
    let mut rows = Vec::new();
    for assessment in scheme.assessments() {
        for criterion in assessment.criteria() {
            let name = format!("{} {}", criterion.code(), in_tongue(criterion.title(), words.tongue()));
            let cells = vec![name, in_tongue(assessment.title(), words.tongue()), words.scale(criterion.scale())];
            rows.push(Row { anchors: vec![format!("result-criterion-{}", criterion.code())], cells });
        }
    }
    Table::new(words, "scheme-assessments", &["column-criterion", "column-assessment", "column-scale"], rows)
}

fn curriculum(scheme: &Scheme, words: &Words) -> Table {
    let row = |unit: &attesto_issuer::Unit| {
        let cells = vec![unit.code().to_string(), in_tongue(unit.title(), words.tongue()), unit.minutes().to_string()];
        Row { anchors: Vec::new(), cells }
    };
    let rows = scheme.curriculum().iter().map(row).collect();
    let mut table = Table::new(words, "scheme-curriculum", &["column-unit", "column-name", "column-minutes"], rows);
    table.heading = format!("{}: {} {}", table.heading, scheme.curriculum().len(), words.units(scheme.unit_kind()));
    table
}

fn in_tongue(local: &LocalText, tongue: Tongue) -> String {
    let first = || local.iter().next().map(|(_, line)| line.to_string()).unwrap_or_default();
    Language::parse(tongue.tag()).map_or_else(|_| first(), |language| local.best(&language).to_owned())
}
