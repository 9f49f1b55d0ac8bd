//! The thread that has the case: it carries out what is asked of it, and saves all within a second of a change. What
//! nobody waits for it does while nothing is asked.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::tui::case_message::{CaseEffect, CaseNews};
use crate::tui::platform::case::case_work::{CasePlace, CaseWork};

/// How long the end of the program waits for the last save.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// The thread.
#[derive(Debug)]
pub(in crate::tui) struct CaseThread {
    jobs: Sender<CaseEffect>,
    /// How many jobs the thread has not begun.
    waiting: Arc<AtomicUsize>,
    /// Closed when the thread has ended.
    ended: Receiver<()>,
}

impl CaseThread {
    /// Starts the thread; `report` is called on it with what is to be shown.
    pub(in crate::tui) fn start(
        place: CasePlace,
        inputs: Vec<PathBuf>,
        mut report: impl FnMut(CaseNews) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (jobs, queue) = channel::<CaseEffect>();
        let (end, ended) = channel::<()>();
        let waiting = Arc::new(AtomicUsize::new(0));
        let asked = Arc::clone(&waiting);
        let work = move || {
            let _end = end;
            let mut work = CaseWork::new(place, inputs);
            report(work.news(None));
            run(&mut work, &queue, &asked, &mut report);
            work.finish();
        };
        thread::Builder::new().name("trailsift-case".into()).spawn(work)?;
        Ok(Self { jobs, waiting, ended })
    }

    /// Asks for something.
    pub(in crate::tui) fn ask(&self, effect: CaseEffect) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        // The thread ends only when this sender is dropped.
        let _ = self.jobs.send(effect);
    }

    /// Says that paths were opened: instead of what was open, or in addition.
    pub(in crate::tui) fn opened(&self, paths: &[PathBuf], instead: bool) {
        if !paths.is_empty() {
            let paths = paths.to_vec();
            self.ask(if instead { CaseEffect::Open(paths) } else { CaseEffect::Protect(paths) });
        }
    }

    /// Waits until all is saved, or for [`LONGEST_WAIT`].
    pub(in crate::tui) fn finish(self) {
        drop(self.jobs);
        let _ = self.ended.recv_timeout(LONGEST_WAIT);
    }
}

/// Carries out jobs until nobody can ask for more.
fn run(
    work: &mut CaseWork,
    queue: &Receiver<CaseEffect>,
    waiting: &AtomicUsize,
    report: &mut impl FnMut(CaseNews),
) {
    let mut due: Option<Instant> = None;
    loop {
        let wait = due.map(|due| due.saturating_duration_since(Instant::now()));
        let wait = if work.is_behind() { Some(Duration::ZERO) } else { wait };
        let job = match wait {
            Some(wait) => queue.recv_timeout(wait),
            None => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let is_due = || due.is_some_and(|due| due <= Instant::now());
        let news = match job {
            Ok(job) => {
                waiting.fetch_sub(1, Ordering::Relaxed);
                work.carry_out(job)
            }
            Err(RecvTimeoutError::Timeout) => {
                work.catch_up(&|| waiting.load(Ordering::Relaxed) > 0 || is_due())
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        news.into_iter().for_each(&mut *report);
        if is_due() {
            due = None;
            work.save().into_iter().for_each(&mut *report);
        }
        let next = work.save_after().and_then(|after| Instant::now().checked_add(after));
        due = next.map(|next| due.map_or(next, |due| due.min(next)));
    }
}
