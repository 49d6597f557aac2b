//! Every copy opened as its holder's verifier would, its names followed; every intent ended once or open.
//! Whether a copy left the house is not known here.

use std::collections::{BTreeSet, HashMap};

use attesto_credential::{Credential, Format, Secured, Timestamp};
use attesto_securing::{Authentic, Broken, Keys, open, recorded_as};

use super::statuses::Places;
use super::{Eye, FlawCode, Found, Lit};
use crate::issue::{
    NamedPatterns, OpenIntent, Recorded, Shown, State, WrittenDraft, copy_family, names_of, read_link, state_of,
};
use crate::link::given;
use crate::records::Records;
use crate::register::{ActKind, JournalLine, Key, Register, RegisterFault};
use crate::status::Place;

/// How many copies are listed at once; what their seals show is told after what else they show.
const STEP: usize = 256;
/// So many of these pages are looked at by all hands together.
const PAGES: usize = 16;

/// An entry of the index.
type Entry = (Key, Vec<u8>);

/// Opens every recorded copy.
pub(super) fn opened((register, hands): Lit<'_>, eye: &Eye<'_>, found: &mut Found) -> Result<(), RegisterFault> {
    let (mut after, mut places, patterns) = (None, Places::default(), NamedPatterns::of(register));
    let records = Records::of(register).with_hands(hands);
    loop {
        let (pages, ended) = listed(register, after.as_ref());
        let entries: Vec<&Entry> = pages.iter().flatten().collect();
        let mut looked = records.each(&entries, |entry| one(register, eye, &patterns, entry))?.into_iter();
        for page in &pages {
            told(page.iter().zip(looked.by_ref()), &mut places, found);
        }
        after = entries.last().map(|(key, _)| key.clone());
        match ended {
            None => {}
            Some(Ok(())) => break,
            Some(Err(fault)) => {
                found.read::<()>(Err(fault))?;
                break;
            }
        }
    }
    places.orphans(register, found)
}

/// The next pages of copies, and how they ended if they did.
fn listed(register: &dyn Register, after: Option<&Key>) -> (Vec<Vec<Entry>>, Option<Result<(), RegisterFault>>) {
    let mut pages: Vec<Vec<Entry>> = Vec::new();
    while pages.len() < PAGES {
        let after = pages.last().and_then(|page| page.last()).map(|(key, _)| key).or(after);
        match register.list(&copy_family(), after, STEP) {
            Ok(page) if page.is_empty() => return (pages, Some(Ok(()))),
            Ok(page) => pages.push(page),
            Err(fault) => return (pages, Some(Err(fault))),
        }
    }
    (pages, None)
}

/// What one copy shows.
#[derive(Default)]
struct Looked {
    place: Option<Place>,
    names: Found,
    seal: Found,
}

/// Tells of a page of copies: first what their names show, then what their seals do.
fn told<'e>(page: impl Iterator<Item = (&'e Entry, Looked)>, places: &mut Places, found: &mut Found) {
    let mut seals = Found::default();
    for ((key, _), looked) in page {
        if let Some(place) = looked.place {
            places.take(place, key, found);
        }
        found.append(looked.names);
        seals.append(looked.seal);
    }
    found.append(seals);
}

fn one(
    register: &dyn Register,
    eye: &Eye<'_>,
    patterns: &NamedPatterns<'_>,
    (key, value): &Entry,
) -> Result<Looked, RegisterFault> {
    let mut looked = Looked::default();
    let Some(State::Recorded(recorded)) = looked.names.read(state_of(key, value))? else { return Ok(looked) };
    looked.place = Some(recorded.place());
    if let Some((draft, secured)) = loaded(register, key, &recorded, &mut looked.names)? {
        holds(eye, key, (&draft, patterns), &secured, &mut looked.seal)?;
    }
    Ok(looked)
}

type Loaded = (WrittenDraft, Secured);

