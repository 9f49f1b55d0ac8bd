//! BINDINGS, the only table of keys. The loop looks keys up in it; footer, help and README are made from it.
//! `look_up` finds keys. Here are the keys of panes and those that work anywhere; `action` has those of
//! overlays.

use crossterm::event::KeyCode;

use super::action::{
    Action, CopyAction as Copy, FilterAction as Filter, GroupAction as Group, ListAction as Listed,
    MoveAction as Go, OVERLAY_KEYS, PROGRAM_KEYS, PivotAction as Pivot, Sought, TimeAction as Time,
    TreeAction as Tree, at, bind,
};
pub use super::action::{Binding, Context};
use super::chord::{ctrl, key, named, shift};

use Context::{Anywhere, Detail, Groups, List, Timeline, Typing};

/// Every key.
pub const BINDINGS: &[Binding] = &joined();

const TABLES: [&[Binding]; 4] = [PANE_KEYS, OVERLAY_KEYS, GENERAL_KEYS, PROGRAM_KEYS];

#[expect(clippy::indexing_slicing, reason = "run by the compiler: what fails does not compile")]
const COUNT: usize = {
    let mut count = 0;
    let mut table = 0;
    while table < TABLES.len() {
        count += TABLES[table].len();
        table += 1;
    }
    count
};

#[expect(clippy::indexing_slicing, reason = "run by the compiler: what fails does not compile")]
const fn joined() -> [Binding; COUNT] {
    let mut all = [TABLES[0][0]; COUNT];
    let (mut at, mut table) = (0, 0);
    while table < TABLES.len() {
        let mut row = 0;
        while row < TABLES[table].len() {
            all[at] = TABLES[table][row];
            (at, row) = (at + 1, row + 1);
        }
        table += 1;
    }
    all
}

