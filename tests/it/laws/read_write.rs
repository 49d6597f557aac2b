//! What is written reads back as it was: `read(write(p)) == p`, also over the text.
//! Whether it conforms is another question.

use attesto_credential::{
    Credential, DataModel, Declaration, Document, Iri, Limits, Statement, StatusEntry, StatusList, StatusPlace,
};
use proptest::prelude::*;

use super::cases;
use super::generated::{any_credential, declaration, list_url, purpose, status_list};

fn by_way_of_text<T: Statement>(said: &T, model: DataModel) -> T {
    let written = said.write(model).unwrap();
    let parsed = Document::parse(written.to_text().as_bytes(), &Limits::default()).unwrap();
    assert_eq!(parsed, written);
    T::read(&parsed, model).unwrap()
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
