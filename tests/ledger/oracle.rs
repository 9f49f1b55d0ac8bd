//! The ledger once more, plainly and slowly, over parsed JSON: each thing alone, with all that happened to it. Generated
//! records make and undo few things, often in the same second.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use trailsift::insight::ledger::Ledger;
use trailsift::insight::run::Run;

use crate::common::load;

/// A line of the table, as TOML reads it.
type Line = toml::Table;

fn table() -> Vec<Line> {
    let text = include_str!("../../assets/undo.toml");
    let whole: toml::Table = toml::from_str(text).unwrap();
    whole["pairs"].as_array().unwrap().iter().map(|line| line.as_table().unwrap().clone()).collect()
}

fn texts(line: &Line, name: &str) -> Vec<String> {
    let list = line.get(name).and_then(|list| list.as_array().cloned()).unwrap_or_default();
    list.iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn text<'l>(line: &'l Line, name: &str) -> &'l str {
    line.get(name).and_then(|text| text.as_str()).unwrap_or_default()
}

fn call(record: &Value) -> String {
    let service = record["eventSource"].as_str().unwrap().trim_end_matches(".amazonaws.com");
    format!("{service}:{}", record["eventName"].as_str().unwrap())
}

/// The scalars at the end of a path, in lists and wrappers.
fn at(value: &Value, steps: &[&str], found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| at(item, steps, found)),
        Value::Object(members) => {
            let named = steps
                .first()
                .and_then(|step| members.iter().find(|(name, _)| name.eq_ignore_ascii_case(step)));
            if let Some((_, value)) = named {
                return at(value, &steps[1..], found);
            }
            for (name, value) in members {
                let wraps = ["items", "item", "member", "content"].contains(&name.as_str())
                    || ["Set", "Request", "Response"].iter().any(|end| name.ends_with(end));
                if wraps && !value.is_null() {
                    at(value, steps, found);
                }
            }
        }
        Value::String(text) if steps.is_empty() && !text.is_empty() => found.push(text.clone()),
        Value::Number(_) | Value::Bool(_) if steps.is_empty() => found.push(value.to_string()),
        _ => {}
    }
}

fn values(record: &Value, path: &str) -> Vec<String> {
    let (root, rest) = path.split_once('.').unwrap();
    let root = match root {
        "req" => "requestParameters",
        "res" => "responseElements",
        "add" => "additionalEventData",
        other => panic!("{other}"),
    };
    let mut found = Vec::new();
    at(&record[root], &rest.split('.').collect::<Vec<_>>(), &mut found);
    found
}

fn holds(record: &Value, condition: &str) -> bool {
    let bare = condition.trim_start_matches('!');
    let is_so = match bare.split_once('=') {
        Some((path, value)) => values(record, path).iter().any(|found| found == value),
        None => {
            !values(record, bare).is_empty()
                || !record.pointer(&pointer(bare)).unwrap_or(&Value::Null).is_null()
        }
    };
    is_so != condition.starts_with('!')
}

fn pointer(path: &str) -> String {
    format!("/{}", path.replacen("req.", "requestParameters.", 1).replace('.', "/"))
}

/// The identities in a record: `None` is any value.
fn identities(record: &Value, parts: &[String]) -> Vec<Vec<Option<String>>> {
    let mut all: Vec<Vec<Option<String>>> = vec![Vec::new()];
    for part in parts {
        let mut found: Vec<Option<String>> = Vec::new();
        for way in part.split(" / ") {
            for source in way.split(" + ") {
                match source {
                    "caller" => found.extend(
                        record["userIdentity"]["userName"].as_str().map(|name| Some(name.to_owned())),
                    ),
                    "any" => found.push(None),
                    _ if source.starts_with('=') => found.push(Some(source[1..].to_owned())),
                    _ => found.extend(values(record, source).into_iter().map(Some)),
                }
            }
            if !found.is_empty() {
                break;
            }
        }
        all = all
            .iter()
            .flat_map(|one| {
                found.iter().map(move |part| [one.as_slice(), std::slice::from_ref(part)].concat())
            })
            .collect();
    }
    all
}

