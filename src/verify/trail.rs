//! Digests by account, Region and trail: where each chain begins, what is missing in it, which times it covers.

use std::collections::{BTreeMap, BTreeSet};

use super::chain::{DigestNode, Link};
use super::digest::address;
use super::name::TrailName;
use super::report::{Chain, Finding, Gap, time};
use crate::record::time::Time;

/// Times that the digests cover, by account and Region: sorted pairs of start and end, without overlap.
#[derive(Debug, Default)]
pub(super) struct DigestPeriods(BTreeMap<(String, String), Vec<(Time, Time)>>);

/// A log file is listed in the digest of the hour in which it was delivered, or in the next one.
const LISTED_WITHIN: i64 = 3_600_000;

impl DigestPeriods {
    pub(super) fn new(nodes: &[DigestNode]) -> Self {
        let mut windows: BTreeMap<_, Vec<(Time, Time)>> = BTreeMap::new();
        for node in nodes {
            let (Some(from), Some(to)) = (node.digest.start, node.digest.end) else { continue };
            let trail = node.trail();
            if from <= to && !trail.backfill {
                windows.entry((trail.account, trail.region)).or_default().push((from, to));
            }
        }
        for windows in windows.values_mut() {
            windows.sort_unstable();
            windows.dedup_by(|later, earlier| {
                let joins = later.0 <= earlier.1;
                earlier.1 = if joins { earlier.1.max(later.1) } else { earlier.1 };
                joins
            });
        }
        Self(windows)
    }

    /// Returns whether a log file that was delivered at this time must be listed in a loaded digest.
    pub(super) fn covers(&self, account: &str, region: &str, delivered: Time) -> bool {
        let Some(until) =
            delivered.millis().map(|millis| Time::from_millis(millis.saturating_add(LISTED_WITHIN)))
        else {
            return false;
        };
        let windows = self.0.get(&(account.to_owned(), region.to_owned()));
        windows.is_some_and(|windows| windows.iter().any(|(from, to)| *from <= delivered && until <= *to))
    }
}

/// Describes every chain, and finds the digests that are missing inside them.
pub(super) fn trails(nodes: &[DigestNode]) -> (Vec<Chain>, Vec<Finding>) {
    let mut trails: BTreeMap<TrailName, Vec<&DigestNode>> = BTreeMap::new();
    // Nodes are sorted, oldest first.
    for node in nodes {
        trails.entry(node.trail()).or_default().push(node);
    }
    let mut missing = Vec::new();
    let chains = trails.into_iter().map(|(trail, nodes)| chain(trail, &nodes, &mut missing)).collect();
    (chains, missing)
}

fn chain(trail: TrailName, nodes: &[&DigestNode], missing: &mut Vec<Finding>) -> Chain {
    let mut chain = Chain {
        account: trail.account,
        region: trail.region,
        trail: trail.trail,
        backfill: trail.backfill,
        digests: nodes.len(),
        from: time(nodes.iter().filter_map(|node| node.digest.start).min()),
        to: time(nodes.last().and_then(|node| node.digest.end)),
        from_start: nodes.first().is_some_and(|node| node.link == Link::Start),
        keys_wanted: keys_wanted(nodes),
        gaps: Vec::new(),
    };
    let mut covered = nodes.first().and_then(|node| node.digest.end);
    let mut told = BTreeSet::new();
    for node in nodes.iter().skip(1) {
        let before = covered;
        covered = covered.max(node.digest.end);
        if node.link == Link::Absent
            && let Some(previous) = &node.digest.previous
            && told.insert((&previous.bucket, &previous.key))
        {
            let address = address(&previous.bucket, &previous.key);
            missing.push(Finding::missing(address, node.digest.address()));
        }
        // Backfill digests cover times long past, in any order.
        if before < node.digest.start && !chain.backfill {
            chain.gaps.push(gap(node, before));
        }
    }
    chain
}

fn gap(node: &DigestNode, before: Option<Time>) -> Gap {
    let (from, to) = (time(before), time(node.digest.start));
    let reason = match node.link {
        Link::Absent => "digests are missing",
        Link::Altered => "the digest before this time is not the one that the next digest lists",
        Link::To(_) => "no digests were written for this time, but the chain continues",
        Link::Start => {
            "a new chain starts then: logging or log file validation was stopped and started again"
        }
    };
    Gap { from, to, reason: reason.to_owned(), invalid: matches!(node.link, Link::Absent | Link::Altered) }
}

fn keys_wanted(nodes: &[&DigestNode]) -> Vec<String> {
    let wanted = nodes.iter().filter(|node| node.lacks_key);
    let wanted: BTreeSet<String> = wanted.map(|node| node.digest.fingerprint.to_ascii_lowercase()).collect();
    wanted.into_iter().collect()
}
