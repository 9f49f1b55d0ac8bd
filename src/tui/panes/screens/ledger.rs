//! What still stands: the ledger of the changes that the listed events made, by kind; credentials that are still valid,
//! and what was undone here and made before. Its texts are made when a ledger arrives; drawing only reads them.

use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use super::inventory_keys::event_filter;
use crate::export::ledger::{actor, headline, state_words};
use crate::insight::ledger::{ChangeKind, Ledger, LedgerLine};
use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::{Event, Store};
use crate::tui::input::action::{Action, Context, FilterAction, PivotAction};
use crate::tui::layout;
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::panes::menus::choice::Choice;
use crate::tui::panes::menus::narrowing::Narrowing;
use crate::tui::panes::menus::overlay::{OverlayAnswer, OverlayPane, row_in};
use crate::tui::window::Window;

/// A line on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerRow {
    /// An empty line.
    Blank,
    /// What follows, and how many of it.
    Heading(String),
    /// An entry.
    Entry(usize),
}

/// A change, a credential, or something that was made before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// When it happened; of a credential, until when it is valid.
    pub time: Time,
    /// The call.
    pub call: String,
    /// What it was done to.
    pub what: String,
    /// Who did it.
    pub by: String,
    /// What became of it, in short.
    pub state: String,
    /// The same with the event that led to it, and the account and Region.
    pub about: String,
    /// Whether it is still there.
    pub stands: bool,
    /// The filter for its events.
    filter: String,
    /// The heading that it belongs to.
    heading: &'static str,
}

/// The pane.
#[derive(Debug, Default)]
pub struct LedgerPane {
    /// The first line; empty until a ledger arrives.
    pub headline: String,
    /// What is typed to narrow the lines.
    pub narrowing: Narrowing,
    /// Cursor and scroll position.
    pub window: Window,
    /// Whether what was undone is listed too.
    pub all: bool,
    rows: Vec<LedgerRow>,
    entries: Vec<LedgerEntry>,
    /// The events whose ledger it is, and how many events were loaded then.
    of: Option<(Arc<Vec<Event>>, usize)>,
}

/// The headings of what is not a change.
const LIVE: &str = "credentials that are valid after the newest event";
const BEFORE: &str = "undone here, but not made in these files";

/// At most this many events are named in a filter.
const MOST_EVENTS: usize = 20;

impl LedgerPane {
    /// Returns whether it needs another ledger for these events; from then on it waits for that.
    pub fn lacks(&mut self, events: &Arc<Vec<Event>>, store: &Store) -> bool {
        let known = self.of.as_ref();
        if known.is_some_and(|(of, loaded)| Arc::ptr_eq(of, events) && *loaded == store.len()) {
            return false;
        }
        self.of = Some((Arc::clone(events), store.len()));
        true
    }

    /// Shows a ledger.
    pub fn show(&mut self, ledger: &Ledger, store: &Store) {
        self.headline = headline(ledger);
        self.entries.clear();
        for kind in ChangeKind::ALL {
            let lines = ledger.lines.iter().filter(|line| line.pair.kind == kind);
            self.entries.extend(lines.map(|line| change(store, line)));
        }
        self.entries.extend(ledger.live.iter().map(|live| LedgerEntry {
            time: live.expires,
            call: "valid until".to_owned(),
            what: live.key.clone(),
            by: actor(store, live.event),
            state: if live.by_service { "service" } else { "valid" }.to_owned(),
            about: format!("acts as {}, given {}", live.acts_as, store.time(live.event)),
            stands: true,
            filter: event_filter(store, live.event),
            heading: LIVE,
        }));
        self.entries.extend(ledger.before.iter().map(|before| LedgerEntry {
            time: store.time(before.by),
            call: store.value(before.by, Column::EventName).to_owned(),
            what: before.what_words(),
            by: actor(store, before.by),
            state: "undone".to_owned(),
            about: format!("undoes {}, of which these files have no record", before.pair.make),
            stands: true,
            filter: event_filter(store, before.by),
            heading: BEFORE,
        }));
        self.narrow();
    }

    /// Returns the lines, of which the window shows a part.
    pub fn rows(&self) -> &[LedgerRow] {
        &self.rows
    }

    /// Returns an entry.
    pub fn entry(&self, at: usize) -> Option<&LedgerEntry> {
        self.entries.get(at)
    }

    /// Returns the entry under the cursor.
    pub fn current(&self) -> Option<&LedgerEntry> {
        match self.rows.get(self.window.cursor())? {
            LedgerRow::Entry(at) => self.entry(*at),
            LedgerRow::Blank | LedgerRow::Heading(_) => None,
        }
    }

    /// Returns how many entries are listed, and of how many.
    pub fn counts(&self) -> (usize, usize) {
        let listed = self.rows.iter().filter(|row| matches!(row, LedgerRow::Entry(_))).count();
        (listed, self.entries.len())
    }

