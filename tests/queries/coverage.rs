//! What the files cover, compared with a slow count of its own.

use std::collections::BTreeMap;
use std::path::Path;

use trailsift::query::summary::inventory::Inventory;
use trailsift::record::field::Column;
use trailsift::record::time::Time;

use crate::files::{corpus, load};
use crate::sample_logs;

/// Account, Region and day.
type Place = (String, String, i64);

#[test]
fn every_event_is_counted_where_and_when_it_was() {
    counts_every_event(sample_logs());
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn every_event_of_the_corpus_is_counted_where_and_when_it_was() {
    counts_every_event(&corpus());
}

#[track_caller]
fn counts_every_event(folder: &Path) {
    let store = load(&[folder.to_owned()], 2);
    let account = Inventory::of(&store);
    let shown = || store.order().iter().copied().filter(|&event| !store.folds().is_folded(event));
    let mut expected: BTreeMap<Place, u32> = BTreeMap::new();
    for event in shown() {
        let value = |column| store.value(event, column).to_owned();
        if let Some(day) = store.time(event).day() {
            *expected.entry((value(Column::Account), value(Column::AwsRegion), day)).or_default() += 1;
        }
    }
    let mut counted: BTreeMap<Place, u32> = BTreeMap::new();
    for row in &account.coverage.rows {
        for (number, day) in row.days.iter().filter(|(_, day)| day.events > 0) {
            counted.insert((row.account.clone(), row.region.clone(), *number), day.events);
        }
    }
    assert_eq!(counted, expected);
    let events: usize = account.coverage.rows.iter().map(|row| row.events).sum();
    assert_eq!(events, shown().count());
    assert_eq!(account.totals.events, shown().count());
    let without = shown().filter(|&event| store.time(event) == Time::NONE).count();
    assert_eq!(account.totals.without_time, without);
    assert_eq!(account.coverage.rows.iter().map(|row| row.without_time).sum::<usize>(), without);
    assert_eq!(
        account.totals.failed,
        shown().filter(|&event| store.value(event, Column::Outcome) == "failed").count()
    );
    assert_eq!(account.seen(), store.files().count());
    let stops = shown().filter(|&event| store.value(event, Column::EventName) == "StopLogging").count();
    let is_stop = |event: &&u32| store.value(**event, Column::EventName) == "StopLogging";
    assert_eq!(account.coverage.changes.iter().filter(is_stop).count(), stops);
    for most in [1, 2, 7, 60, 5000] {
        let columns = account.coverage.columns(most).unwrap();
        assert!(columns.count <= most.max(1), "{columns:?}");
        let cells = account.coverage.cells(columns);
        let in_cells: u32 = cells.iter().flatten().map(|cell| cell.day.events).sum();
        assert_eq!(in_cells, expected.values().sum::<u32>(), "{columns:?}");
    }
}
