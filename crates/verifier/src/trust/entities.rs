//! Lists of trusted entities (ETSI TS 119 602, JSON): whose services issue attestations, by which authorities.
//! Read as far as that needs; what else stands in one is named and not judged.

use std::collections::BTreeSet;

use attesto_credential::{Document, Json, Limits, Object, Timestamp, Unreadable};
use attesto_securing::{Anchors, Broken, Digest, SignedList};

use super::{Edition, TrustList};

/// The most that is read of a list: bytes, depth, members, and one text (a certificate in base64).
const LIMITS: Limits = Limits { bytes: 4 << 20, depth: 32, members: 100_000, string_bytes: 64 << 10 };

/// The most entities, and the most certificates of all of them.
const ENTITIES: usize = 2_000;
const CERTIFICATES: usize = 4_000;

/// The end of the types of services that issue attestations (PubEAA, QEAA, EAA), whoever keeps the list.
const ISSUANCE: &str = "EAA/Issuance";

/// The end of the states in which a service counts.
const IN_FORCE: [&str; 3] = ["/granted", "/notified", "/active"];

/// The members of an entity's service that are judged here, and those that only tell people more.
const OF_SERVICE: [&str; 9] = [
    "ServiceName",
    "ServiceDigitalIdentity",
    "ServiceTypeIdentifier",
    "ServiceStatus",
    "StatusStartingTime",
    "SchemeServiceDefinitionURI",
    "ServiceSupplyPoints",
    "ServiceDefinitionURI",
    "ServiceInformation",
];

/// One entity, and since when its authorities count.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    name: String,
    services: Vec<(Anchors, Option<Timestamp>)>,
    anchors: Anchors,
}

