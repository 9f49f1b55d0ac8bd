//! CloudWatch Logs Insights, over a log group that a trail writes to: fields are found in each event by themselves, at
//! most 200 of them, with the items of arrays as `.0`, `.1`.

use super::super::condition::place::{FieldPlace, PlaceStep};
use super::super::condition::regexes::{escaped, of_calls, of_glob};
use super::super::condition::tree::{Check, Leaf, RecordCondition, Regex, TextCheck, TimeCheck};
use super::athena::span;
use super::duckdb::DECODED;
use super::said::{Dialect, NoteKind, QueryNotes, Said, say};
use super::sql::{bracketed, finds_nothing, sign, spellings};

/// Logs Insights refuses longer queries, in bytes.
pub(super) const LONGEST: usize = 10_000;

/// Returns the query; `None` if nothing could be said.
pub(super) fn query(condition: &RecordCondition, notes: &mut QueryNotes) -> Option<String> {
    let Said::Text(test, _) = say(&Insights, condition, notes) else { return None };
    let (from, to) = span(condition);
    let (from, to) =
        (from.unwrap_or_else(|| "the beginning".to_owned()), to.unwrap_or_else(|| "now".to_owned()));
    notes.add(
        NoteKind::Told,
        format!("the range of time is an argument of the query: from {from} to {to}, or some minutes more at the end, because events arrive late"),
    );
    notes.add(
        NoteKind::Fewer,
        "at most 200 fields of an event are found, and events over 256 KB are not there",
    );
    Some(format!("fields @timestamp, @message\n| filter {test}\n| sort @timestamp asc\n| limit 10000\n"))
}

struct Insights;

impl Dialect for Insights {
    fn leaf(&self, leaf: &Leaf, negated: bool, notes: &mut QueryNotes) -> Result<String, String> {
        let test = match leaf {
            // Truth values are found as numbers, so that their text is looked for.
            Leaf::Value(FieldPlace::Member(name), check)
                if ["readOnly", "managementEvent"].contains(&name.as_str()) =>
            {
                truth(name, check)?
            }
            Leaf::Value(FieldPlace::Member(name), check) => value_test(&field(name), check),
            Leaf::Value(FieldPlace::Path(steps), check) => {
                let name = path(steps)?;
                notes.add(NoteKind::Fewer, "at a path, the items of arrays are found only by their numbers (requestParameters.items.0.name)");
                value_test(&field(&name), check)
            }
            Leaf::Anywhere(TextCheck::Literal { text, ignore_case }) => {
                let spelled: Vec<String> = spellings(text).iter().map(|text| escaped(text)).collect();
                like("@message", &Regex { source: spelled.join("|"), ignore_case: *ignore_case })
            }
            Leaf::Anywhere(TextCheck::Regex(regex)) => {
                notes.add(NoteKind::Fewer, DECODED);
                like("@message", regex)
            }
            Leaf::Time(check) => time(check)?,
        };
        Ok(if negated { format!("not ({test})") } else { test })
    }

    fn joints(&self) -> (&'static str, &'static str) {
        (" and ", " or ")
    }
}

fn truth(name: &str, check: &Check) -> Result<String, String> {
    let says = |value: &str| like("@message", &Regex::exact(format!("\"{name}\":\\s*{value}")));
    let passing = |passes: &dyn Fn(&str) -> bool| {
        let values: Vec<&str> = ["true", "false"].into_iter().filter(|value| passes(value)).collect();
        says(&format!("({})", values.join("|")))
    };
    match check {
        Check::Present => Ok(passing(&|_| true)),
        Check::Equals(text) => Ok(passing(&|value| value == text)),
        Check::OneOf(texts) => Ok(passing(&|value| texts.iter().any(|text| text == value))),
        Check::Contains(part) => Ok(passing(&|value| value.contains(part.as_str()))),
        _ => Err(format!("{name} is a truth value; test it with = or :")),
    }
}

fn path(steps: &[PlaceStep]) -> Result<String, String> {
    let step = |step: &PlaceStep| match step {
        PlaceStep::Name(name) if name.contains(['`', '\\', '\n']) => {
            Err(format!("{name:?} cannot be the name of a field"))
        }
        PlaceStep::Name(name) => Ok(name.clone()),
        PlaceStep::Item(item) => Ok(item.to_string()),
        PlaceStep::Each => Err("the items of an array are found only by their numbers".to_owned()),
        PlaceStep::Any => Err("not every member of an object can be tested at once".to_owned()),
    };
    Ok(steps.iter().map(step).collect::<Result<Vec<_>, _>>()?.join("."))
}

