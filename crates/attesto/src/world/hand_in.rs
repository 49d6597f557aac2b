//! What was handed in comes down to a credential's text: in a file, in a picture, behind a code, behind our own link.
//! Follows no link of others, and judges nothing.

use std::borrow::Cow;

use attesto_credential::{Secured, StatusAnswer, Timestamp, carrier};

use super::fetch::{FetchFault, Gate, Target};
use crate::sheet::{self, NoCode};

/// Something handed in that holds no credential's text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotHandedIn {
    /// The file carries none, or not as it should.
    #[error("{0}")]
    Carrier(String),
    /// A photo without a code.
    #[error(transparent)]
    Code(#[from] NoCode),
    /// A link that cannot be read.
    #[error("the link cannot be read: {0}")]
    Link(FetchFault),
    /// A link of ours that nobody was given, or whose copy is no longer kept.
    #[error("nothing was given out under this link, or it is no longer kept; check it for a slip, or ask the holder")]
    LinkUnknown,
    /// A link of ours that its holder withdrew.
    #[error(
        "this link was withdrawn by its holder, which says nothing of the certification; ask the holder for another"
    )]
    LinkWithdrawn,
    /// Somebody else's link.
    #[error("the link leads to {host}, which is not asked from here; open it, save the credential, and hand that in")]
    OfOthers {
        /// Whose.
        host: String,
    },
}

/// The credential's text in what was handed in; a link of our own is answered from the published folder.
pub(crate) fn text<'b>(bytes: &'b [u8], gate: &Gate, now: Timestamp) -> Result<Cow<'b, str>, NotHandedIn> {
    let text = match carrier::unwrap(bytes) {
        Ok(text) => text,
        Err(_) if sheet::is_photo(bytes) => Cow::Owned(sheet::scanned(bytes)?),
        // A picture that carries no credential may show the code of one.
        Err(carrier) if carrier::sniff(bytes) == carrier::Carrier::Png => match sheet::scanned(bytes) {
            Ok(code) => Cow::Owned(code),
            Err(_) => return Err(NotHandedIn::Carrier(carrier.to_string())),
        },
        Err(carrier) => return Err(NotHandedIn::Carrier(carrier.to_string())),
    };
    if is_link(&text) { behind(text.trim(), gate, now).map(Cow::Owned) } else { Ok(text) }
}

fn is_link(text: &str) -> bool {
    let text = text.trim();
    ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme)) && !text.contains(char::is_whitespace)
}

fn behind(link: &str, gate: &Gate, now: Timestamp) -> Result<String, NotHandedIn> {
    let target = Target::parse(link).map_err(NotHandedIn::Link)?;
    let of_others = || NotHandedIn::OfOthers { host: target.host().to_owned() };
    // Both are looked for, whichever is there: the work tells nothing of what lies behind a link.
    let (ours, withdrawn) = (gate.own(&target, now).ok_or_else(of_others)?, gate.is_withdrawn(&target));
    if withdrawn {
        return Err(NotHandedIn::LinkWithdrawn);
    }
    let ours = ours.map_err(|_| NotHandedIn::LinkUnknown)?;
    let text = carrier::unwrap(ours.bytes()).map_err(|carrier| NotHandedIn::Carrier(carrier.to_string()))?;
    Ok(text.into_owned())
}

/// Something given as a body's answer about a certificate that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is no signed answer of a body about a certificate; give the text or the JSON that status-of gave")]
pub(crate) struct NoStatement;

