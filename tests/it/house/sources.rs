//! What the sources look like: what `lib.rs` holds, names, lengths, where async and the engines may stand.

use super::{Source, nothing, sources, text};

/// Words that say nothing of a thing (DESIGN, glossary); `handler` may stand in `http/`.
const BANNED: [&str; 8] = ["manager", "service", "handler", "util", "utils", "common", "helper", "helpers"];

/// Files that would gather what belongs to an act or a topic.
const BANNED_FILES: [&str; 8] = ["error", "errors", "types", "misc", "mod", "info", "process", "data"];

fn breaches(rule: &str, breach: impl Fn(&Source) -> Option<String>) {
    let told = |source: Source| breach(&source).map(|why| format!("{}: {why}", source.path));
    nothing(rule, sources().into_iter().filter_map(told).collect());
}

#[test]
fn a_lib_only_names_what_the_crate_offers() {
    for name in ["credential", "securing", "verifier", "issuer", "attesto"] {
        let lib = text(&format!("crates/{name}/src/lib.rs"));
        let bare: Vec<&str> = lib.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for item in bare.join("\n").split(';').map(str::trim).filter(|item| !item.is_empty()) {
            let item = item.trim_start_matches(|c| c != 'm' && c != 'p');
            let named = ["mod ", "pub mod ", "pub use "].iter().any(|word| item.starts_with(word));
            assert!(named && !item.contains("fn "), "crates/{name}/src/lib.rs: {item}");
        }
    }
}

#[test]
fn a_file_opens_by_saying_what_it_is() {
    breaches("`//!` in the first line", |source| {
        let begins = source.text.starts_with("//!") || source.stem() == "tests";
        (!begins).then(|| "it does not".to_owned())
    });
}

#[test]
fn no_file_is_longer_than_a_reader_keeps_in_mind() {
    breaches("400 lines at most", |source| {
        let lines = source.text.lines().count();
        (lines > 400).then(|| format!("{lines} lines"))
    });
}

#[test]
fn no_file_and_no_type_bears_a_name_that_says_nothing() {
    breaches("names", |source| {
        let stem = source.stem();
        if BANNED_FILES.contains(&stem) || stem.split('_').any(|word| BANNED.contains(&word)) {
            return Some("the file's own name".to_owned());
        }
        let http = source.path.contains("/http/");
        let named_so = |line: &&str| match defined(line) {
            // A function may speak of a common multiple; what it must not do is say nothing at all.
            Some(("fn ", name)) => ["do_", "get_", "is_valid"].iter().any(|begin| name.starts_with(begin)),
            Some((_, name)) => {
                words(name).iter().any(|word| BANNED.contains(&word.as_str()) && !(http && word == "handler"))
            }
            None => false,
        };
        source.code().find(named_so).map(str::to_owned)
    });
}

/// What kind of thing a line defines, and its name.
fn defined(line: &str) -> Option<(&'static str, &str)> {
    let (kind, rest) = ["fn ", "struct ", "enum ", "trait ", "mod ", "type "].into_iter().find_map(|kind| {
        let (before, after) = line.split_once(kind)?;
        (before.is_empty() || before.starts_with("pub") || before.starts_with("async")).then_some((kind, after))
    })?;
    Some((kind, rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()?))
}

/// The words of a name, whether written with capitals or with underscores.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for character in name.chars() {
        if character == '_' || character.is_uppercase() {
            words.push(String::new());
        }
        if character != '_' {
            words.last_mut().unwrap().extend(character.to_lowercase());
        }
    }
    words
}

#[test]
fn async_stands_in_http_alone() {
    breaches("async", |source| {
        let outside = !source.path.starts_with("crates/attesto/src/http");
        let named = |line: &&str| line.contains("async fn") || line.contains("async move") || line.contains(".await");
        source.code().find(named).filter(|_| outside).map(str::to_owned)
    });
}

#[test]
fn the_core_reads_no_clock_no_disk_no_environment() {
    const WORLD: [&str; 9] = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "SystemTime",
        "Instant::",
        "std::thread",
        "Zoned::now",
        "Timestamp::now",
    ];
    breaches("below the roof", |source| {
        let below = !source.path.starts_with("crates/attesto/") && !source.path.contains("/tests/");
        let named = |line: &&str| WORLD.iter().any(|word| line.contains(word));
        source.code().find(named).filter(|_| below).map(str::to_owned)
    });
}

#[test]
fn the_engine_is_known_to_the_store_alone() {
    breaches("sled", |source| {
        let outside = !source.path.starts_with("crates/attesto/src/world/store/");
        source
            .code()
            .find(|line| line.contains("::sled::") || line.contains("sled::Db"))
            .filter(|_| outside)
            .map(str::to_owned)
    });
}

#[test]
fn command_line_and_web_never_see_each_other() {
    breaches("cli and http", |source| {
        let other = match () {
            () if source.path.starts_with("crates/attesto/src/cli/") => "crate::http",
            () if source.path.starts_with("crates/attesto/src/http") => "crate::cli",
            () => return None,
        };
        source.code().find(|line| line.contains(other)).map(str::to_owned)
    });
}

#[test]
fn the_web_names_no_key_and_no_register() {
    const KEPT: [&str; 6] = ["world::keys", "world::store", "world::office", "SigningKey", "Signer", "world::act"];
    breaches("what the web may not hold", |source| {
        let web = source.path.starts_with("crates/attesto/src/http") || source.stem() == "serving";
        source.code().find(|line| KEPT.iter().any(|word| line.contains(word))).filter(|_| web).map(str::to_owned)
    });
}

#[test]
fn no_error_is_any_other_thing() {
    breaches("Other(String)", |source| {
        source.code().find(|line| line.contains("Other(String)") || line.contains("Other(Box")).map(str::to_owned)
    });
}

#[test]
fn nothing_is_left_open_and_no_test_is_left_out() {
    breaches("left open", |source| {
        // In two halves, so that whoever searches the tree for them does not find this list.
        let words = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("#[ig", "nore"), concat!("unimple", "mented!")];
        source.text.lines().find(|line| words.iter().any(|word| line.contains(word))).map(str::to_owned)
    });
}

#[test]
fn no_public_function_takes_a_bare_yes_or_no() {
    breaches("bool parameters", |source| {
        let takes = |line: &&str| line.starts_with("pub") && line.contains("fn ") && line.contains(": bool");
        source.code().find(takes).map(str::to_owned)
    });
}

#[test]
fn the_reader_of_names_sees_what_is_defined() {
    assert_eq!(defined("pub(crate) fn get_x(a: u8) {"), Some(("fn ", "get_x")));
    assert_eq!(defined("pub struct KeyManager<T> {"), Some(("struct ", "KeyManager")));
    assert_eq!(defined("let fn_like = 1;"), None);
    assert_eq!(words("KeyManager"), ["", "key", "manager"]);
    assert_eq!(words("common_prefix"), ["common", "prefix"]);
}
