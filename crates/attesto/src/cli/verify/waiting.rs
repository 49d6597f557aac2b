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
    fresh: Vec<(u8, String)>,
}

enum Part {
    /// A file whose answer comes later.
    Gap,
    /// One that needs no squeezing.
    Short(Worded),
    /// Elements, with the exit code of each.
    Squeezed { codes: Vec<u8>, elements: Vec<u8>, length: usize },
}

impl Row {
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.fresh.is_empty()
    }

    /// Leaves the place of one whose answer comes later.
    pub(super) fn leave_gap(&mut self) -> Result<(), Failure> {
        self.squeeze()?;
        self.parts.push_back(Part::Gap);
        Ok(())
    }

    pub(super) fn push(&mut self, worded: Worded) -> Result<(), Failure> {
        let (code, said) = worded.into_parts();
        match said {
            Said::Element(text) => {
                self.fresh.push((code, text));
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
            match part {
                Part::Gap => {
                    if answers.is_empty() {
                        later.parts.pop_front().map_or(Ok(()), |part| part.open(&mut |one| answers.push_back(one)))?;
                    }
                    answers.pop_front().into_iter().for_each(&mut *tell);
                }
                part => part.open(tell)?,
            }
        }
        Ok(())
    }

    fn squeeze(&mut self) -> Result<(), Failure> {
        if self.fresh.is_empty() {
            return Ok(());
        }
        let (codes, texts): (Vec<u8>, Vec<String>) = std::mem::take(&mut self.fresh).into_iter().unzip();
        let text = texts.join(&String::from(BETWEEN));
        let elements = zstd::bulk::compress(text.as_bytes(), 1).map_err(|why| lost(&why))?;
        self.parts.push_back(Part::Squeezed { codes, elements, length: text.len() });
        Ok(())
    }
}

impl Part {
    fn open(self, each: &mut dyn FnMut(Worded)) -> Result<(), Failure> {
        match self {
            Self::Gap => {}
            Self::Short(worded) => each(worded),
            Self::Squeezed { codes, elements, length } => {
                let text = zstd::bulk::decompress(&elements, length).map_err(|why| lost(&why))?;
                let text = String::from_utf8(text).map_err(|why| lost(&why))?;
                let elements = codes.into_iter().zip(text.split(BETWEEN));
                elements.for_each(|(code, text)| each(Worded::new(code, Said::Element(text.to_owned()))));
            }
        }
        Ok(())
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
                row.leave_gap().unwrap();
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
