//! Writes what is remembered on a separate thread, so that no key waits for a slow disk.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use std::{io, thread};

use crate::tui::platform::state_file;
use crate::tui::platform::state_file::Remembered;

/// How long the end of the program waits for what is not written yet.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// The thread, if anything is remembered.
#[derive(Debug, Default)]
pub(in crate::tui) struct StateThread(Option<Running>);

#[derive(Debug)]
struct Running {
    jobs: Sender<StateJob>,
    /// Closed when the thread has ended.
    ended: Receiver<()>,
}

/// Something for the thread to do.
#[derive(Debug)]
enum StateJob {
    Write(Remembered, Vec<String>),
    /// Write nothing inside these paths from now on.
    Protect(Vec<PathBuf>),
}

impl StateThread {
    /// Starts the thread; without a folder nothing is remembered. It never writes inside `inputs`. `failed` is called
    /// on it with the first reason why nothing can be written.
    pub(in crate::tui) fn start(
        folder: Option<PathBuf>,
        mut inputs: Vec<PathBuf>,
        mut failed: impl FnMut(String) + Send + 'static,
    ) -> io::Result<Self> {
        let Some(folder) = folder else { return Ok(Self::default()) };
        let (jobs, queue) = channel::<StateJob>();
        let (end, ended) = channel::<()>();
        let work = move || {
            let _end = end;
            let (mut filters, mut has_failed) = (Vec::new(), false);
            let mut write = |what, lines: &[String], inputs: &[PathBuf]| match state_file::add(
                &folder, what, lines, inputs,
            ) {
                // The folder is inside an opened one, where nothing is written.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) if !has_failed => {
                    has_failed = true;
                    failed(format!("{}: {error}; nothing is remembered", crate::text::path(&folder)));
                }
                Ok(()) | Err(_) => {}
            };
            while let Ok(job) = queue.recv() {
                match job {
                    StateJob::Protect(paths) => inputs.extend(paths),
                    StateJob::Write(what, lines) => {
                        write(what, &lines, &inputs);
                        if what == Remembered::Filters {
                            filters.extend(lines);
                        }
                    }
                }
            }
            // Another program may have replaced the file between reading and writing it.
            write(Remembered::Filters, &filters, &inputs);
        };
        thread::Builder::new().name("trailsift-state".into()).spawn(work)?;
        Ok(Self(Some(Running { jobs, ended })))
    }

    /// Remembers lines.
    pub(in crate::tui) fn remember(&self, what: Remembered, lines: Vec<String>) {
        if let Some(running) = &self.0 {
            // The thread ends only when this sender is dropped.
            let _ = running.jobs.send(StateJob::Write(what, lines));
        }
    }

    /// Writes nothing inside these paths from now on.
    pub(in crate::tui) fn protect(&self, paths: Vec<PathBuf>) {
        if let Some(running) = &self.0 {
            let _ = running.jobs.send(StateJob::Protect(paths));
        }
    }

    /// Waits until all is written, or for [`LONGEST_WAIT`].
    pub(in crate::tui) fn finish(self) {
        if let Some(Running { jobs, ended }) = self.0 {
            drop(jobs);
            let _ = ended.recv_timeout(LONGEST_WAIT);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_written_at_the_end_and_a_failure_is_reported_once() {
        let folder = tempfile::tempdir().unwrap();
        let state = StateThread::start(Some(folder.path().to_owned()), Vec::new(), |_| {}).unwrap();
        state.remember(Remembered::Filters, vec!["a".to_owned()]);
        state.remember(Remembered::Filters, vec!["b".to_owned()]);
        state.finish();
        assert_eq!(state_file::read(folder.path(), Remembered::Filters), ["a", "b"]);
        let (sender, told) = channel();
        let taken = folder.path().join("filters").join("below-a-file");
        let state =
            StateThread::start(Some(taken), Vec::new(), move |reason| drop(sender.send(reason))).unwrap();
        state.remember(Remembered::Filters, vec!["a".to_owned()]);
        state.remember(Remembered::Filters, vec!["b".to_owned()]);
        state.finish();
        assert_eq!(told.try_iter().count(), 1);
        let home = tempfile::tempdir().unwrap();
        let inside = home.path().join("state");
        let state = StateThread::start(Some(inside), Vec::new(), |_| {}).unwrap();
        state.protect(vec![home.path().to_owned()]);
        state.remember(Remembered::Filters, vec!["a".to_owned()]);
        state.finish();
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "it was opened meanwhile");
        let none = StateThread::start(None, Vec::new(), |_| {}).unwrap();
        none.remember(Remembered::Filters, vec!["a".to_owned()]);
        none.finish();
    }
}
