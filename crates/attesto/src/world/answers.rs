//! What is answered to whoever asks for a certification by number and name: sealed by the list key beforehand, so that
//! the server that gives it out has no key that signs. Who may hear it, `book` finds.

mod book;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use attesto_credential::{CertificateNumber, Declaration, Format, Iri, Secured, StatusAnswer, Timestamp, lint};
use attesto_issuer::{Called, Certification, Person, Records, Register, Scheme, answer, answer_news};
use attesto_securing::{Contexts, Digest, Keys, Signer as _, SigningKey, open, seal};

use super::clock::Clock;
use super::config::Installation;
use super::files::{self, Audience};
use super::lists::{ListSigner, life_seconds};
use super::progress::Progress;
use super::{did_document, hands, ledger};
use crate::fault::{Failure, Fault};

pub(crate) use book::Book;
use book::{Names, Page, Secret};

/// Answers are sealed and written so many at a time.
const STEP: usize = 256;

/// Under what all answers that lie there were sealed, and until when none of them must be sealed again.
const NOTE: &str = ".sealed";

/// Where an installation is asked.
pub(crate) fn asked_at(installation: &Installation) -> Result<Iri, Failure> {
    let url = format!("{}{}", installation.base_url(), StatusAnswer::PLACE);
    Iri::parse(&url).map_err(|fault| Failure::new(Fault::Config, "status-address", fault))
}

/// Seals the answers that changed, or all of them once half of their life is over; gives how many were sealed.
pub(crate) fn publish(
    installation: &Installation,
    register: &dyn Register,
    signer: &ListSigner,
    clock: Clock,
) -> Result<usize, Failure> {
    let at = ledger::moment(register, clock.now()?);
    seal_due(installation, register, signer.of_badges(), at)
}

fn seal_due(
    installation: &Installation,
    register: &dyn Register,
    signer: &SigningKey,
    at: Timestamp,
) -> Result<usize, Failure> {
    let book = Book::of(installation);
    let secret = book.secret_or_new()?;
    let press = Press::of(installation, (&book, &secret), signer, at)?;
    files::private_folder(book.folder())?;
    let stands = press.note()?;
    if stands == Standing::ByAnotherSecret {
        files::destroy_folder(book.folder())?;
        files::private_folder(book.folder())?;
    }
    let progress = Progress::read(book.folder(), register)?;
    let after = if stands == Standing::Good { progress.acts() } else { 0 };
    let news = answer_news(register, after).map_err(|fault| ledger::refused(&fault))?;
    let numbers: Vec<&CertificateNumber> = news.numbers().collect();
    let mut schemes = BTreeMap::new();
    let mut sealed = 0;
    for some in numbers.chunks(STEP) {
        sealed += press.some(register, some, &mut schemes)?;
    }
    if news.erasures() > 0 {
        press.clear(register)?;
    }
    progress.reached(register)?;
    if after == 0 {
        press.write_note()?;
    }
    Ok(sealed)
}

/// Destroys whatever lies there of persons who were erased, at once.
pub(crate) fn clear(installation: &Installation, register: &dyn Register) -> Result<(), Failure> {
    let book = Book::of(installation);
    if book.folder().is_dir() { clear_book(&book, register) } else { Ok(()) }
}

fn clear_book(book: &Book, register: &dyn Register) -> Result<(), Failure> {
    for path in book.paths()? {
        let page = Book::read(&path)?;
        let number = page.and_then(|page| CertificateNumber::parse(&page.number).ok());
        let there = number.map(|number| person_of(register, &number)).transpose()?.flatten();
        if there.is_none() {
            files::destroy(&path)?;
        }
    }
    Ok(())
}

/// A certification whose person was not erased.
fn person_of(register: &dyn Register, number: &CertificateNumber) -> Result<Option<(Certification, Person)>, Failure> {
    let (records, refused) = (Records::of(register), |fault| ledger::refused(&fault));
    let Some(certification) = records.certification(number).map_err(refused)? else { return Ok(None) };
    let person = records.person(&certification.person()).map_err(refused)?;
    Ok(person.map(|person| (certification, person)))
}

/// How the answers that lie there were sealed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// As they would be now.
    Good,
    /// They end soon, or are by a key, or for a place, that is not in use any more.
    Due,
    /// Nobody finds them any more.
    ByAnotherSecret,
}

/// What sealing works with.
struct Press<'p> {
    installation: &'p Installation,
    book: &'p Book,
    secret: &'p Secret,
    signer: &'p SigningKey,
    keys: Keys,
    asked_at: Iri,
    at: Timestamp,
    until: Timestamp,
}

/// Schemes by the digest of their text.
type Schemes = BTreeMap<Digest, Scheme>;

impl<'p> Press<'p> {
    fn of(
        installation: &'p Installation,
        (book, secret): (&'p Book, &'p Secret),
        signer: &'p SigningKey,
        at: Timestamp,
    ) -> Result<Self, Failure> {
        let until = Timestamp::from_unix(at.unix().saturating_add(i64::from(life_seconds(installation))));
        Ok(Self {
            installation,
            book,
            secret,
            signer,
            keys: did_document::keys(installation)?,
            asked_at: asked_at(installation)?,
            at,
            until: until.unwrap_or(at),
        })
    }

