//! Policies in records: where they are, what their statements say and open, and what changed; generated ones are
//! read a second time with serde_json.

mod documents;
mod statements;
mod values;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::record::policy::difference::difference;
use crate::record::policy::find::PolicyCall;
use crate::record::policy::opens::{Opening, PolicyKind};
use crate::record::policy::statement::Document;
use crate::record::read::RawRecord;

const OWN: &str = "111122223333";

fn record(call: &str, request: &Value, response: &Value) -> String {
    let (service, name) = call.split_once(':').unwrap();
    json!({
        "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "recipientAccountId": OWN,
        "requestParameters": request, "responseElements": response,
    })
    .to_string()
}

fn read(record: &str) -> Option<PolicyCall> {
    PolicyCall::of(&RawRecord::read(record.as_bytes(), 0).unwrap())
}

fn names(opens: &[Opening]) -> String {
    opens.iter().map(|opening| opening.name()).collect::<Vec<_>>().join(" ")
}

fn document(statements: &Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn url_encoded(text: &str) -> String {
    let escapes: Vec<String> = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    escapes.concat()
}

/// One statement in words, and what it opens in a policy of `kind`.
#[track_caller]
fn says(kind: PolicyKind, statement: &Value, words: &str, opens: &str) {
    let document = Document::read(document(statement).to_string().as_bytes());
    let [read] = document.statements.as_slice() else { panic!("{document:?}") };
    let found = (read.words(Some(OWN)), names(&read.opens(kind, Some(OWN))));
    assert_eq!((found.0.as_str(), found.1.as_str()), (words, opens), "{statement}");
}
