//! Draws the palette: the line of typed text, and the matches below it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::text::ascii::own_words;
use crate::tui::cells::{paint_row, put};
use crate::tui::layout;
use crate::tui::panes::menus::palette::{Palette, PaletteEntry, PaletteMatch};
use crate::tui::text_fit::{self, Cut, fit};
use crate::tui::theme::Theme;
use crate::tui::view::frame::scroll_bar;
use crate::tui::view::typed_line;

/// Returns how many of the entries match.
pub(in crate::tui::view) fn count(palette: &Palette) -> String {
    format!("{} of {}", palette.len(), palette.entries().len())
}

/// Draws it inside its frame.
pub(in crate::tui::view) fn draw(
    palette: &Palette,
    screen: Rect,
    body: Rect,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let hint = "type what you want to do or know";
    typed_line::draw(&palette.line, hint, &count(palette), body, theme, buffer);
    draw_rows(palette, layout::palette_rows(screen, palette.entries().len()), theme, buffer);
}

fn draw_rows(palette: &Palette, body: Rect, theme: &Theme, buffer: &mut Buffer) {
    if palette.is_empty() {
        put(buffer, body, 0, &Line::styled("no matches", theme.dim));
    }
    let width = usize::from(body.width).saturating_sub(1);
    // Wide enough for every entry, matching or not, so that columns stay where they are.
    let widest = |text: fn(&PaletteEntry) -> &str| {
        palette.entries().iter().map(|entry| text_fit::width(text(entry))).max().unwrap_or(0)
    };
    let marks = widest(|entry| &entry.mark).min(width / 4);
    for (line, row) in (0..).zip(palette.window.visible()) {
        let Some((entry, found)) = palette.row(row) else { continue };
        let mut spans = fit(&own_words(&entry.mark), marks, Cut::End, theme.accent, &[], theme);
        spans.push(Span::raw("  "));
        spans.extend(words(entry, found, width.saturating_sub(marks + 2), theme));
        put(buffer, body, line, &Line::from(spans));
        if row == palette.window.cursor() {
            paint_row(buffer, Rect { width: body.width.saturating_sub(1), ..body }, line, theme.selected);
        }
    }
    scroll_bar(buffer, body, &palette.window, theme);
}

/// Makes an entry's name, and as much of its description as fits.
fn words(entry: &PaletteEntry, found: &PaletteMatch, width: usize, theme: &Theme) -> Vec<Span<'static>> {
    const LABEL: usize = 36;
    let own = text_fit::width(&entry.label);
    let label = if entry.about.is_empty() { own } else { own.max(LABEL.min(width / 2)) }.min(width);
    let mut spans = fit(&own_words(&entry.label), label, Cut::End, theme.text, &found.in_label, theme);
    let rest = width.saturating_sub(label + 2);
    spans.push(Span::raw("  "));
    spans.extend(fit(&own_words(&entry.about), rest, Cut::End, theme.dim, &found.in_about, theme));
    spans
}
