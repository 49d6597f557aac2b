//! JSON taken apart so that it can be written otherwise: members in another order, twice, in other letters.
//! Knows nothing of credentials; a leaf and a name are kept as they are written.

use serde_json::Value;

/// JSON as it is written.
#[derive(Clone)]
pub(crate) enum Tree {
    Members(Vec<(String, Self)>),
    Elements(Vec<Self>),
    /// A text, number or word in its JSON form.
    Leaf(String),
}

/// One place: where it is, and how people write that.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) path: Vec<usize>,
    pub(crate) pointer: String,
}

impl Tree {
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Object(members) => {
                Self::Members(members.iter().map(|(name, value)| (quoted(name), Self::of(value))).collect())
            }
            Value::Array(elements) => Self::Elements(elements.iter().map(Self::of).collect()),
            leaf => Self::Leaf(leaf.to_string()),
        }
    }

    pub(crate) fn text(text: &str) -> Self {
        Self::Leaf(quoted(text))
    }

    /// With something between all its parts.
    pub(crate) fn spaced(&self, between: &str) -> String {
        let all = |parts: Vec<String>, open: &str, close: &str| {
            format!("{open}{between}{}{between}{close}", parts.join(&format!("{between},{between}")))
        };
        match self {
            Self::Members(members) => {
                let member =
                    |(name, value): &(String, Self)| format!("{name}{between}:{between}{}", value.spaced(between));
                all(members.iter().map(member).collect(), "{", "}")
            }
            Self::Elements(elements) => all(elements.iter().map(|one| one.spaced(between)).collect(), "[", "]"),
            Self::Leaf(text) => text.clone(),
        }
    }

    /// Every place below the root.
    pub(crate) fn places(&self) -> Vec<Place> {
        let mut all = Vec::new();
        self.gather(&Place { path: Vec::new(), pointer: String::new() }, &mut all);
        all
    }

    fn gather(&self, here: &Place, all: &mut Vec<Place>) {
        let below = |index: usize, step: &str| Place {
            path: here.path.iter().copied().chain([index]).collect(),
            pointer: format!("{}/{step}", here.pointer),
        };
        let inner: Vec<(Place, &Self)> = match self {
            Self::Members(members) => members
                .iter()
                .enumerate()
                .map(|(at, (name, value))| (below(at, name.trim_matches('"')), value))
                .collect(),
            Self::Elements(elements) => {
                elements.iter().enumerate().map(|(at, value)| (below(at, &at.to_string()), value)).collect()
            }
            Self::Leaf(_) => Vec::new(),
        };
        for (place, value) in inner {
            all.push(place.clone());
            value.gather(&place, all);
        }
    }

    pub(crate) fn at(&self, path: &[usize]) -> &Self {
        path.iter().fold(self, |tree, step| match tree {
            Self::Members(members) => &members[*step].1,
            Self::Elements(elements) => &elements[*step],
            Self::Leaf(_) => panic!("nothing lies below a leaf"),
        })
    }

    fn at_mut(&mut self, path: &[usize]) -> &mut Self {
        path.iter().fold(self, |tree, step| match tree {
            Self::Members(members) => &mut members[*step].1,
            Self::Elements(elements) => &mut elements[*step],
            Self::Leaf(_) => panic!("nothing lies below a leaf"),
        })
    }

    /// The same with one place changed.
    pub(crate) fn changed(&self, path: &[usize], change: impl FnOnce(&mut Self)) -> Self {
        let mut tree = self.clone();
        change(tree.at_mut(path));
        tree
    }

    /// The same with the members around one place changed; `None` for an element of an array.
    pub(crate) fn around(&self, path: &[usize], change: impl FnOnce(&mut Vec<(String, Self)>, usize)) -> Option<Self> {
        let (last, above) = path.split_last()?;
        let mut tree = self.clone();
        match tree.at_mut(above) {
            Self::Members(members) => change(members, *last),
            _ => return None,
        }
        Some(tree)
    }

    /// The text of a leaf that is one, without its quotes.
    pub(crate) fn as_text(&self) -> Option<String> {
        match self {
            Self::Leaf(leaf) if leaf.starts_with('"') => serde_json::from_str(leaf).ok(),
            _ => None,
        }
    }
}

impl std::fmt::Display for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.spaced(""))
    }
}

pub(crate) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// The same text with every letter escaped.
pub(crate) fn escaped(text: &str) -> String {
    let letters: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    format!("\"{letters}\"")
}

/// The first letter or figure by another one that looks or counts alike.
pub(crate) fn other_letter(text: &str) -> Option<String> {
    let (place, letter) = text.char_indices().find(|(_, letter)| letter.is_alphanumeric())?;
    let other = match letter {
        'a' => 'а',
        'e' => 'е',
        'o' => 'ο',
        'A' => 'Α',
        '9' => '8',
        figure if figure.is_ascii_digit() => char::from(u8::try_from(figure).unwrap() + 1),
        lower if lower.is_lowercase() => lower.to_uppercase().next().unwrap(),
        upper if upper.is_uppercase() => upper.to_lowercase().next().unwrap(),
        _ => return None,
    };
    Some(format!("{}{other}{}", &text[..place], &text[place + letter.len_utf8()..]))
}
