//! Answers filters on a separate thread, so that the screen never waits. The newest request wins: an older one
//! that is still running is cancelled between two steps.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use std::{io, thread};

use super::filter::{Filter, Searched, Work};
use super::list_report::{indicator_report, list_reports};
use crate::query::groups::figures::Sums;
use crate::query::groups::group::GroupOrder;
use crate::query::groups::members;
use crate::query::groups::new_at::NewAt;
use crate::query::groups::sorted::Groups;
use crate::query::language::expr::Expr;
use crate::query::language::list::file::ListReport;
use crate::query::language::term::since;
use crate::query::runs::Runs;
use crate::query::sort::{SortedEvents, Sorter, Sorting};
use crate::query::summary::timeline::Timeline;
use crate::record::field::{Column, OnDemand};
use crate::record::own::{self, OwnColumn};
use crate::record::time::zone::Zone;
use crate::store::{Event, Store};

/// A filter to answer, and what to compute from its events.
#[derive(Debug, Clone)]
pub struct Request {
    /// Number of the request; later requests have higher numbers.
    pub number: u64,
    /// The snapshot to search.
    pub store: Store,
    /// The filter.
    pub expr: Expr,
    /// Whether repeated deliveries are shown.
    pub unfolded: bool,
    /// Whether one text represents all that have its `eventID`.
    pub twins_merged: bool,
    /// Only events with these values in these columns.
    pub scope: Vec<(Column, u32)>,
    /// The columns to count by, outermost first, if any.
    pub group_by: Vec<Column>,
    /// The columns that the list shows: those on demand are read, and words are looked for in all of them.
    pub shown: Vec<Column>,
    /// A column of numbers to sum up for each group.
    pub sum: Option<Column>,
    /// The order of these groups.
    pub order: GroupOrder,
    /// What the list is sorted by; by time if it is `None`.
    pub sort: Option<Sorting>,
    /// Whether runs of like events are looked for.
    pub runs: bool,
    /// Maximum number of columns of the timeline; with 0 there is no timeline.
    pub columns: usize,
    /// The zone in which columns of the timeline begin with full hours and days.
    pub zone: Zone,
}

/// The answer to a request, or a part of it.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Number of the request.
    pub number: u64,
    /// The snapshot that was searched, with the requested columns on demand.
    pub store: Store,
    /// The matching events, in time order.
    pub events: Arc<Vec<Event>>,
    /// The same events as the list was to be sorted, once the values are known.
    pub sorted: Option<SortedEvents>,
    /// Runs of like events, in the order of `sorted` if there is one, if requested.
    pub runs: Option<Runs>,
    /// The events counted by columns, if requested.
    pub groups: Option<(Vec<Column>, Groups)>,
    /// The events over time, if requested.
    pub timeline: Option<Timeline>,
    /// How long it took so far.
    pub took: Duration,
    /// How much work was done; empty for a part.
    pub work: Work,
    /// How far texts have been read; `None` for the complete answer.
    pub searched: Option<Searched>,
    /// Reports on the lists of the filter; empty for a part.
    pub lists: Vec<ListReport>,
}

/// The thread that answers.
#[derive(Debug)]
pub struct Worker {
    requests: Sender<Request>,
    newest: Arc<AtomicU64>,
}

impl Worker {
    /// Starts the thread; `report` is called on it with each answer.
    pub fn start(mut report: impl FnMut(Answer) + Send + 'static) -> io::Result<Self> {
        let (requests, queue) = channel();
        let newest = Arc::new(AtomicU64::new(0));
        let shared = Arc::clone(&newest);
        thread::Builder::new()
            .name("trailsift-query".into())
            .spawn(move || run(&queue, &shared, &mut report))?;
        Ok(Self { requests, newest })
    }

    /// Starts a request and cancels the previous one.
    pub fn ask(&self, request: Request) {
        self.newest.store(request.number, Ordering::Relaxed);
        // The thread ends only when this sender is dropped.
        let _ = self.requests.send(request);
    }
}

