//! What still stands: the ledger of the changes that the listed events made, by kind; credentials that are still valid,
//! and what was undone here and made before. Its texts are made when a ledger arrives; drawing only reads them.

use std::sync::Arc;

use super::sections::{SectionText, Sections};
use super::sections_pane::SectionsPane;
use crate::export::meanings::ledger::{actor, headline, maker_words, revoked_words, state_words};
use crate::insight::ledger::{ChangeKind, Ledger, LedgerLine};
use crate::query::language::event_term::{of_event, of_events};
use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::{Event, Store};
use crate::tui::input::action::{Action, Context, FilterAction};
use crate::tui::panes::menus::choice::Choice;
use crate::tui::panes::menus::overlay::OverlayAnswer;

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
    /// Who made the one who did it, if that is in the ledger.
    pub maker: String,
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
    /// Its lines by kind.
    pub sections: Sections,
    /// Whether what was undone is listed too.
    pub all: bool,
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
        self.entries.extend(ledger.live.iter().map(|live| {
            LedgerEntry {
                time: live.expires,
                call: "valid until".to_owned(),
                what: live.key.clone(),
                by: actor(store, live.event),
                state: match (live.revoked, live.by_service) {
                    (Some(_), _) => "revoked",
                    (None, true) => "service",
                    (None, false) => "valid",
                }
                .to_owned(),
                about: match live.revoked {
                    Some(by) => format!("acts as {}; {}", live.acts_as, revoked_words(store, by)),
                    None => format!("acts as {}, given {}", live.acts_as, store.time(live.event)),
                },
                maker: String::new(),
                stands: true,
                filter: of_event(store, live.event),
                heading: LIVE,
            }
        }));
        self.entries.extend(ledger.before.iter().map(|before| LedgerEntry {
            time: store.time(before.by),
            call: store.value(before.by, Column::EventName).to_owned(),
            what: before.what_words(),
            by: actor(store, before.by),
            state: "undone".to_owned(),
            about: format!("undoes {}, of which these files have no record", before.pair.make),
            maker: String::new(),
            stands: true,
            filter: of_event(store, before.by),
            heading: BEFORE,
        }));
        self.narrow();
    }

    /// Returns an entry.
    pub fn entry(&self, at: usize) -> Option<&LedgerEntry> {
        self.entries.get(at)
    }

    /// Returns the entry under the cursor.
    pub fn current(&self) -> Option<&LedgerEntry> {
        self.entry(self.sections.current()?)
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
        maker: maker_words(store, line),
        stands: line.state.is_standing(),
        filter: events_filter(store, line),
        heading: line.pair.kind.about(),
    }
}

/// Returns the filter for the events of a line: those that made it, and the one that ended it.
fn events_filter(store: &Store, line: &LedgerLine) -> String {
    of_events(store, line.made.iter().copied().take(MOST_EVENTS).chain(line.state.by()))
}

impl SectionsPane for LedgerPane {
    const CONTEXT: Context = Context::Ledger;

    fn heading(&self) -> &'static str {
        "What still stands"
    }

    fn sections(&self) -> &Sections {
        &self.sections
    }

    fn sections_mut(&mut self) -> &mut Sections {
        &mut self.sections
    }

    fn narrow(&mut self) {
        let text = |entry: &LedgerEntry| SectionText {
            heading: entry.heading,
            name: format!("{} {}", entry.call, entry.what),
            about: format!("{} {} {}", entry.by, entry.state, entry.heading),
        };
        let texts: Vec<SectionText> = self.entries.iter().map(text).collect();
        let (entries, all) = (&self.entries, self.all);
        self.sections.arrange(&texts, |at| all || entries.get(at).is_some_and(|entry| entry.stands), None);
    }

    fn open(&mut self) -> OverlayAnswer {
        OverlayAnswer::choosing(self.current().map(|entry| Choice::Pivot(entry.filter.clone())))
    }

    fn kept(&self, sign: &str) -> Option<Choice> {
        self.current().map(|entry| Choice::Add(format!("{sign}{}", entry.filter)))
    }

    fn switch(&mut self, action: Action) -> bool {
        let is_all = action == Action::Filter(FilterAction::ShowHidden);
        if is_all {
            self.all = !self.all;
            self.narrow();
        }
        is_all
    }
}
