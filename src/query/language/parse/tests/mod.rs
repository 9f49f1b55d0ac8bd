//! What filters mean, as a table, and where their mistakes are reported.

mod mistakes;
mod terms;

use crate::query::language::syntax::quote;
use proptest::prelude::*;

use super::*;
use crate::query::language::expr::{Target, Test};
use crate::query::language::order::Order;
use crate::query::language::term::address_test::{AddressScope, AddressTest};
use crate::query::language::term::compare::Comparison;
use crate::query::language::term::ready::is_names;
use crate::query::language::time::range::TIME_NAMES;
use crate::record::address::AddressRange;
use crate::record::field::Column;

fn word(text: &str) -> Expr {
    Expr::Fuzzy(Word::new(text))
}

fn value(column: Column, test: Test) -> Expr {
    Expr::Value(Target::Column(column), test)
}

fn contains(text: &str) -> Test {
    Test::Contains(text.to_owned())
}

/// Matches addresses anywhere in a value.
fn within(text: &str) -> Test {
    Test::Address(AddressTest::new(AddressRange::read(text).unwrap(), AddressScope::Part))
}

fn equals(text: &str) -> Test {
    Test::Equals(text.to_owned())
}

/// Returns the test of an event name for `name=`.
fn call(text: &str) -> Test {
    Test::Call(text.to_owned())
}

fn not(expr: Expr) -> Expr {
    Expr::Not(Box::new(expr))
}

#[track_caller]
fn means(text: &str, expected: Expr) {
    assert_eq!(parse(text), Ok(expected), "{text}");
}

#[track_caller]
fn mistake(text: &str, place: std::ops::Range<usize>, part: &str) {
    let error = parse(text).expect_err(text);
    assert_eq!(error.start..error.end, place, "{text}: {error:?}");
    assert!(error.message.contains(part), "{text}: {error:?}");
}
