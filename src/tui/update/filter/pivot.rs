//! Keys that turn what is under the cursor into filter text: filter by a value or filter it out, follow, look
//! around.

use crate::query::language::pivot::{self, Pivot};
use crate::query::row_term::row_term;
use crate::record::field::Column;
use crate::store::{Event, MISSING};
use crate::text::ascii::own_words;
use crate::tui::app::{App, Focus};
use crate::tui::input::action::PivotAction;
use crate::tui::message::{Effect, RecordUse};
use crate::tui::panes::menus::choice::Choice;
use crate::tui::panes::menus::menu::{Item, Menu};

/// The columns whose values the list offers to filter by, with the letters that they get if those are free.
const OFFERED: [(char, Column); 9] = [
    ('e', Column::EventName),
    ('s', Column::Service),
    ('w', Column::Principal),
    ('i', Column::SourceIpAddress),
    ('r', Column::AwsRegion),
    ('c', Column::ErrorCode),
    ('o', Column::Resource),
    ('y', Column::AccessKey),
    ('a', Column::UserAgent),
];

impl App {
    pub(in crate::tui::update) fn pivot(&mut self, action: PivotAction) -> Vec<Effect> {
        match action {
            PivotAction::Keep(keep) => self.keep_value(keep),
            PivotAction::Follow => self.follow(),
            PivotAction::Around => self.around_menu(),
            PivotAction::Chain => self.ask_for_chain(),
            PivotAction::Life => self.show_life(),
        }
    }

    /// Filters by (or filters out) the value under the cursor: directly if there is one, from a menu in the list.
    fn keep_value(&mut self, keep: bool) -> Vec<Effect> {
        if self.shows_groups() {
            return match self.portrait_term().or_else(|| self.group_term()) {
                Some(term) => self.keep_or_drop(&term, keep),
                None => self.say("there is no group here"),
            };
        }
        if self.focus == Focus::Detail {
            return match self.node_term() {
                Some(term) => self.keep_or_drop(&term, keep),
                None => self.say("this row has no value to filter by"),
            };
        }
        let Some(event) = self.list.current() else { return self.say("there is no event here") };
        let offered = OFFERED.iter().filter(|(_, column)| !self.store.value(event, *column).is_empty());
        let items = offered.map(|&(letter, column)| {
            let term = pivot::column_equals(column, self.store.value(event, column));
            let term = if keep { term } else { pivot::not(&term) };
            Item::lettered(letter, term.clone(), String::new(), Choice::Add(term))
        });
        self.open_menu(Menu::new(if keep { "Show only" } else { "Filter out" }, items.collect()))
    }

    pub(in crate::tui::update) fn group_term(&self) -> Option<String> {
        let path = self.groups.as_ref()?.current()?.path();
        self.path_term(&path)
    }

    /// Makes the term for the opened group.
    pub(in crate::tui) fn opened_term(&self) -> Option<String> {
        self.path_term(self.groups.as_ref()?.opened.as_ref()?)
    }

    fn path_term(&self, path: &[u32]) -> Option<String> {
        let groups = self.groups.as_ref()?;
        let terms = groups.fields.iter().zip(groups.columns()).zip(path).map(|((field, column), &value)| {
            let value = if value == MISSING { "" } else { self.store.dict(column).get(value) };
            pivot::field_equals(&self.store, field, value)
        });
        let terms: Vec<String> = terms.collect();
        Some(if terms.len() == 1 { terms.concat() } else { format!("({})", terms.join(" ")) })
    }

    /// Makes the term for the row of the tree under the cursor: its value, or the presence of an object or
    /// array.
    fn node_term(&self) -> Option<String> {
        let (at, event) = (self.detail.current()?, self.detail.event()?);
        row_term(&self.store, event, self.detail.record(), self.detail.tree(), at)
    }

    fn keep_or_drop(&mut self, term: &str, keep: bool) -> Vec<Effect> {
        if keep { self.add_term(term) } else { self.add_term(&pivot::not(term)) }
    }

    /// Offers what can be followed from the current event, once its text is available.
    fn follow(&mut self) -> Vec<Effect> {
        let Some(event) = self.current().filter(|_| !self.shows_groups()) else {
            return self.say("there is no event to follow");
        };
        self.with_record(event, RecordUse::Follow)
    }

    /// Offers what can be followed from an event.
    pub(in crate::tui::update) fn follow_menu(&mut self, event: Event, record: &[u8]) -> Vec<Effect> {
        let pivots = pivot::follow(&self.store, event, record);
        let item = |pivot: Pivot| {
            let filter = pivot.filter.clone();
            let is_texts = pivot.label == pivot::ALL_TEXTS;
            let choice = if is_texts { Choice::Texts(filter) } else { Choice::Pivot(filter) };
            Item::next(pivot.label.to_owned(), pivot.filter, choice)
        };
        self.open_menu(Menu::new("Follow", pivots.into_iter().map(item).collect()))
    }

    /// Opens the menu of time spans around the current event.
    fn around_menu(&mut self) -> Vec<Effect> {
        let Some(event) = self.current().filter(|_| !self.shows_groups()) else {
            return self.say("there is no event here");
        };
        let mut items = Vec::new();
        for (same, letters, words) in [(false, "12345", "everything"), (true, "67890", "the same principal")]
        {
            for (letter, span) in letters.chars().zip(pivot::AROUND) {
                if let Some(filter) = pivot::around(&self.store, event, span, same) {
                    let label = format!("{}{span}, {words}", own_words("±"));
                    items.push(Item::lettered(letter, label, filter.clone(), Choice::Pivot(filter)));
                }
            }
        }
        if items.is_empty() {
            return self.say("this event has no time");
        }
        self.open_menu(Menu::new("Around this event", items))
    }
}
