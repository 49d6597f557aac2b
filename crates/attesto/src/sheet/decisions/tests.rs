//! The page and the table say what the sheet says, in every language, and are safe to open.

use attesto_credential::Timestamp;
use attesto_issuer::{
    Alone, Cohort, InputFile, IntakeLimits, OfficerId, Officers, Resolutions, Setting, Sitting, intake,
};
use attesto_securing::Digest;

use super::*;
use crate::locale::Tongue;
use crate::world::clock::Bundled;
use crate::world::hands::Second;

const SCHEME: &str = include_str!("../../../demo/scheme.toml");

fn officers() -> Officers {
    let officer = |id: &str, duty: &str, multikey: &str| {
        format!("[[officers]]\nid = \"{id}\"\nname = \"N\"\ndid = \"did:key:{multikey}\"\nduties = [\"{duty}\"]\n")
    };
    let keys = ["z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"];
    let text =
        format!("format = 1\n{}{}", officer("decider", "decide", keys[0]), officer("examiner", "examine", keys[1]));
    Officers::parse(&text).unwrap()
}

/// One candidate, undecided.
fn sheet(family: &str) -> (Scheme, Sheet, Vec<Person>) {
    sheet_of(&row("A-1", family, "78"))
}

fn row(reference: &str, family: &str, test: &str) -> String {
    let email = format!("{reference}@x.example");
    format!(
        "{reference},Ελένη,{family},Eleni,Dokimaki,{email},yes,yes,yes,yes,no,no,no,yes,{test},4,4,4,3,4,3,yes,,examiner\n"
    )
}

fn sheet_of(rows: &str) -> (Scheme, Sheet, Vec<Person>) {
    let scheme = Scheme::parse(SCHEME).unwrap();
    let cohort = format!(
        "format = 1\nid = \"c\"\nscheme = \"{}\"\ntitle = \"C\"\nzone = \"Europe/Athens\"\ntrainers = []\n[[files]]\npath = \"a.csv\"\ncountry = \"GR\"\nlanguage = \"el\"\n",
        scheme.id()
    );
    let cohort = Cohort::parse(&cohort).unwrap();
    let csv = format!(
        "candidate,given_name,family_name,given_name_latin,family_name_latin,email,W1,W2,W3,W4,W5,W6,W7,W8,test,P1,P2,P3,P4,P5,P6,defends,leads,examiner\n{rows}"
    );
    let officers = officers();
    let (mut bytes, resolutions, limits) = (csv.as_bytes(), Resolutions::none(), IntakeLimits::web());
    let setting = Setting {
        scheme: &scheme,
        cohort: &cohort,
        officers: &officers,
        zones: &Bundled,
        resolutions: &resolutions,
        limits: &limits,
    };
    let outcomes = intake(&mut [InputFile { path: "a.csv", bytes: &mut bytes }], &setting).unwrap().outcomes;
    let sitting = Sitting {
        scheme: Digest::of(SCHEME.as_bytes()),
        inputs: Vec::new(),
        officer: &OfficerId::parse("decider").unwrap(),
        at: Timestamp::parse("2026-11-26T08:00:00Z").unwrap(),
        hands: &Alone,
    };
    let (sheet, persons) = Sheet::draw_up(&scheme, &cohort, outcomes, &officers, sitting, &mut || [7; 16]).unwrap();
    (scheme, sheet, persons)
}

