//! The demo's folder: what is put there before the first verb runs.

mod inputs;

pub(super) use inputs::Arrives;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use attesto_securing::draw;

use super::inner;
use super::stage::Words;
use crate::cli::args::World;
use crate::fault::{Failure, Fault};
use crate::world::entropy::System;
use crate::world::files::{self, Audience};
use crate::world::{config, keys};

pub(super) const BASE_URL: &str = "https://attesto.example/demo-body";
/// The host of the base URL, as a configuration names it.
pub(super) const HOST: &str = "attesto.example";
pub(super) const DID: &str = "did:web:attesto.example:demo-body";

/// What the body is called, where it sits, and its number there; all of it invented.
pub(super) const NAME: &str = "Demo Certification Body (fictitious)";
pub(super) const COUNTRY: &str = "GR";
pub(super) const IDENTIFIER: &str = "VATEL-000000000";

const MARK: &str = ".attesto-demo";

/// Where whoever verifies works.
const ADMINISTRATION: &str = "administration";

/// Officers by id, name and duties. Nobody bears these names.
pub(super) const OFFICERS: [(&str, &str, &[&str]); 9] = [
    ("decider-1", "Άννα Κρίτου (invented)", &["decide"]),
    ("approver-1", "Bianca Seconda (invented)", &["approve"]),
    ("issuer-1", "Ion Emitent (invented)", &["issue"]),
    ("examiner-gr", "Πέτρος Εξεταστής (invented)", &["examine"]),
    ("examiner-it", "Paola Esami (invented)", &["examine"]),
    ("examiner-ro", "Ștefan Examinator (invented)", &["examine"]),
    ("examiner-2", "Lea Zweitprüfer (invented)", &["examine"]),
    ("trainer-1", "Θάλεια Δασκάλου (invented)", &["train"]),
    ("trainer-2", "Țintea Formator (invented)", &["train"]),
];

/// Where things lie in a demo.
pub(super) struct Layout {
    root: PathBuf,
}

/// Makes the folder with the inputs and passphrases; an earlier demo's folder is made anew, no other is touched.
pub(super) fn make(root: &Path) -> Result<Layout, Failure> {
    let failed =
        |error: std::io::Error| Failure::new(Fault::Config, "unwritable", format!("{}: {error}", root.display()));
    if root.exists() {
        let empty = root.is_dir() && fs::read_dir(root).map_err(failed)?.next().is_none();
        if !empty && !root.join(MARK).is_file() {
            let sentence = format!(
                "{} was not made by the demo and is left alone; name another folder with --into",
                root.display()
            );
            return Err(Failure::new(Fault::Conflict, "not-a-demo", sentence));
        }
        fs::remove_dir_all(root).map_err(failed)?;
    }
    let layout = Layout { root: root.to_owned() };
    files::write(&layout.at(MARK), b"made by `attesto demo`; may be deleted at any time\n", Audience::All)?;
    layout.arrive(Arrives::First)?;
    files::private_folder(&layout.at("secrets"))?;
    for id in OFFICERS.iter().map(|(id, ..)| *id).chain(["credentials"]) {
        let secret: String = draw::<16>(&mut System).iter().map(|byte| format!("{byte:02x}")).collect();
        files::write(&layout.passphrase(id), format!("{secret}\n").as_bytes(), Audience::Owner)?;
    }
    Ok(layout)
}

