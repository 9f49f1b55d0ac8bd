//! What calls do, from `assets/explain.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::json::path::Path;
use crate::record::call::without_api_date;
use crate::record::identity::service_name;
use crate::record::on_demand::write_path;

/// What a call does.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExplainedCall {
    /// In one line.
    pub does: String,
    /// Paths into the record of the values that say the rest, with `req`, `res` and `add` for their long names.
    #[serde(default)]
    look: Vec<String>,
}

static TABLE: LazyLock<HashMap<String, ExplainedCall>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../assets/explain.toml")).unwrap_or_default());

/// Returns what a call does. Takes `eventSource` and `eventName`.
pub fn explained(source: &str, name: &str) -> Option<&'static ExplainedCall> {
    let (service, name) = (service_name(source), without_api_date(name));
    explained_call(&format!("{service}:{name}"))
}

/// Returns what a call does. Takes its name in the table, `iam:CreateUser`.
pub fn explained_call(call: &str) -> Option<&'static ExplainedCall> {
    TABLE.get(call)
}

/// Returns the names of all explained calls, sorted.
pub fn explained_calls() -> Vec<&'static str> {
    let mut calls: Vec<&str> = TABLE.keys().map(String::as_str).collect();
    calls.sort_unstable();
    calls
}

impl ExplainedCall {
    /// Returns the paths of the values that say the rest: `requestParameters.userName`.
    pub fn paths(&self) -> Vec<String> {
        let long = |path: &String| {
            let (first, rest) =
                path.split_once('.').map_or((path.as_str(), None), |(first, rest)| (first, Some(rest)));
            let first = match first {
                "req" => "requestParameters",
                "res" => "responseElements",
                "add" => "additionalEventData",
                other => other,
            };
            rest.map_or_else(|| first.to_owned(), |rest| format!("{first}.{rest}"))
        };
        self.look.iter().map(long).collect()
    }

    /// Returns those values of a record, as far as they are there, with their paths.
    pub fn values(&self, record: &[u8]) -> Vec<(String, String)> {
        let value = |name: String| {
            let mut text = String::new();
            write_path(&Path::parse(&name)?, record, &mut text);
            (!text.is_empty()).then_some((name, text))
        };
        self.paths().into_iter().filter_map(value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_short_and_says_what_the_call_does() {
        assert_eq!(explained_calls().len(), 409);
        for call in explained_calls() {
            let explained = explained_call(call).unwrap();
            let (verb, _) = explained.does.split_once(' ').unwrap();
            assert!(verb.ends_with('s') || call == "iam:PassRole", "{call}: {}", explained.does);
            assert!(
                explained.does.len() <= 80 && !explained.does.ends_with('.'),
                "{call}: {}",
                explained.does
            );
            assert!(
                explained.paths().iter().all(|path| Path::parse(path).is_some()),
                "{call}: {explained:?}"
            );
            assert!(call.split_once(':').is_some_and(|(_, name)| without_api_date(name) == name), "{call}");
        }
    }

    #[test]
    fn the_values_that_say_the_rest_are_those_of_the_record() {
        let call = explained("iam.amazonaws.com", "CreateAccessKey").unwrap();
        assert_eq!(call.does, "Creates a long-term access key for a user");
        let record =
            br#"{"requestParameters":null,"responseElements":{"accessKey":{"accessKeyId":"AKIA1"}}}"#;
        let expected = ("responseElements.accessKey.accessKeyId".to_owned(), "AKIA1".to_owned());
        assert_eq!(call.values(record), [expected]);
        assert!(explained("iam.amazonaws.com", "NoSuchCall").is_none());
    }
}
