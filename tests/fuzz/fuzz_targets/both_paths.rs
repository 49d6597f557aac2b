//! Walks a document by the fast path and by the general one, and compares; also that what is written is read again.
//! Asks nothing of what the canonical form is: the vectors do that.
#![no_main]

use std::sync::LazyLock;

use attesto_credential::{Document, Limits};
use attesto_securing::{Budget, Contexts, canonical, canonical_generally};
use libfuzzer_sys::fuzz_target;

static CONTEXTS: LazyLock<Contexts> = LazyLock::new(Contexts::pinned);

fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = Document::parse(bytes, &Limits::default()) else { return };
    let again = Document::parse(document.to_text().as_bytes(), &Limits::default());
    assert_eq!(again.as_ref(), Ok(&document), "what was written is not what was read");

    let unsecured = document.without("proof");
    let fast_first = canonical(&unsecured, &CONTEXTS, &Budget::default());
    let general = canonical_generally(&unsecured, &CONTEXTS, &Budget::default());
    assert_eq!(fast_first, general, "the two paths differ");
});
