//! What is worded and waits for its turn, squeezed, with gaps where a file is still to be judged again.
//! What the words are is the teller's; nothing of a report is kept here.

use std::collections::VecDeque;

use super::told::{Said, Worded};
use crate::fault::{Failure, Fault};

/// So many elements are squeezed together; reports are much alike.
const TOGETHER: usize = 128;
/// Parts one element from the next: JSON never has it.
const BETWEEN: char = '\0';

/// A row of answers in the order of their files.
#[derive(Default)]
pub(super) struct Row {
    parts: VecDeque<Part>,
    /// Nothing stands for a file whose answer comes later.
    fresh: Vec<Option<(u8, String)>>,
}

enum Part {
    /// A file whose answer comes later.
    Gap,
    /// One that needs no squeezing.
    Short(Worded),
    /// Elements, with the exit code of each, or nothing where an answer comes later.
    Squeezed { codes: Vec<Option<u8>>, elements: Box<[u8]>, length: usize },
}

impl Row {
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.fresh.is_empty()
    }

    /// Leaves the place of one whose answer comes later.
    pub(super) fn leave_gap(&mut self) {
        if self.fresh.is_empty() { self.parts.push_back(Part::Gap) } else { self.fresh.push(None) }
    }

    pub(super) fn push(&mut self, worded: Worded) -> Result<(), Failure> {
        let (code, said) = worded.into_parts();
        match said {
            Said::Element(text) => {
                self.fresh.push(Some((code, text)));
                if self.fresh.len() < TOGETHER { Ok(()) } else { self.squeeze() }
            }
            line @ Said::Line(_) => {
                self.squeeze()?;
                self.parts.push_back(Part::Short(Worded::new(code, line)));
                Ok(())
            }
        }
    }

    /// Tells all in their order; what belongs into the gaps comes, in the same order, from another row without any.
    pub(super) fn tell(mut self, mut later: Self, tell: &mut dyn FnMut(Worded)) -> Result<(), Failure> {
        self.squeeze()?;
        later.squeeze()?;
        let mut answers = VecDeque::new();
        for part in self.parts {
            for place in part.open()? {
                if let Some(worded) = place {
                    tell(worded);
                    continue;
                }
                while answers.is_empty()
                    && let Some(part) = later.parts.pop_front()
                {
                    answers.extend(part.open()?.into_iter().flatten());
                }
                answers.pop_front().into_iter().for_each(&mut *tell);
            }
        }
        Ok(())
    }

    fn squeeze(&mut self) -> Result<(), Failure> {
        if self.fresh.is_empty() {
            return Ok(());
        }
        let fresh = std::mem::take(&mut self.fresh);
        let codes = fresh.iter().map(|one| one.as_ref().map(|(code, _)| *code)).collect();
        let texts: Vec<String> = fresh.into_iter().flatten().map(|(_, text)| text).collect();
        let text = texts.join(&String::from(BETWEEN));
        let elements = zstd::bulk::compress(text.as_bytes(), 1).map_err(|why| lost(&why))?;
        // What zstd gives has room for the whole text, which is not to be kept.
        let elements = elements.into_boxed_slice();
        self.parts.push_back(Part::Squeezed { codes, elements, length: text.len() });
        Ok(())
    }
}

impl Part {
    /// Its answers, or nothing where one comes later.
    fn open(self) -> Result<Vec<Option<Worded>>, Failure> {
        match self {
            Self::Gap => Ok(vec![None]),
            Self::Short(worded) => Ok(vec![Some(worded)]),
            Self::Squeezed { codes, elements, length } => {
                let text = zstd::bulk::decompress(&elements, length).map_err(|why| lost(&why))?;
                let text = String::from_utf8(text).map_err(|why| lost(&why))?;
                let mut elements = text.split(BETWEEN);
                let mut worded = |code| Some(Worded::new(code, Said::Element(elements.next()?.to_owned())));
                Ok(codes.into_iter().map(|code| code.and_then(&mut worded)).collect())
            }
        }
    }
}

fn lost(why: &dyn std::fmt::Display) -> Failure {
    let sentence = format!("answers that waited for their turn cannot be read back ({why}); verify the files in parts");
    Failure::new(Fault::Bug, "judging", sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(number: usize) -> Worded {
        Worded::new(u8::try_from(number % 4).unwrap(), Said::Element(format!("{{\"file\": {number}}}")))
    }

    #[test]
    fn what_waits_is_told_in_its_order_with_the_later_answers_in_the_gaps() {
        let is_gap = |number: usize| number.is_multiple_of(7) || (300..700).contains(&number);
        let (mut row, mut later) = (Row::default(), Row::default());
        for number in 0..1_000 {
            if is_gap(number) {
                row.leave_gap();
                later.push(element(number)).unwrap();
            } else {
                row.push(element(number)).unwrap();
            }
        }

        let mut told = Vec::new();
        row.tell(later, &mut |worded| told.push(worded)).unwrap();

        assert_eq!(told, (0..1_000).map(element).collect::<Vec<_>>());
    }

    #[test]
    fn many_answers_that_wait_take_little_room() {
        let mut row = Row::default();
        let report =
            |number: usize| format!("{{\"file\": {number}, \"report\": \"{}\"}}", "the seal holds ".repeat(300));
        for number in 0..2_560 {
            row.push(Worded::new(0, Said::Element(report(number)))).unwrap();
        }

        let held: usize = row
            .parts
            .iter()
            .map(|part| if let Part::Squeezed { elements, .. } = part { elements.len() } else { 0 })
            .sum();

        assert!(row.fresh.is_empty() && held < 2_560 * 100, "{held} bytes");
    }
}
