//! Columns that a request names and that the store does not hold yet: read from the records once, on all
//! processor cores, then kept. Later events are read when the column is next needed; what was read before a
//! cancellation is not read again.

pub mod path_names;

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::meanings::values_of_all;
use super::stats::Counters;
use crate::insight::run::Run;
use crate::record::field::OnDemand;
use crate::record::on_demand::ColumnRule;
use crate::store::derived::{Derived, DerivedBuilder};
use crate::store::record_reader::FileText;
use crate::store::scan::bitset::Bits;
use crate::store::scan::cancel::Cancelled;
use crate::store::scan::file_scan::{FileScan, Heard, READ_AT_ONCE, Searched};
use crate::store::{Event, MISSING, Store};

/// The requested columns of one load.
#[derive(Debug, Default)]
pub(in crate::query) struct ColumnCache {
    columns: Vec<ColumnState>,
}

/// A column, as far as it has been read.
#[derive(Debug)]
struct ColumnState {
    number: OnDemand,
    rule: &'static ColumnRule,
    builder: DerivedBuilder,
    /// The events that have been read.
    read: Bits,
    /// A snapshot of the column for this state of the store.
    whole: Option<(ColumnAge, Arc<Derived>)>,
}

/// What the values of a column depend on: the number of events, and the number of what people say about them.
type ColumnAge = (usize, u64);

/// Values that one thread found: for each column, the events of each value.
type FoundValues = Vec<HashMap<String, Vec<Event>, RandomState>>;

impl ColumnCache {
    /// Returns whether a column has been read.
    pub(in crate::query) fn has(&self, number: OnDemand) -> bool {
        self.columns.iter().any(|column| column.number == number && column.whole.is_some())
    }

    /// Returns the store with these columns for all of its events. `None` if cancelled.
    pub(in crate::query) fn prepare(
        &mut self,
        store: &Store,
        needed: &[OnDemand],
        (cancelled, counters): (Cancelled<'_>, &Counters),
        hear: &mut dyn FnMut(Searched),
    ) -> Option<Store> {
        for &number in needed {
            if let Some(rule) = number.rule()
                && !self.columns.iter().any(|column| column.number == number)
            {
                self.columns.push(ColumnState::new(number, rule));
            }
        }
        let is_needed = |column: &&mut ColumnState| {
            needed.contains(&column.number)
                && column.whole.as_ref().is_none_or(|(age, _)| *age != column.age(store))
        };
        let mut missing: Vec<&mut ColumnState> = self.columns.iter_mut().filter(is_needed).collect();
        for column in &mut missing {
            column.read.grow(store.len());
            column.compute(store);
            column.compute_together(store, (cancelled, counters), hear)?;
        }
        read(store, &mut missing, (cancelled, counters), hear)?;
        for column in missing {
            column.whole = Some((column.age(store), Arc::new(column.builder.snapshot())));
        }
        let mut store = store.clone();
        for column in self.columns.iter().filter(|column| needed.contains(&column.number)) {
            if let Some((_, whole)) = &column.whole {
                store.put_derived(column.number, Arc::clone(whole));
            }
        }
        Some(store)
    }
}

impl ColumnState {
    fn new(number: OnDemand, rule: &'static ColumnRule) -> Self {
        Self { number, rule, builder: DerivedBuilder::default(), read: Bits::default(), whole: None }
    }

    fn age(&self, store: &Store) -> ColumnAge {
        let said = matches!(self.rule, ColumnRule::Given(_));
        (store.len(), if said { store.given().number() } else { 0 })
    }

