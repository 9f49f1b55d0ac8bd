//! The events that match a filter, in sort order.
//!
//! First every event is tested by its IDs, on all processor cores. Terms that only the record's text can decide
//! are tested afterwards, file by file, so that each file is decompressed once; matches are reported in the
//! meantime. If a filter only became stricter, only the events of the last answer are tested, and only for the
//! new terms.

use crate::store::scan::cancel::Cancelled;
use std::sync::Arc;

use super::meanings::Meanings;
use super::on_demand::ColumnCache;
use super::plan::{Match, Plan, Planning};
use super::stats::{Counters, count_pass};
use super::text_search::{ReadTexts, search_texts};
use super::value_cache::ValueCache;
use crate::query::language::expr::Expr;
use crate::query::sort::Sorter;
use crate::query::text_ranks::TextRanks;
use crate::record::field::list_columns::SEARCHED_COLUMNS;
use crate::record::field::{Column, OnDemand};
use crate::store::scan::bitset::{Bits, WORD};
use crate::store::scan::file_scan::FileScan;
use crate::store::scan::parallel::{pieces, share, share_map};
use crate::store::segment::{SEGMENT_ROWS, Segment};
use crate::store::{Event, Store};

pub use super::stats::Work;
pub use crate::store::scan::file_scan::Searched;

/// Answers filters and remembers which values matched. It serves one load, in which values keep their IDs; for
/// another one it starts again.
#[derive(Debug, Default)]
pub struct Filter {
    values: ValueCache,
    meanings: Meanings,
    known: Option<SnapshotState>,
    last: Option<LastAnswer>,
    /// The results from texts for the last filter that needed them, if it depends on values and texts alone.
    read: Option<(Expr, ReadTexts)>,
    columns: ColumnCache,
    /// Columns that words are looked for in besides those that a list shows at first.
    also_searched: Vec<Column>,
    /// Work done to read columns since the last answer.
    prepared: Work,
    work: Work,
    /// Sorts what it has found.
    pub(in crate::query) sorter: Sorter,
    /// How the values of columns are sorted.
    pub(in crate::query) text_ranks: TextRanks,
    /// The number of the load that it serves.
    load: Option<u64>,
}

/// What is known about one snapshot of the store.
#[derive(Debug)]
struct SnapshotState {
    store: Store,
    /// The repeated deliveries that were merged.
    folded: Bits,
}

/// The last complete answer for the known snapshot.
#[derive(Debug)]
struct LastAnswer {
    plan: Plan,
    unfolded: bool,
    events: Arc<Vec<Event>>,
    /// The same events as a set.
    set: Bits,
}

/// Events are tested one by one, out of their order in memory, only if they are at most this fraction of all
/// events; otherwise one pass over all is faster.
pub(in crate::query) const FEWER: usize = 4;

/// Minimum size of a piece of a list that is worth a thread.
pub(in crate::query) const LEAST_PIECE: usize = 1 << 14;

/// Events that match by their IDs, and those whose texts decide.
struct Matched {
    yes: Bits,
    open: Bits,
}

impl Filter {
    /// Looks for words in these columns too, as far as they have been read.
    pub fn also_search(&mut self, columns: &[Column]) {
        let further = columns.iter().copied().filter(|column| !SEARCHED_COLUMNS.contains(column));
        let further: Vec<Column> = further.collect();
        if further != self.also_searched {
            self.also_searched = further;
            self.last = None;
            self.read = None;
        }
    }

    /// Returns the matching events. Repeated deliveries are left out unless `unfolded`. `None` if cancelled.
    pub fn answer(
        &mut self,
        store: &Store,
        expr: &Expr,
        unfolded: bool,
        cancelled: Cancelled<'_>,
    ) -> Option<Vec<Event>> {
        self.answer_in_parts(store, expr, unfolded, cancelled, &mut |_, _| {})
    }

    /// Returns the matching events, as [`Self::answer`] does; `part` gets the matches so far while texts are
    /// read.
    pub fn answer_in_parts(
        &mut self,
        store: &Store,
        expr: &Expr,
        unfolded: bool,
        cancelled: Cancelled<'_>,
        part: &mut dyn FnMut(Vec<Event>, Searched),
    ) -> Option<Vec<Event>> {
        self.shared_answer(store, expr, unfolded, cancelled, part).map(|events| events.to_vec())
    }

    /// Returns the matching events, as [`Self::answer_in_parts`] does; the complete answer is shared and kept
    /// for narrowing.
    pub fn shared_answer(
        &mut self,
        store: &Store,
        expr: &Expr,
        unfolded: bool,
        cancelled: Cancelled<'_>,
        part: &mut dyn FnMut(Vec<Event>, Searched),
    ) -> Option<Arc<Vec<Event>>> {
        count_pass();
        self.serve(store);
        let counters = Counters::default();
        let answer = self.counted(store, expr, unfolded, cancelled, part, &counters);
        self.work = std::mem::take(&mut self.prepared) + counters.work();
        answer
    }

