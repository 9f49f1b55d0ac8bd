//! The actions of one subject each: a list, the filter's text, groups, the tree of an event, time, tabs. There is one
//! enum for each subject, so that each file of `update` matches its own and a missing arm does not compile.
//! `action` joins them.

/// A move of the cursor, or of the page if it has no cursor.
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

/// An action of the event list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListAction {
    /// Sort newest first, or oldest first again.
    Reverse,
    /// Choose a column to sort by.
    Sort,
    /// Scroll the columns to the right (1) or to the left (-1).
    Columns(isize),
    /// Show runs of like events in one row each, or every event again.
    Runs,
    /// Open the run, or close it.
    OpenRun,
    /// Begin a range of rows, or end it.
    Select,
    /// Show repeated deliveries, or merge them again.
    Unfold,
    /// Merge the texts of each `eventID`, or show them all again.
    Twins,
    /// To the next or previous event while reading one.
    OtherEvent(isize),
    /// To the next (1) or previous (-1) event of a kind. Nothing is filtered.
    Seek(Sought, isize),
    /// A digit of the number before the next key.
    Digit(u8),
}

/// What the cursor of the list can look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// A call that failed.
    Failure,
    /// A call that changed something.
    Change,
}

/// An action on the text of the filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterAction {
    /// Type a filter.
    Type,
    /// Complete the term at the cursor with the next (1) or previous (-1) candidate.
    Complete(isize),
    /// Go to an earlier filter (-1) or a later one (1).
    History(isize),
    /// Search earlier filters.
    Earlier,
    /// Add a ready-made term, or remove it.
    Reduce(&'static str),
    /// Show what the filter excludes.
    ShowHidden,
    /// Undo (-1) or redo (1) a filter change.
    Undo(isize),
}

/// An action that makes filter text from what is under the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PivotAction {
    /// Filter by the value under the cursor (true), or filter it out.
    Keep(bool),
    /// Choose a value of the event to follow.
    Follow,
    /// Choose a span of time around the event.
    Around,
    /// Show where the credential of the event or group came from, and what came of it.
    Chain,
    /// Show the life of the key, session, principal or address of the event or group.
    Life,
}

/// An action of the groups.
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
    /// Choose a number to sum up for each group.
    Sum,
}

/// An action of the tree of an event.
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
    /// Wrap long values, or show each on one line.
    Wrap,
    /// Show the record as it was written, or as a tree again.
    Raw,
    /// Search the event.
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
    /// Show what is new in the time of the column or selection.
    New,
    /// Start selecting columns, or clear the selection.
    Select,
    /// Filter by the selected time and return to the list.
    Take,
    /// Filter by the selected time and stay.
    ZoomIn,
    /// Double the time range of the filter, up to all of the time.
    ZoomOut,
    /// To the next (1) or previous (-1) day of the list.
    Day(isize),
    /// To the next (1) or previous (-1) hour of the list that has events.
    Hour(isize),
    /// Go to the next way to show times.
    Style,
    /// Show pictures of the answer.
    Pictures,
}

/// An action on the layout of the list and the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayoutAction {
    /// Give the pane with the keys the whole screen, or show both again.
    Zoom,
    /// Put the event beside or below the list.
    Turn,
    /// Move the border: to the right or down (1), to the left or up (-1).
    Border(i16),
}

/// An action that copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyAction {
    /// The event's JSON; of a group, its value.
    Json,
    /// Choose what to copy.
    Menu,
    /// Replace what names a customer in copies and exports, or no more.
    Redact,
}

/// An action of an overlay that asks for a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathAction {
    /// Choose the next (1) or previous (-1) option of a row, or move in the typed path.
    Option(isize),
    /// Complete the path with the next (1) or previous (-1) name.
    Complete(isize),
}

/// An action of tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TabAction {
    /// Keep what is shown as a tab, and continue in a copy.
    Open,
    /// To the next (1) or previous (-1) tab.
    Turn(isize),
    /// Close this tab.
    Close,
}

/// An action of the menu of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnAction {
    /// Move the column under the cursor to the left (-1) or to the right (1).
    Shift(isize),
    /// Make it wider (1) or narrower (-1).
    Widen(isize),
    /// Let it be as wide as its values need.
    Fit,
    /// Sort the list by it, or turn the list round.
    Sort,
}

/// An action about the case: what the investigator says about events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseAction {
    /// Mark events, or unmark them.
    Mark,
    /// Select all events that are listed.
    All,
    /// Show the case.
    Show,
    /// Write a note about events, and labels.
    Note,
    /// Take the latest change back.
    Undo,
    /// Show what an earlier run showed last.
    Resume,
    /// Write the report.
    Report,
    /// Open the case of other paths that has events of this data.
    OpenOther,
    /// Delete the character before the cursor, or the line break.
    DeleteBack,
}

/// An action on what is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoadAction {
    /// Read what is new or has changed.
    Again,
    /// Do so by itself when something changes, or no more.
    Follow,
}

/// An action on the comparison of two events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareAction {
    /// Compare the current event.
    Open,
    /// Pick the current event for a comparison, or drop it.
    Pick,
    /// To the next (1) or previous (-1) difference.
    NextDifference(isize),
    /// Show what is equal, or hide it.
    Equal,
    /// Compare with the next (1) or previous (-1) event of the same call.
    Other(isize),
    /// Copy the differences.
    Copy,
}
