//! Keys under which spellings of one name fall together although no standard makes them equal.
//! They make a pair *close*, never a match: a person decides.

/// What is written for what, in this order; the right side is only a key, not a spelling.
const HABITS: [(&str, &str); 36] = [
    ("ph", "f"),
    ("kh", "h"),
    ("sch", "s"),
    ("nch", "h"),
    ("gch", "h"),
    ("ch", "h"),
    ("gh", "g"),
    ("sh", "s"),
    ("gx", "x"),
    ("nx", "x"),
    ("x", "ks"),
    ("w", "o"),
    ("oy", "u"),
    ("ou", "u"),
    ("ai", "e"),
    ("ei", "i"),
    ("oi", "i"),
    ("eu", "ef"),
    ("ey", "ef"),
    ("ev", "ef"),
    ("au", "af"),
    ("av", "af"),
    ("iv", "if"),
    ("mp", "b"),
    ("b", "v"),
    ("nt", "d"),
    ("gk", "g"),
    ("ng", "g"),
    ("tz", "z"),
    ("dz", "z"),
    ("j", "z"),
    ("c", "k"),
    ("q", "k"),
    ("y", "i"),
    ("ii", "i"),
    ("ks", "x"),
];

/// The loose key of one word in lower-case Latin letters without marks.
pub(super) fn key(word: &str) -> String {
    let mut key = initial_y(word);
    for (habit, stands_for) in HABITS {
        key = key.replace(habit, stands_for);
    }
    without_doubles(&key)
}

/// Γι- before a vowel is written `Gi`, `Yi`, `Y`.
fn initial_y(word: &str) -> String {
    let rest = word.strip_prefix("gi").or_else(|| word.strip_prefix("yi")).or_else(|| word.strip_prefix('y'));
    match rest {
        Some(rest) if rest.starts_with(['a', 'e', 'o', 'u']) => format!("i{rest}"),
        _ => word.to_owned(),
    }
}

fn without_doubles(key: &str) -> String {
    let mut single = String::new();
    for character in key.chars() {
        if !single.ends_with(character) {
            single.push(character);
        }
    }
    single
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for (one, other) in [
            ("filippos", "philippos"),
            ("christos", "khristos"),
            ("chara", "hara"),
            ("giannis", "yannis"),
            ("giorgos", "yiorgos"),
            ("alexandros", "aleksandros"),
            ("papadopoulos", "papadopoylos"),
            ("evangelos", "euangelos"),
            ("stavros", "stauros"),
            ("vasilis", "basilis"),
            ("ntinos", "dinos"),
            ("bampis", "mpampis"),
            ("tzeni", "jenni"),
            ("konstantinos", "constantinos"),
            ("kiriakos", "kyriakos"),
        ] {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
    }

    #[test]
    fn other_names_keep_other_keys() {
        for (one, other) in [("maria", "mario"), ("ioan", "ion"), ("papadakis", "papadatos"), ("rossi", "rosso")] {
            assert_ne!(key(one), key(other), "{one} {other}");
        }
    }
}