/// The keys of panes.
const PANE_KEYS: &[Binding] = &[
    bind(
        List,
        &[named(KeyCode::Enter), key('l'), named(KeyCode::Right)],
        Action::Open,
        "open",
        "open the event",
    ),
    bind(List, &[key('S')], Action::List(Listed::Reverse), "", "sort newest first, or oldest first again")
        .also(&["sort", "order", "newest", "oldest"]),
    bind(
        List,
        &[key('U')],
        Action::List(Listed::Unfold),
        "",
        "show repeated deliveries, or merge them again",
    )
    .also(&["duplicates", "dedupe", "repeats"]),
    bind(List, &[key('.')], Action::List(Listed::Seek(Sought::Failure, 1)), "", "go to the next failed call")
        .also(&["error", "denied", "failure"]),
    bind(
        List,
        &[key(',')],
        Action::List(Listed::Seek(Sought::Failure, -1)),
        "",
        "go to the previous failed call",
    ),
    bind(
        List,
        &[key(';')],
        Action::List(Listed::Seek(Sought::Change, 1)),
        "",
        "go to the next change: a write that did not fail",
    )
    .also(&["write", "modified"]),
    bind(
        List,
        &[key('E')],
        Action::List(Listed::Twins),
        "",
        "merge twins, that is different texts of one eventID, or show each of them again",
    )
    .also(&["twins", "same eventid", "merge", "fold"]),
    at(List, &[key('d')], Time::Day(1), "", "go to the next day in the list"),
    at(List, &[key('D')], Time::Day(-1), "", "go to the previous day in the list"),
    at(List, &[key(']')], Time::Hour(1), "", "go to the next hour that has events"),
    at(List, &[key('[')], Time::Hour(-1), "", "go to the previous hour that has events"),
    bind(
        Groups,
        &[named(KeyCode::Enter), key('l'), named(KeyCode::Right)],
        Action::Open,
        "events",
        "show the events of the group",
    ),
    bind(
        Groups,
        &[key('s')],
        Action::Group(Group::Order),
        "sort",
        "sort: largest, by name, earliest, rarest first; with a sum, largest sum first",
    )
    .also(&["sort"]),
    bind(
        Groups,
        &[key('S')],
        Action::Group(Group::Sum),
        "",
        "sum up bytes or another number for each group, with median and maximum",
    )
    .also(&["sum", "total", "bytes", "traffic", "median", "maximum", "average"]),
    bind(
        Groups,
        &[key('B')],
        Action::Group(Group::Within),
        "then by…",
        "count by another field within each group",
    ),
    bind(Groups, &[key(' ')], Action::Group(Group::Fold), "expand", "expand or collapse the group"),
    bind(
        Groups,
        &[key('L')],
        Action::Group(Group::Level),
        "",
        "switch between groups by person, principal, session and access key",
    ),
    bind(
        Detail,
        &[key(' '), named(KeyCode::Enter)],
        Action::Tree(Tree::Toggle),
        "open",
        "expand or collapse; show a long text, or JSON in a string",
    ),
    bind(
        Detail,
        &[key('h'), named(KeyCode::Left)],
        Action::Tree(Tree::Collapse),
        "",
        "collapse, or go to the parent",
    ),
    bind(
        Detail,
        &[key('l'), named(KeyCode::Right)],
        Action::Tree(Tree::Expand),
        "",
        "expand, or go to the first child",
    ),
    bind(Detail, &[key('c')], Action::Tree(Tree::CollapseSiblings), "", "collapse this and its siblings"),
    bind(Detail, &[key('e')], Action::Tree(Tree::ExpandSiblings), "", "expand this and its siblings"),
    bind(
        Detail,
        &[key('1'), key('2'), key('3'), key('4'), key('5'), key('6'), key('7'), key('8'), key('9')],
        Action::Tree(Tree::Level(0)),
        "levels",
        "expand to this many levels",
    ),
    bind(Detail, &[key('/')], Action::Tree(Tree::Search), "search", "search in this event"),
    bind(Detail, &[key('n')], Action::Tree(Tree::NextMatch), "", "go to the next match"),
    bind(Detail, &[key('N')], Action::Tree(Tree::PreviousMatch), "", "go to the previous match"),
    bind(
        Detail,
        &[key('J')],
        Action::List(Listed::OtherEvent(1)),
        "next event",
        "go to the next event of the list",
    ),
    bind(
        Detail,
        &[key('K')],
        Action::List(Listed::OtherEvent(-1)),
        "",
        "go to the previous event of the list",
    ),
    at(
        Timeline,
        &[named(KeyCode::Enter)],
        Time::Take,
        "filter",
        "filter by the time of the column or selection",
    ),
    at(Timeline, &[key('v')], Time::Select, "select", "start selecting columns, or clear the selection"),
    // With SHIFT first: the arrows below match with and without it.
    at(Timeline, &[shift(KeyCode::Left), key('H')], Time::Extend(-1), "", "extend the selection left"),
    at(Timeline, &[shift(KeyCode::Right), key('L')], Time::Extend(1), "", "extend the selection right"),
    at(
        Timeline,
        &[named(KeyCode::Left), key('h')],
        Time::Column(-1),
        "",
        "go to the previous column with events",
    ),
    at(
        Timeline,
        &[named(KeyCode::Right), key('l')],
        Time::Column(1),
        "column",
        "go to the next column with events",
    ),
    at(Timeline, &[key('z')], Time::ZoomIn, "zoom in", "zoom in: filter, and stay in the timeline"),
    at(Timeline, &[key('Z')], Time::ZoomOut, "out", "zoom out: double the time range, up to all of it"),
    bind(Typing, &[named(KeyCode::Enter)], Action::Accept, "apply", "apply the filter"),
    bind(
        Typing,
        &[named(KeyCode::Esc)],
        Action::Back,
        "close",
        "close the line and keep the filter; press again in the list to clear it",
    ),
    bind(
        Typing,
        &[named(KeyCode::Tab)],
        Action::Filter(Filter::Complete(1)),
        "complete",
        "complete a field, a path, a test or a value; counts show what there is",
    ),
    bind(
        Typing,
        &[named(KeyCode::BackTab)],
        Action::Filter(Filter::Complete(-1)),
        "",
        "go to the previous completion",
    ),
    bind(
        Typing,
        &[named(KeyCode::Up), ctrl('p')],
        Action::Filter(Filter::History(-1)),
        "earlier",
        "go to an earlier filter",
    ),
    bind(
        Typing,
        &[named(KeyCode::Down), ctrl('n')],
        Action::Filter(Filter::History(1)),
        "",
        "go to a later filter",
    ),
    bind(
        Typing,
        &[named(KeyCode::PageDown)],
        Action::Move(Go::Page(2)),
        "",
        "scroll the results down while typing",
    ),
    bind(
        Typing,
        &[named(KeyCode::PageUp)],
        Action::Move(Go::Page(-2)),
        "",
        "scroll the results up while typing",
    ),
];

