//! The values of one column of a Parquet file, and their text.

use std::fmt::Display;
use std::io::Write;

use bytes::Bytes;
use jiff::Timestamp;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::{ByteArray, DataType, FixedLenByteArray, Int96};
use parquet::errors::Result;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::schema::types::ColumnDescriptor;
use std::sync::Arc;

use super::limits::PageLimits;
use super::pages::SoundPages;

/// Nanoseconds of a day.
const DAY: i128 = 86_400_000_000_000;
/// The day 1970-01-01 in the count of days that old files have.
const FIRST_DAY: i128 = 2_440_588;

/// What a number or a text of a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LeafMeaning {
    Plain,
    Unsigned,
    /// A time since 1970, in units of this many nanoseconds.
    Time(i128),
    /// Days since 1970.
    Date,
    /// A number with this many digits behind the point.
    Decimal(usize),
    Text,
    Uuid,
}

impl LeafMeaning {
    fn of(column: &ColumnDescriptor) -> Self {
        match column.logical_type_ref() {
            Some(LogicalType::Timestamp(time)) => return Self::Time(nanoseconds(time.unit)),
            Some(LogicalType::Uuid) => return Self::Uuid,
            _ => {}
        }
        match column.converted_type() {
            ConvertedType::TIMESTAMP_MILLIS => Self::Time(1_000_000),
            ConvertedType::TIMESTAMP_MICROS => Self::Time(1_000),
            ConvertedType::DATE => Self::Date,
            ConvertedType::DECIMAL => Self::Decimal(usize::try_from(column.type_scale()).unwrap_or(0)),
            ConvertedType::UTF8 | ConvertedType::JSON | ConvertedType::ENUM => Self::Text,
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => Self::Unsigned,
            _ => Self::Plain,
        }
    }
}

fn nanoseconds(unit: TimeUnit) -> i128 {
    match unit {
        TimeUnit::MILLIS => 1_000_000,
        TimeUnit::MICROS => 1_000,
        TimeUnit::NANOS => 1,
    }
}

/// LeafValues that were read.
enum LeafValues {
    Flags(Vec<bool>),
    Short(Vec<i32>),
    Long(Vec<i64>),
    OldTimes(Vec<Int96>),
    Single(Vec<f32>),
    Double(Vec<f64>),
    Bytes(Vec<ByteArray>),
    Fixed(Vec<FixedLenByteArray>),
}

/// A kind of value, for the JSON that it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeafText {
    /// A number or a flag: its text is its JSON.
    Bare,
    /// A text.
    Text,
}

/// A column of a group of rows, of which the values of some rows are read at a time.
pub(super) struct LeafColumn {
    reader: ColumnReader,
    meaning: LeafMeaning,
    /// For each value that is present or missing: at which level it is missing, and which list it continues.
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
    values: LeafValues,
    /// The level at which a value is present.
    present: i16,
    /// The next level, and the next value.
    next: (usize, usize),
}

impl LeafColumn {
    /// Makes a column whose bytes are `chunk`, with what the footer says of it.
    pub(super) fn new(chunk: Bytes, stated: &ColumnChunkMetaData, limits: &Arc<PageLimits>) -> Result<Self> {
        let column = stated.column_descr_ptr();
        let pages = SoundPages::new(chunk, stated, limits)?;
        Ok(Self {
            meaning: LeafMeaning::of(&column),
            definitions: Vec::new(),
            repetitions: Vec::new(),
            values: match column.physical_type() {
                Type::BOOLEAN => LeafValues::Flags(Vec::new()),
                Type::INT32 => LeafValues::Short(Vec::new()),
                Type::INT64 => LeafValues::Long(Vec::new()),
                Type::INT96 => LeafValues::OldTimes(Vec::new()),
                Type::FLOAT => LeafValues::Single(Vec::new()),
                Type::DOUBLE => LeafValues::Double(Vec::new()),
                Type::BYTE_ARRAY => LeafValues::Bytes(Vec::new()),
                Type::FIXED_LEN_BYTE_ARRAY => LeafValues::Fixed(Vec::new()),
            },
            present: column.max_def_level(),
            next: (0, 0),
            reader: get_column_reader(column, Box::new(pages)),
        })
    }

    /// Reads the values of this many rows. Returns whether there were as many.
    pub(super) fn read(&mut self, rows: usize) -> Result<bool> {
        self.next = (0, 0);
        let levels = (&mut self.definitions, &mut self.repetitions);
        let read = match (&mut self.reader, &mut self.values) {
            (ColumnReader::BoolColumnReader(reader), LeafValues::Flags(values)) => {
                fill(reader, rows, levels, values)
            }
            (ColumnReader::Int32ColumnReader(reader), LeafValues::Short(values)) => {
                fill(reader, rows, levels, values)
            }
            (ColumnReader::Int64ColumnReader(reader), LeafValues::Long(values)) => {
                fill(reader, rows, levels, values)
            }
            (ColumnReader::Int96ColumnReader(reader), LeafValues::OldTimes(values)) => {
                fill(reader, rows, levels, values)
            }
            (ColumnReader::FloatColumnReader(reader), LeafValues::Single(values)) => {
                fill(reader, rows, levels, values)
            }
            (ColumnReader::DoubleColumnReader(reader), LeafValues::Double(values)) => {
                fill(reader, rows, levels, values)
            }
            (ColumnReader::ByteArrayColumnReader(reader), LeafValues::Bytes(values)) => {
                fill(reader, rows, levels, values)
            }
            (ColumnReader::FixedLenByteArrayColumnReader(reader), LeafValues::Fixed(values)) => {
                fill(reader, rows, levels, values)
            }
            _ => Ok(0),
        }?;
        if self.present == 0 {
            self.definitions.resize(read, 0);
        }
        Ok(read == rows)
    }

