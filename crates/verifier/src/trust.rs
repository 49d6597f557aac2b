//! The trust list: which issuer may issue which certificate, from when to when, by which keys.
//! It is the verifier's own statement; an issuer cannot write itself in.

mod edition;
mod entities;
mod signed;

use std::collections::BTreeSet;
use std::sync::Arc;

use attesto_credential::{Iri, Matter, Timestamp};
use attesto_securing::{Anchors, BoundKey, Digest, KeyId, Keys, PublicKey, Uses};

use crate::form::{self, Faults, Form, FormFault};

pub use edition::Edition;
pub use entities::BadEntities;
pub(crate) use entities::Entity;
pub use signed::{BadSignedList, Unpublishable};

/// A list of issuers that its keeper vouches for.
#[derive(Clone, Debug)]
pub struct TrustList {
    name: String,
    keeper: Option<String>,
    edition: Option<Edition>,
    issuers: Vec<TrustedIssuer>,
    anchors: Anchors,
    entities: Vec<Entity>,
    unread: BTreeSet<String>,
}

/// One issuer on a trust list.
#[derive(Clone, Debug)]
pub struct TrustedIssuer {
    id: Iri,
    name: String,
    certificates: Certificates,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    keys: Arc<[BoundKey]>,
    heads: Vec<HeldHead>,
    anchors: Anchors,
}

/// A head of an issuer's journal that the keeper of the list held at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
struct HeldHead {
    copies: Digest,
    held: Timestamp,
}

/// For which certificates an issuer is trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Certificates {
    All,
    These(Vec<Iri>),
}

/// A trust list that cannot be used, with every fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the trust list cannot be used: {}", form::told(faults))]
pub struct BadTrustList {
    faults: Vec<FormFault>,
}

impl BadTrustList {
    /// All faults, by line.
    pub fn faults(&self) -> &[FormFault] {
        &self.faults
    }
}

impl TrustList {
    /// Reads a trust list: `format = 1`, `name`, `sequence`, `issued` and `next_update` (all three or none), `anchors`
    /// (authorities in PEM), and per `[[issuer]]` `id`, `name`,
    /// `certificates` (ids of achievements, or `["*"]`), `from`, `until`, `anchors`, and per `[[issuer.key]]` `id`,
    /// `multikey`, `uses` (all where nothing is said), `expires`, `revoked`, and per `[[issuer.head]]` `copies`, `held`.
    ///
    /// # Errors
    /// Every fault at once, unknown members included.
    pub fn from_toml(text: &str) -> Result<Self, BadTrustList> {
        Self::beside(text, &|_| None)
    }

    /// The same, where anchors may also be names of `.pem` files beside the list, which `file` reads.
    ///
    /// # Errors
    /// Every fault at once, unknown members included.
    pub fn beside(text: &str, file: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<Self, BadTrustList> {
        let mut faults = Faults::of(text);
        let table = form::table(text, &mut faults);
        let mut form = Form::of(table.get_ref(), 0);
        form.format_one(&mut faults);
        let name = form.need_text("name", &mut faults).map_or("", |(_, name)| name).to_owned();
        let edition = edition::read(&mut form, &mut faults);
        let anchors = anchors(&mut form, file, &mut faults);
        let mut issuers: Vec<TrustedIssuer> = Vec::new();
        for form in form.forms("issuer", &mut faults) {
            let at = form.start();
            let Some(issuer) = issuer(form, file, &mut faults) else { continue };
            if issuers.iter().any(|other| other.id == issuer.id) {
                faults.at(at, format!("{} stands on the list twice; keep one entry", issuer.id));
            }
            issuers.push(issuer);
        }
        form.finished(&mut faults);
        let faults = faults.into_found();
        let list =
            Self { name, keeper: None, edition, issuers, anchors, entities: Vec::new(), unread: BTreeSet::new() };
        if faults.is_empty() { Ok(list) } else { Err(BadTrustList { faults }) }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Who sealed it; `None` where whoever verifies keeps it.
    pub fn keeper(&self) -> Option<&str> {
        self.keeper.as_deref()
    }

    /// Which edition it is, and how long it counts; `None` where it does not say.
    pub fn edition(&self) -> Option<&Edition> {
        self.edition.as_ref()
    }

    /// How many issuers and entities stand on it.
    pub fn len(&self) -> usize {
        self.issuers.len() + self.entities.len()
    }

    /// Whether nobody stands on it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What stands in it and is not read here, by name.
    pub fn unread(&self) -> impl Iterator<Item = &str> {
        self.unread.iter().map(String::as_str)
    }

    /// The entity that an authority belongs to, by the digest of its certificate.
    pub(crate) fn entity(&self, anchor: &Digest) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.holds(anchor))
    }

