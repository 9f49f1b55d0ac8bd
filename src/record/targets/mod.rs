//! What a call touched: everything that its record names, starting with what it acted on.
//!
//! `table` says for about a thousand calls which members name it; `rule` reads those members; `guess` is the
//! rule for all other calls; `list` writes the names into one text and parses it again. The data is
//! `assets/targets.tsv`.

mod guess;
pub mod list;
mod rule;
mod table;

use std::borrow::Cow;

pub use rule::TargetRule;
#[cfg(test)]
pub(crate) use table::lines;
pub use table::rule_of;

use super::outcome::denied_resource;
use super::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::{member_text, text_of};
use list::Targets;

/// Writes the things that a record names to `text` (see [`list`]), which stays empty if it names nothing.
/// `rule` is [`rule_of`] its call; `message` is its error text, because a denial names the resource.
pub fn targets(record: &RawRecord<'_>, rule: Option<&TargetRule>, message: Option<&str>, text: &mut String) {
    text.clear();
    let mut found = Targets::default();
    if let Some(rule) = rule {
        rule.read(record, &mut found);
    }
    if found.what.is_empty() {
        found.take(guess::read(record));
    }
    record.each_listed_arn(|arn| found.add_listed(text_of(arn)));
    if let Some(refused) = message.and_then(denied_resource).filter(|name| *name != "*") {
        found.add_listed(Cow::Borrowed(refused));
    }
    if found.is_empty()
        && let Some(size) = omitted_size(record)
    {
        found.what.push(Cow::<str>::Owned(format!("? (omitted request; bytes: {size})")).into());
    }
    found.write(text);
}

/// Returns the members of a record that decide what a call with this name and rule touches, besides its error
/// text.
pub fn inputs(rule: Option<&TargetRule>, call: &str) -> Vec<Key> {
    let mut inputs =
        vec![Key::RequestParameters, Key::Resources, Key::ServiceEventDetails, Key::InsightDetails];
    if guess::makes(call) {
        inputs.push(Key::ResponseElements);
    }
    for input in rule.into_iter().flat_map(TargetRule::inputs) {
        if !inputs.contains(&input) {
            inputs.push(input);
        }
    }
    inputs
}

/// Returns the size of a request in bytes, if CloudTrail omitted it because it was too large.
fn omitted_size<'a>(record: &RawRecord<'a>) -> Option<Cow<'a, str>> {
    let request = record.raw(Key::RequestParameters)?;
    member_text(request, "omitted").filter(|text| text == "true")?;
    Some(member_text(request, "originalSize").unwrap_or(Cow::Borrowed("unknown")))
}

#[cfg(test)]
#[path = "targets_tests.rs"]
mod tests;
