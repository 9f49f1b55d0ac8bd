//! Any bytes as text on a screen: nothing hidden remains, and the bytes can be restored from the pieces, so
//! that no two texts look the same.
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
        let stands_for = if piece.spelled { spelled(piece) } else { piece.text.as_bytes().to_vec() };
        rest = rest.strip_prefix(stands_for.as_slice()).expect("a piece stands for something else");
    }
    assert!(rest.is_empty(), "the end is not shown");
}

/// Returns the bytes that an escape represents.
fn spelled(piece: &Piece<'_>) -> Vec<u8> {
    let text = piece.text.as_ref();
    let inside = text.strip_prefix('⟨').and_then(|text| text.strip_suffix('⟩'));
    let code = |code: &str| char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
    match (text, inside) {
        ("→", _) => b"\t".to_vec(),
        ("⏎", _) => b"\n".to_vec(),
        ("␡", _) => b"\x7f".to_vec(),
        (_, Some(inside)) => match inside.strip_prefix("\\x") {
            Some(byte) => vec![u8::from_str_radix(byte, 16).unwrap()],
            // Marks may be several, and each be repeated.
            None => {
                let runs = inside.split(' ').map(|run| {
                    let (mark, times) = run.split_once('×').unwrap_or((run, "1"));
                    code(mark).to_string().repeat(times.parse().unwrap())
                });
                runs.collect::<String>().into_bytes()
            }
        },
        _ => vec![u8::try_from(u32::from(text.chars().next().unwrap()) - 0x2400).unwrap()],
    }
}
