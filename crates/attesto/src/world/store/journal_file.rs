//! The journal on disk: lines appended one by one, each durable before it counts.
//! What the lines say is the issuer's; here they only follow one another.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use attesto_issuer::register::{BadLine, BrokenChain, Head, JournalLine, link};

use super::{Alarm, Notice, OpenFault, RESTORE, give_up};

/// The longest line, in bytes, line feed included: one that is longer was never written here.
const LINE_LIMIT_BYTES: u64 = 1 << 20;

/// The open journal.
#[derive(Debug)]
pub(super) struct JournalFile {
    file: File,
    path: PathBuf,
    /// Where each line begins.
    begins: Vec<u64>,
    end: u64,
    head: Head,
    /// How many bytes of a half-written line stand behind the last whole one.
    torn: u64,
    alarm: Alarm,
}

/// A journal that is not what was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum JournalFault {
    /// Two lines do not follow one another: one of them was changed, or one between them is gone.
    #[error("journal line {place}: {why}; {RESTORE}")]
    Chain {
        /// Its place, from 1.
        place: u64,
        /// What does not fit.
        why: BrokenChain,
    },
    /// A line is none.
    #[error("journal line {place}: {why}; {RESTORE}")]
    Line {
        /// Its place, from 1.
        place: u64,
        /// What is wrong with it.
        why: BadLine,
    },
}

/// What the bytes behind the last line feed, or a line with holes, amount to.
enum Scanned {
    End,
    Line(String),
    Torn(u64),
}

impl JournalFile {
    /// Opens the journal and follows its chain to the end; nothing is changed yet.
    pub(super) fn open(path: PathBuf, alarm: Alarm) -> Result<Self, OpenFault> {
        let disk = |why: io::Error| OpenFault::disk("read", &path, &why);
        let file = OpenOptions::new().read(true).append(true).open(&path).map_err(disk)?;
        let mut reader = BufReader::new(file.try_clone().map_err(disk)?);
        let (mut begins, mut end, mut head, mut torn) = (Vec::new(), 0, Head::start(), 0);
        let mut last = None;
        loop {
            match scan(&mut reader).map_err(disk)? {
                Scanned::End => break,
                Scanned::Torn(bytes) => {
                    torn = bytes;
                    break;
                }
                Scanned::Line(text) => {
                    head = follow(head, &text)?;
                    begins.push(end);
                    end += length(&text) + 1;
                    last = Some(text);
                }
            }
        }
        if let Some(text) = last {
            head = JournalLine::parse(&text).map_err(|why| JournalFault::Line { place: head.seq, why })?.head();
        }
        Ok(Self { file, path, begins, end, head, torn, alarm })
    }

    /// Drops a last line that was only half written; to be called once the store is known not to hold its act.
    pub(super) fn drop_torn(&mut self) -> Result<Option<Notice>, OpenFault> {
        if self.torn == 0 {
            return Ok(None);
        }
        self.cut().map_err(|why| OpenFault::disk("write", &self.path, &why))?;
        let notice = Notice::TornLine { seq: self.head.seq + 1, bytes: self.torn };
        self.torn = 0;
        Ok(Some(notice))
    }

    pub(super) fn head(&self) -> Head {
        self.head
    }

    /// Appends a line; once this returns, the act is committed.
    pub(super) fn append(&mut self, line: &JournalLine) -> io::Result<()> {
        let mut text = line.to_text();
        text.push('\n');
        if let Err(why) = self.file.write_all(text.as_bytes()) {
            // Part of the line may be there: without the cut the next one would stand behind it.
            self.cut().unwrap_or_else(|cut| give_up(self.alarm, &self.path, &cut));
            return Err(why);
        }
        self.file.sync_data().unwrap_or_else(|why| give_up(self.alarm, &self.path, &why));
        self.begins.push(self.end);
        self.end += length(&text);
        self.head = line.head();
        Ok(())
    }

    /// Reads lines from a sequence number on.
    pub(super) fn read(&self, from_seq: u64, at_most: usize) -> Result<Vec<JournalLine>, OpenFault> {
        let disk = |why: io::Error| OpenFault::disk("read", &self.path, &why);
        let skipped = usize::try_from(from_seq.saturating_sub(1)).unwrap_or(usize::MAX);
        let Some(begin) = self.begins.get(skipped) else { return Ok(Vec::new()) };
        let mut reader = BufReader::new(File::open(&self.path).map_err(disk)?);
        reader.seek(SeekFrom::Start(*begin)).map_err(disk)?;
        let wanted = (self.begins.len() - skipped).min(at_most);
        let mut lines = Vec::new();
        for place in (from_seq.max(1)..).take(wanted) {
            let text = match scan(&mut reader).map_err(disk)? {
                Scanned::Line(text) => text,
                Scanned::End | Scanned::Torn(_) => return Err(short(place).into()),
            };
            lines.push(JournalLine::parse(&text).map_err(|why| JournalFault::Line { place, why })?);
        }
        Ok(lines)
    }

    fn cut(&self) -> io::Result<()> {
        self.file.set_len(self.end)?;
        self.file.sync_all()
    }
}

fn short(place: u64) -> JournalFault {
    JournalFault::Line { place, why: BadLine::Form { why: "it was there when the register was opened".to_owned() } }
}

fn follow(head: Head, text: &str) -> Result<Head, JournalFault> {
    let place = head.seq + 1;
    let Some((seq, prev)) = link(text) else {
        // The full reader knows why, for instance that a later version wrote it.
        let why = JournalLine::parse(text).err();
        let why = why.unwrap_or_else(|| BadLine::Form { why: "its beginning".to_owned() });
        return Err(JournalFault::Line { place, why });
    };
    head.follow_link(seq, prev).map_err(|why| JournalFault::Chain { place, why })?;
    Ok(Head { seq, hash: attesto_securing::Digest::of(text.as_bytes()), at: None })
}

/// Reads one line. At the end of the file, a line without its line feed, or with zero bytes where sectors were
/// not written yet, is torn; anywhere else it is damage.
fn scan(reader: &mut BufReader<File>) -> io::Result<Scanned> {
    let mut bytes = Vec::new();
    let read = reader.by_ref().take(LINE_LIMIT_BYTES).read_until(b'\n', &mut bytes)?;
    let at_end = reader.fill_buf()?.is_empty();
    let whole = bytes.pop_if(|last| *last == b'\n').is_some();
    match read {
        0 => Ok(Scanned::End),
        _ if at_end && (!whole || bytes.contains(&0)) => Ok(Scanned::Torn(u64::try_from(read).unwrap_or(u64::MAX))),
        // What is not UTF-8 is no line, and the reader of lines says so.
        _ => Ok(Scanned::Line(String::from_utf8_lossy(&bytes).into_owned())),
    }
}

fn length(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}
