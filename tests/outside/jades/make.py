"""Makes tests/vectors/x509 and tests/vectors/jades with PyPI `cryptography` and openssl, by the byte rules of ETSI TS 119 182-1.

Run by hand, and only when a vector is added: keys are drawn anew and thrown away. `judge.py` holds what is committed
against openssl; the tests of `crates/securing` hold ours against the same files.
"""
import base64
import datetime as dt
import hashlib
import json
import subprocess
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
BEGIN, END = dt.datetime(2026, 1, 1), dt.datetime(2056, 1, 1)
BODY = "VATIT-12345678901"  # the issuer of tests/vectors/elm/example.json
QC = bytes.fromhex("301f300806060400" "8e4601013013" "060604008e460106" "3009060704008e46010602")


def name(common, body=None):
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if body:
        parts += [x509.NameAttribute(NameOID.COUNTRY_NAME, "IT"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Demo Body"),
                  x509.NameAttribute(ObjectIdentifier("2.5.4.97"), body)]
    return x509.Name(parts)


class Party:
    def __init__(self, common, key, issuer=None, ca=False, body=None, begin=BEGIN, end=END, usage=(), extended=(), extra=(), path=None, digest=None, pss=False, named=None, serial=None):
        self.key, self.subject = key, name(common, body)
        signer = issuer or self
        builder = (x509.CertificateBuilder().subject_name(self.subject).issuer_name(named or signer.subject)
                   .public_key(key.public_key()).serial_number(serial or x509.random_serial_number())
                   .not_valid_before(begin).not_valid_after(end))
        if ca is not None:
            builder = builder.add_extension(x509.BasicConstraints(ca, path), critical=True)
        bits = dict.fromkeys(["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                              "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"], False)
        bits.update(dict.fromkeys(usage or (["key_cert_sign"] if ca else ["digital_signature", "content_commitment"]), True))
        builder = builder.add_extension(x509.KeyUsage(**bits), critical=True)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key()), critical=False)
        if extended:
            builder = builder.add_extension(x509.ExtendedKeyUsage(extended), critical=ExtendedKeyUsageOID.TIME_STAMPING in extended)
        for extension, critical in extra:
            builder = builder.add_extension(extension, critical)
        more = {"rsa_padding": padding.PSS(padding.MGF1(hashes.SHA256()), 32)} if pss else {}
        self.certificate = builder.sign(signer.key, digest or hashes.SHA256(), **more)
        self.der = self.certificate.public_bytes(serialization.Encoding.DER)

    def pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()


def p256(): return ec.generate_private_key(ec.SECP256R1())
def p384(): return ec.generate_private_key(ec.SECP384R1())
def rsa_key(bits=2048): return rsa.generate_private_key(65537, bits)
def b64u(data): return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
def compact(value): return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def chains():
    root, cases = Party("Root", p384(), ca=True), []
    rsa_root = Party("RSA root", rsa_key(3072), ca=True, digest=hashes.SHA384())
    middle = Party("Middle", p256(), root, ca=True)

    def case(title, chain, ours, openssl, at="2026-11-26T12:00:00Z"):
        chain = [one if isinstance(one, bytes) else one.der for one in chain]
        cases.append({"name": title, "at": at, "ours": ours, "openssl": openssl, "chain": [base64.b64encode(one).decode() for one in chain]})

    odd = x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.32473.1"), b"\x05\x00")
    within = x509.NameConstraints([x509.DNSName("cert.example")], None)
    host = lambda text: [(x509.SubjectAlternativeName([x509.DNSName(text)]), False)]
    leaf = lambda issuer, **how: Party("Seal", p256(), issuer, **how)
    case("a leaf under an authority under the root", [leaf(middle), middle], "holds", "OK")
    case("a leaf with the qualified statements", [leaf(root, body=BODY, extra=[(x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.5.5.7.1.3"), QC), False)])], "holds", "OK")
    case("an RSA leaf under an RSA root by SHA-384", [Party("Seal", rsa_key(), rsa_root, digest=hashes.SHA384())], "holds", "OK")
    case("a leaf signed by RSASSA-PSS", [Party("Seal", p256(), rsa_root, pss=True)], "holds", "OK")
    case("a P-384 leaf by SHA-512", [Party("Seal", p384(), root, digest=hashes.SHA512())], "holds", "OK")
    case("authorities in another order", [leaf(deep := Party("Deep", p256(), middle, ca=True)), middle, deep], "holds", "OK")
    case("the last second", [leaf(root, end=dt.datetime(2027, 1, 1))], "holds", "certificate has expired", "2027-01-01T00:00:00Z")  # RFC 5280 4.1.2.5 includes it
    case("a second later", [leaf(root, end=dt.datetime(2027, 1, 1))], "expired", "certificate has expired", "2027-01-01T00:00:01Z")
    case("not yet", [leaf(root, begin=dt.datetime(2030, 1, 1))], "not-yet", "certificate is not yet valid")
    ended = Party("Ended", p256(), root, ca=True, end=dt.datetime(2026, 6, 1))
    case("an authority that had ended", [leaf(ended), ended], "expired", "certificate has expired")
    case("its own issuer", [Party("Alone", p256())], "self-signed", "self-signed certificate")
    case("a critical extension that nobody knows", [leaf(root, extra=[(odd, True)])], "critical-extension", "unhandled critical extension")
    case("the same, not critical", [leaf(root, extra=[(odd, False)])], "holds", "OK")
    bound = Party("Bound", p256(), root, ca=True, extra=[(within, True)])
    case("a name within the constraint", [leaf(bound, extra=host("seal.cert.example")), bound], "holds", "OK")
    case("a name beyond the constraint", [leaf(bound, extra=host("seal.other.example")), bound], "name-constraint", "permitted subtree violation")
    short = Party("Short", p256(), root, ca=True, path=0)
    beyond = Party("Beyond", p256(), short, ca=True)
    case("a path that is too long", [leaf(beyond), beyond, short], "path-length", "path length constraint exceeded")
    no_ca = Party("No authority", p256(), root, ca=False, usage=["digital_signature", "key_cert_sign"])
    case("an authority that is none", [leaf(no_ca), no_ca], "not-authority", "invalid CA certificate")
    no_sign = Party("No signer", p256(), root, ca=True, usage=["digital_signature"])
    case("an authority whose key signs no certificates", [leaf(no_sign), no_sign], "not-authority", "invalid CA certificate")
    one, two = Party("One", p256(), ca=True), Party("Two", p256(), ca=True)
    one_by_two, two_by_one = Party("One", one.key, two, ca=True), Party("Two", two.key, one, ca=True)
    case("a circle", [leaf(one), one_by_two, two_by_one], "loop", "unable to get local issuer certificate")
    stranger = Party("Stranger", p256(), ca=True)
    case("a root that the chain brings", [leaf(stranger), stranger], "no-anchor", "self-signed certificate in certificate chain")
    case("an authority that is missing", [leaf(middle)], "no-anchor", "unable to get local issuer certificate")
    false = Party("Middle", p256(), ca=True)
    case("somebody with the authority's name", [leaf(false), middle], "signature", "unable to get local issuer certificate")
    good = leaf(root).der
    case("a flipped bit in the signature", [good[:-1] + bytes([good[-1] ^ 1])], "signature", "certificate signature failure")
    case("weak RSA behind it", [leaf(weak := Party("Weak", rsa_key(1024), root, ca=True)), weak], "signature", "OK")
    case("a key for enciphering only", [leaf(root, usage=["key_encipherment"])], "wrong-usage", "OK")
    case("a key for web servers only", [leaf(root, extended=[ExtendedKeyUsageOID.SERVER_AUTH])], "wrong-usage", "OK")
    case("the root inside", [leaf(root), root], "holds", "OK")
    folder = VECTORS / "x509"
    folder.mkdir(exist_ok=True)
    (folder / "anchors.pem").write_text(root.pem() + rsa_root.pem())
    (folder / "cases.json").write_text(json.dumps(cases, indent=1) + "\n")


def der_sequence(content):
    length = len(content)
    size = bytes([length]) if length < 128 else (lambda b: bytes([128 + len(b)]) + b)(length.to_bytes((length.bit_length() + 7) // 8, "big"))
    return size + content


def issuer_serial(certificate):
    names = certificate.issuer.public_bytes()
    general = b"\x30" + der_sequence(b"\xa4" + der_sequence(names))
    serial = certificate.serial_number
    number = serial.to_bytes(serial.bit_length() // 8 + 1, "big")
    return base64.b64encode(b"\x30" + der_sequence(general + b"\x02" + der_sequence(number))).decode()


def sign(party, algorithm, message):
    if algorithm == "PS256":
        return party.key.sign(message, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
    if algorithm == "RS256":
        return party.key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    digest, size = (hashes.SHA256(), 32) if algorithm == "ES256" else (hashes.SHA384(), 48)
    r, s = utils.decode_dss_signature(party.key.sign(message, ec.ECDSA(digest)))
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def sealed(payload, party, chain, algorithm, moment, **more):
    header = {"alg": algorithm, "cty": "octet-stream", "kid": issuer_serial(party.certificate),
              "x5t#S256": b64u(hashlib.sha256(party.der).digest()), "x5c": [base64.b64encode(one.der).decode() for one in chain],
              "typ": "jose+json", **moment, "b64": False, "crit": ["b64"] + (["sigT"] if "sigT" in moment else []), **more}
    protected = b64u(compact(header).encode())
    signature = b64u(sign(party, algorithm, f"{protected}.{payload}".encode()))
    return {"payload": payload, "signatures": [{"protected": protected, "signature": signature}]}


def stamped(document, authority, root):
    """Asks `openssl ts` for a token over the text of the signature."""
    signature = document["signatures"][0]
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "signature").write_text(signature["signature"])
        (folder / "tsa.pem").write_text(authority.pem())
        (folder / "root.pem").write_text(root.pem())
        key = authority.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (folder / "tsa.key").write_bytes(key)
        (folder / "serial").write_text("01\n")
        (folder / "ts.cnf").write_text("[tsa]\ndefault_tsa=t\n[t]\nserial=%s/serial\nsigner_digest=sha256\ndefault_policy=1.3.6.1.4.1.32473.2\ndigests=sha256\naccuracy=secs:1\nordering=no\ntsa_name=no\ness_cert_id_chain=no\ness_cert_id_alg=sha256\n" % folder)
        run = lambda *words: subprocess.run(words, cwd=folder, check=True, capture_output=True)
        run("openssl", "ts", "-query", "-data", "signature", "-sha256", "-cert", "-out", "q.tsq")
        run("openssl", "ts", "-reply", "-config", "ts.cnf", "-queryfile", "q.tsq", "-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "token", "-token_out")
        token = base64.b64encode((folder / "token").read_bytes()).decode()
    part = b64u(compact({"sigTst": {"tstTokens": [{"val": token}]}}).encode())
    return {**document, "signatures": [{"protected": signature["protected"], "header": {"etsiU": [part]}, "signature": signature["signature"]}]}


def jades():
    folder = VECTORS / "jades"
    folder.mkdir(exist_ok=True)
    root = Party("Demo root", p256(), ca=True)
    middle = Party("Demo seals", p256(), root, ca=True)
    qualified = [(x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.5.5.7.1.3"), QC), False)]
    seal = lambda key, **how: Party("Demo Body seal", key, middle, body=how.pop("body", BODY), extra=qualified, **how)
    now = dt.datetime.now(dt.timezone.utc).replace(microsecond=0)
    iat, sig_t = {"iat": int(now.timestamp())}, {"sigT": now.strftime("%Y-%m-%dT%H:%M:%SZ")}
    payload = (VECTORS / "elm" / "example.json").read_text()
    put = lambda title, document: (folder / f"{title}.json").write_text(compact(document) + "\n")
    es256, rsa_seal, es384 = seal(p256()), seal(rsa_key(3072)), seal(p384())
    tsa = Party("Demo time", rsa_key(), root, usage=["digital_signature"], extended=[ExtendedKeyUsageOID.TIME_STAMPING])
    put("es256-iat", sealed(payload, es256, [es256, middle], "ES256", iat))
    put("es256-sigt", sealed(payload, es256, [es256, middle], "ES256", sig_t))
    put("es384-iat", sealed(payload, es384, [es384, middle], "ES384", iat))
    put("ps256-iat", sealed(payload, rsa_seal, [rsa_seal, middle, root], "PS256", iat))
    put("rs256-iat", sealed(payload, rsa_seal, [rsa_seal, middle], "RS256", iat))
    soon = seal(p256(), end=(now + dt.timedelta(days=30)).replace(tzinfo=None))
    put("es256-b-t", stamped(sealed(payload, soon, [soon, middle], "ES256", iat), tsa, root))
    for title, party in [("p256", es256), ("rsa", rsa_seal)]:
        key = party.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (folder / f"{title}.pem").write_text(key.decode() + party.pem() + middle.pem())
    (folder / "anchors.pem").write_text(root.pem())


chains()
jades()
