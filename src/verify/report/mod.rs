//! What a verification found. There are three levels, each named in full and never as a bare "valid": a hash
//! that matches a digest, a digest in an unbroken chain, and a digest whose signature was verified with a
//! supplied key.

pub(in crate::verify) mod reason;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

use crate::record::time::Time;
use crate::store::file::LogFile;
use crate::verify::report::reason::Reason;

/// The verdict on one log file or digest, worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The file or its digest has a signature that was verified with a supplied key.
    SignatureVerified,
    /// The file or its digest is in an unbroken chain: the next digest lists the hash.
    InUnbrokenChain,
    /// A log file whose hash matches a digest that nothing confirms.
    HashMatches,
    /// A digest that nothing confirms: the newest, or one before a gap.
    Unconfirmed,
    /// A log file that no digest lists, from a time that no loaded digest covers.
    NotCovered,
    /// Its content could not be read, or is too large.
    NotChecked,
    /// A log file whose hash matches a digest that is itself INVALID.
    DigestInvalid,
    /// Events in a file that is not a log file of a trail: no digest can confirm them.
    Unsigned,
    /// Altered, missing, planted or malformed; the reason says which.
    Invalid,
}

impl Verdict {
    /// Every verdict, best first.
    pub const ALL: [Self; 9] = [
        Self::SignatureVerified,
        Self::InUnbrokenChain,
        Self::HashMatches,
        Self::Unconfirmed,
        Self::NotCovered,
        Self::NotChecked,
        Self::DigestInvalid,
        Self::Unsigned,
        Self::Invalid,
    ];

    /// Returns two or three words for a table.
    pub fn label(self) -> &'static str {
        match self {
            Self::SignatureVerified => "signature verified",
            Self::InUnbrokenChain => "in unbroken chain",
            Self::HashMatches => "hash matches",
            Self::Unconfirmed => "unconfirmed",
            Self::NotCovered => "not covered",
            Self::NotChecked => "not checked",
            Self::DigestInvalid => "digest INVALID",
            Self::Unsigned => "unsigned",
            Self::Invalid => "INVALID",
        }
    }
}

/// What was found about one log file or digest.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// Where it is; `None` if it is listed but missing.
    #[serde(serialize_with = "lossy")]
    pub path: Option<PathBuf>,
    /// Its address in S3, according to a digest.
    pub address: Option<String>,
    /// For a log file: the address of the digest that lists it.
    pub digest: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is INVALID, or could not be checked.
    pub reasons: Vec<Reason>,
    /// Remarks that do not change the verdict.
    pub notes: Vec<String>,
    /// For a digest: the fingerprint of the key that verified its signature.
    pub key: Option<String>,
    /// Its index in the store.
    #[serde(skip)]
    pub file: Option<u32>,
}

impl Finding {
    /// Makes a finding about a file of which nothing is known yet.
    pub(super) fn of_file(number: u32, file: &LogFile) -> Self {
        Self { path: Some(file.name().into_owned()), file: Some(number), ..Self::empty(Verdict::NotChecked) }
    }

    /// Makes a finding about a file that a digest lists and that is missing.
    pub(super) fn missing(address: String, digest: String) -> Self {
        Self {
            address: Some(address),
            digest: Some(digest),
            reasons: vec![Reason::NotFound],
            ..Self::empty(Verdict::Invalid)
        }
    }

    fn empty(verdict: Verdict) -> Self {
        Self {
            path: None,
            address: None,
            digest: None,
            verdict,
            reasons: Vec::new(),
            notes: Vec::new(),
            key: None,
            file: None,
        }
    }

    /// Marks it as INVALID.
    pub(super) fn invalid(&mut self, reason: Reason) {
        self.verdict = Verdict::Invalid;
        self.reasons.push(reason);
    }
}

#[expect(clippy::ref_option, reason = "serde hands over the field as it is")]
fn lossy<S: Serializer>(path: &Option<PathBuf>, serializer: S) -> Result<S::Ok, S::Error> {
    path.as_deref().map(Path::to_string_lossy).serialize(serializer)
}

/// The digests of one account, Region and trail.
#[derive(Debug, Clone, Serialize)]
pub struct Chain {
    /// The account.
    pub account: String,
    /// The Region that the digests are of.
    pub region: String,
    /// The trail; empty if the digests' names do not say.
    pub trail: String,
    /// Whether these are backfill digests, which have a chain of their own.
    pub backfill: bool,
    /// Number of digests.
    pub digests: usize,
    /// When the first of them starts.
    pub from: String,
    /// When the last of them ends.
    pub to: String,
    /// Whether the first is a starting digest, with no digest before it.
    pub from_start: bool,
    /// The fingerprints that its digests name and that no supplied key has.
    pub keys_wanted: Vec<String>,
    /// Times between digests that no digest covers.
    pub gaps: Vec<Gap>,
}

