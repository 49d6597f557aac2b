//! Texts with holes: what many say alike is kept once, and what differs is filled in.
//! What may stand in a hole is asked by whoever makes one; nothing is escaped here.

/// A text with holes. Each has a number, and one number may stand at several places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hollow {
    same: String,
    /// Up to where `same` goes, and the hole that follows.
    holes: Vec<(usize, usize)>,
}

/// A piece of a text with holes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'h> {
    /// What is always the same; never empty.
    Same(&'h str),
    /// The hole of this number.
    Hole(usize),
}

/// What fills holes, by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fillings {
    text: String,
    ends: Vec<usize>,
}

impl Fillings {
    /// Adds what fills the next hole.
    pub fn push(&mut self, filling: &str) {
        self.text.push_str(filling);
        self.ends.push(self.text.len());
    }

    /// What fills a hole.
    #[inline]
    pub fn get(&self, hole: usize) -> Option<&str> {
        let start = hole.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start..*self.ends.get(hole)?)
    }

    /// All of it, by number.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).filter_map(|hole| self.get(hole))
    }

    /// How many holes it fills.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it fills none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

impl<'t> FromIterator<&'t str> for Fillings {
    fn from_iter<I: IntoIterator<Item = &'t str>>(fillings: I) -> Self {
        let mut all = Self::default();
        fillings.into_iter().for_each(|filling| all.push(filling));
        all
    }
}

impl<'p> FromIterator<Piece<'p>> for Hollow {
    fn from_iter<I: IntoIterator<Item = Piece<'p>>>(pieces: I) -> Self {
        let mut own = Self { same: String::new(), holes: Vec::new() };
        for piece in pieces {
            match piece {
                Piece::Same(same) => own.same.push_str(same),
                Piece::Hole(hole) => own.holes.push((own.same.len(), hole)),
            }
        }
        own
    }
}

impl Hollow {
    /// Makes a hole wherever a mark stands; `None` where marks overlap or one is empty.
    pub fn cut(text: &str, marks: &Fillings) -> Option<Self> {
        let places = |(hole, mark): (usize, &str)| {
            let places: Vec<_> = text.match_indices(mark).map(|(at, mark)| (at, at + mark.len(), hole)).collect();
            if mark.is_empty() { Vec::new() } else { places }
        };
        let mut places: Vec<_> = marks.iter().enumerate().flat_map(places).collect();
        places.sort_unstable();
        let (mut same, mut holes, mut from) = (String::with_capacity(text.len()), Vec::with_capacity(places.len()), 0);
        for (at, end, hole) in places {
            same.push_str(text.get(from..at)?);
            holes.push((same.len(), hole));
            from = end;
        }
        same.push_str(text.get(from..)?);
        marks.iter().all(|mark| !mark.is_empty()).then_some(Self { same, holes })
    }

    /// What is always the same, without the holes.
    pub fn same(&self) -> &str {
        &self.same
    }

    /// Its pieces in order.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let mut from = 0;
        let holes = self.holes.iter().map(|(end, hole)| (*end, Some(*hole)));
        holes.chain([(self.same.len(), None)]).flat_map(move |(end, hole)| {
            let same = self.same.get(from..end).filter(|same| !same.is_empty());
            from = end;
            same.map(Piece::Same).into_iter().chain(hole.map(Piece::Hole))
        })
    }

    /// Which holes there are, each as often as it stands.
    pub fn holes(&self) -> impl Iterator<Item = usize> {
        self.holes.iter().map(|(_, hole)| *hole)
    }

    /// The text with its holes filled, `spare` bytes left for what is added to it; a hole without a filling stays empty.
    pub fn filled(&self, fillings: &Fillings, spare: usize) -> String {
        let filled = self.holes().map(|hole| fillings.get(hole).map_or(0, str::len)).sum::<usize>();
        let mut text = String::with_capacity(self.same.len() + filled + spare);
        let mut from = 0;
        for (end, hole) in &self.holes {
            text.push_str(self.same.get(from..*end).unwrap_or_default());
            text.push_str(fillings.get(*hole).unwrap_or_default());
            from = *end;
        }
        text.push_str(self.same.get(from..).unwrap_or_default());
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_its_marks_stand_and_filled_again() {
        let marks: Fillings = ["MARK0", "MARK1", "MARK2"].into_iter().collect();
        for (text, expected) in [
            ("a MARK1 b MARK0, MARK1", "a β b α, β"),
            ("MARK0MARK1", "αβ"),
            ("nothing", "nothing"),
            ("", ""),
            ("MARK2", ""),
        ] {
            let hollow = Hollow::cut(text, &marks).unwrap();
            let fillings: Fillings = ["α", "β"].into_iter().collect();
            assert_eq!(hollow.filled(&fillings, 3), expected);
            assert_eq!(hollow.filled(&marks, 0), text);
            assert_eq!(hollow.pieces().collect::<Hollow>(), hollow);
            let pieces = hollow.pieces().map(|piece| match piece {
                Piece::Same(same) => same.to_owned(),
                Piece::Hole(hole) => format!("MARK{hole}"),
            });
            assert_eq!(pieces.collect::<String>(), text);
        }
    }

    #[test]
    fn marks_that_overlap_or_say_nothing_cut_nothing() {
        let cut = |text: &str, marks: &[&str]| Hollow::cut(text, &marks.iter().copied().collect());
        assert_eq!(cut("a abc b", &["abc", "bc"]), None);
        assert_eq!(cut("abc", &[""]), None);
        let hollow = cut("aa", &["a"]).unwrap();
        assert_eq!((hollow.same(), hollow.holes().collect::<Vec<_>>()), ("", vec![0, 0]));
    }

    #[test]
    fn fillings_are_told_by_number() {
        let fillings: Fillings = ["", "β", "c"].into_iter().collect();
        assert_eq!(
            (fillings.get(0), fillings.get(1), fillings.get(2), fillings.get(3)),
            (Some(""), Some("β"), Some("c"), None)
        );
        assert_eq!((fillings.len(), fillings.is_empty(), Fillings::default().is_empty()), (3, false, true));
        assert_eq!(fillings.iter().collect::<Vec<_>>(), ["", "β", "c"]);
    }
}
