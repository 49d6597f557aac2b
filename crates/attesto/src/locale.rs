//! Words for people in English, Greek, Italian and Romanian: one Fluent file per language.
//! What a finding means in English is the catalogue's; JSON is never translated.

mod decision;
mod phrases;
mod visible;

pub(crate) use phrases::Phrases;
pub(crate) use visible::visible;

use std::fmt;
use std::sync::OnceLock;

use attesto_credential::Date;
use attesto_verifier::{Check, Day, Finding, Ruling, Verdict};
use clap::ValueEnum;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A language that people are spoken to in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tongue {
    /// Ελληνικά.
    El,
    /// English.
    #[default]
    En,
    /// Italiano.
    It,
    /// Română.
    Ro,
}

impl Tongue {
    /// Every language, in the order in which people choose.
    pub(crate) const ALL: [Self; 4] = [Self::En, Self::El, Self::It, Self::Ro];

    /// Its tag (BCP 47).
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::El => "el",
            Self::En => "en",
            Self::It => "it",
            Self::Ro => "ro",
        }
    }

    /// What it calls itself.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::El => "Ελληνικά",
            Self::En => "English",
            Self::It => "Italiano",
            Self::Ro => "Română",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::El => include_str!("../locale/el.ftl"),
            Self::En => include_str!("../locale/en.ftl"),
            Self::It => include_str!("../locale/it.ftl"),
            Self::Ro => include_str!("../locale/ro.ftl"),
        }
    }

    /// The language that an environment asks for, as `el_GR.UTF-8`; English for all others.
    pub(crate) fn of_environment(locale: &str) -> Self {
        match locale.split(['_', '.', '-', '@']).next() {
            Some("el") => Self::El,
            Some("it") => Self::It,
            Some("ro") => Self::Ro,
            _ => Self::En,
        }
    }
}

/// The words of one language, read when the first of them is said, and once in a process.
pub(crate) struct Words {
    tongue: Tongue,
    bundle: OnceLock<FluentBundle<FluentResource>>,
}

static EL: Words = Words::unread(Tongue::El);
static EN: Words = Words::unread(Tongue::En);
static IT: Words = Words::unread(Tongue::It);
static RO: Words = Words::unread(Tongue::Ro);

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("tongue", &self.tongue).finish()
    }
}

impl Words {
    /// The words of a language.
    pub(crate) fn of(tongue: Tongue) -> &'static Self {
        match tongue {
            Tongue::El => &EL,
            Tongue::En => &EN,
            Tongue::It => &IT,
            Tongue::Ro => &RO,
        }
    }

    const fn unread(tongue: Tongue) -> Self {
        Self { tongue, bundle: OnceLock::new() }
    }

    fn read(&self) -> FluentBundle<FluentResource> {
        // The language tells Fluent how to count; a tag that it does not know would count as in no language at all.
        let locale: LanguageIdentifier = self.tongue.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks would turn up as signs in terminals; facts are made visible by the printer instead.
        bundle.set_use_isolating(false);
        // A line that cannot be read is left out and falls back to English; a test demands that there is none.
        let resource = FluentResource::try_new(self.tongue.text().to_owned()).unwrap_or_else(|(read, _)| read);
        bundle.add_resource_overriding(resource);
        bundle
    }

    /// Which language it is.
    pub(crate) fn tongue(&self) -> Tongue {
        self.tongue
    }

    /// A label; its own id if the language has none.
    pub(crate) fn label(&self, id: &str) -> String {
        self.filled(id, None, &[]).unwrap_or_else(|| id.to_owned())
    }

    /// A label with facts in it.
    pub(crate) fn label_with(&self, id: &str, facts: &[(&'static str, String)]) -> String {
        self.filled(id, None, facts).unwrap_or_else(|| id.to_owned())
    }

    /// What a finding means.
    pub(crate) fn sentence(&self, finding: &Finding) -> String {
        self.filled(&id(finding), None, &finding.facts()).unwrap_or_else(|| finding.sentence())
    }

    /// What to do about a finding; empty where there is nothing to do.
    pub(crate) fn remedy(&self, finding: &Finding) -> String {
        self.filled(&id(finding), Some("remedy"), &finding.facts()).unwrap_or_else(|| finding.remedy())
    }

    /// What went wrong with a request and what to do about it, by the code of its fault.
    pub(crate) fn problem(&self, code: &str, facts: &[(&'static str, String)]) -> [String; 2] {
        let id = format!("problem-{code}");
        [None, Some("remedy")].map(|attribute| self.filled(&id, attribute, facts).unwrap_or_else(|| code.to_owned()))
    }

    /// The word of a verdict, for the day it speaks of.
    pub(crate) fn verdict(&self, verdict: Verdict, day: Day) -> String {
        self.label(match (verdict, day) {
            (Verdict::Valid, Day::Now) => "verdict-valid",
            (Verdict::Valid, Day::Asked) => "verdict-valid-then",
            (Verdict::NotValid, _) => "verdict-not-valid",
            (Verdict::CannotTell, _) => "verdict-cannot-tell",
        })
    }

    /// The word of a ruling.
    pub(crate) fn ruling(&self, ruling: Ruling) -> String {
        self.label(&format!("ruling-{}", ruling.name()))
    }

    /// A day as people write it.
    pub(crate) fn day(&self, day: Date) -> String {
        let (year, month, day) = day.parts();
        let month = self.label(&format!("month-{month}"));
        self.label_with("date", &[("day", day.to_string()), ("month", month), ("year", year.to_string())])
    }

    /// The name of a check.
    pub(crate) fn check(&self, check: Check) -> String {
        self.label(&format!("check-{}", check.name()))
    }

    fn filled(&self, id: &str, attribute: Option<&str>, facts: &[(&'static str, String)]) -> Option<String> {
        let bundle = self.bundle.get_or_init(|| self.read());
        let message = bundle.get_message(id)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let arguments: FluentArgs<'_> =
            facts.iter().map(|(name, value)| (*name, FluentValue::from(value.as_str()))).collect();
        let mut faults = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&arguments), &mut faults).into_owned();
        faults.is_empty().then_some(text)
    }
}

/// The id of a finding's words: its code with a hyphen for the full stop.
fn id(finding: &Finding) -> String {
    finding.code().text().replace('.', "-")
}

#[cfg(test)]
mod tests;
