//! Digest files: hourly lists of the log files with their true hashes. The signatures are invented,
//! for signing needs a key of AWS.

use super::layout::LogFile;
use crate::base::clock::{self, HOUR};
use crate::base::json::{Object, list, quoted};
use crate::base::rng::Rng;
use crate::base::s3_path::{ORGANISATION, log_path};
use crate::base::sha256;
use crate::story::company::VAULT;

const BUCKET: &str = "larkspur-org-logs";
const FINGERPRINT: &str = "5e1ac47b9d30f86e2b47c0d8913fa6e2";

pub(crate) struct Digest {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The digests of one account and region: each names its predecessor; the first has none.
pub(crate) fn chain(
    files: &[LogFile],
    account: &str,
    region: &str,
    from: i64,
    hours: i64,
    rng: &mut Rng,
) -> Vec<Digest> {
    let mut digests: Vec<Digest> = Vec::new();
    for hour in 0..hours {
        let start = from + hour * HOUR;
        let path = path(account, region, start + HOUR);
        let mut entries: Vec<String> = files
            .iter()
            .filter(|file| file.account == account && file.region == region)
            .filter(|file| start < file.delivered && file.delivered <= start + HOUR)
            .map(entry)
            .collect();
        if account == VAULT && hour == 1 {
            entries.push(missing_entry(account, region, start, rng));
        }
        let events = files
            .iter()
            .filter(|file| file.account == account && file.region == region)
            .filter(|file| start < file.delivered && file.delivered <= start + HOUR);
        let newest = events.clone().map(|file| file.newest).max();
        let oldest = events.map(|file| file.oldest).min();
        let time = |value: Option<i64>| value.map_or(String::from("null"), |time| quoted(&clock::iso(time)));
        let head = Object::new()
            .text("awsAccountId", account)
            .text("digestStartTime", &clock::iso(start))
            .text("digestEndTime", &clock::iso(start + HOUR))
            .text("digestS3Bucket", BUCKET)
            .text("digestS3Object", &path)
            .text("digestPublicKeyFingerprint", FINGERPRINT)
            .text("digestSignatureAlgorithm", "SHA256withRSA")
            .raw("newestEventTime", &time(newest))
            .raw("oldestEventTime", &time(oldest));
        let text = previous(head, digests.last(), rng).raw("logFiles", &list(&entries)).end();
        digests.push(Digest { path, text });
    }
    digests
}

fn path(account: &str, region: &str, end: i64) -> String {
    let (day, stamp) = (clock::folders(end), clock::long_stamp(end));
    format!(
        "AWSLogs/{ORGANISATION}/{account}/CloudTrail-Digest/{region}/{day}/\
         {account}_CloudTrail-Digest_{region}_larkspur-org-trail_us-east-1_{stamp}.json.gz"
    )
}

fn previous(head: Object, before: Option<&Digest>, rng: &mut Rng) -> Object {
    match before {
        Some(digest) => head
            .text("previousDigestS3Bucket", BUCKET)
            .text("previousDigestS3Object", &digest.path)
            .text("previousDigestHashValue", &sha256::hex(digest.text.as_bytes()))
            .text("previousDigestHashAlgorithm", "SHA-256")
            .text("previousDigestSignature", &rng.hex(512)),
        None => head
            .raw("previousDigestS3Bucket", "null")
            .raw("previousDigestS3Object", "null")
            .raw("previousDigestHashValue", "null")
            .raw("previousDigestHashAlgorithm", "null")
            .raw("previousDigestSignature", "null"),
    }
}

fn entry(file: &LogFile) -> String {
    listed(&file.path, &sha256::hex(file.text().as_bytes()), file.newest, file.oldest)
}

/// A file that the digest knows and the folder lacks: somebody did not download it, or did not want it found.
fn missing_entry(account: &str, region: &str, start: i64, rng: &mut Rng) -> String {
    let path = log_path(account, "CloudTrail", region, start + 40 * clock::MINUTE, rng);
    listed(&path, &rng.hex(64), start + 38 * clock::MINUTE, start + 31 * clock::MINUTE)
}

fn listed(path: &str, hash: &str, newest: i64, oldest: i64) -> String {
    Object::new()
        .text("s3Bucket", BUCKET)
        .text("s3Object", path)
        .text("hashValue", hash)
        .text("hashAlgorithm", "SHA-256")
        .text("newestEventTime", &clock::iso(newest))
        .text("oldestEventTime", &clock::iso(oldest))
        .end()
}
