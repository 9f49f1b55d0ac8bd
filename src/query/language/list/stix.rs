//! Indicators in JSON: an array of strings, a STIX 2.1 bundle, or a MISP or other list of objects with a
//! `value`. STIX patterns are read if they compare for equality and are joined by OR.

use serde_json::Value;

use super::entry::{ListEntry, plain};

/// Maximum depth to which nested objects are read.
const MAX_DEPTH: usize = 8;

/// Reads the entries of a document, in order. The error is a sentence.
pub(in crate::query::language) fn entries(json: &Value) -> Result<Vec<ListEntry>, String> {
    let objects = match json {
        Value::Array(items) => items,
        Value::Object(object) => match object.get("objects") {
            Some(Value::Array(objects)) => objects,
            _ => std::slice::from_ref(json),
        },
        _ => return Err("the JSON is not a list".to_owned()),
    };
    let mut found = Vec::new();
    for (object, line) in objects.iter().zip(1_u32..) {
        let mut add = |text: Result<String, &'static str>| {
            let (text, fault) = match text {
                Ok(text) => (text, None),
                Err(fault) => (String::new(), Some(fault)),
            };
            found.push(ListEntry { line, text, fault });
        };
        match object {
            Value::String(text) => add(Ok(plain(text))),
            Value::Object(members) if members.get("type").is_some_and(|kind| kind == "indicator") => {
                match members.get("pattern").and_then(Value::as_str).map(values) {
                    Some(Ok(values)) => values.into_iter().for_each(|value| add(Ok(value))),
                    Some(Err(fault)) => add(Err(fault)),
                    None => add(Err("an indicator without a pattern")),
                }
            }
            other => observed(other, 0, &mut |value| add(Ok(value))),
        }
    }
    if found.is_empty() { Err("the JSON holds no indicators".to_owned()) } else { Ok(found) }
}

/// The kinds of STIX objects whose `value` is the indicator.
const OBSERVED: [&str; 7] =
    ["ipv4-addr", "ipv6-addr", "domain-name", "url", "email-addr", "ip-src", "ip-dst"];

/// Reads the values of an observed object, and of the objects inside it.
fn observed(object: &Value, depth: usize, add: &mut impl FnMut(String)) {
    if depth > MAX_DEPTH {
        return;
    }
    match object {
        Value::Array(items) => items.iter().for_each(|item| observed(item, depth + 1, add)),
        Value::Object(members) => {
            let text = |name: &str| members.get(name).and_then(Value::as_str);
            let kind = text("type").unwrap_or_default();
            if OBSERVED.contains(&kind) {
                text("value").map(plain).into_iter().for_each(&mut *add);
            } else if kind == "user-account" {
                ["user_id", "account_login"]
                    .iter()
                    .filter_map(|name| text(name))
                    .map(plain)
                    .for_each(&mut *add);
            }
            for inner in members.values().filter(|value| value.is_array() || value.is_object()) {
                observed(inner, depth + 1, add);
            }
        }
        _ => {}
    }
}

/// Reads the values of a pattern: `[ipv4-addr:value = '203.0.113.9' OR ipv4-addr:value = '198.51.100.4']`, `…
/// IN ('a', 'b')`.
fn values(pattern: &str) -> Result<Vec<String>, &'static str> {
    const FAULT: &str = "only patterns with = or IN, joined by OR, are supported";
    let mut values = Vec::new();
    let mut words = String::new();
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        if char != '\'' {
            words.push(char);
            continue;
        }
        let mut value = String::new();
        loop {
            match chars.next().ok_or(FAULT)? {
                '\'' => break,
                '\\' => value.push(chars.next().ok_or(FAULT)?),
                char => value.push(char),
            }
        }
        values.push(plain(&value));
        words.push_str(" ' ");
    }
    // What may be between the values: object paths, and the words that join them. Longer words come first.
    let words = ["[", "]", "(", ")", ",", "="]
        .iter()
        .fold(words, |words, sign| words.replace(sign, &format!(" {sign} ")));
    let mut compares = false;
    for word in words.split_whitespace() {
        match word {
            "=" | "IN" => compares = true,
            "[" | "]" | "(" | ")" | "," | "OR" | "'" => {}
            path if path.contains(':') && !path.contains(['!', '<', '>']) => {}
            _ => return Err(FAULT),
        }
    }
    if compares && !values.is_empty() { Ok(values) } else { Err(FAULT) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn simple_patterns_are_read_and_others_are_told() {
        for (pattern, expected) in [
            ("[ipv4-addr:value = '203.0.113.9']", &["203.0.113.9"][..]),
            (
                "[ipv4-addr:value='203.0.113.9' OR ipv6-addr:value = '2001:db8::1']",
                &["203.0.113.9", "2001:db8::1"],
            ),
            ("[ipv4-addr:value IN ('192.0.2.0/24','198.51.100.4')]", &["192.0.2.0/24", "198.51.100.4"]),
            (
                "[domain-name:value = 'a.example'] OR [user-account:user_id = 'O\\'Neil']",
                &["a.example", "O'Neil"],
            ),
        ] {
            assert_eq!(values(pattern).unwrap(), expected, "{pattern}");
        }
        for pattern in [
            "",
            "[ipv4-addr:value = '203.0.113.9",
            "[ipv4-addr:value != '203.0.113.9']",
            "[ipv4-addr:value = '203.0.113.9' AND network-traffic:dst_port = '443']",
            "[ipv4-addr:value = '203.0.113.9'] FOLLOWEDBY [ipv4-addr:value = '198.51.100.4']",
            "[file:name LIKE 'a%']",
            "[url:value MATCHES '^http']",
            "[NOT ipv4-addr:value = '203.0.113.9']",
        ] {
            assert!(values(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn bundles_hold_indicators_and_observations() {
        let bundle = json!({"type": "bundle", "id": "bundle--1", "objects": [
            {"type": "identity", "name": "x"},
            {"type": "indicator", "pattern_type": "stix", "pattern": "[ipv4-addr:value = '203[.]0[.]113[.]9']"},
            {"type": "ipv4-addr", "value": "198.51.100.4"},
            {"type": "indicator", "pattern": "[file:size > 7]"},
            {"type": "observed-data", "objects": {"0": {"type": "user-account", "user_id": "AIDAEXAMPLE"}}},
        ]});
        let found = entries(&bundle).unwrap();
        let found: Vec<_> =
            found.iter().map(|entry| (entry.line, entry.text.as_str(), entry.fault.is_some())).collect();
        assert_eq!(
            found,
            [(2, "203.0.113.9", false), (3, "198.51.100.4", false), (4, "", true), (5, "AIDAEXAMPLE", false)]
        );
        assert!(entries(&json!({"type": "bundle"})).is_err() && entries(&json!(7)).is_err());
    }
}
