//! What an authentic credential says, as a reader wants it: whose, what, by whom, since when, shown by what.
//! Made only where the seal held; what the issuer says of itself is marked as its own word.

use attesto_credential::{
    Achievement, Credential, IdentityHash, Language, Members, Outcome, StatusEntry, StatusPlace, Timestamp,
};

use crate::trust::TrustList;

/// What the credential says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    names: Vec<String>,
    title: Option<String>,
    language: Option<String>,
    certificate: Option<String>,
    number: Option<String>,
    issuer: String,
    issuer_name: Option<IssuerName>,
    since: Timestamp,
    until: Option<Timestamp>,
    shown: Vec<Shown>,
    places: Vec<StatusPlace>,
}

/// What an issuer is called, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IssuerName {
    /// By the issuer itself; nobody vouches for it.
    Claimed(String),
    /// By a trust list.
    Listed(String),
}

/// One outcome: a competence with its level, a mark, an attendance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What was measured.
    pub title: String,
    /// `RubricCriterionLevel`, `RawScore`, … (Open Badges 3.0 `ResultType`).
    pub kind: String,
    /// The level reached, by name.
    pub level: Option<String>,
    /// The value.
    pub value: Option<String>,
    /// `Completed`, `Failed`, …
    pub status: Option<String>,
}

impl Subject {
    /// `entity` is what a list of trusted entities calls the owner of the authority behind the seal.
    pub(crate) fn of(said: &Credential, lists: &[TrustList], entity: Option<&str>) -> Self {
        let issuer = said.issuer.id.to_string();
        let listed = lists.iter().find_map(|list| list.issuer(&issuer)).map(|entry| entry.name());
        let listed = listed.or(entity).map(str::to_owned);
        let issuer_name = listed.map(IssuerName::Listed).or_else(|| said.issuer.name.clone().map(IssuerName::Claimed));
        let achievement = said.achievement.as_deref();
        let title = achievement.map(|achievement| achievement.name.clone()).filter(|name| !name.is_empty());
        Self {
            names: names(said),
            title: title.or_else(|| said.name.clone()),
            language: achievement.and_then(|achievement| tag(achievement.language.as_deref()?)),
            certificate: achievement.map(|achievement| achievement.id.to_string()),
            number: said.number.clone(),
            issuer,
            issuer_name,
            since: said.validity.from(),
            until: said.validity.until(),
            shown: said.outcomes.iter().map(|outcome| shown(outcome, achievement)).collect(),
            places: said.status.iter().filter_map(place).collect(),
        }
    }

    /// The names it is made out to, where they are in plain text.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// What was achieved.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The language of the title and of what was measured (BCP 47), where the credential says it.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// The id of the achievement, which trust lists speak of.
    pub fn certificate(&self) -> Option<&str> {
        self.certificate.as_deref()
    }

    /// The certificate number.
    pub fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// The id of the issuer, to which the key is bound.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// What the issuer is called, and by whom.
    pub fn issuer_name(&self) -> Option<&IssuerName> {
        self.issuer_name.as_ref()
    }

    /// From when it holds.
    pub fn since(&self) -> Timestamp {
        self.since
    }

    /// Until when it holds; without end if there is none.
    pub fn until(&self) -> Option<Timestamp> {
        self.until
    }

    /// The outcomes it shows, in the order they stand.
    pub fn shown(&self) -> &[Shown] {
        &self.shown
    }

    /// Where its status is told.
    pub fn places(&self) -> &[StatusPlace] {
        &self.places
    }

    pub(super) fn say(&self, into: &mut impl Members) {
        let (name, by) = match &self.issuer_name {
            Some(IssuerName::Claimed(name)) => (Some(name.as_str()), Some("itself")),
            Some(IssuerName::Listed(name)) => (Some(name.as_str()), Some("trust-list")),
            None => (None, None),
        };
        into.texts("names", &self.names);
        into.some_text("title", self.title());
        into.some_text("certificate", self.certificate());
        into.some_text("number", self.number());
        into.object("issuer", |into| {
            into.text("id", &self.issuer);
            into.some_text("name", name);
            into.some_text("namedBy", by);
        });
        into.text("since", &self.since.to_string());
        into.some_text("until", self.until.map(|until| until.to_string()).as_deref());
        into.objects("shown", &self.shown, Shown::say);
    }
}

impl Shown {
    fn say(&self, into: &mut impl Members) {
        into.text("title", &self.title);
        into.text("kind", &self.kind);
        into.some_text("level", self.level.as_deref());
        into.some_text("value", self.value.as_deref());
        into.some_text("status", self.status.as_deref());
    }
}

/// A text that is a language tag; whatever else stands there names no language.
fn tag(text: &str) -> Option<String> {
    Language::parse(text).ok().map(|language| language.to_string())
}

fn place(entry: &StatusEntry) -> Option<StatusPlace> {
    entry.read_token().ok().flatten().or_else(|| entry.read().ok().flatten().map(|read| read.place))
}

fn names(said: &Credential) -> Vec<String> {
    let plain = |kind: &str| -> Vec<String> {
        let named = said.recipient.identities.iter().filter(|identity| identity.kind == kind);
        let texts = named.filter_map(|identity| match &identity.value {
            IdentityHash::Plain(name) => Some(name.clone()),
            IdentityHash::Hashed { .. } => None,
        });
        texts.collect()
    };
    let mut names = plain("name");
    names.extend(said.recipient.full_names());
    names
}

fn shown(outcome: &Outcome, achievement: Option<&Achievement>) -> Shown {
    let descriptions = achievement.map_or(&[][..], |achievement| &achievement.result_descriptions);
    let description = descriptions.iter().find(|description| Some(&description.id) == outcome.description.as_ref());
    let level = description.and_then(|description| {
        description.levels.iter().find(|level| Some(&level.id) == outcome.achieved_level.as_ref())
    });
    let reached = level.map(|level| level.name.clone());
    Shown {
        title: description.map_or_else(String::new, |description| description.name.clone()),
        kind: description.map_or_else(String::new, |description| description.kind.clone()),
        level: reached.or_else(|| outcome.achieved_level.as_ref().map(ToString::to_string)),
        value: outcome.value.clone(),
        status: outcome.status.clone(),
    }
}
