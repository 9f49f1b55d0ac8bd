//! What was read from one record must not decide what the next one touches, whichever of its members do.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::record::field::Column;
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::targets::{inputs, lines, rule_of, targets};
use crate::store::builder::Builder;
use crate::store::segment::Place;

/// Members of records in which a call may name things, each in two forms.
struct Members {
    forms: Vec<(&'static str, [Value; 2])>,
}

/// Puts `value` at the end of a path into an object.
fn put(object: &mut Value, steps: &[&str], value: &str) {
    let Some((step, rest)) = steps.split_first() else { return *object = json!(value) };
    if !object.is_object() {
        *object = Value::Object(Map::new());
    }
    put(&mut object[*step], rest, value);
}

impl Members {
    /// Returns the members that a line of the table names, and those that count for every call.
    fn of(what: &str, with: &str) -> Self {
        let mut forms = vec![
            ("requestParameters", [json!({"thingName": "one"}), json!({"thingName": "other"})]),
            ("responseElements", [json!({"thingId": "one"}), json!({"thingId": "other"})]),
            ("additionalEventData", [json!({"x": "one"}), json!({"x": "other"})]),
            ("serviceEventDetails", [json!({"keyId": "one"}), json!({"keyId": "other"})]),
            ("userIdentity", [json!({"userName": "one"}), json!({"userName": "other"})]),
            ("recipientAccountId", [json!("111122223333"), json!("444455556666")]),
            ("awsRegion", [json!("eu-north-1"), json!("eu-north-2")]),
            ("errorCode", [json!("AccessDenied"), json!("Throttling")]),
            ("errorMessage", [json!("not on resource: arn:one"), json!("not on resource: arn:other")]),
            ("resources", [json!([{"ARN": "arn:one"}]), json!([{"ARN": "arn:other"}, {"ARN": "arn:third"}])]),
            ("insightDetails", [json!({"insightType": "one"}), json!({"insightType": "other"})]),
        ];
        for path in [what, with].into_iter().flat_map(|text| text.split([' ', '|', '/'])) {
            let (root, rest) = match path.split_once('.') {
                Some(("res", rest)) => ("responseElements", rest),
                Some(("add", rest)) => ("additionalEventData", rest),
                Some(("sde", rest)) => ("serviceEventDetails", rest),
                _ => ("requestParameters", path),
            };
            let steps: Vec<&str> = rest.split('.').collect();
            for (_, values) in forms.iter_mut().filter(|(name, _)| *name == root) {
                let [one, other] = values;
                put(one, &steps, "one");
                put(other, &steps, "other");
            }
        }
        Self { forms }
    }

    /// Makes records of a call: each differs from the first in one member, lacks one, or has only one.
    fn records(&self, service: &str, call: &str) -> Vec<String> {
        let record = |form: &dyn Fn(usize) -> Option<usize>| {
            let mut record = Map::new();
            record.insert("eventSource".to_owned(), json!(format!("{service}.amazonaws.com")));
            record.insert("eventName".to_owned(), json!(call));
            for (at, (name, values)) in self.forms.iter().enumerate() {
                if let Some(form) = form(at) {
                    record.insert((*name).to_owned(), values[form].clone());
                }
            }
            Value::Object(record).to_string()
        };
        let mut records = vec![record(&|_| Some(0)), record(&|_| None)];
        for changed in 0..self.forms.len() {
            records.push(record(&|at| Some(usize::from(at == changed))));
            records.push(record(&|at| (at != changed).then_some(0)));
            records.extend([0, 1].map(|form| record(&|at| (at == changed).then_some(form))));
        }
        records
    }
}

/// Returns what a record touches when it is read on its own.
fn alone(text: &str) -> String {
    let record = RawRecord::read(text.as_bytes(), 0).unwrap();
    let member = |key: Key| record.text(key).unwrap_or_default();
    let rule = rule_of(&member(Key::EventSource), &member(Key::EventName));
    let message = record.text(Key::ErrorMessage);
    let mut touched = String::new();
    targets(&record, rule.as_ref(), message.as_deref(), &mut touched);
    touched
}

#[test]
fn calls_with_other_parameters_touch_other_things() {
    let others =
        ["CreateThing", "DescribeThing", "StartThing"].map(|call| ("example", call, "thingName", ""));
    // The first of those that read the same members, and some of the others.
    let mut read = HashSet::new();
    let lines = lines().enumerate().filter(|(number, (service, call, ..))| {
        let rule = rule_of(service, call);
        let mut inputs = inputs(rule.as_ref(), call);
        inputs.sort_by_key(|key| *key as u8);
        read.insert(format!("{inputs:?}")) || number.is_multiple_of(50)
    });
    let mut builder = Builder::default();
    let mut collector = builder.collector();
    let mut expected = Vec::new();
    for (service, call, what, with) in lines.map(|(_, line)| line).chain(others) {
        for text in Members::of(what, with).records(service, call) {
            let record = RawRecord::read_knowing(text.as_bytes(), 0, &mut collector.known).unwrap();
            let start = u32::try_from(expected.len()).unwrap();
            collector.add(&record, Place { start, ..Place::default() });
            expected.push((alone(&text), text));
        }
    }
    builder.append(collector.take());
    let store = builder.publish();
    for (event, (touched, text)) in (0..).zip(&expected) {
        assert_eq!(store.value(event, Column::Resource), touched, "{text}");
    }
    assert!(expected.len() > 1_000, "{}", expected.len());
}
