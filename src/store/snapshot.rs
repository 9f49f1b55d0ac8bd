//! One snapshot of everything loaded: events by number, their values, their files, their sort order.
//!
//! [`builder`](super::builder) makes snapshots.

use std::sync::Arc;

use super::columns::chunked::Chunked;
use super::columns::derived::{Derived, DerivedColumns};
use super::columns::dict::{self, Dict};
use super::event::{Event, MISSING};
use super::file::LogFile;
use super::given::Given;
use super::models::{Model, Models};
use super::rewriting::Rewriting;
use super::segment::{self, EventId, IdOrder, Place, SEGMENT_ROWS, Segment};
use super::twins::Twins;
use crate::record::field::{ACTOR_COLUMNS, COLUMNS, Column, Home, KIND_COLUMNS, OnDemand};
use crate::record::time::Time;
use crate::store::twins::fold::Folds;

/// One snapshot of everything loaded.
#[derive(Debug, Clone)]
pub struct Store {
    /// The number of its load: the events and values of one load keep their numbers.
    pub(super) load: u64,
    pub(super) dicts: Vec<Dict>,
    pub(super) odd_ids: Dict,
    pub(super) kinds: Chunked<[u32; KIND_COLUMNS]>,
    pub(super) actors: Chunked<[u32; ACTOR_COLUMNS]>,
    pub(super) segments: Vec<Arc<Segment>>,
    pub(super) files: Chunked<Option<Arc<LogFile>>>,
    /// The files that are no longer where they were read, by number, sorted.
    pub(super) gone: Arc<Vec<u32>>,
    pub(super) order: Arc<Vec<Event>>,
    pub(super) folds: Arc<Folds>,
    pub(super) twins: Arc<Twins>,
    /// Actors that were given the principal of their user, with the IDs of that principal and of the person:
    /// see `users`.
    pub(super) users: Arc<Vec<(u32, u32, u32)>>,
    /// Bytes held without the bytes of files, and the bytes of files.
    pub(super) held: (u64, u64),
    pub(super) on_demand: DerivedColumns,
    pub(super) models: Models,
    pub(super) given: Arc<Given>,
    /// How texts are written, if not as they are.
    pub(super) rewriting: Option<Arc<dyn Rewriting>>,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            load: 0,
            dicts: vec![Dict::default(); COLUMNS],
            odd_ids: Dict::default(),
            kinds: Chunked::default(),
            actors: Chunked::default(),
            segments: Vec::new(),
            files: Chunked::default(),
            gone: Arc::default(),
            order: Arc::default(),
            folds: Arc::default(),
            twins: Arc::default(),
            users: Arc::default(),
            held: (0, 0),
            on_demand: Vec::new(),
            models: Models::default(),
            given: Arc::default(),
            rewriting: None,
        }
    }
}

impl Store {
    /// Returns how many events are loaded, including duplicates.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Returns whether no events are loaded.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Returns all events, sorted by time, then file, then place in the file. Duplicates are included.
    pub fn order(&self) -> &[Event] {
        &self.order
    }

