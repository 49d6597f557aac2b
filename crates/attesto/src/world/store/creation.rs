//! A new store is made beside its place and moved there whole: a half-made sled folder cannot be opened again.
//! Nothing is read here.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::sled::{self, PERSON_KEYS};
use super::{Alarm, FORMAT, OpenFault, RestingTexts};
use crate::world::files::{sync_folder, sync_tree};

/// Where the parts of a store lie.
#[derive(Clone, Debug)]
pub(super) struct Places {
    data: PathBuf,
}

impl Places {
    fn within(data: PathBuf) -> Self {
        Self { data }
    }

    pub(super) fn engine(&self) -> PathBuf {
        self.data.join("sled")
    }

    pub(super) fn engine_file(&self) -> PathBuf {
        self.engine().join("db")
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.data.join("journal.jsonl")
    }

    pub(super) fn big(&self) -> PathBuf {
        self.data.join("big")
    }

    pub(super) fn packs(&self) -> PathBuf {
        self.data.join("packs")
    }

    /// Where the runs of the index lie.
    pub(super) fn index(&self) -> PathBuf {
        self.data.join("index")
    }

    fn format(&self) -> PathBuf {
        self.data.join("format")
    }
}

/// The store in a folder; made new if there is none, whatever an interrupted start left behind.
pub(super) fn places(folder: &Path, alarm: Alarm) -> Result<Places, OpenFault> {
    let (data, unfinished) = (folder.join("data"), folder.join("data.tmp"));
    if !data.exists() {
        must_be_new(folder)?;
        let made = create((&unfinished, &data, folder), b"", &mut std::iter::empty(), alarm);
        made.map_err(|why| OpenFault::disk("create", &data, &why))?;
    }
    let places = Places::within(data);
    mark(folder).map_err(|why| OpenFault::disk("write", &marker(folder), &why))?;
    if check_format(&places)? == Format::Earlier {
        advance(&places).map_err(|why| OpenFault::disk("write", &places.format(), &why))?;
    }
    for part in [places.engine_file(), places.journal(), places.big(), places.packs(), places.index()] {
        if !part.exists() {
            let record = part.display().to_string();
            return Err(OpenFault::Damaged { record, found: "it is not there".to_owned() });
        }
    }
    let engine = places.engine();
    drop_half_snapshots(&engine).map_err(|why| OpenFault::disk("tidy", &engine, &why))?;
    Ok(places)
}

/// Removes what an interrupted start left of a snapshot: sled 0.34.7 would take it for a whole one and then refuse
/// to open. A snapshot only spares sled reading its log again.
fn drop_half_snapshots(engine: &Path) -> io::Result<()> {
    for entry in fs::read_dir(engine)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "generating") {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// What a store was written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// Of this version.
    Current,
    /// Without packs and runs, or with runs whose filters know less; all of it can be read.
    Earlier,
}

/// Gives a store of an earlier format what the present one has, so that no older version takes it for damaged.
fn advance(places: &Places) -> io::Result<()> {
    fs::create_dir_all(places.packs())?;
    fs::create_dir_all(places.index())?;
    sync_folder(&places.data)?;
    let beside = places.format().with_extension("new");
    let mut file = File::create(&beside)?;
    file.write_all(format!("{FORMAT}\n").as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, places.format())?;
    sync_folder(&places.data)
}

fn check_format(places: &Places) -> Result<Format, OpenFault> {
    let path = places.format();
    let damaged = |found: &str| OpenFault::Damaged { record: path.display().to_string(), found: found.to_owned() };
    let found = match fs::read(&path) {
        Ok(found) => String::from_utf8(found).map_err(|_| damaged("it names no format"))?,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Err(damaged("it is not there")),
        Err(why) => return Err(OpenFault::disk("read", &path, &why)),
    };
    match found.trim() {
        FORMAT => Ok(Format::Current),
        "1" | "2" => Ok(Format::Earlier),
        later if later.parse::<u32>().is_ok() => {
            Err(OpenFault::Newer { path: path.display().to_string(), found: later.to_owned() })
        }
        _ => Err(damaged("it names no format")),
    }
}

/// Makes the store of a register out of a journal and its texts, in a folder that has none.
pub(super) fn fill(folder: &Path, journal: &[u8], texts: RestingTexts<'_>, alarm: Alarm) -> io::Result<()> {
    let (data, unfinished) = (folder.join("data"), folder.join("data.tmp"));
    create((&unfinished, &data, folder), journal, texts, alarm)
}

/// A folder with persons' keys, or marked, had a store once: a new one in its place would hide that it is gone.
fn must_be_new(folder: &Path) -> Result<(), OpenFault> {
    let left = [folder.join(PERSON_KEYS), marker(folder)].into_iter().find(|left| left.exists());
    let Some(left) = left else { return Ok(()) };
    let record = folder.join("data").display().to_string();
    Err(OpenFault::Damaged { record, found: format!("it is not there, but {} is", left.display()) })
}

/// Says that there is a store in the folder; it lies beside the store, so that both do not go together.
fn marker(folder: &Path) -> PathBuf {
    folder.join("made")
}

/// Marks a folder whose store is durable; one of an older release is marked at its next start.
fn mark(folder: &Path) -> io::Result<()> {
    let path = marker(folder);
    if path.exists() {
        return Ok(());
    }
    File::create(&path)?.write_all(b"a register was made here; if its data are gone, restore the last backup\n")?;
    sync_folder(folder)
}

fn create(
    (unfinished, data, folder): (&Path, &Path, &Path),
    journal: &[u8],
    texts: RestingTexts<'_>,
    alarm: Alarm,
) -> io::Result<()> {
    if unfinished.exists() {
        fs::remove_dir_all(unfinished)?;
    }
    let places = Places::within(unfinished.to_owned());
    for folder in [places.big(), places.packs(), places.index()] {
        fs::create_dir_all(folder)?;
    }
    fs::write(places.format(), format!("{FORMAT}\n"))?;
    File::create_new(places.journal())?.write_all(journal)?;
    sled::create_engine(&places, texts, alarm).map_err(io::Error::other)?;
    sync_tree(unfinished)?;
    fs::rename(unfinished, data)?;
    sync_folder(folder)?;
    folder.parent().filter(|parent| !parent.as_os_str().is_empty()).map_or(Ok(()), sync_folder)
}
