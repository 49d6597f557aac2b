//! What is written reads back as it was: `read(write(p)) == p`, also over the text.
//! Whether it conforms is another question.

use attesto_credential::{Credential, DataModel, Declaration, Document, Iri, Limits, Statement};
use proptest::prelude::*;

use super::cases;
use super::generated::{any_credential, declaration};

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
    fn a_declaration_reads_back_as_it_was(said in declaration(Iri::parse("did:key:z6MkA").unwrap())) {
        prop_assert_eq!(by_way_of_text::<Declaration>(&said, DataModel::Declaration), said);
    }
}