    /// Returns whether this is the same snapshot, or one with the same events, files, duplicates, twins and
    /// users.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.order, &other.order)
            && Arc::ptr_eq(&self.folds, &other.folds)
            && Arc::ptr_eq(&self.twins, &other.twins)
            && Arc::ptr_eq(&self.users, &other.users)
            && self.files.is_same(&other.files)
            && Arc::ptr_eq(&self.gone, &other.gone)
    }

    /// Returns whether this is a snapshot of the same load: its events and values have the same numbers.
    pub fn is_of_same_load(&self, other: &Self) -> bool {
        self.load == other.load
    }

    /// Returns the number of its load, which no other load of this program has.
    pub fn load_number(&self) -> u64 {
        self.load
    }

    /// Returns the number of the event that is the same record as `event` of another store: with the same ID
    /// and time, preferably in the same file and at the same place.
    pub fn same_event(&self, other: &Self, event: Event) -> Option<Event> {
        let (time, id) = (other.time(event), other.event_id(event));
        let from = self.order.partition_point(|&own| self.time(own) < time);
        let at_that_time = self.order.get(from..)?.iter().copied().take_while(|&own| self.time(own) == time);
        let path =
            |store: &Self, event| store.file_of(event).map(|file| (file.path.clone(), file.member.clone()));
        let start = |store: &Self, event| store.place(event).map(|place| (place.layer, place.start));
        let (own_path, own_start) = (path(other, event), start(other, event));
        let mut found = None;
        for own in at_that_time.filter(|&own| self.event_id(own) == id) {
            if path(self, own) == own_path && start(self, own) == own_start {
                return Some(own);
            }
            // Without an ID, only the place tells events apart.
            found = found.or_else(|| (!id.is_empty()).then_some(own));
        }
        found
    }

    /// Returns the numbers of the files that are no longer where they were read, sorted.
    pub fn gone(&self) -> &[u32] {
        &self.gone
    }

    /// Returns which events are repeated deliveries of another.
    pub fn folds(&self) -> &Folds {
        &self.folds
    }

    /// Returns which events have the `eventID` of another text.
    pub fn twins(&self) -> &Twins {
        &self.twins
    }

    /// Leaves one text of each eventID: a record rather than a row of a table.
    pub fn merge_twins(&self, events: &mut Vec<Event>) {
        self.twins.merge(&self.folds, &|event| self.is_partial(event), events);
    }

    /// Returns how many of some events are rows of tables with the record of the same eventID among them.
    pub fn rows_beside_records(&self, events: &[Event]) -> usize {
        self.twins.beside_records(&|event| self.is_partial(event), events)
    }

    /// Returns the segments, for parallel scans; segment `n` begins at event `n * SEGMENT_ROWS`.
    pub fn segments(&self) -> &[Arc<Segment>] {
        &self.segments
    }

    /// Returns the values of a column; ID 0 is the missing value.
    pub fn dict(&self, column: Column) -> &Dict {
        if let Column::OnDemand(column) = column {
            return self.derived(column).map_or(&dict::EMPTY, Derived::dict);
        }
        self.dicts.get(column.index()).unwrap_or(&dict::EMPTY)
    }

    /// Returns a column on demand, if it has been read.
    pub fn derived(&self, column: OnDemand) -> Option<&Derived> {
        self.on_demand.iter().find(|(number, _)| *number == column).map(|(_, derived)| &**derived)
    }

    /// Returns whether a column has been read.
    pub fn has(&self, column: Column) -> bool {
        column.on_demand().is_none_or(|column| self.derived(column).is_some())
    }

    /// Returns whether the value of an event in a column is known.
    pub fn is_read(&self, event: Event, column: Column) -> bool {
        let reaches = |column| self.derived(column).is_some_and(|derived| derived.reaches(event));
        column.on_demand().is_none_or(reaches)
    }

    /// Returns the columns on demand that have been read.
    pub fn columns_read(&self) -> impl Iterator<Item = OnDemand> {
        self.on_demand.iter().map(|(number, _)| *number)
    }

    /// Returns how many events have a value in a column on demand, without repeated deliveries, once it has
    /// been read.
    pub fn valued(&self, column: OnDemand) -> Option<usize> {
        let derived = self.derived(column)?;
        let repeats = self.folds.folded().filter(|&event| derived.id(event) != MISSING).count();
        Some(derived.valued().saturating_sub(repeats))
    }

    /// Adds a column on demand to this snapshot.
    pub fn put_derived(&mut self, column: OnDemand, derived: Arc<Derived>) {
        self.on_demand.retain(|(number, _)| *number != column);
        self.on_demand.push((column, derived));
    }

    /// Takes over a column on demand of another copy of the same snapshot.
    pub fn take_derived(&mut self, column: OnDemand, other: &Self) {
        if self.is_same(other)
            && let Some((_, derived)) = other.on_demand.iter().find(|(number, _)| *number == column)
        {
            self.put_derived(column, Arc::clone(derived));
        }
    }

    /// Takes over the columns on demand of an earlier snapshot. Events that came later have no values in them
    /// yet.
    pub fn keep_derived_of(&mut self, earlier: &Self) {
        self.on_demand.clone_from(&earlier.on_demand);
    }

    /// Returns the distinct kinds of events.
    pub fn kinds(&self) -> &Chunked<[u32; KIND_COLUMNS]> {
        &self.kinds
    }

    /// Returns the distinct actors.
    pub fn actors(&self) -> &Chunked<[u32; ACTOR_COLUMNS]> {
        &self.actors
    }

    /// Returns the segment of an event and the row in it.
    pub fn locate(&self, event: Event) -> Option<(&Segment, usize)> {
        let event = event as usize;
        Some((self.segments.get(event / SEGMENT_ROWS)?, event % SEGMENT_ROWS))
    }

    /// Returns the ID of an event's value in a column; [`MISSING`] if it has none.
    pub fn value_id(&self, event: Event, column: Column) -> u32 {
        let Some((segment, row)) = self.locate(event) else { return MISSING };
        match column.home() {
            Home::Kind(place) => self.kinds.get(segment.kind(row)).and_then(|kind| kind.get(place)).copied(),
            Home::Actor(place) => {
                self.actors.get(segment.actor(row)).and_then(|actor| actor.get(place)).copied()
            }
            Home::Own(place) => Some(segment.own(place, row)),
            Home::OnDemand(column) => self.derived(column).map(|derived| derived.id(event)),
        }
        .unwrap_or(MISSING)
    }

    /// Returns an event's value in a column; empty if it has none.
    pub fn value(&self, event: Event, column: Column) -> &str {
        self.dict(column).get(self.value_id(event, column))
    }

    /// Returns when an event happened.
    pub fn time(&self, event: Event) -> Time {
        self.locate(event).map_or(Time::NONE, |(segment, row)| segment.time(row))
    }

    /// Returns the place of an event's text.
    pub fn place(&self, event: Event) -> Option<Place> {
        self.locate(event).and_then(|(segment, row)| segment.place(row))
    }

    /// Returns the `eventID` of an event as text; empty if it has none.
    pub fn event_id(&self, event: Event) -> String {
        match self.locate(event).map(|(segment, row)| segment.event_id(row)) {
            Some(EventId::Guid(guid)) => segment::guid_text(guid),
            Some(EventId::Text(id)) => self.odd_ids.get(id).to_owned(),
            Some(EventId::None) | None => String::new(),
        }
    }

    /// Returns the `eventID` of an event, to be compared with others.
    pub fn id_order(&self, event: Event) -> IdOrder<'_> {
        match self.locate(event).map(|(segment, row)| segment.event_id(row)) {
            Some(EventId::Guid(guid)) => IdOrder::Guid(guid),
            Some(EventId::Text(id)) => IdOrder::Text(self.odd_ids.get(id)),
            Some(EventId::None) | None => IdOrder::Text(""),
        }
    }

    /// Returns the file with that number.
    pub fn file(&self, number: u32) -> Option<&Arc<LogFile>> {
        self.files.get(number).and_then(Option::as_ref)
    }

    /// Returns the file that an event was read from.
    pub fn file_of(&self, event: Event) -> Option<&Arc<LogFile>> {
        self.file(self.place(event)?.file)
    }

    /// Returns whether an event was recovered after damage, or contains bytes that are not UTF-8.
    pub fn is_recovered(&self, event: Event) -> bool {
        self.place(event)
            .is_some_and(|place| self.file(place.file).is_some_and(|file| file.is_recovered(place)))
    }

    /// Returns whether an event is quoted in other text: anybody who could write that text could have written it.
    pub fn is_quoted(&self, event: Event) -> bool {
        self.place(event).is_some_and(|place| self.file(place.file).is_some_and(|file| file.is_quoted(place)))
    }

    /// Returns whether an event is not a record but was made of a row of a table: it has no request, no response and
    /// not the whole identity.
    pub fn is_partial(&self, event: Event) -> bool {
        self.place(event)
            .is_some_and(|place| self.file(place.file).is_some_and(|file| file.is_partial(place)))
    }

    /// Returns whether any event is made of a row of a table.
    pub fn has_partial(&self) -> bool {
        self.files().any(|file| file.partial_events > 0)
    }

    /// Returns whether any event is quoted.
    pub fn has_quoted(&self) -> bool {
        self.files().any(|file| file.quoted_events > 0)
    }

    /// Returns whether an event is outside the part that CloudTrail signs: after the first gzip member of a
    /// trail's log file.
    pub fn is_unsigned(&self, event: Event) -> bool {
        self.place(event)
            .is_some_and(|place| self.file(place.file).is_some_and(|file| file.is_unsigned(place)))
    }

    /// Returns roughly how much memory this snapshot takes, including the bytes of the files.
    pub fn held_bytes(&self) -> u64 {
        let on_demand: u64 = self.on_demand.iter().map(|(_, derived)| derived.held_bytes()).sum();
        self.held.0 + self.held.1 + on_demand + self.models.held_bytes()
    }

    /// Returns what was computed from all events; `make` computes it the first time, and returns `None` if
    /// cancelled.
    pub fn model<M: Model>(&self, make: impl FnOnce() -> Option<M>) -> Option<Arc<M>> {
        self.models.get().or_else(|| Some(self.models.put(make()?)))
    }

    /// Returns what people say about its events.
    pub fn given(&self) -> &Given {
        &self.given
    }

    /// Says this about its events, and nothing else.
    pub fn give(&mut self, given: Arc<Given>) {
        self.given = given;
    }

    /// Iterates over every file that has been read, in the order in which files were found.
    pub fn files(&self) -> impl Iterator<Item = &Arc<LogFile>> {
        self.files.iter().flatten()
    }

    /// Iterates over every file by its number; `None` for files that have not been read yet.
    pub fn file_slots(&self) -> impl Iterator<Item = Option<&Arc<LogFile>>> {
        self.files.iter().map(Option::as_ref)
    }

    /// Returns how many of some sorted events have a time; these come first.
    pub fn timed(&self, events: &[Event]) -> usize {
        events.partition_point(|&event| self.time(event) != Time::NONE)
    }

    /// Returns the sort key of an event.
    pub fn order_key(&self, event: Event) -> (Time, Place) {
        (self.time(event), self.place(event).unwrap_or_default())
    }

    /// Returns the first and the last time of all events that have one.
    pub fn span(&self) -> Option<(Time, Time)> {
        let timed = self.timed(&self.order);
        let (first, last) = (self.order.first()?, self.order.get(timed.checked_sub(1)?)?);
        Some((self.time(*first), self.time(*last)))
    }
}
