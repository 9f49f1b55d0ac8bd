//! One event: its facts, and its JSON as a tree that can be expanded, collapsed and searched, or as it was written.

use super::call_facts::policy_facts;
use super::event_text::EventText;
use super::fact::Fact;
use super::facts::facts;
use super::raw_text::RawText;
use super::tree_text::LongTexts;
use crate::insight::policy::said::may_say_something;
use crate::json::tree::Tree;
use crate::query::engine::hidden;
use crate::query::marks::RowMark;
use crate::store::{Event, Store};
use crate::tui::panes::search::{Search, positions};
use crate::tui::window::Window;

/// How many levels of a tree are open by default: the record's members, and what is in them.
const FIRST_LEVEL: usize = 2;

/// A line of the tree: a row, or a further line of an opened text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeLine {
    /// The row of the tree.
    pub node: usize,
    /// 0 for the row itself, *n* for the *n*th line of its text.
    pub part: usize,
}

/// State of the detail pane.
#[derive(Debug)]
pub struct DetailPane {
    /// Cursor and scroll position over the lines of the tree.
    pub window: Window,
    search: Search,
    pub(in crate::tui::panes) event: Option<Event>,
    /// Whether its record is pending, and whether it has been requested.
    pub(in crate::tui::panes) is_loading: bool,
    pub(in crate::tui::panes) wanted: bool,
    pub(in crate::tui::panes) facts: Vec<Fact>,
    tree: Tree,
    pub(in crate::tui::panes) text: EventText,
    hidden: usize,
    lines: Vec<TreeLine>,
    texts: LongTexts,
    /// The filter whose matches are marked.
    marked_for: Option<String>,
    /// The record as it was written, while that is shown.
    raw: Option<RawText>,
    level: usize,
}

impl Default for DetailPane {
    fn default() -> Self {
        Self {
            window: Window::default(),
            search: Search::default(),
            event: None,
            is_loading: false,
            wanted: false,
            facts: Vec::new(),
            tree: Tree::default(),
            text: EventText::default(),
            hidden: 0,
            lines: Vec::new(),
            texts: LongTexts::default(),
            marked_for: None,
            raw: None,
            level: FIRST_LEVEL,
        }
    }
}

impl DetailPane {
    /// Returns the event shown.
    pub fn event(&self) -> Option<Event> {
        self.event
    }

    /// Returns whether its record is pending; there are no lines until it arrives.
    pub fn is_loading(&self) -> bool {
        self.is_loading
    }

    /// Returns its facts.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Replaces the fact with this label.
    pub fn add_fact(&mut self, label: &'static str, fact: Option<Fact>) {
        self.facts.retain(|known| known.label != label);
        self.facts.extend(fact);
    }

    /// Returns its tree.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Returns the search in it.
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// Returns its unchanged record.
    pub fn record(&self) -> &[u8] {
        &self.text.record
    }

    /// Returns the texts of any event, if it is the one shown or nothing must be decompressed for it.
    pub fn text_of(&self, store: &Store, event: Event) -> Option<EventText> {
        let shown = self.event == Some(event) && !self.is_loading;
        if shown { Some(self.text.clone()) } else { EventText::at_once(store, event) }
    }

    /// Returns the number of hidden characters in it.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// Returns the lines of the tree, of which the window shows a part.
    pub fn lines(&self) -> &[TreeLine] {
        &self.lines
    }

    /// Returns which texts have more than one line.
    pub fn texts(&self) -> &LongTexts {
        &self.texts
    }

    /// Returns the record as it was written, if that is shown instead of the tree.
    pub fn raw(&self) -> Option<&RawText> {
        self.raw.as_ref()
    }

    /// Returns cursor and scroll position of what is shown: the tree, or the record as it was written.
    pub fn shown(&mut self) -> &mut Window {
        self.raw.as_mut().map_or(&mut self.window, |raw| &mut raw.window)
    }

    /// Returns the row of the tree under the cursor; `None` while the record is shown as it was written.
    pub fn current(&self) -> Option<usize> {
        self.line().filter(|_| self.raw.is_none())
    }

    fn line(&self) -> Option<usize> {
        self.lines.get(self.window.cursor()).map(|line| line.node)
    }

