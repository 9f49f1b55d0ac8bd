//! One item of a search, `field|modifier|modifier: values`, as a term of the filter. Fields are named as they are
//! written in records (`raw.`), because Sigma compares exactly that.

use super::pattern::{ValuePattern, ValuePlace};
use super::rule_filter::RuleFilter;
use super::yaml::{YamlKind, YamlNode};
use crate::json::path::{Path, Step};
use crate::query::language::syntax::written_name;
use crate::record::address::AddressRange;

/// Modifiers of Sigma that are known, and not here.
const NOT_HERE: [&str; 14] = [
    "base64",
    "base64offset",
    "windash",
    "expand",
    "wide",
    "utf16",
    "utf16le",
    "utf16be",
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "year",
];

/// How values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ItemComparison {
    /// As text at some place.
    Text(ValuePlace),
    /// By a regular expression.
    Regex,
    /// As addresses in a network.
    Network,
    /// By size: the sign of the filter.
    Size(&'static str),
    /// Whether there is any value.
    Exists,
    /// With another field.
    Field,
}

/// What the modifiers of an item say.
#[derive(Debug)]
struct Modifiers {
    comparing: ItemComparison,
    /// Flags of a regular expression.
    flags: String,
    /// All values must match, not any.
    all: bool,
    cased: bool,
    negated: bool,
}

impl Modifiers {
    fn read<'m>(names: impl Iterator<Item = &'m str>) -> Result<Self, String> {
        let mut read = Self {
            comparing: ItemComparison::Text(ValuePlace::Whole),
            flags: String::new(),
            all: false,
            cased: false,
            negated: false,
        };
        for name in names {
            let comparing = match name {
                "contains" => ItemComparison::Text(ValuePlace::Within),
                "startswith" => ItemComparison::Text(ValuePlace::Start),
                "endswith" => ItemComparison::Text(ValuePlace::End),
                "re" => ItemComparison::Regex,
                "cidr" => ItemComparison::Network,
                "exists" => ItemComparison::Exists,
                "fieldref" => ItemComparison::Field,
                "gt" => ItemComparison::Size(">"),
                "gte" => ItemComparison::Size(">="),
                "lt" => ItemComparison::Size("<"),
                "lte" => ItemComparison::Size("<="),
                "i" | "m" | "s" if read.comparing == ItemComparison::Regex => {
                    read.flags.push_str(name);
                    continue;
                }
                "all" => {
                    read.all = true;
                    continue;
                }
                "cased" => {
                    read.cased = true;
                    continue;
                }
                "neq" => {
                    read.negated = true;
                    continue;
                }
                known if NOT_HERE.contains(&known) => {
                    return Err(format!("the modifier {known} is not supported"));
                }
                unknown => return Err(format!("no modifier {unknown} is known")),
            };
            if read.comparing != ItemComparison::Text(ValuePlace::Whole) {
                return Err(format!("{name} cannot follow the other modifiers"));
            }
            read.comparing = comparing;
        }
        Ok(read)
    }
}

/// Returns the filter of an item.
pub(super) fn item(name: &str, values: &YamlNode) -> Result<RuleFilter, String> {
    let mut parts = name.split('|');
    let field = parts.next().unwrap_or_default();
    let modifiers = Modifiers::read(parts)?;
    let name = if field.is_empty() { None } else { Some(field_name(field)?) };
    let values = match &values.kind {
        YamlKind::List(values) => values.iter().collect(),
        YamlKind::Null | YamlKind::Text(_) => vec![values],
        YamlKind::Map(_) => return Err(format!("{field} has a map for a value")),
    };
    if values.is_empty() {
        return Err(format!("{field} has no values"));
    }
    let one = |value: &&YamlNode| match &name {
        Some(name) => term(name, &modifiers, value).map_err(|reason| format!("{field}: {reason}")),
        None => keyword(value),
    };
    let terms = values.iter().map(one).collect::<Result<Vec<_>, _>>()?;
    let asked = if modifiers.all { RuleFilter::all(terms) } else { any_of(terms) };
    Ok(if modifiers.negated { RuleFilter::Not(Box::new(asked)) } else { asked })
}

/// Returns the filter of a text that is looked for anywhere in an event.
pub(super) fn keyword(value: &YamlNode) -> Result<RuleFilter, String> {
    let text = value.text().filter(|text| !text.is_empty()).ok_or("a keyword that is not a text")?;
    let pattern = ValuePattern::read(text);
    Ok(RuleFilter::Term(match pattern.literal() {
        // Without capitals, quoted text ignores case.
        Some(text) => quoted(&text.to_lowercase()),
        None => format!("/{}/i", pattern.regex(false, true).replace('/', "\\/")),
    }))
}

