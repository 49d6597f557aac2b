//! Hands of other sorts than one, and that nothing hangs on which they are.

use super::*;
use crate::issue::Alone;
use crate::sheet::tests::hands::Several;

/// Hands that do nothing of what they are asked.
struct Idle;

impl Hands for Idle {
    fn beside(&self, _away: &mut (dyn FnMut() + Send), _here: &mut dyn FnMut()) {}

    fn each(&self, _count: usize, _work: &(dyn Fn(usize) + Sync)) {}
}

#[test]
fn whoever_works_what_comes_of_it_stands_in_order() {
    let things: Vec<usize> = (0..2 * SHARE + 7).collect();
    let all: [&dyn Hands; 3] = [&Alone, &Several, &Idle];
    for hands in all {
        let shares = each_share(&things, hands, <[usize]>::to_vec);
        assert_eq!(shares.iter().map(Vec::len).collect::<Vec<_>>(), [SHARE, SHARE, 7]);
        assert_eq!(shares.concat(), things);
        assert_eq!(each_taken(things.clone(), hands, |thing| thing), things);
        assert!(each_share(&[(); 0], hands, |_| ()).is_empty());
    }
}