fn paged(body: &str, scheme: &Scheme, told: Told<'_>, words: &Words) -> String {
    let mut bytes = Vec::new();
    page(&mut bytes, body, scheme, told, (words, &Alone)).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn tabled(scheme: &Scheme, told: Told<'_>, words: &Words) -> String {
    let mut bytes = Vec::new();
    table(&mut bytes, scheme, told, (words, &Alone)).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Nobody was on a sheet before.
fn told<'t>(sheet: &'t Sheet, persons: &'t [Person]) -> Told<'t> {
    Told { sheet, persons, changes: &[None] }
}

#[test]
fn the_page_says_figure_rule_and_clause_in_every_language() {
    let (scheme, sheet, persons) = sheet("Δοκιμάκη");
    for (tongue, sentence) in [
        (Tongue::En, "attended 5 of 8 webinars; the scheme asks for 6, rule `attendance`, clause 4.2"),
        (Tongue::El, "παρακολούθησε 5 από 8 διαδικτυακά σεμινάρια· το σχήμα ζητά 6, κανόνας attendance, ρήτρα 4.2"),
        (Tongue::It, "ha seguito 5 di 8 webinar; lo schema chiede 6, regola attendance, clausola 4.2"),
        (Tongue::Ro, "a urmat 5 din 8 webinare; schema cere 6, regula attendance, clauza 4.2"),
    ] {
        let page = paged("Body", &scheme, told(&sheet, &persons), Words::of(tongue));

        assert!(page.contains(sentence), "{tongue:?}");
        assert!(page.contains(&format!("<html lang=\"{}\">", tongue.tag())));
        assert!(page.contains(&sheet.digest().to_hex()) && page.contains("Ελένη Δοκιμάκη"));
    }
}

#[test]
fn page_and_table_of_many_are_the_same_whoever_lays_them_out_with_each_candidate_in_order() {
    let rows = (0..300).map(|number| row(&format!("A-{number:03}"), &format!("Ο{}", "ο".repeat(number)), "78"));
    let (scheme, sheet, persons) = sheet_of(&rows.collect::<String>());
    let changes: Vec<_> = sheet.rows().iter().map(|row| Some(row.changes_since(row, &scheme))).collect();
    let told = Told { sheet: &sheet, persons: &persons, changes: &changes };
    let words = Words::of(Tongue::Ro);
    let laid_out = |hands: &dyn Hands| {
        let (mut of_page, mut of_table) = (Vec::new(), Vec::new());
        page(&mut of_page, "Body", &scheme, told, (words, hands)).unwrap();
        table(&mut of_table, &scheme, told, (words, hands)).unwrap();
        [of_page, of_table].map(|bytes| String::from_utf8(bytes).unwrap())
    };

    let [of_page, of_table] = laid_out(&Alone);

    assert_eq!(laid_out(&Second), [of_page.as_str(), of_table.as_str()]);
    let candidates = |text: &str, before: &str| -> Vec<usize> {
        text.split(before).skip(1).filter_map(|rest| rest.get(..3)?.parse().ok()).collect()
    };
    let all: Vec<usize> = (0..300).collect();
    assert_eq!(candidates(&of_page, "\n<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">A-"), all);
    assert_eq!(candidates(&of_page, "\n<tr><th scope=\"row\">A-"), all);
    assert_eq!(candidates(&of_table, "\r\nA-"), all);
}

#[test]
fn a_name_that_looks_like_markup_is_text_on_the_page() {
    let (scheme, sheet, persons) = sheet("<script>alert(1)</script>");

    let page = paged("Body & Sons", &scheme, told(&sheet, &persons), Words::of(Tongue::En));

    assert!(!page.contains("<script>") && page.contains("&#60;script&#62;"));
    assert!(page.contains("Body &#38; Sons"));
}

#[test]
fn the_table_has_a_row_per_candidate_and_begins_with_a_byte_order_mark() {
    let (scheme, sheet, persons) = sheet("Δοκιμάκη");

    let text = tabled(&scheme, told(&sheet, &persons), Words::of(Tongue::En));

    assert!(text.starts_with('\u{feff}'));
    let rows: Vec<&str> = text.trim_end().split("\r\n").collect();
    assert_eq!(rows.len(), 2);
    assert!(rows[1].starts_with("A-1,") && rows[1].contains("5/8 not met"), "{}", rows[1]);
}

#[test]
fn what_is_missing_is_said_though_no_rule_measures_it() {
    let (scheme, sheet, persons) = sheet("Δοκιμάκη");
    let page = paged("Body", &scheme, told(&sheet, &persons), Words::of(Tongue::En));
    assert!(page.contains("missing: leads<br>"));
}

#[test]
fn the_page_and_the_table_say_what_changed_for_whoever_was_on_a_sheet_before() {
    let (scheme, sheet, persons) = sheet("Δοκιμάκη");
    let changes = [Some(sheet.rows()[0].changes_since(&sheet.rows()[0], &scheme))];
    let again = Told { changes: &changes, ..told(&sheet, &persons) };
    let words = Words::of(Tongue::En);
    assert!(paged("Body", &scheme, again, words).contains("<td>nothing</td>"));
    assert!(!paged("Body", &scheme, told(&sheet, &persons), words).contains("changed since"));
    let table = tabled(&scheme, again, words);
    assert!(table.trim_end().ends_with(",nothing"));
}
