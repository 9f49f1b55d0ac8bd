//! The part of a file that CloudTrail signs: the bytes of a plain file, or the decompressed first member of a
//! gzip file.

use std::ops::ControlFlow;

use super::codec::gzip::is_gzip;
use super::codec::inflate::Inflater;

/// Why the signed part cannot be read completely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedFault {
    /// The gzip data are damaged.
    Damaged(&'static str),
    /// It decompresses to more than was allowed.
    TooLarge,
}

/// Passes the signed part of a file's bytes to `each`, in pieces; returns how many bytes follow it. Decodes at
/// most `most` bytes.
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
