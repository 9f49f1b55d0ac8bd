//! Copies, and the notices about them.

use crate::export::engines::engine::Engine;
use crate::export::engines::options::QueryOptions;
use crate::export::engines::written::EngineRequest;
use crate::export::paste;
use crate::export::terminal::safe;
use crate::export::terminal::safe::Safe;
use crate::json::print::{compact, pretty};
use crate::json::scan::ValueKind;
use crate::json::text::{inside, unescape_into};
use crate::json::tree::NodeKind;
use crate::plural::agree;
use crate::query::engine::hidden;
use crate::query::language::pivot;
use crate::record::field::FieldSource;
use crate::record::field::list_columns::{LIST_COLUMNS, ListColumn};
use crate::store::Event;
use crate::tui::app::{App, Focus, Notice};
use crate::tui::input::action::CopyAction;
use crate::tui::message::{Effect, RecordUse};
use crate::tui::number::counted;
use crate::tui::panes::focus::Copying;
use crate::tui::panes::menus::choice::{CopyKind, NodePart, RecordForm};
use crate::tui::panes::menus::menu::Menu;
use crate::tui::platform::clipboard::{Copied, Road};

/// Shown if there is nothing to copy from.
const NO_EVENT: &str = "there is no event to copy";

/// Makes a copy that needs no warning.
fn sound(text: String) -> Safe {
    Safe { text, ..Safe::default() }
}

impl App {
    pub(in crate::tui::update) fn act_on_copy(&mut self, action: CopyAction) -> Vec<Effect> {
        match action {
            CopyAction::Json => {
                let all = self.copy_range();
                all.unwrap_or_else(|| self.copy(CopyKind::Record(RecordForm::Pretty)))
            }
            CopyAction::Redact => self.toggle_redaction(),
            CopyAction::Menu if self.shows_groups() || self.current().is_none() => self.say(NO_EVENT),
            CopyAction::Menu => self.open_menu(Menu::copy(self.focus == Focus::Detail)),
        }
    }

    /// Copies the current event in some form.
    pub(in crate::tui::update) fn copy(&mut self, kind: CopyKind) -> Vec<Effect> {
        if self.shows_groups() && kind != CopyKind::CommandLine {
            return self.copy_group();
        }
        let Some(event) = self.current().filter(|_| !self.shows_groups()) else {
            return self.say(NO_EVENT);
        };
        match kind {
            CopyKind::Record(form) => self.with_record(event, RecordUse::Copy(form)),
            CopyKind::Node(part) => match self.text_of_node(part) {
                Some((what, copy)) => vec![send_copy(what, copy, part == NodePart::RawValue)],
                None => self.say("there is nothing to copy here"),
            },
            CopyKind::Row => vec![send_copy("row", sound(self.row_text(event)), false)],
            CopyKind::CommandLine if self.filter.mistake().is_some() => {
                self.say("the filter is invalid; there is no command to copy")
            }
            CopyKind::CommandLine => {
                let warning = match () {
                    () if self.unfolded => Some("the command does not print repeated deliveries".to_owned()),
                    () if self.twins_merged() => {
                        Some("the command prints every text of an eventID".to_owned())
                    }
                    () => None,
                };
                let copying = Copying { what: "command line", warning, ..Copying::default() };
                vec![Effect::Copy { copying, text: self.command_line(), to_file: false }]
            }
        }
    }

    /// Asks for the engine that the filter is written for.
    pub(in crate::tui::update) fn ask_engine(&mut self) -> Vec<Effect> {
        if self.filter.mistake().is_some() {
            return self.say("an invalid filter cannot be copied as a query");
        }
        if self.filter.is_blank() {
            return self.say("a query needs a filter; / types one");
        }
        if self.redacts {
            return self.say("a query needs the values as they are; Y x switches pseudonyms off");
        }
        self.open_menu(Menu::engines())
    }

    /// Copies the filter as a query for an engine.
    pub(in crate::tui::update) fn copy_query(&mut self, engine: Engine) -> Vec<Effect> {
        let filter = self.filter.text().trim().to_owned();
        let expr = self.filter.meaning().expr.clone();
        let request = EngineRequest {
            engine,
            filter,
            expr,
            options: QueryOptions::default(),
            store: Some(self.store.clone()),
        };
        let copying = Copying { what: "query", extension: "txt", ..Copying::default() };
        vec![Effect::CopyQuery(copying, Box::new(request))]
    }

