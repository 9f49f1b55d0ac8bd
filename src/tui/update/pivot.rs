//! Keys that turn what is under the cursor into filter text: only this, not this, follow, around, reduce, undo.

use crate::json::scan::ValueKind;
use crate::json::text::decode;
use crate::json::tree::NodeKind;
use crate::query::language::pivot;
use crate::record::field::{Column, field};
use crate::store::MISSING;
use crate::tui::app::{App, Focus, Overlay};
use crate::tui::input::action::Action;
use crate::tui::message::Effect;
use crate::tui::panes::menu::{Choice, Item, Menu};

/// Columns whose values the list offers as filters, with their letters.
const OFFERED: [(char, Column); 9] = [
    ('e', Column::EventName),
    ('s', Column::Service),
    ('w', Column::Principal),
    ('i', Column::SourceIpAddress),
    ('r', Column::AwsRegion),
    ('c', Column::ErrorCode),
    ('o', Column::Resource),
    ('k', Column::AccessKey),
    ('a', Column::UserAgent),
];

impl App {
    /// Does an action of this file.
    pub(in crate::tui) fn pivot(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Keep(keep) => self.keep_value(keep),
            Action::Follow => self.follow_menu(),
            Action::Around => self.around_menu(),
            Action::Reduce(term) => self.reduce(term),
            Action::ShowHidden => self.show_hidden(),
            Action::UndoFilter(step) => self.undo_filter(step),
            _ => Vec::new(),
        }
    }

    /// Filters by (or filters out) the value under the cursor: directly if there is one, from a menu in the list.
    fn keep_value(&mut self, keep: bool) -> Vec<Effect> {
        if self.shows_groups() {
            return match self.group_term() {
                Some(term) => self.add_term(&term, keep),
                None => self.say("there is no group here"),
            };
        }
        if self.focus == Focus::Detail {
            return match self.node_term() {
                Some(term) => self.add_term(&term, keep),
                None => self.say("this row has no value to filter by"),
            };
        }
        let Some(event) = self.list.current() else { return self.say("there is no event here") };
        let offered = OFFERED.iter().filter(|(_, column)| !self.store.value(event, *column).is_empty());
        let items = offered.map(|&(letter, column)| {
            let term = pivot::column_equals(column, self.store.value(event, column));
            let term = if keep { term } else { pivot::not(&term) };
            Item { letter, label: term.clone(), about: String::new(), choice: Choice::Add(term) }
        });
        let title = if keep { "Show only" } else { "Filter out" };
        let menu = Menu::new(title, items.collect());
        self.overlay = Some(Overlay::Menu(menu));
        Vec::new()
    }

    fn group_term(&self) -> Option<String> {
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
            pivot::equals(field.name, if value == MISSING { "" } else { self.store.dict(column).get(value) })
        });
        let terms: Vec<String> = terms.collect();
        Some(if terms.len() == 1 { terms.concat() } else { format!("({})", terms.join(" ")) })
    }

    /// Makes the term for the row of the tree under the cursor: its value, or that an object or array is present.
    fn node_term(&self) -> Option<String> {
        let at = self.detail.current()?;
        let tree = self.detail.tree();
        let node = tree.node(at)?;
        let path = Some(tree.path(at)).filter(|path| !path.is_empty())?;
        let name = field(&path).map_or(path.as_str(), |field| field.name);
        Some(match node.kind {
            NodeKind::Value(ValueKind::Object | ValueKind::Array) => format!("{name}:*"),
            NodeKind::Value(ValueKind::Null) => format!("!{name}:*"),
            NodeKind::Value(ValueKind::String) => pivot::equals(name, &decode(tree.raw(node))),
            NodeKind::Value(_) => pivot::equals(name, &String::from_utf8_lossy(tree.raw(node))),
            NodeKind::Broken => return None,
        })
    }

    fn add_term(&mut self, term: &str, keep: bool) -> Vec<Effect> {
        let term = if keep { term.to_owned() } else { pivot::not(term) };
        let filter = pivot::and(self.filter.text(), &term);
        self.change_filter(&filter)
    }

    /// Replaces the filter, as one step that can be undone. The cursor stays on its event.
    pub(in crate::tui) fn change_filter(&mut self, filter: &str) -> Vec<Effect> {
        if filter == self.filter.text() {
            return self.say("the filter already says this");
        }
        self.filter.change(filter);
        self.list.touch();
        self.ask()
    }

    /// Closes the groups and replaces the filter.
    pub(in crate::tui) fn pivot_to(&mut self, filter: &str) -> Vec<Effect> {
        self.groups = None;
        self.change_filter(filter)
    }

    /// Adds a term of a menu.
    pub(in crate::tui) fn add_chosen(&mut self, term: &str) -> Vec<Effect> {
        let filter = pivot::and(self.filter.text(), term);
        self.change_filter(&filter)
    }

    /// Adds a ready-made term to the filter, or removes it.
    fn reduce(&mut self, term: &str) -> Vec<Effect> {
        let filter = pivot::toggle(self.filter.text(), term);
        self.change_filter(&filter)
    }

    /// Negates the filter to show what it excludes, or goes back.
    fn show_hidden(&mut self) -> Vec<Effect> {
        if self.filter.text().trim().is_empty() {
            return self.say("nothing is filtered out: there is no filter");
        }
        let filter = pivot::inverse(self.filter.text());
        self.change_filter(&filter)
    }

    /// Opens the menu of values to follow from the current event.
    fn follow_menu(&mut self) -> Vec<Effect> {
        let Some(event) = self.current().filter(|_| !self.shows_groups()) else {
            return self.say("there is no event to follow");
        };
        let record = self.record(event);
        let pivots = pivot::follow(&self.store, event, &record);
        let items = ('a'..='z').zip(pivots).map(|(letter, pivot)| Item {
            letter,
            label: pivot.label.to_owned(),
            about: pivot.filter.clone(),
            choice: Choice::Pivot(pivot.filter),
        });
        let menu = Menu::new("Follow", items.collect());
        self.overlay = Some(Overlay::Menu(menu));
        Vec::new()
    }

    /// Opens the menu of time spans around the current event.
    fn around_menu(&mut self) -> Vec<Effect> {
        let Some(event) = self.current().filter(|_| !self.shows_groups()) else {
            return self.say("there is no event here");
        };
        let mut items = Vec::new();
        for (same, letters, words) in [(false, "12345", "all events"), (true, "67890", "the same principal")]
        {
            for (letter, span) in letters.chars().zip(pivot::AROUND) {
                if let Some(filter) = pivot::around(&self.store, event, span, same) {
                    let label = format!("±{span}, {words}");
                    items.push(Item { letter, label, about: filter.clone(), choice: Choice::Pivot(filter) });
                }
            }
        }
        if items.is_empty() {
            return self.say("this event has no time");
        }
        self.overlay = Some(Overlay::Menu(Menu::new("Around this event", items)));
        Vec::new()
    }

    /// Undoes (-1) or redoes (1) a filter change.
    fn undo_filter(&mut self, step: isize) -> Vec<Effect> {
        if !self.filter.undo(step) {
            return self.say(if step < 0 { "nothing to undo" } else { "nothing to redo" });
        }
        self.list.touch();
        self.ask()
    }
}
