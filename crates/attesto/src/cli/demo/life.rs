//! The winter of the demo: what happens to certifications after they were granted, and what a reader then hears.

use std::path::{Path, PathBuf};

use attesto_credential::Timestamp;

use super::folder::{DID, Layout};
use super::stage::{Stage, Words};
use super::wrong_lists;
use crate::fault::{Failure, Fault};
use crate::world::clock::{self, Clock};
use crate::world::files::{self, Audience};

/// What a verdict ends with.
const VALID: i32 = 0;
const NOT_VALID: i32 = 1;
const CANNOT_TELL: i32 = 3;

/// In seconds; a list of the demo's counts for seven days.
const TEN_DAYS: i64 = 10 * 24 * 3_600;

/// Suspend, lift, withdraw, correct, renew, a lost phone; each read as an administration reads it.
pub(super) fn run(stage: &mut Stage, layout: &Layout) -> Result<(), Failure> {
    let badges = layout.badges()?;
    let [suspended, withdrawn, corrected, renewed, lost] =
        [0, 1, 2, 3, 4].map(|place| badges.get(place).map(|folder| Shown::of(layout, folder)));
    suspend(stage, layout, &known(suspended)?)?;
    withdraw(stage, layout, &known(withdrawn)?)?;
    correct(stage, layout, &known(corrected)?)?;
    renew(stage, layout, &known(renewed)?)?;
    replace(stage, layout, &known(lost)?)
}

/// A badge as its holder has it: a copy that no later act overwrites.
struct Shown {
    number: String,
    badge: PathBuf,
}

impl Shown {
    fn of(layout: &Layout, folder: &Path) -> Result<Self, Failure> {
        let number = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let badge = layout.at("holders").join(&number).join("badge.json");
        files::write(&badge, &files::read(&folder.join("badge.json"), 1 << 20)?, Audience::Owner)?;
        Ok(Self { number, badge })
    }

    /// The id of the copy.
    fn copy(&self) -> Result<String, Failure> {
        let text = files::read_text(&self.badge)?;
        let read: serde_json::Value = serde_json::from_str(&text).map_err(|fault| bug(&fault.to_string()))?;
        read.get("id").and_then(|id| id.as_str()).map(str::to_owned).ok_or_else(|| bug("a badge without an id"))
    }
}

fn known(shown: Option<Result<Shown, Failure>>) -> Result<Shown, Failure> {
    shown.unwrap_or_else(|| Err(bug("too few badges were issued")))
}

fn bug(why: &str) -> Failure {
    Failure::new(Fault::Bug, "demo", why)
}

fn read(stage: &mut Stage, layout: &Layout, shown: &Shown, code: i32) -> Result<(), Failure> {
    stage.expect(&layout.verify(&shown.badge), code)
}

fn suspend(stage: &mut Stage, layout: &Layout, shown: &Shown) -> Result<(), Failure> {
    stage.act("Suspend: a complaint comes in; every copy says so at once, and as before when it is lifted");
    // A suspension counts from its second on.
    let before = later(-1)?;
    stage.run(&layout.status(&["suspend", &shown.number, "--cause", "complaint"], None))?;
    let during = clock::now()?;
    read(stage, layout, shown, NOT_VALID)?;
    stage.act("The list of before the complaint is replayed: whoever holds a younger one knows it for what it is");
    let replayed = wrong_lists::replayed(&layout.at("public"), layout.at("lists/replayed"))?;
    stage.expect(&layout.verify_by(&shown.badge, &replayed), CANNOT_TELL)?;
    stage.act("The complaint is cleared");
    // Acts are told apart by the second: what stood in it as it ended is what stood.
    Clock::Running.reach(Timestamp::from_unix(during.unix() + 1).map_err(|fault| bug(&fault.to_string()))?)?;
    stage.run(&layout.status(&["lift", &shown.number, "--cause", "cleared"], None))?;
    read(stage, layout, shown, VALID)?;
    stage.act("As of a date: a moment before the complaint, and one while it stood");
    for (moment, code) in [(before, VALID), (during, NOT_VALID)] {
        stage.expect(&as_of(layout, shown, moment), code)?;
    }
    wrong(stage, layout, shown)
}

