//! JSON for the clipboard, which may be pasted into a shell. Shells run each line as it arrives, so no line may
//! do anything.
//!
//! Shells read JSON as words in double quotes. Inside these, `$` and backticks run commands, `!` recalls old
//! ones, and PowerShell ends a text at `\"` and at typographic quotes. An item that is alone on the last line
//! of an array is a command. All of these become JSON escapes, which mean the same to every JSON reader.

use std::iter::Peekable;
use std::str::Chars;

use crate::export::terminal::safe;
use crate::export::terminal::safe::Safe;
use crate::json::text::push_escape;

/// Rewrites JSON so that it means the same and no line makes a shell do anything. Text outside of strings that
/// is not valid JSON, as in torn records, is escaped too.
pub fn json(json: &[u8]) -> Safe {
    let safe = safe::json(json);
    let mut out = Inert { text: String::with_capacity(safe.text.len()), escaped: 0 };
    let mut chars = safe.text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' => {
                let start = out.text.len();
                out.string(&mut chars);
                let names_command = out.text.get(start + 1..).is_some_and(may_be_command);
                if names_command && !belongs_to_more(chars.clone()) {
                    out.escape_first(start);
                }
            }
            char if is_json(char) => out.text.push(char),
            char => out.escape(char),
        }
    }
    Safe { text: out.text, escaped: out.escaped, ..safe }
}

/// Returns whether a character may be outside of strings. Bytes that are not UTF-8 are escaped there.
fn is_json(char: char) -> bool {
    char.is_ascii_alphanumeric()
        || matches!(char, '{' | '}' | '[' | ']' | ',' | ':' | '+' | '-' | '.' | ' ' | '\n')
}

/// Returns whether shells act on a character between double quotes.
fn acts(char: char) -> bool {
    matches!(char, '$' | '`' | '!' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

/// Returns whether the string that has just ended is a member name, or is followed by more in its line.
fn belongs_to_more(rest: Peekable<Chars<'_>>) -> bool {
    let mut rest = rest.skip_while(|char| matches!(char, ' ' | '\n'));
    matches!(rest.next(), Some(',' | ':' | '}'))
}

/// Returns whether a string could be the name of a command. Names with colons, such as ARNs, cannot.
fn may_be_command(string: &str) -> bool {
    let is_usual = |char: char| char.is_ascii_alphanumeric() || "._/~+-[".contains(char);
    string.strip_suffix('"').unwrap_or(string).chars().all(is_usual)
}

struct Inert {
    text: String,
    escaped: usize,
}

impl Inert {
    fn escape(&mut self, char: char) {
        push_escape(char, &mut self.text);
        self.escaped += 1;
    }

    /// Copies a string after its first quote, up to and including its last quote if it has one.
    fn string(&mut self, chars: &mut Peekable<Chars<'_>>) {
        self.text.push('"');
        while let Some(char) = chars.next() {
            match char {
                '"' => return self.text.push('"'),
                '\\' => match chars.next() {
                    Some('"') => push_escape('"', &mut self.text),
                    // Not a JSON escape: the backslash is literal.
                    Some(next) if acts(next) => {
                        push_escape(char, &mut self.text);
                        self.escape(next);
                    }
                    Some(next) => self.text.extend([char, next]),
                    None => push_escape(char, &mut self.text),
                },
                char if acts(char) => self.escape(char),
                char => self.text.push(char),
            }
        }
    }

    /// Escapes the first character of the string that begins at `start`, because no command has such a name.
    fn escape_first(&mut self, start: usize) {
        let string = self.text.split_off(start);
        let mut chars = string.chars().skip(1);
        self.text.push('"');
        match chars.next() {
            Some(first) if first != '"' && first != '\\' => self.escape(first),
            other => self.text.extend(other),
        }
        self.text.extend(chars);
    }
}

#[cfg(test)]
mod tests;
