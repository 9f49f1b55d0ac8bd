//! Groups: events counted by up to three nested fields, and the cursor over them.

use std::collections::HashSet;

use super::mark_tally::MarkTally;
use super::portrait::PortraitPane;
use crate::plural::agree;
use crate::query::groups::figures::{Figures, Sums};
use crate::query::groups::group::{Group, GroupOrder};
use crate::query::groups::sorted::Groups;
use crate::query::groups::value_of;
use crate::record::field::{Column, Field};
use crate::store::{Event, MISSING, Store};
use crate::text::{Piece, visible};
use crate::tui::number::{counted, signed_number};
use crate::tui::text_fit::wrap;
use crate::tui::window::Window;

/// Maximum depth of groups within groups.
pub const MAX_LEVELS: usize = 3;

/// State of the groups.
#[derive(Debug)]
pub struct GroupsPane {
    /// The fields, outermost first.
    pub fields: Vec<&'static Field>,
    /// Cursor and scroll position.
    pub window: Window,
    /// The order of the rows.
    pub order: GroupOrder,
    /// The number to sum up for each group.
    pub sum: Option<&'static Field>,
    /// The values of the opened group, whose events are shown instead of the groups.
    pub opened: Option<Vec<u32>>,
    /// Whether the first group is to be opened as soon as there is one.
    pub open_when_counted: bool,
    /// The selected group in more detail.
    pub portrait: PortraitPane,
    rows: Groups,
    /// Whether the cursor was moved: then it stays on its group; otherwise it stays at the top.
    touched: bool,
    /// The visible rows.
    visible: Vec<usize>,
    folded: HashSet<Vec<u32>>,
    /// The value of the group under the cursor, on as many lines as it needs.
    whole: Vec<Vec<Piece<'static>>>,
    /// The group of the cursor in another load whose groups are shown next.
    carried: Option<Vec<u32>>,
    /// How many marked events groups have, by the values of the group; nothing if no event is marked.
    marked: Option<MarkTally<Vec<u32>>>,
}

/// Up to this many groups are sorted immediately, while the screen waits; more are sorted by the worker that
/// counts them.
const SORTED_AT_ONCE: usize = 2000;

impl GroupsPane {
    /// Makes a pane of groups that are not counted yet.
    pub fn new(fields: Vec<&'static Field>) -> Self {
        Self {
            fields,
            window: Window::default(),
            order: GroupOrder::default(),
            sum: None,
            opened: None,
            open_when_counted: false,
            portrait: PortraitPane::default(),
            rows: Groups::default(),
            touched: false,
            visible: Vec::new(),
            folded: HashSet::new(),
            whole: Vec::new(),
            carried: None,
            marked: None,
        }
    }

    /// Sums up the same as the groups before.
    #[must_use]
    pub fn with_sum(mut self, field: Option<&'static Field>) -> Self {
        self.sum_up(field);
        self
    }

    /// Sums a field up from the next answer on, in the order of the sums; with nothing, no more.
    pub fn sum_up(&mut self, field: Option<&'static Field>) {
        self.sum = field;
        if field.is_some() {
            self.order = GroupOrder::Sum;
        } else if self.order == GroupOrder::Sum {
            self.order = GroupOrder::default();
        }
    }

    /// The figures of what is summed up, once they are known.
    pub fn sums(&self) -> Option<&Sums> {
        let column = self.sum?.column();
        self.rows.sums().filter(|sums| sums.column == column)
    }

    /// Returns the columns of the fields.
    pub fn columns(&self) -> Vec<Column> {
        self.fields.iter().map(|field| field.column()).collect()
    }

    /// Returns the values that the events of the opened group share.
    pub fn scope(&self) -> Vec<(Column, u32)> {
        self.columns().into_iter().zip(self.opened.iter().flatten().copied()).collect()
    }

    /// Counts the marked events among those that are grouped, for each group; `None` if nothing is marked.
    pub fn count_marked(&mut self, store: &Store, marked: Option<&[Event]>) {
        self.marked = marked.map(|_| MarkTally::default());
        for &event in marked.into_iter().flatten() {
            self.mark(store, event, true);
        }
    }

