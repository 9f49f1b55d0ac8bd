//! The tools every part of the generator uses: random numbers, JSON text, times, identities, events, files.

pub(crate) mod caller;
pub(crate) mod clock;
pub(crate) mod event;
pub(crate) mod json;
pub(crate) mod output;
pub(crate) mod rng;
pub(crate) mod s3_path;
pub(crate) mod sha256;
pub(crate) mod template;
