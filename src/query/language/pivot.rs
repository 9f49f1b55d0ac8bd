//! Filter text for what is under the cursor, which can be read, edited and undone.

use std::ops::Range;

use super::expr::Expr;
use super::parse::{form, needed};
use crate::json::members::member;
use crate::query::language::syntax::quote;
use crate::record::field::{Column, Field, FieldSource};
use crate::record::on_demand::field_of;
use crate::record::read::value::{member_text, text_of};
use crate::record::targets::list;
use crate::store::{Event, Store};

/// A filter that an event offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pivot {
    /// Its name in a menu.
    pub label: &'static str,
    /// The filter.
    pub filter: String,
}

/// Returns the name of a column's field.
fn name_of(column: Column) -> &'static str {
    field_of(column)
        .map_or("", |field| field.aliases.iter().min_by_key(|alias| alias.len()).unwrap_or(&field.name))
}

/// Returns `field=value`, or the term for a missing value.
pub fn equals(name: &str, value: &str) -> String {
    if value.is_empty() { format!("!{name}:*") } else { format!("{name}={}", quote(value)) }
}

/// Returns the term for one value of a column.
pub fn column_equals(column: Column, value: &str) -> String {
    equals(name_of(column), value)
}

/// Returns the term for one value of a field that groups are by.
pub fn field_equals(store: &Store, field: &Field, value: &str) -> String {
    let second = value.strip_suffix('Z').filter(|_| field.source == FieldSource::Time);
    let begins_others = |second: &&str| {
        let begins = |time: &str| time.strip_prefix(second).is_some_and(|rest| rest.starts_with('.'));
        store.dict(field.column()).iter().any(begins)
    };
    // A whole second includes all of its fractions.
    match second.filter(begins_others) {
        Some(second) => equals(field.name, &format!("{second}.000Z")),
        None => equals(field.name, value),
    }
}

/// Returns the negation of a term.
pub fn not(term: &str) -> String {
    term.strip_prefix('!').map_or_else(|| format!("!{term}"), str::to_owned)
}

/// Adds `term` to `filter`, unless it is there already.
pub fn and(filter: &str, term: &str) -> String {
    let filter = filter.trim();
    match needed(filter) {
        Some(parts) if parts.is_empty() => term.to_owned(),
        Some(_) if !standing_alone(filter, |other| other == term).is_empty() => filter.to_owned(),
        None if filter.contains('|') => format!("{} {term}", in_brackets(filter)),
        _ => format!("{filter} {term}"),
    }
}

/// Adds `term` to `filter`, or removes it if it is there. Everything else stays as it was typed.
pub fn toggle(filter: &str, term: &str) -> String {
    let places = standing_alone(filter, |other| other == term);
    if places.is_empty() { and(filter, term) } else { cut(filter, &places, 0).trim().to_owned() }
}

/// Returns the positions of the terms of a filter that `wanted` selects and that must match every event: not
/// inside brackets or quotes, and not on one side of `|`.
pub(in crate::query) fn standing_alone(filter: &str, wanted: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let is_wanted = |part: &Range<usize>| filter.get(part.clone()).is_some_and(&wanted);
    needed(filter).unwrap_or_default().into_iter().filter(is_wanted).collect()
}

