//! Answers that arrive in parts while texts are read, and answers that are no longer wanted.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

use trailsift::query::engine::filter::Filter;
use trailsift::query::language::expr::Expr;
use trailsift::query::language::parse::parse;
use trailsift::store::{Event, Store};

use crate::files::load;
use crate::sample_logs;

/// Filters of which the texts of records decide, for some only in part.
const ASK_TEXTS: [&str; 5] = [
    "\"arn:aws\"",
    "/Get|Put/",
    "requestParameters:*",
    "is:failed | \"bucket\"",
    "!requestParameters.bucketName:logs !is:root",
];

fn sample() -> Store {
    load(&[sample_logs().to_owned()], 2)
}

fn whole(store: &Store, expr: &Expr, unfolded: bool) -> Vec<Event> {
    Filter::default().answer(store, expr, unfolded, &|| false).unwrap()
}

#[test]
fn parts_grow_into_the_answer() {
    let store = sample();
    for filter in ASK_TEXTS {
        for unfolded in [false, true] {
            parts_grow(&store, filter, unfolded);
        }
    }
}

/// Readers wait for parts: without that, so few files would be read before the first part is due.
#[track_caller]
fn parts_grow(store: &Store, filter: &str, unfolded: bool) {
    let expr = parse(filter).unwrap();
    let (handed_out, changed) = (Mutex::new(0), Condvar::new());
    let (asker, read) = (thread::current().id(), AtomicUsize::new(0));
    let cancelled = || {
        if thread::current().id() != asker {
            // Some files are read before the first part, some between the first and the second.
            let wanted = (read.fetch_add(1, Ordering::Relaxed) / 8).min(2);
            let waiting =
                changed.wait_timeout_while(handed_out.lock().unwrap(), Duration::from_secs(20), |parts| {
                    *parts < wanted
                });
            drop(waiting.unwrap());
        }
        false
    };
    let mut parts: Vec<(HashSet<Event>, usize)> = Vec::new();
    let mut part = |events: Vec<Event>, searched: trailsift::query::engine::filter::Searched| {
        assert!(searched.files <= searched.of, "{filter}");
        let in_order = store.order().iter().filter(|event| events.contains(event));
        assert!(in_order.eq(&events), "{filter}: a part is out of order");
        parts.push((events.into_iter().collect(), searched.files));
        *handed_out.lock().unwrap() += 1;
        changed.notify_all();
    };
    let answer = Filter::default().answer_in_parts(store, &expr, unfolded, &cancelled, &mut part).unwrap();
    assert_eq!(answer, whole(store, &expr, unfolded), "{filter}");
    assert!(parts.len() >= 2, "{filter}: {} parts", parts.len());
    parts.push((answer.into_iter().collect(), usize::MAX));
    for pair in parts.windows(2) {
        assert!(pair[0].0.is_subset(&pair[1].0) && pair[0].1 <= pair[1].1, "{filter}");
    }
}

#[test]
fn a_search_is_given_up_at_whichever_look_it_is_cancelled() {
    let store = sample();
    for filter in ASK_TEXTS {
        let expr = parse(filter).unwrap();
        let expected = whole(&store, &expr, false);
        let looks = AtomicUsize::new(0);
        let count = || {
            looks.fetch_add(1, Ordering::Relaxed);
            false
        };
        assert!(Filter::default().answer(&store, &expr, false, &count).is_some());
        let looks = looks.into_inner();
        assert!(looks > store.files().count() / 2, "{filter}: {looks} looks");
        // Every third look, the first and the second among them: each costs a whole answer.
        for last in (0..looks).filter(|last| *last < 2 || last % 3 == 2) {
            let seen = AtomicUsize::new(0);
            let cancelled = || seen.fetch_add(1, Ordering::Relaxed) >= last;
            let mut filter_once = Filter::default();
            assert_eq!(filter_once.answer(&store, &expr, false, &cancelled), None, "{filter}: look {last}");
            // An interrupted request does not affect the next answer.
            assert_eq!(filter_once.answer(&store, &expr, false, &|| false).as_ref(), Some(&expected));
        }
    }
}
