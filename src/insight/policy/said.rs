//! What an event does to a policy, in lines: the owner, each statement, what it opens, and what changed.

use super::versions::{VersionBefore, version_before};
use crate::plural::counted;
use crate::record::field::Column;
use crate::record::policy::difference::difference;
use crate::record::policy::find::{PolicyCall, PolicyOwner, may_have_policy};
use crate::record::policy::managed;
use crate::record::policy::opens::Opening;
use crate::record::policy::statement::{Document, Statement};
use crate::record::read::RawRecord;
use crate::store::record_reader::RecordReader;
use crate::store::{Event, Store};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyLine {
    /// Its name; empty if it continues the line before.
    pub label: &'static str,
    /// What is said.
    pub main: String,
    /// What it opens, or where the rest is from.
    pub more: String,
}

/// Maximum number of statements that are shown of a policy, and of what changed.
const MOST: usize = 5;

/// Returns whether an event's call may write, remove or attach a policy.
pub fn may_say_something(store: &Store, event: Event) -> bool {
    may_have_policy(store.value(event, Column::EventSource), store.value(event, Column::EventName))
}

/// Says what the event, whose record is `record`, does to a policy. Reads the records of earlier events.
pub fn policy_lines(
    store: &Store,
    event: Event,
    record: &[u8],
    reader: &mut RecordReader,
) -> Vec<PolicyLine> {
    let raw = RawRecord::read_damaged(record);
    let Some(call) = PolicyCall::of(&raw) else { return Vec::new() };
    let mut lines = Vec::new();
    let failed = if call.failed { "the call failed: nothing changed" } else { "" };
    for arn in &call.managed {
        let more = if failed.is_empty() { opens_words(managed::opens(arn)) } else { failed.to_owned() };
        lines.push(PolicyLine { label: "policy", main: managed::words(arn), more });
    }
    if call.document.is_some() || call.managed.is_empty() {
        lines.push(head(&call, failed));
    }
    if let Some(document) = &call.document {
        lines.extend(statements(store, &call, document));
        if let Some(owner) = call.owner.as_ref().filter(|_| !call.failed && !begins(store, event)) {
            let before = version_before(store, event, owner, reader);
            lines.extend(changed(store, event, &call, &before));
        }
    }
    lines
}

/// Returns whether the call makes the thing that has the policy, so that there was none before.
fn begins(store: &Store, event: Event) -> bool {
    let name = store.value(event, Column::EventName);
    name.starts_with("Create") && name != "CreatePolicyVersion"
}

fn head(call: &PolicyCall, failed: &str) -> PolicyLine {
    let main = match &call.owner {
        Some(owner) => format!("{} {}", owner.family, owner_names(owner)),
        None => call.kind.name().to_owned(),
    };
    let more = match (failed, call.removes(), call.kind.can_open()) {
        ("", true, _) => "removed",
        ("", false, true) => "",
        ("", false, false) => "it only narrows what may be done",
        (failed, ..) => failed,
    };
    PolicyLine { label: "policy", main, more: more.to_owned() }
}

fn owner_names(owner: &PolicyOwner) -> String {
    owner.names.join(", ")
}

fn statements(store: &Store, call: &PolicyCall, document: &Document) -> Vec<PolicyLine> {
    let account = call.account.as_deref();
    let line = |statement: &Statement| PolicyLine {
        label: "",
        main: statement.words(account),
        more: opened(store, call, statement),
    };
    let mut lines: Vec<PolicyLine> = document.statements.iter().take(MOST).map(line).collect();
    let plain = |main: String| PolicyLine { label: "", main, more: String::new() };
    if let Some(more @ 1..) = document.statements.len().checked_sub(MOST) {
        lines.push(plain(format!("{} more, in the tree below", counted(more, "statement"))));
    }
    if !document.is_json {
        lines.push(plain(format!(
            "not valid JSON: {} read from it",
            counted(document.statements.len(), "statement")
        )));
    } else if document.statements.is_empty() {
        lines.push(plain("no statements".to_owned()));
    }
    lines
}

/// Says what a statement opens, and of a foreign account whether its events are in these files, too.
fn opened(store: &Store, call: &PolicyCall, statement: &Statement) -> String {
    let own = call.account.as_deref();
    let opens = statement.opens(call.kind, own);
    let mut words = if call.failed { String::new() } else { opens_words(&opens) };
    let is_here = |account: &str| store.dict(Column::RecipientAccountId).iter().any(|known| known == account);
    let accounts = statement.principals.iter().filter_map(|principal| principal.foreign_account(own));
    let known: Vec<&str> = accounts.filter(|account| is_here(account)).collect();
    if let (Some(account), false) = (known.first(), words.is_empty()) {
        words.push_str(" (");
        words.push_str(account);
        words.push_str(" has events here)");
    }
    words
}

fn opens_words(opens: &[Opening]) -> String {
    let names: Vec<&str> = opens.iter().map(|opening| opening.name()).collect();
    if names.is_empty() { String::new() } else { format!("opens: {}", names.join(", ")) }
}

fn changed(store: &Store, event: Event, call: &PolicyCall, before: &VersionBefore) -> Vec<PolicyLine> {
    let line = |label, main: String, more: String| PolicyLine { label, main, more };
    let when = |other: Event| {
        let same = if store.time(other) == store.time(event) { ", in the same second" } else { "" };
        format!("{} by {}{same}", store.time(other), store.value(other, Column::PrincipalLabel))
    };
    let (other, older) = match before {
        VersionBefore::Written(other, older) => (*other, older),
        VersionBefore::Removed(other) => {
            let main = format!("the policy before was removed by {}", store.value(*other, Column::EventName));
            return vec![line("changed", main, when(*other))];
        }
        VersionBefore::NotHere => {
            let main = "no earlier version in these files: what changed cannot be told".to_owned();
            return vec![line("changed", main, String::new())];
        }
        VersionBefore::TooMany(read) => {
            let main = format!("no earlier version among the {} before", counted(*read, "policy event"));
            return vec![line("changed", main, "older events were not read".to_owned())];
        }
    };
    let Some(document) = &call.document else { return Vec::new() };
    let found = difference(older, document);
    let main = format!("{} added, {} removed, {} kept", found.added.len(), found.removed.len(), found.kept);
    let mut lines = vec![line("changed", main, format!("since {}", when(other)))];
    let account = call.account.as_deref();
    for (label, statements) in [("added", &found.added), ("removed", &found.removed)] {
        let shown = statements.iter().take(MOST);
        lines.extend(shown.map(|statement| {
            line(label, statement.words(account), opens_words(&statement.opens(call.kind, account)))
        }));
        if let Some(more @ 1..) = statements.len().checked_sub(MOST) {
            lines.push(line(label, format!("{more} more"), String::new()));
        }
    }
    lines
}
