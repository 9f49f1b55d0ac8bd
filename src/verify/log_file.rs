//! Compares log files with the digests that list them: content, name and place; and finds listed files that are
//! missing.

use std::collections::{BTreeSet, HashMap};

use super::chain::DigestNode;
use super::content::{Content, ContentFault, Hash};
use super::digest::{LogFileEntry, address};
use super::name::{LogFileName, PathMatch, bare, file_name, last_part, log_name, place};
use super::report::{Finding, Verdict};
use super::trail::DigestPeriods;
use crate::store::file::{FileState, LogFile};
use crate::verify::digest::file::without_bytes;
use crate::verify::report::reason::Reason;

/// A line of a digest, with the digest.
#[derive(Debug, Clone, Copy)]
struct ListedLog<'n> {
    entry: &'n LogFileEntry,
    node: &'n DigestNode,
}

/// Everything that the digests list.
#[derive(Debug)]
pub(super) struct DigestLists<'n> {
    by_name: HashMap<&'n str, Vec<ListedLog<'n>>>,
    by_hash: HashMap<Hash, ListedLog<'n>>,
    coverage: DigestPeriods,
    /// Addresses with a file, whatever its content.
    found: BTreeSet<(&'n str, &'n str)>,
}

/// A file whose verdict is being decided.
struct Judged<'n> {
    finding: Finding,
    found: Vec<ListedLog<'n>>,
}

impl<'n> DigestLists<'n> {
    pub(super) fn new(nodes: &'n [DigestNode]) -> Self {
        let mut lists = Self {
            by_name: HashMap::new(),
            by_hash: HashMap::new(),
            coverage: DigestPeriods::new(nodes),
            found: BTreeSet::new(),
        };
        for node in nodes {
            for entry in &node.digest.log_files {
                let listed = ListedLog { entry, node };
                lists.by_name.entry(bare(last_part(&entry.key))).or_default().push(listed);
                if let Some(hash) = entry.hash {
                    let best = lists.by_hash.entry(hash).or_insert(listed);
                    if node.verdict < best.node.verdict {
                        *best = listed;
                    }
                }
            }
        }
        lists
    }

    /// Returns whether a file has to be hashed: it holds events, has a log file's name, or has a name that a
    /// digest lists.
    pub(super) fn concerns(&self, file: &LogFile) -> bool {
        let name = file_name(file.own_path());
        let is_log = file.events > 0 || file.state == FileState::Read;
        is_log || log_name(&name).is_some() || self.by_name.contains_key(bare(&name))
    }

    /// Decides about one file. `content` is `None` if its bytes are not in memory.
    pub(super) fn judge(
        &mut self,
        number: u32,
        file: &LogFile,
        content: Option<&Result<Content, ContentFault>>,
    ) -> Finding {
        let Judged { finding, found } = self.judged(number, file, content);
        self.found
            .extend(found.iter().map(|listed| (listed.entry.bucket.as_str(), listed.entry.key.as_str())));
        finding
    }

    fn judged(
        &self,
        number: u32,
        file: &LogFile,
        content: Option<&Result<Content, ContentFault>>,
    ) -> Judged<'n> {
        let name = file_name(file.own_path());
        let mut finding = Finding::of_file(number, file);
        let named = self.by_name.get(bare(&name)).map(Vec::as_slice).unwrap_or_default();
        let (candidates, moved) = in_place(named, file);
        let mut found = candidates.clone();
        let candidates = most_trusted(candidates);
        if let Some(listed) = candidates.first() {
            finding.lists(listed);
        }
        match content {
            None => {
                let (verdict, reason) = without_bytes(file);
                finding.verdict = if candidates.is_empty() { Verdict::NotChecked } else { verdict };
                finding.reasons.push(reason);
            }
            Some(Err(ContentFault::TooLarge(most))) => finding.reasons.push(Reason::TooLarge(*most)),
            Some(Err(ContentFault::Format(error))) if candidates.is_empty() => {
                self.unlisted(&mut finding, log_name(&name).as_ref(), file);
                finding.notes.push(format!("damaged gzip data: {error}"));
            }
            Some(Err(ContentFault::Format(error))) => finding.invalid(Reason::Format(error.clone())),
            Some(Ok(content)) if candidates.is_empty() => {
                match self.by_hash.get(&content.hash).filter(|_| file.events > 0) {
                    Some(listed) => {
                        found.push(*listed);
                        finding.renamed(&name, listed, content);
                    }
                    None => self.unlisted(&mut finding, log_name(&name).as_ref(), file),
                }
            }
            Some(Ok(content)) => {
                if moved {
                    finding.notes.push("it has been moved from its original location".to_owned());
                }
                finding.matches(&candidates, content);
            }
        }
        Judged { finding, found }
    }

    fn must_list(&self, name: &LogFileName) -> bool {
        // Whether digests list Insights and network activity files is not documented.
        name.kind == "CloudTrail" && self.coverage.covers(&name.account, &name.region, name.delivered)
    }

    fn unlisted(&self, finding: &mut Finding, name: Option<&LogFileName>, file: &LogFile) {
        let (verdict, reason) = match name {
            Some(name) if self.must_list(name) => (Verdict::Invalid, Reason::NotListed),
            Some(_) => (Verdict::NotCovered, Reason::NotCovered),
            None if file.own_events() > 0 => (Verdict::Unsigned, Reason::Unsigned(file.own_events())),
            None if file.events > 0 => (Verdict::NotCovered, Reason::OnlyQuoted(file.events)),
            None => (Verdict::NotCovered, Reason::NameTellsNoTime),
        };
        finding.verdict = verdict;
        finding.reasons.push(reason);
    }

    /// Returns findings for listed files that are missing.
    pub(super) fn absent(&self) -> Vec<Finding> {
        let mut absent: Vec<&ListedLog<'_>> = self
            .by_name
            .values()
            .flatten()
            .filter(|listed| !self.found.contains(&(listed.entry.bucket.as_str(), listed.entry.key.as_str())))
            .collect();
        absent.sort_by_key(|listed| (&listed.entry.bucket, &listed.entry.key, listed.node.verdict));
        absent.dedup_by_key(|listed| (&listed.entry.bucket, &listed.entry.key));
        absent
            .into_iter()
            .map(|listed| {
                let address = address(&listed.entry.bucket, &listed.entry.key);
                Finding::missing(address, listed.node.digest.address())
            })
            .collect()
    }
}

