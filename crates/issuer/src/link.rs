//! The links of copies: which capability shows which copy, and which ones show nothing any more.
//! What is published behind a link, and how, is the roof's.

mod known;
mod news;
mod turn;

pub use known::{KnownLink, LinkStanding, LinkedCopy, link_standing, linked, linked_copies};
pub use news::{LinkNews, link_news};
pub(crate) use turn::WrittenLink;
pub use turn::{LINK, LinkChange, LinkDeed, LinkOrder, LinkRefused, record_link};

#[cfg(test)]
mod tests;
