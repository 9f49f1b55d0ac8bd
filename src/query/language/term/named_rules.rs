//! The rules that a filter may name, as `rule:ID` or by words of their title, and that the column `rule` names. They are
//! given once, when the program starts; `query/rules` reads them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::query::language::expr::Expr;
use crate::record::targets::list;
use crate::store::scan::cancel::Cancelled;
use crate::store::{Event, Store};

static NAMED: OnceLock<NamedRules> = OnceLock::new();

/// What gives the rules.
pub(in crate::query) const OPTION: &str = "--rules DIR";

/// Returns the events of each filter, repeated deliveries included. `None` if cancelled.
pub(in crate::query) type AnswerEach = fn(&Store, &[&Expr], Cancelled<'_>) -> Option<Vec<Vec<Event>>>;

/// The rules, and what asks them.
#[derive(Debug)]
struct NamedRules {
    rules: Vec<NamedRule>,
    answer: AnswerEach,
}

/// A rule that a filter may name.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::query) struct NamedRule {
    pub(in crate::query) id: Option<String>,
    pub(in crate::query) title: String,
    pub(in crate::query) author: Option<String>,
    pub(in crate::query) expr: Expr,
}

impl NamedRule {
    /// Returns its title and its author, which licences of rules demand, as one name without separators of names.
    fn name(&self) -> String {
        let author = self.author.as_ref().map(|author| format!(" ({author})")).unwrap_or_default();
        format!("{}{author}", self.title).replace(list::AND, "; ").replace(list::WITH, " - ")
    }
}

/// Lets filters name these rules; only the first ones count.
pub(in crate::query) fn name_rules(rules: Vec<NamedRule>, answer: AnswerEach) {
    let _ = NAMED.set(NamedRules { rules, answer });
}

/// Returns whether there are rules.
pub(in crate::query) fn is_given() -> bool {
    NAMED.get().is_some_and(|named| !named.rules.is_empty())
}

/// Returns the values of the column: the rules that find an event, each with its author; each rule is also a value of its
/// own. `None` if cancelled.
pub(in crate::query) fn values(store: &Store, cancelled: Cancelled<'_>) -> Option<Vec<(String, Vec<Event>)>> {
    let Some(named) = NAMED.get() else { return Some(Vec::new()) };
    values_of(&named.rules, named.answer, store, cancelled)
}

fn values_of(
    rules: &[NamedRule],
    answer: AnswerEach,
    store: &Store,
    cancelled: Cancelled<'_>,
) -> Option<Vec<(String, Vec<Event>)>> {
    let names = names(rules);
    let filters: Vec<&Expr> = rules.iter().map(|rule| &rule.expr).collect();
    let mut rules_of: BTreeMap<Event, String> = BTreeMap::new();
    for (name, events) in names.iter().zip(answer(store, &filters, cancelled)?) {
        for event in events {
            list::add(name, rules_of.entry(event).or_default());
        }
    }
    let mut found: BTreeMap<String, Vec<Event>> = names.into_iter().map(|name| (name, Vec::new())).collect();
    for (event, text) in rules_of {
        found.entry(text).or_default().push(event);
    }
    Some(found.into_iter().collect())
}

/// Returns the names of rules; those of several rules get their IDs.
fn names(rules: &[NamedRule]) -> Vec<String> {
    let plain: Vec<String> = rules.iter().map(NamedRule::name).collect();
    let name = |(rule, name): (&NamedRule, &String)| {
        let is_of_several = plain.iter().filter(|other| *other == name).count() > 1;
        match rule.id.as_ref().filter(|_| is_of_several) {
            Some(id) => format!("{name} {id}"),
            None => name.clone(),
        }
    };
    rules.iter().zip(&plain).map(name).collect()
}

/// Returns the filter of the rules that a text names: by ID, by words of the title, or all by `*`. The error says why
/// there is none, so that a rule that is not there never silently matches nothing.
pub(in crate::query::language) fn named(text: &str) -> Result<Expr, String> {
    found(NAMED.get().map(|named| named.rules.as_slice()).unwrap_or_default(), text)
}

/// The same among given rules.
pub(in crate::query) fn found(rules: &[NamedRule], text: &str) -> Result<Expr, String> {
    if rules.is_empty() {
        return Err(format!("no rules are given; start with {OPTION}"));
    }
    let names = names(rules);
    if let Some((rule, _)) = rules.iter().zip(&names).find(|(_, name)| *name == text) {
        return Ok(Expr::Or(vec![rule.expr.clone()]));
    }
    let text = text.to_lowercase();
    let is_meant = |rule: &&NamedRule| {
        let title = rule.title.to_lowercase();
        let has_id = rule.id.as_ref().is_some_and(|id| id.eq_ignore_ascii_case(&text));
        text == "*" || has_id || text.split_whitespace().all(|word| title.contains(word))
    };
    let meant: Vec<Expr> = rules.iter().filter(is_meant).map(|rule| rule.expr.clone()).collect();
    if meant.is_empty() {
        Err(format!("no rule has the ID or the words {text}"))
    } else {
        Ok(Expr::Or(meant))
    }
}