    /// Adds an event to those that are marked, or takes one away; it is one of those that are grouped.
    pub fn mark(&mut self, store: &Store, event: Event, is_marked: bool) {
        let Some(marked) = &mut self.marked else { return };
        let values: Vec<u32> =
            self.fields.iter().map(|field| store.value_id(event, field.column())).collect();
        for level in 1..=values.len() {
            marked.count(values.iter().copied().take(level).collect(), is_marked);
        }
    }

    /// Returns whether any event is marked.
    pub fn has_marked(&self) -> bool {
        self.marked.is_some()
    }

    /// Returns how many marked events a group has.
    pub fn marked(&self, group: &Group) -> usize {
        self.marked.as_ref().map_or(0, |marked| marked.get(&group.path()))
    }

    /// Returns the group in a row as shown.
    pub fn row(&self, row: usize) -> Option<&Group> {
        self.rows.get(*self.visible.get(row)?)
    }

    /// Returns all groups, including collapsed ones.
    pub fn all(&self) -> &Groups {
        &self.rows
    }

    /// Returns how many events all groups have together.
    pub fn total(&self) -> usize {
        self.rows.events()
    }

    /// Returns the group under the cursor.
    pub fn current(&self) -> Option<&Group> {
        self.row(self.window.cursor())
    }

    /// Returns, for a row as shown, whether the groups within its group are collapsed; `None` if there are
    /// none.
    pub fn fold_of(&self, row: usize) -> Option<bool> {
        let at = *self.visible.get(row)?;
        let (group, next) = (self.rows.get(at)?, self.rows.get(at + 1)?);
        let path = group.path();
        (next.within == path && !says_nothing(group, next)).then(|| self.folded.contains(&path))
    }

    /// Returns the row on a line of the screen, if there is one.
    pub fn row_on(&self, line: usize) -> Option<usize> {
        Some(self.window.offset() + line).filter(|row| self.window.visible().contains(row))
    }

    /// Returns the whole value of the group under the cursor, wrapped into lines.
    pub fn whole_value(&self) -> &[Vec<Piece<'static>>] {
        &self.whole
    }

