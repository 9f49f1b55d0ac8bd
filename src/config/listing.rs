//! The configuration as text: what holds and where it comes from, and the example with all defaults.

use super::settings::{Origin, SettingRow, Settings, key_names, quoted};
use crate::text::{plain, wrap_words};
use crate::tui::input::action::Context;
use crate::tui::theme::written::{FORM, MEANINGS, style_text};
use crate::tui::theme::{Theme, ThemeName};

/// Columns of the text.
const WIDTH: usize = 100;
/// Columns of a setting before the words on where its value comes from.
const SETTING: usize = 40;

/// Returns what holds as TOML, each value with where it comes from, below some remarks.
pub fn listed(settings: &Settings, remarks: &[String]) -> String {
    let mut lines: Vec<String> = remarks.iter().map(|remark| format!("# {}", plain(remark))).collect();
    let mut table = String::new();
    for SettingRow { table: of, name, value, origin, .. } in settings.rows() {
        if of != table {
            lines.extend([String::new(), format!("[{of}]")]);
            table = of;
        }
        let setting = plain(&format!("{name} = {value}")).into_owned();
        let origin = match origin {
            Origin::Default => "default".to_owned(),
            Origin::File(line) => format!("file, line {line}"),
            Origin::Environment(name) => format!("environment, {name}"),
            Origin::Option(name) => format!("option, {name}"),
        };
        lines.push(format!("{setting:SETTING$}  # {origin}"));
    }
    ended(&lines)
}

/// Returns a configuration file with every setting, each with its default and its description. All are comments,
/// so that a default that changes with a later version holds then.
pub fn example() -> String {
    let mut lines = paragraph(
        "The configuration of trailsift, with all defaults. Remove the # directly before a name to change its value. \
         trailsift config prints what holds, and trailsift config --path the name of this file.",
    );
    let mut table = String::new();
    for SettingRow { table: of, name, value, about, .. } in Settings::default().rows() {
        lines.push(String::new());
        if of != table {
            lines.push(format!("[{of}]"));
            table = of;
        }
        lines.extend(paragraph(&about));
        lines.push(format!("#{name} = {value}"));
    }
    lines.extend([String::new(), "[theme.colors]".to_owned()]);
    let form = FORM.replacen('a', "A", 1);
    lines.extend(paragraph(&format!(
        "Styles that replace those of the theme; the defaults here are those of terminal. {form}."
    )));
    let theme = Theme::named(ThemeName::default());
    for (meaning, about) in MEANINGS {
        lines.push(String::new());
        lines.extend(paragraph(about));
        lines.push(format!("#{meaning} = {}", quoted(&style_text(theme.style(meaning)))));
    }
    lines.extend([String::new(), String::new()]);
    lines.extend(paragraph(
        "Keys, in a table for each pane or overlay; those of anywhere work wherever they have no other meaning. A key \
         is a character, C- and a letter, or a name such as enter, S-tab, up, pgdn, f5; [] takes all keys from an \
         action. Esc and C-c stay what they are.",
    ));
    for context in Context::ALL {
        lines.extend([String::new(), format!("[keys.{}]", context.name())]);
        for binding in context.bindings() {
            lines.extend(paragraph(binding.about));
            lines.push(format!("#{} = {}", binding.name(), key_names(binding.keys)));
        }
    }
    ended(&lines)
}

/// Returns comments, wrapped between words.
fn paragraph(text: &str) -> Vec<String> {
    wrap_words(text, WIDTH - 2).iter().map(|line| format!("# {line}")).collect()
}

fn ended(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}
