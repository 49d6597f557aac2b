//! The files a person gets: the credential as text and in two pictures, and the link as a code.
//! Pictures are drawn once per language; only the credential in them differs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::thread;

use attesto_credential::Language;
use attesto_issuer::{Certification, Copy, Standing};

use super::desk::Bench;
use crate::fault::{Failure, Fault};
use crate::world::carriers::Drawn;
use crate::world::codes;
use crate::world::files::{self, Audience};

/// The pictures, by language.
pub(super) struct Pictures<'b> {
    bench: &'b Bench<'b>,
    drawn: BTreeMap<&'b Language, Drawn>,
}

impl<'b> Pictures<'b> {
    /// Draws one picture for each language, side by side.
    pub(super) fn draw(
        bench: &'b Bench<'b>,
        certifications: &'b [Certification],
        standing: Standing,
    ) -> Result<Self, Failure> {
        let languages: BTreeSet<&Language> = certifications.iter().map(Certification::language).collect();
        let drawn: Result<BTreeMap<_, _>, Failure> = thread::scope(|scope| {
            let draw = |language| {
                (language, scope.spawn(move || Drawn::of(bench.installation, bench.scheme, language, standing)))
            };
            let hands: Vec<_> = languages.into_iter().map(draw).collect();
            let joined = hands.into_iter().map(|(language, hand)| Ok((language, hand.join().map_err(|_| stopped())??)));
            joined.collect()
        });
        Ok(Self { bench, drawn: drawn? })
    }

    /// Writes all files of all copies; `done` is told of each.
    pub(super) fn write_all(
        &self,
        copies: &[(&Copy, &Certification)],
        out: &Path,
        done: &(dyn Fn() + Sync),
    ) -> Result<(), Failure> {
        // Writing waits for the disk more than for a core, so there are more hands than cores.
        let hands = 2 * thread::available_parallelism().map_or(1, usize::from);
        let share = copies.len().div_ceil(hands).max(1);
        let write = |(copy, certification): &(&Copy, &Certification)| {
            self.write(copy, certification, &out.join(copy.number.as_str())).map(|()| done())
        };
        let write = &write;
        thread::scope(|scope| {
            let hands: Vec<_> =
                copies.chunks(share).map(|chunk| scope.spawn(move || chunk.iter().try_for_each(write))).collect();
            hands.into_iter().try_for_each(|hand| hand.join().map_err(|_| stopped())?)
        })
    }

    fn write(&self, copy: &Copy, certification: &Certification, folder: &Path) -> Result<(), Failure> {
        let text = copy.secured.text();
        let drawn = self.drawn.get(certification.language());
        let drawn = drawn.ok_or_else(|| bug(&"no picture was drawn in this language"))?;
        let carriers = drawn.carrying(text)?;
        files::private_folder(folder)?;
        // Whoever issues holds the register, so half a file here is from a run that was interrupted.
        files::sweep(folder)?;
        let put = |name: &str, bytes: &[u8]| files::write_derived(&folder.join(name), bytes, Audience::Owner);
        put("badge.json", text.as_bytes())?;
        put("badge.svg", carriers.svg.as_bytes())?;
        put("badge.png", &carriers.png)?;
        match self.bench.link(copy) {
            Some(link) => codes::draw(folder, &link, &copy.number),
            None if copy.standing == Standing::Rehearsed => Ok(()),
            // What was printed before would lead to a page that shows nothing.
            None => codes::take_away(folder),
        }
    }
}

fn stopped() -> Failure {
    Failure::new(Fault::Bug, "picture", "a thread that draws or writes badges stopped; issue again, nothing is lost")
}

fn bug(fault: &dyn std::fmt::Display) -> Failure {
    Failure::new(Fault::Bug, "picture", fault)
}
