//! Whose a text is: the commitment that stands for a person, and nothing that names them.
//! The keys that go with it are the engine's.

use std::fmt;

use attesto_securing::Digest;

use super::key::Key;

/// A person as the register knows them ([`Person::commitment`](crate::Person::commitment)).
///
/// What an act keeps for a person is sealed under a key of that person's; once the person is erased it is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonId(Digest);

impl PersonId {
    /// The person that a commitment stands for.
    pub fn new(commitment: Digest) -> Self {
        Self(commitment)
    }

    /// The commitment.
    pub fn commitment(self) -> Digest {
        self.0
    }

    /// The key that stands in the index once the person is erased.
    pub fn erased_key(self) -> Key {
        Self::erased_family().under(&self.0.to_hex())
    }

    /// Where erased persons stand.
    pub fn erased_family() -> Key {
        Key::of(&["erased"])
    }

    /// The person that a key says is erased.
    pub fn of_erased_key(key: &Key) -> Option<Self> {
        key.is_under(&Self::erased_family()).then(|| Digest::parse_hex(key.last()))?.map(Self)
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_reads_back_from_the_key_that_says_erased_and_from_no_other() {
        let person = PersonId::new(Digest::of(b"somebody"));
        assert_eq!(PersonId::of_erased_key(&person.erased_key()), Some(person));
        assert_eq!(PersonId::of_erased_key(&Key::of(&["person", &person.to_string()])), None);
        assert_eq!(PersonId::of_erased_key(&Key::of(&["erased", "x"])), None);
    }
}
