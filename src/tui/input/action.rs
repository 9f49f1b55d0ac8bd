//! Actions that keys, mouse and palette can trigger.

/// An action. What it does depends on the pane that has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Quit.
    Quit,
    /// Cancel typing, then loading; otherwise quit.
    Cancel,
    /// Suspend the program and restore the terminal for the shell.
    Suspend,
    /// Redraw the screen.
    Redraw,
    /// Show the keys.
    Help,
    /// Find an action or a saved question by typing.
    Palette,
    /// Show the files, what was wrong with them, and what they cover.
    Accounting,
    /// Focus the other pane.
    NextPane,
    /// One step back: out of a text, a menu, a pane, a group, at last out of the filter.
    Back,
    /// Move by rows.
    Move(isize),
    /// Move by half pages.
    Page(isize),
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// Open the event or the group under the cursor.
    Open,
    /// To the next or previous event while reading one.
    OtherEvent(isize),
    /// Type a filter.
    Filter,
    /// Sort newest first, or oldest first again.
    Reverse,
    /// Show repeated deliveries, or merge them again.
    Unfold,
    /// Group by who acted.
    GroupByPrincipal,
    /// Group by error code.
    GroupByError,
    /// Choose a field to group by.
    GroupMenu,
    /// Choose a field to group by within each group.
    GroupWithin,
    /// Expand or collapse the group.
    GroupFold,
    /// Go to the next level of identity: person, principal, session, key.
    PrincipalLevel,
    /// Go to the next sort order of the groups.
    GroupOrder,
    /// Filter by the value under the cursor (true), or filter it out.
    Keep(bool),
    /// Choose a value of the event to follow.
    Follow,
    /// Choose a span of time around the event.
    Around,
    /// Add a ready-made term to the filter, or remove it.
    Reduce(&'static str),
    /// Show what the filter excludes.
    ShowHidden,
    /// Undo (-1) or redo (1) a filter change.
    UndoFilter(isize),
    /// Copy the event's JSON.
    Copy,
    /// Choose what to copy.
    CopyMenu,
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
    /// Apply what was typed or chosen.
    Accept,
    /// Complete the term at the cursor with the next (1) or previous (-1) candidate.
    Complete(isize),
    /// Go to an earlier filter (-1) or a later one (1).
    History(isize),
    /// An action of the timeline, or a step in time.
    Time(TimeAction),
    /// Switch mouse capture off or on.
    Mouse,
}

impl Action {
    /// Whether the account of what is loaded handles the action itself.
    pub fn is_in_account(self) -> bool {
        matches!(self, Self::Open | Self::Time(TimeAction::Column(_)))
    }
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
