//! Against the encoder of the library, and pages that no program writes.

use bytes::Bytes;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType};
use proptest::prelude::*;

use super::*;

/// Numbers of fewer than 128 in a block of four parts: `first`, and the differences in eight bits.
fn numbers(numbers: &[u8]) -> Vec<u8> {
    let count = u8::try_from(numbers.len()).unwrap();
    let first = numbers.first().copied().unwrap_or(0);
    let mut out = vec![0x80, 1, 4, count, first << 1];
    assert!(count < 33 && first < 64);
    if count > 1 {
        // The least difference is -64.
        out.extend([127, 8, 0, 0, 0]);
        let mut part: Vec<u8> = numbers.windows(2).map(|pair| pair[1] + 64 - pair[0]).collect();
        part.resize(32, 0);
        out.extend(part);
    }
    out
}

fn read(values: &[u8], encoding: Encoding, kind: PlainValue) -> Result<Vec<u8>, PlainFault> {
    plain(values, encoding, kind, (32, 64))
}

#[test]
fn texts_share_their_beginnings() {
    let page = [numbers(&[0, 2, 3, 0]), numbers(&[3, 2, 0, 1]), b"abcxyd".to_vec()].concat();
    let texts: &[&[u8]] = &[b"abc", b"abxy", b"abx", b"d"];
    let with_lengths: Vec<u8> = texts
        .iter()
        .flat_map(|text| [&[u8::try_from(text.len()).unwrap(), 0, 0, 0][..], text].concat())
        .collect();
    assert_eq!(read(&page, Encoding::DELTA_BYTE_ARRAY, PlainValue::Texts), Ok(with_lengths.clone()));
    let page = [numbers(&[3, 4, 3, 1]), texts.concat()].concat();
    assert_eq!(read(&page, Encoding::DELTA_LENGTH_BYTE_ARRAY, PlainValue::Texts), Ok(with_lengths));
    let page = [numbers(&[0, 1]), numbers(&[2, 1]), b"abc".to_vec()].concat();
    assert_eq!(read(&page, Encoding::DELTA_BYTE_ARRAY, PlainValue::Fixed(2)), Ok(b"abac".to_vec()));
    assert_eq!(read(b"aebfcg", Encoding::BYTE_STREAM_SPLIT, PlainValue::Fixed(3)), Ok(b"abcefg".to_vec()));
    assert_eq!(
        read(b"abcdefgh", Encoding::BYTE_STREAM_SPLIT, PlainValue::Number(4)),
        Ok(b"acegbdfh".to_vec())
    );
    assert_eq!(read(b"", Encoding::DELTA_BYTE_ARRAY, PlainValue::Texts), Ok(Vec::new()));
}

/// The library would have allocated as many lengths, and as long texts, as such a page states.
#[test]
fn pages_that_no_program_writes_are_refused() {
    let texts = |shared: &[u8], lengths: &[u8], rest: &[u8]| {
        let page = [numbers(shared), numbers(lengths), rest.to_vec()].concat();
        read(&page, Encoding::DELTA_BYTE_ARRAY, PlainValue::Texts)
    };
    // More is shared than there is, a text is longer than what is left, and one list is longer than the other.
    assert_eq!(texts(&[1, 0], &[1, 1], b"ab"), Err(PlainFault::Damaged));
    assert_eq!(texts(&[0, 2], &[1, 1], b"ab"), Err(PlainFault::Damaged));
    assert_eq!(texts(&[0, 1], &[1, 2], b"ab"), Err(PlainFault::Damaged));
    assert_eq!(texts(&[0], &[1, 1], b"ab"), Err(PlainFault::Damaged));
    // Each text is the whole text before it: few bytes become many.
    assert_eq!(texts(&[0, 20, 20, 20], &[20, 0, 0, 0], &[b'a'; 20]), Err(PlainFault::TooLarge));
    let many = [0x80, 1, 4, 0xff, 0xff, 0xff, 0xff, 0xf, 0, 0, 0, 0, 0, 0];
    for encoding in [Encoding::DELTA_LENGTH_BYTE_ARRAY, Encoding::DELTA_BYTE_ARRAY] {
        assert_eq!(read(&many, encoding, PlainValue::Texts), Err(PlainFault::Damaged));
        assert_eq!(read(&many, encoding, PlainValue::Number(4)), Err(PlainFault::Encoding));
    }
    let page = [numbers(&[0]), numbers(&[3]), b"abc".to_vec()].concat();
    assert_eq!(read(&page, Encoding::DELTA_BYTE_ARRAY, PlainValue::Fixed(2)), Err(PlainFault::Damaged));
    assert_eq!(read(b"abc", Encoding::BYTE_STREAM_SPLIT, PlainValue::Fixed(2)), Err(PlainFault::Damaged));
    assert_eq!(read(b"abc", Encoding::BYTE_STREAM_SPLIT, PlainValue::Fixed(0)), Err(PlainFault::Damaged));
    assert_eq!(read(&[0; 66], Encoding::BYTE_STREAM_SPLIT, PlainValue::Fixed(2)), Err(PlainFault::TooLarge));
    assert_eq!(read(b"abc", Encoding::BYTE_STREAM_SPLIT, PlainValue::Texts), Err(PlainFault::Encoding));
}