    /// Copies a record whose text is available.
    pub(in crate::tui::update) fn copy_record(form: RecordForm, record: &[u8]) -> Vec<Effect> {
        let (what, copy) = match form {
            RecordForm::Pretty => ("JSON", paste::json(&pretty(record))),
            RecordForm::ToFile => ("JSON", safe::json(&pretty(record))),
            RecordForm::Compact => ("compact JSON", paste::json(&compact(record))),
            RecordForm::AsWritten => ("JSON as written", safe::raw(record)),
            RecordForm::RawToFile => {
                let copying = Copying { what: "the record's original bytes", ..Copying::default() };
                return vec![Effect::Write { copying, bytes: record.to_vec() }];
            }
        };
        let warning = warning(&copy, form == RecordForm::AsWritten);
        let copying = Copying { what, warning, offers_file: true, ..Copying::default() };
        vec![Effect::Copy { copying, text: copy.text, to_file: form == RecordForm::ToFile }]
    }

    /// Copies the row of a table that an event is.
    pub(in crate::tui::update) fn copy_row(form: RecordForm, row: &[u8]) -> Vec<Effect> {
        let copy = match form {
            RecordForm::Pretty | RecordForm::Compact | RecordForm::ToFile => {
                sound(safe::text(&String::from_utf8_lossy(row)))
            }
            RecordForm::AsWritten => safe::raw(row),
            RecordForm::RawToFile => {
                let copying = Copying { what: "the row's original bytes", ..Copying::default() };
                return vec![Effect::Write { copying, bytes: row.to_vec() }];
            }
        };
        let warning = warning(&copy, form == RecordForm::AsWritten);
        let copying = Copying { what: "row of the table", warning, offers_file: true, ..Copying::default() };
        vec![Effect::Copy { copying, text: copy.text, to_file: form == RecordForm::ToFile }]
    }

    /// Copies the value of the group under the cursor, of which the screen may show only a part.
    fn copy_group(&mut self) -> Vec<Effect> {
        let value = self.groups.as_ref().and_then(|groups| {
            let group = groups.current()?;
            let column = groups.columns().get(group.within.len()).copied()?;
            Some(self.store.dict(column).get(group.value)).filter(|value| !value.is_empty())
        });
        match value.map(safe::text) {
            Some(value) => vec![send_copy("value", sound(value), false)],
            None => self.say("there is nothing to copy here"),
        }
    }

    fn text_of_node(&self, part: NodePart) -> Option<(&'static str, Safe)> {
        let tree = self.detail.tree();
        let at = self.detail.current()?;
        let node = tree.node(at).filter(|_| self.focus == Focus::Detail);
        Some(match part {
            NodePart::Path => ("path", sound(safe::text(&tree.path(at)))),
            NodePart::Key => ("key", safe::string(tree.raw_key(node?)?)),
            NodePart::Value => {
                let raw = tree.raw(node?);
                match node?.kind {
                    NodeKind::Value(ValueKind::String) => ("value", safe::string(raw)),
                    NodeKind::Value(_) | NodeKind::Broken => ("value", paste::json(&pretty(raw))),
                }
            }
            NodePart::RawValue => {
                let raw = tree.raw(node?);
                match node?.kind {
                    NodeKind::Value(ValueKind::String) => {
                        let mut bytes = Vec::new();
                        unescape_into(inside(raw), &mut bytes);
                        ("raw value", safe::raw(&bytes))
                    }
                    NodeKind::Value(_) | NodeKind::Broken => ("raw value", safe::raw(raw)),
                }
            }
        })
    }

    /// Returns the command that prints what the list shows, without repeated deliveries.
    fn command_line(&self) -> String {
        let paths: Vec<String> = self.paths.iter().map(|path| shell_word(path)).collect();
        let filter = self.filter.text().trim();
        let filter = self.opened_term().map_or_else(|| filter.to_owned(), |group| pivot::and(filter, &group));
        let filter = if filter.is_empty() { String::new() } else { format!(" -f {}", shell_word(&filter)) };
        let columns = self.columns_argument();
        let sort = self.sort_argument();
        safe::text(&format!("trailsift list {}{filter}{columns}{sort}", paths.join(" ")))
    }

