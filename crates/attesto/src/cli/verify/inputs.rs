//! Which files were named: a folder stands for the files in it that could be credentials.

use std::path::{Path, PathBuf};

use crate::fault::{Failure, Fault};
use crate::world::files;

const EXTENSIONS: [&str; 5] = ["json", "jsonld", "png", "sdjwt", "svg"];

/// Files stay as they are; a folder gives its credentials by name, and those of the folders in it.
pub(super) fn expand(inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for input in inputs {
        if input.is_dir() { walk(input, &mut all, 0)? } else { all.push(input.clone()) }
    }
    if all.is_empty() {
        let sentence = "no credential lies in there; give .json, .png or .svg files";
        return Err(Failure::new(Fault::NotFound, "nothing-to-verify", sentence));
    }
    Ok(all)
}

fn walk(folder: &Path, all: &mut Vec<PathBuf>, depth: u8) -> Result<(), Failure> {
    let could_be = |path: &PathBuf| {
        let extension = path.extension().and_then(|e| e.to_str()).map(str::to_lowercase).unwrap_or_default();
        let link = path.file_stem().is_some_and(|stem| stem == "link");
        EXTENSIONS.contains(&extension.as_str()) && !link
    };
    all.extend(files::list(folder)?.into_iter().filter(could_be));
    if depth < 8 {
        for inner in files::folders(folder)? {
            walk(&inner, all, depth + 1)?;
        }
    }
    Ok(())
}
