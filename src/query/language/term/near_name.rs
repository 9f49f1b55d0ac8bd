//! What the user may have meant by a name that is not a field.

use crate::record::field::FIELDS;

/// Names that people know from other programs, and what to write.
const MEANT: [(&str, &str); 9] = [
    ("bucket bucketname s3bucket", "requestParameters.bucketName or resource"),
    ("accesskey accesskeyid akid", "key"),
    ("identitytype usertype useridentitytype", "userIdentity.type"),
    ("username", "user or who"),
    ("instance instanceid target resourcename", "resource"),
    ("sourceip srcip clientip ipaddress", "sourceIPAddress"),
    ("date datetime timestamp when", "time"),
    ("action api call operation", "eventName"),
    ("vpce vpcendpoint", "vpcEndpointId"),
];

/// Says what is wrong with a name, and what may have been meant.
pub(super) fn unknown(name: &str) -> String {
    // Other programs write names with underscores: event_name.
    let lower = name.to_ascii_lowercase().replace('_', "");
    let known = MEANT.iter().find(|(names, _)| names.split(' ').any(|known| known == lower));
    match known.map(|(_, meant)| *meant).or_else(|| nearest(&lower)) {
        Some(meant) => format!("no field {name}; did you mean {meant}? For the text itself, use quotes"),
        None => format!("no field {name}; for the text itself, use quotes"),
    }
}

/// Returns the name that this one is the beginning or a part of, otherwise one that differs in a few letters,
/// otherwise one that is a part of it.
fn nearest(lower: &str) -> Option<&'static str> {
    let names = FIELDS.iter().flat_map(|field| field.aliases.iter().chain([&field.name]));
    let ranked = names.filter_map(|name| {
        let known = name.to_ascii_lowercase();
        let distance = strsim::osa_distance(&known, lower);
        let rank = if known.contains(lower) {
            0
        } else if distance <= (lower.len() / 4).min(2) {
            1
        } else if known.len() > 2 && lower.contains(&known) {
            2
        } else {
            return None;
        };
        Some((rank, distance, *name))
    });
    ranked.min().map(|(.., name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::language::parse::parse;

    #[test]
    fn a_name_that_is_no_field_is_told_with_the_one_that_was_meant() {
        for (name, meant) in [
            ("bucket", "did you mean requestParameters.bucketName or resource?"),
            ("identityType", "did you mean userIdentity.type?"),
            ("event_name", "did you mean eventName?"),
            ("eventnmae", "did you mean eventName?"),
            ("regoin", "did you mean region?"),
            ("source_ip", "did you mean sourceIPAddress?"),
            ("zzz", "no field zzz; for the text itself, use quotes"),
        ] {
            assert!(unknown(name).contains(meant), "{name}: {}", unknown(name));
        }
        for (names, meant) in MEANT {
            for name in names.split(' ') {
                assert!(parse(&format!("{name}=x")).is_err(), "{name} is a field");
            }
            for meant in meant.split(" or ") {
                assert!(parse(&format!("{meant}:*")).is_ok(), "{meant}");
            }
        }
    }
}
