//! The key of European seals with its certificates: read, held against the body, and told before it ends.
//! What is sealed, and when, is known elsewhere; a key device would stand here too.

use std::path::{Path, PathBuf};

use attesto_credential::Timestamp;
use attesto_issuer::{BodyKey, KnownKey, compromised};
use attesto_securing::{Algorithm, Anchors, BadChain, CertifiedKey, Chain, KeyId, Keys, PublicKey, Signer, Use};

use super::config::{European, Installation};
use super::keys::PassphraseSource;
use super::{files, handed_out};
use crate::fault::{Failure, Fault};

const NO_PASSPHRASE: &str = "it is no PEM, and to open it as PKCS #12 its passphrase is needed; name a file with it (mode 0600) as [european] key_passphrase";

/// The most that is read of a file with certificates.
const LIMIT_BYTES: u64 = 256 << 10;

/// A key that seals, and what its certificate says.
pub(crate) struct SealKey {
    key: CertifiedKey,
    anchors: Anchors,
}

impl SealKey {
    /// Reads what the configuration names, and holds the certificate against the body; its dates are not asked.
    pub(crate) fn read(installation: &Installation, european: &European) -> Result<Self, Failure> {
        let path = installation.path(&european.rules().key);
        let wrong = |why: String| Failure::new(Fault::Config, "seal-key", format!("{}: {why}", path.display()));
        // `doctor` and a timer read it too, so nobody is asked at the terminal.
        let passphrase = || match &european.rules().key_passphrase {
            Some(file) => PassphraseSource::File(installation.path(file)).ask_as_it_is(""),
            None => Err(wrong(NO_PASSPHRASE.to_owned())),
        };
        let key = handed_out::read(&path, passphrase, european.padding())?.map_err(|fault| wrong(fault.to_string()))?;
        let key = key.saying(european.signing_time()).owned_by(installation.did().as_str());
        let seal =
            Self { key: key.map_err(|fault| wrong(fault.to_string()))?, anchors: anchors(installation, european)? };
        let certified = seal.organization_identifier();
        if certified != Some(european.rules().identifier.as_str()) {
            let (found, wanted) = (certified.unwrap_or("nobody"), &european.rules().identifier);
            return Err(wrong(format!(
                "its certificate is that of {found}, [european] identifier is {wanted}; readers refuse a seal of another body: correct the one, or have the other made anew"
            )));
        }
        Ok(seal)
    }

    /// The same, able to seal at a moment: the certificate leads to the authority then.
    pub(crate) fn ready(installation: &Installation, european: &European, at: Timestamp) -> Result<Self, Failure> {
        let seal = Self::read(installation, european)?;
        seal.leads(at).map_err(|fault| {
            let path = installation.path(&european.rules().key);
            Failure::new(
                Fault::Config,
                "seal-key",
                format!("{}: {fault}; put another certificate there", path.display()),
            )
        })?;
        Ok(seal)
    }

    /// Whether the certificates lead to the authority at a moment, for seals.
    pub(crate) fn leads(&self, at: Timestamp) -> Result<(), BadChain> {
        match self.key.certified() {
            Some(certified) => certified.chain().leads(&self.anchors, at, Use::Seal).map(drop),
            None => Err(BadChain::Empty),
        }
    }

    /// The last second of the certificate that ends first.
    pub(crate) fn until(&self) -> Option<Timestamp> {
        self.key.certified()?.chain().certificates().map(|one| one.until()).min()
    }

    /// Whom the certificate names, for people.
    pub(crate) fn told(&self) -> String {
        self.key.certified().map_or_else(String::new, |certified| certified.chain().peek_unbelieved().subject().told())
    }

    /// The public half.
    pub(crate) fn public(&self) -> &PublicKey {
        self.key.public()
    }

    /// What signs.
    pub(crate) fn into_signer(self) -> CertifiedKey {
        self.key
    }

    fn organization_identifier(&self) -> Option<&str> {
        self.key.certified()?.chain().peek_unbelieved().subject().organization_identifier()
    }
}

/// Where the key lies.
pub(crate) fn key(installation: &Installation) -> PathBuf {
    let named = installation.european().map(|european| installation.path(&european.rules().key));
    named.unwrap_or_else(|| installation.path(&installation.written().keys.credentials.with_file_name("seal.pem")))
}

