//! Codes as phones see them: tilted, noisy, unevenly lit, small in a large photo; and pictures that hold none.
//! `photo.jpg` is drawn: a code tilted in perspective, blurred, unevenly lit, with noise, saved at quality 60.

use super::*;
use crate::sheet::LinkCode;

const LINK: &str = "https://cert.example/body/c/4fzzzxjylrxk0aa9v0n2tqjv3e";

fn link() -> Vec<u8> {
    LinkCode::of_link(LINK).unwrap().png(6).unwrap()
}

fn png_of(grey: &Grey) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height) = (u32::try_from(grey.width).unwrap(), u32::try_from(grey.height).unwrap());
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&grey.shades).unwrap();
    bytes
}

/// A photo of a code on a desk: turned by an angle, scaled, in a light that falls off, with the noise of a sensor.
#[expect(clippy::as_conversions, reason = "a picture for a test")]
fn photo(width: usize, height: usize, scale: f64, degrees: f64) -> Grey {
    let code = of_png(&link()).unwrap();
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let mut noise = 1_u32;
    let mut pixel = |place: usize| {
        let (x, y) = ((place % width) as f64 - width as f64 / 2.0, (place / width) as f64 - height as f64 / 2.0);
        let (x, y) = ((x * cosine + y * sine) / scale, (y * cosine - x * sine) / scale);
        let (column, row) = (x + code.width as f64 / 2.0, y + code.height as f64 / 2.0);
        let inside = column >= 0.0 && row >= 0.0 && column < code.width as f64 && row < code.height as f64;
        let shade = if inside { f64::from(code.at(row as usize, column as usize)) } else { 140.0 };
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let light = 0.55 + 0.4 * (place % width) as f64 / width as f64;
        (shade * 0.8 * light + 25.0 + f64::from(noise >> 28)) as u8
    };
    let shades = (0..width * height).map(&mut pixel).collect();
    Grey { width, height, shades }
}

#[test]
fn the_code_on_a_sheet_is_read() {
    assert_eq!(code(&link()).as_deref(), Ok(LINK));
}

#[test]
fn a_code_in_a_photo_is_read_however_it_is_held() {
    for (scale, degrees) in [(1.0, 0.0), (1.5, 7.0), (0.8, -12.0), (1.2, 90.0), (1.0, 183.0), (1.4, 33.0)] {
        let photo = photo(1000, 800, scale, degrees);
        assert_eq!(code(&png_of(&photo)).as_deref(), Ok(LINK), "{scale} {degrees}");
    }
}

#[test]
fn a_code_in_a_large_photo_is_read() {
    assert_eq!(code(&png_of(&photo(3000, 2400, 4.0, 5.0))).as_deref(), Ok(LINK));
    assert_eq!(code(&png_of(&photo(2600, 2000, 1.5, 5.0))).as_deref(), Ok(LINK), "small in it");
}

#[test]
fn a_photo_of_a_camera_is_read() {
    let jpeg = include_bytes!("photo.jpg");
    assert!(is_photo(jpeg));
    assert_eq!(code(jpeg).as_deref(), Ok(LINK));
}

#[test]
fn a_picture_without_a_code_holds_none() {
    let grey = Grey { width: 300, height: 300, shades: vec![200; 90_000] };
    assert_eq!(code(&png_of(&grey)), Err(NoCode::NoneFound));
}

#[test]
fn a_picture_that_is_broken_or_too_large_is_told_and_not_decoded() {
    let jpeg = include_bytes!("photo.jpg");
    assert_eq!(code(&link()[..200]), Err(NoCode::Broken));
    assert_eq!(code(&[0xff, 0xd8, 0xff, 0xe0, 0, 0]), Err(NoCode::Broken));
    assert_eq!(code(b"hello"), Err(NoCode::Broken));
    let mut flood = Vec::new();
    let mut encoder = png::Encoder::new(&mut flood, 65_535, 65_535);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_chunk(png::chunk::IDAT, &[0x78, 0x9c]).unwrap();
    assert_eq!(code(&flood), Err(NoCode::TooLarge { limit: LIMIT_PIXELS }));
    for cut in [3, 20, 200, 2000] {
        // Whatever a cut photo gives, it gives no other text.
        assert!(code(&jpeg[..jpeg.len() - cut]).is_ok_and(|text| text == LINK) || code(&jpeg[..cut]).is_err());
    }
}
