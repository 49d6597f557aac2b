//! The headers that every answer bears, so that a browser does nothing with it that was not meant.
//! What may be kept, and by whom, each route says itself; where it says nothing, nothing is kept.

use attesto_securing::Digest;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::serving::Before;

/// Nothing may be loaded, framed or sent elsewhere.
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 3] =
    [(X_CONTENT_TYPE_OPTIONS, "nosniff"), (REFERRER_POLICY, "no-referrer"), (X_FRAME_OPTIONS, "DENY")];

/// What of the device a page may use: nothing, but where codes are scanned the camera.
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const NOTHING: &str = "camera=(), geolocation=(), microphone=()";
const CAMERA: &str = "camera=(self), geolocation=(), microphone=()";

/// Puts the headers on an answer.
pub(super) fn dress(headers: &mut HeaderMap, before: Before) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(PERMISSIONS).or_insert(HeaderValue::from_static(NOTHING));
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if before == Before::Tls {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
}

/// The same in the writing of the protocol.
pub(super) fn raw() -> String {
    let always = ALWAYS.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    let rest = [format!("content-security-policy: {POLICY}\r\n"), format!("{PERMISSIONS}: {NOTHING}\r\n")];
    always.chain(rest).collect()
}

/// The policy of a page: its own styles by their hashes, its own forms, pictures that are part of it, and no script.
pub(super) fn policy_of(page: &str) -> HeaderValue {
    let styles = page.split("<style>").skip(1).filter_map(|rest| rest.split_once("</style>"));
    let hashes: String = styles
        .map(|(style, _)| format!(" 'sha256-{}'", STANDARD.encode(Digest::of(style.as_bytes()).as_bytes())))
        .collect();
    let styles = if hashes.is_empty() { " 'none'".to_owned() } else { hashes };
    let policy = format!(
        "default-src 'none'; style-src{styles}; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(POLICY))
}

/// Lets a page scan with the camera: by the script of this server, which asks this server alone.
pub(super) fn let_scan(headers: &mut HeaderMap, page: &str) {
    let policy = policy_of(page);
    let scanning = format!("{}; script-src 'self'; connect-src 'self'", policy.to_str().unwrap_or(POLICY));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_str(&scanning).unwrap_or(policy));
    headers.insert(PERMISSIONS, HeaderValue::from_static(CAMERA));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_use_its_own_styles_and_no_others() {
        let policy = policy_of("<style>a{}</style><p>x</p><style>b{}</style>");
        let policy = policy.to_str().unwrap();
        assert_eq!(policy.matches("'sha256-").count(), 2, "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("script-src"), "{policy}");
        assert!(policy_of("<p>x</p>").to_str().unwrap().contains("style-src 'none'"));
    }

    #[test]
    fn only_a_page_that_scans_may_use_the_camera_and_a_script_of_this_server() {
        let header = |headers: &HeaderMap, name: HeaderName| headers[name].to_str().unwrap().to_owned();
        let (mut scanning, mut other) = (HeaderMap::new(), HeaderMap::new());
        let_scan(&mut scanning, "<style>a{}</style>");
        for headers in [&mut scanning, &mut other] {
            dress(headers, Before::Nothing);
        }
        assert!(header(&scanning, PERMISSIONS).contains("camera=(self)"));
        assert!(header(&other, PERMISSIONS).contains("camera=()"));
        let policy = header(&scanning, CONTENT_SECURITY_POLICY);
        assert!(policy.contains("script-src 'self'") && policy.contains("'sha256-"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
    }
}
