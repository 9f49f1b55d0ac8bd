//! Draws the last line: what just happened, or the most useful keys of the focused pane. What just happened is
//! shown whole: it continues above the last line where it is longer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::text::ascii::own_words;
use crate::tui::app::App;
use crate::tui::cells::{fill, put};
use crate::tui::panes::focus::Notice;

/// Draws the line.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    if let Some(notice) = &app.notice {
        let style = if notice.is_warning { theme.warning } else { theme.accent };
        draw_notice(notice, style, area, buffer);
        return;
    }
    let mut spans = vec![Span::raw(" ")];
    if let Some((words, is_warning)) = app.lead() {
        spans.push(Span::styled(words, if is_warning { theme.warning } else { theme.accent }));
    }
    for hint in app.hints(usize::from(area.width)) {
        spans.push(Span::styled(hint.label, theme.heading));
        spans.push(Span::styled(format!(" {}  ", own_words(hint.words)), theme.dim));
    }
    put(buffer, area, 0, &Line::from(spans));
}

/// Draws a notice whole, its last line in the last row of the screen.
fn draw_notice(notice: &Notice, style: Style, area: Rect, buffer: &mut Buffer) {
    for (above, words) in (0..=area.y).zip(notice.lines(area.width).into_iter().rev()) {
        let row = Rect { y: area.y - above, ..area };
        fill(buffer, row, " ", style);
        put(buffer, row, 0, &Line::styled(format!(" {words}"), style));
    }
}
