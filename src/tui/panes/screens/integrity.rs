//! Results of validating the loaded files, as the screen shows them.

use crate::verify::{Badges, Status, Verdict, VerifyReport};

/// State of validating the files against the digests.
#[derive(Debug, Default)]
pub enum Integrity {
    /// Not requested yet.
    #[default]
    Unknown,
    /// Running.
    Asked,
    /// Finished.
    Known {
        /// By file number; `None` for what is neither log file nor digest.
        statuses: Vec<Option<Status>>,
        /// Returns how many files are INVALID and how many are missing.
        badges: Badges,
        /// All results in one line.
        words: String,
        /// Files that digests list and that were not found.
        absent: Vec<Absent>,
    },
}

/// A file that a digest lists and that was not found. Its texts come from a digest and must be escaped for a terminal.
#[derive(Debug)]
pub struct Absent {
    /// Its S3 address.
    pub address: String,
    /// The address of the digest.
    pub digest: String,
}

impl Integrity {
    /// Takes the results from a report.
    pub fn of(report: &VerifyReport) -> Self {
        let absent = report.findings().filter(|finding| finding.path.is_none()).map(|finding| Absent {
            address: finding.address.clone().unwrap_or_default(),
            digest: finding.digest.clone().unwrap_or_default(),
        });
        Self::Known {
            statuses: report.statuses(),
            badges: report.badges(),
            words: words(report),
            absent: absent.collect(),
        }
    }

    /// Returns the files that digests list and that were not found.
    pub fn absent(&self) -> &[Absent] {
        match self {
            Self::Known { absent, .. } => absent,
            Self::Unknown | Self::Asked => &[],
        }
    }

    /// Returns how many files are INVALID and how many are missing; 0 before they are compared.
    pub fn badges(&self) -> Badges {
        match self {
            Self::Known { badges, .. } => *badges,
            Self::Unknown | Self::Asked => Badges::default(),
        }
    }

    /// Returns the result of a file.
    pub fn status(&self, number: u32) -> Option<&Status> {
        match self {
            Self::Known { statuses, .. } => statuses.get(number as usize)?.as_ref(),
            Self::Unknown | Self::Asked => None,
        }
    }
}

/// Returns `2 INVALID · 23 in unbroken chain`: digests and log files together, the worst first.
fn words(report: &VerifyReport) -> String {
    if report.digests.is_empty() {
        return "no digest files here: these files cannot be validated".to_owned();
    }
    let count = |verdict| {
        let of = |counts: &std::collections::BTreeMap<Verdict, usize>| counts.get(&verdict).copied();
        of(&report.digest_counts).unwrap_or(0) + of(&report.log_file_counts).unwrap_or(0)
    };
    let counted = Verdict::ALL.iter().rev().map(|&verdict| (verdict, count(verdict)));
    let parts: Vec<String> = counted
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| format!("{count} {}", verdict.label()))
        .collect();
    format!("{}; more: trailsift verify", parts.join(" · "))
}
