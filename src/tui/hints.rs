//! What the last line offers: the most useful keys of the focused pane, and before them what belongs to it. `view`
//! draws them, and a click on one does what its key does.

use super::app::{App, Focus};
use super::input::action::{Action, CaseAction, Reach, TimeAction};
use super::input::keymap::{Binding, Context};
use super::input::labels::first_label;
use super::layout::list_width;
use super::number::number;
use super::panes::Overlay;
use super::panes::timeline::borders;
use super::text_fit;
use crate::record::time::Time;
use crate::record::time::zone::LocalTime;

const DAY: i64 = 86_400_000;

/// A key that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The first cell of its label.
    pub at: usize,
    /// Its label.
    pub label: String,
    /// What it does, in a word.
    pub words: &'static str,
    /// The action.
    pub action: Action,
}

impl Hint {
    /// Returns how many cells it takes, with the blanks after it.
    fn width(&self) -> usize {
        text_fit::own_width(&self.label) + text_fit::own_width(self.words) + 3
    }
}

impl App {
    /// Returns what stands before the keys: the selected time, or which columns are shown. True if it is a warning.
    pub fn lead(&self) -> Option<(String, bool)> {
        match self.focus {
            Focus::Timeline => timeline_lead(self).map(|words| (words, false)),
            Focus::List | Focus::Detail | Focus::Filter | Focus::Search => {
                list_lead(self).map(|words| (words, true))
            }
        }
    }

    /// Returns the keys that fit in `width` cells, from left to right; palette, help and quit
    /// are among them as far as there is room.
    pub fn hints(&self, width: usize) -> Vec<Hint> {
        let always = |hint: &Hint| hint.action.is_always_offered();
        let lead = self.lead().map_or(0, |(words, _)| text_fit::own_width(&words));
        let mut offered = offered(self);
        let reserved =
            |offered: &[Hint]| offered.iter().filter(|hint| always(hint)).map(Hint::width).sum::<usize>();
        // The blanks after the last one may be cut, and nothing else.
        let whole = (width + 2).saturating_sub(1 + lead);
        while reserved(&offered) > whole
            && let Some(first) = offered.iter().position(always)
        {
            offered.remove(first);
        }
        let mut room = width.saturating_sub(1 + lead).saturating_sub(reserved(&offered));
        let mut at = 1 + lead;
        let mut hints = Vec::new();
        for mut hint in offered {
            if !always(&hint) {
                let Some(rest) = room.checked_sub(hint.width()) else { continue };
                room = rest;
            }
            hint.at = at;
            at += hint.width();
            hints.push(hint);
        }
        hints
    }

    /// Returns what a click on a cell of the last line does: nothing while it shows what just happened.
    pub fn hint_at(&self, width: usize, cell: usize) -> Option<Hint> {
        let mut hints = self.hints(width).into_iter().filter(|_| self.notice.is_none());
        // The two blanks after a hint are not part of it.
        hints.find(|hint| (hint.at..hint.at + hint.width() - 2).contains(&cell))
    }
}

/// Returns the keys that are worth a word in the footer, those of the focused pane first.
fn offered(app: &App) -> Vec<Hint> {
    let context = app.context();
    let all = app.keymap.bindings();
    let of = |wanted: Context| {
        all.iter().filter(move |binding| {
            binding.context == wanted && !binding.footer.is_empty() && !binding.keys.is_empty()
        })
    };
    let is_free = |binding: &&Binding| {
        let taken = |other: &Binding| other.context == context && other.keys.first() == binding.keys.first();
        context.reach() == Reach::All && !all.iter().any(taken)
    };
    let bindings = of(context).chain(of(Context::Anywhere).filter(is_free));
    let bindings = bindings.filter(|binding| does_something(app, context, binding.action));
    let hint = |binding: &Binding| Hint {
        at: 0,
        label: first_label(binding),
        words: binding.footer,
        action: binding.action,
    };
    bindings.map(hint).collect()
}

/// Returns the beginning of the footer while the timeline is focused: the time of the marked or selected
/// columns, and their counts.
fn timeline_lead(app: &App) -> Option<String> {
    let timeline = app.timeline.shown().filter(|_| app.focus == Focus::Timeline && app.overlay.is_none());
    let columns = app.timeline.selected().or_else(|| app.marked_column().map(|column| column..=column));
    let (Some(timeline), Some(columns)) = (timeline, columns) else { return None };
    let (from, to) = borders(timeline, &columns);
    let local = |millis| app.local(Time::from_millis(millis));
    let (from, to) = (local(from), local(to));
    let digits = if timeline.step % 60_000 == 0 { 5 } else { 8 };
    let words = |time: LocalTime, with_date: bool| {
        let (date, clock) = (time.date(), time.clock());
        // Columns of days begin at midnight, until clocks are changed, and may be years apart.
        if timeline.step % DAY == 0 && clock == "00:00:00" {
            return date;
        }
        let date = date.get(5..).filter(|_| with_date).map(|date| format!("{date} ")).unwrap_or_default();
        format!("{date}{}", clock.get(..digits).unwrap_or_default())
    };
    let (mut total, mut failed) = (0, 0);
    for count in columns.map(|column| timeline.count(column)) {
        total += count.total() as usize;
        failed += count.failed as usize;
    }
    let failed = if failed > 0 { format!(", {} failed", number(failed)) } else { String::new() };
    let range = format!("{} → {}", words(from, true), words(to, from.day() != to.day()));
    Some(format!("{range} · {}{failed}  ", number(total)))
}

/// Returns the beginning of the footer: which columns are shown, if some that are asked for or scrolled to are
/// not.
fn list_lead(app: &App) -> Option<String> {
    let is_covered = app.shows_groups() || app.overlay.is_some() || app.focus != Focus::List;
    let widths = app.list.widths(list_width(app.areas().list));
    // The default columns are left out in silence, because they are chosen by their importance.
    let is_worth_it = app.list.is_scrolled() || app.list.columns().iter().any(|column| column.is_added);
    widths.words().filter(|_| is_worth_it && !is_covered).map(|words| format!("{words}  "))
}

/// Returns whether a key of the footer has something to work on: a row under the cursor that it opens, copies
/// or filters by, or a timeline.
fn does_something(app: &App, context: Context, action: Action) -> bool {
    if let Some(Overlay::Inventory(pane)) = &app.overlay {
        let moves_in_map = matches!(action, Action::Time(_));
        return (!moves_in_map || pane.is_on_map()) && (action != Action::Open || pane.opens());
    }
    if action == Action::Case(CaseAction::OpenOther) {
        return app.case.other.is_some();
    }
    let is_about_row = matches!(
        action,
        Action::Open
            | Action::Pivot(_)
            | Action::Copy(_)
            | Action::Time(TimeAction::Focus)
            | Action::Case(CaseAction::Mark | CaseAction::Note)
    );
    let is_without_row = context == Context::List && app.list.current().is_none()
        || context == Context::Groups && app.groups.as_ref().is_none_or(|groups| groups.current().is_none());
    !(is_about_row && is_without_row)
}
