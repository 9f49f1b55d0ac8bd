//! The footer of a Parquet file: checked before the library reads it.
//!
//! The library allocates what a list states as its length, and descends into the schema as deep as it is nested. So
//! the lengths and the depth are checked here first, on the bytes; what passes is small.

use std::ops::Range;

use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};

use super::fault::ParquetFault;

/// How a file begins and ends.
const MARK: &[u8] = b"PAR1";
/// How a file ends whose footer is encrypted.
const ENCRYPTED: &[u8] = b"PARE";
/// The length of the footer and the mark, in bytes.
const TAIL: usize = 8;
/// Maximum size of a footer, in bytes.
const MOST_BYTES: usize = 64 << 20;
/// Maximum number of items in all lists of a footer.
const MOST_ITEMS: usize = 2_000_000;
/// Maximum number of columns and groups of columns.
const MOST_COLUMNS: usize = 10_000;
/// Columns are not nested deeper.
const DEEPEST: usize = 32;
/// Values within a footer are not nested deeper.
const DEEPEST_VALUE: usize = 40;

const DAMAGED: &str = "the footer of the Parquet file is damaged";

/// Reads the footer of a file.
pub(super) fn metadata(file: &[u8]) -> Result<ParquetMetaData, ParquetFault> {
    let footer = place(file).and_then(|place| file.get(place).ok_or(ParquetFault::Damaged(CUT)))?;
    let mut values = CompactValues { bytes: footer, at: 0, items: 0 };
    let children = values.children_of_columns().ok_or(ParquetFault::Damaged(DAMAGED))?;
    if !is_tree(&children) {
        return Err(ParquetFault::Damaged(
            "the columns in the footer of the Parquet file are damaged, or too many",
        ));
    }
    ParquetMetaDataReader::decode_metadata(footer).map_err(|_| ParquetFault::Damaged(DAMAGED))
}

const CUT: &str = "the Parquet file has no footer, as if it had been cut; nothing of it can be read";

fn place(file: &[u8]) -> Result<Range<usize>, ParquetFault> {
    let (rest, mark) = file.split_last_chunk::<4>().ok_or(ParquetFault::Damaged(CUT))?;
    if mark == ENCRYPTED {
        return Err(ParquetFault::Damaged("the Parquet file is encrypted; decrypt it first"));
    }
    let (_, length) = rest.split_last_chunk::<4>().ok_or(ParquetFault::Damaged(CUT))?;
    let length = u32::from_le_bytes(*length) as usize;
    let start = file.len().checked_sub(TAIL + length).filter(|start| *start >= MARK.len());
    match start.filter(|_| mark == MARK) {
        Some(start) if length <= MOST_BYTES => Ok(start..start + length),
        Some(_) => Err(ParquetFault::Damaged("the footer of the Parquet file is too large")),
        None => Err(ParquetFault::Damaged(CUT)),
    }
}

/// Returns whether the numbers of children, in the order of a schema, are those of one tree that is not too deep.
fn is_tree(children: &[usize]) -> bool {
    let mut open: Vec<usize> = Vec::new();
    for (number, &count) in children.iter().enumerate() {
        match open.last_mut() {
            Some(left) => *left -= 1,
            None if number > 0 => return false,
            None => {}
        }
        if count > children.len() || open.len() == DEEPEST {
            return false;
        }
        open.push(count);
        while open.last() == Some(&0) {
            open.pop();
        }
    }
    open.is_empty() && children.len() > 1 && children.len() <= MOST_COLUMNS
}

/// Reads values in the compact form of Thrift, and skips nearly all of them.
struct CompactValues<'b> {
    bytes: &'b [u8],
    at: usize,
    items: usize,
}

/// The kinds of values, by their numbers.
mod kind {
    pub(super) const END: u8 = 0;
    pub(super) const BINARY: u8 = 8;
    pub(super) const LIST: u8 = 9;
    pub(super) const STRUCT: u8 = 12;
}

