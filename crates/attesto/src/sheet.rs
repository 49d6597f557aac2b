//! What is drawn and laid out for people: badge picture, link code, pages of decisions and schemes.
//! It puts no credential into a picture: `attesto_credential::carrier` does.

mod badge;
mod card;
mod choice;
mod decisions;
mod font;
mod leaf;
mod link;
mod raster;
mod scan;
mod scheme;
mod skos;
mod text;

pub(crate) use card::{Absence, Made, Reading, absent_page, card_page};
pub(crate) use choice::{Choice, choices};
pub(crate) use decisions::{Told, page as decisions_page, table as decisions_table};
pub(crate) use leaf::{BlankLeaf, Entries, Form};
pub(crate) use scheme::scheme_page;
pub(crate) use skos::framework;

pub use badge::{Badge, BadgePicture, Colour, NotAColour};
pub use link::{LinkCode, NotALinkCode};
pub use raster::NotDrawn;
pub use scan::{NoCode, code as scanned, is_photo};
