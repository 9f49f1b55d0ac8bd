//! What the names of log files and digests say, and whether a file is where its digest says.

use std::path::Path;

pub(super) use crate::record::object_key::bare;
use crate::record::object_key::{self, is_kind_folder};
use crate::record::time::Time;

/// The parts of a log file's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LogFileName {
    pub(super) account: String,
    /// `CloudTrail`, `CloudTrail-Insight` and others.
    pub(super) kind: String,
    pub(super) region: String,
    /// When it was delivered, to the minute.
    pub(super) delivered: Time,
}

/// The parts of a digest's name that together have a chain of their own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TrailName {
    pub(super) account: String,
    pub(super) region: String,
    pub(super) trail: String,
    pub(super) backfill: bool,
}

/// Whether a file is where it was written to, as far as its path says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PathMatch {
    /// The end of its path is the end of its address, or nothing contradicts that.
    Same,
    /// Its path has the folders of a different address.
    Moved,
}

/// Reads the name of a log file.
pub(super) fn log_name(name: &str) -> Option<LogFileName> {
    let object_key::LogName { account, kind, region, delivered, .. } = object_key::LogName::read(name)?;
    let [account, kind, region] = [account, kind, region].map(str::to_owned);
    Some(LogFileName { account, kind, region, delivered })
}

/// Returns the time in a digest's name.
pub(super) fn digest_stamp(name: &str) -> Option<Time> {
    object_key::DigestName::read(name).map(|name| name.delivered)
}

/// Reads the name of a digest.
pub(super) fn digest_name(name: &str) -> Option<TrailName> {
    let object_key::DigestName { account, region, trail, backfill, .. } = object_key::DigestName::read(name)?;
    let [account, region, trail] = [account, region, trail].map(str::to_owned);
    Some(TrailName { account, region, trail, backfill })
}

/// Returns the last part of an S3 key.
pub(super) fn last_part(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}

/// Returns the name of a file. A name that is not UTF-8 equals no key.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Compares a path with a key, starting at the outermost folder that CloudTrail names: `AWSLogs`, otherwise
/// `CloudTrail…`. A copy with fewer of these folders says nothing about its place.
pub(super) fn place(path: &Path, key: &str) -> PathMatch {
    let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let folders = parts.get(..parts.len().saturating_sub(1)).unwrap_or_default();
    let from = folders
        .iter()
        .rposition(|part| part == "AWSLogs")
        .or_else(|| folders.iter().rposition(|part| is_kind_folder(part)));
    let name = parts.last().map(String::as_str).unwrap_or_default();
    let tail: Vec<&str> =
        from.and_then(|from| folders.get(from..)).unwrap_or_default().iter().map(String::as_str).collect();
    let mut key: Vec<&str> = key.split('/').collect();
    let key_name = key.pop().unwrap_or_default();
    if bare(name) == bare(key_name) && key.ends_with(&tail) { PathMatch::Same } else { PathMatch::Moved }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_log_files_are_read() {
        let name =
            log_name("111122223333_CloudTrail_eu-west-1_20260310T0005Z_AbCdEfGhIjKlMnOp.json.gz").unwrap();
        assert_eq!((name.account.as_str(), name.region.as_str()), ("111122223333", "eu-west-1"));
        assert_eq!(
            (name.kind.as_str(), name.delivered),
            ("CloudTrail", Time::parse("2026-03-10T00:05Z").unwrap())
        );
        assert!(log_name("111122223333_CloudTrail_us-east-1_20131102T0106ZAbCdEf.json").is_some());
        let insight = log_name("111122223333_CloudTrail-Insight_us-east-1_20260310T0106Z_x.json.gz").unwrap();
        assert_eq!(insight.kind, "CloudTrail-Insight");
        for name in [
            "",
            "x.json",
            "11112222333_CloudTrail_us-east-1_20260310T0106Z_x.json",
            "111122223333_CloudTrail_us-east-1_20261310T0106Z_x.json",
            "111122223333_CloudTrail-Digest_us-east-1_t_us-east-1_20260310T010600Z.json.gz",
            "111122223333_CloudTrail_us-east-1_éééééééé",
        ] {
            assert_eq!(log_name(name), None, "{name}");
        }
    }

    #[test]
    fn names_of_digests_are_read() {
        let name = "111122223333_CloudTrail-Digest_eu-west-1_my_trail_us-east-1_20260310T000501Z";
        let read = digest_name(&format!("{name}.json.gz")).unwrap();
        assert_eq!(
            (read.region.as_str(), read.trail.as_str(), read.backfill),
            ("eu-west-1", "my_trail", false)
        );
        assert!(digest_name(&format!("{name}_backfill.json.gz")).unwrap().backfill);
        assert_eq!(digest_name("digest.json.gz"), None);
    }

    #[test]
    fn places_are_compared_from_the_folders_of_cloudtrail_on() {
        let key = "prod/AWSLogs/1/CloudTrail/eu-west-1/2026/03/10/a.json.gz";
        for path in [
            "a.json.gz",
            "flat/a.json",
            "logs/2026/03/10/a.json.gz",
            "evidence/prod/AWSLogs/1/CloudTrail/eu-west-1/2026/03/10/a.json",
            "evidence/CloudTrail/eu-west-1/2026/03/10/a.json.gz",
        ] {
            assert_eq!(place(Path::new(path), key), PathMatch::Same, "{path}");
        }
        for path in [
            "b.json.gz",
            "evidence/AWSLogs/1/CloudTrail/eu-west-1/2026/03/11/a.json.gz",
            "evidence/AWSLogs/2/CloudTrail/eu-west-1/2026/03/10/a.json.gz",
            "CloudTrail/a.json.gz",
        ] {
            assert_eq!(place(Path::new(path), key), PathMatch::Moved, "{path}");
        }
    }
}