    /// Shows the record as it was written, or as a tree again; also of the next events.
    pub fn toggle_raw(&mut self) {
        self.raw = if self.raw.is_some() { None } else { Some(RawText::default()) };
        self.fill_raw();
    }

    fn fill_raw(&mut self) {
        if let Some(raw) = &mut self.raw {
            raw.show(self.text.as_written());
            raw.look_for(&self.search.texts());
        }
    }

    /// Returns whether the matches of a filter are not marked yet.
    pub fn needs_marks(&self, filter: &str) -> bool {
        let is_known = self.marked_for.as_deref() == Some(filter);
        self.event.is_some() && !self.is_loading && !is_known
    }

    /// Marks the matches of a filter, which also searches for some texts.
    pub fn mark(&mut self, filter: &str, marks: Vec<RowMark>, texts: Vec<String>) {
        self.marked_for = Some(filter.to_owned());
        self.search.mark(marks, texts);
        if let Some(raw) = self.raw.as_mut().filter(|_| self.search.needle().is_empty()) {
            raw.look_for(&self.search.texts());
        }
    }

    /// Wraps long values, or shows each on one line; also in the next events. Returns whether they are wrapped.
    pub fn toggle_wrap(&mut self) -> bool {
        self.texts.set_wraps(!self.texts.wraps());
        self.arrange(self.line());
        self.texts.wraps()
    }

    /// Shows an event, or nothing. Does nothing if the event is shown already.
    pub fn show(&mut self, store: &Store, event: Option<Event>) {
        if self.event == event {
            return;
        }
        self.event = event;
        // What is said about a policy needs other records, which the thread reads.
        let at_once =
            |event| if may_say_something(store, event) { None } else { EventText::at_once(store, event) };
        let text = event.map_or_else(|| Some(EventText::default()), at_once);
        self.wanted = text.is_none();
        self.fill(store, text);
    }

    /// Returns the event whose record must be read on the thread; once for each event.
    pub fn take_wanted(&mut self) -> Option<Event> {
        self.event.filter(|_| std::mem::take(&mut self.wanted))
    }

    /// Takes a record that was read elsewhere, unless another event is shown by now.
    pub fn take_read(&mut self, store: &Store, event: Event, text: EventText) {
        if self.is_loading && self.event == Some(event) {
            self.fill(store, Some(text));
        }
    }

    /// Shows the record of the event, or that it is pending.
    fn fill(&mut self, store: &Store, text: Option<EventText>) {
        self.is_loading = text.is_none();
        let record = text.as_ref().map(|text| text.record.as_slice());
        self.facts = self.event.map(|event| facts(store, event, record)).unwrap_or_default();
        self.text = text.unwrap_or_default();
        self.facts.extend(policy_facts(&self.text.policy));
        self.hidden = hidden::count(self.record());
        self.tree =
            if self.is_loading { Tree::default() } else { Tree::new(self.record().to_vec(), self.level) };
        self.search.look_again(&self.tree);
        self.search.mark(Vec::new(), Vec::new());
        self.marked_for = None;
        self.texts.clear();
        self.window.select(0);
        self.arrange(None);
        self.fill_raw();
    }

    /// Sets the size of the tree on the screen.
    pub fn resize(&mut self, width: usize, height: usize) {
        if let Some(raw) = &mut self.raw {
            // The last column is the scroll bar's.
            raw.resize(width.saturating_sub(1), height);
        }
        self.window.set_height(height);
        let current = self.line();
        if self.texts.resize(&self.tree, width) {
            self.arrange(current);
        }
    }

    /// Collapses the row under the cursor, or goes to its parent if it is collapsed or a leaf.
    pub fn collapse(&mut self) {
        let Some(at) = self.current() else { return };
        let Some(node) = self.tree.node(at) else { return };
        if self.texts.close(at) {
            self.arrange(Some(at));
        } else if node.children > 0 && !node.folded {
            self.tree.fold(at, true);
            self.arrange(Some(at));
        } else if let Some(parent) = node.parent {
            self.arrange(Some(parent));
        }
    }

    /// Expands the row under the cursor, or goes to its first child if it is expanded.
    pub fn expand(&mut self) {
        let Some(at) = self.current() else { return };
        let Some(node) = self.tree.node(at) else { return };
        if node.children == 0 {
            self.open_long(at);
        } else if node.folded {
            self.tree.fold(at, false);
            self.arrange(Some(at));
            self.show_opened(at);
        } else {
            self.arrange(Some(at + 1));
        }
    }

