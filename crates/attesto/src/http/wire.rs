//! The stream under HTTP: what comes in is followed request by request, and where the protocol's library answers a
//! broken one with a bare status, the whole problem document goes out instead. Changes nothing else.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::http::StatusCode;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead as _, AsyncWriteExt as _, ReadBuf};
use tokio::net::TcpStream;

use super::framing::{Framing, Length};
use super::problem::Problem;

/// A stream whose bare refusals are worded.
pub(super) struct Wire {
    stream: TokioIo<TcpStream>,
    instead: Vec<u8>,
    framing: Framing,
    twofold: Twofold,
}

/// Whether a request on a connection said in two ways how long it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Twofold(Arc<AtomicBool>);

impl Twofold {
    pub(super) fn was_seen(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// So much is read at a time: a badge with its head, as a rule, for which the kernel is then asked once.
const PIECE_BYTES: usize = 16 << 10;

impl Wire {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream: TokioIo::new(stream), instead: Vec::new(), framing: Framing::new(), twofold: Twofold::default() }
    }

    /// What is to be seen of this connection's requests.
    pub(super) fn twofold(&self) -> Twofold {
        self.twofold.clone()
    }

    /// Says a last word and hangs up; whether it is heard is not waited for.
    pub(super) async fn say_last(self, problem: &Problem) {
        let mut stream = self.stream.into_inner();
        if stream.write_all(&problem.raw()).await.is_ok() {
            // The other side may be gone already.
            let _ = stream.shutdown().await;
        }
    }

    /// Sends what goes out instead, as far as it was not sent yet.
    fn send_instead(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.instead.is_empty() {
            match Pin::new(&mut self.stream).poll_write(cx, &self.instead) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(sent)) => drop(self.instead.drain(..sent)),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(Ok(()))
    }
}

/// The problem behind a bare status; every answer of ours says `nosniff`, so one without it is the library's.
fn bare(text: &[u8]) -> Option<Problem> {
    let head = text.strip_prefix(b"HTTP/1.1 ").filter(|rest| rest.starts_with(b"4"))?;
    let ours = head.windows(7).take(4096).any(|window| window == b"nosniff");
    let status = head.get(..3).and_then(|digits| StatusCode::from_bytes(digits).ok()).filter(|_| !ours)?;
    Some(match status {
        StatusCode::URI_TOO_LONG => Problem::uri_too_long(),
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => Problem::headers(),
        _ => Problem::malformed("it is no request of HTTP/1.1"),
    })
}

impl Read for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, mut to: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        let mut piece = [const { MaybeUninit::uninit() }; PIECE_BYTES];
        let room = piece.len().min(to.remaining());
        let mut piece = ReadBuf::uninit(piece.get_mut(..room).unwrap_or_default());
        let read = Pin::new(self.stream.inner_mut()).poll_read(cx, &mut piece);
        if let Poll::Ready(Ok(())) = read {
            self.framing.follow(piece.filled());
            if self.framing.length() == Length::Twofold {
                self.twofold.0.store(true, Ordering::Release);
            }
            to.put_slice(piece.filled());
        }
        read
    }
}

impl Write for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, text: &[u8]) -> Poll<io::Result<usize>> {
        match self.send_instead(cx) {
            Poll::Ready(Ok(())) => {}
            Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
            Poll::Pending => return Poll::Pending,
        }
        let Some(problem) = bare(text) else { return Pin::new(&mut self.stream).poll_write(cx, text) };
        self.instead = problem.raw();
        // What does not go out now goes out with the flush.
        let _ = self.send_instead(cx);
        Poll::Ready(Ok(text.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.send_instead(cx) {
            Poll::Ready(Ok(())) => Pin::new(&mut self.stream).poll_flush(cx),
            other => other,
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.send_instead(cx) {
            Poll::Ready(Ok(())) => Pin::new(&mut self.stream).poll_shutdown(cx),
            other => other,
        }
    }
}
