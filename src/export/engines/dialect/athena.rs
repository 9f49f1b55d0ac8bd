//! Athena, over the table that AWS's documentation creates for CloudTrail: structs for the identity, texts of JSON for
//! requests and responses, and whatever partitions the table has.

use super::super::condition::place::PlaceStep;
use super::super::condition::tree::{Check, Leaf, RecordCondition, Regex, TextCheck, TimeCheck};
use super::super::options::{PartitionColumn, PartitionKind, QueryOptions};
use super::duckdb::DECODED;
use super::said::{NoteKind, QueryNotes, Said, say};
use super::sql::{PathTest, Sql, SqlTable, holds, quoted, value_test};
use crate::record::time::Time;

/// The name of the table, if no other is given.
pub(super) const TABLE: &str = "cloudtrail_logs";

/// Athena refuses longer queries, in bytes.
pub(super) const LONGEST: usize = 262_144;

/// The columns of text, in lower case.
const TEXTS: [&str; 21] = [
    "eventversion",
    "eventtime",
    "eventsource",
    "eventname",
    "awsregion",
    "sourceipaddress",
    "useragent",
    "errorcode",
    "errormessage",
    "requestid",
    "eventid",
    "readonly",
    "eventtype",
    "apiversion",
    "recipientaccountid",
    "sharedeventid",
    "vpcendpointid",
    "vpcendpointaccountid",
    "eventcategory",
    "sessioncredentialfromconsole",
    "edgedevicedetails",
];

/// The columns of text that hold JSON.
const JSON: [&str; 4] =
    ["requestparameters", "responseelements", "additionaleventdata", "serviceeventdetails"];

/// The columns of structs and arrays.
const STRUCTS: [&str; 4] = ["useridentity", "resources", "tlsdetails", "addendum"];

/// The members of the structs, in lower case.
const IN_STRUCTS: [&str; 17] = [
    "useridentity.type",
    "useridentity.principalid",
    "useridentity.arn",
    "useridentity.accountid",
    "useridentity.invokedby",
    "useridentity.accesskeyid",
    "useridentity.username",
    "useridentity.onbehalfof.userid",
    "useridentity.onbehalfof.identitystorearn",
    "useridentity.sessioncontext.attributes.mfaauthenticated",
    "useridentity.sessioncontext.attributes.creationdate",
    "useridentity.sessioncontext.sessionissuer.type",
    "useridentity.sessioncontext.sessionissuer.principalid",
    "useridentity.sessioncontext.sessionissuer.arn",
    "useridentity.sessioncontext.sessionissuer.accountid",
    "useridentity.sessioncontext.sessionissuer.username",
    "tlsdetails.tlsversion",
];

/// Returns the query; `None` if nothing could be said.
pub(super) fn query(
    condition: &RecordCondition,
    options: &QueryOptions,
    notes: &mut QueryNotes,
) -> Option<String> {
    let Said::Text(mut test, is_loose) = say(&Sql(&CloudTrailTable), condition, notes) else { return None };
    let partitions = partitions(condition, options, notes);
    if !partitions.is_empty() {
        if is_loose {
            test = format!("({test})");
        }
        test = format!("{}\n  AND {test}", partitions.join("\n  AND "));
    }
    let name = table_name(options.table.as_deref().unwrap_or(TABLE));
    let (from, columns) = if test.contains(RECORD) {
        (format!("(SELECT *, {} AS {RECORD} FROM {name})", record_text()), selected())
    } else {
        (name, selected())
    };
    Some(format!("SELECT {columns}\nFROM {from}\nWHERE {test}\nORDER BY eventtime;\n"))
}

/// Returns the name of a table between double quotes, part by part, unless it is plain.
pub(super) fn table_name(name: &str) -> String {
    let is_plain = |part: &str| {
        part.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_')
            && part.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
    };
    let part = |part: &str| {
        if is_plain(part) { part.to_owned() } else { format!("\"{}\"", part.replace('"', "\"\"")) }
    };
    name.split('.').map(part).collect::<Vec<_>>().join(".")
}

/// Names of partitions are often reserved words, such as `timestamp`.
fn column_name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Every column, so that the result opens here again: structs as JSON.
fn selected() -> String {
    let structs = STRUCTS.map(|name| format!("CAST({name} AS JSON) AS {name}"));
    let plain = TEXTS.into_iter().chain(JSON).map(str::to_owned);
    plain.chain(structs).collect::<Vec<_>>().join(", ")
}

