//! What files become, and what damage costs.

use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, FloatType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

use super::*;
use crate::store::codec::allowance::UpTo;

/// The values of a column, with the levels of all that are there or missing.
enum Column {
    Texts(&'static [&'static str], Vec<i16>, Vec<i16>),
    Shorts(Vec<i32>, Vec<i16>),
    Longs(Vec<i64>, Vec<i16>),
    Floats(Vec<f32>, Vec<i16>),
    Doubles(Vec<f64>, Vec<i16>),
}

impl Column {
    fn write(&self, writer: &mut SerializedColumnWriter<'_>) {
        let written = match self {
            Self::Texts(texts, definitions, repetitions) => {
                let texts: Vec<ByteArray> = texts.iter().map(|&text| text.into()).collect();
                let repetitions = (!repetitions.is_empty()).then_some(repetitions.as_slice());
                writer.typed::<ByteArrayType>().write_batch(&texts, Some(definitions), repetitions)
            }
            Self::Shorts(numbers, levels) => {
                writer.typed::<Int32Type>().write_batch(numbers, Some(levels), None)
            }
            Self::Longs(numbers, levels) => {
                writer.typed::<Int64Type>().write_batch(numbers, Some(levels), None)
            }
            Self::Floats(numbers, levels) => {
                writer.typed::<FloatType>().write_batch(numbers, Some(levels), None)
            }
            Self::Doubles(numbers, levels) => {
                writer.typed::<DoubleType>().write_batch(numbers, Some(levels), None)
            }
        };
        written.unwrap();
    }
}

/// Makes a file with this schema, of which each group of rows has these columns.
fn file(schema: &str, groups: &[Vec<Column>]) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(&format!("message table {{ {schema} }}")).unwrap());
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).unwrap();
    for group in groups {
        let mut columns = writer.next_row_group().unwrap();
        let mut written = group.iter();
        while let Some(mut column) = columns.next_column().unwrap() {
            written.next().unwrap().write(&mut column);
            column.close().unwrap();
        }
        columns.close().unwrap();
    }
    writer.into_inner().unwrap()
}

fn read(file: &[u8]) -> (String, Unpacking) {
    let mut text = b"before".to_vec();
    let unpacking = table(file, &mut text, &mut UpTo(1 << 20));
    (String::from_utf8(text).unwrap(), unpacking)
}

#[track_caller]
fn becomes(schema: &str, columns: Vec<Column>, expected: &str) {
    let (text, unpacking) = read(&file(schema, &[columns]));
    assert_eq!((text.as_str(), unpacking.flaws.len(), unpacking.cut), (expected, 0, None));
}

fn texts(texts: &'static [&'static str], definitions: &[i16], repetitions: &[i16]) -> Column {
    Column::Texts(texts, definitions.to_vec(), repetitions.to_vec())
}

#[test]
fn cells_have_the_text_of_values() {
    becomes(
        "OPTIONAL BYTE_ARRAY name (UTF8); OPTIONAL BYTE_ARRAY bytes; OPTIONAL INT32 day (DATE); OPTIONAL INT64 time \
         (TIMESTAMP(NANOS,true)); OPTIONAL INT64 old (TIMESTAMP_MILLIS); OPTIONAL INT32 number (UINT_32); OPTIONAL \
         INT64 money (DECIMAL(9,2)); OPTIONAL DOUBLE part; OPTIONAL FLOAT ratio;",
        vec![
            texts(&["a,\"b\"\n"], &[1, 0], &[]),
            texts(&["plain"], &[0, 1], &[]),
            Column::Shorts(vec![20_522], vec![1, 0]),
            Column::Longs(vec![1_773_144_000_123_000_000], vec![1, 0]),
            Column::Longs(vec![1_773_144_000_000, i64::MAX], vec![1, 1]),
            Column::Shorts(vec![-1], vec![1, 0]),
            Column::Longs(vec![-5, 1234], vec![1, 1]),
            Column::Doubles(vec![0.5, f64::NAN], vec![1, 1]),
            Column::Floats(vec![0.1, f32::INFINITY], vec![1, 1]),
        ],
        "name,bytes,day,time,old,number,money,part,ratio\n\"a,\"\"b\"\"\n\",,2026-03-10,2026-03-10T12:00:00.123Z,\
         2026-03-10T12:00:00Z,4294967295,-0.05,0.5,0.1\n,plain,,,9223372036854775807,,12.34,NaN,inf\n",
    );
}

