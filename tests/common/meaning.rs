//! What the style of a cell means: styles by the names that the theme gives them, so that stored screens tell "failed"
//! and not "red".

use ratatui::buffer::Cell;
use ratatui::style::{Modifier, Style};
use trailsift::tui::theme::Theme;

/// The name of the style in the theme; names that look the same are one.
pub(crate) fn meaning(theme: &Theme, cell: &Cell) -> String {
    let meanings = [
        ("text", theme.text),
        ("dim", theme.dim),
        ("border", theme.border),
        ("accent", theme.accent),
        ("heading", theme.heading),
        ("failed", theme.failed),
        ("warning", theme.warning),
        ("write", theme.write),
        ("key", theme.key),
        ("string", theme.string),
        ("number", theme.number),
        ("matched", theme.matched),
        ("spelled", theme.spelled),
        ("selected", theme.selected),
        ("selected elsewhere", theme.selected_elsewhere),
    ];
    let named = |wanted: &Cell| {
        let same = |style: Style| {
            let mut cell = Cell::default();
            cell.set_style(style);
            (cell.fg, cell.bg, cell.modifier) == (wanted.fg, wanted.bg, wanted.modifier)
        };
        meanings.iter().find(|(_, style)| same(*style)).map(|(name, _)| (*name).to_owned())
    };
    let mut plain = cell.clone();
    plain.modifier.remove(Modifier::UNDERLINED);
    let underlined =
        || named(&plain).filter(|_| plain.modifier != cell.modifier).map(|name| format!("{name} underlined"));
    named(cell).or_else(underlined).unwrap_or_else(|| format!("{} {} {:?}", cell.fg, cell.bg, cell.modifier))
}
