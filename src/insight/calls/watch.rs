//! The calls that are worth a look, from `assets/watch.toml`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::record::call::without_api_date;
use crate::record::identity::service_name;

/// Why a call is worth a look.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WatchedCall {
    /// The tactics of ATT&CK that it serves, such as `persistence`.
    pub tactics: Vec<String>,
    /// IDs of the techniques, such as `T1098.003`.
    pub techniques: Vec<String>,
    /// Why, in one line.
    pub why: String,
    /// Whether it is made by the thousand on ordinary days.
    #[serde(default)]
    pub bulk: bool,
}

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WatchTable {
    /// The version of ATT&CK.
    pub(super) attack: String,
    /// The ID of each tactic.
    pub(super) tactics: BTreeMap<String, String>,
    /// What replaced the tactics and techniques of earlier versions.
    pub(super) renamed: BTreeMap<String, Vec<String>>,
    calls: HashMap<String, WatchedCall>,
}

pub(super) static TABLE: LazyLock<WatchTable> =
    LazyLock::new(|| toml::from_str(include_str!("../../../assets/watch.toml")).unwrap_or_default());

/// Returns why a call is worth a look; `None` if it is not on the list. Takes `eventSource` and `eventName`.
pub fn watched(source: &str, name: &str) -> Option<&'static WatchedCall> {
    let (service, name) = (service_name(source), without_api_date(name));
    TABLE.calls.get(format!("{service}:{name}").as_str())
}

/// Returns the version of ATT&CK that the names are from.
pub fn attack_version() -> &'static str {
    &TABLE.attack
}

/// Returns all calls of the list with their names.
pub fn watch_list() -> impl Iterator<Item = (&'static str, &'static WatchedCall)> {
    TABLE.calls.iter().map(|(name, call)| (name.as_str(), call))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::calls::explain::explained_call;

    #[test]
    fn calls_are_found_with_and_without_the_date_of_their_api() {
        let call = watched("lambda.amazonaws.com", "CreateFunction20150331").unwrap();
        assert_eq!((call.tactics.join(" "), call.bulk), ("persistence execution".to_owned(), false));
        assert!(watched("kms.amazonaws.com", "Decrypt").is_none());
        assert!(watched("sts.amazonaws.com", "AssumeRole").unwrap().bulk);
    }

    #[test]
    fn every_call_has_known_tactics_and_techniques_and_is_explained() {
        assert_eq!((attack_version(), watch_list().count()), ("19", 320));
        for (name, call) in watch_list() {
            assert!(!call.tactics.is_empty() && !call.techniques.is_empty(), "{name}");
            assert!(call.tactics.iter().all(|tactic| TABLE.tactics.contains_key(tactic)), "{name}: {call:?}");
            let is_id = |id: &String| id.len() == 5 || (id.len() == 9 && id.as_bytes().get(5) == Some(&b'.'));
            assert!(call.techniques.iter().all(|id| id.starts_with('T') && is_id(id)), "{name}: {call:?}");
            assert!(!call.techniques.iter().any(|id| TABLE.renamed.contains_key(id)), "{name}: {call:?}");
            assert!(call.why.len() <= 90 && !call.why.ends_with('.'), "{name}: {}", call.why);
            assert!(explained_call(name).is_some(), "{name}");
        }
    }
}