/// A body's answer about a certificate: the signed text, or the JSON in which `status-of` gives it.
///
/// Whose it is, and whether it holds, is found in the judgement.
pub(crate) fn statement(bytes: &[u8]) -> Result<String, NoStatement> {
    let text = str::from_utf8(bytes).map_err(|_| NoStatement)?;
    let told: Option<serde_json::Value> = serde_json::from_str(text).ok();
    let inside = told.as_ref().and_then(|told| told.get("statement")).and_then(serde_json::Value::as_str);
    let text = inside.unwrap_or(text).trim();
    let payload = Secured::parse(text.as_bytes()).ok().and_then(|secured| secured.peek_payload_unbelieved());
    let kind = payload.as_ref().and_then(|payload| payload.root().text("kind"));
    kind.filter(|kind| *kind == StatusAnswer::KIND).map(|_| text.to_owned()).ok_or(NoStatement)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::sheet::LinkCode;
    use crate::world::fetch::{Home, Reach, Rules};
    use crate::world::shelf::Shelf;

    const LINK: &str = "https://cert.example/body/c/4fzzzxjylrxk0aa9v0n2tqjv3e";

    fn gate(folder: &std::path::Path) -> Gate {
        let rules = Rules {
            seconds: 1,
            limit_bytes: 1 << 20,
            per_minute: 0,
            ports: BTreeSet::new(),
            loopback: BTreeMap::new(),
            reach: Reach::Offline,
        };
        Gate::new(rules, Some(Home::new("https://cert.example/body", Shelf::new(folder.to_owned())).unwrap()))
    }

    fn handed_in(bytes: &[u8]) -> Result<String, NotHandedIn> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("c")).unwrap();
        std::fs::write(folder.path().join("c/4fzzzxjylrxk0aa9v0n2tqjv3e.json"), "{\"ours\":1}").unwrap();
        std::fs::write(folder.path().join("c/5gzzzxjylrxk0aa9v0n2tqjv3e.withdrawn"), "").unwrap();
        let now = Timestamp::parse("2026-06-01T00:00:00Z").unwrap();
        text(bytes, &gate(folder.path()), now).map(Cow::into_owned)
    }

    #[test]
    fn what_lies_behind_our_own_link_is_taken_however_the_link_is_handed_in() {
        let code = LinkCode::of_link(LINK).unwrap().png(6).unwrap();
        for bytes in
            [LINK.as_bytes(), format!(" {LINK}#q1ZK \n").as_bytes(), &code, include_bytes!("../sheet/scan/photo.jpg")]
        {
            assert_eq!(handed_in(bytes).as_deref(), Ok("{\"ours\":1}"));
        }
    }

    #[test]
    fn nothing_is_asked_for_a_link_of_others() {
        for link in ["https://other.example/c/x", "https://cert.example/other/c/x", "http://cert.example/body/c/x"] {
            assert!(matches!(handed_in(link.as_bytes()), Err(NotHandedIn::OfOthers { .. })), "{link}");
        }
        assert!(matches!(handed_in(b"https://a@cert.example/body/c/x"), Err(NotHandedIn::Link(_))));
    }

    #[test]
    fn a_link_that_was_withdrawn_and_one_that_nobody_was_given_are_two_answers() {
        for (link, expected) in [
            ("c/aaaaaaaaaaaaaaaaaaaaaaaaaa", NotHandedIn::LinkUnknown),
            ("no", NotHandedIn::LinkUnknown),
            ("c/5gzzzxjylrxk0aa9v0n2tqjv3e", NotHandedIn::LinkWithdrawn),
            ("c/5gzzzxjylrxk0aa9v0n2tqjv3e.json", NotHandedIn::LinkWithdrawn),
            ("c/5gzzzxjylrxk0aa9v0n2tqjv3e.el.html#q1ZK", NotHandedIn::LinkWithdrawn),
            ("5gzzzxjylrxk0aa9v0n2tqjv3e", NotHandedIn::LinkUnknown),
        ] {
            assert_eq!(handed_in(format!("https://cert.example/body/{link}").as_bytes()), Err(expected), "{link}");
        }
    }

    #[test]
    fn a_bodys_answer_is_the_signed_text_or_the_json_around_it_and_nothing_else_is_one() {
        let case = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../tests/cases/valid-european-in-force-by-its-bodys-answer/material/answers.txt"
        );
        let signed = std::fs::read_to_string(case).unwrap().trim().to_owned();
        let around = serde_json::json!({"state": "in-force", "statement": signed}).to_string();
        for given in [signed.clone(), format!("\n {signed}\r\n"), around] {
            assert_eq!(statement(given.as_bytes()), Ok(signed.clone()), "{given}");
        }
        let badge = include_bytes!("../../../../tests/cases/valid-did-web/credential.json");
        for other in [b"".as_slice(), b"x", b"a.b.c", b"\xff", b"{\"statement\":1}", badge] {
            assert_eq!(statement(other), Err(NoStatement), "{}", String::from_utf8_lossy(other));
        }
    }

    #[test]
    fn a_text_that_only_speaks_of_a_link_is_a_text() {
        assert_eq!(handed_in(b"{\"id\":\"https://x.example\"}").as_deref(), Ok("{\"id\":\"https://x.example\"}"));
        assert_eq!(handed_in(b"https://x.example is a link").as_deref(), Ok("https://x.example is a link"));
    }
}
