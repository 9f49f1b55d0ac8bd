//! The explorer's state and the one place that changes it: `update` takes what happened and returns what is to be done
//! outside. Panes keep their own state; here they are joined.

use std::sync::Arc;
use std::time::Duration;

use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

use super::action::Action;
pub use super::focus::{Focus, Notice, Overlay};
use super::integrity::Integrity;
use super::keymap::{Context, look_up};
use super::message::{Effect, Msg};
use super::panes::completion::Completion;
use super::panes::detail::DetailPane;
use super::panes::filter_bar::FilterBar;
use super::panes::groups::GroupsPane;
use super::panes::list::ListPane;
use super::panes::timeline::TimelinePane;
use super::theme::Theme;
use super::view::layout::{self, Areas, Shape};
use super::view::{accounting, overlay, palette};
use crate::ingest::{self, Progress, Report};
use crate::query::expr::Expr;
use crate::query::filter::Searched;
use crate::query::fuzzy::Word;
use crate::query::parse::{ParseError, parse_with};
use crate::query::questions::{self, Question};
use crate::query::worker::{Answer, Request};
use crate::store::{Event, Store};
use crate::verify::Keys;

/// Everything that the screen shows.
#[derive(Debug)]
#[allow(missing_docs, reason = "the panes' own docs tell")]
pub struct App {
    pub name: String,
    /// The paths that were opened, for the command line that can be copied.
    pub paths: Vec<String>,
    pub theme: Theme,
    pub store: Store,
    pub progress: Progress,
    pub list: ListPane,
    pub detail: DetailPane,
    pub groups: Option<GroupsPane>,
    pub timeline: TimelinePane,
    pub filter: FilterBar,
    pub search: FilterBar,
    pub focus: Focus,
    pub overlay: Option<Overlay>,
    pub notice: Option<Notice>,
    /// Questions to be asked by name.
    pub questions: Vec<Arc<Question>>,
    /// Words of the filter whose answer is shown, for marking letters.
    pub words: Vec<Word>,
    /// What is offered at the cursor of the filter.
    pub completion: Option<Completion>,
    /// What is wrong with the filter, while something is.
    pub mistake: Option<ParseError>,
    /// How far texts have been read for an answer that is still growing.
    pub searched: Option<Searched>,
    /// How long the shown answer took.
    pub took: Option<Duration>,
    /// Whether repeated deliveries are shown.
    pub unfolded: bool,
    /// What the digests say of the files.
    pub integrity: Integrity,
    /// The public keys that signatures are verified with.
    pub keys: Arc<Keys>,
    /// What is to be said about the copy that is being made.
    pub(super) copy_warning: Option<String>,
    pub(super) mouse: bool,
    pub(super) reading: bool,
    size: (u16, u16),
    /// The last filter without a mistake.
    expr: Expr,
    asked: u64,
    asked_words: Vec<Word>,
    pub(super) asked_columns: usize,
    answered: u64,
}

impl App {
    /// An explorer of `name` that starts with a filter, on a terminal of `size` columns and rows.
    pub fn new(name: &str, filter: &str, theme: Theme, size: (u16, u16)) -> Self {
        let mut app = Self {
            name: name.to_owned(),
            paths: vec![name.to_owned()],
            theme,
            store: Store::default(),
            progress: Progress::default(),
            list: ListPane::default(),
            detail: DetailPane::default(),
            groups: None,
            timeline: TimelinePane::default(),
            filter: FilterBar::new(filter),
            search: FilterBar::default(),
            focus: Focus::List,
            overlay: None,
            notice: None,
            questions: questions::shipped().into_iter().map(Arc::new).collect(),
            words: Vec::new(),
            mistake: None,
            completion: None,
            searched: None,
            asked_words: Vec::new(),
            took: None,
            unfolded: false,
            integrity: Integrity::default(),
            keys: Arc::default(),
            copy_warning: None,
            mouse: true,
            reading: false,
            size,
            expr: Expr::default(),
            asked: 0,
            asked_columns: 0,
            answered: 0,
        };
        app.arrange();
        app
    }

    /// Takes what happened; returns what is to be done.
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
                self.notice = Some(super::copying::notice(what, result, self.copy_warning.take()));
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

    /// What is to be placed on the screen.
    pub fn shape(&self) -> Shape {
        // Always room for the error line, so that nothing jumps when the cursor moves from a failed event to another.
        Shape { groups: self.shows_groups(), detail: self.reading, facts: 6 }
    }

    /// Whether the groups stand in place of the list.
    pub fn shows_groups(&self) -> bool {
        self.groups.as_ref().is_some_and(|groups| groups.opened.is_none())
    }

    /// The areas of the screen as it is now.
    pub fn areas(&self) -> Areas {
        layout::split(self.size, self.shape())
    }

