//! Compares two events: finds the other one if none is named, reads both records, merges their trees. Records of
//! millions of bytes exist, so no key should wait for this.

use super::difference;
use crate::json::compare::TreeDiff;
use crate::query::same_call::{CallLikeness, same_call};
use crate::record::field::Column;
use crate::store::record_reader::RecordReader;
use crate::store::{Event, Store};

/// The event that another one is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// This one.
    Event(Event),
    /// The nearest of the same call, earlier if there is one.
    Nearest,
    /// The next (1) or previous (-1) of the same call, from this one.
    Step(Event, isize),
}

/// A request for a comparison.
#[derive(Debug)]
pub struct CompareRequest {
    /// The store that has both.
    pub store: Store,
    /// The event on the right.
    pub right: Event,
    /// The event on the left.
    pub against: Against,
}

/// Two events that were compared.
#[derive(Debug)]
pub struct Compared {
    /// The event on the left.
    pub left: Event,
    /// The event on the right.
    pub right: Event,
    /// How the left one was found; `None` if it was chosen.
    pub likeness: Option<CallLikeness>,
    /// Their records.
    pub diff: TreeDiff,
    /// The number of differences.
    pub differences: usize,
    /// The differences as text.
    pub text: String,
}

impl CompareRequest {
    /// Finds the other event, reads both, and compares them. `None` if no other event was found.
    pub fn run(&self) -> Option<Compared> {
        let (store, right) = (&self.store, self.right);
        let step = |from, step| same_call(store, right, from, step);
        let (left, likeness) = match self.against {
            Against::Event(event) => (event, None),
            Against::Nearest => {
                let (event, likeness) = step(right, -1).or_else(|| step(right, 1))?;
                (event, Some(likeness))
            }
            Against::Step(from, by) => {
                let (event, likeness) = step(from, by)?;
                (event, Some(likeness))
            }
        };
        let diff = TreeDiff::of(RecordReader::once(store, left), RecordReader::once(store, right));
        let differences = difference::count(diff.rows());
        let text = difference::text(&diff, &name(store, left), &name(store, right));
        Some(Compared { left, right, likeness, diff, differences, text })
    }
}

/// Returns what an event is, for the text: time, call, who, from where, `eventID`.
fn name(store: &Store, event: Event) -> String {
    let value = |column| store.value(event, column);
    let parts = [
        store.time(event).to_string(),
        format!("{} {}", value(Column::EventName), value(Column::Service)),
        value(Column::PrincipalLabel).to_owned(),
        value(Column::SourceIpAddress).to_owned(),
        store.event_id(event),
    ];
    parts.join(" · ")
}
