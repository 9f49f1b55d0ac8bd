//! `since:TIME` hides nothing: it says where the window begins in which `is:new` and `new:` find what is new.

use crate::insight::first_seen::Dimension;
use crate::insight::meaning::Meaning;
use crate::query::language::expr::{Expr, Target, Test};
use crate::record::field::{Column, OnDemand};
use crate::record::time::Time;

/// Returns the filter in which all tests for what is new compare with what came before the last `since:` in it.
pub(in crate::query::language) fn split(expr: Expr) -> Expr {
    match time(&expr) {
        Some(since) => with(expr, since),
        None => expr,
    }
}

/// Returns the filter for the events of `line` among those of `whole`; a `since:` in one of them holds for both.
pub(in crate::query) fn within(whole: Expr, line: Expr) -> Expr {
    split(if whole.is_empty() { line } else { Expr::And(vec![whole, line]) })
}

/// Returns the time of the last `since:` in a filter.
pub fn time(expr: &Expr) -> Option<Time> {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().rev().find_map(time),
        Expr::Not(inner) => time(inner),
        Expr::Meaning(Meaning::Since(since)) => Some(*since),
        _ => None,
    }
}

fn with(expr: Expr, since: Time) -> Expr {
    let all = |parts: Vec<Expr>| parts.into_iter().map(|part| with(part, since)).collect();
    match expr {
        Expr::And(parts) => Expr::And(all(parts)),
        Expr::Or(parts) => Expr::Or(all(parts)),
        Expr::Not(inner) => Expr::Not(Box::new(with(*inner, since))),
        Expr::Meaning(Meaning::New(dimensions, _)) => Expr::Meaning(Meaning::New(dimensions, Some(since))),
        Expr::Value(Target::Column(Column::OnDemand(OnDemand::NEW)), test) => new_in(&test, since),
        other => other,
    }
}

/// Returns the events that are new in something whose name passes, or in nothing if a missing value passes.
fn new_in(test: &Test, since: Time) -> Expr {
    let new = |dimensions: &[Dimension]| Expr::Meaning(Meaning::New(dimensions.to_vec(), Some(since)));
    let named = Dimension::ALL.into_iter().filter(|dimension| test.passes(Some(dimension.name())));
    let named: Vec<Dimension> = named.collect();
    let mut any = Vec::new();
    if !named.is_empty() {
        any.push(new(&named));
    }
    if test.passes(None) {
        any.push(Expr::Not(Box::new(new(&Dimension::ALL))));
    }
    Expr::Or(any)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::language::parse::parse;

    #[test]
    fn what_is_new_knows_since_when() {
        let since = Time::parse("2026-03-10T22:00:00Z");
        let new = |since| Expr::Meaning(Meaning::New(Vec::new(), since));
        let has =
            |text: &str, part: &Expr| format!("{:?}", parse(text).unwrap()).contains(&format!("{part:?}"));
        for text in [
            "is:new since:2026-03-10T22:00",
            "since:2026-03-10T22:00 !( is:new | ListBuckets )",
            "since:2026-03-01 is:new since:2026-03-10T22:00:00Z",
        ] {
            assert!(has(text, &new(since)), "{text}");
        }
        assert!(has("is:new", &new(None)));
        let both = Expr::Meaning(Meaning::New(vec![Dimension::Call, Dimension::Address], since));
        assert!(has("new:call,address since:2026-03-10T22:00", &both));
        let nothing = Expr::Not(Box::new(Expr::Meaning(Meaning::New(Dimension::ALL.to_vec(), since))));
        assert!(has(
            "!new:* since:2026-03-10T22:00",
            &Expr::Meaning(Meaning::New(Dimension::ALL.to_vec(), since))
        ));
        assert!(has("new=\"\" since:2026-03-10T22:00", &nothing));
        assert!(parse("since:soon").is_err());
    }
}
