//! Why a file is INVALID, unsigned or not checked: one variant for each cause, with its sentence. Where `aws
//! cloudtrail validate-logs` has words for a cause, they are used. Addresses and names come from files and are
//! not safe for a terminal.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::plural::counted;

/// A cause. Addresses are `s3://bucket/key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The file is not a digest, or not gzip data, or a member of it is malformed.
    Format(String),
    /// A later digest names this one as the previous digest, with a different hash.
    NextDiffers(String),
    /// The previous digest has a verified signature, and a hash that differs from the one listed here.
    DeniesPrevious(String),
    /// This digest lists the hash of the previous digest, and a signature that does not verify it.
    BadPreviousSignature(String),
    /// Two digests list different hashes for one object, and neither has a verified signature or both have one.
    Contradicts {
        /// The object.
        object: String,
        /// The other digest.
        other: String,
    },
    /// A digest with a verified signature lists another hash for the object.
    DeniesSigned {
        /// The object.
        object: String,
        /// The digest whose signature was verified.
        signed: String,
    },
    /// Two digests name the same previous digest, but a chain does not fork.
    Forks {
        /// The previous digest that both name.
        object: String,
        /// The other digest.
        other: String,
        /// Whether the other's signature is verified.
        signed: bool,
    },
    /// Two digests with the same address differ.
    SameAddress,
    /// Keys were supplied, but none with this fingerprint.
    KeyNotFound {
        /// The Region of the digest.
        region: String,
        /// The fingerprint that the digest names.
        fingerprint: String,
    },
    /// The key verifies the signature, but was not valid when the digest was written.
    KeyNotValid {
        /// The fingerprint of the key.
        fingerprint: String,
        /// When the digest ends.
        at: String,
    },
    /// A digest's file has the name of another digest.
    NamedAs(String),
    /// A digest's file holds this many events.
    HoldsEvents(u32),
    /// Something follows the first gzip member.
    Trailing,
    /// A digest lists the file, but it is missing.
    NotFound,
    /// A digest lists the file, but a link to nowhere, a pipe or a device is in its place.
    NotAFile(String),
    /// The file could not be read.
    NotRead(String),
    /// The file decompresses to more than this many bytes.
    TooLarge(usize),
    /// The content is not the one that was hashed.
    HashDiffers,
    /// The digest's hash is malformed.
    HashMalformed,
    /// One digest lists this content, another digest lists a different one.
    DigestsDisagree {
        /// The digest that lists this content.
        matches: String,
        /// The digest that lists another content.
        differs: String,
    },
    /// Only an INVALID digest lists the content.
    DigestInvalid,
    /// Digests cover the time of a log file and do not list it.
    NotListed,
    /// A log file has the name of another log file.
    ListedAs(String),
    /// No digest covers the time of a log file.
    NotCovered,
    /// A file without events, whose name has no time.
    NameTellsNoTime,
    /// A file with this many events that is not a log file of a trail.
    Unsigned(u32),
    /// A file of another kind that quotes this many events.
    OnlyQuoted(u32),
}

impl Reason {
    /// Returns whether a further supplied key could settle it.
    pub(in crate::verify) fn is_lacking_key(&self) -> bool {
        matches!(self, Self::KeyNotFound { .. })
    }
}

impl fmt::Display for Reason {
    #[expect(clippy::too_many_lines, reason = "one sentence a cause, side by side")]
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(fault) => write!(out, "invalid format: {fault}"),
            Self::NextDiffers(next) => {
                write!(out, "hash value doesn't match that in the next digest: {next}")
            }
            Self::DeniesPrevious(previous) => write!(
                out,
                "its previousDigestHashValue is not the hash of the digest before it, whose signature was verified: {previous}"
            ),
            Self::BadPreviousSignature(previous) => write!(
                out,
                "signature verification failed: its previousDigestSignature is not that of {previous}, whose hash it lists"
            ),
            Self::Contradicts { object, other } => {
                write!(out, "lists a different hash for {object} than {other} does")
            }
            Self::DeniesSigned { object, signed } => {
                write!(out, "lists a different hash for {object} than {signed}, whose signature was verified")
            }
            Self::Forks { object, other, signed } => {
                let signed = if *signed { ", whose signature was verified" } else { "" };
                write!(
                    out,
                    "names {object} as the digest before it, as {other} does{signed}; one of them is forged"
                )
            }
            Self::SameAddress => out.write_str("another file with the same S3 address has different content"),
            Self::KeyNotFound { region, fingerprint } => {
                write!(out, "public key not found in Region {region} for fingerprint {fingerprint}")
            }
            Self::KeyNotValid { fingerprint, at } => {
                write!(out, "key {fingerprint} verifies its signature, but was not valid at {at}")
            }
            Self::NamedAs(address) => {
                write!(out, "it has the name of another digest; its content is {address}")
            }
            Self::HoldsEvents(events) => {
                let events = counted(*events, "event");
                write!(
                    out,
                    "it contains {events}; CloudTrail writes events only to log files and signs no other files"
                )
            }
            Self::Trailing => out.write_str("unexpected data after end of compressed stream"),
            Self::NotFound => out.write_str("not found"),
            Self::NotAFile(instead) => write!(out, "not found; in its place: {instead}"),
            Self::NotRead(why) => out.write_str(why),
            Self::TooLarge(most) => write!(out, "it decompresses to more than {}", counted(*most, "byte")),
            Self::HashDiffers => out.write_str("hash value doesn't match"),
            Self::HashMalformed => out.write_str("its hash in the digest has an invalid format"),
            Self::DigestsDisagree { matches, differs } => {
                write!(out, "its hash matches that in {matches}, but not that in {differs}")
            }
            Self::DigestInvalid => out.write_str("its hash matches a digest that is itself INVALID"),
            Self::NotListed => out.write_str(
                "not listed in any digest, although digests cover its time (planted, or from another trail)",
            ),
            Self::ListedAs(address) => write!(
                out,
                "not listed in any digest under this name; its content is that of another log file: {address}"
            ),
            Self::NotCovered => out.write_str("not listed in any digest; no digest here covers its time"),
            Self::NameTellsNoTime => out.write_str("not listed in any digest; its name has no time"),
            Self::Unsigned(events) => {
                let events = counted(*events, "event");
                write!(
                    out,
                    "it contains {events}, is not listed in any digest, and does not have the name of a log file"
                )
            }
            Self::OnlyQuoted(events) => {
                write!(out, "not listed in any digest; it only quotes {}", counted(*events, "event"))
            }
        }
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
