//! Microsoft Sentinel, over the table of its connector for CloudTrail. Its columns are texts that are empty where a member
//! is missing.

use super::super::condition::place::{FieldPlace, PlaceStep};
use super::super::condition::regexes::{of_calls, of_glob};
use super::super::condition::tree::{Check, Leaf, RecordCondition, Regex, TextCheck, TimeCheck};
use super::insights::quoted;
use super::said::{Dialect, NoteKind, QueryNotes, Said, say};
use super::sql::{bracketed, finds_nothing, sign};

/// The table, if no other is named.
pub(super) const TABLE: &str = "AWSCloudTrail";

/// The columns by the members that they hold, as expressions of text.
const COLUMNS: [(&str, &str); 31] = [
    ("eventVersion", "EventVersion"),
    ("eventSource", "EventSource"),
    ("eventName", "EventName"),
    ("awsRegion", "AWSRegion"),
    ("sourceIPAddress", "SourceIpAddress"),
    ("userAgent", "UserAgent"),
    ("errorCode", "ErrorCode"),
    ("errorMessage", "ErrorMessage"),
    ("requestID", "AwsRequestId_"),
    ("eventID", "AwsEventId"),
    ("readOnly", "tostring(ReadOnly)"),
    ("managementEvent", "tostring(ManagementEvent)"),
    ("eventType", "EventTypeName"),
    ("apiVersion", "APIVersion"),
    ("recipientAccountId", "RecipientAccountId"),
    ("sharedEventID", "SharedEventId"),
    ("vpcEndpointId", "VpcEndpointId"),
    ("eventCategory", "Category"),
    ("userIdentity.type", "UserIdentityType"),
    ("userIdentity.principalId", "UserIdentityPrincipalid"),
    ("userIdentity.arn", "UserIdentityArn"),
    ("userIdentity.accountId", "UserIdentityAccountId"),
    ("userIdentity.accessKeyId", "UserIdentityAccessKeyId"),
    ("userIdentity.userName", "UserIdentityUserName"),
    ("userIdentity.invokedBy", "UserIdentityInvokedBy"),
    ("userIdentity.sessionContext.attributes.mfaAuthenticated", "tostring(SessionMfaAuthenticated)"),
    ("userIdentity.sessionContext.sessionIssuer.type", "SessionIssuerType"),
    ("userIdentity.sessionContext.sessionIssuer.principalId", "SessionIssuerPrincipalId"),
    ("userIdentity.sessionContext.sessionIssuer.arn", "SessionIssuerArn"),
    ("userIdentity.sessionContext.sessionIssuer.accountId", "SessionIssuerAccountId"),
    ("userIdentity.sessionContext.sessionIssuer.userName", "SessionIssuerUserName"),
];

/// The columns of text that hold JSON.
const JSON: [(&str, &str); 5] = [
    ("requestParameters", "RequestParameters"),
    ("responseElements", "ResponseElements"),
    ("additionalEventData", "AdditionalEventData"),
    ("serviceEventDetails", "ServiceEventDetails"),
    ("resources", "Resources"),
];

/// Returns the query; `None` if nothing could be said.
pub(super) fn query(condition: &RecordCondition, table: &str, notes: &mut QueryNotes) -> Option<String> {
    let Said::Text(test, _) = say(&Sentinel, condition, notes) else { return None };
    let is_plain = table.chars().all(|char| char.is_alphanumeric() || char == '_');
    let table = if is_plain { table.to_owned() } else { format!("[{}]", quoted(table)) };
    Some(format!("{table}\n| where {test}\n| order by TimeGenerated asc\n"))
}

struct Sentinel;

impl Dialect for Sentinel {
    fn leaf(&self, leaf: &Leaf, negated: bool, notes: &mut QueryNotes) -> Result<String, String> {
        let test = match leaf {
            Leaf::Value(FieldPlace::Member(name), check) => {
                let column = COLUMNS.iter().find(|(known, _)| known == name);
                let (_, column) = column.ok_or_else(|| format!("{name}: the table has no such column"))?;
                value_test(column, check)
            }
            Leaf::Value(place, check) => value_test(&path(place, notes)?, check),
            Leaf::Anywhere(TextCheck::Literal { text, ignore_case }) => {
                notes.add(NoteKind::Fewer, ALL_COLUMNS);
                let test = if *ignore_case { "contains" } else { "contains_cs" };
                format!("* {test} {}", quoted(text))
            }
            Leaf::Anywhere(TextCheck::Regex(regex)) => {
                notes.add(NoteKind::Fewer, ALL_COLUMNS);
                format!("* matches regex {}", quoted(&regex.flagged()))
            }
            Leaf::Time(check) => {
                notes.add(
                    NoteKind::Differs,
                    "the connector is an older one: TimeGenerated is when the event happened, but there it is when the event arrived",
                );
                time(check)
            }
        };
        Ok(if negated { format!("not({test})") } else { test })
    }

