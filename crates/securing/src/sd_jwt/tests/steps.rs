//! The steps of RFC 9901, 7.1 and 7.3, by their numbers: one text per step that says to reject, and that it is rejected.
//! Steps 7.1/6 (dates) and 7.3/1, 2, 5.5, 5.6 (what the reader asks for) are the verifier's: see its `shown.rs`.

use super::*;

/// What must come of a text.
enum Must {
    Fault(DisclosureFault),
    Broken(fn(&Broken) -> bool),
}

/// A copy bound to a key, with the holder's JWT as given.
fn bound(header: &str, payload: &dyn Fn(&str) -> String, key: &SigningKey) -> String {
    let jwk = Document::composed(super::key(2).public().to_jwk()).to_text();
    let shown = made(&format!(r#","cnf":{{"jwk":{jwk}}}"#), &[]);
    let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload(&hash(&shown))));
    let signature = key.sign(&[input.as_bytes()]).unwrap().pop().unwrap();
    format!("{shown}{input}.{}", URL_SAFE_NO_PAD.encode(signature.as_bytes()))
}

fn proof(hash: &str) -> String {
    format!(r#"{{"iat":1795694400,"aud":"a","nonce":"n","sd_hash":"{hash}"}}"#)
}

const HOLDER: &str = r#"{"alg":"ES256","typ":"kb+jwt"}"#;

fn with(disclosure: &str) -> String {
    made(&format!(r#","_sd":["{}"]"#, digest(disclosure)), &[disclosure])
}

fn in_array(disclosure: &str) -> String {
    made(&format!(r#","x":[{{"...":"{}"}}]"#, digest(disclosure)), &[disclosure])
}

fn unsigned() -> String {
    let header = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"none","typ":"{TYPE}","kid":"p256"}}"#));
    format!("{header}.{}.AA~", URL_SAFE_NO_PAD.encode(format!(r#"{{"vct":"urn:x:1","iss":"{ISSUER}"}}"#)))
}

fn of_another_key(named: &str) -> String {
    let key = key(5).named(KeyId::parse(named).unwrap());
    format!("{}~", signed(&key, TYPE, &format!(r#"{{"vct":"urn:x:1","iss":"{ISSUER}"}}"#)))
}

#[test]
fn each_step_that_says_to_reject_is_taken() {
    use DisclosureFault as F;
    let is_binding: fn(&Broken) -> bool = |broken| matches!(broken, Broken::KeyBinding { .. });
    let element = r#"["s",1]"#;
    let (one, again) = (r#"["s","a",1]"#, r#"["t","a",2]"#);
    let twice = format!(r#","_sd":["{0}"],"x":{{"_sd":["{0}"]}}"#, digest(one));
    let names = |name: &str| with(&format!(r#"["s","{name}",1]"#));
    let inner = r#"["s","city","Cluj"]"#;
    let outer = format!(r#"["s","address",{{"_sd":["{0}","{0}"]}}]"#, digest(inner));
    let steps: Vec<(&str, String, Must)> = vec![
        ("7.1/2.1 none is no algorithm", unsigned(), Must::Broken(|b| matches!(b, Broken::Unsupported { .. }))),
        ("7.1/2.2 the signature", of_another_key(issuer().id().as_str()), Must::Broken(|b| *b == Broken::Signature)),
        (
            "7.1/2.3 the key is the issuer's",
            of_another_key(&format!("{ISSUER}#other")),
            Must::Broken(|b| matches!(b, Broken::KeyUnknown { .. })),
        ),
        (
            "7.1/2.4 the hash is known",
            made(r#","_sd_alg":"md5""#, &[]),
            Must::Fault(F::Hash { found: "md5".to_owned() }),
        ),
        ("7.1/3.3.2.1 three elements", with(element), Must::Fault(F::Malformed { what: "a member without a name" })),
        ("7.1/3.3.2.2 the name _sd", names("_sd"), Must::Fault(F::Name { name: "_sd".to_owned() })),
        ("7.1/3.3.2.2 the name ...", names("..."), Must::Fault(F::Name { name: "...".to_owned() })),
        ("7.1/3.3.2.3 a name that is there", names("iat"), Must::Fault(F::Name { name: "iat".to_owned() })),
        (
            "7.1/3.3.2.3 a name disclosed twice",
            made(&format!(r#","_sd":["{}","{}"]"#, digest(one), digest(again)), &[one, again]),
            Must::Fault(F::Name { name: "a".to_owned() }),
        ),
        ("7.1/3.3.3.1 two elements", in_array(one), Must::Fault(F::Name { name: "a".to_owned() })),
        ("7.1/4 a digest twice", made(&twice, &[one]), Must::Fault(F::DigestTwice)),
        (
            "7.1/4 a digest twice inside a disclosure",
            made(&format!(r#","_sd":["{}"]"#, digest(&outer)), &[&outer, inner]),
            Must::Fault(F::DigestTwice),
        ),
        ("7.1/5 a disclosure without a digest", made("", &[one]), Must::Fault(F::Unreferenced)),
        (
            "7.3/5.1 the holder's key",
            format!("{}{}", made("", &[]), signed(&key(2), "kb+jwt", &proof(&hash(&made("", &[]))))),
            Must::Broken(is_binding),
        ),
        (
            "7.3/5.2 none is no algorithm",
            bound(r#"{"alg":"none","typ":"kb+jwt"}"#, &proof, &key(2)),
            Must::Broken(is_binding),
        ),
        ("7.3/5.3 the holder's signature", bound(HOLDER, &proof, &key(3)), Must::Broken(is_binding)),
        ("7.3/5.4 typ", bound(r#"{"alg":"ES256","typ":"jwt"}"#, &proof, &key(2)), Must::Broken(is_binding)),
        (
            "7.3/5.5 iat is there",
            bound(HOLDER, &|hash| format!(r#"{{"aud":"a","nonce":"n","sd_hash":"{hash}"}}"#), &key(2)),
            Must::Broken(is_binding),
        ),
        (
            "7.3/5.6 aud is there",
            bound(HOLDER, &|hash| format!(r#"{{"iat":1,"nonce":"n","sd_hash":"{hash}"}}"#), &key(2)),
            Must::Broken(is_binding),
        ),
        (
            "7.3/5.6 nonce is there",
            bound(HOLDER, &|hash| format!(r#"{{"iat":1,"aud":"a","sd_hash":"{hash}"}}"#), &key(2)),
            Must::Broken(is_binding),
        ),
        ("7.3/5.7 sd_hash", bound(HOLDER, &|_| proof("other"), &key(2)), Must::Broken(is_binding)),
        (
            "7.3/5.8 a valid JWT in all else",
            bound(r#"{"alg":"ES256","typ":"kb+jwt","crit":["x"],"x":1}"#, &proof, &key(2)),
            Must::Broken(is_binding),
        ),
    ];
    for (step, text, must) in steps {
        let broken = of_text(&text).expect_err(step);
        match must {
            Must::Fault(fault) => assert_eq!(broken, Broken::Disclosure(fault), "{step}"),
            Must::Broken(holds) => assert!(holds(&broken), "{step}: {broken:?}"),
        }
    }
    let good = bound(HOLDER, &proof, &key(2));
    assert!(of_text(&good).unwrap().binding().is_some(), "the same text with nothing wrong is taken");
}
