//! The catalogue: every code with its default ruling, its facts and its English words.
//! Codes are API: never renamed, only added; each has a section in `docs/src/reference/findings.md`.

use super::Ruling;

/// Whether a policy may make light of a finding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Softness {
    Firm,
    Soft,
}

/// What the catalogue says of one code.
pub(super) struct Entry {
    pub(super) text: &'static str,
    pub(super) ruling: Ruling,
    pub(super) softness: Softness,
    pub(super) facts: &'static [&'static str],
    pub(super) sentence: &'static str,
    pub(super) remedy: &'static str,
}

macro_rules! catalogue {
    ($($code:ident $text:literal $ruling:ident $softness:ident $facts:tt $sentence:literal, $remedy:literal;)*) => {
        /// A code of the catalogue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $text] $code,)*
        }

        impl Code {
            /// Every code, by check.
            pub const ALL: &[Self] = &[$(Self::$code,)*];

            pub(super) fn entry(self) -> Entry {
                match self {
                    $(Self::$code => Entry {
                        text: $text,
                        ruling: Ruling::$ruling,
                        softness: Softness::$softness,
                        facts: &$facts,
                        sentence: $sentence,
                        remedy: $remedy,
                    },)*
                }
            }
        }
    };
}

catalogue! {
    ConformanceOk "conformance.ok" Pass Firm []
        "the text is an Open Badge as the standard writes it",
        "";
    ConformanceClaimsOk "conformance.claims-ok" Pass Firm []
        "the text has its claims as SD-JWT VC writes them",
        "";
    ConformanceClaims "conformance.claims" Fail Soft ["rule", "pointer", "why"]
        "at {pointer} it departs from SD-JWT VC: {why} (rule {rule})",
        "ask the issuer for a new copy; a policy may accept this";
    ConformanceEuropean "conformance.european" Pass Firm []
        "the text is a European Digital Credential as its profile writes it", "";
    ConformanceLost "conformance.lost" Note Firm ["rule", "pointer", "why"]
        "at {pointer} readers lose what stands there: {why} (rule {rule})", "";
    ConformanceProfile "conformance.profile" Fail Soft ["rule", "pointer", "why"]
        "at {pointer} it departs from the European profile: {why} (rule {rule})",
        "ask the issuer for a new copy; a policy may accept this";
    ConformanceContextUnknown "conformance.context-unknown" Unknown Firm ["url"]
        "it uses the vocabulary {url}, which is not kept here and is never fetched",
        "ask the issuer for a credential with published vocabularies, or update this program";
    ConformanceContextUnusable "conformance.context-unusable" Unknown Firm ["url", "feature"]
        "the vocabulary {url} cannot be used here: {feature}",
        "update this program, or ask the issuer which vocabulary it means";
    ConformanceDuplicateKey "conformance.duplicate-key" Fail Firm ["pointer"]
        "at {pointer} one name stands twice, and readers differ in which one they believe",
        "ask the issuer for a new copy; do not repair the file";
    ConformanceModelUnsupported "conformance.model-unsupported" Unknown Firm ["model"]
        "it is worded by {model}, which is not judged here",
        "ask the issuer for an Open Badge 3.0, or use a verifier that reads {model}";
    ConformanceNumberInexact "conformance.number-inexact" Fail Firm ["pointer", "written"]
        "at {pointer} the number {written} is not the same for every reader",
        "ask the issuer for a new copy with the number in fewer digits or as text";
    ConformanceRekeyed "conformance.rekeyed" Fail Firm ["pointer", "how", "found"]
        "at {pointer} the text is written so that a reader sees something else than was sealed: {how} ({found})",
        "treat it as tampered with and ask the issuer for a new copy";
    ConformanceSchema "conformance.schema" Fail Soft ["rule", "pointer", "why"]
        "at {pointer} it departs from Open Badges 3.0: {why} (rule {rule})",
        "ask the issuer for a new copy; a policy may accept this";
    ConformanceSkipped "conformance.skipped" Skipped Firm ["because"]
        "not looked at because of {because}",
        "";
    ConformanceTermUndefined "conformance.term-undefined" Fail Firm ["pointer", "term"]
        "at {pointer} the name {term} has no meaning in the vocabularies that are given, so no seal covers it",
        "ask the issuer for a new copy that names the vocabulary";
    ConformanceTermRedefined "conformance.term-redefined" Fail Firm ["pointer", "term"]
        "at {pointer} the vocabularies give the protected name {term} a second meaning",
        "ask the issuer for a new copy with vocabularies that go together";
    ConformanceTooComplex "conformance.too-complex" Unknown Firm ["cost", "limit"]
        "the text is too entangled to be judged: more than {limit} {cost}",
        "ask the issuer for a plainer copy; nobody writes a badge like this by accident";
    ConformanceUnreadable "conformance.unreadable" Fail Firm ["pointer", "why"]
        "what it says cannot be read: at {pointer}, {why}",
        "ask the issuer for a new copy";
    ConformanceValueDropped "conformance.value-dropped" Fail Firm ["pointer", "how", "found"]
        "at {pointer} a value would not be covered by any seal: {how} ({found})",
        "treat it as tampered with and ask the issuer for a new copy";
    ProofHolds "proof.holds" Pass Firm ["key", "suite", "sealed"]
        "the seal holds ({suite}, {key}, {sealed})",
        "";
    ProofExpired "proof.expired" Fail Firm ["expires"]
        "the seal itself ended on {expires}",
        "ask the holder or the issuer for a newer copy";
    ProofFromFuture "proof.from-future" Fail Firm ["created"]
        "the seal says it was made on {created}, which is still to come",
        "check the day that was asked about; if it is right, ask the issuer";
    ProofKeyCompromised "proof.key-compromised" Unknown Firm ["key", "since", "why"]
        "the key {key} was in wrong hands since {since}, so anyone may have made this seal ({why})",
        "ask the issuer to confirm the certificate or to issue a new copy";
    ProofKeyNotAuthorised "proof.key-not-authorised" Fail Firm ["key", "issuer", "use"]
        "the key {key} may not speak for {issuer} here (use: {use})",
        "do not rely on it: somebody else, or a key kept for something else or retired, sealed it in the issuer's name";
    ProofKeyUnknown "proof.key-unknown" Fail Firm ["key", "issuer"]
        "{issuer} has no key {key}",
        "do not rely on it; ask the issuer whether the key was ever theirs";
    ProofKeyUnreachable "proof.key-unreachable" Unknown Firm ["issuer", "why"]
        "the keys of {issuer} could not be had: {why}",
        "try again online, or give a trust list that holds the issuer's keys";
    ProofMalformed "proof.malformed" Fail Firm ["what"]
        "the seal is not written as its standard demands: {what}",
        "ask the issuer for a new copy";
    ProofMechanismUnsupported "proof.mechanism-unsupported" Unknown Firm ["mechanism"]
        "it is sealed by {mechanism}, which is not judged here",
        "ask the issuer for a copy sealed by eddsa-rdfc-2022, or use a verifier that knows {mechanism}";
    ProofNone "proof.none" Fail Firm []
        "it carries no seal: anybody may have written it",
        "ask the holder for the file as the issuer sent it";
    ProofOthersUnchecked "proof.others-unchecked" Note Firm ["count"]
        "it carries further seals ({count}) that were not looked at",
        "";
    ProofPurpose "proof.purpose" Fail Firm ["purpose"]
        "the seal was made for {purpose}, not for stating a credential",
        "ask the issuer for a new copy";
    ProofRecordedBefore "proof.recorded-before" Note Firm ["key", "since", "head", "by"]
        "the key {key} was in wrong hands since {since}; that this was recorded before is proven by {by} of {head}",
        "";
    ProofSignature "proof.signature" Fail Firm []
        "the text is not what the issuer's key sealed: something was changed, or the seal is from elsewhere",
        "do not rely on it; ask the issuer or the holder for the original file";
    ProofSkipped "proof.skipped" Skipped Firm ["because"]
        "not looked at because of {because}",
        "";
    SdBound "sd.bound" Pass Firm ["audience", "made"]
        "whoever showed it holds the key it is bound to, and showed it to {audience} on {made}",
        "";
    SdAudience "sd.audience" Fail Firm ["audience", "asked"]
        "it was shown to {audience}, not to {asked}",
        "do not rely on it: somebody may have passed on what was shown to another; ask the holder to show it here";
    SdBindingBroken "sd.binding-broken" Fail Firm ["why"]
        "the holder's own proof does not hold: {why}",
        "ask the holder to show it again";
    SdBindingMissing "sd.binding-missing" Fail Firm []
        "it comes without the holder's own proof, which was asked for",
        "ask the holder to show it from the wallet that holds its key";
    SdBindingOld "sd.binding-old" Fail Firm ["made"]
        "the holder's own proof was made on {made}, which is not now",
        "ask the holder to show it again, and look at the clocks";
    SdDigestTwice "sd.digest-twice" Fail Firm []
        "one digest of its claims stands twice, so that readers could differ in what was disclosed",
        "treat it as tampered with and ask the issuer for a new copy";
    SdHashUnsupported "sd.hash-unsupported" Unknown Firm ["hash"]
        "its claims are hidden by {hash}, which is not judged here",
        "ask the issuer for a copy with sha-256, or use a verifier that knows {hash}";
    SdMalformed "sd.malformed" Fail Firm ["what"]
        "a claim that was disclosed is not written as its place asks: {what}",
        "ask the holder to show it again; if it stays so, ask the issuer for a new copy";
    SdMisplaced "sd.misplaced" Fail Firm ["what"]
        "digests of claims stand where they may not: {what}",
        "treat it as tampered with and ask the issuer for a new copy";
    SdName "sd.name" Fail Firm ["name"]
        "a claim was disclosed under the name {name}, which it may not have there",
        "treat it as tampered with and ask the issuer for a new copy";
    SdNonce "sd.nonce" Fail Firm []
        "the holder's own proof answers another question than the one that was asked",
        "do not rely on it: it may have been shown before; ask the holder to show it again";
    SdNotAsked "sd.not-asked" Note Firm ["audience"]
        "it was shown to {audience}; nobody said whether that is right",
        "";
    SdTooComplex "sd.too-complex" Unknown Firm []
        "more claims are disclosed, or they lie deeper, than are looked at",
        "ask the holder to show fewer claims";
    SdUnproven "sd.unproven" Note Firm []
        "it is bound to a key of its holder, and nobody proved here to hold that key",
        "";
    SdUnreferenced "sd.unreferenced" Fail Firm []
        "a claim is disclosed that the issuer never signed",
        "do not rely on it: somebody added it; ask the holder to show it again";
    TransportInsecure "transport.insecure" Note Firm ["source"]
        "what {source} says came over an unprotected connection of this machine, as its configuration allows for trials",
        "";
    ChainHolds "chain.holds" Pass Firm ["subject", "authority", "until"]
        "the certificate of {subject} is vouched for by {authority}, which is trusted here, and ends on {until}", "";
    ChainAlgorithm "chain.algorithm" Unknown Firm []
        "a certificate behind the seal is signed by an algorithm that is not judged here",
        "use a verifier that knows it, or ask the issuer which authority certified its key";
    ChainAnchorInside "chain.anchor-inside" Note Firm ["count"]
        "the seal carries authorities that readers must have by themselves ({count}); they were not believed for that", "";
    ChainBroken "chain.broken" Fail Firm ["why"] "the certificates behind the seal do not hold: {why}",
        "do not rely on it; ask the issuer for a new copy";
    ChainCriticalExtension "chain.critical-extension" Fail Firm ["subject", "id"]
        "the certificate of {subject} has the critical extension {id}, which is not known here",
        "use a verifier that knows it; the certificate says that nobody else may rely on it";
    ChainExpired "chain.expired" Unknown Firm ["until"]
        "a certificate behind the seal ended on {until}, and no time-stamp shows that the seal is older",
        "ask the issuer to confirm the certificate, or for a copy with a time-stamp";
    ChainLoop "chain.loop" Fail Firm [] "the certificates behind the seal vouch for each other in a circle",
        "do not rely on it; ask the issuer for a new copy";
    ChainNameConstraint "chain.name-constraint" Fail Firm []
        "an authority behind the seal may not vouch for the names in its certificate, or is bound in a way that is not judged here",
        "do not rely on it; ask the issuer which authority certified its key";
    ChainNoAnchor "chain.no-anchor" Unknown Firm ["subject", "issuer"]
        "no authority that is trusted here vouches for the certificate of {subject}; it says it is by {issuer}",
        "find out who {issuer} is, then use a trust list that holds its certificate";
    ChainNotYet "chain.not-yet" Fail Firm ["from"] "a certificate behind the seal begins only on {from}",
        "check the day that was asked about; if it is right, ask the issuer";
    ChainRevocationUnchecked "chain.revocation-unchecked" Note Firm []
        "whether the certificate behind the seal was revoked by its authority was not asked", "";
    ChainSelfSigned "chain.self-signed" Fail Firm ["subject"]
        "the certificate of {subject} is its own issuer: nobody else vouches for it",
        "do not rely on it: anybody can make such a certificate";
    ChainTooComplex "chain.too-complex" Unknown Firm []
        "there are more certificates behind the seal, or more ways through them, than are tried here",
        "ask the issuer for a plainer copy; nobody writes this by accident";
    ChainWrongUsage "chain.wrong-usage" Fail Firm ["subject", "purpose"]
        "the certificate of {subject} is not for {purpose}",
        "do not rely on it; ask the issuer for a copy sealed by a key that is meant for it";
    SealAlgorithmEnded "seal.algorithm-ended" Unknown Firm ["algorithm", "until"]
        "the seal is by {algorithm}, which counts no longer since {until}, and no time-stamp shows that it is older",
        "ask the issuer for a new copy";
    SealAlgorithmEnds "seal.algorithm-ends" Note Firm ["algorithm", "until"]
        "the seal is by {algorithm}, which counts only until {until}", "";
    SealCertificateDigest "seal.certificate-digest" Fail Firm []
        "the seal names another certificate than the one that it carries",
        "do not rely on it; ask the issuer or the holder for the original file";
    SealHigherUnchecked "seal.higher-unchecked" Note Firm ["level"]
        "it is written to the level {level}; what that adds above B-T was not looked at", "";
    SealLevel "seal.level" Note Firm ["level", "claimed", "best"]
        "a European seal of the level {level}: it says it was made on {claimed}, and existed on {best} at the latest", "";
    SealNoCommitment "seal.no-commitment" Note Firm ["subject"]
        "the certificate of {subject} does not say that its key commits its owner (nonRepudiation)", "";
    SealNotQualified "seal.not-qualified" Note Firm ["subject"]
        "the certificate of {subject} does not say that it is a qualified one for seals", "";
    SealOtherBody "seal.other-body" Fail Firm ["certificate", "issuer"]
        "the certificate is that of {certificate}, and the document names {issuer} as its issuer",
        "do not rely on it: somebody else sealed it in the issuer's name";
    SealQualified "seal.qualified" Note Firm ["subject"]
        "the certificate of {subject} says that it is a qualified one for seals; whether its authority may say so is for the trust list", "";
    SealSigTLate "seal.sig-t-late" Note Firm ["claimed"]
        "it says when it was made ({claimed}) in sigT, which newer readers do not take for the standard's form since 2025-07-15", "";
    SealStampBroken "seal.stamp-broken" Note Firm ["why"] "a time-stamp of it proves nothing: {why}", "";
    SealStamped "seal.stamped" Pass Firm ["at", "authority"]
        "{authority}, which is trusted here, saw the seal on {at}", "";
    SealTimeOutside "seal.time-outside" Fail Firm ["claimed", "from", "until"]
        "the seal says it was made on {claimed}, but its certificate is for {from} to {until}",
        "do not rely on it; ask the issuer for a new copy";
    IssuerTrusted "issuer.trusted" Pass Firm ["issuer", "name", "list"]
        "{name} may issue this certificate, by the trust list {list}",
        "";
    IssuerNotAuthorised "issuer.not-authorised" Fail Firm ["issuer", "name", "list", "certificate"]
        "{name} stands on the trust list {list}, but not for {certificate}",
        "ask the keeper of the trust list; do not rely on it before";
    IssuerOutsideWindow "issuer.outside-window" Fail Firm ["issuer", "name", "list", "sealed"]
        "{name} stands on the trust list {list}, but not for what was sealed on {sealed}",
        "ask the keeper of the trust list from when to when the issuer was accepted";
    IssuerSkipped "issuer.skipped" Skipped Firm ["because"]
        "not looked at because of {because}",
        "";
    IssuerUnlisted "issuer.unlisted" Unknown Firm ["issuer"]
        "the seal is that of {issuer}, but no trust list that was given says who that is",
        "find out who the issuer is, then use a trust list that names it";
    ValidityCurrent "validity.current" Pass Firm ["until"]
        "it is in force until {until}",
        "";
    ValidityExpired "validity.expired" Fail Firm ["until"]
        "it ended on {until}",
        "ask the holder for a renewed one";
    ValidityNotYet "validity.not-yet" Fail Firm ["from"]
        "it holds only from {from} on",
        "check the day that was asked about, or wait until then";
    ValiditySkipped "validity.skipped" Skipped Firm ["because"]
        "not looked at because of {because}",
        "";
    ValidityUnbounded "validity.unbounded" Note Firm ["from"]
        "it holds since {from} and names no end",
        "";
    StatusAnsweredGood "status.answered-good" Pass Firm ["where", "since", "made", "until", "age"]
        "in force, by what the body itself answered on {made}, {age} ago", "";
    StatusAnsweredReplaced "status.answered-replaced" Unknown Firm ["where", "since", "made", "until", "age"]
        "replaced: a newer copy follows it since {since}, by what the body itself answered on {made}, {age} ago",
        "ask the holder for the newer copy";
    StatusAnsweredSuspended "status.answered-suspended" Fail Firm ["where", "since", "made", "until", "age"]
        "suspended since {since}, by what the body itself answered on {made}, {age} ago",
        "ask the issuer until when; it may be in force again later";
    StatusAnsweredWithdrawn "status.answered-withdrawn" Fail Firm ["where", "since", "made", "until", "age"]
        "withdrawn since {since}, by what the body itself answered on {made}, {age} ago",
        "do not rely on it; the issuer can say why";
    StatusAnswerBroken "status.answer-broken" Unknown Firm ["why"]
        "could not check: the answer about its status cannot be believed: {why}",
        "ask again at the place that the credential names, and give that answer";
    StatusAnswerStale "status.answer-stale" Unknown Firm ["made", "until", "age", "why"]
        "could not check: the answer of {made} about its status does not count now: {why}",
        "ask again at the place that the credential names, and give that answer";
    StatusByNumber "status.by-number" Unknown Firm ["where", "number"]
        "could not check: it carries no status; that is asked by certificate number and name at {where}",
        "ask there, and give the signed answer beside the credential";
    StatusGood "status.good" Pass Firm ["list", "purpose", "made", "until", "fetched", "age"]
        "good: nothing stands against it in the issuer's list of {made}, {age} old",
        "";
    StatusListBroken "status.list-broken" Unknown Firm ["list", "why"]
        "could not check: the list {list} cannot be believed: {why}",
        "try again later; if it stays so, ask the issuer for the status by certificate number";
    StatusMalformed "status.malformed" Fail Firm ["pointer", "why"]
        "it names no place in a list that could be asked: at {pointer}, {why}",
        "ask the issuer for a new copy";
    StatusNoHistory "status.no-history" Unknown Firm ["list", "made"]
        "could not check for that day: the issuer's list is of {made}, and none that was in force then is to be had",
        "ask about today, or ask the issuer about that day";
    StatusNone "status.none" Note Firm []
        "it names no place where its status is told: it cannot be revoked",
        "";
    StatusReplaced "status.replaced" Unknown Firm ["list", "why", "since", "next", "made", "until", "fetched", "age"]
        "replaced: a newer copy follows it since {since} ({why}), by the issuer's list of {made}, {age} old",
        "ask the holder for the newer copy";
    StatusRevoked "status.revoked" Fail Firm ["list", "purpose", "made", "until", "fetched", "age"]
        "revoked, by the issuer's list of {made}, {age} old",
        "do not rely on it; the issuer can say why";
    StatusSkipped "status.skipped" Skipped Firm ["because"]
        "not looked at because of {because}",
        "";
    StatusStale "status.stale" Unknown Firm ["list", "made", "until", "fetched", "age", "why"]
        "could not check: the issuer's list of {made}, {age} old, is out of date: {why}",
        "try again online; if the list stays old, ask the issuer for the status by certificate number";
    StatusSuspended "status.suspended" Fail Firm ["list", "purpose", "made", "until", "fetched", "age"]
        "suspended, by the issuer's list of {made}, {age} old",
        "ask the issuer until when; it may be in force again later";
    StatusUnreachable "status.unreachable" Unknown Firm ["mechanism", "where", "why"]
        "could not check whether it was taken back ({mechanism} at {where}): {why}",
        "try again online, or ask the issuer for the status by certificate number";
    RecipientMatches "recipient.matches" Pass Firm ["by", "asked"]
        "it is of the person who was asked for, by {by}",
        "";
    RecipientClose "recipient.close" Unknown Firm ["asked", "named", "doubt"]
        "it is of {named}; {asked} was asked for, which may be the same person ({doubt})",
        "compare with an identity document and decide";
    RecipientDiffers "recipient.differs" Fail Firm ["by", "asked"]
        "it is not of the person who was asked for, by {by}",
        "check that the right file and the right {by} were given";
    RecipientHashUnmatched "recipient.hash-unmatched" Unknown Firm ["asked"]
        "it holds the name only as a hash, and {asked} as spelled does not give it",
        "give the name exactly as the issuer has it, or ask by e-mail address";
    RecipientNotAsked "recipient.not-asked" Skipped Firm []
        "no name or e-mail address was given to compare",
        "";
    RecipientNothingToCompare "recipient.nothing-to-compare" Unknown Firm ["by"]
        "it holds no {by} that could be compared with the one asked for",
        "ask the holder to show in another way that it is theirs";
    RecipientSkipped "recipient.skipped" Skipped Firm ["because"]
        "not looked at because of {because}",
        "";
    RecipientUnbound "recipient.unbound" Note Firm []
        "it says of nobody in particular that it is theirs: whoever carries it may show it",
        "";
}
