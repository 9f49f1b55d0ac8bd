//! Digests as chains. Each digest tells the hash and the signature of the one before it; so a digest is confirmed by the
//! one after it, and the newest of a chain by nothing but its own signature, which is not in any file.

use std::collections::HashMap;

use super::content::Hash;
use super::digest::Digest;
use super::keys::Keys;
use super::report::Verdict;
use super::signature::{Outcome, check};

/// One digest: everything about its content. Copies of it are one node.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) digest: Digest,
    pub(super) hash: Hash,
    /// The files with this content, by number.
    pub(super) files: Vec<u32>,
    pub(super) link: Link,
    pub(super) signature: Outcome,
    pub(super) invalid: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) verdict: Verdict,
    /// Whether no digest at hand names it as the one before.
    pub(super) newest: bool,
}

/// Where the digest before one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// There is none: a starting digest.
    Start,
    /// This node, with the hash that is told.
    To(usize),
    /// A digest of that address is at hand, with another hash.
    Altered,
    /// Not at hand.
    Absent,
}

/// Nodes by their address.
type Addresses = HashMap<(String, String), Vec<usize>>;

impl Node {
    fn new(digest: Digest, hash: Hash) -> Self {
        let invalid = digest.faults.iter().map(|fault| format!("invalid format: {fault}")).collect();
        let link = if digest.previous.is_none() { Link::Start } else { Link::Absent };
        let (files, notes) = (Vec::new(), Vec::new());
        Self {
            digest,
            hash,
            files,
            link,
            signature: Outcome::NotAtHand,
            invalid,
            notes,
            verdict: Verdict::Unconfirmed,
            newest: true,
        }
    }

    /// Oldest first, in an order that does not depend on where the files lie.
    fn age(&self) -> (Option<crate::record::time::Time>, Option<crate::record::time::Time>, Hash) {
        (self.digest.end, self.digest.start, self.hash)
    }
}

/// Links digests, oldest first, and decides what is known of each.
pub(super) fn chains(digests: Vec<(u32, Digest, Hash)>, keys: &Keys) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut seen: HashMap<Hash, usize> = HashMap::new();
    for (file, digest, hash) in digests {
        let at = *seen.entry(hash).or_insert_with(|| {
            nodes.push(Node::new(digest, hash));
            nodes.len() - 1
        });
        if let Some(node) = nodes.get_mut(at) {
            node.files.push(file);
        }
    }
    nodes.sort_by_key(Node::age);
    let mut addresses = Addresses::new();
    for (at, node) in nodes.iter().enumerate() {
        addresses.entry((node.digest.bucket.clone(), node.digest.key.clone())).or_default().push(at);
    }
    let next = link(&mut nodes, &addresses);
    judge(&mut nodes, &next, keys);
    for copies in addresses.values().filter(|copies| copies.len() > 1) {
        judge_copies(&mut nodes, copies);
    }
    nodes
}

/// Finds the digest before each; returns for each the digests that name its address as the one before them.
fn link(nodes: &mut [Node], addresses: &Addresses) -> Vec<Vec<usize>> {
    let mut next = vec![Vec::new(); nodes.len()];
    for at in 0..nodes.len() {
        let Some(previous) = nodes.get(at).and_then(|node| node.digest.previous.as_ref()) else { continue };
        let Some(named) = addresses.get(&(previous.bucket.clone(), previous.key.clone())) else { continue };
        let is_meant = |&&before: &&usize| nodes.get(before).map(|node| node.hash) == previous.hash;
        let link = named.iter().find(is_meant).map_or(Link::Altered, |&before| Link::To(before));
        for &before in named.iter().filter(|&&before| before != at) {
            if let Some(next) = next.get_mut(before) {
                next.push(at);
            }
        }
        if let Some(node) = nodes.get_mut(at) {
            node.link = link;
        }
    }
    next
}

/// Newest first, so that what a digest says of the one before it counts only when nothing speaks against itself.
fn judge(nodes: &mut [Node], next: &[Vec<usize>], keys: &Keys) {
    for at in (0..nodes.len()).rev() {
        let after = next.get(at).map(Vec::as_slice).unwrap_or_default();
        let Some(node) = nodes.get(at) else { continue };
        let (signature, blamed) = signature_of(node, after, nodes, keys);
        let found = Found { signature, blamed, ..confirmations(at, node, after, nodes) };
        let Some(node) = nodes.get_mut(at) else { continue };
        node.signature = found.signature;
        node.newest = after.is_empty();
        let is_signed = matches!(node.signature, Outcome::Verified(_));
        if found.blamed {
            node.invalid.push("signature verification failed".to_owned());
        }
        if found.contradicted && !found.confirmed && !is_signed {
            node.invalid.push(format!("hash value doesn't match that in the next digest{}", found.by));
        }
        node.notes.extend(found.note.filter(|_| !found.confirmed && !is_signed));
        node.notes.extend(validity(node, keys));
        node.verdict = match () {
            () if !node.invalid.is_empty() => Verdict::Invalid,
            () if is_signed => Verdict::SignatureVerified,
            () if found.confirmed => Verdict::InUnbrokenChain,
            () => Verdict::Unconfirmed,
        };
        if is_signed && found.contradicted {
            blame_the_next(nodes, at, after);
        }
    }
}

