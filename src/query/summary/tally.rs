//! For each of many columns: how many events of a list have a value in it, and a value as an example.

use std::borrow::Cow;
use std::sync::Arc;

use crate::query::engine::stats::count_pass;
use crate::record::field::{Column, FieldSource, Home, OnDemand};
use crate::store::record_reader::RecordReader;
use crate::store::scan::cancel::Cancelled;
use crate::store::segment::EventId;
use crate::store::{Event, MISSING, Store};

/// Longest example, in characters; more does not fit on a line.
const LONGEST: usize = 200;

/// What is to be counted.
#[derive(Debug, Clone)]
pub struct TallyRequest {
    /// The events are in this.
    pub store: Store,
    /// The events of the list, in time order.
    pub events: Arc<Vec<Event>>,
    /// The event whose values are the examples; where it has none, the most frequent value is.
    pub current: Option<Event>,
    /// What the columns show.
    pub sources: Vec<FieldSource>,
}

/// What is known about one column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnTally {
    /// How many events have a value; `None` for a column that has not been read.
    pub events: Option<usize>,
    /// A value; empty if none is known.
    pub example: String,
}

/// How many of the events have each kind and each actor.
struct Counts {
    kinds: Vec<usize>,
    actors: Vec<usize>,
}

impl TallyRequest {
    /// Counts, in the order of the sources. `None` if cancelled.
    pub fn count(&self, cancelled: Cancelled<'_>) -> Option<Vec<ColumnTally>> {
        count_pass();
        let mut counts =
            Counts { kinds: vec![0; self.store.kinds().len()], actors: vec![0; self.store.actors().len()] };
        for &event in self.events.iter() {
            let Some((segment, row)) = self.store.locate(event) else { continue };
            if let Some(count) = counts.kinds.get_mut(segment.kind(row) as usize) {
                *count += 1;
            }
            if let Some(count) = counts.actors.get_mut(segment.actor(row) as usize) {
                *count += 1;
            }
        }
        let record = self.current.map(|event| RecordReader::once(&self.store, event));
        let mut tallies = Vec::with_capacity(self.sources.len());
        for source in &self.sources {
            if cancelled() {
                return None;
            }
            tallies.push(match source {
                FieldSource::Time => ColumnTally {
                    events: Some(self.store.timed(&self.events)),
                    example: self.example(|event| self.store.time(event).to_string()),
                },
                FieldSource::EventId => self.event_ids(),
                FieldSource::Column(column) => self.column(*column, &counts, record.as_deref()),
            });
        }
        Some(tallies)
    }

    /// Returns the example that an event gives: the current one, or the first.
    fn example(&self, of: impl Fn(Event) -> String) -> String {
        self.current.or_else(|| self.events.first().copied()).map(of).unwrap_or_default()
    }

    fn event_ids(&self) -> ColumnTally {
        let has_id = |event: &&Event| {
            let id = self.store.locate(**event).map(|(segment, row)| segment.event_id(row));
            id.is_some_and(|id| !matches!(id, EventId::None))
        };
        let events = self.events.iter().filter(has_id).count();
        ColumnTally { events: Some(events), example: self.example(|event| self.store.event_id(event)) }
    }

    fn column(&self, column: Column, counts: &Counts, record: Option<&[u8]>) -> ColumnTally {
        let store = &self.store;
        if !store.has(column) {
            let example = column.on_demand().and_then(|column| self.read(column, record));
            return ColumnTally { events: None, example: shortened(&example.unwrap_or_default()) };
        }
        let mut by_value = vec![0; store.dict(column).len()];
        let mut add = |id: u32, events: usize| {
            if let Some(count) = by_value.get_mut(id as usize) {
                *count += events;
            }
        };
        match column.home() {
            Home::Kind(place) => {
                for (kind, &events) in store.kinds().iter().zip(&counts.kinds) {
                    add(kind.get(place).copied().unwrap_or(MISSING), events);
                }
            }
            Home::Actor(place) => {
                for (actor, &events) in store.actors().iter().zip(&counts.actors) {
                    add(actor.get(place).copied().unwrap_or(MISSING), events);
                }
            }
            Home::Own(_) | Home::OnDemand(_) => {
                self.events.iter().for_each(|&event| add(store.value_id(event, column), 1));
            }
        }
        let missing = by_value.get(MISSING as usize).copied().unwrap_or(0);
        let own = self.current.map(|event| store.value_id(event, column)).filter(|&id| id != MISSING);
        let example = own.or_else(|| most_frequent(&by_value));
        ColumnTally {
            events: Some(self.events.len() - missing),
            example: shortened(example.map_or("", |id| store.dict(column).get(id))),
        }
    }

    /// Reads the value of the current event in a column that has not been read.
    fn read(&self, column: OnDemand, record: Option<&[u8]>) -> Option<String> {
        let rule = column.rule()?;
        if let Some(source) = rule.source() {
            return rule.of_value(self.store.value(self.current?, source)).map(Cow::into_owned);
        }
        let mut text = String::new();
        rule.write(record?, &mut text);
        Some(text)
    }
}

/// Returns the value that most events have, the first of several.
fn most_frequent(by_value: &[usize]) -> Option<u32> {
    let values = by_value.iter().enumerate().skip(1).filter(|(_, events)| **events > 0);
    let most = values.max_by_key(|(id, events)| (**events, std::cmp::Reverse(*id)));
    most.and_then(|(id, _)| u32::try_from(id).ok())
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
