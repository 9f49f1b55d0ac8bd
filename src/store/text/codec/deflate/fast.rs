//! The codes of a block while neither the input nor the room for the text is near its end: several codes for each
//! refill of the register, and copies of 32 bytes that may write beyond their end.

use super::bits::{BitReader, REFILLED, low};
use super::fault::DeflateFault;
use super::tables::{
    CodeTables, DISTANCE_BITS, DISTANCE_SIZE, END, EXCEPTION, LITERAL, LITERAL_BITS, LITERAL_SIZE, SUBTABLE,
};

/// What is written between two checks of the room, and beyond the end of a copy, in bytes.
pub(in crate::store::text::codec) const SLACK: usize = 3 + 258 + COPY;
/// What is read between two checks of the input.
const INPUT_SLACK: usize = 24;
/// Bytes copied at once.
const COPY: usize = 32;
/// Fewer bits than a distance needs, with those behind it.
const DISTANCE_NEEDS: u32 = 39;

/// Decodes codes. Returns `true` at the end of the block, `false` near the end of the input or of the room.
#[expect(clippy::inline_always, reason = "compiled once for each set of instructions")]
#[inline(always)]
pub(super) fn codes(
    tables: &CodeTables,
    bits: &mut BitReader<'_>,
    text: &mut [u8],
    made: &mut usize,
) -> Result<bool, DeflateFault> {
    let (literals, distances) = (&*tables.literals, &*tables.distances);
    let ends = (bits.input.len().saturating_sub(INPUT_SLACK), text.len().saturating_sub(SLACK));
    let (input, at, register, left) = (bits.input, bits.at, bits.register, bits.left);
    let mut codes = FastCodes { input, at, register, left, made: *made, ends };
    let end = if codes.has_room() { codes.run(literals, distances, text) } else { Ok(false) };
    *made = codes.made;
    (bits.at, bits.register, bits.left) = (codes.at, low(codes.register, codes.left), codes.left & 63);
    end
}

/// A bit reader whose members can stay in registers.
struct FastCodes<'i> {
    input: &'i [u8],
    at: usize,
    register: u64,
    /// Only the lowest six bits count.
    left: u32,
    made: usize,
    /// Where the input and the room are near their ends.
    ends: (usize, usize),
}

#[expect(clippy::inline_always, reason = "compiled once for each set of instructions")]
impl FastCodes<'_> {
    #[inline(always)]
    fn has_room(&self) -> bool {
        self.at < self.ends.0 && self.made < self.ends.1
    }

    #[inline(always)]
    fn refill(&mut self) {
        let word = self.input.get(self.at..self.at.wrapping_add(8)).and_then(<[u8]>::first_chunk::<8>);
        if let Some(word) = word {
            self.register |= u64::from_le_bytes(*word) << (self.left & 63);
            self.at += ((63 ^ self.left) >> 3) as usize;
            self.left |= REFILLED;
        }
    }

    #[inline(always)]
    fn eat(&mut self, entry: u32) {
        self.register >>= entry & 63;
        self.left = self.left.wrapping_sub(entry & 63);
    }

    /// Returns the entry of the next literal or length.
    #[inline(always)]
    fn next(&self, literals: &[u32; LITERAL_SIZE]) -> u32 {
        literals.get(index(self.register, LITERAL_BITS)).copied().unwrap_or(EXCEPTION)
    }

    /// Returns the entry in the table behind, for a code that is longer than what was looked up.
    #[inline(always)]
    fn behind<const SIZE: usize>(&mut self, table: &[u32; SIZE], entry: u32) -> u32 {
        self.eat(entry);
        let place = (entry >> 16) as usize + index(self.register, entry >> 8 & 0xf);
        table.get(place & (SIZE - 1)).copied().unwrap_or(EXCEPTION)
    }

    /// Returns the length or the distance of an entry, with the bits behind its code.
    #[inline(always)]
    fn with_extra(&mut self, entry: u32) -> usize {
        let extra = low(self.register, entry & 0xff) >> (entry >> 8 & 0xf);
        self.eat(entry);
        (entry >> 16) as usize + index(extra, 16)
    }

    #[inline(always)]
    fn run(
        &mut self,
        literals: &[u32; LITERAL_SIZE],
        distances: &[u32; DISTANCE_SIZE],
        text: &mut [u8],
    ) -> Result<bool, DeflateFault> {
        self.refill();
        let mut entry = self.next(literals);
        loop {
            if entry & LITERAL != 0 {
                let is_third;
                (entry, is_third) = self.up_to_three(literals, text, entry);
                if is_third {
                    if self.has_room() {
                        continue;
                    }
                    return Ok(false);
                }
            }
            if entry & EXCEPTION != 0 {
                if entry & SUBTABLE != 0 {
                    entry = self.behind(literals, entry);
                    if entry & LITERAL != 0 {
                        self.put(text, entry);
                        self.refill();
                        entry = self.next(literals);
                        if self.has_room() {
                            continue;
                        }
                        return Ok(false);
                    }
                }
                if entry & EXCEPTION != 0 {
                    self.eat(entry);
                    return if entry & END != 0 { Ok(true) } else { Err(DeflateFault::Damaged) };
                }
            }
            let length = self.with_extra(entry);
            let distance = self.distance(distances)?;
            let from = self.made.checked_sub(distance).ok_or(DeflateFault::Damaged)?;
            self.refill();
            entry = self.next(literals);
            copy(text, from, self.made, length, distance);
            self.made += length;
            if !self.has_room() {
                return Ok(false);
            }
        }
    }

    /// Writes the literal of `entry`, and up to two that follow. Returns the next entry, and whether there were
    /// three.
    #[inline(always)]
    fn up_to_three(&mut self, literals: &[u32; LITERAL_SIZE], text: &mut [u8], entry: u32) -> (u32, bool) {
        let room = text.get_mut(self.made..self.made.wrapping_add(4));
        // There is room, by `has_room`.
        let Some(room) = room.and_then(<[u8]>::first_chunk_mut::<4>) else { return (EXCEPTION, false) };
        self.eat(entry);
        room[0] = literal(entry);
        self.made += 1;
        let entry = self.next(literals);
        if entry & LITERAL == 0 {
            return (entry, false);
        }
        self.eat(entry);
        room[1] = literal(entry);
        self.made += 1;
        let entry = self.next(literals);
        if entry & LITERAL == 0 {
            return (entry, false);
        }
        self.eat(entry);
        room[2] = literal(entry);
        self.made += 1;
        self.refill();
        (self.next(literals), true)
    }

    /// Writes one literal.
    #[inline(always)]
    fn put(&mut self, text: &mut [u8], entry: u32) {
        self.eat(entry);
        if let Some(slot) = text.get_mut(self.made) {
            *slot = literal(entry);
        }
        self.made += 1;
    }

    #[inline(always)]
    fn distance(&mut self, distances: &[u32; DISTANCE_SIZE]) -> Result<usize, DeflateFault> {
        if self.left & 0xff < DISTANCE_NEEDS {
            self.refill();
        }
        let mut entry = distances.get(index(self.register, DISTANCE_BITS)).copied().unwrap_or(EXCEPTION);
        if entry & EXCEPTION != 0 {
            if entry & SUBTABLE != 0 {
                entry = self.behind(distances, entry);
            }
            if entry & EXCEPTION != 0 {
                return Err(DeflateFault::Damaged);
            }
        }
        Ok(self.with_extra(entry))
    }
}

