//! Rows are marked as writes by the rule of `is:write`.

use trailsift::query::engine::filter::Filter;
use trailsift::query::language::parse::parse;
use trailsift::query::write::is_write;
use trailsift::store::{Event, Store};

use crate::every_field::few_trail;
use crate::files::{corpus, load};
use crate::odd::odd_trail;
use crate::sample_logs;

/// The number of writes, and how many of them are decided by the verb.
#[track_caller]
fn marks_agree(store: &Store) -> (usize, usize) {
    let answer =
        |filter: &str| Filter::default().answer(store, &parse(filter).unwrap(), true, &|| false).unwrap();
    let marked: Vec<Event> = store.order().iter().copied().filter(|&event| is_write(store, event)).collect();
    assert_eq!(marked, answer("is:write"));
    (marked.len(), answer("is:write is:byname").len())
}

/// Calls that AWS says nothing of were found as writes and not marked as such.
#[test]
fn what_is_marked_as_a_write_is_what_the_filter_finds() {
    let (writes, _) = marks_agree(&load(&[sample_logs().to_owned()], 2));
    assert!(writes > 50, "{writes}");
    marks_agree(&odd_trail().ways[0].store);
    let (writes, by_verb) = marks_agree(&few_trail().ways[0].store);
    assert_eq!((writes, by_verb), (4, 4), "the Insights events about RunInstances are not calls");
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn what_is_marked_in_the_corpus_is_what_the_filter_finds() {
    let (_, by_verb) = marks_agree(&load(&[corpus()], 2));
    assert!(by_verb > 10, "{by_verb}");
}
