//! gzip → bytes: every member, within the limits, and past damage to the next member.
//!
//! This file reads the container, flate2 the deflate data in it; `sound` does the same faster for files that are
//! intact. What was decompressed before damage is kept, and the damage is reported. The caller keeps the decoder's
//! state and the buffers, because a trail has many small files.

use std::ops::ControlFlow;

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::allowance::{Allowance, Cut, UpTo};
use super::deflate::WholeStream;
use super::gzip::{TRUNCATED, header_length, next_member};

/// Compressed bytes per step; the limits are checked between steps.
const STEP: usize = 64 << 10;
/// Minimum and maximum growth of a buffer.
pub(super) const GROWTH: (usize, usize) = (64 << 10, 64 << 20);
/// The stated size of a text is trusted up to this multiple of its compressed size.
pub(super) const BELIEVED_RATIO: usize = 32;
/// Effort of each search for a member, in addition to the bytes that were read in vain.
const EFFORT_OF_SEARCH: usize = 512;
/// Maximum number of bytes read in vain in any file, and as a multiple of its size.
const EFFORT: (usize, usize) = (16 << 20, 4);
/// Maximum number of starts of members that are kept.
const MAX_MEMBERS: usize = 1 << 16;
/// Maximum number of flaws that are kept.
const MAX_LISTED: usize = 100;
/// Size of the checksum and length after each member.
const TRAILER: usize = 8;

/// Something that was wrong with compressed data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flaw {
    /// Where it is in the compressed bytes.
    pub packed_at: usize,
    /// Where the decompressed text continues after it.
    pub text_at: usize,
    /// How many compressed bytes could not be read.
    pub length: usize,
    /// What was wrong.
    pub reason: &'static str,
}

/// What became of compressed data.
#[derive(Debug, Default)]
pub struct Unpacking {
    /// Why it ended early.
    pub cut: Option<Cut>,
    /// The flaws, in order.
    pub flaws: Vec<Flaw>,
    /// Where the text of the first member ends, if anything follows that member.
    pub first_member: Option<usize>,
    /// Where the text of each further member begins, up to a maximum number.
    pub members: Vec<usize>,
    /// How many flaws are not listed, and how many compressed bytes could not be read because of them.
    pub more_flaws: (usize, usize),
    /// How many rows of a table could not be read.
    pub lost_rows: usize,
}

impl Unpacking {
    /// Lists a flaw, or counts it if there are too many.
    pub(super) fn flaw(&mut self, flaw: Flaw) {
        if self.flaws.len() < MAX_LISTED || flaw.reason == GIVEN_UP {
            self.flaws.push(flaw);
        } else {
            self.more_flaws.0 += 1;
            self.more_flaws.1 += flaw.length;
        }
    }
}

/// What became of deflate data without a header.
#[derive(Debug)]
pub struct Deflated {
    /// Why it ended early.
    pub cut: Option<Cut>,
    /// What was wrong.
    pub flaw: Option<&'static str>,
    /// Checksum of what was decompressed.
    pub sum: u32,
    /// How many compressed bytes were read.
    pub read: usize,
}

/// A decoder for many texts, one after another.
#[derive(Debug)]
pub struct Inflater {
    stream: Decompress,
    crc: Crc,
    pub(super) whole: WholeStream,
}

impl Default for Inflater {
    fn default() -> Self {
        Self { stream: Decompress::new(false), crc: Crc::new(), whole: WholeStream::default() }
    }
}

/// A buffer that is being filled. All of it is initialised, which flate2 would otherwise do at each call.
struct Out<'t> {
    text: &'t mut Vec<u8>,
    made: usize,
}

/// How a member ended.
enum End {
    Whole,
    Flawed(&'static str),
    Cut(Cut),
}

impl Inflater {
    /// Decompresses `packed` within the limits of `allowance`. The content of `text` is overwritten.
    pub fn unpack(&mut self, packed: &[u8], text: &mut Vec<u8>, allowance: &mut dyn Allowance) -> Unpacking {
        if self.unpack_intact(packed, text, allowance).is_some() {
            return Unpacking::default();
        }
        self.unpack_any(packed, text, allowance)
    }