fn normal(line: &Line, part: &str) -> String {
    let last = part.rsplit('/').next().unwrap().to_owned();
    match text(line, "norm") {
        "name" => last,
        "secret" => match part.split_once(":secret:") {
            Some((_, name)) => name[..name.len() - 7].to_owned(),
            None => part.to_owned(),
        },
        "function" => part.split("function:").last().unwrap().split(':').next().unwrap().to_owned(),
        "lower" => part.to_lowercase(),
        _ => part.to_owned(),
    }
}

fn scope(line: &Line, record: &Value) -> String {
    let (account, region) = (record["recipientAccountId"].to_string(), record["awsRegion"].to_string());
    match text(line, "scope") {
        "bucket" => String::new(),
        "account" => account,
        _ => account + &region,
    }
}

/// What one event does to one thing.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Act {
    Make,
    Undo,
    Off,
    On,
    Cover,
}

/// Returns what a record does to the thing of a line, given by its scope and its parts.
fn act(pairs: &[Line], line: &Line, thing: (&str, &[String]), record: &Value) -> Option<Act> {
    let name = call(record);
    let compared = line.get("match").and_then(|list| list.as_array().cloned());
    let is_compared = |place: usize| {
        compared
            .as_ref()
            .is_none_or(|list| list.iter().any(|at| at.as_integer() == i64::try_from(place).ok()))
    };
    let same = |parts: &[String], strict: bool| {
        scope(line, record) == thing.0
            && identities(record, parts).iter().any(|identity| {
                let equal = |(place, (one, other)): (usize, (&String, &Option<String>))| {
                    let any = || !strict;
                    !is_compared(place)
                        || other.as_ref().map_or_else(any, |other| normal(line, one) == normal(line, other))
                };
                identity.len() == thing.1.len() && thing.1.iter().zip(identity).enumerate().all(equal)
            })
    };
    let made = text(line, "make") == name;
    let make_holds = text(line, "make_if").is_empty() || holds(record, text(line, "make_if"));
    if made && make_holds && same(&texts(line, "key"), true) {
        return Some(Act::Make);
    }
    let undo_holds = !made || text(line, "undo_if").is_empty() || holds(record, text(line, "undo_if"));
    if texts(line, "undo").contains(&name) && undo_holds && same(&texts(line, "undo_key"), made) {
        return Some(Act::Undo);
    }
    for (switch, act) in [("off", Act::Off), ("on", Act::On)] {
        let (switch, condition) = text(line, switch).split_once(' ').unwrap_or((text(line, switch), ""));
        if switch == name
            && (condition.is_empty() || holds(record, condition))
            && same(&texts(line, "undo_key"), false)
        {
            return Some(act);
        }
    }
    let covers = |owner: &&Line| {
        let undoes = texts(owner, "undo").contains(&name);
        undoes
            && texts(owner, "covers").iter().any(|covered| {
                let (covered, place) = covered.split_once('.').unwrap_or((covered, "0"));
                let part = thing.1.get(place.parse::<usize>().unwrap()).map(|part| normal(line, part));
                covered == text(line, "make")
                    && scope(line, record) == thing.0
                    && identities(record, &texts(owner, "undo_key"))
                        .iter()
                        .any(|identity| identity[0].as_ref().map(|owner| normal(line, owner)) == part)
            })
    };
    pairs.iter().find(covers).map(|_| Act::Cover)
}

/// The parts without the forms in which one thing is written: the line has the form that was first.
fn short(parts: &[String]) -> String {
    let last = |part: &String| part.rsplit(['/', ':']).next().unwrap().replace("-AbCdEf", "");
    parts.iter().map(last).collect::<Vec<_>>().join(" ")
}

