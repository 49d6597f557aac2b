//! The documentation says what is there: pages, links, verbs, codes of faults, the commands of the README.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::{nothing, root, sources, text, walk};

fn pages() -> Vec<PathBuf> {
    let mut pages = Vec::new();
    walk(&root().join("docs/src"), "md", &mut pages);
    pages.extend(["README.md", "CHANGELOG.md", "keys.example/README.md"].map(|name| root().join(name)));
    pages
}

/// The targets of the links of a page, without what stands behind `#`.
fn links(page: &str) -> Vec<&str> {
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    targets.map(|target| target.split('#').next().unwrap()).filter(|target| !target.is_empty()).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for target in links(&text).into_iter().filter(|target| !target.contains("://") && !target.contains(' ')) {
            if !page.parent().unwrap().join(target).exists() {
                broken.push(format!("{}: {target}", page.display()));
            }
        }
    }
    nothing("links", broken);
}

#[test]
fn every_page_is_in_the_summary() {
    let summary = text("docs/src/SUMMARY.md");
    let folder = root().join("docs/src");
    let named: BTreeSet<PathBuf> = links(&summary).into_iter().map(|target| folder.join(target)).collect();
    let there = pages().into_iter().filter(|page| page.starts_with(&folder) && !page.ends_with("SUMMARY.md"));
    let left_out = there.filter(|page| !named.contains(page)).map(|page| page.display().to_string());
    nothing("docs/src/SUMMARY.md leaves out", left_out.collect());
}

#[test]
fn every_code_of_a_fault_is_documented() {
    let page = text("docs/src/reference/faults.md");
    let mut codes = BTreeSet::new();
    for source in sources().iter().filter(|source| source.path.starts_with("crates/attesto/")) {
        let product: String = source.product().split_whitespace().collect::<Vec<_>>().join(" ");
        for rest in product.split("Failure::at(").skip(1) {
            codes.extend(quoted(rest));
        }
        for rest in product.split("Fault::").skip(1) {
            let rest = rest.trim_start_matches(|c: char| c.is_alphanumeric());
            codes.extend(rest.strip_prefix(", ").and_then(quoted));
        }
    }
    assert!(codes.len() > 30, "{codes:?}");
    let missing = codes.into_iter().filter(|code| !page.contains(&format!("`{code}`")));
    nothing("docs/src/reference/faults.md leaves out", missing.collect());
}

/// The code in quotes that a text begins with.
fn quoted(text: &str) -> Option<String> {
    let (code, _) = text.trim_start().strip_prefix('"')?.split_once('"')?;
    code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-').then(|| code.to_owned())
}

#[test]
fn every_verb_is_in_the_reference() {
    let args = text("crates/attesto/src/cli/args.rs");
    let verbs = args.split("enum Verb {").nth(1).unwrap().split('}').next().unwrap();
    let page = text("docs/src/reference/cli.md");
    let names = verbs.lines().filter_map(|line| line.trim().split_once('(')).map(|(name, _)| kebab(name));
    let missing = names.filter(|name| !page.contains(&format!("`{name}")));
    nothing("docs/src/reference/cli.md leaves out", missing.collect());
}

fn kebab(name: &str) -> String {
    let mut text = String::new();
    for character in name.chars() {
        if character.is_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.extend(character.to_lowercase());
    }
    text
}

#[test]
fn the_readme_shows_the_commands_that_run_and_test() {
    let readme = text("README.md");
    for command in ["cargo run --release -- demo", "tests/run"] {
        assert!(readme.contains(command), "{command}");
    }
    assert!(readme.lines().count() <= 60, "the README is one screen");
}

#[test]
fn what_the_architecture_names_is_there() {
    let page = text("docs/src/explanation/architecture.md");
    let named =
        page.split('`').skip(1).step_by(2).filter(|name| name.starts_with("tests/") || name.starts_with("crates/"));
    let missing = named.filter(|name| {
        let path = root().join(name);
        !path.exists() && !path.with_extension("rs").exists()
    });
    nothing("the architecture page names what is not there", missing.map(str::to_owned).collect());
}
