//! A roll: digests in 256 leaves by their first byte under one root, so that one leaf and its path prove that a digest
//! stood on it. What the digests are of, and who says the root, is asked elsewhere.

use attesto_credential::{Document, Json, Limits, Mechanism, Object, Secured};

use crate::digest::Digest;

/// The levels between a leaf and the root.
const LEVELS: usize = 8;

/// A roll of digests.
#[derive(Clone, Debug)]
pub struct Roll {
    leaves: Vec<Vec<Digest>>,
    /// From the leaves' own digests to the root.
    levels: Vec<Vec<Digest>>,
}

/// What proves that digests stood on a roll: a leaf of it, the path to the root, and the sealed head that names the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    head: String,
    first: u8,
    digests: Vec<Digest>,
    path: Vec<Digest>,
}

/// A text that is no evidence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is no leaf of a roll: {why}")]
pub struct BadEvidence {
    why: &'static str,
}

/// What a roll has of a sealed text: its digest; of an SD-JWT that of the issuer's own JWT, which is the same whatever its
/// holder shows of it and to whom.
pub fn recorded_as(secured: &Secured) -> Digest {
    Digest::of(shown(secured).as_bytes())
}

/// What every showing has in common: all of it, unless a holder may show less.
fn shown(secured: &Secured) -> &str {
    let text = secured.text();
    match secured.format().mechanism() {
        Mechanism::SdJwt => text.split('~').next().unwrap_or(text),
        Mechanism::DataIntegrity(_) | Mechanism::Jades | Mechanism::Jose(_) => text,
    }
}

impl Roll {
    /// Puts digests on a roll; their order makes no difference.
    pub fn of(digests: impl IntoIterator<Item = Digest>) -> Self {
        let mut leaves = vec![Vec::new(); 1 << LEVELS];
        for digest in digests {
            if let Some(leaf) = leaves.get_mut(usize::from(first_of(&digest))) {
                leaf.push(digest);
            }
        }
        for leaf in &mut leaves {
            leaf.sort_unstable();
            leaf.dedup();
        }
        let mut levels = vec![leaves.iter().map(|leaf| of_leaf(leaf)).collect::<Vec<_>>()];
        for _ in 0..LEVELS {
            let above = levels.last().map(|level| level.chunks(2).map(of_pair).collect());
            levels.extend(above);
        }
        Self { leaves, levels }
    }

    /// What commits to every digest on it.
    pub fn root(&self) -> Digest {
        self.levels.last().and_then(|level| level.first()).copied().unwrap_or_else(|| Digest::of(b""))
    }

    /// What proves the digests that begin with a byte, under a sealed head that names the root.
    pub fn evidence(&self, first: u8, head: &str) -> Evidence {
        let sibling = |(depth, level): (usize, &Vec<Digest>)| level.get((usize::from(first) >> depth) ^ 1).copied();
        Evidence {
            head: head.to_owned(),
            first,
            digests: self.leaves.get(usize::from(first)).cloned().unwrap_or_default(),
            path: self.levels.iter().take(LEVELS).enumerate().filter_map(sibling).collect(),
        }
    }
}

impl Evidence {
    /// The name of the file that proves a digest, below the address where evidence is published.
    pub fn file_of(digest: &Digest) -> String {
        Self::file(first_of(digest))
    }

    /// The name of the file that proves the digests that begin with a byte.
    pub fn file(first: u8) -> String {
        format!("{first:02x}.json")
    }

    /// The sealed head that comes with it; nobody has opened it yet.
    pub fn head(&self) -> &str {
        &self.head
    }

    /// Whether a digest stands on the leaf.
    pub fn has(&self, digest: &Digest) -> bool {
        first_of(digest) == self.first && self.digests.binary_search(digest).is_ok()
    }

    /// The root of the roll that the leaf is of.
    pub fn root(&self) -> Digest {
        let step = |below: Digest, (depth, sibling): (usize, &Digest)| {
            if (self.first >> depth) & 1 == 0 { of_pair(&[below, *sibling]) } else { of_pair(&[*sibling, below]) }
        };
        self.path.iter().enumerate().fold(of_leaf(&self.digests), step)
    }

    /// The text to publish.
    pub fn to_text(&self) -> String {
        let hex = |digests: &[Digest]| digests.iter().map(|digest| digest.to_hex()).collect::<Vec<_>>();
        let root = Object::new()
            .with("format", 1)
            .with("head", self.head.as_str())
            .with("first", format!("{:02x}", self.first))
            .with("path", hex(&self.path))
            .with("digests", hex(&self.digests));
        Document::composed(root).to_text()
    }

