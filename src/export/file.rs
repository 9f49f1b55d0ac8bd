//! Output to a file: written atomically, never replacing a file unasked, never inside an input folder.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::text;

/// A file that appears only when it is finished.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    unfinished: PathBuf,
    out: Option<BufWriter<File>>,
}

impl NewFile {
    /// Begins a file at `path`. Refused when there is one already and `force` is not given, and inside of `inputs`.
    pub fn create(path: &Path, force: bool, inputs: &[PathBuf]) -> io::Result<Self> {
        let refuse = |reason: String| Err(io::Error::new(io::ErrorKind::AlreadyExists, reason));
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = folder.canonicalize()?;
        let name = path
            .file_name()
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "this is not a file name"))?;
        if let Some(input) = input_at(&folder, name, inputs) {
            return refuse(format!(
                "it would be inside {}, which is an input; choose another folder",
                text::path(&input)
            ));
        }
        if !force && path.symlink_metadata().is_ok() {
            return refuse("the file already exists; --force replaces it".to_owned());
        }
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.unfinished", std::process::id()));
        let unfinished = folder.join(hidden);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let out = Some(BufWriter::new(options.open(&unfinished)?));
        Ok(Self { path: folder.join(name), unfinished, out })
    }

    /// Moves the finished file into its place.
    pub fn finish(mut self) -> io::Result<()> {
        if let Some(out) = self.out.take() {
            out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        }
        fs::rename(&self.unfinished, &self.path)
    }
}

/// The input that a file called `name` in `folder`, a canonical path, would be written into or over.
pub fn input_at(folder: &Path, name: &OsStr, inputs: &[PathBuf]) -> Option<PathBuf> {
    let inputs = inputs.iter().filter_map(|input| input.canonicalize().ok());
    inputs.into_iter().find(|input| folder.starts_with(input) || folder.join(name) == *input)
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.as_mut().map_or(Ok(0), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// Removes an unfinished file.
impl Drop for NewFile {
    fn drop(&mut self) {
        // After `finish` there is nothing of that name any more.
        let _ = fs::remove_file(&self.unfinished);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_file_is_there_when_it_is_finished_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let mut file = NewFile::create(&path, false, &[]).unwrap();
        file.write_all(b"abc").unwrap();
        assert!(!path.exists());
        file.finish().unwrap();
        assert_eq!(
            (fs::read(&path).unwrap(), names(folder.path())),
            (b"abc".to_vec(), vec!["out.csv".to_owned()])
        );
        assert!(NewFile::create(&path, false, &[]).is_err());
        let mut again = NewFile::create(&path, true, &[]).unwrap();
        again.write_all(b"d").unwrap();
        drop(again);
        assert_eq!((fs::read(&path).unwrap(), names(folder.path()).len()), (b"abc".to_vec(), 1));
    }

    #[test]
    fn nothing_is_written_into_what_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("logs");
        fs::create_dir(&inner).unwrap();
        let inputs = [folder.path().to_owned()];
        assert!(NewFile::create(&inner.join("x"), true, &inputs).is_err());
        assert!(NewFile::create(&folder.path().join("x"), true, &inputs).is_err());
        assert!(names(&inner).is_empty());
    }
}
