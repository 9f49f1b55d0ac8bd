//! Log files against the digests that list them: content, name, place, and what is listed and absent.

use std::collections::{BTreeSet, HashMap};

use super::chain::Node;
use super::content::{Content, Fault, Hash};
use super::digest::{Entry, address};
use super::name::{LogName, Place, bare, file_name, last_part, log_name, place};
use super::report::{Finding, Verdict};
use super::trail::Coverage;
use crate::plural::counted;
use crate::store::file::{FileState, LogFile};

/// A line of a digest, and the digest.
#[derive(Debug, Clone, Copy)]
struct Listed<'n> {
    entry: &'n Entry,
    node: &'n Node,
}

/// Everything that the digests list.
#[derive(Debug)]
pub(super) struct Lists<'n> {
    by_name: HashMap<&'n str, Vec<Listed<'n>>>,
    by_hash: HashMap<Hash, Listed<'n>>,
    coverage: Coverage,
    /// Addresses for which there is a file, whatever its content.
    found: BTreeSet<(&'n str, &'n str)>,
}

/// A file on its way to a verdict.
struct Judged<'n> {
    finding: Finding,
    found: Vec<Listed<'n>>,
}

impl<'n> Lists<'n> {
    pub(super) fn new(nodes: &'n [Node]) -> Self {
        let mut lists = Self {
            by_name: HashMap::new(),
            by_hash: HashMap::new(),
            coverage: Coverage::new(nodes),
            found: BTreeSet::new(),
        };
        for node in nodes {
            for entry in &node.digest.log_files {
                let listed = Listed { entry, node };
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

    /// Whether a file has to be hashed: it holds events or has a log file's name, or a digest lists its name.
    pub(super) fn concerns(&self, file: &LogFile) -> bool {
        let name = file_name(&file.path);
        let is_log = file.events > 0 || file.state == FileState::Read;
        is_log || log_name(&name).is_some() || self.by_name.contains_key(bare(&name))
    }

    /// Decides about one file. `content` is `None` when its bytes are not at hand.
    pub(super) fn judge(
        &mut self,
        number: u32,
        file: &LogFile,
        content: Option<&Result<Content, Fault>>,
    ) -> Finding {
        let Judged { finding, found } = self.judged(number, file, content);
        self.found
            .extend(found.iter().map(|listed| (listed.entry.bucket.as_str(), listed.entry.key.as_str())));
        finding
    }

    fn judged(&self, number: u32, file: &LogFile, content: Option<&Result<Content, Fault>>) -> Judged<'n> {
        let name = file_name(&file.path);
        let mut finding = Finding {
            path: Some(file.path.clone()),
            address: None,
            digest: None,
            verdict: Verdict::NotChecked,
            reasons: Vec::new(),
            notes: Vec::new(),
            key: None,
            file: Some(number),
        };
        let named = self.by_name.get(bare(&name)).map(Vec::as_slice).unwrap_or_default();
        let (mut candidates, moved) = in_place(named, file);
        let mut found = candidates.clone();
        let best = candidates.iter().map(|listed| listed.node.verdict).min();
        candidates.retain(|listed| Some(listed.node.verdict) == best);
        if let Some(listed) = candidates.first() {
            finding.lists(listed);
        }
        match content {
            None => finding.reasons.push(super::why_not_read(file)),
            Some(Err(Fault::TooLarge(most))) => {
                finding.reasons.push(format!("it decompresses to more than {}", counted(*most, "byte")));
            }
            Some(Err(Fault::Format(error))) if candidates.is_empty() => {
                self.unlisted(&mut finding, log_name(&name).as_ref());
                finding.notes.push(format!("damaged gzip data: {error}"));
            }
            Some(Err(Fault::Format(error))) => finding.invalid(format!("invalid format: {error}")),
            Some(Ok(content)) if candidates.is_empty() => match self.by_hash.get(&content.hash) {
                Some(listed) => {
                    found.push(*listed);
                    finding.lists(listed);
                    finding.notes.push("its name differs from its name in S3".to_owned());
                    finding.matches(&[*listed], content);
                }
                None => self.unlisted(&mut finding, log_name(&name).as_ref()),
            },
            Some(Ok(content)) => {
                if moved {
                    finding.notes.push("it has been moved from its original location".to_owned());
                }
                finding.matches(&candidates, content);
            }
        }
        Judged { finding, found }
    }

    fn unlisted(&self, finding: &mut Finding, name: Option<&LogName>) {
        let covered = name.is_some_and(|name| {
            // Whether digests list files of Insights and network activity is not documented.
            name.kind == "CloudTrail" && self.coverage.covers(&name.account, &name.region, name.delivered)
        });
        if covered {
            finding.invalid(
                "not listed in any digest, although digests cover its time (planted, or from another trail)"
                    .into(),
            );
        } else {
            finding.verdict = Verdict::NotCovered;
            let reason = match name {
                Some(_) => "not listed in any digest; no digest here covers its time",
                None => "not listed in any digest; its name has no time",
            };
            finding.reasons.push(reason.to_owned());
        }
    }

    /// What digests list and no file has.
    pub(super) fn absent(&self) -> Vec<Finding> {
        let mut absent: Vec<&Listed<'_>> = self
            .by_name
            .values()
            .flatten()
            .filter(|listed| !self.found.contains(&(listed.entry.bucket.as_str(), listed.entry.key.as_str())))
            .collect();
        absent.sort_by_key(|listed| (&listed.entry.bucket, &listed.entry.key, listed.node.verdict));
        absent.dedup_by_key(|listed| (&listed.entry.bucket, &listed.entry.key));
        absent
            .into_iter()
            .map(|listed| Finding {
                path: None,
                address: Some(address(&listed.entry.bucket, &listed.entry.key)),
                digest: Some(listed.node.digest.address()),
                verdict: Verdict::Invalid,
                reasons: vec!["not found".to_owned()],
                notes: Vec::new(),
                key: None,
                file: None,
            })
            .collect()
    }
}

/// The entries that a file answers to by its name: those of its place, else all; and whether it lies elsewhere.
fn in_place<'n>(named: &[Listed<'n>], file: &LogFile) -> (Vec<Listed<'n>>, bool) {
    let here = |listed: &&Listed<'n>| place(&file.path, &listed.entry.key) == Place::Same;
    let candidates: Vec<Listed<'n>> = named.iter().filter(here).copied().collect();
    let moved = candidates.is_empty() && !named.is_empty();
    (if moved { named.to_vec() } else { candidates }, moved)
}