/// A time that no digest of a chain covers.
#[derive(Debug, Clone, Serialize)]
pub struct Gap {
    /// When the digest before it ends.
    pub from: String,
    /// When the digest after it starts.
    pub to: String,
    /// What the next digest says about it.
    pub reason: String,
    /// Whether a digest is missing.
    pub invalid: bool,
}

/// A key that the user supplied.
#[derive(Debug, Clone, Serialize)]
pub struct SuppliedKey {
    /// MD5 of its bytes.
    pub fingerprint: String,
    /// The file that it came from.
    pub file: String,
    /// From when it is valid.
    pub from: Option<String>,
    /// Until when it is valid.
    pub to: Option<String>,
    /// How many digests were verified with it.
    pub verified: usize,
    /// Why it was not used.
    pub refused: Option<String>,
}

/// The result of a validation.
#[derive(Debug, Clone, Serialize)]
pub struct VerifyReport {
    /// How many log files have which verdict.
    pub log_file_counts: BTreeMap<Verdict, usize>,
    /// How many digests have which verdict.
    pub digest_counts: BTreeMap<Verdict, usize>,
    /// The chains, by account, Region and trail.
    pub chains: Vec<Chain>,
    /// The keys that were supplied.
    pub keys: Vec<SuppliedKey>,
    /// Files of signatures (`head-object`) that verify no digest.
    pub unused_signatures: Vec<String>,
    /// Every digest, those that are missing included.
    pub digests: Vec<Finding>,
    /// Every log file, those that are missing included.
    pub log_files: Vec<Finding>,
}

/// What a table says about one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, if that needs an explanation; otherwise empty. It comes from a file and is not safe for a terminal.
    pub reason: String,
}

/// The counts that are shown in the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Badges {
    /// Present files that are INVALID.
    pub invalid: usize,
    /// Files that digests list and that are missing.
    pub missing: usize,
    /// Files with events that nothing signs.
    pub unsigned: usize,
}

impl VerifyReport {
    /// Returns whether something is INVALID, missing or unsigned, a key is refused, or keys were supplied and
    /// one is lacking.
    pub fn has_invalid(&self) -> bool {
        let lacks_key = |finding: &Finding| finding.reasons.iter().any(Reason::is_lacking_key);
        self.badges() != Badges::default()
            || self.keys.iter().any(|key| key.refused.is_some())
            || self.digests.iter().any(lacks_key)
    }

    /// Returns whether something could be neither confirmed nor refuted.
    pub fn has_unchecked(&self) -> bool {
        let open =
            |verdict| self.log_file_counts.contains_key(verdict) || self.digest_counts.contains_key(verdict);
        [Verdict::NotCovered, Verdict::NotChecked, Verdict::DigestInvalid].iter().any(open)
            || !self.unused_signatures.is_empty()
    }

    /// Returns how many files are INVALID, missing and unsigned.
    pub fn badges(&self) -> Badges {
        let mut badges = Badges::default();
        for finding in self.findings() {
            match (finding.verdict, &finding.path) {
                (Verdict::Invalid, None) => badges.missing += 1,
                (Verdict::Invalid, Some(_)) => badges.invalid += 1,
                (Verdict::Unsigned, _) => badges.unsigned += 1,
                _ => {}
            }
        }
        badges
    }

    /// Iterates over the findings about digests, then about log files.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.digests.iter().chain(&self.log_files)
    }

    /// Returns the status of each file by its index in the store: `None` for files that are neither log file
    /// nor digest, and an empty list if there are no digests.
    pub fn statuses(&self) -> Vec<Option<Status>> {
        let mut statuses: Vec<Option<Status>> = Vec::new();
        for finding in self.findings() {
            let Some(at) = finding.file.map(|file| file as usize) else { continue };
            if statuses.len() <= at {
                statuses.resize(at + 1, None);
            }
            if let Some(slot) = statuses.get_mut(at).filter(|slot| worse(finding, slot.as_ref())) {
                let reason = finding.reasons.first().map(ToString::to_string);
                let reason = reason.or_else(|| finding.notes.first().cloned()).unwrap_or_default();
                *slot = Some(Status { verdict: finding.verdict, reason });
            }
        }
        statuses
    }
}

fn worse(finding: &Finding, status: Option<&Status>) -> bool {
    status.is_none_or(|status| finding.verdict > status.verdict)
}

/// Counts the findings by verdict.
pub(super) fn count(findings: &[Finding]) -> BTreeMap<Verdict, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.verdict).or_default() += 1;
    }
    counts
}

/// Formats a time for the report; a digest without one has no place in a chain.
pub(super) fn time(time: Option<Time>) -> String {
    time.map(|time| time.to_string()).unwrap_or_default()
}
