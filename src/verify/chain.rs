//! Digests as chains. Copies of the same content are one node, and each node is linked to the digest that it
//! names as the previous one. `decide` finds out the verdict on each node.

use std::collections::HashMap;

use super::content::Hash;
use super::digest::Digest;
use super::name::{TrailName, digest_name, last_part};
use super::report::Verdict;
use super::signature::SignatureOutcome;
use crate::record::object_key::digest_region;
use crate::record::time::Time;
use crate::verify::report::reason::Reason;

/// One digest with everything known about its content. All copies of it are one node.
#[derive(Debug)]
pub(super) struct DigestNode {
    pub(super) digest: Digest,
    pub(super) hash: Hash,
    /// The files with this content, by number.
    pub(super) files: Vec<u32>,
    pub(super) link: Link,
    pub(super) signature: SignatureOutcome,
    /// Whether the key that it names was not supplied.
    pub(super) lacks_key: bool,
    pub(super) reasons: Vec<Reason>,
    pub(super) notes: Vec<String>,
    pub(super) verdict: Verdict,
}

/// Where the digest before this one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// This is a starting digest: no digest comes before it.
    Start,
    /// The previous digest is this node, and has the listed hash.
    To(usize),
    /// A digest with that address is present, with another hash.
    Altered,
    /// The previous digest is missing.
    Absent,
}

/// All nodes, oldest first.
#[derive(Debug)]
pub(super) struct Chains {
    pub(super) nodes: Vec<DigestNode>,
    /// For each node, the nodes that name its address as the previous digest.
    pub(super) next: Vec<Vec<usize>>,
    /// The nodes that share an address with others.
    pub(super) copies: Vec<Vec<usize>>,
}

impl DigestNode {
    fn new(digest: Digest, hash: Hash) -> Self {
        let reasons: Vec<Reason> = digest.faults.iter().cloned().map(Reason::Format).collect();
        let link = if digest.previous.is_none() { Link::Start } else { Link::Absent };
        let verdict = if reasons.is_empty() { Verdict::Unconfirmed } else { Verdict::Invalid };
        let (files, notes) = (Vec::new(), Vec::new());
        let signature = SignatureOutcome::NotAtHand;
        Self { digest, hash, files, link, signature, lacks_key: false, reasons, notes, verdict }
    }

    /// Marks it as INVALID.
    pub(super) fn blame(&mut self, reason: Reason) {
        self.verdict = Verdict::Invalid;
        self.reasons.push(reason);
    }

    pub(super) fn is_invalid(&self) -> bool {
        self.verdict == Verdict::Invalid
    }

    /// Returns whether a supplied key verifies its signature, and it is well-formed.
    pub(super) fn is_signed(&self) -> bool {
        matches!(self.signature, SignatureOutcome::Verified { .. }) && self.digest.faults.is_empty()
    }

    /// Returns whether it lists this hash for the previous digest.
    pub(super) fn lists_before(&self, hash: &Hash) -> bool {
        self.digest.previous.as_ref().and_then(|previous| previous.hash.as_ref()) == Some(hash)
    }

    /// Returns the trail that it belongs to, from its own name, or from the folders of its address.
    pub(super) fn trail(&self) -> TrailName {
        let key = &self.digest.key;
        digest_name(last_part(key)).unwrap_or_else(|| {
            let region = digest_region(key);
            TrailName {
                account: self.digest.account.clone(),
                region: region.unwrap_or_default().to_owned(),
                trail: String::new(),
                backfill: key.contains("_backfill"),
            }
        })
    }

    /// Returns a sort key, oldest first, that does not depend on where the files are.
    fn age(&self) -> (Option<Time>, Option<Time>, Hash) {
        (self.digest.end, self.digest.start, self.hash)
    }
}

/// Links digests by the addresses and hashes that they list.
pub(super) fn link(digests: Vec<(u32, Digest, Hash)>) -> Chains {
    let mut nodes: Vec<DigestNode> = Vec::new();
    let mut seen: HashMap<Hash, usize> = HashMap::new();
    for (file, digest, hash) in digests {
        let at = *seen.entry(hash).or_insert_with(|| {
            nodes.push(DigestNode::new(digest, hash));
            nodes.len() - 1
        });
        if let Some(node) = nodes.get_mut(at) {
            node.files.push(file);
        }
    }
    nodes.sort_by_key(DigestNode::age);
    let mut addresses: HashMap<(String, String), Vec<usize>> = HashMap::new();
    for (at, node) in nodes.iter().enumerate() {
        addresses.entry((node.digest.bucket.clone(), node.digest.key.clone())).or_default().push(at);
    }
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
    let mut copies: Vec<_> = addresses.into_values().filter(|copies| copies.len() > 1).collect();
    copies.sort_unstable();
    Chains { nodes, next, copies }
}
