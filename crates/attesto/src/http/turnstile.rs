//! How often one client may ask for a judgement in a minute. A client is an IPv4 address or the /64 of an IPv6 one.
//! Whose address it is, a proxy's or a person's, is told by the configuration.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::HeaderMap;

/// More than this are not told apart in one window.
const APART: usize = 50_000;

/// Counts by client, anew each minute.
#[derive(Debug)]
pub(super) struct Turnstile {
    proxies: Vec<IpAddr>,
    minute: Window<IpAddr>,
}

/// Counts of anything in a span of time, anew when the span is over.
#[derive(Debug)]
pub(super) struct Window<K> {
    most: u32,
    span: Duration,
    counted: Mutex<(Instant, HashMap<K, u32>)>,
}

impl<K: Eq + Hash> Window<K> {
    pub(super) fn new(most: u32, span: Duration, now: Instant) -> Self {
        Self { most, span, counted: Mutex::new((now, HashMap::new())) }
    }

    /// Whether one may pass once more in this span.
    pub(super) fn admits(&self, one: K, now: Instant) -> bool {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_duration_since(counted.0) >= self.span {
            *counted = (now, HashMap::new());
        }
        if counted.1.len() >= APART && !counted.1.contains_key(&one) {
            return false;
        }
        let count = counted.1.entry(one).or_default();
        *count = count.saturating_add(1);
        *count <= self.most
    }
}

impl Turnstile {
    pub(super) fn new(per_minute: u32, proxies: Vec<IpAddr>, now: Instant) -> Self {
        Self { proxies, minute: Window::new(per_minute, Duration::from_secs(60), now) }
    }

    pub(super) fn per_minute(&self) -> u32 {
        self.minute.most
    }

    /// Whether a client may pass once more.
    pub(super) fn admits(&self, client: IpAddr, now: Instant) -> bool {
        self.minute.admits(network(client), now)
    }

    /// The client behind a connection: the peer, or whom a proxy of ours names last.
    pub(super) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let named = || {
            let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
            last.rsplit(',').next()?.trim().parse().ok()
        };
        if self.proxies.contains(&peer) { named().unwrap_or(peer) } else { peer }
    }
}

fn network(client: IpAddr) -> IpAddr {
    match client {
        IpAddr::V4(_) => client,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_client_passes_so_often_in_a_minute_and_the_next_minute_again() {
        let begun = Instant::now();
        let turnstile = Turnstile::new(2, Vec::new(), begun);
        let at = |seconds, client: &str| turnstile.admits(ip(client), begun + Duration::from_secs(seconds));
        assert_eq!([at(0, "192.0.2.1"), at(1, "192.0.2.1"), at(2, "192.0.2.1")], [true, true, false]);
        assert_eq!([at(3, "192.0.2.2"), at(60, "192.0.2.1")], [true, true]);
    }

    #[test]
    fn another_address_of_the_same_network_is_the_same_client() {
        let now = Instant::now();
        let turnstile = Turnstile::new(1, Vec::new(), now);
        let passed = ["2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1"].map(|text| turnstile.admits(ip(text), now));
        assert_eq!(passed, [true, false, true]);
    }

    #[test]
    fn only_our_own_proxy_may_say_for_whom_it_asks() {
        let turnstile = Turnstile::new(1, vec![ip("127.0.0.1")], Instant::now());
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("203.0.113.9, 198.51.100.7"));
        assert_eq!(turnstile.client(ip("127.0.0.1"), &headers), ip("198.51.100.7"));
        assert_eq!(turnstile.client(ip("192.0.2.1"), &headers), ip("192.0.2.1"));
        headers.insert("x-forwarded-for", HeaderValue::from_static("nobody"));
        assert_eq!(turnstile.client(ip("127.0.0.1"), &headers), ip("127.0.0.1"));
    }
}
