//! Where lines begin: no string extends over the end of a line, so reading can start again there.

/// Returns whether a line begins at `at`, without white space.
pub(in crate::ingest) fn is_first_in_line(text: &[u8], at: usize) -> bool {
    text.get(..at).is_some_and(|before| before.last().is_none_or(|&byte| byte == b'\n'))
}

/// Returns whether there is only white space before `at` in its line.
pub(in crate::ingest) fn is_line_start(text: &[u8], at: usize) -> bool {
    let mut before = text.get(..at).unwrap_or_default();
    while let Some(rest) = [&b" "[..], b"\t", b"\r"].into_iter().find_map(|space| before.strip_suffix(space))
    {
        before = rest;
    }
    before.last().is_none_or(|&byte| byte == b'\n') || before == b"\xef\xbb\xbf"
}
