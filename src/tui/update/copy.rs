//! Copies, and the notices about them.

use crate::export::safe::{self, Safe};
use crate::json::print::{compact, pretty};
use crate::json::scan::ValueKind;
use crate::json::text::{inside, unescape_into};
use crate::json::tree::NodeKind;
use crate::query::engine::hidden;
use crate::query::language::pivot;
use crate::record::list_columns::{LIST_COLUMNS, ListColumn};
use crate::store::Event;
use crate::tui::app::{App, Focus, Notice};
use crate::tui::message::Effect;
use crate::tui::number::counted;
use crate::tui::panes::menu::CopyKind;
use crate::tui::platform::clipboard::Road;

impl App {
    /// Copies the current event in some form.
    pub(in crate::tui) fn copy(&mut self, kind: CopyKind) -> Vec<Effect> {
        if self.shows_groups() && kind != CopyKind::CommandLine {
            return self.copy_group();
        }
        let Some(event) = self.current().filter(|_| !self.shows_groups()) else {
            return self.say("there is no event to copy");
        };
        let record = if kind.is_of_record() { self.record(event) } else { Vec::new() };
        if kind == CopyKind::RawToFile {
            return vec![Effect::Write { what: "the record's original bytes", bytes: record }];
        }
        if kind == CopyKind::CommandLine && self.mistake.is_some() {
            return self.say("the filter is invalid; there is no command to copy");
        }
        let Some((what, copy)) = self.text_of(kind, event, &record) else {
            return self.say("there is nothing to copy here");
        };
        let raw = matches!(kind, CopyKind::AsWritten | CopyKind::RawValue);
        self.copy_warning = warning(&copy, raw);
        if kind == CopyKind::CommandLine && self.unfolded {
            self.copy_warning = Some("the command does not print repeated deliveries".to_owned());
        }
        vec![Effect::Copy { what, text: copy.text, to_file: kind == CopyKind::ToFile }]
    }

    /// Copies the value of the group under the cursor, of which the screen may show a part.
    fn copy_group(&mut self) -> Vec<Effect> {
        let value = self.groups.as_ref().and_then(|groups| {
            let group = groups.current()?;
            let column = groups.columns().get(group.within.len()).copied()?;
            Some(self.store.dict(column).get(group.value)).filter(|value| !value.is_empty())
        });
        let Some(value) = value else { return self.say("there is nothing to copy here") };
        vec![Effect::Copy { what: "value", text: safe::text(value), to_file: false }]
    }

    fn text_of(&self, kind: CopyKind, event: Event, record: &[u8]) -> Option<(&'static str, Safe)> {
        let node = || self.detail.tree().node(self.detail.current()?).filter(|_| self.focus == Focus::Detail);
        let text = |text| Safe { text, not_text: 0 };
        Some(match kind {
            CopyKind::Pretty | CopyKind::ToFile | CopyKind::RawToFile => {
                ("JSON", safe::json(&pretty(record)))
            }
            CopyKind::Compact => ("compact JSON", safe::json(&compact(record))),
            CopyKind::AsWritten => ("JSON as written", safe::raw(record)),
            CopyKind::Row => ("row", text(self.row_text(event))),
            CopyKind::CommandLine => ("command line", text(self.command_line())),
            CopyKind::Path => ("path", text(safe::text(&self.detail.tree().path(self.detail.current()?)))),
            CopyKind::Key => ("key", safe::string(self.detail.tree().raw_key(node()?)?)),
            CopyKind::Value | CopyKind::RawValue => {
                let node = node()?;
                let raw = self.detail.tree().raw(node);
                let is_raw = kind == CopyKind::RawValue;
                match node.kind {
                    NodeKind::Value(ValueKind::String) if is_raw => {
                        let mut bytes = Vec::new();
                        unescape_into(inside(raw), &mut bytes);
                        ("raw value", safe::raw(&bytes))
                    }
                    _ if is_raw => ("raw value", safe::raw(raw)),
                    NodeKind::Value(ValueKind::String) => ("value", safe::string(raw)),
                    _ => ("value", safe::json(&pretty(raw))),
                }
            }
        })
    }

    /// The command that prints what the list shows, repeated deliveries left out.
    fn command_line(&self) -> String {
        let paths: Vec<String> = self.paths.iter().map(|path| shell_word(path)).collect();
        let filter = self.filter.text().trim();
        let filter = self.opened_term().map_or_else(|| filter.to_owned(), |group| pivot::and(filter, &group));
        let filter = if filter.is_empty() { String::new() } else { format!(" -f {}", shell_word(&filter)) };
        let reverse = if self.list.is_reversed() { " --reverse" } else { "" };
        safe::text(&format!("trailsift list {}{filter}{reverse}", paths.join(" ")))
    }

    fn row_text(&self, event: Event) -> String {
        let cell = |column: &ListColumn| match column.column() {
            None => self.store.time(event).to_string(),
            Some(column) => safe::text(self.store.value(event, column)),
        };
        LIST_COLUMNS.iter().map(cell).collect::<Vec<_>>().join("\t")
    }
}

/// Quotes a word for a POSIX shell.
fn shell_word(text: &str) -> String {
    let plain = !text.is_empty()
        && text.chars().all(|char| char.is_ascii_alphanumeric() || "-_./:@%+,=".contains(char));
    if plain { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// Warns of what could surprise when the copy is pasted.
fn warning(copy: &Safe, raw: bool) -> Option<String> {
    let hidden = if raw { hidden::in_text(&copy.text) } else { 0 };
    match (copy.not_text, hidden) {
        (0, 0) => None,
        (0, hidden) => {
            let hidden = counted(hidden, "hidden character");
            Some(format!("the copy contains {hidden}: take care where you paste it"))
        }
        (bytes, _) => Some(format!("{}; Y o writes the original bytes", safe::not_text_words(bytes))),
    }
}

/// Makes the notice about a copy or its failure.
pub(in crate::tui) fn notice(
    what: &str,
    result: Result<(usize, Road), String>,
    warning: Option<String>,
) -> Notice {
    match result {
        Err(reason) => Notice { text: format!("not copied: {reason}"), is_warning: true },
        Ok((bytes, road)) => {
            let bytes = counted(bytes, "byte");
            let text = match road {
                Road::Clipboard => format!("{what} copied to the clipboard: {bytes}"),
                Road::Terminal => {
                    format!("{what} sent to the terminal with OSC 52: {bytes}; Y f writes a file")
                }
                Road::File(path) => format!("{what} written to {}: {bytes}", path.display()),
            };
            match warning {
                Some(warning) => Notice { text: format!("{warning} · {text}"), is_warning: true },
                None => Notice { text, is_warning: false },
            }
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
    fn a_copy_warns_of_what_is_in_it() {
        let copy = |text: &str, not_text| Safe { text: text.to_owned(), not_text };
        assert_eq!(warning(&copy("a\nb", 0), true), None);
        assert_eq!(warning(&copy("a\u{202e}", 0), false), None);
        assert!(
            warning(&copy("a\u{202e}", 0), true)
                .unwrap()
                .starts_with("the copy contains 1 hidden character:")
        );
        assert!(warning(&copy("a", 2), false).unwrap().starts_with("2 bytes are not valid UTF-8"));
    }
}
