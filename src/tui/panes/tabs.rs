//! Tabs: other questions to the same events, each with its filter, its groups and its cursor.

use crate::query::groups::group::GroupOrder;
use crate::record::field::Field;
use crate::store::{Event, Store};

/// What a tab brings back.
#[derive(Debug, Clone, Default)]
pub struct Tab {
    /// The text of its filter.
    pub filter: String,
    /// Its groups, if it shows groups.
    pub groups: Option<Grouping>,
    /// The event under the cursor of its list.
    pub event: Option<Event>,
}

/// How a tab groups its events.
#[derive(Debug, Clone)]
pub struct Grouping {
    /// The fields, outermost first.
    pub fields: Vec<&'static Field>,
    /// The order of the groups.
    pub order: GroupOrder,
    /// The number that is summed up for each group.
    pub sum: Option<&'static Field>,
}

/// The tabs from left to right. There is always one; what the current one shows is in the panes, not here.
#[derive(Debug)]
pub struct Tabs {
    tabs: Vec<Tab>,
    current: usize,
}

/// Maximum number of tabs; more could not be told apart by their numbers.
pub const MOST_TABS: usize = 20;

/// Maximum number of characters of a filter in the name of its tab.
const MOST_WORDS: usize = 32;

impl Default for Tabs {
    fn default() -> Self {
        Self { tabs: vec![Tab::default()], current: 0 }
    }
}

impl Tab {
    /// Returns its filter, as far as a line with all tabs has room for it, and how it is grouped.
    fn words(&self) -> String {
        let filter = self.filter.trim();
        let mut words: String = filter.chars().take(MOST_WORDS).collect();
        if filter.is_empty() {
            words.push_str("all events");
        } else if words.len() < filter.len() {
            words.push('…');
        }
        for (place, field) in self.groups.iter().flat_map(|groups| &groups.fields).enumerate() {
            words.push_str(if place == 0 { " by " } else { ", " });
            words.push_str(field.title);
        }
        words
    }
}

impl Tabs {
    /// Names all tabs by what they show; the current one is in brackets.
    pub fn words(&self) -> String {
        let words = self.tabs.iter().enumerate().map(|(place, tab)| {
            let words = format!("{} {}", place + 1, tab.words());
            if place == self.current { format!("[{words}]") } else { words }
        });
        words.collect::<Vec<_>>().join(" · ")
    }

    /// Returns the number of the current tab, from 1, and how many there are.
    pub fn place(&self) -> (usize, usize) {
        (self.current + 1, self.tabs.len())
    }

    /// Keeps what is shown as a tab, and continues in a copy of it on its right. Returns whether there was room.
    pub fn open(&mut self, shown: Tab) -> bool {
        if self.tabs.len() >= MOST_TABS {
            return false;
        }
        self.tabs.insert(self.current, shown);
        self.current += 1;
        true
    }

    /// Returns the filters of the other tabs, from left to right.
    pub fn other_filters(&self) -> Vec<String> {
        let others = self.tabs.iter().enumerate().filter(|(place, _)| *place != self.current);
        others.map(|(_, tab)| tab.filter.clone()).collect()
    }

    /// Replaces the other tabs by tabs with these filters, on the right of the current one.
    pub fn reopen(&mut self, filters: &[String]) {
        let others =
            filters.iter().take(MOST_TABS - 1).map(|filter| Tab { filter: filter.clone(), ..Tab::default() });
        self.tabs = std::iter::once(Tab::default()).chain(others).collect();
        self.current = 0;
    }

    /// Called when another load is shown: the cursors stay on their events, where those are there.
    pub fn carry_over(&mut self, old: &Store, new: &Store) {
        for tab in &mut self.tabs {
            tab.event = tab.event.and_then(|event| new.same_event(old, event));
        }
    }

    /// Goes some tabs to the right, or to the left, round the ends. Returns what the tab there shows; nothing if this
    /// is the only tab.
    pub fn turn(&mut self, shown: Tab, step: isize) -> Option<Tab> {
        let count = isize::try_from(self.tabs.len()).ok().filter(|count| *count > 1)?;
        *self.tabs.get_mut(self.current)? = shown;
        let place = isize::try_from(self.current).ok()?;
        self.current = usize::try_from((place + step).rem_euclid(count)).ok()?;
        self.tabs.get(self.current).cloned()
    }

    /// Closes the current tab. Returns what the tab on its left shows, or on its right; nothing if it is the last.
    pub fn close(&mut self) -> Option<Tab> {
        if self.tabs.len() < 2 {
            return None;
        }
        self.tabs.remove(self.current);
        self.current = self.current.saturating_sub(1);
        self.tabs.get(self.current).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tab(filter: &str) -> Tab {
        Tab { filter: filter.to_owned(), ..Tab::default() }
    }

    #[test]
    fn what_a_tab_showed_comes_back() {
        let mut tabs = Tabs::default();
        assert!(tabs.turn(tab("a"), 1).is_none() && tabs.close().is_none(), "there is only one");
        assert!(tabs.open(tab("a")) && tabs.open(tab("b")));
        assert_eq!(tabs.place(), (3, 3));
        for (shown, step, filter, place) in
            [("c", -1, "b", 2), ("B", -1, "a", 1), ("a", -1, "c", 3), ("c", 1, "a", 1)]
        {
            let there = tabs.turn(tab(shown), step).map(|tab| tab.filter);
            assert_eq!((there.as_deref(), tabs.place().0), (Some(filter), place), "{shown} {step}");
        }
        assert_eq!(tabs.close().map(|tab| tab.filter).as_deref(), Some("B"), "the first is closed");
        assert_eq!(tabs.place(), (1, 2));
        while tabs.open(tab("x")) {}
        assert_eq!(tabs.place().1, MOST_TABS);
    }
}
