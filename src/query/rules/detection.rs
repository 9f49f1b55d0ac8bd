//! Search identifiers: a map is AND, a list is OR, texts without a field are keywords.

use super::item::{item, keyword};
use super::rule_filter::RuleFilter;
use super::yaml::{YamlKind, YamlNode};

/// Returns the filter of a search identifier.
pub(super) fn search(node: &YamlNode) -> Result<RuleFilter, String> {
    match &node.kind {
        YamlKind::Map(members) if !members.is_empty() => {
            let items = members.iter().map(|(name, values)| item(name, values));
            items.collect::<Result<Vec<_>, _>>().map(RuleFilter::all)
        }
        YamlKind::List(parts) if !parts.is_empty() => {
            let one = |part: &YamlNode| if part.text().is_some() { keyword(part) } else { search(part) };
            parts.iter().map(one).collect::<Result<Vec<_>, _>>().map(RuleFilter::any)
        }
        YamlKind::Text(_) => keyword(node),
        YamlKind::Null | YamlKind::Map(_) | YamlKind::List(_) => Err("it is empty".to_owned()),
    }
}
