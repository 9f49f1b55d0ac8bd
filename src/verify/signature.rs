//! Signatures of digests. The signature of a digest is not in the digest but in the metadata of its S3 object.
//! The next digest repeats it, so all but the newest can be verified from copies alone.

use rsa::Pkcs1v15Sign;
use sha2::{Digest as _, Sha256};

use super::content::{Hash, hex, unhex};
use super::digest::Digest;
use super::keys::Keys;

/// The result of checking a digest's signature, worst last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SignatureOutcome {
    /// The signature verifies with a supplied key.
    Verified {
        /// The fingerprint of the key.
        key: String,
        /// The signature, as it was found.
        signature: String,
    },
    /// The signature verifies with the key of this fingerprint, which was not valid then.
    OutOfTime(String),
    /// The signature does not verify.
    Failed,
    /// None of the supplied keys has the fingerprint that the digest names.
    NoKey,
    /// No signature of this digest was supplied.
    NotAtHand,
}

impl SignatureOutcome {
    /// Returns the better one of two.
    pub(super) fn or(self, other: Self) -> Self {
        let rank = |outcome: &Self| match outcome {
            Self::Verified { .. } => 0,
            Self::OutOfTime(_) => 1,
            Self::Failed => 2,
            Self::NoKey => 3,
            Self::NotAtHand => 4,
        };
        if rank(&other) < rank(&self) { other } else { self }
    }
}

/// Verifies a signature of a digest whose content has the hash `hash`.
pub(super) fn check(digest: &Digest, hash: &Hash, signature: &str, keys: &Keys) -> SignatureOutcome {
    let Some(bytes) = unhex(signature).filter(|bytes| !bytes.is_empty()) else {
        return SignatureOutcome::NotAtHand;
    };
    let signed = Sha256::digest(signed_text(digest, hash));
    let mut best = SignatureOutcome::NoKey;
    for key in keys.of(&digest.fingerprint) {
        let scheme = Pkcs1v15Sign::new::<Sha256>();
        let fingerprint = key.fingerprint.clone();
        let outcome = match key.key.verify(scheme, &signed, &bytes) {
            Ok(()) if key.signs(digest) => {
                return SignatureOutcome::Verified { key: fingerprint, signature: signature.to_owned() };
            }
            Ok(()) => SignatureOutcome::OutOfTime(fingerprint),
            Err(_) => SignatureOutcome::Failed,
        };
        best = best.or(outcome);
    }
    best
}

/// Returns the text that CloudTrail signs.
fn signed_text(digest: &Digest, hash: &Hash) -> String {
    let previous = digest.previous.as_ref().map_or("null", |previous| &previous.signature);
    format!("{}\n{}/{}\n{}\n{previous}", digest.end_text, digest.bucket, digest.key, hex(hash))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::digest::Previous;

    #[test]
    fn the_signed_text_is_the_documented_one() {
        let mut digest = Digest {
            end_text: "2026-03-10T01:00:00Z".into(),
            bucket: "b".into(),
            key: "p/k.json.gz".into(),
            ..Digest::default()
        };
        let hash = [0xab; 32];
        let expected = format!("2026-03-10T01:00:00Z\nb/p/k.json.gz\n{}\n", "ab".repeat(32));
        assert_eq!(signed_text(&digest, &hash), format!("{expected}null"));
        digest.previous = Some(Previous { signature: "00FF".into(), ..Previous::default() });
        assert_eq!(signed_text(&digest, &hash), format!("{expected}00FF"));
    }
}
