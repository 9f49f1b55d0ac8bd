//! The place and name of a log file in the bucket of an organisation trail.

use super::clock;
use super::rng::Rng;

pub(crate) const ORGANISATION: &str = "o-exampleorgid";

/// The place of a log file of any kind, such as `CloudTrail-Insight`.
pub(crate) fn log_path(account: &str, kind: &str, region: &str, delivered: i64, rng: &mut Rng) -> String {
    // Names carry five-minute steps.
    let delivered = delivered.div_euclid(5 * clock::MINUTE) * 5 * clock::MINUTE;
    let (day, stamp, unique) = (clock::folders(delivered), clock::stamp(delivered), rng.alnum(16));
    let folder = format!("AWSLogs/{ORGANISATION}/{account}/{kind}/{region}/{day}");
    format!("{folder}/{account}_{kind}_{region}_{stamp}_{unique}.json.gz")
}
