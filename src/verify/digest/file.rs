//! Files that are digests, or have a digest's name: how each is read, and what is found about it once the
//! verdict on its content is known.

use std::path::Path;
use std::sync::Arc;

use crate::record::object_key::is_digest_file;
use crate::store::file::{IssueKind, LogFile};
use crate::verify::chain::DigestNode;
use crate::verify::content::{ContentFault, Hash};
use crate::verify::digest::Digest;
use crate::verify::name::{PathMatch, bare, file_name, last_part};
use crate::verify::report::reason::Reason;
use crate::verify::report::{Finding, Verdict};
use crate::verify::signature::SignatureOutcome;
use crate::verify::{content, digest, name};

/// Maximum size of a digest. A digest lists the log files of an hour in a few hundred bytes each.
const MAX_DIGEST_BYTES: usize = 64 << 20;

/// What a file turned out to be.
pub(in crate::verify) enum DigestReading {
    /// Its members, its hash, and whether anything follows its compressed stream.
    Digest(Box<Digest>, Hash, bool),
    /// A digest that cannot be read.
    Broken(Verdict, Reason),
    Other,
}

/// A file that holds a digest.
pub(in crate::verify) struct DigestFile<'s> {
    pub(in crate::verify) number: u32,
    pub(in crate::verify) file: &'s Arc<LogFile>,
    /// Whether anything follows its compressed stream.
    pub(in crate::verify) trailing: bool,
}

/// Returns whether a file may be a digest. Digests hold no events, but a forged one that holds some still has a
/// digest's name.
pub(in crate::verify) fn may_be_digest(file: &LogFile) -> bool {
    is_digest_file(file.own_path()) || (file.own_events() == 0 && file.source.is_some())
}

/// Reads a file that may be a digest.
pub(in crate::verify) fn read(file: &LogFile) -> DigestReading {
    let Some(source) = &file.source else {
        let (verdict, reason) = without_bytes(file);
        return DigestReading::Broken(verdict, reason);
    };
    let named = is_digest_file(file.own_path());
    match content::kept(source, MAX_DIGEST_BYTES) {
        Ok(content) if named || digest::looks_like_digest(&content.text) => {
            match digest::read(&content.text) {
                Ok(digest) => DigestReading::Digest(Box::new(digest), content.hash, content.trailing > 0),
                Err(fault) => DigestReading::Broken(Verdict::Invalid, Reason::Format(fault)),
            }
        }
        Err(ContentFault::Format(error)) if named => {
            DigestReading::Broken(Verdict::Invalid, Reason::Format(error))
        }
        Err(ContentFault::TooLarge(most)) if named => {
            DigestReading::Broken(Verdict::NotChecked, Reason::TooLarge(most))
        }
        _ => DigestReading::Other,
    }
}

/// Returns the verdict on a listed file whose bytes are not in memory. A link to nowhere, a pipe or a device
/// took the place of the listed file; any other file may be unchanged.
pub(in crate::verify) fn without_bytes(file: &LogFile) -> (Verdict, Reason) {
    let Some(issue) = file.issues.first() else {
        return (Verdict::NotChecked, Reason::NotRead("its content was not kept in memory".to_owned()));
    };
    let told = format!("{}: {}", issue.kind, issue.reason);
    if matches!(issue.kind, IssueKind::BrokenLink | IssueKind::SpecialFile) {
        (Verdict::Invalid, Reason::NotAFile(told))
    } else {
        (Verdict::NotChecked, Reason::NotRead(told))
    }
}

/// Returns the finding about a digest that cannot be read.
pub(in crate::verify) fn broken(number: u32, file: &LogFile, verdict: Verdict, reason: Reason) -> Finding {
    let mut finding = Finding { verdict, reasons: vec![reason], ..Finding::of_file(number, file) };
    finding.add_events(file);
    finding
}

/// Returns a finding for each file that holds this digest.
pub(in crate::verify) fn of_node(node: &DigestNode, files: &[DigestFile<'_>]) -> Vec<Finding> {
    let of_file = |&number: &u32| {
        let at = files.binary_search_by_key(&number, |file| file.number).ok()?;
        let DigestFile { file, trailing, .. } = files.get(at)?;
        let mut finding = Finding {
            address: Some(node.digest.address()),
            verdict: node.verdict,
            reasons: node.reasons.clone(),
            notes: node.notes.clone(),
            key: match &node.signature {
                SignatureOutcome::Verified { key, .. } => Some(key.clone()),
                _ => None,
            },
            ..Finding::of_file(number, file)
        };
        if *trailing {
            finding.invalid(Reason::Trailing);
        }
        finding.add_events(file);
        let name = file_name(file.own_path());
        if name::digest_name(&name).is_some() && bare(&name) != bare(last_part(&node.digest.key)) {
            // An older digest under the name of a newer one would hide that the newer one is missing.
            finding.invalid(Reason::NamedAs(node.digest.address()));
        } else if name::place(file.own_path(), &node.digest.key) == PathMatch::Moved {
            finding.notes.push("it has been moved from its original location".to_owned());
        }
        Some(finding)
    };
    node.files.iter().filter_map(of_file).collect()
}

/// Returns whether a missing digest is present after all, but cannot be read.
pub(in crate::verify) fn is_here(missing: &Finding, broken: &[Finding]) -> bool {
    let name = bare(last_part(missing.address.as_deref().unwrap_or_default()));
    let is_it = |path: &Path| bare(&file_name(path)) == name;
    broken.iter().any(|finding| finding.path.as_deref().is_some_and(is_it))
}

impl Finding {
    fn add_events(&mut self, file: &LogFile) {
        if file.own_events() > 0 {
            self.invalid(Reason::HoldsEvents(file.own_events()));
        }
    }
}
