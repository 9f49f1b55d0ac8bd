//! Every setting: its value, where the value comes from, and how both are written.

use crate::record::field::Field;
use crate::record::field::list_columns::ListColumn;
use crate::tui::input::action::Context;
use crate::tui::input::chord::Chord;
use crate::tui::input::keymap::Keymap;
use crate::tui::layout_choice::{LayoutChoice, layout_name};
use crate::tui::start::FirstView;
use crate::tui::theme::ThemeName;
use crate::tui::theme::written::ThemeStyles;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// The program.
    #[default]
    Default,
    /// A line of the configuration file.
    File(usize),
    /// A variable of the environment.
    Environment(&'static str),
    /// An option of the command line.
    Option(&'static str),
}

/// A value and where it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

impl<T> Setting<T> {
    fn new(value: T) -> Self {
        Self { value, origin: Origin::Default }
    }

    /// Replaces the value.
    pub fn set(&mut self, value: T, origin: Origin) {
        *self = Self { value, origin };
    }
}

/// The keys of one action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyChange {
    /// Where they work.
    pub context: Context,
    /// The name of the action.
    pub action: String,
    /// The keys; none if it has no key.
    pub keys: Setting<Vec<Chord>>,
}

/// All settings.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The theme.
    pub theme: Setting<ThemeName>,
    /// Own styles: the meaning, and the style as it is written.
    pub colors: Vec<(String, Setting<String>)>,
    /// The columns of the event list, from left to right.
    pub columns: Setting<Vec<&'static Field>>,
    /// The name of the time zone in which times are shown.
    pub zone: Setting<String>,
    /// Keys that differ from those of the program.
    pub keys: Vec<KeyChange>,
    /// The table of keys with them.
    pub keymap: Keymap,
    /// What is shown first.
    pub view: Setting<FirstView>,
    /// How the list and the event share the screen.
    pub layout: Setting<LayoutChoice>,
    /// Whether long values of an event are wrapped.
    pub wrap: Setting<bool>,
    /// Whether the mouse is used.
    pub mouse: Setting<bool>,
    /// Whether the screen shows ASCII only; `None` if the locale decides.
    pub ascii: Setting<Option<bool>>,
    /// Whether the filters and folders of earlier runs are remembered.
    pub state: Setting<bool>,
    /// The folder of the user's own rules; empty for the usual one.
    pub rules: Setting<String>,
    /// Files with names of accounts.
    pub accounts: Setting<Vec<String>>,
    /// Databases of places.
    pub mmdb: Setting<Vec<String>>,
    /// Lists of indicators.
    pub iocs: Setting<Vec<String>>,
}

impl Default for Settings {
    fn default() -> Self {
        let columns = ListColumn::defaults();
        Self {
            theme: Setting::new(ThemeName::default()),
            colors: Vec::new(),
            columns: Setting::new(columns.iter().filter_map(ListColumn::field).collect()),
            zone: Setting::new("UTC".to_owned()),
            keys: Vec::new(),
            keymap: Keymap::default(),
            view: Setting::new(FirstView::List),
            layout: Setting::new(LayoutChoice::Auto),
            wrap: Setting::new(false),
            mouse: Setting::new(true),
            ascii: Setting::new(None),
            state: Setting::new(true),
            rules: Setting::new(String::new()),
            accounts: Setting::new(Vec::new()),
            mmdb: Setting::new(Vec::new()),
            iocs: Setting::new(Vec::new()),
        }
    }
}

/// A setting as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SettingRow {
    /// The table that it is in; empty for none.
    pub(super) table: String,
    pub(super) name: String,
    /// The value, in TOML.
    pub(super) value: String,
    pub(super) origin: Origin,
    /// What it does, in sentences.
    pub(super) about: String,
}

impl Settings {
    /// Returns the styles of one's own.
    pub fn styles(&self) -> ThemeStyles {
        let mut styles = ThemeStyles::default();
        for (meaning, style) in &self.colors {
            // Wrong ones were reported when they were read.
            let _ = styles.set(meaning, &style.value);
        }
        styles
    }

