use proptest::prelude::*;

use super::*;

const JSON: &str = r#"{"name":"Διαχειριστής ]]> ș & <b>","n":1}"#;
const JWS: &str = "eyJhbGciOiJFZERTQSJ9.e30.c2ln";
const DRAWING: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- a badge --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g><path d="M0 0h9"/></g></svg>
"#;

/// One grey pixel, with a text chunk that must survive.
fn pixel() -> Vec<u8> {
    let mut out = png::SIGNATURE.to_vec();
    out.extend(chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
    out.extend(chunk(b"tEXt", b"Author\0Nobody"));
    out.extend(chunk(b"IDAT", &[0x78, 0x9C, 0x63, 0x68, 0, 0, 0, 0x82, 0, 0x81]));
    out.extend(chunk(b"IEND", b""));
    out
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut summed = kind.to_vec();
    summed.extend_from_slice(content);
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], &summed, &crc32fast::hash(&summed).to_be_bytes()[..]].concat()
}

/// The pixel with `inserted` between its header and the rest.
fn pixel_with(inserted: &[Vec<u8>]) -> Vec<u8> {
    let mut out = pixel();
    out.splice(33..33, inserted.concat());
    out
}

fn itxt(fields: &[u8]) -> Vec<u8> {
    chunk(b"iTXt", &[b"openbadgecredential\0", fields].concat())
}

fn drawing_with(inserted: &str) -> String {
    DRAWING.replace("<g>", &format!("{inserted}<g>")).replace("viewBox", &format!("{BINDING} viewBox"))
}

const BINDING: &str = r#"xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0""#;

#[test]
fn whatever_carries_a_credential_gives_the_same_text() {
    for text in [JSON, JWS] {
        let in_png = png::wrap(&pixel(), text).unwrap();
        let in_svg = svg::wrap(DRAWING, text).unwrap();

        assert_eq!((sniff(&in_png), sniff(in_svg.as_bytes()), sniff(text.as_bytes())), {
            (Carrier::Png, Carrier::Svg, Carrier::Text)
        });
        for bytes in [in_png.as_slice(), in_svg.as_bytes(), text.as_bytes()] {
            assert_eq!(unwrap(bytes).unwrap(), text);
        }
    }
}