    /// Returns the store with columns that are read on demand; `hear` gets the progress. `None` if cancelled.
    pub fn prepare(
        &mut self,
        store: &Store,
        columns: &[OnDemand],
        cancelled: Cancelled<'_>,
        hear: &mut dyn FnMut(Searched),
    ) -> Option<Store> {
        self.serve(store);
        let counters = Counters::default();
        let prepared = self.columns.prepare(store, columns, (cancelled, &counters), hear);
        self.prepared = self.prepared + counters.work();
        prepared
    }

    /// Returns the columns that must be read before a filter is evaluated, and those that it names and that
    /// have been read.
    pub(in crate::query) fn columns_of(&self, expr: &Expr) -> Vec<OnDemand> {
        let read = expr.requested_paths().into_iter().filter(|&column| self.columns.has(column));
        expr.on_demand().into_iter().chain(read).collect()
    }

    /// Returns the events of the last complete answer as a set, if `events` is that answer.
    pub(in crate::query) fn set_of(&self, events: &Arc<Vec<Event>>) -> Option<&Bits> {
        self.last.as_ref().filter(|last| Arc::ptr_eq(&last.events, events)).map(|last| &last.set)
    }

    /// Returns how much work was done for the last answer, and for the columns that were prepared for it and
    /// since.
    pub fn work(&self) -> Work {
        self.work + self.prepared
    }

    /// Restarts the count of work for the next answer.
    pub(in crate::query) fn count_anew(&mut self) {
        self.prepared = Work::default();
    }

    fn counted(
        &mut self,
        store: &Store,
        expr: &Expr,
        unfolded: bool,
        cancelled: Cancelled<'_>,
        part: &mut dyn FnMut(Vec<Event>, Searched),
        counters: &Counters,
    ) -> Option<Arc<Vec<Event>>> {
        let plan = Planning {
            store,
            also_searched: &self.also_searched,
            values: &mut self.values,
            meanings: &mut self.meanings,
            cancelled,
            counters,
        }
        .plan(expr)?;
        self.know(store);
        let folded = self.known.as_ref().filter(|_| !unfolded).map(|known| &known.folded);
        let last = self.last.as_ref().filter(|last| last.unfolded == unfolded && plan.is_within(&last.plan));
        if let Some(last) = last
            && last.plan.is_within(&plan)
        {
            return Some(Arc::clone(&last.events));
        }
        let narrowed = last.filter(|last| last.events.len() <= store.len() / FEWER || plan.needs_text());
        let evaluation = Evaluation { store, folded, cancelled, counters };
        let (events, set) = if let Some(last) = narrowed {
            let rest = plan.clone().beyond(&last.plan);
            let found = evaluation.events(&rest, &last.events)?;
            evaluation.finish(&rest, found, &last.events, &mut ReadTexts::default(), part)?
        } else {
            let found = evaluation.segments(&plan)?;
            let mut read = match self.read.take() {
                Some((tested, read)) if tested == *expr => read,
                _ => ReadTexts::default(),
            };
            let answer = evaluation.finish(&plan, found, store.order(), &mut read, part);
            if expr.is_lasting() {
                self.read = Some((expr.clone(), read));
            }
            answer?
        };
        let events = Arc::new(events);
        self.last = Some(LastAnswer { plan, unfolded, events: Arc::clone(&events), set });
        Some(events)
    }

    /// Forgets everything about another load, whose events and values have other numbers.
    pub(in crate::query) fn serve(&mut self, store: &Store) {
        if self.load.replace(store.load_number()).is_some_and(|load| load != store.load_number()) {
            let also_searched = std::mem::take(&mut self.also_searched);
            *self = Self { also_searched, load: self.load, ..Self::default() };
        }
    }

    /// Forgets what is known about another snapshot.
    fn know(&mut self, store: &Store) {
        if self.known.as_ref().is_none_or(|known| !known.store.is_same(store)) {
            let mut folded = Bits::none(if store.folds().count() > 0 { store.len() } else { 0 });
            folded.extend(store.folds().folded());
            self.known = Some(SnapshotState { store: store.clone(), folded });
            self.last = None;
        }
    }
}

/// The evaluation of one filter on one snapshot.
struct Evaluation<'a> {
    store: &'a Store,
    folded: Option<&'a Bits>,
    cancelled: Cancelled<'a>,
    counters: &'a Counters,
}