/// Returns the lowest bits of a word, at most 16, as an index.
#[expect(clippy::inline_always, reason = "compiled once for each set of instructions")]
#[inline(always)]
pub(super) fn index(word: u64, bits: u32) -> usize {
    (low(word, bits) & 0xffff) as usize
}

/// Returns the literal of an entry.
#[expect(clippy::inline_always, reason = "compiled once for each set of instructions")]
#[inline(always)]
pub(super) fn literal(entry: u32) -> u8 {
    entry.to_le_bytes()[2]
}

/// Copies `length` bytes of the text from `from` to `at`. There is room behind them.
#[expect(clippy::inline_always, reason = "compiled once for each set of instructions")]
#[inline(always)]
fn copy(text: &mut [u8], mut from: usize, mut at: usize, length: usize, distance: usize) {
    if distance < COPY {
        return near(text, from, at, length);
    }
    let end = at + length;
    loop {
        let bytes = text.get(from..from.wrapping_add(COPY)).and_then(<[u8]>::first_chunk::<COPY>);
        let Some(&bytes) = bytes else { return };
        let room = text.get_mut(at..at.wrapping_add(COPY)).and_then(<[u8]>::first_chunk_mut::<COPY>);
        let Some(room) = room else { return };
        *room = bytes;
        (from, at) = (from + COPY, at + COPY);
        if at >= end {
            return;
        }
    }
}

/// Copies bytes that repeat what was written shortly before.
#[inline(never)]
pub(super) fn near(text: &mut [u8], from: usize, at: usize, length: usize) {
    let distance = at - from;
    if distance == 1 {
        let byte = text.get(from).copied().unwrap_or_default();
        if let Some(room) = text.get_mut(at..at + length) {
            room.fill(byte);
        }
        return;
    }
    if distance >= 8 && text.len() >= at + length + 8 {
        for done in (0..length).step_by(8) {
            let bytes = text.get(from + done..).and_then(<[u8]>::first_chunk::<8>).copied();
            let room = text.get_mut(at + done..).and_then(<[u8]>::first_chunk_mut::<8>);
            if let (Some(bytes), Some(room)) = (bytes, room) {
                *room = bytes;
            }
        }
        return;
    }
    for done in 0..length {
        let byte = text.get(from + done).copied().unwrap_or_default();
        if let Some(slot) = text.get_mut(at + done) {
            *slot = byte;
        }
    }
}
