//! What the header warns of, counted while files are loaded: damaged files, digests that were not compared yet,
//! periods in which logging was stopped.

use crate::query::summary::logging::{Stop, stops};
use crate::store::Store;
use crate::store::file::{FileState, IssueKind};

/// The counts.
#[derive(Debug, Default)]
pub struct Troubles {
    /// Files of which something could not be read.
    pub damaged: usize,
    /// Files of which nothing could be read.
    pub unreadable: usize,
    /// Events that are quoted in values of something else.
    pub quoted: usize,
    /// Files with events that are no longer where they were read.
    pub gone: usize,
    /// Whether there are digests to compare the files with.
    pub has_digests: bool,
    /// Periods in which a trail was stopped; known when all files are loaded.
    pub stops: Vec<Stop>,
}

impl Troubles {
    /// Counts them.
    pub fn of(store: &Store, is_whole: bool) -> Self {
        let mut troubles = Self { gone: store.gone().len(), ..Self::default() };
        for file in store.files().filter(|file| !file.is_left_out()) {
            troubles.quoted += file.quoted_events as usize;
            match file.state {
                FileState::Damaged => troubles.damaged += 1,
                FileState::Unreadable => troubles.unreadable += 1,
                FileState::NotLog => {
                    troubles.has_digests |=
                        file.issues.first().is_some_and(|issue| issue.kind == IssueKind::Digest);
                }
                FileState::Read => {}
            }
        }
        troubles.stops = if is_whole { stops(store) } else { Vec::new() };
        troubles
    }
}
