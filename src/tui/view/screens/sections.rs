//! Draws lines under headings: the first line, what is typed, the lines, and more about the one under the cursor. The cells
//! of a line are made by each pane.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::text::ascii::own_words;
use crate::tui::cells::{paint_row, put};
use crate::tui::layout;
use crate::tui::panes::screens::sections::{SectionRow, Sections};
use crate::tui::text_fit::{Cut, fit, wrap_words};
use crate::tui::theme::Theme;
use crate::tui::view::frame::scroll_bar;
use crate::tui::view::typed_line;

/// The words of a pane around its lines.
pub(in crate::tui::view) struct SectionTexts<'t> {
    /// The first line.
    pub head: &'t str,
    /// Whether there are no lines yet.
    pub waits: bool,
    /// What can be typed to narrow the lines.
    pub hint: &'t str,
    /// What is said when there is no line at all.
    pub nothing: &'t str,
    /// What is said about the line under the cursor.
    pub about: Option<[String; 2]>,
    /// The cells of a line that are bars. In the line under the cursor they keep their colours: in reverse, a bar looks
    /// like a hole.
    pub bars: Range<u16>,
}

/// Makes the cells of some lines, given their positions and the width: of all that are on the screen, so that those that
/// differ can be cut to look different.
pub(in crate::tui::view) type CellsOf<'c> = &'c dyn Fn(&[usize], usize) -> Vec<Vec<Span<'static>>>;

/// Draws a pane inside its frame.
pub(in crate::tui::view) fn draw(
    (sections, texts): (&Sections, &SectionTexts<'_>),
    cells: CellsOf<'_>,
    screen: Rect,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let (head, inside, about) = layout::ledger_parts(screen);
    let style = if texts.waits { theme.dim } else { theme.text };
    draw_head(texts.head, head, inside, style, theme, buffer);
    if texts.waits {
        return;
    }
    if sections.narrowing.is_typing() {
        let line = &sections.narrowing.line;
        typed_line::draw(line, texts.hint, &count(sections), inside, theme, buffer);
    }
    let body = sections.narrowing.rows(inside);
    if sections.rows().is_empty() {
        let words = if sections.counts().1 == 0 { texts.nothing } else { "no matches" };
        put(buffer, body, 0, &Line::styled(words.to_owned(), theme.dim));
    }
    let width = usize::from(body.width).saturating_sub(1);
    let entries: Vec<usize> = sections.window.visible().filter_map(|row| sections.entry(row)).collect();
    let mut lines = cells(&entries, width).into_iter();
    for (line, row) in (0..).zip(sections.window.visible()) {
        let at = sections.rows().get(row);
        let spans = match at {
            Some(SectionRow::Heading(words)) => {
                fit(&own_words(words), width, Cut::End, theme.heading, &[], theme)
            }
            Some(SectionRow::Folded(words)) => fit(&own_words(words), width, Cut::End, theme.dim, &[], theme),
            Some(SectionRow::Entry(_)) => lines.next().unwrap_or_default(),
            Some(SectionRow::Blank) | None => Vec::new(),
        };
        put(buffer, body, line, &Line::from(spans));
        let is_line = matches!(at, Some(SectionRow::Entry(_) | SectionRow::Folded(_)));
        if row == sections.window.cursor() && is_line {
            paint_around(
                buffer,
                Rect { width: body.width.saturating_sub(1), ..body },
                line,
                &texts.bars,
                theme,
            );
        }
    }
    scroll_bar(buffer, body, &sections.window, theme);
    draw_about(texts, about, theme, buffer);
}

/// Writes the first line. The empty line below it takes what does not fit.
fn draw_head(words: &str, head: Rect, inside: Rect, style: Style, theme: &Theme, buffer: &mut Buffer) {
    let width = usize::from(head.width);
    let lines = usize::from(inside.y.saturating_sub(head.y)).max(1);
    let area = Rect { height: inside.y.saturating_sub(head.y).max(head.height), ..head };
    let words = own_words(words);
    let wrapped = wrap_words(&words, width.max(1));
    let shown: Vec<&str> =
        if wrapped.len() > lines { vec![&words] } else { wrapped.iter().map(String::as_str).collect() };
    for (row, line) in (0..).zip(shown) {
        put(buffer, area, row, &Line::from(fit(line, width, Cut::End, style, &[], theme)));
    }
}

/// Gives a line the style of the selected one, but for its bars.
fn paint_around(buffer: &mut Buffer, area: Rect, line: u16, bars: &Range<u16>, theme: &Theme) {
    let end = bars.end.min(area.width);
    let before = Rect { width: bars.start.min(area.width), ..area };
    let after = Rect { x: area.x + end, width: area.width - end, ..area };
    for part in [before, after] {
        paint_row(buffer, part, line, theme.selected);
    }
}

/// Returns the position of the terminal's cursor while a text is typed.
pub(in crate::tui::view) fn cursor(sections: &Sections, screen: Rect) -> Option<Position> {
    if !sections.narrowing.is_typing() {
        return None;
    }
    typed_line::cursor(&sections.narrowing.line, &count(sections), layout::ledger_parts(screen).1)
}

/// Returns how many lines are listed, and of how many.
fn count(sections: &Sections) -> String {
    let (listed, all) = sections.counts();
    format!("{listed} of {all}")
}

fn draw_about(texts: &SectionTexts<'_>, about: Rect, theme: &Theme, buffer: &mut Buffer) {
    if about.height == 0 {
        return;
    }
    put(buffer, about, 0, &Line::styled("─".repeat(usize::from(about.width)), theme.border));
    let width = usize::from(about.width);
    for (row, words) in (1..).zip(texts.about.iter().flatten()) {
        put(
            buffer,
            about,
            row,
            &Line::from(fit(&own_words(words), width, Cut::Middle, theme.text, &[], theme)),
        );
    }
}
