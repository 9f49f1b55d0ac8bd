//! Integrity, offline: log files against CloudTrail's digest files, the digests against each other, and their signatures
//! against public keys that the user saved. Nothing is read from disk or network here: the answer is about the bytes that
//! are loaded, and so about what is shown.
//!
//! - `content`: what CloudTrail hashed; `name`: what names and places tell; `digest`: one digest file.
//! - `chain`: digests confirming each other; `signature`, `keys`: what RSA says; `trail`: gaps and coverage.
//! - `log_file`: log files against the lists; `report`: the findings; `print`: how they are said.

mod chain;
mod content;
mod digest;
mod keys;
mod log_file;
mod name;
pub mod print;
mod report;
mod signature;
mod trail;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

pub use keys::Keys;
pub use report::{Chain, Finding, Gap, Key, Mark, Report, Verdict};

use crate::plural::counted;
use crate::store::Store;
use crate::store::file::LogFile;
use chain::Node;
use content::{Fault, Hash};
use digest::Digest;
use log_file::Lists;
use report::{count, time};
use signature::Outcome;

/// Larger digests are not read: one lists the log files of an hour in a few hundred bytes each.
const MAX_DIGEST_BYTES: usize = 64 << 20;

/// Verifies every log file of a store against every digest in it. `None` when `stop` said so.
pub fn verify(store: &Store, keys: &Keys, stop: &(dyn Fn() -> bool + Sync)) -> Option<Report> {
    let slots = (0..).zip(store.file_slots());
    let files: Vec<Numbered<'_>> = slots.filter_map(|(number, file)| Some((number, file?))).collect();
    let (digests, logs): (Vec<_>, Vec<_>) = files.into_iter().partition(|(_, file)| may_be_digest(file));
    let readings = in_parallel(&digests, stop, |file| Some(digest_of(file)))?;
    let (mut sound, mut findings, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for ((number, file), reading) in digests.into_iter().zip(readings) {
        match reading {
            Some(Reading::Digest(digest, hash, trailing)) => {
                sound.push((number, file, *digest, hash, trailing));
            }
            Some(Reading::Broken(verdict, reason)) => {
                findings.push(Finding { file: Some(number), ..broken(file, verdict, reason) });
            }
            Some(Reading::Other) | None => others.push((number, file)),
        }
    }
    let trailing: Vec<(u32, &Arc<LogFile>, bool)> =
        sound.iter().map(|(number, file, _, _, trailing)| (*number, *file, *trailing)).collect();
    let nodes = chain::chains(
        sound.into_iter().map(|(number, _, digest, hash, _)| (number, digest, hash)).collect(),
        keys,
    );
    let logs = if nodes.is_empty() && findings.is_empty() { Vec::new() } else { [others, logs].concat() };
    let log_files = log_files(&nodes, &logs, stop)?;
    let (chains, mut missing) = trail::trails(&nodes);
    missing.retain(|missing| !is_at_hand(missing, &findings));
    findings.extend(nodes.iter().flat_map(|node| of_node(node, &trailing)));
    findings.extend(missing);
    Some(Report {
        log_file_counts: count(&log_files),
        digest_counts: count(&findings),
        chains,
        keys: supplied(keys, &nodes),
        unused_signatures: unused(keys, &nodes),
        digests: findings,
        log_files,
    })
}

type Numbered<'s> = (u32, &'s Arc<LogFile>);

/// Digests hold no events; one that was forged to hold some has still its name.
fn may_be_digest(file: &LogFile) -> bool {
    is_named_digest(file) || (file.events == 0 && file.source.is_some())
}

fn is_named_digest(file: &LogFile) -> bool {
    name::file_name(&file.path).contains("_CloudTrail-Digest_")
}

enum Reading {
    /// Its members, its hash, and whether anything follows its compressed stream.
    Digest(Box<Digest>, Hash, bool),
    /// A digest that cannot be read.
    Broken(Verdict, String),
    Other,
}

fn digest_of(file: &LogFile) -> Reading {
    let Some(source) = &file.source else {
        return Reading::Broken(Verdict::NotChecked, why_not_read(file));
    };
    let named = is_named_digest(file);
    match content::kept(source.bytes(), MAX_DIGEST_BYTES) {
        Ok(content) if named || digest::looks_like_digest(&content.text) => {
            match digest::read(&content.text) {
                Ok(digest) => Reading::Digest(Box::new(digest), content.hash, content.trailing > 0),
                Err(reason) => Reading::Broken(Verdict::Invalid, format!("invalid format: {reason}")),
            }
        }
        Err(Fault::Format(error)) if named => {
            Reading::Broken(Verdict::Invalid, format!("invalid format: {error}"))
        }
        Err(Fault::TooLarge(most)) if named => Reading::Broken(
            Verdict::NotChecked,
            format!("it decompresses to more than {}", counted(most, "byte")),
        ),
        _ => Reading::Other,
    }
}

/// Why the bytes of a file are not at hand.
fn why_not_read(file: &LogFile) -> String {
    let issue = file.issues.first();
    issue.map_or_else(
        || "its content was not kept in memory".to_owned(),
        |issue| format!("{}: {}", issue.kind, issue.reason),
    )
}

