//! The page for the screen of a room: one big code, and that it is a demonstration.
//! Lies in the demo's published folder and loads nothing.

use crate::cli::demo::folder::Layout;
use crate::fault::Failure;
use crate::sheet::LinkCode;
use crate::world::files::{self, Audience};

const STYLE: &str = "body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:1rem;background:#fff;color:#111;font:1.5rem/1.4 system-ui,sans-serif;text-align:center}svg{width:min(80vh,90vw);height:auto}p{margin:0}";

/// In the languages that pages speak, in the order of their tags.
const SAID: [(&str, &str); 4] = [
    ("el", "Σαρώστε τον κωδικό. Επίδειξη μέσω http, χωρίς καμία ισχύ."),
    ("en", "Scan the code. A demonstration over http, good for nothing else."),
    ("it", "Scansiona il codice. Dimostrazione via http, senza alcun valore."),
    ("ro", "Scanați codul. Demonstrație prin http, fără nicio valoare."),
];

/// Puts the page where the server finds it as `stage`.
pub(super) fn write(layout: &Layout, code: &LinkCode, link: &str) -> Result<(), Failure> {
    let said: String = SAID.iter().map(|(tongue, said)| format!("<p lang=\"{tongue}\">{said}</p>\n")).collect();
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Demonstration</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{}<p>{link}</p>\n{said}</body>\n</html>\n",
        code.svg(),
    );
    files::write(&layout.at("public/stage.html"), page.as_bytes(), Audience::All)
}
