//! The triage board: on the sample incident, on an ordinary day, and each line against its filter.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails should stop with its values"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use binary::{run, sample_logs};
use files::{answer, load};
use trailsift::query::language::list::file::ListFile;
use trailsift::query::language::parse::parse;
use trailsift::query::language::saved::shipped;
use trailsift::query::triage::board::{TriageBoard, TriageRequest};
use trailsift::query::triage::lines::BoardSection;
use trailsift::record::field::Column;
use trailsift::record::time::Time;
use trailsift::store::{Event, Store};

#[path = "common/binary.rs"]
#[expect(dead_code, reason = "shared with other tests")]
mod binary;
#[path = "common/files.rs"]
#[expect(dead_code, reason = "shared with other tests")]
mod files;

fn no_list(_: &str) -> Result<ListFile, String> {
    Err("no such file".to_owned())
}

fn request(store: &Store, filter: &str) -> TriageRequest {
    TriageRequest {
        store: store.clone(),
        within: parse(filter).unwrap(),
        among: None,
        questions: shipped().into_iter().map(Arc::new).collect(),
        rules: Arc::default(),
        read_list: no_list,
    }
}

fn board(store: &Store, filter: &str) -> TriageBoard {
    request(store, filter).look(&|| false, &mut |_| {}).unwrap()
}

fn sample() -> Store {
    load(&[sample_logs().into()], 2)
}

/// A blank before the bracket ends a regular expression.
fn joined(filter: &str, line: &str) -> String {
    if filter.is_empty() { line.to_owned() } else { format!("({filter} ) ({line} )") }
}

/// What a line says, counted again from the events of its filter and of the one in force.
#[track_caller]
fn assert_lines_are_what_their_filters_find(store: &Store, filter: &str) {
    let board = board(store, filter);
    for line in &board.lines {
        let whole = joined(filter, &line.asked.filter);
        let events = answer(store, &whole);
        let figures = &line.figures;
        let name = &line.asked.name;
        assert_eq!(figures.events, events.len(), "{name}: {whole}");
        let failed = events.iter().filter(|&&event| store.value(event, Column::Outcome) == "failed").count();
        assert_eq!(figures.failed, failed, "{name}");
        let times: Vec<Time> =
            events.iter().map(|&event| store.time(event)).filter(|time| *time != Time::NONE).collect();
        let span = times.iter().min().copied().zip(times.iter().max().copied());
        assert_eq!(figures.span, span, "{name}");
        assert_eq!(figures.bars.iter().map(|&bar| bar as usize).sum::<usize>(), times.len(), "{name}");
        let who: BTreeSet<&str> =
            events.iter().map(|&event| store.value(event, Column::PrincipalLabel)).collect();
        assert_eq!(figures.who.len() + figures.more, who.len(), "{name}");
        assert!(figures.who.iter().all(|label| who.contains(label.as_str())), "{name}");
    }
    for asked in &board.without {
        let whole = joined(filter, &asked.filter);
        assert_eq!(answer(store, &whole), Vec::<Event>::new(), "{}", asked.name);
    }
    assert_eq!(board.refused, []);
    let questions = shipped().len();
    assert!(board.lines.len() + board.without.len() >= questions + 9 + 14 + 5);
}

#[test]
fn every_line_of_the_sample_incident_says_what_its_filter_finds() {
    let store = sample();
    for filter in ["", "since:2026-03-10T22:00 (is:failed | svc-backup)"] {
        assert_lines_are_what_their_filters_find(&store, filter);
    }
}

#[test]
fn what_stands_is_divided_by_kind_and_newcomers_have_nothing_before() {
    let store = sample();
    let kinds = "stands:blind | stands:share | stands:open | stands:grant | stands:create | stands:weaken | \
                 stands:change | stands:destroy";
    assert_eq!(answer(&store, kinds), answer(&store, "is:standing"));
    assert!(!answer(&store, "stands:grant").is_empty() && !answer(&store, "stands:credential").is_empty());
    assert!(answer(&store, "stands:credential is:standing").is_empty());
    let message = parse("stands:everything").unwrap_err().message;
    assert!(message.contains("blind") && message.contains("credential"), "{message}");
    let principals = |filter: &str| -> BTreeSet<String> {
        let events = answer(&store, filter);
        events.iter().map(|&event| store.value(event, Column::Principal).to_owned()).collect()
    };
    let new = principals("newcomer:2026-03-10T22:00");
    let mut before = principals("before:2026-03-10T22:00");
    // Events without a principal are nobody's.
    before.insert(String::new());
    assert_eq!(new, principals("after:2026-03-10T22:00").difference(&before).cloned().collect());
    assert!(!new.is_empty());
}

#[test]
fn lines_stand_in_sections_the_fewest_events_first() {
    let board = board(&sample(), "");
    let keys: Vec<(BoardSection, usize)> =
        board.lines.iter().map(|line| (line.asked.section, line.figures.events)).collect();
    assert!(keys.is_sorted(), "{keys:?}");
    let strongest = board.strongest(5);
    assert_eq!(strongest[0].asked.filter, "stands:blind");
    assert!(
        strongest
            .iter()
            .all(|line| matches!(line.asked.section, BoardSection::Standing | BoardSection::Watch))
    );
    let all = board.strongest(usize::MAX);
    let later = all.iter().position(|line| line.asked.section > BoardSection::Watch).unwrap();
    assert!(all[..later].is_sorted_by_key(|line| line.figures.events));
    assert_eq!(all.len(), board.lines.len());
}

