//! The rules that filters may name, as `rule:ID` or by words of their title. They are given once, when the program starts.

use std::sync::{Arc, OnceLock};

use super::set::{Rule, RuleSet};
use crate::query::language::expr::Expr;

static IN_FORCE: OnceLock<Arc<RuleSet>> = OnceLock::new();

/// Lets filters name these rules; only the first ones count.
pub fn use_rules(rules: &Arc<RuleSet>) {
    let _ = IN_FORCE.set(Arc::clone(rules));
}

/// Returns the filter of the rules that a text names: by ID, by words of the title, or all by `*`. The error says why
/// there is none, so that a rule that is not there never silently matches nothing.
pub(in crate::query) fn named(text: &str) -> Result<Expr, String> {
    found(IN_FORCE.get().map(|rules| rules.rules.as_slice()).unwrap_or_default(), text)
}

fn found(rules: &[Rule], text: &str) -> Result<Expr, String> {
    if rules.is_empty() {
        return Err("no rules are given; start with --rules DIR".to_owned());
    }
    let text = text.to_lowercase();
    let is_meant = |rule: &&Rule| {
        let title = rule.head.title.to_lowercase();
        let has_id = rule.head.id.as_ref().is_some_and(|id| id.eq_ignore_ascii_case(&text));
        text == "*" || has_id || text.split_whitespace().all(|word| title.contains(word))
    };
    let meant: Vec<Expr> = rules.iter().filter(is_meant).map(|rule| rule.expr.clone()).collect();
    if meant.is_empty() {
        Err(format!("no rule has the ID or the words {text}"))
    } else {
        Ok(Expr::Or(meant))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_named_by_id_or_by_words_of_the_title() {
        let mut set = RuleSet::default();
        for (title, id) in [("Root signs in", "1-a"), ("Root makes a key", "2-b")] {
            let source = "logsource: {product: aws, service: cloudtrail}";
            set.read(
                "x.yml",
                &format!("title: {title}\nid: {id}\n{source}\ndetection: {{s: {{a: b}}, condition: s}}\n"),
            );
        }
        let count = |text: &str| match found(&set.rules, text) {
            Ok(Expr::Or(parts)) => parts.len(),
            _ => 0,
        };
        for (text, expected) in [("root", 2), ("key ROOT", 1), ("2-B", 1), ("*", 2), ("nothing", 0)] {
            assert_eq!(count(text), expected, "{text}");
        }
        assert!(found(&[], "root").unwrap_err().contains("--rules"));
    }
}
