//! Time of intake and decision of 100 000 outcomes, from the bytes of a file to decisions. Not a test.
//! Run by `tests/bench/run`; on one thread, as everywhere below the roof.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a bench prints, and stops where it cannot run")]

use std::hint::black_box;
use std::io::Read;
use std::time::Instant;

use attesto_issuer::{
    Cohort, InputFile, IntakeLimits, Moments, Officers, Proposal, Resolutions, Scheme, Setting, WallTime, Zones,
    decide, intake,
};

const SCHEME: &str = include_str!("../../crates/attesto/demo/scheme.toml");
const COHORT: &str = include_str!("../pilot/cohort.toml");
const PEOPLE: usize = 100_000;

struct NoClocks;

impl Zones for NoClocks {
    fn knows(&self, _: &str) -> bool {
        false
    }

    fn moments(&self, _: &str, _: WallTime) -> Moments {
        Moments::Never
    }
}

/// The 20 of Greece over and over, each with a reference, a name and an e-mail of their own.
fn file() -> String {
    let text = include_str!("../pilot/greece.csv");
    let (head, rows) = text.split_once('\n').expect("a header");
    let rows: Vec<&str> = rows.lines().collect();
    let mut file = format!("{head}\n");
    for (number, row) in rows.iter().cycle().take(PEOPLE).enumerate() {
        let (reference, rest) = row.split_once(',').expect("a reference");
        let rest = rest.replacen(',', &format!(" {number},"), 1).replacen('@', &format!(".{number}@"), 1);
        file.push_str(&format!("{reference}-{number},{rest}\n"));
    }
    file
}

fn main() {
    let scheme = Scheme::parse(SCHEME).expect("the demo's scheme");
    let one_file = COHORT.split("[[files]]").take(2).collect::<Vec<_>>().join("[[files]]");
    let cohort = Cohort::parse(&one_file).expect("a cohort of one file");
    let officers = ["trainer-1:train", "trainer-2:train", "examiner-gr:examine", "examiner-2:examine"].map(|officer| {
        let (id, duty) = officer.split_once(':').expect("a duty");
        format!(
            "[[officers]]\nid = \"{id}\"\nname = \"N\"\ndid = \"did:key:z{}\"\nduties = [\"{duty}\"]\n",
            id.replace('-', "")
        )
    });
    let officers = Officers::parse(&format!("format = 1\n{}", officers.concat())).expect("officers");
    let file = file();
    let (resolutions, limits) = (Resolutions::none(), IntakeLimits::terminal());
    let setting = Setting {
        scheme: &scheme,
        cohort: &cohort,
        officers: &officers,
        zones: &NoClocks,
        resolutions: &resolutions,
        limits: &limits,
    };
    let mut seconds: Vec<(f64, f64)> = (0..5)
        .map(|_| {
            let mut bytes = file.as_bytes();
            let bytes: &mut dyn Read = &mut bytes;
            let begun = Instant::now();
            let taken = intake(&mut [InputFile { path: "greece.csv", bytes }], &setting).expect("no fault");
            let intake = begun.elapsed().as_secs_f64();
            let decisions = taken.outcomes.iter().map(|outcome| decide(&scheme, outcome));
            let certify = decisions.filter(|decision| decision.proposal() == Proposal::Certify).count();
            assert!(black_box(certify) > PEOPLE / 2);
            (intake, begun.elapsed().as_secs_f64())
        })
        .collect();
    seconds.sort_by(|one, other| one.1.total_cmp(&other.1));
    let (intake, both) = seconds.get(2).copied().unwrap_or_default();
    let mebibytes = file.len() / (1 << 20);
    println!("| intake and decision of {PEOPLE} outcomes ({mebibytes} MiB of CSV) | s, median of 5 |\n|---|--:|");
    println!("| intake | {intake:.2} |\n| decision | {:.2} |\n| both | {both:.2} |", both - intake);
}
