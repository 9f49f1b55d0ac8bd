//! The facts that investigations need most, above the tree of each event: who, from where, with which program and key,
//! what was touched, the request, the error if it failed, how many texts its `eventID` has,
//! and where it is quoted if it is not a record of a log.

use super::call_facts::{does, refused};
use super::fact::Fact;
use super::own_facts::{own_facts, place};
use crate::json::members::members;
use crate::json::print::compact;
use crate::json::text::inside;
use crate::record::field::Column;
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::member_text;
use crate::store::{Event, Store};

/// The label of the fact that an event is quoted.
const QUOTED: &str = "quoted";

/// Longer requests are only in the tree.
const MAX_REQUEST: usize = 4000;

/// Returns the facts of an event whose record is `record`; `None` while that is pending.
pub fn facts(store: &Store, event: Event, record: Option<&[u8]>) -> Vec<Fact> {
    let value = |column| store.value(event, column).to_owned();
    let fact =
        |label, main: String, more: String| Fact { label, main, more, alarming: false, ..Fact::default() };
    let kind = match value(Column::IdentityType) {
        kind if kind.is_empty() => String::new(),
        kind => format!("({kind}) "),
    };
    let mfa = match store.value(event, Column::MfaAuthenticated) {
        "true" => "with MFA",
        "false" => "without MFA",
        _ => "",
    };
    let mut facts = vec![
        does(store, event),
        fact("who", value(Column::PrincipalLabel), format!("{kind}{}", value(Column::IdentityArn))),
        fact(
            "from",
            value(Column::SourceIpAddress),
            format!("{}{}", value(Column::AwsRegion), place(store, event)),
        ),
        fact("agent", value(Column::UserAgent), String::new()),
        fact("key", value(Column::AccessKey), mfa.to_owned()),
    ];
    let resource = value(Column::Resource);
    if !resource.is_empty() {
        facts.push(fact("resource", resource, String::new()));
    }
    facts.push(record.map_or_else(|| fact("request", "…".to_owned(), String::new()), request));
    if store.value(event, Column::Outcome) == "failed" {
        let (code, message) = (value(Column::ErrorCode), value(Column::ErrorMessage));
        let main = if code.is_empty() { "failed".to_owned() } else { code };
        facts.push(Fact { label: "error", main, more: message, alarming: true, ..Fact::default() });
        facts.extend(refused(store, event));
    }
    facts.extend(table(store, event));
    facts.extend(record.filter(|_| store.is_partial(event)).and_then(changed));
    if let Some(words) = quoted_in(store, event) {
        // Before all else: the rest is only as good as this.
        let warning = "anybody who could write that text could have written this".to_owned();
        facts.insert(
            0,
            Fact { label: "", main: warning, more: String::new(), alarming: true, ..Fact::default() },
        );
        let more = "in a string or text".to_owned();
        facts.insert(0, Fact { label: QUOTED, main: words, more, alarming: true, ..Fact::default() });
    }
    let code = value(Column::ErrorCode);
    if store.value(event, Column::Outcome).is_empty() && !code.is_empty() {
        facts.push(fact("error", code, "what the Insights event is about".to_owned()));
    }
    facts.extend(own_facts(store, event));
    let texts = store.twins().texts(event);
    if texts > 1 {
        let words = format!("{texts} texts of this eventID");
        facts.push(fact("twin", words, "f leads to all of them, is:twin to all such events".to_owned()));
    }
    facts
}

/// Says of an event that is a row of a table what it lacks.
fn table(store: &Store, event: Event) -> Option<Fact> {
    let main = "from a table: no request, no response".to_owned();
    store.is_partial(event).then(|| Fact {
        label: "partial",
        main,
        more: String::new(),
        alarming: false,
        ..Fact::default()
    })
}

/// Says which values of a row a spreadsheet changed, so that they are not known.
fn changed(record: &[u8]) -> Option<Fact> {
    let (_, values) = members(record).find(|(name, _)| *name == b"changedBySpreadsheet")?;
    let values = members(values).map(|(name, value)| {
        format!("{} {}", String::from_utf8_lossy(name), String::from_utf8_lossy(inside(value)))
    });
    let main = format!("by a spreadsheet: {}", values.collect::<Vec<_>>().join(", "));
    let more = "what it was is not known".to_owned();
    Some(Fact { label: "changed", main, more, alarming: true, ..Fact::default() })
}

/// Where an event is quoted, if it is.
fn quoted_in(store: &Store, event: Event) -> Option<String> {
    let place = store.place(event).filter(|_| store.is_quoted(event))?;
    let file = store.file(place.file)?;
    let name = file.own_path().file_name().unwrap_or(file.path.as_os_str()).to_string_lossy();
    Some(format!("at byte {} of {name}", file.outermost_start(place)))
}

/// Returns how many lines of warnings precede the usual facts.
pub fn warnings(facts: &[Fact]) -> u16 {
    if facts.first().is_some_and(|fact| fact.label == QUOTED) { 2 } else { 0 }
}

fn request(record: &[u8]) -> Fact {
    let raw = RawRecord::read_damaged(record);
    let parameters = raw.raw(Key::RequestParameters).unwrap_or_default();
    // CloudTrail omits large blocks; attackers know this and use it.
    let dropped = member_text(parameters, "omitted").is_some_and(|omitted| omitted == "true");
    if dropped {
        let size = member_text(parameters, "originalSize").unwrap_or_default();
        let main = format!("omitted by CloudTrail as too large (original size in bytes: {size})");
        return Fact { label: "request", main, more: String::new(), alarming: true, ..Fact::default() };
    }
    let shown = parameters.get(..MAX_REQUEST).unwrap_or(parameters);
    let text = String::from_utf8_lossy(&compact(shown)).into_owned();
    Fact { label: "request", main: text, more: String::new(), alarming: false, ..Fact::default() }
}

#[cfg(test)]
mod tests {
    use super::changed;

    /// A rounded account was shown as an account.
    #[test]
    fn what_a_spreadsheet_changed_is_a_fact() {
        let words = |record: &str| changed(record.as_bytes()).map(|fact| fact.main).unwrap_or_default();
        let row = r#"{"eventName":"A","changedBySpreadsheet":{"Recipient Account Id":"1.11122E+11","Request ID":"1.5E+20"}}"#;
        assert_eq!(words(row), "by a spreadsheet: Recipient Account Id 1.11122E+11, Request ID 1.5E+20");
        assert_eq!(words(r#"{"eventName":"A","requestParameters":{"changedBySpreadsheet":{"a":"b"}}}"#), "");
    }
}
