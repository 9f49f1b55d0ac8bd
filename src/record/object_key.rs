//! What the name of a delivered file tells: whose it is, of which Region and day, and what kind of file.
//!
//! CloudTrail writes `<account>_CloudTrail_<region>_<date>T<time>Z_<letters>.json.gz` into
//! `AWSLogs/<account>/CloudTrail/<region>/<year>/<month>/<day>/`. The file's own name is believed first, then the folders.
//! The day is that of the delivery: minutes after the events. Names are hints; whoever copied the files chose them.

use super::time::Time;

/// What a delivered file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivered {
    /// Records.
    Log,
    /// The hashes of the log files of an hour.
    Digest,
}

/// What the name of a delivered file tells.
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
    /// Reads a path; `None` when it is not one of CloudTrail's.
    pub fn read(path: &'a str) -> Option<Self> {
        let mut parts = path.rsplit(['/', '\\']);
        let file = parts.next()?;
        Self::from_name(file).or_else(|| Self::from_folders(parts))
    }

    /// The accounts that a file's own name and its folders tell of.
    pub fn accounts(path: &'a str) -> [Option<&'a str>; 2] {
        let mut parts = path.rsplit(['/', '\\']);
        let name = parts.next().and_then(Self::from_name);
        [name, Self::from_folders(parts)].map(|key| key.map(|key| key.account))
    }

    fn from_name(file: &'a str) -> Option<Self> {
        let mut parts = file.split('_');
        let account = parts.next().filter(|text| is_account(text))?;
        let holds = holds(parts.next()?)?;
        let region = parts.next().filter(|text| is_region(text))?;
        let time = match holds {
            Delivered::Log => parts.next()?,
            // The trail's name and its home Region stand in between; a name may have the same mark within.
            Delivered::Digest => parts.rfind(|part| part.get(8..9) == Some("T"))?,
        };
        Some(Self { account, region, day: day(time.get(..8)?)?, holds })
    }

    fn from_folders(mut folders: impl Iterator<Item = &'a str>) -> Option<Self> {
        let (date, month, year) = (folders.next()?, folders.next()?, folders.next()?);
        let region = folders.next().filter(|text| is_region(text))?;
        let holds = holds(folders.next()?)?;
        let account = folders.next().filter(|text| is_account(text))?;
        Some(Self { account, region, day: day(&format!("{year}-{month}-{date}"))?, holds })
    }
}

fn day(text: &str) -> Option<i64> {
    Time::parse(text)?.day()
}

fn holds(kind: &str) -> Option<Delivered> {
    match kind {
        "CloudTrail" | "CloudTrail-Insight" | "CloudTrail-NetworkActivity" | "CloudTrail-Aggregated" => {
            Some(Delivered::Log)
        }
        "CloudTrail-Digest" => Some(Delivered::Digest),
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
}
