//! What each action does: routes it to its pane, and keeps panes in step.

mod arrange;
mod ask;
mod back;
mod complete;
mod copy;
mod group;
pub(super) mod integrity;
mod inventory;
mod mouse;
mod palette;
mod pivot;
mod record;
mod time;

use super::app::{App, Focus, Overlay};
use super::input::action::Action;
use super::message::Effect;
use super::panes::menu::{Choice, CopyKind, Menu};
use super::panes::page::Page;
use super::panes::palette::Palette;
use super::window::Window;
use crate::ingest::Report;
use crate::query::engine::worker::Answer;
use crate::query::groups::group::Group;
use crate::tui::input::keymap::look_up;
use crate::tui::message::Msg;
use back::{back, cancel};
use crossterm::event::KeyEvent;
use std::sync::Arc;

fn act(app: &mut App, action: Action) -> Vec<Effect> {
    match action {
        Action::Quit => vec![Effect::Quit(None)],
        Action::Cancel => cancel(app),
        Action::Suspend => vec![Effect::Suspend],
        Action::Redraw => vec![Effect::Redraw],
        Action::Help => open(app, Overlay::Page(Page::keys(app.context()))),
        Action::Palette => open(app, Overlay::Palette(Box::new(Palette::new(app.context(), &app.questions)))),
        Action::Accounting => app.open_account(),
        Action::Mouse => toggle_mouse(app),
        Action::Back => back(app),
        Action::Accept => accept(app),
        Action::Filter => {
            app.focus = Focus::Filter;
            app.filter.begin();
            Vec::new()
        }
        Action::History(step) => recall(app, step),
        Action::Complete(step) => complete::complete(app, step),
        Action::GroupByPrincipal
        | Action::GroupByError
        | Action::GroupMenu
        | Action::GroupWithin
        | Action::GroupOrder
        | Action::GroupFold
        | Action::PrincipalLevel => app.group(action),
        Action::Copy => app.copy(CopyKind::Pretty),
        Action::CopyMenu if app.shows_groups() || app.current().is_none() => {
            app.say("there is no event to copy")
        }
        Action::CopyMenu => open(app, Overlay::Menu(Menu::copy(app.focus == Focus::Detail))),
        Action::Keep(_)
        | Action::Follow
        | Action::Around
        | Action::Reduce(_)
        | Action::ShowHidden
        | Action::UndoFilter(_) => app.pivot(action),
        Action::Reverse => {
            app.list.reverse();
            Vec::new()
        }
        Action::Unfold => {
            app.unfolded = !app.unfolded;
            app.ask()
        }
        _ if matches!(app.overlay, Some(Overlay::Accounting(_))) && action.is_in_account() => {
            app.act_in_account(action)
        }
        Action::Time(action) => app.act_in_time(action),
        Action::Open => open_current(app),
        Action::NextPane => next_pane(app),
        Action::OtherEvent(step) => {
            app.list.touch();
            app.list.window.move_by(step);
            Vec::new()
        }
        Action::Move(_) | Action::Page(_) | Action::First | Action::Last => go(app, action),
        _ => in_tree(app, action),
    }
}

fn toggle_mouse(app: &mut App) -> Vec<Effect> {
    app.mouse = !app.mouse;
    let given = "the terminal selects text with the mouse; press M to use the mouse here again";
    app.say(if app.mouse { "the mouse works in trailsift again" } else { given });
    vec![Effect::Mouse(app.mouse)]
}

fn open(app: &mut App, overlay: Overlay) -> Vec<Effect> {
    app.overlay = Some(overlay);
    Vec::new()
}

fn accept(app: &mut App) -> Vec<Effect> {
    match (&app.overlay, app.focus) {
        (Some(Overlay::Menu(menu)), _) => menu.current().map(|choice| app.choose(choice)).unwrap_or_default(),
        (Some(Overlay::Palette(palette)), _) => {
            palette.current().map(|pick| app.pick(pick)).unwrap_or_default()
        }
        (None, Focus::Search) => {
            app.search.remember();
            app.focus = Focus::Detail;
            Vec::new()
        }
        _ => back(app),
    }
}

