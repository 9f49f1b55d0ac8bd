//! The bytes of one member, as if it were a file.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::listing::Packed;
use crate::ingest::limits::Limits;
use crate::ingest::memory::{FileAllowance, Taken};
use crate::plural::counted;
use crate::store::codec::allowance::{Allowance, Cut};
use crate::store::codec::inflate::{Deflated, Inflater};
use crate::store::file::{Issue, IssueKind};

/// The bytes of an archive, with the memory that they take.
#[derive(Debug)]
pub(in crate::ingest) struct ArchiveBytes {
    pub(in crate::ingest) bytes: Vec<u8>,
    pub(in crate::ingest) _taken: Taken,
}

/// How many bytes the members of one file may decompress to, those of archives within archives included.
#[derive(Debug)]
pub(in crate::ingest) struct TotalSize(AtomicU64);

impl TotalSize {
    /// This much is always allowed.
    const LEAST: u64 = 256 << 20;

    /// Makes the total for an archive of this many bytes.
    pub(in crate::ingest) fn of(archive: usize, limits: &Limits) -> Arc<Self> {
        let most = (archive as u64).saturating_mul(limits.ratio.into()).max(Self::LEAST);
        Arc::new(Self(AtomicU64::new(most)))
    }

    fn left(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn take(&self, bytes: usize) {
        let less = |left: u64| Some(left.saturating_sub(bytes as u64));
        // It never fails: the function always returns a value.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
    }
}

/// A member that is to be read.
#[derive(Debug, Clone)]
pub(in crate::ingest) struct ArchiveMember {
    pub(in crate::ingest) archive: Arc<ArchiveBytes>,
    pub(in crate::ingest) packed: Packed,
    /// How many archives are around it.
    pub(in crate::ingest) depth: u8,
    pub(in crate::ingest) total: Arc<TotalSize>,
}

/// The limits of one member: those of a file, and what is left of the total.
struct MemberAllowance<'a> {
    file: FileAllowance<'a>,
    left: u64,
}

impl Allowance for MemberAllowance<'_> {
    fn text_bytes(&self) -> usize {
        self.file.text_bytes()
    }

    fn take(&mut self, bytes: usize) -> bool {
        self.file.take(bytes)
    }

    fn memory_left(&self) -> usize {
        self.file.memory_left()
    }

    fn go_on(&mut self, read: usize, made: usize) -> Result<(), Cut> {
        if made as u64 > self.left {
            return Err(Cut::Ratio);
        }
        self.file.go_on(read, made)
    }
}

impl ArchiveMember {
    /// Makes the bytes of the member. Returns what is wrong with them, or an error if there are none.
    pub(in crate::ingest) fn unpack(
        &self,
        inflater: &mut Inflater,
        file: FileAllowance<'_>,
    ) -> Result<(Vec<u8>, Option<Issue>), MemberFault> {
        let packed = self.archive.bytes.get(self.packed.place.clone()).unwrap_or_default();
        let (limit, left) = (file.text_bytes(), self.total.left());
        if packed.len() > limit {
            return Err(MemberFault::TooLarge);
        }
        let mut allowance = MemberAllowance { file, left };
        if !self.packed.is_deflated {
            if !allowance.take(packed.len()) {
                return Err(MemberFault::Memory);
            }
            let wrong = self
                .packed
                .stated
                .filter(|&(sum, size)| size != packed.len() as u64 || rawzip::crc32(packed) != sum);
            let flaw = self.packed.flaw.or(wrong.map(|_| WRONG_SUM));
            return Ok((packed.to_vec(), flaw.map(damage)));
        }
        let mut bytes = Vec::new();
        let Deflated { cut, flaw, sum, read } = inflater.deflated(packed, &mut bytes, &mut allowance);
        self.total.take(bytes.len());
        let more = |what: &str| {
            let reason = format!("decompresses to more than {what}; the rest was not read");
            Some(Issue::at(IssueKind::TooLarge, bytes.len(), reason))
        };
        let issue = match cut {
            Some(Cut::Memory) => return Err(MemberFault::Memory),
            Some(Cut::Stopped) => return Err(MemberFault::Stopped),
            Some(Cut::Size) => more(&format!("{} (--max-file-size)", counted(limit, "byte"))),
            Some(Cut::Ratio) => more("--max-ratio allows"),
            None => {
                let wrong = self.packed.stated.is_some_and(|stated| stated != (sum, bytes.len() as u64));
                // Without stated sizes, what follows the data is a header.
                let is_short = self.packed.stated.is_some() && read < packed.len();
                let flaw = flaw.or(self.packed.flaw).or((wrong || is_short).then_some(WRONG_SUM));
                flaw.map(damage)
            }
        };
        Ok((bytes, issue))
    }
}

/// Why a member has no bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum MemberFault {
    TooLarge,
    Memory,
    Stopped,
}

const WRONG_SUM: &str = "the size or the checksum that the archive states for this member is wrong";

fn damage(reason: &'static str) -> Issue {
    Issue::new(IssueKind::Damaged, reason)
}