    /// Keys with the authorities of the list, and of each issuer who has some.
    pub(crate) fn anchoring(&self, keys: Keys) -> Keys {
        let own = self.issuers.iter().filter(|issuer| !issuer.anchors.is_empty());
        let keys = own.fold(keys, |keys, issuer| keys.trusting_for(issuer.id.as_str(), &issuer.anchors));
        let keys = keys.trusting(&self.anchors).trusting_stamps(&self.anchors);
        self.entities.iter().fold(keys, |keys, entity| keys.trusting(entity.anchors()))
    }

    /// The issuer of an id, if the list has it.
    pub fn issuer(&self, id: &str) -> Option<&TrustedIssuer> {
        self.issuers.iter().find(|issuer| issuer.id.as_str() == id)
    }
}

impl TrustedIssuer {
    /// The name that the keeper of the list gives it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is trusted for a certificate; without an id only if it is trusted for all.
    pub(crate) fn may_issue(&self, certificate: Option<&Iri>) -> bool {
        match &self.certificates {
            Certificates::All => true,
            Certificates::These(ids) => certificate.is_some_and(|id| ids.contains(id)),
        }
    }

    /// Whether it is trusted for what it sealed at a moment; both ends are inclusive.
    pub(crate) fn is_trusted_at(&self, sealed: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= sealed) && self.until.is_none_or(|until| sealed <= until)
    }

    /// Whether the list pins keys for it in a matter; then no others speak for it there.
    pub(crate) fn pins_keys(&self, matter: Matter) -> bool {
        self.keys.iter().any(|key| key.uses().allow(matter))
    }

    /// When the keeper of the list held a head with this root over the issuer's copies, if it did; the earliest.
    pub(crate) fn held_head(&self, copies: &Digest) -> Option<Timestamp> {
        self.heads.iter().filter(|head| head.copies == *copies).map(|head| head.held).min()
    }

    /// Keys with those pinned for it.
    pub(crate) fn pinned(&self, keys: Keys) -> Keys {
        keys.with(self.id.as_str(), Arc::clone(&self.keys))
    }
}

/// Authorities, each in PEM as it stands or in a file beside the list.
fn anchors(form: &mut Form<'_, '_>, file: &dyn Fn(&str) -> Option<Vec<u8>>, faults: &mut Faults<'_>) -> Anchors {
    let mut all = Anchors::none();
    for (at, text) in form.texts("anchors", faults) {
        let named = text.ends_with(".pem") && !text.contains(['/', '\\']);
        let pem = if named { file(text) } else { Some(text.as_bytes().to_vec()) };
        match pem.map(|pem| Anchors::from_pem(&pem)) {
            Some(Ok(some)) => all = all.and(&some),
            Some(Err(bad)) => faults.at(at, bad.to_string()),
            None => faults.at(at, format!("{text} could not be read; put it beside the trust list")),
        }
    }
    all
}

