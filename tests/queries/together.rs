//! Terms and columns that need more than one record: their sets, in every place of a filter, and what people say.

use std::sync::Arc;

use trailsift::query::engine::filter::Filter;
use trailsift::query::language::parse::parse;
use trailsift::record::field::{GivenColumn, OnDemand};
use trailsift::store::given::Given;
use trailsift::store::{Event, Store};

use crate::files::load;

const RECORDS: [&str; 5] = [
    r#""eventName":"CreateAccessKey","responseElements":{"accessKey":{"accessKeyId":"AKIAUSEDUSEDUEXAMPLE"}}"#,
    r#""eventName":"AssumeRole","responseElements":{"credentials":{"accessKeyId":"ASIAIDLEIDLEIEXAMPLE"}}"#,
    r#""eventName":"AssumeRole","errorCode":"AccessDenied","responseElements":{"credentials":{"accessKeyId":"ASIADENYDENYDEXAMPLE"}}"#,
    r#""eventName":"ListBuckets","userIdentity":{"type":"IAMUser","accessKeyId":"AKIAUSEDUSEDUEXAMPLE"}"#,
    r#""eventName":"AssumeRole","responseElements":{"credentials":{"accessKeyId":"ASIA****************"}}"#,
];

fn store() -> Store {
    let folder = tempfile::tempdir().unwrap();
    let record = |(at, members): (usize, &&str)| {
        format!(
            r#"{{"eventVersion":"1.08","eventTime":"2026-01-01T00:00:0{at}Z","eventID":"e{at}","eventSource":"sts.amazonaws.com",{members}}}"#
        )
    };
    let records: Vec<String> = RECORDS.iter().enumerate().map(record).collect();
    std::fs::write(folder.path().join("x.jsonl"), records.join("\n")).unwrap();
    load(&[folder.path().to_owned()], 1)
}

/// The answer as positions in [`RECORDS`].
#[track_caller]
fn found(filter: &mut Filter, store: &Store, text: &str) -> Vec<usize> {
    let expr = parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    let events = filter.answer(store, &expr, false, &|| false).unwrap();
    events.iter().map(|event| store.order().iter().position(|other| other == event).unwrap()).collect()
}

#[test]
fn sets_of_events_work_wherever_a_term_does() {
    let store = store();
    let columns = [OnDemand::ISSUED, OnDemand::MARK, OnDemand::NOTE, OnDemand::LABEL];
    let read = Filter::default().prepare(&store, &columns, &|| false, &mut |_| {}).unwrap();
    // Whether the columns have been read or not, and whether the filter knows another answer, makes no difference.
    let mut known = Filter::default();
    for store in [&store, &read] {
        for (text, expected) in [
            ("is:unused", &[1][..]),
            ("!is:unused", &[0, 2, 3, 4]),
            ("is:unused | ListBuckets", &[1, 3]),
            ("is:unused ListBuckets", &[]),
            ("( is:unused | issued:* ) !ListBuckets", &[0, 1]),
            ("issued:*", &[0, 1]),
            ("!issued:*", &[2, 3, 4]),
            ("issued=ASIAIDLEIDLEIEXAMPLE", &[1]),
            ("issued!=ASIAIDLEIDLEIEXAMPLE", &[0, 2, 3, 4]),
            ("issuedKey:used", &[0]),
            ("issued~^AK", &[0]),
            ("is:marked | is:noted", &[]),
            ("!note:x", &[0, 1, 2, 3, 4]),
        ] {
            assert_eq!(found(&mut Filter::default(), store, text), expected, "{text}");
            assert_eq!(found(&mut known, store, text), expected, "{text}");
        }
    }
}

#[test]
fn what_people_say_is_found_and_changes_while_the_events_stay_the_same() {
    let mut store = store();
    let mut filter = Filter::default();
    let events: Vec<Event> = store.order().to_vec();
    let say = |store: &mut Store, said: &[(GivenColumn, usize, &str)]| {
        let said = said.iter().map(|(column, at, text)| (*column, events[*at], (*text).to_owned()));
        let said: Vec<_> = said.collect();
        store.give(Arc::new(Given::new(move |wanted| {
            let of_column = said.iter().filter(|(column, ..)| *column == wanted);
            of_column.map(|(_, event, text)| (*event, text.clone())).collect()
        })));
    };
    say(&mut store, &[(GivenColumn::Mark, 1, "marked"), (GivenColumn::Note, 3, "Who is this?")]);
    for (text, expected) in [
        ("is:marked", &[1][..]),
        ("!is:marked", &[0, 2, 3, 4]),
        ("is:noted", &[3]),
        ("note:who", &[3]),
        ("is:marked | is:noted", &[1, 3]),
        ("label:x", &[]),
    ] {
        assert_eq!(found(&mut filter, &store, text), expected, "{text}");
    }
    say(&mut store, &[(GivenColumn::Mark, 2, "marked"), (GivenColumn::Label, 2, "one, two")]);
    assert_eq!(found(&mut filter, &store, "is:marked"), [2]);
    assert_eq!(found(&mut filter, &store, "label=two"), [2]);
    assert_eq!(found(&mut filter, &store, "is:noted"), Vec::<usize>::new());
    let mut label = |store: &Store| {
        let read = filter.prepare(store, &[OnDemand::LABEL], &|| false, &mut |_| {}).unwrap();
        let column = trailsift::record::field::Column::OnDemand(OnDemand::LABEL);
        events.iter().map(|&event| read.value(event, column).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(label(&store), ["", "", "one, two", "", ""]);
    say(&mut store, &[(GivenColumn::Label, 0, "three")]);
    assert_eq!(label(&store), ["three", "", "", "", ""]);
}

#[test]
fn a_set_that_is_no_longer_wanted_is_not_computed() {
    let store = store();
    let expr = parse("is:unused").unwrap();
    assert!(Filter::default().answer(&store, &expr, false, &|| true).is_none());
    assert_eq!(found(&mut Filter::default(), &store, "is:unused"), [1]);
}