    /// Wraps the value of the group under the cursor into lines of `width` cells. If it needs more than `most`
    /// lines, the rest is counted.
    pub fn wrap_value(&mut self, store: &Store, width: usize, most: usize) {
        let value =
            self.current().and_then(|group| value_of(store, &self.columns(), group)).unwrap_or("(none)");
        let field = self.current().and_then(|group| self.fields.get(group.within.len()));
        let plain = |text: String| Piece { chars: text.chars().count(), text: text.into(), spelled: false };
        let (width, most) = (width.max(1), most.saturating_sub(usize::from(self.sum.is_some())).max(1));
        // No more than fits is processed, because the length of values is unlimited.
        let head: String = value.chars().take(width * most).collect();
        let mut pieces = vec![plain(field.map_or_else(String::new, |field| format!("{}  ", field.title)))];
        let label = pieces.iter().map(|piece| piece.chars).sum::<usize>();
        pieces.extend(visible(&head).into_iter().map(Piece::into_owned));
        self.whole = wrap(&pieces, width);
        let all = value.chars().count() + label;
        let shown = |lines: &[Vec<Piece<'_>>]| lines.iter().flatten().map(|piece| piece.chars).sum::<usize>();
        if self.whole.len() > most || shown(&self.whole) < all {
            self.whole.truncate(most.saturating_sub(1));
            let more = all.saturating_sub(shown(&self.whole));
            let more = counted(more, "more character");
            self.whole.push(vec![plain(format!("… {more}; y copies all of them"))]);
        }
        if let Some(words) = self.sum_words() {
            self.whole.extend(wrap(&[plain(words)], width));
        }
    }

    /// The figures of the group under the cursor in words; nothing without a sum.
    fn sum_words(&self) -> Option<String> {
        let (field, group) = (self.sum?, self.current()?);
        let Some(sums) = self.sums() else { return Some(format!("{}  …", field.name)) };
        let Figures { events, sum, median, max, .. } = sums.get(&group.path());
        let figures = [("sum", sum), ("median", median), ("max", max)];
        let mut words: Vec<String> = figures
            .into_iter()
            .filter_map(|(name, figure)| Some(format!("{name} {}", signed_number(figure?))))
            .collect();
        if group.events > events {
            let without = group.events - events;
            let have = agree(without, "has", "have");
            words.push(format!("{} {have} no whole number", counted(without, "event")));
        }
        Some(format!("{}  {}", field.name, words.join(" · ")))
    }

    /// Expands or collapses the group under the cursor.
    pub fn toggle(&mut self) {
        let foldable = self.fold_of(self.window.cursor()).is_some();
        let Some(group) = self.current().filter(|_| foldable) else { return };
        let path = group.path();
        if !self.folded.remove(&path) {
            self.folded.insert(path.clone());
        }
        self.arrange(Some(&path), 0);
    }

    /// Called when the cursor was moved: from now on it stays on its group.
    pub fn touch(&mut self) {
        self.touched = true;
    }

    /// Called when another load is shown, in which values have other numbers. An opened group that is not there
    /// is closed.
    pub fn carry_over(&mut self, old: &Store, new: &Store) {
        let columns = self.columns();
        let number = |(&value, &column): (&u32, &Column)| {
            let text = old.dict(column).get(value);
            let known = (1..).zip(new.dict(column).iter()).find(|(_, other)| *other == text);
            if value == MISSING { Some(MISSING) } else { known.map(|(number, _)| number) }
        };
        let path = |path: &[u32]| path.iter().zip(&columns).map(number).collect::<Option<Vec<u32>>>();
        self.opened = self.opened.as_deref().and_then(path);
        self.folded = self.folded.iter().filter_map(|folded| path(folded)).collect();
        let current = self.current().filter(|_| self.touched).map(Group::path);
        self.carried = current.as_deref().and_then(path);
        self.rows = Groups::default();
        self.arrange(None, 0);
    }

    /// Shows other counts; the cursor stays on its group, or on its row if that is gone.
    pub fn show(&mut self, rows: Groups) {
        let current =
            self.carried.take().or_else(|| self.current().filter(|_| self.touched).map(Group::path));
        let row = self.window.cursor();
        self.rows = rows;
        self.arrange(current.as_deref(), row);
        // Of very many groups, those behind the first page come with the next answer.
        if !self.rows.is_in_order() && self.current().is_none_or(|group| Some(group.path()) != current) {
            self.carried = current;
        }
    }

    /// Applies the next order; the cursor stays on its group. Returns whether the groups must be requested in
    /// that order because there are many.
    pub fn next_order(&mut self, store: &Store) -> bool {
        self.order = self.order.next(self.sum.is_some());
        let is_slow = self.rows.len() > SORTED_AT_ONCE;
        if !is_slow {
            let current = self.current().filter(|_| self.touched).map(Group::path);
            let columns = self.columns();
            self.rows.sort(store, &columns, self.order);
            self.arrange(current.as_deref(), 0);
        }
        is_slow
    }

    /// Puts the cursor on the group of the path `current`, or else on a row.
    fn arrange(&mut self, current: Option<&[u32]>, or_row: usize) {
        self.visible.clear();
        if self.fields.len() <= 1 {
            // Nothing is collapsed, and there may be a million rows.
            self.visible.extend(0..self.rows.len());
        } else {
            self.unfold();
        }
        self.window.set_total(self.visible.len());
        let is_current = |group: &Group| {
            current.and_then(<[u32]>::split_last) == Some((&group.value, group.within.as_slice()))
        };
        let at = || self.visible.iter().position(|&row| self.rows.get(row).is_some_and(is_current));
        let row = current.and_then(|_| at()).unwrap_or(or_row);
        self.window.select(row);
    }

    /// Finds the rows that are not collapsed.
    fn unfold(&mut self) {
        let mut hidden_in: Option<Vec<u32>> = None;
        let mut outer: Option<&Group> = None;
        for (row, group) in self.rows.iter().enumerate() {
            let path = group.path();
            if hidden_in.as_ref().is_some_and(|folded| path.starts_with(folded) && path.len() > folded.len())
                || outer.is_some_and(|outer| says_nothing(outer, group))
            {
                continue;
            }
            outer = Some(group);
            hidden_in = self.folded.contains(&path).then_some(path);
            self.visible.push(row);
        }
    }
}

/// If the outer value is missing, the inner one usually is too; if that applies to all events, one row is
/// enough.
fn says_nothing(outer: &Group, inner: &Group) -> bool {
    inner.within == outer.path()
        && inner.events == outer.events
        && inner.path().iter().all(|&value| value == MISSING)
}
