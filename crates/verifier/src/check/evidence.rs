//! Looks for what proves that a seal is older than the day its key was compromised: a head of the issuer's journal that
//! was published before, and the leaf of its roll of copies. Believes no head that nobody sealed or held.

use attesto_credential::{Declaration, Iri, JournalHead, Secured, Timestamp};
use attesto_securing::{Broken, Digest, Evidence, Keys, open, recorded_as};

use crate::case::{Listed, Need};
use crate::material::{Listing, Material};
use crate::trust::TrustList;

/// What proves it.
#[derive(Clone, Debug)]
pub(crate) struct Proven {
    /// The digest of the text that was recorded.
    pub(crate) text: Digest,
    pub(crate) key: String,
    pub(crate) since: Timestamp,
    /// When the head was sealed, or held.
    pub(crate) head: Timestamp,
    /// Whose word that is.
    pub(crate) by: String,
    /// Where the evidence lies.
    pub(crate) at: Iri,
}

/// What was not found, and what could still be asked for.
pub(crate) struct Lack {
    pub(crate) need: Option<Need>,
    pub(crate) why: String,
}

/// What the search is made with.
pub(crate) struct Bench<'b> {
    pub(crate) material: &'b Material,
    /// The keys that may speak for the issuer in declarations.
    pub(crate) keys: &'b Keys,
    pub(crate) lists: &'b [TrustList],
    pub(crate) at: Timestamp,
}

/// Looks for the proof that a text was recorded before its key was compromised.
pub(crate) fn search(secured: &Secured, issuer: &str, broken: &Broken, bench: &Bench<'_>) -> Result<Proven, Lack> {
    let Broken::KeyCompromised { key, since, evidence: Some(named) } = broken else {
        return Err(Lack::of("the issuer publishes nothing that proves it"));
    };
    let text = recorded_as(secured);
    let url = format!("{}/{}", named.address().as_str().trim_end_matches('/'), Evidence::file_of(&text));
    let at = Iri::parse(&url).map_err(|_| Lack::of("the address of the proof is none"))?;
    let listing = fetched(&at, bench)?;
    let evidence = Evidence::parse(listing.bytes()).map_err(Lack::of)?;
    if !evidence.has(&text) {
        return Err(Lack::of("it was not recorded when the issuer last published a head before then"));
    }
    let journal = named.by().map_or(issuer, Iri::as_str);
    let held = [issuer, journal].into_iter().find_map(|whose| held(whose, &evidence, *since, bench));
    let (head, by) = held.map_or_else(|| sealed(journal, &evidence, listing, bench), Ok)?;
    if head >= *since {
        return Err(Lack::of(format!("the head that has it is of {head}")));
    }
    Ok(Proven { text, key: key.clone(), since: *since, head, by, at })
}

impl Lack {
    fn of(why: impl std::fmt::Display) -> Self {
        Self { need: None, why: why.to_string() }
    }
}

fn fetched<'m>(at: &Iri, bench: &Bench<'m>) -> Result<&'m Listing, Lack> {
    match bench.material.listed(at) {
        Some(Ok(listing)) => Ok(listing),
        Some(Err(why)) => Err(Lack::of(why)),
        None if at.as_str().starts_with("https://") || at.as_str().starts_with("http://") => {
            let need = Need::Listed { what: Listed::Evidence, at: at.clone() };
            Err(Lack { need: Some(need), why: "nobody gave the proof".to_owned() })
        }
        None => Err(Lack::of("the address of the proof is none on the web")),
    }
}

/// A head that the keeper of a trust list held before: it proves it whatever became of the issuer's keys.
fn held(issuer: &str, evidence: &Evidence, since: Timestamp, bench: &Bench<'_>) -> Option<(Timestamp, String)> {
    let held = |list: &TrustList| {
        let held = list.issuer(issuer)?.held_head(&evidence.root())?;
        (held < since).then(|| (held, format!("a head that {} held", list.name())))
    };
    bench.lists.iter().find_map(held)
}

/// The head that comes with the evidence, by the issuer's own journal key.
fn sealed(
    issuer: &str,
    evidence: &Evidence,
    listing: &Listing,
    bench: &Bench<'_>,
) -> Result<(Timestamp, String), Lack> {
    let secured = Secured::parse(evidence.head().as_bytes()).map_err(Lack::of)?;
    let at = bench.at.max(listing.fetched);
    let opened = open::<Declaration>(std::slice::from_ref(&secured), bench.keys, bench.material.contexts(), at).pop();
    let opened = opened.ok_or_else(|| Lack::of("its head could not be opened"))?;
    let opened =
        opened.map_err(|broken| Lack::of(format!("the head of the journal is not to be believed: {broken}")))?;
    let said = opened.said();
    let head = JournalHead::from_body(said.body()).ok().filter(|_| said.kind() == JournalHead::KIND);
    let head = head.filter(|_| said.by().as_str() == issuer);
    let root = head.and_then(|head| head.copies).map(Digest::from_bytes);
    if root == Some(evidence.root()) {
        Ok((said.at(), "the issuer's head".to_owned()))
    } else {
        Err(Lack::of("the head of the journal names another roll of copies"))
    }
}
