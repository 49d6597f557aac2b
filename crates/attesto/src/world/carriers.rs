//! The pictures that carry a credential: drawn once for a scheme and a language, with each credential put into them.
//! Which copies there are, and where their files go, is known elsewhere.

use attesto_credential::{Language, carrier};
use attesto_issuer::{Scheme, Standing};

use super::config::Installation;
use crate::fault::{Failure, Fault};
use crate::sheet::Badge;

/// Pixels along one side of a badge.
const WIDTH: u32 = 640;

/// The picture of a scheme in one language, as SVG and as PNG, still without a credential.
pub(crate) struct Drawn {
    svg: String,
    png: Vec<u8>,
}

/// The picture with a credential in it.
pub(crate) struct Carriers {
    pub(crate) svg: String,
    pub(crate) png: Vec<u8>,
}

impl Drawn {
    /// Draws it; a rehearsal's bears a watermark.
    pub(crate) fn of(
        installation: &Installation,
        scheme: &Scheme,
        language: &Language,
        standing: Standing,
    ) -> Result<Self, Failure> {
        let picture = badge(installation, scheme, language, standing).draw();
        let png = picture.png(WIDTH).map_err(|fault| bug(&fault))?;
        Ok(Self { svg: picture.svg().to_owned(), png })
    }

    /// Puts a credential's text in.
    pub(crate) fn carrying(&self, text: &str) -> Result<Carriers, Failure> {
        let svg = carrier::svg::wrap(&self.svg, text).map_err(|fault| bug(&fault))?;
        let png = carrier::png::wrap(&self.png, text).map_err(|fault| bug(&fault))?;
        Ok(Carriers { svg, png })
    }
}

fn badge(installation: &Installation, scheme: &Scheme, language: &Language, standing: Standing) -> Badge {
    let badge = Badge::new(scheme.id().as_str(), scheme.title().best(language), installation.name().as_str());
    let badge = badge.language(language.as_str());
    let badge = match lowest_level(scheme) {
        Some(level) => badge.level(&format!("{} {level}", word(language)), Some(level)),
        None => badge,
    };
    match (standing, installation.accent()) {
        (Standing::Rehearsed, _) => badge.watermark("REHEARSAL"),
        (_, Some(accent)) => badge.accent(accent),
        (_, None) => badge,
    }
}

/// The level that everybody certified under a scheme has shown.
fn lowest_level(scheme: &Scheme) -> Option<u8> {
    scheme.rubrics().iter().filter_map(|rubric| rubric.levels().first()).map(|level| level.level().number()).min()
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
