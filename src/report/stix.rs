//! The indicators as a STIX 2.1 bundle: each address and identity as an observable, with an `observed-data` object
//! that says when and how often it occurs in the marked events. IDs are made from the values, so that the same report has
//! the same ones: those of observables as STIX says (UUID version 5), the others with the form of random ones (version
//! 4), which STIX asks for. Programs, things touched and what has no time are left to the CSV.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::facts::ReportFacts;
use super::indicators::{Indicator, IndicatorKind};
use crate::record::time::Time;

/// The namespace that STIX 2.1 gives for the IDs of observables.
const OBSERVABLES: Uuid = Uuid::from_u128(0x00ab_edb4_aa42_466c_9c01_fed2_3315_a9b7);
/// The first and the last year that a time of STIX can have.
const YEARS: std::ops::RangeInclusive<i64> = 1..=9999;

/// Returns the bundle.
pub(super) fn bundle(facts: &ReportFacts) -> Vec<u8> {
    let mut objects: Vec<Value> = Vec::new();
    let mut ids: BTreeSet<String> = BTreeSet::new();
    for one in &facts.indicators {
        let Some((id, observable)) = observable(one) else { continue };
        // One observable may be two indicators: a key that was made and then used.
        if ids.insert(id.clone()) {
            objects.push(observable);
        }
        if let Some((own, observed)) = observed(one, &id)
            && ids.insert(own)
        {
            objects.push(observed);
        }
    }
    let id = own_id("bundle", &ids.into_iter().collect::<String>());
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

/// Makes an ID from what it is for.
fn own_id(kind: &str, about: &str) -> String {
    let hash = Sha256::digest(format!("trailsift {kind} {about}"));
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash).for_each(|(byte, hashed)| *byte = hashed);
    format!("{kind}--{}", uuid::Builder::from_random_bytes(bytes).into_uuid())
}

/// Returns the ID of an observable, and the observable.
fn observable(one: &Indicator) -> Option<(String, Value)> {
    let address = one.value.trim_matches(['[', ']']);
    let (kind, member, value) = match one.kind {
        IndicatorKind::Address => match (address.parse::<Ipv4Addr>(), address.parse::<Ipv6Addr>()) {
            (Ok(v4), _) => ("ipv4-addr", "value", v4.to_string()),
            (_, Ok(v6)) => match v6.to_ipv4_mapped() {
                Some(v4) => ("ipv4-addr", "value", v4.to_string()),
                None => ("ipv6-addr", "value", v6.to_string()),
            },
            _ => return None,
        },
        IndicatorKind::KeyUsed | IndicatorKind::KeyMade | IndicatorKind::Principal => {
            ("user-account", "user_id", one.value.clone())
        }
        IndicatorKind::Agent | IndicatorKind::Resource => return None,
    };
    let contributing = json!({ member: value });
    let id = format!("{kind}--{}", Uuid::new_v5(&OBSERVABLES, contributing.to_string().as_bytes()));
    let mut object = json!({"type": kind, "spec_version": "2.1", "id": id, member: value});
    if one.kind != IndicatorKind::Address {
        let name = if one.kind == IndicatorKind::Principal { "AWS principal" } else { "AWS access key ID" };
        if let Value::Object(members) = &mut object {
            members.insert("display_name".to_owned(), format!("{name} {value}").into());
        }
    }
    Some((id, object))
}

/// Returns the ID of an observation and the observation; `None` if its events have no time.
fn observed(one: &Indicator, object: &str) -> Option<(String, Value)> {
    let (first, last) = (stamp(&one.first)?, stamp(&one.last)?);
    let id = own_id("observed-data", &format!("{} {}", one.kind.name(), one.value));
    let observed = json!({
        "type": "observed-data",
        "spec_version": "2.1",
        "id": id,
        "created": last,
        "modified": last,
        "first_observed": first,
        "last_observed": last,
        "number_observed": one.events.clamp(1, 999_999_999),
        "object_refs": [object],
        "labels": [one.kind.name()],
    });
    Some((id, observed))
}

/// Returns a time with the milliseconds that STIX wants, if STIX can say it.
fn stamp(time: &str) -> Option<String> {
    let year: i64 = time.split('-').next()?.parse().ok()?;
    Time::parse(time).filter(|_| YEARS.contains(&year) && time.len() >= "2026-03-10T09:05:08Z".len())?;
    let time = time.strip_suffix('Z')?;
    Some(if time.contains('.') { format!("{time}Z") } else { format!("{time}.000Z") })
}

#[cfg(test)]
#[path = "stix_tests.rs"]
mod tests;
