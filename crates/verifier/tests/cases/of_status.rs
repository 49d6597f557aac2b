//! The corpus of the status: what the issuer's list says, what stands beside it, and what keeps it from being believed.

use attesto_credential::Why;
use serde_json::{Value, json};

use crate::bench::*;
use crate::corpus::changed;
use crate::lists::*;
use crate::made::Made;

/// A badge whose entry has an index written so.
pub(crate) fn with_index(written: Value) -> Value {
    sealed(&unsealed(written))
}

fn unsealed(index: Value) -> Value {
    changed(|badge| {
        badge["credentialStatus"] = json!({
            "id": format!("{LIST}#{INDEX}"), "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": index, "statusListCredential": LIST,
        });
    })
}

pub(crate) fn listed_badge() -> Value {
    with_index(INDEX.to_string().into())
}

fn of(name: &'static str, served: &[Served]) -> Made {
    Made::of(name, listed_badge()).with_listed(served)
}

pub(crate) fn all() -> Vec<Made> {
    [said(), followed(), withheld(), unbelieved(), outdated(), past()].into_iter().flatten().collect()
}

fn said() -> Vec<Made> {
    vec![
        of("valid-status-good", &State::clear().published()),
        of("valid-status-good-beside-others", &State { set: vec![INDEX - 1, INDEX + 1], ..State::clear() }.published()),
        of("status-revoked", &State::revoked().published()),
        of("status-suspended", &State::suspended().published()),
        of("valid-status-of-a-foreign-list", &[(LIST.to_owned(), foreign(&State::clear()))]),
        of("status-revoked-in-a-foreign-list", &[(LIST.to_owned(), foreign(&State::revoked()))]),
        Made::of("status-index-is-no-counter", with_index("007".into())).with_listed(&State::clear().published()),
        Made::of("status-index-beyond-the-list", with_index("131072".into())).with_listed(&State::clear().published()),
    ]
}

/// A list as other issuers write it: an object for the issuer, several purposes, no end, nothing beside it.
pub(crate) fn foreign(state: &State) -> String {
    let mut list = state.wording();
    let members = list.as_object_mut().unwrap();
    ["relatedResource", "validUntil"].iter().for_each(|member| drop(members.remove(*member)));
    list["issuer"] = json!({"id": ISSUER});
    list["credentialSubject"]["statusPurpose"] = json!(["suspension", "revocation"]);
    list["credentialSubject"]["ttl"] = 86_400_000.into();
    sealed(&list).to_string()
}

fn followed() -> Vec<Made> {
    let next = with_index("7".into());
    let renewed = State::clear().followed(Why::Renewal, Some(7)).published();
    let withdrawn = State { set: vec![7], ..State::clear() }.followed(Why::Renewal, Some(7)).published();
    let impostor = sealed_by_did_key(&unsealed("7".into()), 2);
    vec![
        of("status-corrected", &State::revoked().followed(Why::Correction, Some(7)).published()),
        of("status-renewed", &State::clear().followed(Why::Renewal, Some(7)).published()),
        of("status-new-name-without-a-copy-yet", &State::clear().followed(Why::NewName, None).published()),
        of("valid-status-renewed-and-both-shown", &renewed).beside(&next),
        of("status-renewed-and-the-newer-is-withdrawn", &withdrawn).beside(&next),
        of("status-renewed-and-another-issuers-badge-is-shown", &renewed).beside(&impostor),
    ]
}

fn withheld() -> Vec<Made> {
    let absent = vec![("absent.txt".to_owned(), format!("{LIST} the server did not answer\n"))];
    vec![
        of("status-list-withheld", &[]).and_material(absent),
        of("status-successors-withheld", &without(State::clear().published(), "successors.jws")),
        of("status-suspension-withheld", &without(State::suspended().published(), "suspension.json")),
    ]
}

fn unbelieved() -> Vec<Made> {
    let published = State::clear().published();
    let broken = |name, text: &str| of(name, &with(published.clone(), LIST, text));
    let other_key = sealed_by(&State::clear().wording(), options(&issuer_key()), &key(66)).to_string();
    let later = State::clear().followed(Why::Renewal, None).beside();
    let mixed = without(published.clone(), "successors.jws").into_iter().chain([later[1].clone()]).collect::<Vec<_>>();
    vec![
        broken("status-list-of-another-key", &other_key),
        broken("status-list-of-another-issuer", &sealed_by_did_key_list(&State::clear().wording())),
        broken("status-list-cut-off", &published[0].1[..published[0].1.len() / 2]),
        of("status-successors-of-another-edition", &mixed),
    ]
}

/// The list under another issuer's own key, which is a good seal and not the issuer's.
pub(crate) fn sealed_by_did_key_list(list: &Value) -> String {
    let key = key(2);
    let mut list = list.clone();
    list["issuer"] = attesto_securing::Signer::id(&key).owner().into();
    sealed_by(&list, options(&key), &key).to_string()
}

fn outdated() -> Vec<Made> {
    let seen = vec![("seen.txt".to_owned(), format!("{LIST} 2026-07-01T06:00:00Z\n"))];
    vec![
        of("status-list-ended", &State::clear().counting("2026-06-20T00:00:00Z", "2026-07-01T11:59:59Z").published()),
        of("status-list-older-than-the-policy-asks", &State::clear().published())
            .with_policy("format = 1\n\n[status]\nmax_age = \"6h\"\n"),
        of("status-list-older-than-one-seen-before", &State::clear().published()).and_material(seen),
    ]
}

/// In force until the tenth, suspended until the twentieth, in force since.
pub(crate) fn life() -> Vec<Served> {
    let first = State::clear().counting("2026-07-01T00:00:00Z", "2026-07-15T00:00:00Z");
    let second = State::suspended().counting("2026-07-10T08:30:00Z", "2026-07-24T00:00:00Z").after(&[&first]);
    let present = State::clear().counting("2026-07-20T07:00:00Z", "2026-08-03T00:00:00Z").after(&[&first, &second]);
    [present.published(), first.dated(), second.dated()].concat()
}

fn past() -> Vec<Made> {
    let fetched = "2026-07-21T00:00:00Z";
    let on = |name, at, served: &[Served]| Made::of(name, listed_badge()).with_listed_at(served, fetched).at(at);
    let bare = [(LIST.to_owned(), foreign(&State::clear().counting("2026-07-20T07:00:00Z", "2026-08-03T00:00:00Z")))];
    vec![
        on("valid-status-on-the-day-before-it-was-suspended", "2026-07-10T08:29:59Z", &life()),
        on("status-on-a-day-while-it-was-suspended", "2026-07-10T08:30:00Z", &life()),
        on("valid-status-on-the-day-it-was-in-force-again", "2026-07-20T07:00:00Z", &life()),
        on("status-on-a-day-before-any-edition", "2026-06-30T23:59:59Z", &life()),
        on(
            "status-on-a-day-whose-edition-is-withheld",
            "2026-07-10T08:30:00Z",
            &without(life(), "T083000Z/revocation.json"),
        ),
        on("status-on-a-past-day-of-a-list-without-history", "2026-07-10T08:30:00Z", &bare),
    ]
}
