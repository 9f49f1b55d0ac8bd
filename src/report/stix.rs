//! The indicators as a STIX 2.1 bundle: each address and identity as an observable, with an `observed-data` object
//! that says when and how often it occurs in the marked events. IDs are made from the values (UUID version 5), so
//! that the same report has the same ones. Programs and things touched have no observable of their own and are left
//! to the CSV.

use serde_json::{Value, json};
use uuid::Uuid;

use super::facts::ReportFacts;
use super::indicators::{Indicator, IndicatorKind};

/// The namespace that STIX 2.1 gives for the IDs of observables.
const OBSERVABLES: Uuid = Uuid::from_u128(0x00ab_edb4_aa42_466c_9c01_fed2_3315_a9b7);
/// The namespace of the other IDs, made once for this program.
const OWN: Uuid = Uuid::from_u128(0x6f1c_5a0e_3d0b_5c55_9f43_7a61_b2d4_c0e8);

/// Returns the bundle.
pub(super) fn bundle(facts: &ReportFacts) -> Vec<u8> {
    let mut objects: Vec<Value> = Vec::new();
    for one in &facts.indicators {
        let Some((id, observable)) = observable(one) else { continue };
        // One observable may be two indicators: a key that was made and then used.
        if !objects.iter().any(|object| object.get("id").and_then(Value::as_str) == Some(id.as_str())) {
            objects.push(observable);
        }
        objects.push(observed(one, &id));
    }
    let ids: String = objects.iter().filter_map(|object| object.get("id")?.as_str()).collect();
    let id = format!("bundle--{}", Uuid::new_v5(&OWN, ids.as_bytes()));
    // A bundle must not be an empty one with an empty list.
    let bundle = if objects.is_empty() {
        json!({"type": "bundle", "id": id})
    } else {
        json!({"type": "bundle", "id": id, "objects": objects})
    };
    let mut text = format!("{bundle:#}").into_bytes();
    text.push(b'\n');
    text
}

/// Returns the ID of an observable, and the observable.
fn observable(one: &Indicator) -> Option<(String, Value)> {
    let (kind, member) = match one.kind {
        IndicatorKind::Address if one.value.contains(':') => ("ipv6-addr", "value"),
        IndicatorKind::Address => ("ipv4-addr", "value"),
        IndicatorKind::KeyUsed | IndicatorKind::KeyMade | IndicatorKind::Principal => {
            ("user-account", "user_id")
        }
        IndicatorKind::Agent | IndicatorKind::Resource => return None,
    };
    let contributing = json!({ member: one.value });
    let id = format!("{kind}--{}", Uuid::new_v5(&OBSERVABLES, contributing.to_string().as_bytes()));
    let mut object = json!({"type": kind, "spec_version": "2.1", "id": id, member: one.value});
    if one.kind != IndicatorKind::Address {
        let name = if one.kind == IndicatorKind::Principal { "AWS principal" } else { "AWS access key ID" };
        if let Value::Object(members) = &mut object {
            members.insert("display_name".to_owned(), format!("{name} {}", one.value).into());
        }
    }
    Some((id, object))
}

fn observed(one: &Indicator, object: &str) -> Value {
    let named = format!("{} {}", one.kind.name(), one.value);
    let id = format!("observed-data--{}", Uuid::new_v5(&OWN, named.as_bytes()));
    let (first, last) = (stamp(&one.first), stamp(&one.last));
    json!({
        "type": "observed-data",
        "spec_version": "2.1",
        "id": id,
        "created": last,
        "modified": last,
        "first_observed": first,
        "last_observed": last,
        "number_observed": one.events.min(999_999_999),
        "object_refs": [object],
        "labels": [one.kind.name()],
    })
}

/// Returns a time with the milliseconds that STIX wants; that of an event without a time is the earliest possible.
fn stamp(time: &str) -> String {
    match time.strip_suffix('Z') {
        Some(time) if time.contains('.') => format!("{time}Z"),
        Some(time) => format!("{time}.000Z"),
        None => "1970-01-01T00:00:00.000Z".to_owned(),
    }
}
