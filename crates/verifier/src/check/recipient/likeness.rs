//! Whether two written names can be one person's: the same, close enough that a person must look, or different.
//! It proposes; it never says that two people are one because they share a name.

use super::spelling::{self, Word};
use super::{familiar, loose};

/// What two names have to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same name by the rules of writing alone: case, marks, script, order of given and family name.
    Matches,
    /// Perhaps the same; a person decides.
    Close(Doubt),
    /// Not the same.
    Differs,
}

/// Why two names are close and not the same; ordered from the lightest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// The same words in an order that is not given and family name swapped.
    Order,
    /// Words written together in one and apart in the other.
    Apart,
    /// A spelling that people use but no standard has.
    Spelling,
    /// A family name in its form for the other gender.
    FamilyForm,
    /// A familiar form of a given name.
    Familiar,
    /// An initial for a name.
    Initial,
    /// One has a name that the other lacks.
    Missing,
    /// One letter differs.
    Typo,
}

impl Doubt {
    /// The word for it in reports.
    pub fn code(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Apart => "apart",
            Self::Spelling => "spelling",
            Self::FamilyForm => "family-form",
            Self::Familiar => "familiar-form",
            Self::Initial => "initial",
            Self::Missing => "missing-name",
            Self::Typo => "one-letter",
        }
    }
}

/// Names of more words are compared as they stand: what is tried on shorter ones grows with the words.
const TURNED_AT_MOST: usize = 16;
const PAIRED_AT_MOST: usize = 8;

/// Compares a stated name with one in a credential; the order of the two does not matter.
pub fn likeness(stated: &str, named: &str) -> Likeness {
    let (one, other) = (spelling::words(stated), spelling::words(named));
    if one.is_empty() || other.is_empty() {
        return Likeness::Differs;
    }
    if is_rotation(&one, &other) {
        return Likeness::Matches;
    }
    let doubt = [apart(&one, &other), paired(&one, &other)].into_iter().flatten().min();
    doubt.map_or(Likeness::Differs, Likeness::Close)
}

/// Given and family name swapped: the same words, begun elsewhere.
fn is_rotation(one: &[Word], other: &[Word]) -> bool {
    let equal_from = |start: usize| one.iter().cycle().skip(start).zip(other).all(|(one, other)| one.equals(other));
    let starts = if one.len() > TURNED_AT_MOST { 1 } else { one.len() };
    one.len() == other.len() && (0..starts).any(equal_from)
}

fn apart(one: &[Word], other: &[Word]) -> Option<Doubt> {
    let together = one.len() != other.len() && spelling::joined(one).equals(&spelling::joined(other));
    together.then_some(Doubt::Apart)
}

/// Pairs every word of the shorter name with one of the longer, and gives the heaviest doubt of the best pairing.
fn paired(one: &[Word], other: &[Word]) -> Option<Doubt> {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if many.len() > PAIRED_AT_MOST {
        return None;
    }
    let row = |word: &Word| many.iter().map(|candidate| words_alike(word, candidate)).collect();
    let rows: Vec<Vec<Option<Alike>>> = few.iter().map(row).collect();
    let pairing = best(&rows, 0, Pairing::default())?;
    let missing = (few.len() < many.len()).then_some(Doubt::Missing);
    Some(missing.max(pairing.heaviest).unwrap_or(Doubt::Order))
}

/// How two words are one.
#[derive(Clone, Copy)]
enum Alike {
    Perhaps(Doubt),
    Surely,
}

/// What a pairing had to overlook.
#[derive(Clone, Copy, Default)]
struct Pairing {
    heaviest: Option<Doubt>,
    alike: usize,
    typos: usize,
}

impl Pairing {
    /// At least one word is surely the same, and not two letters are wrong.
    fn holds(self) -> bool {
        self.alike > 0 && self.typos <= 1
    }

    fn with(self, alike: Alike) -> Self {
        let doubt = match alike {
            Alike::Perhaps(doubt) => Some(doubt),
            Alike::Surely => None,
        };
        let sure = matches!(doubt, None | Some(Doubt::Spelling | Doubt::FamilyForm));
        Self {
            heaviest: self.heaviest.max(doubt),
            alike: self.alike + usize::from(sure),
            typos: self.typos + usize::from(doubt == Some(Doubt::Typo)),
        }
    }
}

