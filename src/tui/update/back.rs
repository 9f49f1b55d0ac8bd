//! One step back, or cancelling what is running.

use crate::tui::app::{App, Focus, Overlay};
use crate::tui::message::Effect;

/// Cancels what is running; quits if nothing is.
pub(super) fn cancel(app: &mut App) -> Vec<Effect> {
    if !app.progress.finished && !app.progress.stopped {
        app.progress.stopped = true;
        app.say("loading was stopped; the events read so far are kept");
        return vec![Effect::StopLoading];
    }
    if matches!(app.overlay, Some(Overlay::Palette(_))) {
        return back(app);
    }
    match app.focus {
        Focus::Filter | Focus::Search => back(app),
        _ => vec![Effect::Quit(None)],
    }
}

pub(super) fn back(app: &mut App) -> Vec<Effect> {
    if app.overlay.take().is_some() {
        return Vec::new();
    }
    if let Some(completion) = app.completion.take() {
        app.filter.set(completion.original());
        return app.ask();
    }
    match app.focus {
        Focus::Filter => {
            app.filter.end();
            app.filter.remember();
            app.focus = Focus::List;
            Vec::new()
        }
        Focus::Search => {
            app.focus = Focus::Detail;
            Vec::new()
        }
        Focus::Detail => {
            app.focus = Focus::List;
            app.reading = false;
            Vec::new()
        }
        Focus::Timeline => {
            app.leave_timeline();
            Vec::new()
        }
        Focus::List => back_in_list(app),
    }
}

/// Closes the group, then the groups, then clears the filter; never quits.
fn back_in_list(app: &mut App) -> Vec<Effect> {
    if app.reading {
        app.reading = false;
        return Vec::new();
    }
    match &mut app.groups {
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
