//! Draws the last line: what just happened, or the most useful keys of the focused pane.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::text;
use crate::tui::app::App;
use crate::tui::cells::put;
use crate::tui::input::action::{Action, Reach};
use crate::tui::input::keymap::{BINDINGS, Binding, Context};
use crate::tui::input::labels::first_label;

/// Draws the line.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    if let Some(notice) = &app.notice {
        let style = if notice.is_warning { theme.warning } else { theme.accent };
        put(buffer, area, 0, &Line::styled(format!(" {}", text::plain(&notice.text)), style));
        return;
    }
    let context = app.context();
    let of = |wanted: Context| {
        BINDINGS.iter().filter(move |binding| binding.context == wanted && !binding.footer.is_empty())
    };
    let general = of(Context::Anywhere).filter(|binding| {
        let free = !BINDINGS
            .iter()
            .any(|other| other.context == context && other.keys.first() == binding.keys.first());
        free && context.reach() == Reach::All
    });
    let bindings: Vec<&Binding> = of(context).chain(general).collect();
    let width = |binding: &Binding| first_label(binding).chars().count() + binding.footer.chars().count() + 3;
    // Help and quit are always shown.
    let always = |binding: &&Binding| matches!(binding.action, Action::Show(Context::Page) | Action::Quit);
    let lead = super::timeline::lead(app);
    let mut room = usize::from(area.width).saturating_sub(1 + lead.width());
    room = room.saturating_sub(bindings.iter().copied().filter(always).map(width).sum());
    let mut spans = vec![Span::raw(" "), lead];
    for binding in bindings {
        if !always(&binding) {
            if width(binding) > room {
                continue;
            }
            room -= width(binding);
        }
        spans.push(Span::styled(first_label(binding), theme.heading));
        spans.push(Span::styled(format!(" {}  ", binding.footer), theme.dim));
    }
    put(buffer, area, 0, &Line::from(spans));
}