/// The column that holds every value of a record.
const RECORD: &str = "record_text";

fn record_text() -> String {
    let structs = STRUCTS.map(|name| format!("json_format(CAST({name} AS JSON))"));
    let plain = TEXTS.into_iter().chain(JSON).map(str::to_owned);
    let all: Vec<String> = plain.chain(structs).collect();
    format!("concat_ws(chr(10), {})", all.join(", "))
}

struct CloudTrailTable;

impl SqlTable for CloudTrailTable {
    fn member(&self, name: &str) -> Result<String, String> {
        let lower = name.to_ascii_lowercase();
        if TEXTS.contains(&lower.as_str()) || IN_STRUCTS.contains(&lower.as_str()) {
            return Ok(lower);
        }
        Err(format!("{name}: the table that AWS's documentation creates has no such column"))
    }

    fn path(
        &self,
        first: &str,
        rest: &[PlaceStep],
        check: &Check,
        notes: &mut QueryNotes,
    ) -> Result<PathTest, String> {
        let lower = first.to_ascii_lowercase();
        if let ("resources", [PlaceStep::Name(member)]) = (lower.as_str(), rest) {
            let member = member.to_ascii_lowercase();
            if !["arn", "accountid", "type"].contains(&member.as_str()) {
                return Err(format!("resources.{member}: the table has no such member"));
            }
            let test = value_test(self, &format!("r.{member}"), check);
            return Ok(PathTest::Exact(format!("any_match(resources, r -> {test})")));
        }
        if !JSON.contains(&lower.as_str()) {
            return Err(format!(
                "{first}: the table that AWS's documentation creates has no path into such a column"
            ));
        }
        if rest.is_empty() {
            notes.add(NoteKind::Fewer, NULL_TEXT);
            let text = format!("nullif({lower}, 'null')");
            return Ok(PathTest::Exact(value_test(self, &text, check)));
        }
        notes.add(
            NoteKind::Fewer,
            "names within JSON are found in the case written here, and neither URL-encoded text nor JSON within a string is \
             opened",
        );
        let path = lax_path(rest);
        let values = |path: &str| {
            format!(
                "CAST(json_parse(json_query({lower}, {} WITH ARRAY WRAPPER)) AS ARRAY(JSON))",
                quoted(path)
            )
        };
        if *check == Check::Present {
            let there = "json_format(v) NOT IN ('null', '\"\"')";
            return Ok(PathTest::Exact(format!("any_match({}, v -> {there})", values(&path))));
        }
        let test = value_test(self, "coalesce(json_extract_scalar(v, '$'), json_format(v))", check);
        // An absent item is null.
        let passes = match check {
            Check::Equals(_) | Check::OneOf(_) | Check::Calls(_) | Check::Number(..) => test,
            _ => format!("json_format(v) NOT IN ('null', '\"\"') AND {test}"),
        };
        Ok(PathTest::Exact(format!("any_match({}, v -> {passes})", values(&format!("{path}[*]")))))
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
            "the whole record is searched by the values of the table's columns; names of members, URL-encoded text and what \
             the table has no column for are not",
        );
        match check {
            TextCheck::Literal { text, ignore_case } => holds(RECORD, text, *ignore_case),
            TextCheck::Regex(regex) => {
                notes.add(NoteKind::Fewer, DECODED);
                vec![self.matches(RECORD, regex)]
            }
        }
    }
}

/// JSON's null is in such a column as this text.
const NULL_TEXT: &str = "the text null in the place of a request or a response counts as missing";

/// Returns a path of SQL/JSON, which steps into the items of arrays by itself.
fn lax_path(steps: &[PlaceStep]) -> String {
    let step = |step: &PlaceStep| match step {
        PlaceStep::Name(name) => {
            let is_plain = name.starts_with(|char: char| char.is_ascii_alphabetic())
                && name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_');
            if is_plain { format!(".{name}") } else { format!(".\"{}\"", name.replace('"', "\"\"")) }
        }
        PlaceStep::Item(item) => format!("[{item}]"),
        PlaceStep::Each => "[*]".to_owned(),
        PlaceStep::Any => ".*".to_owned(),
    };
    format!("lax ${}", steps.iter().map(step).collect::<String>())
}

