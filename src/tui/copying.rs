//! What is copied, and what is said about it.

use super::app::{App, Focus, Notice};
use super::clipboard::Road;
use super::message::Effect;
use super::panes::menu::CopyKind;
use super::view::number;
use crate::json::print::{compact, pretty};
use crate::json::scan::ValueKind;
use crate::json::text::{decode, push_escape};
use crate::json::tree::NodeKind;
use crate::record::field::Column;
use crate::store::Event;
use crate::text::is_hidden;

impl App {
    /// Copies something of the current event.
    pub(super) fn copy(&mut self, kind: CopyKind) -> Vec<Effect> {
        let Some(event) = self.current().filter(|_| !self.shows_groups()) else {
            return self.say("there is no event to copy");
        };
        let Some((what, text)) = self.text_of(kind, event) else {
            return self.say("there is nothing to copy here");
        };
        vec![Effect::Copy { what, text, to_file: kind == CopyKind::ToFile }]
    }

    fn text_of(&self, kind: CopyKind, event: Event) -> Option<(&'static str, String)> {
        let record = || self.store.record(event);
        let node = || self.detail.tree().node(self.detail.current()?).filter(|_| self.focus == Focus::Detail);
        Some(match kind {
            CopyKind::Pretty | CopyKind::ToFile => ("JSON", safe_json(&pretty(&record()))),
            CopyKind::Compact => ("compact JSON", safe_json(&compact(&record()))),
            CopyKind::AsWritten => ("JSON as written", String::from_utf8_lossy(&record()).into_owned()),
            CopyKind::Row => ("row", self.row_text(event)),
            CopyKind::CommandLine => ("command line", self.command_line()),
            CopyKind::Path => ("path", safe_text(&self.detail.tree().path(self.detail.current()?))),
            CopyKind::Key => ("key", safe_text(&decode(self.detail.tree().raw_key(node()?)?))),
            CopyKind::Value => {
                let node = node()?;
                let raw = self.detail.tree().raw(node);
                match node.kind {
                    NodeKind::Value(ValueKind::String) => ("value", safe_text(&decode(raw))),
                    _ => ("value", safe_json(&pretty(raw))),
                }
            }
        })
    }

    /// The command that prints what the list shows.
    fn command_line(&self) -> String {
        let paths: Vec<String> = self.paths.iter().map(|path| shell_word(path)).collect();
        let filter = self.filter.text().trim();
        let filter = if filter.is_empty() { String::new() } else { format!(" -f {}", shell_word(filter)) };
        let reverse = if self.list.is_reversed() { " --reverse" } else { "" };
        safe_text(&format!("trailsift list {}{filter}{reverse}", paths.join(" ")))
    }

    fn row_text(&self, event: Event) -> String {
        let columns = [
            Column::EventName,
            Column::Service,
            Column::Who,
            Column::SourceIpAddress,
            Column::AwsRegion,
            Column::ErrorCode,
            Column::Resource,
        ];
        let values = columns.map(|column| safe_text(self.store.value(event, column)));
        std::iter::once(self.store.time(event).to_string()).chain(values).collect::<Vec<_>>().join("\t")
    }
}

/// A word as a POSIX shell must read it to take it as it is.
fn shell_word(text: &str) -> String {
    let plain = !text.is_empty()
        && text.chars().all(|char| char.is_ascii_alphanumeric() || "-_./:@%+,=".contains(char));
    if plain { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// JSON in which characters that could drive a terminal or deceive a reader are escapes, which mean the same. A paste
/// into a shell must not run anything.
fn safe_json(json: &[u8]) -> String {
    escape_hidden(&String::from_utf8_lossy(json), |char| char == '\n')
}

/// Text in which such characters are written as in JSON.
fn safe_text(text: &str) -> String {
    escape_hidden(text, |_| false)
}

fn escape_hidden(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if is_hidden(char) && !keep(char) {
            push_escape(char, &mut out);
        } else {
            out.push(char);
        }
    }
    out
}

/// The sentence about a copy that was made, or was not.
pub(super) fn notice(what: &str, result: Result<(usize, Road), String>) -> Notice {
    let warning = |text| Notice { text, is_warning: true };
    match result {
        Err(reason) => warning(format!("not copied: {reason}")),
        Ok((bytes, road)) => {
            let bytes = number(bytes);
            let text = match road {
                Road::Clipboard => format!("{what} copied, {bytes} bytes, to the clipboard"),
                Road::Terminal => {
                    format!("{what} sent to the terminal with OSC 52: {bytes} bytes; Y f writes a file")
                }
                Road::File(path) => format!("{what} written, {bytes} bytes, to {}", path.display()),
            };
            Notice { text, is_warning: false }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_for_the_shell() {
        assert_eq!(shell_word("AWSLogs/x"), "AWSLogs/x");
        assert_eq!(shell_word("is:failed 'x $(y)"), r"'is:failed '\''x $(y)'");
    }

    #[test]
    fn copies_cannot_drive_a_terminal() {
        assert_eq!(safe_text("a\u{1b}]52\u{202e}\n"), r"a\u001b]52\u202e\u000a");
        assert_eq!(safe_json("{\n  \"a\": \"\u{9b}\"\n}".as_bytes()), "{\n  \"a\": \"\\u009b\"\n}");
    }
}
