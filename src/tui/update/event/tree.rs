//! Keys of the tree of an event: collapsing, levels, and its search.

use crate::tui::app::{App, Focus};
use crate::tui::input::action::TreeAction;
use crate::tui::message::Effect;

/// Shown while the text of an event is pending.
const STILL_READ: &str = "this event is still being read";

impl App {
    pub(in crate::tui::update) fn act_in_tree(&mut self, action: TreeAction) -> Vec<Effect> {
        let is_of_tree = !matches!(
            action,
            TreeAction::Raw | TreeAction::Search | TreeAction::NextMatch | TreeAction::PreviousMatch
        );
        if is_of_tree && self.detail.raw().is_some() {
            return self.say("this is the record as it was written; r shows its tree");
        }
        let pane = &mut self.detail;
        match action {
            TreeAction::Raw => pane.toggle_raw(),
            TreeAction::Wrap => {
                let wraps = pane.toggle_wrap();
                return self.say(if wraps { "long values are wrapped" } else { "one line for each value" });
            }
            TreeAction::Collapse => pane.collapse(),
            TreeAction::Expand => pane.expand(),
            TreeAction::Toggle => pane.toggle(),
            TreeAction::CollapseSiblings => pane.fold_siblings(true),
            TreeAction::ExpandSiblings => pane.fold_siblings(false),
            TreeAction::Level(level) => pane.set_level(level),
            TreeAction::Search => {
                self.search.set("");
                self.focus = Focus::Search;
            }
            TreeAction::NextMatch => return self.next_match(false),
            TreeAction::PreviousMatch => return self.next_match(true),
        }
        Vec::new()
    }

    fn next_match(&mut self, backwards: bool) -> Vec<Effect> {
        match () {
            () if self.detail.is_loading() => self.say(STILL_READ),
            () if self.detail.search().needle().is_empty() && !self.detail.search().is_marked() => {
                self.say("no search text yet; / searches in this event")
            }
            () if !self.detail.find(backwards) => self.say("not found in this event"),
            () => Vec::new(),
        }
    }

    /// Searches for what is typed now.
    pub(in crate::tui::update) fn search_as_typed(&mut self) -> Vec<Effect> {
        let found = self.detail.search_for(self.search.text());
        match () {
            () if self.detail.is_loading() => self.say(STILL_READ),
            () if !found && !self.search.text().is_empty() => self.say("not found in this event"),
            () => Vec::new(),
        }
    }
}
