//! Splunk, over events of the source type that its add-on for AWS gives to CloudTrail.

use super::super::condition::place::{FieldPlace, PlaceStep};
use super::super::condition::regexes::{escaped, of_calls, of_glob};
use super::super::condition::tree::{Check, Leaf, RecordCondition, Regex, TextCheck, TimeCheck};
use super::duckdb::DECODED;
use super::insights;
use super::said::{Dialect, NoteKind, QueryNotes, Said, say};
use super::sql::{bracketed, finds_nothing, sign, spellings};

/// What is searched, if nothing else is named.
pub(super) const INDEX: &str = "*";

/// Returns the query; `None` if nothing could be said.
pub(super) fn query(condition: &RecordCondition, index: &str, notes: &mut QueryNotes) -> Option<String> {
    let Said::Text(test, _) = say(&Splunk, condition, notes) else { return None };
    notes.add(
        NoteKind::Told,
        "set the range of time beside the search; only --from, --to and times of the filter are in it",
    );
    let index = quoted(index);
    Some(format!(
        "search index={index} sourcetype=\"aws:cloudtrail\"\n| where {test}\n| sort 0 _time\n| table _time _raw\n"
    ))
}

struct Splunk;

impl Dialect for Splunk {
    fn leaf(&self, leaf: &Leaf, negated: bool, notes: &mut QueryNotes) -> Result<String, String> {
        let test = match leaf {
            Leaf::Value(FieldPlace::Member(name), check) => value_test(&field(name), check),
            Leaf::Value(FieldPlace::Path(steps), check) => {
                let name = path(steps)?;
                notes.add(NoteKind::Fewer, "at a path, items of arrays are found only where it names them (requestParameters.items{}.name)");
                value_test(&field(&name), check)
            }
            Leaf::Anywhere(TextCheck::Literal { text, ignore_case }) => {
                let spelled: Vec<String> = spellings(text).iter().map(|text| escaped(text)).collect();
                matches("_raw", &Regex { source: spelled.join("|"), ignore_case: *ignore_case })
            }
            Leaf::Anywhere(TextCheck::Regex(regex)) => {
                notes.add(NoteKind::Fewer, DECODED);
                matches("_raw", regex)
            }
            Leaf::Time(check) => time(check),
        };
        Ok(if negated { format!("NOT ({test})") } else { test })
    }
}

fn path(steps: &[PlaceStep]) -> Result<String, String> {
    let mut name = String::new();
    for step in steps {
        match step {
            PlaceStep::Name(part) if part.contains(['\'', '`', '\n', '"', '\\']) => {
                return Err(format!("{part:?} cannot be the name of a field"));
            }
            PlaceStep::Name(part) if name.is_empty() => name.push_str(part),
            PlaceStep::Name(part) => {
                name.push('.');
                name.push_str(part);
            }
            PlaceStep::Each => name.push_str("{}"),
            PlaceStep::Item(_) => return Err("the items of an array have no numbers".to_owned()),
            PlaceStep::Any => return Err("not every member of an object can be tested at once".to_owned()),
        }
    }
    Ok(name)
}

/// A field that an event does not have is null, which every test would pass on.
fn field(name: &str) -> String {
    format!("coalesce('{name}', \"\")")
}

fn value_test(field: &str, check: &Check) -> String {
    match check {
        Check::Present => format!("{field}!=\"\""),
        Check::Equals(wanted) => format!("{field}=={}", quoted(wanted)),
        Check::OneOf(wanted) => {
            let wanted: Vec<String> = wanted.iter().map(|wanted| quoted(wanted)).collect();
            format!("in({field}, {})", wanted.join(", "))
        }
        Check::Contains(part) => matches(field, &Regex::any_case(escaped(part))),
        Check::Glob(glob) => matches(field, &of_glob(glob)),
        Check::Calls(names) => matches(field, &of_calls(names)),
        Check::Regex(regex) if finds_nothing(regex) => {
            format!("({field}!=\"\" AND {})", matches(field, regex))
        }
        Check::Regex(regex) => matches(field, regex),
        Check::Number(order, number) => {
            format!("coalesce(tonumber({field}){}{number}, false())", sign(*order))
        }
        Check::Network(network) if !network.is_wide => matches(field, &network.regex),
        Check::Network(network) => {
            let block = |block: &String| format!("cidrmatch({}, {field})", quoted(block));
            format!("({})", network.blocks.iter().map(block).collect::<Vec<_>>().join(" OR "))
        }
    }
}

fn matches(field: &str, regex: &Regex) -> String {
    format!("match({field}, {})", quoted(&regex.flagged().replace('`', r"\x60")))
}

fn time(check: &TimeCheck) -> String {
    let time = field("eventTime");
    match check {
        TimeCheck::Between(from, to) => {
            let from = from.as_ref().map(|from| format!("{time}>={}", quoted(from)));
            let to = to.as_ref().map(|to| format!("{time}<{}", quoted(to)));
            bracketed(&from.into_iter().chain(to).collect::<Vec<_>>(), " AND ")
        }
        TimeCheck::Daily(from, to) => {
            let clock = format!("substr({time}, 12, 8)");
            let joint = if from < to { "AND" } else { "OR" };
            format!("({clock}>={} {joint} {clock}<{})", quoted(from), quoted(to))
        }
        TimeCheck::Hours(hours) => {
            let hours: Vec<String> = hours.iter().map(|hour| format!("\"{hour:02}\"")).collect();
            format!("in(substr({time}, 12, 2), {})", hours.join(", "))
        }
    }
}

/// Returns a text between double quotes. A backquote would begin a macro, so that it is put together.
fn quoted(text: &str) -> String {
    let parts: Vec<String> = text.split('`').map(insights::quoted).collect();
    match parts.as_slice() {
        [one] => one.clone(),
        parts => format!("({})", parts.join(".urldecode(\"%60\").")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_begins_no_macro() {
        assert_eq!(quoted("a\"b`c`"), r#"("a\"b".urldecode("%60")."c".urldecode("%60")."")"#);
        assert!(!matches("f", &Regex::any_case("a`b")).contains('`'));
    }
}
