//! The explorer's state. `update` alone changes it: it takes what happened and returns what is to be done
//! outside. Panes keep their own state; here they are joined.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::input::keymap::{Context, Keymap};
use super::layout::{self, Areas, Shape};
use super::layout_choice::PaneLayout;
use super::message::Effect;
pub use super::panes::Overlay;
use super::panes::arrival::Arrival;
use super::panes::case_state::CaseState;
use super::panes::clock::{Clock, ClockStyle};
use super::panes::event::detail::DetailPane;
use super::panes::event::facts::warnings;
use super::panes::event::news_fact::AskedNews;
use super::panes::filter::completion::Completion;
use super::panes::filter::lists::Lists;
use super::panes::filter::paths::KnownPaths;
use super::panes::filter::query::Query;
use super::panes::filter::text_line::TextLine;
pub use super::panes::focus::{Focus, Notice, Texts};
use super::panes::groups::GroupsPane;
use super::panes::list::pane::ListPane;
use super::panes::look::Look;
use super::panes::saved_view::SavedViews;
use super::panes::screens::integrity::Integrity;
use super::panes::surveys::Surveys;
use super::panes::tabs::Tabs;
use super::panes::timeline::TimelinePane;
use super::panes::troubles::Troubles;
use super::theme::Theme;
use crate::export::meanings::chain::ChainOf;
use crate::ingest::Progress;
use crate::query::engine::near_miss::{Apart, Elsewhere};
use crate::query::language::saved::{self, SavedQuery};
use crate::query::rules::set::RuleSet;
use crate::record::time::Time;
use crate::record::time::zone::{LocalTime, Zone};
use crate::store::{Event, Store};
use crate::verify::Keys;

/// Facts of a failed event with a resource.
const USUAL_FACTS: u16 = 9;

/// Everything that the screen shows.
#[derive(Debug)]
#[expect(missing_docs, reason = "the panes' own docs tell")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct App {
    pub name: String,
    /// The opened paths, for the command line that can be copied.
    pub paths: Vec<String>,
    pub theme: Theme,
    /// The keys that hold.
    pub keymap: Keymap,
    /// Which theme was chosen, and colours of one's own.
    pub look: Look,
    /// Folders that were opened before, the newest first.
    pub recent: Vec<String>,
    /// How each was looked at.
    pub views: SavedViews,
    pub store: Store,
    /// What replaces the store.
    pub arrival: Arrival,
    pub progress: Progress,
    pub list: ListPane,
    pub detail: DetailPane,
    pub groups: Option<GroupsPane>,
    pub timeline: TimelinePane,
    /// How times are shown; changed by [`Self::set_clock`].
    pub clock: Clock,
    pub filter: Query,
    /// The files that the filter names.
    pub lists: Lists,
    /// The names of paths.
    pub known_paths: KnownPaths,
    /// The search line of the event.
    pub search: TextLine,
    pub focus: Focus,
    pub overlay: Option<Overlay>,
    pub notice: Option<Notice>,
    /// Saved questions.
    pub questions: Vec<Arc<SavedQuery>>,
    /// The user's own rules.
    pub rules: Arc<RuleSet>,
    /// Whether repeated deliveries are shown.
    pub unfolded: bool,
    /// Which texts of an `eventID` are listed.
    pub texts: Texts,
    /// Results of validating the files against the digests.
    pub integrity: Integrity,
    /// What the header warns of.
    pub troubles: Troubles,
    /// The public keys that signatures are verified with.
    pub keys: Arc<Keys>,
    /// Whether copies and exports get pseudonyms for what names a customer.
    pub redacts: bool,
    /// The number of the last export.
    pub(super) exports: u64,
    /// The tabs.
    pub tabs: Tabs,
    /// How the list and the event share the screen.
    pub layout: PaneLayout,
    /// How the groups and the selected one share the screen.
    pub group_layout: PaneLayout,
    /// The number that was typed before the next key.
    pub(super) number: Option<usize>,
    /// What the chain of a credential was asked of, if no key was pressed since.
    pub(super) waits_for_chain: Option<ChainOf>,
    /// The event that was picked for a comparison, and its `eventID`.
    pub(super) picked: Option<(Event, String)>,
    /// The case.
    pub case: CaseState,
    /// In what the shown event is the first of its principal.
    pub(super) event_news: AskedNews,
    /// What is counted about the selection.
    pub(super) surveys: Surveys,
    pub(super) mouse: bool,
    /// Whether the event was opened. Beside the list it may be shown in any case.
    pub(super) detail_open: bool,
    pub(super) size: (u16, u16),
}

impl App {
    /// Makes an explorer of `name` that starts with a filter, on a terminal of `size` columns and rows.
    pub fn new(name: &str, filter: &str, theme: Theme, size: (u16, u16)) -> Self {
        let mut app = Self {
            name: name.to_owned(),
            paths: vec![name.to_owned()],
            theme,
            keymap: Keymap::default(),
            look: Look::default(),
            recent: Vec::new(),
            views: SavedViews::default(),
            store: Store::default(),
            arrival: Arrival::default(),
            progress: Progress::default(),
            list: ListPane::default(),
            detail: DetailPane::default(),
            groups: None,
            timeline: TimelinePane::default(),
            clock: Clock::default(),
            filter: Query::new(filter),
            lists: Lists::default(),
            known_paths: KnownPaths::default(),
            search: TextLine::default(),
            focus: Focus::List,
            overlay: None,
            notice: None,
            questions: saved::shipped().into_iter().map(Arc::new).collect(),
            rules: Arc::default(),
            unfolded: false,
            texts: Texts::default(),
            integrity: Integrity::default(),
            troubles: Troubles::default(),
            keys: Arc::default(),
            redacts: false,
            exports: 0,
            tabs: Tabs::default(),
            layout: PaneLayout::default(),
            group_layout: PaneLayout::of_groups(),
            number: None,
            waits_for_chain: None,
            picked: None,
            case: CaseState::default(),
            event_news: AskedNews::default(),
            surveys: Surveys::default(),
            mouse: true,
            detail_open: false,
            size,
        };
        app.arrange();
        app
    }

