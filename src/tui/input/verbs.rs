//! What is intended with one subject: a list, the filter's text, groups, the tree of an event, time. One enum a subject,
//! so that each verb of `update` matches its own and a forgotten arm does not compile. `action` joins them.

/// A move of the cursor, or of the page where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveAction {
    /// By rows.
    Rows(isize),
    /// By half pages.
    Page(isize),
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

/// An intention about the event list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListAction {
    /// Sort newest first, or oldest first again.
    Reverse,
    /// Show repeated deliveries, or merge them again.
    Unfold,
    /// To the next or previous event while reading one.
    OtherEvent(isize),
}

/// An intention about the text of the filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterAction {
    /// Type a filter.
    Type,
    /// Complete the term at the cursor with the next (1) or previous (-1) candidate.
    Complete(isize),
    /// Go to an earlier filter (-1) or a later one (1).
    History(isize),
    /// Add a ready-made term, or take it away.
    Reduce(&'static str),
    /// Show what the filter excludes.
    ShowHidden,
    /// Undo (-1) or redo (1) a filter change.
    Undo(isize),
}

/// An intention about what is under the cursor, as filter text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PivotAction {
    /// Filter by the value under the cursor (true), or filter it out.
    Keep(bool),
    /// Choose a value of the event to follow.
    Follow,
    /// Choose a span of time around the event.
    Around,
}

/// An intention about groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupAction {
    /// Group by who acted.
    ByPrincipal,
    /// Group by error code.
    ByError,
    /// Choose a field to group by.
    Menu,
    /// Choose a field to group by within each group.
    Within,
    /// Expand or collapse the group.
    Fold,
    /// Go to the next level of identity: person, principal, session, key.
    Level,
    /// Go to the next sort order of the groups.
    Order,
}

/// An intention about the tree of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeAction {
    /// Collapse the node, or go to its parent.
    Collapse,
    /// Expand the node, or go to its first child.
    Expand,
    /// Expand or collapse the node; open a long text.
    Toggle,
    /// Collapse the node and its siblings.
    CollapseSiblings,
    /// Expand the node and its siblings.
    ExpandSiblings,
    /// Expand the tree to this many levels.
    Level(u8),
    /// Search the tree.
    Search,
    /// To the next match.
    NextMatch,
    /// To the previous match.
    PreviousMatch,
}

/// An action about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeAction {
    /// Focus the timeline, or leave it.
    Focus,
    /// To the next (1) or previous (-1) column that has events.
    Column(isize),
    /// Extend the selection to the next (1) or previous (-1) column.
    Extend(isize),
    /// Start selecting columns, or clear the selection.
    Select,
    /// Filter by the selected time and go back to the list.
    Take,
    /// Filter by the selected time and stay.
    ZoomIn,
    /// Double the time of the filter, up to no time at all.
    ZoomOut,
    /// To the next (1) or previous (-1) day of the list.
    Day(isize),
    /// To the next (1) or previous (-1) hour of the list that has events.
    Hour(isize),
}

/// An intention to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyAction {
    /// The event's JSON; of a group, its value.
    Json,
    /// Choose what.
    Menu,
}
