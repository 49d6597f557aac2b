//! A picture gives back the sealed text that was put into it, to the byte, and the last one that was put in.
//! Texts that are no credential are tried beside the code, in `carrier/tests.rs`.

use attesto_credential::{Credential, Format, Iri, Secured, carrier, lint};
use attesto_securing::{Keys, Signer, SigningKey, open, seal};
use proptest::prelude::*;

use super::cases;
use super::generated::conforming;
use crate::office::{PINNED, at};

const DRAWING: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>"#;

fn key() -> SigningKey {
    SigningKey::from_seed(&[7; 32]).unwrap()
}

fn sealed(credential: Credential) -> Secured {
    let linted = lint(credential, Format::OPEN_BADGE).unwrap();
    seal(vec![linted], &key(), &PINNED, at("2026-11-24T11:00:00Z")).unwrap().remove(0)
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn a_sealed_text_comes_out_of_a_picture_as_it_went_in_and_still_opens(
        first in conforming(Iri::parse(key().id().owner()).unwrap()),
        second in conforming(Iri::parse(key().id().owner()).unwrap()),
    ) {
        let texts = [sealed(first), sealed(second.clone())];
        let [first, last] = [texts[0].text(), texts[1].text()];
        let png = carrier::png::wrap(crate::office::PIXEL, first).unwrap();
        let svg = carrier::svg::wrap(DRAWING, first).unwrap();
        prop_assert_eq!(carrier::unwrap(&png).unwrap(), first);
        prop_assert_eq!(carrier::unwrap(svg.as_bytes()).unwrap(), first);

        let (png, svg) = (carrier::png::wrap(&png, last).unwrap(), carrier::svg::wrap(&svg, last).unwrap());
        for bytes in [png.as_slice(), svg.as_bytes()] {
            let text = carrier::unwrap(bytes).unwrap();
            prop_assert_eq!(&text, last);
            let secured = Secured::parse(text.as_bytes()).unwrap();
            let opened = open::<Credential>(&[secured], &Keys::new(), &PINNED, at("2027-01-01T00:00:00Z"));
            prop_assert_eq!(opened[0].as_ref().unwrap().said(), &second);
        }
    }
}
