//! Any bytes as a case. They are refused, or they are a case that is written and read as the same one, without a
//! hidden character in its file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trailsift::case::{merge, written};
use trailsift::text::is_hidden;

fuzz_target!(|bytes: &[u8]| {
    let first = b"{\"trailsift\":\"case\",\"version\":1}\n".as_slice();
    for bytes in [bytes, &[first, bytes].concat()] {
        let Ok(case) = written::read(bytes) else { continue };
        let text = written::write(&case);
        assert!(text.chars().all(|char| char == '\n' || !is_hidden(char)));
        assert_eq!(written::read(text.as_bytes()).as_ref(), Ok(&case));
        assert_eq!(merge::cases(&case, &case), case);
    }
});
