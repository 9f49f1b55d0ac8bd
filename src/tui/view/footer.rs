//! The last line: what just happened, or the most useful keys of the pane that has the focus.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::put;
use crate::text;
use crate::tui::app::App;
use crate::tui::keymap::{BINDINGS, Binding, Context, labels};

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
        free && !matches!(context, Context::Typing | Context::Menu | Context::Page)
    });
    let mut spans = vec![Span::raw(" ")];
    let mut room = usize::from(area.width).saturating_sub(1);
    for binding in of(context).chain(general) {
        let key = first_label(binding);
        let needed = key.chars().count() + binding.footer.chars().count() + 3;
        if needed > room {
            continue;
        }
        room -= needed;
        spans.push(Span::styled(key, theme.heading));
        spans.push(Span::styled(format!(" {}  ", binding.footer), theme.dim));
    }
    put(buffer, area, 0, &Line::from(spans));
}

fn first_label(binding: &Binding) -> String {
    let all = labels(binding);
    if all.contains('–') { all } else { all.split(' ').next().unwrap_or_default().to_owned() }
}
