//! Running an entry of the palette: an action in its pane, or a question in the filter bar.

use std::sync::Arc;

use crate::query::language::saved::{SavedQuery, joined, shipped};
use crate::tui::app::{App, Focus, Notice, Overlay};
use crate::tui::input::action::{Action, TimeAction};
use crate::tui::input::keymap::Context;
use crate::tui::message::Effect;
use crate::tui::panes::menu::Nesting;
use crate::tui::panes::palette::{Palette, Pick, before_path};
use crate::tui::panes::text_line::TextLine;

impl App {
    /// Adds the user's own questions, or shows why they cannot be used.
    pub(in crate::tui) fn learn(&mut self, own: Result<Vec<SavedQuery>, String>) -> Vec<Effect> {
        match own {
            Ok(own) => self.questions = joined(shipped(), own).into_iter().map(Arc::new).collect(),
            Err(text) => self.notice = Some(Notice { text, is_warning: true }),
        }
        Vec::new()
    }

    /// Opens the palette over the pane that has the keys.
    pub(super) fn open_palette(&mut self) -> Vec<Effect> {
        let palette = Palette::new(self.context(), &self.questions);
        self.put_over(Overlay::Palette(Box::new(palette)))
    }

    /// Opens the palette for a path to group by to be typed.
    pub(super) fn ask_path(&mut self, within: Nesting) -> Vec<Effect> {
        let effects = self.open_palette();
        self.in_palette(|line| line.replace(before_path(within)));
        effects
    }

    /// Edits the palette's line; returns whether the palette is open.
    pub(in crate::tui) fn in_palette(&mut self, change: impl FnOnce(&mut TextLine) -> bool) -> bool {
        let Some(Overlay::Palette(palette)) = &mut self.overlay else { return false };
        if change(&mut palette.line) {
            palette.narrow();
        }
        true
    }

    /// Runs an entry of the palette.
    pub(in crate::tui) fn pick(&mut self, pick: Pick) -> Vec<Effect> {
        self.overlay = None;
        match pick {
            // What its rows hold is known once it is there.
            Pick::Action(_, Context::Inventory) => self.open_account(),
            Pick::Action(action, pane) if self.go_to(pane) => self.act(action),
            Pick::Action(..) => Vec::new(),
            Pick::GroupBy(field) => self.group_by(vec![field]),
            Pick::GroupByPath(path, within) => self.group_by_path(&path, within),
            Pick::Elsewhere(words) => self.say(words),
            Pick::Question(question) => self.put_question(&question),
        }
    }

    /// Goes to the pane of an action; returns whether it is on the screen, and shows a notice if not.
    fn go_to(&mut self, pane: Context) -> bool {
        if pane == self.context() {
            return true;
        }
        let reason = match pane {
            Context::Detail if self.shows_groups() || self.current().is_none() => {
                "this needs an event on the screen"
            }
            Context::Groups if !self.shows_groups() => {
                "this needs groups on the screen; p, e and b make them"
            }
            Context::List if self.shows_groups() => {
                "this needs the event list; enter opens a group, esc closes the groups"
            }
            Context::Detail => {
                self.read_event();
                return true;
            }
            Context::Timeline => {
                self.act(Action::Time(TimeAction::Focus));
                return self.focus == Focus::Timeline;
            }
            Context::List | Context::Groups => {
                self.focus = Focus::List;
                return true;
            }
            Context::Typing
            | Context::Menu
            | Context::Palette
            | Context::Page
            | Context::Inventory
            | Context::Anywhere => return true,
        };
        self.say(reason);
        false
    }

    /// Replaces the filter with a question; undo brings the filter back.
    fn put_question(&mut self, question: &SavedQuery) -> Vec<Effect> {
        self.filter.remember();
        self.filter.change(&question.filter);
        self.filter.remember();
        self.focus = Focus::List;
        self.detail_open = false;
        self.groups = None;
        self.say(format!("{}: {}", question.name, question.why));
        match question.group {
            Some(field) => self.group_by(vec![field]),
            None => self.ask(),
        }
    }
}
