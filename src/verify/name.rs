//! What the names of log files and digests tell, and whether a file lies where its digest says.

use std::path::Path;

use crate::record::time::Time;

/// What the name of a log file tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LogName {
    pub(super) account: String,
    /// `CloudTrail`, `CloudTrail-Insight` and others.
    pub(super) kind: String,
    pub(super) region: String,
    /// When it was delivered, to the minute.
    pub(super) delivered: Time,
}

/// What the name of a digest tells: all of that has a chain of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DigestName {
    pub(super) account: String,
    pub(super) region: String,
    pub(super) trail: String,
    pub(super) backfill: bool,
}

/// Whether a file lies where it was written to, as far as its path tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The end of its path is the end of its address, or nothing speaks against it.
    Same,
    /// Its path has the folders of an address, but another one's.
    Moved,
}

/// Reads `<account>_CloudTrail[-Kind]_<region>_<yyyymmddThhmmZ>_<unique>`, with or without its endings.
pub(super) fn log_name(name: &str) -> Option<LogName> {
    let mut parts = bare(name).splitn(4, '_');
    let (account, kind, region, rest) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_log = kind.starts_with("CloudTrail") && kind != "CloudTrail-Digest";
    let delivered = rest.get(..14).filter(|stamp| stamp.ends_with('Z')).and_then(Time::parse)?;
    (is_log && is_account(account)).then(|| LogName {
        account: account.to_owned(),
        kind: kind.to_owned(),
        region: region.to_owned(),
        delivered,
    })
}

/// Whether a file is named as a digest is, however malformed the rest of its name.
pub(super) fn is_digest_name(name: &str) -> bool {
    name.contains("_CloudTrail-Digest_")
}

/// The time in a digest's name.
pub(super) fn digest_stamp(name: &str) -> Option<Time> {
    let name = bare(name);
    digest_name(name)?;
    name.rsplit('_').next().and_then(Time::parse)
}

/// Reads `<account>_CloudTrail-Digest_<region>_<trail>_<home region>_<yyyymmddThhmmssZ>[_backfill]`.
pub(super) fn digest_name(name: &str) -> Option<DigestName> {
    let name = bare(name);
    let (name, backfill) = name.strip_suffix("_backfill").map_or((name, false), |name| (name, true));
    let (account, rest) = name.split_once("_CloudTrail-Digest_")?;
    let (rest, stamp) = rest.rsplit_once('_')?;
    let (rest, _home) = rest.rsplit_once('_')?;
    let (region, trail) = rest.split_once('_')?;
    let sound = is_account(account) && Time::parse(stamp).is_some();
    sound.then(|| DigestName {
        account: account.to_owned(),
        region: region.to_owned(),
        trail: trail.to_owned(),
        backfill,
    })
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name without `.json` and `.gz`: unpacked copies are the same file.
pub(super) fn bare(name: &str) -> &str {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    name.strip_suffix(".json").unwrap_or(name)
}

/// The last part of an S3 key.
pub(super) fn last_part(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}

/// The name of a file; not the same as any key's when it is not UTF-8.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Compares a path with a key from the outermost folder on that CloudTrail names: `AWSLogs`, else `CloudTrail…`.
/// Copies that keep less of the folders, or none, say nothing about their place.
pub(super) fn place(path: &Path, key: &str) -> Place {
    let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let folders = parts.get(..parts.len().saturating_sub(1)).unwrap_or_default();
    let is_kind = |part: &String| part == "CloudTrail" || part.starts_with("CloudTrail-");
    let from =
        folders.iter().rposition(|part| part == "AWSLogs").or_else(|| folders.iter().rposition(is_kind));
    let name = parts.last().map(String::as_str).unwrap_or_default();
    let tail: Vec<&str> =
        from.and_then(|from| folders.get(from..)).unwrap_or_default().iter().map(String::as_str).collect();
    let mut key: Vec<&str> = key.split('/').collect();
    let key_name = key.pop().unwrap_or_default();
    if bare(name) == bare(key_name) && key.ends_with(&tail) { Place::Same } else { Place::Moved }
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
            assert_eq!(place(Path::new(path), key), Place::Same, "{path}");
        }
        for path in [
            "b.json.gz",
            "evidence/AWSLogs/1/CloudTrail/eu-west-1/2026/03/11/a.json.gz",
            "evidence/AWSLogs/2/CloudTrail/eu-west-1/2026/03/10/a.json.gz",
            "CloudTrail/a.json.gz",
        ] {
            assert_eq!(place(Path::new(path), key), Place::Moved, "{path}");
        }
    }
}
