//! Draws the menu of columns: the line of typed text, and below it the matches, each with a box that is ticked
//! if it is shown.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::frame::scroll_bar;
use super::typed_line;
use crate::tui::cells::{paint_row, put};
use crate::tui::layout;
use crate::tui::panes::column_menu::{ColumnMenu, ColumnRow};
use crate::tui::text_fit::{self, Cut, fit};
use crate::tui::theme::Theme;

/// Maximum width of names, so that there is room for their descriptions.
const NAME: usize = 36;

/// Returns how many of the columns match.
pub(super) fn count(menu: &ColumnMenu) -> String {
    format!("{} of {}", menu.len(), menu.total())
}

/// Draws it inside its frame.
pub(super) fn draw(menu: &ColumnMenu, body: Rect, theme: &Theme, buffer: &mut Buffer) {
    let width = usize::from(body.width).saturating_sub(1);
    let hint = "type a field, or a path such as requestParameters.bucketName";
    typed_line::draw(&menu.line, hint, &count(menu), body, theme, buffer);
    let rows = layout::below_typed(body);
    if menu.is_empty() {
        let words = "no matches; a path begins with a member of the record, such as requestParameters";
        put(buffer, rows, 0, &Line::styled(words, theme.dim));
    }
    for (line, row) in (0..).zip(menu.window.visible()) {
        let Some(shown) = menu.row(row) else { continue };
        put(buffer, rows, line, &Line::from(words(menu, &shown, width, theme)));
        if row == menu.window.cursor() {
            paint_row(buffer, Rect { width: rows.width.saturating_sub(1), ..rows }, line, theme.selected);
        }
    }
    scroll_bar(buffer, rows, &menu.window, theme);
}

fn words(menu: &ColumnMenu, row: &ColumnRow<'_>, width: usize, theme: &Theme) -> Vec<Span<'static>> {
    let (mark, name, matched, about) = match row {
        ColumnRow::Column(entry, true, matched) => ("[x] ", entry.name.to_owned(), *matched, &*entry.about),
        ColumnRow::Column(entry, false, matched) => ("[ ] ", entry.name.to_owned(), *matched, &*entry.about),
        ColumnRow::Add(path) => {
            (" +  ", format!("add {path}"), &[][..], "the value at this path of the record")
        }
    };
    let mut spans = vec![Span::styled(mark, theme.accent)];
    let rest = width.saturating_sub(text_fit::width(mark));
    let own = text_fit::width(&name).max(NAME.min(rest / 2)).min(rest);
    spans.extend(fit(&name, own, Cut::Middle, theme.text, matched, theme));
    spans.push(Span::raw("  "));
    let remark = match row {
        ColumnRow::Column(entry, ..) => menu.remark(entry),
        ColumnRow::Add(_) => String::new(),
    };
    let own = own + text_fit::width(&remark);
    spans.push(Span::styled(remark, theme.accent));
    spans.extend(fit(about, rest.saturating_sub(own + 2), Cut::End, theme.dim, &[], theme));
    spans
}
