//! The grammar of the names of files that CloudTrail delivers: account, Region, time and content.
//!
//! - Log files: `<account>_CloudTrail[-<kind>]_<region>_<yyyymmddThhmmZ>_<unique>.json.gz`, in folders
//!   `AWSLogs/<account>/CloudTrail[-<kind>]/<region>/<year>/<month>/<day>/`.
//! - Digests: `<account>_CloudTrail-Digest_<region>_<trail>_<home region>_<yyyymmddThhmmssZ>[_backfill].json.gz`.
//!
//! Times are delivery times, minutes after the events. Names are only hints: the person who copied the files could
//! choose them.

use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::time::Time;

/// Between the account and the Region in the name of a digest.
const DIGEST: &str = "_CloudTrail-Digest_";

/// What a delivered file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivered {
    /// Records.
    Log,
    /// The hashes of the log files of an hour.
    Digest,
}

/// The parts of a log file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogName<'a> {
    /// The account.
    pub account: &'a str,
    /// `CloudTrail`, `CloudTrail-Insight` and others.
    pub kind: &'a str,
    /// The Region.
    pub region: &'a str,
    /// When it was delivered, to the minute.
    pub delivered: Time,
    /// The letters that make the name unique; before 2015 they follow the time directly.
    pub unique: &'a str,
}

/// The parts of a digest's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestName<'a> {
    /// The account.
    pub account: &'a str,
    /// The Region whose log files it lists.
    pub region: &'a str,
    /// The trail, which may have underscores in its name.
    pub trail: &'a str,
    /// When it was delivered, to the second.
    pub delivered: Time,
    /// Whether it was made later than its hour.
    pub backfill: bool,
}

impl<'a> LogName<'a> {
    /// Reads a file's name, with or without its endings.
    pub fn read(name: &'a str) -> Option<Self> {
        let mut parts = bare(name).splitn(4, '_');
        let account = parts.next().filter(|text| is_account(text))?;
        let kind = parts.next().filter(|kind| delivered(kind) == Some(Delivered::Log))?;
        let region = parts.next().filter(|text| is_region(text))?;
        let (stamp, unique) = parts.next()?.split_at_checked(STAMP)?;
        let delivered = Some(stamp).filter(|stamp| stamp.ends_with('Z')).and_then(Time::parse)?;
        Some(Self { account, kind, region, delivered, unique: unique.strip_prefix('_').unwrap_or(unique) })
    }
}

impl<'a> DigestName<'a> {
    /// Reads a file's name, with or without its endings.
    pub fn read(name: &'a str) -> Option<Self> {
        let name = bare(name);
        let (name, backfill) = name.strip_suffix("_backfill").map_or((name, false), |name| (name, true));
        let (account, rest) = name.split_once(DIGEST)?;
        let (rest, stamp) = rest.rsplit_once('_')?;
        let (rest, _home) = rest.rsplit_once('_')?;
        let (region, trail) = rest.split_once('_')?;
        let delivered = Time::parse(stamp)?;
        let sound = is_account(account) && is_region(region);
        sound.then_some(Self { account, region, trail, delivered, backfill })
    }
}

/// `20260310T0235Z`
const STAMP: usize = 14;

/// Returns a name without `.json` and `.gz`, because decompressed copies are the same file.
pub fn bare(name: &str) -> &str {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    name.strip_suffix(".json").unwrap_or(name)
}

/// Returns whether a path ends like a log file of a trail. Digests sign the bytes of these.
pub fn is_log_file(path: &Path) -> bool {
    let name = name_of(path);
    ends_as_log(&name) && LogName::read(&name).is_some_and(|name| is_unique(name.unique))
}

/// Returns whether a path ends like a log file of a trail, even if the rest of its name is malformed.
pub fn is_named_as_log_file(path: &Path) -> bool {
    is_of_cloudtrail(path) && ends_as_log(&name_of(path))
}

fn ends_as_log(name: &str) -> bool {
    name.strip_suffix(".gz").unwrap_or(name).strip_suffix(".json").is_some()
}

