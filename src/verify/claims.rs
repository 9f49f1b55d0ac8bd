//! What digests claim about S3 objects: the hashes of log files and of the previous digest, and being the
//! digest that follows it. All claims about one object must agree. A digest with a verified signature prevails
//! over one without. Otherwise all digests that contradict each other are INVALID, and each reason names
//! another of them.

use super::chain::DigestNode;
use super::content::Hash;
use super::digest::address;
use crate::verify::report::reason::Reason;

/// The kind of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// The object has this hash.
    Hash,
    /// The digest with this hash follows the object. Chains do not fork.
    Follower,
}

/// A claim of one digest about one object.
#[derive(Debug, Clone, Copy)]
struct Claim<'n> {
    what: What,
    bucket: &'n str,
    key: &'n str,
    hash: &'n Hash,
    by: usize,
    /// Whether the digest with a verified signature is the object itself.
    is_own: bool,
}

impl Claim<'_> {
    fn object(&self) -> String {
        address(self.bucket, self.key)
    }
}

/// Marks the nodes that contradict signed ones as INVALID, then the rest that contradict each other.
pub(super) fn settle(nodes: &mut [DigestNode]) {
    for blame in [against_signed, among_unsigned] {
        let found = blame(nodes);
        for (at, reason) in found {
            // One reason is enough: a forged list may contradict in a thousand lines.
            if let Some(node) = nodes.get_mut(at).filter(|node| !node.is_invalid()) {
                node.blame(reason);
            }
        }
    }
}

/// Returns the claims of nodes that are not INVALID, sorted by object.
fn claims(nodes: &[DigestNode]) -> Vec<Claim<'_>> {
    let mut claims = Vec::new();
    for (by, node) in nodes.iter().enumerate().filter(|(_, node)| !node.is_invalid()) {
        let claim = |bucket, key, hash| Claim { what: What::Hash, bucket, key, hash, by, is_own: false };
        for entry in &node.digest.log_files {
            claims.extend(entry.hash.as_ref().map(|hash| claim(&entry.bucket, &entry.key, hash)));
        }
        if let Some(previous) = &node.digest.previous {
            claims.extend(previous.hash.as_ref().map(|hash| claim(&previous.bucket, &previous.key, hash)));
            let follows = claim(&previous.bucket, &previous.key, &node.hash);
            claims.push(Claim { what: What::Follower, ..follows });
        }
        if node.is_signed() {
            claims.push(Claim { is_own: true, ..claim(&node.digest.bucket, &node.digest.key, &node.hash) });
        }
    }
    claims.sort_by_key(|claim| (claim.bucket, claim.key, claim.what, claim.by));
    claims
}

fn same_object(one: &Claim<'_>, other: &Claim<'_>) -> bool {
    (one.bucket, one.key, one.what) == (other.bucket, other.key, other.what)
}

/// Returns pairs of different claims about one object; the first of each pair is the object's first claim.
fn differing<'c, 'n>(
    claims: impl Iterator<Item = &'c Claim<'n>> + Clone,
) -> Option<(&'c Claim<'n>, &'c Claim<'n>)> {
    let first = claims.clone().next()?;
    Some((first, claims.into_iter().find(|claim| claim.hash != first.hash).unwrap_or(first)))
}

/// Returns the claims that differ from one of a signed node.
fn against_signed(nodes: &[DigestNode]) -> Vec<(usize, Reason)> {
    let is_signed = |claim: &&Claim<'_>| nodes.get(claim.by).is_some_and(DigestNode::is_signed);
    let mut found = Vec::new();
    for claims in claims(nodes).chunk_by(same_object) {
        let Some((one, two)) = differing(claims.iter().filter(is_signed)) else { continue };
        for claim in claims {
            let Some(other) = [one, two].into_iter().find(|other| other.hash != claim.hash) else { continue };
            let (object, by) = (claim.object(), address_of(nodes, other.by));
            let reason = match (claim.what, other.is_own, is_signed(&claim)) {
                (What::Follower, _, _) => forks(nodes, claim, other, true),
                (What::Hash, _, true) => Reason::Contradicts { object, other: by },
                (What::Hash, true, false) => Reason::DeniesPrevious(object),
                (What::Hash, false, false) => Reason::DeniesSigned { object, signed: by },
            };
            found.push((claim.by, reason));
        }
    }
    found
}

/// Returns the claims of unsigned nodes that differ from each other.
fn among_unsigned(nodes: &[DigestNode]) -> Vec<(usize, Reason)> {
    let mut found = Vec::new();
    for claims in claims(nodes).chunk_by(same_object) {
        let Some((one, two)) = differing(claims.iter()).filter(|(one, two)| one.hash != two.hash) else {
            continue;
        };
        for claim in claims {
            let other = if claim.hash == one.hash { two } else { one };
            let reason = match claim.what {
                What::Hash => {
                    Reason::Contradicts { object: claim.object(), other: address_of(nodes, other.by) }
                }
                What::Follower => forks(nodes, claim, other, false),
            };
            found.push((claim.by, reason));
        }
    }
    found
}

fn forks(nodes: &[DigestNode], claim: &Claim<'_>, other: &Claim<'_>, signed: bool) -> Reason {
    let [own, other] = [claim, other].map(|claim| address_of(nodes, claim.by));
    if own == other { Reason::SameAddress } else { Reason::Forks { object: claim.object(), other, signed } }
}

fn address_of(nodes: &[DigestNode], at: usize) -> String {
    nodes.get(at).map(|node| node.digest.address()).unwrap_or_default()
}