/// After this time without a request, what further ones will need is found ahead. During a load, it is shorter
/// between two snapshots.
const NOBODY_ASKS: Duration = Duration::from_secs(1);

fn run(queue: &Receiver<Request>, newest: &AtomicU64, report: &mut impl FnMut(Answer)) {
    let mut filter = Filter::default();
    let mut next = queue.recv().ok();
    while let Some(request) = next {
        let number = request.number;
        let cancelled = || newest.load(Ordering::Relaxed) > number;
        // A request that was replaced while it waited is not even planned.
        if !cancelled() {
            answer(&mut filter, &request, &cancelled, report);
        }
        next = match queue.recv_timeout(NOBODY_ASKS) {
            Err(RecvTimeoutError::Timeout) => {
                filter.serve(&request.store);
                filter.text_ranks.find_ahead(&request.store, &cancelled);
                queue.recv().ok()
            }
            asked => asked.ok(),
        };
    }
}

/// Answers one request on the calling thread: reports parts of the answer while texts are read, then the
/// complete answer. Reports nothing more once cancelled.
pub fn answer(
    filter: &mut Filter,
    request: &Request,
    cancelled: &(dyn Fn() -> bool + Sync),
    report: &mut impl FnMut(Answer),
) {
    let sorter = RefCell::new(std::mem::take(&mut filter.sorter));
    answer_with(filter, &Answering { request, started: Instant::now(), sorter: &sorter, cancelled }, report);
    filter.sorter = sorter.into_inner();
}

fn answer_with(filter: &mut Filter, answering: &Answering<'_>, report: &mut impl FnMut(Answer)) {
    let (request, cancelled) = (answering.request, answering.cancelled);
    filter.count_anew();
    let none = Arc::default();
    let tell =
        &mut |searched| report(answering.answer(&request.store, Arc::clone(&none), Some(searched), None));
    filter.also_search(&request.shown);
    let searched = if request.expr.words().is_empty() { Vec::new() } else { request.searched_columns() };
    let asked = [filter.columns_of(&request.expr), request.scope_columns(), searched].concat();
    let Some(store) = filter.prepare(&request.store, &asked, cancelled, tell) else {
        return;
    };
    let mut part =
        |events, searched| report(answering.answer(&store, Arc::new(events), Some(searched), None));
    let events = filter.shared_answer(&store, &request.expr, request.unfolded, cancelled, &mut part);
    let Some(events) = events.filter(|_| !cancelled()) else { return };
    // Columns that are only shown are read last, so that the events are shown meanwhile.
    let tell = &mut |searched| report(answering.answer(&store, Arc::clone(&events), Some(searched), None));
    let needed = [asked, request.shown_columns()].concat();
    let Some(store) = filter.prepare(&store, &needed, cancelled, tell) else { return };
    // A request that was replaced needs no counts.
    if !cancelled() {
        let mut lists = list_reports(&store, &request.expr);
        lists.extend(indicator_report(&store));
        let mut answer = Answer { lists, ..answering.answer(&store, events, None, Some(filter)) };
        if cancelled() {
            return;
        }
        report(answer.clone());
        // If there are very many groups, the first ones are shown before all are counted and sorted.
        let Answer { groups, events, .. } = &mut answer;
        if let Some((columns, groups)) = groups.as_mut().filter(|(_, groups)| !groups.is_in_order()) {
            let ranks = match columns.as_slice() {
                [column] => filter.text_ranks.of(&store, *column, cancelled),
                _ => None,
            };
            if cancelled() {
                return;
            }
            let asked = (columns.as_slice(), request.order);
            let ranks = ranks.as_deref().map(Vec::as_slice);
            groups.complete(&store, (events, filter.set_of(events)), asked, ranks);
            if !cancelled() {
                report(answer);
            }
        }
    }
}

impl Request {
    /// Returns the columns on demand that restrict the events by value.
    fn scope_columns(&self) -> Vec<OnDemand> {
        self.scope.iter().filter_map(|(column, _)| column.on_demand()).collect()
    }

