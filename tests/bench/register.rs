//! The register by itself: intends and records given sealed badges, looks them up, starts again. Asserts nothing.
//! Run by `tests/bench/filled`, which feeds it a badge of the demo; sealing is not in the figures.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a bench prints, and stops where it cannot run")]

#[path = "register/badges.rs"]
mod badges;
#[path = "register/office.rs"]
mod office;
#[path = "register/usage.rs"]
mod usage;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use attesto_issuer::{Key, Register};
use attesto_securing::Digest;

use badges::{Badges, Copy};

const CHUNK: u64 = 1_000;
const LOOK_UPS: u64 = 20_000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let [badge, badges, certifications, into] = words.as_slice() else {
        return println!(
            "cargo bench -p tests --bench register -- BADGE.json BADGES CERTIFICATIONS FOLDER: a badge of the demo, how many to intend and record, how many certifications to look up among (0 for none), an empty folder"
        );
    };
    let (count, certifications) = (number(badges), number(certifications));
    let badges = Badges::like(&std::fs::read_to_string(badge).expect("the badge is there"));
    println!("| register by itself | figure |\n|---|--:|");
    println!("| a sealed badge, bytes | {} |", badges.bytes());
    if count > 0 {
        record_all(&badges, count, &PathBuf::from(into).join("badges"));
    }
    if certifications > 0 {
        look_up_among(&badges, certifications, &PathBuf::from(into).join("certifications"));
    }
}

fn number(word: &str) -> u64 {
    word.parse().expect("a number")
}

/// Intends and records badges that are given; making them is not in the time.
fn record_all(badges: &Badges, count: u64, folder: &Path) {
    let mut register = attesto::register(folder).expect("the register opens");
    let (mut intending, mut recording, mut making) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let mut cpu = 0.0;
    let mut quarters = Vec::new();
    for chunk in chunks(count) {
        let begun = Instant::now();
        let copies: Vec<Copy> = chunk.clone().map(|number| badges.copy(number)).collect();
        making += begun.elapsed();
        cpu -= usage::cpu_seconds();
        intending += timed(|| commit(&mut *register, office::intent(chunk.start, &copies)));
        recording += timed(|| commit(&mut *register, office::record(chunk.start, &copies)));
        cpu += usage::cpu_seconds();
        if chunk.end.is_multiple_of(count.div_ceil(4)) || chunk.end == count {
            quarters.push(format!("{:.0}", usage::resident()));
        }
    }
    row("badges intended and recorded", count);
    row("intend, s", intending.as_secs_f64());
    row("record, s", recording.as_secs_f64());
    row("both, s", (intending + recording).as_secs_f64());
    row("making the badges, not counted, s", making.as_secs_f64());
    row("both, CPU of all threads, s", cpu);
    println!("| resident at each quarter, MB | {} |", quarters.join(" · "));
    row("resident at the peak, MB", usage::peak());
    let closing = timed(|| drop(register));
    row("close, s", closing.as_secs_f64());
    for (name, megabytes) in usage::parts(folder) {
        row(&format!("on disk, {name}, MB"), megabytes);
    }
}

/// Fills a register with decided, approved and issued certifications, starts it again and looks them up.
fn look_up_among(badges: &Badges, count: u64, folder: &Path) {
    let begun = Instant::now();
    if !folder.join("data").exists() {
        let mut register = attesto::register(folder).expect("the register opens");
        for chunk in chunks(count) {
            let copies: Vec<Copy> = chunk.clone().map(|number| badges.copy(number)).collect();
            commit(&mut *register, office::approval(chunk.start, &copies));
            commit(&mut *register, office::intent(chunk.start, &copies));
            commit(&mut *register, office::record(chunk.start, &copies));
        }
    }
    row("certifications", count);
    row("filling, with making the badges, s", begun.elapsed().as_secs_f64());
    let mut starts: Vec<f64> = (0..5).map(|_| start(folder)).collect();
    starts.sort_by(f64::total_cmp);
    row("start again, median of 5, s", starts.get(2).copied().unwrap_or_default());
    row("start again, longest of 5, s", starts.get(4).copied().unwrap_or_default());
    let register = attesto::register(folder).expect("the register opens");
    look_up(register.as_ref(), badges, count);
    row("resident then, MB", usage::resident());
    for (name, megabytes) in usage::parts(folder) {
        row(&format!("on disk, {name}, MB"), megabytes);
    }
}

fn start(folder: &Path) -> f64 {
    let begun = Instant::now();
    let register = attesto::register(folder).expect("the register opens");
    let seconds = begun.elapsed().as_secs_f64();
    drop(register);
    seconds
}

/// From a certificate number to the certification and to the sealed badge: three finds, a list, three texts.
fn look_up(register: &dyn Register, badges: &Badges, count: u64) {
    let mut times: Vec<Duration> = (0..LOOK_UPS)
        .map(|turn| {
            let copy = badges.copy(turn.wrapping_mul(2_654_435_761) % count);
            let (certification, sealed) = (office::certification(&copy), copy.sealed.clone());
            timed(|| {
                let found = register.find(&Key::of(&["number", &copy.number])).expect("read").expect("there");
                assert!(text(register, &found) == certification.as_bytes(), "the certification is the one kept");
                let listed = register.list(&Key::of(&["copies", &copy.number]), None, 10).expect("read");
                let name = listed.first().expect("a copy").0.last().to_owned();
                let recorded = register.find(&Key::of(&["copy", &name])).expect("read").expect("there");
                let words: Vec<&[u8]> = recorded.split(|byte| *byte == b' ').collect();
                let [_, badge, draft, _] = words.as_slice() else { return assert!(words.is_empty(), "four words") };
                assert!(text(register, badge) == sealed.as_bytes(), "the badge is the one kept");
                assert!(text(register, draft) == copy.draft.as_bytes(), "the draft is the one kept");
            })
        })
        .collect();
    times.sort();
    for (name, of_thousand) in [("median", 500), ("p99", 990), ("p99.9", 999)] {
        let place = usize::try_from(LOOK_UPS * of_thousand / 1_000).expect("so many");
        row(&format!("look-up by number, {name}, ms"), times.get(place).expect("so many").as_secs_f64() * 1e3);
    }
}

fn text(register: &dyn Register, digest: &[u8]) -> Vec<u8> {
    let digest = std::str::from_utf8(digest).ok().and_then(Digest::parse_hex).expect("a digest");
    register.payload(&digest).expect("read").expect("there")
}

fn commit(register: &mut dyn Register, act: attesto_issuer::Act) {
    assert!(register.commit(act).is_ok(), "the act is taken");
}

fn chunks(count: u64) -> impl Iterator<Item = std::ops::Range<u64>> {
    (0..count.div_ceil(CHUNK)).map(move |chunk| chunk * CHUNK..((chunk + 1) * CHUNK).min(count))
}

fn timed(act: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    act();
    begun.elapsed()
}

fn row(what: &str, figure: impl Figure) {
    println!("| {what} | {} |", figure.told());
}

trait Figure {
    fn told(&self) -> String;
}

impl Figure for f64 {
    fn told(&self) -> String {
        format!("{self:.3}")
    }
}

impl Figure for u64 {
    fn told(&self) -> String {
        self.to_string()
    }
}
