//! Text files: encodings, headers, cells, quotes, and files that are no text.

use super::desk::{Case, Content, wide};

pub(crate) const HEAD: &str = "candidate,given_name,family_name,given_name_latin,family_name_latin,email,\
    W1,W2,W3,W4,W5,W6,W7,W8,test,P1,P2,P3,P4,P5,P6,defends,leads,examiner,assessed_on";
pub(crate) const ROW: &str = "GR-001,Ελένη,Δοκιμάκη,Eleni,Dokimaki,eleni@grammateia.example,\
    yes,yes,yes,yes,no,yes,yes,no,61.5,3,4,4,5,4,3.5,yes,no,examiner-1,2026-11-13";

pub(crate) fn file(rows: &[&str]) -> String {
    format!("{HEAD}\n{}\n", rows.join("\n"))
}

fn greek(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1253.encode(text).0.into_owned()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// What the register of every desk holds already.
pub(crate) fn first() -> Case {
    wide("first", "", "a.csv", file(&[&ROW.replace("61.5", "62")]).into_bytes(), &[])
}

pub(crate) fn good() -> Case {
    wide("good-text", "", "a.csv", file(&[ROW]).into_bytes(), &[])
}

fn text(name: &'static str, text: &str, faults: &[&str]) -> Case {
    wide(name, "", "a.csv", text.as_bytes().to_vec(), faults)
}

/// The row with one cell replaced; the fault stands in that cell.
fn cell(name: &'static str, column: &str, value: &str, code: &str) -> Case {
    let at = HEAD.split(',').position(|name| name == column).unwrap();
    let cells: Vec<&str> = ROW.split(',').enumerate().map(|(i, cell)| if i == at { value } else { cell }).collect();
    text(name, &file(&[&cells.join(",")]), &[&format!("{code} 2 {column}")])
}

pub(crate) fn cases() -> Vec<Case> {
    [encodings(), shapes(), columns(), people(), cells(), foreign()].concat()
}

fn encodings() -> Vec<Case> {
    let plain = file(&[ROW]);
    let undecodable = ["undecodable 2 given_name", "undecodable 2 family_name"];
    let twice = ["decoded-twice 2 given_name", "decoded-twice 2 family_name"];
    let misread = ["misread 2 given_name", "misread 2 family_name"];
    let mixed = {
        let second = ROW.replace("GR-001", "GR-002").replace("eleni@", "other@");
        [plain.as_bytes(), greek(&second).as_slice(), b"\n"].concat()
    };
    let mut half = plain.clone().into_bytes();
    half.extend("\"Ελ".as_bytes().iter().take(4));
    let mut lone = utf16(&format!("\u{feff}{plain}"));
    let place = lone.windows(2).position(|pair| pair == 'Ε'.to_string().encode_utf16().next().unwrap().to_le_bytes());
    lone.splice(place.unwrap()..place.unwrap() + 2, [0x00, 0xd8]);
    vec![
        wide("greek-windows-undeclared", "", "a.csv", greek(&plain), &undecodable),
        wide("utf8-declared-windows-1253", "encoding = \"windows-1253\"", "a.csv", plain.clone().into_bytes(), &twice),
        wide("windows-1253-declared-windows-1252", "encoding = \"windows-1252\"", "a.csv", greek(&plain), &misread),
        wide(
            "byte-order-mark-against-the-cohort",
            "encoding = \"windows-1253\"",
            "a.csv",
            format!("\u{feff}{plain}").into_bytes(),
            &["other-encoding"],
        ),
        wide(
            "utf16-mark-against-the-cohort",
            "encoding = \"utf-8\"",
            "a.csv",
            utf16(&format!("\u{feff}{plain}")),
            &["other-encoding"],
        ),
        wide("utf16-without-mark", "", "a.csv", utf16(&plain), &["not-text"]),
        wide("mixed-encodings", "", "a.csv", mixed, &["undecodable 3 given_name", "undecodable 3 family_name"]),
        wide("half-a-character-at-the-end", "", "a.csv", half, &["unclosed-quote 3"]),
        wide("half-a-surrogate", "encoding = \"utf-16le\"", "a.csv", lone, &["undecodable 2 given_name"]),
        wide(
            "byte-that-windows-1253-lacks",
            "encoding = \"windows-1253\"",
            "a.csv",
            greek(&plain.replace("Ελένη", "?λένη")).iter().map(|b| if *b == b'?' { 0xaa } else { *b }).collect(),
            &["undecodable 2 given_name"],
        ),
        cell("decoded-twice-and-saved", "family_name", "Î”Î¿ÎºÎ¹Î¼Î¬ÎºÎ·", "decoded-twice"),
        cell("replacement-character", "family_name", "Δοκι\u{fffd}μάκη", "forbidden-character"),
    ]
}

fn shapes() -> Vec<Case> {
    let second = ROW.replace("GR-001", "GR-002").replace("eleni@", "other@");
    vec![
        text("empty-file", "", &["empty"]),
        text("only-space", " \n\n", &["empty"]),
        text("header-alone", HEAD, &["no-rows"]),
        text("unclosed-quote", &file(&[ROW, &second.replace("Ελένη", "\"Ελένη")]), &["unclosed-quote 3"]),
        text("stray-quote", &file(&[&ROW.replace("Ελένη", "Ελέ\"νη")]), &["stray-quote 2"]),
        text("comma-in-a-cell-without-quotes", &file(&[&ROW.replace("61.5", "61,5")]), &["uneven-row 2"]),
        text(
            "semicolons-under-commas",
            &file(&[ROW]).replace(',', ";"),
            &[
                "unknown-column 1 candidate;given_name;family_name;given_n…",
                "missing-column 1 candidate",
                "missing-column 1 given_name",
                "missing-column 1 family_name",
                "missing-column 1 email",
                "missing-column 1 W1",
                "missing-column 1 W2",
                "missing-column 1 W3",
                "missing-column 1 W4",
                "missing-column 1 W5",
                "missing-column 1 W6",
                "missing-column 1 W7",
                "missing-column 1 W8",
                "missing-column 1 test",
                "missing-column 1 P1",
                "missing-column 1 P2",
                "missing-column 1 P3",
                "missing-column 1 P4",
                "missing-column 1 P5",
                "missing-column 1 P6",
                "missing-column 1 defends",
                "missing-column 1 leads",
                "missing-column 1 examiner",
            ],
        ),
        text("nul", &file(&[&ROW.replace("Δοκι", "Δο\0κι")]), &["forbidden-character 2 family_name"]),
    ]
}

fn columns() -> Vec<Case> {
    let more = |column: &str| file(&[&format!("{ROW},x")]).replacen(HEAD, &format!("{HEAD},{column}"), 1);
    vec![
        text("column-that-would-set-a-status", &more("status"), &["unknown-column 1 status"]),
        text("column-that-would-set-an-issuer", &more("issuer_id"), &["unknown-column 1 issuer_id"]),
        text("column-that-would-give-a-role", &more("role"), &["unknown-column 1 role"]),
        text("column-without-a-name", &more(""), &["unknown-column 1 "]),
        text("column-twice", &more("email"), &["column-twice 1 email"]),
        text(
            "column-missing",
            &file(&[ROW])
                .replacen(",leads", ",", 1)
                .replacen(",,examiner", ",examiner", 1)
                .replace("yes,no,examiner-1", "yes,examiner-1"),
            &["missing-column 1 leads"],
        ),
        wide(
            "mapping-of-a-column-that-is-not",
            "[files.columns]\nstatus = \"Status\"",
            "a.csv",
            file(&[ROW]).into_bytes(),
            &["unknown-mapping status"],
        ),
    ]
}

fn people() -> Vec<Case> {
    let second = ROW.replace("GR-001", "GR-002");
    let other = second.replace("eleni@", "other@");
    let born = |row: &str| format!("{row},1980-05-01");
    vec![
        text("e-mail-twice", &file(&[ROW, &second.replace("eleni@", "ELENI@")]), &["email-twice 3 email"]),
        text("reference-twice", &file(&[ROW, &other.replace("GR-002", "gr-001")]), &["reference-twice 3 candidate"]),
        text(
            "one-name-and-birth-date-twice",
            &file(&[&born(ROW), &born(&other)]).replacen(HEAD, &format!("{HEAD},birth_date"), 1),
            &["possible-duplicate 3 family_name"],
        ),
        cell("no-latin-name", "given_name_latin", "", "missing-latin"),
        cell("latin-name-with-a-cyrillic-letter", "family_name_latin", "Dоkimaki", "not-latin"),
        cell("no-reference", "candidate", "", "missing-cell"),
        cell("reference-that-is-a-path", "candidate", "../../etc/x", "reference"),
        cell("e-mail-without-a-domain", "email", "eleni@grammateia", "email"),
        cell("examiner-whom-nobody-knows", "examiner", "nobody", "unknown-examiner"),
        cell("examiner-who-may-not", "examiner", "decider-1", "unknown-examiner"),
    ]
}

fn cells() -> Vec<Case> {
    let formula = |name, value| cell(name, "family_name", value, "formula");
    let forbidden = |name, value| cell(name, "family_name", value, "forbidden-character");
    vec![
        formula("formula-equals", "=1+1"),
        formula("formula-plus", "+1"),
        formula("formula-minus", "-1"),
        formula("formula-at", "@SUM(A1)"),
        formula("formula-equals-full-width", "＝1"),
        formula("formula-plus-full-width", "＋1"),
        formula("formula-minus-full-width", "－1"),
        formula("formula-at-full-width", "＠1"),
        cell("formula-in-a-mark", "test", "=60", "formula"),
        cell("formula-in-a-yes", "W1", "=TRUE()", "formula"),
        forbidden("tab-first", "\tΔοκιμάκη"),
        forbidden("line-end-in-a-name", "\"Δοκι\nμάκη\""),
        forbidden("escape-sequence", "\u{1b}[2JΔοκιμάκη"),
        forbidden("text-turned-around", "Δοκι\u{202e}μάκη"),
        forbidden("space-of-no-width", "Δοκι\u{200b}μάκη"),
        forbidden("private-use", "Δοκι\u{e000}μάκη"),
        cell("date-that-two-countries-read-differently", "assessed_on", "03/04/2026", "ambiguous-date"),
        cell("thirtieth-of-february", "assessed_on", "2026-02-30", "date"),
        cell("excel-serial-date", "assessed_on", "46339", "serial-date"),
        cell("year-26", "assessed_on", "0026-11-13", "date"),
        cell("comma-in-an-english-file", "test", "\"12,5\"", "mark-comma"),
        wide(
            "point-in-a-file-with-commas",
            "separator = \"semicolon\"\ndecimal = \"comma\"",
            "a.csv",
            file(&[ROW]).replace(',', ";").into_bytes(),
            &["mark-point 2 test", "mark-point 2 P6"],
        ),
        cell("mark-over-the-maximum", "P1", "5.5", "mark-over"),
        cell("mark-beyond-all-numbers", "test", "99999999999999999999", "mark-over"),
        cell("mark-below-nothing", "test", "-1", "mark-negative"),
        cell("mark-too-fine", "test", "60.123", "mark-too-fine"),
        cell("mark-in-words", "test", "sixty", "mark-not-a-number"),
        cell("mark-with-an-exponent", "test", "1e2", "mark-not-a-number"),
        cell("yes-in-another-language", "W1", "ναι", "not-yes-or-no"),
        cell("text-of-2000-characters", "given_name", &"ab".repeat(1000), "text-too-long"),
        text(
            "every-fault-at-once",
            &file(&[&ROW.replace("61.5", "161.5").replace("2026-11-13", "x"), &ROW.replace("GR-001", "GR-002")]),
            &["mark-over 2 test", "date 2 assessed_on", "email-twice 3 email"],
        ),
    ]
}

fn foreign() -> Vec<Case> {
    let is = |name, bytes: &[u8]| wide(name, "", "a.csv", bytes.to_vec(), &["not-text"]);
    let mut missing = text("file-that-is-not-there", "", &["not-given"]);
    missing.files = vec![("b.csv".to_owned(), Content::Bytes(Vec::new()))];
    vec![
        is("picture-named-csv", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"),
        is("photograph-named-csv", b"\xff\xd8\xff\xe0\0\x10JFIF"),
        is("pdf-named-csv", b"%PDF-1.7\n"),
        is("workbook-named-csv", b"PK\x03\x04\x14\0\0\0"),
        is("old-excel-named-csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        is("web-page-named-csv", b"<html><table>"),
        missing,
    ]
}
