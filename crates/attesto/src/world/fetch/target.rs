//! What may be asked for: an https URL, read strictly, and the URL that a did:web stands for.
//! Resolves nothing; what the name leads to is looked at when it is asked.

use std::fmt;

use attesto_credential::Did;

use super::FetchFault;

/// Names that never lead to the public internet (RFC 6761, 6762, 7686, 9476 and the reserved `.internal`).
const INNER: [&str; 5] = ["localhost", "local", "internal", "onion", "arpa"];

/// No URL that is worth asking is longer.
const LIMIT_BYTES: usize = 2048;

/// How it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// Without TLS: only where the configuration says so by name.
    Http,
    /// With TLS.
    Https,
}

/// An address that was read strictly: scheme, host, port, path with query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    scheme: Scheme,
    host: String,
    port: u16,
    path: String,
}

impl Target {
    /// Reads a URL; what two readers could take for two different addresses is refused.
    ///
    /// # Errors
    /// It is not http or https, or says more in its host than a name and a port, or its path climbs.
    pub(crate) fn parse(url: &str) -> Result<Self, FetchFault> {
        let bad = |why| FetchFault::Address { why };
        if url.len() > LIMIT_BYTES {
            return Err(bad("it is longer than 2048 characters"));
        }
        if !url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\<>\"{}|^`".contains(&byte)) {
            return Err(bad("it holds a character that no URL holds; write names in punycode and paths in percent"));
        }
        let (scheme, rest) = match url.split_once("://") {
            Some(("https", rest)) => (Scheme::Https, rest),
            Some(("http", rest)) => (Scheme::Http, rest),
            _ => return Err(bad("it does not begin with https://")),
        };
        let url = rest.split('#').next().unwrap_or("");
        let (authority, path) = url.split_at(url.find(['/', '?']).unwrap_or(url.len()));
        let (host, port) = authority_of(authority, scheme)?;
        Ok(Self { scheme, host, port, path: path_of(path)? })
    }

    /// The URL of the document of a did:web (<https://w3c-ccg.github.io/did-method-web/#read-resolve>).
    ///
    /// # Errors
    /// Another method, or a path that climbs, or a host that is no name.
    pub(crate) fn of_did(did: &Did) -> Result<Self, FetchFault> {
        let bad = |why| FetchFault::Address { why };
        if did.method() != "web" {
            return Err(bad("it is no did:web"));
        }
        let mut parts = did.specific_id().split(':');
        let authority = parts.next().unwrap_or("").replacen("%3A", ":", 1).replacen("%3a", ":", 1);
        let path: Vec<&str> = parts.collect();
        if path.iter().any(|segment| segment.is_empty()) {
            return Err(bad("a part of its path is empty"));
        }
        let path = if path.is_empty() { ".well-known".to_owned() } else { path.join("/") };
        Self::parse(&format!("https://{authority}/{path}/did.json"))
    }

    /// Where a redirect from here leads.
    ///
    /// # Errors
    /// It leads to another host, port or scheme, or cannot be read.
    pub(super) fn redirected(&self, location: &str) -> Result<Self, FetchFault> {
        let away = || FetchFault::RedirectAway { host: self.host.clone() };
        let next = if location.starts_with('/') && !location.starts_with("//") {
            Self::parse(&format!("{}{location}", self.origin()))
        } else {
            Self::parse(location)
        };
        let next = next.map_err(|_| away())?;
        let same = next.scheme == self.scheme && next.host == self.host && next.port == self.port;
        if same { Ok(next) } else { Err(away()) }
    }

    pub(super) fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The host, in small letters.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// The path with its query.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The same, to be asked without TLS.
    pub(super) fn plain(&self) -> Self {
        let port = if self.port == 443 { 80 } else { self.port };
        Self { scheme: Scheme::Http, port, ..self.clone() }
    }

    /// Whether the host is a name of the public tree, and no number in whatever writing.
    ///
    /// # Errors
    /// Why it is none.
    pub(super) fn must_be_named(&self) -> Result<(), FetchFault> {
        let bad = |why| FetchFault::Address { why };
        let Some((_, last)) = self.host.rsplit_once('.') else {
            return Err(bad("its host is no full name"));
        };
        // What ends in a number is read as an address by some: decimal, octal, hexadecimal, short forms.
        let number = last.bytes().all(|b| b.is_ascii_digit()) || last.starts_with("0x");
        if number {
            return Err(bad("its host is a number; an issuer has a name"));
        }
        if INNER.contains(&last) {
            return Err(bad("its host is a name of an inner network"));
        }
        Ok(())
    }

    /// Host and port as the configuration names them.
    pub(super) fn authority(&self) -> String {
        let default = matches!((self.scheme, self.port), (Scheme::Https, 443) | (Scheme::Http, 80));
        if default { self.host.clone() } else { format!("{}:{}", self.host, self.port) }
    }

    /// Scheme, host and port.
    pub(super) fn origin(&self) -> String {
        let scheme = match self.scheme {
            Scheme::Http => "http",
            Scheme::Https => "https",
        };
        format!("{scheme}://{}", self.authority())
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path)
    }
}

/// Letters, digits, hyphens and full stops, then perhaps a port: nothing else is a host here.
fn authority_of(text: &str, scheme: Scheme) -> Result<(String, u16), FetchFault> {
    let bad = |why| FetchFault::Address { why };
    if text.contains('@') {
        return Err(bad("it names a user before the host"));
    }
    if text.contains(['[', ']', '%']) {
        return Err(bad("its host is no name"));
    }
    let default = match scheme {
        Scheme::Http => 80,
        Scheme::Https => 443,
    };
    let (host, port) = match text.split_once(':') {
        None => (text, default),
        Some((host, port)) => (host, port_of(port).ok_or_else(|| bad("its port is no number from 1 to 65535"))?),
    };
    let label = |label: &str| {
        let inner = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (1..=63).contains(&label.len()) && inner && !label.starts_with('-') && !label.ends_with('-')
    };
    if host.len() > 253 || !host.split('.').all(label) {
        return Err(bad("its host is no name as DNS writes it"));
    }
    Ok((host.to_ascii_lowercase(), port))
}

fn port_of(text: &str) -> Option<u16> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| digits)
}

/// A path that neither climbs nor hides a separator.
fn path_of(text: &str) -> Result<String, FetchFault> {
    let bad = |why| FetchFault::Address { why };
    let (path, _) = text.split_once('?').unwrap_or((text, ""));
    if path.split('/').any(|segment| segment == "." || segment == "..") {
        return Err(bad("its path climbs"));
    }
    let mut escapes = text.split('%').skip(1);
    let hides = |escape: &str| match escape.get(..2) {
        Some(hex) if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            ["00", "2e", "2f", "5c"].contains(&hex.to_ascii_lowercase().as_str())
        }
        _ => true,
    };
    if escapes.any(hides) {
        return Err(bad("its path hides a full stop, a slash or a zero behind a percent sign"));
    }
    Ok(if text.starts_with('/') { text.to_owned() } else { format!("/{text}") })
}
