//! CPU time per badge of issuing and verifying, on one thread. Not a test: it asserts nothing about time.
//! `--only=WORD` measures the rows that have the word; `--count` is for `tests/bench/compare`. For the instructions of
//! this machine's processor, in a folder of their own: `RUSTFLAGS=-Ctarget-cpu=native cargo bench -p tests --bench badge --target-dir target/native`.
//! Without a badge it takes the three that lie beside.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a bench prints, and stops where it cannot run")]

mod clock;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use attesto_credential::{
    Credential, CredentialId, DataModel, Document, Format, IdentityHash, Iri, Limits, Linted, Mould, Secured,
    Statement, Timestamp, lint,
};
use attesto_securing::{
    Budget, Contexts, Digest, Keys, Signer, SigningKey, canonical, canonical_generally, open, seal, seal_held,
};
use attesto_verifier::{Case, Material, Policy};
use clock::{LEAST_NANOSECONDS, REPEATS, count, cpu_nanoseconds, is_asked, is_counting, row, told};

/// Badges sealed in one batch, so that what was linted need not be linted while the clock runs.
const BATCH: u32 = 64;

/// So long two threads work side by side in one run.
const PAIR: Duration = Duration::from_millis(500);

fn main() {
    let named: Vec<PathBuf> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).map(Into::into).collect();
    let beside = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("bench").join(name);
    let badges = if named.is_empty() {
        vec![beside("cred.json"), beside("cred-named.json"), beside("demo-badge.json")]
    } else {
        named
    };
    for path in badges {
        println!("| {} | CPU µs per badge |\n|---|--:|", path.file_name().unwrap_or_default().to_string_lossy());
        measured(&std::fs::read(&path).expect("the badge is there"));
        println!();
    }
}

fn measured(bytes: &[u8]) {
    let document = Document::parse(bytes, &Limits::default()).expect("the badge is a document");
    let key = SigningKey::from_seed(&[7; 32]).expect("the seed gives a key");
    let at = Timestamp::parse("2027-01-01T00:00:00Z").expect("a moment");
    let credential = ours(&document, key.id().owner());
    let (contexts, budget) = (Contexts::pinned(), Budget::default());
    let linted = || lint(credential.clone(), Format::OPEN_BADGE).expect("it conforms");
    let sealed = seal(vec![linted()], &key, &contexts, at).expect("it is sealed").pop().expect("one came");
    let unsecured = Document::parse(sealed.text().as_bytes(), &Limits::default()).expect("it parses").without("proof");
    let form = canonical(&unsecured, &contexts, &budget).expect("it has a canonical form");
    println!(
        "| bytes; quads, bytes of them | {}; {}, {} |",
        sealed.text().len(),
        form.lines().count(),
        form.as_str().len()
    );

    row("parse", || drop(black_box(Document::parse(sealed.text().as_bytes(), &Limits::default()))));
    row("parse as sealed text", || drop(black_box(Secured::parse(sealed.text().as_bytes()))));
    row("canonical form", || drop(black_box(canonical(&unsecured, &contexts, &budget))));
    row("canonical form by the general path", || drop(black_box(canonical_generally(&unsecured, &contexts, &budget))));
    row("read what it says", || drop(black_box(Credential::read(&unsecured, DataModel::OpenBadges))));
    row("verify: parse and open", || {
        let secured = Secured::parse(sealed.text().as_bytes()).expect("it parses");
        assert!(open::<Credential>(&[secured], &Keys::new(), &contexts, at).iter().all(Result::is_ok));
    });
    row_of(
        "issue: canonical form, sign, attach, in batches",
        BATCH,
        || (0..BATCH).map(|_| linted()).collect(),
        |batch| drop(black_box(seal(batch, &key, &contexts, at))),
    );
    row("lint alone (official schema, probes, reads back)", || drop(black_box(linted())));
    let (material, policy) = (Material::new(Contexts::pinned()), Policy::default());
    row("judge: parse, open, all checks, report", || {
        let secured = Secured::parse(sealed.text().as_bytes()).expect("it parses");
        drop(black_box(Case::new(secured).judge(&material, &policy, at)));
    });
    many(&credential, &key, &contexts, at);
    floor(form.as_str().as_bytes(), &key);
}

