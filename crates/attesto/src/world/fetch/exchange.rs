//! One question and its answer over a connection to a given address: bounded in time, headers and body.
//! Follows no redirect, keeps nothing, unpacks nothing, and knows no proxy.

use std::io::Read;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::{HeaderMap, Response, Uri, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{ArrayVec, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{Connector, NextTimeout, RustlsConnector, TcpConnector};
use ureq::{Agent, Body, Error};

use super::FetchFault;
use super::target::Target;

/// The head of an answer that is never exceeded: no web server needs more.
const HEAD_LIMIT_BYTES: usize = 16 << 10;

/// Whose certificates are believed.
#[derive(Clone, Debug)]
pub(crate) enum Authorities {
    /// Those of Mozilla's list, as bundled.
    Bundled,
    /// These, in DER; the test's own.
    #[cfg(test)]
    Given(Vec<Vec<u8>>),
}

/// What a question carries with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sent<'q> {
    /// Its media type.
    pub(crate) kind: &'q str,
    /// The media type of the answer.
    pub(crate) accept: &'q str,
    pub(crate) body: &'q [u8],
}

/// What is asked.
pub(super) struct Question<'q> {
    pub(super) target: &'q Target,
    pub(super) addresses: &'q [SocketAddr],
    pub(super) accept: &'q str,
    /// The mark of the copy that we have.
    pub(super) etag: Option<&'q str>,
    pub(super) sent: Option<&'q Sent<'q>>,
    pub(super) within: Duration,
    /// What is told if it takes too long.
    pub(super) seconds: u64,
    pub(super) limit_bytes: u64,
}

/// What came back: the body only with a 200.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) etag: Option<String>,
    pub(super) cache_control: Option<String>,
    pub(super) location: Option<String>,
    pub(super) body: Vec<u8>,
}

/// Asks, at exactly these addresses.
pub(super) fn ask(question: &Question<'_>, authorities: &Authorities) -> Result<Reply, FetchFault> {
    let told = |error: Error| fault(&error, question);
    let connector = ().chain(TcpConnector::default()).chain(RustlsConnector::default());
    let agent = Agent::with_parts(config(question, authorities), connector, Pinned(question.addresses.to_vec()));
    let mut answer = called(&agent, question).map_err(told)?;
    let headers = answer.headers();
    let said = |name: header::HeaderName| Some(headers.get(name)?.to_str().ok()?.to_owned());
    let mut reply = Reply {
        status: answer.status().as_u16(),
        etag: said(header::ETAG),
        cache_control: said(header::CACHE_CONTROL),
        location: said(header::LOCATION),
        body: Vec::new(),
    };
    if reply.status == 200 {
        must_be_plain(headers, question)?;
        reply.body = body(answer.body_mut(), question)?;
    }
    Ok(reply)
}

fn called(agent: &Agent, question: &Question<'_>) -> Result<Response<Body>, Error> {
    let address = question.target.to_string();
    if let Some(sent) = question.sent {
        let request = agent.post(address).header(header::ACCEPT, sent.accept).header(header::CONTENT_TYPE, sent.kind);
        return request.send(sent.body);
    }
    let request = agent.get(address).header(header::ACCEPT, question.accept);
    match question.etag {
        Some(etag) => request.header(header::IF_NONE_MATCH, etag).call(),
        None => request.call(),
    }
}

fn config(question: &Question<'_>, authorities: &Authorities) -> Config {
    let roots = match authorities {
        Authorities::Bundled => RootCerts::WebPki,
        #[cfg(test)]
        Authorities::Given(all) => {
            RootCerts::from(all.iter().map(|der| ureq::tls::Certificate::from_der(der).to_owned()))
        }
    };
    Config::builder()
        .proxy(None)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .max_idle_connections(0)
        .max_response_header_size(HEAD_LIMIT_BYTES)
        .timeout_global(Some(question.within))
        .user_agent(concat!("attesto/", env!("CARGO_PKG_VERSION")))
        .accept_encoding("identity")
        .tls_config(tls(roots))
        .build()
}

/// TLS by the library that signs: there is one of them.
fn tls(roots: RootCerts) -> TlsConfig {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    TlsConfig::builder().root_certs(roots).unversioned_rustls_crypto_provider(provider).build()
}

/// What is packed may unpack to anything, so it is not taken.
fn must_be_plain(headers: &HeaderMap, question: &Question<'_>) -> Result<(), FetchFault> {
    let packed = |value: &header::HeaderValue| !value.as_bytes().eq_ignore_ascii_case(b"identity");
    if headers.get_all(header::CONTENT_ENCODING).iter().any(packed) {
        return Err(FetchFault::Encoded { host: question.target.host().to_owned() });
    }
    Ok(())
}

fn body(body: &mut Body, question: &Question<'_>) -> Result<Vec<u8>, FetchFault> {
    let too_large =
        || FetchFault::TooLarge { host: question.target.host().to_owned(), limit_bytes: question.limit_bytes };
    if body.content_length().is_some_and(|length| length > question.limit_bytes) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let read = body.as_reader().take(question.limit_bytes.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| fault(&Error::from(error), question))?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > question.limit_bytes { Err(too_large()) } else { Ok(bytes) }
}

/// The library's error in our words; never its text, which may hold the URL.
fn fault(error: &Error, question: &Question<'_>) -> FetchFault {
    let host = question.target.host().to_owned();
    match error {
        Error::Timeout(_) => FetchFault::TooSlow { host, seconds: question.seconds },
        Error::LargeResponseHeader(..) => FetchFault::Headers { host },
        Error::Rustls(_) | Error::Tls(_) => FetchFault::Tls { host },
        Error::Protocol(_) | Error::Http(_) => FetchFault::NotHttp { host },
        Error::Io(error) => of_io(error, host),
        _ => FetchFault::Unreachable { host },
    }
}

fn of_io(error: &std::io::Error, host: String) -> FetchFault {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionReset, InvalidData, UnexpectedEof};
    match error.kind() {
        ConnectionAborted | ConnectionReset | UnexpectedEof => FetchFault::CutOff { host },
        // Below HTTP only TLS reads what may be ill-formed.
        InvalidData => FetchFault::Tls { host },
        _ => FetchFault::Unreachable { host },
    }
}

/// Answers every question for a name with the addresses that were looked at.
#[derive(Debug)]
struct Pinned(Vec<SocketAddr>);

impl Resolver for Pinned {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let mut found: ResolvedSocketAddrs = ArrayVec::from_fn(|_| SocketAddr::from(([0, 0, 0, 0], 0)));
        for address in self.0.iter().take(16) {
            found.push(*address);
        }
        if found.is_empty() { Err(Error::HostNotFound) } else { Ok(found) }
    }
}