impl CompactValues<'_> {
    /// Reads the whole footer and returns how many children each column of its schema has.
    fn children_of_columns(&mut self) -> Option<Vec<usize>> {
        const SCHEMA: i64 = 2;
        let mut children = None;
        let mut id = 0;
        loop {
            match self.field(&mut id)? {
                kind::END => return children,
                kind::LIST if id == SCHEMA && children.is_none() => children = Some(self.columns()?),
                kind => self.skip(kind, 0)?,
            }
        }
    }

    fn columns(&mut self) -> Option<Vec<usize>> {
        const CHILDREN: i64 = 5;
        let (kind, count) = self.list()?;
        if kind != kind::STRUCT || count > MOST_COLUMNS {
            return None;
        }
        let mut all = Vec::new();
        for _ in 0..count {
            let (mut id, mut children) = (0, 0);
            loop {
                match self.field(&mut id)? {
                    kind::END => break,
                    kind @ 3..=6 if id == CHILDREN => {
                        children = usize::try_from(self.integer(kind)?).ok()?;
                    }
                    kind => self.skip(kind, 0)?,
                }
            }
            all.push(children);
        }
        Some(all)
    }

    /// Reads the beginning of a field and returns its kind, which is [`kind::END`] at the end of its struct.
    fn field(&mut self, id: &mut i64) -> Option<u8> {
        let byte = self.byte()?;
        if byte & 0xf == kind::END {
            return Some(kind::END);
        }
        *id = match byte >> 4 {
            0 => self.zigzag()?,
            more => id.checked_add(more.into())?,
        };
        Some(byte & 0xf)
    }

    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        if depth > DEEPEST_VALUE {
            return None;
        }
        match kind {
            // Booleans of fields are in the byte before.
            1 | 2 => Some(()),
            3..=6 => self.integer(kind).map(|_| ()),
            7 => self.advance(8),
            kind::BINARY => {
                let length = self.length()?;
                self.advance(length)
            }
            kind::LIST | 10 => {
                let (kind, count) = self.list()?;
                (0..count).try_for_each(|_| self.item(kind, depth + 1))
            }
            11 => {
                let count = self.length()?;
                let kinds = if count == 0 { 0 } else { self.byte()? };
                (0..count).try_for_each(|_| {
                    self.item(kinds >> 4, depth + 1)?;
                    self.item(kinds & 0xf, depth + 1)
                })
            }
            kind::STRUCT => {
                let mut id = 0;
                loop {
                    match self.field(&mut id)? {
                        kind::END => return Some(()),
                        kind => self.skip(kind, depth + 1)?,
                    }
                }
            }
            13 => self.advance(16),
            _ => None,
        }
    }

    /// Skips an item of a list, where booleans have a byte of their own.
    fn item(&mut self, kind: u8, depth: usize) -> Option<()> {
        if matches!(kind, 1 | 2) { self.advance(1) } else { self.skip(kind, depth) }
    }

    /// Reads the beginning of a list: the kind of its items, and how many they are.
    fn list(&mut self) -> Option<(u8, usize)> {
        let byte = self.byte()?;
        let count = match byte >> 4 {
            15 => self.length()?,
            few => few.into(),
        };
        self.items = self.items.checked_add(count).filter(|items| *items <= MOST_ITEMS)?;
        // Each item has at least one byte.
        (count <= self.bytes.len() - self.at).then_some((byte & 0xf, count))
    }

    fn integer(&mut self, kind: u8) -> Option<i64> {
        if kind == 3 { self.byte().map(i64::from) } else { self.zigzag() }
    }

    fn zigzag(&mut self) -> Option<i64> {
        let number = self.varint()?;
        Some((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.varint()?).ok().filter(|length| *length <= self.bytes.len() - self.at)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    fn advance(&mut self, length: usize) -> Option<()> {
        self.at = self.at.checked_add(length).filter(|at| *at <= self.bytes.len())?;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trees_that_are_not_too_deep_are_schemas() {
        for (children, is_one) in [
            (vec![2, 0, 0], true),
            (vec![1, 1, 0], true),
            (vec![2, 1, 0, 0], true),
            (vec![2, 0], false),
            (vec![1, 0, 0], false),
            (vec![usize::MAX, 0], false),
            (vec![0], false),
            (vec![], false),
            ([vec![1; DEEPEST - 1], vec![0]].concat(), true),
            ([vec![1; 100_000], vec![0]].concat(), false),
        ] {
            assert_eq!(is_tree(&children), is_one, "{:?}", &children[..children.len().min(9)]);
        }
    }

    /// The library would reserve memory for as many items as a list states.
    #[test]
    fn lists_that_are_longer_than_the_footer_are_damage() {
        let footer = |list: &[u8]| [&[0x15, 2, 0x19][..], list].concat();
        let children = |bytes: &[u8]| CompactValues { bytes, at: 0, items: 0 }.children_of_columns();
        assert_eq!(children(&footer(&[0x1c, 0x55, 4, 0, 0])), Some(vec![2]));
        assert_eq!(children(&footer(&[0xfc, 0xff, 0xff, 0xff, 0xff, 7, 0, 0])), None);
        assert_eq!(children(&footer(&[0xfc, 0x7f, 0, 0])), None);
        assert_eq!(children(&[0x1c].repeat(100_000)), None, "too deep");
        assert_eq!(children(&[]), None);
    }
}
