//! One digest file, parsed. Members that are malformed are reported, not guessed.

pub(in crate::verify) mod file;

use super::content::{Hash, unhex};
use super::name::{bare, digest_stamp, last_part};
use crate::json::members::{items, members};
use crate::json::scan::Scanner;
use crate::json::text;
use crate::record::time::Time;

/// A digest file's members.
#[derive(Debug, Clone, Default)]
pub(super) struct Digest {
    pub(super) account: String,
    pub(super) start: Option<Time>,
    pub(super) end: Option<Time>,
    /// The text as in the file, because it is part of what is signed.
    pub(super) end_text: String,
    pub(super) bucket: String,
    pub(super) key: String,
    pub(super) fingerprint: String,
    pub(super) algorithm: String,
    pub(super) previous: Option<Previous>,
    pub(super) log_files: Vec<LogFileEntry>,
    /// What is malformed; empty in a well-formed digest.
    pub(super) faults: Vec<String>,
}

/// What a digest says about the previous one.
#[derive(Debug, Clone, Default)]
pub(super) struct Previous {
    pub(super) bucket: String,
    pub(super) key: String,
    /// `None` when it is not a SHA-256 hash.
    pub(super) hash: Option<Hash>,
    /// The text as in the file, because it is part of what is signed.
    pub(super) signature: String,
}

/// One log file of a digest.
#[derive(Debug, Clone, Default)]
pub(super) struct LogFileEntry {
    pub(super) bucket: String,
    pub(super) key: String,
    /// `None` when it is not a SHA-256 hash.
    pub(super) hash: Option<Hash>,
}

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Maximum number of faults that are reported for one digest.
const MAX_FAULTS: usize = 5;

/// Returns whether a text looks like a digest, by two of its members.
pub(super) fn looks_like_digest(text: &[u8]) -> bool {
    let has = |name: &[u8]| members(text).any(|(key, _)| key == name);
    memchr::memmem::find(text, b"\"digestS3Object\"").is_some() && has(b"digestS3Object") && has(b"logFiles")
}

/// Reads a digest. The error says why it cannot be placed in a chain.
pub(super) fn read(text: &[u8]) -> Result<Digest, String> {
    let mut scanner = Scanner::new(text, 0);
    if scanner.skip_space() != Some(b'{') {
        return Err("it is not a JSON object".to_owned());
    }
    scanner.value().map_err(|fault| format!("it is not JSON at byte {}: {}", fault.at, fault.reason))?;
    if scanner.skip_space().is_some() {
        return Err(format!("data follows its JSON at byte {}", scanner.at()));
    }
    let mut digest = Digest::default();
    let mut previous = [const { None }; 5];
    let mut lists = 0;
    for (key, value) in members(text) {
        match key {
            b"awsAccountId" => digest.account = string(value).unwrap_or_default(),
            b"digestStartTime" => digest.start = string(value).as_deref().and_then(Time::parse),
            b"digestEndTime" => {
                digest.end_text = string(value).unwrap_or_default();
                digest.end = Time::parse(&digest.end_text);
            }
            b"digestS3Bucket" => digest.bucket = string(value).unwrap_or_default(),
            b"digestS3Object" => digest.key = string(value).unwrap_or_default(),
            b"digestPublicKeyFingerprint" => digest.fingerprint = string(value).unwrap_or_default(),
            b"digestSignatureAlgorithm" => digest.algorithm = string(value).unwrap_or_default(),
            b"logFiles" => {
                lists += 1;
                digest.log_files(value);
            }
            _ => {
                let at = PREVIOUS.iter().position(|name| name.as_bytes() == key);
                if let Some(slot) = at.and_then(|at| previous.get_mut(at)) {
                    *slot = if value == b"null" { None } else { Some(string(value).unwrap_or_default()) };
                }
            }
        }
    }
    digest.read_previous(previous);
    for (name, missing) in [
        ("digestS3Bucket", digest.bucket.is_empty()),
        ("digestS3Object", digest.key.is_empty()),
        ("logFiles", lists != 1),
        ("digestStartTime", digest.start.is_none()),
        ("digestEndTime", digest.end.is_none()),
    ] {
        if missing {
            return Err(format!("{name} is not in CloudTrail's format"));
        }
    }
    if digest.start > digest.end {
        digest.fault("its digestEndTime is before its digestStartTime".to_owned());
    }
    digest.check_times();
    if digest.algorithm != "SHA256withRSA" {
        digest.fault(format!("its digestSignatureAlgorithm is {:?}, not SHA256withRSA", digest.algorithm));
    }
    Ok(digest)
}

const PREVIOUS: [&str; 5] = [
    "previousDigestS3Bucket",
    "previousDigestS3Object",
    "previousDigestHashValue",
    "previousDigestHashAlgorithm",
    "previousDigestSignature",
];

impl Digest {
    /// Reads the five members about the previous digest. All are null in a starting digest, and none in any
    /// other.
    fn read_previous(&mut self, members: [Option<String>; 5]) {
        let [bucket, key, hash, algorithm, signature] = members;
        match (bucket, key, hash, algorithm, signature) {
            (None, None, None, None, None) => {}
            (Some(bucket), Some(key), Some(hash), algorithm, Some(signature)) => {
                let hash = sha256(&hash, algorithm.as_deref());
                if hash.is_none() {
                    self.fault("its previousDigestHashValue is not a SHA-256 hash".to_owned());
                }
                if unhex(&signature).is_none_or(|bytes| bytes.is_empty()) {
                    self.fault("its previousDigestSignature is not hexadecimal".to_owned());
                }
                self.previous = Some(Previous { bucket, key, hash, signature });
            }
            (bucket, key, hash, _, signature) => {
                self.fault("some of its previousDigest members are null and some are not".to_owned());
                if let Some(key) = key {
                    let hash = hash.and_then(|hash| sha256(&hash, None));
                    let (bucket, signature) = (bucket.unwrap_or_default(), signature.unwrap_or_default());
                    self.previous = Some(Previous { bucket, key, hash, signature });
                }
            }
        }
    }

