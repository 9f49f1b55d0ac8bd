//! What people say about events, beside what the records say: marks, labels and notes. They come from the caller
//! and are a part of a snapshot, so that every answer about it knows them.

use std::sync::atomic::{AtomicU64, Ordering};

use super::event::Event;
use crate::record::field::GivenColumn;

/// What is said about events.
#[derive(Debug, Default)]
pub struct Given {
    /// Different for all that are not the same; 0 if nothing is said.
    number: u64,
    said: Vec<(GivenColumn, Event, String)>,
}

impl Given {
    /// Says these texts about events. An empty text says nothing; of two about the same, the last one counts.
    pub fn new(said: impl IntoIterator<Item = (GivenColumn, Event, String)>) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self { number: NEXT.fetch_add(1, Ordering::Relaxed), said: said.into_iter().collect() }
    }

    /// Returns a number that no other has, except for all that say nothing.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Iterates over what a column says, each event with its text.
    pub fn of(&self, column: GivenColumn) -> impl Iterator<Item = (Event, &str)> {
        let of_column = self.said.iter().filter(move |(other, ..)| *other == column);
        of_column.map(|(_, event, text)| (*event, text.as_str()))
    }
}
