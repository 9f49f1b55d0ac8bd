//! The explorer's state and the one place that changes it: `update` takes what happened and returns what is to be done
//! outside. Panes keep their own state; here they are joined.

use std::sync::Arc;
use std::time::Duration;

use ratatui::layout::Rect;

use super::input::keymap::Context;
use super::layout::{self, Areas, Shape};
use super::message::Effect;
use super::panes::completion::Completion;
use super::panes::detail::DetailPane;
use super::panes::filter_bar::FilterBar;
pub use super::panes::focus::{Focus, Notice, Overlay};
use super::panes::groups::GroupsPane;
use super::panes::integrity::Integrity;
use super::panes::list::ListPane;
use super::panes::timeline::TimelinePane;
use super::theme::Theme;
use crate::ingest::Progress;
use crate::query::engine::filter::Searched;
use crate::query::language::expr::Expr;
use crate::query::language::saved::{self, SavedQuery};
use crate::query::language::syntax::ParseError;
use crate::query::matcher::fuzzy::Word;
use crate::store::{Event, Store};
use crate::verify::Keys;

/// Everything that the screen shows.
#[derive(Debug)]
#[allow(missing_docs, reason = "the panes' own docs tell")]
pub struct App {
    pub name: String,
    /// The opened paths, for the command line that can be copied.
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
    /// Saved questions.
    pub questions: Vec<Arc<SavedQuery>>,
    /// Words of the filter whose results are shown, for underlining matches.
    pub words: Vec<Word>,
    /// The completion that is open in the filter bar.
    pub completion: Option<Completion>,
    /// The mistake in the filter, if it has one.
    pub mistake: Option<ParseError>,
    /// How many files a running text search has read.
    pub searched: Option<Searched>,
    /// Time that the shown answer took.
    pub took: Option<Duration>,
    /// Whether repeated deliveries are shown.
    pub unfolded: bool,
    /// Results of validating the files against the digests.
    pub integrity: Integrity,
    /// The public keys that signatures are verified with.
    pub keys: Arc<Keys>,
    /// The warning about the copy that is being made.
    pub(super) copy_warning: Option<String>,
    pub(super) mouse: bool,
    pub(super) reading: bool,
    pub(super) size: (u16, u16),
    /// The last valid filter.
    pub(super) expr: Expr,
    pub(super) asked: u64,
    pub(super) asked_words: Vec<Word>,
    pub(super) asked_columns: usize,
    pub(super) answered: u64,
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
            questions: saved::shipped().into_iter().map(Arc::new).collect(),
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

    /// What the layout has to place on the screen.
    pub fn shape(&self) -> Shape {
        // Always room for the error line, so that nothing jumps when the cursor moves from a failed event to another.
        Shape { groups: self.shows_groups(), detail: self.reading, facts: 6 }
    }

    /// Whether the groups replace the list.
    pub fn shows_groups(&self) -> bool {
        self.groups.as_ref().is_some_and(|groups| groups.opened.is_none())
    }

    /// Areas of the current screen.
    pub fn areas(&self) -> Areas {
        layout::split(self.size, self.shape())
    }

    /// Columns and rows of the current screen.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// The current screen.
    pub fn screen(&self) -> Rect {
        Rect::new(0, 0, self.size.0, self.size.1)
    }

    /// The context that decides what a key means.
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

    /// Number of events without a filter.
    pub fn shown_without_filter(&self) -> usize {
        let folded = if self.unfolded { 0 } else { self.store.folds().count() };
        self.store.len() - folded
    }

    /// Whether an answer is pending.
    pub fn is_waiting(&self) -> bool {
        self.asked > self.answered
    }

    /// The event that copy, follow and similar actions use.
    pub fn current(&self) -> Option<Event> {
        if self.focus == Focus::Detail { self.detail.event() } else { self.list.current() }
    }

    /// Shows a notice in the footer.
    pub(super) fn say(&mut self, text: impl Into<String>) -> Vec<Effect> {
        self.notice = Some(Notice { text: text.into(), is_warning: false });
        Vec::new()
    }
}