impl Finding {
    fn lists(&mut self, listed: &Listed<'_>) {
        self.address = Some(address(&listed.entry.bucket, &listed.entry.key));
        self.digest = Some(listed.node.digest.address());
    }

    fn invalid(&mut self, reason: String) {
        self.verdict = Verdict::Invalid;
        self.reasons.push(reason);
    }

    /// Compares a content with the entries of the digests that are best confirmed.
    fn matches(&mut self, candidates: &[Listed<'_>], content: &Content) {
        let matching = candidates.iter().find(|listed| listed.entry.hash == Some(content.hash));
        match matching {
            Some(listed) => {
                self.lists(listed);
                self.verdict = match listed.node.verdict {
                    Verdict::Invalid => Verdict::DigestInvalid,
                    Verdict::Unconfirmed => Verdict::HashMatches,
                    verdict => verdict,
                };
                if self.verdict == Verdict::DigestInvalid {
                    self.reasons.push("its hash matches a digest that is itself INVALID".to_owned());
                }
            }
            None if candidates.iter().all(|listed| listed.entry.hash.is_none()) => {
                self.invalid("its hash in the digest has an invalid format".to_owned());
            }
            None => self.invalid("hash value doesn't match".to_owned()),
        }
        if content.trailing > 0 {
            self.invalid("unexpected data after end of compressed stream".to_owned());
        }
    }
}