/// Writes values as the library does.
fn encoded<T: DataType>(values: &[T::T], encoding: Encoding, length: i32) -> Bytes {
    use parquet::file::properties::WriterProperties;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    let kind = if length > 0 { format!("FIXED_LEN_BYTE_ARRAY({length})") } else { "BYTE_ARRAY".to_owned() };
    let schema = parse_message_type(&format!("message t {{ REQUIRED {kind} a; }}")).unwrap();
    let properties = WriterProperties::builder().set_dictionary_enabled(false).set_encoding(encoding).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema.into(), properties.into()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<T>().write_batch(values, None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    let file = SerializedFileReader::new(Bytes::from(writer.into_inner().unwrap())).unwrap();
    let mut pages = file.get_row_group(0).unwrap().get_column_page_reader(0).unwrap();
    pages.get_next_page().unwrap().unwrap().buffer().clone()
}

proptest! {
    #[test]
    fn what_the_library_encodes_is_read(texts in prop::collection::vec("(ab?c?){0,3}[a-z]{0,40}", 1..300)) {
        let values: Vec<ByteArray> = texts.iter().map(|text| text.as_str().into()).collect();
        let expected: Vec<u8> = texts
            .iter()
            .flat_map(|text| [&u32::try_from(text.len()).unwrap().to_le_bytes(), text.as_bytes()].concat())
            .collect();
        for encoding in [Encoding::DELTA_LENGTH_BYTE_ARRAY, Encoding::DELTA_BYTE_ARRAY] {
            let page = encoded::<ByteArrayType>(&values, encoding, 0);
            let made = plain(&page, encoding, PlainValue::Texts, (texts.len(), 1 << 20));
            prop_assert_eq!(made.as_ref(), Ok(&expected));
        }
        let fixed = texts.iter().map(|text| format!("{text:x<60}").into_bytes()).collect::<Vec<_>>();
        let values: Vec<FixedLenByteArray> = fixed.iter().map(|text| ByteArray::from(text.clone()).into()).collect();
        for encoding in [Encoding::DELTA_BYTE_ARRAY, Encoding::BYTE_STREAM_SPLIT] {
            let page = encoded::<FixedLenByteArrayType>(&values, encoding, 60);
            let made = plain(&page, encoding, PlainValue::Fixed(60), (texts.len(), 1 << 20));
            prop_assert_eq!(made, Ok(fixed.concat()));
        }
    }

    /// Nothing fails, and nothing becomes larger than it may.
    #[test]
    fn any_bytes_are_a_page_or_not(bytes in prop::collection::vec(any::<u8>(), 0..80), lead in any::<bool>()) {
        let start = if lead { &[0x80, 1, 4][..] } else { &[] };
        let page = [start, &bytes].concat();
        for encoding in [Encoding::DELTA_LENGTH_BYTE_ARRAY, Encoding::DELTA_BYTE_ARRAY, Encoding::BYTE_STREAM_SPLIT] {
            for kind in [PlainValue::Texts, PlainValue::Fixed(2), PlainValue::Number(8), PlainValue::Other] {
                if let Ok(made) = plain(&page, encoding, kind, (100, 500)) {
                    prop_assert!(made.len() <= 500);
                }
            }
        }
    }
}
