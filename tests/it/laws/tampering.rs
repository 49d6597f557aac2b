//! No change to a sealed badge is believed unless nothing else is said and shown: any byte, any member, any carrier.
//! Every bit position of a made badge is turned in `crates/verifier/tests`; these are badges of the demo.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use attesto_credential::{Credential, Document, Format, Json, Limits, Object, Secured, carrier, lint};
use attesto_securing::seal;
use attesto_verifier::{Policy, Subject, Verdict};
use proptest::prelude::*;

use super::cases;
use super::pointers::{Change, changed, other_values, places, said, value_at};
use crate::office::{Office, PIXEL, at, judged, opened};

const LATER: &str = "2027-06-01T12:00:00Z";

/// A sealed badge that is valid, and what it shows.
struct Badge {
    text: String,
    root: Object,
    shown: String,
    policy: Policy,
}

/// A badge of the demo as it is.
static WHOLE: LazyLock<Badge> = LazyLock::new(|| {
    let (office, _, copies) = Office::issued();
    Badge::of(&copies[0].secured, &office)
});

/// A badge of the demo with one result of each kind, so that every place can be changed in every way.
static SHORT: LazyLock<Badge> = LazyLock::new(|| {
    let (office, _, copies) = Office::issued();
    let linted = lint(shortened(opened(&copies[0].secured, LATER).said().clone()), Format::OPEN_BADGE).unwrap();
    let secured = seal(vec![linted], &office.key, &office.contexts, at("2026-11-24T11:00:00Z")).unwrap();
    Badge::of(&secured[0], &office)
});

fn shortened(mut credential: Credential) -> Credential {
    let mut kinds = BTreeSet::new();
    let achievement = credential.achievement.unwrap().changed(|achievement| {
        achievement.result_descriptions.retain(|one| kinds.insert(one.kind.clone()));
        achievement.related.clear();
        achievement.alignments.truncate(1);
    });
    let kept: Vec<_> = achievement.result_descriptions.iter().map(|one| Some(one.id.clone())).collect();
    credential.outcomes.retain(|outcome| kept.contains(&outcome.description));
    credential.achievement = Some(achievement);
    credential
}

/// What is shown; the order of names and of results is no claim, as no seal covers it.
fn in_no_order(subject: &Subject) -> String {
    let names: BTreeSet<&String> = subject.names().iter().collect();
    let shown: BTreeSet<String> = subject.shown().iter().map(|one| format!("{one:?}")).collect();
    let whose = (subject.title(), subject.certificate(), subject.number(), subject.issuer(), subject.issuer_name());
    format!("{names:?} {whose:?} {} {:?} {shown:?}", subject.since(), subject.until())
}

impl Badge {
    /// The policy tolerates broken rules of form: what is believed under the default one is believed under it.
    fn of(secured: &Secured, office: &Office) -> Self {
        let soft = Policy::from_toml("format = 1\n[soften]\n\"conformance.schema\" = \"note\"\n").unwrap();
        let policy = office.trusting().trust_lists().iter().fold(soft, |soft, list| soft.trusting(list.clone()));
        let report = judged(secured.clone(), &policy, LATER);
        assert_eq!(report.verdict(), Verdict::Valid, "{}", report.to_document().to_text());
        let text = secured.text().to_owned();
        let root = Document::parse(text.as_bytes(), &Limits::default()).unwrap().root().clone();
        Self { text, root, shown: in_no_order(report.subject().unwrap()), policy }
    }

    /// The law: valid only where the same is said, and the same is shown to the reader.
    fn holds(&self, text: &[u8]) -> Result<(), String> {
        let Ok(secured) = Secured::parse(text) else { return Ok(()) };
        let report = judged(secured, &self.policy, LATER);
        if report.verdict() != Verdict::Valid {
            return Ok(());
        }
        let found = Json::Object(Document::parse(text, &Limits::default()).unwrap().root().clone());
        if said(&found) != said(&Json::Object(self.root.clone())) {
            return Err("valid, and something else is said".to_owned());
        }
        match in_no_order(report.subject().unwrap()) {
            shown if shown == self.shown => Ok(()),
            shown => Err(format!("valid, and something else is shown: {shown}")),
        }
    }

    fn with(&self, path: &[usize], change: &Change) -> String {
        match changed(&Json::Object(self.root.clone()), path, change) {
            Json::Object(root) => Document::composed(root).to_text(),
            _ => String::new(),
        }
    }

