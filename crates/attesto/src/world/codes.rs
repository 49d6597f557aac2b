//! The printed code of a copy's link, in its holder's folder: drawn, or taken away with the link.
//! Which link shows a copy is the register's to say.

use std::path::Path;

use attesto_credential::CertificateNumber;

use super::files::{self, Audience};
use crate::fault::{Failure, Fault};
use crate::sheet::LinkCode;

/// The code as a drawing.
pub(crate) const DRAWING: &str = "link.svg";

/// The code as a picture.
const PICTURE: &str = "link.png";

/// Pixels along one module of a link code.
const SCALE: u32 = 8;

/// Draws the code of a link in both forms.
pub(crate) fn draw(folder: &Path, link: &str, number: &CertificateNumber) -> Result<(), Failure> {
    let code = LinkCode::of_link(link).map_err(|fault| Failure::new(Fault::Config, "link", fault))?;
    let code = code.caption(number.as_str());
    let png = code.png(SCALE).map_err(|fault| Failure::new(Fault::Bug, "picture", fault))?;
    files::write_derived(&folder.join(DRAWING), code.svg().as_bytes(), Audience::Owner)?;
    files::write_derived(&folder.join(PICTURE), &png, Audience::Owner)
}

/// Overwrites and removes the code, as far as there is one.
pub(crate) fn take_away(folder: &Path) -> Result<(), Failure> {
    let there = [DRAWING, PICTURE].map(|name| folder.join(name)).into_iter().filter(|path| path.is_file());
    there.into_iter().try_for_each(|path| files::destroy(&path))
}
