//! `status correct`: who the certification is about was written wrongly, or is called otherwise now.
//! The number stays; a new copy follows, and the old one points to it.

use std::path::{Path, PathBuf};

use attesto_credential::{FullName, Line, PersonName};
use attesto_issuer::{Certification, Email, Particulars, Person, Records};
use attesto_securing::draw;
use serde::Deserialize;

use super::carry_out::Scene;
use super::{ActArgs, Follow, follow, turn};
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault, Place};
use crate::world::entropy::System;
use crate::world::{files, ledger};

/// Correct who a certification is about: the number stays, a new copy is issued.
///
/// After an error (--cause error) nobody may rely on the old copy any more; after a change of name (--cause new-name)
/// it was right and stays so, and readers are told that there is a newer one.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Example:\n  attesto status correct SIM-2026-000001-X --person correction.toml --cause error --officer maria-k --second ion-e\n\ncorrection.toml has what changes: given = \"…\", family = \"…\", given_latin = \"…\", family_latin = \"…\", email = \"…\""
)]
pub(crate) struct Args {
    #[command(flatten)]
    common: ActArgs,
    /// File with what is to be written otherwise; names stay out of command lines.
    #[arg(long, value_name = "FILE")]
    person: PathBuf,
    #[command(flatten)]
    follow: Follow,
}

/// What is written otherwise; what is not named stays.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    given: Option<String>,
    family: Option<String>,
    given_latin: Option<String>,
    family_latin: Option<String>,
    email: Option<String>,
}

pub(super) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let mut scene = Scene::set(world, printer)?;
    let (certification, scheme) = scene.certification(&args.common.number)?;
    let person = corrected(&args.person, &known(&scene, &certification)?)?;
    let how = &args.common.how;
    let change = scene.carry_out((&args.common.number, how), Particulars::Correct(Box::new(person)), &scheme)?;
    let after = change.after().clone();
    let copies = follow::issue_promised(&mut scene, &after, &scheme, (&how.officer, &args.follow))?;
    let visible = scene.show_public(how, world)?;
    turn::tell(&scene.installation, &change, &visible, &follow::told(&copies, &change), printer)
}

fn known(scene: &Scene, certification: &Certification) -> Result<Person, Failure> {
    let person = Records::of(scene.register.as_ref()).person(&certification.person());
    person.map_err(|fault| ledger::refused(&fault))?.ok_or_else(|| {
        let sentence = format!("the person of {} was erased; nothing can be corrected", certification.number());
        Failure::new(Fault::Conflict, "person-erased", sentence)
    })
}

/// The person as they are to be written, with a new salt.
fn corrected(path: &Path, known: &Person) -> Result<Person, Failure> {
    let text = files::read_text(path)?;
    let read: Correction = toml::from_str(&text).map_err(|error| {
        let sentence = format!("{}: {}", path.display(), error.message());
        Failure::new(Fault::Input, "correction", sentence)
    })?;
    let file = Faulty(path);
    let old = known.name();
    let native = file.name(("given", read.given), ("family", read.family), Some(old.native()))?;
    let latin = file.name(("given_latin", read.given_latin), ("family_latin", read.family_latin), old.latin())?;
    let native = native.unwrap_or_else(|| old.native().clone());
    let email = match read.email {
        Some(email) => Email::parse(&email).map_err(|bad| file.fault("email", &email, &bad))?,
        None => known.email().clone(),
    };
    Ok(Person::new(known.candidate().clone(), PersonName::new(native, latin), email, draw(&mut System)))
}

/// The file, for its faults.
struct Faulty<'f>(&'f Path);

impl Faulty<'_> {
    /// A name of which parts are written otherwise; nothing where there is none before or after.
    fn name(
        &self,
        given: (&str, Option<String>),
        family: (&str, Option<String>),
        old: Option<&FullName>,
    ) -> Result<Option<FullName>, Failure> {
        let part = |(key, new): (&str, Option<String>), old: Option<&Line>| match new {
            Some(text) => Line::parse(&text).map(Some).map_err(|bad| self.fault(key, &text, &bad)),
            None => Ok(old.cloned()),
        };
        let given = part(given, old.map(FullName::given))?;
        let family = part(family, old.map(FullName::family))?;
        Ok(given.zip(family).map(|(given, family)| FullName::new(given, family)))
    }

    fn fault(&self, key: &str, value: &str, why: &dyn std::fmt::Display) -> Failure {
        let place = Place {
            file: self.0.display().to_string(),
            column: Some(key.to_owned()),
            value: Some(value.chars().take(60).collect()),
            why: why.to_string(),
            remedy: "write it as it should stand on the badge".to_owned(),
            ..Place::default()
        };
        let sentence = format!("{} cannot be taken; nothing was changed", self.0.display());
        Failure::at("correction", sentence, vec![place])
    }
}