/// Returns the text from `start` on, without some parts and the blanks before them.
pub(in crate::query) fn cut(text: &str, parts: &[Range<usize>], start: usize) -> String {
    let mut out = String::new();
    let mut from = start;
    for part in parts {
        out.push_str(text.get(from..part.start).unwrap_or_default().trim_end());
        from = part.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// Returns the filter for exactly the events that `filter` excludes.
pub fn inverse(filter: &str) -> String {
    let filter = filter.trim();
    let is_opposite =
        |inner: &&str| form(inner).is_ok_and(|inner| form(filter) == Ok(Expr::Not(inner.into())));
    match filter.strip_prefix("!(").and_then(|inner| inner.strip_suffix(')')).filter(is_opposite) {
        Some(inner) => inner.trim().to_owned(),
        None if filter.is_empty() => String::new(),
        None => format!("!{}", in_brackets(filter)),
    }
}

/// Puts `filter` in brackets. A regular expression at its end would include the closing bracket.
fn in_brackets(filter: &str) -> String {
    let close = format!("({filter})");
    let whole = form(filter);
    if whole.is_err() || form(&close) == whole { close } else { format!("({filter} )") }
}

/// Returns everything that an event offers to follow. `record` is its text.
pub fn follow(store: &Store, event: Event, record: &[u8]) -> Vec<Pivot> {
    let value = |column| store.value(event, column);
    let mut pivots = Vec::new();
    let mut add = |label, filter: String| pivots.push(Pivot { label, filter });
    if !value(Column::AccessKey).is_empty() {
        add("this access key, used or issued", key_anywhere(value(Column::AccessKey)));
    }
    if let Some(key) = issued_key(record) {
        add("the key that this call issued", key_anywhere(&key));
    }
    for (label, column) in [
        ("this session", Column::Session),
        ("this principal", Column::Principal),
        ("this person", Column::Person),
        ("this role in all sessions", Column::IssuerArn),
        ("this address", Column::SourceIpAddress),
        ("this program", Column::UserAgent),
        ("the same call", Column::EventName),
        ("the same error", Column::ErrorCode),
    ] {
        if !value(column).is_empty() {
            add(label, column_equals(column, value(column)));
        }
    }
    if let Some(network) = network_of(value(Column::SourceIpAddress)) {
        add("its network", format!("ip:{network}"));
    }
    for (label, name) in
        [("the same request", "requestID"), ("the same event in other accounts", "sharedEventID")]
    {
        if let Some(id) = member_text(record, name) {
            add(label, equals(name, &id));
        }
    }
    if store.twins().is_twin(event) {
        add(ALL_TEXTS, equals("id", &store.event_id(event)));
    }
    if !value(Column::AccessKey).is_empty() {
        let key = quote(value(Column::AccessKey));
        add("this credential and all that came of it", format!("descendants:{key}"));
        add("where this credential came from", format!("origins:{key}"));
    }
    let resource = value(Column::Resource);
    for name in list::names(resource).filter(|name| !name.is_empty()).take(MOST_RESOURCES) {
        add("this resource anywhere", exact_text(&name));
    }
    pivots
}

/// What leads to the events with the same `eventID` in other texts.
pub const ALL_TEXTS: &str = "all texts of this eventID";

/// Maximum number of resources that are offered for an event.
const MOST_RESOURCES: usize = 3;

/// Quotes text that is searched literally.
pub(in crate::query) fn exact_text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Returns the filter for a key, including the calls that issue, change or delete it.
fn key_anywhere(key: &str) -> String {
    let places = [
        "key",
        "responseElements.credentials.accessKeyId",
        "responseElements.accessKey.accessKeyId",
        "requestParameters.accessKeyId",
    ];
    places.map(|place| equals(place, key)).join(" | ")
}

fn issued_key(record: &[u8]) -> Option<String> {
    let response = member(record, "responseElements")?;
    let credentials = member(response, "credentials").or_else(|| member(response, "accessKey"))?;
    member(credentials, "accessKeyId").map(|key| text_of(key).into_owned())
}

/// Returns the /24 of an IPv4 address, or the /64 of an IPv6 address.
fn network_of(address: &str) -> Option<String> {
    let address: std::net::IpAddr = address.parse().ok()?;
    let length = if address.is_ipv4() { 24 } else { 64 };
    ipnet::IpNet::new(address, length).ok().map(|network| network.trunc().to_string())
}

/// The spans that `t` offers, as written in a filter.
pub const AROUND: [&str; 5] = ["1m", "5m", "30m", "1h", "24h"];

/// Returns the filter for everything within `span` before and after an event; only of the same principal if
/// requested. `None` without a time.
pub fn around(store: &Store, event: Event, span: &str, same_principal: bool) -> Option<String> {
    let time = store.time(event);
    time.millis()?;
    let filter = format!("around:{time}~{span}");
    let principal = store.value(event, Column::Principal);
    Some(if same_principal { and(&filter, &column_equals(Column::Principal, principal)) } else { filter })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::language::parse::parse;

    #[test]
    fn terms_are_added_once_and_taken_away_again() {
        assert_eq!(and("", "a=1"), "a=1");
        assert_eq!(and("x", "a=1"), "x a=1");
        assert_eq!(and("x a=1", "a=1"), "x a=1");
        assert_eq!(and("x | y", "a=1"), "(x | y) a=1");
        assert_eq!(toggle("x is:failed y", "is:failed"), "x y");
        assert_eq!(toggle("x", "is:failed"), "x is:failed");
        assert_eq!(toggle("\"a  is:failed b\" is:failed", "is:failed"), "\"a  is:failed b\"");
        assert_eq!((not("a=1"), not("!a:*")), ("!a=1".to_owned(), "a:*".to_owned()));
        assert_eq!(inverse(&inverse("a | b")), "a | b");
        assert_eq!(inverse(""), "");
    }

    /// One of several alternatives was taken for a term that must match every event: nothing was added, or the
    /// filter was left in pieces.
    #[test]
    fn an_alternative_does_not_stand_alone() {
        assert_eq!(and("ip=1.2.3.4 | is:failed", "ip=1.2.3.4"), "(ip=1.2.3.4 | is:failed) ip=1.2.3.4");
        assert_eq!(toggle("name:Get | is:failed", "is:failed"), "(name:Get | is:failed) is:failed");
        assert_eq!(
            toggle("(name:Get | is:failed x) is:failed", "is:failed"),
            "(name:Get | is:failed x)",
            "only the second one goes"
        );
        assert_eq!(and("(name=1 | who:2 ip:3 | error:4)", "ip:3"), "(name=1 | who:2 ip:3 | error:4) ip:3");
        assert_eq!(toggle("!(x is:failed y)", "is:failed"), "!(x is:failed y) is:failed");
        assert_eq!(toggle("ip:@list.txt is:failed", "is:failed"), "ip:@list.txt");
        assert_eq!(and("ip:@list.txt | is:failed", "is:failed"), "(ip:@list.txt | is:failed) is:failed");
        for filter in ["is:denied x", "x is:denied", "is:denied", "is:service is:failed"] {
            for term in filter.split(' ') {
                assert_eq!(and(filter, term), filter, "it is there already");
                assert!(!toggle(filter, term).contains(term), "{filter} {term}");
            }
        }
    }

    #[test]
    fn a_bracket_after_a_regular_expression_is_not_a_part_of_it() {
        let filter = "x | userAgent~^a";
        let whole = parse(filter).unwrap();
        assert_eq!(parse(&inverse(filter)), Ok(Expr::Not(Box::new(whole.clone()))));
        let parts = vec![whole, parse("error=1").unwrap()];
        assert_eq!(parse(&and(filter, "error=1")), Ok(Expr::And(parts)));
    }

    #[test]
    fn what_is_offered_can_be_asked() {
        let key = key_anywhere("AKIAEXAMPLE");
        assert!(parse(&key).is_ok());
        assert_eq!(network_of("203.0.113.77").as_deref(), Some("203.0.113.0/24"));
        assert_eq!(network_of("2001:db8:4f:12::9").as_deref(), Some("2001:db8:4f:12::/64"));
        assert_eq!(network_of("config.amazonaws.com"), None);
        let record = br#"{"responseElements":{"credentials":{"accessKeyId":"ASIAEXAMPLE"}}}"#;
        assert_eq!(issued_key(record).as_deref(), Some("ASIAEXAMPLE"));
        assert_eq!(column_equals(Column::SourceIpAddress, "a b"), "ip=\"a b\"");
        assert_eq!(column_equals(Column::ErrorCode, ""), "!error:*");
        for text in ["a\"b\\c", "x y", "é"] {
            assert!(parse(&exact_text(text)).is_ok());
        }
    }

    #[test]
    fn what_only_one_side_of_an_or_asks_for_is_neither_there_nor_taken_away() {
        for (filter, term, with, toggled) in [
            ("ip=1 | is:failed", "ip=1", "(ip=1 | is:failed) ip=1", "(ip=1 | is:failed) ip=1"),
            ("name:Get | is:failed", "is:failed", "(name:Get | is:failed) is:failed", ""),
            ("name:Get|is:failed x", "is:failed", "(name:Get|is:failed x) is:failed", ""),
            ("is:failed x | y", "is:failed", "(is:failed x | y) is:failed", ""),
            ("(x | y) is:failed", "is:failed", "(x | y) is:failed", "(x | y)"),
            ("(x | y)is:failed", "is:failed", "(x | y)is:failed", "(x | y)"),
            ("(x | is:failed)", "is:failed", "(x | is:failed) is:failed", ""),
            ("agent~x| is:failed", "is:failed", "agent~x| is:failed", "agent~x|"),
            ("/x is:failed y/", "is:failed", "/x is:failed y/ is:failed", ""),
            ("'\"x is:failed y\"", "is:failed", "'\"x is:failed y\" is:failed", ""),
            ("!is:failed", "is:failed", "!is:failed is:failed", ""),
            ("ip:@f (x | y) is:failed", "is:failed", "ip:@f (x | y) is:failed", "ip:@f (x | y)"),
            ("ip=\"a | b\" x", "ip=\"a | b\"", "ip=\"a | b\" x", "x"),
            ("x \"a | b is:failed", "is:failed", "(x \"a | b is:failed) is:failed", ""),
        ] {
            assert_eq!(and(filter, term), with, "{filter}");
            assert_eq!(toggle(filter, term), if toggled.is_empty() { with } else { toggled }, "{filter}");
        }
    }

    #[test]
    fn filters_that_name_files_are_turned_around_and_put_in_brackets_like_others() {
        let filter = "ip=@f | userAgent~^a";
        assert_eq!(and(filter, "x"), "(ip=@f | userAgent~^a ) x");
        assert_eq!(inverse(filter), "!(ip=@f | userAgent~^a )");
        assert_eq!(inverse(&inverse(filter)), filter);
        assert_eq!(inverse("!(a) (b)"), "!(!(a) (b))");
    }
}
