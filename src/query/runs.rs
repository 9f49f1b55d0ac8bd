//! Runs of like events: neighbours in a list with the same call, principal, address and error, which a list can show
//! in one row. What differs within a run is kept for each shown column, so that a row never shows the value of its
//! first event for all of them. How runs are shown is the list's.

use std::ops::Range;

use crate::query::engine::hidden::in_text;
use crate::query::engine::stats::count_pass;
use crate::record::field::Column;
use crate::record::field::list_columns::{LIST_COLUMNS, ListColumn};
use crate::record::time::Time;
use crate::store::file::FileState;
use crate::store::scan::cancel::Cancelled;
use crate::store::scan::parallel::{share_map, threads};
use crate::store::{Event, MISSING, Store};

/// What like events have in common.
const LIKE: [Column; 9] = [
    Column::EventName,
    Column::Service,
    Column::ErrorCode,
    Column::Outcome,
    Column::ReadOnly,
    Column::EventCategory,
    Column::EventType,
    Column::Principal,
    Column::SourceIpAddress,
];

/// The same in words: the headings of the list.
pub const RULE: &str = "same event, who, from, error";

/// Minimum number of events that is worth a thread.
const LEAST_PIECE: usize = 1 << 14;

/// The runs of a list, from the first event to the last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Runs {
    /// The place of the first event of each run.
    starts: Vec<u32>,
    /// For each run one bit for each of `columns`: whether its events differ there.
    varying: Vec<u64>,
    columns: Vec<Column>,
    /// How many events there are.
    events: usize,
}

/// The beginning of a run in a piece of the list, or the rest of the run before.
struct RunPart {
    start: u32,
    varying: u64,
    continues: bool,
}

impl Runs {
    /// Returns the runs of `events` in this order. `columns`: those that the list shows; `sort`: the column that
    /// it is sorted by, of which a run has one value. `None` if cancelled.
    pub fn of(
        store: &Store,
        events: &[Event],
        sort: Option<Column>,
        columns: &[Column],
        cancelled: Cancelled<'_>,
    ) -> Option<Self> {
        count_pass();
        let rule = LikeRule::of(store, sort, columns);
        let length = events.len().div_ceil(threads()).max(LEAST_PIECE);
        let pieces = (0..events.len()).step_by(length).map(|from| from..(from + length).min(events.len()));
        let parts =
            share_map(
                pieces.collect(),
                |places: Range<usize>| {
                    if cancelled() { Vec::new() } else { rule.parts(events, places) }
                },
            );
        if cancelled() {
            return None;
        }
        let mut runs = Self { columns: columns.to_vec(), events: events.len(), ..Self::default() };
        for part in parts.into_iter().flatten() {
            if let Some(varying) = runs.varying.last_mut().filter(|_| part.continues) {
                *varying |= part.varying;
            } else {
                runs.starts.push(part.start);
                runs.varying.push(part.varying);
            }
        }
        Some(runs)
    }

    /// Makes runs of these lengths.
    #[cfg(test)]
    pub(crate) fn of_lengths(lengths: &[usize]) -> Self {
        let (mut starts, mut events) = (Vec::new(), 0);
        for length in lengths {
            starts.push(u32::try_from(events).unwrap());
            events += length;
        }
        Self { varying: vec![0; starts.len()], starts, events, ..Self::default() }
    }

    /// Returns how many runs there are; an event without a like neighbour is one of its own.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Returns the places of the events of a run.
    pub fn places(&self, run: usize) -> Range<usize> {
        let start = |run: usize| self.starts.get(run).map_or(self.events, |&start| start as usize);
        start(run)..start(run.saturating_add(1))
    }

    /// Returns the run that has the event at a place; the last one for places after the end.
    pub fn run_at(&self, place: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= place).saturating_sub(1)
    }

    /// Returns whether the events of a run differ in a column. Of columns that the list did not show, that is not
    /// known.
    pub fn varies(&self, run: usize, column: Column) -> bool {
        let Some(varying) = self.varying.get(run) else { return false };
        match self.columns.iter().position(|shown| *shown == column) {
            Some(at) => varying & bit(at) != 0,
            None => self.places(run).len() > 1 && !LIKE.contains(&column),
        }
    }
}

