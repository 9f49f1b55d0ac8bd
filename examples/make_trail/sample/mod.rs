//! The sample folder: the story in files, and beside them what such a folder holds in real life.

mod damage;
mod digest;
mod extras;
mod layout;

use std::fmt::Write;

use crate::base::output::{Outcome, OutputFolder};
use crate::services;
use crate::story;
use crate::story::company::{APP, FRANKFURT, IRELAND, VAULT, VIRGINIA, tuesday, wednesday};
use layout::LogFile;

/// What was written.
pub(crate) struct Summary {
    pub(crate) files: usize,
    pub(crate) records: usize,
}

/// Collects the counts while the files go out.
struct Writer<'a> {
    folder: &'a OutputFolder,
    summary: Summary,
}

impl Writer<'_> {
    fn plain(&mut self, path: &str, bytes: &[u8], records: usize) -> Outcome<()> {
        self.folder.write(path, bytes)?;
        self.count(records);
        Ok(())
    }

    fn gz(&mut self, path: &str, bytes: &[u8], records: usize) -> Outcome<()> {
        self.folder.write_gz(path, bytes)?;
        self.count(records);
        Ok(())
    }

    fn count(&mut self, records: usize) {
        self.summary.files += 1;
        self.summary.records += records;
    }
}

/// Writes the whole sample folder.
pub(crate) fn write(folder: &OutputFolder, seed: u64) -> Outcome<Summary> {
    let mut story = story::tell(seed);
    let mut files = layout::into_files(&story.events, &mut story.rng);
    layout::deliver_some_twice(&mut files);
    let mut writer = Writer { folder, summary: Summary { files: 0, records: 0 } };

    let damaged = damage::choose(&files);
    for (index, file) in files.iter().enumerate() {
        write_log(&mut writer, file, index, damaged == Some(index))?;
    }
    for (account, region, from, hours) in [
        (APP, VIRGINIA, tuesday(22, 0), 12),
        (APP, IRELAND, wednesday(8, 0), 3),
        (VAULT, FRANKFURT, wednesday(6, 0), 3),
    ] {
        for digest in digest::chain(&files, account, region, from, hours, &mut story.rng) {
            writer.gz(&digest.path, digest.text.as_bytes(), 0)?;
        }
    }
    for file in extras::logs(&mut story.rng) {
        writer.gz(&file.path, file.text.as_bytes(), file.records)?;
    }
    for (path, bytes) in extras::not_logs() {
        writer.plain(&path, &bytes, 0)?;
    }
    for (path, text, records) in services::files(&mut story.rng) {
        writer.plain(&path, text.as_bytes(), records)?;
    }
    let mut notes = String::from(include_str!("README.md"));
    writeln!(notes, "\nWritten with seed {seed}.")?;
    writer.plain("README.md", notes.as_bytes(), 0)?;
    Ok(writer.summary)
}

/// Writes every sixth file uncompressed, as after a download with a browser.
fn write_log(writer: &mut Writer<'_>, file: &LogFile, index: usize, damaged: bool) -> Outcome<()> {
    let text = file.text();
    if damaged {
        return writer.gz(&file.path, &damage::break_text(file), file.records.len() - 1);
    }
    if index % 6 == 4 {
        return writer.plain(file.path.trim_end_matches(".gz"), text.as_bytes(), file.records.len());
    }
    writer.gz(&file.path, text.as_bytes(), file.records.len())
}
