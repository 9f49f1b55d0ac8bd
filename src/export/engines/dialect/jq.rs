//! jq, over the files themselves or over anything else that holds records as JSON.

use super::super::condition::place::{FieldPlace, PlaceStep};
use super::super::condition::regexes::{escaped, of_calls, of_glob};
use super::super::condition::tree::{Check, Leaf, RecordCondition, Regex, TextCheck, TimeCheck};
use super::duckdb::DECODED;
use super::said::{Dialect, NoteKind, QueryNotes, Said, say};
use super::sql::{bracketed, finds_nothing, sign, spellings, wide_network};

/// What the query needs: records of every form, members in any case, arrays that represent their items, strings that hold
/// JSON, URL-encoded text.
const LIBRARY: &str = r#"def ev: if type == "object" then (if has("Records") then .Records[]? | ev
    elif has("Events") then .Events[]? | (.CloudTrailEvent | strings | fromjson?) | ev
    elif has("detail") then .detail | ev
    elif has("eventName") or has("eventSource") or has("eventVersion") then . else empty end)
  elif type == "array" then .[] | ev else empty end;
def at($path): reduce $path[] as $name (.; if type != "object" then null elif has($name) then .[$name]
  else [to_entries[] | select((.key | ascii_downcase) == ($name | ascii_downcase)) | .value][0] end);
def txt: if . == null or . == "" then null elif type == "string" then . else tojson end;
def urldecoded: if test("%[0-9A-Fa-f]{2}") then gsub("\\+"; " ")
  | gsub("%(?<h>[2-7][0-9A-Fa-f])"; .h | ascii_downcase | explode
    | map(if . > 96 then . - 87 else . - 48 end) | [.[0] * 16 + .[1]] | implode) else empty end;
def inner: . as $value | if type != "string" then .
  elif test("^\\s*[\\[{]") then (fromjson? // $value)
  elif test("^%(7B|5B|7b|5b)") then ((urldecoded | fromjson?) // $value) else . end;
def step($name): inner | if type == "array" then .[] | step($name)
  elif type == "object" then (if has($name) then .[$name]
    else to_entries[] | select((.key | ascii_downcase) == ($name | ascii_downcase)) | .value end)
  else empty end;
def each: inner | arrays | .[];
def item($at): inner | arrays | .[$at];
def members: inner | if type == "array" then .[] | members elif type == "object" then .[] else empty end;
def opened: if type == "array" then .[] | opened else . end;
def texts: opened | txt | strings | (., urldecoded);
"#;

/// Returns the query; `None` if nothing could be said.
pub(super) fn query(condition: &RecordCondition, notes: &mut QueryNotes) -> Option<String> {
    let Said::Text(test, _) = say(&Jq, condition, notes) else { return None };
    Some(format!("{LIBRARY}ev | select({test})\n"))
}

struct Jq;

impl Dialect for Jq {
    fn leaf(&self, leaf: &Leaf, negated: bool, notes: &mut QueryNotes) -> Result<String, String> {
        if let Leaf::Value(_, Check::Network(network)) = leaf
            && network.is_wide
        {
            wide_network(network, negated, notes)?;
        }
        let test = match leaf {
            Leaf::Value(FieldPlace::Member(name), check) => {
                let path: Vec<String> = name.split('.').map(quoted).collect();
                format!("(at([{}]) | txt | {})", path.join(", "), member_test(check))
            }
            Leaf::Value(FieldPlace::Path(steps), check) => {
                let path: Vec<String> = steps.iter().map(step).collect();
                let path = path.join(" | ");
                if *check == Check::Present {
                    format!("any({path}; . != null and . != \"\")")
                } else {
                    format!("any({path} | texts; {})", member_test(check))
                }
            }
            Leaf::Anywhere(check) => anywhere(check, notes),
            Leaf::Time(check) => time(check),
        };
        Ok(if negated { format!("({test} | not)") } else { test })
    }

    fn joints(&self) -> (&'static str, &'static str) {
        (" and ", " or ")
    }
}

fn step(step: &PlaceStep) -> String {
    match step {
        PlaceStep::Name(name) => format!("step({})", quoted(name)),
        PlaceStep::Item(item) => format!("item({item})"),
        PlaceStep::Each => "each".to_owned(),
        PlaceStep::Any => "members".to_owned(),
    }
}

/// Tests a text or null.
fn member_test(check: &Check) -> String {
    match check {
        Check::Present => ". != null".to_owned(),
        Check::Equals(wanted) => format!(". == {}", quoted(wanted)),
        Check::OneOf(wanted) => {
            let wanted: Vec<String> = wanted.iter().map(|wanted| quoted(wanted)).collect();
            format!("IN({})", wanted.join(", "))
        }
        Check::Contains(part) => matches(&Regex::any_case(escaped(part))),
        Check::Glob(glob) => matches(&of_glob(glob)),
        Check::Calls(names) => matches(&of_calls(names)),
        Check::Regex(regex) => matches(regex),
        Check::Network(network) => matches(&network.regex),
        Check::Number(order, number) => {
            format!("(. // \"\" | tonumber? // null) as $n | $n != null and $n {} {number}", sign(*order))
        }
    }
}

fn matches(regex: &Regex) -> String {
    let flags = if regex.ignore_case { "; \"i\"" } else { "" };
    let guard = if finds_nothing(regex) { ". != null and " } else { "" };
    format!("{guard}(. // \"\" | test({}{flags}))", quoted(&regex.source))
}

fn anywhere(check: &TextCheck, notes: &mut QueryNotes) -> String {
    match check {
        TextCheck::Literal { text, ignore_case } => {
            let spelled =
                spellings(text).into_iter().map(|text| escaped(&text)).collect::<Vec<_>>().join("|");
            let regex = Regex { source: spelled, ignore_case: *ignore_case };
            let plain = Regex { source: escaped(text), ignore_case: *ignore_case };
            format!("((tojson | {}) or any(.. | strings | urldecoded; {}))", matches(&regex), matches(&plain))
        }
        TextCheck::Regex(regex) => {
            notes.add(NoteKind::Fewer, DECODED);
            format!("(tojson | {})", matches(regex))
        }
    }
}

fn time(check: &TimeCheck) -> String {
    let time = "(at([\"eventTime\"]) | strings)";
    let test = match check {
        TimeCheck::Between(from, to) => {
            let from = from.as_ref().map(|from| format!(". >= {}", quoted(from)));
            let to = to.as_ref().map(|to| format!(". < {}", quoted(to)));
            bracketed(&from.into_iter().chain(to).collect::<Vec<_>>(), " and ")
        }
        TimeCheck::Daily(from, to) => {
            let joint = if from < to { "and" } else { "or" };
            format!(".[11:19] >= {} {joint} .[11:19] < {}", quoted(from), quoted(to))
        }
        TimeCheck::Hours(hours) => {
            let hours: Vec<String> = hours.iter().map(|hour| format!("\"{hour:02}\"")).collect();
            format!(".[11:13] | IN({})", hours.join(", "))
        }
    };
    format!("any({time}; {test})")
}

/// Returns a text as a string of jq, which reads `\(` as the beginning of an expression.
fn quoted(text: &str) -> String {
    crate::json::text::encode(text, |_| false)
}
