//! CPU time of status lists for ten million copies: built, put on the disk, read. One thread; asserts nothing about time.
//! `cargo bench -p tests --bench lists -- [COPIES]`: as we make them, 131 072 places each, and as one list of another body.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a bench prints, and stops where it cannot run")]

mod clock;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;

use attesto_credential::{Flag, Format, Iri, Purpose, Secured, StatusBits, StatusList, Timestamp, lint};
use attesto_securing::{Contexts, Keys, Signer, SigningKey, open, seal};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clock::row;

const COPIES: u64 = 10_000_000;
/// One of so many copies is revoked.
const REVOKED: u64 = 100;

struct Body {
    key: SigningKey,
    contexts: Contexts,
    at: Timestamp,
}

fn main() {
    let given = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let copies: u64 = given.unwrap_or(COPIES);
    let key = SigningKey::from_seed(&[7; 32]).expect("the seed gives a key");
    let at = Timestamp::parse("2026-11-26T12:00:00Z").expect("a moment");
    let body = Body { key, contexts: Contexts::pinned(), at };
    let folder = std::env::temp_dir().join(format!("attesto-bench-lists-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the lists");
    println!("| {copies} copies, one in {REVOKED} revoked | CPU µs |\n|---|--:|");
    ours(&body, copies, &folder);
    one_of_another(&body, copies, &folder.join("one"));
    std::fs::remove_dir_all(&folder).expect("the folder goes");
}

/// Each a list of its own, as many as the copies need.
fn ours(body: &Body, copies: u64, folder: &Path) {
    let count = copies.div_ceil(StatusBits::LENGTH);
    let bits = |list: u64| {
        let mut bits = StatusBits::clear();
        let indices = (0..StatusBits::LENGTH).filter(|index| is_revoked(list * StatusBits::LENGTH + index));
        indices.for_each(|index| bits.set(index, Flag::Set).expect("a place of the list"));
        bits
    };
    let path = |list: u64| folder.join(list.to_string());
    let all = || (0..count).map(bits).collect::<Vec<_>>();
    row(&format!("{count} lists of ours: bits from numbers"), || drop(black_box(all())));
    let all = all();
    let sealed = || (0..).zip(&all).map(|(list, bits)| body.sealed(list, bits)).collect::<Vec<Secured>>();
    row("the same: squeezed, worded, linted, sealed", || drop(black_box(sealed())));
    let sealed = sealed();
    row("the same: put on the disk, each synced", || {
        (0..).zip(&sealed).for_each(|(list, text)| put(&path(list), text.text()));
    });
    println!("| bytes of all | {} |", sealed.iter().map(|text| text.text().len()).sum::<usize>());
    let opened = || (0..count).map(|list| (list, body.opened(&path(list)))).collect::<BTreeMap<_, _>>();
    row("the same: read, parsed, opened", || drop(black_box(opened())));
    let opened = opened();
    let is_set = |copy: &u64| {
        let list = &opened.get(&(copy / StatusBits::LENGTH)).expect("its list").bits;
        list.get(copy % StatusBits::LENGTH) == Some(Flag::Set)
    };
    let revoked = (0..copies).filter(|copy| is_revoked(*copy)).count();
    row("every copy looked up in them", || assert_eq!((0..copies).filter(is_set).count(), revoked));
}

/// All in one list, as another body may have it.
fn one_of_another(body: &Body, copies: u64, path: &Path) {
    let mut bytes = vec![0_u8; usize::try_from(copies.div_ceil(8)).expect("it fits")];
    for copy in (0..copies).filter(|copy| is_revoked(*copy)) {
        let byte = usize::try_from(copy / 8).ok().and_then(|place| bytes.get_mut(place)).expect("a byte of the list");
        *byte |= 0x80 >> (copy % 8);
    }
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(&bytes).expect("memory takes it");
    let encoded = format!("u{}", URL_SAFE_NO_PAD.encode(gzip.finish().expect("memory takes it")));
    let bits = || StatusBits::from_encoded(&encoded).expect("it is a list");
    row("one list of another body: its bits expanded", || drop(black_box(bits())));
    let bits = bits();
    row("the same: squeezed, worded, linted, sealed", || drop(black_box(body.sealed(0, &bits))));
    let sealed = body.sealed(0, &bits);
    row("the same: put on the disk, synced", || put(path, sealed.text()));
    println!("| bytes of it | {} |", sealed.text().len());
    row("the same: read, parsed, opened", || drop(black_box(body.opened(path))));
    let opened = body.opened(path);
    row("every copy looked up in it", || {
        let set = (0..copies).filter(|copy| opened.bits.get(*copy) == Some(Flag::Set)).count();
        assert_eq!(u64::try_from(set), Ok(bits.count_set()));
    });
}

impl Body {
    fn sealed(&self, list: u64, bits: &StatusBits) -> Secured {
        let said = StatusList {
            id: iri(&format!("https://body.example/status/{list}")),
            issuer: iri(self.key.id().owner()),
            purposes: vec![Purpose::Revocation],
            from: Some(self.at),
            until: Timestamp::from_unix(self.at.unix() + 86_400).ok(),
            ttl_seconds: Some(300),
            bits: bits.clone(),
            siblings: Vec::new(),
        };
        let linted = lint(said, Format::STATUS_LIST).expect("it conforms");
        seal(vec![linted], &self.key, &self.contexts, self.at).expect("it is sealed").pop().expect("one came")
    }

    fn opened(&self, path: &Path) -> StatusList {
        let secured = Secured::parse(&std::fs::read(path).expect("it lies there")).expect("it parses");
        let opened = open::<StatusList>(&[secured], &Keys::new(), &self.contexts, self.at).pop().expect("one came");
        opened.expect("its seal holds").said().clone()
    }
}

fn put(path: &Path, text: &str) {
    let mut file = std::fs::File::create(path).expect("a file");
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).expect("the disk takes it");
}

/// Scattered as places are.
fn is_revoked(copy: u64) -> bool {
    copy.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(20).is_multiple_of(REVOKED)
}

fn iri(text: &str) -> Iri {
    Iri::parse(text).expect("an IRI")
}
