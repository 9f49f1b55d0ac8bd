//! Takes changes of marks back, the latest first.

use std::collections::VecDeque;
use std::sync::Arc;

use super::model::{CaseMark, Marks};
use super::record_key::RecordKey;

/// How many changes can be taken back.
const MOST: usize = 200;

/// One change: what it was, and each mark as it was before.
#[derive(Debug)]
pub(super) struct CaseChange {
    /// What was done, in words.
    pub(super) words: String,
    /// The marks before; `None` where there was none.
    pub(super) before: Vec<(RecordKey, Option<Arc<CaseMark>>)>,
}

/// The changes so far.
#[derive(Debug, Default)]
pub(super) struct UndoList(VecDeque<CaseChange>);

impl UndoList {
    /// Remembers a change.
    pub(super) fn push(&mut self, change: CaseChange) {
        self.0.push_back(change);
        if self.0.len() > MOST {
            self.0.pop_front();
        }
    }

    /// Takes the latest change back. Returns it as a change of its own: what it was, and each mark as it was until now.
    pub(super) fn take_back(&mut self, marks: &mut Marks) -> Option<CaseChange> {
        let change = self.0.pop_back()?;
        let take_back = |(key, before): (RecordKey, Option<Arc<CaseMark>>)| {
            let until_now = match before {
                Some(mark) => marks.insert(key.clone(), mark),
                None => marks.remove(&key),
            };
            (key, until_now)
        };
        let before = change.before.into_iter().map(take_back).collect();
        Some(CaseChange { words: change.words, before })
    }
}