/// What the digests after one say of it.
struct Found {
    signature: Outcome,
    /// Its signature is repeated by a sound digest and does not verify.
    blamed: bool,
    /// A sound digest lists its hash.
    confirmed: bool,
    /// A sound digest lists another hash at its address.
    contradicted: bool,
    /// The address of that digest, after a colon.
    by: String,
    note: Option<String>,
}

fn confirmations(at: usize, node: &Node, after: &[usize], nodes: &[Node]) -> Found {
    let mut found = Found {
        signature: Outcome::NotAtHand,
        blamed: false,
        confirmed: false,
        contradicted: false,
        by: String::new(),
        note: None,
    };
    for next in after.iter().filter_map(|&next| nodes.get(next)) {
        let listed = next.digest.previous.as_ref().and_then(|previous| previous.hash);
        let sound = next.invalid.is_empty();
        if next.link == Link::To(at) && sound {
            found.confirmed = true;
        } else if sound && listed.is_some_and(|listed| listed != node.hash) {
            found.contradicted = true;
            found.by = format!(": {}", next.digest.address());
        } else if !sound {
            found.note = Some(format!("the next digest is itself INVALID: {}", next.digest.address()));
        }
    }
    found
}

/// The best that the signatures at hand show, and whether one that should verify does not.
fn signature_of(node: &Node, after: &[usize], nodes: &[Node], keys: &Keys) -> (Outcome, bool) {
    let mut best = Outcome::NotAtHand;
    let mut blamed = false;
    let repeated = after.iter().filter_map(|&next| nodes.get(next)).filter_map(|next| {
        let previous = next.digest.previous.as_ref()?;
        Some((previous.signature.as_str(), next.invalid.is_empty()))
    });
    // A saved signature does not tell whose it is: it is tried on the newest digests, and does not count against any.
    let saved = keys.heads.iter().filter(|_| after.is_empty()).map(|head| (head.signature.as_str(), false));
    for (signature, counts) in repeated.chain(saved) {
        match check(&node.digest, &node.hash, signature, keys) {
            Outcome::Verified(key) => return (Outcome::Verified(key), false),
            Outcome::Failed if counts => {
                blamed = true;
                best = Outcome::Failed;
            }
            Outcome::NoKey => best = Outcome::NoKey,
            Outcome::Failed | Outcome::NotAtHand => {}
        }
    }
    (best, blamed)
}

/// A digest that lists another hash than that of its predecessor, whose signature is verified, was altered itself.
fn blame_the_next(nodes: &mut [Node], at: usize, after: &[usize]) {
    for &next in after {
        let Some(node) = nodes.get_mut(next).filter(|node| node.link != Link::To(at)) else { continue };
        // It may mean a copy of that address that is linked to it and sound.
        if node.link == Link::Altered && node.invalid.is_empty() {
            let reason = "its previousDigestHashValue is not the hash of the digest before it, whose signature was verified";
            node.invalid.push(reason.to_owned());
            node.verdict = Verdict::Invalid;
        }
    }
}

/// Says when a key was not valid at the time of a digest that it verifies.
fn validity(node: &Node, keys: &Keys) -> Option<String> {
    let Outcome::Verified(fingerprint) = &node.signature else { return None };
    let end = node.digest.end?;
    let holds = |key: &super::keys::PublicKey| {
        key.from.is_none_or(|from| from <= end) && key.to.is_none_or(|to| end <= to)
    };
    let outside = !keys.of(fingerprint).any(holds);
    outside.then(|| format!("key {fingerprint} verifies its signature, but was not valid at {end}"))
}

/// Several contents with one address: at most one can be genuine.
fn judge_copies(nodes: &mut [Node], copies: &[usize]) {
    for &at in copies {
        if let Some(node) = nodes.get_mut(at).filter(|node| node.verdict == Verdict::Unconfirmed) {
            node.invalid.push("another file with the same S3 address has different content".to_owned());
            node.verdict = Verdict::Invalid;
        }
    }
}
