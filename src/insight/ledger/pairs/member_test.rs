//! Conditions of the table on one record: whether a member is present, or has a value.

use crate::record::member_path::MemberPath;
use crate::record::read::RawRecord;
use crate::record::read::value::{is_present, text_of};

/// A condition on the members at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::insight::ledger) struct MemberTest {
    path: MemberPath,
    /// The value that one of them must have; without it, one must be present.
    value: Option<String>,
    /// Whether the condition is turned round.
    negated: bool,
}

impl MemberTest {
    /// Reads `path`, `!path`, `path=value` or `!path=value`.
    pub(in crate::insight::ledger) fn parse(text: &str) -> Self {
        let bare = text.strip_prefix('!');
        let (path, value) = match bare.unwrap_or(text).split_once('=') {
            Some((path, value)) => (path, Some(value.to_owned())),
            None => (bare.unwrap_or(text), None),
        };
        Self { path: MemberPath::parse(path), value, negated: bare.is_some() }
    }

    /// Returns whether a record meets it.
    pub(in crate::insight::ledger) fn passes(&self, record: &RawRecord<'_>) -> bool {
        let mut found = false;
        self.path.each_value(record, &mut |raw| {
            found |= is_present(raw) && self.value.as_ref().is_none_or(|value| text_of(raw) == **value);
        });
        found != self.negated
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_see_values_objects_and_absence() {
        let text = r#"{"eventName":"X","requestParameters":{"on":false,"none":null,"add":{"items":[{"group":"all"}]}}}"#;
        let record = RawRecord::read(text.as_bytes(), 0).unwrap();
        for (test, expected) in [
            ("req.on", true),
            ("req.on=false", true),
            ("req.on=true", false),
            ("!req.on=true", true),
            ("!req.on", false),
            ("req.none", false),
            ("!req.none", true),
            ("!req.missing=true", true),
            ("req.add", true),
            ("req.add.group=all", true),
        ] {
            assert_eq!(MemberTest::parse(test).passes(&record), expected, "{test}");
        }
    }
}
