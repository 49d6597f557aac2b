//! Whether a signature holds under a key, worked out once and kept beside the signature.
//! Whether that key may speak for anybody is asked anew each time, in `resolve`.

use std::sync::OnceLock;

use super::PublicKey;

/// The answer for the first key that was asked about; for another key it is worked out anew.
#[derive(Debug, Default)]
pub(crate) struct Checked(OnceLock<(PublicKey, bool)>);

impl Checked {
    /// Whether the signature beside this holds under a key.
    pub(crate) fn holds(&self, key: &PublicKey, verify: impl FnOnce() -> bool) -> bool {
        match self.0.get() {
            Some((known, holds)) if known == key => *holds,
            Some(_) => verify(),
            None => {
                let holds = verify();
                let _ = self.0.set((key.clone(), holds));
                holds
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_for_one_key_is_never_given_for_another() {
        let key = |seed: u8| {
            let public = ed25519_dalek::SigningKey::from_bytes(&[seed; 32]).verifying_key();
            PublicKey::from_bytes(public.as_bytes()).unwrap()
        };
        let checked = Checked::default();

        assert!(checked.holds(&key(1), || true));

        assert!(checked.holds(&key(1), || unreachable!("it is known")));
        assert!(!checked.holds(&key(2), || false));
        assert!(checked.holds(&key(1), || unreachable!("it is still known")));
    }
}
