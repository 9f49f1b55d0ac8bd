//! JSON inside strings: policy documents and messages, plain or URL-encoded.

use super::scan::Scanner;
use super::text;

/// Returns the JSON container inside a string, plain or URL-encoded.
pub fn json_in_string(string: &[u8]) -> Option<Vec<u8>> {
    let mut inside = text::inside(string).trim_ascii_start();
    while let Some(rest) =
        [&b"\\n"[..], b"\\r", b"\\t"].into_iter().find_map(|space| inside.strip_prefix(space))
    {
        inside = rest.trim_ascii_start();
    }
    let plain = matches!(inside.first(), Some(b'{' | b'[')) && inside.len() > 2;
    if plain {
        let mut out = Vec::with_capacity(inside.len());
        text::unescape_into(inside, &mut out);
        return Some(out).filter(|out| is_container(out));
    }
    let encoded = inside.starts_with(b"%7B")
        || inside.starts_with(b"%5B")
        || inside.starts_with(b"%7b")
        || inside.starts_with(b"%5b");
    let decoded = encoded.then(|| text::percent_decode(&text::decode(string))).flatten()?;
    Some(decoded.into_bytes()).filter(|out| is_container(out))
}

fn is_container(json: &[u8]) -> bool {
    let mut scanner = Scanner::new(json, 0);
    scanner.value().is_ok() && scanner.skip_space().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_containers_count() {
        let inner =
            |string: &str| json_in_string(string.as_bytes()).map(|json| String::from_utf8(json).unwrap());
        assert_eq!(inner(r#""{\"a\":1}""#).as_deref(), Some("{\"a\":1}"));
        assert_eq!(inner(r#"" [1] ""#).as_deref(), Some("[1] "));
        assert_eq!(inner(r#""%7B%22a%22%3A1%7D""#).as_deref(), Some("{\"a\":1}"));
        for text in [r#""{}""#, r#""{a}""#, r#""text""#, r#""%7Bno""#, r#""1""#] {
            assert_eq!(inner(text), None, "{text}");
        }
    }
}
