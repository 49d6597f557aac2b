//! A new store is made beside its place and moved there whole: a half-made sled folder cannot be opened again.
//! Nothing is read here.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::big::sync_folder;
use super::{FORMAT, OpenFault, sled};

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

    fn format(&self) -> PathBuf {
        self.data.join("format")
    }
}

/// The store in a folder; made new if there is none, whatever an interrupted start left behind.
pub(super) fn places(folder: &Path) -> Result<Places, OpenFault> {
    let (data, unfinished) = (folder.join("data"), folder.join("data.tmp"));
    if !data.exists() {
        create(&unfinished, &data, folder).map_err(|why| OpenFault::disk("create", &data, &why))?;
    }
    let places = Places::within(data);
    check_format(&places)?;
    for part in [places.engine_file(), places.journal(), places.big()] {
        if !part.exists() {
            let record = part.display().to_string();
            return Err(OpenFault::Damaged { record, found: "it is not there".to_owned() });
        }
    }
    Ok(places)
}

fn check_format(places: &Places) -> Result<(), OpenFault> {
    let path = places.format();
    let found = fs::read_to_string(&path).map_err(|why| OpenFault::disk("read", &path, &why))?;
    match found.trim() {
        FORMAT => Ok(()),
        later if later.parse::<u32>().is_ok() => {
            Err(OpenFault::Newer { path: path.display().to_string(), found: later.to_owned() })
        }
        _ => Err(OpenFault::Damaged { record: path.display().to_string(), found: "it names no format".to_owned() }),
    }
}

fn create(unfinished: &Path, data: &Path, folder: &Path) -> io::Result<()> {
    if unfinished.exists() {
        fs::remove_dir_all(unfinished)?;
    }
    let places = Places::within(unfinished.to_owned());
    fs::create_dir_all(places.big())?;
    fs::write(places.format(), format!("{FORMAT}\n"))?;
    File::create_new(places.journal())?;
    sled::create_engine(&places.engine()).map_err(io::Error::other)?;
    sync_tree(unfinished)?;
    fs::rename(unfinished, data)?;
    sync_folder(folder)?;
    folder.parent().filter(|parent| !parent.as_os_str().is_empty()).map_or(Ok(()), sync_folder)
}

fn sync_tree(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { sync_tree(&path)? } else { File::open(&path)?.sync_all()? }
    }
    sync_folder(folder)
}
