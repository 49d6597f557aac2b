//! What lies behind the links of copies: `c/` of the published folder, whole files for each link that shows a copy,
//! a mark for each that was withdrawn. It follows the register; nothing here is asked of any key.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use attesto_credential::Language;
use attesto_issuer::{
    Certification, CopyKey, KnownLink, LinkCapability, LinkStanding, LinkedCopy, Records, Register, Scheme, Standing,
    link_news, link_standing, linked,
};
use attesto_securing::Digest;

use super::carriers::Drawn;
use super::config::Installation;
use super::files::{self, Audience};
use super::progress::Progress;
use super::{hands, ledger};
use crate::fault::{Failure, Fault};

/// The folder of links in a published folder.
pub(crate) const FOLDER: &str = "c";

/// What the mark of a withdrawn link is called, behind the link.
pub(crate) const WITHDRAWN: &str = "withdrawn";

/// The forms behind a link.
pub(crate) const FORMS: [&str; 4] = ["json", EUROPEAN, "png", "svg"];

/// The form of the European copy beside a badge.
pub(crate) const EUROPEAN: &str = "jsonld";

/// Copies are loaded and written so many at a time.
const STEP: usize = 256;

/// Puts behind every link what the register says of it, as far as that is not done; gives how many copies were done.
///
/// What an interrupted act left undone is done here, whichever verb comes next.
pub(crate) fn publish(installation: &Installation, register: &dyn Register) -> Result<usize, Failure> {
    let public = installation.path(&installation.written().folders.public);
    let folder = public.join(FOLDER);
    let progress = Progress::read(&folder, register)?;
    let news = link_news(register, progress.acts()).map_err(|fault| ledger::refused(&fault))?;
    if progress.acts() == 0 {
        // What lies here may be of acts that a restore lost.
        clear(register, &public)?;
    }
    let copies = put(installation, register, &folder, news.copies())?;
    if news.erasures() > 0 {
        clear(register, &public)?;
    }
    progress.reached(register)?;
    Ok(copies)
}

/// The whole of it into another folder, whatever lies there; gives how many copies there are.
pub(crate) fn put_all(installation: &Installation, register: &dyn Register, public: &Path) -> Result<usize, Failure> {
    let news = link_news(register, 0).map_err(|fault| ledger::refused(&fault))?;
    let copies = put(installation, register, &public.join(FOLDER), news.copies())?;
    clear(register, public)?;
    Ok(copies)
}

fn put(
    installation: &Installation,
    register: &dyn Register,
    folder: &Path,
    copies: &[CopyKey],
) -> Result<usize, Failure> {
    let mut press = Press { installation, register, folder, schemes: BTreeMap::new(), drawn: BTreeMap::new() };
    let mut count = 0;
    for step in copies.chunks(STEP) {
        count += press.copies(step)?;
    }
    Ok(count)
}

/// The address that a link is printed as.
pub(crate) fn address(installation: &Installation, link: LinkCapability) -> String {
    format!("{}/{FOLDER}/{}", installation.base_url(), link.to_text())
}

/// Overwrites and removes whatever lies behind links that show nobody's copy any more; gives how many files that were.
pub(crate) fn clear(register: &dyn Register, public: &Path) -> Result<usize, Failure> {
    let folder = public.join(FOLDER);
    if !folder.is_dir() {
        return Ok(0);
    }
    files::sweep(&folder)?;
    let mut count = 0;
    for path in files::list(&folder)? {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Ok(link) = LinkCapability::parse(name.split('.').next().unwrap_or("")) else { continue };
        let standing = link_standing(register, &link).map_err(|fault| ledger::refused(&fault))?;
        if standing == LinkStanding::Unknown {
            files::destroy(&path)?;
            count += 1;
        }
    }
    Ok(count)
}

/// What writing works with.
struct Press<'p> {
    installation: &'p Installation,
    register: &'p dyn Register,
    folder: &'p Path,
    schemes: BTreeMap<Digest, Arc<Scheme>>,
    drawn: BTreeMap<(Digest, Language), Arc<Drawn>>,
}

/// One copy and its picture.
type Ready = (LinkedCopy, Arc<Drawn>);

