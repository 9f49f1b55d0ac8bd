//! The bits of compressed bytes, the next ones of them in a register.

use super::fault::DeflateFault;

/// A refilled register has at least this many bits; up to seven more are those of a byte that is read again.
pub(super) const REFILLED: u32 = 0x38;

/// Compressed bytes and a position in them.
#[derive(Debug)]
pub(super) struct BitReader<'a> {
    pub(super) input: &'a [u8],
    /// The next byte that is not in the register.
    pub(super) at: usize,
    /// The next bits, the lowest first; above them zeros, or bits that follow.
    pub(super) register: u64,
    /// How many bits are in the register.
    pub(super) left: u32,
}

/// Returns the lowest bits of a word; at most 63.
#[expect(clippy::inline_always, reason = "compiled once for each set of instructions")]
#[inline(always)]
pub(super) fn low(word: u64, bits: u32) -> u64 {
    word & ((1_u64 << (bits & 63)) - 1)
}

impl<'a> BitReader<'a> {
    pub(super) fn new(input: &'a [u8]) -> Self {
        Self { input, at: 0, register: 0, left: 0 }
    }

    /// Fills the register with as many bytes as fit and exist: at least 56 bits unless the input ends.
    #[inline]
    pub(super) fn refill(&mut self) {
        if let Some(word) = self.input.get(self.at..).and_then(<[u8]>::first_chunk::<8>) {
            self.register |= u64::from_le_bytes(*word) << (self.left & 63);
            self.at += ((63 - (self.left & 63)) >> 3) as usize;
            self.left |= REFILLED;
            return;
        }
        while self.left <= 55
            && let Some(&byte) = self.input.get(self.at)
        {
            self.register |= u64::from(byte) << self.left;
            self.left += 8;
            self.at += 1;
        }
    }

    /// Takes the next bits, at most 32.
    pub(super) fn take(&mut self, count: u32) -> Result<u32, DeflateFault> {
        if self.left < count {
            self.refill();
        }
        let taken = low(self.register, count);
        self.skip(count)?;
        u32::try_from(taken).map_err(|_| DeflateFault::Damaged)
    }

    /// Skips bits that are in the register.
    pub(super) fn skip(&mut self, count: u32) -> Result<(), DeflateFault> {
        self.left = self.left.checked_sub(count).ok_or(DeflateFault::Truncated)?;
        self.register >>= count & 63;
        Ok(())
    }

    /// Returns how many bytes were read, the one with the last bit included.
    pub(super) fn read(&self) -> usize {
        self.at - (self.left / 8) as usize
    }

    /// Copies a block that is not compressed.
    pub(super) fn stored(&mut self, text: &mut [u8], made: &mut usize) -> Result<(), DeflateFault> {
        let rest = self.input.get(self.read()..).unwrap_or_default();
        let (&[a, b, c, d], rest) = rest.split_first_chunk::<4>().ok_or(DeflateFault::Truncated)?;
        let length = u16::from_le_bytes([a, b]);
        if length != !u16::from_le_bytes([c, d]) {
            return Err(DeflateFault::Damaged);
        }
        let length = usize::from(length);
        let block = rest.get(..length).ok_or(DeflateFault::Truncated)?;
        text.get_mut(*made..*made + length).ok_or(DeflateFault::NoRoom)?.copy_from_slice(block);
        *made += length;
        self.at = self.input.len() - rest.len() + length;
        (self.register, self.left) = (0, 0);
        Ok(())
    }
}
