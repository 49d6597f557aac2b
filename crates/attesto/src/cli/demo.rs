//! `demo`: a fictitious body, its pilot cohort of 60, and the very verbs that a person would type.

mod autumn;
mod folder;
mod forgery;
mod life;
mod room;
mod server;
mod stage;
mod worlds;
mod wrong_lists;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use serde_json::json;

use super::Outcome;
use super::args::{Output, World};
use super::print::Printer;
use crate::fault::Failure;
use crate::serving::Serve;
use folder::{DID, Layout};
use room::Room;
use stage::Stage;

/// Make a fictitious certification body in a folder and run the main job on a pilot cohort of 60.
///
/// Every command is printed before its output; each can be typed again. A folder is made anew only if an
/// earlier demo made it. A server on this machine stands for the body's address, over http and only as long as the
/// demo runs.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto demo --into my-demo")]
pub(crate) struct Args {
    /// Folder to make.
    #[arg(long, default_value = "attesto-demo", value_name = "FOLDER")]
    into: PathBuf,
    /// Stay up when the demo is over, and say what to scan and to try.
    #[arg(long, conflicts_with = "stage")]
    serve: bool,
    /// Stay up for a room: one big code, and a key that suspends and lifts while phones look.
    #[arg(long)]
    stage: bool,
    /// Address and port to stay up on; for phones in a room, one of this machine that they reach.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

/// How many candidates the input files have.
const CANDIDATES: usize = 60;

/// The autumn of the demo: webinars, a first decision, a late file and a second one.
pub(crate) fn run(args: &Args, _: &World, printer: &Printer, web: Serve) -> Outcome {
    let begun = Instant::now();
    let layout = folder::make(&args.into)?;
    let mut stage = Stage::new(printer.output())?;
    prepare(&mut stage, &layout)?;
    let room = (args.serve || args.stage).then(|| Room::open(&layout, args.listen, web)).transpose()?;
    stage.serve(&layout, web)?;
    autumn::under_way(&mut stage, &layout)?;
    let digest = autumn::decide(&mut stage, &layout)?;
    approve(&mut stage, &layout, &digest)?;
    stage.act("Issue: a badge and a link for each person, in every carrier");
    stage.run(&layout.words(&["issue", &digest, "--officer", "issuer-1"]))?;
    let first = layout.badges()?;
    let late = autumn::decide_again(&mut stage, &layout)?;
    let people: Vec<PathBuf> = layout.badges()?.into_iter().filter(|one| !first.contains(one)).collect();
    stage.run(
        &layout
            .words(&["issue", &digest, "--officer", "issuer-1", "--rehearsal", "--out"])
            .path(&layout.at("rehearsal")),
    )?;
    verify(&mut stage, &layout)?;
    let badges = layout.badges()?.len();
    life::run(&mut stage, &layout)?;
    worlds::run(&mut stage, &layout, &late, &people)?;
    summary(&layout, ([&digest, &late], badges, people.len()), begun, printer)?;
    match room {
        None => {}
        Some(room) if args.stage => room.perform(&mut stage, &layout, printer)?,
        Some(room) => room.stay(&layout, printer)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn prepare(stage: &mut Stage, layout: &Layout) -> Result<(), Failure> {
    stage.act("A certification body, openly fictitious: configuration, keys, officers, scheme");
    let name = folder::NAME;
    let init = layout.words(&[
        "init",
        "--name",
        name,
        "--base-url",
        folder::BASE_URL,
        "--zone",
        "Europe/Athens",
        "--accent",
        "#1f4e79",
        "--passphrase-file",
    ]);
    stage.run(&init.path(&layout.passphrase("credentials")))?;
    for (id, name, duties) in folder::OFFICERS {
        let words = duties
            .iter()
            .fold(layout.words(&["officer", "add", id, "--name", name]), |words, duty| words.and(&["--duty", duty]));
        stage.run(&words.and(&["--passphrase-file"]).path(&layout.passphrase(id)))?;
    }
    stage.run(&layout.words(&["check-config"]))?;
    layout.write_trust_list()?;
    stage.run(&layout.words(&["scheme", "check"]).path(&layout.at("scheme.toml")))
}

fn approve(stage: &mut Stage, layout: &Layout, digest: &str) -> Result<(), Failure> {
    stage.act("Approve: a second officer; the one who decided is refused");
    let by = |officer: &str| {
        layout.words(&["approve", digest, "--officer", officer, "--passphrase-file"]).path(&layout.passphrase(officer))
    };
    stage.expect(&by("decider-1"), 77)?;
    stage.run(&by("approver-1"))
}

fn verify(stage: &mut Stage, layout: &Layout) -> Result<(), Failure> {
    stage.act("Verify: with the trust list all hold; without it nobody vouches for the issuer");
    let first = layout.first_badge()?;
    stage.run(&layout.verify(&first.join("badge.png")).and(&["--name", "Eleni Dokimaki"]))?;
    stage.run(&layout.verify(&layout.at("out")))?;
    stage.expect(&Stage::words(&["verify", "--offline"]).path(&first.join("badge.json")), 3)?;
    stage.act("Forge: each of these was made from the badges above");
    for file in forgery::make(&layout.at("forged"), &layout.badges()?, DID)? {
        stage.expect(&layout.verify(&file).and(&["--offline"]), 1)?;
    }
    stage.act("Rehearsal: a key that nobody trusts");
    stage.expect(&layout.verify(&layout.first_rehearsal()?.join("badge.svg")).and(&["--offline"]), 3)
}

fn summary(
    layout: &Layout,
    ([digest, late], badges, abroad): ([&str; 2], usize, usize),
    begun: Instant,
    printer: &Printer,
) -> Result<(), Failure> {
    let seconds = begun.elapsed().as_secs_f64();
    let root = layout.root().display();
    let try_next = [
        ("look at a badge", format!("{}", layout.first_badge()?.join("badge.png").display())),
        ("see one record in three worlds", format!("{root}/{}", worlds::PAGE)),
        ("read the decisions", format!("{root}/sheets/{digest}.html")),
        ("issue again: nothing is issued twice", format!("attesto --home {root} issue {late} --officer issuer-1")),
        (
            "ask for somebody else",
            format!(
                "attesto verify {} --trust {root}/trust.toml --material {root}/public --name \"Giulia Nessuno\"",
                layout.first_badge()?.join("badge.json").display()
            ),
        ),
    ];
    let lines: Vec<String> = try_next.iter().map(|(what, how)| format!("  {what}:\n    {how}")).collect();
    let said = format!(
        "\nWhat happened, in {seconds:.1} s\n  60 officials        of three countries sat the scheme\n  {badges} certified        each by a decision with its reasons and the approval of a second officer\n  {} not certified    refused with the rule and the figure, or waiting for what is missing; no late file refuses anybody\n  {badges} badges           as JSON, PNG and SVG with a printed link, in {root}/out\n  {} forgeries         each caught and named\n  5 certifications    suspended and lifted, withdrawn, corrected, renewed, a copy replaced; readers hear it at once\n  {abroad} people            in three worlds: badge, European credential, copy for a wallet, and one verdict on each\n  4 lists             withheld, stale, replayed, sealed by another: by none of them is anything valid\n\n  Whoever has the trust list can check a badge on their own; what became of it since stands in the public lists.\n\nTry next\n{}",
        CANDIDATES - badges,
        forgery::KINDS,
        lines.join("\n"),
    );
    let json = json!({"folder": layout.root(), "sheet": digest, "badges": badges, "forgeries": forgery::KINDS, "seconds": seconds});
    match printer.output() {
        Output::Json => printer.answer(&json, "")?,
        Output::Text => printer.data(&said),
    }
    Ok(())
}

/// The folders of a demo's output, by name.
fn inner(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    crate::world::files::folders(folder)
}
