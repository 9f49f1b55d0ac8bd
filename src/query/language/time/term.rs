//! The `time:` term within the text of a filter: finds, sets and removes it. Everything else in the text stays
//! as it was typed. Only terms that must match every event count; what is quoted, in brackets or on one side of
//! `|` is left alone.

use std::ops::Range;

use super::range::When;
use crate::query::language::pivot;
use crate::record::time::Time;

const NAME: &str = "time:";
const SECOND: i64 = 1000;

/// Returns the term for a range in milliseconds since 1970, from `from` to the second before `to`.
pub fn term(from: i64, to: i64) -> String {
    let words = |millis| Time::from_millis(millis).to_string().trim_end_matches('Z').to_owned();
    format!("{NAME}{}..{}", words(from), words(to - SECOND))
}

/// Returns the range of the first `time:` term of a filter. `None` if there is no such term, or if it has no
/// beginning or no end.
pub fn range(text: &str) -> Option<(i64, i64)> {
    let value = text.get(terms(text).into_iter().next()?)?.get(NAME.len()..)?;
    match When::time(value)? {
        When::Between(from, to) if from > i64::MIN && to < i64::MAX && from < to => Some((from, to)),
        _ => None,
    }
}

/// Returns whether a filter has such a term.
pub fn is_in(text: &str) -> bool {
    !terms(text).is_empty()
}

/// Replaces the time terms of a filter with this one, or appends it.
pub fn set(text: &str, term: &str) -> String {
    let terms = terms(text);
    if let Some((first, others)) = terms.split_first() {
        let before = text.get(..first.start).unwrap_or_default();
        return format!("{before}{term}{}", pivot::cut(text, others, first.end));
    }
    pivot::and(text, term)
}

/// Removes the time terms of a filter.
pub fn remove(text: &str) -> String {
    pivot::cut(text, &terms(text), 0).trim().to_owned()
}

/// Returns the positions of the time terms.
fn terms(text: &str) -> Vec<Range<usize>> {
    pivot::standing_alone(text, |term| {
        term.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERM: &str = "time:2026-03-10T22:40:00..2026-03-10T22:44:59";

    /// It replaced one of several alternatives, and all the others continued to match.
    #[test]
    fn a_time_that_is_an_alternative_is_left_alone() {
        assert_eq!(
            set("name:Get | time:2023-07-10T12:05", TERM),
            format!("(name:Get | time:2023-07-10T12:05) {TERM}")
        );
        assert!(!is_in("name:Get | time:2023-07-10T12:05"));
        assert_eq!(remove("name:Get | time:2023-07-10T12:05"), "name:Get | time:2023-07-10T12:05");
    }

    #[test]
    fn a_term_is_written_and_read_back() {
        let from = Time::parse("2026-03-10T22:40:00Z").unwrap().millis().unwrap();
        assert_eq!(term(from, from + 300_000), TERM);
        assert_eq!(range(&format!("del {TERM} x")), Some((from, from + 300_000)));
        let day = Time::parse("2026-03-10").unwrap().millis().unwrap();
        assert_eq!(range("time:2026-03-10"), Some((day, day + 86_400_000)));
        for other in ["", "time:", "time:2026-03-10..", "time:b..a", "x!time:1..2", "time:12:00..13:00"] {
            assert_eq!(range(other), None, "{other}");
        }
    }

    #[test]
    fn the_term_takes_the_place_of_others() {
        for (text, expected) in [
            ("", "T"),
            ("  ", "T"),
            ("del", "del T"),
            ("del time:2026 x", "del T x"),
            ("Time:2026  \"a  b\"", "T  \"a  b\""),
            ("a time:1 b  time:2 c", "a T b c"),
            ("!time:2026", "!time:2026 T"),
            ("\"at time:1 of\" x", "\"at time:1 of\" x T"),
            ("a | b", "(a | b) T"),
            ("(a | b)", "(a | b) T"),
            ("(a) | (b)", "((a) | (b)) T"),
            ("(a time:2026)", "(a time:2026) T"),
            ("(a | b) time:2026", "(a | b) T"),
            ("(a | b)time:2026 c", "(a | b)T c"),
            ("/x time:2026 y/", "/x time:2026 y/ T"),
        ] {
            assert_eq!(set(text, "T"), expected, "{text}");
        }
    }

    #[test]
    fn the_term_is_taken_away_and_nothing_else() {
        for (text, expected) in [
            ("", ""),
            ("time:1", ""),
            ("a  b time:1", "a  b"),
            ("time:1 a", "a"),
            ("a time:1 b", "a b"),
            ("a", "a"),
        ] {
            assert_eq!(remove(text), expected, "{text}");
        }
        assert!(is_in("a TIME:2026") && !is_in("a 'time:2026") && !is_in("times"));
    }
}
