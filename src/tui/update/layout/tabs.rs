//! Tabs: keeping what is shown as one, and going from one to another.

use crate::tui::app::{App, Focus};
use crate::tui::input::action::TabAction;
use crate::tui::message::Effect;
use crate::tui::panes::groups::GroupsPane;
use crate::tui::panes::tabs::{Grouping, MOST_TABS, Tab};

impl App {
    pub(in crate::tui::update) fn act_on_tabs(&mut self, action: TabAction) -> Vec<Effect> {
        let shown = self.shown_tab();
        let tab = match action {
            TabAction::Open => {
                let is_open = self.tabs.open(shown);
                let full = format!("there can be {MOST_TABS} tabs; C-w closes one");
                let opened = "this is a new tab; } and { go from tab to tab, C-w closes one".to_owned();
                return self.say(if is_open { opened } else { full });
            }
            TabAction::Turn(step) => self.tabs.turn(shown, step),
            TabAction::Close => self.tabs.close(),
        };
        match tab {
            Some(tab) => self.show_tab(tab),
            None => self.say("there is only this tab; C-t makes another one"),
        }
    }

    /// Returns what the current tab shows.
    fn shown_tab(&self) -> Tab {
        let grouping = |groups: &GroupsPane| Grouping {
            fields: groups.fields.clone(),
            order: groups.order,
            sum: groups.sum,
        };
        Tab {
            filter: self.filter.text().to_owned(),
            groups: self.groups.as_ref().map(grouping),
            event: self.list.current(),
        }
    }

    fn show_tab(&mut self, tab: Tab) -> Vec<Effect> {
        self.filter.change(&tab.filter);
        self.groups = tab.groups.map(|grouping| {
            let mut groups = GroupsPane::new(grouping.fields).with_sum(grouping.sum);
            groups.order = grouping.order;
            groups
        });
        if let Some(event) = tab.event {
            self.list.want(event);
        }
        self.focus = Focus::List;
        self.detail_open = false;
        self.say(format!("tabs: {}", self.tabs.words()));
        self.ask()
    }
}
