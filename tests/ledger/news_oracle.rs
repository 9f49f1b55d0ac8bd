//! What is new, once more: each event against all others.

use serde_json::{Value, json};
use tempfile::TempDir;
use trailsift::insight::first_seen::{self, Dimension, EventNewsRequest, NewsQuestion, Subject};
use trailsift::query::groups::nested;
use trailsift::query::groups::new_at::NewAt;
use trailsift::record::field::Column;
use trailsift::record::time::Time;
use trailsift::store::{Event, Store};

use crate::common::load;
use crate::oracle::Random;

/// The value of a generated record, as it is compared; nothing if it has none.
fn value(record: &Value, dimension: Dimension) -> Option<String> {
    let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
    let service = text("eventSource").replace(".amazonaws.com", "");
    let found = match dimension {
        Dimension::Call => format!("{service}:{}", text("eventName")),
        Dimension::Region if service == "iam" && text("awsRegion") == "us-east-1" => String::new(),
        Dimension::Service => service,
        Dimension::Region => text("awsRegion"),
        Dimension::Address => match text("sourceIPAddress").rsplit_once('.') {
            Some((network, last)) if last.parse::<u8>().is_ok() => format!("{network}.0/24"),
            _ => String::new(),
        },
        Dimension::Agent => text("userAgent").split('/').next().unwrap().to_owned(),
        Dimension::Error => text("errorCode"),
    };
    Some(found).filter(|found| !found.is_empty())
}

/// Whether a record is the first of its user with its value: by time, then by ID.
fn is_new(records: &[Value], record: &Value, dimension: Dimension, since: Option<&str>) -> bool {
    let time = |record: &Value| record["eventTime"].as_str().unwrap().to_owned();
    let id = |record: &Value| record["eventID"].as_str().unwrap().to_owned();
    let user = |record: &Value| record["userIdentity"]["arn"].clone();
    let Some(own) = value(record, dimension) else { return false };
    let since = since.unwrap_or("");
    if time(record).as_str() < since {
        return false;
    }
    let of_user = || records.iter().filter(|other| user(other) == user(record));
    let with_value = || of_user().filter(|other| value(other, dimension).as_ref() == Some(&own));
    let first = with_value()
        .filter(|other| time(other).as_str() >= since)
        .map(|other| (time(other), id(other)))
        .min();
    if first != Some((time(record), id(record))) || with_value().any(|other| time(other).as_str() < since) {
        return false;
    }
    let before = |other: &Value| {
        if since.is_empty() { time(other) < time(record) } else { time(other).as_str() < since }
    };
    // A user that is new is new in everything, by its first event.
    if !of_user().any(before) {
        return false;
    }
    let known = records.iter().any(|other| other["awsRegion"] == record["awsRegion"] && before(other));
    dimension != Dimension::Region || known
}

/// How many records of the same user came before the window, or before this one.
fn before(records: &[Value], record: &Value, since: Option<&str>) -> usize {
    let time = |record: &Value| record["eventTime"].as_str().unwrap().to_owned();
    let end = since.map_or_else(|| time(record), str::to_owned);
    let user = &record["userIdentity"]["arn"];
    records.iter().filter(|other| other["userIdentity"]["arn"] == *user && time(other) < end).count()
}

fn record(random: &mut Random, number: usize) -> Value {
    let user = random.of(&["ann", "bob", "eve"]);
    json!({
        "eventVersion": "1.08",
        "eventTime": format!("2026-01-01T00:{:02}:{:02}Z", random.below(4), random.below(3)),
        "eventID": format!("{:08x}-0000-0000-0000-{number:012x}", random.below(1 << 30)),
        "eventSource": random.of(&["iam.amazonaws.com", "ec2.amazonaws.com", "s3.amazonaws.com"]),
        "eventName": random.of(&["ListThings", "GetThing", "DeleteThing"]),
        "awsRegion": random.of(&["us-east-1", "eu-west-1", "eu-west-2"]),
        "recipientAccountId": "1",
        "sourceIPAddress": random.of(&["192.0.2.1", "192.0.2.77", "203.0.113.5", "s3.amazonaws.com"]),
        "userAgent": random.of(&["tool/1.0", "tool/2.0", "other/1"]),
        "errorCode": random.of(&["", "", "AccessDenied"]),
        "userIdentity": {"type": "IAMUser", "userName": user, "arn": format!("arn:aws:iam::1:user/{user}")},
    })
}

