//! Bytes → text: what loading needs to turn the bytes of a file into text for the first time, and the road back to that
//! text needs to do the same again. Only these two name it.
//!
//! - `coding`: one step from bytes to text; `allowance`: limits of a step; `spelling`: texts within strings.
//! - `gzip`: headers of members; `inflate`: their content, damaged or not; `sound`: the same, faster, for
//!   sound files that were unpacked before.

pub mod allowance;
pub mod coding;
pub mod gzip;
pub mod inflate;
mod sound;
pub mod spelling;
