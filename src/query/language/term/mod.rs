//! One term of a filter, `name operator value` or a word → its expression. Names are AWS's, in any case, or our
//! own.

pub mod address;
pub mod address_test;
pub(in crate::query::language) mod attack;
pub mod compare;
pub mod identifier;
pub(in crate::query) mod named_rules;
mod near_name;
pub(in crate::query) mod near_term;
pub(in crate::query::language) mod pattern;
pub mod ready;
pub mod since;
mod spellings;

use super::expr::{Expr, Pattern, Target, Test};
use super::order::Order;
use super::time::clock::{self, ClockTest, ClockUnit};
use super::time::range::{TIME_NAMES, When};
use crate::insight::meaning::{self, MeaningName};
use crate::json::path::{Path, Step, quoted_names};
use crate::query::language::parse::habits;
use crate::query::language::parse::token::{ValuePart, value_parts};
use crate::query::language::syntax::{ParseError, ReadLines, is_known, quoted_length, unquote, written_path};
use crate::query::language::term::compare::Comparison;
use crate::query::language::term::identifier::Identifier;
use crate::query::language::term::near_name::unknown;
use crate::query::language::term::ready::{is, is_names};
use crate::query::matcher::fuzzy::Word;
use crate::record::field::{Column, FieldSource, field};
use crate::record::read::key::is_record_key;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Has,
    EqualsCaseless,
    Equals,
    Differs,
    Matches,
    Compares(Order),
}

/// Returns whether a token is a word, not a term with a name and an operator.
pub(in crate::query) fn is_word(token: &str) -> bool {
    Identifier::of(token).is_some() || split(token).is_none()
}

/// Reads one token. Positions in the error are relative to it.
pub(in crate::query) fn term(token: &str, read_lines: ReadLines<'_>) -> Result<Expr, ParseError> {
    if let Some(identifier) = Identifier::of(token) {
        return identifier.expr(token).map_err(|message| ParseError { start: 0, end: token.len(), message });
    }
    let Some((name, operator, at)) = split(token) else { return Ok(Expr::Fuzzy(Word::new(token))) };
    let raw = token.get(at..).unwrap_or_default();
    let mistake = |message: String| ParseError { start: at, end: token.len().max(at + 1), message };
    if raw.is_empty() {
        return Err(mistake(format!("a value is missing; {name}:* finds events that have this field")));
    }
    if matches!(operator, Operator::Equals | Operator::Differs)
        && let Some(message) = habits::doubled(raw)
    {
        return Err(mistake(message.to_owned()));
    }
    let is_time = TIME_NAMES.iter().any(|known| known.eq_ignore_ascii_case(name));
    if operator == Operator::Matches && (is_time || name.eq_ignore_ascii_case("is")) {
        return Err(mistake(format!("{name} does not take a regular expression; write {name}:{raw}")));
    }
    if is_time {
        return times(name, operator, raw).map_err(mistake);
    }
    if let Some(unit) = ClockUnit::named(name) {
        return clock(unit, operator, raw).map_err(mistake);
    }
    if name.eq_ignore_ascii_case("is") {
        if let Operator::Compares(_) = operator {
            return Err(mistake(format!("{name} does not compare; write {name}:{raw}")));
        }
        return is(raw).map(|expr| negate(operator, expr)).map_err(mistake);
    }
    if name.eq_ignore_ascii_case(RULE) {
        return rules(operator, raw).map_err(mistake);
    }
    if let Some(known) = meaning::named(name) {
        return meanings(known, operator, raw).map_err(mistake);
    }
    let paths = written_path(name).zip(written_path(raw));
    if let (Some((one, other)), Operator::EqualsCaseless) = (paths, operator) {
        return Ok(Expr::Same(one, other));
    }
    let target = target(name).map_err(|message| ParseError { start: 0, end: name.len(), message })?;
    let test = test(&target, (name, operator), raw, read_lines).map_err(mistake)?;
    Ok(negate(operator, Expr::Value(target, test)))
}

/// The name of the term for the user's own rules.
const RULE: &str = "rule";

/// Reads the IDs of rules, or words of their titles, any of which may match.
fn rules(operator: Operator, raw: &str) -> Result<Expr, String> {
    if matches!(operator, Operator::Matches | Operator::Compares(_)) {
        return Err("write rule: with the ID of a rule, or words of its title in quotes".to_owned());
    }
    let tests = value_parts(raw).into_iter().map(|part| named_rules::named(&part.text));
    tests.collect::<Result<Vec<_>, _>>().map(|tests| negate(operator, Expr::Or(tests)))
}

