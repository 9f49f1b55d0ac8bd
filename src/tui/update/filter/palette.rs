//! What an entry of the palette does: an action in its pane, or a question in the filter bar.

use std::sync::Arc;

use crate::query::language::saved::{SavedQuery, joined, shipped};
use crate::tui::app::{App, Focus, Notice};
use crate::tui::input::action::{Action, TimeAction};
use crate::tui::input::keymap::Context;
use crate::tui::message::Effect;
use crate::tui::panes::menus::choice::PathPurpose;
use crate::tui::panes::menus::palette_entry::before_path;

impl App {
    /// Adds the user's own questions, or shows why they cannot be used.
    pub(in crate::tui) fn learn(&mut self, own: Result<Vec<SavedQuery>, String>) -> Vec<Effect> {
        match own {
            Ok(own) => self.questions = joined(shipped(), own).into_iter().map(Arc::new).collect(),
            Err(text) => self.notice = Some(Notice { text, is_warning: true }),
        }
        Vec::new()
    }

    /// Opens the palette for a path to be typed.
    pub(in crate::tui::update) fn ask_path(&mut self, purpose: PathPurpose) -> Vec<Effect> {
        let effects = self.show(Context::Palette);
        self.edit_over(|line| line.replace(before_path(purpose)));
        effects
    }

    /// Carries out an action in a pane. An overlay is only opened, because the content of its rows is not known
    /// before.
    pub(in crate::tui::update) fn act_in(&mut self, action: Action, pane: Context) -> Vec<Effect> {
        match () {
            () if pane == self.context() => self.act(action),
            () if pane.is_overlay() => self.show(pane),
            () if self.go_to(pane) => self.act(action),
            () => Vec::new(),
        }
    }

    /// Goes to the pane of an action; returns whether it is on the screen, and shows a notice if not.
    fn go_to(&mut self, pane: Context) -> bool {
        let has_event = !self.shows_groups() && self.current().is_some();
        let reason = match () {
            () if pane == Context::Detail && !has_event => "this needs an event on the screen",
            () if pane == Context::Groups && !self.shows_groups() => {
                "this needs groups on the screen; p, e and b make them"
            }
            () if pane == Context::List && self.shows_groups() => {
                "this needs the event list; enter opens a group, esc closes the groups"
            }
            () if pane == Context::Detail => {
                self.read_event();
                return true;
            }
            () if pane == Context::Timeline => {
                self.act(Action::Time(TimeAction::Focus));
                return self.focus == Focus::Timeline;
            }
            () => {
                let has_place = [Context::List, Context::Groups].contains(&pane);
                self.focus = if has_place { Focus::List } else { self.focus };
                return true;
            }
        };
        self.say(reason);
        false
    }

    /// Replaces the filter with a question; undo brings the filter back.
    pub(in crate::tui::update) fn put_question(&mut self, question: &SavedQuery) -> Vec<Effect> {
        self.filter.remember();
        self.filter.change(&question.filter);
        self.filter.remember();
        self.close_event();
        self.groups = None;
        self.say(format!("{}: {}", question.name, question.why));
        match question.group {
            Some(field) => self.group_by(vec![field]),
            None => self.ask(),
        }
    }
}
