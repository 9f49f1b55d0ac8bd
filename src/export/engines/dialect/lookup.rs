//! `aws cloudtrail lookup-events`, which asks Event history: one attribute of a few, and a span of time.

use super::super::condition::place::FieldPlace;
use super::super::condition::tree::{Check, Leaf, RecordCondition, TimeCheck};
use super::athena::{required, span};
use super::said::{NoteKind, QueryNotes};

/// The attributes, the most telling first, with the members that they ask for.
const ATTRIBUTES: [(&str, &str); 6] = [
    ("EventId", "eventID"),
    ("AccessKeyId", "userIdentity.accessKeyId"),
    ("Username", "userIdentity.userName"),
    ("EventName", "eventName"),
    ("EventSource", "eventSource"),
    ("ReadOnly", "readOnly"),
];

/// Returns the command; `None` if nothing could be said.
pub(super) fn query(condition: &RecordCondition, notes: &mut QueryNotes) -> Option<String> {
    let parts = required(condition);
    let asked = ATTRIBUTES.iter().find_map(|&(attribute, member)| {
        let at = parts.iter().position(|part| value_of(part, member).is_some())?;
        Some((at, attribute, parts.get(at).and_then(|part| value_of(part, member))?))
    });
    let (from, to) = span(condition);
    if asked.is_none() && from.is_none() && to.is_none() {
        notes.add(NoteKind::LeftOut, "all of it: only one attribute (EventId, AccessKeyId, Username, EventName, EventSource, ReadOnly) and a span of time can be asked");
        return None;
    }
    let is_said = |(at, part): (usize, &&RecordCondition)| {
        asked.as_ref().is_some_and(|(asked, ..)| *asked == at)
            || matches!(part, RecordCondition::Leaf(Leaf::Time(TimeCheck::Between(..))))
    };
    let others = parts.iter().enumerate().filter(|(at, part)| !is_said((*at, part))).count();
    if others > 0 {
        let words = "all but one attribute and the time: filter the result again here";
        notes.add(NoteKind::LeftOut, words);
    }
    notes.add(NoteKind::Fewer, "Event history has management events of the last 90 days, of one Region");
    let mut command = "aws cloudtrail lookup-events --output json".to_owned();
    if let Some((_, attribute, value)) = asked {
        let value = crate::json::text::encode(value, |_| false);
        let json = format!("[{{\"AttributeKey\":\"{attribute}\",\"AttributeValue\":{value}}}]");
        command.extend([" --lookup-attributes ", &shell_quoted(&json)]);
    }
    command.extend(from.map(|from| format!(" --start-time {from}Z")));
    command.extend(to.map(|to| format!(" --end-time {to}Z")));
    command.push('\n');
    Some(command)
}

/// Returns the one value that a condition requires of a member.
fn value_of<'c>(condition: &'c RecordCondition, member: &str) -> Option<&'c str> {
    let RecordCondition::Leaf(Leaf::Value(FieldPlace::Member(name), check)) = condition else { return None };
    match check {
        _ if name != member => None,
        Check::Equals(value) => Some(value),
        Check::Calls(names) => names.first().filter(|_| names.len() == 1).map(String::as_str),
        // A service is its own name, or with what AWS puts behind it.
        Check::OneOf(values) if name == "eventSource" => {
            values.iter().map(String::as_str).find(|value| value.ends_with(".amazonaws.com"))
        }
        _ => None,
    }
}

/// Quotes a text as one word of a POSIX shell.
fn shell_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_word_of_the_shell() {
        let condition = RecordCondition::equals("userIdentity.userName", "a'; rm -rf \"$HOME\" #");
        let command = query(&condition, &mut QueryNotes::default()).unwrap();
        assert!(command.contains(r#""AttributeValue":"a'\''; rm -rf \"$HOME\" #"}]'"#), "{command}");
    }
}
