//! The rule of each kind of event: which members name what such a call touches.

use crate::record::key::Key;
use crate::record::read::RawRecord;
use crate::record::targets::{TargetRule, rule_of};
use crate::record::value::text_of;

/// The rules of the kinds that a thread has read. All events of a kind are of one call: each kind is looked up once.
#[derive(Debug, Default)]
pub(super) struct CallRules {
    /// By number of a kind.
    rules: Vec<CallRule>,
}

#[derive(Debug, Default)]
enum CallRule {
    #[default]
    Unknown,
    /// The table has none.
    None,
    Found(Box<TargetRule>),
}

impl CallRules {
    /// The rule of a record's call, if the table has one. `kind` is the number of its kind.
    pub(super) fn of(&mut self, kind: u32, record: &RawRecord<'_>) -> Option<&TargetRule> {
        let at = kind as usize;
        if self.rules.len() <= at {
            self.rules.resize_with(at + 1, CallRule::default);
        }
        let rule = self.rules.get_mut(at)?;
        if matches!(rule, CallRule::Unknown) {
            let text = |key: Key| record.raw_or_insight(key).map(text_of).unwrap_or_default();
            let found = rule_of(&text(Key::EventSource), &text(Key::EventName));
            *rule = found.map_or(CallRule::None, |found| CallRule::Found(Box::new(found)));
        }
        match rule {
            CallRule::Found(rule) => Some(rule),
            CallRule::Unknown | CallRule::None => None,
        }
    }
}
