//! What each action does: routed to the pane that it is meant for, joined where panes must follow each other.

use super::action::Action;
use super::app::{App, Focus, Overlay};
use super::message::Effect;
use super::panes::completion::Completion;
use super::panes::groups::GroupsPane;
use super::panes::menu::{Choice, CopyKind, Menu};
use super::panes::page::Page;
use super::panes::palette::Palette;
use super::window::Window;
use crate::query::complete::{candidates, term_start};
use crate::query::filter::Filter;
use crate::query::group::Group;
use crate::query::parse::parse;
use crate::store::Event;

pub(super) fn act(app: &mut App, action: Action) -> Vec<Effect> {
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
        Action::Complete(step) => complete(app, step),
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

/// Offers what may stand at the cursor; once offered, takes one after the other.
fn complete(app: &mut App, step: isize) -> Vec<Effect> {
    if app.focus != Focus::Filter {
        return Vec::new();
    }
    if let Some(completion) = &mut app.completion {
        completion.step(step);
    } else {
        let text = app.filter.text();
        let cursor = text.char_indices().nth(app.filter.cursor()).map_or(text.len(), |(at, _)| at);
        let start = term_start(text, cursor);
        let term = text.get(start..cursor).unwrap_or_default();
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
        // What negates the term goes with it.
        let before = part(0..start).trim_end_matches(['!', '-']);
        let rest = format!("{before} {}", part(cursor..text.len()));
        let candidates = candidates(&app.store, &events_without_term(app, &rest), term);
        if candidates.is_empty() {
            return app.say("nothing to complete here");
        }
        app.completion = Some(Completion::new(text, start, cursor, candidates));
    }
    if let Some(completion) = &app.completion {
        app.filter.set_with_cursor(&completion.text(), completion.cursor());
    }
    app.ask()
}

/// So many brackets may still be open where a term is completed.
const MOST_OPEN: usize = 4;

/// The events that the filter lets pass without the term that is being typed: an unfinished word may match nothing.
fn events_without_term(app: &App, rest: &str) -> Vec<Event> {
    let closed = |brackets: usize| parse(&format!("{rest}{}", ")".repeat(brackets))).ok();
    let rest = (0..=MOST_OPEN).find_map(closed).filter(|expr| !expr.needs_text()).unwrap_or_default();
    let mut events = Filter::default().answer(&app.store, &rest, app.unfolded, &|| false).unwrap_or_default();
    let scope = app.groups.as_ref().map(GroupsPane::scope).unwrap_or_default();
    events.retain(|&event| scope.iter().all(|&(column, value)| app.store.value_id(event, column) == value));
    events
}

fn toggle_mouse(app: &mut App) -> Vec<Effect> {
    app.mouse = !app.mouse;
    let given = "the terminal selects with the mouse; M takes it back";
    app.say(if app.mouse { "the mouse works here again" } else { given });
    vec![Effect::Mouse(app.mouse)]
}

fn open(app: &mut App, overlay: Overlay) -> Vec<Effect> {
    app.overlay = Some(overlay);
    Vec::new()
}

/// What is going on ends first, the program last.
fn cancel(app: &mut App) -> Vec<Effect> {
    if !app.progress.finished && !app.progress.stopped {
        app.progress.stopped = true;
        app.say("loading stops; what was read stays");
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

fn back(app: &mut App) -> Vec<Effect> {
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

/// Out of the group, out of the groups, out of the filter; never out of the program.
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
    /// Takes a choice of a menu.
    pub(super) fn choose(&mut self, choice: Choice) -> Vec<Effect> {
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

/// The window that moves act on.
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
                return app.say("nothing to look for yet; / searches in this event");
            }
            if !pane.find(action == Action::PreviousMatch) {
                return app.say("not in this event");
            }
        }
        _ => {}
    }
    Vec::new()
}
