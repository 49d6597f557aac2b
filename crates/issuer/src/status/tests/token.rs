//! The same act in the other encoding: what wallets read changes with what badges name.

use attesto_credential::{Iri, Secured, TokenList, TokenStatus};
use attesto_securing::{Algorithm, BoundKey, Contexts, KeyId, Keys, Signer as _, SigningKey};

use super::*;

#[test]
fn one_act_changes_both_encodings_of_a_list_in_one_edition() {
    let mut life = Life::begun();
    let signer = SigningKey::from_seed(&[5; 32]).unwrap();
    let issuer = Iri::parse(signer.id().owner()).unwrap();
    let (wallets, contexts, by) = (Iri::parse("https://cert.example/body").unwrap(), Contexts::pinned(), id("attesto"));
    let token_key = SigningKey::from_secret(Algorithm::Es256, &[6; 32]).unwrap();
    let token_key = token_key.named(KeyId::parse("https://cert.example/body#list").unwrap());
    let base = StatusBase::of(&wallets);
    let keys =
        Keys::new().with(wallets.as_str(), vec![BoundKey::pinned(token_key.id().clone(), token_key.public().clone())]);
    let number = life.number();
    let place = Records::of(&life.register).certification(&number).unwrap().map(|_| life.copies[0].place).unwrap();

    let mut said = Vec::new();
    for (deed, cause) in [
        (None, Cause::Complaint),
        (Some(Particulars::Suspend), Cause::Complaint),
        (Some(Particulars::Lift), Cause::Cleared),
        (Some(Particulars::Withdraw), Cause::FalseBasis),
    ] {
        if let Some(particulars) = deed {
            life.done(particulars, cause);
        }
        let mut press = press(&mut life, NOW, (&issuer, &base, &by), &contexts, &signer);
        press.token = Some(TokenPress { signer: &token_key, issuer: &wallets });
        let edition = publish(&mut press, 1).unwrap();
        assert_eq!(edition.parts().count(), 5);
        assert_eq!(editions(&life.register, 1).unwrap().last(), Some(&edition));
        let text = edition.text(&life.register, PartOfEdition::Token).unwrap();
        let secured = Secured::parse(text.as_bytes()).unwrap();
        let opened = attesto_securing::open::<TokenList>(&[secured], &keys, &contexts, at("2026-11-26T09:00:00Z"));
        let list = opened.into_iter().next().unwrap().unwrap();
        let url = base.token_place(place).unwrap();
        assert_eq!(list.said().id, url.list);
        said.push(list.said().statuses.get(url.index).unwrap());
    }
    use TokenStatus::{Invalid, Suspended, Valid};
    assert_eq!(said, [Valid, Suspended, Valid, Invalid]);
}
