//! The pages of one column of a Parquet file: decompressed and checked before the library decodes them.
//!
//! The library would decompress as much as a page states, and only what C libraries decompress in the case of zstd; so
//! it gets the pages as if they had not been compressed.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use parquet::basic::{Compression, Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::data_type::{ByteArray, Int96};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::serialized_reader::SerializedPageReader;

use super::unpack::unpacked;

/// Maximum size of a page, in bytes. Programs write pages of 1 MB, at most of 100 MB.
const MOST_BYTES: usize = 128 << 20;
/// Maximum number of values in a page: of nulls, a page of a few bytes can have any number.
const MOST_VALUES: u32 = 16 << 20;
/// What an item of a dictionary takes in memory besides its bytes, at most.
const OF_ITEM: usize = 40;
/// What the values of rows that are read at a time may take at most, in bytes.
const OF_ROWS: usize = 128 << 20;
/// What the levels of a value take.
const OF_LEVELS: usize = 4;
/// What may be decompressed from any file, and as a multiple of its size.
const UNPACKED: (usize, usize) = (256 << 20, 200);

const DAMAGED: &str = "a column of the Parquet file is damaged";
const TOO_LARGE: &str = "a page of the Parquet file is larger than programs write it; it was not read";
const TOO_MUCH: &str = "the Parquet file decompresses to far more than its size; the rest was not read";
const TOO_MANY: &str = "rows of the Parquet file have more values than programs write; they were not read";
const MEMORY: &str = "not enough memory for the rows of the Parquet file";
const ENCODING: &str = "a column of the Parquet file is encoded in a way that is not read; write the file again with plain \
                        or dictionary encoding";
const LEVELS: &str =
    "a column of the Parquet file is nested in an old form that is not read; write the file again";

/// What all columns of a file share: how much of it was decompressed, and what was wrong.
#[derive(Debug)]
pub(super) struct PageLimits {
    left: AtomicUsize,
    /// Bytes that pages and dictionaries take now, and the most that they took.
    held: AtomicUsize,
    most_held: AtomicUsize,
    /// Of columns of which a row may have several values: how many bytes those that are read at a time may take, what they
    /// take, and what those of the last page of each column take.
    room: AtomicUsize,
    of_rows: AtomicUsize,
    of_pages: AtomicUsize,
    /// What was wrong first in this group of rows.
    reason: Mutex<Option<&'static str>>,
}

impl PageLimits {
    /// Makes the limits of a file of this many bytes.
    pub(super) fn of(file: usize) -> Arc<Self> {
        let left = file.saturating_mul(UNPACKED.1).max(UNPACKED.0);
        Arc::new(Self {
            left: AtomicUsize::new(left),
            held: AtomicUsize::new(0),
            most_held: AtomicUsize::new(0),
            room: AtomicUsize::new(OF_ROWS),
            of_rows: AtomicUsize::new(0),
            of_pages: AtomicUsize::new(0),
            reason: Mutex::new(None),
        })
    }

    /// Returns what was wrong first.
    pub(super) fn reason(&self) -> &'static str {
        self.refused().unwrap_or(DAMAGED)
    }

    /// Returns what was wrong first with a page that the library could read.
    pub(super) fn refused(&self) -> Option<&'static str> {
        *self.reason.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a group of rows, in which nothing is wrong yet.
    pub(super) fn begin_group(&self) {
        *self.reason.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Returns the most that pages took at one time, in bytes.
    pub(super) fn most_held(&self) -> usize {
        self.most_held.load(Ordering::Relaxed)
    }

    /// Returns whether the most that may be decompressed was reached, so that no more is read.
    pub(super) fn is_used_up(&self) -> bool {
        self.refused() == Some(TOO_MUCH)
    }

    /// Returns whether there was no memory for the values of rows.
    pub(super) fn is_out_of_memory(&self) -> bool {
        self.refused() == Some(MEMORY)
    }

    /// Begins the next rows, while this much memory is left. Lists grow by doubling.
    pub(super) fn begin_rows(&self, memory: usize) {
        self.room.store(OF_ROWS.min(memory / 2), Ordering::Relaxed);
        self.of_rows.store(self.of_pages.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    /// Adds the values of a page, in bytes, which follows one with `before`.
    fn add_values(&self, before: usize, now: usize) -> Result<()> {
        self.of_pages.fetch_add(now, Ordering::Relaxed);
        self.of_pages.fetch_sub(before, Ordering::Relaxed);
        let of_rows = self.of_rows.fetch_add(now, Ordering::Relaxed).saturating_add(now);
        let room = self.room.load(Ordering::Relaxed);
        if of_rows > room {
            return self.refuse(if room < OF_ROWS { MEMORY } else { TOO_MANY });
        }
        let held = self.held.load(Ordering::Relaxed).saturating_add(of_rows);
        self.most_held.fetch_max(held, Ordering::Relaxed);
        Ok(())
    }

    fn refuse<T>(&self, reason: &'static str) -> Result<T> {
        let mut first = self.reason.lock().unwrap_or_else(PoisonError::into_inner);
        Err(ParquetError::General((*first.get_or_insert(reason)).to_owned()))
    }

    fn hold(&self, before: usize, now: usize) {
        let held = self.held.fetch_add(now, Ordering::Relaxed).saturating_add(now).saturating_sub(before);
        self.held.fetch_sub(before, Ordering::Relaxed);
        self.most_held.fetch_max(held, Ordering::Relaxed);
    }

    fn take(&self, bytes: usize) -> bool {
        let less = |left: usize| left.checked_sub(bytes);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }
}

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
    /// What the dictionary and the last page take.
    held: (usize, usize),
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
        Ok(Self {
            pages: SerializedPageReader::new(Arc::new(chunk), &plain, 0, None)?,
            compression: stated.compression(),
            limits: Arc::clone(limits),
            values_left: u64::try_from(stated.num_values()).unwrap_or(0),
            has_dictionary: false,
            has_levels: (
                stated.column_descr().max_def_level() > 0,
                stated.column_descr().max_rep_level() > 0,
            ),
            held: (0, 0),
            value_bytes: OF_LEVELS + bytes_of_value(stated.column_type()),
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
            match unpacked(self.compression, behind, MOST_BYTES.saturating_sub(plain)) {
                Ok(made) if before.is_empty() => Bytes::from(made),
                Ok(made) => Bytes::from([before, &made].concat()),
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
            Encoding::PLAIN | Encoding::RLE | Encoding::DELTA_BINARY_PACKED => Ok(()),
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
        self.limits.hold(self.held.0, bytes + items * OF_ITEM);
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
                self.hold_page(buf.len());
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
                self.hold_page(buf.len());
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

    fn hold_page(&mut self, bytes: usize) {
        self.limits.hold(self.held.1, bytes);
        self.held.1 = bytes;
    }
}

impl Drop for SoundPages {
    fn drop(&mut self) {
        self.limits.hold(self.held.0 + self.held.1, 0);
        self.limits.of_pages.fetch_sub(self.values_held, Ordering::Relaxed);
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
