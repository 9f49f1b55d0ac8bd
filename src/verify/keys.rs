//! The public keys that the user saved: what `aws cloudtrail list-public-keys` printed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use rsa::RsaPublicKey;
use rsa::pkcs1::DecodeRsaPublicKey as _;
use rsa::pkcs8::DecodePublicKey as _;

use super::content::hex;
use crate::json::members::{items, members};
use crate::json::scan::Scanner;
use crate::json::text;
use crate::record::time::Time;

/// Public keys of CloudTrail, and signatures of digests, as the user supplied them.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    pub(super) public: Vec<PublicKey>,
    pub(super) heads: Vec<Head>,
    /// Keys that cannot be used, and why.
    pub(super) refused: Vec<Refused>,
}

/// One key.
#[derive(Debug, Clone)]
pub(super) struct PublicKey {
    /// MD5 of the key's bytes, by which digests refer to it.
    pub(super) fingerprint: String,
    pub(super) from: Option<Time>,
    pub(super) to: Option<Time>,
    pub(super) key: RsaPublicKey,
    pub(super) file: String,
}

/// How long after its end a digest may be written and signed.
const SIGNED_WITHIN: i64 = 3_600_000;

impl PublicKey {
    /// Returns whether CloudTrail signs such a digest with this key: the key is valid when the digest ends, or
    /// becomes valid while the digest is written. Backfill digests are signed long after the hours that they
    /// cover, at an unknown time.
    pub(super) fn signs(&self, digest: &super::digest::Digest) -> bool {
        let Some(end) = digest.end else { return false };
        let written = end.millis().map_or(end, |end| Time::from_millis(end.saturating_add(SIGNED_WITHIN)));
        let holds = self.from.is_none_or(|from| from <= written) && self.to.is_none_or(|to| end <= to);
        holds || digest.is_backfill()
    }

    fn is_same(&self, other: &Self) -> bool {
        (&self.fingerprint, self.from, self.to, &self.key)
            == (&other.fingerprint, other.from, other.to, &other.key)
    }
}

/// A key that cannot be used.
#[derive(Debug, Clone)]
pub(super) struct Refused {
    pub(super) fingerprint: String,
    pub(super) reason: &'static str,
    pub(super) file: String,
}

/// The signature of a digest, from the output of `aws s3api head-object`, which does not say which digest.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) signature: String,
    pub(super) file: String,
}

impl Keys {
    /// Adds the keys of one file, called `file` in reports. The error is a sentence about the file.
    pub fn add(&mut self, file: &str, json: &[u8]) -> Result<(), String> {
        let object = object(json)?;
        let list = members(object).find(|(key, value)| {
            matches!(*key, b"PublicKeyList" | b"publicKeyList") && value.starts_with(b"[")
        });
        let Some((_, list)) = list else {
            return Err(
                "it has no PublicKeyList; save the output of aws cloudtrail list-public-keys".to_owned()
            );
        };
        let mut listed = 0;
        for item in items(list) {
            listed += 1;
            let key = ListedKey::read(item);
            match key.public_key() {
                Ok(public) => {
                    let key = PublicKey {
                        fingerprint: key.computed(),
                        from: key.from,
                        to: key.to,
                        key: public,
                        file: file.to_owned(),
                    };
                    // Lists of overlapping times hold the same keys.
                    if !self.public.iter().any(|known| known.is_same(&key)) {
                        self.public.push(key);
                    }
                }
                Err(reason) => {
                    let fingerprint = key.fingerprint.clone().unwrap_or_else(|| key.computed());
                    self.refused.push(Refused { fingerprint, reason, file: file.to_owned() });
                }
            }
        }
        if listed == 0 {
            return Err(
                "its PublicKeyList is empty; run list-public-keys with the time range of the digests"
                    .to_owned(),
            );
        }
        Ok(())
    }

    /// Adds the signature in the metadata of one digest. The error is a sentence about the file.
    pub fn add_head(&mut self, file: &str, json: &[u8]) -> Result<(), String> {
        let none =
            "it has no Metadata with a signature; save the output of aws s3api head-object for a digest";
        let object = object(json)?;
        let metadata = members(object).find(|(key, _)| key.eq_ignore_ascii_case(b"Metadata"));
        let signature = metadata.and_then(|(_, metadata)| {
            let is_signature = |key: &[u8]| {
                let name = key.to_ascii_lowercase();
                name.strip_prefix(b"x-amz-meta-").unwrap_or(&name) == b"signature"
            };
            members(metadata).find(|(key, _)| is_signature(key))
        });
        let (_, signature) = signature.ok_or_else(|| none.to_owned())?;
        self.heads.push(Head { signature: text::decode(signature).into_owned(), file: file.to_owned() });
        Ok(())
    }

    /// Returns whether any key can be used.
    pub fn is_empty(&self) -> bool {
        self.public.is_empty()
    }

