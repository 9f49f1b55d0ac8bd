//! Where a word or a term of a filter ends, and the parts of its value.

use crate::query::language::syntax::{quoted_length, unquote};

/// Returns the length of the word or term that `text` begins with: up to a blank, `|` or `)` outside quotes.
/// Text after `~` may contain those two; a list continues after its comma, and a date after the blank before
/// its time.
pub(in crate::query) fn length(text: &str) -> usize {
    let mut at = 0;
    let (mut in_regex, mut in_value) = (false, false);
    while let Some(char) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let before = text.get(..at).unwrap_or_default();
        if char.is_whitespace() {
            match continued(before, rest, in_value) {
                Some(more) => at += more,
                None => break,
            }
            continue;
        }
        if !in_regex && matches!(char, '|' | ')') {
            break;
        }
        // A regular expression may contain brackets and bars; the `~` of `around:` comes after another
        // operator.
        in_regex |= char == '~' && !in_value;
        let begins_value = before.trim_end().ends_with([':', '=', ',', '<', '>', '~']);
        in_value |= matches!(char, ':' | '=' | '<' | '>');
        at += match char {
            '"' => quoted_length(rest).unwrap_or(1),
            '\'' if begins_value => single_quoted_length(rest).unwrap_or(1),
            char => char.len_utf8(),
        };
    }
    at
}

/// Returns how much of `rest`, which begins with a blank, still belongs to the term `before` it.
fn continued(before: &str, rest: &str, in_value: bool) -> Option<usize> {
    let next = rest.trim_start();
    let blanks = rest.len() - next.len();
    if in_value && before.ends_with(',') {
        let goes_on = next.chars().next().is_some_and(|char| !matches!(char, '|' | ')' | ',' | '!' | '('));
        let word = next.get(..next.find(char::is_whitespace).unwrap_or(next.len()))?;
        return (goes_on && !begins_term(word)).then_some(blanks);
    }
    (ends_with_date(before) && blanks == 1).then_some(())?;
    let clock = next.get(..5)?;
    let after = next.get(5..)?.chars().next();
    let ends = after.is_none_or(|char| char.is_whitespace() || "|):.~+-Z".contains(char));
    (is_like(clock, "00:00") && ends).then_some(blanks + 5)
}

/// Returns whether a word is a separate term, `name=value`, and not the next value of a list.
fn begins_term(word: &str) -> bool {
    let Some(at) = word.find([':', '=', '~', '<', '>']) else { return false };
    let name = word.get(..at).unwrap_or_default();
    crate::record::field::field(name).is_some_and(|_| name != "arn")
        || matches!(name, "is" | "after" | "before" | "last" | "around" | "hour" | "weekday")
}

/// Returns whether a term ends with a date that a time of day may follow.
fn ends_with_date(term: &str) -> bool {
    let Some((before, date)) = term.len().checked_sub(10).and_then(|at| term.split_at_checked(at)) else {
        return false;
    };
    is_like(date, "0000-00-00") && (before.is_empty() || before.ends_with([':', '=', '<', '>', '.']))
}

/// Returns whether a text has digits where `form` has zeros, and otherwise the same characters.
fn is_like(text: &str, form: &str) -> bool {
    let fits = |(char, form): (u8, u8)| if form == b'0' { char.is_ascii_digit() } else { char == form };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(fits)
}

/// Returns the length of text between single quotes. As in a shell, nothing in them is escaped.
fn single_quoted_length(text: &str) -> Option<usize> {
    let end = text.get(1..)?.find('\'')? + 2;
    let after = text.get(end..)?.chars().next();
    after.is_none_or(|char| char.is_whitespace() || matches!(char, ',' | ')' | '|')).then_some(end)
}

/// One part of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::query) struct ValuePart {
    /// Its text, without quotes.
    pub(in crate::query) text: String,
    /// Whether it was quoted, and is therefore literal.
    pub(in crate::query) is_quoted: bool,
}

/// Splits a value at commas outside quotes.
pub(in crate::query) fn value_parts(raw: &str) -> Vec<ValuePart> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(char) = raw.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = raw.get(at..).unwrap_or_default();
        match char {
            '"' => at += quoted_length(rest).unwrap_or(1),
            '\'' if raw.get(start..at).is_some_and(|begun| begun.trim().is_empty()) => {
                at += single_quoted_length(rest).unwrap_or(1);
            }
            ',' => {
                parts.push(part(raw.get(start..at).unwrap_or_default()));
                at += 1;
                start = at;
            }
            char => at += char.len_utf8(),
        }
    }
    parts.push(part(raw.get(start..).unwrap_or_default()));
    parts
}

fn part(raw: &str) -> ValuePart {
    let raw = raw.trim();
    let single = raw.strip_prefix('\'').filter(|_| single_quoted_length(raw) == Some(raw.len()));
    match single.and_then(|rest| rest.strip_suffix('\'')) {
        Some(inside) => ValuePart { text: inside.to_owned(), is_quoted: true },
        None => ValuePart { text: unquote(raw), is_quoted: raw.starts_with('"') },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_ends_at_a_blank_a_bar_or_a_bracket() {
        for (text, term) in [
            ("a b", "a"),
            ("a|b", "a"),
            ("a)", "a"),
            ("name=\"a b\" c", "name=\"a b\""),
            ("name='a b' c", "name='a b'"),
            ("name='tis so", "name='tis"),
            ("agent~a|b) c", "agent~a|b)"),
            ("around:x~1h) c", "around:x~1h"),
            ("name=a, b c", "name=a, b"),
            ("name=a, 'b c', d e", "name=a, 'b c', d"),
            ("ip=192.0.2.1, 192.0.2.2 x", "ip=192.0.2.1, 192.0.2.2"),
            ("name=a, error=b", "name=a,"),
            ("name=a, | b", "name=a,"),
            ("name=a, ", "name=a,"),
            ("a, b", "a,"),
            ("after:2026-05-09 14:00 x", "after:2026-05-09 14:00"),
            ("2026-05-09 14:00:30Z", "2026-05-09 14:00:30Z"),
            ("time:2026-05-09 14:00..15:00 x", "time:2026-05-09 14:00..15:00"),
            ("eventTime>=2026-05-09 14:00)", "eventTime>=2026-05-09 14:00"),
            ("time:2026-05-09 14:00x", "time:2026-05-09"),
            ("time:2026-05-09 alice", "time:2026-05-09"),
            ("x2026-05-09 14:00", "x2026-05-09"),
        ] {
            assert_eq!(text.get(..length(text)), Some(term), "{text}");
        }
    }

    #[test]
    fn the_parts_of_a_value_stand_between_commas() {
        let parts = |raw: &str| -> Vec<(String, bool)> {
            value_parts(raw).into_iter().map(|part| (part.text, part.is_quoted)).collect()
        };
        let own = |text: &str, quoted| (text.to_owned(), quoted);
        assert_eq!(parts("a, b"), [own("a", false), own("b", false)]);
        assert_eq!(parts("\"a,b\",'c,d'"), [own("a,b", true), own("c,d", true)]);
        assert_eq!(parts("o'neil,x"), [own("o'neil", false), own("x", false)]);
        assert_eq!(parts(""), [own("", false)]);
    }
}
