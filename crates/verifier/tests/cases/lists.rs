//! What the test issuer publishes of the status of its copies: a list, what stands beside it, dated editions.
//! Good ones by the product's own lint and seal; wrong ones are sealed by hand from a changed wording.

use std::collections::BTreeMap;

use attesto_credential::{
    Beside, DataModel, Declaration, Edition, Flag, Format, Iri, ListHistory, Purpose, Sibling, Statement, StatusBits,
    StatusList, StatusPlace, Successor, Successors, Timestamp, Why, lint,
};
use attesto_securing::{Contexts, Digest, seal};
use serde_json::Value;

use crate::bench::{ISSUER, issuer_key};

pub(crate) const LIST: &str = "https://cert.example/demo/status/1/revocation.json";

/// The index of the badge that the cases are about.
pub(crate) const INDEX: u64 = 94_567;

/// A text under its URL.
pub(crate) type Served = (String, String);

/// What the issuer knows at one moment, and publishes.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) from: &'static str,
    pub(crate) until: &'static str,
    pub(crate) set: Vec<u64>,
    pub(crate) suspended: Vec<u64>,
    pub(crate) successors: Vec<(u64, Why, Option<u64>)>,
    pub(crate) history: Vec<Edition>,
}

impl State {
    /// Nothing stands against anybody.
    pub(crate) fn clear() -> Self {
        Self {
            from: "2026-07-01T00:00:00Z",
            until: "2026-07-08T00:00:00Z",
            set: Vec::new(),
            suspended: Vec::new(),
            successors: Vec::new(),
            history: Vec::new(),
        }
    }

    pub(crate) fn revoked() -> Self {
        Self { set: vec![INDEX], ..Self::clear() }
    }

    pub(crate) fn suspended() -> Self {
        Self { suspended: vec![INDEX], ..Self::revoked() }
    }

    pub(crate) fn followed(self, why: Why, next: Option<u64>) -> Self {
        Self { successors: vec![(INDEX, why, next)], ..self }
    }

    pub(crate) fn counting(self, from: &'static str, until: &'static str) -> Self {
        Self { from, until, ..self }
    }

    pub(crate) fn after(self, editions: &[&Self]) -> Self {
        Self { history: editions.iter().map(|edition| edition.as_edition()).collect(), ..self }
    }

    fn folder(&self) -> String {
        format!("https://cert.example/demo/status/1/{}", self.from.replace([':', '-'], ""))
    }

    fn as_edition(&self) -> Edition {
        let text = self.published().remove(0).1;
        Edition {
            from: moment(self.from),
            until: moment(self.until),
            at: iri(&format!("{}/revocation.json", self.folder())),
            sha256: digest(&text),
        }
    }

    /// The list and what stands beside it, the list first.
    pub(crate) fn published(&self) -> Vec<Served> {
        let beside = self.beside();
        let siblings = beside.iter().map(|(url, text)| sibling(url, text)).collect();
        let list = self.list(LIST, Purpose::Revocation, &self.set, siblings);
        let mut served = vec![(LIST.to_owned(), sealed_list(&list))];
        served.extend(beside);
        served
    }

    /// The same texts as they stay when another edition followed.
    pub(crate) fn dated(&self) -> Vec<Served> {
        let moved = |url: String| if url == LIST { format!("{}/revocation.json", self.folder()) } else { url };
        self.published().into_iter().map(|(url, text)| (moved(url), text)).collect()
    }

    /// The wording of the list, to be made wrong and sealed by hand.
    pub(crate) fn wording(&self) -> Value {
        let siblings = self.beside().iter().map(|(url, text)| sibling(url, text)).collect();
        let list = self.list(LIST, Purpose::Revocation, &self.set, siblings);
        serde_json::from_str(&list.write(DataModel::StatusList).unwrap().to_text()).unwrap()
    }

    pub(crate) fn beside(&self) -> Vec<Served> {
        let edition = iri(&format!("{}/revocation.json", self.folder()));
        let url = |kind: Beside| kind.of(&edition).to_string();
        let suspension = self.list(&url(Beside::Suspension), Purpose::Suspension, &self.suspended, Vec::new());
        let successors = Successors { list: iri(LIST), entries: self.successors.iter().map(entry).collect() };
        let history = ListHistory { list: iri(LIST), editions: self.history.clone() };
        vec![
            (url(Beside::Suspension), sealed_list(&suspension)),
            (url(Beside::Successors), declared(Successors::KIND, successors.to_body(), self.from)),
            (url(Beside::History), declared(ListHistory::KIND, history.to_body(), self.from)),
        ]
    }

    fn list(&self, id: &str, purpose: Purpose, set: &[u64], siblings: Vec<Sibling>) -> StatusList {
        let mut bits = StatusBits::clear();
        set.iter().for_each(|index| bits.set(*index, Flag::Set).unwrap());
        StatusList {
            id: iri(id),
            issuer: iri(ISSUER),
            purposes: vec![purpose],
            from: Some(moment(self.from)),
            until: Some(moment(self.until)),
            ttl_seconds: Some(3_600),
            bits,
            siblings,
        }
    }
}

fn entry((index, why, next): &(u64, Why, Option<u64>)) -> (u64, Successor) {
    let place = next.map(place);
    (*index, Successor { since: moment("2026-06-20T10:00:00Z"), why: *why, place })
}

pub(crate) fn place(index: u64) -> StatusPlace {
    StatusPlace { list: iri(LIST), index }
}

pub(crate) fn iri(text: &str) -> Iri {
    Iri::parse(text).unwrap()
}

pub(crate) fn moment(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn digest(text: &str) -> [u8; 32] {
    *Digest::of(text.as_bytes()).as_bytes()
}

fn sibling(url: &str, text: &str) -> Sibling {
    let media_type = if url.ends_with(".jws") { "application/jose" } else { "application/vc" };
    Sibling { id: iri(url), sha256: digest(text), media_type: media_type.to_owned() }
}

pub(crate) fn sealed_list(list: &StatusList) -> String {
    let linted = lint(list.clone(), Format::STATUS_LIST).unwrap();
    seal(vec![linted], &issuer_key(), &Contexts::pinned(), list.from.unwrap()).unwrap().remove(0).text().to_owned()
}

pub(crate) fn declared(kind: &str, body: attesto_credential::Object, at: &str) -> String {
    let declaration = Declaration::new(kind, iri(ISSUER), moment(at), body);
    let linted = lint(declaration, Format::DECLARATION).unwrap();
    seal(vec![linted], &issuer_key(), &Contexts::pinned(), moment(at)).unwrap().remove(0).text().to_owned()
}

/// The texts by URL, with one put in another's place.
pub(crate) fn with(served: Vec<Served>, url: &str, text: &str) -> Vec<Served> {
    let mut by_url: BTreeMap<String, String> = served.into_iter().collect();
    by_url.insert(url.to_owned(), text.to_owned());
    by_url.into_iter().collect()
}

/// The texts by URL, without those whose URL ends so.
pub(crate) fn without(served: Vec<Served>, end: &str) -> Vec<Served> {
    served.into_iter().filter(|(url, _)| !url.ends_with(end)).collect()
}
