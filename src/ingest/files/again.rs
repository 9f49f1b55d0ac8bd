//! Reads an archive from disk again, when its turn has come.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::decode::Decoder;
use super::open::{no_memory, read};
use crate::ingest::limits::Limits;
use crate::ingest::memory::{FileAllowance, Memory, Taken};
use crate::store::codec::allowance::Cut;
use crate::store::file::{Issue, IssueKind};

/// Returns the bytes of the archive at a path, unpacked if it is compressed as a whole.
pub(in crate::ingest) fn bytes_again(
    path: &Path,
    limits: &Limits,
    memory: &Arc<Memory>,
    stop: &AtomicBool,
) -> Result<(Vec<u8>, Taken), Issue> {
    let mut bytes = Vec::new();
    let (failed, taken) = read(path, &mut bytes, limits, memory)?;
    if let Some(issue) = failed {
        return Err(issue);
    }
    let mut buffers = Taken::nothing(memory);
    let mut allowance = FileAllowance { limits, stop, buffers: &mut buffers };
    let text = Decoder::default()
        .text(&bytes, &mut allowance)
        .map_err(|foreign| Issue::new(IssueKind::Unsupported(foreign.kind), foreign.advice))?;
    match text.cut {
        Some(Cut::Memory) => return Err(no_memory(memory)),
        Some(Cut::Stopped) => return Err(Issue::new(IssueKind::NotRead, "loading was stopped")),
        Some(Cut::Size | Cut::Ratio) | None => {}
    }
    Ok(text.into_unpacked().map_or((bytes, taken), |unpacked| (unpacked, buffers)))
}