fn issuer(
    mut form: Form<'_, '_>,
    file: &dyn Fn(&str) -> Option<Vec<u8>>,
    faults: &mut Faults<'_>,
) -> Option<TrustedIssuer> {
    let id = form.need_text("id", faults).and_then(|(at, text)| iri(at, text, faults));
    let name = form.need_text("name", faults).map(|(_, name)| name.to_owned());
    let certificates = certificates(&mut form, faults);
    let (from, until) = (form.moment("from", faults), form.moment("until", faults));
    if matches!((from, until), (Some(from), Some(until)) if until < from) {
        faults.at(form.start(), "until lies before from");
    }
    let anchors = anchors(&mut form, file, faults);
    let keys: Vec<Option<BoundKey>> =
        form.forms("key", faults).into_iter().map(|form| key(form, id.as_ref(), faults)).collect();
    let heads = form.forms("head", faults).into_iter().filter_map(|form| head(form, faults)).collect();
    form.finished(faults);
    let keys = keys.into_iter().flatten().collect();
    Some(TrustedIssuer { id: id?, name: name?, certificates, from, until, keys, heads, anchors })
}

fn iri(at: usize, text: &str, faults: &mut Faults<'_>) -> Option<Iri> {
    Iri::parse(text).map_err(|fault| faults.at(at, fault.to_string())).ok()
}

/// All is said by `"*"` and never by silence.
fn certificates(form: &mut Form<'_, '_>, faults: &mut Faults<'_>) -> Certificates {
    let texts = form.texts("certificates", faults);
    if texts.is_empty() {
        faults.at(form.start(), "certificates is missing; list the ids of achievements, or [\"*\"] for all");
    }
    if texts.iter().any(|(_, text)| *text == "*") {
        if let Some((at, _)) = texts.get(1) {
            faults.at(*at, "\"*\" stands alone: it means every certificate");
        }
        return Certificates::All;
    }
    Certificates::These(texts.into_iter().filter_map(|(at, text)| iri(at, text, faults)).collect())
}

fn key(mut form: Form<'_, '_>, issuer: Option<&Iri>, faults: &mut Faults<'_>) -> Option<BoundKey> {
    let id = form.need_text("id", faults).and_then(|(at, text)| {
        let id = KeyId::parse(text).map_err(|fault| faults.at(at, fault.to_string())).ok()?;
        if issuer.is_some_and(|issuer| issuer.as_str() != id.owner()) {
            faults.at(at, format!("{id} is not a key of this issuer; its id must begin with the issuer's"));
        }
        Some(id)
    });
    let multikey = form
        .need_text("multikey", faults)
        .and_then(|(at, text)| PublicKey::from_multikey(text).map_err(|fault| faults.at(at, fault.to_string())).ok());
    let (expires, revoked) = (form.moment("expires", faults), form.moment("revoked", faults));
    let uses = uses(&mut form, faults);
    form.finished(faults);
    Some(BoundKey::pinned(id?, multikey?).used_for(uses).expiring(expires).revoked(revoked))
}

fn head(mut form: Form<'_, '_>, faults: &mut Faults<'_>) -> Option<HeldHead> {
    let copies = form.need_text("copies", faults).and_then(|(at, text)| {
        let digest = Digest::parse_hex(text);
        if digest.is_none() {
            faults.at(at, "copies is the root that the head names: 64 hexadecimal digits");
        }
        digest
    });
    let held = form.moment("held", faults);
    if held.is_none() {
        faults.at(form.start(), "held is missing; write the moment at which you had the head");
    }
    form.finished(faults);
    Some(HeldHead { copies: copies?, held: held? })
}

/// Silence is every use, as in the issuer's own document.
fn uses(form: &mut Form<'_, '_>, faults: &mut Faults<'_>) -> Uses {
    if !form.has("uses") {
        return Uses::all();
    }
    let known = Matter::ALL.map(Matter::word).join(", ");
    let mut matters = Vec::new();
    for (at, word) in form.texts("uses", faults) {
        match Matter::named(word) {
            Some(matter) => matters.push(matter),
            None => faults.at(at, format!("{word:?} is no use of a key; uses are {known}")),
        }
    }
    Uses::only(&matters)
}

#[cfg(test)]
mod tests;