    /// Reads a published text.
    ///
    /// # Errors
    /// A member missing or not of its grammar, digests of another leaf or out of order.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadEvidence> {
        let bad = |why| BadEvidence { why };
        let limits = Limits { bytes: 1 << 20, depth: 4, members: 20_000, string_bytes: 4 << 10 };
        let document = Document::parse(bytes, &limits).map_err(|_| bad("it is no JSON within the limits"))?;
        let root = document.root();
        let head = root.text("head").ok_or(bad("the head is missing"))?.to_owned();
        let first = root.text("first").filter(|text| text.len() == 2);
        let first = first.and_then(|text| u8::from_str_radix(text, 16).ok()).ok_or(bad("its first byte is missing"))?;
        let digests = digests(root, "digests").ok_or(bad("its digests are missing"))?;
        let path = digests_of_path(root).ok_or(bad("its path has not eight digests"))?;
        let in_order = digests.is_sorted_by(|one, next| one < next);
        if !in_order || digests.iter().any(|digest| first_of(digest) != first) {
            return Err(bad("its digests are of another leaf, or out of order"));
        }
        Ok(Self { head, first, digests, path })
    }
}

fn digests_of_path(root: &Object) -> Option<Vec<Digest>> {
    digests(root, "path").filter(|path| path.len() == LEVELS)
}

fn digests(root: &Object, member: &str) -> Option<Vec<Digest>> {
    let all = root.get(member).and_then(Json::as_array)?;
    all.iter().map(|one| one.as_str().and_then(Digest::parse_hex)).collect()
}

fn first_of(digest: &Digest) -> u8 {
    digest.as_bytes().first().copied().unwrap_or(0)
}

/// Tagged, so that no leaf passes for a pair (as in RFC 6962).
fn of_leaf(digests: &[Digest]) -> Digest {
    let parts: Vec<&[u8]> = digests.iter().map(|digest| digest.as_bytes().as_slice()).collect();
    Digest::of_parts(&[[[0_u8].as_slice()].as_slice(), &parts].concat())
}

fn of_pair(pair: &[Digest]) -> Digest {
    let parts: Vec<&[u8]> = pair.iter().map(|digest| digest.as_bytes().as_slice()).collect();
    Digest::of_parts(&[[[1_u8].as_slice()].as_slice(), &parts].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(count: u16) -> Vec<Digest> {
        (0..count).map(|number| Digest::of(&number.to_be_bytes())).collect()
    }

    #[test]
    fn every_digest_is_proven_by_its_leaf_and_no_other_is() {
        let digests = some(1_000);
        let roll = Roll::of(digests.iter().copied());
        for digest in &digests {
            let first = digest.as_bytes()[0];
            let evidence = Evidence::parse(roll.evidence(first, "head").to_text().as_bytes()).unwrap();
            assert!(evidence.has(digest) && evidence.root() == roll.root());
            assert!(!evidence.has(&Digest::of(digest.as_bytes())));
        }
    }

    #[test]
    fn a_leaf_with_a_digest_more_or_less_or_in_another_place_has_another_root() {
        let digests = some(1_000);
        let roll = Roll::of(digests.iter().copied());
        let good = roll.evidence(7, "head");
        let more = Roll::of(digests.iter().copied().chain([Digest::from_bytes([7; 32])])).evidence(7, "head");
        assert_ne!(Evidence { digests: more.digests, ..good.clone() }.root(), roll.root());
        assert_ne!(Evidence { digests: good.digests[1..].to_vec(), ..good.clone() }.root(), roll.root());
        assert_ne!(Evidence { first: 6, ..good.clone() }.root(), roll.root());
        assert_ne!(Roll::of(digests[1..].iter().copied()).root(), roll.root());
        assert_eq!(Roll::of(digests.iter().rev().copied()).root(), roll.root());
    }

    #[test]
    fn a_text_that_is_no_leaf_is_refused() {
        let good = Roll::of(some(1_000)).evidence(7, "head").to_text();
        for bad in [
            "{}".to_owned(),
            good.replace("\"first\":\"07\"", "\"first\":\"08\""),
            good.replace("\"first\":\"07\"", "\"first\":\"7\""),
            good.replace("\"path\":[\"", "\"path\":[\"ff\",\""),
            good.replace("\"head\"", "\"top\""),
        ] {
            assert!(Evidence::parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_leaf_of_a_million_copies_stays_below_what_is_fetched() {
        let mut digest = [7; 32];
        let leaf = (0..4_000_u16).map(|number| {
            digest[1..3].copy_from_slice(&number.to_be_bytes());
            Digest::from_bytes(digest)
        });
        let text = Roll::of(leaf).evidence(7, &"h".repeat(700)).to_text();
        assert!(text.len() < 1 << 20 && Evidence::parse(text.as_bytes()).is_ok(), "{}", text.len());
    }
}
