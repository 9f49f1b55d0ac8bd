//! Runs of like events are those that plain code finds, and no run hides a value that differs.

use trailsift::case::shown::shown_case::ShownCase;
use trailsift::query::runs::Runs;
use trailsift::query::sort::{Sorter, Sorting};
use trailsift::record::field::Column;
use trailsift::record::time::Time;
use trailsift::store::{Event, Store};
use trailsift::tui::panes::list::columns::badges;

use crate::files::{answer, corpus, load};
use crate::sample_logs;

const SHOWN: [Column; 4] = [Column::EventName, Column::Resource, Column::PrincipalLabel, Column::UserAgent];

fn are_alike(store: &Store, one: Event, other: Event, sort: Option<Column>) -> bool {
    let text = |event: Event| -> Vec<String> {
        let mut columns = vec![
            Column::EventName,
            Column::Service,
            Column::Principal,
            Column::SourceIpAddress,
            Column::ErrorCode,
            Column::Outcome,
            Column::ReadOnly,
            Column::EventCategory,
            Column::EventType,
        ];
        if store.value(event, Column::ErrorCode).is_empty() {
            columns.push(Column::ErrorMessage);
        }
        columns.extend(sort);
        columns.into_iter().map(|column| store.value(event, column).to_owned()).collect()
    };
    let remarks = |event| badges(store, &ShownCase::default(), event).collect::<Vec<_>>();
    let is_timed = |event| store.time(event) == Time::NONE;
    text(one) == text(other) && remarks(one) == remarks(other) && is_timed(one) == is_timed(other)
}

/// Checks the runs of a list; returns how many there are.
#[track_caller]
fn check(store: &Store, events: &[Event], sort: Option<Column>) -> usize {
    let runs = Runs::of(store, events, sort, &SHOWN, &|| false).unwrap();
    let mut place = 0;
    for run in 0..runs.len() {
        let places = runs.places(run);
        assert_eq!(places.start, place);
        assert!(!places.is_empty());
        place = places.end;
        let of_run = &events[places.clone()];
        assert!(of_run.windows(2).all(|pair| are_alike(store, pair[0], pair[1], sort)));
        let next = events.get(places.end).copied();
        let goes_on = next.is_some_and(|next| are_alike(store, of_run[of_run.len() - 1], next, sort));
        assert!(!goes_on, "the run ends too early at {}", places.end);
        for column in SHOWN {
            let first = store.value(of_run[0], column);
            let varies = of_run.iter().any(|&event| store.value(event, column) != first);
            assert_eq!(runs.varies(run, column), varies, "{column:?} of {places:?}");
        }
        assert!(places.clone().all(|place| runs.run_at(place) == run));
    }
    assert_eq!(place, events.len());
    assert!(Runs::of(store, events, sort, &SHOWN, &|| true).is_none(), "cancelled");
    runs.len()
}

fn check_all(store: &Store) {
    for filter in ["", "is:failed", "is:write", "service:nothing"] {
        let events = answer(store, filter);
        let count = check(store, &events, None);
        assert!(count < events.len() || events.len() < 10, "{filter}: {count} of {}", events.len());
        for column in [Column::AwsRegion, Column::Resource, Column::SourceIpAddress] {
            let by = Sorting { column, descending: filter.is_empty() };
            let sorted = Sorter::default().sort(store, &events, by, &|| false).unwrap();
            check(store, &sorted.events, Some(column));
            for (place, &event) in sorted.events.iter().enumerate().step_by(7) {
                assert_eq!(sorted.place_of(store, event), Some(place), "{column:?}");
            }
        }
    }
    let some = answer(store, "is:failed");
    let by = Sorting { column: Column::Resource, descending: false };
    let sorted = Sorter::default().sort(store, &some, by, &|| false).unwrap();
    let others = answer(store, "!is:failed");
    assert!(others.iter().take(50).all(|&event| sorted.place_of(store, event).is_none()));
}

#[test]
fn runs_are_those_of_plain_code() {
    check_all(&load(&[sample_logs().to_path_buf()], 2));
}

#[test]
#[ignore = "needs the real data"]
fn runs_of_the_corpus_are_those_of_plain_code() {
    check_all(&load(&[corpus()], 2));
}
