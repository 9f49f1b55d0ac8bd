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

/// Returns where the text of the line at `start` begins: after a byte order mark and blanks.
pub(in crate::ingest) fn text_start(text: &[u8], start: usize) -> usize {
    let line = text.get(start..).unwrap_or_default();
    let marked = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let blanks = marked.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    start + line.len() - marked.len() + blanks
}

/// The line that was looked at last: no line ends between these two places.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::ingest) struct KnownLine {
    layer: u32,
    start: usize,
    seen: usize,
    /// Where text that is not JSON begins behind a value.
    pub(in crate::ingest) text_from: usize,
}

impl KnownLine {
    /// Returns where the line begins in which `at` is, in the text of that number. Costs in proportion to the way from the place that
    /// was asked for last.
    pub(in crate::ingest) fn start_of(&mut self, layer: u32, text: &[u8], at: usize) -> usize {
        let is_near = self.layer == layer && self.start <= at;
        let (floor, start) = match is_near {
            true if at <= self.seen => return self.start,
            true => (self.seen, self.start),
            false => (0, 0),
        };
        let before = text.get(floor..at).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before).map_or(start, |end| floor + end + 1);
        let text_from = if is_near { self.text_from } else { 0 };
        *self = Self { layer, start, seen: at, text_from };
        start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_place_is_found_wherever_the_last_one_was() {
        let text = b"one\ntwo {} {}\n\nthree";
        let mut line = KnownLine::default();
        for (layer, at, start) in [
            (0, 2, 0),
            (0, 8, 4),
            (0, 12, 4),
            (0, 7, 4),
            (0, 1, 0),
            (0, 16, 15),
            (1, 16, 15),
            (1, 9, 4),
            (0, 15, 15),
        ] {
            assert_eq!(line.start_of(layer, text, at), start, "{at}");
        }
    }
}
