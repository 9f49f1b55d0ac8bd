//! Words that the source does not use, because readers from outside would not understand them at first reading.

use super::{Source, holds};

/// Phrases that may not appear in comments or strings, each with what to write instead.
const PRIVATE: [(&str, &str); 36] = [
    ("so many", "the number, \"this many\", or \"at most\""),
    ("so much", "the amount, \"this much\", or \"at most\""),
    ("anew", "again"),
    ("whoever", "\"if you …\", or the thing itself"),
    ("who writes", "\"if you write …\""),
    ("told of", "reported"),
    ("tells of", "says, names"),
    ("is told", "is reported, is shown"),
    ("are told", "are reported, are shown"),
    ("was told", "was reported"),
    ("is met", "occurs"),
    ("are met", "occur"),
    ("was met", "occurred"),
    ("been met", "occurred"),
    ("stands for", "means, represents"),
    ("stand for", "mean, represent"),
    ("as it stands", "unchanged"),
    ("as they stand", "unchanged"),
    ("stands in", "is in"),
    ("stands at", "is at"),
    ("stands behind", "follows"),
    ("stands beside", "is beside"),
    ("stand beside", "are beside"),
    ("mend", "repair, fix"),
    ("mended", "repaired, fixed"),
    ("folded away", "merged; collapsed"),
    ("spelled out", "escaped"),
    ("goes on", "continues"),
    ("going on", "continuing"),
    ("in the one order", "in sort order"),
    ("is no sound", "is not valid"),
    ("is no record", "is not a record"),
    ("is no file", "is not a file"),
    ("is no text", "is not text"),
    ("is no json", "is not valid JSON"),
    ("at hand", "available, supplied"),
];

#[test]
fn private_words_do_not_appear() {
    holds("a word that outsiders would not understand at once", |source| {
        let text = flowing(source);
        let found = PRIVATE.iter().filter(|(phrase, _)| contains(&text, phrase));
        found.map(|(phrase, instead)| format!("\"{phrase}\"; write instead: {instead}")).collect()
    });
}

/// Returns the text of a file in lower case on one line, without the marks of comments, so that a phrase is found
/// even if it is wrapped.
fn flowing(source: &Source) -> String {
    let lines = source.text.lines().map(|line| {
        let line = line.trim_start();
        ["///", "//!", "//"].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line).trim()
    });
    lines.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Returns whether a text contains a phrase as whole words; names such as `count_anew` are one word.
fn contains(text: &str, phrase: &str) -> bool {
    let is_of_word = |char: char| char.is_alphanumeric() || char == '_';
    text.match_indices(phrase).any(|(at, _)| {
        !text[..at].ends_with(is_of_word) && !text[at + phrase.len()..].starts_with(is_of_word)
    })
}

#[test]
fn private_words_are_found_across_lines_and_not_in_names() {
    let source = |text: &str| Source { path: "query/x.rs".into(), text: text.into() };
    assert!(contains(&flowing(&source("/// Reads so\n    /// many bytes.")), "so many"));
    assert!(contains(&flowing(&source("say(\"So many.\")")), "so many"));
    assert!(!contains(&flowing(&source("fn count_anew() {}")), "anew"));
    assert!(!contains(&flowing(&source("// also many")), "so many"));
}
