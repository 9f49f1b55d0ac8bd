//! What is said about a group is what plain code counts in its events.

use std::collections::BTreeMap;
use std::sync::Arc;

use trailsift::query::groups::nested;
use trailsift::query::summary::portrait::{MOST, PortraitRequest, TOP_FIELDS};
use trailsift::query::summary::timeline::Timeline;
use trailsift::record::field::{Column, field};
use trailsift::record::program::program;
use trailsift::record::time::zone::Zone;
use trailsift::store::{Event, Store};

use crate::files::{answer, load};
use crate::sample_logs;

fn value(store: &Store, event: Event, name: &str) -> String {
    match name {
        "program" => program(store.value(event, Column::UserAgent)).unwrap_or_default().to_owned(),
        name => store.value(event, field(name).unwrap().column()).to_owned(),
    }
}

/// The most frequent values of a field.
fn top(store: &Store, events: &[Event], name: &str) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for &event in events {
        *counts.entry(value(store, event, name)).or_default() += 1;
    }
    counts.remove("");
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
    counts.truncate(MOST);
    counts
}

#[test]
fn a_group_is_described_as_plain_code_describes_it() {
    let store = load(&[sample_logs().to_path_buf()], 2);
    for (filter, by) in [
        ("", vec!["principal"]),
        ("is:failed", vec!["errorCode", "principal"]),
        ("", vec!["eventName"]),
        ("service:s3", vec!["sourceIPAddress"]),
    ] {
        let events = Arc::new(answer(&store, filter));
        let columns: Vec<Column> = by.iter().map(|name| field(name).unwrap().column()).collect();
        for group in nested(&store, &events, &columns) {
            let scope: Vec<(Column, u32)> = columns.iter().copied().zip(group.path()).collect();
            let of_group =
                |event: &Event| scope.iter().all(|(column, value)| store.value_id(*event, *column) == *value);
            let own: Vec<Event> = events.iter().copied().filter(of_group).collect();
            let request = PortraitRequest {
                store: store.clone(),
                events: Arc::clone(&events),
                scope: scope.clone(),
                columns: 40,
                zone: Zone::default(),
            };
            assert!(request.look(&|| true).is_none(), "cancelled");
            let portrait = request.look(&|| false).unwrap();
            let is_failed = |event: &&Event| store.value(**event, Column::Outcome) == "failed";
            assert_eq!((portrait.events, portrait.failed), (own.len(), own.iter().filter(is_failed).count()));
            assert_eq!((portrait.events, portrait.failed), (group.events, group.failed));
            for name in TOP_FIELDS {
                let found = portrait.top.iter().filter(|top| top.field == name);
                let found: Vec<(String, usize)> = found.map(|top| (top.value.clone(), top.events)).collect();
                let expected =
                    if by[..scope.len()].contains(&name) { Vec::new() } else { top(&store, &own, name) };
                assert_eq!(found, expected, "{name}");
            }
            // The columns are those of all events.
            let all = Timeline::of(&store, &events, 40, &Zone::default());
            let line = &portrait.timeline;
            assert_eq!((line.start, line.step, line.counts.len()), (all.start, all.step, all.counts.len()));
            for column in 0..line.counts.len() {
                let here = own.iter().filter(|&&event| all.column(store.time(event)) == Some(column)).count();
                assert_eq!(line.count(column).total() as usize, here);
                assert!(line.count(column).failed <= all.count(column).failed);
            }
            let total: u32 = line.counts.iter().map(|count| count.total()).sum();
            assert_eq!(total as usize + line.without_time, own.len());
            let timed = own.iter().filter(|&&event| store.time(event).millis().is_some());
            let newest: Vec<Event> = timed.rev().take(MOST).copied().collect();
            assert_eq!(portrait.newest, newest);
        }
    }
}