#[test]
fn groups_lists_and_maps_become_json() {
    becomes(
        "OPTIONAL GROUP who { OPTIONAL BYTE_ARRAY arn (UTF8); OPTIONAL GROUP session { OPTIONAL BYTE_ARRAY mfa (UTF8); } } \
         REQUIRED BYTE_ARRAY id (UTF8);",
        vec![
            texts(&["a\"1"], &[2, 1, 0], &[]),
            texts(&["true"], &[1, 3, 0], &[]),
            texts(&["x", "y", "z"], &[0, 0, 0], &[]),
        ],
        "who,id\n\"{\"\"arn\"\":\"\"a\\\"\"1\"\"}\",x\n\"{\"\"session\"\":{\"\"mfa\"\":\"\"true\"\"}}\",y\n,z\n",
    );
    // Two items, none, no list, a missing item.
    let list = || vec![texts(&["a", "b", "c"], &[3, 3, 1, 0, 2, 3], &[0, 1, 0, 0, 0, 1])];
    for (inner, expected) in [
        ("REPEATED GROUP list { OPTIONAL BYTE_ARRAY element (UTF8); }", "[null,\"\"c\"\"]"),
        ("REPEATED GROUP bag { OPTIONAL BYTE_ARRAY array_element (UTF8); }", "[null,\"\"c\"\"]"),
        ("REPEATED GROUP array { OPTIONAL BYTE_ARRAY x (UTF8); }", "[{},{\"\"x\"\":\"\"c\"\"}]"),
    ] {
        let first = if expected.contains('x') {
            "{\"\"x\"\":\"\"a\"\"},{\"\"x\"\":\"\"b\"\"}"
        } else {
            "\"\"a\"\",\"\"b\"\""
        };
        becomes(
            &format!("OPTIONAL GROUP l (LIST) {{ {inner} }}"),
            list(),
            &format!("l\n\"[{first}]\"\n\"[]\"\n\"\"\n\"{expected}\"\n"),
        );
    }
    becomes(
        "REPEATED BYTE_ARRAY tags (UTF8);",
        vec![texts(&["a", "b"], &[1, 1, 0], &[0, 1, 0])],
        "tags\n\"[\"\"a\"\",\"\"b\"\"]\"\n\"[]\"\n",
    );
    becomes(
        "OPTIONAL GROUP m (MAP) { REPEATED GROUP key_value { REQUIRED BYTE_ARRAY key (UTF8); OPTIONAL BYTE_ARRAY value \
         (UTF8); } }",
        vec![texts(&["a", "b"], &[2, 2, 1, 0], &[0, 1, 0, 0]), texts(&["1"], &[3, 2, 1, 0], &[0, 1, 0, 0])],
        "m\n\"{\"\"a\"\":\"\"1\"\",\"\"b\"\":null}\"\n\"{}\"\n\"\"\n",
    );
    // [["a"], []], [null]
    becomes(
        "OPTIONAL GROUP l (LIST) { REPEATED GROUP list { OPTIONAL GROUP element (LIST) { REPEATED GROUP list { OPTIONAL \
         BYTE_ARRAY element (UTF8); } } } }",
        vec![texts(&["a", "b"], &[5, 5, 3, 2], &[0, 2, 1, 0])],
        "l\n\"[[\"\"a\"\",\"\"b\"\"],[]]\"\n\"[null]\"\n",
    );
}

