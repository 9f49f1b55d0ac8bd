//! One step back, or cancelling what is running.

use crate::tui::app::{App, Focus};
use crate::tui::message::Effect;
use crate::tui::panes::filter::completion::Completion;

impl App {
    /// Closes an overlay first, then cancels what is running, and finally ends the program.
    pub(super) fn cancel(&mut self) -> Vec<Effect> {
        if self.overlay.is_some() {
            return self.back();
        }
        if !self.progress.finished && !self.progress.stopped {
            self.progress.stopped = true;
            self.say("loading was stopped; the events read so far are kept");
            return vec![Effect::StopLoading];
        }
        match self.focus {
            Focus::Filter | Focus::Search => self.back(),
            Focus::List | Focus::Detail | Focus::Timeline => vec![Effect::Quit(None)],
        }
    }

    /// Goes one step back.
    pub(super) fn back(&mut self) -> Vec<Effect> {
        if self.overlay.take().is_some() {
            return Vec::new();
        }
        back(self)
    }
}

fn back(app: &mut App) -> Vec<Effect> {
    if app.filter.completion().and_then(Completion::waits_for).is_some() {
        return app.close_completion().into_iter().collect();
    }
    if app.filter.undo_completion() {
        return app.ask();
    }
    match app.focus {
        Focus::Filter => {
            app.filter.end();
            app.filter.remember();
            app.focus = Focus::List;
            app.finish_typing()
        }
        Focus::Search => {
            app.focus = Focus::Detail;
            Vec::new()
        }
        Focus::Detail => {
            app.close_event();
            Vec::new()
        }
        Focus::Timeline => {
            app.leave_timeline();
            Vec::new()
        }
        Focus::List => back_in_list(app),
    }
}

/// Ends the selected range, closes the group, then the groups, then clears the filter; never quits.
fn back_in_list(app: &mut App) -> Vec<Effect> {
    if app.list.end_range() {
        return Vec::new();
    }
    if app.detail_open {
        app.close_event();
        return Vec::new();
    }
    match &mut app.groups {
        Some(groups) if groups.portrait.is_focused => {
            app.leave_portrait();
            Vec::new()
        }
        Some(groups) if groups.opened.is_some() => {
            groups.opened = None;
            app.ask()
        }
        Some(_) => {
            app.groups = None;
            app.ask()
        }
        None if !app.filter.text().is_empty() => {
            app.filter.remember();
            app.filter.change("");
            app.ask()
        }
        None => app.say("q quits"),
    }
}
