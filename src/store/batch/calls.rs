//! What is known about the call of each kind of event: the rule for the members that name what it touches.

use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::text_of;
use crate::record::targets::{TargetRule, inputs, rule_of};

/// The calls of the kinds that a thread has read. All events of a kind have the same call, so each kind is
/// looked up once.
#[derive(Debug, Default)]
pub(super) struct Calls {
    /// By kind number.
    calls: Vec<Option<Box<Call>>>,
}

/// What is known about a call.
#[derive(Debug)]
pub(super) struct Call {
    /// Its rule, if the table has one.
    pub(super) rule: Option<TargetRule>,
    /// The members that decide what it touches.
    pub(super) inputs: Vec<Key>,
}

impl Calls {
    /// Returns the call of a record. `kind` is the number of its kind.
    pub(super) fn of(&mut self, kind: u32, record: &RawRecord<'_>) -> Option<&Call> {
        let at = kind as usize;
        if self.calls.len() <= at {
            self.calls.resize_with(at + 1, || None);
        }
        Some(self.calls.get_mut(at)?.get_or_insert_with(|| Box::new(Call::of(record))))
    }
}

impl Call {
    fn of(record: &RawRecord<'_>) -> Self {
        let text = |key: Key| record.raw_or_insight(key).map(text_of).unwrap_or_default();
        let (source, name) = (text(Key::EventSource), text(Key::EventName));
        let rule = rule_of(&source, &name);
        let inputs = inputs(rule.as_ref(), &name);
        Self { rule, inputs }
    }
}
