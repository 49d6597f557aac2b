//! The links of copies: which capability shows which copy, and which ones show nothing any more.
//! What is published behind a link, and how, is the roof's.

mod known;
mod news;

pub use known::{KnownLink, LinkStanding, LinkedCopy, link_standing, linked};
pub use news::{LinkNews, link_news};

#[cfg(test)]
mod tests;
