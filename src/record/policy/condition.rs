//! The conditions of a statement. All of them must hold; of several values, one is enough.

use super::texts::texts;
use crate::json::members::members;
use crate::json::text::decode;

/// One key that is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition {
    /// The operator as written, such as `ForAnyValue:StringLikeIfExists`.
    pub operator: String,
    /// The key, such as `aws:SourceIp`.
    pub key: String,
    /// The values, sorted.
    pub values: Vec<String>,
}

/// An operator without what surrounds it.
struct ConditionOperator<'o> {
    name: &'o str,
    /// `ForAnyValue` or `ForAllValues`.
    set: Option<&'o str>,
    if_exists: bool,
}

impl Condition {
    /// Reads the value of a `Condition` element.
    pub(super) fn read(json: &[u8]) -> Vec<Self> {
        let mut found = Vec::new();
        for (operator, keys) in members(json) {
            for (key, values) in members(keys) {
                let (operator, key) = (decode(operator).into_owned(), decode(key).into_owned());
                let mut values = texts(values);
                values.sort();
                found.push(Self { operator, key, values });
            }
        }
        found
    }

    fn parts(&self) -> ConditionOperator<'_> {
        let (set, name) = match self.operator.split_once(':') {
            Some((set, name)) => (Some(set), name),
            None => (None, self.operator.as_str()),
        };
        let stripped = name.len().checked_sub("IfExists".len()).and_then(|at| name.split_at_checked(at));
        match stripped {
            Some((name, end)) if end.eq_ignore_ascii_case("IfExists") => {
                ConditionOperator { name, set, if_exists: true }
            }
            _ => ConditionOperator { name, set, if_exists: false },
        }
    }

    /// Returns whether it limits nothing: every address is in 0.0.0.0/0.
    pub fn is_vacuous(&self) -> bool {
        self.key.eq_ignore_ascii_case("aws:SourceIp")
            && self.parts().name.eq_ignore_ascii_case("IpAddress")
            && self.values.iter().any(|value| matches!(value.as_str(), "0.0.0.0/0" | "::/0"))
    }

    /// Returns whether it names the subject or the audience of a token.
    pub fn names_token(&self) -> bool {
        let key = self.key.to_ascii_lowercase();
        key.ends_with(":sub") || key.ends_with(":aud")
    }

    /// Says what it demands: `aws:SourceIp is in 203.0.113.0/24`.
    pub fn words(&self) -> String {
        let ConditionOperator { name, set, if_exists } = self.parts();
        let key = match set.map(str::to_ascii_lowercase).as_deref() {
            Some("foranyvalue") => format!("any {}", self.key),
            Some("forallvalues") => format!("every {}", self.key),
            Some(other) => format!("{other}:{}", self.key),
            None => self.key.clone(),
        };
        let values = self.values.join(" or ");
        let absent = if if_exists { " or absent" } else { "" };
        if name.eq_ignore_ascii_case("Null") {
            let is = if values.eq_ignore_ascii_case("true") { "absent" } else { "present" };
            return format!("{key} is {is}");
        }
        let relation = RELATIONS.iter().find(|(operator, _)| operator.eq_ignore_ascii_case(name));
        let relation = relation.map_or(name, |(_, relation)| relation);
        format!("{key} {relation} {values}{absent}")
    }
}

/// Operators in words. Others are shown as written.
const RELATIONS: [(&str, &str); 25] = [
    ("StringEquals", "is"),
    ("StringNotEquals", "is not"),
    ("StringEqualsIgnoreCase", "is (in any case)"),
    ("StringNotEqualsIgnoreCase", "is not (in any case)"),
    ("StringLike", "is like"),
    ("StringNotLike", "is not like"),
    ("ArnEquals", "is like"),
    ("ArnLike", "is like"),
    ("ArnNotEquals", "is not like"),
    ("ArnNotLike", "is not like"),
    ("Bool", "is"),
    ("BinaryEquals", "is"),
    ("IpAddress", "is in"),
    ("NotIpAddress", "is not in"),
    ("NumericEquals", "is"),
    ("NumericNotEquals", "is not"),
    ("NumericLessThan", "<"),
    ("NumericLessThanEquals", "<="),
    ("NumericGreaterThan", ">"),
    ("NumericGreaterThanEquals", ">="),
    ("DateEquals", "is"),
    ("DateNotEquals", "is not"),
    ("DateLessThan", "is before"),
    ("DateLessThanEquals", "is not after"),
    ("DateGreaterThan", "is after"),
];
