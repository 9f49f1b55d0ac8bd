//! Output to a file: written atomically, replacing a file only with `--force`, never over an input or inside an
//! input folder.

#[cfg(unix)]
pub mod interrupted;

use std::cell::Cell;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use same_file::Handle;
use tempfile::{NamedTempFile, TempPath};

use crate::text;

thread_local! {
    static WRITTEN: Cell<u64> = const { Cell::new(0) };
}

/// Returns how many files this thread has begun to write so far. The thread of the screen must write none.
pub fn written_here() -> u64 {
    WRITTEN.get()
}

/// Counts a file that this thread begins to write.
pub(crate) fn count_written() {
    WRITTEN.set(WRITTEN.get().saturating_add(1));
}

/// A file that appears only when it is complete. Until then it has a hidden name; dropping it removes it.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    force: bool,
    out: BufWriter<fs::File>,
    unfinished: TempPath,
    #[cfg(unix)]
    _removed_by_signal: crate::export::file::interrupted::RemovedBySignal,
}

/// Calls its argument with each of some paths.
pub type EachPath<'i> = &'i dyn Fn(&mut dyn FnMut(&Path));

/// What a new file must not touch.
#[derive(Clone, Copy)]
pub struct InputFiles<'i> {
    /// The files and folders as given; `-` is standard input.
    pub named: &'i [PathBuf],
    /// Calls its argument with the path of each file that was read, including files inside folders.
    pub each_read: EachPath<'i>,
}

impl std::fmt::Debug for InputFiles<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("InputFiles").field("named", &self.named).finish_non_exhaustive()
    }
}

impl NewFile {
    /// Begins a file at `path`. Refuses to replace an existing file without `force`, anything but a regular
    /// file, and a file that was read, by any of its names. Refuses to write inside input folders.
    pub fn create(path: &Path, force: bool, inputs: InputFiles<'_>) -> io::Result<Self> {
        count_written();
        let (folder, name) = place_of(path, force)?;
        refuse_inside_input(&folder, &name, inputs.named)?;
        let path = folder.join(&name);
        if path.symlink_metadata().is_ok() {
            refuse_to_replace_input(&path, inputs)?;
        }
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(&name);
        hidden.push(".");
        let unfinished =
            tempfile::Builder::new().prefix(&hidden).suffix(".unfinished").tempfile_in(&folder)?;
        #[cfg(unix)]
        let removed_by_signal = {
            crate::export::file::interrupted::fail_at_size_limit()?;
            crate::export::file::interrupted::RemovedBySignal::new(unfinished.path().to_owned())?
        };
        let (file, unfinished) = unfinished.into_parts();
        Ok(Self {
            path,
            force,
            out: BufWriter::new(file),
            unfinished,
            #[cfg(unix)]
            _removed_by_signal: removed_by_signal,
        })
    }

    /// Moves the finished file into its place.
    pub fn finish(self) -> io::Result<()> {
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        let whole = NamedTempFile::from_parts(file, self.unfinished);
        if self.force {
            // The path may have changed while the answer was made.
            refuse_irregular(&self.path)?;
            return whole.persist(&self.path).map(drop).map_err(|error| error.error);
        }
        match whole.persist_noclobber(&self.path) {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => refuse(EXISTS),
            Err(error) => Err(error.error),
        }
    }
}

/// Returns whether writing to `path` would replace a file; fails if it is refused even with `force`: see
/// [`NewFile::create`].
pub fn would_replace(path: &Path, inputs: InputFiles<'_>) -> io::Result<bool> {
    let (folder, name) = place_of(path, true)?;
    refuse_inside_input(&folder, &name, inputs.named)?;
    let path = folder.join(&name);
    let is_there = path.symlink_metadata().is_ok();
    if is_there {
        refuse_to_replace_input(&path, inputs)?;
    }
    Ok(is_there)
}

const EXISTS: &str = "the file already exists; --force replaces it";

fn refuse<T>(reason: &str) -> io::Result<T> {
    Err(io::Error::new(io::ErrorKind::AlreadyExists, reason.to_owned()))
}

/// Returns the folder, as a canonical path, and the name of the file that `path` refers to. With `force`, a
/// link is followed.
fn place_of(path: &Path, force: bool) -> io::Result<(PathBuf, std::ffi::OsString)> {
    let is_there = path.symlink_metadata();
    if is_there.is_ok() && !force {
        return refuse(EXISTS);
    }
    let linked = match is_there {
        Ok(found) if found.is_symlink() => {
            Some(path.canonicalize().or_else(|_| refuse("it is a link to a file that is not there"))?)
        }
        _ => None,
    };
    let path = linked.as_deref().unwrap_or(path);
    refuse_irregular(path)?;
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "this is not a file name"))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok((folder.canonicalize()?, name.to_owned()))
}

/// Refuses to write over an input or inside an input folder.
fn refuse_inside_input(folder: &Path, name: &OsStr, inputs: &[PathBuf]) -> io::Result<()> {
    let Some(input) = input_at(folder, name, inputs) else { return Ok(()) };
    let input = text::path(&input);
    refuse(&format!("it would be inside {input}, which is an input; choose another folder"))
}

/// Refuses to replace devices, pipes, sockets and folders.
fn refuse_irregular(path: &Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(found) if !found.is_file() => refuse("it is not a regular file; only regular files are replaced"),
        _ => Ok(()),
    }
}

/// Refuses if `path` is one of the files that were read, compared by identity and not by name.
fn refuse_to_replace_input(path: &Path, inputs: InputFiles<'_>) -> io::Result<()> {
    let own = Handle::from_path(path)?;
    let mut read_as = None;
    (inputs.each_read)(&mut |read| {
        // Opening a pipe would wait for a writer.
        let is_file = fs::metadata(read).is_ok_and(|read| read.is_file());
        if read_as.is_none() && is_file && Handle::from_path(read).is_ok_and(|read| read == own) {
            read_as = Some(text::path(read));
        }
    });
    let reads_standard_input = inputs.named.is_empty() || inputs.named.iter().any(|named| named == "-");
    if reads_standard_input && Handle::stdin().is_ok_and(|read| read == own) {
        read_as = Some("standard input".to_owned());
    }
    match read_as {
        Some(read) => refuse(&format!("it is the same file as {read}, which is an input")),
        None => Ok(()),
    }
}

/// Returns the input that a file called `name` in `folder`, a canonical path, would overwrite or be inside of.
pub fn input_at(folder: &Path, name: &OsStr, inputs: &[PathBuf]) -> Option<PathBuf> {
    let inputs = inputs.iter().filter_map(|input| input.canonicalize().ok());
    inputs.into_iter().find(|input| folder.starts_with(input) || folder.join(name) == *input)
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests;
