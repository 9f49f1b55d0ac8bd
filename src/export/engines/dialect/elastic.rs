//! Elastic, in ES|QL, over the data stream of its integration for CloudTrail. Its regular expressions are others, and
//! requests are held in a way that ES|QL does not read.

use super::super::condition::place::{FieldPlace, PlaceStep};
use super::super::condition::regexes::API_DATE;
use super::super::condition::tree::{Check, Leaf, RecordCondition, TextCheck, TimeCheck};
use super::insights::quoted;
use super::said::{Dialect, NoteKind, QueryNotes, Said, say};
use super::sql::{bracketed, sign};

/// The data stream, if no other is named.
pub(super) const INDEX: &str = "logs-aws.cloudtrail-*";

/// The fields by the members that they hold.
const FIELDS: [(&str, &str); 27] = [
    ("eventVersion", "aws.cloudtrail.event_version"),
    ("eventSource", "event.provider"),
    ("eventName", "event.action"),
    ("awsRegion", "cloud.region"),
    ("sourceIPAddress", "source.address"),
    ("userAgent", "user_agent.original"),
    ("errorCode", "aws.cloudtrail.error_code"),
    ("errorMessage", "aws.cloudtrail.error_message"),
    ("requestID", "aws.cloudtrail.request_id"),
    ("eventID", "event.id"),
    ("readOnly", "aws.cloudtrail.read_only"),
    ("managementEvent", "aws.cloudtrail.management_event"),
    ("eventType", "aws.cloudtrail.event_type"),
    ("apiVersion", "aws.cloudtrail.api_version"),
    ("recipientAccountId", "aws.cloudtrail.recipient_account_id"),
    ("sharedEventID", "aws.cloudtrail.shared_event_id"),
    ("vpcEndpointId", "aws.cloudtrail.vpc_endpoint_id"),
    ("eventCategory", "aws.cloudtrail.event_category"),
    ("userIdentity.type", "aws.cloudtrail.user_identity.type"),
    ("userIdentity.arn", "aws.cloudtrail.user_identity.arn"),
    ("userIdentity.accountId", "cloud.account.id"),
    ("userIdentity.accessKeyId", "aws.cloudtrail.user_identity.access_key_id"),
    ("userIdentity.invokedBy", "aws.cloudtrail.user_identity.invoked_by"),
    (
        "userIdentity.sessionContext.attributes.mfaAuthenticated",
        "aws.cloudtrail.user_identity.session_context.mfa_authenticated",
    ),
    (
        "userIdentity.sessionContext.sessionIssuer.type",
        "aws.cloudtrail.user_identity.session_context.session_issuer.type",
    ),
    (
        "userIdentity.sessionContext.sessionIssuer.principalId",
        "aws.cloudtrail.user_identity.session_context.session_issuer.principal_id",
    ),
    (
        "userIdentity.sessionContext.sessionIssuer.arn",
        "aws.cloudtrail.user_identity.session_context.session_issuer.arn",
    ),
];

/// Truth values, which are compared as texts.
const TRUTHS: [&str; 3] =
    ["readOnly", "managementEvent", "userIdentity.sessionContext.attributes.mfaAuthenticated"];

/// Returns the query; `None` if nothing could be said.
pub(super) fn query(condition: &RecordCondition, index: &str, notes: &mut QueryNotes) -> Option<String> {
    let Said::Text(test, _) = say(&Elastic, condition, notes) else { return None };
    let is_plain = index.chars().all(|char| char.is_ascii_alphanumeric() || "-_.*:,".contains(char));
    let index = if is_plain { index.to_owned() } else { quoted(index) };
    notes.add(
        NoteKind::Told,
        "the records themselves are in event.original only if the integration preserves them",
    );
    Some(format!("FROM {index}\n| WHERE {test}\n| SORT @timestamp ASC\n| LIMIT 10000\n"))
}

struct Elastic;

impl Dialect for Elastic {
    fn leaf(&self, leaf: &Leaf, negated: bool, notes: &mut QueryNotes) -> Result<String, String> {
        let test = match leaf {
            Leaf::Value(FieldPlace::Member(name), check) => {
                let field = FIELDS.iter().find(|(known, _)| known == name);
                let (_, field) = field.ok_or_else(|| format!("{name}: the integration has no such field"))?;
                let field = if TRUTHS.contains(&name.as_str()) {
                    format!("TO_STRING({field})")
                } else {
                    (*field).to_owned()
                };
                value_test(name, &field, check)?
            }
            Leaf::Value(place, check) => return in_original(place, check, negated, notes),
            Leaf::Anywhere(TextCheck::Literal { text, ignore_case }) => {
                notes.add(NoteKind::Fewer, ORIGINAL);
                original(text, *ignore_case)
            }
            Leaf::Anywhere(TextCheck::Regex(_)) => {
                return Err(
                    "Elastic reads other regular expressions, and none over a whole record".to_owned()
                );
            }
            Leaf::Time(check) => time(check)?,
        };
        Ok(if negated { format!("NOT COALESCE({test}, false)") } else { test })
    }
}