fn loaded(
    register: &dyn Register,
    key: &Key,
    recorded: &Recorded,
    found: &mut Found,
) -> Result<Option<Loaded>, RegisterFault> {
    let (draft, secured) = (found.read(recorded.draft(register))?, found.read(recorded.secured(register))?);
    if draft.as_ref().is_some_and(Option::is_none) {
        found.counts.erased_copies += 1;
    }
    let (Some(draft), Some(secured)) = (draft.flatten(), secured.flatten()) else { return Ok(None) };
    // Others are given only where the first shows nothing.
    let mut later = draft.link().is_ok_and(|link| link.is_none());
    for (name, expected) in names_of(&draft) {
        match found.read(register.find(&name))?.flatten() {
            Some(stands) if stands == expected => {}
            Some(stands) if was_withdrawn(&name, &stands, &draft) => later = true,
            _ => found.flaw(FlawCode::CopyDiffers, key, format!("{name} does not lead to it")),
        }
    }
    if later {
        found.read(given(register, &draft))?;
    }
    if recorded.place() != draft.place() {
        found.flaw(FlawCode::CopyDiffers, key, "its status stands at another place than was intended");
    }
    if key.last() != draft.copy().to_hex() {
        found.flaw(FlawCode::CopyDiffers, key, "its draft is that of another copy");
    }
    Ok(Some((draft, secured)))
}

/// Whether a link shows nothing any more, and was the copy's.
fn was_withdrawn(name: &Key, stands: &[u8], draft: &WrittenDraft) -> bool {
    let entry = name.is_under(&Key::of(&["link"])).then(|| read_link(name, stands).ok()).flatten();
    entry.is_some_and(|entry| entry.copy == draft.copy() && entry.shown != Shown::Copy)
}

/// Opens one copy, and holds what it says against what was intended.
fn holds(
    eye: &Eye<'_>,
    key: &Key,
    (draft, patterns): (&WrittenDraft, &NamedPatterns<'_>),
    secured: &Secured,
    found: &mut Found,
) -> Result<(), RegisterFault> {
    found.counts.copies += 1;
    match believed(eye, secured) {
        Err(broken) => found.flaw(FlawCode::CopySeal, key, broken),
        Ok(opened) => match found.read(patterns.are_words(key, draft, secured))? {
            Some(true) if opened.said().id == draft.credential() => {}
            Some(_) => found.flaw(FlawCode::CopyDiffers, key, "it does not say what was intended"),
            None => {}
        },
    }
    Ok(())
}

/// What a copy says, opened as its holder's verifier would.
fn believed(eye: &Eye<'_>, secured: &Secured) -> Result<Authentic<Credential>, Broken> {
    let at = sealed_at(secured).unwrap_or(eye.at);
    let opened = |keys: &Keys| open(std::slice::from_ref(secured), keys, eye.contexts, at).pop();
    // That the register has it shows that it is older than any thief's: no key that was compromised since counts. That is
    // only asked where it makes a difference, for it takes a digest of the whole text.
    let opened = match opened(eye.keys) {
        Some(Ok(opened)) => Some(Ok(opened)),
        Some(Err(_)) | None => opened(&eye.keys.clone().vouching(recorded_as(secured))),
    };
    opened.unwrap_or(Err(Broken::NoProof))
}

/// The moment at which a seal with certificates is looked at: when it was made, for certificates end, and that the
/// register has the copy shows that it is of then.
fn sealed_at(secured: &Secured) -> Option<Timestamp> {
    let document = secured.peek_unbelieved().filter(|_| secured.format() == Format::EUROPEAN)?;
    Timestamp::parse(document.root().text("issued")?).ok()
}

/// Follows every intent through the journal, and holds what is open against the index.
pub(super) fn intents(
    acts: &[JournalLine],
    open: Result<Vec<OpenIntent>, RegisterFault>,
    found: &mut Found,
) -> Result<Vec<OpenIntent>, RegisterFault> {
    let mut made: HashMap<&str, u64> = HashMap::new();
    for line in acts {
        let id = line.body().text("intent").unwrap_or("");
        match line.kind() {
            ActKind::Intent => drop(made.insert(id, line.seq())),
            ActKind::Record | ActKind::Void if made.remove(id).is_none() => {
                found.flaw(FlawCode::IntentEnd, line.record(), "the intent it ends is not open");
            }
            _ => {}
        }
    }
    let open = found.read(open)?.unwrap_or_default();
    let stands: BTreeSet<&str> = open.iter().map(|intent| intent.id().as_str()).collect();
    for (id, seq) in &made {
        if !stands.contains(id) {
            found.flaw(FlawCode::IntentOpen, format!("act {seq}"), "its intent was never ended, and is not open");
        }
    }
    for intent in stands.iter().filter(|intent| !made.contains_key(*intent)) {
        found.flaw(FlawCode::IntentOpen, format!("intent {intent}"), "it is open, but the journal says otherwise");
    }
    Ok(open)
}
