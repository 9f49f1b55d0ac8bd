//! One deflate stream (RFC 1951) that is in memory as a whole → its text, in one call.
//!
//! Nearly every log file is one such stream, and this decoder takes three quarters of the time of the one that
//! reads streams in steps. It only decides quickly: whatever it refuses is decoded again by `inflate`, which keeps
//! what can be read and says what is wrong. The layout of its tables follows the design of libdeflate (MIT).
//!
//! - `tables`: from code lengths to tables; `bits`: the compressed bits.
//! - `fast`: the codes of a block while there is room; `careful`: its last ones; `fault`: why a stream was refused.

mod bits;
mod careful;
mod fast;
mod fault;
mod header;
mod tables;

use bits::BitReader;
use fault::DeflateFault;
use tables::CodeTables;

pub(super) use fast::SLACK;

/// At most this much is made between two questions whether to continue, in bytes.
const MADE_AT_ONCE: usize = 1 << 20;

/// How much was read and made of a stream, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) read: usize,
    pub(super) made: usize,
}

/// Decodes whole streams, one after another.
#[derive(Debug, Default)]
pub(super) struct WholeStream {
    tables: CodeTables,
}

impl WholeStream {
    /// Decodes the stream that `packed` begins with to the beginning of `text`. With [`SLACK`] more bytes than the
    /// text needs, all of it is made by the fast path. `goes_on` is called before each block, and within
    /// long ones.
    pub(super) fn decode(
        &mut self,
        packed: &[u8],
        text: &mut [u8],
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Result<Extent, DeflateFault> {
        #[cfg(target_arch = "x86_64")]
        if let Some(instructions) = fearless_simd::Level::new().as_avx2() {
            use fearless_simd::Simd;
            // Only for the shifts of BMI2 and moves of 32 bytes: a tenth of the time.
            return instructions.vectorize(
                #[inline(always)]
                || self.stream(packed, text, goes_on),
            );
        }
        self.stream(packed, text, goes_on)
    }

    /// Does the same on any processor.
    #[cfg(test)]
    fn decode_anywhere(&mut self, packed: &[u8], text: &mut [u8]) -> Result<Extent, DeflateFault> {
        self.stream(packed, text, &mut || true)
    }

    #[expect(clippy::inline_always, reason = "compiled once for each set of instructions")]
    #[inline(always)]
    fn stream(
        &mut self,
        packed: &[u8],
        text: &mut [u8],
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Result<Extent, DeflateFault> {
        let mut bits = BitReader::new(packed);
        let mut made = 0;
        loop {
            if !goes_on() {
                return Err(DeflateFault::Stopped);
            }
            bits.refill();
            let is_last = bits.take(1)? == 1;
            match bits.take(2)? {
                0 => bits.stored(text, &mut made)?,
                kind @ (1 | 2) => {
                    if kind == 1 {
                        self.tables.fixed()?;
                    } else {
                        self.tables.dynamic(&mut bits)?;
                    }
                    self.codes(&mut bits, text, &mut made, goes_on)?;
                }
                _ => return Err(DeflateFault::Damaged),
            }
            if is_last {
                return Ok(Extent { read: bits.read(), made });
            }
        }
    }
}

#[expect(clippy::inline_always, reason = "compiled once for each set of instructions")]
impl WholeStream {
    /// Decodes the codes of a block.
    #[inline(always)]
    fn codes(
        &self,
        bits: &mut BitReader<'_>,
        text: &mut [u8],
        made: &mut usize,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Result<(), DeflateFault> {
        loop {
            let end = text.len().min(*made + MADE_AT_ONCE);
            if fast::codes(&self.tables, bits, text.get_mut(..end).unwrap_or_default(), made)? {
                return Ok(());
            }
            if end == text.len() || *made + SLACK < end {
                return careful::codes(&self.tables, bits, text, made);
            }
            // A block may have any length.
            if !goes_on() {
                return Err(DeflateFault::Stopped);
            }
        }
    }
}

#[cfg(test)]
#[path = "deflate_tests.rs"]
mod tests;