/// The key that seals now, by the name that its seals give it.
pub(crate) fn in_use(installation: &Installation) -> Result<BodyKey, Failure> {
    let sentence = "this installation seals no European credentials: its configuration has no [european]";
    let european = installation.european().ok_or_else(|| Failure::new(Fault::Config, "seal-key", sentence))?;
    let key = SealKey::read(installation, european)?.into_signer();
    Ok(BodyKey { id: key.id().clone(), public: key.public().clone() })
}

/// The key of a certificate in PEM, by the name that its seals have.
pub(crate) fn of_certificate(installation: &Installation, file: &Path) -> Result<BodyKey, Failure> {
    let unfit = |why: &dyn std::fmt::Display| {
        Failure::new(Fault::Input, "certificate", format!("{}: {why}; give the certificate in PEM", file.display()))
    };
    let chain = Chain::from_pem(&files::read(file, LIMIT_BYTES)?).map_err(|fault| unfit(&fault))?;
    let leaf = chain.peek_unbelieved();
    let public = [Algorithm::Es256, Algorithm::Es384, Algorithm::Ps256].into_iter().find_map(|one| leaf.key(one));
    let public = public.ok_or_else(|| unfit(&"its key is of a kind that seals nothing here"))?;
    let id = KeyId::of_certificate(installation.did().as_str(), &leaf.digest()).map_err(|fault| unfit(&fault))?;
    Ok(BodyKey { id, public })
}

/// Refuses a key that was in wrong hands, whatever certificate it has now.
pub(crate) fn must_not_be_compromised(public: &PublicKey, known: &[KnownKey]) -> Result<(), Failure> {
    let Some(stolen) = compromised(known, public) else { return Ok(()) };
    let sentence = format!("{}; {ANOTHER_SEAL}", in_wrong_hands(stolen));
    Err(Failure::new(Fault::Config, "seal-key", sentence))
}

/// That a key lies where the seal's should, and was given up.
pub(crate) fn in_wrong_hands(stolen: &KnownKey) -> String {
    format!("the key of European seals was in wrong hands ({})", stolen.key.id)
}

/// What is to be done about it.
pub(crate) const ANOTHER_SEAL: &str = "have another made and certified, and name its file as [european] key";

fn anchors(installation: &Installation, european: &European) -> Result<Anchors, Failure> {
    let path = installation.path(&european.rules().authority);
    read_anchors(&path)
}

fn read_anchors(path: &Path) -> Result<Anchors, Failure> {
    let anchors = Anchors::from_pem(&files::read(path, LIMIT_BYTES)?);
    anchors.map_err(|fault| Failure::new(Fault::Config, "seal-authority", format!("{}: {fault}", path.display())))
}