/// Call, parts, state, how often made.
type Told = (String, String, &'static str, usize);

/// Returns the lines of one thing: each time it ended, and how it is at the end.
fn ends(pairs: &[Line], line: &Line, thing: (&str, &[String]), ordered: &[&Value]) -> Vec<Told> {
    let mut lines = Vec::new();
    let mut state: Option<(&'static str, usize)> = None;
    for second in ordered.chunk_by(|one, other| one["eventTime"] == other["eventTime"]) {
        let acts: Vec<Act> = second.iter().filter_map(|record| act(pairs, line, thing, record)).collect();
        for act in
            acts.iter().filter(|act| **act == Act::Make).chain(acts.iter().filter(|act| **act != Act::Make))
        {
            state = match (act, state) {
                (Act::Make, None) => Some(("stands", 1)),
                (Act::Make, Some((state, made))) => Some((state, made + 1)),
                (_, None) => None,
                (Act::On, Some((_, made))) => Some(("stands", made)),
                (Act::Off, Some((_, made))) => Some(("switched off", made)),
                (Act::Undo | Act::Cover, Some((_, made))) => {
                    let again = text(line, "kind") == "destroy" && !line.contains_key("cancels");
                    let ended = match act {
                        Act::Cover => "undone with its owner",
                        _ if again => "made again",
                        _ => "undone",
                    };
                    lines.push((text(line, "make").to_owned(), short(thing.1), ended, made));
                    None
                }
            };
        }
    }
    lines.extend(state.map(|(state, made)| (text(line, "make").to_owned(), short(thing.1), state, made)));
    lines
}

fn told(records: &[Value]) -> Vec<Told> {
    let pairs = table();
    let mut ordered: Vec<&Value> = records.iter().filter(|record| record["errorCode"].is_null()).collect();
    let key = |record: &Value| (record["eventTime"].to_string(), record["eventID"].to_string());
    ordered.sort_by_key(|record| key(record));
    let mut lines = Vec::new();
    for line in &pairs {
        let mut things: BTreeMap<(String, Vec<String>), Vec<String>> = BTreeMap::new();
        let mut unknown = 0;
        for record in ordered.iter().filter(|record| text(line, "make") == call(record)) {
            if !text(line, "make_if").is_empty() && !holds(record, text(line, "make_if")) {
                continue;
            }
            let found = identities(record, &texts(line, "key"));
            unknown += usize::from(found.is_empty());
            for parts in found {
                let written: Vec<String> = parts.into_iter().flatten().collect();
                let normal = written.iter().map(|part| normal(line, part)).collect();
                things.entry((scope(line, record), normal)).or_insert(written);
            }
        }
        lines.extend(
            (0..unknown).map(|_| (text(line, "make").to_owned(), String::new(), "not identified", 1)),
        );
        for ((scope, _), written) in things {
            lines.extend(ends(&pairs, line, (&scope, &written), &ordered));
        }
    }
    lines.sort();
    lines
}

/// Numbers that follow from a seed.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    pub(crate) fn of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}

/// Service, name, request and answer of a call.
type CallParts = (&'static str, &'static str, Value, Value);

fn change(random: &mut Random, user: &str) -> CallParts {
    let policy = random.of(&["arn:aws:iam::1:policy/p", "arn:aws:iam::1:policy/q"]);
    // An access key belongs to one user.
    let key = random.of(if user == "ann" { &["AKIA1", "AKIA2"] } else { &["AKIA3", "AKIA4"] });
    let snapshot = random.of(&["snap-1", "snap-2"]);
    let account =
        json!({"items": [{"userId": random.of(&["111", "222"])}, {"group": random.of(&["all", "all"])}]});
    let secret = random.of(&["db", "arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf"]);
    let trail = random.of(&["main", "arn:aws:cloudtrail:eu-west-1:1:trail/main"]);
    let status = random.of(&["Active", "Inactive"]);
    match random.below(22) {
        0 => ("iam", "CreateUser", json!({"userName": user}), json!({})),
        1 => ("iam", "DeleteUser", json!({"userName": user}), json!({})),
        2 => (
            "iam",
            "CreateAccessKey",
            json!({"userName": user}),
            json!({"accessKey": {"userName": user, "accessKeyId": key}}),
        ),
        3 => ("iam", "DeleteAccessKey", json!({"accessKeyId": key}), json!(null)),
        4 => (
            "iam",
            "UpdateAccessKey",
            json!({"userName": user, "accessKeyId": key, "status": status}),
            json!(null),
        ),
        5 => ("iam", "AttachUserPolicy", json!({"userName": user, "policyArn": policy}), json!(null)),
        6 => ("iam", "DetachUserPolicy", json!({"userName": user, "policyArn": policy}), json!(null)),
        7 => ("iam", "DeletePolicy", json!({"policyArn": policy}), json!(null)),
        8 => ("iam", "UpdateLoginProfile", json!({"userName": user}), json!(null)),
        9 => ("ec2", "CreateSnapshot", json!({"volumeId": "vol-1"}), json!({"snapshotId": snapshot})),
        10 => (
            "ec2",
            "ModifySnapshotAttribute",
            json!({"snapshotId": snapshot, "createVolumePermission": {"add": account}}),
            json!({"_return": true}),
        ),
        11 => (
            "ec2",
            "ModifySnapshotAttribute",
            json!({"snapshotId": snapshot, "createVolumePermission": {"remove": account}}),
            json!({"_return": true}),
        ),
        12 => ("ec2", "ResetSnapshotAttribute", json!({"snapshotId": snapshot}), json!({"_return": true})),
        13 => ("ec2", "DeleteSnapshot", json!({"snapshotId": snapshot}), json!({"_return": true})),
        14 => ("secretsmanager", "CreateSecret", json!({"name": "db"}), json!(null)),
        15 => ("secretsmanager", "DeleteSecret", json!({"secretId": secret}), json!(null)),
        16 => ("secretsmanager", "RestoreSecret", json!({"secretId": secret}), json!(null)),
        17 => ("cloudtrail", "StopLogging", json!({"name": trail}), json!(null)),
        18 => ("cloudtrail", "StartLogging", json!({"name": trail}), json!(null)),
        19 => ("logs", "DeleteLogGroup", json!({"logGroupName": "g"}), json!(null)),
        20 => ("logs", "CreateLogGroup", json!({"logGroupName": "g"}), json!(null)),
        _ => ("iam", "CreateUser", json!({"omitted": "true"}), json!(null)),
    }
}

fn record(random: &mut Random, number: usize) -> Value {
    let user = random.of(&["ann", "bob"]);
    let (service, name, request, answer) = change(random, user);
    let error = if random.below(9) == 0 { json!("AccessDenied") } else { json!(null) };
    json!({
        "eventVersion": "1.08",
        "eventTime": format!("2026-01-01T00:00:{:02}Z", random.below(20)),
        "eventID": format!("{:08x}-0000-0000-0000-{number:012x}", random.below(1 << 30)),
        "eventSource": format!("{service}.amazonaws.com"),
        "eventName": name,
        "awsRegion": random.of(&["eu-west-1", "eu-west-1", "us-east-1"]),
        "recipientAccountId": "1",
        "userIdentity": {"type": "IAMUser", "userName": user, "arn": format!("arn:aws:iam::1:user/{user}")},
        "errorCode": error,
        "requestParameters": request,
        "responseElements": answer,
    })
}

#[test]
fn generated_changes_end_as_a_plain_count_says() {
    let mut states = BTreeSet::new();
    for seed in 0..60 {
        let mut random = Random(seed * 7919 + 1);
        let records: Vec<Value> = (0..40).map(|number| record(&mut random, number)).collect();
        let folder = tempfile::tempdir().unwrap();
        let lines: Vec<String> = records.iter().map(Value::to_string).collect();
        std::fs::write(folder.path().join("x.jsonl"), lines.join("\n")).unwrap();
        let store = load(&[folder.path().to_owned()], 1);
        let ledger = Ledger::of(&store, Run::QUIET).unwrap();
        let tell = |line: &trailsift::insight::ledger::LedgerLine| {
            (line.pair.make.to_owned(), short(&line.what), line.state.name(), line.made.len())
        };
        let mut found: Vec<Told> = ledger.lines.iter().map(tell).collect();
        found.sort();
        assert_eq!(found, told(&records), "seed {seed}");
        states.extend(found.iter().map(|(_, _, state, _)| *state));
    }
    assert_eq!(states.len(), 6, "{states:?}");
}
