//! The names of paths that occur in records: all of a small store, with their counts; a sample of a large one, that has
//! those of rare calls.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;
use trailsift::query::engine::on_demand::path_names::{PathNames, PathUse};
use trailsift::record::field::Column;
use trailsift::store::Store;
use trailsift::store::record_reader::RecordReader;

use crate::files::load;
use crate::sample_logs;

fn stored(text: &str) -> Store {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("x.json"), text).unwrap();
    load(&[folder.path().to_owned()], 2)
}

/// The paths of a value as serde_json sees it, and whether anything but an object stands there.
fn walk(value: &Value, before: &str, found: &mut BTreeMap<String, bool>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let path = if before.is_empty() { name.clone() } else { format!("{before}.{name}") };
                walk(value, &path, found);
                let is_present = !value.is_null() && value.as_str() != Some("");
                if is_present {
                    *found.entry(path).or_default() |= !value.is_object();
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, before, found)),
        Value::String(text) if text.starts_with(['{', '[']) => {
            if let Ok(inner) = serde_json::from_str(text) {
                walk(&inner, before, found);
            }
        }
        _ => {}
    }
}

#[test]
fn of_a_small_store_every_path_is_known_with_its_counts() {
    let store = load(&[sample_logs().to_owned()], 2);
    let names = PathNames::of(&store, &|| false).unwrap();
    assert!(names.are_of(&store) && names.sample_of(&store).is_none());
    let mut reader = RecordReader::default();
    let mut expected: BTreeMap<String, (usize, BTreeSet<u32>, bool)> = BTreeMap::new();
    for &event in store.order().iter().filter(|&&event| !store.folds().is_folded(event)) {
        let Ok(record) = serde_json::from_slice(reader.record(&store, event)) else { continue };
        let mut found = BTreeMap::new();
        walk(&record, "", &mut found);
        for (path, has_value) in found {
            let (events, event_names, any) = expected.entry(path).or_default();
            *events += 1;
            event_names.insert(store.value_id(event, Column::EventName));
            *any |= has_value;
        }
    }
    let known: BTreeMap<&str, PathUse> = names.iter().collect();
    let mut compared = 0;
    // Names that must be quoted are written in another way.
    for (path, (events, event_names, has_value)) in expected {
        let Some(found) = known.get(path.as_str()) else { continue };
        let expected = PathUse { events, event_names: event_names.len(), has_value };
        // A record that is not JSON for serde_json has paths, too.
        assert!(found.events - expected.events <= 1, "{path}: {found:?} {expected:?}");
        compared += usize::from(*found == expected);
    }
    assert!(compared > 300, "{compared} of {}", known.len());
}

#[test]
fn a_sample_has_the_paths_of_rare_calls_and_says_what_it_is() {
    const EVENTS: usize = 60_000;
    for rare in [17, EVENTS - 1] {
        let mut text = String::new();
        for at in 0..EVENTS {
            let (name, parameter) = if at == rare { ("Rare", "once") } else { ("Often", "always") };
            writeln!(
                text,
                r#"{{"eventVersion":"1","eventName":"{name}","eventID":"{at}","requestParameters":{{"{parameter}":{at}}}}}"#
            )
            .unwrap();
        }
        let store = stored(&text);
        assert_eq!(store.len(), EVENTS);
        let names = PathNames::of(&store, &|| false).unwrap();
        let (looked_at, of) = names.sample_of(&store).unwrap();
        assert!(looked_at <= 50_000 && looked_at > 10_000 && of == EVENTS, "{looked_at} of {of}");
        let known: BTreeMap<&str, PathUse> = names.iter().collect();
        assert_eq!(
            (known["requestParameters.once"].events, known["requestParameters.once"].event_names),
            (1, 1)
        );
        assert_eq!(known["requestParameters.always"].event_names, 1);
        assert_eq!(names.nearest("requestParameters.onec"), ["requestParameters.once"]);
    }
}

#[test]
fn hostile_records_do_not_fill_memory_with_paths() {
    let members = |from: usize| {
        (from..from + 30_000).map(|at| format!(r#""k{at}":{{"v":{at}}}"#)).collect::<Vec<_>>().join(",")
    };
    let record = |from| {
        format!(r#"{{"eventVersion":"1","eventName":"X{from}","requestParameters":{{{}}}}}"#, members(from))
    };
    let text = (0..4).map(|at| record(at * 30_000)).collect::<Vec<_>>().join("\n");
    let names = PathNames::of(&stored(&text), &|| false).unwrap();
    let count = names.iter().count();
    assert!((30_000..=50_000).contains(&count), "{count}");
    assert!(PathNames::of(&stored(&text), &|| true).is_none());
}
