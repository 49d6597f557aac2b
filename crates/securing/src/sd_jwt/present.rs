//! Shows a copy: the claims that its holder chose, and a JWT under the holder's key for whoever asked.
//! For trials and tests: a holder's own wallet does this.

use std::collections::BTreeSet;

use attesto_credential::{Disclosure, Document, Json, Limits, Object, Secured, Timestamp, Unrecognised};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Parts, binding};
use crate::authentic::Broken;
use crate::jws::{Jws, decode};
use crate::key::{SignFault, Signer};

/// Which claims are shown: a name, or a name and the place of one element, counted from 0, as in `learning_outcomes/1`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    claims: BTreeSet<String>,
}

/// A copy that was not shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotPresented {
    /// A claim that the copy does not have, or that nobody can hold back.
    #[error("the copy has no claim {claim:?} that could be chosen; it has {known}")]
    Claim {
        /// As asked for.
        claim: String,
        /// Those that there are.
        known: String,
    },
    /// The copy cannot be read.
    #[error("the copy cannot be read: {0}")]
    Copy(#[from] Broken),
    /// The key did not sign.
    #[error(transparent)]
    Sign(#[from] SignFault),
    /// What came out would not be read.
    #[error("what was made would not be read: {0}")]
    Unreadable(#[from] Unrecognised),
}

impl Chosen {
    /// These claims.
    pub fn of(claims: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { claims: claims.into_iter().map(Into::into).collect() }
    }

    fn has(&self, claim: &str, element: Option<usize>) -> bool {
        self.claims.contains(claim) || element.is_some_and(|index| self.claims.contains(&format!("{claim}/{index}")))
    }
}

/// Shows the chosen claims of a copy to an audience that asked with a nonce; the key must be the one it is bound to.
///
/// # Errors
/// A claim that is not there, a copy that cannot be read, or the key does not sign.
pub fn present(
    copy: &Secured,
    chosen: &Chosen,
    (audience, nonce): (&str, &str),
    holder: &dyn Signer,
    at: Timestamp,
) -> Result<Secured, NotPresented> {
    let parts = Parts::of(copy.text())?;
    let jws = Jws::read(parts.jwt, super::TYPE, &Limits::default())?;
    let named = named(&jws.payload, &parts.disclosures)?;
    if let Some(claim) =
        chosen.claims.iter().find(|claim| !named.iter().any(|(name, index, _)| is(claim, name, *index)))
    {
        let known: BTreeSet<&str> = named.iter().map(|(name, ..)| name.as_str()).collect();
        let known = known.into_iter().collect::<Vec<_>>().join(", ");
        return Err(NotPresented::Claim { claim: claim.clone(), known });
    }
    let shown = named.iter().filter(|(name, index, _)| chosen.has(name, *index)).map(|(.., text)| format!("{text}~"));
    let shown = format!("{}~{}", parts.jwt, shown.collect::<String>());
    let claims = Object::new()
        .with("iat", at.unix().to_string().parse::<attesto_credential::Number>().map_or(Json::Null, Json::Number))
        .with("aud", audience)
        .with("nonce", nonce)
        .with("sd_hash", binding::digest(&shown));
    let input = input(holder, claims);
    let signatures = holder.sign(&[input.as_bytes()])?;
    let signature = signatures.first().map_or(&[][..], |signature| signature.as_bytes());
    let text = format!("{shown}{input}.{}", URL_SAFE_NO_PAD.encode(signature));
    Ok(Secured::parse(text.as_bytes())?)
}

/// The holder's key is known from the copy, so the header does not name it.
fn input(holder: &dyn Signer, claims: Object) -> String {
    let header = Object::new().with("alg", holder.public().algorithm().name()).with("typ", binding::TYPE);
    let coded = |object| URL_SAFE_NO_PAD.encode(Document::composed(object).to_text());
    format!("{}.{}", coded(header), coded(claims))
}

fn is(asked: &str, name: &str, index: Option<usize>) -> bool {
    asked == name || index.is_some_and(|index| asked == format!("{name}/{index}"))
}

/// The claim that a disclosure is of, which of its elements if it is of one, and the disclosure.
type Named<'t> = (String, Option<usize>, &'t str);

/// Each disclosure with the claim it is, and the place of an element in its array.
fn named<'t>(payload: &Document, disclosures: &[&'t str]) -> Result<Vec<Named<'t>>, Broken> {
    let mut named = Vec::new();
    for disclosure in disclosures {
        let digest = binding::digest(disclosure);
        let elements = Disclosure::claims().filter_map(|claim| Some((claim, payload.root().get(claim)?.as_array()?)));
        let place = elements.into_iter().find_map(|(claim, elements)| {
            let place = elements.iter().position(|one| one.as_object().and_then(|o| o.text("...")) == Some(&*digest));
            place.map(|place| (claim.to_owned(), Some(place)))
        });
        let (claim, place) = match place {
            Some(found) => found,
            None => (name(disclosure)?, None),
        };
        named.push((claim, place, *disclosure));
    }
    Ok(named)
}

fn name(disclosure: &str) -> Result<String, Broken> {
    let bytes = [b"{\"d\":".as_slice(), &decode(disclosure)?, b"}"].concat();
    let what = "a disclosure is no array";
    let document = Document::parse(&bytes, &Limits::default()).map_err(|_| Broken::Malformed { what })?;
    let name = document.at("/d/1").and_then(Json::as_str).map(str::to_owned);
    name.ok_or(Broken::Malformed { what: "a disclosure has no name" })
}