    /// Returns what the layout has to place on the screen.
    pub fn shape(&self) -> Shape {
        // There is always room for a resource and for an error, so that nothing moves when the cursor goes from a
        // failed event to another.
        let facts = self.detail.facts();
        let needed = u16::try_from(facts.len()).unwrap_or(u16::MAX);
        Shape {
            groups: self.shows_groups(),
            detail: self.is_second_open(),
            layout: *self.pane_layout(),
            facts: needed.max(USUAL_FACTS + warnings(facts)),
        }
    }

    /// Returns whether something is being read or counted that usually finishes before anybody could see that.
    pub fn waits_for_little(&self) -> bool {
        let completes = self.filter.completion().and_then(Completion::waits_for).is_some();
        self.detail.is_loading() || self.lists.is_reading() || completes
    }

    /// Returns whether the groups replace the list.
    pub fn shows_groups(&self) -> bool {
        self.groups.as_ref().is_some_and(|groups| groups.opened.is_none())
    }

    /// Returns whether the keys go to the pane of the selected group.
    fn shows_portrait(&self) -> bool {
        let groups = self.groups.as_ref().filter(|groups| groups.opened.is_none());
        groups.is_some_and(|groups| groups.portrait.is_focused)
    }

    /// Returns the layout of the panes that are shown: list and event, or groups and the selected one.
    pub fn pane_layout(&self) -> &PaneLayout {
        if self.shows_groups() { &self.group_layout } else { &self.layout }
    }

    /// Returns whether the second of the panes was opened: the event, or the selected group alone.
    pub(super) fn is_second_open(&self) -> bool {
        if self.shows_groups() { self.group_layout.event_alone } else { self.detail_open }
    }

    /// Returns the areas of the current screen.
    pub fn areas(&self) -> Areas {
        layout::split(self.size, self.shape())
    }

    /// Returns the columns and rows of the current screen.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Returns the current screen.
    pub fn screen(&self) -> Rect {
        Rect::new(0, 0, self.size.0, self.size.1)
    }

    /// Returns the context that decides what a key means.
    pub fn context(&self) -> Context {
        match (&self.overlay, self.focus) {
            (Some(overlay), _) => overlay.pane().context(),
            (None, Focus::Filter | Focus::Search) => Context::Typing,
            (None, Focus::Detail) => Context::Detail,
            (None, Focus::Timeline) => Context::Timeline,
            (None, Focus::List) if self.shows_portrait() => Context::Portrait,
            (None, Focus::List) if self.shows_groups() => Context::Groups,
            (None, Focus::List) => Context::List,
        }
    }

    /// Returns the number of events without a filter.
    pub fn shown_without_filter(&self) -> usize {
        let folded = if self.unfolded { 0 } else { self.store.folds().count() };
        let Texts::One { left_out } = self.texts else { return self.store.len() - folded };
        self.store.len() - folded - left_out
    }

    /// Whether one text represents all that have its `eventID`.
    pub fn twins_merged(&self) -> bool {
        matches!(self.texts, Texts::One { .. })
    }

    /// Returns the words that are not in the shown columns, if nothing was found.
    pub fn elsewhere(&self) -> Option<&Elsewhere> {
        let found_nothing = self.list.events().is_empty() && !self.is_waiting();
        self.filter.near_miss().elsewhere.as_ref().filter(|_| found_nothing)
    }

    /// Returns the terms that no event has together, if nothing was found.
    pub fn apart(&self) -> Option<&Apart> {
        let found_nothing = self.list.events().is_empty() && !self.is_waiting();
        self.filter.near_miss().apart.as_ref().filter(|_| found_nothing)
    }

    /// Returns whether an answer is pending.
    pub fn is_waiting(&self) -> bool {
        self.filter.is_waiting()
    }

    /// Returns the event that copy, follow and similar actions use.
    pub fn current(&self) -> Option<Event> {
        if self.focus == Focus::Detail { self.detail.event() } else { self.list.current() }
    }

    /// Shows times in another way.
    pub fn set_clock(&mut self, clock: Clock) {
        self.list.set_zone(clock.zone().clone());
        self.clock = clock;
    }

    /// Returns the zone of dates, axes and times of day.
    pub fn zone(&self) -> &Zone {
        self.clock.zone()
    }

    /// Returns a moment as it is shown.
    pub fn local(&self, time: Time) -> LocalTime {
        self.zone().local(time)
    }

    /// Returns the moment that the times of the list are counted from, if they are: the chosen one, or that of
    /// the first listed event.
    pub fn reference(&self) -> Option<Time> {
        let first = || self.list.events().first().map(|&event| self.store.time(event));
        match self.clock.style() {
            ClockStyle::Since => self.clock.reference().or_else(first).filter(|time| *time != Time::NONE),
            ClockStyle::OfDay | ClockStyle::Gap => None,
        }
    }

    /// Shows a notice in the footer.
    pub(super) fn say(&mut self, text: impl Into<String>) -> Vec<Effect> {
        self.notice = Some(Notice { text: text.into(), is_warning: false });
        Vec::new()
    }
}