/// Reads one value of a test that all events decide, or several of which any may match.
fn meanings(known: &MeaningName, operator: Operator, raw: &str) -> Result<Expr, String> {
    if matches!(operator, Operator::Matches | Operator::Compares(_)) {
        return Err(format!("write {}", known.example));
    }
    let parts = value_parts(raw).into_iter();
    let tests =
        parts.map(|part| (known.read)(&part.text).map(Expr::Meaning)).collect::<Result<Vec<_>, _>>()?;
    Ok(negate(operator, Expr::Or(tests)))
}

fn negate(operator: Operator, expr: Expr) -> Expr {
    if operator == Operator::Differs { Expr::Not(Box::new(expr)) } else { expr }
}

/// Returns name, operator and position of the value; `None` if the token is a word. A name begins with a
/// letter, so times and IPv6 addresses are words.
fn split(token: &str) -> Option<(&str, Operator, usize)> {
    // Quoted names may hold anything: `requestParameters."aws:SourceIp"`.
    let quoted = quoted_names(token);
    let outside = |at: &usize| !quoted.iter().any(|place| place.contains(at));
    let at = token.match_indices([':', '=', '~', '!', '<', '>']).map(|(at, _)| at).find(outside)?;
    let name = token.get(..at)?;
    let plain = name.char_indices().filter(|(at, _)| outside(at));
    let is_name = name.starts_with(|char: char| char.is_ascii_alphabetic() || char == '[')
        && plain.map(|(_, char)| char).all(|char| char.is_alphanumeric() || "_.-[]*$@/".contains(char));
    let rest = token.get(at..)?;
    let (operator, length) = match rest.as_bytes() {
        [b':', b'=', ..] if is_known(name) => (Operator::EqualsCaseless, 2),
        [b':', ..] => (Operator::Has, 1),
        [b'=', ..] => (Operator::Equals, 1),
        [b'~', ..] => (Operator::Matches, 1),
        [b'!', b'=', ..] => (Operator::Differs, 2),
        // After anything but a known name, these are ordinary characters: <script>, a->b.
        _ if is_known(name) || name.eq_ignore_ascii_case("is") => {
            Order::read(rest).map(|(order, length)| (Operator::Compares(order), length))?
        }
        _ => return None,
    };
    is_name.then_some((name, operator, at + length))
}

/// Returns whether a token at the end of a filter is only the beginning of a term: a name, or a name and an
/// operator.
pub(in crate::query) fn is_begun(token: &str) -> bool {
    let is_name = |name: &str| is_known(name) || name.eq_ignore_ascii_case("is");
    if Identifier::of(token).is_some() {
        return false;
    }
    match split(token) {
        None => is_name(token) || token.strip_suffix(['<', '>', '!']).is_some_and(is_name),
        Some((name, _, at)) => {
            let value = token.get(at..).unwrap_or_default();
            let is_known_test = || is_names().any(|(test, _)| test.starts_with(&value.to_ascii_lowercase()));
            value.is_empty()
                || value.ends_with(',')
                || matches!(value, "\"" | "'" | "@" | "~")
                || ClockUnit::named(name).is_some_and(|unit| clock::is_begun(unit, value))
                || (name.eq_ignore_ascii_case("is") && is(value).is_err() && is_known_test())
        }
    }
}

/// Returns the position in a token of a quote that is not closed.
pub(in crate::query) fn open_quote(token: &str) -> Option<usize> {
    let (_, _, start) = split(token).filter(|_| Identifier::of(token).is_none())?;
    let mut at = start;
    loop {
        let part = token.get(at..)?;
        if part.starts_with('"') {
            let Some(length) = quoted_length(part) else { return Some(at) };
            at += length;
        }
        at += token.get(at..)?.find(',')? + 1;
    }
}

fn target(name: &str) -> Result<Target, String> {
    if let Some(field) = field(name) {
        return Ok(match field.source {
            FieldSource::Column(column) => Target::Column(column),
            FieldSource::EventId | FieldSource::Time => Target::EventId,
        });
    }
    if let Some(path) = written_path(name) {
        return Ok(Target::Written(path));
    }
    let path = Path::parse(name);
    match path.as_ref().map(Path::steps) {
        Some([Step::Name(envelope), .., Step::Name(_)]) if habits::is_envelope(envelope) => {
            return Err(habits::inside_record(name).unwrap_or_else(|| unknown(name)));
        }
        Some([Step::Name(_), _, ..]) => {}
        // In brackets it is certainly a path.
        Some([Step::Name(only)]) if is_record_key(only) || name.starts_with('[') => {}
        _ => return Err(unknown(name)),
    }
    path.map(Target::Path).ok_or_else(|| unknown(name))
}

