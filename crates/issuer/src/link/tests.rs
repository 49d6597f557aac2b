//! Links follow their copies: known while the copy is, unknown once its person is erased.

use super::*;
use crate::issue::tests::Room;
use crate::register::Register;
use crate::{LinkCapability, Standing};

#[test]
fn what_acts_did_to_links_is_read_off_the_journal_once_each() {
    let room = Room::with(3);
    let mut register = room.register.clone();
    let before = register.head().seq;
    let copies = room.issue_into(&mut register, 1).unwrap();

    let news = link_news(&register, before).unwrap();

    assert_eq!((news.copies().len(), news.erasures()), (3, 0));
    let shown: Vec<_> = news.copies().iter().map(|key| linked(&register, key).unwrap().unwrap()).collect();
    for (copy, shown) in copies.iter().zip(&shown) {
        assert_eq!(copy.standing, Standing::Issued);
        assert_eq!((shown.number(), shown.secured()), (&copy.number, &copy.secured));
        assert_eq!(shown.links().iter().map(KnownLink::capability).collect::<Vec<_>>(), [copy.link]);
        assert!(shown.links()[0].withdrawn().is_none());
        assert_eq!(link_standing(&register, &copy.link).unwrap(), LinkStanding::Shows);
    }
    assert_eq!(link_news(&register, register.head().seq).unwrap(), LinkNews::default());
    assert_eq!(link_standing(&register, &LinkCapability::from_random([7; 16])).unwrap(), LinkStanding::Unknown);
}
