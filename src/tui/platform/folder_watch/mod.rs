//! Watches the opened paths on a separate thread and reports changes, several at once. Where the system reports
//! changes, the thread sleeps until there is one; elsewhere it looks at sizes and times now and then.

#[cfg(target_os = "linux")]
pub(in crate::tui::platform) mod inotify;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, UNIX_EPOCH};
use std::{io, thread};

use walkdir::WalkDir;

/// How often the thread checks whether it should end.
const PAUSE: Duration = Duration::from_millis(500);

/// Looking takes at most this fraction of the time.
const AT_MOST_ONE_IN: u32 = 200;
const LOOK_EVERY: Duration = Duration::from_secs(3);

/// A watch; it ends when this is dropped.
#[derive(Debug)]
pub(in crate::tui) struct FolderWatch {
    ended: Arc<AtomicBool>,
}

impl FolderWatch {
    /// Starts to watch; `changed` is called on its thread when anything has changed.
    pub(in crate::tui) fn start(
        paths: Vec<PathBuf>,
        mut changed: impl FnMut() + Send + 'static,
    ) -> io::Result<Self> {
        let ended = Arc::new(AtomicBool::new(false));
        let shared = Arc::clone(&ended);
        let work = move || {
            let ended = || shared.load(Ordering::Relaxed);
            #[cfg(target_os = "linux")]
            if crate::tui::platform::folder_watch::inotify::watch(&paths, &ended, &mut changed).is_ok() {
                return;
            }
            look_now_and_then(&paths, &ended, &mut changed);
        };
        thread::Builder::new().name("trailsift-follow".into()).spawn(work)?;
        Ok(Self { ended })
    }
}

impl Drop for FolderWatch {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}

/// Looks at all files until the watch has ended.
fn look_now_and_then(paths: &[PathBuf], ended: &dyn Fn() -> bool, changed: &mut dyn FnMut()) {
    let mut before = Sight::of(paths);
    while !ended() {
        let started = Instant::now();
        let now = Sight::of(paths);
        if now != before {
            before = now;
            changed();
        }
        let pause = LOOK_EVERY.max(started.elapsed() * AT_MOST_ONE_IN);
        let until = Instant::now() + pause;
        while Instant::now() < until && !ended() {
            thread::sleep(PAUSE);
        }
    }
}

/// What distinguishes the content of folders from an earlier one.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sight {
    files: u64,
    bytes: u64,
    /// The sum of all times: a new or rewritten file changes it.
    times: u128,
}

impl Sight {
    fn of(paths: &[PathBuf]) -> Self {
        let mut sight = Self::default();
        let entries = paths.iter().flat_map(|path| WalkDir::new(path).into_iter().filter_map(Result::ok));
        for metadata in entries.filter_map(|entry| entry.metadata().ok()) {
            let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
            sight.files += 1;
            sight.bytes = sight.bytes.wrapping_add(metadata.len());
            sight.times = sight.times.wrapping_add(since.unwrap_or_default().as_nanos());
        }
        sight
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn a_new_file_in_a_new_folder_is_reported() {
        let folder = tempfile::tempdir().unwrap();
        let (sender, changes) = channel();
        let watch = FolderWatch::start(vec![folder.path().to_owned()], move || {
            // The test may have ended.
            let _ = sender.send(());
        })
        .unwrap();
        let deep = folder.path().join("2026/11/29");
        // The watch may begin after the first of them.
        for number in 0..100 {
            fs::create_dir_all(&deep).unwrap();
            fs::write(deep.join(format!("{number}.json")), "x").unwrap();
            if changes.recv_timeout(Duration::from_millis(400)).is_ok() {
                break;
            }
            assert!(number < 99, "nothing is reported");
        }
        while changes.recv_timeout(Duration::from_secs(2)).is_ok() {}
        fs::write(deep.join("another.json"), "x").unwrap();
        assert!(changes.recv_timeout(Duration::from_secs(20)).is_ok(), "in the new folder");
        drop(watch);
        assert!(changes.recv_timeout(Duration::from_secs(20)).is_err(), "it has ended");
    }

    #[test]
    fn what_is_seen_differs_after_each_change() {
        let folder = tempfile::tempdir().unwrap();
        let paths = [folder.path().to_owned()];
        let at = |name: &str| folder.path().join(name);
        let mut seen = vec![Sight::of(&paths)];
        fs::write(at("a"), "x").unwrap();
        seen.push(Sight::of(&paths));
        fs::write(at("a"), "xy").unwrap();
        seen.push(Sight::of(&paths));
        fs::write(at("b"), "").unwrap();
        seen.push(Sight::of(&paths));
        fs::remove_file(at("a")).unwrap();
        seen.push(Sight::of(&paths));
        assert!(seen.windows(2).all(|pair| pair.first() != pair.last()), "{seen:?}");
        assert_eq!(Sight::of(&paths), Sight::of(&paths));
    }
}
