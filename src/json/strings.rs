//! Where the strings of a JSON text are, even of a damaged one.

use std::ops::Range;

/// A string of a JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StringAt {
    /// Its place, with its quotes.
    pub place: Range<usize>,
    /// The place of the name of the last member before it, without quotes; its own if it is a name.
    pub member: Range<usize>,
    /// Whether it is the name of a member.
    pub is_name: bool,
}

/// Returns the strings of a JSON text, values and names of members.
pub fn strings(text: &[u8]) -> impl Iterator<Item = StringAt> + '_ {
    let (mut at, mut member) = (0, 0..0);
    std::iter::from_fn(move || {
        let start = at + memchr::memchr(b'"', text.get(at..)?)?;
        let end = end_of(text, start + 1);
        at = end;
        let follows = text.get(end..).unwrap_or_default().trim_ascii_start().first();
        let is_name = follows == Some(&b':');
        if is_name {
            member = start + 1..end.saturating_sub(1).max(start + 1);
        }
        Some(StringAt { place: start..end, member: member.clone(), is_name })
    })
}

/// Returns the end of a string whose content begins at `at`, behind its last quote. Without one, it reaches to the end.
fn end_of(text: &[u8], mut at: usize) -> usize {
    while let Some(step) = text.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += step;
        if text.get(at) == Some(&b'"') {
            return at + 1;
        }
        at += 2;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found_with_their_members_also_in_a_torn_text() {
        let text = br#"{"a":"x\"y","b" : [1,"z",{"c":2}],"d":"torn"#;
        let bytes = |place: Range<usize>| std::str::from_utf8(&text[place]).unwrap();
        let found: Vec<_> = strings(text).map(|at| (bytes(at.place), bytes(at.member), at.is_name)).collect();
        let expected = [
            ("\"a\"", "a", true),
            ("\"x\\\"y\"", "a", false),
            ("\"b\"", "b", true),
            ("\"z\"", "b", false),
            ("\"c\"", "c", true),
            ("\"d\"", "d", true),
            ("\"torn", "d", false),
        ];
        assert_eq!(found, expected);
        assert_eq!(strings(b"\"").count() + strings(b"").count() + strings(b"\"\\").count(), 2);
    }
}