fn as_of(layout: &Layout, shown: &Shown, moment: Timestamp) -> Words {
    layout.verify(&shown.badge).and(&["--at", &moment.to_string()])
}

/// So many seconds from now.
fn later(seconds: i64) -> Result<Timestamp, Failure> {
    Timestamp::from_unix(clock::now()?.unix() + seconds).map_err(|fault| bug(&fault.to_string()))
}

/// Nobody may call it valid by a list that is not the body's present one.
fn wrong(stage: &mut Stage, layout: &Layout, shown: &Shown) -> Result<(), Failure> {
    stage.act("The list is withheld: nobody may call it valid");
    let offline: Words = Stage::words(&["verify", "--offline"]).path(&shown.badge).and(&["--trust"]);
    stage.expect(&offline.path(&layout.at("trust.toml")), CANNOT_TELL)?;
    stage.act("The list is stale: read again in ten days from a copy of today");
    stage.expect(&as_of(layout, shown, later(TEN_DAYS)?), CANNOT_TELL)?;
    stage.act("The list is sealed by somebody else's key under the name of the body's");
    let another = wrong_lists::of_another_key(&layout.at("public"), layout.at("lists/another-key"), DID)?;
    stage.expect(&layout.verify_by(&shown.badge, &another), CANNOT_TELL)
}

fn withdraw(stage: &mut Stage, layout: &Layout, shown: &Shown) -> Result<(), Failure> {
    stage.act("Withdraw: two officers, for good");
    let alone = layout.status(&["withdraw", &shown.number, "--cause", "false-basis"], None);
    stage.expect(&alone, 77)?;
    let cause = ["withdraw", &shown.number, "--cause", "false-basis"];
    stage.run(&layout.status(&cause, Some("approver-1")))?;
    read(stage, layout, shown, NOT_VALID)?;
    stage.expect(&layout.status(&["lift", &shown.number, "--cause", "cleared"], None), 73)
}

fn correct(stage: &mut Stage, layout: &Layout, shown: &Shown) -> Result<(), Failure> {
    stage.act(
        "Correct: a name was written wrongly; the number stays, whoever shows the old copy is asked for the new one",
    );
    let correction = layout.at("correction.toml");
    files::write(&correction, "given = \"Ελένη-Μαρία\"\ngiven_latin = \"Eleni-Maria\"\n".as_bytes(), Audience::Owner)?;
    let act = ["correct", &shown.number, "--cause", "error"];
    stage.run(&layout.status(&act, Some("approver-1")).and(&["--person"]).path(&correction))?;
    read(stage, layout, shown, CANNOT_TELL)?;
    let new = layout.at("out").join(&shown.number).join("badge.json");
    stage.run(&layout.verify(&new))
}

fn renew(stage: &mut Stage, layout: &Layout, shown: &Shown) -> Result<(), Failure> {
    stage.act("Renew: a number and a period of its own; the old one points to it");
    let act = ["renew", &shown.number, "--cause", "recertified"];
    stage.run(&layout.status(&act, Some("approver-1")))?;
    read(stage, layout, shown, CANNOT_TELL)
}

fn replace(stage: &mut Stage, layout: &Layout, shown: &Shown) -> Result<(), Failure> {
    stage.act("A lost phone: one copy is replaced, the certification stands");
    let words = layout.words(&["status", "replace", &shown.number, "--cause", "lost", "--copy", &shown.copy()?]);
    let words = words.and(&["--officer", "issuer-1", "--passphrase-file"]).path(&layout.passphrase("issuer-1"));
    stage.run(&words)?;
    read(stage, layout, shown, CANNOT_TELL)?;
    stage.run(&layout.verify(&layout.at("out").join(&shown.number).join("badge.json")))?;
    stage.run(&layout.words(&["status", "show", &shown.number]))
}
