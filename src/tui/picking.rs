//! What taking an entry of the palette does: an action where it belongs, or a question in the filter bar.

use std::sync::Arc;

use super::app::{App, Focus, Notice};
use super::keymap::Context;
use super::message::Effect;
use super::panes::palette::Pick;
use crate::query::questions::{Question, joined, shipped};

impl App {
    /// Offers somebody's own questions too; says so when they cannot be used.
    pub(super) fn learn(&mut self, own: Result<Vec<Question>, String>) -> Vec<Effect> {
        match own {
            Ok(own) => self.questions = joined(shipped(), own).into_iter().map(Arc::new).collect(),
            Err(text) => self.notice = Some(Notice { text, is_warning: true }),
        }
        Vec::new()
    }

    /// Takes an entry of the palette.
    pub(super) fn pick(&mut self, pick: Pick) -> Vec<Effect> {
        self.overlay = None;
        match pick {
            Pick::Action(action, pane) => match self.go_to(pane) {
                Ok(()) => self.act(action),
                Err(reason) => self.say(reason),
            },
            Pick::Question(question) => self.put_question(&question),
        }
    }

    /// Into the pane that an action is about; why not, when it is not on the screen.
    fn go_to(&mut self, pane: Context) -> Result<(), &'static str> {
        match pane {
            pane if pane == self.context() => {}
            Context::Detail if self.shows_groups() || self.current().is_none() => {
                return Err("there is no event on the screen to do that with");
            }
            Context::Detail => {
                self.reading = true;
                self.focus = Focus::Detail;
            }
            Context::Groups if !self.shows_groups() => {
                return Err("there are no groups on the screen; p, e and b make them");
            }
            Context::List if self.shows_groups() => {
                return Err("there are groups on the screen; enter opens one, esc leaves them");
            }
            Context::List | Context::Groups => self.focus = Focus::List,
            _ => {}
        }
        Ok(())
    }

    /// A question takes the place of the filter, which can be had back from the history.
    fn put_question(&mut self, question: &Question) -> Vec<Effect> {
        self.filter.remember();
        self.filter.change(&question.filter);
        self.filter.remember();
        self.focus = Focus::List;
        self.reading = false;
        self.groups = None;
        self.say(format!("{}: {}", question.name, question.why));
        match question.group {
            Some(field) => self.group_by(vec![field]),
            None => self.ask(),
        }
    }
}
