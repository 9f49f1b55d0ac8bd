//! Draws the palette: the line of typed text, the matches below it, and the whole text of the one under
//! the cursor where lines are cut.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::about_row;
use crate::text::ascii::own_words;
use crate::tui::cells::{paint_row, put};
use crate::tui::panes::menus::palette::{Palette, PaletteMatch};
use crate::tui::panes::menus::palette_columns::{GAP, PaletteColumns};
use crate::tui::panes::menus::palette_entry::PaletteEntry;
use crate::tui::text_fit::{Cut, fit};
use crate::tui::theme::Theme;
use crate::tui::view::frame::scroll_bar;
use crate::tui::view::typed_line;

/// Returns how many of the entries match.
pub(in crate::tui::view) fn count(palette: &Palette) -> String {
    format!("{} of {}", palette.len(), palette.entries().len())
}

/// Draws it inside its frame.
pub(in crate::tui::view) fn draw(palette: &Palette, inside: Rect, theme: &Theme, buffer: &mut Buffer) {
    let hint = "type what you want to do or know";
    typed_line::draw(&palette.line, hint, &count(palette), inside, theme, buffer);
    let (rows, about) = palette.areas(inside);
    let cells = usize::from(inside.width);
    draw_rows(palette, rows, palette.columns(cells), theme, buffer);
    about_row::draw(&palette.whole(cells).unwrap_or_default(), about, theme, buffer);
}

fn draw_rows(palette: &Palette, body: Rect, columns: PaletteColumns, theme: &Theme, buffer: &mut Buffer) {
    if palette.is_empty() {
        put(buffer, body, 0, &Line::styled("no matches", theme.dim));
    }
    for (line, row) in (0..).zip(palette.window.visible()) {
        let Some((entry, found)) = palette.row(row) else { continue };
        let mut spans = fit(&own_words(&entry.mark), columns.mark, Cut::End, theme.accent, &[], theme);
        spans.push(Span::raw(" ".repeat(GAP)));
        spans.extend(words(entry, found, columns, theme));
        put(buffer, body, line, &Line::from(spans));
        if row == palette.window.cursor() {
            paint_row(buffer, Rect { width: body.width.saturating_sub(1), ..body }, line, theme.selected);
        }
    }
    scroll_bar(buffer, body, &palette.window, theme);
}

/// Makes an entry's name, and as much of its description as fits.
fn words(
    entry: &PaletteEntry,
    found: &PaletteMatch,
    columns: PaletteColumns,
    theme: &Theme,
) -> Vec<Span<'static>> {
    let (label, about) = columns.of(&entry.label, &entry.about);
    let mut spans = fit(&own_words(&entry.label), label, Cut::End, theme.text, &found.in_label, theme);
    spans.push(Span::raw(" ".repeat(GAP)));
    spans.extend(fit(&own_words(&entry.about), about, Cut::End, theme.dim, &found.in_about, theme));
    spans
}