impl Press<'_> {
    /// Gives how many of the copies can still be read.
    fn copies(&mut self, keys: &[CopyKey]) -> Result<usize, Failure> {
        let ready = keys.iter().map(|key| self.ready(key)).collect::<Result<Vec<Option<Ready>>, Failure>>()?;
        let ready: Vec<Ready> = ready.into_iter().flatten().collect();
        if ready.iter().any(|(copy, _)| copy.showing().count() < copy.links().len()) && self.folder.is_dir() {
            // Half a file of an interrupted run would be left of a link that shows nothing any more.
            files::sweep(self.folder)?;
        }
        let folder = self.folder;
        hands::each(&ready, &|(copy, drawn)| write(copy, drawn, folder))?;
        Ok(ready.len())
    }

    /// A copy with the picture that carries it; nothing of one whose person was erased.
    fn ready(&mut self, key: &CopyKey) -> Result<Option<Ready>, Failure> {
        let Some(copy) = linked(self.register, key).map_err(|fault| ledger::refused(&fault))? else { return Ok(None) };
        let certification = Records::of(self.register).certification(copy.number());
        let certification = certification.map_err(|fault| ledger::refused(&fault))?.ok_or_else(|| lost(&copy))?;
        let drawn = self.drawn(&certification)?;
        Ok(Some((copy, drawn)))
    }

    fn drawn(&mut self, certification: &Certification) -> Result<Arc<Drawn>, Failure> {
        let name = (certification.scheme().digest(), certification.language().clone());
        if let Some(known) = self.drawn.get(&name) {
            return Ok(Arc::clone(known));
        }
        let scheme = self.scheme(certification)?;
        let drawn = Arc::new(Drawn::of(self.installation, &scheme, &name.1, Standing::Issued)?);
        self.drawn.insert(name, Arc::clone(&drawn));
        Ok(drawn)
    }

    fn scheme(&mut self, certification: &Certification) -> Result<Arc<Scheme>, Failure> {
        let digest = certification.scheme().digest();
        if let Some(known) = self.schemes.get(&digest) {
            return Ok(Arc::clone(known));
        }
        let scheme = ledger::scheme_named(self.installation, certification.scheme(), &certification.sheet())?;
        let scheme = Arc::new(scheme);
        self.schemes.insert(digest, Arc::clone(&scheme));
        Ok(scheme)
    }
}

fn lost(copy: &LinkedCopy) -> Failure {
    let sentence =
        format!("the register has a copy of {} and not its certification; run `attesto ledger check`", copy.number());
    Failure::new(Fault::Config, "register-damaged", sentence)
}

fn write(copy: &LinkedCopy, drawn: &Drawn, folder: &Path) -> Result<(), Failure> {
    let (shows, withdrawn): (Vec<&KnownLink>, Vec<&KnownLink>) =
        copy.links().iter().partition(|link| link.withdrawn().is_none());
    for link in withdrawn {
        withdraw(&Behind::of(folder, link))?;
    }
    let text = copy.secured().text();
    for behind in shows.into_iter().map(|link| Behind::of(folder, link)) {
        if behind.path(WITHDRAWN).is_file() {
            // The act that withdrew it was lost in a restore; its holder's word was not.
            withdraw(&behind)?;
            continue;
        }
        let carriers = drawn.carrying(text)?;
        // The text last: a page is there once all is.
        behind.put("svg", carriers.svg.as_bytes())?;
        behind.put("png", &carriers.png)?;
        copy.european().map(|european| behind.put(EUROPEAN, european.as_bytes())).transpose()?;
        behind.put("json", text.as_bytes())?;
    }
    Ok(())
}

/// The mark first, so that at no moment the link is unknown.
fn withdraw(behind: &Behind) -> Result<(), Failure> {
    behind.put(WITHDRAWN, b"")?;
    let kept = behind.path(WITHDRAWN);
    let others = behind.there()?.into_iter().filter(|path| *path != kept);
    others.into_iter().try_for_each(|path| files::destroy(&path))
}

/// The files behind one link.
struct Behind {
    folder: PathBuf,
    link: String,
}

impl Behind {
    fn of(folder: &Path, link: &KnownLink) -> Self {
        Self { folder: folder.to_owned(), link: link.capability().to_text() }
    }

    fn path(&self, form: &str) -> PathBuf {
        self.folder.join(format!("{}.{form}", self.link))
    }

    fn put(&self, form: &str, bytes: &[u8]) -> Result<(), Failure> {
        files::write_derived(&self.path(form), bytes, Audience::All)
    }

    fn there(&self) -> Result<BTreeSet<PathBuf>, Failure> {
        let pages = crate::locale::Tongue::ALL.map(|tongue| format!("{}.html", tongue.tag()));
        let forms = FORMS.into_iter().map(str::to_owned).chain(pages).chain(["html".to_owned()]);
        Ok(forms.map(|form| self.path(&form)).filter(|path| path.is_file()).collect())
    }
}
