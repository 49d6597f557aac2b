//! Follows where requests begin and end on a connection, to see what the protocol's library hides: a request that
//! says in two ways how long it is. Refuses nothing itself.

/// A head beyond this is refused by the library before it ends.
const HEAD_LIMIT_BYTES: usize = 64 << 10;

/// Where in the stream of bytes a connection is.
#[derive(Debug)]
enum At {
    /// In a head, with what came of it.
    Head(Vec<u8>),
    /// In a body of which so much is still to come.
    Body(u64),
    /// Behind a head after which nothing more is answered: its body is in chunks, or it is refused.
    Last,
}

/// What was seen of a connection.
#[derive(Debug)]
pub(super) struct Framing {
    at: At,
    length: Length,
}

/// How a request says how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// In one way, or not at all.
    Plain,
    /// In two ways, which two servers in a row may take differently.
    Twofold,
}

impl Framing {
    pub(super) fn new() -> Self {
        Self { at: At::Head(Vec::new()), length: Length::Plain }
    }

    /// Whether any request so far said in two ways how long it is.
    pub(super) fn length(&self) -> Length {
        self.length
    }

    /// Takes in what came next.
    pub(super) fn follow(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            bytes = match &mut self.at {
                At::Last => return,
                At::Body(left) => {
                    let here = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
                    *left = left.saturating_sub(u64::try_from(here).unwrap_or(u64::MAX));
                    if *left == 0 {
                        self.at = At::Head(Vec::new());
                    }
                    bytes.get(here..).unwrap_or(&[])
                }
                At::Head(head) => {
                    let before = head.len();
                    head.extend_from_slice(bytes);
                    let Some(end) = end_of(head, before) else {
                        if head.len() > HEAD_LIMIT_BYTES {
                            self.at = At::Last;
                        }
                        return;
                    };
                    let (at, length) = after(head.get(..end).unwrap_or(&[]));
                    self.at = at;
                    if length == Length::Twofold {
                        self.length = length;
                    }
                    bytes.get(end.saturating_sub(before)..).unwrap_or(&[])
                }
            };
        }
    }
}

/// The end of a head whose first bytes were searched before.
fn end_of(head: &[u8], searched: usize) -> Option<usize> {
    let from = searched.saturating_sub(3);
    let found = head.get(from..)?.windows(4).position(|window| window == b"\r\n\r\n")?;
    Some(from + found + 4)
}

/// What follows a head.
fn after(head: &[u8]) -> (At, Length) {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let value = |name: &str| {
        let headers = text.lines().filter_map(|line| line.split_once(':'));
        headers.filter(|(found, _)| found.trim() == name).map(|(_, value)| value.trim().to_owned()).next()
    };
    match (value("content-length"), value("transfer-encoding")) {
        (Some(_), Some(_)) => (At::Last, Length::Twofold),
        (None, Some(_)) => (At::Last, Length::Plain),
        (length, None) => match length.and_then(|length| length.parse().ok()).unwrap_or(0) {
            0 => (At::Head(Vec::new()), Length::Plain),
            length => (At::Body(length), Length::Plain),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is seen of a stream, in pieces of every size.
    fn seen(stream: &str) -> Length {
        let all = [1, 2, 3, 7, 64, 100_000].map(|size| {
            let mut framing = Framing::new();
            stream.as_bytes().chunks(size).for_each(|piece| framing.follow(piece));
            framing.length()
        });
        assert!(all.iter().all(|length| *length == all[0]), "{stream:?}: {all:?}");
        all[0]
    }

    #[test]
    fn a_request_that_says_twice_how_long_it_is_is_seen_wherever_it_comes() {
        let twice = "POST / HTTP/1.1\r\nContent-Length: 3\r\nTRANSFER-ENCODING: chunked\r\n\r\n0\r\n\r\n";
        let before = ["", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"];
        for before in before {
            assert_eq!(seen(&format!("{before}{twice}")), Length::Twofold, "{before:?}");
        }
    }

    #[test]
    fn what_only_stands_in_a_body_is_no_request() {
        let inner = "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n";
        let outer = format!("POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n{inner}", inner.len());
        assert_eq!(seen(&outer), Length::Plain);
        assert_eq!(seen("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), Length::Plain);
    }
}