/// A list of trusted entities that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadEntities {
    /// A certificate that cannot be read.
    #[error("at {pointer} stands no certificate in base64; ask its keeper for a list that holds")]
    Certificate {
        /// Where.
        pointer: String,
    },
    /// A name twice, or a number that readers round differently.
    #[error(
        "the list has a duplicate key or an inexact number, over which readers would differ; ask its keeper for a new one"
    )]
    Flawed,
    /// A member that is needed.
    #[error("at {pointer} {what} is needed (ETSI TS 119 602); ask its keeper for a list that holds")]
    Missing {
        /// Where.
        pointer: String,
        /// What.
        what: &'static str,
    },
    /// The signature, or the certificate behind it.
    #[error("its signature does not hold: {0}; do not rely on it before its keeper says why")]
    Signature(#[from] Broken),
    /// More than is read.
    #[error("the list has more than {limit} {what}; more are not read here")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// Not JSON within the limits.
    #[error("the list cannot be read: {0}")]
    Unreadable(#[from] Unreadable),
}

impl Entity {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// All its authorities.
    pub(super) fn anchors(&self) -> &Anchors {
        &self.anchors
    }

    pub(super) fn holds(&self, anchor: &Digest) -> bool {
        self.anchors.holds(anchor)
    }

    /// Whether a service of that authority counted at a moment.
    pub(crate) fn is_trusted_at(&self, anchor: &Digest, sealed: Timestamp) -> bool {
        let begun = |since: &Option<Timestamp>| since.is_none_or(|since| since <= sealed);
        self.services.iter().any(|(anchors, since)| anchors.holds(anchor) && begun(since))
    }
}

impl TrustList {
    /// Reads a list of trusted entities that nobody signed: whoever verifies answers for it.
    ///
    /// # Errors
    /// Not such a list, over a limit, or with a certificate that cannot be read.
    pub fn of_entities(bytes: &[u8]) -> Result<Self, BadEntities> {
        let document = Document::parse(bytes, &LIMITS)?;
        if document.flaws().is_empty() { Reading::default().list(&document) } else { Err(BadEntities::Flawed) }
    }

    /// Reads a list of trusted entities that its keeper signed, by a certificate that was given or that one given
    /// vouches for.
    ///
    /// # Errors
    /// As above, and a signature that does not hold.
    pub fn of_signed_entities(text: &str, given: &Anchors, at: Timestamp) -> Result<Self, BadEntities> {
        let signed = SignedList::open(text, given, at, &LIMITS)?;
        let list = Reading::default().list(signed.said())?;
        Ok(Self { keeper: Some(signed.by().to_owned()), ..list })
    }
}

/// What was met on the way.
#[derive(Default)]
struct Reading {
    unread: BTreeSet<String>,
    certificates: usize,
}

fn missing(pointer: impl Into<String>, what: &'static str) -> BadEntities {
    BadEntities::Missing { pointer: pointer.into(), what }
}

impl Reading {
    fn list(mut self, document: &Document) -> Result<TrustList, BadEntities> {
        let root = document.root();
        self.note(root, &["LoTE"], "");
        let list = root.get("LoTE").and_then(Json::as_object).ok_or_else(|| missing("/LoTE", "an object"))?;
        let about = list.get("ListAndSchemeInformation").and_then(Json::as_object);
        let about = about.ok_or_else(|| missing("/LoTE/ListAndSchemeInformation", "an object"))?;
        let edition = edition(about)?;
        let name = english(about, "SchemeName").or_else(|| english(about, "SchemeOperatorName"));
        let name = name.ok_or_else(|| missing("/LoTE/ListAndSchemeInformation/SchemeOperatorName", "a name"))?;
        for beyond in ["PointersToOtherLoTE", "SchemeExtensions"].into_iter().filter(|name| about.get(name).is_some()) {
            self.unread.insert(beyond.to_owned());
        }
        let all = list.get("TrustedEntitiesList").and_then(Json::as_array).unwrap_or_default();
        if all.len() > ENTITIES {
            return Err(BadEntities::TooMany { what: "entities", limit: ENTITIES });
        }
        let entity = |(index, entity)| self.entity(entity, &format!("/LoTE/TrustedEntitiesList/{index}"));
        let entities = all.iter().enumerate().map(entity).collect::<Result<Vec<_>, _>>()?;
        let entities = entities.into_iter().filter(|entity| !entity.anchors.is_empty()).collect();
        Ok(TrustList {
            name: name.to_owned(),
            keeper: None,
            edition: Some(edition),
            issuers: Vec::new(),
            anchors: Anchors::none(),
            entities,
            unread: self.unread,
        })
    }

    fn note(&mut self, object: &Object, known: &[&str], before: &str) {
        let others = object.iter().map(|(name, _)| name).filter(|name| !known.contains(name));
        self.unread.extend(others.map(|name| format!("{before}{name}")));
    }

    fn entity(&mut self, entity: &Json, at: &str) -> Result<Entity, BadEntities> {
        let entity = entity.as_object().ok_or_else(|| missing(at, "an object"))?;
        let about = entity.get("TrustedEntityInformation").and_then(Json::as_object);
        let name = about.and_then(|about| english(about, "TEName"));
        let name = name.ok_or_else(|| missing(format!("{at}/TrustedEntityInformation/TEName"), "a name"))?;
        let services = entity.get("TrustedEntityServices").and_then(Json::as_array);
        let services = services.ok_or_else(|| missing(format!("{at}/TrustedEntityServices"), "a list"))?;
        let mut read = Vec::new();
        for (index, service) in services.iter().enumerate() {
            let at = format!("{at}/TrustedEntityServices/{index}");
            let service = service.as_object().ok_or_else(|| missing(&at, "an object"))?;
            self.note(service, &["ServiceInformation"], "");
            let about = service.get("ServiceInformation").and_then(Json::as_object);
            let about = about.ok_or_else(|| missing(format!("{at}/ServiceInformation"), "an object"))?;
            read.extend(self.service(about, &format!("{at}/ServiceInformation"))?);
        }
        let anchors = read.iter().fold(Anchors::none(), |all, (anchors, _)| all.and(anchors));
        Ok(Entity { name: name.to_owned(), services: read, anchors })
    }

    /// The authorities of a service that issues attestations and is in force; of others, that they are there.
    fn service(&mut self, about: &Object, at: &str) -> Result<Option<(Anchors, Option<Timestamp>)>, BadEntities> {
        self.note(about, &OF_SERVICE, "");
        if let Some(kind) = about.text("ServiceTypeIdentifier").filter(|kind| !kind.ends_with(ISSUANCE)) {
            self.unread.insert(format!("services of the type {kind}"));
            return Ok(None);
        }
        if let Some(state) =
            about.text("ServiceStatus").filter(|state| !IN_FORCE.iter().any(|end| state.ends_with(end)))
        {
            self.unread.insert(format!("services in the state {state}"));
            return Ok(None);
        }
        let since = match about.text("StatusStartingTime").map(Timestamp::parse) {
            Some(Err(_)) => return Err(missing(format!("{at}/StatusStartingTime"), "a moment with Z")),
            since => since.and_then(Result::ok),
        };
        let identity = about.get("ServiceDigitalIdentity").and_then(Json::as_object);
        let identity = identity.ok_or_else(|| missing(format!("{at}/ServiceDigitalIdentity"), "an object"))?;
        self.note(identity, &["X509Certificates"], "ServiceDigitalIdentity/");
        let at = format!("{at}/ServiceDigitalIdentity/X509Certificates");
        let mut anchors = Anchors::none();
        for (index, one) in identity.get("X509Certificates").map_or(&[][..], Json::as_set).iter().enumerate() {
            self.certificates += 1;
            if self.certificates > CERTIFICATES {
                return Err(BadEntities::TooMany { what: "certificates", limit: CERTIFICATES });
            }
            let coded = one.as_object().and_then(|one| one.text("val")).or(one.as_str());
            let wrong = || BadEntities::Certificate { pointer: format!("{at}/{index}") };
            anchors = anchors.with_coded(coded.ok_or_else(wrong)?).map_err(|_| wrong())?;
        }
        Ok(Some((anchors, since)))
    }
}

fn edition(about: &Object) -> Result<Edition, BadEntities> {
    let at = |name: &str| format!("/LoTE/ListAndSchemeInformation/{name}");
    if !matches!(about.get("LoTEVersionIdentifier"), Some(Json::Number(number)) if number.as_str() == "1") {
        return Err(missing(at("LoTEVersionIdentifier"), "the number 1"));
    }
    let number = match about.get("LoTESequenceNumber") {
        Some(Json::Number(number)) => number.as_str().parse().ok(),
        _ => None,
    };
    let number = number.ok_or_else(|| missing(at("LoTESequenceNumber"), "a whole number"))?;
    let moment = |name: &str| {
        let found = about.text(name).and_then(|text| Timestamp::parse(text).ok());
        found.ok_or_else(|| missing(at(name), "a moment with Z"))
    };
    Ok(Edition::new(number, moment("ListIssueDateTime")?, moment("NextUpdate")?))
}

/// The English wording of a name, else the first.
fn english<'o>(object: &'o Object, name: &str) -> Option<&'o str> {
    let wordings = object.get(name)?.as_array()?;
    let of = |wording: &'o Json, language: Option<&str>| {
        let wording = wording.as_object()?;
        let is_asked = language.is_none_or(|language| wording.text("lang") == Some(language));
        wording.text("value").filter(|text| is_asked && !text.is_empty())
    };
    let english = wordings.iter().find_map(|wording| of(wording, Some("en")));
    english.or_else(|| wordings.iter().find_map(|wording| of(wording, None)))
}