fn test(
    target: &Target,
    (name, operator): (&str, Operator),
    raw: &str,
    read_lines: ReadLines<'_>,
) -> Result<Test, String> {
    match operator {
        Operator::Matches => return Pattern::new(&unquote(raw), false).map(Test::Matches),
        Operator::Compares(order) => return Comparison::read(order, &unquote(raw)).map(Test::Compare),
        Operator::Has if raw == "*" => return Ok(Test::Present),
        Operator::Equals | Operator::Differs if raw == "*" => {
            return Err(format!(
                "{name}:* finds events that have a value; {name}=\"*\" finds the character itself"
            ));
        }
        Operator::Has | Operator::EqualsCaseless | Operator::Equals | Operator::Differs => {}
    }
    if let Some(file) = raw.strip_prefix('@') {
        let is_exact = matches!(operator, Operator::Equals | Operator::Differs);
        return address::list_test(target, is_exact, &read_lines(&unquote(file))?);
    }
    let mut tests = Vec::new();
    for ValuePart { text, is_quoted } in value_parts(raw) {
        if text.is_empty() && !is_quoted {
            return Err("a value is missing between the commas".to_owned());
        }
        if !is_quoted && text.starts_with('\'') {
            return Err("this ' is not closed; put a value that begins with ' in double quotes".to_owned());
        }
        tests.push(one(target, operator, &text, is_quoted)?);
    }
    Ok(if tests.len() == 1 { tests.swap_remove(0) } else { Test::AnyOf(tests) })
}

fn one(target: &Target, operator: Operator, value: &str, quoted: bool) -> Result<Test, String> {
    let is_exact = matches!(operator, Operator::Equals | Operator::Differs);
    if operator == Operator::EqualsCaseless {
        return if !quoted && value.contains(['*', '?']) {
            Pattern::glob(value).map(Test::Glob)
        } else {
            Ok(Test::EqualsCaseless(value.to_lowercase()))
        };
    }
    if let Some(test) = address::test(target, is_exact, quoted, value)? {
        return Ok(test);
    }
    if let Some(test) = attack::test(target, is_exact, quoted, value)? {
        return Ok(test);
    }
    // Quoted text is literal.
    if !quoted && value.contains(['*', '?']) {
        return Pattern::glob(value).map(Test::Glob);
    }
    if is_exact && !quoted && *target == Target::Column(Column::EventName) {
        return Ok(Test::Call(value.to_owned()));
    }
    if is_exact {
        return Ok(Test::Equals(value.to_owned()));
    }
    if value.is_empty() {
        return Err("the quotes are empty".to_owned());
    }
    Ok(Test::Contains(value.to_lowercase()))
}

/// Reads one time, or several of which any may match.
fn times(name: &str, operator: Operator, raw: &str) -> Result<Expr, String> {
    let mut times = Vec::new();
    for ValuePart { text, .. } in value_parts(raw) {
        times.push(time(name, operator, &text).map(Expr::Time)?);
    }
    let any = if times.len() == 1 { times.swap_remove(0) } else { Expr::Or(times) };
    Ok(negate(operator, any))
}

fn time(name: &str, operator: Operator, value: &str) -> Result<When, String> {
    let name = name.to_ascii_lowercase();
    let (when, example) = match (name.as_str(), operator) {
        ("time" | "eventtime", Operator::Has) if value == "*" => return Ok(When::ANY),
        ("time" | "eventtime", Operator::Compares(order)) => {
            (When::compared(order, value), "2023-07-10T12:00")
        }
        (_, Operator::Compares(_)) => {
            return Err(format!("write {name}: and a value, or time>=2023-07-10"));
        }
        ("after", _) => (When::after(value), "2023-07-10T12:00"),
        ("before", _) => (When::before(value), "2023-07-10T12:00"),
        ("last", _) => (When::last(value), "30m, 24h or 7d"),
        ("around", _) => (When::around(value), "2023-07-10T12:00:00Z~30m"),
        _ => (When::time(value), "2023-07-10, 2023-07-10T12:00..12:30 or 22:00..06:00"),
    };
    when.ok_or_else(|| format!("not a time; write {example}"))
}

/// Reads hours or days of the week.
fn clock(unit: ClockUnit, operator: Operator, raw: &str) -> Result<Expr, String> {
    if matches!(operator, Operator::Matches | Operator::Compares(_)) {
        return Err(unit.examples().to_owned());
    }
    ClockTest::read(unit, raw).map(|test| negate(operator, Expr::Clock(test)))
}