    /// Columns and rows of the screen as it is now.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// The screen as it is now.
    pub fn screen(&self) -> Rect {
        Rect::new(0, 0, self.size.0, self.size.1)
    }

    /// Where keys have their meaning now.
    pub fn context(&self) -> Context {
        match (&self.overlay, self.focus) {
            (Some(Overlay::Menu(_)), _) => Context::Menu,
            (Some(Overlay::Page(_)), _) => Context::Page,
            (Some(Overlay::Palette(_)), _) => Context::Palette,
            (Some(Overlay::Accounting(_)), _) => Context::Accounting,
            (None, Focus::Filter | Focus::Search) => Context::Typing,
            (None, Focus::Detail) => Context::Detail,
            (None, Focus::Timeline) => Context::Timeline,
            (None, Focus::List) if self.shows_groups() => Context::Groups,
            (None, Focus::List) => Context::List,
        }
    }

    /// How many events there are to filter.
    pub fn shown_without_filter(&self) -> usize {
        let folded = if self.unfolded { 0 } else { self.store.folds().count() };
        self.store.len() - folded
    }

    /// Whether an answer is still to come.
    pub fn is_waiting(&self) -> bool {
        self.asked > self.answered
    }

    /// The event that copies and the like are about.
    pub fn current(&self) -> Option<Event> {
        if self.focus == Focus::Detail { self.detail.event() } else { self.list.current() }
    }

    /// Asks for the answer to the present question.
    pub(super) fn ask(&mut self) -> Vec<Effect> {
        // While the filter has a mistake its last good form is asked, with all that changes besides: the group, the
        // events that were loaded meanwhile.
        self.mistake = match parse_with(self.filter.text(), &ingest::lines) {
            Ok(expr) => {
                self.expr = expr;
                None
            }
            Err(mistake) => Some(mistake),
        };
        let expr = self.expr.clone();
        self.asked += 1;
        self.asked_words = expr.words().into_iter().cloned().collect();
        self.asked_columns = self.columns();
        let groups = self.groups.as_ref();
        let request = Request {
            number: self.asked,
            store: self.store.clone(),
            expr,
            unfolded: self.unfolded,
            scope: groups.map(GroupsPane::scope).unwrap_or_default(),
            group_by: groups
                .filter(|groups| groups.opened.is_none())
                .map(GroupsPane::columns)
                .unwrap_or_default(),
            order: groups.map(|groups| groups.order).unwrap_or_default(),
            columns: self.asked_columns,
        };
        vec![Effect::Ask(Box::new(request))]
    }

    /// Says something in the footer.
    pub(super) fn say(&mut self, text: impl Into<String>) -> Vec<Effect> {
        self.notice = Some(Notice { text: text.into(), is_warning: false });
        Vec::new()
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
        // A later question has been asked: this answer is to one that nobody has any more.
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

    pub(super) fn search_as_typed(&mut self) -> Vec<Effect> {
        self.detail.needle = self.search.text().to_owned();
        if self.detail.is_reading() {
            return self.say("this event is still being read");
        }
        if !self.detail.needle.is_empty() && !self.detail.find_from_here() {
            return self.say("not in this event");
        }
        Vec::new()
    }

    /// Gives every window the height that it has on the screen.
    fn arrange(&mut self) {
        let areas = self.areas();
        if self.focus == Focus::Timeline && areas.timeline.is_empty() {
            self.leave_timeline();
        }
        let list = layout::rows(areas.list);
        self.list.window.set_height(usize::from(list.height));
        if let Some(groups) = &mut self.groups {
            groups.window.set_height(usize::from(list.height));
        }
        let parts = layout::detail(areas.detail, self.shape().facts);
        self.show_current();
        self.detail.resize(usize::from(parts.tree.width), usize::from(parts.tree.height));
        let screen = self.screen();
        let height = |lines: usize| usize::from(overlay::inside(overlay::area(screen, lines)).height);
        match &mut self.overlay {
            Some(Overlay::Menu(menu)) => menu.window.set_height(height(menu.items.len())),
            Some(Overlay::Page(page)) => {
                page.resize(usize::from(overlay::inside(overlay::area(screen, 0)).width).saturating_sub(1));
                page.window.set_height(height(page.lines.len()));
            }
            Some(Overlay::Palette(found)) => {
                let rows = palette::rows(screen, found).height;
                found.window.set_height(usize::from(rows));
            }
            Some(Overlay::Accounting(pane)) => {
                let lines = accounting::parts(screen).0;
                pane.resize(usize::from(lines.width).saturating_sub(1), usize::from(lines.height));
            }
            None => {}
        }
    }

    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        super::acting::act(self, action)
    }
}
