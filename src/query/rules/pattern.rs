//! A value of a rule: text in which `*` and `?` match any characters, unless a backslash is before them.

/// A piece of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum PatternPiece {
    /// These characters.
    Text(String),
    /// Any characters: `*`.
    Any,
    /// One character: `?`.
    One,
}

/// Where a value may be in the text of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValuePlace {
    /// It is all of it.
    Whole,
    /// Anywhere in it.
    Within,
    /// At its beginning.
    Start,
    /// At its end.
    End,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ValuePattern(Vec<PatternPiece>);

impl ValuePattern {
    /// Reads a value.
    pub(super) fn read(value: &str) -> Self {
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut chars = value.chars().peekable();
        while let Some(char) = chars.next() {
            let wildcard = match char {
                '\\' => {
                    // A backslash before anything else is one.
                    let escaped = chars.next_if(|next| matches!(next, '*' | '?' | '\\'));
                    text.push(escaped.unwrap_or('\\'));
                    continue;
                }
                '*' => PatternPiece::Any,
                '?' => PatternPiece::One,
                char => {
                    text.push(char);
                    continue;
                }
            };
            if !text.is_empty() {
                pieces.push(PatternPiece::Text(std::mem::take(&mut text)));
            }
            pieces.push(wildcard);
        }
        if !text.is_empty() {
            pieces.push(PatternPiece::Text(text));
        }
        Self(pieces)
    }

    /// Returns the text, if there are no wildcards.
    pub(super) fn literal(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [PatternPiece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Returns the value with what may be around it.
    pub(super) fn placed(&self, place: ValuePlace) -> Self {
        let mut pieces = self.0.clone();
        if matches!(place, ValuePlace::Within | ValuePlace::End) {
            pieces.insert(0, PatternPiece::Any);
        }
        if matches!(place, ValuePlace::Within | ValuePlace::Start) {
            pieces.push(PatternPiece::Any);
        }
        pieces.dedup_by(|one, other| *one == PatternPiece::Any && *other == PatternPiece::Any);
        Self(pieces)
    }

    /// Returns whether every text matches.
    pub(super) fn is_any(&self) -> bool {
        matches!(self.0.as_slice(), [PatternPiece::Any])
    }

    /// Returns it as an unquoted glob of a filter, if it has only characters that need no quotes.
    pub(super) fn glob(&self) -> Option<String> {
        let mut glob = String::new();
        for piece in &self.0 {
            match piece {
                PatternPiece::Text(text) if text.chars().all(is_plain) => glob.push_str(text),
                PatternPiece::Text(_) => return None,
                PatternPiece::Any => glob.push('*'),
                PatternPiece::One => glob.push('?'),
            }
        }
        // A value that begins like this would be read otherwise.
        (!glob.starts_with(['@', '=', '\'', '"', '~'])).then_some(glob)
    }

    /// Returns it as a regular expression for a part of a text; `whole` for all of it.
    pub(super) fn regex(&self, whole: bool, ignore_case: bool) -> String {
        let flags = if ignore_case { "(?is)" } else { "(?s)" };
        let source: String = self
            .0
            .iter()
            .map(|piece| match piece {
                PatternPiece::Text(text) => regex::escape(text),
                PatternPiece::Any => ".*".to_owned(),
                PatternPiece::One => ".".to_owned(),
            })
            .collect();
        if whole { format!("{flags}^{source}$") } else { format!("{flags}{source}") }
    }
}

fn is_plain(char: char) -> bool {
    char.is_ascii_alphanumeric() || "-_./:@".contains(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_are_those_without_a_backslash() {
        for (value, glob, regex) in [
            ("Delete*", Some("Delete*"), "(?is)^Delete.*$"),
            (r"a\*b", None, r"(?is)^a\*b$"),
            (r"a\\*", None, r"(?is)^a\\.*$"),
            (r"a\b?", None, r"(?is)^a\\b.$"),
            ("a b*", None, "(?is)^a b.*$"),
            ("**", Some("**"), "(?is)^.*.*$"),
        ] {
            let read = ValuePattern::read(value);
            assert_eq!((read.glob().as_deref(), read.regex(true, true).as_str()), (glob, regex), "{value}");
        }
        assert_eq!(ValuePattern::read(r"\*").literal(), Some("*"));
        assert_eq!(ValuePattern::read("").literal(), Some(""));
        assert!(ValuePattern::read("*").placed(ValuePlace::Within).is_any());
        assert_eq!(ValuePattern::read("a").placed(ValuePlace::Start), ValuePattern::read("a*"));
    }
}
