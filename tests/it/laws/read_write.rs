//! What is written reads back as it was: `read(write(p)) == p`, also over the text.
//! Whether it conforms is another question.

use attesto_credential::{
    Beside, Credential, DataModel, Declaration, Document, Flag, Iri, Limits, Purpose, Sibling, Statement, StatusBits,
    StatusEntry, StatusList, StatusPlace, Timestamp,
};
use proptest::prelude::*;

use super::cases;
use super::generated::{any_credential, declaration};

fn by_way_of_text<T: Statement>(said: &T, model: DataModel) -> T {
    let written = said.write(model).unwrap();
    let parsed = Document::parse(written.to_text().as_bytes(), &Limits::default()).unwrap();
    assert_eq!(parsed, written);
    T::read(&parsed, model).unwrap()
}

fn list_url() -> Iri {
    Iri::parse("https://cert.example/demo/status/1").unwrap()
}

fn purpose() -> impl Strategy<Value = Purpose> {
    let known = ["message", "refresh", "revocation", "suspension", "retired"];
    (0..known.len()).prop_map(move |index| Purpose::named(known[index]))
}

fn status_list() -> impl Strategy<Value = StatusList> {
    let set = proptest::collection::vec(0..StatusBits::LENGTH, 0..50);
    let kinds = proptest::sample::subsequence(Beside::ALL.to_vec(), 0..=3);
    let times = (0_i64..4_000_000_000, proptest::option::of(1_i64..10_000_000), proptest::option::of(0_u64..100_000));
    (set, kinds, any::<[u8; 32]>(), purpose(), times).prop_map(|(set, kinds, sha256, purpose, (from, life, ttl))| {
        let mut bits = StatusBits::clear();
        set.into_iter().for_each(|index| bits.set(index, Flag::Set).unwrap());
        let moment = |seconds| Timestamp::from_unix(seconds).unwrap();
        let sibling =
            |kind: Beside| Sibling { id: kind.of(&list_url()), sha256, media_type: "application/vc".to_owned() };
        StatusList {
            id: list_url(),
            issuer: Iri::parse("did:web:cert.example:demo").unwrap(),
            purposes: vec![purpose],
            from: Some(moment(from)),
            until: life.map(|life| moment(from + life)),
            ttl_seconds: ttl,
            bits,
            siblings: kinds.into_iter().map(sibling).collect(),
        }
    })
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_credential_written_as_an_open_badge_reads_back_as_it_was(credential in any_credential()) {
        prop_assert_eq!(by_way_of_text::<Credential>(&credential, DataModel::OpenBadges), credential);
    }

    #[test]
    fn a_status_list_reads_back_as_it_was(list in status_list()) {
        prop_assert_eq!(by_way_of_text::<StatusList>(&list, DataModel::StatusList), list);
    }

    #[test]
    fn an_entry_reads_back_as_the_place_it_was_made_for(index in any::<u64>(), purpose in purpose()) {
        let place = StatusPlace { list: list_url(), index };
        let read = StatusEntry::bitstring(&place, &purpose).read().unwrap().unwrap();
        prop_assert_eq!((read.place, read.purpose, read.size_bits), (place, purpose, 1));
    }

    #[test]
    fn a_declaration_reads_back_as_it_was(said in declaration(Iri::parse("did:key:z6MkA").unwrap())) {
        prop_assert_eq!(by_way_of_text::<Declaration>(&said, DataModel::Declaration), said);
    }
}