impl Layout {
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn at(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    pub(super) fn passphrase(&self, id: &str) -> PathBuf {
        self.root.join("secrets").join(format!("{id}.txt"))
    }

    /// Puts the files of an office's mail into the folder.
    pub(super) fn arrive(&self, arrives: Arrives) -> Result<usize, Failure> {
        let come = inputs::INPUTS.iter().filter(|input| input.arrives == arrives);
        let written = come.map(|input| files::write(&self.at(input.path), input.bytes, Audience::All));
        written.collect::<Result<Vec<()>, Failure>>().map(|all| all.len())
    }

    /// Words of a verb that works in this installation.
    pub(super) fn words(&self, words: &[&str]) -> Words {
        Words::default().and(&["--home"]).path(&self.root).and(words)
    }

    /// The demo's body as a place to work in.
    pub(super) fn world(&self) -> World {
        World { home: self.root.clone(), json: false, at: None, language: None }
    }

    /// Words that verify a file as an administration does: with its trust list, asking what the body publishes.
    pub(super) fn verify(&self, file: &Path) -> Words {
        self.verifying().and(&["verify"]).path(file).and(&["--trust"]).path(&self.at("trust.toml"))
    }

    /// Where whoever verifies works.
    pub(super) fn administration(&self) -> PathBuf {
        self.at(ADMINISTRATION)
    }

    /// Words of a verb of the administration.
    pub(super) fn verifying(&self) -> Words {
        Words::default().and(&["--home"]).path(&self.at(ADMINISTRATION))
    }

    /// The same by a folder in the place of what the body publishes, asking nobody.
    pub(super) fn verify_by(&self, file: &Path, material: &Path) -> Words {
        let words = Words::default().and(&["verify"]).path(file).and(&["--trust"]).path(&self.at("trust.toml"));
        words.and(&["--material"]).path(material)
    }

    /// The configuration of an administration, for which the body's https address is a server on this machine.
    pub(super) fn write_administration(&self, server: SocketAddr) -> Result<(), Failure> {
        let text = format!(
            "# An administration that verifies. It asks what a badge names, and has nothing but the trust list beside.\nformat = 1\n\n[body]\nname = \"Demo Administration (fictitious)\"\ndid = \"did:web:administration.example:desk\"\nbase_url = \"https://administration.example/desk\"\n\n[fetch.loopback]\n# For trials only: this name is asked over http at this address, and each report says transport.insecure.\n\"{HOST}\" = \"{server}\"\n",
        );
        files::write(&self.at(ADMINISTRATION).join(config::FILE), text.as_bytes(), Audience::All)
    }

    /// Words of an act on a certification, signed by the one who decides and, where one is named, by a second officer.
    pub(super) fn status(&self, act: &[&str], second: Option<&str>) -> Words {
        let words = self.words(&["status"]).and(act).and(&["--officer", "decider-1", "--passphrase-file"]);
        let words = words.path(&self.passphrase("decider-1"));
        match second {
            None => words,
            Some(second) => {
                let words = words.and(&["--second", second, "--second-passphrase-file"]);
                words.path(&self.passphrase(second))
            }
        }
    }

    /// Every badge that was issued, by certificate number.
    pub(super) fn badges(&self) -> Result<Vec<PathBuf>, Failure> {
        inner(&self.at("out"))
    }

    pub(super) fn first_badge(&self) -> Result<PathBuf, Failure> {
        first(self.badges()?)
    }

    pub(super) fn first_rehearsal(&self) -> Result<PathBuf, Failure> {
        first(inner(&self.at("rehearsal"))?)
    }

    /// Adds to the configuration what the body seals European credentials with.
    pub(super) fn write_european(&self) -> Result<(), Failure> {
        let path = self.at(config::FILE);
        let text = files::read_text(&path)?;
        let section = format!(
            "\n[european]\ncountry = \"{COUNTRY}\"\nidentifier = \"{IDENTIFIER}\"\nkey = \"keys/seal.pem\"\nauthority = \"keys/ca.pem\"\n\n[european.name]\nel = \"Φορέας πιστοποίησης επίδειξης (φανταστικός)\"\nen = \"{NAME}\"\nit = \"Organismo di certificazione dimostrativo (fittizio)\"\nro = \"Organism de certificare demonstrativ (fictiv)\"\n"
        );
        files::write(&path, format!("{text}{section}").as_bytes(), Audience::All)
    }

    /// The trust list of an administration that trusts the demo's body for its one certificate, with its keys pinned.
    pub(super) fn write_trust_list(&self) -> Result<(), Failure> {
        let pinned = |file: &str, used_for: &str| -> Result<String, Failure> {
            let key = keys::read(&self.at(file))?;
            Ok(format!(
                "\n[[issuer.key]]\nid = \"{}\"\nmultikey = \"{}\"\nuses = [\"{used_for}\"]\n",
                key.id(),
                key.public().to_multikey()
            ))
        };
        let keys = [pinned("keys/credentials.key", "credential")?, pinned("keys/list.key", "status-list")?].concat();
        let certificates = format!("certificates = [\"{BASE_URL}/schemes/social-innovation-manager/1.0\"]");
        let (anchors, wallet) = match self.at("keys/ca.pem").is_file() {
            false => (String::new(), String::new()),
            true => {
                files::write(&self.at("ca.pem"), &files::read(&self.at("keys/ca.pem"), 1 << 20)?, Audience::All)?;
                let wallet = format!("\n[[issuer]]\nid = \"{BASE_URL}\"\nname = \"{NAME}\"\n{certificates}\n");
                ("\nanchors = [\"ca.pem\"]".to_owned(), wallet)
            }
        };
        let text = format!(
            "# Whom an administration trusts, and for what. This one pins the keys of the demo's fictitious body.\nformat = 1\nname = \"Trust list of the demo\"\n\n[[issuer]]\nid = \"{DID}\"\nname = \"{NAME}\"\n{certificates}{anchors}\n{keys}{wallet}",
        );
        files::write(&self.at("trust.toml"), text.as_bytes(), Audience::All)
    }
}

fn first(folders: Vec<PathBuf>) -> Result<PathBuf, Failure> {
    folders.into_iter().next().ok_or_else(|| Failure::new(Fault::Bug, "demo", "no badge was issued"))
}
