//! A policy document as statements. Read tolerantly: one value or an array, names in any case, members given
//! twice are joined, and what is not known is kept.

use std::borrow::Cow;

use super::condition::Condition;
use super::texts::texts;
use crate::json::members::{items, members};
use crate::json::print::compact;
use crate::json::scan::Scanner;
use crate::json::text::{decode, percent_decode};
use crate::record::read::value::text_of;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Its statements, in order.
    pub statements: Vec<Statement>,
    /// Whether it is one whole JSON object. If not, there may be more in it than was read.
    pub is_json: bool,
    /// Its text.
    pub text: String,
}

/// What a statement does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatementEffect {
    /// It allows.
    Allow,
    /// It denies.
    Deny,
    /// Something else is written there, or nothing.
    Other(String),
}

/// Somebody that a statement names: the kind (`AWS`, `Service`, `Federated`, `CanonicalUser`; `*` without one)
/// and the name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Principal {
    /// The kind as written.
    pub kind: String,
    /// The ARN, account, service or provider; `*` is anybody.
    pub name: String,
}

/// One statement. The lists are in the order of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "named like the elements of policies")]
pub struct Statement {
    pub sid: String,
    pub effect: StatementEffect,
    pub principals: Vec<Principal>,
    pub not_principals: Vec<Principal>,
    pub actions: Vec<String>,
    pub not_actions: Vec<String>,
    pub resources: Vec<String>,
    pub not_resources: Vec<String>,
    pub conditions: Vec<Condition>,
    /// Members that policies do not have, as JSON, or a whole statement that is not an object.
    pub unknown: Vec<(String, String)>,
}

impl Default for Statement {
    fn default() -> Self {
        Self {
            sid: String::new(),
            effect: StatementEffect::Other(String::new()),
            principals: Vec::new(),
            not_principals: Vec::new(),
            actions: Vec::new(),
            not_actions: Vec::new(),
            resources: Vec::new(),
            not_resources: Vec::new(),
            conditions: Vec::new(),
            unknown: Vec::new(),
        }
    }
}

impl Document {
    /// Reads the value of a member: an object, or a string with JSON, which may be URL-encoded.
    pub fn read(value: &[u8]) -> Self {
        let text = match value.first() {
            Some(b'"') => unpacked(decode(value)),
            _ => String::from_utf8_lossy(value).into_owned(),
        };
        let json = text.as_bytes();
        let mut scanner = Scanner::new(json, 0);
        let is_json =
            scanner.skip_space() == Some(b'{') && scanner.value().is_ok() && scanner.skip_space().is_none();
        let mut statements = Vec::new();
        for (name, value) in members(json).filter(|(name, _)| is(name, "Statement")) {
            let _ = name;
            match value.first() {
                Some(b'[') => statements.extend(items(value).map(Statement::read)),
                _ => statements.push(Statement::read(value)),
            }
        }
        // Lambda reports the statement that it added, without a document around it.
        if statements.is_empty() && members(json).any(|(name, _)| is(name, "Effect")) {
            statements.push(Statement::read(json));
        }
        Self { statements, is_json, text }
    }
}

/// Removes URL encoding from a text that begins with an encoded brace.
fn unpacked(text: Cow<'_, str>) -> String {
    let encoded = text.trim_start().get(..3).is_some_and(|start| start.eq_ignore_ascii_case("%7B"));
    encoded.then(|| percent_decode(&text)).flatten().unwrap_or_else(|| text.into_owned())
}

/// Returns whether the name of a member, as written, is this one.
fn is(name: &[u8], wanted: &str) -> bool {
    name.eq_ignore_ascii_case(wanted.as_bytes())
}

impl Statement {
    /// Reads a statement.
    pub fn read(json: &[u8]) -> Self {
        let mut statement = Self::default();
        if json.first() != Some(&b'{') {
            statement.unknown.push((String::new(), plain(json)));
            return statement;
        }
        for (name, value) in members(json) {
            let name = decode(name);
            match name.to_ascii_lowercase().as_str() {
                "sid" => statement.sid = text_of(value).into_owned(),
                "effect" => statement.effect = StatementEffect::read(&text_of(value)),
                "principal" => statement.principals.extend(principals(value)),
                "notprincipal" => statement.not_principals.extend(principals(value)),
                "action" => statement.actions.extend(texts(value)),
                "notaction" => statement.not_actions.extend(texts(value)),
                "resource" => statement.resources.extend(texts(value)),
                "notresource" => statement.not_resources.extend(texts(value)),
                "condition" => statement.conditions.extend(Condition::read(value)),
                _ => statement.unknown.push((name.into_owned(), plain(value))),
            }
        }
        statement
    }

    /// Returns the statement in a form that does not depend on order, repetition, or its name.
    #[must_use]
    pub fn normal(&self) -> Self {
        fn sorted<T: Ord + Clone>(list: &[T]) -> Vec<T> {
            let mut list = list.to_vec();
            list.sort();
            list.dedup();
            list
        }
        Self {
            sid: String::new(),
            effect: self.effect.clone(),
            principals: sorted(&self.principals),
            not_principals: sorted(&self.not_principals),
            actions: sorted(&self.actions),
            not_actions: sorted(&self.not_actions),
            resources: sorted(&self.resources),
            not_resources: sorted(&self.not_resources),
            conditions: sorted(&self.conditions),
            unknown: sorted(&self.unknown),
        }
    }
}

impl StatementEffect {
    fn read(text: &str) -> Self {
        match text {
            _ if text.eq_ignore_ascii_case("Allow") => Self::Allow,
            _ if text.eq_ignore_ascii_case("Deny") => Self::Deny,
            _ => Self::Other(text.to_owned()),
        }
    }
}

fn plain(json: &[u8]) -> String {
    String::from_utf8_lossy(&compact(json)).into_owned()
}

/// Reads `"*"` or `{"AWS": […], "Service": …}`.
fn principals(value: &[u8]) -> Vec<Principal> {
    if value.first() == Some(&b'{') {
        let of_kind = |(kind, names): (&[u8], &[u8])| {
            let kind = decode(kind).into_owned();
            texts(names).into_iter().map(move |name| Principal { kind: kind.clone(), name })
        };
        return members(value).flat_map(of_kind).collect();
    }
    texts(value).into_iter().map(|name| Principal { kind: "*".to_owned(), name }).collect()
}
