//! One term of a filter, `name operator value` or a word → its expression. Names are AWS's, in any case, or ours.

use std::net::IpAddr;

use super::expr::{Expr, Is, Pattern, Target, Test};
use super::habits;
use super::time_range::When;
use crate::json::path::{Path, Step};
use crate::query::language::syntax::{ParseError, ReadLines, quoted_length, unquote};
use crate::query::matcher::fuzzy::Word;
use crate::record::field::{Column, FIELDS, FieldSource, field};
use crate::record::key::is_record_key;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Has,
    Equals,
    Differs,
    Matches,
}

/// The names that are neither fields nor paths.
pub const TIME_NAMES: [&str; 6] = ["time", "eventTime", "after", "before", "last", "around"];

/// The ready-made tests, with what they mean.
pub const IS_NAMES: [(&str, &str); 16] = [
    ("failed", "the call failed, including failures without an errorCode"),
    ("denied", "access was denied: AccessDenied, UnauthorizedOperation and similar errors"),
    ("throttled", "rate-limited by the service"),
    ("write", "a write: readOnly is false"),
    ("read", "a read: readOnly is true"),
    ("root", "made by the root user"),
    ("service", "an AWS service acted on its own, not on behalf of a caller"),
    ("console", "made in the console"),
    ("nomfa", "made in a session or sign-in without MFA"),
    ("insight", "an Insights event"),
    ("data", "a data event"),
    ("duplicate", "delivered more than once"),
    ("damaged", "from a damaged file"),
    ("recovered", "recovered from a damaged file, or contains bytes that are not valid UTF-8"),
    ("unsigned", "appended to a log file, outside the part that CloudTrail signs"),
    (
        "hidden",
        "has invisible, control or text-direction characters in a key or a value, or bytes that are not valid UTF-8",
    ),
];

/// Whether a token is a word, and no term with a name and an operator.
pub(in crate::query) fn is_word(token: &str) -> bool {
    split(token).is_none()
}

/// Reads one token. Places in the error are counted from its beginning.
pub(in crate::query) fn term(token: &str, read_lines: ReadLines<'_>) -> Result<Expr, ParseError> {
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
        return time(name, &unquote(raw)).map(|when| negate(operator, Expr::Time(when))).map_err(mistake);
    }
    if name.eq_ignore_ascii_case("is") {
        return is(raw).map(|expr| negate(operator, expr)).map_err(mistake);
    }
    let target = target(name).map_err(|message| ParseError { start: 0, end: name.len(), message })?;
    let test = test(&target, operator, raw, read_lines).map_err(mistake)?;
    Ok(negate(operator, Expr::Value(target, test)))
}

fn negate(operator: Operator, expr: Expr) -> Expr {
    if operator == Operator::Differs { Expr::Not(Box::new(expr)) } else { expr }
}

/// Name, operator and the place of the value; `None` when the token is a word. A name begins with a letter, so that
/// times and IPv6 addresses are words.
fn split(token: &str) -> Option<(&str, Operator, usize)> {
    // Names in brackets may hold anything: `requestParameters["aws:SourceIp"]`.
    let quoted_end = token.find("[\"").and_then(|open| token.get(open..)?.find("\"]").map(|end| open + end));
    let at = quoted_end.unwrap_or(0);
    let at = at + token.get(at..)?.find([':', '=', '~', '!'])?;
    let name = token.get(..at)?;
    let is_name = name.starts_with(|char: char| char.is_ascii_alphabetic() || char == '[')
        && (quoted_end.is_some()
            || name.chars().all(|char| char.is_alphanumeric() || "_.-[]*$@/".contains(char)));
    let (operator, length) = match token.get(at..)?.as_bytes() {
        [b':', ..] => (Operator::Has, 1),
        [b'=', ..] => (Operator::Equals, 1),
        [b'~', ..] => (Operator::Matches, 1),
        [b'!', b'=', ..] => (Operator::Differs, 2),
        _ => return None,
    };
    is_name.then_some((name, operator, at + length))
}

fn target(name: &str) -> Result<Target, String> {
    if let Some(field) = field(name) {
        return Ok(match field.source {
            FieldSource::Column(column) => Target::Column(column),
            FieldSource::EventId | FieldSource::Time => Target::EventId,
        });
    }
    let path = Path::parse(name);
    match path.as_ref().map(Path::steps) {
        Some([Step::Name(_), _, ..]) => {}
        Some([Step::Name(only)]) if is_record_key(only) => {}
        _ => return Err(unknown(name)),
    }
    path.map(Target::Path).ok_or_else(|| unknown(name))
}

/// What is wrong with a name, and what may have been meant.
fn unknown(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let near = FIELDS.iter().flat_map(|field| field.aliases.iter().chain([&field.name]));
    let near = near.filter(|known| {
        known.to_ascii_lowercase().contains(&lower) || lower.contains(&known.to_ascii_lowercase())
    });
    match near.min_by_key(|known| known.len().abs_diff(name.len())) {
        Some(known) => format!(
            "there is no field {name}; did you mean {known}? To search for the text itself, put it in quotes"
        ),
        None => format!("there is no field {name}; to search for the text itself, put it in quotes"),
    }
}

