//! The filter term for a row of a record's tree. It is tested on the record before it is offered, so the event
//! that it was taken from always matches it. `pivot` adds it to a filter.

use crate::json::path::{Path, Step, written_step};
use crate::json::scan::ValueKind;
use crate::json::text::{decode, encode};
use crate::json::tree::{Node, NodeKind, Tree};
use crate::query::engine::text_search::record_text::RecordText;
use crate::query::language::expr::{Expr, Target};
use crate::query::language::parse::parse;
use crate::query::language::pivot::{equals, exact_text};
use crate::record::field::{Column, field};
use crate::store::{Event, Store};

/// Returns the term for a row of `tree`, the tree of `event` whose text is `record`: its value, or the presence
/// of a container. `None` if no term matches the event, as for text that is not JSON.
pub fn row_term(store: &Store, event: Event, record: &[u8], tree: &Tree, at: usize) -> Option<String> {
    let node = tree.node(at)?;
    let path = Some(tree.path(at)).filter(|path| !path.is_empty())?;
    let whole = RecordText::new(record);
    let passes = |term: &String| parse(term).is_ok_and(|expr| holds(&expr, store, event, &whole));
    let named = field(&path).map(|field| field.name.to_owned());
    // A position in an array says nothing about other events, so it is kept only if no shorter path finds the
    // value.
    let short = without_places(&path);
    let bracketed = in_brackets(&path);
    let written = named.into_iter().chain(short).chain([path.clone()]).chain(bracketed);
    let mut terms: Vec<String> = written.flat_map(|name| terms_of(&name, tree, node)).collect();
    if node.kind == NodeKind::Value(ValueKind::String) {
        terms.push(exact_text(&decode(tree.raw(node))));
    }
    // Of several members with the same name, only one can be tested by value.
    terms.push(format!("{path}:*"));
    terms.into_iter().find(passes)
}

/// Returns possible terms for the value at `name`, the simplest first.
fn terms_of(name: &str, tree: &Tree, node: &Node) -> Vec<String> {
    let (is_there, is_absent) = (format!("{name}:*"), format!("!{name}:*"));
    match node.kind {
        NodeKind::Value(ValueKind::Object | ValueKind::Array) => vec![is_there, is_absent],
        NodeKind::Value(ValueKind::Null) => vec![is_absent],
        NodeKind::Value(ValueKind::String) => match &*decode(tree.raw(node)) {
            "" => vec![is_absent, format!("{name}=\"\"")],
            text => vec![equals(name, text)],
        },
        NodeKind::Value(_) => vec![equals(name, &String::from_utf8_lossy(tree.raw(node)))],
        NodeKind::Broken => Vec::new(),
    }
}

/// Returns the path without any array positions, and with all of them open, because items of JSON inside a
/// string have no name to be found by.
fn without_places(path: &str) -> Vec<String> {
    let written = |place: &str| {
        let steps = Path::parse(path)?;
        let mut out = String::new();
        for step in steps.steps() {
            match step {
                Step::Name(name) => out.push_str(&written_step(name, out.is_empty())),
                Step::Item(_) | Step::Each => out.push_str(place),
            }
        }
        Some(out)
    };
    ["", "[*]"].into_iter().filter_map(written).collect()
}

/// Returns the path with its first name in brackets, which makes it a path whatever the name is.
fn in_brackets(path: &str) -> Option<String> {
    let parsed = Path::parse(path)?;
    let (Step::Name(first), rest) = parsed.steps().split_first()? else { return None };
    let plain = written_step(first, true);
    let rest = if rest.is_empty() { "" } else { path.strip_prefix(&plain)? };
    Some(format!("[{}]{rest}", encode(first, |_| false)))
}

/// Returns whether an event matches the term of a row.
fn holds(expr: &Expr, store: &Store, event: Event, record: &RecordText<'_>) -> bool {
    let one = |expr: &Expr| holds(expr, store, event, record);
    match expr {
        Expr::And(parts) => parts.iter().all(one),
        Expr::Or(parts) => parts.iter().any(one),
        Expr::Not(inner) => !one(inner),
        Expr::Value(Target::Column(column), test) => {
            test.passes(Some(store.value(event, *column)))
                || (*column == Column::Principal
                    && test.passes(Some(store.value(event, Column::PrincipalLabel))))
        }
        Expr::Value(Target::EventId, test) => test.passes(Some(&store.event_id(event))),
        Expr::Value(Target::Path(path), test) => record.has_value(path, test),
        Expr::Value(Target::Written(path), test) => record.has_written(path, test),
        Expr::Same(one, other) => record.has_same(one, other),
        Expr::Anywhere(pattern) => record.contains(pattern),
        Expr::Time(when) => when.holds(store.time(event), store.span().map(|(_, newest)| newest)),
        Expr::Clock(test) => test.holds(test.zone().local(store.time(event))),
        Expr::Fuzzy(_) | Expr::Exact(_) | Expr::Is(_) | Expr::Meaning(_) => false,
    }
}