    /// Returns the level of the next value, and which list it continues; `None` after the last one.
    pub(super) fn level(&self) -> Option<(i16, i16)> {
        let definition = *self.definitions.get(self.next.0)?;
        Some((definition, self.repetitions.get(self.next.0).copied().unwrap_or(0)))
    }

    /// Passes over the next value. Returns its place among the values, if it is present.
    pub(super) fn pass(&mut self) -> Option<usize> {
        let is_present = self.definitions.get(self.next.0) == Some(&self.present);
        let place = self.next.1;
        self.next = (self.next.0 + 1, place + usize::from(is_present));
        is_present.then_some(place)
    }

    /// Writes the text of a value to `out`, and returns its kind; `None` if the column has no value there.
    pub(super) fn write(&self, place: usize, out: &mut Vec<u8>) -> Option<LeafText> {
        let bare = |text: std::fmt::Arguments<'_>, out: &mut Vec<u8>| {
            // Writing into a vector cannot fail.
            let _ = out.write_fmt(text);
            Some(LeafText::Bare)
        };
        match &self.values {
            LeafValues::Flags(flags) => bare(format_args!("{}", flags.get(place)?), out),
            LeafValues::Short(numbers) => {
                let number = *numbers.get(place)?;
                match self.meaning {
                    LeafMeaning::Unsigned => bare(format_args!("{}", number.cast_unsigned()), out),
                    meaning => write_number(number.into(), meaning, out),
                }
            }
            LeafValues::Long(numbers) => {
                let number = *numbers.get(place)?;
                match self.meaning {
                    LeafMeaning::Unsigned => bare(format_args!("{}", number.cast_unsigned()), out),
                    meaning => write_number(number.into(), meaning, out),
                }
            }
            LeafValues::OldTimes(times) => {
                let [low, high, day] = *times.get(place)?.data() else { return None };
                let of_day = i128::from(u64::from(high) << 32 | u64::from(low));
                write_number((i128::from(day) - FIRST_DAY) * DAY + of_day, LeafMeaning::Time(1), out)
            }
            LeafValues::Single(numbers) => {
                let number = *numbers.get(place)?;
                Some(write_float(number, number.is_finite(), out))
            }
            LeafValues::Double(numbers) => {
                let number = *numbers.get(place)?;
                Some(write_float(number, number.is_finite(), out))
            }
            LeafValues::Bytes(texts) => write_bytes(texts.get(place)?.data(), self.meaning, out),
            LeafValues::Fixed(texts) => write_bytes(texts.get(place)?.data(), self.meaning, out),
        }
    }
}

fn fill<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    (definitions, repetitions): (&mut Vec<i16>, &mut Vec<i16>),
    values: &mut Vec<T::T>,
) -> Result<usize> {
    definitions.clear();
    repetitions.clear();
    values.clear();
    let (read, ..) = reader.read_records(rows, Some(definitions), Some(repetitions), values)?;
    Ok(read)
}

fn write_number(number: i128, meaning: LeafMeaning, out: &mut Vec<u8>) -> Option<LeafText> {
    let time = match meaning {
        LeafMeaning::Time(unit) => number.checked_mul(unit),
        LeafMeaning::Date => number.checked_mul(DAY),
        _ => None,
    };
    let time = time.and_then(|nanoseconds| Timestamp::from_nanosecond(nanoseconds).ok());
    // Writing into a vector cannot fail.
    match (time, meaning) {
        (Some(time), LeafMeaning::Date) => {
            let _ = write!(out, "{}", time.strftime("%Y-%m-%d"));
            Some(LeafText::Text)
        }
        (Some(time), _) => {
            let _ = write!(out, "{time}");
            Some(LeafText::Text)
        }
        (None, LeafMeaning::Decimal(scale)) if scale > 0 => {
            let digits = format!("{:0>width$}", number.unsigned_abs(), width = scale + 1);
            let (whole, part) = digits.split_at_checked(digits.len() - scale)?;
            let _ = write!(out, "{}{whole}.{part}", if number < 0 { "-" } else { "" });
            Some(LeafText::Bare)
        }
        (None, _) => {
            let _ = write!(out, "{number}");
            Some(LeafText::Bare)
        }
    }
}

/// JSON has no text for numbers that are none, or infinite.
fn write_float(number: impl Display, is_finite: bool, out: &mut Vec<u8>) -> LeafText {
    // Writing into a vector cannot fail.
    let _ = write!(out, "{number}");
    if is_finite { LeafText::Bare } else { LeafText::Text }
}

/// Many programs write text as bytes, so bytes that are text are taken for it; others are written in hexadecimal.
fn write_bytes(bytes: &[u8], meaning: LeafMeaning, out: &mut Vec<u8>) -> Option<LeafText> {
    match meaning {
        LeafMeaning::Text => out.extend_from_slice(bytes),
        LeafMeaning::Uuid if bytes.len() == 16 => {
            for (number, byte) in bytes.iter().enumerate() {
                // Writing into a vector cannot fail.
                let _ = write!(out, "{}{byte:02x}", if [4, 6, 8, 10].contains(&number) { "-" } else { "" });
            }
        }
        LeafMeaning::Decimal(_) if (1..=16).contains(&bytes.len()) => {
            let sign = if bytes.first().is_some_and(|first| first & 0x80 != 0) { -1 } else { 0 };
            let number = bytes.iter().fold(sign, |number: i128, byte| number << 8 | i128::from(*byte));
            return write_number(number, meaning, out);
        }
        _ if std::str::from_utf8(bytes).is_ok() => out.extend_from_slice(bytes),
        _ => {
            for byte in bytes {
                let _ = write!(out, "{byte:02x}");
            }
        }
    }
    Some(LeafText::Text)
}
