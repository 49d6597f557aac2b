//! What a client would like to have: media types and languages by weight (RFC 9110 section 12.5).
//! A header that cannot be read asks for anything.

use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, HeaderName};
use axum::http::{HeaderMap, Uri};

use crate::locale::Tongue;

/// Nobody weighs more things than this; the rest is not read.
const RANGES: usize = 32;

/// The media types that a client takes.
#[derive(Clone, Debug)]
pub(super) struct Wishes(Vec<(String, u16)>);

impl Wishes {
    /// Those of a request; everything if it names none.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self(weighed(headers, &ACCEPT))
    }

    /// How much a type is wished for, from 0 (not at all) to 1000; the narrowest range that takes it counts.
    pub(super) fn weight(&self, media_type: &str) -> u16 {
        if self.0.is_empty() {
            return 1000;
        }
        let kind = media_type.split('/').next().unwrap_or("");
        let widths = [media_type.to_owned(), format!("{kind}/*"), "*/*".to_owned()];
        let found = widths.iter().find_map(|range| self.0.iter().find(|(name, _)| name == range));
        found.map_or(0, |(_, weight)| *weight)
    }

    /// How much a page is wished for: a browser says by name that it reads pages; who takes anything is a program.
    pub(super) fn page(&self) -> u16 {
        let weight = self.weight("text/html");
        if self.names("text/html") { weight } else { weight.min(1) }
    }

    /// Whether a type is asked for by its own name.
    pub(super) fn names(&self, media_type: &str) -> bool {
        self.0.iter().any(|(name, weight)| name == media_type && *weight > 0)
    }
}

/// The language that an address names: `?lang=el`.
pub(super) fn chosen(uri: &Uri) -> Option<Tongue> {
    let tag = uri.query().unwrap_or("").split('&').find_map(|part| part.strip_prefix("lang="));
    Tongue::ALL.into_iter().find(|tongue| Some(tongue.tag()) == tag)
}

/// The languages that a client reads, best first, of those that we speak.
pub(super) fn tongues(headers: &HeaderMap) -> Vec<Tongue> {
    let mut wished = weighed(headers, &ACCEPT_LANGUAGE);
    wished.retain(|(_, weight)| *weight > 0);
    wished.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    let spoken = |tag: &str| Tongue::ALL.into_iter().find(|tongue| tag.split('-').next() == Some(tongue.tag()));
    wished.iter().filter_map(|(tag, _)| spoken(tag)).collect()
}

/// The members of a list with their weights in thousandths.
fn weighed(headers: &HeaderMap, name: &HeaderName) -> Vec<(String, u16)> {
    let texts = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    let members = texts.flat_map(|text| text.split(',')).take(RANGES);
    members.filter_map(member).collect()
}

fn member(text: &str) -> Option<(String, u16)> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?.to_ascii_lowercase();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    Some((name, weight.map_or(1000, thousandths)))
}

fn thousandths(text: &str) -> u16 {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = rest.chars().chain("000".chars()).take(3).collect();
    match (whole, digits.parse::<u16>()) {
        ("0", Ok(thousandths)) => thousandths,
        _ => 1000,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn with(name: HeaderName, text: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(text))])
    }

    #[test]
    fn the_narrowest_range_counts() {
        let wishes = Wishes::of(&with(ACCEPT, "text/html, application/*;q=0.5, */*;q=0.1, application/pdf;q=0"));
        let weights = ["text/html", "application/json", "image/png", "application/pdf"].map(|kind| wishes.weight(kind));
        assert_eq!(weights, [1000, 500, 100, 0]);
        assert!(wishes.names("text/html") && !wishes.names("application/json") && !wishes.names("application/pdf"));
    }

    #[test]
    fn who_names_nothing_takes_anything() {
        assert_eq!(Wishes::of(&HeaderMap::new()).weight("image/png"), 1000);
    }

    #[test]
    fn languages_come_by_weight_and_only_those_that_we_speak() {
        let tongues = |text| tongues(&with(ACCEPT_LANGUAGE, text));
        assert_eq!(tongues("fr, it;q=0.5, el-GR;q=0.9, en;q=0.1"), [Tongue::El, Tongue::It, Tongue::En]);
        assert_eq!(tongues("fr, *;q=0.5, ro;q=0"), []);
    }
}
