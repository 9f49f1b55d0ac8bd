//! Draws the menu of columns: the line of typed text, and below it the matches, each with a box that is ticked
//! if it is shown, how many of the listed events have it, and an example.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::about_row;
use crate::tui::cells::{paint_row, put};
use crate::tui::number::number;
use crate::tui::panes::menus::column_menu::{ColumnMenu, ColumnRow};
use crate::tui::text_fit::{self, Cut, fit};
use crate::tui::theme::Theme;
use crate::tui::view::frame::scroll_bar;
use crate::tui::view::typed_line;

/// Maximum width that names get, so that counts stand below each other.
const NAME: usize = 30;
/// Blanks before and after a number of events.
const GAP: usize = 2;

/// Returns how many of the columns match.
pub(in crate::tui::view) fn count(menu: &ColumnMenu) -> String {
    format!("{} of {}", menu.len(), menu.total())
}

/// Draws it inside its frame.
pub(in crate::tui::view) fn draw(
    menu: &ColumnMenu,
    screen: Rect,
    body: Rect,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let width = usize::from(body.width).saturating_sub(1);
    let hint = "type a field, or a path such as requestParameters.bucketName";
    typed_line::draw(&menu.line, hint, &count(menu), body, theme, buffer);
    let (rows, about) = menu.areas(screen);
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
    about_row::draw(&menu.about(), about, theme, buffer);
}

/// A row: whether the column is shown, its name, how many of the listed events have it, what was chosen for it, and
/// an example. What is not known is blank.
fn words(menu: &ColumnMenu, row: &ColumnRow<'_>, width: usize, theme: &Theme) -> Vec<Span<'static>> {
    let (mark, name, matched, entry) = match row {
        ColumnRow::Column(entry, true, matched) => ("[x] ", entry.name.to_owned(), *matched, Some(entry)),
        ColumnRow::Column(entry, false, matched) => ("[ ] ", entry.name.to_owned(), *matched, Some(entry)),
        ColumnRow::Add(path) => (" +  ", format!("add {path}"), &[][..], None),
    };
    let mut spans = vec![Span::styled(mark, theme.accent)];
    let rest = width.saturating_sub(text_fit::width(mark));
    let Some(entry) = entry else {
        spans.extend(fit(&name, rest, Cut::Middle, theme.text, matched, theme));
        return spans;
    };
    let counts = number(menu.listed()).len() + GAP;
    let most = rest.saturating_sub(counts).max(1);
    let own = text_fit::width(&name).clamp(menu.name_width().min(NAME).min(rest / 2).min(most), most);
    spans.extend(fit(&name, own, Cut::Middle, theme.text, matched, theme));
    let count = entry.tally.events.map(number).unwrap_or_default();
    spans.push(Span::styled(format!("{count:>counts$}  "), theme.dim));
    let remark = menu.remark(entry);
    let room = rest.saturating_sub(own + counts + GAP + text_fit::width(&remark));
    spans.push(Span::styled(remark, theme.accent));
    spans.extend(fit(&entry.tally.example, room, Cut::Middle, theme.text, &[], theme));
    spans
}