/// What is wrong with the form of a text that should be a digest's; the error is why it is none.
pub fn faults_of_digest(text: &[u8]) -> Result<Vec<String>, String> {
    digest::read(text).map(|digest| digest.faults)
}

fn broken(file: &LogFile, verdict: Verdict, reason: String) -> Finding {
    Finding {
        path: Some(file.path.clone()),
        address: None,
        digest: None,
        verdict,
        reasons: vec![reason],
        notes: Vec::new(),
        key: None,
        file: None,
    }
}

/// Whether a missing digest is there after all, but cannot be read.
fn is_at_hand(missing: &Finding, broken: &[Finding]) -> bool {
    let name = name::bare(name::last_part(missing.address.as_deref().unwrap_or_default()));
    let is_it = |path: &std::path::Path| name::bare(&name::file_name(path)) == name;
    broken.iter().any(|finding| finding.path.as_deref().is_some_and(is_it))
}

/// A finding for each file that holds this digest.
fn of_node(node: &Node, files: &[(u32, &Arc<LogFile>, bool)]) -> Vec<Finding> {
    let of_file = |&number: &u32| {
        let at = files.binary_search_by_key(&number, |(number, _, _)| *number).ok()?;
        let (_, file, trailing) = files.get(at)?;
        let mut finding = Finding {
            path: Some(file.path.clone()),
            address: Some(node.digest.address()),
            digest: None,
            verdict: node.verdict,
            reasons: node.invalid.clone(),
            notes: node.notes.clone(),
            key: match &node.signature {
                Outcome::Verified(fingerprint) => Some(fingerprint.clone()),
                _ => None,
            },
            file: Some(number),
        };
        if *trailing {
            finding.verdict = Verdict::Invalid;
            finding.reasons.push("unexpected data after end of compressed stream".to_owned());
        }
        if name::place(&file.path, &node.digest.key) == name::Place::Moved {
            finding.notes.push("it has been moved from its original location".to_owned());
        }
        Some(finding)
    };
    node.files.iter().filter_map(of_file).collect()
}

fn log_files(
    nodes: &[Node],
    files: &[Numbered<'_>],
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Finding>> {
    let mut lists = Lists::new(nodes);
    let mut files: Vec<Numbered<'_>> =
        files.iter().filter(|(_, file)| lists.concerns(file)).copied().collect();
    files.sort_unstable_by_key(|(number, _)| *number);
    let contents = in_parallel(&files, stop, |file| Some(content::hashed(file.source.as_ref()?.bytes())))?;
    let mut findings = Vec::with_capacity(files.len());
    for ((number, file), content) in files.into_iter().zip(contents) {
        findings.push(lists.judge(number, file, content.as_ref()));
    }
    findings.extend(lists.absent());
    Some(findings)
}

/// Files handed to a thread at once.
const AT_ONCE: usize = 16;

/// Does the same to each file on all threads; `None` when stopped. The order of the files is kept.
fn in_parallel<T: Send>(
    files: &[Numbered<'_>],
    stop: &(dyn Fn() -> bool + Sync),
    act: impl Fn(&LogFile) -> Option<T> + Sync,
) -> Option<Vec<Option<T>>> {
    let threads = thread::available_parallelism().map_or(2, Into::into).min(files.len() / AT_ONCE + 1);
    let parts: Vec<&[Numbered<'_>]> = files.chunks(AT_ONCE).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((at, part)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            parts.get(at).map(|part| (at, part))
        } {
            if stop() {
                return None;
            }
            done.push((at, part.iter().map(|(_, file)| act(file)).collect::<Vec<_>>()));
        }
        Some(done)
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut done = work()?;
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more?),
                // A panic is the caller's to deal with, on the thread that called.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Some(done)
    })?;
    done.sort_unstable_by_key(|(at, _)| *at);
    Some(done.into_iter().flat_map(|(_, part)| part).collect())
}

/// The keys that were supplied, and how much was verified with each.
fn supplied(keys: &Keys, nodes: &[Node]) -> Vec<Key> {
    let verified = |fingerprint: &str| {
        nodes
            .iter()
            .filter(|node| matches!(&node.signature, Outcome::Verified(key) if key == fingerprint))
            .count()
    };
    let used = keys.public.iter().map(|key| Key {
        fingerprint: key.fingerprint.clone(),
        file: key.file.clone(),
        from: key.from.map(|from| time(Some(from))),
        to: key.to.map(|to| time(Some(to))),
        verified: verified(&key.fingerprint),
        refused: None,
    });
    let refused = keys.refused.iter().map(|key| Key {
        fingerprint: key.fingerprint.clone(),
        file: key.file.clone(),
        from: None,
        to: None,
        verified: 0,
        refused: Some(key.reason.to_owned()),
    });
    used.chain(refused).collect()
}

/// The saved signatures that verify no digest at hand.
fn unused(keys: &Keys, nodes: &[Node]) -> Vec<String> {
    let fits = |signature: &str| {
        nodes.iter().any(|node| {
            node.newest
                && matches!(signature::check(&node.digest, &node.hash, signature, keys), Outcome::Verified(_))
        })
    };
    keys.heads.iter().filter(|head| !fits(&head.signature)).map(|head| head.file.clone()).collect()
}