    /// Returns the keys with a fingerprint: usually one.
    pub(super) fn of<'k>(&'k self, fingerprint: &'k str) -> impl Iterator<Item = &'k PublicKey> {
        self.public.iter().filter(move |key| key.fingerprint.eq_ignore_ascii_case(fingerprint))
    }
}

/// Returns the text of a file that should be one JSON object.
fn object(json: &[u8]) -> Result<&[u8], String> {
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let mut scanner = Scanner::new(json, 0);
    let fault =
        |fault: crate::json::scan::Fault| format!("it is not JSON at byte {}: {}", fault.at, fault.reason);
    let place = scanner.value().map_err(fault)?;
    if scanner.skip_space().is_some() {
        return Err(format!("data follows its JSON at byte {}", scanner.at()));
    }
    Ok(json.get(place).unwrap_or_default())
}

/// One item of the `PublicKeyList`.
#[derive(Default)]
struct ListedKey {
    value: Option<Vec<u8>>,
    fingerprint: Option<String>,
    from: Option<Time>,
    to: Option<Time>,
    /// Whether a time of its validity cannot be read.
    odd_time: bool,
}

impl ListedKey {
    fn read(item: &[u8]) -> Self {
        let mut read = Self::default();
        for (key, value) in members(item) {
            match key.to_ascii_lowercase().as_slice() {
                b"value" => {
                    let text = text::decode(value);
                    let dense: String = text.chars().filter(|char| !char.is_ascii_whitespace()).collect();
                    read.value = STANDARD.decode(dense).ok();
                }
                b"fingerprint" if value.starts_with(b"\"") => {
                    read.fingerprint = Some(text::decode(value).into_owned());
                }
                b"validitystarttime" => {
                    read.from = time(value);
                    read.odd_time |= read.from.is_none() && value != b"null";
                }
                b"validityendtime" => {
                    read.to = time(value);
                    read.odd_time |= read.to.is_none() && value != b"null";
                }
                _ => {}
            }
        }
        read
    }

    fn computed(&self) -> String {
        hex(&Md5::digest(self.value.as_deref().unwrap_or_default()))
    }

    fn public_key(&self) -> Result<RsaPublicKey, &'static str> {
        let value = self.value.as_deref().ok_or("its Value is not base64")?;
        if self.fingerprint.as_ref().is_some_and(|told| !told.eq_ignore_ascii_case(&self.computed())) {
            return Err("its Fingerprint is not the MD5 of its Value");
        }
        if self.odd_time {
            return Err("the time of its validity cannot be read");
        }
        RsaPublicKey::from_pkcs1_der(value)
            .or_else(|_| RsaPublicKey::from_public_key_der(value))
            .map_err(|_| "Unable to load PKCS #1 key")
    }
}

/// Reads `1440102671.0`, the same in quotes, or an ISO time: versions of the tool differ.
fn time(value: &[u8]) -> Option<Time> {
    let text = text::decode(value);
    let whole = text.split('.').next().unwrap_or_default();
    match whole.parse::<i64>() {
        // Numbers with more digits than seconds need are a basic ISO date, or milliseconds; neither has been
        // seen.
        Ok(seconds) => seconds.checked_mul(1000).map(Time::from_millis),
        Err(_) => Time::parse(&text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_come_in_three_forms() {
        for text in ["1440102671", "1440102671.0", "\"1440102671\"", "\"2015-08-20T20:31:11Z\""] {
            assert_eq!(time(text.as_bytes()), Time::parse("2015-08-20T20:31:11Z"), "{text}");
        }
        assert_eq!(time(b"null"), None);
        assert_eq!(time(b"99999999999999999999"), None);
    }

    #[test]
    fn files_that_hold_no_keys_are_refused() {
        for bad in [
            "",
            "x",
            "[]",
            "{}",
            r#"{"PublicKeyList":[]}"#,
            r#"{"PublicKeyList":[]}x"#,
            r#"{"PublicKeyList":7}"#,
        ] {
            assert!(Keys::default().add("f", bad.as_bytes()).is_err(), "{bad}");
        }
        for bad in ["{}", r#"{"Metadata":{}}"#, r#"{"Metadata":{"signature-algorithm":"x"}}"#] {
            assert!(Keys::default().add_head("f", bad.as_bytes()).is_err(), "{bad}");
        }
        let mut keys = Keys::default();
        keys.add_head("f", br#"{"Metadata":{"signature":"00ff"}}"#).unwrap();
        keys.add(
            "f",
            br#"{"publicKeyList":[{"Value":"AAAA"},{"Value":"?"},{"Value":"AAAA","Fingerprint":"0"}]}"#,
        )
        .unwrap();
        assert_eq!((keys.heads.len(), keys.refused.len(), keys.is_empty()), (1, 3, true));
    }
}