fn field(name: &str) -> String {
    let is_plain = name.chars().all(|char| char.is_ascii_alphanumeric() || "._@".contains(char));
    if is_plain { name.to_owned() } else { format!("`{name}`") }
}

fn value_test(field: &str, check: &Check) -> String {
    match check {
        Check::Present => format!("(ispresent({field}) and {field} != \"\")"),
        Check::Equals(wanted) => format!("{field} = {}", quoted(wanted)),
        Check::OneOf(wanted) => {
            let wanted: Vec<String> = wanted.iter().map(|wanted| quoted(wanted)).collect();
            format!("{field} in [{}]", wanted.join(", "))
        }
        Check::Contains(part) => like(field, &Regex::any_case(escaped(part))),
        Check::Glob(glob) => like(field, &of_glob(glob)),
        Check::Calls(names) => like(field, &of_calls(names)),
        Check::Regex(regex) if finds_nothing(regex) => {
            format!("(ispresent({field}) and {})", like(field, regex))
        }
        Check::Regex(regex) => like(field, regex),
        Check::Number(order, number) => format!("{field} {} {number}", sign(*order)),
        Check::Network(network) if !network.is_wide => like(field, &network.regex),
        Check::Network(network) => {
            let block = |block: &String| format!("isIpv6InSubnet({field}, {})", quoted(block));
            format!("({})", network.blocks.iter().map(block).collect::<Vec<_>>().join(" or "))
        }
    }
}

fn like(field: &str, regex: &Regex) -> String {
    format!("{field} like /{}/", between_slashes(&regex.flagged()))
}

/// Escapes the slashes of an expression that are not escaped yet, and what would end the line.
fn between_slashes(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut is_escaped = false;
    for char in source.chars() {
        match char {
            '/' if !is_escaped => out.push_str(r"\/"),
            '\n' => out.push_str(if is_escaped { "n" } else { r"\n" }),
            '\r' => out.push_str(if is_escaped { "r" } else { r"\r" }),
            char => out.push(char),
        }
        is_escaped = char == '\\' && !is_escaped;
    }
    out
}

fn time(check: &TimeCheck) -> Result<String, String> {
    match check {
        TimeCheck::Between(from, to) => {
            let from = from.as_ref().map(|from| format!("eventTime >= {}", quoted(from)));
            let to = to.as_ref().map(|to| format!("eventTime < {}", quoted(to)));
            Ok(bracketed(&from.into_iter().chain(to).collect::<Vec<_>>(), " and "))
        }
        TimeCheck::Daily(..) => Err("a time of day across all days cannot be said".to_owned()),
        TimeCheck::Hours(hours) => {
            let hours: Vec<String> = hours.iter().map(|hour| format!("{hour:02}")).collect();
            Ok(like("eventTime", &Regex::exact(format!("T({}):", hours.join("|")))))
        }
    }
}

/// Returns a text between double quotes, with the escapes that Splunk, Sentinel and Elastic read too.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => {
                out.push('\\');
                out.push(char);
            }
            '\n' => out.push_str(r"\n"),
            '\r' => out.push_str(r"\r"),
            '\t' => out.push_str(r"\t"),
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads what a quoted text or an expression between slashes holds, and what follows it.
    fn read(text: &str, end: char) -> (usize, &str) {
        let mut is_escaped = false;
        for (at, char) in text.char_indices().skip(1) {
            if char == end && !is_escaped {
                return (at, text.get(at + 1..).unwrap_or_default());
            }
            is_escaped = char == '\\' && !is_escaped;
        }
        panic!("{text} does not end");
    }

    proptest! {
        #[test]
        fn a_value_never_leaves_its_quotes(value in "[a\"\\\\/|`'\n)]{0,8}") {
            let text = quoted(&value);
            prop_assert_eq!(read(&text, '"').1, "");
            let regex = like("f", &Regex::any_case(escaped(&value)));
            prop_assert_eq!(read(regex.strip_prefix("f like ").unwrap(), '/').1, "");
            prop_assert!(!regex.contains('\n'));
        }
    }
}
