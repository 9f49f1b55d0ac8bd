//! Everything that a person can intend, apart from the keys for it.

/// An intention. What it does depends on the pane that has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Leave the program.
    Quit,
    /// Stop what is going on: typing, then loading, then the program.
    Cancel,
    /// Put the program to sleep and give the terminal back to the shell.
    Suspend,
    /// Paint the screen anew.
    Redraw,
    /// Show the keys.
    Help,
    /// Find an action or a saved question by typing.
    Palette,
    /// Show the files, what was wrong with them, and what they cover.
    Accounting,
    /// Give the focus to the other pane.
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
    /// Into the event or the group under the cursor.
    Open,
    /// To the next or previous event while reading one.
    OtherEvent(isize),
    /// Type a filter.
    Filter,
    /// Newest first, or oldest first again.
    Reverse,
    /// Show repeated deliveries, or fold them again.
    Unfold,
    /// Group by who acted.
    GroupByPrincipal,
    /// Group by error code.
    GroupByError,
    /// Choose a field to group by.
    GroupMenu,
    /// Choose a field to group by within each group.
    GroupWithin,
    /// Fold or unfold what is within a group.
    GroupFold,
    /// Another way to tell people apart: person, principal, session, key.
    PrincipalLevel,
    /// Another order of groups.
    GroupOrder,
    /// Keep only the value under the cursor (true), or drop it.
    Keep(bool),
    /// Choose where the event leads.
    Follow,
    /// Choose a span of time around the event.
    Around,
    /// Add a ready-made term to the filter, or take it away.
    Reduce(&'static str),
    /// Show exactly what the filter hides.
    ShowHidden,
    /// Back (-1) or forward (1) over the filters that were.
    UndoFilter(isize),
    /// Copy the event's JSON.
    Copy,
    /// Choose what to copy.
    CopyMenu,
    /// Fold the node, or go to its parent.
    Collapse,
    /// Unfold the node, or go to its first child.
    Expand,
    /// Fold or unfold the node; open a long text.
    Toggle,
    /// Fold the node and its siblings.
    CollapseSiblings,
    /// Unfold the node and its siblings.
    ExpandSiblings,
    /// Show so many levels of the tree.
    Level(u8),
    /// Search the tree.
    Search,
    /// To the next match.
    NextMatch,
    /// To the previous match.
    PreviousMatch,
    /// Take what was typed or chosen.
    Accept,
    /// Complete the term at the cursor with the next (1) or previous (-1) candidate.
    Complete(isize),
    /// An earlier filter (-1) or a later one (1).
    History(isize),
    /// Something with the timeline, or a step in time.
    Time(TimeAction),
    /// Let the terminal select text with the mouse, or take the mouse back.
    Mouse,
}

impl Action {
    /// Whether the account of what is loaded has a meaning of its own for it.
    pub fn is_in_account(self) -> bool {
        matches!(self, Self::Open | Self::Time(TimeAction::Column(_)))
    }
}

/// An intention about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeAction {
    /// Give the focus to the timeline, or leave it.
    Focus,
    /// To the next (1) or previous (-1) column that has events.
    Column(isize),
    /// The same, while the columns in between are selected.
    Extend(isize),
    /// Begin to select columns, or select none.
    Select,
    /// Filter by the time of what is selected and go back to the list.
    Take,
    /// Filter by the time of what is selected and stay.
    ZoomIn,
    /// Filter by a longer time, at last by none.
    ZoomOut,
    /// To the next (1) or previous (-1) day of the list.
    Day(isize),
    /// To the next (1) or previous (-1) hour of the list that has events.
    Hour(isize),
}
