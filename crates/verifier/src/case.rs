//! One secured credential before its judge: what is lacking, and what it comes to.
//! Fetches nothing and knows no clock; the same case, material, policy and moment give the same report.

use attesto_credential::{Did, Iri, Secured, Timestamp};

use crate::hearing::Hearing;
use crate::material::Material;
use crate::policy::Policy;
use crate::report::Report;

/// A credential to be judged.
#[derive(Clone, Debug)]
pub struct Case {
    secured: Secured,
}

/// Something that must be fetched before a case can be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// The DID document of the one who speaks, for its keys.
    Keys {
        /// Whose.
        controller: Did,
    },
    /// The metadata in which an issuer with an https id publishes its keys.
    Issuer {
        /// Whose.
        issuer: Iri,
        /// Where it lies: `/.well-known/jwt-vc-issuer` between the host and the path of the id.
        at: Iri,
    },
    /// What lies under a URL that the credential or its status list names.
    Listed {
        /// What should lie there.
        what: Listed,
        /// The URL.
        at: Iri,
    },
}

/// What lies under a URL that the issuer names: of a status, or of what was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// An edition of the list that is no longer the present one.
    Edition,
    /// What proves that copies were recorded before their key was compromised.
    Evidence,
    /// Which editions there were.
    History,
    /// The list that a credential names.
    StatusList,
    /// Which copies were followed by which.
    Successors,
    /// Which set bits may clear again.
    Suspension,
}

impl Case {
    /// Opens a case.
    pub fn new(secured: Secured) -> Self {
        Self { secured }
    }

    /// Rounds of fetching that a judgement takes at most: keys, a list, what stands beside it; of a day before the
    /// list two more, for its edition of then and what stood beside that; under a compromised key one more, for what
    /// proves that the copy is older.
    pub const ROUNDS: usize = 6;

    /// Things that one case may ask for at most.
    pub const NEEDS: usize = 16;

    /// Hears the case at a moment: what is opened once stays open while more is fetched.
    pub fn hearing<'h>(&'h self, policy: &'h Policy, at: Timestamp) -> Hearing<'h> {
        Hearing::of(self, policy, at)
    }

    /// What must still be fetched to judge at a moment, as [`Hearing::missing`] has it.
    pub fn missing(&self, material: &Material, policy: &Policy, at: Timestamp) -> Vec<Need> {
        self.hearing(policy, at).missing(material)
    }

    /// Judges the case at a moment.
    pub fn judge(&self, material: &Material, policy: &Policy, at: Timestamp) -> Report {
        self.hearing(policy, at).judge(material)
    }

    pub(crate) fn secured(&self) -> &Secured {
        &self.secured
    }
}

#[cfg(test)]
mod tests {
    use attesto_securing::Contexts;

    use super::*;
    use crate::trust::TrustList;

    fn case(issuer: &str, key: &str) -> Case {
        let text =
            format!(r#"{{"@context":[],"issuer":{{"id":"{issuer}"}},"proof":{{"verificationMethod":"{key}"}}}}"#);
        Case::new(Secured::parse(text.as_bytes()).unwrap())
    }

    fn now() -> Timestamp {
        Timestamp::parse("2026-07-01T12:00:00Z").unwrap()
    }

    fn missing(issuer: &str, key: &str) -> Vec<Need> {
        case(issuer, key).missing(&Material::new(Contexts::empty()), &Policy::default(), now())
    }

    #[test]
    fn only_the_keys_of_the_one_who_says_that_it_speaks_are_asked_for() {
        let controller = Did::parse("did:web:a.example").unwrap();
        assert_eq!(missing("did:web:a.example", "did:web:a.example#k1"), [Need::Keys { controller }]);
        assert_eq!(missing("did:web:a.example", "did:web:evil.example#k1"), []);
        assert_eq!(missing("did:key:z6MkA", "did:key:z6MkA#z6MkA"), []);
        assert_eq!(missing("https://a.example/issuer", "https://a.example/issuer#k1"), []);
    }

    #[test]
    fn what_was_tried_or_is_pinned_is_not_asked_for_again() {
        let case = case("did:web:a.example", "did:web:a.example#k1");
        let controller = Did::parse("did:web:a.example").unwrap();
        let tried = Material::new(Contexts::empty()).with_absent(controller, "no answer");
        assert_eq!(case.missing(&tried, &Policy::default(), now()), []);

        let list = "format = 1\nname = \"L\"\n[[issuer]]\nid = \"did:web:a.example\"\nname = \"A\"\ncertificates = [\"*\"]\n[[issuer.key]]\nid = \"did:web:a.example#k1\"\nmultikey = \"z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2\"\n";
        let pinning = Policy::default().trusting(TrustList::from_toml(list).unwrap());
        assert_eq!(case.missing(&Material::new(Contexts::empty()), &pinning, now()), []);
    }
}
