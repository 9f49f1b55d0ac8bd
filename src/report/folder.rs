//! Writes a report into a new folder: it appears when all of it is there. Nothing is written over, and nothing
//! inside an opened folder.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::part::ReportPart;
use crate::case::case_file::{make_private, refuse_inside};
use crate::export::file::{InputFiles, NewFile};

/// Writes the parts into the folder at `path`, which must not exist yet; returns its absolute path.
pub fn write(path: &Path, parts: &[ReportPart], inputs: &[PathBuf]) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let name =
        path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "this is not a name"))?;
    if path.symlink_metadata().is_ok() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "it already exists; name a new folder"));
    }
    let above = path.parent().unwrap_or(Path::new("."));
    refuse_inside(above, inputs)?;
    make_private(above)?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(".");
    let unfinished = tempfile::Builder::new().prefix(&hidden).suffix(".unfinished").tempdir_in(above)?;
    for part in parts {
        crate::export::file::count_written();
        let mut file = fs::File::create_new(unfinished.path().join(part.name))?;
        file.write_all(&part.bytes)?;
        file.sync_all()?;
    }
    fs::rename(unfinished.path(), &path)?;
    // It is in its place now; there is nothing left to remove.
    let _ = unfinished.keep();
    Ok(path)
}

/// Returns where the table of pseudonyms of a report goes: beside its folder, never into it, because it must not be
/// handed on with it.
fn table_path(folder: &Path) -> OsString {
    let mut name = folder.as_os_str().to_owned();
    name.push(".pseudonyms.csv");
    name
}

/// Writes a report with pseudonyms as [`write()`] does, and their table beside it. Neither is written if one of them is
/// there already.
pub fn write_redacted(
    path: &Path,
    parts: &[ReportPart],
    table: &[u8],
    inputs: &[PathBuf],
) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    if Path::new(&table_path(&path)).symlink_metadata().is_ok() {
        let reason = "the table of an earlier report is beside it, .pseudonyms.csv; name a new folder";
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, reason));
    }
    let written = write(&path, parts, inputs)?;
    write_table(&written, table, inputs)?;
    Ok(written)
}

fn write_table(folder: &Path, table: &[u8], inputs: &[PathBuf]) -> io::Result<()> {
    let name = table_path(folder);
    let mut file =
        NewFile::create(Path::new(&name), false, InputFiles { named: inputs, each_read: &|_| {} })?;
    file.write_all(table)?;
    file.finish()
}
