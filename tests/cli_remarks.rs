//! What commands say of a filter that finds nothing, or names a path that no event has.

#![expect(clippy::unwrap_used, reason = "a test that fails should stop with its values")]

use common::{run, sample_logs};

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
fn several_lines_are_any_of_them() {
    says("eventName=DeleteTrail\neventName=ConsoleLogin\n", true, &[]);
}
