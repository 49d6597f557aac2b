"""A time-stamping authority on loopback: answers every POST by `openssl ts`. `tsa.py FOLDER PORTFILE`; runs until it is ended."""
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

folder = Path(sys.argv[1])


class Authority(BaseHTTPRequestHandler):
    def do_POST(self):
        (folder / "question.tsq").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
        subprocess.run(["openssl", "ts", "-reply", "-config", "ts.cnf", "-queryfile", "question.tsq", "-signer", "tsa.pem",
                        "-inkey", "tsa.key", "-out", "answer.tsr"], cwd=folder, check=True, capture_output=True)
        answer = (folder / "answer.tsr").read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        """Says nothing."""


server = HTTPServer(("127.0.0.1", 0), Authority)
Path(sys.argv[2]).write_text(str(server.server_port))
server.serve_forever()
