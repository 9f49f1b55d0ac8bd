//! A term that begins with a slash: a regular expression between two of them, or a path such as `/dev/sda1`.

use crate::query::language::term::identifier::Identifier;

pub(super) const NOT_CLOSED: &str = "this / is not closed; put a text that begins with / in quotes";
pub(super) const FLAGS: &str =
    "only i may follow the second / of a regular expression; put a text that begins with / in quotes";

/// What a text that begins with a slash is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slashes {
    /// A regular expression, and the length of all of it.
    Regex { source: String, ignore_case: bool, length: usize },
    /// The second slash is missing; this follows the first.
    Open(String),
    /// A path: more follows the second slash. Also an ID in base64, which may begin with a slash.
    Path,
    /// Flags of other programs after the second slash; the length of all of it.
    Flags(usize),
}

impl Slashes {
    /// Reads the beginning of a text.
    pub(super) fn read(text: &str) -> Self {
        let word = text.split_whitespace().next().unwrap_or_default();
        let word = word.trim_end_matches(['|', ')']);
        if !word.ends_with('/') && Identifier::of(word) == Some(Identifier::Base64) {
            return Self::Path;
        }
        let body = text.get(1..).unwrap_or_default();
        let mut escaped = false;
        let end = body.char_indices().find(|&(_, char)| {
            let closes = char == '/' && !escaped;
            escaped = char == '\\' && !escaped;
            closes
        });
        let source = |end: usize| body.get(..end).unwrap_or_default().replace("\\/", "/");
        let Some((end, _)) = end else { return Self::Open(source(body.len())) };
        let rest = body.get(end + 1..).unwrap_or_default();
        let flags = rest.find(|char: char| char.is_whitespace() || "|)".contains(char)).unwrap_or(rest.len());
        let length = end + 2 + flags;
        match rest.get(..flags).unwrap_or_default() {
            flags @ ("" | "i") => Self::Regex { source: source(end), ignore_case: flags == "i", length },
            flags if is_path(body.get(..end).unwrap_or_default()) && !are_flags(flags) => Self::Path,
            _ => Self::Flags(length),
        }
    }
}

/// Returns whether a text before a slash can be a part of a path.
fn is_path(part: &str) -> bool {
    !part.contains(|char: char| char.is_whitespace() || "()|[]{}^$\\+?\"'".contains(char))
}

fn are_flags(text: &str) -> bool {
    text.len() <= 3 && text.chars().all(|char| "gimsuxI".contains(char))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regular_expression_ends_at_its_second_slash_and_a_path_does_not() {
        let regex = |source: &str, ignore_case, length| Slashes::Regex {
            source: source.to_owned(),
            ignore_case,
            length,
        };
        for (text, expected) in [
            ("/Delete(User|Role)/ x", regex("Delete(User|Role)", false, 19)),
            ("/a b/i)", regex("a b", true, 6)),
            ("/a\\/b/|c", regex("a/b", false, 6)),
            ("/Get", Slashes::Open("Get".to_owned())),
            ("/dev/xvda", Slashes::Path),
            ("/prod/db/password", Slashes::Path),
            ("/aws/lambda/", Slashes::Path),
            ("/x2b/Qm3v+9a7Zr0cD4=)", Slashes::Path),
            ("/x2bQm3v+9a7Zr0cD4== x", Slashes::Path),
            (
                "/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEf/",
                regex("AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEf", false, 44),
            ),
            ("/Delete(a|b)==/ x", regex("Delete(a|b)==", false, 15)),
            ("/a/gi x", Slashes::Flags(5)),
            ("/Delete(User|Role)/x", Slashes::Flags(20)),
            ("/a b/c", Slashes::Flags(6)),
        ] {
            assert_eq!(Slashes::read(text), expected, "{text}");
        }
    }
}