    /// Does the same for data of any kind, in steps.
    fn unpack_any(&mut self, packed: &[u8], text: &mut Vec<u8>, allowance: &mut dyn Allowance) -> Unpacking {
        let mut out = Out { text, made: 0 };
        let mut unpacking = self.members(packed, &mut out, allowance);
        let Out { text, made } = out;
        text.truncate(made);
        if made > allowance.text_bytes() {
            text.truncate(allowance.text_bytes());
            unpacking.cut = Some(Cut::Size);
        }
        unpacking
    }

    /// Decompresses deflate data without a header, within the limits of `allowance`. The content of `text` is
    /// overwritten.
    pub fn deflated(&mut self, packed: &[u8], text: &mut Vec<u8>, allowance: &mut dyn Allowance) -> Deflated {
        let mut out = Out { text, made: 0 };
        let (mut at, mut cut, mut flaw) = (0, None, None);
        self.reset();
        loop {
            match self.step(packed, &mut at, &mut out, allowance) {
                Ok(false) => {}
                Ok(true) | Err(End::Whole) => break,
                Err(End::Flawed(reason)) => {
                    flaw = Some(if reason == TRUNCATED { "the deflate data is truncated" } else { reason });
                    break;
                }
                Err(End::Cut(reason)) => {
                    cut = Some(reason);
                    break;
                }
            }
        }
        let Out { text, made } = out;
        text.truncate(made);
        if made > allowance.text_bytes() {
            text.truncate(allowance.text_bytes());
            cut = Some(Cut::Size);
        }
        Deflated { cut, flaw, sum: self.crc.sum(), read: at }
    }

    fn members(&mut self, packed: &[u8], out: &mut Out<'_>, allowance: &mut dyn Allowance) -> Unpacking {
        let mut unpacking = Unpacking::default();
        let expected = expected_size(packed).min(allowance.text_bytes().saturating_add(1)).min(GROWTH.1);
        if let Err(cut) = out.grow(expected, allowance) {
            unpacking.cut = Some(cut);
            return unpacking;
        }
        let mut at = 0;
        let mut effort = 0;
        while at < packed.len() {
            let (start, made) = (at, out.made);
            let end = self.member(packed, &mut at, out, allowance);
            if let End::Cut(cut) = end {
                unpacking.cut = Some(cut);
                break;
            }
            if start == 0 && at < packed.len() {
                unpacking.first_member = Some(out.made);
            }
            if start > 0 && out.made > made && unpacking.members.len() < MAX_MEMBERS {
                unpacking.members.push(made);
            }
            let End::Flawed(reason) = end else { continue };
            let more_effort = at - start + EFFORT_OF_SEARCH;
            let is_given_up = effort + more_effort > EFFORT.0 + EFFORT.1 * packed.len();
            if reason == WRONG_SUM {
                // The member's content has been read. The next member follows directly, or begins before the end
                // of this one: decompressing a truncated member runs on into the next.
                let inside = next_member(packed, start + 1).filter(|&next| next < at && !is_given_up);
                effort += inside.map_or(0, |_| more_effort);
                at = inside.unwrap_or(at);
                unpacking.flaw(Flaw { packed_at: at, text_at: out.made, length: 0, reason });
                continue;
            }
            effort += more_effort;
            let next = next_member(packed, start + 1).filter(|_| !is_given_up).unwrap_or(packed.len());
            let reason = if is_given_up { GIVEN_UP } else { reason };
            unpacking.flaw(Flaw {
                packed_at: at,
                text_at: out.made,
                length: next.saturating_sub(at),
                reason,
            });
            at = next;
        }
        unpacking
    }

    /// Decompresses one member; `at` is moved to where reading it ended.
    fn member(
        &mut self,
        packed: &[u8],
        at: &mut usize,
        out: &mut Out<'_>,
        allowance: &mut dyn Allowance,
    ) -> End {
        match header_length(packed.get(*at..).unwrap_or_default()) {
            Ok(length) => *at += length,
            Err(reason) => return End::Flawed(reason),
        }
        self.reset();
        loop {
            match self.step(packed, at, out, allowance) {
                Ok(false) => {}
                Ok(true) => break,
                Err(end) => return end,
            }
        }
        match self.trailer(packed, at) {
            Ok(()) => End::Whole,
            Err(reason) => End::Flawed(reason),
        }
    }

    fn reset(&mut self) {
        self.stream.reset(false);
        self.crc.reset();
    }

