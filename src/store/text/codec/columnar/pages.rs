//! The pages of one column of a Parquet file: decompressed and checked before the library decodes them.
//!
//! The library would decompress as much as a page states, and only what C libraries decompress in the case of zstd; so
//! it gets the pages as if they had not been compressed.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::data_type::{ByteArray, Int96};
use parquet::errors::Result;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::serialized_reader::SerializedPageReader;

use super::limits::{DAMAGED, MEMORY, PageLimits, ROWS_AT_ONCE, TOO_MUCH};
use super::plain::{PlainFault, PlainValue, plain};
use super::unpack::{TOO_LARGE as UNPACKS_TOO_LARGE, unpacked};

/// Maximum size of a page, in bytes. Programs write pages of 1 MB, at most of 100 MB.
const MOST_BYTES: usize = 128 << 20;
/// Maximum number of values in a page: of nulls, a page of a few bytes can have any number.
const MOST_VALUES: u32 = 16 << 20;
/// What an item of a dictionary takes in memory besides its bytes, at most.
const OF_ITEM: usize = 40;
/// What the levels of a value take.
const OF_LEVELS: usize = 4;
const TOO_LARGE: &str = "a page of the Parquet file is larger than programs write it; it was not read";
const ENCODING: &str = "a column of the Parquet file is encoded in a way that is not read; write the file again with plain, \
                        dictionary or delta encoding";
const LEVELS: &str =
    "a column of the Parquet file is nested in an old form that is not read; write the file again";

/// Returns what a value of a column takes in memory besides the page that it is in.
fn bytes_of_value(kind: Type) -> usize {
    match kind {
        Type::BOOLEAN => size_of::<bool>(),
        Type::INT32 | Type::FLOAT => size_of::<i32>(),
        Type::INT64 | Type::DOUBLE => size_of::<i64>(),
        Type::INT96 => size_of::<Int96>(),
        Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY => size_of::<ByteArray>(),
    }
}

