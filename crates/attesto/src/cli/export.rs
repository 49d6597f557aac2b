//! `export`: everything the public may read, byte for byte as it was published, into a folder that any web server serves.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;

use super::Outcome;
use super::args::World;
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::config::Installation;
use crate::world::files::{self, Audience};
use crate::world::{cards, ledger, links, lists, pages, proofs};

/// Write the public side of the body into a folder: DID document, status lists with all their editions, schemes,
/// what lies behind the links of copies, head.
///
/// Nothing is signed, and what is there already is written again. Serve it at the base URL, without listings: the
/// names in `c` are what keeps the copies behind them from strangers.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto --home my-body export --public /srv/www/my-body")]
pub(crate) struct Args {
    /// The folder.
    #[arg(long, value_name = "FOLDER")]
    public: PathBuf,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let register = ledger::open(&installation, &|notice| printer.say(notice))?;
    let editions = lists::put_all(register.as_ref(), &args.public)?;
    let acts = register.head().seq;
    let copies = links::put_all(&installation, register.as_ref(), &args.public)?;
    // Nobody waits for the register while pages are written.
    drop(register);
    let schemes = pages::put_schemes(&installation, &args.public)?;
    let head = carried(&installation, &args.public)?;
    let cards = cards::put_pages(&installation, &args.public, world.moment()?)?;
    let text = format!(
        "{} to be served at {}\n  did.json          the keys that speak for the body\n  status            {editions} edition(s) of its lists\n  schemes           {}\n  c                 {copies} copies behind their links, {cards} pages as of now: make them again as often as the lists\n  head.jws          {}",
        args.public.display(),
        installation.base_url(),
        if schemes.is_empty() { "none below the base URL".to_owned() } else { schemes.join("\n                    ") },
        if head { "as it was sealed last" } else { "none yet: attesto ledger head --out PUBLIC/head.jws" },
    );
    let json = json!({"folder": args.public, "editions": editions, "schemes": schemes, "copies": copies, "pages": cards, "head": head, "acts": acts});
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}

/// Carries the DID document and, if there is one, the sealed head over; tells whether there is a head.
fn carried(installation: &Installation, public: &Path) -> Result<bool, Failure> {
    let own = installation.path(&installation.written().folders.public);
    if same(&own, public) {
        return Ok(own.join("head.jws").is_file());
    }
    let document = files::read(&own.join("did.json"), 1 << 20)?;
    files::write(&public.join("did.json"), &document, Audience::All)?;
    for folder in proofs::FOLDERS.iter().map(Path::new).filter(|folder| own.join(folder).is_dir()) {
        files::copy_tree(&own.join(folder), &public.join(folder))?;
    }
    match files::open(&own.join("head.jws"))? {
        None => Ok(false),
        Some(_) => {
            let head = files::read(&own.join("head.jws"), 1 << 20)?;
            files::write(&public.join("head.jws"), &head, Audience::All).map(|()| true)
        }
    }
}

fn same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().map_err(|error| Failure::new(Fault::Config, "unreadable", error));
    matches!((real(one), real(other)), (Ok(one), Ok(other)) if one == other)
}