/// Returns the tests of partitions: of the time, one day wider at the end, because logs are delivered late; and of
/// account and Region where the filter names one.
fn partitions(condition: &RecordCondition, options: &QueryOptions, notes: &mut QueryNotes) -> Vec<String> {
    let (from, to) = span(condition);
    let mut tests = Vec::new();
    for column in &options.partitions {
        match column.kind {
            PartitionKind::Date => tests.extend(of_days(column, from.as_deref(), to.as_deref())),
            PartitionKind::Account => tests.extend(of_value(column, condition, "recipientAccountId")),
            PartitionKind::Region => tests.extend(of_value(column, condition, "awsRegion")),
        }
    }
    if tests.is_empty() {
        notes.add(
            NoteKind::Told,
            "no partition is tested, so that Athena reads (and bills) the whole table; where the table has partitions, name \
             them with --partition and the time with --from and --to",
        );
    }
    tests
}

fn of_days(column: &PartitionColumn, from: Option<&str>, to: Option<&str>) -> Vec<String> {
    let names: Vec<&str> = column.name.split('/').collect();
    let value = match names.as_slice() {
        [name] => column_name(name),
        names => {
            let names: Vec<String> = names.iter().map(|name| column_name(name)).collect();
            format!("concat({})", names.join(", '/', "))
        }
    };
    let day = |time: &str, later: i64| {
        let at = Time::parse(time)?.millis()?.saturating_add(later * 24 * 60 * 60 * 1000);
        let text = Time::from_millis(at).to_string();
        let (year, month, day) = (text.get(..4)?, text.get(5..7)?, text.get(8..10)?);
        Some(column.pattern.replace("yyyy", year).replace("MM", month).replace("dd", day))
    };
    let from = from.and_then(|from| Some(format!("{value} >= {}", quoted(&day(from, 0)?))));
    let to = to.and_then(|to| Some(format!("{value} <= {}", quoted(&day(to, 1)?))));
    from.into_iter().chain(to).collect()
}

fn of_value(column: &PartitionColumn, condition: &RecordCondition, member: &str) -> Option<String> {
    let parts = required(condition);
    parts.iter().find_map(|part| match part {
        RecordCondition::Leaf(Leaf::Value(place, Check::Equals(value))) if place.written() == member => {
            Some(format!("{} = {}", column_name(&column.name), quoted(value)))
        }
        _ => None,
    })
}

/// Returns the conditions that must all hold.
pub(super) fn required(condition: &RecordCondition) -> Vec<&RecordCondition> {
    match condition {
        RecordCondition::All(parts) => parts.iter().flat_map(required).collect(),
        other => vec![other],
    }
}

/// Returns the time that the condition limits events to, as far as it does.
pub(super) fn span(condition: &RecordCondition) -> (Option<String>, Option<String>) {
    let (mut first, mut last) = (None, None);
    for part in required(condition) {
        if let RecordCondition::Leaf(Leaf::Time(TimeCheck::Between(from, to))) = part {
            first = first.max(from.clone());
            last = match (last, to.clone()) {
                (Some(one), Some(other)) => Some(std::cmp::min(one, other)),
                (one, other) => one.or(other),
            };
        }
    }
    (first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_tables_stay_names() {
        for (name, written) in [
            ("cloudtrail_logs", "cloudtrail_logs"),
            ("db.trail", "db.trail"),
            ("my-table", "\"my-table\""),
            ("a\"; DROP TABLE b; --", "\"a\"\"; DROP TABLE b; --\""),
        ] {
            assert_eq!(table_name(name), written);
        }
    }

    #[test]
    fn days_are_one_wider_at_the_end() {
        let column = PartitionColumn::read("date=timestamp").unwrap();
        let tests = of_days(&column, Some("2026-02-27T10:00:00"), Some("2026-02-28T00:00:00"));
        assert_eq!(tests, ["\"timestamp\" >= '2026/02/27'", "\"timestamp\" <= '2026/03/01'"]);
        let column = PartitionColumn::read("date=year/month/day").unwrap();
        assert_eq!(
            of_days(&column, Some("2026-02-27"), None),
            ["concat(\"year\", '/', \"month\", '/', \"day\") >= '2026/02/27'"]
        );
        let column = PartitionColumn::read("date=date_partition:yyyyMMdd").unwrap();
        assert_eq!(of_days(&column, Some("2026-02-27"), None), ["\"date_partition\" >= '20260227'"]);
    }
}
