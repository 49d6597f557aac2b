//! A backup: the journal up to a head, every text it names as it rests, and the installation's own files.
//! No key is in it that signs or that opens a person: erasing a person reaches every backup there is.

mod manifest;
mod texts;

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use attesto_credential::Timestamp;
use attesto_issuer::register::{Piece, PieceItem};
use attesto_issuer::{Head, JournalLine};
use attesto_securing::Digest;

use super::config::{FILE, Installation};
use super::files::{self, Audience};
use super::ledger;
use super::store::{self, Kept};
use crate::fault::{Failure, Fault};
use manifest::Manifest;
use texts::{TextsReader, TextsWriter};

const JOURNAL: &str = "journal.jsonl";
const TEXTS: &str = "texts";
const HEAD: &str = "head.jws";

/// A backup that was read from end to end and holds.
pub(crate) struct Backup {
    folder: PathBuf,
    manifest: Manifest,
    head: Head,
    texts: u64,
}

/// Writes a backup into a new folder below `to`, whole or not at all; gives its folder.
pub(crate) fn write(
    installation: &Installation,
    register: &dyn Kept,
    sealed_head: &str,
    (to, at): (&Path, Timestamp),
) -> Result<PathBuf, Failure> {
    let name = format!("{:012}-{}", register.head().seq, at.to_string().replace(['-', ':'], ""));
    let (folder, part) = (to.join(&name), to.join(format!("{name}.part")));
    if folder.exists() {
        let sentence = format!("{} is there already; nothing was done since", folder.display());
        return Err(Failure::new(Fault::Conflict, "exists", sentence));
    }
    if part.exists() {
        fs::remove_dir_all(&part).map_err(|error| unwritable(&part, &error))?;
    }
    files::private_folder(&part)?;
    carry(register, &part)?;
    files::write(&part.join(HEAD), format!("{sealed_head}\n").as_bytes(), Audience::Owner)?;
    installation_files(installation, &part.join("installation"))?;
    let manifest = Manifest::of(&part, &register.head(), at)?;
    files::write(&part.join(manifest::NAME), manifest.to_text().as_bytes(), Audience::Owner)?;
    files::sync_tree(&part).and_then(|()| fs::rename(&part, &folder)).map_err(|error| unwritable(&folder, &error))?;
    files::sync_folder(to).map_err(|error| unwritable(to, &error))?;
    Ok(folder)
}

/// Journal and texts, line by line, each text once.
fn carry(register: &dyn Kept, part: &Path) -> Result<(), Failure> {
    let path = part.join(JOURNAL);
    let failed = |error: std::io::Error| unwritable(&path, &error);
    let mut journal = BufWriter::new(File::create_new(&path).map_err(failed)?);
    let mut texts = TextsWriter::create(&part.join(TEXTS))?;
    let mut carried = HashSet::new();
    let mut next = 1;
    loop {
        let lines = register.journal(next, 64).map_err(|fault| ledger::refused(&fault))?;
        let Some(last) = lines.last() else { break };
        next = last.seq() + 1;
        for line in &lines {
            writeln!(journal, "{}", line.to_text()).map_err(failed)?;
            for digest in named(register, line)? {
                if !carried.insert(digest) {
                    continue;
                }
                let resting = at_rest(register, line, &digest)?;
                // What a text was squeezed against goes with it; no line names that.
                if let Some(specimen) = store::specimen_of(&resting).filter(|specimen| carried.insert(*specimen)) {
                    texts.write(&specimen, &at_rest(register, line, &specimen)?)?;
                }
                texts.write(&digest, &resting)?;
            }
        }
    }
    journal.into_inner().map_err(|error| failed(error.into_error()))?.sync_all().map_err(failed)?;
    texts.finish()
}

fn at_rest(register: &dyn Kept, line: &JournalLine, digest: &Digest) -> Result<Vec<u8>, Failure> {
    let resting = register.resting(digest).map_err(|fault| ledger::refused(&fault))?;
    resting.ok_or_else(|| gone(line, digest))
}

/// The texts that a line names: its pieces, and what they say is kept.
fn named(register: &dyn Kept, line: &JournalLine) -> Result<Vec<Digest>, Failure> {
    let mut named = line.pieces().to_vec();
    for digest in line.pieces() {
        let piece = register.payload(digest).map_err(|fault| ledger::refused(&fault))?;
        named.extend(kept_by(&piece.ok_or_else(|| gone(line, digest))?).ok_or_else(|| gone(line, digest))?);
    }
    Ok(named)
}

fn kept_by(piece: &[u8]) -> Option<Vec<Digest>> {
    let items = Piece::parse(piece).ok()?.into_items().into_iter();
    let text = |item| match item {
        PieceItem::Payload { digest, .. } => Some(digest),
        PieceItem::Entry(_) => None,
    };
    Some(items.filter_map(text).collect())
}