    /// Every change that is named, at every place, each judged.
    fn at_every_place(&self, changes: impl Fn(&str, &Json) -> Vec<Change>) {
        let whole = Json::Object(self.root.clone());
        let mut broken = Vec::new();
        for (pointer, path) in places(&self.root) {
            for change in changes(&pointer, value_at(&whole, &path)) {
                if let Err(why) = self.holds(self.with(&path, &change).as_bytes()) {
                    broken.push(format!("{pointer} {change:?}: {why}"));
                }
            }
        }
        assert!(broken.is_empty(), "{} broken:\n{}", broken.len(), broken.join("\n"));
    }
}

#[test]
fn no_member_or_element_can_be_left_out() {
    SHORT.at_every_place(|_, _| vec![Change::Removed]);
}

#[test]
fn nothing_can_stand_in_the_stead_of_a_member_or_element() {
    SHORT.at_every_place(|_, old| other_values(old).into_iter().map(Change::Replaced).collect());
}

#[test]
fn no_member_can_be_written_twice_first_or_last() {
    SHORT.at_every_place(|_, old| {
        let other = other_values(old).swap_remove(1);
        vec![Change::Doubled(other.clone()), Change::Preceded(other), Change::Doubled(old.clone())]
    });
}

#[test]
fn no_member_can_go_by_another_name() {
    SHORT.at_every_place(|pointer, _| {
        let key = pointer.rsplit('/').next().unwrap();
        let names = [
            format!("https://www.w3.org/2018/credentials#{key}"),
            format!("https://purl.imsglobal.org/spec/vc/ob/vocab.html#{key}"),
            format!("https://schema.org/{key}"),
            format!("@{key}"),
            format!("{key} "),
            key.to_uppercase(),
        ];
        names.map(Change::Renamed).into()
    });
}

/// Else the laws above would hold of a verifier that believes nothing.
#[test]
fn what_says_the_same_in_other_words_stays_valid() {
    let whole = Json::Object(SHORT.root.clone());
    let subject = places(&SHORT.root).into_iter().find(|(pointer, _)| pointer == "/credentialSubject/type").unwrap();
    let kinds = value_at(&whole, &subject.1).as_set();
    for same in [kinds[0].clone(), vec![kinds[0].clone(), kinds[0].clone()].into()] {
        let text = SHORT.with(&subject.1, &Change::Replaced(same));
        assert_ne!(text, SHORT.text);
        let report = judged(Secured::parse(text.as_bytes()).unwrap(), &SHORT.policy, LATER);
        assert_eq!(report.verdict(), Verdict::Valid, "{}", report.to_document().to_text());
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn no_changed_byte_of_a_badge_is_believed_unless_nothing_else_is_said(place in any::<usize>(), to in any::<u8>()) {
        let mut bytes = WHOLE.text.clone().into_bytes();
        let place = place % bytes.len();
        bytes[place] = to;
        prop_assert_eq!(WHOLE.holds(&bytes), Ok(()), "byte {}", place);
    }

    #[test]
    fn no_changed_letter_or_figure_of_a_badge_is_believed(place in any::<usize>(), to in "[0-9A-Za-zΑ-ωșț]") {
        let letters: Vec<usize> =
            WHOLE.text.char_indices().filter(|(_, c)| c.is_alphanumeric()).map(|(place, _)| place).collect();
        let place = letters[place % letters.len()];
        let mut text = WHOLE.text.clone();
        let old = text[place..].chars().next().unwrap();
        text.replace_range(place..place + old.len_utf8(), &to);
        prop_assert_eq!(WHOLE.holds(text.as_bytes()), Ok(()), "letter {} {} to {}", place, old, to);
    }

    #[test]
    fn no_piece_of_a_badge_can_be_cut_out_moved_or_swapped(
        one in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
    ) {
        let (places, whole) = (places(&WHOLE.root), Json::Object(WHOLE.root.clone()));
        let (one, other) = (one.get(&places), other.get(&places));
        let taken = value_at(&whole, &other.1).clone();
        let text = WHOLE.with(&one.1, &Change::Replaced(taken));
        prop_assert_eq!(WHOLE.holds(text.as_bytes()), Ok(()), "{} from {}", &one.0, &other.0);
    }

    #[test]
    fn no_changed_byte_of_a_baked_picture_is_believed_unless_nothing_else_is_said(
        place in any::<usize>(),
        to in any::<u8>(),
    ) {
        let drawing = r#"<svg xmlns="http://www.w3.org/2000/svg"/>"#;
        let png = carrier::png::wrap(PIXEL, &SHORT.text).unwrap();
        let svg = carrier::svg::wrap(drawing, &SHORT.text).unwrap().into_bytes();
        for mut bytes in [png, svg] {
            let place = place % bytes.len();
            bytes[place] = to;
            if let Ok(text) = carrier::unwrap(&bytes) {
                prop_assert_eq!(SHORT.holds(text.as_bytes()), Ok(()), "byte {}", place);
            }
        }
    }
}
