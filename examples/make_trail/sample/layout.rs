//! Which record is in which file: one file for each account, region and ten minutes, named as in S3.

use std::collections::BTreeMap;

use crate::base::clock::MINUTE;
use crate::base::event::Event;
use crate::base::json::list;
use crate::base::rng::Rng;
use crate::base::s3_path::log_path;

const WINDOW: i64 = 10 * MINUTE;

/// One log file before it is written; `path` always ends in `.json.gz`, as in the bucket.
pub(crate) struct LogFile {
    pub(crate) account: String,
    pub(crate) region: String,
    pub(crate) path: String,
    pub(crate) delivered: i64,
    pub(crate) oldest: i64,
    pub(crate) newest: i64,
    pub(crate) records: Vec<String>,
}

impl LogFile {
    pub(crate) fn text(&self) -> String {
        format!("{{\"Records\":{}}}", list(&self.records))
    }
}

/// Sorts the events into files. Within a file their order means nothing, as in real life.
pub(crate) fn into_files(events: &[Event], rng: &mut Rng) -> Vec<LogFile> {
    let mut groups: BTreeMap<(&str, &str, i64), Vec<&Event>> = BTreeMap::new();
    for event in events {
        let window = event.time.div_euclid(WINDOW);
        groups.entry((&event.account, &event.region, window)).or_default().push(event);
    }
    let mut files = Vec::with_capacity(groups.len());
    for ((account, region, window), mut members) in groups {
        let delivered = (window + 1) * WINDOW + 5 * MINUTE;
        rng.shuffle(&mut members);
        files.push(LogFile {
            account: account.to_owned(),
            region: region.to_owned(),
            path: log_path(account, "CloudTrail", region, delivered, rng),
            delivered,
            oldest: members.iter().map(|event| event.time).min().unwrap_or(delivered),
            newest: members.iter().map(|event| event.time).max().unwrap_or(delivered),
            records: members.iter().map(|event| event.render()).collect(),
        });
    }
    files
}

/// Delivery is at least once: the first record of every seventh file comes again with the next file.
pub(crate) fn deliver_some_twice(files: &mut [LogFile]) {
    for pair in files.chunks_mut(7) {
        if let [first, second, ..] = pair
            && first.account == second.account
            && first.region == second.region
        {
            second.records.extend(first.records.first().cloned());
            second.oldest = second.oldest.min(first.oldest);
        }
    }
}