    /// The columns on demand that words are looked for in.
    fn searched_columns(&self) -> Vec<OnDemand> {
        self.shown.iter().filter_map(|column| column.on_demand()).collect()
    }

    /// Returns the columns on demand that are counted and shown.
    fn shown_columns(&self) -> Vec<OnDemand> {
        self.group_by
            .iter()
            .chain(&self.shown)
            .chain(&self.sum)
            .copied()
            .chain(self.sort.map(|sort| sort.column))
            .filter_map(Column::on_demand)
            // Its rows have a mark.
            .chain(own::has(OwnColumn::Ioc).then_some(OnDemand::IOC))
            .collect()
    }
}

/// A request, with the time when its answering began.
struct Answering<'r> {
    request: &'r Request,
    started: Instant,
    sorter: &'r RefCell<Sorter>,
    cancelled: &'r (dyn Fn() -> bool + Sync),
}

impl Answering<'_> {
    /// Returns when each group is first new, if the filter says since when. From all events that pass: one text that
    /// represents several with its `eventID` need not be the one that is new.
    fn new_at(&self, store: &Store, events: &[Event]) -> Option<NewAt> {
        let by = &self.request.group_by;
        let can_count = !by.is_empty() && by.iter().all(|&column| store.has(column));
        let since = since::time(&self.request.expr).filter(|_| can_count)?;
        NewAt::of(store, events, by, since, self.cancelled)
    }

    /// Makes the answer, or a part of it, from these matching events.
    fn answer(
        &self,
        store: &Store,
        mut events: Arc<Vec<Event>>,
        searched: Option<Searched>,
        filter: Option<&Filter>,
    ) -> Answer {
        let request = self.request;
        let new_at = filter.and_then(|_| self.new_at(store, &events));
        if request.twins_merged && !store.twins().is_empty() {
            // After the filter: a text that does not pass it must not represent one that does.
            store.merge_twins(Arc::make_mut(&mut events));
        }
        if !request.scope.is_empty() {
            events = Arc::new(members(store, &events, &request.scope));
        }
        let columns = &request.group_by;
        let set = filter.and_then(|filter| filter.set_of(&events));
        // The figures of a part would be wrong the moment after.
        let sum = request.sum.filter(|&column| filter.is_some() && store.has(column));
        // The numbers of a part change with the next one.
        let page = || {
            let filter = filter.filter(|_| sum.is_none() && new_at.is_none())?;
            let texts = columns.first().and_then(|&column| filter.text_ranks.known(store, column));
            let texts = texts.as_deref().map(Vec::as_slice);
            Groups::first_page(store, &events, set, (columns, request.order), texts)
        };
        let counted = || {
            if let Some(page) = page() {
                return page;
            }
            let groups = Groups::count_set(store, &events, set, columns, request.order);
            match sum.map(|column| Sums::of(store, &events, columns, column)) {
                Some(sums) => groups.with_sums(store, columns, request.order, sums),
                None => groups,
            }
        };
        let can_count = !columns.is_empty() && columns.iter().all(|&column| store.has(column));
        let groups = can_count.then(|| (columns.clone(), counted().with_new_at(new_at.clone())));
        let timeline = (request.columns > 0)
            .then(|| Timeline::of_set(store, (&events, set), request.columns, &request.zone));
        let sort = request.sort.filter(|_| columns.is_empty());
        let sorted = sort.and_then(|by| self.sorter.borrow_mut().sort(store, &events, by, self.cancelled));
        let runs = (request.runs && columns.is_empty()).then(|| {
            let (by, shown) = (sorted.as_ref().map(|sorted| sorted.by.column), &request.shown);
            let order = sorted.as_ref().map_or(&events, |sorted| &sorted.events);
            Runs::of(store, order, by, shown, self.cancelled)
        });
        let store = store.clone();
        let (number, took) = (request.number, self.started.elapsed());
        let work = filter.map(Filter::work).unwrap_or_default();
        let lists = Vec::new();
        Answer {
            number,
            store,
            events,
            sorted,
            runs: runs.flatten(),
            groups,
            timeline,
            took,
            work,
            searched,
            lists,
        }
    }
}
