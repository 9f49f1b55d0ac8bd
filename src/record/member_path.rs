//! Paths of the tables that ship with the program: the members of a record that a line names.
//!
//! A path passes through lists and through the wrappers that CloudTrail puts around lists and requests; case is
//! ignored.

use super::read::RawRecord;
use crate::json::members::{items, members};
use crate::record::read::key::Key;
use crate::record::read::noted::MemberText;
use crate::record::read::value::is_present;

/// Maximum depth of lists and wrappers within each other; records of AWS need four.
const MAX_DEPTH: usize = 12;

/// A path to members of a record: `req.` (or nothing) is requestParameters, `res.` responseElements, `add.`
/// additionalEventData, `sde.` serviceEventDetails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberPath {
    root: Key,
    steps: Vec<String>,
}

/// Which values a walk reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WalkReport {
    /// Texts, numbers and truth values, also those in lists and wrappers at the end of the path.
    Scalars,
    /// Whatever is at the end of the path.
    Everything,
}

impl MemberPath {
    /// Reads a path of a table.
    pub fn parse(text: &str) -> Self {
        let roots = [
            ("req.", Key::RequestParameters),
            ("res.", Key::ResponseElements),
            ("add.", Key::AdditionalEventData),
            ("sde.", Key::ServiceEventDetails),
        ];
        let root = roots.iter().find_map(|&(start, key)| Some((key, text.strip_prefix(start)?)));
        let (root, steps) = root.unwrap_or((Key::RequestParameters, text));
        Self { root, steps: steps.split('.').map(str::to_owned).collect() }
    }

    /// Returns the member of the record that the path begins in.
    pub fn root(&self) -> Key {
        self.root
    }

    /// Passes on the JSON of each text, number and truth value at the path, unless it is absent.
    pub fn each<'a>(&self, record: &RawRecord<'a>, tell: &mut dyn FnMut(&'a [u8])) {
        self.walk(record, WalkReport::Scalars, tell);
    }

    /// Passes on the JSON of whatever is at the path: lists item by item, objects whole.
    pub fn each_value<'a>(&self, record: &RawRecord<'a>, tell: &mut dyn FnMut(&'a [u8])) {
        self.walk(record, WalkReport::Everything, tell);
    }

    fn walk<'a>(&self, record: &RawRecord<'a>, report: WalkReport, tell: &mut dyn FnMut(&'a [u8])) {
        walk_members(|| record.members(self.root), &self.steps, (MAX_DEPTH - 1, report), tell);
    }
}

/// Reports the values at the end of a path, in each item of a list and inside wrappers.
fn walk<'a>(
    raw: &'a [u8],
    steps: &[String],
    (depth, report): (usize, WalkReport),
    tell: &mut dyn FnMut(&'a [u8]),
) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match raw.first() {
        Some(b'[') => items(raw).for_each(|item| walk(item, steps, (depth, report), tell)),
        Some(b'{') if steps.is_empty() && report == WalkReport::Everything => tell(raw),
        Some(b'{') => walk_members(|| members(raw), steps, (depth, report), tell),
        _ if steps.is_empty() && is_present(raw) => tell(raw),
        _ => {}
    }
}

/// Reports the values at the end of a path from the members of an object.
fn walk_members<'a, M: Iterator<Item = MemberText<'a>>>(
    members: impl Fn() -> M,
    steps: &[String],
    state: (usize, WalkReport),
    tell: &mut dyn FnMut(&'a [u8]),
) {
    let (step, rest) = steps.split_first().map_or(("", steps), |(step, rest)| (step.as_str(), rest));
    let named = |(name, value): MemberText<'a>| name.eq_ignore_ascii_case(step.as_bytes()).then_some(value);
    match members().filter_map(named).last() {
        Some(value) => walk(value, rest, state, tell),
        None => members()
            .filter(|(name, value)| is_wrapping(name, value))
            .for_each(|(_, value)| walk(value, steps, state, tell)),
    }
}

fn is_wrapping(name: &[u8], value: &[u8]) -> bool {
    matches!(value.first(), Some(b'{' | b'[' | b'"')) && is_wrapper(name)
}

fn is_wrapper(name: &[u8]) -> bool {
    const WRAPPERS: [&[u8]; 4] = [b"items", b"item", b"member", b"content"];
    const ENDINGS: [&[u8]; 4] = [b"Request", b"Req", b"Response", b"Set"];
    WRAPPERS.contains(&name) || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Returns whether AWS wrote the value, and not a placeholder.
pub fn is_told(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with("HIDDEN_DUE_TO_SECURITY")
        && text != "<sensitiveDataRemoved>"
        && !text.starts_with("***")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_passes_lists_and_wrappers() {
        let text = r#"{"eventName":"X","requestParameters":{"XRequest":{"FlowLogId":{"tag":1,"content":"fl-1"}},
            "add":{"items":[{"userId":"1"},{"userId":"2"},{"group":"all"}]},"userData":"<sensitiveDataRemoved>",
            "dBInstanceIdentifier":"db"},"responseElements":{"flowLogIdSet":{"item":["a","b"]},"on":false}}"#;
        let record = RawRecord::read(text.as_bytes(), 0).unwrap();
        for (path, scalars, whole) in [
            ("req.XRequest.FlowLogId", &["\"fl-1\""][..], &[r#"{"tag":1,"content":"fl-1"}"#][..]),
            ("FlowLogId", &["\"fl-1\""], &[r#"{"tag":1,"content":"fl-1"}"#]),
            ("add.userId", &[], &[]),
            ("req.add.userId", &["\"1\"", "\"2\""], &["\"1\"", "\"2\""]),
            ("req.DBInstanceIdentifier", &["\"db\""], &["\"db\""]),
            ("res.flowLogIdSet", &["\"a\"", "\"b\""], &[r#"{"item":["a","b"]}"#]),
            ("res.on", &["false"], &["false"]),
            ("req.nothing", &[], &[]),
        ] {
            let path = MemberPath::parse(path);
            let (mut found, mut values) = (Vec::new(), Vec::new());
            path.each(&record, &mut |raw| found.push(String::from_utf8_lossy(raw).into_owned()));
            path.each_value(&record, &mut |raw| values.push(String::from_utf8_lossy(raw).into_owned()));
            assert_eq!(found, scalars, "{path:?}");
            assert_eq!(values, whole, "{path:?}");
        }
    }
}