    /// Computes the values that need more than one record: all of them, because new events may change those of
    /// earlier ones. `None` if cancelled.
    fn compute_together(
        &mut self,
        store: &Store,
        (cancelled, counters): (Cancelled<'_>, &Counters),
        hear: &mut dyn FnMut(Searched),
    ) -> Option<()> {
        let all = || 0..u32::try_from(store.len()).unwrap_or(u32::MAX);
        if let ColumnRule::Together(_) | ColumnRule::Rules = self.rule {
            let (hear, unpacked) = (RefCell::new(hear), |bytes| counters.unpack(bytes));
            let hear = |searched| (hear.borrow_mut())(searched);
            let run = Run { cancelled, unpacked: &unpacked, hear: &hear };
            let values = values_of_all(self.rule, store, run)?;
            self.builder.put("", &all().collect::<Vec<Event>>());
            for (value, events) in &values {
                self.builder.put(value, events);
            }
        } else if let ColumnRule::Given(column) = self.rule {
            self.builder.put("", &all().collect::<Vec<Event>>());
            for (event, text) in store.given().of(*column) {
                self.builder.put(&text, &[event]);
            }
        } else {
            return Some(());
        }
        self.read.extend(all());
        Some(())
    }

    fn unread(&self, store: &Store) -> impl Iterator<Item = Event> {
        let events = u32::try_from(store.len()).unwrap_or(u32::MAX);
        (0..events).filter(|&event| !self.read.has(event))
    }

    /// Computes the values that follow from those of another column.
    fn compute(&mut self, store: &Store) {
        if let ColumnRule::Time | ColumnRule::EventId = self.rule {
            return self.copy(store);
        }
        let Some(source) = self.rule.source() else { return };
        let mut by_value: HashMap<u32, Vec<Event>, RandomState> = HashMap::default();
        let unread: Vec<Event> = self.unread(store).collect();
        for &event in &unread {
            by_value.entry(store.value_id(event, source)).or_default().push(event);
        }
        for (id, events) in by_value {
            let value = if id == MISSING { None } else { self.rule.of_value(store.dict(source).get(id)) };
            self.builder.put(value.as_deref().unwrap_or_default(), &events);
        }
        self.read.extend(unread);
    }

    /// Assigns each event the value that the store has for it.
    fn copy(&mut self, store: &Store) {
        let unread: Vec<Event> = self.unread(store).collect();
        for &event in &unread {
            match self.rule {
                ColumnRule::Time => self.builder.put(&store.time(event).to_string(), &[event]),
                _ => self.builder.put(&store.event_id(event), &[event]),
            }
        }
        self.read.extend(unread);
    }
}

/// Reads the records that the columns lack.
fn read(
    store: &Store,
    columns: &mut [&mut ColumnState],
    (cancelled, counters): (Cancelled<'_>, &Counters),
    hear: &mut dyn FnMut(Searched),
) -> Option<()> {
    // At each keystroke: without this, all events are looked at for nothing, which takes a third of its time.
    if columns.is_empty() {
        return Some(());
    }
    // The missing events at the beginning: the readers use this while the columns grow.
    let lacking: Vec<(&'static ColumnRule, Bits)> =
        columns.iter().map(|column| (column.rule, column.read.clone())).collect();
    let is_lacking = |event: &Event| lacking.iter().any(|(_, read)| !read.has(*event));
    let events: Vec<Event> = (0..u32::try_from(store.len()).unwrap_or(u32::MAX)).filter(is_lacking).collect();
    if events.is_empty() {
        return Some(());
    }
    let scan = FileScan { store, events: &events, cancelled, unpacked: &|bytes| counters.unpack(bytes) };
    let read = |found: &mut FoundValues, mut text: FileText<'_>, events: &[&[Event]]| {
        found.resize_with(lacking.len(), HashMap::default);
        let mut value = String::new();
        for events in events.iter().flat_map(|events| events.chunks(READ_AT_ONCE)) {
            if cancelled() {
                return;
            }
            for &event in events {
                let record = store.place(event).map(|place| text.record(place)).unwrap_or_default();
                for ((rule, read), found) in lacking.iter().zip(found.iter_mut()) {
                    if read.has(event) {
                        continue;
                    }
                    value.clear();
                    rule.write(record, &mut value);
                    match found.get_mut(value.as_str()) {
                        Some(events) => events.push(event),
                        None => drop(found.insert(value.clone(), vec![event])),
                    }
                }
            }
        }
    };
    scan.run(read, &mut |heard| match heard {
        Heard::Found(found) => {
            for (column, values) in columns.iter_mut().zip(found) {
                for (value, events) in &values {
                    column.builder.put(value, events);
                }
            }
        }
        Heard::Read(events) => {
            for column in columns.iter_mut() {
                column.read.extend(events.iter().copied());
            }
        }
        Heard::Progress(searched) => hear(searched),
    })
}
