//! Text → a JSON string.

use wide::u8x16;

/// Appends a JSON string. Bytes that are not UTF-8 stay as they are.
pub(in crate::store::text::codec) fn push_string(text: &[u8], out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    let mut rest = text;
    while let Some(at) = first_special(rest) {
        let (plain, special) = rest.split_at(at);
        out.extend_from_slice(plain);
        let Some((&byte, behind)) = special.split_first() else { break };
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                out.extend_from_slice(b"\\u00");
                let digits =
                    [byte >> 4, byte & 15].map(|digit| HEX.get(usize::from(digit)).copied().unwrap_or(b'0'));
                out.extend_from_slice(&digits);
            }
        }
        rest = behind;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// Returns where the first byte is that a string must not have as it is.
#[inline]
fn first_special(text: &[u8]) -> Option<usize> {
    let is_special = |byte: &u8| *byte < b' ' || matches!(byte, b'"' | b'\\');
    let (steps, rest) = text.as_chunks::<16>();
    for (number, step) in steps.iter().enumerate() {
        let bytes = u8x16::new(*step);
        // A byte is the lesser of itself and 31 only if it is a control character.
        let is_control = bytes.min(u8x16::splat(b' ' - 1)).cmp_eq(bytes);
        let found = is_control | bytes.cmp_eq(u8x16::splat(b'"')) | bytes.cmp_eq(u8x16::splat(b'\\'));
        let found = found.move_mask();
        if found != 0 {
            return Some(number * 16 + found.trailing_zeros() as usize);
        }
    }
    let (eight, _) = rest.as_chunks::<8>();
    let plain = eight.iter().take_while(|eight| are_plain(**eight)).count() * 8;
    let found = rest.get(plain..)?.iter().position(is_special)?;
    Some(steps.len() * 16 + plain + found)
}

/// Returns whether none of eight bytes is special.
#[inline]
fn are_plain(bytes: [u8; 8]) -> bool {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    // The highest bit of a byte is set if it is below `limit`, which borrows from the next byte only then.
    let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word & HIGH;
    let word = u64::from_le_bytes(bytes);
    let quotes = below(word ^ (ONES * u64::from(b'"')), 1);
    let backslashes = below(word ^ (ONES * u64::from(b'\\')), 1);
    below(word, b' ') | quotes | backslashes == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Many bytes at a time, and one by one.
        #[test]
        fn the_first_special_byte_is_found(
            plain in "[a-z é~]{0,40}",
            special in prop::collection::vec(prop::sample::select(vec![0, 8, 31, 32, 33, 34, 35, 91, 92, 93, 127, 128, 255]), 0..6),
            rest in "[a-z]{0,40}",
        ) {
            let text = [plain.as_bytes(), &special, rest.as_bytes()].concat();
            let one_by_one = text.iter().position(|&byte: &u8| byte < b' ' || byte == b'"' || byte == b'\\');
            prop_assert_eq!(first_special(&text), one_by_one);
        }
    }
}
