//! CloudTrail Lake: an event data store as a table, with timestamps, and maps of texts for requests and responses.

use super::super::condition::place::PlaceStep;
use super::super::condition::tree::{Check, RecordCondition, Regex, TextCheck, TimeCheck};
use super::super::options::QueryOptions;
use super::athena::table_name;
use super::duckdb::DECODED;
use super::said::{NoteKind, QueryNotes, Said, say};
use super::sql::{PathTest, Sql, SqlTable, holds, like, quoted, text_time, value_test};

/// In place of the ID of the event data store, if none is given.
pub(super) const STORE: &str = "EVENT_DATA_STORE_ID";

/// Lake refuses longer queries, in bytes.
pub(super) const LONGEST: usize = 10_000;

const MAPS: [&str; 4] =
    ["requestParameters", "responseElements", "additionalEventData", "serviceEventDetails"];

/// Columns of truth values, which are compared as texts.
const TRUTHS: [&str; 2] = ["readOnly", "managementEvent"];

/// Members that the schema of event data stores does not have.
const UNKNOWN: [&str; 3] = [
    "userIdentity.sessionContext.assumedRoot",
    "userIdentity.sessionContext.signInSessionArn",
    "vpcEndpointAccountId",
];

/// The columns of text, times and truth values.
const COLUMNS: [&str; 22] = [
    "eventVersion",
    "eventTime",
    "eventSource",
    "eventName",
    "awsRegion",
    "sourceIPAddress",
    "userAgent",
    "errorCode",
    "errorMessage",
    "requestID",
    "eventID",
    "readOnly",
    "eventType",
    "apiVersion",
    "managementEvent",
    "recipientAccountId",
    "sharedEventID",
    "vpcEndpointId",
    "eventCategory",
    "sessionCredentialFromConsole",
    "edgeDeviceDetails",
    "addendum",
];

/// The columns of structs, maps and arrays.
const STRUCTS: [&str; 7] = [
    "userIdentity",
    "requestParameters",
    "responseElements",
    "additionalEventData",
    "serviceEventDetails",
    "resources",
    "tlsDetails",
];

/// Returns the query; `None` if nothing could be said.
pub(super) fn query(
    condition: &RecordCondition,
    options: &QueryOptions,
    notes: &mut QueryNotes,
) -> Option<String> {
    let Said::Text(test, _) = say(&Sql(&EventDataStore), condition, notes) else { return None };
    let store = options.table.as_deref().unwrap_or(STORE);
    if options.table.is_none() {
        notes.add(
            NoteKind::Told,
            "put the ID of the event data store for EVENT_DATA_STORE_ID, or name it with --table",
        );
    }
    // As JSON, so that the result opens here again.
    let structs = STRUCTS.map(|name| format!("CAST({name} AS JSON) AS {name}"));
    let columns = COLUMNS.into_iter().map(str::to_owned).chain(structs).collect::<Vec<_>>().join(", ");
    Some(format!("SELECT {columns}\nFROM {}\nWHERE {test}\nORDER BY eventTime\n", table_name(store)))
}

struct EventDataStore;

impl SqlTable for EventDataStore {
    fn member(&self, name: &str) -> Result<String, String> {
        if UNKNOWN.contains(&name) {
            return Err(format!("{name}: event data stores have no such column"));
        }
        Ok(if TRUTHS.contains(&name) { format!("CAST({name} AS VARCHAR)") } else { name.to_owned() })
    }

    fn path(
        &self,
        first: &str,
        rest: &[PlaceStep],
        check: &Check,
        notes: &mut QueryNotes,
    ) -> Result<PathTest, String> {
        if let ("resources", [PlaceStep::Name(member)]) = (first, rest) {
            let test = value_test(self, &format!("r.{}", member.to_ascii_lowercase()), check);
            return Ok(PathTest::Exact(format!("any_match(resources, r -> {test})")));
        }
        if !MAPS.contains(&first) {
            return Err(format!("{first}: event data stores have no path into such a column"));
        }
        let (name, deeper) = match rest {
            [PlaceStep::Any] => {
                let test = value_test(self, "v", check);
                return Ok(PathTest::Exact(format!("any_match(map_values({first}), v -> {test})")));
            }
            [PlaceStep::Name(name), deeper @ ..] => (name, deeper),
            _ => return Err(format!("{first} is a map of Lake; name a member of it")),
        };
        let member = format!("element_at({first}, {})", quoted(name));
        notes.add(NoteKind::Fewer, "names within maps are found in the case written here");
        if deeper.is_empty() && *check == Check::Present {
            return Ok(PathTest::Exact(value_test(self, &member, check)));
        }
        let reason =
            format!("{first}.{name} is one text in Lake, whatever it holds; the query looks within it");
        let within = |wanted: &str| {
            format!("lower({member}) LIKE {}", like(&format!("*{}*", wanted.to_lowercase()), false))
        };
        let passes = match check {
            Check::Equals(wanted) | Check::Contains(wanted) => within(wanted),
            Check::OneOf(wanted) | Check::Calls(wanted) => {
                let all: Vec<String> = wanted.iter().map(|wanted| within(wanted)).collect();
                format!("({})", all.join(" OR "))
            }
            Check::Present => format!("{member} <> ''"),
            _ if deeper.is_empty() => {
                notes.add(
                    NoteKind::Fewer,
                    format!("the items of a list in {first}.{name} are not tested one by one"),
                );
                return Ok(PathTest::Exact(value_test(self, &member, check)));
            }
            _ => return Err(reason),
        };
        Ok(PathTest::Wide(passes, reason))
    }

    fn matches(&self, text: &str, regex: &Regex) -> String {
        format!("regexp_like({text}, {})", quoted(&regex.flagged()))
    }

    fn network(&self, text: &str, network: &str) -> Option<String> {
        Some(format!("contains({}, TRY_CAST({text} AS IPADDRESS))", quoted(network)))
    }

    fn anywhere(&self, check: &TextCheck, notes: &mut QueryNotes) -> Vec<String> {
        notes.add(
            NoteKind::Fewer,
            "the whole record is searched by the values of some columns; names of members and URL-encoded text are not",
        );
        let texts = COLUMNS.into_iter().chain(STRUCTS).map(|name| format!("CAST({name} AS JSON)"));
        let record = format!("json_format(CAST(ARRAY[{}] AS JSON))", texts.collect::<Vec<_>>().join(", "));
        match check {
            TextCheck::Literal { text, ignore_case } => holds(&record, text, *ignore_case),
            TextCheck::Regex(regex) => {
                notes.add(NoteKind::Fewer, DECODED);
                vec![self.matches(&record, regex)]
            }
        }
    }

    /// Times are timestamps, without `T`.
    fn time(&self, check: &TimeCheck) -> Result<String, String> {
        let spaced = |time: &Option<String>| time.as_ref().map(|time| time.replace('T', " "));
        Ok(match check {
            TimeCheck::Between(from, to) => {
                text_time("eventTime", &TimeCheck::Between(spaced(from), spaced(to)))
            }
            TimeCheck::Daily(..) => text_time("CAST(eventTime AS VARCHAR)", check),
            TimeCheck::Hours(hours) => {
                let hours: Vec<String> = hours.iter().map(ToString::to_string).collect();
                format!("hour(eventTime) IN ({})", hours.join(", "))
            }
        })
    }
}
