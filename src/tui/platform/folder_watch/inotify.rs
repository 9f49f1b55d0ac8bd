//! Waits for changes of folders as Linux reports them. (The library `notify` has a licence that `deny.toml` does not
//! permit; `rustix`, which the program contains anyway, has the same calls.)

use std::ffi::OsStr;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::inotify::{CreateFlags, ReadFlags, Reader, WatchFlags, add_watch, init};
use walkdir::WalkDir;

/// How often is checked whether the watch has ended.
const PAUSE: Duration = Duration::from_millis(500);

/// Changes are reported when nothing has changed for this long, or after the longer time at the latest.
const QUIET: Duration = Duration::from_millis(300);
const LONGEST: Duration = Duration::from_secs(3);

/// The folders that are watched, by the numbers that the system gave them.
struct Watched {
    system: OwnedFd,
    folders: std::collections::HashMap<i32, PathBuf>,
}

/// Watches until it has ended; fails if the system cannot watch that many folders.
pub(in crate::tui::platform) fn watch(
    paths: &[PathBuf],
    ended: &dyn Fn() -> bool,
    changed: &mut dyn FnMut(),
) -> io::Result<()> {
    let system = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
    let mut watched = Watched { system, folders: std::collections::HashMap::new() };
    for path in paths {
        watched.add(path)?;
    }
    let mut since: Option<(Instant, Instant)> = None;
    while !ended() {
        let wait = if since.is_some() { QUIET } else { PAUSE };
        let has_more = watched.wait(wait)? && watched.take()?;
        let now = Instant::now();
        if has_more {
            since = Some((since.map_or(now, |(first, _)| first), now));
        }
        if let Some((first, last)) = since
            && (now - last >= QUIET || now - first >= LONGEST)
        {
            since = None;
            changed();
        }
    }
    Ok(())
}

impl Watched {
    /// Watches a file, or a folder with all folders in it.
    fn add(&mut self, path: &Path) -> io::Result<()> {
        let flags = WatchFlags::CREATE
            | WatchFlags::CLOSE_WRITE
            | WatchFlags::MOVED_TO
            | WatchFlags::MOVED_FROM
            | WatchFlags::DELETE;
        let entries = WalkDir::new(path).into_iter().filter_map(Result::ok);
        let is_watched = |entry: &walkdir::DirEntry| entry.depth() == 0 || entry.file_type().is_dir();
        for entry in entries.filter(is_watched) {
            let number = match add_watch(&self.system, entry.path(), flags) {
                // It has gone since.
                Err(rustix::io::Errno::NOENT | rustix::io::Errno::NOTDIR) => continue,
                number => number?,
            };
            self.folders.insert(number, entry.into_path());
        }
        Ok(())
    }

    /// Waits for changes; returns whether there are any.
    fn wait(&self, longest: Duration) -> io::Result<bool> {
        let timeout = Timespec {
            tv_sec: i64::try_from(longest.as_secs()).unwrap_or(1),
            tv_nsec: i64::from(longest.subsec_nanos()),
        };
        match poll(&mut [PollFd::new(&self.system, PollFlags::IN)], Some(&timeout)) {
            Err(rustix::io::Errno::INTR) => Ok(false),
            ready => Ok(ready? > 0),
        }
    }

    /// Takes what has been reported, and watches new folders. Returns whether anything has changed.
    fn take(&mut self) -> io::Result<bool> {
        let mut buffer = [MaybeUninit::uninit(); 16 << 10];
        let (mut has_changed, mut new) = (false, Vec::new());
        let mut reader = Reader::new(&self.system, &mut buffer);
        loop {
            match reader.next() {
                Ok(event) => {
                    has_changed = true;
                    let is_folder = event.events().contains(ReadFlags::ISDIR);
                    let is_new = event.events().intersects(ReadFlags::CREATE | ReadFlags::MOVED_TO);
                    if let (true, Some(name), Some(folder)) =
                        (is_folder && is_new, event.file_name(), self.folders.get(&event.wd()))
                    {
                        new.push(folder.join(OsStr::from_bytes(name.to_bytes())));
                    }
                }
                Err(rustix::io::Errno::AGAIN) => break,
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        for folder in new {
            self.add(&folder)?;
        }
        Ok(has_changed)
    }
}