impl Evaluation<'_> {
    /// Tests all events, segment by segment.
    fn segments(&self, plan: &Plan) -> Option<Matched> {
        let events = self.store.len();
        let mut found = Matched { yes: Bits::none(events), open: Bits::none(events) };
        let words = SEGMENT_ROWS.div_ceil(WORD);
        let answers = found.yes.words_mut().chunks_mut(words).zip(found.open.words_mut().chunks_mut(words));
        let work: Vec<_> = self.store.segments().iter().zip(answers).enumerate().collect();
        share(work, |(number, (segment, (yes, open)))| {
            if !(self.cancelled)() {
                self.segment(plan, number, segment, yes, open);
            }
        });
        (!(self.cancelled)()).then_some(found)
    }

    fn segment(&self, plan: &Plan, number: usize, segment: &Segment, yes: &mut [u64], open: &mut [u64]) {
        let mut shown = Bits::none(segment.len());
        for (word, left) in shown.words_mut().iter_mut().zip((0..=segment.len()).rev().step_by(WORD)) {
            *word = if left >= WORD { u64::MAX } else { (1 << left) - 1 };
        }
        let first = number * SEGMENT_ROWS / WORD;
        let folded = self.folded.and_then(|folded| folded.words().get(first..)).unwrap_or_default();
        shown.words_mut().iter_mut().zip(folded).for_each(|(shown, folded)| *shown &= !folded);
        let rows = plan.rows(self.store, number, segment, &shown);
        self.counters.test(segment.len());
        let answers = rows.yes.words().iter().zip(rows.may.words());
        for ((yes, open), (row, may)) in yes.iter_mut().zip(open).zip(answers) {
            (*yes, *open) = (*row, may & !row);
        }
    }

    /// Tests only these events.
    fn events(&self, plan: &Plan, events: &[Event]) -> Option<Matched> {
        let answers = share_map(events.chunks(LEAST_PIECE).collect(), |events: &[Event]| {
            let (mut yes, mut open) = (Vec::new(), Vec::new());
            if (self.cancelled)() {
                return (yes, open);
            }
            self.counters.test(events.len());
            for &event in events {
                let Some((segment, row)) = self.store.locate(event) else { continue };
                match plan.event(self.store, event, segment, row, None) {
                    Match::Yes => yes.push(event),
                    Match::NeedsText => open.push(event),
                    Match::No => {}
                }
            }
            (yes, open)
        });
        let mut found = Matched { yes: Bits::none(self.store.len()), open: Bits::none(self.store.len()) };
        for (yes, open) in answers {
            found.yes.extend(yes);
            found.open.extend(open);
        }
        (!(self.cancelled)()).then_some(found)
    }

    /// Reads the texts that decide. Returns the events of `scope` that match, in their order, and as a set.
    fn finish(
        &self,
        plan: &Plan,
        found: Matched,
        scope: &[Event],
        read: &mut ReadTexts,
        part: &mut dyn FnMut(Vec<Event>, Searched),
    ) -> Option<(Vec<Event>, Bits)> {
        let Matched { mut yes, mut open } = found;
        if !open.is_empty() {
            let (store, cancelled, counters) = (self.store, self.cancelled, self.counters);
            read.tested.grow(store.len());
            read.passed.grow(store.len());
            add(&mut yes, &open, &read.passed);
            open.words_mut().iter_mut().zip(read.tested.words()).for_each(|(open, tested)| *open &= !tested);
            let events: Vec<Event> = open.iter().collect();
            let scan =
                FileScan { store, events: &events, cancelled, unpacked: &|bytes| counters.unpack(bytes) };
            search_texts((scan, counters), plan, read, &mut |read, searched| {
                let mut yes = yes.clone();
                add(&mut yes, &open, &read.passed);
                part(in_order(scope, &yes), searched);
            })?;
            add(&mut yes, &open, &read.passed);
        }
        Some((in_order(scope, &yes), yes))
    }
}

/// Adds the numbers that are in both other sets.
fn add(set: &mut Bits, one: &Bits, other: &Bits) {
    let others = one.words().iter().zip(other.words());
    set.words_mut().iter_mut().zip(others).for_each(|(word, (one, other))| *word |= one & other);
}

/// Returns the events of `scope`, in their order, that are in `found`.
fn in_order(scope: &[Event], found: &Bits) -> Vec<Event> {
    let count = found.count();
    if count == 0 || count == scope.len() {
        return if count == 0 { Vec::new() } else { scope.to_vec() };
    }
    let mut parts = share_map(pieces(scope, LEAST_PIECE), |events| pick(events, found)).into_iter();
    let mut all = parts.next().unwrap_or_default();
    all.reserve_exact(count.saturating_sub(all.len()));
    parts.for_each(|part| all.extend_from_slice(&part));
    all
}

/// Number of events that are tested before the matching ones are copied, so that the copying does not depend on
/// branch prediction.
const PICKED_AT_ONCE: usize = 256;

fn pick(events: &[Event], found: &Bits) -> Vec<Event> {
    // Room for all is never touched beyond what is found; a list that grows is copied each time.
    let mut picked = Vec::with_capacity(events.len());
    let mut block = [0; PICKED_AT_ONCE];
    for events in events.chunks(PICKED_AT_ONCE) {
        let mut next = 0;
        for &event in events {
            if let Some(slot) = block.get_mut(next) {
                *slot = event;
            }
            next += usize::from(found.has(event));
        }
        picked.extend_from_slice(block.get(..next).unwrap_or_default());
    }
    picked
}
