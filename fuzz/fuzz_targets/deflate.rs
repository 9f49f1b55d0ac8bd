//! Any bytes as the deflate data of one gzip member. What the fast decoder accepts, flate2 accepts too, and both make
//! the same text of it; what flate2 refuses is reported.
#![no_main]

use flate2::{Crc, Decompress, FlushDecompress, Status};
use libfuzzer_sys::fuzz_target;
use trailsift::store::codec::allowance::UpTo;
use trailsift::store::codec::inflate::Inflater;

/// Longer texts are not tried.
const MOST: usize = 1 << 20;

fuzz_target!(|body: &[u8]| {
    let mut decoder = Decompress::new(false);
    let mut expected = vec![0; MOST];
    let status = decoder.decompress(body, &mut expected, FlushDecompress::Finish);
    expected.truncate(decoder.total_out() as usize);
    let is_sound = matches!(status, Ok(Status::StreamEnd)) && decoder.total_in() as usize == body.len();
    let mut sum = Crc::new();
    sum.update(&expected);
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    let trailer = [sum.sum().to_le_bytes(), sum.amount().to_le_bytes()];
    let packed = [&header, body, trailer.as_flattened()].concat();
    let mut text = vec![7; body.len()];
    let unpacking = Inflater::default().unpack(&packed, &mut text, &mut UpTo(MOST));
    if is_sound {
        assert_eq!((text, unpacking.flaws.len(), unpacking.cut), (expected, 0, None));
    } else {
        assert!(!unpacking.flaws.is_empty() || unpacking.cut.is_some() || unpacking.first_member.is_some());
    }
});
