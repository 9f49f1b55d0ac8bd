//! Counts on a separate thread what the screen shows about its selection, so that no key waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::{io, thread};

use crate::query::summary::survey::{Survey, Surveyed};

/// The thread that counts.
#[derive(Debug)]
pub(in crate::tui) struct SurveyThread {
    surveys: Sender<(u64, Survey)>,
    /// The newest survey; older ones are cancelled.
    newest: Arc<AtomicU64>,
}

impl SurveyThread {
    /// Starts the thread; `report` is called on it with what was counted, and the number of the survey.
    pub(in crate::tui) fn start(mut report: impl FnMut(u64, Surveyed) + Send + 'static) -> io::Result<Self> {
        let (surveys, queue) = channel::<(u64, Survey)>();
        let newest = Arc::new(AtomicU64::new(0));
        let shared = Arc::clone(&newest);
        let work = move || {
            while let Ok((number, survey)) = queue.recv() {
                let cancelled = || shared.load(Ordering::Relaxed) > number;
                let surveyed = survey.count_telling(&cancelled, &mut |part| report(number, part));
                if let Some(surveyed) = surveyed.filter(|_| !cancelled()) {
                    report(number, surveyed);
                }
            }
        };
        thread::Builder::new().name("trailsift-survey".into()).spawn(work)?;
        Ok(Self { surveys, newest })
    }

    /// Starts a survey and cancels the one before.
    pub(in crate::tui) fn start_survey(&self, number: u64, survey: Survey) {
        self.newest.store(number, Ordering::Relaxed);
        // The thread ends only when this sender is dropped.
        let _ = self.surveys.send((number, survey));
    }

    /// Cancels all surveys before this number.
    pub(in crate::tui) fn cancel_before(&self, number: u64) {
        self.newest.store(number, Ordering::Relaxed);
    }
}
