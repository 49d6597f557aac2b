//! Reads what a scheme says of learning: `[learning]`, `[[accreditations]]`, `[[entitlements]]`.
//! Nothing of it is needed to decide; a fault in it is a fault of the scheme all the same.

use attesto_credential::{Date, Iri, Level, Vocabulary};

use super::learning::{Accreditation, Agent, Entitlement, Learning, Levelled, national, word};
use super::parse::esco;
use crate::form::Section;

/// What the three tables say; nothing if one of them is at fault.
pub(super) struct Told {
    pub(super) learning: Learning,
    pub(super) accreditations: Vec<Accreditation>,
    pub(super) entitlements: Vec<Entitlement>,
}

pub(super) fn told(form: &Section<'_>) -> Option<Told> {
    let learning = if form.has("learning") {
        form.section("learning").and_then(|section| learning(&section))
    } else {
        Some(Learning::default())
    };
    let accreditations = form.each_or_none("accreditations", accreditation);
    let entitlements = form.each_or_none("entitlements", entitlement);
    Some(Told { learning: learning?, accreditations: accreditations?, entitlements: entitlements? })
}

fn learning(section: &Section<'_>) -> Option<Learning> {
    let words = |key: &str, vocabulary: Vocabulary| {
        if section.has(key) { section.list(key, word(vocabulary)) } else { Some(Vec::new()) }
    };
    let thematic_areas = words("thematic_areas", Vocabulary::ThematicArea);
    let languages = words("languages", Vocabulary::Language);
    let modes = words("modes", Vocabulary::Mode);
    let setting = section.optional("setting", word(Vocabulary::LearningSetting));
    let workload_hours = hours(section);
    let levelled = if section.has("levelled") { levelled(section).map(Some) } else { Some(None) };
    section.close();
    Some(Learning {
        thematic_areas: thematic_areas?,
        languages: languages?,
        setting: setting?,
        workload_hours: workload_hours?,
        modes: modes?,
        levelled: levelled?,
    })
}

#[expect(clippy::option_option, reason = "a fault, nothing written, and a value are three things")]
fn hours(section: &Section<'_>) -> Option<Option<u32>> {
    if !section.has("workload_hours") {
        return Some(None);
    }
    let hours = section.number("workload_hours")?;
    if (1..=10_000).contains(&hours) {
        return Some(Some(hours));
    }
    section.fault("workload_hours", "is not between 1 and 10000", "write the hours of work a candidate needs in all");
    None
}

fn levelled(section: &Section<'_>) -> Option<Levelled> {
    let section = section.section("levelled")?;
    let level = section.number("eqf").and_then(|number| {
        let level = Level::new(number.into());
        level.map_err(|_| section.fault("eqf", "is not one of EQF 1 to 8", "write the digit")).ok()
    });
    let read = (section.parsed("national", national), section.local_text("title"));
    section.close();
    Some(Levelled { eqf: level?, national: read.0?, title: read.1? })
}

fn accreditation(section: &Section<'_>) -> Option<Accreditation> {
    let read = (section.local_text("title"), section.parsed("kind", word(Vocabulary::AccreditationType)));
    let days = (section.optional("from", Date::parse), section.optional("until", Date::parse));
    let agent = section.section("agent").and_then(|agent| {
        let read = (agent.parsed("id", Iri::parse), agent.local_text("name"));
        let country = agent.parsed("country", word(Vocabulary::Country));
        agent.close();
        Some(Agent { id: read.0?, name: read.1?, country: country? })
    });
    let (from, until) = (days.0?, days.1?);
    if matches!((from, until), (Some(from), Some(until)) if until <= from) {
        section.fault("until", "is not after from", "write the last day of the accreditation");
        return None;
    }
    Some(Accreditation { title: read.0?, kind: read.1?, agent: agent?, from, until })
}

fn entitlement(section: &Section<'_>) -> Option<Entitlement> {
    let read = (
        section.local_text("title"),
        section.parsed("kind", word(Vocabulary::EntitlementType)),
        section.parsed("status", word(Vocabulary::EntitlementStatus)),
    );
    let occupations = section.each_or_none("occupations", esco);
    Some(Entitlement { title: read.0?, kind: read.1?, status: read.2?, occupations: occupations? })
}