/// The last bit serves all further columns.
fn bit(column: usize) -> u64 {
    1 << column.min(63)
}

/// What decides whether two neighbours are alike.
struct LikeRule<'s> {
    store: &'s Store,
    same: Vec<Column>,
    shown: &'s [Column],
    /// The columns in which hidden characters are looked for.
    texts: Vec<Column>,
    has_partial: bool,
    has_quoted: bool,
    has_damage: bool,
}

impl<'s> LikeRule<'s> {
    fn of(store: &'s Store, sort: Option<Column>, shown: &'s [Column]) -> Self {
        let texts = LIST_COLUMNS.iter().filter_map(ListColumn::column);
        Self {
            store,
            same: LIKE.into_iter().chain(sort).collect(),
            shown,
            texts: texts.filter(|column| !LIKE.contains(column)).collect(),
            has_partial: store.has_partial(),
            has_quoted: store.has_quoted(),
            has_damage: store.files().any(|file| file.state == FileState::Damaged),
        }
    }

    /// Returns the runs of a piece of the list. Its first event may continue the run before.
    fn parts(&self, events: &[Event], places: Range<usize>) -> Vec<RunPart> {
        let mut parts: Vec<RunPart> = Vec::new();
        for place in places {
            let Some(&event) = events.get(place) else { break };
            let before = place.checked_sub(1).and_then(|before| events.get(before)).copied();
            let like = before.filter(|&before| self.are_alike(before, event));
            let varying = like.map_or(0, |before| self.varying(before, event));
            if let Some(part) = parts.last_mut().filter(|_| like.is_some()) {
                part.varying |= varying;
            } else {
                let start = u32::try_from(place).unwrap_or(u32::MAX);
                parts.push(RunPart { start, varying, continues: like.is_some() });
            }
        }
        parts
    }

    fn are_alike(&self, one: Event, other: Event) -> bool {
        let store = self.store;
        let is_same = |column| store.value_id(one, column) == store.value_id(other, column);
        let has_code = store.value_id(one, Column::ErrorCode) != MISSING;
        let is_timed = |event| store.time(event) != Time::NONE;
        self.same.iter().all(|&column| is_same(column))
            && (has_code || is_same(Column::ErrorMessage))
            && is_timed(one) == is_timed(other)
            && self.have_same_remarks(one, other)
    }

    /// Returns whether a list has the same remarks on both, so that a run hides none: partial, quoted, damaged, delivered
    /// more than once, with a twin, with hidden characters.
    fn have_same_remarks(&self, one: Event, other: Event) -> bool {
        let store = self.store;
        let same = |remark: &dyn Fn(Event) -> bool| remark(one) == remark(other);
        let is_damaged = |event| store.file_of(event).is_some_and(|file| file.state == FileState::Damaged);
        let is_hidden = |event| self.texts.iter().any(|&column| in_text(store.value(event, column)) > 0);
        let differ = |&column: &Column| store.value_id(one, column) != store.value_id(other, column);
        (!self.has_partial || same(&|event| store.is_partial(event)))
            && (!self.has_quoted || same(&|event| store.is_quoted(event)))
            && (!self.has_damage || same(&is_damaged))
            && same(&|event| store.folds().is_repeated(event))
            && same(&|event| store.twins().is_twin(event))
            && (!self.texts.iter().any(differ) || same(&is_hidden))
    }

    fn varying(&self, one: Event, other: Event) -> u64 {
        let differs = |column| self.store.value_id(one, column) != self.store.value_id(other, column);
        let shown = self.shown.iter().enumerate().filter(|(_, column)| differs(**column));
        shown.fold(0, |varying, (at, _)| varying | bit(at))
    }
}
