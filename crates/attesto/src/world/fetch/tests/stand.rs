//! A web server of a test on loopback, as honest or wicked as its script, which counts who comes.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A listener that plays a script to everyone who connects.
pub(super) struct Stand {
    pub(super) address: SocketAddr,
    /// The certificate that it shows, if it speaks TLS.
    pub(super) certificate: Vec<u8>,
    came: Arc<AtomicUsize>,
}

/// A stream, with TLS or without.
pub(super) trait Line: Read + Write {}
impl<T: Read + Write> Line for T {}

impl Stand {
    /// Speaks http; the script gets the request's head.
    pub(super) fn open(script: impl Fn(&str, &mut dyn Line) + Send + Sync + 'static) -> Self {
        Self::listening(Vec::new(), move |mut stream| script(&head(&mut stream), &mut stream))
    }

    /// Speaks https with a certificate for a name.
    pub(super) fn secure(name: &str, script: impl Fn(&str, &mut dyn Line) + Send + Sync + 'static) -> Self {
        let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
        let certificate = made.cert.der().to_vec();
        let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let config = rustls::ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let config = Arc::new(config);
        Self::listening(certificate, move |stream| {
            let session = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut line = rustls::StreamOwned::new(session, stream);
            let head = head(&mut line);
            if !head.is_empty() {
                script(&head, &mut line);
                line.conn.send_close_notify();
                drop(line.flush());
            }
        })
    }

    fn listening(certificate: Vec<u8>, play: impl Fn(TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let came = Arc::new(AtomicUsize::new(0));
        let (counter, play) = (Arc::clone(&came), Arc::new(play));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                counter.fetch_add(1, Ordering::SeqCst);
                let play = Arc::clone(&play);
                std::thread::spawn(move || play(stream.unwrap()));
            }
        });
        Self { address, certificate, came }
    }

    /// How many connected.
    pub(super) fn came(&self) -> usize {
        self.came.load(Ordering::SeqCst)
    }
}

/// Reads up to the empty line; nothing if the other side went away.
fn head(line: &mut dyn Line) -> String {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        match line.read(&mut byte) {
            // Somebody begins to speak TLS, and waits.
            Ok(1) if head.is_empty() && byte == [0x16] => return "TLS".to_owned(),
            Ok(1) => head.push(byte[0]),
            _ => return String::new(),
        }
    }
    String::from_utf8(head).unwrap()
}

/// Writes; the other side may be gone, which is its business.
pub(super) fn say(line: &mut dyn Line, text: impl AsRef<[u8]>) -> bool {
    line.write_all(text.as_ref()).and_then(|()| line.flush()).is_ok()
}

/// A whole answer.
pub(super) fn answer(line: &mut dyn Line, status: &str, headers: &str, body: &str) {
    let length = body.len();
    say(line, format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"));
}

/// What a request asks for.
pub(super) fn path(head: &str) -> &str {
    head.split(' ').nth(1).unwrap_or("")
}
