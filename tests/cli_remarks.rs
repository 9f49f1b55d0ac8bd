//! What commands say of a filter that finds nothing, or names a path that no event has.

#![expect(clippy::unwrap_used, reason = "a test that fails should stop with its values")]

use common::{run, run_with, sample_logs};

#[path = "common/binary.rs"]
#[expect(dead_code, reason = "shared with tests that use the rest")]
mod common;

#[track_caller]
fn says(filter: &str, finds: bool, words: &[&str]) {
    let answer = run(&["list", sample_logs(), "--format", "jsonl", "-f", filter]);
    assert_eq!(!answer.text().is_empty(), finds, "{filter}");
    for word in words {
        assert!(answer.err.contains(word), "{filter} should say {word}: {}", answer.err);
    }
    // One file of the sample is damaged.
    let remarks = answer
        .err
        .lines()
        .filter(|line| !line.contains("damaged at byte") && !line.contains("no event matched"))
        .count();
    assert_eq!(remarks == 0, words.is_empty(), "{filter}: {}", answer.err);
}

#[test]
fn a_filter_that_finds_nothing_says_where_its_words_stand() {
    says("kali", false, &["0 in the columns", "elsewhere in the JSON; to get them: -f '\"kali\"'"]);
    says("\"kali\"", true, &[]);
    says("AKIAZZZZZZZZZEXAMPLE", false, &["taken for: access key"]);
    says(
        "requestParameters.bucketNam!=x",
        true,
        &["no event has requestParameters.bucketNam; did you mean requestParameters.bucketName"],
    );
    says("eventName=ConsoleLogin", true, &[]);
}

#[test]
fn a_filter_that_finds_nothing_says_what_its_terms_find() {
    says(
        "eventName=GetObject eventName=PutObject",
        false,
        &[
            "no event has all of eventName=GetObject (",
            " events have any of them; to get them: -f 'eventName=GetObject | eventName=PutObject'",
        ],
    );
    says(
        "2019-01-15",
        false,
        &["taken for: time, UTC", "2019-01-15: 0 at this time, 0 elsewhere in the JSON"],
    );
    says("eventName=GetObjct", false, &["did you mean eventName=GetObject"]);
    says("outcome=success", false, &["did you mean outcome=failed or outcome=ok?"]);
    says("role=build-deploy", false, &[]);
    says("eventName=GetObject !eventName=GetObject", false, &["no event has all of eventName=GetObject ("]);
}

#[test]
fn several_lines_are_any_of_them() {
    says("eventName=DeleteTrail\neventName=ConsoleLogin\n", true, &[]);
}

/// What a command says of a column that no event has a value in.
#[test]
fn a_misspelled_path_is_told_wherever_it_is_named() {
    let near = "no event has requestParameters.bucketNam; did you mean requestParameters.bucketName";
    let path = "requestParameters.bucketNam";
    for command in [
        &["list", sample_logs(), "--columns", path, "-n", "1"][..],
        &["list", sample_logs(), "--columns", "eventName", "--columns", path, "-f", "is:failed", "-n", "1"],
        &["list", sample_logs(), "--format", "csv", "--columns", "eventName,requestParameters.bucketNam,who"],
        &["group", sample_logs(), "--by", path],
        &["group", sample_logs(), "--by", "eventName,requestParameters.bucketNam", "--format", "json"],
        &["group", sample_logs(), "--by", "eventName", "--sum", path],
    ] {
        let answer = run(command);
        assert_eq!(answer.err.matches(near).count(), 1, "{command:?}: {}", answer.err);
    }
    let answer = run(&["group", sample_logs(), "--by", "requestParameters.bucketName,bytesOut"]);
    assert!(!answer.err.contains("no event has"), "{}", answer.err);
}

/// A comma within the quoted name of a path was taken for the end of the field.
#[test]
fn a_quoted_name_with_a_comma_is_one_path() {
    let record =
        r#"{"eventVersion":"1.08","eventName":"Tag","requestParameters":{"a,b":"x","c":[{"d,e":"y"}]}}"#;
    let path = r#"requestParameters."a,b""#;
    let other = r#"requestParameters.c."d,e""#;
    for by in [path.to_owned(), format!("eventName,{path}"), format!("{path},{other},eventName")] {
        let groups = run_with(&["group", "-", "--by", &by, "--format", "json"], record.as_bytes());
        let groups = groups.text();
        assert!(groups.contains(r#"requestParameters.\"a,b\"": "x""#), "{by}: {groups}");
        let list = run_with(&["list", "-", "--columns", &by, "--format", "csv"], record.as_bytes());
        assert_eq!(
            list.text().lines().nth(1).map(|row| row.contains('x')),
            Some(true),
            "{by}: {}",
            list.text()
        );
    }
}
