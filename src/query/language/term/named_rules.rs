//! The rules that a filter may name, as `rule:ID` or by words of their title. They are given once, when the program
//! starts; `query/rules` reads them.

use std::sync::OnceLock;

use crate::query::language::expr::Expr;

static NAMED: OnceLock<Vec<NamedRule>> = OnceLock::new();

/// A rule that a filter may name.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::query) struct NamedRule {
    pub(in crate::query) id: Option<String>,
    pub(in crate::query) title: String,
    pub(in crate::query) expr: Expr,
}

/// Lets filters name these rules; only the first ones count.
pub(in crate::query) fn name_rules(rules: Vec<NamedRule>) {
    let _ = NAMED.set(rules);
}

/// Returns the filter of the rules that a text names: by ID, by words of the title, or all by `*`. The error says why
/// there is none, so that a rule that is not there never silently matches nothing.
pub(in crate::query::language) fn named(text: &str) -> Result<Expr, String> {
    found(NAMED.get().map(Vec::as_slice).unwrap_or_default(), text)
}

/// The same among given rules.
pub(in crate::query) fn found(rules: &[NamedRule], text: &str) -> Result<Expr, String> {
    if rules.is_empty() {
        return Err("no rules are given; start with --rules DIR".to_owned());
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
