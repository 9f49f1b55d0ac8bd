//! The texts of large packed files that were looked into last: stepping through the events of one must not unpack it
//! again at each step.

use std::collections::VecDeque;

use super::codec::coding::Step;
use super::source::Source;
use crate::store::event::Event;
use crate::store::snapshot::Store;

/// Shorter texts are made again faster than anybody sees.
const SHORT: usize = 1 << 20;
/// Bytes that are kept at most: one text of this length, or several shorter ones.
const KEPT_BYTES: usize = 512 << 20;

/// Unpacked texts of files of one load, by the numbers of the files.
#[derive(Debug, Default)]
pub struct TextCache {
    latest_last: VecDeque<(u32, Vec<u8>)>,
}

impl TextCache {
    /// The text of an event's record, the same as [`Store::record`].
    pub fn record(&mut self, store: &Store, event: Event) -> Vec<u8> {
        let Some(place) = store.place(event) else { return Vec::new() };
        let Some(file) = store.file(place.file) else { return Vec::new() };
        let Some(source) = file.source.as_ref().filter(|source| is_worth_it(source)) else {
            return file.record(place);
        };
        let known = self.latest_last.iter().position(|(number, _)| *number == place.file);
        let (_, text) = known
            .and_then(|at| self.latest_last.remove(at))
            .unwrap_or_else(|| (place.file, source.text().into_owned()));
        let record = file.cut(&text, place).into_owned();
        self.latest_last.push_back((place.file, text));
        while self.kept() > KEPT_BYTES {
            self.latest_last.pop_front();
        }
        record
    }

    fn kept(&self) -> usize {
        self.latest_last.iter().map(|(_, text)| text.len()).sum()
    }
}

fn is_worth_it(source: &Source) -> bool {
    let made = |step: &Step| (SHORT..=KEPT_BYTES).contains(&step.made);
    source.steps().last().is_some_and(made)
}
