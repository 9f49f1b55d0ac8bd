//! One line of the table, and how its members are read from a record.

use super::list::{Name, Names, Targets};
use crate::json::members::{items, members};
use crate::record::key::Key;
use crate::record::noted::MemberText;
use crate::record::read::RawRecord;
use crate::record::value::{is_present, member_text, text_of};

/// Maximum depth of lists and wrappers within each other; records of AWS need four.
const MAX_DEPTH: usize = 12;

/// Which members name what a call touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetRule {
    what: Vec<Ways>,
    with: Vec<Ways>,
}

/// Alternative ways to find one name; the first that leads to a value counts.
type Ways = Vec<Way>;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Way {
    Path(RecordPath),
    /// Two names that form one, such as a bucket and a key in it.
    Joined(RecordPath, RecordPath),
    /// The user name of the caller.
    Caller,
    /// The account that received the event.
    Account,
    /// The Region of the event.
    Region,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct RecordPath {
    root: Key,
    steps: Vec<&'static str>,
}

impl RecordPath {
    fn parse(text: &'static str) -> Self {
        let roots = [
            ("res.", Key::ResponseElements),
            ("add.", Key::AdditionalEventData),
            ("sde.", Key::ServiceEventDetails),
        ];
        let root = roots.iter().find_map(|&(start, key)| Some((key, text.strip_prefix(start)?)));
        let (root, steps) = root.unwrap_or((Key::RequestParameters, text));
        Self { root, steps: steps.split('.').collect() }
    }

    fn read<'a>(&self, record: &RawRecord<'a>, out: &mut Names<'a>) {
        gather_members(|| record.members(self.root), &self.steps, MAX_DEPTH - 1, out);
    }
}

impl Way {
    fn parse(text: &'static str) -> Self {
        match text {
            "caller" => Self::Caller,
            "account" => Self::Account,
            "region" => Self::Region,
            _ => match text.split_once('/') {
                Some((one, other)) => Self::Joined(RecordPath::parse(one), RecordPath::parse(other)),
                None => Self::Path(RecordPath::parse(text)),
            },
        }
    }

    fn inputs(&self) -> [Key; 2] {
        match self {
            Self::Path(path) => [path.root; 2],
            Self::Joined(one, other) => [one.root, other.root],
            Self::Caller => [Key::UserIdentity, Key::ErrorCode],
            Self::Account => [Key::RecipientAccountId; 2],
            Self::Region => [Key::AwsRegion; 2],
        }
    }

    fn read<'a>(&self, record: &RawRecord<'a>, out: &mut Names<'a>) {
        match self {
            Self::Path(path) => path.read(record, out),
            Self::Joined(one, other) => {
                let (mut first, mut second) = (Names::new(), Names::new());
                one.read(record, &mut first);
                other.read(record, &mut second);
                match (first.into_iter().next(), second.into_iter().next()) {
                    (Some(one), Some(other)) => out.push(Name { behind: Some(other.text), ..one }),
                    (one, other) => out.extend(one.or(other)),
                }
            }
            // The request of a failed call is omitted, so it is not known whom it was about.
            Self::Caller if record.raw(Key::ErrorCode).is_some() => {}
            Self::Caller => {
                let identity = record.raw(Key::UserIdentity).unwrap_or_default();
                out.extend(member_text(identity, "userName").filter(|name| is_told(name)).map(Name::from));
            }
            Self::Account => out.extend(record.text(Key::RecipientAccountId).map(Name::from)),
            Self::Region => out.extend(record.text(Key::AwsRegion).map(Name::from)),
        }
    }
}

impl TargetRule {
    /// Reads the two columns of a line of the table.
    pub(super) fn parse(what: &'static str, with: &'static str) -> Self {
        let parts = |text: &'static str| -> Vec<Ways> {
            text.split_whitespace().map(|part| part.split('|').map(Way::parse).collect()).collect()
        };
        Self { what: parts(what), with: parts(with) }
    }

    /// Returns the members of a record that the rule reads, with repeats.
    pub(super) fn inputs(&self) -> impl Iterator<Item = Key> {
        self.what.iter().chain(&self.with).flatten().flat_map(Way::inputs)
    }

    /// Adds the names that a record has at the rule's members.
    pub(super) fn read<'a>(&self, record: &RawRecord<'a>, targets: &mut Targets<'a>) {
        for (parts, names) in [(&self.what, &mut targets.what), (&self.with, &mut targets.with)] {
            for part in parts {
                let before = names.len();
                for way in part {
                    way.read(record, names);
                    if names.len() > before {
                        break;
                    }
                }
            }
        }
    }
}

/// Collects the values at the end of a path, in each item of a list and inside the wrappers that CloudTrail
/// puts around lists and requests.
fn gather<'a>(raw: &'a [u8], steps: &[&str], depth: usize, out: &mut Names<'a>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match raw.first() {
        Some(b'[') => items(raw).for_each(|item| gather(item, steps, depth, out)),
        Some(b'{') => gather_members(|| members(raw), steps, depth, out),
        _ if steps.is_empty() && is_present(raw) => {
            out.extend(Some(text_of(raw)).filter(|text| is_told(text)).map(Name::from));
        }
        _ => {}
    }
}

/// Collects the values at the end of a path from the members of an object.
fn gather_members<'a, M: Iterator<Item = MemberText<'a>>>(
    members: impl Fn() -> M,
    steps: &[&str],
    depth: usize,
    out: &mut Names<'a>,
) {
    let (step, rest) = steps.split_first().map_or(("", steps), |(step, rest)| (*step, rest));
    let named = |(name, value): MemberText<'a>| name.eq_ignore_ascii_case(step.as_bytes()).then_some(value);
    match members().filter_map(named).last() {
        Some(value) => gather(value, rest, depth, out),
        None => members()
            .filter(|(name, value)| is_wrapping(name, value))
            .for_each(|(_, value)| gather(value, steps, depth, out)),
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
pub(super) fn is_told(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with("HIDDEN_DUE_TO_SECURITY")
        && text != "<sensitiveDataRemoved>"
        && !text.starts_with("***")
}
