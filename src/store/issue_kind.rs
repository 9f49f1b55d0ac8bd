//! What was wrong with a file, in one or two words for tables and JSON.

use std::fmt;

/// The kind of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IssueKind {
    /// Found but left out, for lack of memory or because loading was stopped.
    NotRead,
    /// Not read from some point on, for lack of memory.
    NotReadToItsEnd,
    /// Damaged text or gzip data.
    Damaged,
    /// Larger than a limit.
    TooLarge,
    /// Without any JSON.
    NotJson,
    /// Records with bytes that are not valid UTF-8.
    NotUtf8,
    /// Items of `Records` in an unknown format.
    NotARecord,
    /// Rows of tables with times that cannot be read.
    UnreadTimes,
    /// Names or numbers of a table that a spreadsheet changed.
    ChangedNumbers,
    /// Records inside too many wrappers.
    NestedTooDeeply,
    /// A file without bytes, or with white space only.
    Empty,
    /// JSON without CloudTrail records.
    NoRecords,
    /// A digest of CloudTrail, which holds no events.
    Digest,
    /// A control message of CloudWatch Logs.
    ControlMessage,
    /// A notification of a service.
    Notification,
    /// Records inside values, which are not events.
    QuotedRecords,
    /// Records with raw control characters in strings.
    ControlCharacters,
    /// A device, pipe, socket or folder.
    SpecialFile,
    /// Changed while it was read.
    Changed,
    /// Deleted since its folder was listed.
    NotFound,
    /// The system does not permit reading it.
    PermissionDenied,
    /// The system reported another error on opening it.
    Unreadable,
    /// The system reported an error on reading it.
    ReadError,
    /// A gzip member in a format that is not read.
    OtherMember,
    /// The program failed on this file.
    InternalError,
    /// Data after the only member that CloudTrail writes and signs.
    AfterFirstMember,
    /// Events in a file that has the name of a digest.
    EventsInDigest,
    /// An archive, whose members are files of their own.
    Archive,
    /// A link whose target is missing.
    BrokenLink,
    /// A link that is not followed.
    Link,
    /// A format that may hold events but is not read, by its name: `zip`, `Parquet`.
    Unsupported(&'static str),
}

impl IssueKind {
    /// Returns the word for tables and JSON.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotRead => "not read",
            Self::NotReadToItsEnd => "not read to its end",
            Self::Damaged => "damaged",
            Self::TooLarge => "too large",
            Self::NotJson => "not JSON",
            Self::NotUtf8 => "not UTF-8",
            Self::NotARecord => "not a record",
            Self::UnreadTimes => "unread times",
            Self::ChangedNumbers => "changed numbers",
            Self::NestedTooDeeply => "nested too deeply",
            Self::Empty => "empty",
            Self::NoRecords => "no records",
            Self::Digest => "digest",
            Self::ControlMessage => "control message",
            Self::Notification => "notification",
            Self::QuotedRecords => "quoted records",
            Self::ControlCharacters => "control characters",
            Self::SpecialFile => "special file",
            Self::Changed => "changed",
            Self::NotFound => "not found",
            Self::PermissionDenied => "permission denied",
            Self::Unreadable => "unreadable",
            Self::ReadError => "read error",
            Self::OtherMember => "other member",
            Self::InternalError => "internal error",
            Self::AfterFirstMember => "after the first gzip member",
            Self::EventsInDigest => "events in a digest",
            Self::Archive => "archive",
            Self::BrokenLink => "broken link",
            Self::Link => "link",
            Self::Unsupported(form) => form,
        }
    }
}

impl fmt::Display for IssueKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.label())
    }
}
