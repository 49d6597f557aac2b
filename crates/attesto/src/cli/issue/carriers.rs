//! The files a person gets: the credential as text and in two pictures, and the link as a code.
//! Pictures are drawn once per language; only the credential in them differs.

use std::collections::BTreeMap;
use std::path::Path;

use attesto_credential::{Language, carrier};
use attesto_issuer::{Certification, Copy, Standing};

use super::desk::Bench;
use super::lowest_level;
use crate::fault::{Failure, Fault};
use crate::sheet::{Badge, LinkCode};
use crate::world::files::{self, Audience};

/// Pixels along one side of a badge.
const WIDTH: u32 = 640;
/// Pixels along one module of a link code.
const SCALE: u32 = 8;

/// The pictures drawn so far, by language.
pub(super) struct Pictures<'b> {
    bench: &'b Bench<'b>,
    drawn: BTreeMap<String, (String, Vec<u8>)>,
}

impl<'b> Pictures<'b> {
    pub(super) fn new(bench: &'b Bench<'b>) -> Self {
        Self { bench, drawn: BTreeMap::new() }
    }

    /// Writes all files of one copy.
    pub(super) fn write(&mut self, copy: &Copy, certification: &Certification, folder: &Path) -> Result<(), Failure> {
        let text = copy.secured.text();
        let (svg, png) = self.drawn(certification.language(), copy.standing)?;
        let svg = carrier::svg::wrap(svg, text).map_err(|fault| bug(&fault))?;
        let png = carrier::png::wrap(png, text).map_err(|fault| bug(&fault))?;
        files::private_folder(folder)?;
        let put = |name: &str, bytes: &[u8]| files::write(&folder.join(name), bytes, Audience::Owner);
        put("badge.json", text.as_bytes())?;
        put("badge.svg", svg.as_bytes())?;
        put("badge.png", &png)?;
        let Some(link) = self.bench.link(copy) else {
            return Ok(());
        };
        let code = LinkCode::of_link(&link).map_err(|fault| Failure::new(Fault::Config, "link", fault))?;
        let code = code.caption(copy.number.as_str());
        put("link.svg", code.svg().as_bytes())?;
        put("link.png", &code.png(SCALE).map_err(|fault| bug(&fault))?)
    }

    fn drawn(&mut self, language: &Language, standing: Standing) -> Result<(&str, &[u8]), Failure> {
        if !self.drawn.contains_key(language.as_str()) {
            let picture = badge(self.bench, language, standing).draw();
            let png = picture.png(WIDTH).map_err(|fault| bug(&fault))?;
            self.drawn.insert(language.to_string(), (picture.svg().to_owned(), png));
        }
        let drawn = self.drawn.get(language.as_str());
        drawn
            .map(|(svg, png)| (svg.as_str(), png.as_slice()))
            .ok_or_else(|| Failure::new(Fault::Bug, "picture", "no picture was drawn"))
    }
}

fn badge(bench: &Bench<'_>, language: &Language, standing: Standing) -> Badge {
    let scheme = bench.scheme;
    let badge = Badge::new(scheme.id().as_str(), scheme.title().best(language), bench.installation.name().as_str());
    let badge = badge.language(language.as_str());
    let badge = match lowest_level(scheme) {
        Some(level) => badge.level(&format!("{} {level}", word(language)), Some(level)),
        None => badge,
    };
    match (standing, bench.installation.accent()) {
        (Standing::Rehearsed, _) => badge.watermark("REHEARSAL"),
        (_, Some(accent)) => badge.accent(accent),
        (_, None) => badge,
    }
}

/// "Level", in the badge's language.
fn word(language: &Language) -> &'static str {
    match language.as_str() {
        "el" => "Επίπεδο",
        "it" => "Livello",
        "ro" => "Nivelul",
        _ => "Level",
    }
}

fn bug(fault: &dyn std::fmt::Display) -> Failure {
    Failure::new(Fault::Bug, "picture", fault)
}
