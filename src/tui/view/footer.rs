//! Draws the last line: what just happened, or the most useful keys of the focused pane. What just happened is
//! shown whole: it continues above the last line where it is longer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::text;
use crate::text::ascii::own_words;
use crate::tui::app::{App, Focus};
use crate::tui::cells::{fill, put};
use crate::tui::input::action::{Action, Reach, TimeAction};
use crate::tui::input::keymap::{Binding, Context};
use crate::tui::input::labels::first_label;
use crate::tui::panes::Overlay;
use crate::tui::text_fit::wrap_words;

/// Draws the line.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    if let Some(notice) = &app.notice {
        let style = if notice.is_warning { theme.warning } else { theme.accent };
        draw_notice(&notice.text, style, area, buffer);
        return;
    }
    let context = app.context();
    let of = |wanted: Context| {
        let all = app.keymap.bindings().iter();
        all.filter(move |binding| {
            binding.context == wanted && !binding.footer.is_empty() && !binding.keys.is_empty()
        })
    };
    let general = of(Context::Anywhere).filter(|binding| {
        let free = !app
            .keymap
            .bindings()
            .iter()
            .any(|other| other.context == context && other.keys.first() == binding.keys.first());
        free && context.reach() == Reach::All
    });
    let bindings = of(context).chain(general).filter(|binding| does_something(app, context, binding.action));
    let bindings: Vec<&Binding> = bindings.collect();
    let width = |binding: &Binding| first_label(binding).chars().count() + binding.footer.chars().count() + 3;
    // Help and quit are always shown.
    let always = |binding: &&Binding| matches!(binding.action, Action::Show(Context::Page) | Action::Quit);
    let lead = match app.focus {
        Focus::Timeline => super::timeline::lead(app),
        Focus::List | Focus::Detail | Focus::Filter | Focus::Search => super::list::lead(app),
    };
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

/// Draws a notice whole, its last line in the last row of the screen.
fn draw_notice(notice: &str, style: Style, area: Rect, buffer: &mut Buffer) {
    let width = usize::from(area.width).saturating_sub(2).max(1);
    for (above, words) in
        (0..=area.y).zip(wrap_words(&text::plain(&own_words(notice)), width).into_iter().rev())
    {
        let row = Rect { y: area.y - above, ..area };
        fill(buffer, row, " ", style);
        put(buffer, row, 0, &Line::styled(format!(" {words}"), style));
    }
}

/// Returns whether a key of the footer has something to work on: a row under the cursor that it opens, copies
/// or filters by, or a timeline.
fn does_something(app: &App, context: Context, action: Action) -> bool {
    if let Some(Overlay::Inventory(pane)) = &app.overlay {
        let moves_in_map = matches!(action, Action::Time(_));
        return (!moves_in_map || pane.is_on_map()) && (action != Action::Open || pane.opens());
    }
    let is_about_row =
        matches!(action, Action::Open | Action::Pivot(_) | Action::Copy(_) | Action::Time(TimeAction::Focus));
    let is_without_row = context == Context::List && app.list.current().is_none()
        || context == Context::Groups && app.groups.as_ref().is_none_or(|groups| groups.current().is_none());
    !(is_about_row && is_without_row)
}
