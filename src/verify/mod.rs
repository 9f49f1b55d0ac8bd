//! Integrity, offline: compares log files with CloudTrail's digest files, the digests with each other, and
//! their signatures with public keys that the user saved. Nothing is read from disk or network here: the answer
//! is about the loaded bytes, which are the bytes that are shown.
//!
//! - `content`: what CloudTrail hashed; `name`: what names and places say; `digest`, `digest_file`: one digest.
//! - `chain`: links between digests; `signature`, `keys`: RSA; `claims`: contradictions; `decide`: the verdict
//!   on each digest; `trail`: gaps and coverage.
//! - `log_file`: log files and the lists; `reason`, `report`: the findings; `print`: their text.

mod chain;
mod claims;
mod content;
mod decide;
mod digest;
mod keys;
mod log_file;
mod name;
pub mod print;
pub mod report;
mod signature;
mod trail;

use std::sync::Arc;

pub use keys::Keys;
pub use report::reason::Reason;
pub use report::{Badges, Chain, Finding, Gap, Status, SuppliedKey, Verdict, VerifyReport};

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::store::Store;
use crate::store::file::LogFile;
use chain::DigestNode;
use digest::file::{DigestFile, DigestReading};
use log_file::DigestLists;
use report::{count, time};
use signature::SignatureOutcome;

/// Verifies every log file of a store against every digest in it. Returns `None` if `stop` returned true.
pub fn verify(store: &Store, keys: &Keys, stop: &(dyn Fn() -> bool + Sync)) -> Option<VerifyReport> {
    let slots = (0..).zip(store.file_slots());
    let files: Vec<NumberedFile<'_>> = slots.filter_map(|(number, file)| Some((number, file?))).collect();
    let (digests, logs): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(_, file)| digest::file::may_be_digest(file));
    let readings = in_parallel(&digests, stop, |file| Some(digest::file::read(file)))?;
    let (mut read, mut files, mut findings, mut others) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for ((number, file), reading) in digests.into_iter().zip(readings) {
        match reading {
            Some(DigestReading::Digest(digest, hash, trailing)) => {
                read.push((number, *digest, hash));
                files.push(DigestFile { number, file, trailing });
            }
            Some(DigestReading::Broken(verdict, reason)) => {
                findings.push(digest::file::broken(number, file, verdict, reason));
            }
            Some(DigestReading::Other) | None => others.push((number, file)),
        }
    }
    let mut chains = chain::link(read);
    decide::decide(&mut chains, keys);
    let nodes = chains.nodes;
    let logs = if nodes.is_empty() && findings.is_empty() { Vec::new() } else { [others, logs].concat() };
    let log_files = log_files(&nodes, &logs, stop)?;
    let (chains, mut missing) = trail::trails(&nodes);
    missing.retain(|missing| !digest::file::is_here(missing, &findings));
    findings.extend(nodes.iter().flat_map(|node| digest::file::of_node(node, &files)));
    findings.extend(missing);
    Some(VerifyReport {
        log_file_counts: count(&log_files),
        digest_counts: count(&findings),
        chains,
        keys: supplied(keys, &nodes),
        unused_signatures: unused(keys, &nodes),
        digests: findings,
        log_files,
    })
}

type NumberedFile<'s> = (u32, &'s Arc<LogFile>);

/// Returns what is malformed in a text that should be a digest. The error says why it is not a digest.
pub fn faults_of_digest(text: &[u8]) -> Result<Vec<String>, String> {
    digest::read(text).map(|digest| digest.faults)
}

fn log_files(
    nodes: &[DigestNode],
    files: &[NumberedFile<'_>],
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Finding>> {
    let mut lists = DigestLists::new(nodes);
    let mut files: Vec<NumberedFile<'_>> =
        files.iter().filter(|(_, file)| lists.concerns(file)).copied().collect();
    files.sort_unstable_by_key(|(number, _)| *number);
    let contents = in_parallel(&files, stop, |file| Some(content::hashed(file.source.as_ref()?)))?;
    let mut findings = Vec::with_capacity(files.len());
    for ((number, file), content) in files.into_iter().zip(contents) {
        findings.push(lists.judge(number, file, content.as_ref()));
    }
    findings.extend(lists.absent());
    Some(findings)
}

/// Minimum number of files that is worth handing to another thread.
const AT_ONCE: usize = 16;

/// Applies `act` to each file on all threads and keeps their order. Returns `None` if stopped.
fn in_parallel<T: Send>(
    files: &[NumberedFile<'_>],
    stop: &(dyn Fn() -> bool + Sync),
    act: impl Fn(&LogFile) -> Option<T> + Sync,
) -> Option<Vec<Option<T>>> {
    let unless_stopped = |(_, file): &NumberedFile<'_>| (!stop()).then(|| act(file));
    let all = || files.par_iter().with_min_len(AT_ONCE).map(unless_stopped).collect();
    // A separate thread pool, so that a filter typed meanwhile does not wait behind large files.
    match rayon::ThreadPoolBuilder::new().build() {
        Ok(pool) => pool.install(all),
        Err(_) => all(),
    }
}

/// Returns the supplied keys, and how much was verified with each.
fn supplied(keys: &Keys, nodes: &[DigestNode]) -> Vec<SuppliedKey> {
    let verified = |fingerprint: &str| {
        nodes
            .iter()
            .filter(|node| matches!(&node.signature, SignatureOutcome::Verified { key, .. } if key == fingerprint))
            .count()
    };
    let used = keys.public.iter().map(|key| SuppliedKey {
        fingerprint: key.fingerprint.clone(),
        file: key.file.clone(),
        from: key.from.map(|from| time(Some(from))),
        to: key.to.map(|to| time(Some(to))),
        verified: verified(&key.fingerprint),
        refused: None,
    });
    let refused = keys.refused.iter().map(|key| SuppliedKey {
        fingerprint: key.fingerprint.clone(),
        file: key.file.clone(),
        from: None,
        to: None,
        verified: 0,
        refused: Some(key.reason.to_owned()),
    });
    used.chain(refused).collect()
}

/// Returns the saved signatures that verify no digest.
fn unused(keys: &Keys, nodes: &[DigestNode]) -> Vec<String> {
    let verified: Vec<&str> = nodes
        .iter()
        .filter_map(|node| match &node.signature {
            SignatureOutcome::Verified { signature, .. } => Some(signature.as_str()),
            _ => None,
        })
        .collect();
    let fits = |saved: &str| verified.iter().any(|signature| signature.eq_ignore_ascii_case(saved));
    keys.heads.iter().filter(|head| !fits(&head.signature)).map(|head| head.file.clone()).collect()
}