const ORIGINAL: &str =
    "the whole record is searched in event.original, which is there only if it is preserved";

/// The text of a record contains this.
fn original(text: &str, ignore_case: bool) -> String {
    if ignore_case {
        format!("TO_LOWER(event.original) LIKE {}", quoted(&format!("*{}*", escaped(&text.to_lowercase()))))
    } else {
        format!("event.original LIKE {}", quoted(&format!("*{}*", escaped(text))))
    }
}

/// Requests are held as flattened fields, so that their values are looked for in the record.
fn in_original(
    place: &FieldPlace,
    check: &Check,
    negated: bool,
    notes: &mut QueryNotes,
) -> Result<String, String> {
    let name = place.written();
    let is_named = |step: &PlaceStep| matches!(step, PlaceStep::Name(_));
    let reason = format!("{name}: ES|QL does not read flattened fields");
    let (Some((_, rest)), Check::Equals(text) | Check::Contains(text)) = (place.split_first(), check) else {
        return Err(reason);
    };
    if negated || !rest.iter().all(is_named) {
        return Err(reason);
    }
    notes.add(NoteKind::More, format!("{reason}; the query looks for its value in the whole record"));
    notes.add(NoteKind::Fewer, ORIGINAL);
    Ok(original(text, true))
}

fn value_test(name: &str, field: &str, check: &Check) -> Result<String, String> {
    Ok(match check {
        Check::Present => format!("({field} IS NOT NULL AND {field} != \"\")"),
        Check::Equals(wanted) => format!("{field} == {}", quoted(wanted)),
        Check::OneOf(wanted) => {
            let wanted: Vec<String> = wanted.iter().map(|wanted| quoted(wanted)).collect();
            format!("{field} IN ({})", wanted.join(", "))
        }
        Check::Contains(part) => {
            format!("TO_LOWER({field}) LIKE {}", quoted(&format!("*{}*", escaped(part))))
        }
        Check::Glob(glob) => {
            let glob = glob.to_lowercase();
            let pieces: String = glob
                .chars()
                .map(|char| if "*?".contains(char) { char.to_string() } else { escaped(&char.to_string()) })
                .collect();
            format!("TO_LOWER({field}) LIKE {}", quoted(&pieces))
        }
        // Its expressions match whole values by themselves.
        Check::Calls(names) => {
            let any = names.iter().map(|name| literally(name)).collect::<Vec<_>>().join("|");
            format!("{field} RLIKE {}", quoted(&format!("({any}){API_DATE}?")))
        }
        Check::Regex(_) => return Err(format!("a regular expression on {name}: Elastic reads other ones")),
        Check::Number(order, number) => format!("TO_DOUBLE({field}) {} {number}", sign(*order)),
        Check::Network(network) if name == "sourceIPAddress" => {
            let blocks: Vec<String> = network.blocks.iter().map(|block| quoted(block)).collect();
            format!("CIDR_MATCH(source.ip, {})", blocks.join(", "))
        }
        Check::Network(_) => {
            return Err(format!("an address within {name}: Elastic tests only whole addresses"));
        }
    })
}

/// Escapes what means something in a pattern of LIKE.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if r"\*?".contains(char) {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// Escapes what means something in an expression of RLIKE.
fn literally(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if !char.is_alphanumeric() && char != '_' {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

fn time(check: &TimeCheck) -> Result<String, String> {
    match check {
        TimeCheck::Between(from, to) => {
            let from = from.as_ref().map(|from| format!("@timestamp >= \"{from}Z\""));
            let to = to.as_ref().map(|to| format!("@timestamp < \"{to}Z\""));
            Ok(bracketed(&from.into_iter().chain(to).collect::<Vec<_>>(), " AND "))
        }
        TimeCheck::Daily(..) => Err("a time of day across all days cannot be said".to_owned()),
        TimeCheck::Hours(hours) => {
            let hours: Vec<String> = hours.iter().map(ToString::to_string).collect();
            Ok(format!("DATE_EXTRACT(\"hour_of_day\", @timestamp) IN ({})", hours.join(", ")))
        }
    }
}
