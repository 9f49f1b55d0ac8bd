//! What people say about events, beside what the records say: marks, labels and notes. They come from the caller
//! and are a part of a snapshot, so that every answer about it knows them.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use super::event::Event;
use crate::record::field::GivenColumn;

/// Returns what a column says, each event with its text.
type SaidTexts = dyn Fn(GivenColumn) -> Vec<(Event, String)> + Send + Sync;

/// What is said about events.
#[derive(Default)]
pub struct Given {
    /// Different for all that are not the same; 0 if nothing is said.
    number: u64,
    said: Option<Box<SaidTexts>>,
}

impl Given {
    /// Says what a function returns for each column; it is called only when a column is needed. An empty text says nothing; of
    /// two about the same event, the last one counts.
    pub fn new(said: impl Fn(GivenColumn) -> Vec<(Event, String)> + Send + Sync + 'static) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self { number: NEXT.fetch_add(1, Ordering::Relaxed), said: Some(Box::new(said)) }
    }

    /// Returns a number that no other has, except for all that say nothing.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Returns what a column says, each event with its text.
    pub fn of(&self, column: GivenColumn) -> Vec<(Event, String)> {
        self.said.as_ref().map(|said| said(column)).unwrap_or_default()
    }
}

impl fmt::Debug for Given {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Given").field("number", &self.number).finish_non_exhaustive()
    }
}
