"""PyPI sd-jwt, the reference of the IETF working group: our copies hold for it, and its copies are judged by us.

Usage: ietf.py ATTESTO FOLDER BODY_FOLDER. It knows neither dates nor status; those are asked of other clients.
"""

import base64
import json
import subprocess
import sys
import time
from pathlib import Path

from cryptography import x509
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

attesto, work, body = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
passed = failed = 0


def check(name, act):
    global passed, failed
    try:
        act()
        passed += 1
        print(f"pass  {name}")
    except Exception as failure:
        failed += 1
        print(f"FAIL  {name}: {type(failure).__name__} {failure}")


def refused(act):
    try:
        act()
    except Exception:
        return
    raise AssertionError("it was taken")


def text(name):
    return (body / name).read_text().strip()


issuers = {key["kid"]: key for key in json.loads(text("jwt-vc-issuer.json"))["jwks"]["keys"]}


def key_of(_issuer, header):
    return JWK(**{name: issuers[header["kid"]][name] for name in ("kty", "crv", "x", "y")})


def ours_issued():
    claims = SDJWTVerifier(text("wallet.sdjwt"), key_of).get_verified_payload()
    assert claims["family_name"] and claims["given_name"] and len(claims["learning_outcomes"]) > 1
    assert "_salts_from" not in claims and "_sd" not in claims


def ours_shown():
    claims = SDJWTVerifier(text("shown.sdjwt"), key_of, "https://office.example", "n-1").get_verified_payload()
    assert claims["family_name"] and "given_name" not in claims and len(claims["learning_outcomes"]) == 1


def certified_issued():
    """The key comes out of the certificate in the header, which the authority of the body signed."""
    authority = x509.load_pem_x509_certificate((body / "certified/ca.pem").read_bytes())

    def key_inside(_issuer, header):
        leaf = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
        leaf.verify_directly_issued_by(authority)
        return JWK.from_pyca(leaf.public_key())

    claims = SDJWTVerifier(text("certified/wallet.sdjwt"), key_inside).get_verified_payload()
    assert claims["family_name"] and claims["cnf"]["jwk"]


check("the copy as it was issued", ours_issued)
check("the copy under a certificate, by the key inside it", certified_issued)
check("what was shown, with the holder's proof", ours_shown)
check("another nonce is refused", lambda: refused(lambda: SDJWTVerifier(text("shown.sdjwt"), key_of, "https://office.example", "n-2")))
check("a claim added is refused there where it is given twice", lambda: refused(
    lambda: SDJWTVerifier(text("wallet.sdjwt") + text("wallet.sdjwt").split("~")[1] + "~", key_of)))

ISSUER, now = "https://ietf.example/body", int(time.time())
signing, holding = (JWK.generate(kty="EC", crv="P-256") for _ in range(2))
material = work / "material"
material.mkdir()
public = {**json.loads(signing.export_public()), "kid": "k1"}
(material / "issuer.json").write_text(json.dumps({"issuer": ISSUER, "jwks": {"keys": [public]}}))
(work / "trust.toml").write_text(f'format = 1\nname = "L"\n[[issuer]]\nid = "{ISSUER}"\nname = "I"\ncertificates = ["*"]\n')


def issued():
    claims = {
        "iss": ISSUER, "vct": "urn:ietf:example:1", "iat": now - 60, "exp": now + 86400,
        SDObj("given_name"): "Ana", SDObj("family_name"): "Pop",
        "nationalities": [SDObj("RO"), SDObj("EL")],
        SDObj("address"): {SDObj("city"): "Cluj", "country": "RO"},
    }
    return SDJWTIssuer(
        user_claims=claims, issuer_key=signing, holder_key=holding, sign_alg="ES256", add_decoy_claims=True,
        extra_header_parameters={"typ": "dc+sd-jwt", "kid": "k1"},
    ).sd_jwt_issuance


def shown(nonce):
    holder = SDJWTHolder(issued())
    disclosed = {"given_name": True, "family_name": True, "nationalities": [True, False], "address": {"city": True}}
    holder.create_presentation(disclosed, nonce, "https://office.example", holding, "ES256")
    return holder.sd_jwt_presentation


def judged(presentation, verdict, code, *more):
    file = work / "one.sdjwt"
    file.write_text(presentation)
    command = [attesto, "--json", "verify", str(file), "--offline", "--material", str(material), "--trust", str(work / "trust.toml")]
    report = json.loads(subprocess.run(command + list(more), capture_output=True, text=True).stdout)
    codes = [line["code"] for line in report["checks"]]
    assert (report["verdict"], code in codes) == (verdict, True), (report["verdict"], codes)


here = ("--audience", "https://office.example", "--nonce", "n-1")
check("a copy that it issued, with decoys and claims in claims", lambda: judged(issued(), "valid", "sd.unproven"))
check("a copy that it shows, by name", lambda: judged(shown("n-1"), "valid", "sd.bound", *here, "--name", "Ana Pop"))
check("a copy that it shows on another question", lambda: judged(shown("n-2"), "not-valid", "sd.nonce", *here))
check("one of its claims given twice", lambda: judged(issued() + issued().split("~")[1] + "~", "not-valid", "sd.unreferenced"))
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