    /// Who sealed, where it is asked, and by which secret it is found.
    fn marks(&self) -> String {
        format!("{} {} {}", self.secret.mark(), self.signer.id(), self.asked_at)
    }

    fn note(&self) -> Result<Standing, Failure> {
        let path = self.book.folder().join(NOTE);
        if files::open(&path)?.is_none() {
            return Ok(Standing::Due);
        }
        let text = files::read_text(&path)?;
        let (moment, marks) = text.trim_end().split_once(' ').unwrap_or_default();
        let sealed = Timestamp::parse(moment).ok();
        let half = i64::from(life_seconds(self.installation) / 2);
        let young = sealed.is_some_and(|sealed| self.at.unix().saturating_sub(sealed.unix()) < half);
        Ok(match marks.split(' ').next() == Some(self.secret.mark().as_str()) {
            false => Standing::ByAnotherSecret,
            true if young && marks == self.marks() => Standing::Good,
            true => Standing::Due,
        })
    }

    fn write_note(&self) -> Result<(), Failure> {
        let note = format!("{} {}\n", self.at, self.marks());
        files::write(&self.book.folder().join(NOTE), note.as_bytes(), Audience::Owner)
    }

    fn some(
        &self,
        register: &dyn Register,
        numbers: &[&CertificateNumber],
        schemes: &mut Schemes,
    ) -> Result<usize, Failure> {
        let (mut pages, mut said) = (Vec::new(), Vec::new());
        for number in numbers {
            let Some((certification, person)) = person_of(register, number)? else { continue };
            let scheme = self.scheme(&certification, schemes)?;
            let page = self.page(&certification, &person)?;
            said.push(answer(&certification, (scheme, Called::Now), &self.asked_at, self.until));
            if !page.formerly.names.is_empty() {
                said.push(answer(&certification, (scheme, Called::Formerly), &self.asked_at, self.until));
            }
            pages.push(page);
        }
        let mut sealed = self.sealed(said)?.into_iter().map(|one| one.text().to_owned());
        for page in &mut pages {
            page.now.answer = sealed.next().unwrap_or_default();
            if !page.formerly.names.is_empty() {
                page.formerly.answer = sealed.next().unwrap_or_default();
            }
        }
        hands::each(&pages, &|page| self.book.write(self.secret, page))?;
        Ok(pages.len())
    }

    /// The names that it is asked by now; those that it was asked by before stay, for older copies have them.
    fn page(&self, certification: &Certification, person: &Person) -> Result<Page, Failure> {
        let number = certification.number().as_str();
        let name = person.name();
        let names = [Some(name.native()), name.latin()].into_iter().flatten().map(ToString::to_string);
        let names: Vec<String> = names.collect();
        let now = self.secret.names(number, names.iter().map(String::as_str));
        let before = self.book.page(self.secret, number)?.unwrap_or_default();
        let formerly = before.now.names.into_iter().chain(before.formerly.names).filter(|one| !now.contains(one));
        Ok(Page {
            format: 1,
            number: number.to_owned(),
            formerly: Names { names: formerly.collect(), answer: String::new() },
            now: Names { names: now, answer: String::new() },
        })
    }

    fn scheme<'s>(&self, certification: &Certification, schemes: &'s mut Schemes) -> Result<&'s Scheme, Failure> {
        let digest = certification.scheme().digest();
        if let Entry::Vacant(place) = schemes.entry(digest) {
            place.insert(ledger::scheme_named(self.installation, certification.scheme(), &certification.sheet())?);
        }
        schemes.get(&digest).ok_or_else(|| lost(certification))
    }

    fn sealed(&self, said: Vec<StatusAnswer>) -> Result<Vec<Secured>, Failure> {
        let bug = |fault: String| Failure::new(Fault::Bug, "answers", fault);
        let by = self.installation.did().as_iri();
        let worded = said.into_iter().map(|one| {
            let declaration = Declaration::new(StatusAnswer::KIND, by.clone(), self.at, one.to_body());
            lint(declaration, Format::DECLARATION).map_err(|fault| bug(fault.to_string()))
        });
        let worded = worded.collect::<Result<Vec<_>, Failure>>()?;
        let sealed = seal(worded, self.signer, &Contexts::empty(), self.at);
        let sealed = sealed.map_err(|fault| Failure::new(Fault::Unavailable, "not-sealed", fault))?;
        // Opened as others will: an answer that nobody believes is worth nothing.
        for opened in open::<Declaration>(&sealed, &self.keys, &Contexts::empty(), self.at) {
            opened.map_err(|broken| bug(broken.to_string()))?;
        }
        Ok(sealed)
    }

    fn clear(&self, register: &dyn Register) -> Result<(), Failure> {
        clear_book(self.book, register)
    }
}

fn lost(certification: &Certification) -> Failure {
    let number = certification.number();
    let sentence = format!("the register has {number} and not its sheet; run `attesto ledger check`");
    Failure::new(Fault::Config, "register-damaged", sentence)
}

#[cfg(test)]
mod tests;