/// Keys that work anywhere and concern what is shown.
const GENERAL_KEYS: &[Binding] = &[
    bind(Anywhere, &[key('/')], Action::Filter(Filter::Type), "filter", "type a filter")
        .also(&["search", "find", "grep", "query"]),
    bind(Anywhere, &[key('p')], Action::Group(Group::ByPrincipal), "by principal", "group by who acted")
        .also(&["user", "who", "identity", "caller"]),
    bind(Anywhere, &[key('e')], Action::Group(Group::ByError), "by error", "group by error code")
        .also(&["denied", "failures"]),
    bind(Anywhere, &[key('b')], Action::Group(Group::Menu), "by…", "group by another field")
        .also(&["count", "aggregate"]),
    bind(
        Anywhere,
        &[key('+')],
        Action::Pivot(Pivot::Keep(true)),
        "only this",
        "show only the value under the cursor: of an event, a group or the tree",
    )
    .also(&["include"]),
    bind(
        Anywhere,
        &[key('-')],
        Action::Pivot(Pivot::Keep(false)),
        "not this",
        "filter out the value under the cursor",
    )
    .also(&["exclude"]),
    bind(
        Anywhere,
        &[key('f')],
        Action::Pivot(Pivot::Follow),
        "follow",
        "follow this key, session, role, address, request or resource",
    )
    .also(&["pivot", "related"]),
    bind(
        Anywhere,
        &[key('t')],
        Action::Pivot(Pivot::Around),
        "around",
        "show events close in time to this one",
    ),
    bind(Anywhere, &[key('u')], Action::Filter(Filter::Undo(-1)), "", "undo the last filter change"),
    bind(Anywhere, &[ctrl('r')], Action::Filter(Filter::Undo(1)), "", "redo the last filter change"),
    bind(
        Anywhere,
        &[key('F')],
        Action::Filter(Filter::Reduce("is:failed")),
        "",
        "show failed events only, or all again",
    ),
    bind(
        Anywhere,
        &[key('W')],
        Action::Filter(Filter::Reduce("is:write")),
        "",
        "show write events only, or all again",
    ),
    bind(
        Anywhere,
        &[key('A')],
        Action::Filter(Filter::Reduce("!is:service")),
        "",
        "filter out AWS services that act on their own, or show all again",
    ),
    bind(
        Anywhere,
        &[key('X')],
        Action::Filter(Filter::ShowHidden),
        "",
        "show only what is filtered out, or go back",
    )
    .also(&["invert", "negate"]),
    bind(
        Anywhere,
        &[key('y')],
        Action::Copy(Copy::Json),
        "copy",
        "copy the event's JSON, indented; in groups, copy the value",
    )
    .also(&["clipboard"]),
    bind(
        Anywhere,
        &[key('Y')],
        Action::Copy(Copy::Menu),
        "",
        "copy in another form: as written, compact, value, path, row, to a file",
    )
    .also(&["save", "clipboard"]),
    bind(
        Anywhere,
        &[named(KeyCode::Tab), named(KeyCode::BackTab)],
        Action::NextPane,
        "",
        "go to the other pane",
    ),
    bind(
        Anywhere,
        &[named(KeyCode::Esc)],
        Action::Back,
        "",
        "go one step back; in the list, clear the filter; never quits",
    ),
    bind(Anywhere, &[key('j'), named(KeyCode::Down), ctrl('n')], Action::Move(Go::Rows(1)), "", "move down"),
    bind(Anywhere, &[key('k'), named(KeyCode::Up), ctrl('p')], Action::Move(Go::Rows(-1)), "", "move up"),
    bind(Anywhere, &[ctrl('d')], Action::Move(Go::Page(1)), "", "move half a page down"),
    bind(Anywhere, &[ctrl('u')], Action::Move(Go::Page(-1)), "", "move half a page up"),
    bind(
        Anywhere,
        &[named(KeyCode::PageDown), ctrl('f'), key(' ')],
        Action::Move(Go::Page(2)),
        "",
        "move a page down",
    ),
    bind(Anywhere, &[named(KeyCode::PageUp), ctrl('b')], Action::Move(Go::Page(-2)), "", "move a page up"),
    bind(Anywhere, &[key('g'), named(KeyCode::Home)], Action::Move(Go::First), "", "go to the top"),
    bind(Anywhere, &[key('G'), named(KeyCode::End)], Action::Move(Go::Last), "", "go to the bottom"),
    at(Anywhere, &[key('T')], Time::Focus, "timeline", "go to the timeline, or back").also(&[
        "histogram",
        "chart",
        "graph",
    ]),
];
