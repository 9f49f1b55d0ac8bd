//! JSON for the clipboard, which may be pasted into a shell: lines run as they come in, and nothing in them may act.
//!
//! Shells read JSON as words in double quotes. Within these `$` and backticks run commands, `!` recalls old ones, and
//! PowerShell ends a text at `\"` and at typographic quotes. An item that stands alone on the last line of an array is
//! a command by itself. All of these become escapes of JSON, which mean the same to every reader of JSON.

use std::iter::Peekable;
use std::str::Chars;

use super::safe::{self, Safe};
use crate::json::text::push_escape;

/// JSON with the same meaning and lines in which no shell finds anything to do. What stands outside of strings and is no
/// JSON, as in torn records, is escaped as well.
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

/// Whether a character may stand outside of strings. Bytes that are no text are spelled out there.
fn is_json(char: char) -> bool {
    char.is_ascii_alphanumeric()
        || matches!(char, '{' | '}' | '[' | ']' | ',' | ':' | '+' | '-' | '.' | ' ' | '\n')
}

/// Whether shells act on a character between double quotes.
fn acts(char: char) -> bool {
    matches!(char, '$' | '`' | '!' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

/// Whether the string that has just ended is a name, or has more behind it in its line.
fn belongs_to_more(rest: Peekable<Chars<'_>>) -> bool {
    let mut rest = rest.skip_while(|char| matches!(char, ' ' | '\n'));
    matches!(rest.next(), Some(',' | ':' | '}'))
}

/// Whether a string could be the name of a command. Names with colons, such as ARNs, are none.
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

    /// Copies a string, of which the first quote has been taken, with its last quote if it has one.
    fn string(&mut self, chars: &mut Peekable<Chars<'_>>) {
        self.text.push('"');
        while let Some(char) = chars.next() {
            match char {
                '"' => return self.text.push('"'),
                '\\' => match chars.next() {
                    Some('"') => push_escape('"', &mut self.text),
                    // No escape of JSON: the backslash stands for itself.
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

    /// Escapes the first character of the string that begins at `start`: no command is called so.
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
#[path = "paste_tests.rs"]
mod tests;
