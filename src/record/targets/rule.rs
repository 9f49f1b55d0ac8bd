//! One line of the table, and how its members are read from a record.

use super::list::{Name, Names, Targets, without_escapes};
use crate::record::member_path::{MemberPath, is_told};
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::{member_text, text_of};

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
    Path(MemberPath),
    /// Two names that form one, such as a bucket and a key in it.
    Joined(MemberPath, MemberPath),
    /// The user name of the caller.
    Caller,
    /// The account that received the event.
    Account,
    /// The Region of the event.
    Region,
}

impl Way {
    fn parse(text: &'static str) -> Self {
        match text {
            "caller" => Self::Caller,
            "account" => Self::Account,
            "region" => Self::Region,
            _ => match text.split_once('/') {
                Some((one, other)) => Self::Joined(MemberPath::parse(one), MemberPath::parse(other)),
                None => Self::Path(MemberPath::parse(text)),
            },
        }
    }

    fn inputs(&self) -> [Key; 2] {
        match self {
            Self::Path(path) => [path.root(); 2],
            Self::Joined(one, other) => [one.root(), other.root()],
            Self::Caller => [Key::UserIdentity, Key::ErrorCode],
            Self::Account => [Key::RecipientAccountId; 2],
            Self::Region => [Key::AwsRegion; 2],
        }
    }

    fn read<'a>(&self, record: &RawRecord<'a>, out: &mut Names<'a>) {
        match self {
            Self::Path(path) => read(path, record, out),
            Self::Joined(one, other) => {
                let (mut first, mut second) = (Names::new(), Names::new());
                read(one, record, &mut first);
                read(other, record, &mut second);
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

/// Collects the names at the end of a path.
fn read<'a>(path: &MemberPath, record: &RawRecord<'a>, out: &mut Names<'a>) {
    path.each(record, &mut |raw| {
        out.extend(Some(without_escapes(text_of(raw))).filter(|text| is_told(text)).map(Name::from));
    });
}
