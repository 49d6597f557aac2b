//! Files as offices write them: encodings, their own headers, commas, words, dates.

use super::*;
use crate::resolution::Resolutions;

/// A cohort of one file of candidates' outcomes, under a layout.
fn under(layout: &str, path: &str, language: &str) -> String {
    let head = COHORT.split_once("[[files]]").unwrap().0;
    format!("{head}\n[[files]]\npath = \"{path}\"\ncountry = \"GR\"\nlanguage = \"{language}\"\n{layout}\n")
}

fn taken(layout: &str, language: &str, bytes: &[u8]) -> Result<Vec<Outcome>, IntakeFaults> {
    let cohort = under(layout, "office.csv", language);
    of_cohort(&cohort, &[("office.csv", bytes)], &Resolutions::none(), &IntakeLimits::web()).map(|taken| taken.outcomes)
}

fn codes(faults: &IntakeFaults) -> Vec<&'static str> {
    faults.faults().iter().map(|fault| fault.why().code()).collect()
}

fn file() -> String {
    format!("{HEAD}\n{ROW}\n")
}

fn greek(text: &str) -> Vec<u8> {
    let (bytes, _, unmappable) = encoding_rs::WINDOWS_1253.encode(text);
    assert!(!unmappable);
    bytes.into_owned()
}

fn utf16(text: &str) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn the_same_rows_come_out_of_every_encoding() {
    let plain = taken("", "el", file().as_bytes()).unwrap();
    assert_eq!(taken("encoding = \"windows-1253\"", "el", &greek(&file())).as_ref(), Ok(&plain));
    assert_eq!(taken("encoding = \"utf-16le\"", "el", &utf16(&file())).as_ref(), Ok(&plain));
    assert_eq!(taken("", "el", &utf16(&file())).as_ref(), Ok(&plain), "the mark says it");
    assert_eq!(taken("encoding = \"utf-8\"", "el", format!("\u{feff}{}", file()).as_bytes()).as_ref(), Ok(&plain));
}

#[test]
fn an_encoding_that_is_not_the_one_declared_is_seen() {
    let faults = |layout, bytes: &[u8]| codes(&taken(layout, "el", bytes).unwrap_err());
    assert_eq!(faults("encoding = \"windows-1253\"", &utf16(&file())), ["other-encoding"]);
    assert_eq!(faults("encoding = \"windows-1253\"", format!("\u{feff}{}", file()).as_bytes()), ["other-encoding"]);
    assert_eq!(faults("", &greek(&file())), ["undecodable", "undecodable"]);
    assert_eq!(faults("encoding = \"windows-1253\"", file().as_bytes()), ["decoded-twice", "decoded-twice"]);
    assert_eq!(faults("encoding = \"windows-1252\"", &greek(&file())), ["misread", "misread"]);
    assert_eq!(
        faults("encoding = \"windows-1253\"", &greek(&file().replace('Ε', "?")).map_first(b'?', 0xaa)),
        ["undecodable"]
    );
}

trait MapFirst {
    fn map_first(self, from: u8, to: u8) -> Vec<u8>;
}

impl MapFirst for Vec<u8> {
    fn map_first(mut self, from: u8, to: u8) -> Vec<u8> {
        let place = self.iter().position(|byte| *byte == from).unwrap();
        self[place] = to;
        self
    }
}

#[test]
fn an_office_keeps_its_own_headers() {
    let layout = "separator = \"semicolon\"\nheader_row = 3\nignore = [\"Παρατηρήσεις\"]\n[files.columns]\n\
        candidate = \"Κωδικός\"\ngiven_name = \"Όνομα\"\ntest = \"Γραπτή  εξέταση\"";
    let head =
        HEAD.replace("candidate", "Κωδικός").replacen("given_name", "Όνομα", 1).replace("test", "Γραπτή εξέταση");
    let text = format!("Έκθεση\n\n{head},Παρατηρήσεις\n{ROW},καμία\n").replace(',', ";");
    assert_eq!(taken(layout, "el", text.as_bytes()), taken("", "el", file().as_bytes()));
    let decomposed = text.replace('Ό', "Ο\u{301}");
    assert_eq!(taken(layout, "el", decomposed.as_bytes()), taken("", "el", file().as_bytes()));
    let without = "[files.columns]\nstatus = \"Κατάσταση\"";
    assert_eq!(codes(&taken(without, "el", file().as_bytes()).unwrap_err()), ["unknown-mapping"]);
}

