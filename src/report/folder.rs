//! Writes a report into a new folder: it appears when all of it is there. Nothing is written over, and nothing
//! inside an opened folder.

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
    let mut hidden = std::ffi::OsString::from(".");
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

/// Writes the table of pseudonyms beside the folder of a report, never into it: it must not be handed on with it.
pub fn write_table(folder: &Path, table: &[u8], inputs: &[PathBuf]) -> io::Result<()> {
    let mut name = folder.as_os_str().to_owned();
    name.push(".pseudonyms.csv");
    let mut file =
        NewFile::create(Path::new(&name), false, InputFiles { named: inputs, each_read: &|_| {} })?;
    file.write_all(table)?;
    file.finish()
}