/// What another machine needs to go on: configuration, officers, schemes, the public document, the secret that names
/// copies. Signing keys are not among them; they are kept by those who use them.
fn installation_files(installation: &Installation, to: &Path) -> Result<(), Failure> {
    let written = installation.written();
    let mut wanted = vec![
        (installation.root().join(FILE), FILE.to_owned()),
        (installation.path(&written.folders.officers), "officers.toml".to_owned()),
        (installation.path(&written.folders.public).join("did.json"), "public/did.json".to_owned()),
        (installation.path(&written.keys.copies), "keys/copies.secret".to_owned()),
    ];
    let schemes = installation.path(&written.folders.schemes);
    if schemes.is_dir() {
        for path in files::list(&schemes)? {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            wanted.push((path, format!("schemes/{name}")));
        }
    }
    files::private_folder(to)?;
    for (path, name) in wanted.into_iter().filter(|(path, _)| path.is_file()) {
        files::write(&to.join(name), &files::read(&path, 64 << 20)?, Audience::Owner)?;
    }
    Ok(())
}

impl Backup {
    /// Reads a backup from end to end: every file by its sum, the chain, and that no text is missing.
    pub(crate) fn verified(folder: &Path) -> Result<Self, Failure> {
        let manifest = Manifest::read(folder)?;
        manifest.hold(folder)?;
        let lines = journal(folder)?;
        let head = lines.last().map_or_else(Head::start, JournalLine::head);
        if !manifest.names(&head) {
            return Err(damaged(folder, "its journal does not end where the manifest says"));
        }
        let pieces: HashSet<Digest> = lines.iter().flat_map(|line| line.pieces().to_vec()).collect();
        let (mut missing, mut there) = (pieces.clone(), HashSet::new());
        for text in TextsReader::open(&folder.join(TEXTS))? {
            let (digest, resting) = text.map_err(|error| damaged(folder, error))?;
            let piece = resting.split_first().map(|(_, piece)| piece).filter(|_| pieces.contains(&digest));
            if let Some(piece) = piece {
                missing.extend(kept_by(piece).ok_or_else(|| damaged(folder, format!("text {digest} is no piece")))?);
            }
            there.insert(digest);
        }
        if let Some(digest) = missing.difference(&there).next() {
            return Err(damaged(folder, format!("text {digest} is missing")));
        }
        Ok(Self { folder: folder.to_owned(), manifest, head, texts: u64::try_from(there.len()).unwrap_or(u64::MAX) })
    }

    /// Where its journal ends.
    pub(crate) fn head(&self) -> Head {
        self.head
    }

    /// How many texts it holds.
    pub(crate) fn texts(&self) -> u64 {
        self.texts
    }

    /// How many bytes it has.
    pub(crate) fn bytes(&self) -> u64 {
        self.manifest.bytes()
    }

    /// When it was made.
    pub(crate) fn made(&self) -> &str {
        self.manifest.made()
    }

    /// The digest of an act, if it has it.
    pub(crate) fn act(&self, seq: u64) -> Result<Option<Digest>, Failure> {
        Ok(journal(&self.folder)?.iter().find(|line| line.seq() == seq).map(JournalLine::hash))
    }

    /// The journal.
    pub(crate) fn journal(&self) -> Result<Vec<u8>, Failure> {
        files::read(&self.folder.join(JOURNAL), u64::MAX - 1)
    }

    /// The texts as they rest.
    pub(crate) fn resting(&self) -> Result<impl Iterator<Item = std::io::Result<(Digest, Vec<u8>)>>, Failure> {
        TextsReader::open(&self.folder.join(TEXTS))
    }

    /// The secret that names copies, if it is in it.
    pub(crate) fn copy_secret(&self) -> PathBuf {
        self.folder.join("installation/keys/copies.secret")
    }
}

/// Every line, followed from the first.
fn journal(folder: &Path) -> Result<Vec<JournalLine>, Failure> {
    let text = files::read(&folder.join(JOURNAL), u64::MAX - 1)?;
    let text = String::from_utf8(text).map_err(|_| damaged(folder, "its journal is not text"))?;
    let (mut lines, mut head) = (Vec::new(), Head::start());
    for line in text.lines() {
        let line = JournalLine::parse(line).map_err(|bad| damaged(folder, bad))?;
        head = head.follow(&line).map_err(|broken| damaged(folder, broken))?;
        lines.push(line);
    }
    Ok(lines)
}

fn gone(line: &JournalLine, digest: &Digest) -> Failure {
    let sentence = format!(
        "{}: text {digest} is not there; nothing was saved. `attesto ledger check` tells what else is wrong",
        line.record()
    );
    Failure::new(Fault::Config, "register-damaged", sentence)
}

fn damaged(folder: &Path, found: impl std::fmt::Display) -> Failure {
    let sentence = format!("the backup {} is not whole: {found}; take another one", folder.display());
    Failure::new(Fault::Config, "backup-damaged", sentence)
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(Fault::Unavailable, "backup-disk", format!("{} cannot be written: {error}", path.display()))
}
