//! Every setting: its value, where the value comes from, and how both are written.

use crate::record::field::Field;
use crate::record::list_columns::ListColumn;
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
    /// What is shown first.
    pub view: Setting<FirstView>,
    /// Whether the mouse is used.
    pub mouse: Setting<bool>,
    /// Whether the filters and folders of earlier runs are remembered.
    pub state: Setting<bool>,
}

impl Default for Settings {
    fn default() -> Self {
        let columns = ListColumn::defaults();
        Self {
            theme: Setting::new(ThemeName::default()),
            colors: Vec::new(),
            columns: Setting::new(columns.iter().filter_map(ListColumn::field).collect()),
            zone: Setting::new("UTC".to_owned()),
            view: Setting::new(FirstView::List),
            mouse: Setting::new(true),
            state: Setting::new(true),
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
        let top =
            |name: &str, value: String, origin: Origin, about: &str| row("", name, value, origin, about);
        let names = self.columns.value.iter().map(|field| quoted(field.name)).collect::<Vec<_>>();
        let Self { theme, columns, zone, view, mouse, state, .. } = self;
        let mut rows = vec![
            top(
                "columns",
                format!("[{}]", names.join(", ")),
                columns.origin,
                "Columns of the event list from left to right: fields, or paths into the record such as \
                 requestParameters.bucketName. trailsift help fields lists the fields.",
            ),
            top(
                "zone",
                quoted(&zone.value),
                zone.origin,
                "The time zone in which times are shown: UTC, local, or a name such as Europe/Berlin.",
            ),
            top(
                "view",
                quoted(&view.value.name()),
                view.origin,
                "What is shown first: list, inventory, or groups by FIELD.",
            ),
            top("mouse", mouse.value.to_string(), mouse.origin, "Whether the mouse is used; M switches."),
            top(
                "state",
                state.value.to_string(),
                state.origin,
                "Whether the filters and folders of earlier runs are remembered.",
            ),
            row(
                "theme",
                "name",
                quoted(&theme.value.words().0),
                theme.origin,
                &format!("The colours of the screen: {}.", crate::tui::theme::names().join(", ")),
            ),
        ];
        rows.extend(
            self.colors
                .iter()
                .map(|(meaning, style)| row("theme.colors", meaning, quoted(&style.value), style.origin, "")),
        );
        rows
    }
}

/// Writes a string in TOML; the escapes of JSON mean the same there.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