#[test]
fn a_comma_is_a_decimal_sign_where_the_cohort_says_so() {
    let comma = file().replace(',', ";").replace("61.5", "61,5").replace("3.5", "3,5");
    let layout = "separator = \"semicolon\"\ndecimal = \"comma\"";
    assert_eq!(taken(layout, "el", comma.as_bytes()), taken("", "el", file().as_bytes()));
    let point = file().replace(',', ";");
    assert_eq!(codes(&taken(layout, "el", point.as_bytes()).unwrap_err()), ["mark-point", "mark-point"]);
    assert_eq!(codes(&taken("separator = \"semicolon\"", "el", comma.as_bytes()).unwrap_err()), ["mark-comma"; 2]);
}

#[test]
fn yes_and_no_are_said_in_the_offices_words() {
    let layout = "yes = [\"Ναι\", \"✓\"]\nno = [\"Όχι\"]";
    let mut text = file().replacen(",yes", ",ΝΑΙ", 1).replacen(",yes", ",✓", 1).replacen(",no", ",όχι", 1);
    assert_eq!(taken(layout, "el", text.as_bytes()), taken("", "el", file().as_bytes()));
    text = text.replace("όχι", "οχι");
    assert_eq!(codes(&taken(layout, "el", text.as_bytes()).unwrap_err()), ["not-yes-or-no"]);
}

#[test]
fn dates_are_read_in_the_order_that_the_cohort_says_and_no_other() {
    let dated = |layout: &str, day: &str| {
        let taken = taken(layout, "el", file().replace("2026-10-13", day).as_bytes());
        taken.map(|outcomes| outcomes[0].assessed_on().unwrap().to_string()).map_err(|faults| codes(&faults))
    };
    let european = "dates = \"day-month-year\"";
    for day in ["13/10/2026", "13.10.2026", "13-10-2026", "2026-10-13"] {
        assert_eq!(dated(european, day).as_deref(), Ok("2026-10-13"), "{day}");
    }
    assert_eq!(dated(european, "03/04/2026").as_deref(), Ok("2026-04-03"));
    assert_eq!(dated("dates = \"month-day-year\"", "03/04/2026").as_deref(), Ok("2026-03-04"));
    for day in ["30/02/2026", "10/13/2026", "3/4/26", "2026/10/13"] {
        assert_eq!(dated(european, day), Err(vec!["date"]), "{day}");
    }
    assert_eq!(dated("", "03/04/2026"), Err(vec!["ambiguous-date"]));
}

#[test]
fn cedillas_become_commas_where_the_cohort_says_ro_and_nowhere_else() {
    let row = ROW.replace("Ελένη,Δοκιμάκη,Eleni,Dokimaki", "Ştefan,Ţinţaş,,");
    let text = format!("{HEAD}\n{row}\n");
    let name = |language| taken("", language, text.as_bytes()).unwrap()[0].name().to_string();
    assert_eq!(name("ro"), "Ștefan Țințaș");
    assert_eq!(name("en"), "Ştefan Ţinţaş");
    let decomposed = text.replace('Ş', "S\u{327}");
    assert_eq!(taken("", "ro", decomposed.as_bytes()).unwrap()[0].name().to_string(), "Ștefan Țințaș");
    let misread = text.replace('Ţ', "Þ");
    assert_eq!(codes(&taken("", "ro", misread.as_bytes()).unwrap_err()), ["misread"]);
}