    /// Returns the shown columns in the order of text output, which is that of exports while the columns are
    /// the default ones.
    pub(in crate::tui::update) fn texts_in_order(&self) -> Vec<ListColumn> {
        let columns = self.list.columns();
        if columns == ListColumn::defaults() { LIST_COLUMNS.to_vec() } else { columns.to_vec() }
    }

    /// Returns `--columns` for that command, unless these are its default columns.
    fn columns_argument(&self) -> String {
        let columns = self.list.columns();
        if columns == ListColumn::defaults() {
            return String::new();
        }
        let names: Vec<&str> = columns.iter().filter_map(ListColumn::field).map(|field| field.name).collect();
        format!(" --columns {}", shell_word(&names.join(",")))
    }

    /// Returns what sorts the output of that command like the list.
    fn sort_argument(&self) -> String {
        let chosen = self.list.chosen();
        let sort = chosen.sort.filter(|_| chosen.sorting().is_some());
        match sort.and_then(|sort| Some((sort.column.field()?.name, sort.descending))) {
            Some((name, descending)) => {
                let turned = if descending { ":desc" } else { "" };
                format!(" --sort {}", shell_word(&format!("{name}{turned}")))
            }
            None if chosen.is_reversed() => " --reverse".to_owned(),
            None => String::new(),
        }
    }

    fn row_text(&self, event: Event) -> String {
        let cell = |column: &ListColumn| match column.source {
            FieldSource::Time => self.store.time(event).to_string(),
            FieldSource::EventId => self.store.event_id(event),
            FieldSource::Column(column) => safe::text(self.store.value(event, column)),
        };
        self.texts_in_order().iter().map(cell).collect::<Vec<_>>().join("\t")
    }
}

fn send_copy(what: &'static str, copy: Safe, raw: bool) -> Effect {
    let copying = Copying { what, warning: warning(&copy, raw), ..Copying::default() };
    Effect::Copy { copying, text: copy.text, to_file: false }
}

/// Quotes a word for a POSIX shell.
fn shell_word(text: &str) -> String {
    let plain = !text.is_empty()
        && text.chars().all(|char| char.is_ascii_alphanumeric() || "-_./:@%+,=".contains(char));
    if plain { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// Warns of what could surprise a person who pastes the copy.
fn warning(copy: &Safe, raw: bool) -> Option<String> {
    let hidden = if raw { hidden::in_text(&copy.text) } else { 0 };
    match (copy.not_text, hidden) {
        (0, 0) if copy.escaped > 0 => {
            let (count, are) = (counted(copy.escaped, "character"), agree(copy.escaped, "is", "are"));
            Some(format!("{count} that shells act on {are} escaped; Y w copies the JSON as written"))
        }
        (0, 0) => None,
        (0, hidden) => {
            let hidden = counted(hidden, "hidden character");
            Some(format!("the copy contains {hidden}: take care where you paste it"))
        }
        (bytes, _) => Some(format!("{}; Y o writes the original bytes", safe::not_text_words(bytes))),
    }
}

impl App {
    /// Reports that a copy was made, or was not. Offers only what can be done from here.
    pub(in crate::tui::update) fn tell_copied(
        &mut self,
        copying: Copying,
        result: Result<Copied, String>,
    ) -> Vec<Effect> {
        let (bytes, road) = match result {
            Ok(Copied::Done(bytes, road)) => (bytes, road),
            Ok(Copied::ForTerminal(text)) => return vec![Effect::SendToTerminal { copying, text }],
            Err(reason) => {
                self.notice = Some(Notice { text: format!("not copied: {reason}"), is_warning: true });
                return Vec::new();
            }
        };
        let Copying { what, warning, offers_file, is_redacted, .. } = copying;
        let redacted = if is_redacted { ", redacted" } else { "" };
        let bytes = counted(bytes, "byte");
        let text = match road {
            Road::Clipboard => format!("{what} copied to the clipboard{redacted}: {bytes}"),
            Road::Terminal => {
                let offer = if offers_file { "; Y f writes a file" } else { "" };
                format!("{what} sent to the terminal with OSC 52{redacted}: {bytes}{offer}")
            }
            Road::File(path) => format!("{what} written to {}{redacted}: {bytes}", path.display()),
        };
        self.notice = Some(match warning {
            Some(warning) => Notice { text: format!("{warning} · {text}"), is_warning: true },
            None => Notice { text, is_warning: false },
        });
        Vec::new()
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
        let copy = |text: &str, not_text| Safe { text: text.to_owned(), not_text, escaped: 0 };
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
