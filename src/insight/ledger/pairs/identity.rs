//! The identity of what a call changes: parts read from its record.

use super::changed_thing::ChangedThing;
use super::security_group;
use crate::record::member_path::{MemberPath, is_told};
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::{member_text, text_of};

/// Maximum number of things that one call changes; the request of a real call has fewer.
const MOST: usize = 4096;

/// One part of an identity: ways to find it, of which the first that leads to a value counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::insight::ledger) struct IdentityPart(Vec<Vec<PartSource>>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum PartSource {
    Path(MemberPath),
    /// The user name of the caller.
    Caller,
    /// This text.
    Literal(String),
    /// Any value.
    Any,
}

/// How the parts of an identity are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::insight::ledger) enum IdentityRule {
    Parts(Vec<IdentityPart>),
    /// A rule of a security group.
    SecurityGroupRule,
}

impl PartSource {
    fn parse(text: &str) -> Self {
        match text {
            "caller" => Self::Caller,
            "any" => Self::Any,
            _ => match text.strip_prefix('=') {
                Some(literal) => Self::Literal(literal.to_owned()),
                None => Self::Path(MemberPath::parse(text)),
            },
        }
    }

    fn read(&self, record: &RawRecord<'_>, values: &mut Vec<Option<String>>) {
        match self {
            Self::Path(path) => path.each(record, &mut |raw| {
                let text = text_of(raw).into_owned();
                if is_named(&text) && !values.iter().flatten().any(|value| *value == text) {
                    values.push(Some(text));
                }
            }),
            Self::Caller => {
                let identity = record.raw(Key::UserIdentity).unwrap_or_default();
                let name = member_text(identity, "userName").filter(|name| is_told(name));
                values.extend(name.map(|name| Some(name.into_owned())));
            }
            Self::Literal(text) => values.push(Some(text.clone())),
            Self::Any => values.push(None),
        }
    }
}

/// Returns whether a value names something: a subscription that is not confirmed has no name yet.
fn is_named(text: &str) -> bool {
    is_told(text) && !text.eq_ignore_ascii_case("pending confirmation")
}

impl IdentityPart {
    /// Reads `a / b + c`: the first alternative with a value, where `+` joins the values of several paths.
    pub(in crate::insight::ledger) fn parse(text: &str) -> Self {
        let sources = |way: &str| way.split(" + ").map(PartSource::parse).collect();
        Self(text.split(" / ").map(sources).collect())
    }

    fn read(&self, record: &RawRecord<'_>) -> Vec<Option<String>> {
        let mut values = Vec::new();
        for way in &self.0 {
            for source in way {
                source.read(record, &mut values);
            }
            if !values.is_empty() {
                break;
            }
        }
        values
    }

    /// Returns the first text that a record has for it.
    pub(in crate::insight::ledger) fn first(&self, record: &RawRecord<'_>) -> Option<String> {
        self.read(record).into_iter().flatten().next()
    }
}

impl IdentityRule {
    /// Reads the parts of a line of the table.
    pub(in crate::insight::ledger) fn parse(parts: &[String]) -> Self {
        match parts {
            [only] if only == "sgrule" => Self::SecurityGroupRule,
            _ => Self::Parts(parts.iter().map(|part| IdentityPart::parse(part)).collect()),
        }
    }

    /// Returns the things that a record names; nothing if a part is missing.
    pub(in crate::insight::ledger) fn read(
        &self,
        record: &RawRecord<'_>,
        id: Option<&IdentityPart>,
    ) -> Vec<ChangedThing> {
        let parts = match self {
            Self::SecurityGroupRule => return security_group::rules(record),
            Self::Parts(parts) => parts,
        };
        let mut identities = vec![ChangedThing { parts: Vec::new(), id: None }];
        let id = id.and_then(|id| id.first(record));
        for part in parts {
            let mut values = part.read(record);
            if values.is_empty() && id.is_some() {
                values.push(None);
            }
            let with = |identity: &ChangedThing, value: &Option<String>| ChangedThing {
                parts: identity.parts.iter().chain([value]).cloned().collect(),
                id: None,
            };
            identities = identities
                .iter()
                .flat_map(|identity| values.iter().map(move |value| with(identity, value)))
                .take(MOST)
                .collect();
        }
        if let [only] = identities.as_mut_slice() {
            only.id = id;
        }
        identities
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(parts: &[&str], request: &str, expected: &[&[&str]]) {
        let text = format!(
            r#"{{"eventName":"X","userIdentity":{{"userName":"me"}},"requestParameters":{request}}}"#
        );
        let record = RawRecord::read(text.as_bytes(), 0).unwrap();
        let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
        let found: Vec<Vec<String>> = IdentityRule::parse(&parts)
            .read(&record, None)
            .into_iter()
            .map(|identity| identity.parts.into_iter().map(|part| part.unwrap_or("*".to_owned())).collect())
            .collect();
        assert_eq!(found, expected, "{parts:?} {request}");
    }

    #[test]
    fn several_values_make_several_identities() {
        reads(&["req.a", "req.b"], r#"{"a":"x","b":["1","2"]}"#, &[&["x", "1"], &["x", "2"]]);
        reads(&["req.a / caller"], r#"{"b":1}"#, &[&["me"]]);
        reads(&["req.a + req.b"], r#"{"a":"x","b":"y"}"#, &[&["x"], &["y"]]);
        reads(&["req.a + req.b / any"], r"{}", &[&["*"]]);
        reads(&["req.a / =default"], "null", &[&["default"]]);
        reads(&["req.a", "req.b"], r#"{"a":"x"}"#, &[]);
        reads(&["req.a"], r#"{"a":"pending confirmation"}"#, &[]);
        reads(&[], "{}", &[&[]]);
    }
}
