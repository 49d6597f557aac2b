//! Why something was not fetched: one sentence each, as it ends up behind "could not be had:" in a report.
//! Names hosts, never paths: a path may say whom somebody asked about.

/// Why nothing was fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum FetchFault {
    /// Not an address that is ever asked.
    #[error("the address is not asked: {why}")]
    Address {
        /// Why.
        why: &'static str,
    },
    /// The answer ended before its end.
    #[error("{host} broke off its answer; try again later")]
    CutOff {
        /// Who.
        host: String,
    },
    /// The answer is packed.
    #[error("{host} sent a packed answer although none was asked for; ask its keeper to send it as it is")]
    Encoded {
        /// Who.
        host: String,
    },
    /// No end of headers.
    #[error("{host} sent more headers than an answer has; ask its keeper")]
    Headers {
        /// Who.
        host: String,
    },
    /// Not HTTP.
    #[error("{host} does not answer as a web server does; ask its keeper")]
    NotHttp {
        /// Who.
        host: String,
    },
    /// The name leads inside.
    #[error("{host} leads to an address that is not public, and such are never asked")]
    NotPublic {
        /// Who.
        host: String,
    },
    /// Not in our own published folder.
    #[error("it is an address of this installation, which publishes no such thing; run `attesto publish`")]
    NotPublished,
    /// It was not to be asked.
    #[error("it was not asked, because of --offline")]
    Offline,
    /// Another port.
    #[error("port {port} of {host} is not asked; a port is allowed by [fetch] ports in attesto.toml")]
    Port {
        /// Who.
        host: String,
        /// Which.
        port: u16,
    },
    /// Sent elsewhere.
    #[error("{host} sends to another address, which is not followed; ask its keeper")]
    RedirectAway {
        /// Who.
        host: String,
    },
    /// Sent on and on.
    #[error("{host} sends on more than twice; ask its keeper")]
    RedirectLoop {
        /// Who.
        host: String,
    },
    /// Another answer than 200.
    #[error("{host} answered {status}; {}", remedy(*.status))]
    Status {
        /// Who.
        host: String,
        /// HTTP status.
        status: u16,
    },
    /// TLS did not come about.
    #[error("{host} did not prove by TLS that it is {host}; do not go on without asking its keeper")]
    Tls {
        /// Who.
        host: String,
    },
    /// Too much.
    #[error("{host} sent more than {limit_bytes} bytes; ask its keeper")]
    TooLarge {
        /// Who.
        host: String,
        /// How much is taken.
        limit_bytes: u64,
    },
    /// Too much was asked already.
    #[error("{per_minute} questions went out in the last minute and no more are asked; try again in a minute")]
    TooMany {
        /// How many may go out.
        per_minute: usize,
    },
    /// Too late.
    #[error("{host} did not answer within {seconds} s; try again later")]
    TooSlow {
        /// Who.
        host: String,
        /// How long was waited.
        seconds: u64,
    },
    /// The name leads nowhere.
    #[error("there is no host {host}, or no network; check the name and the connection")]
    Unknown {
        /// Who.
        host: String,
    },
    /// No connection.
    #[error("{host} cannot be reached; try again later")]
    Unreachable {
        /// Who.
        host: String,
    },
}

fn remedy(status: u16) -> &'static str {
    match status {
        404 | 410 => "ask its keeper where it lies",
        429 | 500.. => "try again later",
        _ => "ask its keeper",
    }
}
