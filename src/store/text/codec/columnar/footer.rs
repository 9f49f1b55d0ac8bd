//! The footer of a Parquet file: checked before the library reads it.
//!
//! The library allocates what a list states as its length, and descends into the schema as deep as it is nested. So
//! the lengths and the depth are checked here first, on the bytes; what passes is small.

use std::ops::Range;

use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};

use super::fault::ParquetFault;
use super::fields::{FILE, KnownStruct, kind};

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
    let values = CompactValues { bytes: footer, at: 0, items: 0, children: Vec::new() };
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
    /// How many children each column of the schema has.
    children: Vec<usize>,
}

impl CompactValues<'_> {
    /// Reads the whole footer and returns how many children each column of its schema has; `None` if the library could read
    /// it otherwise.
    fn children_of_columns(mut self) -> Option<Vec<usize>> {
        self.known(&FILE)?;
        Some(self.children)
    }

    /// Reads a struct, of which each field that the library knows must be of its kind and the only one of its ID.
    fn known(&mut self, known: &KnownStruct) -> Option<()> {
        if known.children.is_some() {
            self.children.push(0);
        }
        let (mut id, mut seen) = (0, Vec::new());
        loop {
            let kind = self.field(&mut id)?;
            if kind == kind::END {
                return Some(());
            }
            let Some((_, wanted, inner)) = known.fields.iter().find(|(other, ..)| *other == id) else {
                self.skip(kind, 0)?;
                continue;
            };
            if usual(kind) != *wanted || seen.contains(&id) {
                return None;
            }
            seen.push(id);
            match inner {
                Some(inner) if kind == kind::LIST => self.list_of(inner)?,
                Some(inner) => self.known(inner)?,
                None if known.children == Some(id) => {
                    *self.children.last_mut()? = usize::try_from(self.integer(kind)?).ok()?;
                }
                None => self.skip(kind, 0)?,
            }
        }
    }

    fn list_of(&mut self, known: &KnownStruct) -> Option<()> {
        let (kind, count) = self.list()?;
        if kind != kind::STRUCT && count > 0 {
            return None;
        }
        (0..count).try_for_each(|_| self.known(known))
    }

    /// Reads the beginning of a field and returns its kind, which is [`kind::END`] at the end of its struct. The library
    /// has 16 bits for an ID.
    fn field(&mut self, id: &mut i16) -> Option<u8> {
        let byte = self.byte()?;
        if byte & 0xf == kind::END {
            return Some(kind::END);
        }
        *id = match byte >> 4 {
            0 => self.zigzag()?.try_into().ok()?,
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

/// Returns the kind for all kinds that are written alike.
fn usual(kind: u8) -> u8 {
    match kind {
        2 => kind::BOOLEAN,
        4 | 6 => kind::INTEGER,
        kind => kind,
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

    fn children(bytes: &[u8]) -> Option<Vec<usize>> {
        CompactValues { bytes, at: 0, items: 0, children: Vec::new() }.children_of_columns()
    }

    /// The library would reserve memory for as many items as a list states.
    #[test]
    fn lists_that_are_longer_than_the_footer_are_damage() {
        let footer = |list: &[u8]| [&[0x15, 2, 0x19][..], list].concat();
        assert_eq!(children(&footer(&[0x1c, 0x55, 4, 0, 0])), Some(vec![2]));
        assert_eq!(children(&footer(&[0xfc, 0xff, 0xff, 0xff, 0xff, 7, 0, 0])), None);
        assert_eq!(children(&footer(&[0xfc, 0x7f, 0, 0])), None);
        assert_eq!(children(&[0x1c].repeat(100_000)), None, "too deep");
        assert_eq!(children(&[]), None);
    }

    /// The library cuts an ID to 16 bits, does not look at the kind of a field, and takes the first schema: it would see
    /// other columns than were checked, nested so deep that the stack of its thread ends.
    #[test]
    fn what_the_library_would_read_otherwise_is_damage() {
        // A column with one child, 5,000 deep, and a sound schema.
        let deep = [&[0xfc, 0x88, 0x27][..], &[0x55, 2, 0].repeat(5000)].concat();
        let sound = [0x1c, 0x55, 4, 0];
        let version = [0x15, 2];
        let footer = |parts: &[&[u8]]| [&version, &parts.concat()[..], &[0]].concat();
        assert_eq!(children(&footer(&[&[0x19], &sound])), Some(vec![2]));
        // A field that nobody knows may be of any kind.
        assert_eq!(children(&footer(&[&[0x19], &sound, &[0xf5, 2, 0xf8, 1, b'x']])), Some(vec![2]));
        for (what, parts) in [
            ("ID 65538", &[&[0x09, 0x84, 0x80, 0x08][..], &deep, &[0x09, 0x04], &sound][..]),
            ("two schemas", &[&[0x19], &sound, &[0x09, 0x04], &deep]),
            ("a set", &[&[0x1a], &deep, &[0x09, 0x04], &sound]),
            ("bytes", &[&[0x18, 4, 0x1c, 0x55, 2, 0], &[0x09, 0x04], &sound]),
            ("a version of bytes", &[&[0x08, 0x02, 1, 0], &[0x19], &sound]),
            ("ID 65541 of a column", &[&[0x19, 0x1c, 0x55, 4, 0x05, 0x8a, 0x80, 0x08, 2, 0]]),
            ("a byte as the number of children", &[&[0x19, 0x1c, 0x53, 4, 0]]),
            ("two numbers of children", &[&[0x19, 0x1c, 0x55, 4, 0x05, 0x0a, 2, 0]]),
            ("a scale of bytes", &[&[0x19, 0x1c, 0x55, 4, 0x5c, 0x5c, 0x18, 1, b'x', 0, 0, 0]]),
            ("groups of rows as a set", &[&[0x19], &sound, &[0x2a, 0x0c]]),
            ("a number of rows of bytes", &[&[0x19], &sound, &[0x29, 0x1c, 0x38, 1, b'x', 0]]),
        ] {
            assert_eq!(children(&footer(parts)), None, "{what}");
        }
    }
}