    /// Compares the trailer of a member with what was decompressed.
    fn trailer(&self, packed: &[u8], at: &mut usize) -> Result<(), &'static str> {
        let trailer = packed.get(*at..*at + TRAILER).ok_or(TRUNCATED)?;
        let sums = [self.crc.sum(), self.crc.amount()].map(u32::to_le_bytes);
        *at += TRAILER;
        if trailer == sums.as_flattened() { Ok(()) } else { Err(WRONG_SUM) }
    }

    /// Decompresses the first member and passes it on in parts. Returns where it ends in the compressed bytes;
    /// `None` if `each` stopped it.
    pub(in crate::store::text) fn first_member(
        &mut self,
        packed: &[u8],
        each: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
    ) -> Result<Option<usize>, &'static str> {
        let mut at = header_length(packed)?;
        self.reset();
        let mut part = vec![0; STEP];
        loop {
            let mut out = Out { text: &mut part, made: 0 };
            let step = self.step(packed, &mut at, &mut out, &mut UpTo(usize::MAX));
            let made = out.made;
            if each(part.get(..made).unwrap_or_default()).is_break() {
                return Ok(None);
            }
            match step {
                Ok(false) => {}
                Ok(true) => break,
                Err(End::Flawed(reason)) => return Err(reason),
                Err(End::Cut(_) | End::Whole) => return Ok(None),
            }
        }
        self.trailer(packed, &mut at).map(|()| Some(at))
    }

    /// Decompresses a part of a member; returns `true` at its end.
    fn step(
        &mut self,
        packed: &[u8],
        at: &mut usize,
        out: &mut Out<'_>,
        allowance: &mut dyn Allowance,
    ) -> Result<bool, End> {
        if out.made == out.text.len() {
            let more = out.made.clamp(GROWTH.0, GROWTH.1);
            let most = allowance.text_bytes().saturating_add(1).max(out.made + 1);
            out.grow((out.made + more).min(most), allowance).map_err(End::Cut)?;
        }
        let rest = packed.get(*at..).unwrap_or_default();
        let (part, flush) = match rest.get(..STEP) {
            Some(part) => (part, FlushDecompress::None),
            None => (rest, FlushDecompress::Finish),
        };
        let before = (self.stream.total_in(), self.stream.total_out());
        let free = out.text.get_mut(out.made..).unwrap_or_default();
        let room = free.len();
        let status = self.stream.decompress(part, free, flush);
        let read = usize::try_from(self.stream.total_in() - before.0).unwrap_or(part.len());
        let made = usize::try_from(self.stream.total_out() - before.1).unwrap_or(room).min(room);
        *at += read;
        self.crc.update(out.text.get(out.made..out.made + made).unwrap_or_default());
        out.made += made;
        match status {
            Ok(Status::StreamEnd) => return Ok(true),
            Err(_) => return Err(End::Flawed("the deflate data is damaged")),
            Ok(_) if read == 0 && made == 0 && room > 0 => return Err(End::Flawed(TRUNCATED)),
            Ok(_) => {}
        }
        allowance.go_on(*at, out.made).map_err(End::Cut).map(|()| false)
    }
}

/// Reported when the search for further members was abandoned.
const GIVEN_UP: &str = "too much damage in the gzip data; the rest was not searched";
const WRONG_SUM: &str = "the checksum of a gzip member is wrong";

impl Out<'_> {
    /// Makes room for `wanted` bytes in total.
    fn grow(&mut self, wanted: usize, allowance: &mut dyn Allowance) -> Result<(), Cut> {
        let more = wanted.saturating_sub(self.text.capacity());
        if more > 0 {
            if !allowance.take(more) {
                return Err(Cut::Memory);
            }
            self.text.reserve_exact(wanted.saturating_sub(self.text.len()));
        }
        if wanted > self.text.len() {
            self.text.resize(wanted, 0);
        }
        Ok(())
    }
}

/// Returns the size that the last member states, limited to a plausible ratio.
fn expected_size(packed: &[u8]) -> usize {
    let stated = packed.last_chunk::<4>().map_or(0, |size| u32::from_le_bytes(*size) as usize);
    // One byte more, so that the end is reached without growing.
    stated.min(packed.len().saturating_mul(BELIEVED_RATIO)) + 1
}

#[cfg(test)]
#[path = "inflate_tests.rs"]
mod tests;
