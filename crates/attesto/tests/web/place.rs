//! An installation with a published folder, a server on it, and a client that says exactly what it is told to.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// A server of a test, ended with it.
pub(crate) struct Place {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) address: String,
    child: Child,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// The case of the corpus that is valid by its own trust list and document.
pub(crate) fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases").join(name)
}

impl Place {
    /// Both roles, with the rules of a configuration's `[serve]` beside the usual ones.
    pub(crate) fn serving(rules: &str) -> Self {
        Self::serving_for("valid-did-web", rules)
    }

    /// The same with the document and the trust list of a case of the corpus.
    pub(crate) fn serving_for(name: &str, rules: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = format!(
            "format = 1\n[body]\nname = \"Demo\"\ndid = \"did:web:cert.example:demo\"\nbase_url = \"https://cert.example/demo\"\n[serve]\n{rules}\n"
        );
        fs::write(folder.path().join("attesto.toml"), config).unwrap();
        let public = folder.path().join("public");
        for name in ["status", "schemes/sim"] {
            fs::create_dir_all(public.join(name)).unwrap();
        }
        fs::copy(case(name).join("material/did.json"), public.join("did.json")).unwrap();
        for (name, text) in [
            ("status/1.json", "{\"list\":1}"),
            ("status/1.jwt", "a.b.c"),
            ("schemes/sim/1.en.html", "<style>p{}</style><p>Scheme</p>"),
            ("schemes/sim/1.el.html", "<p>Σχήμα</p>"),
            ("schemes/sim/1.json", "{}"),
            ("page.html", "<p>page</p>"),
            ("note.txt", "note"),
        ] {
            fs::write(public.join(name), text).unwrap();
        }
        fs::write(folder.path().join("secret.txt"), "secret").unwrap();
        let trust = case(name).join("trust.toml");
        Self::started(folder, &["--trust", trust.to_str().unwrap()])
    }

    fn started(folder: tempfile::TempDir, words: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_attesto"))
            .args(["--home", folder.path().to_str().unwrap(), "--json", "serve", "--offline"])
            .args(["--listen", "127.0.0.1:0"])
            .args(words)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        Self { folder, address: told["listening"].as_str().unwrap().to_owned(), child }
    }

    /// One role alone, in an empty folder.
    pub(crate) fn verifier() -> Self {
        Self::started(tempfile::tempdir().unwrap(), &["verifier"])
    }

    pub(crate) fn public(&self, name: &str) -> PathBuf {
        self.folder.path().join("public").join(name)
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        // Longer than any bound of the server: a test that waits in vain fails instead of hanging.
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Says these bytes and nothing more; gives everything that came back.
    pub(crate) fn raw(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        // The server may have hung up before it was told everything.
        drop(stream.write_all(bytes));
        drop(stream.shutdown(Shutdown::Write));
        let mut back = Vec::new();
        drop(stream.read_to_end(&mut back));
        back
    }

    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: cert.example\r\nConnection: close\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if method == "POST" && !head.contains("Content-Length") && !head.contains("Transfer-Encoding") {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        Answer::read(&self.raw(&[head.as_bytes(), b"\r\n", body].concat()))
    }

    pub(crate) fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask("GET", path, headers, b"")
    }

    /// Tells the process to stop, and gives its exit code when it has.
    pub(crate) fn stop(&mut self) -> Option<i32> {
        self.terminate();
        self.child.wait().unwrap().code()
    }

    pub(crate) fn terminate(&self) {
        let told = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(told.success());
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Answer {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no answer: {:?}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        Self { status, headers: lines.filter_map(header).collect(), body: bytes[end + 4..].to_vec() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|why| panic!("{why}: {}", self.text()))
    }
}