fn generated(seed: u64) -> (Vec<Value>, Store, TempDir) {
    let mut random = Random(seed * 104_729 + 3);
    let records: Vec<Value> = (0..30).map(|number| record(&mut random, number)).collect();
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    std::fs::write(folder.path().join("x.jsonl"), lines.join("\n")).unwrap();
    let store = load(&[folder.path().to_owned()], 2);
    (records, store, folder)
}

/// Whether `is:new` finds a record: it is new in something, or the first of a user that is new.
fn is_found(records: &[Value], record: &Value, since: &str) -> bool {
    let place = |record: &Value| {
        (record["eventTime"].as_str().unwrap().to_owned(), record["eventID"].as_str().unwrap().to_owned())
    };
    let user = &record["userIdentity"]["arn"];
    let first = records.iter().filter(|other| other["userIdentity"]["arn"] == *user).map(place).min();
    let newcomer = place(record).0.as_str() >= since && first == Some(place(record));
    newcomer || Dimension::USUAL.iter().any(|&dimension| is_new(records, record, dimension, Some(since)))
}

#[test]
fn groups_are_new_at_their_first_event_that_is_new() {
    let since = "2026-01-01T00:02:00Z";
    let of_column = |column: Column, record: &Value| match column {
        Column::Principal => record["userIdentity"]["arn"].clone(),
        Column::EventName => record["eventName"].clone(),
        Column::AwsRegion => record["awsRegion"].clone(),
        _ => record["errorCode"].clone(),
    };
    let (mut new, mut old) = (0, 0);
    for (seed, skipped) in (0..20).zip((0..3).cycle()) {
        let (records, store, _folder) = generated(seed);
        for by in [
            &[Column::AwsRegion][..],
            &[Column::ErrorCode],
            &[Column::EventName, Column::AwsRegion, Column::Principal],
        ] {
            let events: Vec<Event> = store.order().iter().copied().skip(skipped).collect();
            let asked = Time::parse(since).unwrap();
            let new_at = NewAt::of(&store, &events, by, asked, &|| false).unwrap();
            for group in nested(&store, &events, by) {
                let path = group.path();
                let is_in = |record: &&Value| {
                    by.iter().zip(&path).all(|(&column, &value)| {
                        of_column(column, record).as_str() == Some(store.dict(column).get(value))
                    }) && events.iter().any(|&event| record["eventID"] == store.event_id(event).as_str())
                };
                let found = records.iter().filter(is_in).filter(|record| is_found(&records, record, since));
                let expected = found.map(|record| record["eventTime"].as_str().unwrap()).min();
                let got = new_at.get(&path).map(|time| time.to_string());
                assert_eq!(got.as_deref(), expected, "seed {seed} {by:?} {path:?}");
                if expected.is_some() { new += 1 } else { old += 1 }
            }
            assert!(NewAt::of(&store, &events, by, asked, &|| true).is_none());
        }
    }
    assert!(new > 100 && old > 100, "{new} {old}");
}

#[test]
fn generated_events_are_new_as_a_plain_count_says() {
    let mut found_any = 0;
    for seed in 0..40 {
        let (records, store, _folder) = generated(seed);
        let of = |event: Event| {
            let id = store.event_id(event);
            records.iter().find(|record| record["eventID"] == id.as_str()).unwrap()
        };
        for since in [None, Some("2026-01-01T00:02:00Z")] {
            let asked = NewsQuestion {
                subject: Subject::Principal,
                dimensions: Dimension::ALL.to_vec(),
                since: since.and_then(Time::parse),
            };
            let news = first_seen::read(&store, &asked, &|| false).unwrap();
            let new_subjects: Vec<Event> = news.subjects.iter().map(|subject| subject.first).collect();
            for &event in store.order() {
                let found: Vec<Dimension> = news.of(event).collect();
                // What is asked about one event is what the count of all says.
                let request = EventNewsRequest { store: store.clone(), event, since: asked.since };
                let one = request.look(&|| false).unwrap();
                assert_eq!(one.dimensions, found, "seed {seed} since {since:?} {}", of(event));
                if !found.is_empty() {
                    assert_eq!(one.before, before(&records, of(event), since), "{}", of(event));
                }
                if new_subjects.contains(&event) {
                    assert_eq!(found, Dimension::ALL);
                    continue;
                }
                let expected = Dimension::ALL
                    .into_iter()
                    .filter(|&dimension| is_new(&records, of(event), dimension, since));
                assert_eq!(found, expected.collect::<Vec<_>>(), "seed {seed} since {since:?} {}", of(event));
                found_any += found.len();
            }
        }
    }
    assert!(found_any > 500, "{found_any}");
}
