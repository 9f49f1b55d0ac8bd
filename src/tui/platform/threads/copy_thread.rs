//! Makes copies on a separate thread, so that no key waits for a desktop that does not answer, or for a slow
//! disk. Text for the terminal is returned, because only one thread writes to it.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use std::{io, thread};

use crate::export::engines::written::EngineRequest;
use crate::tui::panes::focus::Copying;
use crate::tui::platform::clipboard::{Clipboard, Copied};

/// How long the end of the program waits for unfinished copies.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// A copy to make.
#[derive(Debug)]
pub(in crate::tui) enum CopyJob {
    /// A text, in the best way or, if requested, to a file.
    Text(String, bool),
    /// Bytes, to a file.
    Bytes(Vec<u8>),
    /// The query that a filter becomes for an engine.
    Query(Box<EngineRequest>),
    /// Nothing is copied; from now on nothing is written inside these paths.
    Protect(Vec<PathBuf>),
}

/// The thread that copies, one copy after another.
#[derive(Debug)]
pub(in crate::tui) struct CopyThread {
    jobs: Sender<(Copying, CopyJob)>,
    /// Closed when the thread has ended.
    ended: Receiver<()>,
}

impl CopyThread {
    /// Starts the thread, which never writes inside `inputs`; `report` is called on it with what became of each
    /// copy.
    pub(in crate::tui) fn start(
        inputs: Vec<PathBuf>,
        mut report: impl FnMut(Copying, Result<Copied, String>) + Send + 'static,
    ) -> io::Result<Self> {
        let (jobs, queue) = channel::<(Copying, CopyJob)>();
        let (end, ended) = channel::<()>();
        let work = move || {
            let _end = end;
            // It stays open, because on X11 a copied text disappears with the clipboard of the program that
            // copied it.
            let mut clipboard = Clipboard::new(inputs);
            while let Ok((mut copying, job)) = queue.recv() {
                let result = match job {
                    CopyJob::Text(text, to_file) => clipboard.copy(text, to_file, copying.extension),
                    CopyJob::Bytes(bytes) => clipboard.write(&bytes, copying.extension),
                    CopyJob::Query(request) => {
                        let query = request.write();
                        copying.warning = query.warning();
                        if query.says_anything {
                            clipboard.copy(query.text, false, copying.extension)
                        } else {
                            Err(copying
                                .warning
                                .take()
                                .unwrap_or_else(|| "the filter matches every event".to_owned()))
                        }
                    }
                    CopyJob::Protect(paths) => {
                        clipboard.protect(paths);
                        continue;
                    }
                };
                report(copying, result);
            }
        };
        thread::Builder::new().name("trailsift-copy".into()).spawn(work)?;
        Ok(Self { jobs, ended })
    }

    /// Requests a copy.
    pub(in crate::tui) fn make(&self, copying: Copying, job: CopyJob) {
        // The thread ends only when this sender is dropped.
        let _ = self.jobs.send((copying, job));
    }

    /// Waits until all copies are made and the clipboard is closed, or for [`LONGEST_WAIT`].
    pub(in crate::tui) fn finish(self) {
        drop(self.jobs);
        let _ = self.ended.recv_timeout(LONGEST_WAIT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_is_written_before_the_end() {
        let (sender, made) = channel();
        let report = move |copying: Copying, result| drop(sender.send((copying.what, result)));
        // Every folder is an input: nothing is written outside of the test.
        let copies = CopyThread::start(vec!["/".into()], report).unwrap();
        let copying = |what| Copying { what, ..Copying::default() };
        copies.make(copying("one"), CopyJob::Bytes(vec![1]));
        copies.make(copying("two"), CopyJob::Text("x".into(), true));
        copies.finish();
        let made: Vec<_> = made.try_iter().collect();
        assert_eq!(made.iter().map(|(what, _)| *what).collect::<Vec<_>>(), ["one", "two"]);
        for (_, result) in made {
            let reason = result.unwrap_err();
            assert!(
                reason.contains("every folder where a copy could be saved is inside an opened folder"),
                "{reason}"
            );
        }
    }
}