fn recall(app: &mut App, step: isize) -> Vec<Effect> {
    match app.focus {
        Focus::Filter if app.filter.recall(step) => app.ask(),
        Focus::Search if app.search.recall(step) => app.search_as_typed(),
        _ => Vec::new(),
    }
}

impl App {
    /// Does an action.
    pub(in crate::tui) fn act(&mut self, action: Action) -> Vec<Effect> {
        act(self, action)
    }

    /// Handles a message and returns the effects for the loop.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let mut effects = match msg {
            Msg::Key(key) => self.press(key),
            Msg::Mouse(mouse) => self.point(mouse),
            Msg::Paste(text) => self.paste(&text),
            Msg::Resize(columns, rows) => {
                self.size = (columns, rows);
                // The terminal may have been another size in between, and have lost what stood outside of it.
                let mut effects = vec![Effect::Redraw];
                effects.extend(self.ask_for_columns());
                effects
            }
            Msg::Loaded(report) => self.load(*report),
            Msg::Answered(answer) => self.answer(*answer),
            Msg::Read(read) => {
                self.detail.take_read(&self.store, *read);
                Vec::new()
            }
            Msg::Copied(what, result) => {
                self.notice = Some(super::update::copy::notice(what, result, self.copy_warning.take()));
                Vec::new()
            }
            Msg::Questions(own) => self.learn(own),
            Msg::Accounted(account) => self.show_account(*account),
            Msg::Verified(integrity) => {
                self.integrity = integrity;
                self.show_absent();
                Vec::new()
            }
            Msg::InputLost => vec![Effect::Quit(None)],
            Msg::Failed => vec![Effect::Fail],
            Msg::Stop => vec![Effect::Suspend],
            Msg::Continued => vec![Effect::Retake],
            Msg::Signal(signal) => vec![Effect::Quit(Some(signal))],
        };
        self.arrange();
        effects.extend(self.ask_for_record());
        effects
    }

    fn load(&mut self, report: Report) -> Vec<Effect> {
        self.progress = report.progress;
        match report.store {
            Some(store) => {
                self.store = store;
                let mut effects = self.ask();
                effects.extend(self.account_anew());
                effects
            }
            None => Vec::new(),
        }
    }

    fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        // The answer belongs to an earlier query.
        if answer.number != self.asked {
            return Vec::new();
        }
        self.searched = answer.searched;
        if answer.searched.is_none() {
            self.answered = answer.number;
            self.took = Some(answer.took);
        }
        self.words.clone_from(&self.asked_words);
        if let (Some(pane), Some((columns, rows))) = (&mut self.groups, answer.groups)
            && pane.columns() == columns
        {
            pane.show(rows);
        }
        self.timeline.show(answer.timeline);
        self.list.show(&answer.store, Arc::clone(&answer.events));
        self.show_current();
        let open = self.groups.as_mut().is_some_and(|groups| std::mem::take(&mut groups.open_when_counted));
        if open { self.act(Action::Open) } else { Vec::new() }
    }

    fn press(&mut self, key: KeyEvent) -> Vec<Effect> {
        self.notice = None;
        if let Some(groups) = &mut self.groups {
            groups.open_when_counted = false;
        }
        if let Some(Overlay::Menu(menu)) = &self.overlay
            && let crossterm::event::KeyCode::Char(letter) = key.code
            && let Some(choice) = menu.by_letter(letter)
        {
            return self.choose(choice);
        }
        let action = look_up(self.context(), &key);
        if !matches!(action, Some(Action::Complete(_) | Action::Back)) {
            self.completion = None;
        }
        match action {
            Some(action) => self.act(action),
            None => self.edit(key),
        }
    }

    fn edit(&mut self, key: KeyEvent) -> Vec<Effect> {
        if self.in_palette(|line| line.edit(key)) {
            return Vec::new();
        }
        match self.focus {
            Focus::Filter if self.filter.edit(key) => self.ask(),
            Focus::Search if self.search.edit(key) => self.search_as_typed(),
            _ => Vec::new(),
        }
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.in_palette(|line| line.paste(text)) {
            return Vec::new();
        }
        match self.focus {
            Focus::Filter if self.filter.paste(text) => self.ask(),
            Focus::Search if self.search.paste(text) => self.search_as_typed(),
            _ => Vec::new(),
        }
    }

    pub(in crate::tui) fn search_as_typed(&mut self) -> Vec<Effect> {
        self.detail.needle = self.search.text().to_owned();
        if self.detail.is_reading() {
            return self.say("this event is still being read");
        }
        if !self.detail.needle.is_empty() && !self.detail.find_from_here() {
            return self.say("not found in this event");
        }
        Vec::new()
    }

    /// Applies the choice of a menu.
    pub(in crate::tui) fn choose(&mut self, choice: Choice) -> Vec<Effect> {
        self.overlay = None;
        match choice {
            Choice::GroupBy(field) => self.group_by(vec![field]),
            Choice::GroupWithin(field) => self.group_within(field),
            Choice::Copy(kind) => self.copy(kind),
            Choice::Add(term) => self.add_chosen(&term),
            Choice::Pivot(filter) => self.pivot_to(&filter),
        }
    }
}