#[test]
fn a_board_that_is_no_longer_wanted_is_not_made() {
    let store = sample();
    assert!(request(&store, "").look(&|| true, &mut |_| {}).is_none());
    let mut told = Vec::new();
    request(&store, "").look(&|| false, &mut |progress| told.push(progress)).unwrap();
    assert!(told.is_sorted_by_key(|progress| progress.done) && told.len() == told[0].of);
}

/// A day on which nothing happens but work: a sign-in with MFA, a deployment, reads, a service.
fn ordinary_day() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::new();
    let mut add = |at: usize, name: &str, source: &str, identity: &str, rest: &str| {
        let (hour, minute) = (7 + at / 60, at % 60);
        writeln!(
            text,
            r#"{{"eventVersion":"1.08","eventTime":"2026-05-04T{hour:02}:{minute:02}:00Z","eventID":"e{at}-{name}","eventName":"{name}","eventSource":"{source}.amazonaws.com","awsRegion":"eu-west-1","recipientAccountId":"111122223333","sourceIPAddress":"192.0.2.10","userAgent":"aws-cli/2.1","eventType":"AwsApiCall","eventCategory":"Management","userIdentity":{identity}{rest}}}"#
        )
        .unwrap();
    };
    let alice = r#"{"type":"IAMUser","principalId":"AIDAALICEALICEEXAMPLE","arn":"arn:aws:iam::111122223333:user/alice","accountId":"111122223333","userName":"alice"}"#;
    let deploy = r#"{"type":"AssumedRole","principalId":"AROADEPLOYDEPLOYEXAM:run","arn":"arn:aws:sts::111122223333:assumed-role/deploy/run","accountId":"111122223333","accessKeyId":"ASIADEPLOYDEPEXAMPLE"}"#;
    let signed_in = r#","readOnly":false,"responseElements":{"ConsoleLogin":"Success"},"additionalEventData":{"MFAUsed":"Yes"}"#;
    add(0, "ConsoleLogin", "signin", alice, signed_in);
    for at in 1..200 {
        add(at, "DescribeAlarms", "monitoring", alice, r#","readOnly":true"#);
        add(at, "GetFunction", "lambda", deploy, r#","readOnly":true"#);
    }
    add(
        90,
        "UpdateFunctionCode20150331v2",
        "lambda",
        deploy,
        r#","readOnly":false,"requestParameters":{"functionName":"shop"}"#,
    );
    std::fs::write(folder.path().join("day.jsonl"), text).unwrap();
    folder
}

#[test]
fn on_an_ordinary_day_the_board_is_short() {
    let folder = ordinary_day();
    let store = load(&[folder.path().to_owned()], 1);
    let board = board(&store, "");
    let lines: Vec<String> =
        board.lines.iter().map(|line| format!("{} {}", line.figures.events, line.asked.name)).collect();
    assert!(lines.len() <= 10, "{lines:#?}");
    assert!(board.without.len() > 50, "{}", board.without.len());
    assert_lines_are_what_their_filters_find(&store, "");
}

#[test]
fn the_command_prints_the_board_in_every_format() {
    let logs = sample_logs();
    let json = run(&["triage", logs, "--format", "json"]).json();
    let lines = json["lines"].as_array().unwrap();
    let blind = lines.iter().find(|line| line["filter"] == "stands:blind").unwrap();
    assert_eq!((&blind["events"], &blind["failed"]), (&2.into(), &0.into()));
    let listed = run(&["list", logs, "-f", "stands:blind", "--format", "json"]).json();
    assert_eq!(blind["first_event"], listed["Records"][0]["eventID"]);
    assert_eq!(json["events"], run(&["summary", logs, "--format", "json"]).json()["events"]["shown"]);
    let without = json["without_answer"].as_array().unwrap();
    let csv = run(&["triage", logs, "--format", "csv"]).csv();
    assert_eq!(csv.len(), 1 + lines.len() + without.len());
    let events = csv[0].iter().position(|name| name == "events").unwrap();
    assert_eq!(csv.iter().filter(|row| row[events] == "0").count(), without.len());
    let text = run(&["triage", logs]);
    assert_eq!(text.code, Some(3), "one file is damaged");
    let text = text.text().to_owned();
    let md = run(&["triage", logs, "--format", "md"]).text().to_owned();
    for words in [
        "still stands",
        "calls worth a look",
        "Logging or monitoring was switched off",
        "no answer here",
        "as far as these files tell",
    ] {
        assert!(text.contains(words) && md.contains(words), "{words}\n{text}");
    }
    for line in without {
        assert!(text.contains(line["name"].as_str().unwrap()), "{line}");
    }
    let part = run(&["triage", logs, "-f", "who:build-deploy"]);
    assert!(part.text().contains("About the events of the filter"), "{}", part.text());
    let none = run(&["triage", logs, "-f", "nobody-at-all", "--format", "json"]).json();
    assert_eq!(none["lines"].as_array().unwrap().len(), 0);
}

#[test]
fn a_summary_ends_with_the_first_lines_of_the_board() {
    let logs = sample_logs();
    let board = run(&["triage", logs, "--format", "json"]).json();
    let json = run(&["summary", logs, "--format", "json"]).json();
    let strongest = json["strongest"].as_array().unwrap();
    assert_eq!(strongest.len(), 5);
    for line in strongest {
        assert!(board["lines"].as_array().unwrap().contains(line), "{line}");
    }
    let text = run(&["summary", logs]).text().to_owned();
    let end = text.split_once("Look first at").expect("the last part").1;
    for line in strongest {
        assert!(end.contains(line["name"].as_str().unwrap()), "{line}\n{end}");
        assert!(end.contains(line["filter"].as_str().unwrap()), "{line}\n{end}");
    }
}
