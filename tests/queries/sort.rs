//! Events sorted by a column are in the order in which plain code sorts their values.

use std::net::IpAddr;
use std::path::Path;

use trailsift::query::engine::filter::Filter;
use trailsift::query::sort::{Sorter, Sorting};
use trailsift::record::field::{Column, FIELDS};
use trailsift::record::on_demand::field_or_path;
use trailsift::store::{Event, Store};

use crate::files::{corpus, load};
use crate::sample_logs;

/// A value as a person would sort it.
fn key(text: &str) -> (u8, f64, Option<IpAddr>, &str) {
    let is_number = text.starts_with(|char: char| char.is_ascii_digit() || char == '-');
    match (text.parse::<f64>(), text.parse::<IpAddr>()) {
        (Ok(number), _) if is_number => (0, number, None, text),
        (_, Ok(address)) => (1, 0.0, Some(address.to_canonical()), text),
        _ => (2, 0.0, None, text),
    }
}

/// Sorts positions of values, the missing ones last.
fn plainly(values: &[&str], descending: bool) -> Vec<usize> {
    let keys: Vec<_> = values.iter().map(|value| key(value)).collect();
    let compare = |&one: &usize, &other: &usize| {
        let (one, other) = (&keys[one], &keys[other]);
        if one.3.is_empty() || other.3.is_empty() {
            return one.3.is_empty().cmp(&other.3.is_empty());
        }
        let order = one.0.cmp(&other.0).then(one.1.total_cmp(&other.1));
        let order = order.then(one.2.cmp(&other.2)).then(one.3.cmp(other.3));
        if descending { order.reverse() } else { order }
    };
    let mut positions: Vec<usize> = (0..values.len()).collect();
    positions.sort_by(compare);
    positions
}

/// Sorts some events by a column in both directions, with the same sorter.
#[track_caller]
fn sorts(sorter: &mut Sorter, store: &Store, events: &[Event], column: Column, name: &str) {
    for descending in [false, true] {
        let by = Sorting { column, descending };
        let found = sorter.sort(store, events, by, &|| false).unwrap();
        let value = |event: Event| store.value(event, column);
        let values: Vec<&str> = events.iter().map(|&event| value(event)).collect();
        // Stable: events with the same value stay in time order.
        let expected: Vec<Event> = plainly(&values, descending).into_iter().map(|at| events[at]).collect();
        let wrong = found.events.iter().zip(&expected).position(|(one, other)| one != other);
        let around = wrong.map(|at| (value(found.events[at]), value(expected[at])));
        assert!(wrong.is_none() && found.events.len() == expected.len(), "{name} {descending}: {around:?}");
        assert_eq!(found.missing, events.iter().filter(|&&event| value(event).is_empty()).count(), "{name}");
        assert_eq!(found.by, by);
    }
    assert!(sorter.sort(store, events, Sorting { column, descending: false }, &|| true).is_none());
}

fn sorts_every_field(folder: &Path) {
    let paths = ["requestParameters.maxResults", "requestParameters.bucketName", "tlsDetails.tlsVersion"];
    let names: Vec<&str> = FIELDS.iter().map(|field| field.name).chain(paths).collect();
    let columns: Vec<Column> = names.iter().map(|name| field_or_path(name).unwrap().column()).collect();
    let needed: Vec<_> = columns.iter().filter_map(|column| column.on_demand()).collect();
    let store = Filter::default()
        .prepare(&load(&[folder.to_path_buf()], 2), &needed, &|| false, &mut |_| {})
        .unwrap();
    let all = store.order();
    let some: Vec<Event> = all.iter().copied().step_by(7).take(40).collect();
    for (name, column) in names.iter().zip(columns) {
        let mut sorter = Sorter::default();
        for events in [all, &some, &[], all] {
            sorts(&mut sorter, &store, events, column, name);
        }
    }
}

#[test]
fn every_field_of_the_sample_logs_is_sorted_as_plain_code_sorts_it() {
    sorts_every_field(sample_logs());
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn every_field_of_the_corpus_is_sorted_as_plain_code_sorts_it() {
    sorts_every_field(&corpus());
}

#[test]
fn a_column_that_was_not_read_cannot_be_sorted_by() {
    let store = load(&[sample_logs().to_path_buf()], 2);
    let column = field_or_path("requestParameters.bucketName").unwrap().column();
    let by = Sorting { column, descending: false };
    assert!(Sorter::default().sort(&store, store.order(), by, &|| false).is_none());
}