/// The body's own authority added to keys, so that its European copies open; nothing where it issues none.
pub(crate) fn with_authority(installation: &Installation, keys: Keys) -> Result<Keys, Failure> {
    match installation.european() {
        None => Ok(keys),
        Some(european) => Ok(keys.trusting_for(installation.did().as_str(), &anchors(installation, european)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::certify::{self, Body};

    /// An installation whose certificate names a body, configured for another or the same.
    fn installation(identifier: &str) -> (tempfile::TempDir, Installation) {
        let folder = tempfile::tempdir().unwrap();
        let body = Body {
            name: "Demo Body".to_owned(),
            identifier: "VATIT-12345678901".to_owned(),
            country: "IT".to_owned(),
            host: "cert.example".to_owned(),
        };
        certify::make(&body, folder.path(), at("2026-11-26T12:00:00Z")).unwrap();
        let text = format!(
            "format = 1\n[body]\nname = \"Demo\"\ndid = \"did:web:cert.example:demo\"\nbase_url = \"https://cert.example/demo\"\n[european]\ncountry = \"IT\"\nidentifier = \"{identifier}\"\nkey = \"seal.pem\"\nauthority = \"ca.pem\"\n[european.name]\nen = \"Demo\"\n"
        );
        let installation = Installation::from_text(folder.path(), &text, std::iter::empty()).unwrap();
        (folder, installation)
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn ready(installation: &Installation, moment: &str) -> Result<SealKey, Failure> {
        SealKey::ready(installation, installation.european().unwrap(), at(moment))
    }

    #[test]
    fn a_seal_of_the_body_is_ready_while_its_certificate_holds() {
        let (_folder, installation) = installation("VATIT-12345678901");

        let seal = ready(&installation, "2026-11-26T12:00:00Z").unwrap();

        assert!(seal.told().contains("Demo Body"), "{}", seal.told());
        assert_eq!(seal.until().unwrap().to_string().get(..4), Some("2046"));
        assert!(seal.into_signer().id().as_str().starts_with("did:web:cert.example:demo#x5t-S256-"));
        for moment in ["2025-11-26T12:00:00Z", "2047-11-26T12:00:00Z"] {
            let refused = ready(&installation, moment).err().unwrap();
            assert!(refused.is("seal-key") && refused.sentence().contains("certificate"), "{}", refused.sentence());
        }
    }

    /// The same with a key of the vectors as an authority sends it, and its authority.
    fn handed_out(name: &str, passphrase: Option<&str>) -> (tempfile::TempDir, Installation) {
        let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
        let folder = tempfile::tempdir().unwrap();
        let put =
            |to: &str, bytes: &[u8]| files::write(&folder.path().join(to), bytes, files::Audience::Owner).unwrap();
        put("seal.p12", &std::fs::read(vectors.join(name)).unwrap());
        put("ca.pem", &std::fs::read(vectors.join("jades/anchors.pem")).unwrap());
        let named = passphrase.map(|passphrase| {
            put("secret.txt", format!("{passphrase}\n").as_bytes());
            "key_passphrase = \"secret.txt\"\n"
        });
        let text = format!(
            "format = 1\n[body]\nname = \"Demo\"\ndid = \"did:web:cert.example:demo\"\nbase_url = \"https://cert.example/demo\"\n[european]\ncountry = \"IT\"\nidentifier = \"VATIT-12345678901\"\nkey = \"seal.p12\"\n{}authority = \"ca.pem\"\n[european.name]\nen = \"Demo\"\n",
            named.unwrap_or("")
        );
        let installation = Installation::from_text(folder.path(), &text, std::iter::empty()).unwrap();
        (folder, installation)
    }

    #[test]
    fn a_key_as_an_authority_sends_it_seals_or_says_why_not() {
        let now = "2026-12-01T12:00:00Z";
        let (_folder, installation) = handed_out("pkcs12/modern.p12", Some("correct-horse-battery"));
        let seal = ready(&installation, now).unwrap().into_signer();
        assert!(seal.sign(&[b"m"]).is_ok());
        let ended = ready(&installation, "2099-01-01T00:00:00Z").err().unwrap();
        assert!(ended.is("seal-key") && ended.sentence().contains("another certificate"), "{ended}");
        for (name, passphrase, why) in [
            ("pkcs12/modern.p12", Some("correct-horse"), "passphrase is wrong"),
            ("pkcs12/modern.p12", None, "[european] key_passphrase"),
            ("pkcs12/no-key.p12", Some("correct-horse-battery"), "no private key"),
            ("pkcs12/no-certificate.p12", Some("correct-horse-battery"), "no certificate beside the key"),
            ("pkcs12/old-3des.p12", Some("correct-horse-battery"), "openssl pkcs12 -legacy"),
            ("SOURCES.md", Some("correct-horse-battery"), "no PKCS #12 file"),
        ] {
            let (_folder, installation) = handed_out(name, passphrase);
            let refused = ready(&installation, now).err().unwrap();
            assert!(refused.is("seal-key") && refused.sentence().contains(why), "{name}: {refused}");
        }
    }

    #[test]
    fn a_passphrase_that_others_can_read_opens_no_seal() {
        let (folder, installation) = handed_out("pkcs12/modern.p12", Some("correct-horse-battery"));
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o644);
        std::fs::set_permissions(folder.path().join("secret.txt"), mode).unwrap();
        assert_eq!(ready(&installation, "2026-12-01T12:00:00Z").err().unwrap().fault().exit(), 78);
    }

    #[test]
    fn a_seal_of_another_body_is_told_before_anything_is_issued() {
        let (_folder, installation) = installation("VATIT-10987654321");
        let refused = ready(&installation, "2026-11-26T12:00:00Z").err().unwrap();
        assert!(refused.is("seal-key"));
        for told in ["VATIT-12345678901", "VATIT-10987654321"] {
            assert!(refused.sentence().contains(told), "{}", refused.sentence());
        }
    }
}
