//! The parts of a rule as a document has them: title, author and the like, whose log it is for, and its filter.

use super::condition::condition;
use super::detection::search;
use super::rule_filter::RuleFilter;
use super::yaml::{YamlKind, YamlNode};

/// What a rule says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleHead {
    /// Its title.
    pub title: String,
    /// Its ID, usually a UUID.
    pub id: Option<String>,
    /// Who wrote it. Licences of rules demand that the author is named with every match that is shown.
    pub author: Option<String>,
    /// Its level: informational, low, medium, high or critical.
    pub level: Option<String>,
    /// Its tags, such as `attack.t1098`.
    pub tags: Vec<String>,
}

/// Returns what a rule says about itself.
pub(super) fn head(document: &YamlNode) -> RuleHead {
    let text = |name: &str| {
        let text = document.get(name).and_then(YamlNode::text).map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let texts = |name: &str| match document.get(name).map(|node| &node.kind) {
        Some(YamlKind::List(items)) => items.iter().filter_map(YamlNode::text).map(str::to_owned).collect(),
        Some(YamlKind::Text(text)) => vec![text.clone()],
        Some(YamlKind::Null | YamlKind::Map(_)) | None => Vec::new(),
    };
    let authors: Vec<String> = texts("author");
    RuleHead {
        title: text("title").unwrap_or_default(),
        id: text("id"),
        author: (!authors.is_empty()).then(|| authors.join(", ")),
        level: text("level"),
        tags: texts("tags"),
    }
}

/// Returns the text of the filter of a rule. The error says why there is none.
pub(super) fn filter(document: &YamlNode) -> Result<String, String> {
    for (name, what) in [
        ("correlation", "correlations of rules"),
        ("action", "collections of rules"),
        ("filter", "filters for other rules"),
    ] {
        if document.get(name).is_some() {
            return Err(format!("{what} are not supported ({name})"));
        }
    }
    log_source(document)?;
    let detection = document.get("detection").ok_or("it has no detection")?;
    let YamlKind::Map(members) = &detection.kind else { return Err("its detection is not a map".to_owned()) };
    if detection.get("timeframe").is_some() {
        return Err("a timeframe is not supported".to_owned());
    }
    let mut searches = Vec::new();
    for (name, node) in members.iter().filter(|(name, _)| name != "condition") {
        let asked = search(node).map_err(|reason| format!("line {}, {name}: {reason}", node.line))?;
        searches.push((name.clone(), asked));
    }
    let conditions = match detection.get("condition").map(|node| &node.kind) {
        Some(YamlKind::Text(text)) => vec![text.as_str()],
        Some(YamlKind::List(items)) => items.iter().filter_map(YamlNode::text).collect(),
        Some(YamlKind::Null | YamlKind::Map(_)) | None => Vec::new(),
    };
    if conditions.is_empty() {
        return Err("it has no condition".to_owned());
    }
    let asked =
        conditions.into_iter().map(|text| condition(text, &searches)).collect::<Result<Vec<_>, _>>()?;
    Ok(RuleFilter::any(asked).text())
}

fn log_source(document: &YamlNode) -> Result<(), String> {
    let source = document.get("logsource").ok_or("it has no logsource")?;
    let part = |name: &str| source.get(name).and_then(YamlNode::text).unwrap_or("(none)");
    let (product, service) = (part("product"), part("service"));
    if product.eq_ignore_ascii_case("aws") && service.eq_ignore_ascii_case("cloudtrail") {
        return Ok(());
    }
    Err(format!("it is for another log: product {product}, service {service}"))
}
