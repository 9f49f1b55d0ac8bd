//! The rules in force: those that filters may name. They are given once, when the program starts.

use super::set::RuleSet;
use crate::query::engine::filter::Filter;
use crate::query::language::expr::Expr;
use crate::query::language::term::named_rules::{NamedRule, name_rules};
use crate::store::scan::cancel::Cancelled;
use crate::store::{Event, Store};

/// Lets filters name these rules; only the first ones count.
pub fn use_rules(rules: &RuleSet) {
    name_rules(named(rules), answer);
}

/// Asks all rules with what is read once for all of them.
fn answer(store: &Store, filters: &[&Expr], cancelled: Cancelled<'_>) -> Option<Vec<Vec<Event>>> {
    let mut filter = Filter::default();
    filters.iter().map(|expr| filter.answer(store, expr, true, cancelled)).collect()
}

fn named(rules: &RuleSet) -> Vec<NamedRule> {
    let named = rules.rules.iter().map(|rule| NamedRule {
        id: rule.head.id.clone(),
        title: rule.head.title.clone(),
        author: rule.head.author.clone(),
        expr: rule.expr.clone(),
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::language::term::named_rules::found;

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
        let count = |text: &str| match found(&named(&set), text) {
            Ok(Expr::Or(parts)) => parts.len(),
            _ => 0,
        };
        for (text, expected) in [("root", 2), ("key ROOT", 1), ("2-B", 1), ("*", 2), ("nothing", 0)] {
            assert_eq!(count(text), expected, "{text}");
        }
        assert!(found(&[], "root").unwrap_err().contains("--rules"));
    }
}
