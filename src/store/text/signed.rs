//! What CloudTrail signs of a file: the bytes of a plain file, or what the first member of a gzip file unpacks to.

use std::ops::ControlFlow;

use super::codec::gzip::is_gzip;
use super::codec::inflate::Inflater;

/// Why what is signed cannot be read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedFault {
    /// The gzip data are damaged.
    Damaged(&'static str),
    /// It unpacks to more than was allowed.
    TooLarge,
}

/// Calls `each` with what is signed of a file's bytes, part by part; returns how many bytes follow it. No more than
/// `most` bytes may be made.
pub(super) fn signed(bytes: &[u8], most: usize, each: &mut dyn FnMut(&[u8])) -> Result<usize, SignedFault> {
    if !is_gzip(bytes) {
        each(bytes);
        return Ok(0);
    }
    let mut length = 0;
    let read = Inflater::default().first_member(bytes, &mut |part| {
        length += part.len();
        if length > most {
            return ControlFlow::Break(());
        }
        each(part);
        ControlFlow::Continue(())
    });
    match read {
        Ok(Some(end)) => Ok(bytes.len().saturating_sub(end)),
        Ok(None) => Err(SignedFault::TooLarge),
        Err(reason) => Err(SignedFault::Damaged(reason)),
    }
}
