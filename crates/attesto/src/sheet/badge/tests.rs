use attesto_credential::carrier;

use super::*;

fn a_badge() -> Badge {
    Badge::new("sim-5", "Διαχειριστής Κοινωνικής Καινοτομίας", "Φορέας Πιστοποίησης Παράδειγμα")
        .level("Επίπεδο EQF 5", Some(5))
        .language("el")
}

/// Width, height and RGBA samples.
fn pixels(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut samples = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut samples).unwrap();
    (frame.width, frame.height, samples)
}

#[test]
fn the_same_badge_gives_the_same_bytes() {
    let (one, other) = (a_badge().draw(), a_badge().draw());
    assert_eq!(one.svg(), other.svg());
    assert_eq!(one.png(256).unwrap(), other.png(256).unwrap());
}

#[test]
fn a_picture_needs_nothing_from_the_machine_that_shows_it() {
    let picture = a_badge().watermark("ΔΟΚΙΜΗ").draw();
    for foreign in ["<text", "<image", "<style", "<use", "href", "font", "url(", " id="] {
        assert!(!picture.svg().contains(foreign), "{foreign}");
    }
}

#[test]
fn who_hears_the_picture_hears_what_it_says() {
    let svg = a_badge().watermark("ΔΟΚΙΜΗ").draw().svg().to_owned();
    assert!(svg.contains(r#"role="img" aria-label="Διαχειριστής Κοινωνικής Καινοτομίας" lang="el""#));
    assert!(svg.contains("<title>Διαχειριστής Κοινωνικής Καινοτομίας</title>"));
    assert!(svg.contains("<desc>Φορέας Πιστοποίησης Παράδειγμα · Επίπεδο EQF 5 · ΔΟΚΙΜΗ</desc>"));
}

#[test]
fn markup_and_unseen_characters_in_texts_stay_harmless() {
    let hostile = "</title><script>alert(1)</script><!--]]>&\"'\u{202E}\u{0}\u{FFFE}";
    let badge = Badge::new(hostile, hostile, hostile).level(hostile, Some(3)).language(hostile).watermark(hostile);
    let picture = badge.draw();

    assert!(picture.png(64).is_ok(), "still well-formed");
    assert!(!picture.svg().contains("<script") && !picture.svg().contains("<!--"));
    assert!(!picture.svg().contains(['\u{202E}', '\u{0}', '\u{FFFE}']));
    assert_eq!(picture.svg().matches("</title>").count(), 1);
}

#[test]
fn a_dial_shows_the_step_and_a_step_beyond_eight_shows_none() {
    let dark = |step| {
        let picture = Badge::new("s", "t", "i").level("level", Some(step)).draw();
        picture.svg().matches(r#"fill-opacity="0.25""#).count()
    };
    assert_eq!([1, 5, 8].map(dark), [7, 3, 0]);
    let rosette = |step| Badge::new("s", "t", "i").level("level", step).draw().svg().to_owned();
    assert_eq!(rosette(Some(9)), rosette(None));
    assert_eq!(rosette(Some(0)), rosette(None));
}

#[test]
fn a_png_is_square_with_a_transparent_ground() {
    let (width, height, samples) = pixels(&a_badge().draw().png(128).unwrap());
    assert_eq!((width, height), (128, 128));
    assert_eq!(samples[..4], [0, 0, 0, 0], "corner");
    let middle = (64 * 128 + 64) * 4;
    assert_eq!(samples[middle + 3], 255, "band");
}

#[test]
fn a_width_that_nobody_needs_is_refused() {
    let picture = a_badge().draw();
    for width in [0, 15, 4_097, u32::MAX] {
        assert_eq!(picture.png(width), Err(NotDrawn::Width { width }));
    }
    assert!(picture.png(16).is_ok());
}

#[test]
fn a_watermark_reddens_a_blue_badge_from_corner_to_corner() {
    let badge = a_badge().accent(Colour::parse("#1f4e79").unwrap());
    let red = |badge: &Badge, quarter: usize| {
        let (_, _, samples) = pixels(&badge.draw().png(256).unwrap());
        let row = |pixel: usize| (pixel / 256 / 128, pixel % 256 / 128);
        let reds = samples.as_chunks::<4>().0.iter().enumerate().filter(|(at, [r, g, b, a])| {
            row(*at) == (quarter / 2, quarter % 2) && *a == 255 && *r > 150 && *g < 90 && *b < 110
        });
        reds.count()
    };
    let marked = badge.clone().watermark("REHEARSAL");
    assert_eq!(red(&badge, 1) + red(&badge, 2), 0);
    assert!(red(&marked, 1) > 800 && red(&marked, 2) > 800, "{} {}", red(&marked, 1), red(&marked, 2));
}

#[test]
fn one_picture_carries_many_credentials_and_keeps_its_pixels() {
    let picture = a_badge().draw();
    let bytes = picture.png(64).unwrap();
    for text in [r#"{"name":"Α ]]> Β"}"#, "eyJhbGciOiJFZERTQSJ9.e30.c2ln"] {
        let in_png = carrier::png::wrap(&bytes, text).unwrap();
        let in_svg = carrier::svg::wrap(picture.svg(), text).unwrap();
        assert_eq!(pixels(&in_png), pixels(&bytes));
        assert_eq!(raster::png(&in_svg, 64).unwrap(), bytes);
        for carried in [in_png.as_slice(), in_svg.as_bytes()] {
            assert_eq!(carrier::unwrap(carried).unwrap(), text);
        }
    }
}