#[test]
fn a_byte_order_mark_does_not_hide_an_svg() {
    let marked = format!("\u{FEFF}{DRAWING}");
    let wrapped = svg::wrap(&marked, JSON).unwrap();
    assert!(wrapped.starts_with("\u{FEFF}<?xml"));
    assert_eq!(unwrap(wrapped.as_bytes()).unwrap(), JSON);
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_place() {
    assert_eq!(unwrap(b"{\"a\":\xFF}"), Err(NotUnwrapped::NotText { at: 5 }));
}

#[test]
fn a_png_keeps_every_other_chunk_and_carries_one_credential() {
    let wrapped = png::wrap(&pixel(), JSON).unwrap();
    let again = png::wrap(&wrapped, JWS).unwrap();

    assert_eq!(png::unwrap(&again).unwrap(), JWS);
    assert_eq!(again, png::wrap(&pixel(), JWS).unwrap());
    let inserted = again.len() - pixel().len();
    assert_eq!([&again[..33], &again[33 + inserted..]].concat(), pixel());
    assert_eq!(&again[37..41], b"iTXt");
    assert!(again[41..].starts_with(b"openbadgecredential\0\0\0\0\0eyJ"));
}

#[test]
fn a_png_that_readers_may_take_differently_is_refused_by_name() {
    use png::{Malformed, NotUnwrapped as No};
    let good = itxt(b"\0\0\0\0{}");
    let mut bad_sum = good.clone();
    *bad_sum.last_mut().unwrap() ^= 1;
    let mut huge = good.clone();
    huge[..4].copy_from_slice(&0x8000_0000_u32.to_be_bytes());
    let cases = [
        (pixel(), No::Absent),
        (pixel_with(&[chunk(b"iTXt", b"OpenBadgeCredential\0\0\0\0\0{}")]), No::Absent),
        (pixel_with(&[chunk(b"tEXt", b"openbadges\0{}")]), No::Absent),
        (pixel_with(&[good.clone(), good.clone()]), No::Ambiguous),
        (pixel_with(&[good.clone(), chunk(b"tEXt", b"openbadgecredential\0{}")]), No::Ambiguous),
        (pixel_with(&[chunk(b"tEXt", b"openbadgecredential\0{}")]), No::WrongChunk { chunk: "tEXt" }),
        (pixel_with(&[chunk(b"zTXt", b"openbadgecredential\0\0x")]), No::WrongChunk { chunk: "zTXt" }),
        (pixel_with(&[itxt(b"\x01\0\0\0x")]), No::Compressed),
        (pixel_with(&[itxt(b"\x02\0\0\0x")]), No::Layout { at: 33 }),
        (pixel_with(&[itxt(b"\0\0en")]), No::Layout { at: 33 }),
        (pixel_with(&[chunk(b"iTXt", b"openbadgecredential")]), No::Layout { at: 33 }),
        (pixel_with(&[itxt(b"\0\0\0\0\xFF")]), No::NotText),
        (pixel_with(&[itxt(b"\0\0\0\0")]), No::Empty),
        (pixel_with(&[bad_sum]), Malformed::Checksum { at: 33 }.into()),
        (pixel_with(&[huge]), Malformed::Truncated { at: 33, claimed: 0x8000_0000 }.into()),
        ([pixel(), good.clone()].concat(), Malformed::AfterEnd { bytes: good.len() }.into()),
        (b"GIF89a".to_vec(), Malformed::NotPng.into()),
        (png::SIGNATURE.to_vec(), Malformed::NoEnd { at: 8 }.into()),
        ([png::SIGNATURE.to_vec(), good].concat(), Malformed::NoHeader.into()),
        (vec![0; LIMIT_BYTES + 1], Malformed::TooBig { bytes: LIMIT_BYTES + 1 }.into()),
    ];
    for (bytes, expected) in cases {
        assert_eq!(png::unwrap(&bytes), Err(expected));
    }
}

#[test]
fn a_png_of_a_thousand_chunks_is_read_and_one_more_is_not() {
    let filler = |count| vec![chunk(b"teSt", b""); count];
    assert_eq!(png::unwrap(&pixel_with(&filler(996))), Err(png::NotUnwrapped::Absent));
    assert_eq!(png::unwrap(&pixel_with(&filler(997))), Err(png::Malformed::TooManyChunks.into()));
}

#[test]
fn an_svg_has_the_credential_directly_after_its_root_tag() {
    let wrapped = svg::wrap(DRAWING, JSON).unwrap();
    let tag = format!(r#"viewBox="0 0 9 9" {BINDING}><openbadges:credential><![CDATA["#);
    assert!(wrapped.contains(&tag), "{wrapped}");
    assert!(wrapped.contains("]]]]><![CDATA[> ș & <b>"), "{wrapped}");

    let with_jws = svg::wrap(&wrapped, JWS).unwrap();
    let element = format!(r#"<openbadges:credential verify="{JWS}"/>"#);
    assert_eq!(
        with_jws,
        drawing_with(&element)
            .replace(&format!("{BINDING} viewBox=\"0 0 9 9\""), &{ format!("viewBox=\"0 0 9 9\" {BINDING}") })
    );
}

#[test]
fn an_svg_without_content_is_opened_for_the_credential() {
    let wrapped = svg::wrap(r#"<s:svg xmlns:s="http://www.w3.org/2000/svg"/>"#, JWS).unwrap();
    assert!(wrapped.ends_with("/></s:svg>"), "{wrapped}");
    assert_eq!(svg::unwrap(wrapped.as_bytes()).unwrap(), JWS);
}

#[test]
fn cdata_that_a_drawing_program_turned_into_text_is_still_read() {
    let saved = "<openbadges:credential>\n  {&quot;a&quot;:&#x3C;&amp;}\n</openbadges:credential>";
    assert_eq!(svg::unwrap(drawing_with(saved).as_bytes()).unwrap(), r#"{"a":<&}"#);
}

#[test]
fn an_svg_that_readers_may_take_differently_is_refused_by_name() {
    use svg::NotUnwrapped as No;
    let one = r#"<openbadges:credential verify="a.b.c"/>"#;
    let cases = [
        (DRAWING.to_owned(), No::Absent),
        (drawing_with("<credential>{}</credential>"), No::Absent),
        (drawing_with(&format!("{one}{one}")), No::Ambiguous),
        (
            drawing_with(r#"<openbadges:credential verify="a.b.c"><![CDATA[{}]]></openbadges:credential>"#),
            No::AttributeAndBody,
        ),
        (drawing_with(r#"<openbadges:credential verify="a.b.c">{}</openbadges:credential>"#), No::AttributeAndBody),
        (drawing_with("<openbadges:credential>{}<![CDATA[{}]]></openbadges:credential>"), No::TextBesideCdata),
        (drawing_with("<openbadges:credential/>"), No::Empty),
        (drawing_with("<openbadges:credential><![CDATA[]]></openbadges:credential>"), No::Empty),
    ];
    for (picture, expected) in cases {
        assert_eq!(svg::unwrap(picture.as_bytes()), Err(expected), "{picture}");
    }
    for nested in [format!("<g>{one}</g>"), "<openbadges:credential><g/></openbadges:credential>".to_owned()] {
        assert!(matches!(svg::unwrap(drawing_with(&nested).as_bytes()), Err(No::Nested { .. })), "{nested}");
    }
    for foreign in [
        r#"<openbadges:credential xmlns:openbadges="http://openbadges.org" verify="a.b.c"/>"#,
        r#"<credential xmlns="http://purl.imsglobal.org/ob/v3p0" verify="a.b.c"/>"#,
    ] {
        let found = svg::unwrap(drawing_with(foreign).as_bytes());
        assert!(matches!(found, Err(No::WrongNamespace { .. })), "{foreign} {found:?}");
    }
}

#[test]
fn an_svg_that_is_dangerous_or_broken_is_refused_by_name() {
    use svg::{Malformed as Bad, NotUnwrapped as No};
    fn is(bytes: impl AsRef<[u8]>, expected: fn(&Bad) -> bool) {
        let found = svg::unwrap(bytes.as_ref());
        assert!(matches!(&found, Err(No::Malformed(bad)) if expected(bad)), "{found:?}");
    }
    let laughs =
        r#"<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>"#;
    is(laughs, |bad| matches!(bad, Bad::Dtd { at: 0 }));
    is(drawing_with("<openbadges:credential>&xxe;</openbadges:credential>"), |bad| matches!(bad, Bad::Entity { .. }));
    is(DRAWING.replace("UTF-8", "UTF-7"), |bad| matches!(bad, Bad::NotUtf8 { .. }));
    is([0xFF, 0xFE, b'<', 0, b's', 0], |bad| matches!(bad, Bad::NotUtf8 { .. }));
    is("<html/>", |bad| matches!(bad, Bad::NotSvg { .. }));
    is("<svg/>", |bad| matches!(bad, Bad::NotSvg { .. }));
    is("", |bad| matches!(bad, Bad::Xml { .. }));
    is(format!("{DRAWING}<svg/>"), |bad| matches!(bad, Bad::Xml { .. }));
    is(format!("{DRAWING}tail"), |bad| matches!(bad, Bad::Xml { .. }));
    is(DRAWING.replace("</svg>", ""), |bad| matches!(bad, Bad::Xml { .. }));
    is(DRAWING.replace("<g>", "<h>"), |bad| matches!(bad, Bad::Xml { .. }));
    is(drawing_with(r#"<openbadges:credential verify="a" verify="b"/>"#), |bad| matches!(bad, Bad::Xml { .. }));
    is(drawing_with(&"<g>".repeat(300)), |bad| matches!(bad, Bad::TooDeep { .. }));
    is(vec![b' '; LIMIT_BYTES + 1], |bad| matches!(bad, Bad::TooBig { .. }));
}

#[test]
fn a_script_in_an_svg_is_neither_run_nor_a_fault() {
    let hostile = drawing_with(r#"<script>alert(1)</script><image href="file:///etc/passwd" onload="x()"/>"#);
    let wrapped = svg::wrap(&hostile, JSON).unwrap();
    assert_eq!(svg::unwrap(wrapped.as_bytes()).unwrap(), JSON);
}

#[test]
fn what_a_picture_cannot_carry_unchanged_is_refused() {
    use svg::NotWrapped as No;
    assert_eq!(svg::wrap(DRAWING, ""), Err(No::Empty));
    assert_eq!(png::wrap(&pixel(), ""), Err(png::NotWrapped::Empty));
    for (text, code, at) in [("{\r\n}", 13, 1), ("\u{1}", 1, 0), ("é\u{FFFF}", 0xFFFF, 2)] {
        assert_eq!(svg::wrap(DRAWING, text), Err(No::Character { code, at }));
    }
    let taken = DRAWING.replace("viewBox", r#"xmlns:openbadges="http://openbadges.org" viewBox"#);
    assert_eq!(svg::wrap(&taken, JSON), Err(No::PrefixTaken { found: "http://openbadges.org".into() }));
    let big = "x".repeat(LIMIT_BYTES);
    assert!(matches!(svg::wrap(DRAWING, &big), Err(No::TooBig { .. })));
    assert!(matches!(png::wrap(&pixel(), &big), Err(png::NotWrapped::TooBig { .. })));
}

#[test]
fn a_picture_cut_at_any_byte_gives_no_credential_and_no_panic() {
    let in_png = png::wrap(&pixel(), JSON).unwrap();
    let in_svg = svg::wrap(DRAWING, JSON).unwrap();
    for end in 0..in_png.len() {
        assert!(png::unwrap(&in_png[..end]).is_err(), "{end}");
    }
    for end in 0..in_svg.trim_end().len() {
        assert!(svg::unwrap(&in_svg.as_bytes()[..end]).is_err(), "{end}");
    }
}

/// Pieces of XML in any order, so that random texts get past the first byte.
fn xmlish() -> impl Strategy<Value = String> {
    let pieces = [
        "<svg xmlns='http://www.w3.org/2000/svg'",
        " xmlns:openbadges='https://purl.imsglobal.org/ob/v3p0'",
        ">",
        "/>",
        "</svg>",
        "<openbadges:credential",
        "</openbadges:credential>",
        " verify='a.b.c'",
        "<![CDATA[",
        "]]>",
        "&amp;",
        "&x;",
        "&#0;",
        "&#xD800;",
        "<!--",
        "-->",
        "<?xml version='1.0'?>",
        "<!DOCTYPE svg>",
        "{}",
        "ș",
        "<g>",
        "</g>",
        "'",
        "\"",
        " ",
        "\u{FEFF}",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_in_a_png_comes_out_as_it_went_in(text in any::<String>().prop_filter("some", |text| !text.is_empty())) {
        let wrapped = png::wrap(&pixel(), &text).unwrap();
        prop_assert_eq!(png::unwrap(&wrapped).unwrap(), text.as_str());
        prop_assert_eq!(png::wrap(&wrapped, JSON).unwrap(), png::wrap(&pixel(), JSON).unwrap());
    }

    #[test]
    fn any_text_that_xml_can_carry_comes_out_of_an_svg_as_it_went_in(
        text in r"([\]>&<!\[\t\n a-z{}'Α-ωșț\x{85}\x{2028}\x{FFFD}\x{1F600}]|\]\]>){1,40}",
    ) {
        let wrapped = svg::wrap(DRAWING, &text).unwrap();
        prop_assert_eq!(svg::unwrap(wrapped.as_bytes()).unwrap(), text.as_str());
        prop_assert_eq!(svg::wrap(&wrapped, &text).unwrap(), wrapped);
    }

    #[test]
    fn any_other_text_is_refused_and_never_changed(text in any::<String>()) {
        if let Ok(wrapped) = svg::wrap(DRAWING, &text) {
            prop_assert_eq!(svg::unwrap(wrapped.as_bytes()).unwrap(), text);
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in any::<Vec<u8>>(), xml in xmlish()) {
        let _ = unwrap(&bytes);
        let _ = png::unwrap(&[&png::SIGNATURE, bytes.as_slice()].concat());
        if let Ok(wrapped) = svg::wrap(&xml, JSON) {
            prop_assert_eq!(svg::unwrap(wrapped.as_bytes()).unwrap(), JSON);
        }
        let _ = svg::unwrap(xml.as_bytes());
    }

    #[test]
    fn a_changed_byte_in_a_png_never_gives_another_text(at in 0_usize..200, to in any::<u8>()) {
        let mut wrapped = png::wrap(&pixel(), JSON).unwrap();
        let at = at % wrapped.len();
        wrapped[at] = to;
        if let Ok(text) = png::unwrap(&wrapped) {
            prop_assert_eq!(text, JSON);
        }
    }
}
