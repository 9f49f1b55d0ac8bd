//! Output files are complete, and other files are not touched.

use super::*;

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn create(path: &Path, force: bool, named: &[PathBuf]) -> io::Result<NewFile> {
    let each_read = |each: &mut dyn FnMut(&Path)| named.iter().for_each(|path| each(path));
    NewFile::create(path, force, InputFiles { named, each_read: &each_read })
}

#[track_caller]
fn is_refused(path: &Path, named: &[PathBuf], reason: &str) {
    let error = create(path, true, named).map(drop).unwrap_err().to_string();
    assert!(error.contains(reason), "{}: {error}", path.display());
}

/// Returns a file that is not an input.
fn other(folder: &Path) -> [PathBuf; 1] {
    [folder.join("other")]
}

#[test]
fn a_file_is_there_when_it_is_finished_and_not_before() {
    let folder = tempfile::tempdir().unwrap();
    let named = other(folder.path());
    let path = folder.path().join("out.csv");
    let mut file = create(&path, false, &named).unwrap();
    file.write_all(b"abc").unwrap();
    assert!(!path.exists());
    file.finish().unwrap();
    assert_eq!(
        (fs::read(&path).unwrap(), names(folder.path())),
        (b"abc".to_vec(), vec!["out.csv".to_owned()])
    );
    assert!(create(&path, false, &named).is_err());
    let mut again = create(&path, true, &named).unwrap();
    again.write_all(b"d").unwrap();
    drop(again);
    assert_eq!((fs::read(&path).unwrap(), names(folder.path()).len()), (b"abc".to_vec(), 1));
    let mut again = create(&path, true, &named).unwrap();
    again.write_all(b"d").unwrap();
    again.finish().unwrap();
    assert_eq!((fs::read(&path).unwrap(), names(folder.path()).len()), (b"d".to_vec(), 1));
}

/// It was checked only at the start that the name was free.
#[test]
fn a_file_that_appeared_meanwhile_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case-17.csv");
    let mut file = create(&path, false, &other(folder.path())).unwrap();
    file.write_all(b"answer").unwrap();
    fs::write(&path, "somebody else's notes").unwrap();
    assert!(file.finish().unwrap_err().to_string().contains("--force replaces it"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "somebody else's notes");
    assert_eq!(names(folder.path()), ["case-17.csv"]);
}

#[test]
fn nothing_is_written_into_what_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("logs");
    fs::create_dir(&inner).unwrap();
    let inputs = [folder.path().to_owned()];
    assert!(create(&inner.join("x"), true, &inputs).is_err());
    assert!(create(&folder.path().join("x"), true, &inputs).is_err());
    assert!(names(&inner).is_empty());
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_replaced() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("folder")).unwrap();
    let _socket = UnixListener::bind(at("socket")).unwrap();
    symlink("/dev/null", at("null")).unwrap();
    symlink("socket", at("to-socket")).unwrap();
    symlink("nowhere", at("dangling")).unwrap();
    let named = other(folder.path());
    for name in ["folder", "socket", "null", "to-socket"] {
        is_refused(&at(name), &named, "only regular files are replaced");
    }
    is_refused(Path::new("/dev/null"), &named, "only regular files are replaced");
    is_refused(&at("dangling"), &named, "a link to a file that is not there");
    let mut left = names(folder.path());
    left.sort();
    assert_eq!(left, ["dangling", "folder", "null", "socket", "to-socket"]);
}

/// A device file that appeared after the check was replaced.
#[cfg(unix)]
#[test]
fn what_is_no_file_any_more_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let file = create(&path, true, &other(folder.path())).unwrap();
    std::os::unix::fs::symlink("/dev/null", &path).unwrap();
    assert!(file.finish().unwrap_err().to_string().contains("only regular files"));
    assert!(path.symlink_metadata().unwrap().is_symlink());
    assert_eq!(names(folder.path()), ["out"]);
}

#[cfg(unix)]
#[test]
fn a_link_means_the_file_that_it_leads_to() {
    let folder = tempfile::tempdir().unwrap();
    let (report, link) = (folder.path().join("report.csv"), folder.path().join("latest"));
    fs::write(&report, "old").unwrap();
    std::os::unix::fs::symlink("report.csv", &link).unwrap();
    let mut file = create(&link, true, &other(folder.path())).unwrap();
    file.write_all(b"new").unwrap();
    file.finish().unwrap();
    assert_eq!(fs::read_to_string(&report).unwrap(), "new");
    assert!(link.symlink_metadata().unwrap().is_symlink());
}

/// Only the name was compared, so evidence that was read under another name was replaced.
#[cfg(unix)]
#[test]
fn a_file_that_is_read_is_not_replaced_by_any_of_its_names() {
    let (read, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let at = |name: &str| elsewhere.path().join(name);
    fs::write(at("evidence.json"), "evidence").unwrap();
    let [soft, hard] = ["soft.json", "hard.json"].map(|name| read.path().join(name));
    std::os::unix::fs::symlink(at("evidence.json"), &soft).unwrap();
    fs::hard_link(at("evidence.json"), &hard).unwrap();
    std::os::unix::fs::symlink(&hard, at("back.json")).unwrap();
    for input in [&soft, &hard] {
        is_refused(&at("evidence.json"), std::slice::from_ref(input), "is an input");
    }
    is_refused(&at("back.json"), std::slice::from_ref(&soft), "is an input");
    assert_eq!(fs::read_to_string(at("evidence.json")).unwrap(), "evidence");
}
