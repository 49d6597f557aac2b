//! Texts too large for sled: files named by their digest, durable before the line that names them.
//! Written once and never changed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;

use attesto_securing::Digest;

use super::{Alarm, give_up, values};
use crate::world::files::sync_folder;

/// The folder of large texts.
#[derive(Debug)]
pub(super) struct BigTexts {
    folder: PathBuf,
    alarm: Alarm,
}

impl BigTexts {
    pub(super) fn new(folder: PathBuf, alarm: Alarm) -> Self {
        Self { folder, alarm }
    }

    /// The bytes under a digest, if they are there and are those that were written.
    pub(super) fn read(&self, digest: &Digest) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.path(digest)) {
            Ok(bytes) => values::content_of_large(digest.as_bytes(), bytes)
                .map(Some)
                .map_err(|fault| io::Error::new(io::ErrorKind::InvalidData, fault.to_string())),
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(why) => Err(why),
        }
    }

    /// Makes a text, in parts, durable under its digest; a damaged one is written anew.
    pub(super) fn write(&self, digest: &Digest, parts: &[&[u8]]) -> io::Result<()> {
        let path = self.path(digest);
        let part = path.with_extension("part");
        let mut file = File::create(&part)?;
        let sum = values::digest_of_parts(digest.as_bytes(), parts);
        let written =
            file.write_all(sum.as_bytes()).and_then(|()| parts.iter().try_for_each(|part| file.write_all(part)));
        if let Err(why) = written {
            drop(file);
            // The text is not named by any line; what is left of it is overwritten the next time.
            let _ = fs::remove_file(&part);
            return Err(why);
        }
        file.sync_all().unwrap_or_else(|why| give_up(self.alarm, &part, &why));
        fs::rename(&part, &path)?;
        sync_folder(&self.folder).unwrap_or_else(|why| give_up(self.alarm, &self.folder, &why));
        Ok(())
    }

    fn path(&self, digest: &Digest) -> PathBuf {
        self.folder.join(digest.to_hex())
    }
}
