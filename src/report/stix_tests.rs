//! The rules of STIX 2.1 that a consumer checks, held against sound and hostile indicators.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn bundle_of(indicators: Vec<Indicator>) -> Value {
    let facts = ReportFacts { indicators, ..ReportFacts::default() };
    serde_json::from_slice(&bundle(&facts)).unwrap()
}

fn indicator(kind: IndicatorKind, value: &str, (first, last): (&str, &str)) -> Indicator {
    let event_id = String::new();
    Indicator { kind, value: value.to_owned(), events: 2, first: first.into(), last: last.into(), event_id }
}

/// Returns what a bundle breaks: members that must be there, forms of IDs, order of times, references.
fn broken(bundle: &Value) -> Vec<String> {
    let text = |object: &Value, member: &str| object[member].as_str().unwrap_or_default().to_owned();
    let mut broken = Vec::new();
    let mut say = |is_right: bool, what: &str, object: &Value| {
        if !is_right {
            broken.push(format!("{what}: {object}"));
        }
    };
    let version = |id: &str, kind: &str| {
        let uuid = id.strip_prefix(&format!("{kind}--")).and_then(|uuid| Uuid::parse_str(uuid).ok());
        uuid.map_or(0, |uuid| uuid.get_version_num())
    };
    say(version(&text(bundle, "id"), "bundle") == 4, "ID of the bundle", bundle);
    say(bundle.get("spec_version").is_none(), "a bundle of 2.1 has no version", bundle);
    say(bundle["objects"] != json!([]), "an empty list", bundle);
    let objects: Vec<Value> = bundle["objects"].as_array().cloned().unwrap_or_default();
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for object in &objects {
        *by_id.entry(text(object, "id")).or_default() += 1;
    }
    for object in &objects {
        let (kind, id) = (text(object, "type"), text(object, "id"));
        say(by_id.get(&id) == Some(&1), "an ID twice", object);
        say(object["spec_version"] == "2.1", "version", object);
        match kind.as_str() {
            "observed-data" => {
                say(version(&id, &kind) == 4, "ID", object);
                let [first, last] = ["first_observed", "last_observed"].map(|member| text(object, member));
                let [created, modified] = ["created", "modified"].map(|member| text(object, member));
                say(first <= last && created <= modified, "order of times", object);
                for time in [first, last, created, modified] {
                    let is_time = time.len() == 24 && time.ends_with('Z') && time.as_bytes()[19] == b'.';
                    say(is_time && Time::parse(&time).is_some(), "a time", object);
                }
                let count = object["number_observed"].as_u64().unwrap_or_default();
                say((1..=999_999_999).contains(&count), "number_observed", object);
                let refs = object["object_refs"].as_array().cloned().unwrap_or_default();
                let known = |one: &Value| by_id.contains_key(one.as_str().unwrap_or_default());
                say(!refs.is_empty() && refs.iter().all(known), "references", object);
            }
            "ipv4-addr" => {
                say(version(&id, &kind) == 5, "ID", object);
                say(text(object, "value").parse::<Ipv4Addr>().is_ok(), "address", object);
            }
            "ipv6-addr" => {
                say(version(&id, &kind) == 5, "ID", object);
                // Validators refuse an IPv4 address in an IPv6 one.
                let value = text(object, "value");
                say(value.parse::<Ipv6Addr>().is_ok() && !value.contains('.'), "address", object);
            }
            "user-account" => {
                say(version(&id, &kind) == 5, "ID", object);
                say(!text(object, "user_id").is_empty(), "user_id", object);
            }
            _ => say(false, "another type", object),
        }
    }
    broken
}

const TIMES: (&str, &str) = ("2026-03-10T09:05:08Z", "2026-03-10T09:05:08.250Z");

#[test]
fn the_same_values_have_the_ids_that_the_standard_gives() {
    let made = bundle_of(vec![
        indicator(IndicatorKind::Address, "198.51.100.3", TIMES),
        indicator(IndicatorKind::KeyMade, "AKIAIOSFODNN7EXAMPLE", TIMES),
        indicator(IndicatorKind::KeyUsed, "AKIAIOSFODNN7EXAMPLE", TIMES),
        indicator(IndicatorKind::Agent, "aws-cli", TIMES),
    ]);
    assert_eq!(broken(&made), Vec::<String>::new());
    let objects = made["objects"].as_array().unwrap();
    // The example of the standard, section 6.4 and 2.9.
    assert_eq!(objects[0]["id"], "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4");
    let count = |kind: &str| objects.iter().filter(|object| object["type"] == kind).count();
    assert_eq!((count("user-account"), count("observed-data"), count("ipv4-addr")), (1, 3, 1));
}

#[test]
fn what_a_bundle_cannot_say_is_left_out_of_it() {
    for (kind, value, times, objects) in [
        (IndicatorKind::Address, "[2001:db8::1]", TIMES, 2),
        (IndicatorKind::Address, "::ffff:203.0.113.9", TIMES, 2),
        (IndicatorKind::Address, "010.1.1.1", TIMES, 0),
        (IndicatorKind::Address, "203.0.113.0/24", TIMES, 0),
        (IndicatorKind::KeyUsed, "k", ("", ""), 1),
        (IndicatorKind::KeyUsed, "k", ("2026-03-10T09:05:08Z", ""), 1),
        (IndicatorKind::KeyUsed, "k", ("no time", "no time"), 1),
    ] {
        let made = bundle_of(vec![indicator(kind, value, times)]);
        assert_eq!(broken(&made), Vec::<String>::new(), "{value}");
        let count = made["objects"].as_array().map_or(0, Vec::len);
        assert_eq!(count, objects, "{value} {times:?}");
    }
    assert_eq!(broken(&bundle_of(Vec::new())), Vec::<String>::new());
}

proptest! {
    #[test]
    fn no_value_breaks_a_bundle(values in proptest::collection::vec((0_usize..6, any::<String>()), 0..6)) {
        const KINDS: [IndicatorKind; 6] = [
            IndicatorKind::Address,
            IndicatorKind::KeyUsed,
            IndicatorKind::KeyMade,
            IndicatorKind::Principal,
            IndicatorKind::Agent,
            IndicatorKind::Resource,
        ];
        // Missing values are no indicators.
        let values = values.into_iter().filter(|(_, value)| !value.is_empty());
        let indicators = values.map(|(kind, value)| indicator(KINDS[kind], &value, TIMES)).collect();
        let made = bundle_of(indicators);
        prop_assert_eq!(broken(&made), Vec::<String>::new());
    }
}
