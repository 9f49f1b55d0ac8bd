//! The user's own rules: each rule of `rules.yml` finds what it should and not what nearly is, generated rules find what
//! a second evaluator finds, and what cannot be asked is refused with its reason.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::format_push_string,
    reason = "a test that fails should stop with its values"
)]

use std::collections::BTreeSet;
use std::path::Path;

use binary::{run, sample_logs};
use files::load;
use generate::Random;
use serde_json::{Map, Value};
use trailsift::query::language::expr::Expr;
use trailsift::query::language::parse::parse;
use trailsift::query::rules::matches::rule_matches;
use trailsift::query::rules::set::RuleSet;
use trailsift::store::Store;

#[path = "../common/binary.rs"]
#[expect(dead_code, reason = "shared with other tests")]
mod binary;
#[path = "../common/files.rs"]
#[expect(dead_code, reason = "shared with other tests")]
mod files;
mod generate;
mod oracle;

const RULES: &str = include_str!("rules.yml");

fn set(text: &str) -> RuleSet {
    let mut set = RuleSet::default();
    set.read("rules.yml", text);
    set
}

fn store_of(folder: &Path, records: &[String]) -> Store {
    std::fs::write(folder.join("events.jsonl"), records.join("\n")).unwrap();
    load(&[folder.to_owned()], 1)
}

/// The events that each rule finds, by their IDs.
fn found(store: &Store, rules: &RuleSet) -> Vec<BTreeSet<String>> {
    let matches = rule_matches(store, rules, &Expr::default(), &|| false).unwrap();
    matches.iter().map(|events| events.iter().map(|&event| store.event_id(event)).collect()).collect()
}

