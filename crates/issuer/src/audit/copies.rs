//! Every copy opened as its holder's verifier would, its names followed; every intent ended once or open.
//! Whether a copy left the house is not known here.

use std::collections::{BTreeSet, HashMap};

use attesto_credential::{Credential, Format, Secured, Timestamp};
use attesto_securing::{Broken, Keys, open, recorded_as};

use super::statuses::Places;
use super::{Eye, FlawCode, Found};
use crate::issue::{
    NamedPatterns, OpenIntent, Recorded, Shown, State, WrittenDraft, copy_family, names_of, read_link, state_under,
};
use crate::link::given;
use crate::register::{ActKind, JournalLine, Key, Register, RegisterFault};

/// How many copies are opened at once.
const STEP: usize = 256;

/// Opens every recorded copy.
pub(super) fn opened(register: &dyn Register, eye: &Eye<'_>, found: &mut Found) -> Result<(), RegisterFault> {
    let (mut after, mut places, mut patterns) = (None, Places::default(), NamedPatterns::of(register));
    while let Some(page) = found.read(register.list(&copy_family(), after.as_ref(), STEP))? {
        let mut sealed = Vec::new();
        for (key, _) in &page {
            match found.read(state_under(register, key))?.flatten() {
                Some(State::Recorded(recorded)) => {
                    places.take(recorded.place(), key, found);
                    sealed.extend(loaded(register, key, &recorded, found)?);
                }
                Some(State::Intended(_)) | None => {}
            }
        }
        seals(eye, (&sealed, &mut patterns), found)?;
        match page.into_iter().last() {
            Some((key, _)) => after = Some(key),
            None => break,
        }
    }
    places.orphans(register, found)
}

type Loaded = (Key, WrittenDraft, Secured);

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
    Ok(Some((key.clone(), draft, secured)))
}

/// Whether a link shows nothing any more, and was the copy's.
fn was_withdrawn(name: &Key, stands: &[u8], draft: &WrittenDraft) -> bool {
    let entry = name.is_under(&Key::of(&["link"])).then(|| read_link(name, stands).ok()).flatten();
    entry.is_some_and(|entry| entry.copy == draft.copy() && entry.shown != Shown::Copy)
}

fn seals(
    eye: &Eye<'_>,
    (loaded, patterns): (&[Loaded], &mut NamedPatterns<'_>),
    found: &mut Found,
) -> Result<(), RegisterFault> {
    let secured: Vec<Secured> = loaded.iter().map(|(.., secured)| secured.clone()).collect();
    // That the register has them shows that they are older than any thief's: no key that was compromised since counts.
    let texts = secured.iter().map(recorded_as);
    let keys = texts.fold(eye.keys.clone(), Keys::vouching);
    let opened = secured.iter().map(|one| {
        let at = sealed_at(one).unwrap_or(eye.at);
        open::<Credential>(std::slice::from_ref(one), &keys, eye.contexts, at).pop().unwrap_or(Err(Broken::NoProof))
    });
    found.counts.copies += secured.len();
    for ((key, draft, secured), opened) in loaded.iter().zip(opened) {
        match opened {
            Err(broken) => found.flaw(FlawCode::CopySeal, key, broken),
            Ok(opened) => match found.read(patterns.are_words(key, draft, secured))? {
                Some(true) if opened.said().id == draft.credential() => {}
                Some(_) => found.flaw(FlawCode::CopyDiffers, key, "it does not say what was intended"),
                None => {}
            },
        }
    }
    Ok(())
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
