//! The forms of files that are read, and those that are only named, as the table of the README.

use std::fmt::Write;

use super::extract::aws_output::{TABLE_NAME, TEXT_NAME, YAML_NAME};
use super::files::formats::named;

/// A form, and how it is read.
type FormRow = (&'static str, &'static str);

const READ: &[FormRow] = &[
    ("S3 log files (`{\"Records\":[…]}`), JSON Lines, arrays, objects one after another", "whole"),
    (
        "`aws cloudtrail lookup-events`, `aws logs filter-log-events`, `aws logs tail`, Event history in JSON",
        "whole",
    ),
    (
        "CloudWatch Logs exports and subscriptions, Kinesis, Firehose, SQS, SNS, EventBridge, Kafka in Lambda",
        "whole, in base64 and gzip too",
    ),
    ("Elastic, Splunk, Cribl, Sumo Logic, Wazuh and OCSF with the original text", "whole: the original text"),
    ("CSV with a record in a column: Splunk `_raw`, Logs Insights `@message`, others", "whole: the cell"),
    (
        "CSV of Event history, Athena, CloudTrail Lake, Sentinel, Elastic, separated by `,` `;` `|` or tabs",
        "each row is an event with less (`is:partial`): what its columns hold",
    ),
    ("`aws logs get-query-results` (Logs Insights) with `@message`", "whole: the message"),
    (
        "`aws cloudtrail get-query-results` (CloudTrail Lake), `aws athena get-query-results`",
        "each row is an event with less (`is:partial`)",
    ),
    (
        "zip (stored or deflate) and tar, also within one another",
        "each member is a file, `archive.zip › member`",
    ),
    #[cfg(feature = "parquet")]
    (
        "Parquet: CloudTrail Lake, tables of Athena and Glue, Security Lake (OCSF), a record in a column",
        "as the same table in CSV: a row is an event with less (`is:partial`), a record in a cell is whole",
    ),
    ("gzip, zstd, xz and bzip2; UTF-8 and UTF-16", "decompressed, up to three layers"),
];

/// Returns the table of forms in Markdown.
pub fn markdown() -> String {
    let mut table = "| form | how it is read |\n|---|---|\n".to_owned();
    let named: Vec<&str> = named().chain([YAML_NAME, TEXT_NAME, TABLE_NAME]).collect();
    let others = (named.join(", "), "not read: named and counted, with what to do");
    for (form, read) in READ.iter().copied().chain([(others.0.as_str(), others.1)]) {
        // Writing into a String cannot fail.
        let _ = writeln!(table, "| {} | {read} |", form.replace('|', "\\|"));
    }
    table
}