    /// Makes the lines of the entries that match what is typed.
    fn narrow(&mut self) {
        let texts: Vec<(String, String)> = self
            .entries
            .iter()
            .map(|entry| {
                (
                    format!("{} {}", entry.call, entry.what),
                    format!("{} {} {}", entry.by, entry.state, entry.heading),
                )
            })
            .collect();
        self.narrowing.find(texts.iter().map(|(name, about)| (name.as_str(), about.as_str())));
        let mut found: Vec<usize> = self.narrowing.found().iter().map(|(at, _)| *at).collect();
        found.sort_unstable();
        found.retain(|&at| self.entries.get(at).is_some_and(|entry| self.all || entry.stands));
        self.rows.clear();
        let heading = |at: &usize| self.entries.get(*at).map_or("", |entry| entry.heading);
        for of_heading in found.chunk_by(|one, other| heading(one) == heading(other)) {
            let name = of_heading.first().map_or("", heading);
            if !self.rows.is_empty() {
                self.rows.push(LedgerRow::Blank);
            }
            self.rows.push(LedgerRow::Heading(format!("{name} ({})", of_heading.len())));
            self.rows.extend(of_heading.iter().map(|&at| LedgerRow::Entry(at)));
        }
        self.window.set_total(self.rows.len());
        self.stop_on_entry(0);
    }

    /// Moves from a line without an entry to the next one, in the direction of the last step.
    fn stop_on_entry(&mut self, before: usize) {
        let at = self.window.cursor();
        let is_entry = |row: &usize| matches!(self.rows.get(*row), Some(LedgerRow::Entry(_)));
        let (after, back) = ((at..self.rows.len()).find(is_entry), (0..=at).rev().find(is_entry));
        let row = if at < before { back.or(after) } else { after.or(back) };
        self.window.select(row.unwrap_or(at));
    }

    fn choose(&self, form: impl Fn(&str) -> Choice) -> OverlayAnswer {
        OverlayAnswer::choosing(self.current().map(|entry| form(&entry.filter)))
    }
}

fn change(store: &Store, line: &LedgerLine) -> LedgerEntry {
    let first = line.first().unwrap_or_default();
    let account = store.value(first, Column::Account);
    let region = if line.pair.is_global() { "" } else { store.value(first, Column::AwsRegion) };
    LedgerEntry {
        time: store.time(first),
        call: line.pair.make.to_owned(),
        what: line.what_words(),
        by: actor(store, first),
        state: line.state.name().to_owned(),
        about: format!("{}; account {account} {region}", state_words(store, line)).trim_end().to_owned(),
        stands: line.state.is_standing(),
        filter: events_filter(store, line),
        heading: line.pair.kind.about(),
    }
}

/// Returns the filter for the events of a line: those that made it, and the one that ended it.
fn events_filter(store: &Store, line: &LedgerLine) -> String {
    let events = line.made.iter().copied().take(MOST_EVENTS).chain(line.state.by());
    let filters: Vec<String> = events.map(|event| event_filter(store, event)).collect();
    match filters.as_slice() {
        [only] => only.clone(),
        _ => format!("({})", filters.join(" | ")),
    }
}

impl OverlayPane for LedgerPane {
    fn context(&self) -> Context {
        if self.narrowing.is_typing() { Context::Narrowing } else { Context::Ledger }
    }

    fn title(&self) -> &'static str {
        "What still stands"
    }

    fn area(&self, screen: Rect) -> Rect {
        layout::inventory(screen)
    }

    fn arrange(&mut self, screen: Rect) {
        let rows = self.narrowing.rows(layout::ledger_parts(screen).1);
        self.window.set_height(usize::from(rows.height));
    }

    fn window(&mut self) -> &mut Window {
        &mut self.window
    }

    fn go(&mut self, action: crate::tui::input::action::MoveAction) {
        let before = self.window.cursor();
        self.window.go(action);
        self.stop_on_entry(before);
    }

    fn scroll(&mut self, rows: isize) {
        let before = self.window.cursor();
        self.window.scroll_by(rows);
        self.stop_on_entry(before);
    }

    fn edit(&mut self, change: &mut dyn FnMut(&mut TextLine) -> bool) -> bool {
        let is_typing = self.narrowing.is_typing();
        if self.narrowing.typed().is_some_and(change) {
            self.narrow();
        }
        is_typing
    }

    fn act(&mut self, action: Action) -> Option<OverlayAnswer> {
        if self.narrowing.act(action) {
            self.narrow();
            return Some(OverlayAnswer::Stay);
        }
        if action == Action::Filter(FilterAction::ShowHidden) {
            self.all = !self.all;
            self.narrow();
            return Some(OverlayAnswer::Stay);
        }
        if let Action::Pivot(PivotAction::Keep(keeps)) = action {
            let sign = if keeps { "" } else { "!" };
            return Some(self.choose(|filter| Choice::Add(format!("{sign}{filter}"))));
        }
        let opens = matches!(action, Action::Open | Action::Accept);
        opens.then(|| self.choose(|filter| Choice::Pivot(filter.to_owned())))
    }

    fn click(&mut self, place: Position, screen: Rect) -> OverlayAnswer {
        let Some(row) = row_in(self.narrowing.rows(layout::ledger_parts(screen).1), place) else {
            return OverlayAnswer::Stay;
        };
        let line = self.window.offset() + row;
        if line == self.window.cursor() {
            return self.choose(|filter| Choice::Pivot(filter.to_owned()));
        }
        self.window.select(line);
        self.stop_on_entry(0);
        OverlayAnswer::Stay
    }
}