/// Many badges of many people, in one call, on one thread and on two.
fn many(credential: &Credential, key: &SigningKey, contexts: &Contexts, at: Timestamp) {
    let people = || (0..BATCH).map(|number| of_another(credential, number));
    let linted = || linted_of(&people().collect::<Vec<_>>());
    let sealed = seal(linted(), key, contexts, at).expect("they are sealed");
    let texts: Vec<&str> = sealed.iter().map(Secured::text).collect();
    let one = |text: &str, keys: &Keys| {
        let secured = Secured::parse(text.as_bytes()).expect("it parses");
        assert!(open::<Credential>(&[secured], keys, contexts, at).iter().all(Result::is_ok));
    };
    let opened = |keys: &Keys| texts.iter().for_each(|text| one(text, keys));
    let keys = Keys::new();
    let others: Vec<_> =
        linted_of(&people().zip(0..).map(|(one, number)| of_another_kind(one, number)).collect::<Vec<_>>());
    let others = seal(others, key, contexts, at).expect("they are sealed");
    row_of(
        "verify many, each of another person, achievement and wording of the issuer",
        BATCH,
        || (),
        |()| {
            others.iter().for_each(|secured| one(secured.text(), &keys));
        },
    );
    row_of("verify many, each of another person: parse and open", BATCH, || (), |()| opened(&keys));
    pair("verify, two threads side by side: per s", || (), |()| opened(&keys));
    pair("issue, two threads side by side: per s", linted, |all| drop(black_box(seal(all, key, contexts, at))));
    let Some(mould) = Mould::of(&linted().remove(0)) else { return };
    let poured =
        |all: Vec<Credential>| all.into_iter().map(|one| mould.pour(one).expect("it fits")).collect::<Vec<_>>();
    let sealed = |all: Vec<Credential>| drop(black_box(seal(poured(all), key, contexts, at)));
    let held = |all: Vec<Credential>| drop(black_box(seal_held(poured(all), key, contexts, at)));
    row_of("bulk issue: poured from a mould, sealed", BATCH, || people().collect(), sealed);
    pair("bulk issue, two threads side by side: per s", || people().collect(), sealed);
    row_of("bulk issue, each signature held against the key too", BATCH, || people().collect(), held);
    pair("bulk issue, each signature held, two threads side by side: per s", || people().collect(), held);
}

fn linted_of(credentials: &[Credential]) -> Vec<Linted<Credential>> {
    credentials.iter().map(|one| lint(one.clone(), Format::OPEN_BADGE).expect("it conforms")).collect()
}

/// The same for another achievement, by an issuer that says something else of itself: nothing in it was met before.
fn of_another_kind(mut credential: Credential, number: u32) -> Credential {
    let achievement = credential.achievement.take();
    credential.achievement = achievement.map(|said| said.changed(|said| said.description += &format!(" {number}")));
    credential.issuer.name = credential.issuer.name.map(|name| format!("{name} {number}"));
    credential
}

/// The same badge for another person: another copy, another subject, another salted identity.
fn of_another(credential: &Credential, number: u32) -> Credential {
    let mut other = credential.clone();
    let named = |what: &str| format!("urn:uuid:00000000-0000-4000-8{what}00-{number:012x}");
    other.id = CredentialId::from_iri(Iri::parse(&named("0")).expect("an id"));
    for outcome in &mut other.outcomes {
        let of_copy = |id: &Iri| id.as_str().strip_prefix(credential.id.as_str()).map(|part| named("0") + part);
        outcome.id =
            outcome.id.as_ref().map(|id| of_copy(id).map_or_else(|| id.clone(), |id| Iri::parse(&id).expect("an id")));
    }
    other.recipient.id = Some(Iri::parse(&named("1")).expect("an id"));
    for identity in &mut other.recipient.identities {
        if let IdentityHash::Hashed { hash, .. } = &mut identity.value {
            *hash = format!("sha256${}", Digest::of(&number.to_be_bytes()).to_hex());
        }
    }
    other
}

/// How many things per second two threads do side by side, of the time that each spends on them and not on making ready.
fn pair<T>(what: &str, ready: impl Fn() -> T + Sync, act: impl Fn(T) + Sync) {
    if !is_asked(what) {
        return;
    }
    let one = || {
        let (mut done, mut spent, begun) = (0, Duration::ZERO, Instant::now());
        while begun.elapsed() < PAIR {
            let ready = ready();
            let at = Instant::now();
            act(ready);
            spent += at.elapsed();
            done += BATCH;
        }
        f64::from(done) / spent.as_secs_f64()
    };
    let run = || {
        std::thread::scope(|scope| {
            let other = scope.spawn(one);
            one() + other.join().expect("it ran")
        })
    };
    told(what, (0..REPEATS).map(|_| run()).collect());
}

/// What nobody can do without: one digest of the lines, one operation of the key.
fn floor(lines: &[u8], key: &SigningKey) {
    row("floor: SHA-256 of the lines", || {
        black_box(Digest::of(lines));
    });
    row("floor: one signature", || drop(black_box(key.sign(&[&[1; 64]]))));
    let signature = key.sign(&[&[1; 64]]).expect("it signs").pop().expect("one came");
    row("floor: one strict verification", || assert!(key.public().verifies(&[1; 64], signature.as_bytes())));
}

/// A row of an act on things that are made ready while the clock stands still, per each of so many.
fn row_of<T>(what: &str, things: u32, mut ready: impl FnMut() -> T, mut act: impl FnMut(T)) {
    if is_counting() {
        return count(what, things, ready, act);
    }
    if !is_asked(what) {
        return;
    }
    act(ready());
    // As long as the other rows: what memory costs that was never touched before is paid once and not for each.
    let mut run = || {
        let (mut spent, mut done) = (0, 0_u32);
        while spent < LEAST_NANOSECONDS {
            let ready = ready();
            let begun = cpu_nanoseconds();
            act(ready);
            spent += cpu_nanoseconds() - begun;
            done += things;
        }
        f64::from(u32::try_from(spent / 1_000).unwrap_or(u32::MAX)) / f64::from(done)
    };
    told(what, (0..REPEATS).map(|_| run()).collect());
}

/// The badge, as if this bench's key had issued it.
fn ours(document: &Document, did: &str) -> Credential {
    let mut credential = Credential::read(document, DataModel::OpenBadges).expect("it reads");
    credential.issuer.id = Iri::parse(did).expect("a DID is an IRI");
    credential
}