/// Returns whether a path ends like a digest, even if the rest of its name is malformed.
pub fn is_digest_file(path: &Path) -> bool {
    // Asked of every file, and taking a path apart takes longer than looking through it.
    static WORD: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(DIGEST));
    WORD.find(path.as_os_str().as_encoded_bytes()).is_some() && is_digest_name(&name_of(path))
}

/// Returns whether a name belongs to a digest, even if the rest of it is malformed.
pub fn is_digest_name(name: &str) -> bool {
    name.contains(DIGEST)
}

/// Returns whether a path ends in a name that CloudTrail gives to its files.
pub fn is_of_cloudtrail(path: &Path) -> bool {
    name_of(path).contains("_CloudTrail")
}

/// Returns whether a folder is one that CloudTrail keeps one kind of files in.
pub fn is_kind_folder(name: &str) -> bool {
    name == "CloudTrail" || name.starts_with("CloudTrail-")
}

/// Returns the Region in the key of a digest, from its folders.
pub fn digest_region(key: &str) -> Option<&str> {
    key.split('/').skip_while(|part| delivered(part) != Some(Delivered::Digest)).nth(1)
}

fn name_of(path: &Path) -> Cow<'_, str> {
    path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default()
}

fn is_unique(text: &str) -> bool {
    (12..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Where and when a file was delivered, from its name or otherwise from its folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectKey<'a> {
    /// The account.
    pub account: &'a str,
    /// The Region.
    pub region: &'a str,
    /// The day of delivery, counted from 1970-01-01.
    pub day: i64,
    /// What it holds.
    pub holds: Delivered,
}

impl<'a> ObjectKey<'a> {
    /// Reads a path; `None` if it is not one of CloudTrail's.
    pub fn read(path: &'a str) -> Option<Self> {
        let mut parts = path.rsplit(['/', '\\']);
        let file = parts.next()?;
        Self::from_name(file).or_else(|| Self::from_folders(parts))
    }

    /// Returns the accounts that a file's own name and its folders state.
    pub fn accounts(path: &'a str) -> [Option<&'a str>; 2] {
        let mut parts = path.rsplit(['/', '\\']);
        let name = parts.next().and_then(Self::from_name);
        [name, Self::from_folders(parts)].map(|key| key.map(|key| key.account))
    }

    fn from_name(file: &'a str) -> Option<Self> {
        if let Some(LogName { account, region, delivered, .. }) = LogName::read(file) {
            return Some(Self { account, region, day: delivered.day()?, holds: Delivered::Log });
        }
        let DigestName { account, region, delivered, .. } = DigestName::read(file)?;
        Some(Self { account, region, day: delivered.day()?, holds: Delivered::Digest })
    }

    fn from_folders(mut folders: impl Iterator<Item = &'a str>) -> Option<Self> {
        let (date, month, year) = (folders.next()?, folders.next()?, folders.next()?);
        let region = folders.next().filter(|text| is_region(text))?;
        let holds = delivered(folders.next()?)?;
        let account = folders.next().filter(|text| is_account(text))?;
        let day = Time::parse(&format!("{year}-{month}-{date}"))?.day()?;
        Some(Self { account, region, day, holds })
    }
}

fn delivered(kind: &str) -> Option<Delivered> {
    match kind {
        "CloudTrail-Digest" => Some(Delivered::Digest),
        _ if is_kind_folder(kind) => Some(Delivered::Log),
        _ => None,
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_region(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.len() < 30
        && text.contains('-')
        && text.bytes().all(known)
        && text.ends_with(|char: char| char.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn tells(path: &str, expected: &str) {
        let told = ObjectKey::read(path).map(|key| {
            let date = Time::from_millis(key.day * 86_400_000).date();
            format!("{} {} {date} {:?}", key.account, key.region, key.holds)
        });
        assert_eq!(told.as_deref().unwrap_or("nothing"), expected, "{path}");
    }

    /// An archive in the place of a log file passed for one that nothing says anything about.
    #[test]
    fn what_ends_like_a_log_file_is_told_from_an_archive_of_some() {
        for (path, expected) in [
            ("a/111122223333_CloudTrail_eu-west-1_20260310T0100Z_h1n0.json.gz", true),
            ("111122223333_CloudTrail_eu-west-1_20260310T0100Z_h1n0.json", true),
            ("case_CloudTrail_march.zip", false),
            ("case_CloudTrail_march.tar.gz", false),
            ("111122223333_CloudTrail_x.json.gz/member.zip", false),
            ("events.json.gz", false),
        ] {
            assert_eq!(is_named_as_log_file(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn only_the_last_part_of_a_path_makes_a_digest() {
        let name = "111122223333_CloudTrail-Digest_eu-north-1_t_eu-north-1_20260504T100000Z.json.gz";
        for (path, expected) in [
            (name.to_owned(), true),
            (format!("a/b/{name}"), true),
            (format!("{name}/events.json"), false),
            ("CloudTrail-Digest/eu-north-1/events.json".to_owned(), false),
            ("x_CloudTrail-Digest_".to_owned(), true),
            (String::new(), false),
        ] {
            assert_eq!(is_digest_file(Path::new(&path)), expected, "{path}");
        }
    }

    #[test]
    fn names_and_folders_tell() {
        let name = "111122223333_CloudTrail_eu-west-1_20260310T0235Z_9FXISIucSZqvhm4v.json.gz";
        tells(name, "111122223333 eu-west-1 2026-03-10 Log");
        tells(&format!("a/b/{name}"), "111122223333 eu-west-1 2026-03-10 Log");
        tells(&format!(r"C:\logs\{name}"), "111122223333 eu-west-1 2026-03-10 Log");
        let old = "111122223333_CloudTrail_us-gov-west-1_20140101T2355ZFXISIucSZqvhm4v.json.gz";
        tells(old, "111122223333 us-gov-west-1 2014-01-01 Log");
        let digest = "111122223333_CloudTrail-Digest_eu-west-1_my_trail_us-east-1_20260310T023501Z.json.gz";
        tells(digest, "111122223333 eu-west-1 2026-03-10 Digest");
        let backfill =
            "111122223333_CloudTrail-Digest_eu-west-1_t_us-east-1_20260310T023501Z_backfill.json.gz";
        tells(backfill, "111122223333 eu-west-1 2026-03-10 Digest");
        let insight = "111122223333_CloudTrail-Insight_eu-west-1_20260310T0235Z_9FXISIucSZqvhm4v.json.gz";
        tells(insight, "111122223333 eu-west-1 2026-03-10 Log");
        let folders = "AWSLogs/o-abc123defg/111122223333/CloudTrail/ap-south-1/2026/03/09/part-1.json";
        tells(folders, "111122223333 ap-south-1 2026-03-09 Log");
    }

    #[test]
    fn other_names_tell_nothing() {
        for path in [
            "",
            "events.json",
            "111122223333_CloudTrail_eu-west-1_2026.json",
            "111122223333_CloudTrail_eu-west-1_20269910T0235Z_x.json",
            "11112222333_CloudTrail_eu-west-1_20260310T0235Z_x.json",
            "111122223333_Config_eu-west-1_20260310T0235Z_x.json",
            "111122223333_CloudTrail_\u{202e}-1_20260310T0235Z_x.json",
            "111122223333/CloudTrail/eu-west-1/2026/03/x.json",
            "111122223333_CloudTrail-Digest_eu-west-1_tr\u{e4}il_é_x.json",
        ] {
            tells(path, "nothing");
        }
    }

    #[test]
    fn log_files_of_a_trail_are_known_by_name() {
        for name in [
            "111122223333_CloudTrail_eu-west-1_20260801T0005Z_abcdefghijklmnop.json.gz",
            "a/111122223333_CloudTrail-Insight_us-gov-east-1_20260801T0005Z_abcdefghijklmnop.json",
            "111122223333_CloudTrail_us-east-1_20140801T0005Zabcdefghijklmnop.json.gz",
        ] {
            assert!(is_log_file(Path::new(name)), "{name}");
        }
        for name in [
            "events.json.gz",
            "111122223333_CloudTrail_us-east-1_20140801T0005Z_abcdefghijklmnop.txt",
            "111122223333_CloudTrail_us-east-1_20140801T0005Z_x.json",
            "111122223333_CloudTrail-Digest_eu-west-1_x_eu-west-1_20260801T000500Z.json.gz",
        ] {
            assert!(!is_log_file(Path::new(name)), "{name}");
        }
    }
}
