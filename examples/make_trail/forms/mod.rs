//! A trail in the other forms that people hold in their hands: tables, archives and answers
//! of commands, made of what was written in S3's layout.

mod answers;
mod archives;
mod columnar;
mod tables;

use std::fs;
use std::path::Path;

use clap::ValueEnum;

use crate::base::output::{Outcome, OutputFolder};

/// How a trail is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// Folders of gzipped log files, as in S3.
    S3,
    /// The CSV of Event history in the console: each row has less than its record.
    History,
    /// A CSV of Splunk: the column `_raw` has the records.
    Raw,
    /// One record in each line.
    Lines,
    /// What `aws cloudtrail lookup-events` prints.
    Lookup,
    /// What `aws logs filter-log-events` prints.
    LogEvents,
    /// What `aws logs get-query-results` prints for Logs Insights.
    Insights,
    /// What `aws cloudtrail get-query-results` prints for CloudTrail Lake: rows with the columns of a record.
    Lake,
    /// What `aws athena get-query-results` prints: rows of cells, with the names of Athena's table.
    Athena,
    /// What a Lambda function gets from Kinesis: records of CloudWatch Logs in gzip and base64.
    Kinesis,
    /// A Parquet file with the columns of a record; structures as JSON.
    Parquet,
    /// A zip archive of the folders.
    Zip,
    /// A tar archive of the folders.
    Tar,
    /// A tar archive in gzip.
    TarGz,
    /// A tar archive in bzip2.
    TarBz2,
}

impl Form {
    /// Returns whether only sound log files can be written in this form.
    pub(crate) fn is_table(self) -> bool {
        !matches!(self, Self::S3 | Self::Zip | Self::Tar | Self::TarGz | Self::TarBz2)
    }
}

/// A file below the folder of a trail, with its path in slashes.
type TrailFile = (String, Vec<u8>);

/// Writes the trail in the folder `trail` as one file of another form; returns its name, or `None` if it has the form.
pub(crate) fn write(trail: &Path, form: Form, folder: &OutputFolder) -> Outcome<Option<&'static str>> {
    let files = files(trail)?;
    let (name, bytes) = match form {
        Form::S3 => return Ok(None),
        Form::History => ("event_history.csv", tables::history(&files)?),
        Form::Raw => ("raw.csv", tables::raw(&files)?),
        Form::Lines => ("records.jsonl", answers::lines(&files)?),
        Form::Lookup => ("lookup_events.json", answers::lookup(&files)?),
        Form::LogEvents => ("log_events.json", answers::log_events(&files)?),
        Form::Insights => ("insights_results.json", answers::insights(&files)?),
        Form::Lake => ("lake_results.json", answers::lake(&files)?),
        Form::Athena => ("athena_results.json", answers::athena(&files)?),
        Form::Kinesis => ("kinesis.json", answers::kinesis(&files)?),
        Form::Parquet => ("events.parquet", columnar::parquet(&files)?),
        Form::Zip => ("trail.zip", archives::zip(&files)?),
        Form::Tar => ("trail.tar", archives::tar(&files)?),
        Form::TarGz => ("trail.tar.gz", archives::tar_gz(&files)?),
        Form::TarBz2 => ("trail.tar.bz2", archives::tar_bz2(&files)?),
    };
    folder.write(name, &bytes)?;
    Ok(Some(name))
}

/// Reads all files below a folder, in the order of their paths.
fn files(trail: &Path) -> Outcome<Vec<TrailFile>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(trail).sort_by_file_name() {
        let entry = entry?;
        if !entry.file_type().is_file() {
            continue;
        }
        let parts = entry.path().strip_prefix(trail)?.iter();
        let parts: Vec<String> = parts.map(|part| part.to_string_lossy().into_owned()).collect();
        files.push((parts.join("/"), fs::read(entry.path())?));
    }
    Ok(files)
}