/// The lightest pairing of the rows with columns that are not taken yet; one bit of `taken` per column.
fn best(rows: &[Vec<Option<Alike>>], taken: u32, so_far: Pairing) -> Option<Pairing> {
    let Some((row, rest)) = rows.split_first() else { return so_far.holds().then_some(so_far) };
    let columns = row.iter().enumerate().map(|(index, alike)| (1 << index, *alike));
    let free = columns.filter(|(column, _)| taken & column == 0);
    let pairings = free.filter_map(|(column, alike)| best(rest, taken | column, so_far.with(alike?)));
    pairings.min_by_key(|pairing| pairing.heaviest)
}

/// How two words can be one although they are not equal, from the lightest doubt.
const RELATIONS: [(Doubt, Related); 5] = [
    (Doubt::Spelling, one_key),
    (Doubt::FamilyForm, family_forms),
    (Doubt::Familiar, familiar::are_forms_of_one),
    (Doubt::Initial, is_initial),
    (Doubt::Typo, one_letter_off),
];

type Related = fn(&str, &str) -> bool;

fn words_alike(one: &Word, other: &Word) -> Option<Alike> {
    if one.equals(other) {
        return Some(Alike::Surely);
    }
    let holds = |related: Related| one.latin().iter().any(|one| other.latin().iter().any(|other| related(one, other)));
    RELATIONS.into_iter().find(|(_, related)| holds(*related)).map(|(doubt, _)| Alike::Perhaps(doubt))
}

fn one_key(one: &str, other: &str) -> bool {
    loose::key(one) == loose::key(other)
}

fn is_initial(one: &str, other: &str) -> bool {
    let of = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    of(one, other) || of(other, one)
}

/// Greek family names of a man and of a woman: -os/-ou, -is/-i, -is/-ou, -as/-a.
fn family_forms(one: &str, other: &str) -> bool {
    const ENDINGS: [(&str, &str); 4] = [("os", "ou"), ("is", "i"), ("is", "ou"), ("as", "a")];
    let forms = |his: &str, hers: &str| {
        ENDINGS.iter().any(|(his_end, hers_end)| {
            let stem = his.strip_suffix(his_end);
            stem.is_some() && stem == hers.strip_suffix(hers_end) && his.len() >= 6
        })
    };
    forms(one, other) || forms(other, one)
}

/// One letter is wrong, missing, too many, or two are swapped.
///
/// Not in the first letter, not in words under four letters, and not in a last vowel, where a letter
/// makes another name of it (Maria and Mario, Ioan and Ioana, Rossi and Rosso).
fn one_letter_off(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.len() < 4 || long.len() - short.len() > 1 || short.first() != long.first() {
        return false;
    }
    let same_head = short.iter().zip(&long).take_while(|(short, long)| short == long).count();
    if same_head + 1 >= long.len() && another_name(short.get(same_head), long.last()) {
        return false;
    }
    rest_agrees(short.get(same_head..).unwrap_or(&[]), long.get(same_head..).unwrap_or(&[]))
}

/// The last letter alone makes another name: a vowel for another letter, or an `a` or `o` more.
fn another_name(short_end: Option<&char>, long_end: Option<&char>) -> bool {
    let among = |letter: Option<&char>, letters: &str| letter.is_some_and(|letter| letters.contains(*letter));
    match short_end {
        Some(_) => among(short_end, "aeio") || among(long_end, "aeio"),
        None => among(long_end, "ao"),
    }
}

/// After the first difference: the rest agrees when one letter is passed over, or two change places.
fn rest_agrees(short: &[char], long: &[char]) -> bool {
    if short.len() < long.len() {
        return long.get(1..) == Some(short);
    }
    let swapped = matches!((short, long), ([a, b, tail @ ..], [c, d, end @ ..]) if a == d && b == c && tail == end);
    swapped || short.get(1..) == long.get(1..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_words_are_paired_in_any_order() {
        let one = "Ana Bea Clara Dora Emma Flora Greta Hanna";
        assert_eq!(likeness(one, "Bea Ana Clara Dora Emma Flora Greta Hanna"), Likeness::Close(Doubt::Order));
        assert_eq!(likeness(one, "Bea Ana Clara Dora Emma Flora Greta Irina"), Likeness::Differs);
    }

    #[test]
    fn a_name_of_a_hundred_thousand_words_is_compared_only_as_it_stands() {
        let (one, other) = ("a ".repeat(100_000), "a ".repeat(99_999) + "b");
        assert_eq!(likeness(&one, &one), Likeness::Matches);
        assert_eq!(likeness(&one, &other), Likeness::Differs);
    }
}