/// Returns how many bytes the levels at the beginning of a page take, each with its length before it; `None` if the page
/// does not have them.
fn length_of_levels(page: &[u8], (definitions, repetitions): (bool, bool)) -> Option<usize> {
    let mut at = 0_usize;
    for _ in [definitions, repetitions].into_iter().filter(|has_them| *has_them) {
        let length = page.get(at..)?.first_chunk::<4>()?;
        at = at.checked_add(4)?.checked_add(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    }
    Some(at)
}

/// The pages of one column.
pub(super) struct SoundPages {
    pages: SerializedPageReader<Bytes>,
    compression: Compression,
    limits: Arc<PageLimits>,
    /// How many values the column may still have.
    values_left: u64,
    has_dictionary: bool,
    /// Whether values may be missing, and whether a row may have several.
    has_levels: (bool, bool),
    kind: PlainValue,
    /// What the dictionary and the last page take, and the values that are read at a time if a row has one at most.
    held: (usize, usize),
    of_rows: usize,
    /// What a value takes with its levels, and those of the last page.
    value_bytes: usize,
    values_held: usize,
}

impl SoundPages {
    /// Makes the pages of a column whose bytes are `chunk`, with what the footer says of it.
    pub(super) fn new(chunk: Bytes, stated: &ColumnChunkMetaData, limits: &Arc<PageLimits>) -> Result<Self> {
        let length = i64::try_from(chunk.len()).unwrap_or(i64::MAX);
        let plain = stated
            .clone()
            .into_builder()
            .set_compression(Compression::UNCOMPRESSED)
            .set_dictionary_page_offset(None)
            .set_data_page_offset(0)
            .set_total_compressed_size(length)
            .build()?;
        let value_bytes = OF_LEVELS + bytes_of_value(stated.column_type());
        let is_list = stated.column_descr().max_rep_level() > 0;
        let of_rows = if is_list { 0 } else { ROWS_AT_ONCE * value_bytes };
        limits.hold(0, of_rows)?;
        Ok(Self {
            pages: SerializedPageReader::new(Arc::new(chunk), &plain, 0, None)?,
            compression: stated.compression(),
            limits: Arc::clone(limits),
            values_left: u64::try_from(stated.num_values()).unwrap_or(0),
            has_dictionary: false,
            has_levels: (stated.column_descr().max_def_level() > 0, is_list),
            kind: PlainValue::of(stated.column_descr()),
            held: (0, 0),
            of_rows,
            value_bytes,
            values_held: 0,
        })
    }

    /// Decompresses a page, behind its first `plain` bytes.
    fn unpacked(&self, packed: &Bytes, plain: usize) -> Result<Bytes> {
        let (before, behind) = packed.split_at_checked(plain).unwrap_or((packed, &[]));
        let is_plain = self.compression == Compression::UNCOMPRESSED || behind.is_empty();
        let made = if is_plain {
            packed.clone()
        } else {
            // What it is decompressed to is charged before it is there.
            let memory = self.limits.memory_left();
            match unpacked(self.compression, behind, MOST_BYTES.saturating_sub(plain).min(memory)) {
                Ok(made) if before.is_empty() => Bytes::from(made),
                Ok(made) => Bytes::from([before, &made].concat()),
                Err(UNPACKS_TOO_LARGE) if memory < MOST_BYTES => return self.limits.refuse(MEMORY),
                Err(reason) => return self.limits.refuse(reason),
            }
        };
        if made.len() > MOST_BYTES {
            return self.limits.refuse(TOO_LARGE);
        }
        if !self.limits.take(made.len()) {
            return self.limits.refuse(TOO_MUCH);
        }
        Ok(made)
    }

    /// Checks the number of values of a page, and how they are encoded.
    fn check(&mut self, values: u32, encoding: Encoding) -> Result<()> {
        self.values_left = match self.values_left.checked_sub(values.into()) {
            Some(left) if values <= MOST_VALUES => left,
            Some(_) => return self.limits.refuse(TOO_LARGE),
            None => return self.limits.refuse(DAMAGED),
        };
        // A row may have any number of them, over any number of pages.
        if self.has_levels.1 {
            let bytes = (values as usize).saturating_mul(self.value_bytes);
            let before = std::mem::replace(&mut self.values_held, bytes);
            self.limits.add_values(before, bytes)?;
        }
        match encoding {
            Encoding::PLAIN
            | Encoding::RLE
            | Encoding::DELTA_BINARY_PACKED
            | Encoding::DELTA_LENGTH_BYTE_ARRAY
            | Encoding::DELTA_BYTE_ARRAY
            | Encoding::BYTE_STREAM_SPLIT => Ok(()),
            Encoding::PLAIN_DICTIONARY | Encoding::RLE_DICTIONARY if self.has_dictionary => Ok(()),
            Encoding::PLAIN_DICTIONARY | Encoding::RLE_DICTIONARY => self.limits.refuse(DAMAGED),
            _ => self.limits.refuse(ENCODING),
        }
    }

    /// Checks how levels are encoded; without levels, what is stated of them means nothing.
    fn check_levels(&self, definitions: Encoding, repetitions: Encoding) -> Result<()> {
        let are_old = (self.has_levels.0 && definitions != Encoding::RLE)
            || (self.has_levels.1 && repetitions != Encoding::RLE);
        if are_old { self.limits.refuse(LEVELS) } else { Ok(()) }
    }

    /// Checks a dictionary of this many bytes and items.
    fn check_dictionary(&mut self, bytes: usize, items: usize) -> Result<()> {
        if items > bytes || self.has_dictionary {
            return self.limits.refuse(DAMAGED);
        }
        if !self.limits.take(items * OF_ITEM) {
            return self.limits.refuse(TOO_MUCH);
        }
        self.has_dictionary = true;
        self.limits.hold(self.held.0, bytes + items * OF_ITEM)?;
        self.held.0 = bytes + items * OF_ITEM;
        Ok(())
    }

    /// Returns a page as if it had not been compressed.
    fn sound(&mut self, page: Page) -> Result<Page> {
        match page {
            Page::DictionaryPage { buf, num_values, encoding, is_sorted } => {
                let buf = self.unpacked(&buf, 0)?;
                self.check_dictionary(buf.len(), num_values as usize)?;
                Ok(Page::DictionaryPage { buf, num_values, encoding, is_sorted })
            }
            Page::DataPage {
                buf,
                num_values,
                encoding,
                def_level_encoding,
                rep_level_encoding,
                statistics,
            } => {
                self.check(num_values, encoding)?;
                self.check_levels(def_level_encoding, rep_level_encoding)?;
                let buf = self.unpacked(&buf, 0)?;
                let (buf, encoding) = self.plain(buf, None, (num_values, encoding))?;
                Ok(Page::DataPage {
                    buf,
                    num_values,
                    encoding,
                    def_level_encoding: Encoding::RLE,
                    rep_level_encoding: Encoding::RLE,
                    statistics,
                })
            }
            Page::DataPageV2 {
                buf,
                num_values,
                encoding,
                num_nulls,
                num_rows,
                def_levels_byte_len,
                rep_levels_byte_len,
                is_compressed,
                statistics,
            } => {
                self.check(num_values, encoding)?;
                let levels = (def_levels_byte_len as usize).saturating_add(rep_levels_byte_len as usize);
                if levels > buf.len() {
                    return self.limits.refuse(DAMAGED);
                }
                let buf = self.unpacked(&buf, if is_compressed { levels } else { buf.len() })?;
                let (buf, encoding) = self.plain(buf, Some(levels), (num_values, encoding))?;
                Ok(Page::DataPageV2 {
                    buf,
                    num_values,
                    encoding,
                    num_nulls,
                    num_rows,
                    def_levels_byte_len,
                    rep_levels_byte_len,
                    is_compressed: false,
                    statistics,
                })
            }
        }
    }

    /// Charges a page, and gives the values behind its levels an encoding that the library decodes within limits. Where
    /// the bytes of its levels are not stated, they are before each of them.
    fn plain(
        &mut self,
        buf: Bytes,
        levels: Option<usize>,
        (count, encoding): (u32, Encoding),
    ) -> Result<(Bytes, Encoding)> {
        self.hold_page(buf.len())?;
        if !matches!(
            encoding,
            Encoding::DELTA_LENGTH_BYTE_ARRAY | Encoding::DELTA_BYTE_ARRAY | Encoding::BYTE_STREAM_SPLIT
        ) {
            return Ok((buf, encoding));
        }
        let levels = levels.or_else(|| length_of_levels(&buf, self.has_levels));
        let Some((levels, values)) = levels.and_then(|levels| buf.split_at_checked(levels)) else {
            return self.limits.refuse(DAMAGED);
        };
        let memory = self.limits.memory_left().saturating_sub(levels.len());
        let most = MOST_BYTES.saturating_sub(levels.len()).min(memory);
        let made = match plain(values, encoding, self.kind, (count as usize, most)) {
            Ok(made) => [levels, &made].concat(),
            Err(PlainFault::TooLarge) if memory < MOST_BYTES => return self.limits.refuse(MEMORY),
            Err(PlainFault::TooLarge) => return self.limits.refuse(TOO_LARGE),
            Err(PlainFault::Encoding) => return self.limits.refuse(ENCODING),
            Err(PlainFault::Damaged) => return self.limits.refuse(DAMAGED),
        };
        if !self.limits.take(made.len()) {
            return self.limits.refuse(TOO_MUCH);
        }
        self.hold_page(made.len())?;
        Ok((Bytes::from(made), Encoding::PLAIN))
    }

    fn hold_page(&mut self, bytes: usize) -> Result<()> {
        self.limits.hold(self.held.1, bytes)?;
        self.held.1 = bytes;
        Ok(())
    }
}

impl Drop for SoundPages {
    fn drop(&mut self) {
        self.limits.release(self.held.0 + self.held.1 + self.of_rows, self.values_held);
    }
}

impl Iterator for SoundPages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for SoundPages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let Some(page) = self.pages.get_next_page()? else { return Ok(None) };
        self.sound(page).map(Some)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }
}
