//! The values of a page → the same in plain encoding, which the library decodes without memory of its own.
//!
//! Of other encodings it would allocate as many lengths as a page states, and a copy of each text: texts that begin as the
//! one before them may be far longer together than their page.

use parquet::basic::{Encoding, Type};
use parquet::schema::types::ColumnDescriptor;

use super::delta::DeltaNumbers;

/// Why values have no plain encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlainFault {
    Damaged,
    /// They would be larger than they may be.
    TooLarge,
    /// Values of this kind have no such encoding.
    Encoding,
}

/// How the values of a column are written in plain encoding.
#[derive(Debug, Clone, Copy)]
pub(super) enum PlainValue {
    /// With their length before them.
    Texts,
    /// With this many bytes each.
    Fixed(usize),
    /// As a number, with this many bytes.
    Number(usize),
    /// Otherwise.
    Other,
}

impl PlainValue {
    pub(super) fn of(column: &ColumnDescriptor) -> Self {
        match column.physical_type() {
            Type::BYTE_ARRAY => Self::Texts,
            Type::FIXED_LEN_BYTE_ARRAY => Self::Fixed(usize::try_from(column.type_length()).unwrap_or(0)),
            Type::INT32 | Type::FLOAT => Self::Number(4),
            Type::INT64 | Type::DOUBLE => Self::Number(8),
            Type::BOOLEAN | Type::INT96 => Self::Other,
        }
    }
}

/// Writes values of a page with at most `count` of them in plain encoding, in at most `most` bytes.
pub(super) fn plain(
    values: &[u8],
    encoding: Encoding,
    kind: PlainValue,
    (count, most): (usize, usize),
) -> Result<Vec<u8>, PlainFault> {
    let mut texts = PlainTexts { out: Vec::new(), kind, most };
    match (encoding, kind) {
        // A page of nulls.
        _ if values.is_empty() => {}
        (Encoding::DELTA_LENGTH_BYTE_ARRAY, PlainValue::Texts) => {
            let (lengths, mut rest) = DeltaNumbers::of(values, count).ok_or(PlainFault::Damaged)?;
            for length in lengths {
                texts.add(0..0, cut(&mut rest, length)?)?;
            }
        }
        (Encoding::DELTA_BYTE_ARRAY, PlainValue::Texts | PlainValue::Fixed(_)) => {
            let (shared, rest) = DeltaNumbers::of(values, count).ok_or(PlainFault::Damaged)?;
            let (lengths, mut rest) = DeltaNumbers::of(rest, count).ok_or(PlainFault::Damaged)?;
            if shared.len() != lengths.len() {
                return Err(PlainFault::Damaged);
            }
            let mut before = 0..0;
            for (shared, length) in shared.zip(lengths) {
                let shared = usize::try_from(shared).map_err(|_| PlainFault::Damaged)?;
                if shared > before.len() {
                    return Err(PlainFault::Damaged);
                }
                before = texts.add(before.start..before.start + shared, cut(&mut rest, length)?)?;
            }
        }
        (Encoding::BYTE_STREAM_SPLIT, PlainValue::Fixed(bytes) | PlainValue::Number(bytes)) => {
            return joined(values, bytes, most);
        }
        _ => return Err(PlainFault::Encoding),
    }
    Ok(texts.out)
}

/// Cuts off the next bytes.
fn cut<'b>(rest: &mut &'b [u8], length: i64) -> Result<&'b [u8], PlainFault> {
    let length = usize::try_from(length).map_err(|_| PlainFault::Damaged)?;
    let (text, behind) = rest.split_at_checked(length).ok_or(PlainFault::Damaged)?;
    *rest = behind;
    Ok(text)
}

/// Joins the bytes of values, of which first all first bytes are written, then all second ones, and so on.
fn joined(values: &[u8], bytes: usize, most: usize) -> Result<Vec<u8>, PlainFault> {
    if bytes == 0 || !values.len().is_multiple_of(bytes) {
        return Err(PlainFault::Damaged);
    }
    if values.len() > most {
        return Err(PlainFault::TooLarge);
    }
    let count = values.len() / bytes;
    let places = (0..count).flat_map(|value| (0..bytes).map(move |byte| byte * count + value));
    Ok(places.filter_map(|place| values.get(place).copied()).collect())
}

/// Texts in plain encoding.
struct PlainTexts {
    out: Vec<u8>,
    kind: PlainValue,
    most: usize,
}

impl PlainTexts {
    /// Adds a text that begins as one that was added, at `shared`. Returns where it is.
    fn add(
        &mut self,
        shared: std::ops::Range<usize>,
        rest: &[u8],
    ) -> Result<std::ops::Range<usize>, PlainFault> {
        let length = shared.len() + rest.len();
        let prefix = u32::try_from(length).map_err(|_| PlainFault::TooLarge)?.to_le_bytes();
        let prefix = match self.kind {
            PlainValue::Texts => &prefix[..],
            PlainValue::Fixed(bytes) if bytes == length => &[],
            PlainValue::Fixed(_) | PlainValue::Number(_) | PlainValue::Other => {
                return Err(PlainFault::Damaged);
            }
        };
        if self.out.len() + prefix.len() + length > self.most {
            return Err(PlainFault::TooLarge);
        }
        self.out.extend_from_slice(prefix);
        let start = self.out.len();
        self.out.extend_from_within(shared);
        self.out.extend_from_slice(rest);
        Ok(start..self.out.len())
    }
}

#[cfg(test)]
#[path = "plain_tests.rs"]
mod tests;
