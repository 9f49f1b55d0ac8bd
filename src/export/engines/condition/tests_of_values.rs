//! Tests of values, as the filter has them → checks that engines have.

use super::networks;
use super::place::FieldPlace;
use super::regexes::portable;
use super::tree::{Check, RecordCondition, Regex};
use crate::plural::counted;
use crate::query::language::expr::{Pattern, SoughtText, Test};
use crate::query::language::list::file::{List, Listed};
use crate::record::call::verb;

/// What one value must be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum WantedValue {
    /// Missing.
    Missing,
    /// Present, and passing a check.
    Passing(Check),
}

/// Lists longer than this are not written into a query.
const LONGEST_LIST: usize = 1000;

impl WantedValue {
    /// Returns what a test wants, of which any is enough. The error is a reason.
    pub(super) fn all_of(test: &Test) -> Result<Vec<Self>, String> {
        let mut wanted = Vec::new();
        collect(test, &mut wanted)?;
        let (mut equal, mut calls, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for one in wanted {
            match one {
                Self::Passing(Check::Equals(value)) => equal.push(value),
                Self::Passing(Check::Calls(names)) => calls.extend(names),
                other => others.push(other),
            }
        }
        if !calls.is_empty() {
            others.insert(0, Self::Passing(Check::Calls(calls)));
        }
        match equal.as_mut_slice() {
            [] => {}
            [value] => others.insert(0, Self::Passing(Check::Equals(std::mem::take(value)))),
            _ => others.insert(0, Self::Passing(Check::OneOf(equal))),
        }
        Ok(others)
    }

    /// Returns the condition that the value at a place is so.
    pub(super) fn at(&self, place: &FieldPlace) -> RecordCondition {
        match self {
            Self::Missing => RecordCondition::value(place, Check::Present).opposite(),
            Self::Passing(check) => RecordCondition::value(place, check.clone()),
        }
    }
}

/// Returns the condition that a value at a place passes a test. The error is a reason.
pub(super) fn value_passes(place: &FieldPlace, test: &Test) -> Result<RecordCondition, String> {
    Ok(any(WantedValue::all_of(test)?.iter().map(|wanted| wanted.at(place)).collect()))
}

/// Makes one condition of several of which any is enough.
pub(super) fn any(mut parts: Vec<RecordCondition>) -> RecordCondition {
    match parts.len() {
        1 => parts.remove(0),
        _ => RecordCondition::Any(parts),
    }
}

/// Returns texts of which one is contained in every value that passes; `None` if that cannot be told.
pub(super) fn literals(test: &Test) -> Option<Vec<String>> {
    match test {
        Test::Contains(value) | Test::Equals(value) | Test::Call(value) if !value.is_empty() => {
            Some(vec![value.clone()])
        }
        Test::Glob(pattern) => {
            let (SoughtText::Glob(glob), _) = pattern.sought() else { return None };
            let longest = glob.split(['*', '?']).max_by_key(|piece| piece.len())?;
            (!longest.is_empty()).then(|| vec![longest.to_owned()])
        }
        Test::AnyOf(tests) => {
            tests.iter().map(literals).collect::<Option<Vec<_>>>().map(|found| found.concat())
        }
        _ => None,
    }
}

fn collect(test: &Test, wanted: &mut Vec<WantedValue>) -> Result<(), String> {
    let check = match test {
        Test::AnyOf(tests) => return tests.iter().try_for_each(|test| collect(test, wanted)),
        Test::Equals(value) | Test::Call(value) if value.is_empty() => {
            wanted.push(WantedValue::Missing);
            return Ok(());
        }
        Test::Listed(list) => return listed(list, wanted),
        Test::Address(test) => {
            let checks = networks::checks(&test.range(), test.is_whole_value());
            wanted.extend(checks.into_iter().map(WantedValue::Passing));
            return Ok(());
        }
        Test::Present => Check::Present,
        Test::Contains(part) => Check::Contains(part.clone()),
        Test::Equals(value) => Check::Equals(value.clone()),
        Test::EqualsCaseless(value) => {
            Check::Regex(Regex::any_case(format!("^{}$", super::regexes::escaped(value))))
        }
        Test::Call(name) => Check::Calls(vec![name.clone()]),
        Test::Glob(pattern) | Test::Matches(pattern) => pattern_check(pattern)?,
        Test::Compare(comparison) => match comparison.number() {
            Some((order, number)) => Check::Number(order, number),
            None => return Err("times are compared here in every form that they may have".to_owned()),
        },
        Test::Verb { reads } => verb_check(*reads),
    };
    wanted.push(WantedValue::Passing(check));
    Ok(())
}

fn pattern_check(pattern: &Pattern) -> Result<Check, String> {
    Ok(match pattern.sought() {
        (SoughtText::Glob(glob), _) if glob.bytes().all(|byte| byte == b'*') => Check::Present,
        (SoughtText::Glob(glob), _) => Check::Glob(glob.to_owned()),
        (SoughtText::Literal(text), true) => Check::Contains(text.to_lowercase()),
        (SoughtText::Literal(text), false) => Check::Regex(Regex::exact(super::regexes::escaped(text))),
        (SoughtText::Regex(source), ignore_case) => Check::Regex(portable(source, ignore_case)?),
    })
}

/// A batch does what its second word says.
fn verb_check(reads: bool) -> Check {
    Check::Regex(Regex::exact(format!(
        "^({})?({})([^a-z]|$)",
        verb::BEFORE.join("|"),
        verb::words(reads).join("|")
    )))
}

fn listed(list: &List, wanted: &mut Vec<WantedValue>) -> Result<(), String> {
    if list.listed().len() > LONGEST_LIST {
        return Err(format!(
            "{} has {}, and at most {LONGEST_LIST} are written into a query",
            list.name(),
            counted(list.listed().len(), "value")
        ));
    }
    for value in list.listed() {
        match value {
            Listed::Addresses(range) => {
                let checks = networks::checks(&range, list.is_of_whole_addresses());
                wanted.extend(checks.into_iter().map(WantedValue::Passing));
            }
            Listed::Exact(text) if list.is_of_calls() => {
                wanted.push(WantedValue::Passing(Check::Calls(vec![text.to_owned()])));
            }
            Listed::Exact(text) => wanted.push(WantedValue::Passing(Check::Equals(text.to_owned()))),
            Listed::Part(text) => wanted.push(WantedValue::Passing(Check::Contains(text.to_owned()))),
            Listed::Glob(glob) => wanted.push(WantedValue::Passing(Check::Glob(glob.to_owned()))),
        }
    }
    Ok(())
}
