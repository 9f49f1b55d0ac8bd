//! Any bytes as text on a screen: nothing hidden is left, and the pieces can be read back into the bytes they stand for,
//! so that no two texts look the same. Combining marks beyond a few are counted, not shown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trailsift::text::{Piece, is_hidden, path, plain, visible, visible_bytes};

fuzz_target!(|bytes: &[u8]| {
    let pieces = visible_bytes(bytes);
    assert!(!pieces.iter().flat_map(|piece| piece.text.chars()).any(is_hidden));
    reads_back(&pieces, bytes);
    let shown: String = pieces.iter().map(|piece| piece.text.as_ref()).collect();
    #[cfg(unix)]
    assert_eq!(path(std::path::Path::new(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes))), shown);
    if let Ok(text) = str::from_utf8(bytes) {
        let pieces = visible(text);
        reads_back(&pieces, bytes);
        assert_eq!(pieces.iter().map(|piece| piece.chars).sum::<usize>(), text.chars().count());
        assert_eq!(plain(text), shown);
    }
});

fn reads_back(pieces: &[Piece<'_>], bytes: &[u8]) {
    let mut rest = bytes;
    for piece in pieces {
        let stands_for = if piece.spelled { spelled(piece, rest) } else { piece.text.as_bytes().to_vec() };
        rest = rest.strip_prefix(stands_for.as_slice()).expect("a piece stands for something else");
    }
    assert!(rest.is_empty(), "the end is not shown");
}

/// The bytes that a spelled piece stands for; only for marks that were counted it must look at them.
fn spelled(piece: &Piece<'_>, bytes: &[u8]) -> Vec<u8> {
    let text = piece.text.as_ref();
    let inside = text.strip_prefix('⟨').and_then(|text| text.strip_suffix('⟩'));
    let char = match (text, inside) {
        ("→", _) => '\t',
        ("⏎", _) => '\n',
        ("␡", _) => '\u{7f}',
        (_, Some(inside)) => {
            if let Some(byte) = inside.strip_prefix("\\x") {
                return vec![u8::from_str_radix(byte, 16).unwrap()];
            }
            if let Some(marks) = inside.strip_prefix('+') {
                let valid = bytes.utf8_chunks().next().unwrap().valid();
                return valid.chars().take(marks.parse().unwrap()).collect::<String>().into_bytes();
            }
            char::from_u32(u32::from_str_radix(inside, 16).unwrap()).unwrap()
        }
        _ => char::from_u32(u32::from(text.chars().next().unwrap()) - 0x2400).unwrap(),
    };
    char.to_string().into_bytes()
}
