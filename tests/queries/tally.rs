//! Counts of columns are what plain code counts, for any list, and unknown is not a number.

use std::sync::Arc;

use trailsift::query::engine::filter::Filter;
use trailsift::query::summary::tally::{ColumnTally, TallyRequest};
use trailsift::record::field::{Column, FIELDS, FieldSource};
use trailsift::record::on_demand::field_or_path;
use trailsift::store::{Event, Store};

use crate::files::{answer, load};
use crate::sample_logs;

fn value(store: &Store, event: Event, source: FieldSource) -> String {
    match source {
        FieldSource::Time if store.time(event).millis().is_none() => String::new(),
        FieldSource::Time => store.time(event).to_string(),
        FieldSource::EventId => store.event_id(event),
        FieldSource::Column(column) => store.value(event, column).to_owned(),
    }
}

fn tallies(
    store: &Store,
    events: &[Event],
    current: Option<Event>,
    sources: &[FieldSource],
) -> Vec<ColumnTally> {
    let events = Arc::new(events.to_vec());
    let request = TallyRequest { store: store.clone(), events, current, sources: sources.to_vec() };
    assert!(request.count(&|| true).is_none(), "cancelled");
    request.count(&|| false).unwrap()
}

#[test]
fn every_column_is_counted_as_plain_code_counts_it() {
    let store = load(&[sample_logs().to_path_buf()], 2);
    let path = field_or_path("requestParameters.bucketName").unwrap();
    let sources: Vec<FieldSource> = FIELDS.iter().chain([path]).map(|field| field.source).collect();
    let needed: Vec<_> = sources.iter().filter_map(|source| source.column()?.on_demand()).collect();
    let store = Filter::default().prepare(&store, &needed, &|| false, &mut |_| {}).unwrap();
    for filter in ["", "is:failed", "eventName=ListBuckets", "service:nothing"] {
        let events = answer(&store, filter);
        for current in [None, events.first().copied(), events.last().copied()] {
            for (source, tally) in sources.iter().zip(tallies(&store, &events, current, &sources)) {
                let values: Vec<String> = events.iter().map(|&event| value(&store, event, *source)).collect();
                let with = values.iter().filter(|value| !value.is_empty()).count();
                assert_eq!(tally.events, Some(with), "{filter} {source:?}");
                let own =
                    current.map(|event| value(&store, event, *source)).filter(|value| !value.is_empty());
                match own {
                    Some(own) => assert_eq!(tally.example, own.chars().take(200).collect::<String>()),
                    None => assert_eq!(tally.example.is_empty(), with == 0, "{filter} {source:?}"),
                }
                if let (None, FieldSource::Column(_)) = (current, source) {
                    let count = |text: &str| values.iter().filter(|value| *value == text).count();
                    let most =
                        values.iter().filter(|value| !value.is_empty()).map(|value| count(value)).max();
                    assert!(with == 0 || tally.example.len() >= 200 || Some(count(&tally.example)) == most);
                }
            }
        }
    }
}

/// A column that was not read has no count; the example comes from the current event's record.
#[test]
fn what_is_not_known_is_not_counted() {
    let store = load(&[sample_logs().to_path_buf()], 2);
    let column = |name| field_or_path(name).unwrap().source;
    let sources = [column("requestParameters.bucketName"), column("program"), column("bytesOut")];
    let event = answer(&store, "eventName=GetObject requestParameters.bucketName:* bytesOut:*")[0];
    let found = tallies(&store, store.order(), Some(event), &sources);
    assert!(found.iter().all(|tally| tally.events.is_none() && !tally.example.is_empty()), "{found:?}");
    let none = tallies(&store, store.order(), None, &sources);
    assert!(none.iter().all(|tally| *tally == ColumnTally::default()));
    assert!(matches!(sources[1], FieldSource::Column(Column::OnDemand(_))));
}
