//! One program at a time changes a case. The system holds the lock and lets it go when the program ends, however it
//! ends; the file beside the case that carries it means nothing by itself.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use fs4::TryLockError;
use same_file::Handle;

/// A lock that is held until this is dropped.
#[derive(Debug)]
pub struct CaseLock {
    path: PathBuf,
    file: File,
}

/// How often a lock file that somebody removed at the same moment is made again.
const TRIES: usize = 20;

impl CaseLock {
    /// Takes the lock of the case at `path`; `None` if another program has it.
    pub fn take(path: &Path) -> io::Result<Option<Self>> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".lock");
        let path = path.with_file_name(name);
        for _ in 0..TRIES {
            let mut options = OpenOptions::new();
            options.create(true).truncate(false).write(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let file = options.open(&path)?;
            match fs4::FileExt::try_lock(&file) {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error),
            }
            // The holder before may have removed the file between our opening and locking it.
            let own = Handle::from_file(file.try_clone()?)?;
            if Handle::from_path(&path).is_ok_and(|there| there == own) {
                return Ok(Some(Self { path, file }));
            }
        }
        Err(io::Error::other("the lock file is removed again and again"))
    }
}

impl Drop for CaseLock {
    fn drop(&mut self) {
        // While it is still locked, so that nobody else holds the file that is removed.
        let _ = fs::remove_file(&self.path);
        let _ = fs4::FileExt::unlock(&self.file);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.case");
        let lock = CaseLock::take(&path).unwrap();
        assert!(lock.is_some() && CaseLock::take(&path).unwrap().is_none());
        assert!(CaseLock::take(&folder.path().join("b.case")).unwrap().is_some(), "another case is free");
        drop(lock);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        // A file that was left over by a program that was killed locks nothing.
        fs::write(folder.path().join("a.case.lock"), "").unwrap();
        assert!(CaseLock::take(&path).unwrap().is_some());
        assert!(CaseLock::take(&folder.path().join("none").join("a.case")).is_err());
    }
}
