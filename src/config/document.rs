//! From the text of a configuration file to settings. Each entry is read alone: a mistake in one is reported with
//! its line, and the others hold.

use clap::ValueEnum as _;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::keys;
use super::nearest::did_you_mean;
use super::settings::{KeyChange, Origin, Setting, Settings, TOP};
use crate::record::field::{FIELDS, Field};
use crate::record::on_demand::field_or_path;
use crate::record::time::zone::Zone;
use crate::tui::input::action::Context;
use crate::tui::input::chord::Chord;
use crate::tui::input::keymap::Binding;
use crate::tui::layout_choice::{LAYOUTS, LayoutChoice};
use crate::tui::start::FirstView;
use crate::tui::theme::ThemeName;
use crate::tui::theme::written::{MEANINGS, ThemeStyles};

/// A mistake in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigProblem {
    /// The line, counted from 1; 0 for the whole file.
    pub line: usize,
    /// What is wrong there, and what it may have meant.
    pub reason: String,
}

type EntryName<'i> = Spanned<DeString<'i>>;
type Value<'i> = Spanned<DeValue<'i>>;

/// Reads a file.
pub(super) fn read(text: &str) -> (Settings, Vec<ConfigProblem>) {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut reader = DocumentReader { text, settings: Settings::default(), problems: Vec::new() };
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        let reason = error.message().lines().collect::<Vec<_>>().join(" ");
        reader.problem(at, reason);
    }
    for (name, value) in document.get_ref() {
        reader.entry(name, value);
    }
    let (keymap, conflicts) = keys::changed(&reader.settings.keys);
    let conflicts = conflicts.into_iter().map(|(line, reason)| ConfigProblem { line, reason });
    reader.problems.extend(conflicts);
    let DocumentReader { mut settings, mut problems, .. } = reader;
    settings.keymap = keymap;
    problems.sort_by_key(|problem| problem.line);
    // What follows from a mistake in the form is on the same line.
    problems.dedup_by_key(|problem| problem.line);
    (settings, problems)
}

struct DocumentReader<'t> {
    text: &'t str,
    settings: Settings,
    problems: Vec<ConfigProblem>,
}

impl DocumentReader<'_> {
    fn line(&self, at: usize) -> usize {
        1 + self.text.bytes().take(at).filter(|&byte| byte == b'\n').count()
    }

    fn problem(&mut self, at: usize, reason: String) {
        self.problems.push(ConfigProblem { line: self.line(at), reason });
    }

    /// Reads an entry outside of tables, or a table.
    fn entry(&mut self, name: &EntryName<'_>, value: &Value<'_>) {
        let line = self.line(name.span().start);
        let names = TOP.iter().map(|(name, _)| *name).chain(["theme", "keys"]);
        let settings = &mut self.settings;
        let result = match name.get_ref().as_ref() {
            "columns" => put(&mut settings.columns, fields(value), line),
            "zone" => put(&mut settings.zone, string(value).and_then(zone), line),
            "view" => put(&mut settings.view, string(value).and_then(view), line),
            "layout" => put(&mut settings.layout, string(value).and_then(layout), line),
            "wrap" => put(&mut settings.wrap, boolean(value), line),
            "mouse" => put(&mut settings.mouse, boolean(value), line),
            "ascii" => put(&mut settings.ascii, automatic(value), line),
            "state" => put(&mut settings.state, boolean(value), line),
            "rules" => put(&mut settings.rules, string(value).map(str::to_owned), line),
            "accounts" => put(&mut settings.accounts, paths(value), line),
            "mmdb" => put(&mut settings.mmdb, paths(value), line),
            "iocs" => put(&mut settings.iocs, paths(value), line),
            "theme" => return self.theme(name, value),
            "keys" => return self.keys(name, value),
            other => {
                let reason = unknown("setting", other, names);
                return self.problem(name.span().start, reason);
            }
        };
        if let Err(reason) = result {
            self.problem(name.span().start, named(name, &reason));
        }
    }

    /// Reads the name of a theme, or the table with its name and colours.
    fn theme(&mut self, name: &EntryName<'_>, value: &Value<'_>) {
        let DeValue::Table(table) = value.get_ref() else { return self.theme_name(name, value) };
        for (name, value) in table {
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("name", _) => self.theme_name(name, value),
                ("colors", DeValue::Table(colors)) => self.colors(colors),
                ("colors", _) => {
                    self.problem(name.span().start, "colors: write a table, [theme.colors]".to_owned());
                }
                (other, _) => {
                    let reason = unknown("setting of a theme", other, ["name", "colors"].into_iter());
                    self.problem(name.span().start, reason);
                }
            }
        }
    }

    /// Reads the tables of keys, one for each context.
    fn keys(&mut self, name: &EntryName<'_>, value: &Value<'_>) {
        let DeValue::Table(table) = value.get_ref() else {
            return self.problem(name.span().start, "keys: write a table, such as [keys.list]".to_owned());
        };
        for (name, value) in table {
            let contexts: Vec<String> = Context::ALL.into_iter().map(Context::name).collect();
            match (Context::named(name.get_ref()), value.get_ref()) {
                (Some(context), DeValue::Table(actions)) => {
                    for (action, keys) in actions {
                        self.keys_of(context, action, keys);
                    }
                }
                (Some(_), _) => self.problem(name.span().start, named(name, "write a table of actions")),
                (None, _) => {
                    let known = contexts.iter().map(String::as_str);
                    self.problem(name.span().start, unknown("context of keys", name.get_ref(), known));
                }
            }
        }
    }

    fn keys_of(&mut self, context: Context, name: &EntryName<'_>, value: &Value<'_>) {
        let action = name.get_ref().as_ref();
        let actions: Vec<String> = context.bindings().map(Binding::name).collect();
        if !actions.iter().any(|known| known == action) {
            let known = actions.iter().map(String::as_str);
            let what = format!("action of {}", context.name());
            return self.problem(name.span().start, unknown(&what, action, known));
        }
        let line = self.line(name.span().start);
        let keys = chords(value).and_then(|keys| {
            keys.iter().try_for_each(|&chord| keys::check(context, action, chord))?;
            Ok(keys)
        });
        match keys {
            Ok(keys) => {
                let keys = Setting { value: keys, origin: Origin::File(line) };
                self.settings.keys.push(KeyChange { context, action: action.to_owned(), keys });
            }
            Err(reason) => self.problem(name.span().start, named(name, &reason)),
        }
    }

    fn theme_name(&mut self, name: &EntryName<'_>, value: &Value<'_>) {
        let line = self.line(name.span().start);
        if let Err(reason) = put(&mut self.settings.theme, string(value).and_then(theme), line) {
            self.problem(name.span().start, named(name, &reason));
        }
    }

    fn colors(&mut self, colors: &DeTable<'_>) {
        for (name, value) in colors {
            let at = name.span().start;
            let meaning = name.get_ref().as_ref();
            if !MEANINGS.iter().any(|(known, _)| *known == meaning) {
                let known = MEANINGS.iter().map(|(known, _)| *known);
                self.problem(at, unknown("part of a theme", meaning, known));
                continue;
            }
            let read = string(value).and_then(|style| {
                ThemeStyles::default().set(meaning, style)?;
                Ok(style.to_owned())
            });
            match read {
                Ok(style) => {
                    let setting = Setting { value: style, origin: Origin::File(self.line(at)) };
                    self.settings.colors.push((meaning.to_owned(), setting));
                }
                Err(reason) => self.problem(at, named(name, &reason)),
            }
        }
    }
}

