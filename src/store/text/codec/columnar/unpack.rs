//! The compressed bytes of a page → the page, within a maximum size.

use std::io::Read;

use flate2::bufread::MultiGzDecoder;
use parquet::basic::Compression;
use ruzstd::decoding::StreamingDecoder;

const DAMAGED: &str = "a page of the Parquet file cannot be decompressed";
pub(super) const TOO_LARGE: &str =
    "a page of the Parquet file decompresses to more than programs write; it was not read";
const OTHER: &str = "the Parquet file is compressed with Brotli or LZO, which is not read; write it again with zstd or snappy";
/// How much of an LZ4 block is tried first, as a multiple of its compressed size; none can become larger than the
/// second.
const LZ4_RATIO: (usize, usize) = (4, 256);
/// The sizes in front of the blocks of the older form of LZ4, in bytes.
const LZ4_HEADER: usize = 8;

/// Decompresses a page to at most `most` bytes; the error says what is wrong.
pub(super) fn unpacked(
    compression: Compression,
    packed: &[u8],
    most: usize,
) -> Result<Vec<u8>, &'static str> {
    match compression {
        Compression::UNCOMPRESSED => Ok(packed.to_vec()),
        Compression::SNAPPY => {
            let size = snap::raw::decompress_len(packed).map_err(|_| DAMAGED)?;
            if size > most {
                return Err(TOO_LARGE);
            }
            snap::raw::Decoder::new().decompress_vec(packed).map_err(|_| DAMAGED)
        }
        Compression::GZIP(_) => read_all(MultiGzDecoder::new(packed), most),
        Compression::ZSTD(_) => zstd(packed, most),
        Compression::LZ4_RAW => lz4(packed, most),
        Compression::LZ4 => match older_lz4(packed, most) {
            Err(DAMAGED) => lz4(packed, most),
            made => made,
        },
        Compression::LZO | Compression::BROTLI(_) => Err(OTHER),
    }
}

fn read_all(reader: impl Read, most: usize) -> Result<Vec<u8>, &'static str> {
    let mut made = Vec::new();
    reader.take(most as u64 + 1).read_to_end(&mut made).map_err(|_| DAMAGED)?;
    if made.len() > most { Err(TOO_LARGE) } else { Ok(made) }
}

fn zstd(packed: &[u8], most: usize) -> Result<Vec<u8>, &'static str> {
    let (mut rest, mut made) = (packed, Vec::new());
    while !rest.is_empty() {
        let frame = StreamingDecoder::new(&mut rest).map_err(|_| DAMAGED)?;
        let more = read_all(frame, most.saturating_sub(made.len()))?;
        if made.is_empty() {
            made = more;
        } else {
            made.extend_from_slice(&more);
        }
    }
    Ok(made)
}

/// A block without its size.
fn lz4(packed: &[u8], most: usize) -> Result<Vec<u8>, &'static str> {
    let largest = packed.len().saturating_mul(LZ4_RATIO.1).min(most);
    let mut size = packed.len().saturating_mul(LZ4_RATIO.0).min(largest);
    loop {
        let mut made = vec![0; size];
        match lz4_flex::block::decompress_into(packed, &mut made) {
            Ok(length) => {
                made.truncate(length);
                return Ok(made);
            }
            Err(lz4_flex::block::DecompressError::OutputTooSmall { .. }) if size < largest => {
                size = size.saturating_mul(2).min(largest);
            }
            Err(lz4_flex::block::DecompressError::OutputTooSmall { .. }) if largest == most => {
                return Err(TOO_LARGE);
            }
            Err(_) => return Err(DAMAGED),
        }
    }
}

/// Blocks with their sizes before them, as Hadoop writes them.
fn older_lz4(packed: &[u8], most: usize) -> Result<Vec<u8>, &'static str> {
    let (mut rest, mut made) = (packed, Vec::new());
    while let Some((sizes, behind)) = rest.split_first_chunk::<LZ4_HEADER>() {
        let [a, b, c, d, sizes @ ..] = *sizes;
        let (size, length) = (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes(sizes));
        let (block, next) = behind.split_at_checked(length as usize).ok_or(DAMAGED)?;
        let block = lz4(block, most.saturating_sub(made.len()))?;
        if block.len() != size as usize {
            return Err(DAMAGED);
        }
        made.extend_from_slice(&block);
        rest = next;
    }
    if rest.is_empty() { Ok(made) } else { Err(DAMAGED) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn pages_are_decompressed_up_to_their_limit() {
        let page = b"CloudTrail ".repeat(1000);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&page).unwrap();
        let block = lz4_flex::block::compress(&page);
        let size = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_be_bytes();
        let older = [&size(&page)[..], &size(&block), &block].concat();
        let zstd =
            ruzstd::encoding::compress_to_vec(page.as_slice(), ruzstd::encoding::CompressionLevel::Fastest);
        for (compression, packed) in [
            (Compression::SNAPPY, snap::raw::Encoder::new().compress_vec(&page).unwrap()),
            (Compression::GZIP(parquet::basic::GzipLevel::default()), gzip.finish().unwrap()),
            (Compression::ZSTD(parquet::basic::ZstdLevel::default()), zstd),
            (Compression::LZ4_RAW, block.clone()),
            (Compression::LZ4, older),
            (Compression::LZ4, block),
        ] {
            assert!(unpacked(compression, &packed, page.len()).as_ref() == Ok(&page), "{compression}");
            assert_eq!(unpacked(compression, &packed, page.len() - 1), Err(TOO_LARGE), "{compression}");
            let cut = &packed[..packed.len() - 5];
            assert!(unpacked(compression, cut, page.len()).is_err(), "{compression}");
        }
        assert_eq!(unpacked(Compression::LZO, b"", 9), Err(OTHER));
    }
}