    fn joints(&self) -> (&'static str, &'static str) {
        (" and ", " or ")
    }
}

const ALL_COLUMNS: &str =
    "the whole record is searched in the columns of the table; what has no column is not";

fn path(place: &FieldPlace, notes: &mut QueryNotes) -> Result<String, String> {
    let (first, rest) = place.split_first().ok_or("a path must begin with the name of a member")?;
    let column = JSON.iter().find(|(known, _)| *known == first);
    let (_, column) = column.ok_or_else(|| format!("{first}: the table has no path into such a column"))?;
    if rest.is_empty() {
        return Ok((*column).to_owned());
    }
    notes.add(NoteKind::Fewer, "at a path, the items of arrays are found only where it numbers them");
    let mut text = format!("parse_json({column})");
    for step in rest {
        match step {
            PlaceStep::Name(name) => text.extend(["[", &quoted(name), "]"]),
            PlaceStep::Item(item) => text.extend(["[", &item.to_string(), "]"]),
            PlaceStep::Each => return Err("the items of an array cannot be tested one by one".to_owned()),
            PlaceStep::Any => return Err("not every member of an object can be tested at once".to_owned()),
        }
    }
    Ok(format!("tostring({text})"))
}

fn value_test(text: &str, check: &Check) -> String {
    match check {
        Check::Present => format!("isnotempty({text})"),
        Check::Equals(wanted) => format!("{text} == {}", quoted(wanted)),
        Check::OneOf(wanted) => {
            let wanted: Vec<String> = wanted.iter().map(|wanted| quoted(wanted)).collect();
            format!("{text} in ({})", wanted.join(", "))
        }
        Check::Contains(part) => format!("{text} contains {}", quoted(part)),
        Check::Glob(glob) => matches(text, &of_glob(glob)),
        Check::Calls(names) => matches(text, &of_calls(names)),
        Check::Regex(regex) if finds_nothing(regex) => {
            format!("(isnotempty({text}) and {})", matches(text, regex))
        }
        Check::Regex(regex) => matches(text, regex),
        Check::Number(order, number) => {
            format!("coalesce(todouble({text}) {} {number}, false)", sign(*order))
        }
        Check::Network(network) if !network.is_wide => matches(text, &network.regex),
        Check::Network(network) => {
            let block =
                |block: &String| format!("coalesce(ipv6_is_in_range({text}, {}), false)", quoted(block));
            format!("({})", network.blocks.iter().map(block).collect::<Vec<_>>().join(" or "))
        }
    }
}

fn matches(text: &str, regex: &Regex) -> String {
    format!("{text} matches regex {}", quoted(&regex.flagged()))
}

fn time(check: &TimeCheck) -> String {
    match check {
        TimeCheck::Between(from, to) => {
            let from = from.as_ref().map(|from| format!("TimeGenerated >= datetime({from}Z)"));
            let to = to.as_ref().map(|to| format!("TimeGenerated < datetime({to}Z)"));
            bracketed(&from.into_iter().chain(to).collect::<Vec<_>>(), " and ")
        }
        TimeCheck::Daily(from, to) => {
            // Texts have no order in KQL.
            let clock = "TimeGenerated - startofday(TimeGenerated)";
            let joint = if from < to { "and" } else { "or" };
            format!("({clock} >= time({from}) {joint} {clock} < time({to}))")
        }
        TimeCheck::Hours(hours) => {
            let hours: Vec<String> = hours.iter().map(ToString::to_string).collect();
            format!("hourofday(TimeGenerated) in ({})", hours.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_belongs_to_a_member() {
        use super::super::super::condition::place::MEMBERS;
        use super::super::super::condition::regexes::escaped;
        for (name, _) in COLUMNS {
            assert!(MEMBERS.contains(&name), "{name}");
        }
        assert_eq!(matches("X", &Regex::any_case(escaped("a.b"))), r#"X matches regex "(?i)a\\.b""#);
    }
}