/// Puts a value that was read into its setting.
fn put<T>(setting: &mut Setting<T>, read: Result<T, String>, line: usize) -> Result<(), String> {
    setting.set(read?, Origin::File(line));
    Ok(())
}

fn named(name: &EntryName<'_>, reason: &str) -> String {
    format!("{}: {reason}", name.get_ref())
}

fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str> + Clone) -> String {
    let meant = did_you_mean(name, known.clone());
    let all = if meant.is_empty() {
        format!("; there are {}", known.collect::<Vec<_>>().join(", "))
    } else {
        meant
    };
    format!("{name} is not a {what}{all}")
}

fn string<'v>(value: &'v Value<'_>) -> Result<&'v str, String> {
    value.get_ref().as_str().ok_or_else(|| "write a text in quotes".to_owned())
}

fn boolean(value: &Value<'_>) -> Result<bool, String> {
    value.get_ref().as_bool().ok_or_else(|| "write true or false".to_owned())
}

/// Reads a path, or several in brackets.
fn paths(value: &Value<'_>) -> Result<Vec<String>, String> {
    match value.get_ref() {
        DeValue::Array(paths) => paths.iter().map(|path| string(path).map(str::to_owned)).collect(),
        _ => Ok(vec![string(value)?.to_owned()]),
    }
}

/// Reads a key, or several in brackets.
fn chords(value: &Value<'_>) -> Result<Vec<Chord>, String> {
    match value.get_ref() {
        DeValue::Array(keys) => keys.iter().map(|key| Chord::read(string(key)?)).collect(),
        _ => Ok(vec![Chord::read(string(value)?)?]),
    }
}

fn layout(name: &str) -> Result<LayoutChoice, String> {
    let found = LAYOUTS.iter().find(|(known, _)| *known == name);
    let known = LAYOUTS.iter().map(|(known, _)| *known);
    found.map(|(_, layout)| *layout).ok_or_else(|| unknown("layout", name, known))
}

fn automatic(value: &Value<'_>) -> Result<Option<bool>, String> {
    match value.get_ref().as_str() {
        Some("auto") => Ok(None),
        _ => boolean(value).map(Some).map_err(|reason| format!("{reason}, or \"auto\"")),
    }
}

fn theme(name: &str) -> Result<ThemeName, String> {
    ThemeName::from_str(name, true).map_err(|_| {
        let names = crate::tui::theme::names();
        unknown("theme", name, names.iter().map(String::as_str))
    })
}

fn zone(name: &str) -> Result<String, String> {
    Zone::read(name).map(|_| name.to_owned())
}

fn fields(value: &Value<'_>) -> Result<Vec<&'static Field>, String> {
    let DeValue::Array(names) = value.get_ref() else {
        return Err("write names of fields in brackets, such as [\"time\", \"eventName\"]".to_owned());
    };
    let fields: Vec<_> = names.iter().map(|name| one_field(string(name)?)).collect::<Result<_, _>>()?;
    if fields.is_empty() { Err("there has to be a column".to_owned()) } else { Ok(fields) }
}

fn one_field(name: &str) -> Result<&'static Field, String> {
    let known = FIELDS.iter().map(|field| field.name);
    field_or_path(name).ok_or_else(|| format!("{name} is not a field or path{}", did_you_mean(name, known)))
}

fn view(text: &str) -> Result<FirstView, String> {
    match text {
        "list" => Ok(FirstView::List),
        "inventory" => Ok(FirstView::Inventory),
        "board" => Ok(FirstView::Board),
        _ => match text.strip_prefix("groups by ") {
            Some(names) => names
                .split(',')
                .map(|name| one_field(name.trim()))
                .collect::<Result<_, _>>()
                .map(FirstView::Groups),
            None => Err(unknown("view", text, ["list", "inventory", "board", "groups by FIELD"].into_iter())),
        },
    }
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
