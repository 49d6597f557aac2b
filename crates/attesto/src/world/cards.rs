//! The pages behind links as files, for servers that compose nothing: each in four languages, with the moment on it.
//! They say what was so when they were written; `attesto serve` composes them anew for each reader.

use std::path::Path;

use attesto_credential::{Secured, Timestamp};
use attesto_securing::Contexts;
use attesto_verifier::{Case, Material, Policy, Report};

use super::clock::on_the_wall;
use super::config::Installation;
use super::fetch::{Gate, Reach};
use super::files::{self, Audience};
use super::gather;
use super::links::{EUROPEAN, FOLDER, WITHDRAWN};
use super::shelf::Shelf;
use crate::fault::{Failure, Fault};
use crate::locale::{Tongue, Words};
use crate::sheet::{Absence, Made, Reading, absent_page, card_page};

/// Writes the pages of every link in a published folder; gives how many pages that are.
pub(crate) fn put_pages(installation: &Installation, public: &Path, at: Timestamp) -> Result<usize, Failure> {
    let folder = public.join(FOLDER);
    if !folder.is_dir() {
        return Ok(0);
    }
    let gate = installation.gate_to(Shelf::new(public.to_owned()), Reach::Offline)?;
    let mut writer = Writer {
        installation,
        folder: &folder,
        gate,
        material: Material::new(Contexts::pinned()),
        words: Tongue::ALL.map(Words::of),
        at,
    };
    let mut count = 0;
    for path in files::list(&folder)? {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
        match name.split_once('.') {
            Some((link, "json")) => count += writer.card(link, &path)?,
            Some((link, WITHDRAWN)) => count += writer.absent(link)?,
            _ => {}
        }
    }
    Ok(count)
}

struct Writer<'w> {
    installation: &'w Installation,
    folder: &'w Path,
    gate: Gate,
    /// Vocabularies are worked out once.
    material: Material,
    words: [&'static Words; 4],
    at: Timestamp,
}

impl Writer<'_> {
    fn card(&mut self, link: &str, path: &Path) -> Result<usize, Failure> {
        let text = files::read(path, 1 << 20)?;
        let unreadable = |fault| Failure::new(Fault::Config, "published", format!("{}: {fault}", path.display()));
        let report = self.report(Secured::parse(&text).map_err(unreadable)?);
        let (zone, base_url) = (self.installation.zone(), self.installation.base_url().as_str());
        let address = base_url.strip_prefix("https://").unwrap_or(base_url);
        let reading = Reading {
            issuer: self.installation.name().as_str(),
            link,
            address,
            wall: &|moment| on_the_wall(zone, moment),
            zone: zone.name(),
            made: Made::ToKeep,
            european: path.with_extension(EUROPEAN).is_file(),
        };
        self.put(link, &|words| {
            card_page(&report, &reading, words).map_err(|fault| Failure::new(Fault::Bug, "page", fault))
        })
    }

    fn absent(&self, link: &str) -> Result<usize, Failure> {
        let page = |words: &Words| absent_page(Absence::Withdrawn, link, words);
        self.put(link, &|words| page(words).map_err(|fault| Failure::new(Fault::Bug, "page", fault)))
    }

    fn report(&mut self, secured: Secured) -> Report {
        let (case, policy) = (Case::new(secured), Policy::default());
        let mut hearing = gather::gather(&case, &mut self.material, &policy, self.at, &self.gate, self.at);
        hearing.judge(&self.material)
    }

    /// A page per language; the first of them answers the link itself.
    fn put(&self, link: &str, page: &dyn Fn(&Words) -> Result<String, Failure>) -> Result<usize, Failure> {
        let write = |ending: &str, page: &str| {
            files::write_derived(&self.folder.join(format!("{link}.{ending}")), page.as_bytes(), Audience::All)
        };
        for words in self.words {
            let page = page(words)?;
            write(&format!("{}.html", words.tongue().tag()), &page)?;
            if words.tongue() == Tongue::default() {
                write("html", &page)?;
            }
        }
        Ok(self.words.len())
    }
}

#[cfg(test)]
mod tests;