/// A record with the members of `fragment`, which is the text of an object.
fn record(fragment: &str, id: usize) -> String {
    let given: Map<String, Value> = serde_json::from_str(fragment).unwrap();
    let mut members =
        format!(r#""eventVersion":"1.08","eventID":"e{id}","eventTime":"2026-01-01T00:00:{:02}Z""#, id % 60);
    for (name, usual) in [
        ("eventName", r#""GetUsual""#),
        ("eventSource", r#""usual.amazonaws.com""#),
        ("awsRegion", r#""us-east-1""#),
        ("userAgent", r#""usual""#),
        ("userIdentity", r#"{"type":"IAMUser"}"#),
    ] {
        if !given.contains_key(name) {
            members += &format!(r#","{name}":{usual}"#);
        }
    }
    let inside = fragment.trim().strip_prefix('{').unwrap().strip_suffix('}').unwrap();
    if inside.is_empty() { format!("{{{members}}}") } else { format!("{{{members},{inside}}}") }
}

#[test]
fn every_rule_finds_its_events_and_not_those_that_nearly_are() {
    let rules = set(RULES);
    assert_eq!(rules.refused, []);
    assert!(rules.rules.len() >= 40);
    let parts: Vec<&str> = RULES.split("\n---\n").skip(1).collect();
    let (mut records, mut expected) = (Vec::new(), Vec::new());
    for part in &parts {
        let mut wanted = BTreeSet::new();
        let (mut finds, mut misses) = (0, 0);
        for line in part.lines() {
            let Some((sign, fragment)) = line.strip_prefix("# ").and_then(|line| line.split_at_checked(2))
            else {
                continue;
            };
            if sign == "+ " {
                wanted.insert(format!("e{}", records.len()));
                finds += 1;
            } else {
                misses += 1;
            }
            records.push(record(fragment, records.len()));
        }
        assert!(finds > 0 && misses > 0, "{part}");
        expected.push((wanted, records.len() - finds - misses..records.len()));
    }
    let folder = tempfile::tempdir().unwrap();
    let store = store_of(folder.path(), &records);
    assert_eq!(store.len(), records.len());
    for ((rule, found), (wanted, own)) in rules.rules.iter().zip(found(&store, &rules)).zip(expected) {
        // Other rules' events may match too.
        let own: BTreeSet<String> = own.map(|id| format!("e{id}")).collect();
        let found: BTreeSet<String> = found.intersection(&own).cloned().collect();
        assert_eq!(found, wanted, "{}: {}", rule.head.title, rule.filter);
    }
}

#[test]
fn generated_rules_find_what_a_second_evaluator_finds() {
    let mut random = Random(7);
    let events: Vec<Value> = (0..80).map(|id| generate::event(&mut random, id)).collect();
    let folder = tempfile::tempdir().unwrap();
    let records: Vec<String> = events.iter().map(Value::to_string).collect();
    let store = store_of(folder.path(), &records);
    assert_eq!(store.len(), events.len());
    let (mut some, mut none) = (0, 0);
    for _ in 0..200 {
        let (searches, condition) = generate::rule(&mut random);
        let yaml = generate::yaml(&searches, &condition);
        let rules = set(&yaml);
        assert!(rules.refused.is_empty(), "{:?}\n{yaml}", rules.refused);
        let expected: BTreeSet<String> = events
            .iter()
            .filter(|event| condition.holds(&searches, event))
            .map(|event| event["eventID"].as_str().unwrap().to_owned())
            .collect();
        let found = found(&store, &rules).remove(0);
        let wrong: Vec<&String> = found.symmetric_difference(&expected).collect();
        let wrong: Vec<&Value> = wrong
            .iter()
            .filter_map(|id| events.iter().find(|event| event["eventID"] == ***id))
            .take(1)
            .collect();
        assert!(wrong.is_empty(), "{yaml}\n{}\n{wrong:?}\nfound: {}", rules.rules[0].filter, found.len());
        some += usize::from(!found.is_empty() && found.len() < events.len());
        none += usize::from(found.is_empty());
    }
    assert!(some > 100 && none > 7, "{some} {none}");
}

#[test]
fn the_text_of_a_filter_is_what_is_asked() {
    for rule in set(RULES).rules {
        assert_eq!(parse(&rule.filter).unwrap(), rule.expr, "{}", rule.filter);
    }
    let filter = |title: &str| {
        let rules = set(RULES).rules;
        rules.into_iter().find(|rule| rule.head.title == title).unwrap().filter
    };
    assert_eq!(filter("Two fields at once"), "raw.eventSource:=iam.amazonaws.com raw.eventName:=DeleteUser");
    assert_eq!(filter("Any of several names"), "raw.eventName:=StopLogging,DeleteTrail,UpdateTrail");
    assert_eq!(
        filter("Not is true where nothing is"),
        "raw.eventName:=RunInstances !raw.requestParameters.instanceType:=t3.*"
    );
}

const HEAD: &str = "title: t\nlogsource: {product: aws, service: cloudtrail}\n";

#[track_caller]
fn refused(text: &str, words: &str) {
    let read = set(text);
    assert!(read.rules.is_empty(), "{:?}", read.rules);
    assert!(read.refused.iter().any(|refused| refused.reason.contains(words)), "{:?}", read.refused);
}

#[test]
fn what_cannot_be_asked_is_refused_with_its_reason() {
    let detection = |lines: &str| format!("{HEAD}detection:\n  s: {{eventName: x}}\n{lines}");
    let item = |item: &str| format!("{HEAD}detection:\n  s: {{{item}}}\n  condition: s\n");
    for (text, words) in [
        (detection("  condition: s | count() > 5"), "count()"),
        (detection("  timeframe: 5m\n  condition: s"), "timeframe"),
        (detection("  condition: t"), "t, which is not there"),
        (detection(""), "no condition"),
        (format!("{HEAD}detection: x"), "not a map"),
        (HEAD.to_owned(), "no detection"),
        ("title: t\nlogsource: {product: windows, service: security}".to_owned(), "product windows"),
        ("title: t\nlogsource: {product: aws}".to_owned(), "service (none)"),
        ("title: t\ndetection: {}".to_owned(), "no logsource"),
        ("logsource: {product: aws, service: cloudtrail}".to_owned(), "no title"),
        (format!("{HEAD}correlation: {{type: event_count}}"), "correlations"),
        (item("eventName|base64: x"), "base64"),
        (item("eventName|base64offset|contains: x"), "base64offset"),
        (item("eventName|windash: x"), "windash"),
        (item("eventName|expand: '%x%'"), "expand"),
        (item("eventName|shout: x"), "shout"),
        (item("eventName|re: '(?=x)'"), "look-around"),
        (item("eventName|re: '('"), "unclosed"),
        (item("eventName|re: '(a{1000}){1000}'"), "size limit"),
        (item("eventName|cidr: everywhere"), "not a network"),
        (item("eventName|gt: many"), "not a number"),
        (item("eventName|contains|re: x"), "cannot follow"),
        (item("eventName: {a: b}"), "map"),
        (item("eventName: []"), "no values"),
        (item("eventName: [[x]]"), "a list or map"),
        (item("a..b: x"), "not a field"),
        (format!("{HEAD}detection:\n  s:\n  condition: s"), "empty"),
        ("title: [".to_owned(), "YAML"),
        (String::new(), "no rule"),
    ] {
        refused(&text, words);
    }
    // The others of the file can be asked.
    let both = set(&format!("{}---\n{}", detection("  condition: s\n"), item("eventName|windash: x")));
    assert_eq!((both.rules.len(), both.refused.len()), (1, 1));
}

#[test]
fn the_command_names_the_author_beside_every_match_and_each_refusal() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ours.yml"), RULES).unwrap();
    std::fs::create_dir(folder.path().join("more")).unwrap();
    std::fs::write(folder.path().join("more/broken.yaml"), "title: [").unwrap();
    std::fs::write(
        folder.path().join("more/other.yml"),
        "title: Other\nlogsource: {product: linux, service: auditd}",
    )
    .unwrap();
    std::fs::write(folder.path().join("readme.txt"), "no rule").unwrap();
    let rules = folder.path().to_str().unwrap();
    let arguments = |format| ["rules", sample_logs(), "--rules", rules, "--format", format];
    let json = run(&arguments("json")).json();
    let rows = json.as_array().unwrap();
    assert_eq!(rows.len(), set(RULES).rules.len() + 2);
    let refused: Vec<&Value> = rows.iter().filter(|row| !row["refused"].is_null()).collect();
    assert_eq!(refused.len(), 2);
    assert!(refused.iter().any(|row| row["file"] == "more/broken.yaml"));
    let names = rows.iter().find(|row| row["title"] == "Any of several names").unwrap();
    let listed = run(&[
        "list",
        sample_logs(),
        "-f",
        "eventName=StopLogging,DeleteTrail,UpdateTrail",
        "--format",
        "json",
    ])
    .json();
    let ids: Vec<&Value> =
        listed["Records"].as_array().unwrap().iter().map(|record| &record["eventID"]).collect();
    assert_eq!(names["eventIDs"].as_array().unwrap().iter().collect::<Vec<_>>(), ids);
    assert_eq!(names["events"], ids.len());
    let finding: Vec<&Value> = rows.iter().filter(|row| row["events"] != 0).collect();
    assert!(finding.len() > 5 && finding.iter().all(|row| row["author"] == "The authors of trailsift"));
    for row in finding.iter().take(3) {
        let filter = row["filter"].as_str().unwrap();
        let again = run(&["list", sample_logs(), "-f", filter, "--format", "json"]).json();
        assert_eq!(
            u64::try_from(again["Records"].as_array().unwrap().len()).unwrap(),
            row["events"].as_u64().unwrap(),
            "{filter}"
        );
    }
    let csv = run(&arguments("csv")).csv();
    assert_eq!(csv.len(), 1 + rows.len());
    for format in ["text", "md"] {
        let text = run(&arguments(format)).text().to_owned();
        for words in ["author", "The authors of trailsift", "Other", "product linux", "broken.yaml"] {
            assert!(text.contains(words), "{format} {words}\n{text}");
        }
    }
    let none = run(&["rules", sample_logs()]);
    assert!(none.code == Some(2) && none.err.contains("--rules"), "{none:?}");
    let absent = run(&["rules", sample_logs(), "--rules", "/nonexistent/rules"]);
    assert_eq!(absent.code, Some(2));
}

/// The column and the groups name the rules that the command of the rules names, with as many events.
#[test]
fn the_column_and_the_groups_are_what_the_rules_find() {
    let folder = tempfile::tempdir().unwrap();
    let source = "logsource: {product: aws, service: cloudtrail}";
    let rule = |title: &str, author: &str, id: usize, detection: &str| {
        format!(
            "title: {title}\nid: 0000-{id}\nauthor: {author}\n{source}\ndetection: {{s: {{{detection}}}, condition: s}}\n"
        )
    };
    let rules = [
        rule("Denied", "Ann, Bob", 1, "errorCode: AccessDenied"),
        rule("Keys", "Ann", 2, "eventName: [CreateAccessKey, UpdateAccessKey]"),
        rule("Calls of IAM", "Eve", 3, "eventSource: iam.amazonaws.com"),
        rule("Never", "Eve", 4, "eventName: NoSuchCall"),
        rule("Keys", "Ann", 5, "eventName: DeleteAccessKey"),
    ];
    std::fs::write(folder.path().join("all.yml"), rules.join("---\n")).unwrap();
    let own = folder.path().to_str().unwrap();
    let with = |words: &[&str]| run(&[words, &[sample_logs(), "--rules", own]].concat());
    let found = with(&["rules", "--format", "json"]).json();
    let mut expected: Vec<(String, String)> = Vec::new();
    for rule in found.as_array().unwrap().iter().filter(|rule| rule["events"] != 0) {
        let author = rule["author"].as_str().unwrap().replace(", ", "; ");
        let title = rule["title"].as_str().unwrap();
        let id = if title == "Keys" { format!(" {}", rule["id"].as_str().unwrap()) } else { String::new() };
        expected.push((format!("{title} ({author}){id}"), rule["events"].to_string()));
    }
    expected.sort();
    assert!(expected.len() >= 3, "{expected:?}");
    let csv = with(&["group", "--by", "rule", "--format", "csv"]).csv();
    let mut groups: Vec<(String, String)> = csv[1..]
        .iter()
        .filter(|row| !row[0].is_empty())
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect();
    groups.sort();
    assert_eq!(groups, expected);
    for (name, events) in &expected {
        let filter = format!("rule=\"{name}\"");
        let rows = with(&["list", "-f", &filter, "--columns", "rule", "--format", "csv"]).csv();
        assert_eq!((rows.len() - 1).to_string(), *events, "{name}");
        assert!(rows[1..].iter().all(|row| row[0].contains(name.as_str())), "{rows:?}");
    }
    // Without rules nothing is known, which is said.
    let without = run(&["group", "--by", "rule", sample_logs()]);
    assert!(without.err.contains("rule: it needs --rules DIR"), "{}", without.err);
}