    fn log_files(&mut self, list: &[u8]) {
        if list.first() != Some(&b'[') {
            self.fault("its logFiles is not a list".to_owned());
        }
        for (at, item) in items(list).enumerate() {
            let (mut entry, mut hash, mut algorithm) = (LogFileEntry::default(), None, None);
            for (key, value) in members(item) {
                match key {
                    b"s3Bucket" => entry.bucket = string(value).unwrap_or_default(),
                    b"s3Object" => entry.key = string(value).unwrap_or_default(),
                    b"hashValue" => hash = string(value),
                    b"hashAlgorithm" => algorithm = string(value),
                    _ => {}
                }
            }
            entry.hash = hash.and_then(|hash| sha256(&hash, algorithm.as_deref()));
            if entry.key.is_empty() {
                self.fault(format!("log file {at} of its list has no s3Object"));
                continue;
            }
            if entry.hash.is_none() {
                self.fault(format!("log file {at} of its list has no SHA-256 hash: {:?}", entry.key));
            }
            self.log_files.push(entry);
        }
    }

    /// Checks the times. A digest covers about an hour, or less if logging stopped, and its name has its end
    /// time. A forged one that covers years would close every gap.
    fn check_times(&mut self) {
        let day = self.start.and_then(Time::millis).map(|start| Time::from_millis(start.saturating_add(DAY)));
        if day.is_some_and(|day| self.end > Some(day)) {
            self.fault("it covers more than a day".to_owned());
        }
        let named = if self.is_backfill() { None } else { digest_stamp(last_part(&self.key)) };
        if named.is_some() && named != self.end {
            self.fault("its digestEndTime is not the time in the name of its digestS3Object".to_owned());
        }
    }

    /// Returns whether it lists log files that earlier digests missed.
    pub(super) fn is_backfill(&self) -> bool {
        bare(last_part(&self.key)).ends_with("_backfill")
    }

    fn fault(&mut self, reason: String) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(reason);
        }
    }

    /// Returns the digest's S3 address as AWS's tools print it.
    pub(super) fn address(&self) -> String {
        address(&self.bucket, &self.key)
    }
}

/// Returns `s3://bucket/key`.
pub(super) fn address(bucket: &str, key: &str) -> String {
    format!("s3://{bucket}/{key}")
}

fn string(value: &[u8]) -> Option<String> {
    (value.first() == Some(&b'"')).then(|| text::decode(value).into_owned())
}

/// Reads a hash, if its algorithm is SHA-256 or is not named.
fn sha256(text: &str, algorithm: Option<&str>) -> Option<Hash> {
    let known = algorithm.is_none_or(|name| name.eq_ignore_ascii_case("SHA-256"));
    unhex(text).filter(|_| known)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    fn text(previous: &str, files: &str) -> String {
        format!(
            r#"{{"awsAccountId":"1","digestStartTime":"2026-03-10T00:00:00Z","digestEndTime":"2026-03-10T01:00:00Z",
            "digestS3Bucket":"b","digestS3Object":"k","digestPublicKeyFingerprint":"f",
            "digestSignatureAlgorithm":"SHA256withRSA",{previous}"logFiles":[{files}]}}"#
        )
    }

    #[track_caller]
    fn faults(previous: &str, files: &str, words: &[&str]) {
        let faults = read(text(previous, files).as_bytes()).unwrap().faults;
        assert_eq!(faults.len(), words.len(), "{faults:?}");
        assert!(faults.iter().zip(words).all(|(fault, word)| fault.contains(word)), "{faults:?}");
    }

    #[test]
    fn digests_are_read_and_their_faults_told() {
        let sound =
            r#""previousDigestS3Bucket":"b","previousDigestS3Object":"j","previousDigestHashValue":"HASH",
            "previousDigestHashAlgorithm":"SHA-256","previousDigestSignature":"00ff","#
                .replace("HASH", HASH);
        let file =
            format!(r#"{{"s3Bucket":"b","s3Object":"l","hashValue":"{HASH}","hashAlgorithm":"SHA-256"}}"#);
        faults("", "", &[]);
        faults(&sound, &file, &[]);
        faults(&sound.replace("00ff", "hash-of-previous-digest"), &file, &["previousDigestSignature"]);
        faults(&sound.replace("SHA-256", "MD5"), "", &["previousDigestHashValue"]);
        faults(&sound.replace("\"j\"", "null"), "", &["null"]);
        faults("", &file.replace("aa", "xx"), &["no SHA-256 hash"]);
        faults("", &file.replace("\"l\"", "7"), &["no s3Object"]);
        assert!(looks_like_digest(text("", "").as_bytes()));
        assert!(!looks_like_digest(br#"{"Records":[{"digestS3Object":"x","logFiles":[]}]}"#));
    }

    #[test]
    fn what_is_no_digest_is_refused() {
        for bad in [
            "",
            "x",
            "[]",
            "{}",
            &text("", "").replacen('{', "", 1),
            &(text("", "") + "x"),
            &text("", "").replace("logFiles", "files"),
            &text("", "").replace("digestS3Object", "object"),
            &text("", "").replace("2026-03-10T01", "later"),
            &text("\"logFiles\":[],", ""),
        ] {
            assert!(read(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
