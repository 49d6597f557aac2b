//! The links of copies: which capability shows which copy, and which ones show nothing any more.
//! What is published behind a link, and how, is the roof's.

mod given;
mod known;
mod news;
mod order;
mod turn;

pub(crate) use given::{first_link, given, showing};
pub use known::{KnownLink, LinkStanding, LinkedCopy, link_standing, linked, linked_copies};
pub use news::{LinkNews, link_news};
pub use order::{LinkDeed, LinkOrder, LinkReason, LinkRefused};
pub use turn::{LINK, LinkChange, record_link};

#[cfg(test)]
mod tests;
