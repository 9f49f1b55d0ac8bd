//! Generated rules and events, small enough that rules often match and often nearly do.

use serde_json::{Map, Value, json};

use crate::oracle::{Condition, Item, Search};

/// A sequence of numbers that is the same in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

const FIELDS: [&str; 12] = [
    "eventName",
    "eventSource",
    "errorCode",
    "userAgent",
    "readOnly",
    "userIdentity.arn",
    "userIdentity.userName",
    "requestParameters",
    "requestParameters.name",
    "requestParameters.items.name",
    "responseElements.count",
    "additionalEventData.Name",
];

const TEXTS: [&str; 14] =
    ["ab", "AB", "a", "b", "", "a.b", "*", "a b", "true", "10", "9", "\"a\"", "a,b", "c\\d"];

const WANTED: [&str; 20] = [
    "ab", "aB", "a", "b", "", "a.b", "*", "a*", "*b", "?b", "\\*", "a b", "true", "10", "a?", "\"a\"", "a,b",
    "c\\d", "raw.a", "(b|a) )",
];

fn value(random: &mut Random) -> Value {
    match random.below(10) {
        0 => Value::Null,
        1 => json!(random.below(2) == 0),
        2 => json!(random.below(12)),
        3 => json!([random.one(&TEXTS), { "name": random.one(&TEXTS) }, null]),
        4 => json!({ "name": random.one(&TEXTS), "other": random.one(&TEXTS) }),
        _ => json!(random.one(&TEXTS)),
    }
}

/// An event with this ID.
pub(crate) fn event(random: &mut Random, id: usize) -> Value {
    let mut members = Map::new();
    for (name, fixed) in [
        ("eventVersion", "1.08".to_owned()),
        ("eventID", format!("e{id}")),
        ("eventTime", format!("2026-01-01T00:{:02}:{:02}Z", id / 60, id % 60)),
        ("recipientAccountId", "111122223333".to_owned()),
    ] {
        members.insert(name.to_owned(), json!(fixed));
    }
    for name in ["eventName", "eventSource", "errorCode", "userAgent", "readOnly"] {
        if random.below(4) > 0 {
            members.insert(
                name.to_owned(),
                if random.below(8) == 0 { value(random) } else { json!(random.one(&TEXTS)) },
            );
        }
    }
    // An object without eventName is not read as a record.
    members.entry("eventName").or_insert(json!("ab"));
    let mut identity = Map::new();
    for name in ["arn", "userName"] {
        if random.below(3) > 0 {
            identity.insert(name.to_owned(), json!(random.one(&TEXTS)));
        }
    }
    members.insert("userIdentity".to_owned(), identity.into());
    for (block, names) in [
        ("requestParameters", &["name", "items", "Name"][..]),
        ("responseElements", &["count"]),
        ("additionalEventData", &["Name", "name"]),
    ] {
        let mut inside = Map::new();
        for name in names {
            if random.below(3) > 0 {
                inside.insert((*name).to_owned(), value(random));
            }
        }
        if random.below(6) > 0 {
            members.insert(block.to_owned(), inside.into());
        }
    }
    if random.below(9) == 0 {
        members.insert("eventType".to_owned(), json!("AwsCloudTrailInsight"));
        members.insert(
            "insightDetails".to_owned(),
            json!({ "eventName": "ab", "eventSource": "a", "errorCode": "b" }),
        );
        members.remove("eventName");
    }
    members.into()
}

fn item(random: &mut Random) -> Item {
    let field = random.one(&FIELDS).to_owned();
    let modifiers: &[&'static str] = match random.below(16) {
        0 => &["contains"],
        1 => &["startswith"],
        2 => &["endswith"],
        3 => &["contains", "all"],
        4 => &["cased"],
        5 => &["contains", "cased"],
        6 => &["startswith", "cased"],
        7 => &["exists"],
        8 => &["fieldref"],
        9 => &["gt"],
        10 => &["lte"],
        11 => &["neq"],
        12 => &["endswith", "all"],
        _ => &[],
    };
    let text = |random: &mut Random| match modifiers {
        ["exists"] => random.one(&["true", "false"]).to_owned(),
        ["fieldref"] => random.one(&FIELDS).to_owned(),
        ["gt" | "lte"] => random.one(&["9", "10", "0.5"]).to_owned(),
        _ => random.one(&WANTED).to_owned(),
    };
    let has_null = matches!(modifiers, [] | ["neq" | "contains"]);
    let values = (0..=random.below(3))
        .map(|_| if has_null && random.below(7) == 0 { None } else { Some(text(random)) })
        .collect();
    Item { field, modifiers: modifiers.to_vec(), values }
}

fn map(random: &mut Random) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for _ in 0..=random.below(2) {
        let item = item(random);
        if items.iter().all(|other| other.field != item.field) {
            items.push(item);
        }
    }
    items
}

fn condition(random: &mut Random, searches: usize, depth: usize) -> Condition {
    let inner = |random: &mut Random| Box::new(condition(random, searches, depth - 1));
    match random.below(if depth == 0 { 1 } else { 6 }) {
        1 => Condition::Not(inner(random)),
        2 => Condition::And(inner(random), inner(random)),
        3 => Condition::Or(inner(random), inner(random)),
        4 => Condition::OneOf,
        5 => Condition::AllOf,
        _ => Condition::Search(random.below(searches)),
    }
}

/// The searches and the condition of a rule.
pub(crate) fn rule(random: &mut Random) -> (Vec<Search>, Condition) {
    let searches: Vec<Search> =
        (0..=random.below(3)).map(|_| Search((0..=random.below(2)).map(|_| map(random)).collect())).collect();
    let condition = condition(random, searches.len(), 2);
    (searches, condition)
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The rule as people write it.
pub(crate) fn yaml(searches: &[Search], condition: &Condition) -> String {
    let mut text = "title: made\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n".to_owned();
    for (at, Search(maps)) in searches.iter().enumerate() {
        text += &format!("  s{at}:\n");
        for map in maps {
            for (first, item) in map.iter().enumerate() {
                let name = [&[item.field.as_str()], item.modifiers.as_slice()].concat().join("|");
                let values: Vec<String> = item
                    .values
                    .iter()
                    .map(|value| value.as_deref().map_or_else(|| "null".to_owned(), quoted))
                    .collect();
                let lead = if first == 0 { "-" } else { " " };
                text += &format!("    {lead} {name}: [{}]\n", values.join(", "));
            }
        }
    }
    text + &format!("  condition: {}\n", condition_text(condition))
}

fn condition_text(condition: &Condition) -> String {
    match condition {
        Condition::Search(at) => format!("s{at}"),
        Condition::Not(inner) => format!("not {}", condition_text(inner)),
        Condition::And(one, other) => format!("({} and {})", condition_text(one), condition_text(other)),
        Condition::Or(one, other) => format!("({} or {})", condition_text(one), condition_text(other)),
        Condition::OneOf => "1 of s*".to_owned(),
        Condition::AllOf => "all of them".to_owned(),
    }
}