fn test(target: &Target, operator: Operator, raw: &str, read_lines: ReadLines<'_>) -> Result<Test, String> {
    if operator == Operator::Matches {
        return Pattern::new(&unquote(raw), false).map(Test::Matches);
    }
    if operator == Operator::Has && raw == "*" {
        return Ok(Test::Present);
    }
    if let Some(file) = raw.strip_prefix('@') {
        let lines = read_lines(&unquote(file))?;
        let tests =
            lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty() && !line.starts_with('#'));
        return tests
            .map(|line| one(target, operator, line, false))
            .collect::<Result<_, _>>()
            .map(Test::AnyOf);
    }
    let mut tests = Vec::new();
    for part in values(raw) {
        let quoted = part.starts_with('"');
        tests.push(one(target, operator, &unquote(part), quoted)?);
    }
    Ok(if tests.len() == 1 { tests.swap_remove(0) } else { Test::AnyOf(tests) })
}

fn one(target: &Target, operator: Operator, value: &str, quoted: bool) -> Result<Test, String> {
    let is_exact = matches!(operator, Operator::Equals | Operator::Differs);
    if *target == Target::Column(Column::SourceIpAddress) && !(is_exact && quoted) {
        if let Ok(network) = value.parse() {
            return Ok(Test::Within(network));
        }
        // No address has a slash, but names may: only what begins as a network does was meant as one.
        let begun = value.split_once('/').filter(|(begun, _)| !is_exact || begun.parse::<IpAddr>().is_ok());
        if begun.is_some() {
            return Err(format!("{value} is not a network such as 10.0.0.0/8"));
        }
    }
    if is_exact {
        return Ok(Test::Equals(value.to_owned()));
    }
    if value.is_empty() {
        return Err("a value is missing between the commas".to_owned());
    }
    if !quoted && value.contains(['*', '?']) {
        return Pattern::glob(value).map(Test::Glob);
    }
    Ok(Test::Contains(value.to_lowercase()))
}

/// The parts of a value between commas outside quotes.
fn values(raw: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(char) = raw.get(at..).and_then(|rest| rest.chars().next()) {
        match char {
            '"' => at += raw.get(at..).and_then(quoted_length).unwrap_or(1),
            ',' => {
                parts.push(raw.get(start..at).unwrap_or_default());
                at += 1;
                start = at;
            }
            char => at += char.len_utf8(),
        }
    }
    parts.push(raw.get(start..).unwrap_or_default());
    parts
}

fn time(name: &str, value: &str) -> Result<When, String> {
    let (when, example) = match name.to_ascii_lowercase().as_str() {
        "after" => (When::after(value), "2023-07-10T12:00"),
        "before" => (When::before(value), "2023-07-10T12:00"),
        "last" => (When::last(value), "30m, 24h or 7d"),
        "around" => (When::around(value), "2023-07-10T12:00:00Z~30m"),
        _ => (When::time(value), "2023-07-10, 2023-07-10T12:00..12:30 or 22:00..06:00"),
    };
    when.ok_or_else(|| format!("not a time; write, for example, {example}"))
}

fn is(name: &str) -> Result<Expr, String> {
    let equals = |column, text: &str| Expr::Value(Target::Column(column), Test::Equals(text.to_owned()));
    Ok(match name.to_ascii_lowercase().as_str() {
        "failed" => equals(Column::Outcome, "failed"),
        "denied" => equals(Column::ErrorFamily, "denied"),
        "throttled" => equals(Column::ErrorFamily, "throttled"),
        "write" => equals(Column::ReadOnly, "false"),
        "read" => equals(Column::ReadOnly, "true"),
        "root" => equals(Column::IdentityType, "Root"),
        "service" => {
            let nobody_else = vec![
                equals(Column::IdentityType, ""),
                Expr::Value(Target::Column(Column::InvokedBy), Test::Present),
            ];
            Expr::Or(vec![equals(Column::IdentityType, "AWSService"), Expr::And(nobody_else)])
        }
        "console" => equals(Column::Console, "true"),
        "nomfa" => equals(Column::Mfa, "false"),
        "insight" => equals(Column::EventCategory, "Insight"),
        "data" => equals(Column::EventCategory, "Data"),
        "duplicate" => Expr::Is(Is::Duplicate),
        "damaged" => Expr::Is(Is::Damaged),
        "recovered" => Expr::Is(Is::Recovered),
        "unsigned" => Expr::Is(Is::Unsigned),
        "hidden" => Expr::Is(Is::Hidden),
        _ => {
            let names: Vec<&str> = IS_NAMES.iter().map(|(name, _)| *name).collect();
            return Err(format!("no such test; the tests are {}", names.join(", ")));
        }
    })
}
