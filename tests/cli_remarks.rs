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

/// Of terms that must all match, one that no event has was named only by what it was taken for; and a word that other events
/// have in their JSON was said to be nowhere.
#[test]
fn of_several_terms_each_is_told_with_what_it_finds_alone() {
    let none_and_some = ["AKIAZZZZZZZZZEXAMPLE (0)", "AKIAQ7LKSPRBDEXAMPLE ("];
    for filter in [
        "AKIAQ7LKSPRBDEXAMPLE AKIAZZZZZZZZZEXAMPLE",
        "AKIAZZZZZZZZZEXAMPLE AKIAQ7LKSPRBDEXAMPLE",
        "AKIAQ7LKSPRBDEXAMPLE is:failed AKIAZZZZZZZZZEXAMPLE",
    ] {
        says(filter, false, &none_and_some);
    }
    says(
        "203.0.113.77 192.0.2.251",
        false,
        &["203.0.113.77 (", "192.0.2.251 (0)", "to get them: -f '203.0.113.77 | 192"],
    );
    says(
        "AKIAZZZZZZZZZEXAMPLE kali",
        false,
        &["no event has all of AKIAZZZZZZZZZEXAMPLE (0), \"kali\" (82)"],
    );
    says(
        "eventName=DeleteTrail 'kali",
        false,
        &["no event has all of eventName=DeleteTrail (", "\"kali\" (82)"],
    );
    says("kali (AKIAZZZZZZZZZEXAMPLE | AKIAZZZZZZZZ2EXAMPLE)", false, &["\"kali\" (82)"]);
    says("AKIAZZZZZZZZZEXAMPLE zzyzx", false, &["zzyzx: 0 in the columns, 0 elsewhere in the JSON"]);
    let parts = "no event has all of (is:standing | name=DeleteTrail) (39), \"zzyzx\" (0)";
    says("(is:standing | name=DeleteTrail) zzyzx", false, &[parts]);
}

/// A member whose value is null or empty was said to be in no event.
#[test]
fn a_path_without_a_value_is_not_said_to_be_absent() {
    let parameters = r#"{"null":null,"text":"","within":{"null":null},"items":[{"null":null}],"some":"x"}"#;
    let record = format!(r#"{{"eventVersion":"1.08","eventName":"Tag","requestParameters":{parameters}}}"#);
    for (path, words) in [
        ("null", "no event has a value in requestParameters.null, which is null or empty wherever it occurs"),
        ("text", "no event has a value in requestParameters.text, which is null or empty wherever it occurs"),
        ("within.null", "no event has a value in requestParameters.within.null, which is null or empty"),
        ("items[0].null", "no event has a value in requestParameters.items[0].null, which is null or empty"),
        ("absent", "no event has requestParameters.absent"),
        ("som", "no event has requestParameters.som; did you mean requestParameters.some?"),
    ] {
        let filter = format!("requestParameters.{path}:*");
        let answer = run_with(&["list", "-", "-f", &filter], record.as_bytes());
        assert!(answer.err.contains(words), "{path}: {}", answer.err);
    }
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
