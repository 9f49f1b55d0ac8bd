//! `+` on a row of a record matches its event and `-` filters it out, whatever the row holds.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use trailsift::json::tree::{NodeKind, Tree};
use trailsift::query::engine::filter::Filter;
use trailsift::query::language::parse::parse;
use trailsift::query::language::pivot;
use trailsift::query::row_term::row_term;
use trailsift::store::Store;
use trailsift::store::record_reader::RecordReader;

use crate::files::load;

/// The store of one record.
fn store_of(folder: &Path, record: &[u8]) -> Store {
    let path = folder.join("record.json");
    std::fs::write(&path, [b"{\"Records\":[", record, b"]}"].concat()).unwrap();
    load(&[path], 1)
}

/// How many events of one pass a filter that `+` or `-` writes.
fn count(store: &Store, term: &str) -> usize {
    let filter = pivot::and("", term);
    let expr = parse(&filter).unwrap_or_else(|mistake| panic!("{filter}: {mistake:?}"));
    Filter::default().answer(store, &expr, false, &|| false).unwrap().len()
}

/// What is wrong with the terms of a record's rows; how many rows there are.
fn wrong_terms(folder: &Path, record: &[u8]) -> (Vec<String>, usize) {
    let store = store_of(folder, record);
    assert_eq!(store.len(), 1, "{}", record.escape_ascii());
    let event = store.order()[0];
    let record = RecordReader::once(&store, event);
    let tree = Tree::new(record.clone(), 99);
    let mut wrong = Vec::new();
    for at in 0..tree.nodes().len() {
        let node = tree.node(at).unwrap();
        if node.kind == NodeKind::Broken || node.parent.is_none() && tree.path(at).is_empty() {
            continue;
        }
        match row_term(&store, event, &record, &tree, at) {
            None => wrong.push(format!("{}: no term", tree.path(at))),
            Some(term) => {
                let kept = (count(&store, &term), count(&store, &pivot::not(&term)));
                if kept != (1, 0) {
                    wrong.push(format!("{}: {term} keeps and drops {kept:?}", tree.path(at)));
                }
            }
        }
    }
    (wrong, tree.nodes().len())
}

#[test]
fn each_row_of_the_sample_keeps_and_drops_its_event() {
    let store = load(&[crate::sample_logs().to_owned()], 2);
    let folder = tempfile::tempdir().unwrap();
    let (mut wrong, mut rows) = (Vec::new(), 0);
    for &event in store.order().iter().filter(|&&event| !store.is_recovered(event)) {
        let (more, counted) = wrong_terms(folder.path(), &RecordReader::once(&store, event));
        wrong.extend(more);
        rows += counted;
    }
    wrong.sort_unstable();
    wrong.dedup();
    assert!(rows > 10_000 && wrong.is_empty(), "{} of {rows}:\n{}", wrong.len(), wrong.join("\n"));
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9:/._ -]{0,12}",
        "[\"\\\\,*?@!~=|()\\[\\]{}'$%a1 .\n\t\u{e9}\u{202e}]{0,8}",
        Just("arn:aws:iam::111122223333:user/anna".to_owned()),
        Just("10.0.0.0/8".to_owned()),
        Just("@list.txt".to_owned()),
        Just("{\"Statement\":[{\"Action\":[\"s3:*\"],\"Condition\":{\"aws:SourceIp\":null}}]}".to_owned()),
        Just("[\"a\",[1,\"b\"]]".to_owned()),
        Just("%7B%22Effect%22%3A%22Deny%20all%22%7D".to_owned()),
        any::<String>(),
    ]
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z]{1,3}",
        2 => Just("aws:SourceIp".to_owned()),
        1 => Just("kubernetes.io/cluster/prod".to_owned()),
        1 => Just("a\"b\\c d".to_owned()),
        1 => Just(String::new()),
        1 => Just("time".to_owned()),
        1 => Just("items".to_owned()),
        2 => text(),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f32>().prop_map(|number| json!(f64::from(number))),
        text().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((key(), inner.clone()), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
            inner.prop_map(|value| Value::from(value.to_string())),
        ]
    })
}

fn record() -> impl Strategy<Value = String> {
    let top = prop_oneof![
        4 => Just("requestParameters".to_owned()),
        1 => Just("responseElements".to_owned()),
        1 => Just("userIdentity".to_owned()),
        1 => Just("sourceIPAddress".to_owned()),
        1 => Just("resources".to_owned()),
        1 => Just("eventTime".to_owned()),
        1 => Just("errorCode".to_owned()),
        1 => key(),
    ];
    proptest::collection::vec((top, value()), 1..4).prop_map(|members| {
        let mut record =
            String::from(r#"{"eventVersion":"1.08","eventSource":"a.amazonaws.com","eventName":"N""#);
        for (key, value) in
            members.into_iter().filter(|(key, _)| !matches!(&**key, "eventVersion" | "eventName"))
        {
            write!(record, ",{}:{value}", Value::from(key)).unwrap();
        }
        record + "}"
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, max_shrink_iters: 4000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn each_row_of_an_odd_record_keeps_and_drops_its_event(record in record()) {
        let folder = tempfile::tempdir().unwrap();
        let (wrong, _) = wrong_terms(folder.path(), record.as_bytes());
        prop_assert!(wrong.is_empty(), "{}\n{}", record, wrong.join("\n"));
    }
}

/// A member whose name looks like an ARN was taken for that ARN, pasted with marks around it.
#[test]
fn a_member_named_like_an_identifier_is_found_by_its_path() {
    for name in
        ["arn:aws:iam::111122223333:user/anna", "111122223333", "AKIAQ7LKSPRBDEXAMPLE", "198.51.100.7"]
    {
        let folder = tempfile::tempdir().unwrap();
        let record = format!(
            r#"{{"eventVersion":"1.08","eventSource":"a.amazonaws.com","eventName":"N","{name}":false,"requestParameters":{{"{name}":"x"}}}}"#
        );
        let (wrong, _) = wrong_terms(folder.path(), record.as_bytes());
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// The place of an item was a part of the term, so that the same key at another place was not found.
#[test]
fn an_item_is_found_wherever_it_stands_in_its_array() {
    let folder = tempfile::tempdir().unwrap();
    let records = [r#"["sg-0a","sg-0b"]"#, r#"["sg-0b"]"#, r#"["sg-0c","sg-0d","sg-0b"]"#, r#"["sg-0a"]"#];
    let records = records.map(|groups| {
        format!(
            r#"{{"eventVersion":"1.08","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","requestParameters":{{"groups":{groups},"set":{{"items":{}}}}}}}"#,
            groups.replace("\"sg", "{\"id\":\"sg").replace("\",", "\"},").replace("\"]", "\"}]")
        )
    });
    let path = folder.path().join("four.json");
    std::fs::write(&path, format!("{{\"Records\":[{}]}}", records.join(","))).unwrap();
    let store = load(&[path], 1);
    let record = RecordReader::once(&store, store.order()[0]);
    let tree = Tree::new(record.clone(), 99);
    for (path, expected) in [
        ("requestParameters.groups[1]", "requestParameters.groups=sg-0b"),
        ("requestParameters.set.items[1].id", "requestParameters.set.items.id=sg-0b"),
    ] {
        let at = (0..tree.nodes().len()).find(|&at| tree.path(at) == path).unwrap();
        let term = row_term(&store, store.order()[0], &record, &tree, at).unwrap();
        assert_eq!(
            (term.as_str(), count(&store, &term), count(&store, &pivot::not(&term))),
            (expected, 3, 1)
        );
    }
}
