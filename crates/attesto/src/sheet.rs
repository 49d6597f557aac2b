//! What is drawn for people: the badge picture and the link code.
//! Knows no credential: texts in, pictures out; `attesto_credential::carrier` puts the credential into them.

mod badge;
mod font;
mod link;
mod raster;
mod text;

pub use badge::{Badge, BadgePicture, Colour, NotAColour};
pub use link::{LinkCode, NotALinkCode};
pub use raster::NotDrawn;
