//! Workbooks: cells that calculate, days as numbers, packages that grow or reach for other files.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::desk::{Case, Content, wide};
use super::texts::{HEAD, ROW};

/// A package of parts.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const LINKS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="x" Target="worksheets/sheet1.xml"/></Relationships>"#;
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

fn sheet(rows: &str) -> String {
    format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

fn text(value: &str) -> String {
    format!(r#"<c t="inlineStr"><is><t>{value}</t></is></c>"#)
}

/// The header and one row, with the cell of one column as raw XML.
fn rows(column: &str, xml: &str) -> String {
    let head: String = HEAD.split(',').map(text).collect();
    let cells = HEAD.split(',').zip(ROW.split(','));
    let row: String = cells.map(|(name, value)| if name == column { xml.to_owned() } else { text(value) }).collect();
    format!("<row>{head}</row><row>{row}</row>")
}

fn book(rows: &str) -> Vec<u8> {
    let sheet = sheet(rows);
    package(&[
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", LINKS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn case(name: &'static str, bytes: Vec<u8>, faults: &[&str]) -> Case {
    wide(name, "", "a.xlsx", bytes, faults)
}

fn cell(name: &'static str, column: &str, xml: &str, code: &str) -> Case {
    case(name, book(&rows(column, xml)), &[&format!("{code} 2 {column}")])
}

pub(crate) fn good() -> Case {
    case("good-workbook", book(&rows("assessed_on", r#"<c s="1"><v>46339</v></c>"#)), &[])
}

/// A package with one part replaced.
fn with_part(name: &str, bytes: &[u8]) -> Vec<u8> {
    let sheet = sheet(&rows("", ""));
    let parts = [
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", LINKS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    let mut parts: Vec<(&str, &[u8])> = parts.into_iter().filter(|(part, _)| *part != name).collect();
    parts.push((name, bytes));
    package(&parts)
}

/// A package whose size in the directory is a lie: the part says 100 bytes and grows to so many mebibytes.
fn lying(name: &str, mebibytes: usize) -> Vec<u8> {
    let mut bytes = with_part(name, &vec![b' '; mebibytes << 20]);
    let size = u32::try_from(mebibytes << 20).unwrap().to_le_bytes();
    while let Some(place) = bytes.windows(4).position(|four| four == size) {
        bytes[place..place + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    bytes
}

pub(crate) fn cases() -> Vec<Case> {
    let dtd =
        |xml: &str| format!("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>{xml}");
    let two = BOOK.replace("</sheets>", r#"<sheet name="Other" sheetId="2" r:id="rId1"/></sheets>"#);
    let outside = LINKS.replace("Target=\"", "TargetMode=\"External\" Target=\"file:///");
    let laughs: String =
        (0..20).map(|n| format!("<!ENTITY a{} \"{}\">", n + 1, format!("&a{n};").repeat(10))).collect();
    let laughs = format!("<!DOCTYPE x [<!ENTITY a0 \"ha\">{laughs}]>{}", sheet(&rows("given_name", &text("&a20;"))));
    let named = wide(
        "workbook-without-the-sheet-named",
        "sheet = \"Φύλλο2\"",
        "a.xlsx",
        book(&rows("", "")),
        &["no-such-sheet"],
    );
    vec![
        cell("workbook-cell-that-calculates", "test", "<c><f>30+30</f><v>60</v></c>", "formula"),
        cell(
            "workbook-cell-that-calls-out",
            "family_name",
            r#"<c t="str"><f>WEBSERVICE("http://x")</f><v>x</v></c>"#,
            "formula",
        ),
        cell("workbook-text-that-looks-like-a-formula", "family_name", &text("=cmd|' /C calc'!A0"), "formula"),
        cell("workbook-day-as-a-bare-number", "assessed_on", "<c><v>46339</v></c>", "serial-date"),
        cell("workbook-error-in-a-cell", "test", r#"<c t="e"><v>#REF!</v></c>"#, "cell-error"),
        cell("workbook-mark-over-the-maximum", "P1", "<c><v>5.5</v></c>", "mark-over"),
        cell("workbook-control-character", "family_name", &text("Δοκι_x0007_μάκη"), "forbidden-character"),
        cell("workbook-shared-text-that-is-not-there", "family_name", r#"<c t="s"><v>7</v></c>"#, "broken-xml"),
        case(
            "workbook-with-a-document-type",
            with_part("xl/worksheets/sheet1.xml", dtd(&sheet(&rows("", ""))).as_bytes()),
            &["dtd"],
        ),
        case(
            "workbook-with-a-document-type-in-its-texts",
            with_part("xl/sharedStrings.xml", dtd("<sst/>").as_bytes()),
            &["dtd"],
        ),
        case(
            "workbook-with-an-external-entity",
            with_part("xl/worksheets/sheet1.xml", sheet(&rows("family_name", &text("&e;"))).as_bytes()),
            &["dtd"],
        ),
        case("workbook-with-a-billion-laughs", with_part("xl/worksheets/sheet1.xml", laughs.as_bytes()), &["dtd"]),
        case(
            "workbook-whose-sheet-lies-outside",
            with_part("xl/_rels/workbook.xml.rels", outside.as_bytes()),
            &["not-workbook"],
        ),
        case("workbook-of-two-sheets", with_part("xl/workbook.xml", two.as_bytes()), &["which-sheet"]),
        named,
        case("workbook-cut-short", book(&rows("", "")).into_iter().take(400).collect(), &["not-workbook"]),
        case(
            "workbook-whose-xml-breaks-off",
            with_part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row><c"),
            &["broken-xml"],
        ),
        case(
            "workbook-in-utf-16",
            with_part(
                "xl/worksheets/sheet1.xml",
                &sheet("").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
            ),
            &["broken-xml"],
        ),
        case("workbook-with-two-cells-in-one-place", book(&rows("test", r#"<c r="A2"><v>1</v></c>"#)), &["broken-xml"]),
        case("workbook-that-is-a-picture", b"\x89PNG\r\n\x1a\n".to_vec(), &["not-workbook"]),
        case("workbook-that-is-text", HEAD.as_bytes().to_vec(), &["not-workbook"]),
        case("workbook-that-is-empty", Vec::new(), &["empty"]),
        case("workbook-that-is-another-zip", package(&[("a.txt", b"x")]), &["not-workbook"]),
        case("zip-bomb-in-the-texts", with_part("xl/sharedStrings.xml", &vec![b' '; 40 << 20]), &["inflates"]),
        case("zip-bomb-that-lies-about-its-size", lying("xl/sharedStrings.xml", 40), &["broken-xml"]),
        Case {
            files: vec![("a.xlsx".to_owned(), Content::Bytes(bomb()))],
            ..case("zip-bomb-in-the-sheet", Vec::new(), &["inflates"])
        },
    ]
}

/// 300 MiB of space in a sheet, in less than half a mebibyte.
fn bomb() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let parts = [("xl/workbook.xml", BOOK), ("xl/_rels/workbook.xml.rels", LINKS), ("xl/styles.xml", STYLES)];
    for (name, text) in parts {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    for _ in 0..300 {
        zip.write_all(&[b' '; 1 << 20]).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
