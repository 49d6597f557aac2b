//! How a certification stands by the word of its body, asked by number and name: for copies that carry no status.
//! An answer counts only under a key of the place that the copy itself names, and only about this very certificate.

use attesto_credential::{AnsweredState, AskedAt, Credential, Did, Iri, Secured, StatusAnswer, Timestamp};

use super::list::Lack;
use super::{JUST_MADE_SECONDS, Reading, report};
use crate::check::proof;
use crate::finding::{Code, Finding};
use crate::material::{Listing, Material};

/// Where the status of a copy is asked, if it carries none itself.
pub(super) fn place(said: &Credential) -> Option<&AskedAt> {
    said.learning.as_ref()?.asked_at.as_ref().filter(|_| said.status.is_empty())
}

/// Who answers at a place: the did:web of its address.
pub(super) fn answerer(place: &AskedAt) -> Option<Iri> {
    let address = place.url.as_str().strip_prefix("https://")?.strip_suffix(StatusAnswer::PLACE)?;
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let path: String = path.split('/').filter(|part| !part.is_empty()).map(|part| format!(":{part}")).collect();
    let did = Did::parse(&format!("did:web:{}{path}", host.replace(':', "%3A"))).ok()?;
    Some(did.as_iri().clone())
}

/// An answer that holds, with when it was given.
struct Given {
    answer: StatusAnswer,
    made: Timestamp,
}

impl Reading<'_> {
    /// What the answers at hand say of a certificate; without one, where it is to be asked.
    pub(super) fn answered(&mut self, place: &AskedAt, number: Option<&str>) -> Finding {
        let number = number.unwrap_or("");
        let material: &Material = self.bench.material;
        let about = material.answers().filter(|listing| peeked(listing).is_some_and(|of| of == number));
        let given = about.map(|listing| self.given(listing, place, number)).collect::<Vec<_>>();
        let mut broken = None;
        let mut latest: Option<Given> = None;
        // Of two answers of one second the one that is not green counts.
        let order = |given: &Given| (given.made, given.answer.state);
        for one in given {
            match one {
                Ok(given) if latest.as_ref().is_none_or(|other| order(other) < order(&given)) => latest = Some(given),
                Ok(_) => {}
                Err(lack) => broken = Some(lack),
            }
        }
        match (latest, broken) {
            (Some(given), _) => self.told(&given, place),
            (None, Some(Lack::Absent { why, .. } | Lack::Broken { why })) => {
                Finding::of(Code::StatusAnswerBroken).with("why", why)
            }
            (None, None) => Finding::of(Code::StatusByNumber).with("where", &place.url).with("number", number),
        }
    }

    fn given(&mut self, listing: &Listing, place: &AskedAt, number: &str) -> Result<Given, Lack> {
        let opened = self.opened.declaration(listing, self.bench)?;
        proof::still_stands(&*opened, self.bench.material, self.bench.at).map_err(Lack::broken)?;
        let said = opened.said();
        if answerer(place).as_ref() != Some(said.by()) {
            return Err(Lack::broken(format!("it is {}'s, who does not speak for {}", said.by(), place.url)));
        }
        self.read.push(said.by().clone());
        if said.kind() != StatusAnswer::KIND {
            return Err(Lack::broken(format!("it is no {}", StatusAnswer::KIND)));
        }
        let answer = StatusAnswer::from_body(said.body()).map_err(Lack::broken)?;
        if answer.asked_at != place.url || answer.number.as_str() != number {
            return Err(Lack::broken("it was asked elsewhere, or is about another certificate"));
        }
        Ok(Given { answer, made: said.at() })
    }

    fn told(&self, given: &Given, place: &AskedAt) -> Finding {
        let Given { answer, made } = given;
        let age = self.bench.at.unix().saturating_sub(made.unix()).max(0);
        if let Some(why) = self.outlived(given, age) {
            let finding = Finding::of(Code::StatusAnswerStale).with("made", made).with("until", answer.until);
            return finding.with("age", report::span(age)).with("why", why);
        }
        let code = match answer.state {
            AnsweredState::InForce => Code::StatusAnsweredGood,
            AnsweredState::Suspended => Code::StatusAnsweredSuspended,
            AnsweredState::Withdrawn => Code::StatusAnsweredWithdrawn,
            AnsweredState::Replaced => Code::StatusAnsweredReplaced,
        };
        let finding = Finding::of(code).with("where", &place.url).with("since", answer.since).with("made", made);
        finding.with("until", answer.until).with("age", report::span(age))
    }

    /// Why an answer says nothing of the moment that is asked about.
    fn outlived(&self, Given { answer, made }: &Given, age: i64) -> Option<String> {
        let at = self.bench.at;
        if made.unix().saturating_sub(at.unix()) > JUST_MADE_SECONDS {
            return Some("it was given later than the day that is asked about".to_owned());
        }
        if answer.until < at {
            return Some(format!("it counted until {}", answer.until));
        }
        let limit = self.bench.list_age_seconds.filter(|limit| age > *limit)?;
        Some(format!("the policy asks for one of at most {}", report::span(limit)))
    }
}

/// Of which certificate an answer says it is. Unbelieved.
fn peeked(listing: &Listing) -> Option<String> {
    let payload = Secured::parse(listing.bytes()).ok()?.peek_payload_unbelieved()?;
    payload.at("/body/number")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests;
