//! A second, plain evaluator of rules over parsed JSON: it walks values and compares texts one by one, and knows nothing
//! of filters.

use serde_json::Value;

/// An item of a search: a field with modifiers, and values; `None` is null.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) field: String,
    pub(crate) modifiers: Vec<&'static str>,
    pub(crate) values: Vec<Option<String>>,
}

/// A search: a list of maps, of which any may match.
#[derive(Debug, Clone)]
pub(crate) struct Search(pub(crate) Vec<Vec<Item>>);

/// A condition over numbered searches.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    Search(usize),
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    OneOf,
    AllOf,
}

impl Condition {
    pub(crate) fn holds(&self, searches: &[Search], event: &Value) -> bool {
        match self {
            Self::Search(at) => searches[*at].holds(event),
            Self::Not(inner) => !inner.holds(searches, event),
            Self::And(one, other) => one.holds(searches, event) && other.holds(searches, event),
            Self::Or(one, other) => one.holds(searches, event) || other.holds(searches, event),
            Self::OneOf => searches.iter().any(|search| search.holds(event)),
            Self::AllOf => searches.iter().all(|search| search.holds(event)),
        }
    }
}

impl Search {
    fn holds(&self, event: &Value) -> bool {
        self.0.iter().any(|map| map.iter().all(|item| item.holds(event)))
    }
}

impl Item {
    fn holds(&self, event: &Value) -> bool {
        let found = values(event, &self.field);
        let one = |wanted: &Option<String>| self.one(event, &found, wanted.as_deref());
        let holds = if self.has("all") { self.values.iter().all(one) } else { self.values.iter().any(one) };
        holds != self.has("neq")
    }

    fn has(&self, modifier: &str) -> bool {
        self.modifiers.contains(&modifier)
    }

    fn one(&self, event: &Value, found: &[String], wanted: Option<&str>) -> bool {
        let Some(wanted) = wanted else { return found.is_empty() };
        if self.has("exists") {
            return (wanted == "true") != found.is_empty();
        }
        if self.has("fieldref") {
            let others: Vec<String> = values(event, wanted).iter().map(|text| text.to_lowercase()).collect();
            return found.iter().any(|text| others.contains(&text.to_lowercase()));
        }
        for (modifier, holds) in [
            ("gt", (|one, other| one > other) as fn(f64, f64) -> bool),
            ("gte", |one, other| one >= other),
            ("lt", |one, other| one < other),
            ("lte", |one, other| one <= other),
        ] {
            if self.has(modifier) {
                let bound: f64 = wanted.parse().unwrap();
                return found.iter().filter_map(|text| text.parse().ok()).any(|size| holds(size, bound));
            }
        }
        let fold = |text: &str| if self.has("cased") { text.to_owned() } else { text.to_lowercase() };
        let mut pattern: Vec<Option<char>> = Vec::new();
        let mut stars: Vec<usize> = Vec::new();
        let folded = fold(wanted);
        let mut chars = folded.chars().peekable();
        if self.has("contains") || self.has("endswith") {
            stars.push(0);
        }
        while let Some(char) = chars.next() {
            match char {
                '*' => stars.push(pattern.len()),
                '?' => pattern.push(None),
                '\\' => {
                    pattern.push(Some(chars.next_if(|next| ['*', '?', '\\'].contains(next)).unwrap_or('\\')));
                }
                char => pattern.push(Some(char)),
            }
        }
        if self.has("contains") || self.has("startswith") {
            stars.push(pattern.len());
        }
        found.iter().any(|text| matches(&fold(text).chars().collect::<Vec<_>>(), &pattern, &stars, 0))
    }
}

/// Whether a text matches the pattern from `at` on; `stars` are the places before which anything may be.
fn matches(text: &[char], pattern: &[Option<char>], stars: &[usize], at: usize) -> bool {
    if stars.contains(&at) {
        let later: Vec<usize> = stars.iter().copied().filter(|star| *star != at).collect();
        return (0..=text.len()).any(|skipped| matches(&text[skipped..], pattern, &later, at));
    }
    match (pattern.get(at), text.first()) {
        (None, None) => true,
        (Some(wanted), Some(char)) if wanted.is_none_or(|wanted| wanted == *char) => {
            matches(&text[1..], pattern, stars, at + 1)
        }
        _ => false,
    }
}

/// The texts of all values of a field, without null.
pub(crate) fn values(event: &Value, field: &str) -> Vec<String> {
    fn walk(value: &Value, names: &[&str], found: &mut Vec<String>) {
        match (names, value) {
            ([], Value::Null) => {}
            ([], Value::String(text)) => found.push(text.clone()),
            ([], value) => found.push(value.to_string()),
            (_, Value::Array(items)) => items.iter().for_each(|item| walk(item, names, found)),
            ([name, rest @ ..], Value::Object(members)) => {
                if let Some(value) = members.get(*name) {
                    walk(value, rest, found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(event, &field.split('.').collect::<Vec<_>>(), &mut found);
    found
}