/// Returns the entries that match a file's name: those that match its place, otherwise all. Also returns
/// whether the file was moved.
fn in_place<'n>(named: &[ListedLog<'n>], file: &LogFile) -> (Vec<ListedLog<'n>>, bool) {
    let here = |listed: &&ListedLog<'n>| place(file.own_path(), &listed.entry.key) == PathMatch::Same;
    let candidates: Vec<ListedLog<'n>> = named.iter().filter(here).copied().collect();
    let moved = candidates.is_empty() && !named.is_empty();
    (if moved { named.to_vec() } else { candidates }, moved)
}

/// Returns the entries that count: those of digests with a verified signature, otherwise of digests that are
/// not INVALID, otherwise all.
fn most_trusted(mut listed: Vec<ListedLog<'_>>) -> Vec<ListedLog<'_>> {
    let trust = |listed: &ListedLog<'_>| match listed.node.verdict {
        Verdict::SignatureVerified => 0,
        Verdict::Invalid => 2,
        _ => 1,
    };
    let best = listed.iter().map(trust).min();
    listed.retain(|listed| Some(trust(listed)) == best);
    listed
}

impl Finding {
    fn lists(&mut self, listed: &ListedLog<'_>) {
        self.address = Some(address(&listed.entry.bucket, &listed.entry.key));
        self.digest = Some(listed.node.digest.address());
    }

    /// Handles a content that digests list under another name. A name with another time, Region or account
    /// claims to be another log file.
    fn renamed(&mut self, name: &str, listed: &ListedLog<'_>, content: &Content) {
        self.lists(listed);
        let name = log_name(name);
        if name.is_some() && name != log_name(last_part(&listed.entry.key)) {
            self.invalid(Reason::ListedAs(address(&listed.entry.bucket, &listed.entry.key)));
            return;
        }
        self.notes.push("its name differs from its name in S3".to_owned());
        self.matches(&[*listed], content);
    }

    /// Compares a content with the entries that count. All of them that are well-formed must have this content.
    fn matches(&mut self, candidates: &[ListedLog<'_>], content: &Content) {
        let is_match = |listed: &&ListedLog<'_>| listed.entry.hash == Some(content.hash);
        let matching = candidates.iter().filter(is_match).min_by_key(|listed| listed.node.verdict);
        let differing = candidates.iter().find(|listed| !is_match(listed) && listed.entry.hash.is_some());
        match (matching, differing) {
            (Some(listed), None) => {
                self.lists(listed);
                self.verdict = match listed.node.verdict {
                    Verdict::Invalid => Verdict::DigestInvalid,
                    Verdict::Unconfirmed => Verdict::HashMatches,
                    verdict => verdict,
                };
                if self.verdict == Verdict::DigestInvalid {
                    self.reasons.push(Reason::DigestInvalid);
                }
            }
            (Some(matching), Some(differing)) => {
                self.lists(matching);
                let [matches, differs] = [matching, differing].map(|listed| listed.node.digest.address());
                self.invalid(Reason::DigestsDisagree { matches, differs });
            }
            (None, Some(_)) => self.invalid(Reason::HashDiffers),
            (None, None) => self.invalid(Reason::HashMalformed),
        }
        if content.trailing > 0 {
            self.invalid(Reason::Trailing);
        }
    }
}