fn open_current(app: &mut App) -> Vec<Effect> {
    if !app.shows_groups() {
        app.reading = true;
        app.focus = Focus::Detail;
        return Vec::new();
    }
    // Pressed while the groups are still being counted, it counts for the first of them.
    let waiting = app.is_waiting();
    let Some(groups) = &mut app.groups else { return Vec::new() };
    groups.open_when_counted = waiting && groups.all().is_empty();
    groups.opened = groups.current().map(Group::path);
    app.list.restart();
    app.ask()
}

fn next_pane(app: &mut App) -> Vec<Effect> {
    match app.focus {
        Focus::List if !app.shows_groups() => {
            app.reading = true;
            app.focus = Focus::Detail;
        }
        _ => app.focus = Focus::List,
    }
    Vec::new()
}

/// The window that movement keys act on.
fn window(app: &mut App) -> &mut Window {
    match (&mut app.overlay, app.focus) {
        (Some(Overlay::Menu(menu)), _) => &mut menu.window,
        (Some(Overlay::Page(page)), _) => &mut page.window,
        (Some(Overlay::Palette(palette)), _) => &mut palette.window,
        (Some(Overlay::Accounting(pane)), _) => &mut pane.window,
        (None, Focus::Detail | Focus::Search) => &mut app.detail.window,
        (None, _) => match &mut app.groups {
            Some(groups) if groups.opened.is_none() => &mut groups.window,
            _ => &mut app.list.window,
        },
    }
}

fn go(app: &mut App, action: Action) -> Vec<Effect> {
    if app.overlay.is_none()
        && matches!(app.focus, Focus::List | Focus::Filter | Focus::Timeline)
        && !app.shows_groups()
    {
        app.list.touch();
    }
    let is_page = matches!(app.overlay, Some(Overlay::Page(_)));
    let window = window(app);
    match action {
        Action::Move(rows) if is_page => window.scroll_by(rows),
        Action::Move(rows) => window.move_by(rows),
        Action::Page(halves) => window.page(halves),
        Action::First => window.select(0),
        _ => window.select(usize::MAX),
    }
    Vec::new()
}

fn in_tree(app: &mut App, action: Action) -> Vec<Effect> {
    let pane = &mut app.detail;
    match action {
        Action::Collapse => pane.collapse(),
        Action::Expand => pane.expand(),
        Action::Toggle => pane.toggle(),
        Action::CollapseSiblings => pane.fold_siblings(true),
        Action::ExpandSiblings => pane.fold_siblings(false),
        Action::Level(level) => pane.set_level(level),
        Action::Search => {
            app.search.set("");
            app.focus = Focus::Search;
        }
        Action::NextMatch | Action::PreviousMatch => {
            if pane.is_reading() {
                return app.say("this event is still being read");
            }
            if pane.needle.is_empty() {
                return app.say("no search text yet; / searches in this event");
            }
            if !pane.find(action == Action::PreviousMatch) {
                return app.say("not found in this event");
            }
        }
        _ => {}
    }
    Vec::new()
}