    /// Returns all settings as they are written, those without a table first.
    pub(super) fn rows(&self) -> Vec<SettingRow> {
        let row = |table: &str, name: &str, value: String, origin: Origin, about: &str| SettingRow {
            table: table.to_owned(),
            name: name.to_owned(),
            value,
            origin,
            about: about.to_owned(),
        };
        let top = TOP.iter().map(|(name, about)| {
            let (value, origin) = self.written(name);
            row("", name, value, origin, about)
        });
        let theme = quoted(&self.theme.value.words().0);
        let about = format!("The colours of the screen: {}.", crate::tui::theme::names().join(", "));
        let theme = row("theme", "name", theme, self.theme.origin, &about);
        let colors = self.colors.iter();
        let colors = colors
            .map(|(meaning, style)| row("theme.colors", meaning, quoted(&style.value), style.origin, ""));
        let keys = self.keys.iter().map(|change| {
            let keys = key_names(&change.keys.value);
            row(&format!("keys.{}", change.context.name()), &change.action, keys, change.keys.origin, "")
        });
        top.chain([theme]).chain(colors).chain(keys).collect()
    }

    /// Returns the value of a setting of [`TOP`], in TOML, and where it comes from.
    fn written(&self, name: &str) -> (String, Origin) {
        let Self {
            columns, zone, view, layout, wrap, mouse, ascii, state, rules, accounts, mmdb, iocs, ..
        } = self;
        let files = |paths: &Setting<Vec<String>>| {
            let paths_written: Vec<String> = paths.value.iter().map(|path| quoted(path)).collect();
            (format!("[{}]", paths_written.join(", ")), paths.origin)
        };
        match name {
            "columns" => {
                let names: Vec<String> = columns.value.iter().map(|field| quoted(field.name)).collect();
                (format!("[{}]", names.join(", ")), columns.origin)
            }
            "zone" => (quoted(&zone.value), zone.origin),
            "view" => (quoted(&view.value.name()), view.origin),
            "layout" => (quoted(layout_name(layout.value)), layout.origin),
            "wrap" => (wrap.value.to_string(), wrap.origin),
            "mouse" => (mouse.value.to_string(), mouse.origin),
            "ascii" => (ascii.value.map_or_else(|| quoted("auto"), |on| on.to_string()), ascii.origin),
            "state" => (state.value.to_string(), state.origin),
            "rules" => (quoted(&rules.value), rules.origin),
            "accounts" => files(accounts),
            "mmdb" => files(mmdb),
            "iocs" => files(iocs),
            _ => (String::new(), Origin::Default),
        }
    }
}

/// The settings outside of tables, each with what it does.
pub(super) const TOP: [(&str, &str); 12] = [
    (
        "columns",
        "Columns of the event list from left to right: fields, or paths into the record such as \
         requestParameters.bucketName. trailsift help fields lists the fields. They replace those that were \
         remembered.",
    ),
    ("zone", "The time zone in which times are shown: UTC, local, or a name such as Europe/Berlin."),
    ("view", "What is shown first: list, inventory, board (the triage board), or groups by FIELD."),
    (
        "layout",
        "How the list and the event share the screen: auto, list (one at a time), beside, below; z, | and < > \
         change it. It replaces the layout that was remembered.",
    ),
    ("wrap", "Whether long values of an event are wrapped; w switches."),
    ("mouse", "Whether the mouse is used; M switches."),
    (
        "ascii",
        "Whether the screen shows ASCII only: true, false, or auto, which means true if LC_ALL, LC_CTYPE or LANG \
         names a locale without UTF-8.",
    ),
    (
        "state",
        "Whether filters, folders, and the columns and the layout of each folder are remembered for the next run.",
    ),
    (
        "rules",
        "The folder of your own Sigma rules for CloudTrail, relative to this file; empty for the folder rules beside this \
         file, if there is one.",
    ),
    (
        "accounts",
        "Files with names of accounts for the field accountName: lines such as 123456789012 = \"production\", or what \
         aws organizations list-accounts prints.",
    ),
    ("mmdb", "Databases in MaxMind's format for the fields country, city and asn."),
    (
        "iocs",
        "Lists of indicators that are looked for in every value: is:ioc, the field ioc, a mark in each row.",
    ),
];

/// Writes keys in TOML.
pub(super) fn key_names(keys: &[Chord]) -> String {
    let keys: Vec<String> = keys.iter().map(|chord| quoted(&chord.name())).collect();
    format!("[{}]", keys.join(", "))
}

/// Writes a string in TOML; the escapes of JSON mean the same there.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
