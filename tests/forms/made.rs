//! The same trail in every form that `make_trail` writes has the same events.

use std::path::Path;

use clap::ValueEnum as _;

use crate::base::output::OutputFolder;
use crate::bulk;
use crate::common::run;
use crate::forms::{Form, write};

/// Columns that rows of Event history have as records have them.
const OF_ROWS: &str = "eventID,eventTime,eventSource,eventName,awsRegion,sourceIPAddress,userAgent,errorCode,requestID,\
                       readOnly,eventType,recipientAccountId,userIdentity.accessKeyId";
/// What rows of Event history lack, with a value in the trail that is made here.
const LACKED: [&str; 5] = [
    "userIdentity.arn",
    "userIdentity.type",
    "requestParameters.bucketName",
    "errorMessage",
    "tlsDetails.tlsVersion",
];

/// The rows of all events in a path, the heading first.
fn rows(path: &Path, columns: &str) -> Vec<Vec<String>> {
    let answer = run(&["list", path.to_str().unwrap(), "--format", "csv", "--columns", columns]);
    assert_eq!(answer.code, Some(0), "{}: {}", path.display(), answer.err);
    let mut rows = answer.csv();
    if let Some(events) = rows.get_mut(1..) {
        events.sort();
    }
    rows
}

#[test]
fn each_form_of_a_trail_has_its_events() {
    let trail = tempfile::tempdir().unwrap();
    let folder = OutputFolder::open(trail.path(), false).unwrap();
    bulk::write(&folder, &bulk::Plan { events: 1500, seed: 11, file_median: 12, threads: 1 }).unwrap();
    let all = format!("{OF_ROWS},{}", LACKED.join(","));
    let (sound, sound_of_rows) = (rows(trail.path(), &all), rows(trail.path(), OF_ROWS));
    assert!(sound.len() > 1400, "{}", sound.len());
    for (at, name) in LACKED.iter().enumerate() {
        let column = sound[0].len() - LACKED.len() + at;
        assert!(sound[1..].iter().any(|row| !row[column].is_empty()), "no event has {name}");
    }
    let other = tempfile::tempdir().unwrap();
    let folder = OutputFolder::open(other.path(), false).unwrap();
    for &form in Form::value_variants() {
        let Some(name) = write(trail.path(), form, &folder).unwrap() else {
            assert_eq!(form, Form::S3);
            continue;
        };
        if form == Form::Parquet && cfg!(not(feature = "parquet")) {
            continue;
        }
        let path = other.path().join(name);
        if form == Form::History {
            assert_eq!(rows(&path, OF_ROWS), sound_of_rows, "{form:?}");
            let lacked = rows(&path, &LACKED.join(","));
            assert!(lacked[1..].iter().flatten().all(String::is_empty), "{form:?}");
        } else {
            assert_eq!(rows(&path, &all), sound, "{form:?}");
        }
    }
}
