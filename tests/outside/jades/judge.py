"""openssl judges tests/vectors/x509 and tests/vectors/jades, and seals given as arguments (FILE ANCHORS): chain, signature, time-stamp.

Nothing but Python and openssl; the byte rules are those of ETSI TS 119 182-1 as EDC applies them.
"""
import base64
import datetime as dt
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
passed = failed = 0


def told(holds, name, why=""):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    print(f"{'ok  ' if holds else 'FAIL'}  {name} {'' if holds else why}")


def openssl(*words, **more):
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, **more)
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


def pem(der):
    return "-----BEGIN CERTIFICATE-----\n%s-----END CERTIFICATE-----\n" % base64.encodebytes(der).decode()


def verify(folder, chain, anchors, at):
    (folder / "leaf.pem").write_text(pem(chain[0]))
    (folder / "others.pem").write_text("".join(map(pem, chain[1:])))
    others = ["-untrusted", folder / "others.pem"] if chain[1:] else []
    return openssl("verify", "-no-CApath", "-no-CAstore", "-CAfile", anchors, "-attime", int(at), *others, folder / "leaf.pem")


def b64u(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def der_signature(raw):
    """Both numbers side by side, as openssl wants them."""
    half = len(raw) // 2
    number = lambda part: (lambda n: b"\x02" + bytes([len(n)]) + n)(int.from_bytes(part, "big").to_bytes(len(part) + 1, "big").lstrip(b"\0").rjust(1, b"\0") if part.lstrip(b"\0")[:1] < b"\x80" else b"\0" + part.lstrip(b"\0"))
    body = number(raw[:half]) + number(raw[half:])
    return b"\x30" + bytes([len(body)]) + body


def seal(path, anchors, folder):
    """A line for chain, certificate digest, signature and time-stamp of one seal."""
    document = json.loads(Path(path).read_text())
    [one] = document["signatures"]
    header = json.loads(b64u(one["protected"]))
    chain = [base64.b64decode(certificate) for certificate in header["x5c"]]
    claimed = header.get("iat") or dt.datetime.fromisoformat(header["sigT"].replace("Z", "+00:00")).timestamp()
    code, said = verify(folder, chain, anchors, claimed)
    told(code == 0, f"{path.name}: chain", said)
    told(b64u(header["x5t#S256"]) == hashlib.sha256(chain[0]).digest(), f"{path.name}: certificate digest")
    told(header["b64"] is False and "b64" in header["crit"] and ("iat" in header) != ("sigT" in header), f"{path.name}: header")
    (folder / "message").write_bytes(one["protected"].encode() + b"." + document["payload"].encode())
    raw = b64u(one["signature"])
    (folder / "signature").write_bytes(der_signature(raw) if header["alg"].startswith("ES") else raw)
    _, key = openssl("x509", "-in", folder / "leaf.pem", "-pubkey", "-noout")
    (folder / "key.pem").write_text(key)
    pss = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"] if header["alg"] == "PS256" else []
    digest = "-sha384" if header["alg"] == "ES384" else "-sha256"
    code, said = openssl("dgst", digest, "-verify", folder / "key.pem", *pss, "-signature", folder / "signature", folder / "message")
    told(code == 0, f"{path.name}: signature by {header['alg']}", said)
    for part in one.get("header", {}).get("etsiU", []):
        for token in json.loads(b64u(part)).get("sigTst", {}).get("tstTokens", []):
            (folder / "token").write_bytes(base64.b64decode(token["val"]))
            (folder / "stamped").write_text(one["signature"])
            code, said = openssl("ts", "-verify", "-token_in", "-in", folder / "token", "-data", folder / "stamped", "-CAfile", anchors)
            told(code == 0, f"{path.name}: time-stamp", said)


with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    if sys.argv[1:]:
        seal(Path(sys.argv[1]), sys.argv[2], folder)
    else:
        for case in json.loads((VECTORS / "x509" / "cases.json").read_text()):
            at = dt.datetime.fromisoformat(case["at"].replace("Z", "+00:00")).timestamp()
            chain = [base64.b64decode(one) for one in case["chain"]]
            code, said = verify(folder, chain, VECTORS / "x509" / "anchors.pem", at)
            told((code == 0) == (case["openssl"] == "OK") and case["openssl"] in said, case["name"], said)
        for path in sorted((VECTORS / "jades").glob("*.json")):
            seal(path, VECTORS / "jades" / "anchors.pem", folder)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
