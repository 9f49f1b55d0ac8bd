//! The codes of a block near the end of the input or of the room: one at a time, each checked.

use super::bits::{BitReader, low};
use super::fast::{index, literal, near};
use super::fault::DeflateFault;
use super::tables::{CodeTables, DISTANCE_BITS, END, EXCEPTION, LITERAL, LITERAL_BITS, SUBTABLE};

/// Decodes codes to the end of the block.
#[inline(never)]
pub(super) fn codes(
    tables: &CodeTables,
    bits: &mut BitReader<'_>,
    text: &mut [u8],
    made: &mut usize,
) -> Result<(), DeflateFault> {
    loop {
        let (entry, length) = next(tables.literals.as_slice(), LITERAL_BITS, bits)?;
        if entry & LITERAL != 0 {
            *text.get_mut(*made).ok_or(DeflateFault::NoRoom)? = literal(entry);
            *made += 1;
            continue;
        }
        if entry & EXCEPTION != 0 {
            return Ok(());
        }
        let (_, distance) = next(tables.distances.as_slice(), DISTANCE_BITS, bits)?;
        let from = made.checked_sub(distance).ok_or(DeflateFault::Damaged)?;
        if *made + length > text.len() {
            return Err(DeflateFault::NoRoom);
        }
        if distance >= length {
            text.copy_within(from..from + length, *made);
        } else {
            near(text, from, *made, length);
        }
        *made += length;
    }
}

/// Returns the next entry of a table, a literal, a value or the end, and the value with the bits behind its code.
fn next(table: &[u32], bits: u32, reader: &mut BitReader<'_>) -> Result<(u32, usize), DeflateFault> {
    reader.refill();
    let look = |place: usize| table.get(place).copied().unwrap_or(EXCEPTION);
    let mut entry = look(index(reader.register, bits));
    if entry & (EXCEPTION | SUBTABLE | LITERAL) == EXCEPTION | SUBTABLE {
        reader.skip(entry & 0xff)?;
        entry = look((entry >> 16) as usize + index(reader.register, entry >> 8 & 0xf));
    }
    if entry & (EXCEPTION | LITERAL | END) == EXCEPTION {
        return Err(if reader.left == 0 { DeflateFault::Truncated } else { DeflateFault::Damaged });
    }
    let skipped = entry & 0xff;
    let extra = low(reader.register, skipped) >> (entry >> 8 & 0xf);
    reader.skip(skipped)?;
    let value = if entry & LITERAL == 0 { (entry >> 16) as usize + index(extra, 16) } else { 0 };
    Ok((entry, value))
}
