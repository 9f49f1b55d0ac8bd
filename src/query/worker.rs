//! Questions answered on a thread of their own, so that the screen never waits. The newest request wins: an older one
//! that is still being worked on is given up between two parts of the work.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::filter::Filter;
use super::group::{Group, group, members};
use super::parse::Expr;
use crate::record::field::Column;
use crate::store::{Event, Store};

/// A question.
#[derive(Debug, Clone)]
pub struct Request {
    /// Number of the request; later ones have greater numbers.
    pub number: u64,
    /// What to ask it of.
    pub store: Store,
    /// The filter.
    pub expr: Expr,
    /// Whether repeated deliveries are shown.
    pub unfolded: bool,
    /// Only events with this value in this column.
    pub scope: Option<(Column, u32)>,
    /// The column to count by, if any.
    pub group_by: Option<Column>,
}

/// Its answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Number of the request.
    pub number: u64,
    /// What it was asked of.
    pub store: Store,
    /// The events that pass, in the one order.
    pub events: Arc<Vec<Event>>,
    /// They counted by a column, if that was asked.
    pub groups: Option<(Column, Vec<Group>)>,
    /// How long it took.
    pub took: Duration,
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

    /// Asks; whatever was asked before is given up.
    pub fn ask(&self, request: Request) {
        self.newest.store(request.number, Ordering::Relaxed);
        // The thread ends only when this sender is dropped.
        let _ = self.requests.send(request);
    }
}

fn run(queue: &Receiver<Request>, newest: &AtomicU64, report: &mut impl FnMut(Answer)) {
    let mut filter = Filter::default();
    while let Ok(request) = queue.recv() {
        let number = request.number;
        let cancelled = || newest.load(Ordering::Relaxed) > number;
        if let Some(answer) = answer(&mut filter, request, &cancelled) {
            report(answer);
        }
    }
}

/// Answers one request on the calling thread. `None` when it was cancelled.
pub fn answer(
    filter: &mut Filter,
    request: Request,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Answer> {
    let started = Instant::now();
    let mut events = filter.answer(&request.store, &request.expr, request.unfolded, cancelled)?;
    if let Some((column, value)) = request.scope {
        events = members(&request.store, &events, column, value);
    }
    let groups = request.group_by.map(|column| (column, group(&request.store, &events, column)));
    Some(Answer {
        number: request.number,
        store: request.store,
        events: Arc::new(events),
        groups,
        took: started.elapsed(),
    })
}