    /// Expands or collapses the row under the cursor; opens or closes a long text.
    pub fn toggle(&mut self) {
        let Some(at) = self.current() else { return };
        match self.tree.node(at) {
            Some(node) if node.children > 0 => {
                let folded = node.folded;
                self.tree.fold(at, !folded);
                self.arrange(Some(at));
                self.show_opened(at);
            }
            Some(_) if self.texts.close(at) => self.arrange(Some(at)),
            Some(_) => self.open_long(at),
            None => {}
        }
    }

    /// Expands or collapses the row under the cursor and its siblings.
    pub fn fold_siblings(&mut self, folded: bool) {
        if let Some(at) = self.current() {
            self.tree.fold_siblings(at, folded);
            self.arrange(Some(at));
        }
    }

    /// Expands this many levels, in this event and the next ones.
    pub fn set_level(&mut self, level: u8) {
        self.level = usize::from(level);
        self.tree.fold_below(self.level);
        let mut at = self.current();
        // The row may be hidden now: the cursor goes to its nearest visible container.
        while let Some(parent) = at.and_then(|at| self.tree.node(at)).and_then(|node| node.parent) {
            if self.tree.node(parent).is_some_and(|node| node.folded) || self.tree.is_hidden(parent) {
                at = Some(parent);
            } else {
                break;
            }
        }
        self.arrange(at);
    }

    /// Searches for a text, from the cursor on; returns whether it was found.
    pub fn search_for(&mut self, needle: &str) -> bool {
        self.search.set(&self.tree, needle);
        if let Some(raw) = &mut self.raw {
            return raw.search_for(needle);
        }
        match self.current().filter(|&at| self.search.is_match(at)) {
            Some(at) => self.go_to_match(at),
            None => return self.find(false),
        }
        true
    }

    /// Goes to the next or previous match; returns whether there is one.
    pub fn find(&mut self, backwards: bool) -> bool {
        if let Some(raw) = &mut self.raw {
            return raw.find(backwards);
        }
        let found = self.search.next(self.current().unwrap_or(0), backwards);
        if let Some(at) = found {
            self.go_to_match(at);
        }
        found.is_some()
    }

    /// Returns `2 of 5` on a match, `5 matches` elsewhere, and an empty text without a search.
    pub fn search_words(&self) -> String {
        match &self.raw {
            Some(raw) => raw.words(self.search.needle()),
            None => self.search.words(self.current()),
        }
    }

    /// Goes to a matching row; in a text of several lines, to the line of the first match.
    fn go_to_match(&mut self, at: usize) {
        self.tree.reveal(at);
        self.arrange(Some(at));
        let Some((lines, first)) = self.texts.lines(at) else { return };
        let found = positions(self.search.needle(), lines.iter().flatten());
        let marked = self.search.mark_of(at).and_then(|mark| mark.value.first()).copied();
        let Some(place) = found.first().copied().or(marked) else { return };
        let mut before = 0;
        let part = lines.iter().position(|line| {
            before += line.iter().map(|piece| piece.chars).sum::<usize>();
            place < before
        });
        if let Some(part) = part {
            self.window.select(self.window.cursor() + first + part);
        }
    }

    fn open_long(&mut self, at: usize) {
        if self.texts.is_long(&self.tree, at) {
            self.texts.open(&self.tree, at);
            self.arrange(Some(at));
            self.show_opened(at);
        }
    }

    /// Scrolls so that what was just opened is visible.
    fn show_opened(&mut self, at: usize) {
        let end = self.tree.node(at).map_or(at, |node| node.end);
        let below =
            self.lines.iter().skip(self.window.cursor() + 1).take_while(|line| line.node < end).count();
        self.window.show_below(below);
    }

    /// Rebuilds the lines and puts the cursor on row `at`.
    fn arrange(&mut self, at: Option<usize>) {
        self.lines.clear();
        for node in self.tree.visible() {
            let parts = self.texts.more_lines(&self.tree, node);
            self.lines.extend((0..=parts).map(|part| TreeLine { node, part }));
        }
        self.window.set_total(self.lines.len());
        let line = at.and_then(|at| self.lines.iter().position(|line| line.node == at));
        if let Some(line) = line {
            self.window.select(line);
        }
    }
}