fn field_name(field: &str) -> Result<String, String> {
    let names: Vec<&str> = field.split('.').collect();
    if names.iter().any(|name| name.is_empty() || name.contains(char::is_control)) {
        return Err(format!("{field} is not a field"));
    }
    Ok(written_name(&Path::of(names.into_iter().map(|name| Step::Name(name.to_owned())).collect())))
}

fn term(name: &str, modifiers: &Modifiers, value: &YamlNode) -> Result<RuleFilter, String> {
    let absent = || RuleFilter::Not(Box::new(RuleFilter::Term(format!("{name}:*"))));
    let text = match &value.kind {
        YamlKind::Text(text) => text.as_str(),
        YamlKind::Null if matches!(modifiers.comparing, ItemComparison::Text(_)) => return Ok(absent()),
        YamlKind::Null => return Err("null cannot be compared like this".to_owned()),
        YamlKind::List(_) | YamlKind::Map(_) => return Err("a list or map among the values".to_owned()),
    };
    Ok(match modifiers.comparing {
        ItemComparison::Text(place) => RuleFilter::Term(placed(name, text, place, modifiers.cased)),
        ItemComparison::Regex => {
            let flags =
                if modifiers.flags.is_empty() { String::new() } else { format!("(?{})", modifiers.flags) };
            RuleFilter::Term(format!("{name}~{}", quoted(&format!("{flags}{text}"))))
        }
        ItemComparison::Network => {
            AddressRange::read(text).ok_or_else(|| format!("{text} is not a network"))?;
            RuleFilter::Term(format!("{name}={text}"))
        }
        ItemComparison::Size(sign) => {
            text.parse::<f64>()
                .ok()
                .filter(|size| size.is_finite())
                .ok_or_else(|| format!("{text} is not a number"))?;
            RuleFilter::Term(format!("{name}{sign}{text}"))
        }
        ItemComparison::Exists => match text.to_ascii_lowercase().as_str() {
            "true" => RuleFilter::Term(format!("{name}:*")),
            "false" => absent(),
            _ => return Err(format!("exists is true or false, not {text}")),
        },
        ItemComparison::Field => RuleFilter::Term(format!("{name}:={}", field_name(text)?)),
    })
}

/// Returns the term for text at a place of a field.
fn placed(name: &str, text: &str, place: ValuePlace, cased: bool) -> String {
    let pattern = ValuePattern::read(text);
    let around = pattern.placed(place);
    if around.is_any() {
        return format!("{name}:*");
    }
    match (pattern.literal(), place) {
        (Some(""), ValuePlace::Whole) => format!("{name}=\"\""),
        (Some(text), ValuePlace::Whole) if cased => format!("{name}={}", quoted(text)),
        (Some(text), ValuePlace::Whole) => format!("{name}:={}", plain_or_quoted(text)),
        (Some(text), ValuePlace::Within) if !cased => format!("{name}:{}", quoted(text)),
        _ if cased => format!("{name}~{}", quoted(&around.regex(true, false))),
        _ => match around.glob() {
            Some(glob) => format!("{name}:={glob}"),
            None => format!("{name}~{}", quoted(&around.regex(true, true))),
        },
    }
}

/// Joins terms of the same field and operator into one with several values.
fn any_of(terms: Vec<RuleFilter>) -> RuleFilter {
    let mut joined: Vec<RuleFilter> = Vec::new();
    for term in terms {
        let (RuleFilter::Term(text), Some(RuleFilter::Term(before))) = (&term, joined.last_mut()) else {
            joined.push(term);
            continue;
        };
        match (listed(before), listed(text)) {
            (Some((head, _)), Some((other, value))) if head == other => {
                before.push(',');
                before.push_str(value);
            }
            _ => joined.push(term),
        }
    }
    RuleFilter::any(joined)
}

/// Returns the name with the operator, and the value, of a term that may have several values.
fn listed(term: &str) -> Option<(&str, &str)> {
    if !term.starts_with("raw.") || term.starts_with("raw.\"") {
        return None;
    }
    let at = term.find([':', '=', '~', '<', '>', '"'])?;
    let length = match term.get(at..)?.as_bytes() {
        [b':', b'=', ..] => 2,
        [b':', b'"', ..] => 1,
        _ => return None,
    };
    let (head, value) = term.split_at(at + length);
    // `raw.…` after the sign names a field that is compared with, so it is not a value.
    (!value.starts_with("raw.")).then_some((head, value))
}

fn plain_or_quoted(text: &str) -> String {
    let is_plain = !text.starts_with("raw.")
        && text.starts_with(|char: char| char.is_ascii_alphanumeric())
        && text.chars().all(|char| char.is_ascii_alphanumeric() || "-_./".contains(char));
    if is_plain { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
