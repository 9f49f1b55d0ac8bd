//! A case on disk: where it is, how it is read, and how it is written so that it is always whole: into a new file that
//! replaces the old one when it is complete and on the disk.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::limits::MAX_BYTES;
use super::model::Case;
use super::written;
use crate::export::file::{InputFiles, NewFile};
use crate::ingest::text_of_file;
use crate::plural::text_of_size;

/// How the name of a case in the folder of cases ends.
pub(super) const ENDING: &str = ".case.jsonl";

/// Returns the path of the case of some opened paths in the folder of cases. The same folders have the same case,
/// however they are named.
pub fn usual_path(folder: &Path, opened: &[PathBuf]) -> PathBuf {
    let mut real: Vec<PathBuf> =
        opened.iter().map(|path| path.canonicalize().unwrap_or_else(|_| path.clone())).collect();
    real.sort();
    let mut hash = Sha256::new();
    for path in &real {
        hash.update(path.as_os_str().as_encoded_bytes());
        hash.update([0]);
    }
    let hash: String = format!("{:x}", hash.finalize()).chars().take(12).collect();
    let name = real.first().and_then(|path| path.file_name()).unwrap_or_default().to_string_lossy();
    let is_plain = |char: &char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
    let name: String = name.chars().filter(is_plain).take(40).collect();
    folder.join(format!("{name}-{hash}{ENDING}"))
}

/// Reads a case; `None` if nothing is there. The error is a sentence without the path.
pub fn read(path: &Path) -> Result<Option<Case>, String> {
    if path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Ok(None);
    }
    let text = text_of_file(path, MAX_BYTES)?;
    written::read(&text).map(Some).map_err(|error| error.to_string())
}

/// Writes a case in place of the file at `path`, never inside `inputs`. Makes its folder if necessary.
pub fn save(path: &Path, case: &Case, inputs: &[PathBuf]) -> io::Result<()> {
    write(path, case, inputs, true)
}

/// Writes a case into a new file; fails if something is there when it is complete.
pub fn save_new(path: &Path, case: &Case) -> io::Result<()> {
    write(path, case, &[], false)
}

fn write(path: &Path, case: &Case, inputs: &[PathBuf], replaces: bool) -> io::Result<()> {
    let text = written::write(case);
    if text.len() > MAX_BYTES as usize {
        return Err(io::Error::other(format!(
            "the case would be larger than {}",
            text_of_size(MAX_BYTES.into())
        )));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    refuse_inside(folder, inputs)?;
    make_private(folder)?;
    let mut file = NewFile::create(path, replaces, InputFiles { named: inputs, each_read: &|_| {} })?;
    file.write_all(text.as_bytes())?;
    file.finish()?;
    sync(folder)
}

/// Returns why a case must not be written into a folder: it is inside an opened one.
pub fn refuse_inside(folder: &Path, inputs: &[PathBuf]) -> io::Result<()> {
    let above = folder.ancestors().find_map(|folder| folder.canonicalize().ok()).unwrap_or_default();
    let inside =
        inputs.iter().filter_map(|input| input.canonicalize().ok()).find(|input| above.starts_with(input));
    match inside {
        None => Ok(()),
        Some(input) => {
            let input = crate::text::path(&input);
            let reason = format!("it would be inside {input}, which is an input; name another with --case");
            Err(io::Error::new(io::ErrorKind::AlreadyExists, reason))
        }
    }
}

/// Makes the folder, for its owner only.
pub fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Puts the new name of the file on the disk, too. On other systems a folder cannot be opened for that.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::case_tests::case_of;

    #[test]
    fn what_was_saved_is_read_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("a.case.jsonl");
        assert_eq!(read(&path), Ok(None));
        for count in [3, 0, 5] {
            let case = case_of(count);
            save(&path, &case, &[]).unwrap();
            assert_eq!(read(&path), Ok(Some(case)));
        }
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn nothing_is_written_inside_an_opened_folder_or_over_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state").join("a.case.jsonl");
        let reason = save(&path, &case_of(1), &[folder.path().to_owned()]).unwrap_err().to_string();
        assert!(reason.contains("which is an input"), "{reason}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        fs::create_dir_all(&path).unwrap();
        assert!(save(&path, &case_of(1), &[]).is_err());
    }

    #[test]
    fn a_new_case_replaces_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.case.jsonl");
        save_new(&path, &case_of(2)).unwrap();
        assert!(save_new(&path, &case_of(3)).is_err());
        assert_eq!(read(&path), Ok(Some(case_of(2))));
    }

    #[test]
    fn a_folder_has_one_case_whatever_it_is_called() {
        let folder = tempfile::tempdir().unwrap();
        let logs = folder.path().join("AWS Logs/2026 é");
        fs::create_dir_all(&logs).unwrap();
        let state = Path::new("state");
        let path =
            |opened: &[&Path]| usual_path(state, &opened.iter().map(PathBuf::from).collect::<Vec<_>>());
        let one = path(&[&logs]);
        assert_eq!(one, path(&[&logs.join("..").join("2026 é")]));
        assert!(one.to_string_lossy().starts_with("state/2026-"), "{}", one.display());
        assert_ne!(one, path(&[folder.path()]));
        assert_eq!(path(&[&logs, folder.path()]), path(&[folder.path(), &logs]));
    }
}
