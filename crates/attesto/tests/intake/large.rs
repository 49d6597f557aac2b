//! Files larger than they should be: cells, rows, columns; and the limits of what comes over the net.

use std::io::Write;
use std::sync::Arc;

use attesto_issuer::{
    Cohort, InputFile, IntakeLimits, Moments, Officers, Resolutions, Scheme, Setting, WallTime, Zones, intake,
};

use super::desk::{Case, Content, SCHEME, wide};
use super::texts::{HEAD, ROW, file};

fn written(name: &'static str, faults: &[&str], write: impl Fn(&mut dyn Write) + Send + Sync + 'static) -> Case {
    let case = wide(name, "", "a.csv", Vec::new(), faults);
    Case { files: vec![("a.csv".to_owned(), Content::Written(Arc::new(write)))], ..case }
}

/// Rows of so many people, all of them good.
fn people(to: &mut dyn Write, count: usize) {
    writeln!(to, "{HEAD}").unwrap();
    for number in 0..count {
        let row = ROW.replace("GR-001", &format!("GR-{number}")).replace("eleni@", &format!("e{number}@"));
        writeln!(to, "{}", row.replace("Δοκιμάκη", &format!("Δοκιμάκη{number}"))).unwrap();
    }
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        written("cell-of-10-megabytes", &["cell-too-long 2 family_name"], |to| {
            let (before, behind) = ROW.split_once("Δοκιμάκη").unwrap();
            write!(to, "{HEAD}\n{before}").unwrap();
            for _ in 0..10_000 {
                to.write_all(&[b'x'; 1000]).unwrap();
            }
            writeln!(to, "{behind}").unwrap();
        }),
        written("quote-that-swallows-100-megabytes", &["unclosed-quote 2"], |to| {
            write!(to, "{HEAD}\n\"").unwrap();
            for _ in 0..100 {
                to.write_all(&[b'\n'; 1 << 20]).unwrap();
            }
        }),
        wide(
            "row-of-a-million-cells",
            "",
            "a.csv",
            format!("{HEAD}\n{ROW}{}\n", ",".repeat(1_000_000)).into_bytes(),
            &["uneven-row 2"],
        ),
        written("a-fault-behind-100000-good-rows", &["mark-over 100002 test"], |to| {
            people(to, 100_000);
            writeln!(to, "{}", ROW.replace("GR-001", "GR-X").replace("61.5", "161.5")).unwrap();
        }),
    ]
}

struct NoClocks;

impl Zones for NoClocks {
    fn knows(&self, _: &str) -> bool {
        false
    }

    fn moments(&self, _: &str, _: WallTime) -> Moments {
        Moments::Never
    }
}

/// The codes of the faults of a file that came over the net.
fn over_the_net(bytes: &[u8]) -> Vec<&'static str> {
    within(bytes, &IntakeLimits::web())
}

fn within(bytes: &[u8], limits: &IntakeLimits) -> Vec<&'static str> {
    let case = wide("", "", "a.csv", Vec::new(), &[]);
    let (scheme, cohort) = (Scheme::parse(SCHEME).unwrap(), Cohort::parse(&case.cohort).unwrap());
    let officers =
        "format = 1\n[[officers]]\nid = \"examiner-1\"\nname = \"E\"\ndid = \"did:key:zE\"\nduties = [\"examine\"]\n";
    let officers = Officers::parse(officers).unwrap();
    let resolutions = Resolutions::none();
    let setting = Setting {
        scheme: &scheme,
        cohort: &cohort,
        officers: &officers,
        zones: &NoClocks,
        resolutions: &resolutions,
        limits,
    };
    let mut bytes = bytes;
    let taken = intake(&mut [InputFile { path: "a.csv", bytes: &mut bytes }], &setting);
    taken.err().iter().flat_map(|faults| faults.faults()).map(|fault| fault.why().code()).collect()
}

#[test]
fn a_web_upload_takes_100000_rows_and_not_one_more() {
    let rows = |count| {
        let mut text = Vec::new();
        people(&mut text, count);
        text
    };
    assert!(over_the_net(&rows(100_000)).is_empty());
    assert_eq!(over_the_net(&rows(100_001)), ["too-many-rows"]);
}

#[test]
fn so_many_bytes_are_taken_and_not_one_more() {
    let limits = IntakeLimits { file_bytes: 1 << 20, ..IntakeLimits::web() };
    let mut text = file(&[ROW]).into_bytes();
    text.resize(1 << 20, b'\n');
    assert!(within(&text, &limits).is_empty());
    text.push(b'\n');
    assert_eq!(within(&text, &limits), ["too-large"]);
    assert_eq!(IntakeLimits::web().file_bytes, 64 << 20);
}
