//! Walks a document by the fast path and by the general one, and compares; also that what is written is read again.
//! Asks nothing of what the canonical form is: the vectors do that. `tests/fuzz/run` builds and runs it.
#![no_main]

mod tree;

use std::sync::LazyLock;

use attesto_credential::{Document, Limits};
use attesto_securing::{Budget, Contexts, canonical, canonical_generally};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

static CONTEXTS: LazyLock<Contexts> = LazyLock::new(Contexts::pinned);

/// Met first, met again and walked from memory: what is remembered may change what a form costs, and never the form.
const MEETINGS: usize = 3;

/// Of so many changes one is of single bytes, for the readers of JSON; the rest are of the tree, for the walks.
const BYTES_ONCE_IN: u32 = 4;

fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = parsed(bytes) else { return };
    let again = parsed(document.to_text().as_bytes());
    assert_eq!(again.as_ref(), Ok(&document), "what was written is not what was read");

    let general = canonical_generally(&document.without("proof"), &CONTEXTS, &Budget::default());
    for meeting in 0..MEETINGS {
        // Read anew: what is met again is noticed where it is read.
        let Ok(document) = parsed(bytes) else { panic!("what was read is read no more") };
        let fast_first = canonical(&document.without("proof"), &CONTEXTS, &Budget::default());
        assert_eq!(fast_first, general, "the two paths differ, at meeting {meeting}");
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, room: usize, seed: u32| {
    if !seed.is_multiple_of(BYTES_ONCE_IN)
        && let Some(text) = tree::changed(&data[..size], u64::from(seed))
        && text.len() <= room
    {
        data[..text.len()].copy_from_slice(text.as_bytes());
        return text.len();
    }
    fuzzer_mutate(data, size, room)
});

fn parsed(bytes: &[u8]) -> Result<Document, attesto_credential::Unreadable> {
    Document::parse(bytes, &Limits::default())
}
