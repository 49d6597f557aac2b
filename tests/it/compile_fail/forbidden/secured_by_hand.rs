//! A text is recognised as sealed by `parse` alone, so that no limit is passed by.

use attesto_credential::{Form, Format, Secured};

fn main() {}

pub fn recognised(text: String) -> Secured {
    Secured { format: Format::DECLARATION, text: text.into(), form: Form::Compact.into() }
}