fn many(rows: usize) -> Vec<Column> {
    let numbers = (0..rows).map(|row| i64::try_from(row).unwrap()).collect();
    vec![Column::Longs(numbers, vec![1; rows]), texts(&["x"], &[&[1][..], &vec![0; rows - 1]].concat(), &[])]
}

const TWO_COLUMNS: &str = "OPTIONAL INT64 number; OPTIONAL BYTE_ARRAY name (UTF8);";

#[test]
fn each_group_of_rows_is_read() {
    let file = file(TWO_COLUMNS, &[many(700), many(3)]);
    let (text, unpacking) = read(&file);
    assert_eq!((text.lines().count(), unpacking.flaws.len()), (704, 0));
    assert!(text.starts_with("number,name\n0,x\n1,\n") && text.ends_with("699,\n0,x\n1,\n2,\n"));
    // Only whole rows are kept within a limit, and the same again for the same limit. Those of later groups are lost too.
    let mut cut = Vec::new();
    let unpacking = table(&file, &mut cut, &mut UpTo(100));
    assert_eq!((unpacking.cut, cut.ends_with(b"\n")), (Some(Cut::Size), true));
    let rows = memchr::memchr_iter(b'\n', &cut).count() - 1;
    assert_eq!(unpacking.lost_rows, 703 - rows);
    let mut again = Vec::new();
    table(&file, &mut again, &mut UpTo(cut.len() + 4));
    assert!(again.starts_with(&cut));
}

#[test]
fn damage_in_a_group_costs_only_its_rows() {
    let mut file = file(TWO_COLUMNS, &[many(700), many(3)]);
    // The header of the first page.
    file[4..20].fill(0xff);
    let (text, unpacking) = read(&file);
    assert_eq!(text, "number,name\n0,x\n1,\n2,\n");
    assert_eq!((unpacking.flaws.len(), unpacking.lost_rows), (1, 700));
    assert!(unpacking.flaws[0].length > 0);
}

#[test]
fn any_byte_may_be_wrong() {
    let sound = file(TWO_COLUMNS, &[many(30), many(3)]);
    let (expected, _) = read(&sound);
    let mut same = 0;
    for at in 0..sound.len() {
        for change in [0x01, 0xff] {
            let mut damaged = sound.clone();
            damaged[at] ^= change;
            let mut text = Vec::new();
            let unpacking = table(&damaged, &mut text, &mut UpTo(1 << 20));
            let mut again = Vec::new();
            table(&damaged, &mut again, &mut UpTo(text.len() + 4));
            assert!(again.starts_with(&text), "byte {at}");
            same += usize::from(unpacking.flaws.is_empty() && text == expected.as_bytes());
        }
    }
    // Statistics and the like are not read.
    assert!(same > 0 && same < sound.len() * 2);
    for end in 0..sound.len() {
        let (text, unpacking) = read(&sound[..end]);
        assert_eq!((text.as_str(), unpacking.flaws.len()), ("", 1), "{end}");
    }
}

/// A page of a few bytes may state any number of nulls.
#[test]
fn rows_that_no_bytes_hold_are_bounded() {
    struct Ratio;
    impl Allowance for Ratio {
        fn text_bytes(&self) -> usize {
            1 << 30
        }
        fn take(&mut self, _bytes: usize) -> bool {
            true
        }
        fn go_on(&mut self, read: usize, made: usize) -> Result<(), Cut> {
            if made > 1 << 20 && made > read * 200 { Err(Cut::Ratio) } else { Ok(()) }
        }
    }
    let rows = 3 << 20;
    let nulls = vec![Column::Longs(Vec::new(), vec![0; rows]), texts(&[], &vec![0; rows], &[])];
    let file = file(TWO_COLUMNS, &[nulls]);
    assert!(file.len() < 20_000, "{}", file.len());
    let mut text = Vec::new();
    let unpacking = table(&file, &mut text, &mut Ratio);
    assert_eq!(unpacking.cut, Some(Cut::Ratio));
    assert!(text.len() < 5 << 20, "{}", text.len());
}
