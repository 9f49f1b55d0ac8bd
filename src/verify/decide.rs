//! The verdict on each digest. A verified signature decides first. Then all claims of digests about one S3
//! object must agree. The rest is decided by the chain: a digest is confirmed by the next one, unless that one
//! is INVALID.
//!
//! Without keys, anybody who could write to the bucket could have written the chain. With keys, a digest that
//! none of them signs is never better than unconfirmed.

use super::chain::{Chains, DigestNode, Link};
use super::claims;
use super::keys::Keys;
use super::report::Verdict;
use super::signature::{SignatureOutcome, check};
use crate::verify::report::reason::Reason;

/// Decides about all nodes.
pub(super) fn decide(chains: &mut Chains, keys: &Keys) {
    let Chains { nodes, next, copies } = chains;
    verify_signatures(nodes, next, keys);
    claims::settle(nodes);
    for at in successors_first(next) {
        confirm(nodes, at, next.get(at).map(Vec::as_slice).unwrap_or_default(), keys);
    }
    for copies in copies {
        settle_copies(nodes, copies);
    }
    for node in nodes.iter_mut() {
        node.lacks_key = keys.of(&node.digest.fingerprint).next().is_none();
        if !keys.is_empty() && node.lacks_key && !node.is_invalid() {
            let (region, fingerprint) = (node.trail().region, node.digest.fingerprint.clone());
            node.reasons.push(Reason::KeyNotFound { region, fingerprint });
        }
    }
}

/// Verifies the signatures that later digests repeat, and those that were saved. A saved signature does not say
/// which digest it belongs to: it counts for the digest that it verifies, and against none.
fn verify_signatures(nodes: &mut [DigestNode], next: &[Vec<usize>], keys: &Keys) {
    let mut forged = Vec::new();
    for at in 0..nodes.len() {
        let Some(node) = nodes.get(at) else { continue };
        let mut best = SignatureOutcome::NotAtHand;
        for &after in next.get(at).map(Vec::as_slice).unwrap_or_default() {
            let Some(previous) = nodes.get(after).and_then(|after| after.digest.previous.as_ref()) else {
                continue;
            };
            let outcome = check(&node.digest, &node.hash, &previous.signature, keys);
            // CloudTrail's signature of a content with this hash would verify, so this signature is not
            // CloudTrail's.
            if outcome == SignatureOutcome::Failed && previous.hash == Some(node.hash) {
                forged.push((after, node.digest.address()));
            }
            best = best.or(outcome);
        }
        if !matches!(best, SignatureOutcome::Verified { .. }) {
            let saved = keys.heads.iter().map(|head| check(&node.digest, &node.hash, &head.signature, keys));
            best = saved.fold(best, SignatureOutcome::or);
        }
        if let Some(node) = nodes.get_mut(at) {
            node.signature = best;
            if let (SignatureOutcome::OutOfTime(fingerprint), Some(end)) = (&node.signature, node.digest.end)
            {
                let (fingerprint, at) = (fingerprint.clone(), end.to_string());
                node.blame(Reason::KeyNotValid { fingerprint, at });
            }
        }
    }
    for (after, previous) in forged {
        if let Some(node) = nodes.get_mut(after) {
            node.blame(Reason::BadPreviousSignature(previous));
        }
    }
}

/// Returns every node after all nodes that name it as the previous digest. Nodes that name each other in a
/// circle, which no genuine writer produces, come last, newest first.
fn successors_first(next: &[Vec<usize>]) -> Vec<usize> {
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); next.len()];
    for (at, after) in next.iter().enumerate() {
        for &after in after {
            if let Some(before) = before.get_mut(after) {
                before.push(at);
            }
        }
    }
    let mut waiting: Vec<usize> = next.iter().map(Vec::len).collect();
    let mut order: Vec<usize> = (0..next.len()).filter(|&at| waiting.get(at) == Some(&0)).collect();
    let mut done = 0;
    while let Some(&at) = order.get(done) {
        done += 1;
        for &at in before.get(at).map(Vec::as_slice).unwrap_or_default() {
            if let Some(waiting) = waiting.get_mut(at) {
                *waiting -= 1;
                if *waiting == 0 {
                    order.push(at);
                }
            }
        }
    }
    order.extend((0..next.len()).rev().filter(|&at| waiting.get(at).is_some_and(|&waiting| waiting > 0)));
    order
}

/// Applies what the later digests say about one digest. Claims of an INVALID digest are ignored.
fn confirm(nodes: &mut [DigestNode], at: usize, after: &[usize], keys: &Keys) {
    let Some(node) = nodes.get(at).filter(|node| !node.is_invalid()) else { return };
    let of_after = || after.iter().filter_map(|&after| nodes.get(after));
    let sound = || of_after().filter(|after| !after.is_invalid());
    let confirmed = sound().any(|after| after.link == Link::To(at));
    let denied = sound().find(|after| !after.lists_before(&node.hash)).map(|after| after.digest.address());
    let unsound = of_after().find(|after| after.is_invalid()).map(|after| after.digest.address());
    let is_signed = node.is_signed();
    let Some(node) = nodes.get_mut(at) else { return };
    match (confirmed, denied, unsound) {
        _ if is_signed => node.verdict = Verdict::SignatureVerified,
        (true, _, _) if keys.is_empty() => node.verdict = Verdict::InUnbrokenChain,
        (true, _, _) | (false, None, None) => {}
        (false, Some(next), _) => node.blame(Reason::NextDiffers(next)),
        (false, None, Some(next)) => node.notes.push(format!("the next digest is itself INVALID: {next}")),
    }
}

/// Settles several contents with one address: at most one of them can be genuine.
fn settle_copies(nodes: &mut [DigestNode], copies: &[usize]) {
    for &at in copies {
        if let Some(node) = nodes.get_mut(at).filter(|node| node.verdict == Verdict::Unconfirmed) {
            node.blame(Reason::SameAddress);
        }
    }
}
