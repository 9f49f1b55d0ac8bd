//! What kind of thing was wrong with a file: one word or two for tables and JSON.

use std::fmt;

/// The kind of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IssueKind {
    /// Found but left out: there was no memory for it, or loading was stopped.
    NotRead,
    /// Left out from some place on, for want of memory.
    NotReadToItsEnd,
    /// Text or gzip data that is not sound.
    Damaged,
    /// Beyond a limit on sizes.
    TooLarge,
    /// No JSON at all.
    NotJson,
    /// Records with bytes that are not valid UTF-8.
    NotUtf8,
    /// Items of `Records` of no known form.
    NotARecord,
    /// Records in wrappers within wrappers.
    NestedTooDeeply,
    /// A file without bytes, or of white space only.
    Empty,
    /// JSON without CloudTrail records.
    NoRecords,
    /// A digest of CloudTrail, which holds no events.
    Digest,
    /// A control message of CloudWatch Logs.
    ControlMessage,
    /// A notification of a service.
    Notification,
    /// Records inside values, which are no events.
    QuotedRecords,
    /// Records with raw control characters in strings.
    ControlCharacters,
    /// A device, pipe, socket or folder.
    SpecialFile,
    /// Written to while it was read.
    Changed,
    /// Gone since its folder was listed.
    NotFound,
    /// The system allows no reading.
    PermissionDenied,
    /// The system reports another error on opening.
    Unreadable,
    /// The system reports an error on reading.
    ReadError,
    /// A gzip member in a form that is not read.
    OtherMember,
    /// The program failed on this file.
    InternalError,
    /// Data behind the one member that CloudTrail writes and signs.
    AfterFirstMember,
    /// Events in a file that is named as a digest.
    EventsInDigest,
    /// A link whose target is missing.
    BrokenLink,
    /// A link that is not followed.
    Link,
    /// A form that may hold events and is not read, by its name: `zip`, `Parquet`.
    Unsupported(&'static str),
}

impl IssueKind {
    /// The word for tables and JSON.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotRead => "not read",
            Self::NotReadToItsEnd => "not read to its end",
            Self::Damaged => "damaged",
            Self::TooLarge => "too large",
            Self::NotJson => "not JSON",
            Self::NotUtf8 => "not UTF-8",
            Self::NotARecord => "not a record",
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
